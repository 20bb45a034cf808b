//! What is put into the blanks of a text.

/// What stands in a blank.
#[derive(Debug, Clone, Copy)]
pub enum Blank<'b> {
    /// Plain text.
    Text(&'b str),
    /// A number, in digits.
    Number(&'b str),
    /// HTML.
    Html(&'b str),
}

/// A text without blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// Plain text, or HTML.
    pub text: String,
    /// Whether it is HTML, since something in it is.
    pub is_html: bool,
}

/// Around what is written the other way (UAX #9): the first strong isolate, and its end.
const ISOLATE: [char; 2] = ['\u{2068}', '\u{2069}'];

impl Blank<'_> {
    /// Whether it has to be held apart from a text that runs from right to left: else a sign at its end would go to the other
    /// side, `C++` to `++C`. Numbers stand right by themselves, and elements are for their markup to hold apart.
    pub(super) fn is_apart(self) -> bool {
        match self {
            Self::Text(text) => text.chars().any(|c| c.is_alphabetic() && !is_right_to_left(c)),
            Self::Number(_) | Self::Html(_) => false,
        }
    }

    /// Adds it to a text, which may be HTML.
    pub(super) fn push(self, text: &mut String, is_html: bool, is_apart: bool) {
        let [start, end] = ISOLATE;
        if is_apart {
            text.push(start);
        }
        match self {
            Self::Html(html) => text.push_str(html),
            Self::Text(plain) | Self::Number(plain) => push(text, plain, is_html),
        }
        if is_apart {
            text.push(end);
        }
    }
}

/// Adds plain text to a text, which may be HTML.
pub(super) fn push(text: &mut String, plain: &str, is_html: bool) {
    if is_html {
        // Writing to a string cannot fail.
        let _ = pulldown_cmark_escape::escape_html(&mut *text, plain);
    } else {
        text.push_str(plain);
    }
}

/// Letters of Hebrew, Arabic, and the scripts between and behind them.
fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFF}')
}
