//! Where things of a YAML document begin and end in its text. Of a collection, a tree knows where it begins only.

use crate::diagnostic::{Span, Spanned};
use crate::yaml::{Node, Value};

/// The form in which a value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A single value, or nothing.
    Scalar,
    /// A list or mapping in brackets.
    Flow,
    /// A list or mapping on lines of its own.
    Block,
    /// Written elsewhere, and named here: `*name`.
    Reference,
}

/// A text and the part of it that is YAML.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'t> {
    pub(super) text: &'t str,
    pub(super) within: Span,
}

impl<'t> Places<'t> {
    fn from(self, at: usize) -> &'t str {
        self.text.get(at..self.within.end.max(at)).unwrap_or_default()
    }

    fn before(self, at: usize) -> &'t str {
        self.text.get(self.within.start..at).unwrap_or_default()
    }

    /// The text of a stretch.
    pub(super) fn written(self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    pub(super) fn form(self, node: &Node) -> Form {
        let first = self.from(node.span.start).chars().next();
        match (&node.value, first) {
            (_, Some('*')) if self.written(node.span).starts_with('*') => Form::Reference,
            (Value::List(_), Some('[')) | (Value::Map(_), Some('{')) => Form::Flow,
            (Value::List(_) | Value::Map(_), _) => Form::Block,
            _ => Form::Scalar,
        }
    }

    /// Bytes of each item of a list, or of each entry of a mapping.
    pub(super) fn children(self, node: &Node) -> Vec<Span> {
        match &node.value {
            Value::List(items) => items.iter().map(|item| Span::new(item.span.start, self.end(item))).collect(),
            Value::Map(entries) => {
                entries.iter().map(|(key, value)| Span::new(key.span.start, self.entry_end(key, value))).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Where a value ends, without white space behind it.
    pub(super) fn end(self, node: &Node) -> usize {
        match self.form(node) {
            Form::Scalar | Form::Reference => node.span.start + self.written(node.span).trim_end().len(),
            Form::Flow => {
                let inner = self.last_child_end(node).unwrap_or(node.span.start + 1);
                self.closing_bracket(inner).map_or(inner, |bracket| bracket + 1)
            }
            Form::Block => self.last_child_end(node).unwrap_or(node.span.start),
        }
    }

    fn last_child_end(self, node: &Node) -> Option<usize> {
        match &node.value {
            Value::List(items) => items.last().map(|item| self.end(item)),
            Value::Map(entries) => entries.last().map(|(key, value)| self.entry_end(key, value)),
            _ => None,
        }
    }

    /// Where an entry of a mapping ends; its value may be nothing.
    fn entry_end(self, key: &Spanned<String>, value: &Node) -> usize {
        let colon = self.colon_end(key).unwrap_or(key.span.end);
        if value.span.start == value.span.end && value.value == Value::Null {
            colon
        } else {
            colon.max(self.end(value))
        }
    }

    /// Behind the colon of a key.
    pub(super) fn colon_end(self, key: &Spanned<String>) -> Option<usize> {
        let rest = self.from(key.span.end);
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        rest.get(blank..)?.starts_with(':').then_some(key.span.end + blank + 1)
    }

    /// The next closing bracket, behind white space, comments and commas.
    fn closing_bracket(self, from: usize) -> Option<usize> {
        let mut is_comment = false;
        for (at, c) in self.from(from).char_indices() {
            match c {
                '\n' => is_comment = false,
                '#' => is_comment = true,
                ']' | '}' if !is_comment => return Some(from + at),
                _ => {}
            }
        }
        None
    }

    /// The comma behind an item in brackets, with white space between.
    pub(super) fn comma_end(self, from: usize) -> Option<usize> {
        let rest = self.from(from);
        let blank = rest.len() - rest.trim_start().len();
        rest.get(blank..)?.starts_with(',').then_some(from + blank + 1)
    }

    /// The `-` of an item of a list in block form.
    pub(super) fn dash(self, item: usize) -> Option<usize> {
        let before = self.before(item).trim_end();
        before.ends_with('-').then(|| self.within.start + before.len() - 1)
    }

    /// Where the line begins that `at` is on.
    pub(super) fn line_start(self, at: usize) -> usize {
        self.within.start + self.before(at).rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// The end of the line that `at` is on, before its line break.
    pub(super) fn line_end(self, at: usize) -> usize {
        let line = self.from(at).split('\n').next().unwrap_or_default();
        at + line.strip_suffix('\r').unwrap_or(line).len()
    }

    /// Where the next line begins, or the YAML ends.
    pub(super) fn next_line(self, at: usize) -> usize {
        let rest = self.from(at);
        at + rest.find('\n').map_or(rest.len(), |newline| newline + 1)
    }

    /// White space that stands before `at` on its line; none if there is anything else.
    pub(super) fn indentation(self, at: usize) -> Option<&'t str> {
        let before = self.text.get(self.line_start(at)..at)?;
        before.trim().is_empty().then_some(before)
    }

    /// White space that brings a new line to the column of `at`.
    pub(super) fn column(self, at: usize) -> String {
        match self.indentation(at) {
            Some(indentation) => indentation.to_owned(),
            None => " ".repeat(self.text.get(self.line_start(at)..at).unwrap_or_default().chars().count()),
        }
    }

    /// The line break that the text uses.
    pub(super) fn line_break(self) -> &'static str {
        match self.text.find('\n') {
            Some(at) if self.text.get(..at).is_some_and(|line| line.ends_with('\r')) => "\r\n",
            _ => "\n",
        }
    }
}
