//! The way in the middle: what changed are templates, and words of a few sources that other pages repeat, such as a title.
//! Nothing stands anywhere else than before, so that the site in memory and its plan hold; every output is looked at. A process
//! that stays goes this way, and makes first what somebody waits for.

use rayon::prelude::*;

use crate::cache::{Cache, Manifest, Record};
use crate::content::face::Face;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::digest::Digest;
use crate::plan::{self, Former, Permalink, Reason};
use crate::render::Renderer;
use crate::site::Site;
use crate::source::{self, FileEntry, Stamp};
use crate::template::{Templates, Views};
use crate::write::{Stage, Written};

use super::inputs::{Few, Listing};
use super::touch::{self, Touched};
use super::whole::Before;
use super::{Build, Comparison, Edition, Made, Report, read};

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
    let mut exchanged = Exchanged::read(build, &made.site, &few, |_| listing.templates.clone())?;
    let mut digests = touch::digests_of(&exchanged.touched);
    let own = exchanged.templates.iter().flat_map(Templates::own);
    digests.extend(own.map(|source| (source.path.clone(), source.digest)));
    exchanged.exchange(made);
    made.site.now = build.options.now;
    build.clock.lap("parse");
    let outputs = make(build, made, manifest, comparison);
    made.templates.forget_cards();
    let outputs = match outputs {
        Ok(Some(outputs)) => outputs,
        not_made => {
            // The site in memory is again the one that stands published.
            exchanged.exchange(made);
            let failed = not_made.err()?;
            let mut problems = warnings;
            problems.append(failed);
            return Some(Err(problems));
        }
    };
    let highlighter = made.highlighter.clone();
    build.save_code(&highlighter);
    manifest.permalinks = outputs.permalinks;
    manifest.now = build.options.now;
    manifest.reads_now = outputs.reads_now;
    let written = outputs.written;
    let reasons = put_into(manifest, outputs.records);
    touch::put_inputs(manifest, comparison, &digests);
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
        site: &Site,
        few: &Few<'_>,
        templates: impl FnOnce(&mut Diagnostics) -> Vec<FileEntry>,
    ) -> Option<Self> {
        let touched = touch::read_again(&few.sources, build, site, Face::frame_of)?;
        let mut found = Diagnostics::new();
        let templates = (!few.templates.is_empty()).then(|| {
            let files = templates(&mut found);
            let templates = read::templates(&files, &mut found);
            // A document may name one that is gone.
            plan::check_templates(site, &templates, &mut found);
            templates
        });
        found.is_empty().then_some(Self { touched, templates })
    }

    /// Puts it into the site, and takes out what stood there.
    pub(super) fn exchange(&mut self, made: &mut Made) {
        touch::exchange(&mut made.site, &mut self.touched);
        if let Some(templates) = &mut self.templates {
            std::mem::swap(&mut made.templates, templates);
        }
    }
}

/// What was made.
struct Outputs {
    /// The records of outputs that are not as they were, each with why.
    records: Vec<(Record, Reason)>,
    /// How many of them have other bytes than before.
    written: usize,
    permalinks: Vec<Permalink>,
    reads_now: bool,
}

/// None if it is a matter of the whole way.
fn make(
    build: &mut Build<'_>,
    made: &Made,
    manifest: &Manifest,
    comparison: &Comparison,
) -> Result<Option<Outputs>, Diagnostics> {
    let Made { site, plan, templates, highlighter, .. } = made;
    {
        // What somebody waits for needs little of what all pages share.
        let views = Views::new(site, highlighter);
        build.urgent(plan, &Renderer::new(site, plan, templates, &views), Some(manifest));
    }
    let Some(permalinks) = permalinks(made, manifest) else { return Ok(None) };
    let views = Views::new(site, highlighter).for_all_pages();
    let renderer = Renderer::new(site, plan, templates, &views);
    let paths = plan.outputs.iter().map(|output| output.path.clone()).collect();
    let stage = Stage::over(&build.options.out, paths);
    build.progress.begin(plan.outputs.len());
    let before = Before { former: Some(manifest), standing: &comparison.standing, stage: &stage };
    let looked_at = renderer.all(
        || build.is_given_up(),
        |piece, highlighting| {
            build.progress.advance();
            let (record, reason) = before.output(piece, highlighting)?;
            Ok(reason.map(|reason| (record, reason)))
        },
    );
    if build.is_given_up() {
        stage.abandon();
        return Err(Diagnostics::new());
    }
    let looked_at = looked_at?;
    let mut records: Vec<(Record, Reason)> = looked_at.into_iter().flatten().collect();
    let written = put_in_place(build, manifest, stage, &mut records)?;
    Ok(Some(Outputs { records, written, permalinks, reads_now: renderer.reads_now() }))
}

/// Publishes what was staged; gives the number of files.
fn put_in_place(
    build: &Build<'_>,
    manifest: &Manifest,
    stage: Stage,
    records: &mut [(Record, Reason)],
) -> Result<usize, Diagnostic> {
    let is_written = |record: &Record| {
        let before = manifest.find(&record.path).and_then(|place| manifest.outputs.get(place));
        before.is_none_or(|before| before.digest != record.digest)
    };
    let mut written: Vec<&mut Record> =
        records.iter_mut().map(|(record, _)| record).filter(|record| is_written(record)).collect();
    if !written.is_empty() {
        stage.replace(|| build.cache.as_ref().map_or(Ok(()), Cache::forget))?;
        let out = source::real_path(&build.options.out);
        written.par_iter_mut().for_each(|record| {
            // Moving a file changes its stamp.
            record.stamp = Stamp::at(&out.join(&record.path)).unwrap_or_default();
        });
    }
    Ok(written.len())
}

/// The permalinks from now on, with the new titles; none if there is one to report.
fn permalinks(made: &Made, manifest: &Manifest) -> Option<Vec<Permalink>> {
    let before = Former { permalinks: &manifest.permalinks, digest: &|path| manifest.digest(path) };
    let mut lost = Diagnostics::new();
    let permalinks = plan::permalinks(&before, &made.site, &made.hidden, &made.plan, &mut lost);
    lost.is_empty().then_some(permalinks)
}

/// Puts new records into the manifest; gives why each output was made.
fn put_into(manifest: &mut Manifest, records: Vec<(Record, Reason)>) -> Vec<(String, Reason)> {
    let mut reasons = Vec::with_capacity(records.len());
    for (record, reason) in records {
        let place = manifest.find(&record.path);
        let Some(before) = place.and_then(|place| manifest.outputs.get_mut(place)) else { continue };
        reasons.push((record.path.clone(), reason));
        *before = record;
    }
    reasons
}
