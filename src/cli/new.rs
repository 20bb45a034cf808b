//! `slugline new`: a post begun.

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::config::Config;
use crate::content::slug::slugify;
use crate::diagnostic::report::Style;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::write;

use super::arguments::{NewArguments, now_or};
use super::{print_line, print_problems};

pub(super) fn run(arguments: &NewArguments) -> Result<(), ()> {
    match make(arguments) {
        Ok(path) => {
            print_line(&format!("Created {path}"));
            Ok(())
        }
        Err(problems) => {
            print_problems(&problems, Style::default());
            Err(())
        }
    }
}

/// Writes the post and gives its path from the site's root.
fn make(arguments: &NewArguments) -> Result<String, Diagnostics> {
    let mut problems = Diagnostics::new();
    let config = Config::load(&arguments.root, None, &mut problems);
    problems.into_result()?;
    if arguments.title.trim().is_empty() {
        return Err(Diagnostic::error("a post needs a title").help("slugline new \"The tides turn\"").into());
    }
    let now = now_or(arguments.now.as_ref(), || config.timezone.clone()).to_zoned(config.timezone.clone());
    let slug = slugify(&arguments.title, config.slugs);
    let path = format!("content/posts/{}-{slug}.md", now.strftime("%Y-%m-%d"));
    write::create(&arguments.root.join(&path), &text(arguments, now.timestamp(), &config))?;
    Ok(path)
}

fn text(arguments: &NewArguments, now: Timestamp, config: &Config) -> String {
    let date = now.to_zoned(config.timezone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    let mut text = format!("---\ntitle: {}\ndate: {date}\ndescription: \"\"\n", quoted(&arguments.title));
    // Writing to a string cannot fail.
    if !arguments.tags.is_empty() {
        let tags: Vec<String> =
            arguments.tags.iter().map(|tag| tag.trim().strip_prefix('#').unwrap_or(tag.trim())).map(quoted).collect();
        let _ = writeln!(text, "hashtags: [{}]", tags.join(", "));
    }
    if let Some(section) = &arguments.section {
        let _ = writeln!(text, "section: {}", quoted(section));
    }
    if arguments.draft {
        text.push_str("draft: true\n");
    }
    text.push_str("---\n\n");
    text
}

/// A double-quoted YAML scalar, which any text fits into. JSON's strings are such.
fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
