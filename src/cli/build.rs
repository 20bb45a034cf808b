//! `slugline build`.

use std::fmt::Write as _;
use std::time::Instant;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::report::Style;
use crate::pipeline::{self, Report};

use super::arguments::BuildArguments;
use super::progress::follow;
use super::{count, print_line, print_problems, print_timings, thread_pool};

pub(super) fn run(arguments: &BuildArguments) -> Result<(), ()> {
    let style = Style { format: arguments.format.into(), all: arguments.verbose, ..Style::default() };
    build_in_pool(arguments, style).map_err(|problems| print_problems(&problems, style))
}

/// Builds with as many threads as asked for, tells what was done, and verifies it.
fn build_in_pool(arguments: &BuildArguments, style: Style) -> Result<(), Diagnostics> {
    let start = Instant::now();
    let options = arguments.target.build_options(arguments.strict, !arguments.no_cache);
    let pool = thread_pool(arguments.jobs)?;
    let built = follow(arguments.quiet, style.format, |progress| pool.install(|| pipeline::build(&options, progress)));
    tell(&built?, arguments, style, start);
    if arguments.verify {
        let files = pool.install(|| pipeline::verify(&options))?;
        if !arguments.quiet {
            print_line(&format!("Verified: a build from nothing makes the same {files} files"));
        }
    }
    Ok(())
}

/// Says what was done.
fn tell(report: &Report, arguments: &BuildArguments, style: Style, start: Instant) {
    if !report.warnings.is_empty() {
        print_problems(&report.warnings, style);
    }
    if arguments.verbose {
        print_timings(&report.timings);
    }
    if arguments.explain {
        explain(report);
    }
    if !arguments.quiet {
        print_line(&closing_line(report, start));
    }
}

/// Says of every output that was made or removed, why.
fn explain(report: &Report) {
    if report.is_first {
        print_line("everything is made anew: there is no cache that can be used");
    }
    for (path, reason) in &report.made {
        print_line(&format!("{path}: {reason}"));
    }
}

/// `Built 12 posts, 34 pages, 56 tags: 110 files written in 0.12 s.`
fn closing_line(report: &Report, start: Instant) -> String {
    let written = report.written;
    let mut line = format!(
        "Built {}, {}, {}: {} written",
        count(report.tally.posts, "post"),
        count(report.tally.pages, "page"),
        count(report.tally.tags, "tag"),
        count(written.written, "file"),
    );
    // Writing to a string cannot fail.
    if written.unchanged > 0 {
        let _ = write!(line, ", {} unchanged", written.unchanged);
    }
    if written.removed > 0 {
        let _ = write!(line, ", {} removed", written.removed);
    }
    let _ = write!(line, " in {:.2} s", start.elapsed().as_secs_f64());
    let left_out = report.tally.left_out;
    let mut parts = Vec::new();
    if left_out.drafts > 0 {
        parts.push(count(left_out.drafts, "draft"));
    }
    if left_out.scheduled > 0 {
        let due = report.next_due.as_deref().unwrap_or_default();
        parts.push(format!("{} scheduled (next due {due})", left_out.scheduled));
    }
    if left_out.expired > 0 {
        parts.push(format!("{} expired", left_out.expired));
    }
    if !parts.is_empty() {
        let _ = write!(line, "; left out: {}", parts.join(", "));
    }
    line
}
