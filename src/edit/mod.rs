//! Changing what a person wrote, and nothing else of it: every byte outside of an edit stays as it is. [`yaml`] finds the
//! edit that changes one thing of a YAML document; `write::rewrite` puts edited files into their places.

mod places;
pub mod scalar;
pub mod yaml;

pub use yaml::{Step, YamlText};

use crate::diagnostic::Span;

/// A stretch of a text, and what comes in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the text as it was.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

impl Edit {
    /// Puts `text` in place of what stands at `span`.
    #[must_use]
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// Puts `text` between two bytes.
    #[must_use]
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self::replace(Span::new(at, at), text)
    }

    /// Takes out what stands at `span`.
    #[must_use]
    pub fn remove(span: Span) -> Self {
        Self::replace(span, "")
    }
}

/// The text with all edits made, whatever their order; of those at one place, the first given comes first. None if two of
/// them overlap, or one does not fit the text.
#[must_use]
pub fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.span);
    let mut edited = String::with_capacity(text.len() + edits.iter().map(|edit| edit.text.len()).sum::<usize>());
    let mut at = 0;
    for edit in edits {
        edited.push_str(text.get(at..edit.span.start)?);
        // An edit that does not fit is found out even if nothing comes behind it.
        text.get(edit.span.range())?;
        edited.push_str(&edit.text);
        at = edit.span.end;
    }
    edited.push_str(text.get(at..)?);
    Some(edited)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_are_made_in_the_order_of_their_places() {
        let edits = [
            Edit::replace(Span::new(8, 11), "ebb"),
            Edit::insert(0, "a "),
            Edit::remove(Span::new(3, 7)),
            Edit::insert(0, "b "),
        ];
        assert_eq!(apply("the old tide", &edits).as_deref(), Some("a b the ebbe"));
        assert_eq!(apply("", &[]).as_deref(), Some(""));
    }

    #[test]
    fn edits_that_do_not_fit_are_not_made() {
        let twice = [Edit::remove(Span::new(0, 3)), Edit::remove(Span::new(2, 4))];
        assert_eq!(apply("the tide", &twice), None, "they overlap");
        assert_eq!(apply("the", &[Edit::remove(Span::new(2, 9))]), None, "there are not so many bytes");
        assert_eq!(apply("é", &[Edit::insert(1, "x")]), None, "in the middle of a character");
    }
}
