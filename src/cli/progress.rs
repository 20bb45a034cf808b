//! A progress bar, on a terminal, for builds that take longer than a moment.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::{count, print_notice};
use crate::diagnostic::report::Format;
use crate::pipeline::{Progress, Unwatched};

/// Before that, a bar would only flicker.
const MOMENT: Duration = Duration::from_millis(500);

/// The bar of a build.
pub(super) struct Bar {
    format: Format,
    start: Instant,
    drawn: OnceLock<ProgressBar>,
    total: AtomicUsize,
    done: AtomicUsize,
    /// Whether it is pictures that are counted.
    pictures: AtomicBool,
}

/// Runs something behind a bar, unless it is to be quiet.
pub(super) fn follow<R>(quiet: bool, format: Format, run: impl FnOnce(&dyn Progress) -> R) -> R {
    if quiet {
        return run(&Unwatched);
    }
    let bar = Bar::new(format);
    let result = run(&bar);
    bar.clear();
    result
}

impl Bar {
    pub(super) fn new(format: Format) -> Self {
        Self {
            format,
            start: Instant::now(),
            drawn: OnceLock::new(),
            total: AtomicUsize::new(0),
            done: AtomicUsize::new(0),
            pictures: AtomicBool::new(false),
        }
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        if let Some(bar) = self.drawn.get() {
            bar.finish_and_clear();
        }
    }

    fn shown(&self) -> &ProgressBar {
        self.drawn.get_or_init(|| {
            let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {msg}, {eta} left") {
                bar.set_style(style);
            }
            self.label(&bar);
            bar
        })
    }

    /// Says of what there are how many.
    fn label(&self, bar: &ProgressBar) {
        bar.set_message(if self.pictures.load(Ordering::Relaxed) { "pictures" } else { "files" });
        bar.set_length(self.total.load(Ordering::Relaxed) as u64);
    }

    fn count(&self, total: usize, pictures: bool) {
        self.total.store(total, Ordering::Relaxed);
        self.done.store(0, Ordering::Relaxed);
        self.pictures.store(pictures, Ordering::Relaxed);
        if let Some(bar) = self.drawn.get() {
            bar.reset();
            self.label(bar);
        }
    }
}

impl Progress for Bar {
    fn pictures(&self, pictures: usize) {
        self.count(pictures, true);
    }

    fn begin(&self, outputs: usize) {
        self.count(outputs, false);
    }

    fn advance(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        // Drawing takes a lock; every 64th file is often enough. A picture takes a while.
        let is_turn = done.is_multiple_of(64) || self.pictures.load(Ordering::Relaxed);
        if is_turn && self.start.elapsed() > MOMENT {
            self.shown().set_position(done as u64);
        }
    }

    fn asks(&self, links: usize) {
        self.clear();
        if self.format != Format::Json && links > 0 {
            print_notice(&format!("asking other hosts for {}", count(links, "link")));
        }
    }

    fn waits(&self) {
        // Programs that read JSON expect nothing else.
        if self.format != Format::Json {
            print_notice("another build of this site is under way; waiting for it");
        }
    }
}
