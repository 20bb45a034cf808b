//! The one way from sources to a published site: load, parse, index, plan, render, write. What an earlier build made of the
//! same things is not made again.
//!
//! There are four lengths of way, each giving the same bytes as the longest:
//!
//! - nothing changed: the files are looked at, no more ([`build`]);
//! - only running text changed: its pages are made, within the site as it was (`touch`);
//! - titles or templates changed, in a process that stays: every output is looked at, within the site as it was (`same_plan`);
//! - anything else: the site is put together again, and those outputs made whose fingerprints changed (`whole`).

mod check;
mod early;
mod inputs;
mod pictures;
mod read;
mod same_plan;
mod search;
mod touch;
mod verify;
mod whole;
mod within;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::cache::{Cache, Cards, Image, Input, Lock, Manifest, Record, Shared, Tally, Token, Waiting, unused};
use crate::config::Config;
use crate::content::highlight::Highlighter;
use crate::content::post::Content;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::digest::{Digest, Parts};
use crate::plan::{OutputKind, Plan, Reason, Redirect};
use crate::site::{Site, Visibility};
use crate::source::{self, Source, SourceFile};
use crate::template::Templates;
use crate::write::{self, Standing, Written};

use inputs::{Changes, Listing};

pub use check::{CheckOptions, Checked, Fixed, check, check_tags};
pub use inputs::{CONFIGURATION, SOURCES, STATIC};
pub use read::{Statics, read, sources};
pub use verify::verify;

/// What is to be built, and how.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// The folder with `site.yaml`.
    pub root: PathBuf,
    /// Where the site goes.
    pub out: PathBuf,
    /// In place of the configured address.
    pub base_url: Option<String>,
    /// What is shown beside what is published.
    pub visibility: Visibility,
    /// The build's instant.
    pub now: Timestamp,
    /// Take warnings as errors.
    pub strict: bool,
    /// Whether to use what the build before left in `.slugline/`, and to leave something there for the next.
    pub cache: bool,
    /// Whether it is for the writer alone: names of static files do not tell their contents then, so that a change of a style
    /// sheet changes no page.
    pub is_preview: bool,
}

impl BuildOptions {
    fn wanted(&self) -> Digest {
        wanted(self.base_url.as_deref(), self.visibility, self.is_preview)
    }

    /// Folders that hold sources.
    fn sources(&self) -> [PathBuf; 4] {
        SOURCES.map(|folder| self.root.join(folder))
    }
}

/// The digest of what is asked for, as far as it is not in the site's files: by it, builds are known to be of one kind.
#[must_use]
pub fn wanted(base_url: Option<&str>, visibility: Visibility, is_preview: bool) -> Digest {
    let mut parts = Parts::new();
    parts.text(base_url.unwrap_or_default());
    parts.mark(u8::from(visibility.drafts)).mark(u8::from(visibility.future)).mark(u8::from(is_preview));
    parts.finish()
}

/// Follows a build.
pub trait Progress: Sync {
    /// Variants of so many pictures are going to be made.
    fn pictures(&self, pictures: usize);
    /// So many outputs are going to be looked at.
    fn begin(&self, outputs: usize);
    /// One of them was.
    fn advance(&self);
    /// Another build of this site is under way, and this one waits for it.
    fn waits(&self);
    /// So many links are going to be asked for.
    fn asks(&self, links: usize);
    /// Outputs that somebody waits for, by path. They are made before all others.
    fn urgent(&self) -> Vec<String> {
        Vec::new()
    }
    /// Those of them that are not as they were are made: path and bytes. They are published with all others, unless one
    /// fails.
    fn made_early(&self, _outputs: Vec<(String, Vec<u8>)>) {}
    /// Files of the site that are said to have changed since the build before, by path from its root. They are looked at
    /// first; what is built does not depend on it.
    fn said_to_have_changed(&self) -> Vec<String> {
        Vec::new()
    }
    /// Whether nobody wants any more what is being built. The build then ends, and publishes nothing.
    fn is_given_up(&self) -> bool {
        false
    }
}

/// Nobody watches.
#[derive(Debug, Clone, Copy)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn pictures(&self, _: usize) {}
    fn begin(&self, _: usize) {}
    fn advance(&self) {}
    fn waits(&self) {}
    fn asks(&self, _: usize) {}
}

struct Waiter<'p>(&'p dyn Progress);

impl Waiting for Waiter<'_> {
    fn waits(&self) {
        self.0.waits();
    }
}

/// What a build made.
#[derive(Debug)]
pub struct Report {
    /// How much there is.
    pub tally: Tally,
    /// What happened in the output folder.
    pub written: Written,
    /// When the next scheduled post is due, in the site's zone.
    pub next_due: Option<String>,
    /// What to warn of.
    pub warnings: Diagnostics,
    /// The outputs that were made or removed, by path, and why.
    pub made: Vec<(String, Reason)>,
    /// Whether there was an earlier build to compare with.
    pub is_first: bool,
    /// How long each stage took, in order.
    pub timings: Vec<(&'static str, Duration)>,
}

/// What a build leaves for the next one of the same site: on disk, and in the memory of a process that stays.
#[derive(Debug)]
pub struct Edition {
    manifest: Manifest,
    /// What is seen of it on disk: if that is another now, somebody else built.
    token: Option<Token>,
    /// Whether the image of the site on disk is not of this edition.
    has_old_image: bool,
    made: Option<Made>,
}

impl Edition {
    /// Every output with the digest of its bytes, by path.
    pub fn outputs(&self) -> impl Iterator<Item = (&str, Digest)> {
        self.manifest.outputs.iter().map(|record| (record.path.as_str(), record.digest))
    }

    /// Digest of an output's bytes; none if there is no such output.
    #[must_use]
    pub fn digest(&self, path: &str) -> Option<Digest> {
        self.manifest.outputs.get(self.manifest.find(path)?).map(|record| record.digest)
    }

    /// What stands in the site's memory: the configuration that it was made by.
    #[must_use]
    pub fn config(&self) -> Option<&Config> {
        self.made.as_ref().map(|made| &made.site.config)
    }

    /// Every path that leads on.
    pub fn redirects(&self) -> impl Iterator<Item = &Redirect> {
        self.made.iter().flat_map(|made| made.plan.redirects())
    }

    /// When the clock changes the site next, if nothing else does.
    #[must_use]
    pub fn next_change(&self) -> Option<Timestamp> {
        self.manifest.next.as_ref().map(|next| next.at)
    }

    /// Keeps on disk what [`rebuild`] left in memory alone, for the next process. Until then, that finds an output folder of
    /// which it knows nothing, and builds everything.
    ///
    /// # Errors
    /// If the cache cannot be written.
    pub fn keep(&mut self, options: &BuildOptions) -> Result<(), Diagnostic> {
        let _lock = Lock::hold(&options.root, &Waiter(&Unwatched))?;
        let Some(cache) = open_cache(options)? else { return Ok(()) };
        if cache.is_still(self.token) {
            if let Some(made) = self.made.as_ref().filter(|_| self.has_old_image) {
                self.manifest.image = cache.save_image(&Image::to_sections(&made.site, &made.hidden))?;
                if let Some(terms) = made.site.search.as_ref().and_then(|index| index.terms()) {
                    cache.save_terms(terms)?;
                }
                self.has_old_image = false;
            }
            cache.save(&self.manifest)?;
            self.token = Some(cache.token());
        }
        Ok(())
    }
}

/// A site in memory, with all its texts.
#[derive(Debug)]
struct Made {
    site: Site,
    /// Posts and pages that are left out.
    hidden: Vec<Content>,
    templates: Templates,
    plan: Plan,
    highlighter: Arc<Highlighter>,
}

/// Builds a site.
///
/// # Errors
/// Everything that is wrong with it, sorted by place. Nothing is published then.
pub fn build(options: &BuildOptions, progress: &dyn Progress) -> Result<Report, Diagnostics> {
    Build::start(options, progress, false).run(None).0
}

/// Why a site was not built.
#[derive(Debug)]
pub enum Unbuilt {
    /// Everything that is wrong with it, sorted by place.
    Problems(Diagnostics),
    /// Nobody wanted it any more.
    GivenUp,
}

/// Builds a site in a process that stays, such as a server. It keeps the site in memory, so that the next build has less to
/// do, and takes the output folder for what it itself made of it. After a failure, the edition is what it was before. When
/// there is time, [`Edition::keep`] is to be called.
pub fn rebuild(
    previous: Option<Edition>,
    options: &BuildOptions,
    progress: &dyn Progress,
) -> (Result<Report, Unbuilt>, Option<Edition>) {
    let this = Build::start(options, progress, true);
    let given_up = this.given_up.clone();
    let (built, edition) = this.run(previous);
    let unbuilt =
        |problems| if given_up.load(Ordering::Relaxed) { Unbuilt::GivenUp } else { Unbuilt::Problems(problems) };
    (built.map_err(unbuilt), edition)
}

/// A build under way.
struct Build<'b> {
    options: &'b BuildOptions,
    progress: &'b dyn Progress,
    /// Whether the process stays, and the site in its memory.
    stays: bool,
    clock: Clock,
    /// What is wrong with the cache; the site has nothing to do with it.
    notices: Diagnostics,
    cache: Option<Cache>,
    /// Where other machines keep what they made; it is looked for when it may be needed.
    shared: OnceLock<Option<Arc<Shared>>>,
    /// Why it cannot be used.
    unshared: Mutex<Option<Diagnostic>>,
    /// When the files of the site were looked at, by the file system's clock.
    moment: i64,
    /// Whether it ended because nobody wanted it any more.
    given_up: Arc<AtomicBool>,
    _lock: Option<Lock>,
}

/// The build before, compared with what there is now.
struct Comparison {
    /// The files as they are now.
    inputs: Vec<Input>,
    changes: Changes,
    /// How each output of the build before stands in the output folder.
    standing: Vec<Standing>,
}

impl<'b> Build<'b> {
    fn start(options: &'b BuildOptions, progress: &'b dyn Progress, stays: bool) -> Self {
        let clock = Clock::start();
        let mut notices = Diagnostics::new();
        let lock = Lock::hold(&options.root, &Waiter(progress)).map_err(|problem| notices.push(problem)).ok();
        // The moment comes before the files are looked at: whatever is changed later has a later stamp. It is written down
        // to be told; a cache in which nothing can be written is none.
        let opened = open_cache(options).and_then(|cache| match cache {
            Some(cache) => cache.clock().map(|moment| (Some(cache), moment)),
            None => Ok((None, 0)),
        });
        let (cache, moment) = opened.unwrap_or_else(|problem| {
            notices.push(problem);
            (None, 0)
        });
        let (shared, given_up) = (OnceLock::new(), Arc::default());
        Self {
            options,
            progress,
            stays,
            clock,
            notices,
            cache,
            shared,
            unshared: Mutex::default(),
            moment,
            given_up,
            _lock: lock,
        }
    }

    fn run(mut self, previous: Option<Edition>) -> (Result<Report, Diagnostics>, Option<Edition>) {
        let mut edition = self.former(previous);
        if let Some(edition) = &mut edition {
            early::look(&mut self, edition);
        }
        match self.shortest(edition.as_mut()) {
            Ok((mut report, next)) => {
                self.share(&report);
                report.warnings.append(self.notices);
                report.timings = self.clock.laps;
                (Ok(report), next.or(edition))
            }
            Err(mut problems) => {
                problems.sort();
                (Err(problems), edition)
            }
        }
    }

    /// The edition to go on from: that in memory, unless another process built since; else that on disk.
    fn former(&mut self, previous: Option<Edition>) -> Option<Edition> {
        let cache = self.cache.as_ref()?;
        if let Some(edition) = previous.filter(|edition| cache.is_still(edition.token)) {
            return Some(edition);
        }
        let manifest = cache.manifest().or_else(|| {
            // What another machine left is as good as what this one did: all is compared.
            cache.restore(self.shared()?.as_ref(), self.options.wanted()).then(|| cache.manifest()).flatten()
        });
        let edition = Edition { manifest: manifest?, token: Some(cache.token()), has_old_image: false, made: None };
        self.clock.lap("remember");
        Some(edition)
    }

    /// Goes the shortest way that there is. Gives the new edition, unless it is the former one still.
    fn shortest(&mut self, edition: Option<&mut Edition>) -> Result<(Report, Option<Edition>), Diagnostics> {
        let mut problems = Diagnostics::new();
        let listing = Listing::of(&self.options.root, &mut problems);
        self.clock.lap("load");
        let Some(edition) = edition else {
            return self.whole(&listing, None, None, problems);
        };
        let comparison = self.compare(&listing, edition);
        self.clock.lap("compare");
        if problems.is_empty() && self.can_be_short(edition, &comparison) {
            if comparison.changes.none() {
                write::clear(&self.options.out)?;
                return self.nothing(edition, comparison).map(|report| (report, None));
            }
            if let Some(touched) = touch::few_sources(self, &listing, edition, &comparison) {
                return touched.map(|report| (report, None));
            }
            if let Some(built) = same_plan::build(self, &listing, edition, &comparison) {
                return built.map(|report| (report, None));
            }
        }
        self.whole(&listing, Some(edition), Some(comparison), problems)
    }

    fn compare(&self, listing: &Listing, edition: &Edition) -> Comparison {
        let manifest = &edition.manifest;
        let (inputs, changes) = listing.compare(&manifest.inputs, self.moment);
        let kept = edition.token.map_or(0, Token::saved_at);
        let out = source::real_path(&self.options.out);
        // What this very process made is still there, unless the whole folder is another.
        let is_own = edition.made.is_some() && write::list_stamp(&out) == Some(manifest.list);
        let look = |record: &Record| {
            if is_own {
                return Standing::Whole(record.stamp);
            }
            write::standing(&out.join(&record.path), record.stamp, record.digest, kept)
        };
        let standing = manifest.outputs.par_iter().map(look).collect();
        Comparison { inputs, changes, standing }
    }

    /// Whether the site is but for its files the same as it was, and the output folder holds all of it.
    fn can_be_short(&self, edition: &Edition, comparison: &Comparison) -> bool {
        let manifest = &edition.manifest;
        manifest.wanted == self.options.wanted()
            && manifest.holds_at(self.options.now)
            && (edition.made.is_some() || !self.stays)
            && comparison.standing.iter().all(|standing| matches!(standing, Standing::Whole(_)))
            && write::list_stamp(&source::real_path(&self.options.out)) == Some(manifest.list)
    }

    /// Nothing changed. What the build before had to say is said again.
    fn nothing(&mut self, edition: &mut Edition, comparison: Comparison) -> Result<Report, Diagnostics> {
        let warnings = self.remembered_warnings(&edition.manifest)?;
        let manifest = &mut edition.manifest;
        let mut is_fresh = manifest.inputs == comparison.inputs;
        manifest.inputs = comparison.inputs;
        for (record, standing) in manifest.outputs.iter_mut().zip(comparison.standing) {
            if let Standing::Whole(stamp) = standing
                && stamp != record.stamp
            {
                record.stamp = stamp;
                is_fresh = false;
            }
        }
        // A process that stays keeps it with the next thing that it made.
        if !is_fresh && !self.stays {
            self.save(edition);
        }
        let unchanged = edition.manifest.outputs.len();
        Ok(report(&edition.manifest, Written { unchanged, ..Written::default() }, warnings, Vec::new()))
    }

    /// The warnings of the build before; errors, if the run is strict.
    fn remembered_warnings(&self, manifest: &Manifest) -> Result<Diagnostics, Diagnostics> {
        let mut warnings = manifest.warnings.clone();
        let mut read: HashMap<String, Source> = HashMap::new();
        warnings.find_sources(|source| {
            // One in memory is still what was warned of; the cache keeps no texts.
            if !source.text.is_empty() {
                return source.clone();
            }
            let path = &source.path;
            let again = || source::read(&self.options.root.join(path), path);
            let source = read.entry(path.clone());
            source.or_insert_with(|| again().unwrap_or_else(|_| SourceFile::new(path.clone(), ""))).clone()
        });
        if self.options.strict { warnings.strict().into_result() } else { Ok(warnings) }
    }

    /// Where other machines keep what they made.
    fn shared(&self) -> Option<Arc<Shared>> {
        // A process that stays has what it needs, and nobody is to wait for it.
        self.cache.as_ref().filter(|_| !self.stays)?;
        let open = || {
            let place = Config::shared_cache_at(&self.options.root)?;
            match Shared::open(&place) {
                Ok(shared) => Some(Arc::new(shared)),
                Err(problem) => {
                    *self.unshared.lock().unwrap_or_else(PoisonError::into_inner) = Some(unused(&problem));
                    None
                }
            }
        };
        self.shared.get_or_init(open).clone()
    }

    /// Leaves for other machines what was made, and waits until it is there.
    fn share(&mut self, report: &Report) {
        let is_new = report.written.written + report.written.removed > 0;
        let shared = if is_new { self.shared() } else { self.shared.get().cloned().flatten() };
        if let Some((cache, shared)) = self.cache.as_ref().zip(shared.as_ref()) {
            if is_new {
                cache.share(shared, self.options.wanted());
            }
            if let Some(problem) = shared.finish() {
                self.notices.push(problem);
            }
            self.clock.lap("share");
        }
        if let Some(problem) = self.unshared.lock().unwrap_or_else(PoisonError::into_inner).take() {
            self.notices.push(problem);
        }
    }

    /// A highlighter that knows what earlier builds made.
    fn highlighter(&self) -> Arc<Highlighter> {
        let highlighter = match self.cache.clone() {
            Some(cache) => Highlighter::remembering(move || cache.code()),
            None => Highlighter::new(),
        };
        Arc::new(highlighter)
    }

    /// Keeps the code that was highlighted, if there is new one.
    fn save_code(&mut self, highlighter: &Highlighter) {
        let Some(cache) = &self.cache else { return };
        if let Some(problem) = highlighter.to_remember().and_then(|all| cache.save_code(&all).err()) {
            self.notices.push(problem);
        }
    }

    /// Notes which social cards are shown from now on, if there are any.
    fn settle_cards(&mut self, cards: Option<&Cards>, plan: &Plan) {
        let Some(cards) = cards else { return };
        let paths = plan.outputs.iter().filter(|output| matches!(output.kind, OutputKind::SocialCard(_)));
        if let Err(problem) = cards.settle(paths.map(|output| output.path.as_str())) {
            self.notices.push(problem);
        }
    }

    /// Keeps the terms of search for the next process.
    fn save_terms(&mut self, site: &Site) {
        let terms = site.search.as_ref().and_then(|index| index.terms());
        if let Some(problem) = self.cache.as_ref().zip(terms).and_then(|(cache, terms)| cache.save_terms(terms).err()) {
            self.notices.push(problem);
        }
    }

    /// Leaves an edition for the next build: in memory if the process stays, which keeps it on disk when there is time.
    fn leave(&mut self, edition: &mut Edition) {
        if self.stays {
            edition.token = self.cache.as_ref().and_then(|cache| cache.hold().ok().map(|()| cache.token()));
        } else {
            self.save(edition);
        }
    }

    /// Keeps the manifest of an edition. A cache that cannot be written is no reason to fail.
    fn save(&mut self, edition: &mut Edition) {
        let Some(cache) = &self.cache else { return };
        if let Err(problem) = cache.save(&edition.manifest) {
            self.notices.push(problem);
        }
        edition.token = Some(cache.token());
        self.clock.lap("save");
    }
}

fn report(manifest: &Manifest, written: Written, warnings: Diagnostics, made: Vec<(String, Reason)>) -> Report {
    Report {
        tally: manifest.tally,
        written,
        next_due: manifest.next_due.clone(),
        warnings,
        made,
        is_first: false,
        timings: Vec::new(),
    }
}

/// Opens the cache. Where none is wanted, what there is for this output folder is removed.
fn open_cache(options: &BuildOptions) -> Result<Option<Cache>, Diagnostic> {
    if write::refuse_sources(&options.out, &options.root, &options.sources()).is_err() {
        // The build is going to say so; until then it leaves no trace.
        return Ok(None);
    }
    if options.cache {
        return Cache::open(&options.root, &options.out).map(Some);
    }
    Cache::remove(&options.root, &options.out).map(|()| None)
}

/// How long the stages take.
struct Clock {
    last: std::time::Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn start() -> Self {
        Self { last: std::time::Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, stage: &'static str) {
        let now = std::time::Instant::now();
        self.laps.push((stage, now - self.last));
        self.last = now;
    }
}
