//! The way in the middle: what changed are templates, and words of a few sources that other pages repeat, such as a title.
//! Nothing stands anywhere else than before, so that the site in memory and its plan hold; every output is looked at. A process
//! that stays goes this way, and makes first what somebody waits for.

use std::collections::BTreeSet;

use crate::cache::{Cache, Manifest};
use crate::content::face::Face;
use crate::diagnostic::Diagnostics;
use crate::digest::Digest;
use crate::plan;
use crate::render::Renderer;
use crate::social_card::Kept;
use crate::source::FileEntry;
use crate::template::{Templates, Views};
use crate::write::Written;

use super::inputs::{Few, Listing};
use super::touch::{self, Touched};
use super::within::{Remade, remake};
use super::{Build, Comparison, Edition, Made, Report, early, read, search};

/// Builds what changed; none if more than that changed, or there is something to say of it: then the whole way tells what.
pub(super) fn build(
    build: &mut Build<'_>,
    listing: &Listing,
    edition: &mut Edition,
    comparison: &Comparison,
) -> Option<Result<Report, Diagnostics>> {
    let few = comparison.changes.of_few_sources_and_templates()?;
    let Edition { manifest, made, .. } = edition;
    let made = made.as_mut()?;
    if manifest.warns_of(&comparison.changes.modified) {
        return None;
    }
    let warnings = build.remembered_warnings(manifest).ok()?;
    let mut exchanged = Exchanged::read(build, made, &few, |_| listing.templates.clone())?;
    let mut digests = touch::digests_of(&exchanged.touched);
    let sources: BTreeSet<String> = digests.iter().map(|(path, _)| path.clone()).collect();
    let own = exchanged.templates.iter().flat_map(Templates::own);
    digests.extend(own.map(|source| (source.path.clone(), source.digest)));
    exchanged.exchange(made);
    made.site.now = build.options.now;
    build.clock.lap("parse");
    let index_before = made.site.search.clone();
    let kinds = exchanged.touched.iter().map(Touched::kind);
    let Some(patch) = search::patch(build, &made.site, kinds) else {
        exchanged.exchange(made);
        return None;
    };
    made.site.search = patch.index;
    let remade = make(build, made, manifest, comparison);
    made.templates.forget_cards();
    let (remade, reads_now) = match remade {
        Ok(remade) => remade,
        Err(failed) => {
            // The site in memory is again the one that stands published.
            exchanged.exchange(made);
            made.site.search = index_before;
            let mut problems = warnings;
            problems.append(failed);
            return Some(Err(problems));
        }
    };
    let highlighter = made.highlighter.clone();
    build.save_code(&highlighter);
    plan::retitle(&mut manifest.permalinks, &made.site, &sources);
    manifest.now = build.options.now;
    manifest.reads_now = reads_now;
    let written = remade.written;
    let reasons = remade.put_into(manifest, comparison, &digests);
    build.clock.lap("render and write");
    edition.has_old_image = true;
    // Whoever saves the manifest before the image is saved, does not let it be taken for this site's.
    edition.manifest.image = Digest::default();
    build.leave(edition);
    let unchanged = edition.manifest.outputs.len().saturating_sub(written);
    let written = Written { written, unchanged, removed: 0 };
    Some(Ok(super::report(&edition.manifest, written, warnings, reasons)))
}

/// What was read again.
pub(super) struct Exchanged {
    touched: Vec<Touched>,
    templates: Option<Templates>,
}

impl Exchanged {
    /// Reads what changed; none if there is something to say of it, or more changed than words.
    pub(super) fn read(
        build: &Build<'_>,
        made: &Made,
        few: &Few<'_>,
        templates: impl FnOnce(&mut Diagnostics) -> Vec<FileEntry>,
    ) -> Option<Self> {
        let site = &made.site;
        let touched = touch::read_again(&few.sources, build, site, Face::frame_of)?;
        let mut found = Diagnostics::new();
        let templates = (!few.templates.is_empty()).then(|| {
            let files = templates(&mut found);
            let (assets, fonts) = (made.templates.assets().clone(), made.templates.fonts().clone());
            let templates = read::templates(&files, assets, fonts, site.config.words.clone(), &mut found);
            // A document may name one that is gone.
            plan::check_templates(site, &templates, &mut found);
            templates
        });
        // A static file that nobody asked for so far may have to be published under another name, too.
        let asks_for_the_same = templates.as_ref().is_none_or(|templates| templates.asked() == made.templates.asked());
        (found.is_empty() && asks_for_the_same).then_some(Self { touched, templates })
    }

    /// Puts it into the site, and takes out what stood there.
    pub(super) fn exchange(&mut self, made: &mut Made) {
        touch::exchange(&mut made.site, &mut self.touched);
        if let Some(templates) = &mut self.templates {
            std::mem::swap(&mut made.templates, templates);
        }
    }
}

/// Makes what is not as it was. Tells also whether any page can show the build's instant.
fn make(
    build: &mut Build<'_>,
    made: &Made,
    manifest: &Manifest,
    comparison: &Comparison,
) -> Result<(Remade, bool), Diagnostics> {
    early::open_pages(build, made, manifest);
    let Made { site, plan, templates, highlighter, .. } = made;
    let views = Views::new(site, highlighter).for_all_pages();
    let cards = build.cache.as_ref().map(Cache::cards);
    let renderer = Renderer::new(site, plan, templates, &views).keeping(cards.as_ref().map(|cards| cards as &dyn Kept));
    let remade = remake(build, plan, &renderer, manifest, comparison)?;
    let reads_now = renderer.reads_now();
    build.settle_cards(cards.as_ref(), plan);
    Ok((remade, reads_now))
}
