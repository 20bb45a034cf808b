//! Making outputs within a site that stands as it was: those that are not as they were take the place of the former ones, and
//! nothing else changes in the output folder.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::cache::{Cache, Manifest, Record};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::digest::Digest;
use crate::plan::{Plan, Reason};
use crate::render::Renderer;
use crate::source::{self, Stamp};
use crate::write::Stage;

use super::whole::Before;
use super::{Build, Comparison};

/// What was made.
pub(super) struct Remade {
    /// The records of outputs that are not as they were, each with why.
    records: Vec<(Record, Reason)>,
    /// How many of them have other bytes than before.
    pub(super) written: usize,
}

/// Makes the outputs of a plan that are not as they were, and puts them in place.
///
/// # Errors
/// Everything that failed; nothing if it was given up. Nothing is published then.
pub(super) fn remake(
    build: &Build<'_>,
    plan: &Plan,
    renderer: &Renderer<'_>,
    manifest: &Manifest,
    comparison: &Comparison,
) -> Result<Remade, Diagnostics> {
    let paths: BTreeSet<String> = plan.outputs.iter().map(|output| output.path.clone()).collect();
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
    let mut records: Vec<(Record, Reason)> = looked_at?.into_iter().flatten().collect();
    let written = put_in_place(build, manifest, stage, &mut records)?;
    Ok(Remade { records, written })
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

impl Remade {
    /// Puts the new records into the manifest, and the files as they are now, some with the `digests` that they had when they
    /// were read. Gives why each output was made.
    pub(super) fn put_into(
        self,
        manifest: &mut Manifest,
        comparison: &Comparison,
        digests: &[(String, Digest)],
    ) -> Vec<(String, Reason)> {
        let mut reasons = Vec::with_capacity(self.records.len());
        for (record, reason) in self.records {
            let place = manifest.find(&record.path);
            let Some(before) = place.and_then(|place| manifest.outputs.get_mut(place)) else { continue };
            reasons.push((record.path.clone(), reason));
            *before = record;
        }
        manifest.inputs.clone_from(&comparison.inputs);
        for (path, digest) in digests {
            let place = manifest.inputs.binary_search_by(|input| input.path.cmp(path));
            if let Some(input) = place.ok().and_then(|place| manifest.inputs.get_mut(place)) {
                input.digest = Some(*digest);
            }
        }
        reasons
    }
}
