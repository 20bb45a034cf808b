//! Everything that a build looks at, with nothing written: the site is read, put together, planned, and every page made and
//! thrown away. Then the lint looks at it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::cache::{Answers, Cache, Manifest, Pictures, Tally};
use crate::content::highlight::Highlighter;
use crate::diagnostic::Diagnostics;
use crate::lint::anchors::Anchors;
use crate::lint::external::Outside;
use crate::lint::{self, Fix, Subject};
use crate::plan;
use crate::render::{Piece, Renderer};
use crate::template::Views;
use crate::write;

use super::inputs::Listing;
use super::pictures::{self, Unknown};
use super::read::{self, Parsings, Read};
use super::{BuildOptions, Clock, Progress};

/// What is to be checked, and how.
#[derive(Debug, Clone)]
pub struct CheckOptions {
    /// The build that is to be possible.
    pub build: BuildOptions,
    /// Put right what can be put right for certain.
    pub fix: bool,
    /// Ask other hosts whether what is linked to is there.
    pub external: bool,
}

/// What was put right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fixed {
    /// How many places.
    pub places: usize,
    /// In how many files.
    pub files: usize,
}

/// What a check found.
#[derive(Debug)]
pub struct Checked {
    /// How much there is.
    pub tally: Tally,
    /// Everything that is wrong, sorted by place.
    pub problems: Diagnostics,
    /// How many of them could be put right for certain.
    pub fixable: usize,
    /// What was put right, and is no problem any more.
    pub fixed: Fixed,
    /// How long each stage took, in order.
    pub timings: Vec<(&'static str, std::time::Duration)>,
}

/// Checks a site. Nothing is written, unless fixes are asked for, and but for what other hosts answered; of what the build before
/// left, only what spares making pages is looked at.
#[must_use]
pub fn check(options: &CheckOptions, progress: &dyn Progress) -> Checked {
    let (checked, fixes) = look(options, progress);
    if !options.fix || fixes.is_empty() {
        return checked;
    }
    let mut done = Fixed::default();
    let mut failures = Diagnostics::new();
    for Fix { source, edits } in &fixes {
        match write::edit_source(&options.build.root, source, edits) {
            Ok(()) => done = Fixed { places: done.places + edits.len(), files: done.files + 1 },
            Err(problem) => failures.push(problem),
        }
    }
    // What is left stands elsewhere now, and may be something else.
    let (mut checked, _) = look(options, progress);
    checked.fixed = done;
    checked.problems.append(failures);
    checked.problems.sort();
    checked
}

/// Looks at the hashtags of a site alone. What is wrong with the site comes first, and keeps from it.
///
/// # Errors
/// If the site cannot be built as far as its plan.
pub fn check_tags(options: &BuildOptions) -> Result<Diagnostics, Diagnostics> {
    let mut problems = Diagnostics::new();
    let listing = Listing::of(&options.root, &mut problems);
    let read = read::all(options, &listing, &[], Parsings::default(), &mut Clock::start(), &mut problems);
    let plan = plan::plan(&read.site, &read.templates, &read.statics, &mut problems);
    if problems.has_errors() {
        problems.sort();
        return Err(problems);
    }
    let mut found = lint::lint_tags(&subject(&read, &plan, true));
    found.sort();
    Ok(if options.strict { found.strict() } else { found })
}

/// Looks at everything.
fn look(check: &CheckOptions, progress: &dyn Progress) -> (Checked, Vec<Fix>) {
    let options = &check.build;
    let mut clock = Clock::start();
    let mut problems = Diagnostics::new();
    let listing = Listing::of(&options.root, &mut problems);
    clock.lap("load");
    let mut read = read::all(options, &listing, &[], Parsings::default(), &mut clock, &mut problems);
    let store = Pictures::look(&options.root);
    let known = pictures::complete(&options.root, &mut read.site, &store, Unknown::TryOut, progress, &mut problems);
    problems.extend(known.err());
    clock.lap("pictures");
    let plan = plan::plan(&read.site, &read.templates, &read.statics, &mut problems);
    let former = options.cache.then(|| Cache::look(&options.root, &options.out)).flatten();
    super::whole::permalinks(former.as_ref(), &read, &plan, &mut problems);
    let paths = plan.outputs.iter().map(|output| output.path.as_str());
    if let Err(problem) = write::inspect(&options.out, &options.root, &options.sources(), paths) {
        problems.push(problem);
    }
    clock.lap("plan");
    let has_failed = if options.strict { problems.clone().strict() } else { problems.clone() }.has_errors();
    let subject = subject(&read, &plan, !has_failed);
    let highlighter = Arc::new(Highlighter::new());
    let findings = if has_failed {
        super::whole::rehearse(&read, &plan, &highlighter)
    } else {
        let views = Views::new(&read.site, &highlighter).for_all_pages();
        let renderer = Renderer::new(&read.site, &plan, &read.templates, &views);
        let anchors = Anchors::of(&subject);
        progress.begin(plan.outputs.len());
        let made = renderer.all(
            || false,
            |piece, highlighting| {
                progress.advance();
                let path = &piece.output.path;
                let is_wanted = anchors.wants(path);
                if !is_wanted && (piece.copied().is_some() || was_made(&piece, former.as_ref())) {
                    return Ok(Diagnostics::new());
                }
                let html = piece.bytes(highlighting)?;
                Ok(if is_wanted { anchors.dead(path, &html, &subject) } else { Diagnostics::new() })
            },
        );
        match made {
            Ok(found) => found.into_iter().fold(Diagnostics::new(), |mut all, found| {
                all.append(found);
                all
            }),
            Err(failures) => failures,
        }
    };
    problems.append(findings);
    clock.lap("render");
    let (found, fixes) = lint::lint(&subject);
    problems.append(found);
    clock.lap("lint");
    if check.external {
        problems.append(ask_outside(&subject, &options.root, progress));
        clock.lap("ask");
    }
    problems.sort();
    if options.strict {
        problems = problems.strict();
    }
    let tally = super::whole::tally(&read.site, &plan);
    let fixable = fixes.iter().map(|fix| fix.edits.len()).sum();
    (Checked { tally, problems, fixable, fixed: Fixed::default(), timings: clock.laps }, fixes)
}

/// Asks other hosts for what is linked to.
fn ask_outside(subject: &Subject<'_>, root: &Path, progress: &dyn Progress) -> Diagnostics {
    let mut outside = Outside::of(subject, Answers::load(root));
    let unknown = outside.unknown();
    progress.asks(unknown.len());
    let asked = outside.ask(unknown, root);
    let mut found = outside.report(subject);
    found.extend(asked.err());
    found
}

/// Whether the build before made an output from the very same things: then it can be made.
fn was_made(piece: &Piece<'_>, former: Option<&Manifest>) -> bool {
    let record = former.and_then(|former| former.outputs.get(former.find(&piece.output.path)?));
    record.is_some_and(|record| record.fingerprint.is(&piece.fingerprint))
}

fn subject<'s>(read: &'s Read, plan: &'s plan::Plan, is_whole: bool) -> Subject<'s> {
    let statics = read.statics.iter().map(|(path, file)| (path.as_str(), &**file)).collect();
    let assets: BTreeMap<_, _> = read.assets().collect();
    Subject { site: &read.site, hidden: &read.hidden, plan, assets, statics, is_whole }
}
