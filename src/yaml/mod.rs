//! YAML with a place for every value: a small tree whose nodes know their bytes in the file, and [`Fields`], which
//! reads a mapping key by key and reports all that is wrong with it in one go.
//!
//! The parser is serde-saphyr; nothing else in the crate touches it.

mod fields;
mod node;

pub use fields::Fields;
pub use node::{Node, Value};

use serde_yaml::{Error, Location, UserMessageFormatter};

use crate::diagnostic::{Diagnostic, Span};
use crate::source::Source;

/// Parses the part `within` of a file as one YAML document.
///
/// # Errors
/// If it is not YAML, or has a key twice; at the place, in the file's own lines and columns.
pub fn parse(source: &Source, within: Span) -> Result<Node, Diagnostic> {
    let text = source.text.get(within.range()).unwrap_or_default();
    let options = serde_yaml::options! { strict_booleans: true, with_snippet: false };
    match serde_yaml::from_str_with_options::<Node>(text, options) {
        Ok(mut node) => {
            node.shift(within.start);
            Ok(node)
        }
        Err(error) => Err(explain(source, within, text, &error)),
    }
}

fn explain(source: &Source, within: Span, text: &str, error: &Error) -> Diagnostic {
    let message = error.render_with_formatter(&UserMessageFormatter);
    let message = message.rsplit_once(" at line ").map_or(message.as_str(), |(before, _)| before);
    let start = error.location().map_or(0, |at| offset(text, &at));
    let end = start + wrong_text(text, start);
    let span = Span::new(start, end).shifted(within.start);
    if message.starts_with("duplicate mapping key") {
        return duplicate(source, within, text, Span::new(start, end));
    }
    let diagnostic = Diagnostic::error("this is not valid YAML").at(source, span, message);
    match advice(text, start, message) {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// Byte offset of a parser location. Scanner errors carry line and column only.
fn offset(text: &str, at: &Location) -> usize {
    if let Some(bytes) = at.span().byte_offset() {
        return usize::try_from(bytes).unwrap_or(0).min(text.len());
    }
    let line = usize::try_from(at.line()).unwrap_or(1).max(1);
    let column = usize::try_from(at.column()).unwrap_or(1).max(1);
    let start = text.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>();
    let rest = text.get(start..).unwrap_or_default();
    let within_line = rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at);
    (start + within_line).min(text.len())
}

/// Length of the word that begins at `start`, or of the single character there.
fn wrong_text(text: &str, start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let word = rest.find(|c: char| c.is_whitespace() || c == ':').unwrap_or(rest.len());
    word.max(rest.chars().next().map_or(0, |c| if c.is_whitespace() { 0 } else { c.len_utf8() }))
}

fn duplicate(source: &Source, within: Span, text: &str, second: Span) -> Diagnostic {
    let key = text.get(second.range()).unwrap_or_default();
    let line_start = text.get(..second.start).unwrap_or_default();
    let indent = line_start.rsplit('\n').next().unwrap_or_default().len();
    let diagnostic = Diagnostic::error(format!("the key `{key}` stands here twice"))
        .at(source, second.shifted(within.start), "the second one")
        .help(format!("keep one `{key}`"));
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_key = line
            .get(indent..)
            .and_then(|rest| rest.strip_prefix(key))
            .is_some_and(|rest| rest.trim_start().starts_with(':'));
        if is_key && at + indent < second.start {
            let first = Span::new(at + indent, at + indent + key.len());
            return diagnostic.note_at(source, first.shifted(within.start), "the first one");
        }
        at += line.len();
    }
    diagnostic
}

/// What most likely was meant.
fn advice(text: &str, start: usize, message: &str) -> Option<String> {
    let line_start = text.get(..start).unwrap_or_default().rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(line_start..)?.lines().next()?;
    if message.starts_with("mapping values are not allowed") {
        let (key, value) = line.split_once(": ")?;
        if value.contains(": ") || value.ends_with(':') {
            return Some(format!(
                "put a value that holds a colon in quotes: `{}: \"{}\"`",
                key.trim(),
                value.trim().replace('"', "\\\"")
            ));
        }
        return Some("indent keys of one level alike".to_owned());
    }
    if message.starts_with("unclosed quote") {
        return Some("close the quote at the end of the value".to_owned());
    }
    if message.contains("trailing content after") {
        return Some("put a value that holds such quotes in the other kind of quotes".to_owned());
    }
    if message.starts_with("unexpected character") {
        return Some("put the value in quotes".to_owned());
    }
    if line.starts_with('\t') {
        return Some("indent with spaces: YAML does not take tabs".to_owned());
    }
    None
}
