//! The pattern that says where posts stand: `/:year/:month/:slug/`, or `/:year/:month/:slug.html`.

use std::fmt::Write as _;

use crate::diagnostic::Span;

/// What a pattern's parts are filled with.
#[derive(Debug, Clone, Copy)]
pub struct PermalinkParts<'a> {
    /// Year of the post's date, in its own zone.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: i8,
    /// Day, 1 to 31.
    pub day: i8,
    /// The post's slug.
    pub slug: &'a str,
    /// Slug of the post's section; empty if it has none.
    pub section: &'a str,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Literal(String),
    Year,
    Month,
    Day,
    Slug,
    Section,
}

/// A checked pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PermalinkPattern {
    pieces: Vec<Piece>,
}

impl Default for PermalinkPattern {
    fn default() -> Self {
        let slash = || Piece::Literal("/".to_owned());
        Self { pieces: vec![Piece::Year, slash(), Piece::Month, slash(), Piece::Slug, slash()] }
    }
}

impl PermalinkPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// The wrong part of the pattern, and why.
    pub fn parse(pattern: &str) -> Result<Self, (Span, String)> {
        let whole = Span::new(0, pattern.len());
        if !pattern.starts_with('/') {
            return Err((whole, "a pattern begins with `/`".to_owned()));
        }
        if !pattern.ends_with('/') && !is_html(pattern) {
            return Err((whole, "a pattern ends in `/` or `.html`".to_owned()));
        }
        let mut pieces = Vec::new();
        let mut at = 1;
        while let Some(rest) = pattern.get(at..).filter(|rest| !rest.is_empty()) {
            let length = if let Some(name) = rest.strip_prefix(':') {
                let length = name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len());
                let token = rest.get(..=length).unwrap_or(rest);
                pieces.push(piece(token).ok_or_else(|| {
                    let known = ":year, :month, :day, :slug and :section";
                    let span = Span::new(at, at + token.len());
                    (span, format!("`{token}` is none of {known}"))
                })?);
                token.len()
            } else {
                let length = rest.find(':').unwrap_or(rest.len());
                let literal = rest.get(..length).unwrap_or(rest);
                if let Some(wrong) = wrong_literal(literal) {
                    return Err((Span::new(at, at + length), wrong.to_owned()));
                }
                pieces.push(Piece::Literal(literal.to_owned()));
                length
            };
            at += length;
        }
        if !pieces.contains(&Piece::Slug) {
            return Err((whole, "posts would share a place without `:slug`".to_owned()));
        }
        Ok(Self { pieces })
    }

    /// The site path of a post: no slash before it, unencoded; ends in `/` or `.html`.
    #[must_use]
    pub fn expand(&self, parts: PermalinkParts<'_>) -> String {
        let mut path = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => path.push_str(text),
                Piece::Year => push_number(&mut path, parts.year, 4),
                Piece::Month => push_number(&mut path, parts.month.into(), 2),
                Piece::Day => push_number(&mut path, parts.day.into(), 2),
                Piece::Slug => path.push_str(parts.slug),
                Piece::Section => path.push_str(parts.section),
            }
        }
        // A post without a section leaves an empty part behind.
        while path.contains("//") {
            path = path.replace("//", "/");
        }
        path.trim_start_matches('/').to_owned()
    }
}

/// Whether a path names an HTML file, in lower case as servers have it.
#[expect(clippy::case_sensitive_file_extension_comparisons, reason = "`.HTML` is another path")]
#[must_use]
pub fn is_html(path: &str) -> bool {
    path.ends_with(".html")
}

fn push_number(path: &mut String, number: i16, width: usize) {
    // Writing to a string cannot fail.
    let _ = write!(path, "{number:0width$}");
}

fn piece(token: &str) -> Option<Piece> {
    Some(match token {
        ":year" => Piece::Year,
        ":month" => Piece::Month,
        ":day" => Piece::Day,
        ":slug" => Piece::Slug,
        ":section" => Piece::Section,
        _ => return None,
    })
}

fn wrong_literal(text: &str) -> Option<&'static str> {
    if text.split('/').any(|part| part == "." || part == "..") {
        return Some("a path may not climb");
    }
    if text.contains(['\\', '?', '#', '%']) || text.chars().any(char::is_control) {
        return Some("not in a path");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: PermalinkParts<'static> = PermalinkParts { year: 2025, month: 3, day: 9, slug: "tides", section: "" };

    #[test]
    fn patterns_expand() {
        let expand = |pattern| PermalinkPattern::parse(pattern).unwrap().expand(PARTS);
        assert_eq!(expand("/:year/:month/:slug/"), "2025/03/tides/");
        assert_eq!(expand("/:year/:month/:slug.html"), "2025/03/tides.html");
        assert_eq!(expand("/news/:section/:slug-:day/"), "news/tides-09/");
        assert_eq!(PermalinkPattern::default().expand(PARTS), "2025/03/tides/");
    }

    #[test]
    fn wrong_patterns_say_where() {
        let (span, _) = PermalinkPattern::parse("/:year/:title/").unwrap_err();
        assert_eq!(span, Span::new(7, 13));
        for wrong in [":slug/", "/:slug", "/:year/", "/../:slug/", "/a?b/:slug/"] {
            assert!(PermalinkPattern::parse(wrong).is_err(), "{wrong}");
        }
    }
}
