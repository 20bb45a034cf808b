//! Ids that links can point at.

use unicode_normalization::char::is_combining_mark;

/// The id of a heading, as GitHub makes it: lower case, spaces as hyphens, punctuation dropped.
#[must_use]
pub fn heading_id(text: &str) -> String {
    let id: String = text
        .trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            _ => (c.is_alphanumeric() || is_combining_mark(c)).then_some(c),
        })
        .collect();
    if id.is_empty() { "section".to_owned() } else { id }
}

/// A footnote's label as part of an id, which may hold no spaces.
#[must_use]
pub fn footnote_id(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_made_as_github_makes_them() {
        assert_eq!(heading_id("What's new in C++?"), "whats-new-in-c");
        assert_eq!(heading_id(" 日本語 の見出し "), "日本語-の見出し");
        assert_eq!(heading_id("!"), "section");
    }
}
