//! The files that the script of the search page fetches.

use std::ops::Range;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::digest::{Digest, Parts};
use crate::search::{self, Bytes};
use crate::site::Site;

use super::Renderer;

/// So many hashtags are offered to narrow a search by: those with most posts.
const TAGS: usize = 500;

/// What search can be narrowed by: slug, name, and number of posts of each.
#[derive(Serialize)]
struct Filters<'s> {
    tags: Vec<(&'s str, &'s str, usize)>,
    authors: Vec<(&'s str, &'s str, usize)>,
}

/// Everything that search can be narrowed by, as JSON.
pub(super) fn filters(site: &Site) -> String {
    let mut tags: Vec<_> = site.tags.all.iter().collect();
    tags.sort_by_key(|tag| std::cmp::Reverse(tag.posts.len()));
    tags.truncate(TAGS);
    tags.sort_by_cached_key(|tag| tag.title.to_lowercase());
    let filters = Filters {
        tags: tags.into_iter().map(|tag| (&*tag.slug, &*tag.title, tag.posts.len())).collect(),
        authors: site.authors.iter().map(|author| (&*author.slug, &*author.name, author.posts.len())).collect(),
    };
    // Texts and numbers alone: it cannot fail.
    let json = serde_json::to_string(&filters).unwrap_or_default();
    // What is said to be HTML by mistake is still none.
    json.replace('<', "\\u003c")
}

impl<'r> Renderer<'r> {
    /// The bytes of a shard, with their digest.
    pub(super) fn search_shard(&self, place: usize, path: &str) -> Result<(&'r [u8], Digest), Diagnostic> {
        let shard = self.site.search.as_ref().and_then(|index| index.shards.get(place));
        match shard.and_then(|shard| shard.bytes.as_ref()) {
            Some(Bytes::Known(bytes, digest)) => Ok((bytes, *digest)),
            _ => Err(Diagnostic::error(format!("there is no `{path}`"))),
        }
    }

    /// Of all that a piece is made from.
    pub(super) fn search_piece_digest(&self, numbers: Range<usize>) -> Digest {
        let mut parts = Parts::new();
        for key in self.site.keys_of(numbers) {
            parts.digest(key);
        }
        parts.finish()
    }

    /// What is shown of documents that were found.
    pub(super) fn search_piece(&self, numbers: Range<usize>) -> Vec<u8> {
        let documents: Vec<_> = numbers.map(|number| self.site.searched(number)).collect();
        search::piece(&documents)
    }
}
