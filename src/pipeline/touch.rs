//! The short way: the running text of a few sources changed, and nothing that the rest of the site can see. Their pages, and
//! the feeds and copies that carry their texts, are made within the site as it was.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::{Input, Manifest};
use crate::config::Config;
use crate::content::face::Face;
use crate::content::post::{Content, Post};
use crate::diagnostic::Diagnostics;
use crate::digest::Digest;
use crate::plan::{Origin, Output, OutputKind, Plan, feeds_of, markdown_copy};
use crate::render::Renderer;
use crate::site::feeds::FeedOf;
use crate::site::{PostId, Site};
use crate::source::{self, Source};
use crate::template::Views;
use crate::write::Written;

use super::inputs::{CONTENT, Listing};
use super::within::remake;
use super::{Build, Comparison, Edition, Made, Report, read, search};

/// A source whose text changed, read again.
pub(super) struct Touched {
    kind: OutputKind,
    content: Content,
}

/// Builds the pages of changed sources; none if that is not all there is to do, or it cannot be done: then the whole way
/// tells what is wrong.
pub(super) fn few_sources(
    build: &mut Build<'_>,
    listing: &Listing,
    edition: &mut Edition,
    comparison: &Comparison,
) -> Option<Result<Report, Diagnostics>> {
    let changed = comparison.changes.of_few_sources()?;
    let Edition { manifest, made, .. } = edition;
    if manifest.warns_of(&comparison.changes.modified) {
        return None;
    }
    let warnings = build.remembered_warnings(manifest).ok()?;
    let mut loaded = None;
    let made = match made {
        Some(made) => made,
        None => loaded.insert(load(build, listing, manifest)?),
    };
    let mut touched = read_again(&changed, build, &made.site, Face::of)?;
    let digests = digests_of(&touched);
    let mut plan = plan(&made.site, &touched);
    let is_static = |path: &str| listing.statics.iter().any(|file| file.path == path);
    plan.outputs.retain(|output| !output.kind.gives_way() || !is_static(&output.path));
    made.site.now = build.options.now;
    exchange(&mut made.site, &mut touched);
    build.clock.lap("parse");
    let index_before = made.site.search.clone();
    let searched = search::patch(build, &made.site, touched.iter().map(|touched| &touched.kind)).map(|patch| {
        made.site.search = patch.index;
        plan.outputs.extend(patch.outputs);
        plan.outputs.sort_by(|a, b| a.path.cmp(&b.path));
    });
    build.clock.lap("search");
    let read = searched.and_then(|()| read_others(build, &mut made.site, &plan, &comparison.inputs));
    let remade = read.and_then(|()| {
        let views = Views::new(&made.site, &made.highlighter);
        let renderer = Renderer::new(&made.site, &plan, &made.templates, &views);
        remake(build, &plan, &renderer, manifest, comparison).ok()
    });
    made.templates.forget_cards();
    let Some(remade) = remade else {
        // The site in memory is again the one that stands published.
        exchange(&mut made.site, &mut touched);
        made.site.search = index_before;
        return None;
    };
    let highlighter = made.highlighter.clone();
    build.save_code(&highlighter);
    let written = remade.written;
    let reasons = remade.put_into(manifest, comparison, &digests);
    let unchanged = manifest.outputs.len() - written;
    build.clock.lap("render and write");
    build.leave(edition);
    let written = Written { written, unchanged, removed: 0 };
    Some(Ok(super::report(&edition.manifest, written, warnings, reasons)))
}

impl Touched {
    /// What its page is.
    pub(super) fn kind(&self) -> &OutputKind {
        &self.kind
    }

    fn source(&self) -> &Source {
        &self.content.document().source
    }

    fn output(&self) -> Output {
        let document = self.content.document();
        let origin = Origin::File(document.source.path.clone());
        Output { path: document.output_path(), kind: self.kind.clone(), origin }
    }
}

/// Puts what was read again into the site, and takes out what stood there.
pub(super) fn exchange(site: &mut Site, touched: &mut [Touched]) {
    for Touched { kind, content } in touched {
        match (kind, content) {
            (OutputKind::Post(id), Content::Post(post)) => {
                if let Some(entry) = site.posts.get_mut(*id) {
                    std::mem::swap(&mut entry.post, post);
                }
            }
            (OutputKind::Page(at), Content::Page(page)) => {
                if let Some(plain) = site.pages.get_mut(*at) {
                    std::mem::swap(&mut plain.page, page);
                }
            }
            _ => {}
        }
    }
}

/// The site as the build before kept it on disk. It has no texts but those that are read again.
fn load(build: &Build<'_>, listing: &Listing, manifest: &Manifest) -> Option<Made> {
    let image = build.cache.as_ref()?.image(manifest)?;
    let mut site = image.site;
    // Whatever there is to say of them was said by the build before.
    let mut said = Diagnostics::new();
    site.config = Config::load(&build.options.root, build.options.base_url.as_deref(), &mut said);
    let templates = read::templates_as_before(listing, &site.config, build.options, manifest, &mut said);
    // A process that stays has it from its first build, which goes the whole way.
    let plan = Plan::default();
    (!said.has_errors()).then(|| Made { site, hidden: image.hidden, templates, plan, highlighter: build.highlighter() })
}

/// Reads changed sources, by their paths below the content folder; none if there is something to say of one, or it has another
/// face than before, as `face` tells it.
pub(super) fn read_again(
    paths: &[&str],
    build: &Build<'_>,
    site: &Site,
    face: impl Fn(&Content) -> Option<Face>,
) -> Option<Vec<Touched>> {
    paths.iter().map(|path| read_one_again(path, build, site, &face)).collect()
}

/// Digests of sources as they were read, by their paths from the site's root.
pub(super) fn digests_of(touched: &[Touched]) -> Vec<(String, Digest)> {
    touched.iter().map(|touched| (touched.source().path.clone(), touched.source().digest)).collect()
}

fn read_one_again(
    path: &str,
    build: &Build<'_>,
    site: &Site,
    face: impl Fn(&Content) -> Option<Face>,
) -> Option<Touched> {
    let absolute = build.options.root.join(CONTENT).join(path);
    let source = source::read(&absolute, &format!("{CONTENT}/{path}")).ok()?;
    let mut found = Diagnostics::new();
    let content = Content::read(source, path, &site.config, &mut found)?;
    let (kind, before) = match &content {
        Content::Post(_) => {
            let id = site.posts.iter().position(|entry| entry.post.document.path == path)?;
            (OutputKind::Post(id), Content::Post(site.posts.get(id)?.post.clone()))
        }
        Content::Page(_) => {
            let at = site.pages.iter().position(|plain| plain.page.document.path == path)?;
            (OutputKind::Page(at), Content::Page(site.pages.get(at)?.page.clone()))
        }
    };
    let same_face = face(&content)? == face(&before)?;
    (found.is_empty() && same_face).then_some(Touched { kind, content })
}

/// The pages of what was touched, and the feeds that carry it.
fn plan(site: &Site, touched: &[Touched]) -> Plan {
    let posts = touched.iter().filter_map(|touched| match touched.kind {
        OutputKind::Post(id) => Some(id),
        _ => None,
    });
    let carries = |of: &FeedOf, id: PostId| of.posts(site).contains(&id);
    let feeds: BTreeSet<FeedOf> =
        posts.flat_map(|id| FeedOf::around(site, id).filter(move |of| carries(of, id))).collect();
    let feeds = feeds.into_iter().flat_map(|of| feeds_of(site, of));
    let copies = touched.iter().filter_map(|touched| match touched.kind {
        OutputKind::Post(id) => markdown_copy(site, id),
        _ => None,
    });
    let mut outputs: Vec<Output> = touched.iter().map(Touched::output).chain(feeds).chain(copies).collect();
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    Plan { outputs, front_order: Vec::new() }
}

/// Reads the other texts that the feeds and search pieces of a plan carry, where the site has none; none if one is not as it was.
fn read_others(build: &Build<'_>, site: &mut Site, plan: &Plan, inputs: &[Input]) -> Option<()> {
    let carried = plan.outputs.iter().flat_map(|output| match &output.kind {
        OutputKind::Feed(feed) => feed.of.posts(site),
        OutputKind::SearchPiece(numbers) => numbers.clone().filter_map(|number| site.post_of_number(number)).collect(),
        _ => Vec::new(),
    });
    let carried: BTreeSet<PostId> = carried.collect();
    let has_no_text = |id: &PostId| site.posts.get(*id).is_some_and(|entry| entry.post.document.source.text.is_empty());
    let missing: Vec<PostId> = carried.into_iter().filter(has_no_text).collect();
    let read = |id: PostId| Some((id, with_text(build, site, &site.posts.get(id)?.post, inputs)?));
    let posts: Option<Vec<(PostId, Arc<Post>)>> = missing.into_par_iter().map(read).collect();
    for (id, post) in posts? {
        if let Some(entry) = site.posts.get_mut(id) {
            entry.post = post;
        }
    }
    Some(())
}

/// A post of the image with its text. Another short build may have made a new text known since the image was saved: that is
/// parsed again.
fn with_text(build: &Build<'_>, site: &Site, post: &Arc<Post>, inputs: &[Input]) -> Option<Arc<Post>> {
    let known = &post.document.source;
    let source = source::read(&build.options.root.join(&known.path), &known.path).ok()?;
    if source.digest == known.digest {
        let mut post = post.clone();
        Arc::make_mut(&mut post).document.source = source;
        return Some(post);
    }
    let input = inputs.binary_search_by(|input| input.path.as_str().cmp(&known.path)).ok()?;
    if inputs.get(input)?.digest != Some(source.digest) {
        return None;
    }
    let mut found = Diagnostics::new();
    let Content::Post(again) = Content::read(source, &post.document.path, &site.config, &mut found)? else {
        return None;
    };
    let same_face = Face::of(&Content::Post(again.clone()))? == Face::of(&Content::Post(post.clone()))?;
    (found.is_empty() && same_face).then_some(again)
}
