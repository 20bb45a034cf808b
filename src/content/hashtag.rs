//! Hashtags: what is one, what makes two of them the same, and how one is read aloud.

use std::ops::Range;

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A longer word behind `#` is no tag.
const LONGEST: usize = 100;

/// What makes two spellings one tag: the name in NFKC, case-folded, with runs of spaces, hyphens and underscores taken as
/// one hyphen. Empty if there is nothing else in it.
#[must_use]
pub fn identity(name: &str) -> String {
    let mut identity = String::with_capacity(name.len());
    for c in name.nfkc().default_case_fold().nfkc() {
        if c.is_whitespace() || c == '-' || c == '_' {
            if !identity.is_empty() && !identity.ends_with('-') {
                identity.push('-');
            }
        } else if !c.is_control() {
            identity.push(c);
        }
    }
    let length = identity.trim_end_matches('-').len();
    identity.truncate(length);
    identity
}

/// The tags of a text such as `#Amazon #AI` or `Amazon, AI`, each with its bytes in the text, without its `#`.
///
/// Where there is a `#`, a tag reaches to the next one; else to the next comma.
#[must_use]
pub fn split_list(text: &str) -> Vec<Range<usize>> {
    let mut starts = vec![0];
    if text.trim_start().starts_with('#') {
        let mut previous = ' ';
        for (at, c) in text.char_indices() {
            if c == '#' && (previous.is_whitespace() || previous == ',') {
                starts.push(at);
            }
            previous = c;
        }
    } else {
        starts.extend(text.match_indices(',').map(|(at, _)| at));
    }
    starts.push(text.len());
    starts
        .windows(2)
        .filter_map(|pair| match pair {
            [from, to] => trim_name(text, *from..*to),
            _ => None,
        })
        .collect()
}

/// A name without the `#` before it and the commas and spaces around it.
fn trim_name(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let part = text.get(range.clone())?;
    let edge = |c: char| c.is_whitespace() || c == ',';
    let left = part.trim_start_matches(edge);
    let left = left.strip_prefix('#').unwrap_or(left);
    let start = range.start + (part.len() - left.len());
    let name = left.trim_end_matches(edge);
    (!name.is_empty()).then(|| start..start + name.len())
}

/// Letters, digits, marks and `_`: what a hashtag in prose is made of.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}')
}

/// The hashtag at the start of `text`, which begins with `#`: its length in bytes, with the `#`.
///
/// A word with a letter in it, as everywhere on the net; besides, `#C++`, `#C#` and `#.NET`. A number or a colour
/// (`#123`, `#fff`, `#00ff7f`) is none.
#[must_use]
pub fn at_start(text: &str) -> Option<usize> {
    let word = text.strip_prefix('#')?;
    let dotted = word.strip_prefix('.').filter(|rest| rest.starts_with(char::is_alphabetic));
    let letters = dotted.unwrap_or(word);
    let mut length = letters.find(|c| !is_word(c)).unwrap_or(letters.len());
    let name = letters.get(..length)?;
    length = name.trim_end_matches('_').len();
    let name = name.get(..length)?;
    if !name.contains(char::is_alphabetic) || name.starts_with(is_combining_mark) {
        return None;
    }
    let mut end = 1 + usize::from(dotted.is_some()) + length;
    let rest = text.get(end..)?;
    if name.chars().count() == 1 && goes_on(rest) {
        return None;
    }
    let ends_word = |rest: &str| !rest.starts_with(|c| is_word(c) || c == '#' || c == '+');
    if let Some(rest) = rest.strip_prefix("++").filter(|rest| ends_word(rest)) {
        let _ = rest;
        end += 2;
    } else if let Some(rest) = rest.strip_prefix('#').filter(|rest| ends_word(rest)) {
        let _ = rest;
        end += 1;
    } else if rest.starts_with('#') || (dotted.is_none() && is_colour(name)) {
        return None;
    }
    (name.chars().count() <= LONGEST).then_some(end)
}

/// Whether a word goes on behind a letter: `#e-mail` is not about `e`, nor `#R&D` about `R`.
fn goes_on(rest: &str) -> bool {
    rest.strip_prefix(['-', '&', '\'', '’']).is_some_and(|rest| rest.starts_with(is_word))
}

/// Three, four, six or eight hexadecimal digits that look like a colour rather than an acronym: `#fff` and `#00ff7f`, but
/// not `#FCC`.
fn is_colour(name: &str) -> bool {
    let bytes = name.as_bytes();
    let hexadecimal = matches!(bytes.len(), 3 | 4 | 6 | 8) && bytes.iter().all(u8::is_ascii_hexdigit);
    let has_digit = bytes.iter().any(u8::is_ascii_digit);
    let has_upper = bytes.iter().any(u8::is_ascii_uppercase);
    let one_letter = bytes.windows(2).all(|pair| pair.first() == pair.last());
    hexadecimal && (has_digit || !has_upper || one_letter)
}

/// Whether a hashtag may begin behind `previous`.
#[must_use]
pub fn may_follow(previous: Option<char>) -> bool {
    previous.is_none_or(|c| !is_word(c) && !matches!(c, '#' | '&' | '/' | '=' | '?' | '.' | '@' | '\\' | '+' | '%'))
}

/// The tags of a line or paragraph that is nothing but hashtags, without their `#`; none if it is anything else.
///
/// Words may hold hyphens here, as in front matter. Colours alone do not make such a line.
#[must_use]
pub fn only_hashtags(text: &str) -> Option<Vec<Range<usize>>> {
    let separator = |c: char| c.is_whitespace() || matches!(c, ',' | '·' | '•');
    let mut tags = Vec::new();
    let mut some_tag = false;
    let mut at = 0;
    for token in text.split(separator) {
        let start = at;
        at += token.len() + text.get(at + token.len()..)?.chars().next().map_or(0, char::len_utf8);
        if token.is_empty() {
            continue;
        }
        let name = token.strip_prefix('#')?;
        if name.chars().count() > LONGEST || !name.contains(char::is_alphabetic) {
            return None;
        }
        let plain = name.trim_start_matches('.').trim_end_matches(['+', '#']);
        if plain.is_empty()
            || plain.ends_with('.')
            || !plain.chars().all(|c| is_word(c) || matches!(c, '-' | '.' | '\'' | '’' | '&' | '+'))
        {
            return None;
        }
        some_tag |= !is_colour(name);
        tags.push(start + 1..start + token.len());
    }
    some_tag.then_some(tags)
}

/// Compound names that are one word to a reader.
const UNSPLIT: &[&str] = &[
    "AirPods",
    "BitTorrent",
    "ChatGPT",
    "CloudFlare",
    "DeepMind",
    "DeepSeek",
    "DevOps",
    "FreeBSD",
    "GeForce",
    "GitHub",
    "GitLab",
    "GraphQL",
    "JavaScript",
    "LaTeX",
    "LibreOffice",
    "LinkedIn",
    "MacBook",
    "MacOS",
    "MongoDB",
    "MySQL",
    "NetBSD",
    "NoSQL",
    "OAuth",
    "OpenAI",
    "OpenBSD",
    "OpenSSL",
    "OpenStack",
    "PayPal",
    "PlayStation",
    "PostgreSQL",
    "PyPI",
    "PyTorch",
    "SpaceX",
    "SQLite",
    "TensorFlow",
    "TikTok",
    "TypeScript",
    "WebAssembly",
    "WebGPU",
    "WebRTC",
    "WhatsApp",
    "WordPress",
    "YouTube",
    "macOS",
];

/// A name as it is read: `ArtificialIntelligence` is “Artificial Intelligence”, `GenerativeAI` is “Generative AI”; `AWS`,
/// `iPhone` and `JavaScript` stay.
#[must_use]
pub fn label(name: &str) -> String {
    if UNSPLIT.contains(&name) {
        return name.to_owned();
    }
    let chars: Vec<char> = name.chars().collect();
    let mut label = String::with_capacity(name.len() + 4);
    let mut word_length = 0;
    for (index, &c) in chars.iter().enumerate() {
        if c == '_' {
            label.push(' ');
            word_length = 0;
            continue;
        }
        let previous = index.checked_sub(1).and_then(|before| chars.get(before));
        let next = chars.get(index + 1);
        let after_lower = previous.is_some_and(|p| p.is_lowercase()) && word_length > 1;
        let ends_acronym =
            previous.is_some_and(|p| p.is_uppercase()) && next.is_some_and(|n| n.is_lowercase()) && word_length > 1;
        if c.is_uppercase() && (after_lower || ends_acronym) {
            label.push(' ');
            word_length = 0;
        }
        label.push(c);
        word_length += 1;
    }
    label
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_tag_have_one_identity() {
        for (a, b) in [
            ("AI", "ai"),
            ("spec cleaner", "Spec-Cleaner"),
            ("spec_cleaner", "spec  cleaner"),
            ("STRASSE", "straße"),
            ("ＡＩ", "AI"),
        ] {
            assert_eq!(identity(a), identity(b), "{a} {b}");
        }
        assert_ne!(identity("C"), identity("C++"));
        assert_ne!(identity("C#"), identity("C"));
        assert_eq!(identity(" -_ "), "");
    }

    #[test]
    fn what_is_a_hashtag_in_prose() {
        let tag = |text: &'static str| at_start(text).and_then(|end| text.get(..end));
        assert_eq!(tag("#OpenAI said"), Some("#OpenAI"));
        assert_eq!(tag("#OpenAI's"), Some("#OpenAI"));
        assert_eq!(tag("#AI-powered"), Some("#AI"));
        assert_eq!(tag("#C++, as"), Some("#C++"));
        assert_eq!(tag("#C# is"), Some("#C#"));
        assert_eq!(tag("#.NET"), Some("#.NET"));
        assert_eq!(tag("#日本語、"), Some("#日本語"));
        assert_eq!(tag("#snake_case_"), Some("#snake_case"));
        assert_eq!(tag("#FCC"), Some("#FCC"));
        assert_eq!(tag("#3D"), Some("#3D"));
        for none in ["#123", "#fff", "#FFF", "#00ff7f", "#a1b2c3d4", "#", "# x", "#-", "#foo#bar", "#e-mail", "#R&D"] {
            assert_eq!(tag(none), None, "{none}");
        }
    }

    #[test]
    fn a_hashtag_needs_room_before_it() {
        assert!(may_follow(None));
        assert!(may_follow(Some('(')));
        assert!(!may_follow(Some('o')));
        assert!(!may_follow(Some('&')));
        assert!(!may_follow(Some('/')));
    }

    #[test]
    fn lists_come_in_two_forms() {
        let names =
            |text: &'static str| -> Vec<&str> { split_list(text).into_iter().filter_map(|r| text.get(r)).collect() };
        assert_eq!(names("#Amazon #AI, #C# #.NET"), ["Amazon", "AI", "C#", ".NET"]);
        assert_eq!(names("#spec cleaner #AI"), ["spec cleaner", "AI"]);
        assert_eq!(names("Amazon, spec cleaner,AI"), ["Amazon", "spec cleaner", "AI"]);
        assert_eq!(names(" , "), [""; 0]);
    }

    #[test]
    fn a_paragraph_of_hashtags_alone() {
        let names = |text: &'static str| -> Option<Vec<&str>> {
            Some(only_hashtags(text)?.into_iter().filter_map(|r| text.get(r)).collect())
        };
        assert_eq!(names("#Amazon #C++ #spec-cleaner\n#日本語"), Some(vec!["Amazon", "C++", "spec-cleaner", "日本語"]));
        assert_eq!(names("#fff"), None);
        assert_eq!(names("#AI and #ML"), None);
        assert_eq!(names("#AI."), None);
        assert_eq!(names(""), None);
    }

    #[test]
    fn labels_are_split_where_words_meet() {
        for (name, expected) in [
            ("ArtificialIntelligence", "Artificial Intelligence"),
            ("GenerativeAI", "Generative AI"),
            ("AIAct", "AI Act"),
            ("AWS", "AWS"),
            ("iPhone", "iPhone"),
            ("OpenAI", "OpenAI"),
            ("spec_cleaner", "spec cleaner"),
            ("Web3", "Web3"),
            ("C++", "C++"),
        ] {
            assert_eq!(label(name), expected);
        }
    }

    proptest::proptest! {
        #[test]
        fn identity_is_idempotent(name in "\\PC{0,30}") {
            let once = identity(&name);
            proptest::prop_assert_eq!(identity(&once), once);
        }
    }
}
