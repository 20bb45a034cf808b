//! `slugline tags lint`: the rules of `slugline check` that concern hashtags, and no others.

use crate::diagnostic::report::Style;
use crate::pipeline::{self, BuildOptions};

use super::super::arguments::TagsLintArguments;
use super::super::print_problems;

pub(super) fn run(arguments: &TagsLintArguments) -> Result<(), ()> {
    let style = Style { format: arguments.format.into(), all: arguments.verbose, ..Style::default() };
    let options = BuildOptions {
        root: arguments.site.root.clone(),
        out: arguments.site.root.join("public"),
        base_url: None,
        visibility: arguments.site.visibility(),
        now: arguments.site.now(),
        strict: arguments.strict,
        cache: false,
        is_preview: false,
    };
    let found = pipeline::check_tags(&options).map_err(|problems| print_problems(&problems, style))?;
    if !found.is_empty() {
        print_problems(&found, style);
    }
    if found.has_errors() { Err(()) } else { Ok(()) }
}
