//! The whole way: the site is put together anew, and every output looked at. Those whose fingerprints are as they were, and
//! whose files stand, are not made.

use std::collections::BTreeSet;
use std::sync::atomic::Ordering;

use jiff::{Timestamp, Zoned};
use rayon::prelude::*;

use crate::cache::{Cache, Image, Manifest, Pictures, Record, Tally};
use crate::content::highlight::{Highlighter, Session};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::digest::Digest;
use crate::plan::{self, OutputKind, Permalink, Plan, Reason};
use crate::render::{Piece, Renderer};
use crate::site::{Around, Site};
use crate::social_card::Kept;
use crate::source::{self, Stamp};
use crate::template::Views;
use crate::write::{self, Stage, Standing, Written};

use super::inputs::{Changes, Listing};
use super::pictures::{self, Unknown};
use super::read::{self, Parsings, Read};
use super::search;
use super::{Build, Comparison, Edition, Made, Report};

/// RFC 3339, to the second.
const RFC3339: &str = "%Y-%m-%dT%H:%M:%S%:z";

/// What became of all outputs.
struct Outputs {
    records: Vec<Record>,
    reasons: Vec<(String, Reason)>,
    written: Written,
}

impl Build<'_> {
    /// Builds everything that is not as it was.
    pub(super) fn whole(
        &mut self,
        listing: &Listing,
        former: Option<&Edition>,
        comparison: Option<Comparison>,
        mut problems: Diagnostics,
    ) -> Result<(Report, Option<Edition>), Diagnostics> {
        let options = self.options;
        let comparison = comparison.unwrap_or_else(|| Comparison::with_nothing(listing, self.moment));
        let parsings = former.map(|former| self.parsings(former, &comparison.changes)).unwrap_or_default();
        let mut read = read::all(options, listing, &comparison.inputs, parsings, &mut self.clock, &mut problems);
        if self.is_given_up() {
            return Err(Diagnostics::new());
        }
        let (pictures, pictures_used) = self.pictures(&mut read, &mut problems)?;
        if self.is_given_up() {
            return Err(Diagnostics::new());
        }
        self.clock.lap("pictures");
        let former_terms = former.and_then(|former| search::terms_before(self.cache.as_ref(), former.made.as_ref()));
        let has_new_terms = search::complete(&mut read.site, former_terms.as_ref());
        self.clock.lap("search");
        let plan = plan::plan(&read.site, &read.templates, &read.statics, &mut problems);
        let permalinks = permalinks(former.map(|former| &former.manifest), &read, &plan, &mut problems);
        self.clock.lap("plan");
        let made = former.and_then(|former| former.made.as_ref());
        let highlighter = made.map_or_else(|| self.highlighter(), |made| made.highlighter.clone());
        if options.strict {
            problems = problems.strict();
        }
        if problems.has_errors() {
            problems.append(rehearse(&read, &plan, &highlighter));
            return Err(problems);
        }
        let views = Views::new(&read.site, &highlighter).for_all_pages();
        let cards = self.cache.as_ref().map(|cache| cache.cards().sharing(self.shared()));
        let kept = cards.as_ref().map(|cards| cards as &dyn Kept);
        let renderer = Renderer::new(&read.site, &plan, &read.templates, &views).keeping(kept);
        let before = former.map(|former| &former.manifest);
        self.urgent(&plan, &renderer, before);
        let outputs = match self.outputs(&plan, &renderer, before, &comparison.standing) {
            Ok(outputs) => outputs,
            Err(failed) => {
                problems.append(failed);
                return Err(problems);
            }
        };
        self.clock.lap("render and write");
        let reads_now = renderer.reads_now();
        drop(views);
        problems.sort();
        let mut inputs = comparison.inputs;
        read.complete(&mut inputs);
        let Around { since, next } = read.around.clone();
        let mut edition = Edition {
            manifest: Manifest {
                wanted: options.wanted(),
                reading: read.reading.clone(),
                stylesheets: read.templates.assets().known().clone(),
                now: options.now,
                reads_now,
                since,
                next_change: next.as_ref().map(|next| in_zone(next.at, &read.site).strftime(RFC3339).to_string()),
                next,
                inputs,
                warnings: problems.clone(),
                permalinks,
                tally: tally(&read.site, &plan),
                next_due: next_due(&read.site),
                list: write::list_stamp(&source::real_path(&options.out)).unwrap_or_default(),
                image: Digest::default(),
                outputs: outputs.records,
            },
            token: None,
            has_old_image: true,
            made: None,
        };
        // A writer may put back in a moment what is gone now; the next process that ends looks through them.
        if !self.stays {
            pictures::prune(&options.root, &read, &pictures, &pictures_used);
        }
        self.save_code(&highlighter);
        self.settle_cards(cards.as_ref(), &plan);
        if !self.stays {
            edition.manifest.image = self.save_image(&read);
            if has_new_terms {
                self.save_terms(&read.site);
            }
        }
        self.leave(&mut edition);
        let mut report = super::report(&edition.manifest, outputs.written, problems, outputs.reasons);
        report.is_first = former.is_none();
        if self.stays {
            let Read { site, hidden, templates, .. } = read;
            templates.forget_cards();
            edition.made = Some(Made { site, hidden, templates, plan, highlighter });
        }
        Ok((report, Some(edition)))
    }

    /// Puts the variants of all pictures into the site; gives where they are kept, and the keys of those that are shown.
    fn pictures(
        &mut self,
        read: &mut Read,
        problems: &mut Diagnostics,
    ) -> Result<(Pictures, BTreeSet<Digest>), Diagnostics> {
        let (root, progress, shared) = (&self.options.root, self.progress, self.shared());
        let mut complete =
            |store: &Pictures| pictures::complete(root, &mut read.site, store, Unknown::Make, progress, problems);
        // A cache that cannot be written is no reason to fail.
        if let Some(store) = self.cache.as_ref().and_then(|_| Pictures::open(root).ok()) {
            let store = store.sharing(shared);
            match complete(&store) {
                Ok(used) => return Ok((store, used)),
                Err(problem) => self.notices.push(problem),
            }
        }
        let store = Pictures::passing()?;
        let used = complete(&store)?;
        Ok((store, used))
    }

    /// What need not be parsed again.
    fn parsings(&self, former: &Edition, changes: &Changes) -> Parsings {
        let manifest = &former.manifest;
        if let Some(made) = &former.made {
            let modified = changes.modified.iter().cloned().collect();
            return Parsings::in_memory(&made.site, &made.hidden, manifest, modified);
        }
        let image = self.cache.as_ref().and_then(|cache| cache.image(manifest));
        image.map(|image| Parsings::of(&image.site, &image.hidden, manifest)).unwrap_or_default()
    }

    /// Makes what has to be made, and publishes it.
    fn outputs(
        &self,
        plan: &Plan,
        renderer: &Renderer<'_>,
        former: Option<&Manifest>,
        standing: &[Standing],
    ) -> Result<Outputs, Diagnostics> {
        let options = self.options;
        let stage = Stage::open(&options.out, &options.root, &options.sources())?;
        let before = Before { former, standing, stage: &stage };
        self.progress.begin(plan.outputs.len());
        let made = renderer.all(
            || self.is_given_up(),
            |piece, highlighting| {
                self.progress.advance();
                before.output(piece, highlighting)
            },
        );
        if self.is_given_up() {
            stage.abandon();
            return Err(Diagnostics::new());
        }
        let made = made?;
        let mut records = Vec::with_capacity(made.len());
        let mut reasons = Vec::new();
        for (record, reason) in made {
            if let Some(reason) = reason.filter(|_| former.is_some()) {
                reasons.push((record.path.clone(), reason));
            }
            records.push(record);
        }
        let paths: BTreeSet<String> = plan.outputs.iter().map(|output| output.path.clone()).collect();
        let mut written = Written { unchanged: paths.len(), ..Written::default() };
        if stage.has_work(&paths) {
            // From then on, what the manifest says of the output folder is not true any more.
            let published = stage.publish(&paths, || self.cache.as_ref().map_or(Ok(()), Cache::forget))?;
            written = published.written;
            reasons.extend(published.removed.into_iter().map(|path| (path, Reason::Removed)));
            reasons.sort_by(|(a, _), (b, _)| a.cmp(b));
            restamp(&mut records, &published.moved, &source::real_path(&options.out));
        }
        Ok(Outputs { records, reasons, written })
    }

    /// Whether the build is to end, since nobody wants any more what it builds.
    pub(super) fn is_given_up(&self) -> bool {
        if self.progress.is_given_up() {
            self.given_up.store(true, Ordering::Relaxed);
        }
        self.given_up.load(Ordering::Relaxed)
    }

    /// Makes what somebody waits for, if it is not as it was. What fails there is reported when all are made.
    pub(super) fn urgent(&mut self, plan: &Plan, renderer: &Renderer<'_>, former: Option<&Manifest>) {
        let urgent: BTreeSet<String> = self.progress.urgent().into_iter().collect();
        let outputs = urgent.iter().filter_map(|path| {
            let place = plan.outputs.binary_search_by(|output| output.path.as_str().cmp(path)).ok()?;
            plan.outputs.get(place)
        });
        let outputs: Vec<_> = outputs.collect();
        let made = outputs.into_par_iter().filter_map(|output| {
            let piece = renderer.piece(output).ok()?;
            let record = former.and_then(|former| former.outputs.get(former.find(&output.path)?));
            if piece.copied().is_some() || record.is_some_and(|record| record.fingerprint.is(&piece.fingerprint)) {
                return None;
            }
            Some((output.path.clone(), piece.bytes(&renderer.highlighting()).ok()?))
        });
        self.progress.made_early(made.collect());
        if !urgent.is_empty() {
            self.clock.lap("open pages");
        }
    }

    /// Keeps the site for the next process; gives what the manifest knows it by.
    fn save_image(&mut self, read: &Read) -> Digest {
        let Some(cache) = &self.cache else { return Digest::default() };
        cache.save_image(&Image::to_sections(&read.site, &read.hidden)).unwrap_or_else(|problem| {
            self.notices.push(problem);
            Digest::default()
        })
    }
}

impl Comparison {
    /// The files as they are, with no build before.
    fn with_nothing(listing: &Listing, moment: i64) -> Self {
        let (inputs, changes) = listing.compare(&[], moment);
        Self { inputs, changes, standing: Vec::new() }
    }
}

/// What an output is compared with.
pub(super) struct Before<'b> {
    pub(super) former: Option<&'b Manifest>,
    pub(super) standing: &'b [Standing],
    pub(super) stage: &'b Stage,
}

impl Before<'_> {
    /// Makes an output, unless it is as it was; gives its record, and why it was made.
    pub(super) fn output(
        &self,
        mut piece: Piece<'_>,
        highlighting: &Session<'_>,
    ) -> Result<(Record, Option<Reason>), Box<Diagnostic>> {
        let path = &piece.output.path;
        let place = self.former.and_then(|former| former.find(path));
        let record = place.and_then(|place| self.former?.outputs.get(place));
        let standing = place.and_then(|place| self.standing.get(place));
        let (reason, stands) = match (record, standing) {
            (Some(record), Some(Standing::Whole(stamp))) => {
                if record.fingerprint.is(&piece.fingerprint) {
                    return Ok((Record { stamp: *stamp, ..record.clone() }, None));
                }
                (Reason::Changed(piece.fingerprint.difference(&record.fingerprint)), Some((record.digest, *stamp)))
            }
            (Some(_), Some(Standing::Altered)) => (Reason::Altered, None),
            (Some(_), _) => (Reason::Missing, None),
            (None, _) => (Reason::New, None),
        };
        let path = path.clone();
        let fingerprint = std::mem::take(&mut piece.fingerprint);
        let (digest, stamp) = self.put(&path, piece, stands, highlighting)?;
        Ok((Record { path, fingerprint, digest, stamp }, Some(reason)))
    }

    /// Stages the bytes of an output, unless they stand in their place: `stands` is what is known to.
    fn put(
        &self,
        path: &str,
        piece: Piece<'_>,
        stands: Option<(Digest, Stamp)>,
        highlighting: &Session<'_>,
    ) -> Result<(Digest, Stamp), Box<Diagnostic>> {
        let present = |digest: Digest, length: Option<usize>| match stands {
            Some((standing, stamp)) => (standing == digest).then_some(stamp),
            None => self.stage.standing(path, length, digest),
        };
        if let Some(file) = piece.copied() {
            let digest = file.digest()?;
            let stamp = match present(digest, None) {
                Some(stamp) => stamp,
                None => self.stage.copy(path, file)?,
            };
            return Ok((digest, stamp));
        }
        let bytes = piece.bytes(highlighting)?;
        let digest = Digest::of(&bytes);
        let stamp = match present(digest, Some(bytes.len())) {
            Some(stamp) => stamp,
            None => self.stage.put(path, &bytes)?,
        };
        Ok((digest, stamp))
    }
}

/// Moving a file changes its stamp.
fn restamp(records: &mut [Record], moved: &[String], out: &std::path::Path) {
    let moved: BTreeSet<&str> = moved.iter().map(String::as_str).collect();
    records.par_iter_mut().filter(|record| moved.contains(record.path.as_str())).for_each(|record| {
        record.stamp = Stamp::at(&out.join(&record.path)).unwrap_or_default();
    });
}

/// The permalinks from this build on. Those that are lost are reported, unless a page may be missing for another reason.
pub(super) fn permalinks(
    manifest: Option<&Manifest>,
    read: &Read,
    plan: &Plan,
    problems: &mut Diagnostics,
) -> Vec<Permalink> {
    if problems.has_errors() {
        return Vec::new();
    }
    let before = plan::Former {
        permalinks: manifest.map_or(&[], |manifest| &manifest.permalinks),
        digest: &|path| manifest?.digest(path),
    };
    plan::permalinks(&before, &read.site, &read.hidden, plan, problems)
}

/// Finds what is wrong with templates even though nothing will be published.
pub(super) fn rehearse(read: &Read, plan: &Plan, highlighter: &Highlighter) -> Diagnostics {
    if !read.templates.fit_together() {
        return Diagnostics::new();
    }
    let views = Views::new(&read.site, highlighter);
    Renderer::new(&read.site, plan, &read.templates, &views).rehearse()
}

pub(super) fn tally(site: &Site, plan: &Plan) -> Tally {
    Tally {
        posts: site.posts.len(),
        pages: plan.outputs.iter().filter(|output| OutputKind::is_page(&output.kind)).count(),
        tags: site.tags.all.len(),
        left_out: site.left_out,
    }
}

fn next_due(site: &Site) -> Option<String> {
    site.left_out.next_due.map(|due| in_zone(due, site).strftime("%Y-%m-%d %H:%M %Z").to_string())
}

fn in_zone(instant: Timestamp, site: &Site) -> Zoned {
    instant.to_zoned(site.config.timezone.clone())
}
