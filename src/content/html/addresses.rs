//! The addresses that stand in raw HTML.

use crate::diagnostic::Span;

/// Attributes that hold one address.
const NAMES: [&str; 3] = ["href", "src", "poster"];

/// Where addresses stand in a piece of HTML: the values of `href`, `src` and `poster`, without their quotes.
#[must_use]
pub fn addresses(html: &str) -> Vec<Span> {
    let mut cursor = Cursor { html, at: 0 };
    let mut found = Vec::new();
    while cursor.skip_past("<") {
        if cursor.rest().starts_with("!--") {
            cursor.skip_past("-->");
            continue;
        }
        let name = cursor.take(|c| c.is_ascii_alphanumeric());
        if name.is_empty() {
            continue;
        }
        cursor.attributes(&mut found);
        if ["script", "style"].iter().any(|raw| name.eq_ignore_ascii_case(raw)) {
            cursor.skip_past("</");
        }
    }
    found
}

/// A place in HTML.
struct Cursor<'h> {
    html: &'h str,
    at: usize,
}

impl<'h> Cursor<'h> {
    fn rest(&self) -> &'h str {
        self.html.get(self.at..).unwrap_or_default()
    }

    /// Goes behind the next `text`, or to the end; says whether there was one.
    fn skip_past(&mut self, text: &str) -> bool {
        let found = self.rest().find(text);
        self.at = found.map_or(self.html.len(), |found| self.at + found + text.len());
        found.is_some()
    }

    /// Takes the characters that are of a kind.
    fn take(&mut self, is_of_kind: impl Fn(char) -> bool) -> &'h str {
        let rest = self.rest();
        let taken = rest.split(|c| !is_of_kind(c)).next().unwrap_or_default();
        self.at += taken.len();
        taken
    }

    /// Goes to the end of a start tag.
    fn attributes(&mut self, found: &mut Vec<Span>) {
        loop {
            self.take(|c| c.is_ascii_whitespace() || c == '/');
            if self.rest().is_empty() || self.rest().starts_with('>') {
                return;
            }
            let name = self.take(|c| !c.is_ascii_whitespace() && !matches!(c, '=' | '>' | '/'));
            self.take(|c| c.is_ascii_whitespace());
            if !self.rest().starts_with('=') {
                continue;
            }
            self.at += 1;
            self.take(|c| c.is_ascii_whitespace());
            let quote = self.rest().chars().next().filter(|c| matches!(c, '"' | '\''));
            self.at += quote.map_or(0, char::len_utf8);
            let start = self.at;
            self.take(|c| match quote {
                Some(quote) => c != quote,
                None => !c.is_ascii_whitespace() && c != '>',
            });
            if NAMES.iter().any(|known| name.eq_ignore_ascii_case(known)) {
                found.push(Span::new(start, self.at));
            }
            self.at += quote.map_or(0, |quote| self.rest().chars().next().map_or(0, |_| quote.len_utf8()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_in_start_tags_alone() {
        let found =
            |html: &'static str| -> Vec<&str> { addresses(html).into_iter().map(|span| &html[span.range()]).collect() };
        assert_eq!(found("<a href=\"x y\" title='src=no'>src=\"no\"</a><IMG alt = a SRC = b.png/>"), ["x y", "b.png/"]);
        assert_eq!(found("<video poster='p' controls><source src=v></video href=no>"), ["p", "v"]);
        assert_eq!(found("<!-- <a href=no> --> <script src=s>\"<a href=no>\"</script> <p =x data-src=no>a < b"), ["s"]);
        assert_eq!(found("<a href"), [""; 0]);
        assert_eq!(found("<a href=\"日本"), ["日本"]);
        assert_eq!(found("<a href=>b</a> < a href=no>"), [""]);
    }
}
