//! What is wrong with the site, for browsers to show over the page.

use std::path::Path;

use serde::Serialize;

use crate::diagnostic::report;
use crate::diagnostic::{Diagnostic, Diagnostics, Label};

use super::EditorLink;

/// So many are shown; the terminal has all of them.
const SHOWN: usize = 20;

/// A report as JSON.
#[derive(Debug, Serialize)]
struct Report<'r> {
    problems: Vec<Problem<'r>>,
    /// How many more there are.
    more: usize,
}

#[derive(Debug, Serialize)]
struct Problem<'p> {
    severity: &'static str,
    /// `path:line:column`; empty if it is in no file.
    place: String,
    /// Opens the place in the editor.
    link: Option<String>,
    headline: &'p str,
    /// As it is drawn in a terminal.
    drawing: String,
}

/// The report of all problems.
pub(super) fn json(problems: &Diagnostics, root: &Path, editor: &EditorLink) -> String {
    let report = Report {
        problems: problems.iter().take(SHOWN).map(|problem| one(problem, root, editor)).collect(),
        more: problems.iter().count().saturating_sub(SHOWN),
    };
    // Text and numbers can always be written as JSON.
    serde_json::to_string(&report).unwrap_or_default()
}

fn one<'p>(problem: &'p Diagnostic, root: &Path, editor: &EditorLink) -> Problem<'p> {
    let path = problem.path();
    let position = problem.label().map(Label::position);
    let (line, column) = position.map_or((1, 1), |position| (position.line, position.column));
    let place = if position.is_some() { format!("{path}:{line}:{column}") } else { path.to_owned() };
    let opens = (!path.is_empty()).then(|| editor.to(&root.join(path), line, column));
    Problem {
        severity: problem.severity.name(),
        place,
        link: opens,
        headline: &problem.headline,
        drawing: report::drawing(problem),
    }
}
