//! The short way: the running text of a few sources changed, and nothing that the rest of the site can see. Their pages are
//! made within the site as it was.

use std::collections::BTreeSet;

use crate::cache::{Cache, Record};
use crate::config::Config;
use crate::content::face::Face;
use crate::content::post::Content;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::digest::Digest;
use crate::plan::{Origin, Output, OutputKind, Plan, Reason};
use crate::render::Renderer;
use crate::site::Site;
use crate::source::{self, Stamp};
use crate::template::Views;
use crate::write::{Stage, Written};

use super::inputs::{CONTENT, Listing};
use super::{Build, Comparison, Edition, Made, Report, read};

/// A source whose text changed, read again.
struct Touched {
    kind: OutputKind,
    content: Content,
}

/// Builds the pages of changed sources; none if that is not all there is to do.
pub(super) fn few_sources(
    build: &mut Build<'_>,
    listing: &Listing,
    edition: &mut Edition,
    comparison: &Comparison,
) -> Option<Result<Report, Diagnostics>> {
    let changed = comparison.changes.of_few_sources()?;
    let warned_of: BTreeSet<&str> = edition.manifest.warnings.iter().map(Diagnostic::path).collect();
    if comparison.changes.modified.iter().any(|path| warned_of.contains(path.as_str())) {
        return None;
    }
    let warnings = match build.remembered_warnings(&edition.manifest) {
        Ok(warnings) => warnings,
        Err(errors) => return Some(Err(errors)),
    };
    let mut loaded = None;
    let made = match &mut edition.made {
        Some(made) => made,
        None => loaded.insert(load(build, listing, &edition.manifest)?),
    };
    let touched: Option<Vec<Touched>> = changed.iter().map(|path| read_again(path, build, &made.site)).collect();
    let touched = touched?;
    let outputs = touched.iter().map(|touched| Output {
        path: touched.content.document().output_path(),
        kind: touched.kind.clone(),
        origin: Origin::File(touched.content.document().source.path.clone()),
    });
    let plan = Plan { outputs: outputs.collect(), front_order: Vec::new() };
    let digests: Vec<(String, Digest)> = touched
        .iter()
        .map(|touched| (touched.content.document().source.path.clone(), touched.content.document().source.digest))
        .collect();
    made.site.now = build.options.now;
    for Touched { kind, content } in touched {
        match (kind, content) {
            (OutputKind::Post(id), Content::Post(post)) => made.site.posts.get_mut(id)?.post = post,
            (OutputKind::Page(at), Content::Page(page)) => made.site.pages.get_mut(at)?.page = page,
            _ => return None,
        }
    }
    build.clock.lap("parse");
    let records = match make(build, made, &plan) {
        Ok(records) => records,
        Err(problems) => return Some(Err(problems)),
    };
    let highlighter = made.highlighter.clone();
    build.save_code(&highlighter);
    let reasons = put_into(edition, records, comparison, &digests);
    build.clock.lap("render and write");
    if build.stays {
        edition.saved = None;
    } else {
        build.save(edition);
    }
    let written =
        Written { written: reasons.len(), unchanged: edition.manifest.outputs.len() - reasons.len(), removed: 0 };
    Some(Ok(super::report(&edition.manifest, written, warnings, reasons)))
}

/// The site as the build before kept it on disk. It has no texts but those that are read again.
fn load(build: &Build<'_>, listing: &Listing, manifest: &crate::cache::Manifest) -> Option<Made> {
    let image = build.cache.as_ref()?.image(manifest)?;
    let mut site = image.site;
    // Whatever there is to say of them was said by the build before.
    let mut said = Diagnostics::new();
    site.config = Config::load(&build.options.root, build.options.base_url.as_deref(), &mut said);
    let templates = read::templates(&listing.templates, &mut said);
    (!said.has_errors()).then(|| Made { site, hidden: image.hidden, templates, highlighter: build.highlighter() })
}

/// Reads a changed source; none if more than its running text changed, or there is something to say of it.
fn read_again(path: &str, build: &Build<'_>, site: &Site) -> Option<Touched> {
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
    let same_face = Face::of(&content)? == Face::of(&before)?;
    (found.is_empty() && same_face).then_some(Touched { kind, content })
}

fn make(build: &Build<'_>, made: &Made, plan: &Plan) -> Result<Vec<Record>, Diagnostics> {
    made.templates.forget_cards();
    let views = Views::new(&made.site, &made.highlighter);
    let renderer = Renderer::new(&made.site, plan, &made.templates, &views);
    let paths: BTreeSet<String> = plan.outputs.iter().map(|output| output.path.clone()).collect();
    let stage = Stage::over(&build.options.out, paths);
    let mut records = renderer.all(|mut piece| {
        let path = piece.output.path.clone();
        let fingerprint = std::mem::take(&mut piece.fingerprint);
        let bytes = piece.bytes()?;
        let stamp = stage.put(&path, &bytes)?;
        Ok(Record { path, fingerprint, digest: Digest::of(&bytes), stamp })
    })?;
    build.cache.as_ref().map_or(Ok(()), Cache::forget)?;
    stage.replace()?;
    let out = source::real_path(&build.options.out);
    for record in &mut records {
        record.stamp = Stamp::at(&out.join(&record.path)).unwrap_or_default();
    }
    Ok(records)
}

/// Puts the new records into the manifest; gives why each output was made.
fn put_into(
    edition: &mut Edition,
    records: Vec<Record>,
    comparison: &Comparison,
    digests: &[(String, Digest)],
) -> Vec<(String, Reason)> {
    let manifest = &mut edition.manifest;
    let mut reasons = Vec::with_capacity(records.len());
    for record in records {
        let Some(place) = manifest.find(&record.path) else { continue };
        let Some(before) = manifest.outputs.get_mut(place) else { continue };
        let reason = Reason::Changed(record.fingerprint.difference(&before.fingerprint));
        reasons.push((record.path.clone(), reason));
        *before = record;
    }
    manifest.inputs.clone_from(&comparison.inputs);
    for (path, digest) in digests {
        if let Some(input) = manifest.inputs.iter_mut().find(|input| input.path == *path) {
            input.digest = Some(*digest);
        }
    }
    reasons
}
