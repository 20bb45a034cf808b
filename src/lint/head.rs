//! Rules on what stands for a document elsewhere: its title and its description.

use crate::config::Rule;
use crate::diagnostic::{Diagnostic, Span};

use super::Linted;
use super::findings::Findings;

/// Headlines of more characters are cut where others show them (Google's guidelines on article structured data).
const LONGEST_TITLE: usize = 110;

pub(super) fn check(linted: Linted<'_>, findings: &mut Findings<'_>) {
    let document = linted.document;
    let title = &document.front_matter.title;
    let has_description = document.front_matter.description.as_ref().is_some_and(|text| !text.trim().is_empty());
    if !has_description {
        let (place, help) = match empty_description(linted) {
            Some(place) => (place, "say here in a sentence what it is about"),
            None => (title.span, "say in a sentence what it is about: `description: …`"),
        };
        findings.push(
            Rule::DescriptionMissing,
            Diagnostic::warning("there is no description")
                .at(&document.source, place, "search engines and lists show the first words instead")
                .help(help),
        );
    }
    let length = title.value.chars().count();
    if length > LONGEST_TITLE {
        findings.push(
            Rule::TitleTooLong,
            Diagnostic::warning(format!("the title has {length} characters"))
                .at(&document.source, surplus(linted), format!("beyond {LONGEST_TITLE}, it is cut"))
                .help(format!("shorten it to {LONGEST_TITLE} characters, and leave the rest to `description`")),
        );
    }
}

/// The line of a description that says nothing, such as one that `slugline new` left to be filled in.
fn empty_description(linted: Linted<'_>) -> Option<Span> {
    let document = linted.document;
    let head = document.source.text.get(..document.body.start)?;
    let mut start = 0;
    for line in head.split_inclusive('\n') {
        if line.starts_with("description:") {
            return Some(Span::new(start, start + line.trim_end().len()));
        }
        start += line.len();
    }
    None
}

/// What of a title is too much; all of it if it is not written as it is read.
fn surplus(linted: Linted<'_>) -> Span {
    let document = linted.document;
    let title = &document.front_matter.title;
    let written = document.source.text.get(title.span.range()).unwrap_or_default();
    let start = title.value.char_indices().nth(LONGEST_TITLE).map(|(at, _)| at);
    match (written.find(&title.value), start) {
        (Some(at), Some(start)) => Span::new(at + start, at + title.value.len()).shifted(title.span.start),
        _ => title.span,
    }
}
