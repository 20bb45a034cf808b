//! The thread that builds: at first everything, then what changed, each time that there may be something to do.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::config::{BaseUrl, Config};
use crate::diagnostic::Diagnostics;
use crate::pipeline::{BuildOptions, Edition, Progress, Unbuilt, Unwatched, rebuild};

use super::shown::Shown;
use super::watcher::{MANY, Signal, Watcher};
use super::{Event, Teller};

/// After a file was closed or moved: so long nothing else may happen until it is looked at.
const SETTLED: Duration = Duration::from_millis(5);

/// While a file is being written.
const BEING_WRITTEN: Duration = Duration::from_millis(60);

/// However much happens, it is looked at after that time.
const AT_MOST: Duration = Duration::from_millis(500);

/// After a change, everything is looked at once more: no notice of the system is so sure that none is ever lost.
const SECOND_LOOK: Duration = Duration::from_secs(1);

/// Builds are given up for newer changes for so long; then one is made to the end, for pages that are not open.
const IMPATIENCE: Duration = Duration::from_secs(30);

/// After so long a silence, there is time to leave on disk what is known.
const SILENCE: Duration = Duration::from_secs(5);

/// The clock may be set, and machines sleep.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Builds whenever there is something to do.
pub(super) struct Builder {
    pub(super) options: BuildOptions,
    pub(super) clock: Box<dyn Fn() -> Timestamp + Send>,
    pub(super) shown: Arc<Shown>,
    pub(super) tell: Teller,
    pub(super) watcher: Watcher,
    /// Whether something was built that the next process does not know of.
    pub(super) has_news: bool,
}

/// Why a build begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Occasion {
    /// The first one.
    Start,
    /// Something was changed, or seems to.
    Change,
    /// To make sure that nothing was missed.
    SecondLook,
    /// A post appears or expires.
    Clock,
}

/// How a build ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Built,
    Failed,
    GivenUp,
}

impl Builder {
    /// Goes on until nobody sends signals any more.
    pub(super) fn run(mut self, signals: &Receiver<Signal>, progress: &dyn Progress) {
        let mut edition = None;
        let mut occasion = Occasion::Start;
        let mut given_up_since: Option<Instant> = None;
        // Since the last build that went well, as far as notices tell.
        let mut changed = BTreeSet::new();
        loop {
            changed.extend(self.watcher.changed());
            let (shown, heard) = (self.shown.clone(), self.watcher.heard());
            let watched = Watched {
                shown: &shown,
                progress: if occasion == Occasion::Start { progress } else { &Unwatched },
                begun: heard.load(Ordering::Acquire),
                heard: &heard,
                can_wait: occasion == Occasion::SecondLook,
                changed: if changed.len() < MANY { changed.iter().cloned().collect() } else { Vec::new() },
                can_give_up: occasion != Occasion::Start
                    && given_up_since.is_none_or(|since| since.elapsed() < IMPATIENCE),
            };
            let (next, outcome) = self.build(edition, &watched, occasion);
            edition = next;
            given_up_since = match outcome {
                Outcome::GivenUp => given_up_since.or_else(|| Some(Instant::now())),
                Outcome::Built | Outcome::Failed => None,
            };
            if outcome == Outcome::Built {
                changed.clear();
            }
            match self.wait(signals, &mut edition, occasion) {
                Some(next) => occasion = next,
                None => return,
            }
            self.watcher.renew();
        }
    }

    /// Builds.
    fn build(
        &mut self,
        before: Option<Edition>,
        progress: &dyn Progress,
        occasion: Occasion,
    ) -> (Option<Edition>, Outcome) {
        self.options.now = (self.clock)();
        let start = Instant::now();
        let (built, edition) = rebuild(before, &self.options, progress);
        match built {
            Ok(report) => {
                self.has_news |= report.is_first || !report.made.is_empty();
                let is_news = !report.made.is_empty() || self.shown.problems().is_some();
                if let Some(edition) = &edition {
                    self.shown.published(edition, &report);
                }
                let is_start = occasion == Occasion::Start;
                if is_start || is_news {
                    (self.tell)(Event::Built { report: &report, time: start.elapsed(), is_start });
                }
                (edition, Outcome::Built)
            }
            Err(Unbuilt::Problems(problems)) => {
                self.failed(&problems, occasion);
                (edition, Outcome::Failed)
            }
            Err(Unbuilt::GivenUp) => (edition, Outcome::GivenUp),
        }
    }

    fn failed(&self, problems: &Diagnostics, occasion: Occasion) {
        // A second look that finds the same again has nothing to say.
        if matches!(occasion, Occasion::SecondLook | Occasion::Clock) && !self.shown.would_be_new(problems) {
            return;
        }
        self.shown.failed(problems);
        (self.tell)(Event::Failed { problems, is_shown: self.shown.not_found().is_some() });
    }

    /// Waits for something to do; none if there never will be.
    fn wait(&mut self, signals: &Receiver<Signal>, edition: &mut Option<Edition>, after: Occasion) -> Option<Occasion> {
        let signal = if matches!(after, Occasion::Change | Occasion::Start) {
            match signals.recv_timeout(SECOND_LOOK) {
                Err(RecvTimeoutError::Timeout) => return Some(Occasion::SecondLook),
                signal => signal,
            }
        } else {
            loop {
                // A site that could not be built at its time is not tried again and again until somebody mends it.
                let next = self.until_next_change(edition.as_ref()).filter(|_| self.shown.problems().is_none());
                let pause = next.unwrap_or(LONGEST_WAIT);
                let longest = if self.has_news { SILENCE } else { LONGEST_WAIT };
                match signals.recv_timeout(pause.min(longest)) {
                    Err(RecvTimeoutError::Timeout) => {
                        if next.is_some() && self.until_next_change(edition.as_ref()) == Some(Duration::ZERO) {
                            return Some(Occasion::Clock);
                        }
                        self.keep(edition);
                    }
                    signal => break signal,
                }
            }
        };
        settle(signal.ok()?, signals);
        Some(Occasion::Change)
    }

    /// How long until the clock changes the site; none if it never does.
    fn until_next_change(&self, edition: Option<&Edition>) -> Option<Duration> {
        let left = edition?.next_change()?.duration_since((self.clock)());
        Some(Duration::try_from(left).unwrap_or(Duration::ZERO))
    }

    /// Nothing happens: time to leave what is known for the next process.
    fn keep(&mut self, edition: &mut Option<Edition>) {
        if !std::mem::take(&mut self.has_news) {
            return;
        }
        let kept = edition.as_mut().map(|edition| edition.keep(&self.options));
        if let Some(Err(problem)) = kept {
            (self.tell)(Event::Notice(&problem));
        }
    }
}

/// Waits until a flurry of changes is over.
fn settle(first: Signal, signals: &Receiver<Signal>) {
    let start = Instant::now();
    let mut signal = first;
    loop {
        let pause = match signal {
            Signal::Done => SETTLED,
            Signal::UnderWay => BEING_WRITTEN,
        };
        let left = AT_MOST.saturating_sub(start.elapsed());
        match signals.recv_timeout(pause.min(left)) {
            Ok(next) => signal = next,
            Err(_) => return,
        }
    }
}

/// The path of the site's address, for the line that says where it is; the first build says what is wrong with it.
pub(super) fn base_path(options: &BuildOptions) -> String {
    let mut unsaid = Diagnostics::new();
    let config = Config::load(&options.root, options.base_url.as_deref(), &mut unsaid);
    BaseUrl::path(&config.base_url).to_owned()
}

/// Follows a build, and lets the pages come first that browsers show.
struct Watched<'w> {
    shown: &'w Shown,
    progress: &'w dyn Progress,
    /// How many signals there were when the build began, and how many there are.
    begun: u64,
    heard: &'w AtomicU64,
    /// Whether it is a look that most likely finds nothing: after a failure, no page is made of what fails again.
    can_wait: bool,
    /// What notices were of.
    changed: Vec<String>,
    can_give_up: bool,
}

impl Progress for Watched<'_> {
    fn pictures(&self, pictures: usize) {
        self.progress.pictures(pictures);
    }

    fn begin(&self, outputs: usize) {
        self.progress.begin(outputs);
    }

    fn advance(&self) {
        self.progress.advance();
    }

    fn waits(&self) {
        self.progress.waits();
    }

    fn asks(&self, links: usize) {
        self.progress.asks(links);
    }

    fn urgent(&self) -> Vec<String> {
        if self.can_wait { Vec::new() } else { self.shown.open_pages() }
    }

    fn said_to_have_changed(&self) -> Vec<String> {
        self.changed.clone()
    }

    fn is_given_up(&self) -> bool {
        self.can_give_up && self.heard.load(Ordering::Acquire) != self.begun
    }

    fn made_early(&self, outputs: Vec<(String, Vec<u8>)>) {
        self.shown.made_early(outputs);
    }
}
