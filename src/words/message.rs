//! What a key of a file of words says: a text, one for each plural category, or a list.

use icu_plurals::PluralCategory;

use super::blanks::{self, Blank, Filled};

/// What a key says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Message {
    /// A text.
    Text(Pattern),
    /// A text for each plural category.
    Counted(Vec<(PluralCategory, Pattern)>),
    /// Texts in a row, such as the names of months.
    List(Vec<String>),
}

impl Message {
    /// All its texts with blanks.
    fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        let (text, counted) = match self {
            Self::Text(pattern) => (Some(pattern), [].as_slice()),
            Self::Counted(forms) => (None, forms.as_slice()),
            Self::List(_) => (None, [].as_slice()),
        };
        text.into_iter().chain(counted.iter().map(|(_, pattern)| pattern))
    }

    /// The names of its blanks, each once.
    pub(super) fn blanks(&self) -> Vec<&str> {
        let mut blanks: Vec<&str> = self.patterns().flat_map(Pattern::blanks).collect();
        blanks.sort_unstable();
        blanks.dedup();
        blanks
    }

    /// Whether it has a blank of this name.
    pub(super) fn has_blank(&self, name: &str) -> bool {
        self.patterns().flat_map(Pattern::blanks).any(|blank| blank == name)
    }

    /// Its blanks as a report names them.
    pub(super) fn told_blanks(&self) -> String {
        let blanks: Vec<String> = self.blanks().into_iter().map(|name| format!("`{{{name}}}`")).collect();
        if blanks.is_empty() { "no blanks".to_owned() } else { blanks.join(" and ") }
    }
}

/// A text with blanks: names in braces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Blank(String),
}

impl Pattern {
    /// Reads a text. A brace that begins no name is a brace.
    pub(super) fn of(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('{') {
            plain.push_str(before);
            if let Some((name, after)) = behind.split_once('}').filter(|(name, _)| is_name(name)) {
                if !plain.is_empty() {
                    pieces.push(Piece::Text(std::mem::take(&mut plain)));
                }
                pieces.push(Piece::Blank(name.to_owned()));
                rest = after;
            } else {
                plain.push('{');
                rest = behind;
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain));
        }
        Self { pieces }
    }

    /// The text as a file has it, with its blanks.
    pub(super) fn written(&self) -> String {
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(plain) => text.push_str(plain),
                Piece::Blank(name) => text.extend(["{", name, "}"]),
            }
        }
        text
    }

    /// The names of its blanks.
    pub(super) fn blanks(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Blank(name) => Some(name.as_str()),
            Piece::Text(_) => None,
        })
    }

    /// Fills the blanks: as HTML, if one of them is; gives the name of one for which there is nothing as an error.
    pub(super) fn filled(&self, blanks: &[(&str, Blank<'_>)], is_right_to_left: bool) -> Result<Filled, String> {
        let find = |name: &str| blanks.iter().find(|(known, _)| *known == name).map(|(_, blank)| *blank);
        let is_html = self.blanks().filter_map(find).any(|blank| matches!(blank, Blank::Html(_)));
        let mut text = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(plain) => blanks::push(&mut text, plain, is_html),
                Piece::Blank(name) => {
                    let blank = find(name).ok_or_else(|| name.clone())?;
                    blank.push(&mut text, is_html, is_right_to_left && blank.is_apart());
                }
            }
        }
        Ok(Filled { text, is_html })
    }

    /// The text with its blanks filled by plain text; those of which nothing is known are left out.
    pub(super) fn plain(&self, blanks: &[(&str, &str)]) -> String {
        let find = |name: &str| blanks.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| *text);
        let mut text = String::new();
        for piece in &self.pieces {
            text.push_str(match piece {
                Piece::Text(plain) => plain,
                Piece::Blank(name) => find(name),
            });
        }
        text
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(text: &str, blanks: &[(&str, Blank<'_>)], is_right_to_left: bool) -> Result<String, String> {
        Pattern::of(text).filled(blanks, is_right_to_left).map(|filled| filled.text)
    }

    #[test]
    fn blanks_are_filled_and_other_braces_stay() {
        let two = [("a", Blank::Text("1")), ("b", Blank::Number("2"))];
        assert_eq!(filled("{a}-{b}-{a}", &two, false).unwrap(), "1-2-1");
        assert_eq!(filled("{ {a} {} {A", &two, false).unwrap(), "{ 1 {} {A");
        assert_eq!(filled("{c}", &two, false), Err("c".to_owned()));
    }

    #[test]
    fn what_is_no_html_is_escaped_beside_what_is() {
        let blanks = [("a", Blank::Text("<")), ("b", Blank::Html("<b>x</b>"))];
        assert_eq!(filled("& {a} {b}", &blanks, false).unwrap(), "&amp; &lt; <b>x</b>");
        assert_eq!(filled("& {a}", &blanks, false).unwrap(), "& <");
    }

    #[test]
    fn what_runs_the_other_way_is_held_apart() {
        let at = |text| filled("بقلم {name}.", &[("name", text)], true).unwrap();
        assert_eq!(at(Blank::Text("C++")), "بقلم \u{2068}C++\u{2069}.");
        assert_eq!(at(Blank::Text("ليلى")), "بقلم ليلى.");
        assert_eq!(at(Blank::Number("12")), "بقلم 12.");
        assert_eq!(at(Blank::Html("<b>C++</b>")), "بقلم <b>C++</b>.");
    }
}
