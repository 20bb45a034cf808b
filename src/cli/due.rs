//! `slugline due`: whether the clock has changed what the last build showed.

use std::process::ExitCode;

use crate::cache::Cache;
use crate::config::Config;
use crate::diagnostic::report::Style;
use crate::pipeline::{self, BuildOptions};

use super::arguments::DueArguments;
use super::{print_line, print_problems};

/// Status 0 if a build is due, 1 if not, so that `slugline due && slugline build` does what it says; 2 if it cannot be told.
pub(super) fn run(arguments: &DueArguments) -> ExitCode {
    if let Err(problem) = Config::find(&arguments.target.site.root) {
        print_problems(&problem.into(), Style::default());
        return ExitCode::from(2);
    }
    let BuildOptions { root, out, base_url, visibility, now, .. } = arguments.target.build_options(false, true);
    let Some(manifest) = Cache::look(&root, &out) else {
        print_line("a build is due: none is known that this version of the program made");
        return ExitCode::SUCCESS;
    };
    if manifest.wanted != pipeline::wanted(base_url.as_deref(), visibility, false) {
        print_line("a build is due: the last one was made with another `--base-url`, `--drafts` or `--future`");
        return ExitCode::SUCCESS;
    }
    if !out.is_dir() {
        print_line("a build is due: the output folder is gone");
        return ExitCode::SUCCESS;
    }
    if manifest.since.is_some_and(|since| now < since) {
        print_line("a build is due: the last one was for a later instant");
        return ExitCode::SUCCESS;
    }
    if manifest.reads_now && manifest.now != now {
        print_line("a build is due: a template shows `now`, which never stands still");
        return ExitCode::SUCCESS;
    }
    let (Some(next), Some(instant)) = (&manifest.next, &manifest.next_change) else {
        print_line("nothing changes by the clock alone");
        return ExitCode::from(1);
    };
    for (path, change) in &next.changes {
        print_line(&format!("{instant}: `{path}` {change}"));
    }
    ExitCode::from(u8::from(now < next.at))
}
