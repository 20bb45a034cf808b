//! Rules on the levels of headings. Screen readers and search engines take them for the outline of a text, of which the
//! title is the first level.

use crate::config::Rule;
use crate::content::document::Document;
use crate::content::toc::Heading;
use crate::diagnostic::{Diagnostic, Span};

use super::findings::Findings;

pub(super) fn check(document: &Document, findings: &mut Findings<'_>) {
    let mut above = 1;
    for heading in &document.outline.headings {
        let place = marks(document, heading);
        if heading.level == 1 {
            findings.push(
                Rule::HeadingLevelOne,
                Diagnostic::warning(format!("`{}` is a second title", heading.text))
                    .at(&document.source, place, "the first level is that of the title in the front matter")
                    .help(format!("begin it with `##`: `## {}`", heading.text)),
            );
        } else if heading.level > above + 1 {
            let right = "#".repeat(usize::from(above) + 1);
            findings.push(
                Rule::HeadingSkipsLevel,
                Diagnostic::warning(format!("a heading of level {} follows one of level {above}", heading.level))
                    .at(&document.source, place, format!("no heading of level {} is above it", above + 1))
                    .help(format!("write `{right} {}`", heading.text)),
            );
        }
        above = heading.level;
    }
}

/// The `##` before a heading; all of a heading that has none.
fn marks(document: &Document, heading: &Heading) -> Span {
    let written = document.source.text.get(heading.span.range()).unwrap_or_default();
    let count = written.len() - written.trim_start_matches('#').len();
    match count {
        0 => Span::new(heading.span.start, heading.span.start + written.lines().next().unwrap_or_default().len()),
        count => Span::new(heading.span.start, heading.span.start + count),
    }
}
