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

/// Ids and names in HTML, as they are written.
pub fn ids_in_html(html: &str) -> impl Iterator<Item = &str> {
    ["id=", "name="].into_iter().flat_map(move |attribute| {
        html.match_indices(attribute).filter_map(move |(at, _)| {
            // `data-id=` is another attribute.
            let before = html.get(..at).unwrap_or_default().chars().next_back();
            before.filter(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '/'))?;
            let rest = html.get(at + attribute.len()..).unwrap_or_default();
            match rest.chars().next() {
                Some(quote @ ('"' | '\'')) => rest.get(1..).and_then(|rest| rest.split(quote).next()),
                _ => rest.split(|c: char| c.is_whitespace() || c == '>').next(),
            }
        })
    })
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

    #[test]
    fn ids_of_html_are_found_in_any_quotes() {
        let html = "<p id=\"a b\"><a name='c'></a><i class=\"x\"id=d data-id=e></i><p\ngrid=f>";
        assert_eq!(ids_in_html(html).collect::<Vec<_>>(), ["a b", "d", "c"]);
    }
}
