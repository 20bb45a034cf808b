//! Between the site and its plan: the index of search. Which files it has shows only when it is made.

use std::sync::Arc;

use crate::cache::Cache;
use crate::plan::{self, Output, OutputKind};
use crate::search::{self, Change, Index, Terms};
use crate::site::Site;
use crate::source;

use super::{Build, Made};

/// What the build before knew of the words of documents.
pub(super) fn terms_before(cache: Option<&Cache>, made: Option<&Made>) -> Option<Arc<Terms>> {
    match made {
        Some(made) => made.site.search.as_ref()?.terms().cloned(),
        None => cache?.terms().map(Arc::new),
    }
}

/// Makes the index, of documents whose terms are known and of others; tells whether there were others.
pub(super) fn complete(site: &mut Site, former: Option<&Arc<Terms>>) -> bool {
    if !site.config.search {
        return false;
    }
    let keys = site.search_keys();
    let known = former.filter(|terms| terms.is_of(&keys)).cloned();
    let is_new = known.is_none();
    let terms = known.unwrap_or_else(|| {
        Arc::new(Terms::gather(&keys, former.map(|terms| &**terms), |number| site.searched(number)))
    });
    site.search = Some(Arc::new(Index::of(terms, &keys, site.dates())));
    is_new
}

/// What changes of search where few documents changed.
#[derive(Default)]
pub(super) struct Patch {
    /// The index from then on; none if the site has none.
    pub(super) index: Option<Arc<Index>>,
    /// What is to be made.
    pub(super) outputs: Vec<Output>,
}

/// Finds what changes where the texts of some documents did: `site` has them as they are now. None if the shape of the index
/// changes, or what was published is not as it should be.
pub(super) fn patch<'k>(build: &Build<'_>, site: &Site, kinds: impl Iterator<Item = &'k OutputKind>) -> Option<Patch> {
    if !site.config.search {
        return Some(Patch::default());
    }
    let published = |path: &str| source::read_bytes(&build.options.out.join(path)).ok();
    let index = match &site.search {
        Some(index) => index.clone(),
        None => Arc::new(Index::published(&published(plan::DIRECTORY)?)?),
    };
    let numbers = kinds.filter_map(|kind| match kind {
        OutputKind::Post(id) => Some(site.number_of_post(*id)),
        OutputKind::Page(at) => Some(*at),
        _ => None,
    });
    let numbers: Vec<usize> = numbers.collect();
    let pieces = plan::search_of_few(site, &index, &[], &numbers);
    let mut changes = Vec::with_capacity(numbers.len());
    for piece in &pieces {
        let OutputKind::SearchPiece(range) = &piece.kind else { continue };
        let before = search::documents_of(&published(&piece.path)?)?;
        for (number, before) in range.clone().zip(before) {
            if !numbers.contains(&number) {
                continue;
            }
            let after = site.searched(number);
            if before.href != after.href {
                return None;
            }
            changes.push(Change {
                number: u32::try_from(number).ok()?,
                before: search::terms_of(&before),
                after: search::terms_of(&after),
            });
        }
    }
    if changes.len() < numbers.len() {
        return None;
    }
    let (index, shards) = index.patched(&changes, |name| published(&plan::search_path(name)))?;
    let outputs = plan::search_of_few(site, &index, &shards, &numbers);
    Some(Patch { index: Some(Arc::new(index)), outputs })
}
