//! `slugline check`.

use std::time::Instant;

use crate::config::Config;
use crate::diagnostic::report::Style;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pipeline::{self, BuildOptions, CheckOptions, Checked, Progress, Unwatched};
use crate::site::Visibility;

use super::arguments::{CheckArguments, now_or};
use super::progress::Bar;
use super::{count, print_line, print_problems, print_timings};

pub(super) fn run(arguments: &CheckArguments) -> Result<(), ()> {
    let style = Style { format: arguments.format.into(), all: arguments.verbose, ..Style::default() };
    let start = Instant::now();
    let checked = check_in_pool(arguments, style).map_err(|problems| print_problems(&problems, style))?;
    if !checked.problems.is_empty() {
        print_problems(&checked.problems, style);
    }
    if arguments.verbose {
        print_timings(&checked.timings);
    }
    if arguments.fix && !arguments.quiet {
        let (places, files) = (count(checked.fixed.places, "problem"), count(checked.fixed.files, "file"));
        print_line(&format!("Fixed {places} in {files}"));
    }
    if checked.problems.has_errors() {
        return Err(());
    }
    if !arguments.quiet {
        print_line(&closing_line(&checked, start));
    }
    Ok(())
}

/// Checks with as many threads as asked for.
fn check_in_pool(arguments: &CheckArguments, style: Style) -> Result<Checked, Diagnostics> {
    let build = BuildOptions {
        root: arguments.root.clone(),
        out: arguments.out.clone().unwrap_or_else(|| arguments.root.join("public")),
        base_url: arguments.base_url.clone(),
        visibility: Visibility { drafts: arguments.drafts, future: arguments.future },
        now: now_or(arguments.now.as_ref(), || Config::timezone_at(&arguments.root)),
        strict: arguments.strict,
        cache: true,
    };
    let options = CheckOptions { build, fix: arguments.fix, external: arguments.external };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(arguments.jobs.map_or(0, usize::from))
        .build()
        .map_err(|error| Diagnostic::error(format!("cannot start threads: {error}")))?;
    let bar = (!arguments.quiet).then(|| Bar::new(style.format));
    let progress: &dyn Progress = match &bar {
        Some(bar) => bar,
        None => &Unwatched,
    };
    let checked = pool.install(|| pipeline::check(&options, progress));
    if let Some(bar) = &bar {
        bar.clear();
    }
    Ok(checked)
}

/// `Checked 12 posts, 34 pages, 56 tags: nothing to mend in 0.12 s.`
fn closing_line(checked: &Checked, start: Instant) -> String {
    let found = match checked.problems.counts() {
        (0, 0) => "nothing to mend".to_owned(),
        (_, warnings) => count(warnings, "warning"),
    };
    let fixable = match checked.fixable {
        0 => String::new(),
        n => format!("; `--fix` mends {n} of them"),
    };
    format!(
        "Checked {}, {}, {}: {found} in {:.2} s{fixable}",
        count(checked.tally.posts, "post"),
        count(checked.tally.pages, "page"),
        count(checked.tally.tags, "tag"),
        start.elapsed().as_secs_f64()
    )
}
