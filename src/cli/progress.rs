//! A progress bar, on a terminal, for builds that take longer than a moment.

use std::sync::OnceLock;
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
    total: OnceLock<usize>,
    done: std::sync::atomic::AtomicUsize,
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
            total: OnceLock::new(),
            done: std::sync::atomic::AtomicUsize::new(0),
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
            let total = self.total.get().copied().unwrap_or(0) as u64;
            let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
            if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} files, {eta} left") {
                bar.set_style(style);
            }
            bar
        })
    }
}

impl Progress for Bar {
    fn begin(&self, outputs: usize) {
        let _ = self.total.set(outputs);
    }

    fn advance(&self) {
        let done = self.done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        // Drawing takes a lock; every 64th file is often enough.
        if done.is_multiple_of(64) && self.start.elapsed() > MOMENT {
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
