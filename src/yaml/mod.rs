//! YAML with a place for every value: a small tree whose nodes know their bytes in the file, and [`Fields`], which
//! reads a mapping key by key and reports all that is wrong with it in one go.
//!
//! The parser is serde-saphyr; nothing else in the crate touches it.

mod fields;
mod keys;
mod node;
pub mod schema;
pub mod stored;

pub use fields::Fields;
pub use keys::{Key, Keys, Kind, Words};
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
    if message.starts_with("duplicate mapping key") {
        return duplicate(source, within, text, Span::new(start, start + wrong_text(text, start)));
    }
    let problem = Diagnostic::error("this is not valid YAML");
    if let Some(tab) = indenting_tab(text, start) {
        let span = Span::new(tab, tab + 1).shifted(within.start);
        return problem.at(source, span, "a tab").help("indent with spaces: YAML does not take tabs");
    }
    if let Some(bracket) = open_bracket(text, start) {
        let closing = if text.get(bracket..).is_some_and(|rest| rest.starts_with('[')) { ']' } else { '}' };
        let hidden = comment_behind(text, bracket);
        let help = if hidden {
            "leave the `#` out, or put what begins with it in quotes: `hashtags: [Amazon, \"#AI\"]`".to_owned()
        } else {
            format!("close it with `{closing}`")
        };
        let span = Span::new(bracket, bracket + 1).shifted(within.start);
        return problem.at(source, span, "opened here and not closed").help(help);
    }
    let span = Span::new(start, start + wrong_text(text, start)).shifted(within.start);
    problem.at(source, span, message).help(advice(text, start, message))
}

/// A tab in the white space that begins the line of `at`.
fn indenting_tab(text: &str, at: usize) -> Option<usize> {
    let start = line_start(text, at);
    let line = text.get(start..)?.lines().next()?;
    let indentation = line.len() - line.trim_start().len();
    line.get(..indentation)?.find('\t').map(|tab| start + tab)
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().rfind('\n').map_or(0, |newline| newline + 1)
}

/// The innermost `[` or `{` that is open at `end`, quotes and comments aside.
fn open_bracket(text: &str, end: usize) -> Option<usize> {
    let mut open = Vec::new();
    let mut quote = None;
    let mut previous = '\n';
    let mut in_comment = false;
    for (at, c) in text.get(..end).unwrap_or(text).char_indices() {
        match (quote, c) {
            (_, '\n') => in_comment = false,
            (Some(quoted), _) if quoted == c && !in_comment => quote = None,
            (Some(_), _) => {}
            _ if in_comment => {}
            (None, '#') if previous.is_whitespace() => in_comment = true,
            (None, '[' | '{') if !open.is_empty() || matches!(previous, ' ' | '\n' | ':') => open.push(at),
            (None, ']' | '}') => {
                open.pop();
            }
            (None, '"' | '\'') if previous.is_whitespace() || matches!(previous, '[' | '{' | ',') => quote = Some(c),
            _ => {}
        }
        previous = c;
    }
    open.pop()
}

/// Whether the line of an open bracket goes on in a comment that was hardly meant as one.
fn comment_behind(text: &str, bracket: usize) -> bool {
    let line = text.get(bracket..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    line.contains(" #") || line.contains("[#") || line.contains(",#")
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
fn advice(text: &str, start: usize, message: &str) -> String {
    let line = text.get(line_start(text, start)..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    if message.starts_with("mapping values are not allowed") {
        return match line.split_once(": ") {
            Some((key, value)) if value.contains(": ") || value.ends_with(':') => format!(
                "put a value that holds a colon in quotes: `{}: \"{}\"`",
                key.trim(),
                value.trim().replace('"', "\\\"")
            ),
            _ => "indent keys of one level alike".to_owned(),
        };
    }
    let help = if message.starts_with("unclosed quote") {
        "close the quote at the end of the value"
    } else if message.contains("trailing content after") {
        "put a value that holds such quotes in the other kind of quotes"
    } else if message.contains("comments must be") {
        "leave the `#` out, or put what begins with it in quotes: `hashtags: [Amazon, \"#AI\"]`"
    } else if message.contains("unknown value") {
        "put a value that begins with `*` in quotes"
    } else if message.contains("escape") {
        "write a backslash twice, or use single quotes"
    } else {
        "write `key: value` on each line, and put a value that holds `: # [ ] { } * & ! | > ' \" % @` in quotes"
    };
    help.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_quotes_and_comments_do_not_count() {
        assert_eq!(open_bracket("a: [1, 2\nb: 3", 9), Some(3));
        assert_eq!(open_bracket("a: \"[\" # [\nb: it's [no] list\n", 29), None);
        assert_eq!(open_bracket("a: [1, {b: 2]", 12), Some(7));
    }
}
