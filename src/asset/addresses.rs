//! The addresses in a style sheet, each with its place: `url(…)`, and the strings of `@import` and `image-set()` (CSS Values and
//! Units, CSS Cascading and Inheritance, CSS Images).

use std::borrow::Cow;

use cssparser::{ParseError, Parser, Token};
use percent_encoding::percent_decode_str;

use crate::config::BaseUrl;
use crate::content::link::Destination;
use crate::diagnostic::Span;

/// An address as it stands in a style sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Address {
    /// With `url(` and `)`, or with its quotes.
    pub(super) span: Span,
    /// What is meant, without escapes.
    pub(super) url: String,
    /// Whether it is what `@import` names.
    pub(super) is_import: bool,
    is_string: bool,
    /// What follows in `url("…" …)`: modifiers, as written.
    modifiers: String,
}

impl Address {
    /// The same with another address in it, as CSS.
    fn with(&self, url: &str) -> String {
        // Nothing else can end a string.
        let url = url.replace('\\', "%5C").replace('"', "%22").replace(['\n', '\r', '\u{c}'], "");
        if self.is_string { format!("\"{url}\"") } else { format!("url(\"{url}\"{})", self.modifiers) }
    }
}

/// Every address, in order.
pub(super) fn addresses(css: &str) -> Vec<Address> {
    let mut found = Vec::new();
    gather(&mut Parser::new(css), Within::Anything, &mut found);
    found
}

/// What tokens are looked at within.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Anything,
    /// `image-set(…)`, where strings are addresses.
    ImageSet,
}

/// What cannot be read has no addresses; where that is, whoever reads the style sheet says.
fn gather(parser: &mut Parser<'_>, within: Within, found: &mut Vec<Address>) {
    // `@import` has been read, and what it imports has not.
    let mut awaits_import = false;
    loop {
        parser.skip_whitespace();
        let start = parser.position().byte_index();
        let Ok(token) = parser.next().cloned() else { return };
        let mut modifiers = String::new();
        let url = match &token {
            Token::UnquotedUrl(url) => Some((url.clone(), false)),
            Token::QuotedString(url) if awaits_import || within == Within::ImageSet => Some((url.clone(), true)),
            Token::Function(name) if name.eq_ignore_ascii_case("url") || name.eq_ignore_ascii_case("src") => {
                let url = parser.parse_nested_block(|block| -> Result<_, ParseError<()>> {
                    let url = block.expect_string_cloned()?;
                    let behind = block.position();
                    while block.next().is_ok() {}
                    block.slice_from(behind).trim_end().clone_into(&mut modifiers);
                    Ok(url)
                });
                url.ok().map(|url| (url, false))
            }
            Token::Function(name) => {
                let is_set = ["image-set", "-webkit-image-set"].iter().any(|set| name.eq_ignore_ascii_case(set));
                nested(parser, if is_set { Within::ImageSet } else { Within::Anything }, found);
                None
            }
            Token::CurlyBracketBlock | Token::ParenthesisBlock | Token::SquareBracketBlock => {
                nested(parser, Within::Anything, found);
                None
            }
            _ => None,
        };
        if let Some((url, is_string)) = url {
            let span = Span::new(start, parser.position().byte_index());
            found.push(Address { span, url: url.to_string(), is_import: awaits_import, is_string, modifiers });
        }
        awaits_import = matches!(&token, Token::AtKeyword(name) if name.eq_ignore_ascii_case("import"));
    }
}

fn nested(parser: &mut Parser<'_>, within: Within, found: &mut Vec<Address>) {
    // It is over where the block is, or where blocks stand too deep in each other.
    let _ = parser.parse_nested_block(|block| -> Result<(), ParseError<()>> {
        gather(block, within, found);
        Ok(())
    });
}

/// An address within the site.
#[derive(Debug)]
pub(super) struct Local<'u> {
    /// From the site's root; none if it climbs out of it.
    pub(super) path: Option<String>,
    /// Query and fragment as written.
    pub(super) rest: &'u str,
    /// Whether it begins at the root of the host.
    pub(super) is_rooted: bool,
}

impl<'u> Local<'u> {
    /// What an address in the style sheet `by` means; none if it leads elsewhere.
    pub(super) fn of(url: &'u str, by: &str, base_url: &BaseUrl) -> Option<Self> {
        match Destination::of(url, folder(by)) {
            Destination::Relative { path, rest } => Some(Self { path, rest, is_rooted: false }),
            Destination::Rooted { path, rest } => {
                let base = percent_decode_str(base_url.path().trim_start_matches('/')).decode_utf8_lossy();
                let path = path.strip_prefix(&*base).map(str::to_owned).unwrap_or(path);
                Some(Self { path: Some(path), rest, is_rooted: true })
            }
            _ => None,
        }
    }
}

/// The folder of a path, with a slash at its end; empty for the top.
pub(super) fn folder(path: &str) -> &str {
    path.rfind('/').and_then(|end| path.get(..=end)).unwrap_or_default()
}

/// A style sheet with other addresses in it.
#[derive(Debug)]
pub(super) struct Readdressed<'c> {
    pub(super) css: Cow<'c, str>,
    /// Where it is longer or shorter than it was: a place behind the change, and how many bytes it is off from there on.
    shifts: Vec<(usize, isize)>,
}

impl<'c> Readdressed<'c> {
    /// Puts other addresses into a style sheet: `other` gives them where they are to be others.
    pub(super) fn new(css: &'c str, mut other: impl FnMut(&Address) -> Option<String>) -> Self {
        let mut text = String::new();
        let mut taken = 0;
        let mut shifts = Vec::new();
        for address in addresses(css) {
            let Some(url) = other(&address) else { continue };
            let Some(before) = css.get(taken..address.span.start) else { continue };
            text.push_str(before);
            text.push_str(&address.with(&url));
            taken = address.span.end;
            shifts.push((text.len(), taken.cast_signed() - text.len().cast_signed()));
        }
        if shifts.is_empty() {
            return Self { css: Cow::Borrowed(css), shifts };
        }
        text.push_str(css.get(taken..).unwrap_or_default());
        Self { css: Cow::Owned(text), shifts }
    }

    /// Where what stands at a place stood before.
    pub(super) fn origin(&self, at: usize) -> usize {
        let shift = self.shifts.iter().rev().find(|(behind, _)| *behind <= at).map_or(0, |(_, shift)| *shift);
        at.saturating_add_signed(shift)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(css: &str) -> Vec<(&str, String, bool)> {
        let all = addresses(css).into_iter();
        all.map(|address| (css.get(address.span.range()).unwrap(), address.url, address.is_import)).collect()
    }

    #[test]
    fn every_form_of_an_address_is_found() {
        let css = "@import 'a.css' print; @import url(b.css); @font-face { src: url( \"c.woff2\" ) format('woff2') } \
                   a { background: URL(d\\ e.png), image-set('f.png' 1x type('image/png'), url(g.png) 2x); \
                   --x: [url(h.png)]; content: 'i.png' } /* url(j.png) */ @media (x) { b { c: url('k.png' x()) } }";
        let expected = [
            ("'a.css'", "a.css", true),
            ("url(b.css)", "b.css", true),
            ("url( \"c.woff2\" )", "c.woff2", false),
            ("URL(d\\ e.png)", "d e.png", false),
            ("'f.png'", "f.png", false),
            ("url(g.png)", "g.png", false),
            ("url(h.png)", "h.png", false),
            ("url('k.png' x())", "k.png", false),
        ];
        let expected: Vec<_> = expected.map(|(text, url, is_import)| (text, url.to_owned(), is_import)).into();
        assert_eq!(found(css), expected);
    }

    #[test]
    fn what_cannot_be_read_has_no_addresses_and_does_no_harm() {
        for css in ["url(", "url(a b)", "@import", "\"\n", "a { url('x", "}", "/*", "(((((", "\\"] {
            let _ = found(css);
        }
        let deep = "(".repeat(100_000);
        assert!(found(&deep).is_empty());
    }

    #[test]
    fn places_are_known_behind_other_addresses() {
        let css = "@import 'a'; b { c: url(d) } e";
        let other = Readdressed::new(css, |address| Some(format!("longer/{}\"", address.url)));
        assert_eq!(other.css, "@import \"longer/a%22\"; b { c: url(\"longer/d%22\") } e");
        for text in ["@import", "b {", "c:", "} e"] {
            assert_eq!(other.origin(other.css.find(text).unwrap()), css.find(text).unwrap());
        }
        let same = Readdressed::new(css, |_| None);
        assert_eq!((same.css.as_ref(), same.origin(5)), (css, 5));
    }
}
