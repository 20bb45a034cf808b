//! `slugline check`.

use std::time::Instant;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::report::Style;
use crate::pipeline::{self, CheckOptions, Checked};

use super::arguments::CheckArguments;
use super::progress::follow;
use super::{count, print_line, print_problems, print_timings, thread_pool};

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
    let build = arguments.target.build_options(arguments.strict, true);
    let options = CheckOptions { build, fix: arguments.fix, external: arguments.external };
    let pool = thread_pool(arguments.jobs)?;
    Ok(follow(arguments.quiet, style.format, |progress| pool.install(|| pipeline::check(&options, progress))))
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
