//! Drawing diagnostics: the only place that does. Four formats: for people, for editors, for GitHub's annotations, and
//! JSON lines for anything else.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::{Diagnostic, Diagnostics, Label, Position, Severity};

/// So many problems are drawn in full unless all are asked for; the others get a line each.
const DRAWN_IN_FULL: usize = 20;

/// Width at which long source lines are cut around the caret.
const WIDTH: usize = 120;

/// How a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// Source lines with carets.
    #[default]
    Full,
    /// `path:line:column: error: text`, a line each.
    Short,
    /// GitHub workflow commands, which annotate a pull request.
    Github,
    /// One JSON object a line.
    Json,
}

/// How much of it, and how.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// The format.
    pub format: Format,
    /// ANSI colours, in [`Format::Full`].
    pub color: bool,
    /// Draw every problem in full, not the first twenty.
    pub all: bool,
}

/// Draws everything, ending in a line that sums up (but for JSON and GitHub, which count for themselves).
#[must_use]
pub fn draw(diagnostics: &Diagnostics, style: Style) -> String {
    let mut out = String::new();
    match style.format {
        Format::Full => full(&mut out, diagnostics, style),
        Format::Short => {
            for diagnostic in diagnostics.iter() {
                line(&mut out, diagnostic);
            }
            sum(&mut out, diagnostics);
        }
        Format::Github => {
            for diagnostic in diagnostics.iter() {
                github(&mut out, diagnostic);
            }
        }
        Format::Json => {
            for diagnostic in diagnostics.iter() {
                json(&mut out, diagnostic);
            }
        }
    }
    out
}

/// Draws one problem in full, without colours.
#[must_use]
pub fn drawing(diagnostic: &Diagnostic) -> String {
    Renderer::plain().term_width(WIDTH).render(&groups(diagnostic)).clone()
}

fn full(out: &mut String, diagnostics: &Diagnostics, style: Style) {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() }.term_width(WIDTH);
    let limit = if style.all { usize::MAX } else { DRAWN_IN_FULL };
    let mut rest = 0;
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        if index < limit {
            out.push_str(&renderer.render(&groups(diagnostic)));
            out.push_str("\n\n");
        } else {
            if rest == 0 {
                out.push_str("and, in short (`-v` draws all):\n\n");
            }
            rest += 1;
            line(out, diagnostic);
        }
    }
    if rest > 0 {
        out.push('\n');
    }
    sum(out, diagnostics);
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    }
}

fn groups(diagnostic: &Diagnostic) -> Vec<Group<'_>> {
    let mut title = level(diagnostic.severity).primary_title(diagnostic.headline.as_str());
    if let Some(rule) = &diagnostic.rule {
        title = title.id(rule.as_str());
    }
    let mut group = Group::with_title(title);
    if let Some(label) = diagnostic.label() {
        group = group.element(snippet(label, AnnotationKind::Primary));
    } else if !diagnostic.path().is_empty() {
        group = group.element(Origin::path(diagnostic.path()));
    }
    for note in &diagnostic.notes {
        if !note.text.is_empty() {
            group = group.element(Level::NOTE.message(note.text.as_str()));
        }
        if let Some(label) = &note.label {
            group = group.element(snippet(label, AnnotationKind::Context));
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    vec![group]
}

/// The lines around a label, cut out of the file so that drawing costs the same in a long file.
fn snippet(label: &Label, kind: AnnotationKind) -> Element<'_> {
    let text = &label.source.text;
    let span = label.span;
    let before = text.get(..span.start).unwrap_or_default();
    let from = before.rfind('\n').map_or(0, |at| at + 1);
    let after = text.get(span.end..).unwrap_or_default();
    let to = after.find('\n').map_or(text.len(), |at| span.end + at).max(from);
    let shown = text.get(from..to).unwrap_or_default().trim_end_matches('\r');
    let within = |at: usize| at.saturating_sub(from).min(shown.len());
    let mut annotation = kind.span(within(span.start)..within(span.end));
    if !label.text.is_empty() {
        annotation = annotation.label(label.text.as_str());
    }
    Snippet::source(shown)
        .path(label.source.path.as_str())
        .line_start(Position::of(text, from).line)
        .annotation(annotation)
        .into()
}

/// `path:line:column: error: headline: label [rule]`, and the help if it is vital.
fn line(out: &mut String, diagnostic: &Diagnostic) {
    if !diagnostic.path().is_empty() {
        out.push_str(diagnostic.path());
        if let Some(label) = diagnostic.label() {
            let Position { line, column } = label.position();
            // Writing to a string cannot fail.
            let _ = write!(out, ":{line}:{column}");
        }
        out.push_str(": ");
    }
    let _ = write!(out, "{}: {}", diagnostic.severity.name(), message(diagnostic));
    if let Some(rule) = &diagnostic.rule {
        let _ = write!(out, " [{rule}]");
    }
    if let Some(help) = diagnostic.help.as_ref().filter(|_| diagnostic.is_help_vital) {
        let _ = write!(out, "; {help}");
    }
    out.push('\n');
}

/// Headline and label as one sentence.
fn message(diagnostic: &Diagnostic) -> String {
    match diagnostic.label() {
        Some(label) if !label.text.is_empty() => {
            format!("{}: {}", diagnostic.headline, label.text)
        }
        _ => diagnostic.headline.clone(),
    }
}

fn sum(out: &mut String, diagnostics: &Diagnostics) {
    let (errors, warnings) = diagnostics.counts();
    let count = |n: usize, what: &str| {
        let plural = if n == 1 { "" } else { "s" };
        format!("{n} {what}{plural}")
    };
    match (errors, warnings) {
        (0, 0) => {}
        (_, 0) => {
            let _ = writeln!(out, "{}", count(errors, "error"));
        }
        (0, _) => {
            let _ = writeln!(out, "{}", count(warnings, "warning"));
        }
        _ => {
            let _ = writeln!(out, "{}, {}", count(errors, "error"), count(warnings, "warning"));
        }
    }
}

/// A workflow command, escaped as GitHub's documentation of workflow commands asks.
fn github(out: &mut String, diagnostic: &Diagnostic) {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    out.push_str("::");
    out.push_str(diagnostic.severity.name());
    if !diagnostic.path().is_empty() {
        let _ = write!(out, " file={}", property(diagnostic.path()));
    }
    if let Some(label) = diagnostic.label() {
        let start = label.position();
        let end = Position::of(&label.source.text, label.span.end);
        let _ = write!(out, ",line={},col={}", start.line, start.column);
        if end.line == start.line {
            let _ = write!(out, ",endColumn={}", end.column);
        }
    }
    if let Some(rule) = &diagnostic.rule {
        let separator = if diagnostic.path().is_empty() { " " } else { "," };
        let _ = write!(out, "{separator}title={}", property(rule));
    }
    let mut text = message(diagnostic);
    if let Some(help) = &diagnostic.help {
        text.push_str("\nhelp: ");
        text.push_str(help);
    }
    let _ = writeln!(out, "::{}", data(&text));
}

#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    severity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'a str>,
    message: &'a str,
    #[serde(flatten)]
    place: JsonPlace<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<JsonNote<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

#[derive(Serialize, Default)]
struct JsonPlace<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
    #[serde(skip_serializing_if = "str::is_empty")]
    label: &'a str,
}

#[derive(Serialize)]
struct JsonNote<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    message: &'a str,
    #[serde(flatten)]
    place: JsonPlace<'a>,
}

impl<'a> JsonPlace<'a> {
    fn of(label: &'a Label) -> Self {
        let start = label.position();
        let end = Position::of(&label.source.text, label.span.end);
        Self {
            path: &label.source.path,
            line: Some(start.line),
            column: Some(start.column),
            end_line: Some(end.line),
            end_column: Some(end.column),
            label: &label.text,
        }
    }
}

fn json(out: &mut String, diagnostic: &Diagnostic) {
    let place =
        diagnostic.label().map_or_else(|| JsonPlace { path: diagnostic.path(), ..JsonPlace::default() }, JsonPlace::of);
    let value = JsonDiagnostic {
        severity: diagnostic.severity.name(),
        rule: diagnostic.rule.as_deref(),
        message: &diagnostic.headline,
        place,
        notes: diagnostic
            .notes
            .iter()
            .map(|note| JsonNote {
                message: &note.text,
                place: note.label.as_ref().map(JsonPlace::of).unwrap_or_default(),
            })
            .collect(),
        help: diagnostic.help.as_deref(),
    };
    // Strings and numbers alone: serializing them cannot fail.
    out.push_str(&serde_json::to_string(&value).unwrap_or_default());
    out.push('\n');
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "a wrong index fails the test")]
mod tests {
    use super::*;
    use crate::diagnostic::Span;
    use crate::source::SourceFile;

    fn sample() -> Diagnostics {
        let source = SourceFile::new("content/tides.md", "---\ntitle: Tides\ndate: 2026-13-04\n---\n");
        let mut diagnostics = Diagnostics::new();
        diagnostics.push(
            Diagnostic::error("invalid date `2026-13-04`")
                .at(&source, Span::new(23, 33), "there is no month 13")
                .note_at(&source, Span::new(4, 9), "the post's title")
                .help("write dates as YYYY-MM-DD, for example `2026-12-04`"),
        );
        diagnostics
    }

    fn drawn(format: Format) -> String {
        let style = Style { format, ..Style::default() };
        draw(&sample(), style)
    }

    #[test]
    fn full_has_the_line_the_caret_and_the_help() {
        insta::assert_snapshot!(drawn(Format::Full));
    }

    #[test]
    fn short_is_one_line_an_editor_can_parse() {
        assert_eq!(
            drawn(Format::Short),
            "content/tides.md:3:7: error: invalid date `2026-13-04`: there is no month 13\n1 error\n"
        );
    }

    #[test]
    fn github_escapes_properties_and_data() {
        assert_eq!(
            drawn(Format::Github),
            "::error file=content/tides.md,line=3,col=7,endColumn=17::invalid date `2026-13-04`: there is no month 13%0Ahelp: write dates as YYYY-MM-DD, for example `2026-12-04`\n"
        );
    }

    #[test]
    fn every_format_names_the_rule() {
        let source = SourceFile::new("content/tides.md", "---\ntitle: Tides\n---\n");
        let warning = Diagnostic::warning("there is no description").at(&source, Span::new(11, 16), "of this");
        let diagnostics = Diagnostics::from(warning.rule("description-missing"));
        let drawn = |format| draw(&diagnostics, Style { format, ..Style::default() });
        assert!(drawn(Format::Full).starts_with("warning[description-missing]: there is no description\n"));
        assert_eq!(
            drawn(Format::Short),
            "content/tides.md:2:8: warning: there is no description: of this [description-missing]\n1 warning\n"
        );
        assert_eq!(
            drawn(Format::Github),
            "::warning file=content/tides.md,line=2,col=8,endColumn=13,title=description-missing::there is no description: of this\n"
        );
        let value: serde_json::Value = serde_json::from_str(&drawn(Format::Json)).unwrap();
        assert_eq!(value["rule"], "description-missing");
    }

    #[test]
    fn json_is_one_object_a_line() {
        let value: serde_json::Value = serde_json::from_str(&drawn(Format::Json)).unwrap();
        assert_eq!(value["line"], 3);
        assert_eq!(value["column"], 7);
        assert_eq!(value["notes"][0]["line"], 2);
    }
}
