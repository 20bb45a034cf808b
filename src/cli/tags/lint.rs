//! `slugline tags lint`: the rules of `slugline check` that concern hashtags, and no others.

use crate::config::Config;
use crate::diagnostic::report::Style;
use crate::pipeline::{self, BuildOptions};
use crate::site::Visibility;

use super::super::arguments::{TagsLintArguments, now_or};
use super::super::print_problems;

pub(super) fn run(arguments: &TagsLintArguments) -> Result<(), ()> {
    let style = Style { format: arguments.format.into(), all: arguments.verbose, ..Style::default() };
    let options = BuildOptions {
        root: arguments.root.clone(),
        out: arguments.root.join("public"),
        base_url: None,
        visibility: Visibility { drafts: arguments.drafts, future: false },
        now: now_or(arguments.now.as_ref(), || Config::timezone_at(&arguments.root)),
        strict: arguments.strict,
        cache: false,
    };
    let found = pipeline::check_tags(&options).map_err(|problems| print_problems(&problems, style))?;
    if !found.is_empty() {
        print_problems(&found, style);
    }
    if found.has_errors() { Err(()) } else { Ok(()) }
}
