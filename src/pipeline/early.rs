//! A first look at what is said to have changed, for those who wait: their pages are made before all files of the site are
//! looked at. Nothing is published, and what is built does not depend on it: were the word wrong, the build that follows makes
//! the pages again.

use crate::cache::Manifest;
use crate::content::link::has_extension;
use crate::render::Renderer;
use crate::template::Views;

use super::inputs::{Changes, Listing};
use super::same_plan::Exchanged;
use super::{Build, Edition, Made};

/// Makes the pages that somebody waits for, if the site is otherwise as it was.
pub(super) fn look(build: &mut Build<'_>, edition: &mut Edition) {
    let Edition { manifest, made, .. } = edition;
    let mut said = Changes { modified: build.progress.said_to_have_changed(), ..Changes::default() };
    said.modified.retain(|path| matters(path, manifest));
    if build.progress.urgent().is_empty() {
        return;
    }
    let Some((few, made)) = said.of_few_sources_and_templates().zip(made.as_mut()) else { return };
    if said.none() || manifest.wanted != build.options.wanted() || !manifest.holds_at(build.options.now) {
        return;
    }
    let root = &build.options.root;
    let exchanged = Exchanged::read(build, made, &few, |found| Listing::templates_of(root, found));
    let Some(mut exchanged) = exchanged else { return };
    exchanged.exchange(made);
    open_pages(build, made, manifest);
    made.templates.forget_cards();
    // The site in memory is again the one that stands published.
    exchanged.exchange(made);
}

/// Makes the pages that somebody waits for, which takes little of what all pages share.
pub(super) fn open_pages(build: &mut Build<'_>, made: &Made, manifest: &Manifest) {
    let Made { site, plan, templates, highlighter, .. } = made;
    let views = Views::new(site, highlighter);
    build.urgent(plan, &Renderer::new(site, plan, templates, &views), Some(manifest));
}

/// Whether a name that was heard of can matter to a page: editors leave others beside the file for a moment.
fn matters(path: &str, manifest: &Manifest) -> bool {
    let is_hidden = path.split('/').any(|part| part.starts_with('.'));
    let is_text = has_extension(path, "md") || has_extension(path, "html");
    manifest.knows(path) || is_text && !is_hidden
}
