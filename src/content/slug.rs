//! Slugs: the last part of a URL, made from a name.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::config::SlugLetters;

/// Bytes of a slug at most: file systems take 255, and a date or extension may come along.
const LONGEST: usize = 200;

/// A slug of `name`: lower case, letters and digits of every script (or ASCII alone), hyphens between words. Symbols that
/// carry the meaning are named: `C++` is `c-plus-plus`, `C#` is `c-sharp`, `.NET` is `dot-net`. Never empty: what has no
/// letter at all is spelled by its code points.
#[must_use]
pub fn slugify(name: &str, letters: SlugLetters) -> String {
    let name: String = match letters {
        SlugLetters::Unicode => name.nfkc().collect(),
        SlugLetters::Ascii => deunicode::deunicode(&name.nfkc().collect::<String>()),
    };
    let mut slug = String::with_capacity(name.len());
    let mut chars = name.chars().peekable();
    let mut previous = None;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        if let Some(word) = symbol_name(c, previous, next) {
            separate(&mut slug);
            slug.push_str(word);
            slug.push('-');
        } else if c.is_alphanumeric() || (is_combining_mark(c) && !slug.is_empty()) {
            slug.extend(c.to_lowercase());
        } else if !is_silent(c) {
            separate(&mut slug);
        }
        previous = Some(c);
    }
    shorten(&mut slug);
    if slug.is_empty() {
        slug = code_points(&name);
    }
    slug.nfc().collect()
}

/// Cuts a slug that would be too long for a file's name, between words if there are any.
fn shorten(slug: &mut String) {
    if slug.len() > LONGEST {
        let mut end = LONGEST;
        while !slug.is_char_boundary(end) {
            end -= 1;
        }
        let words = slug.get(..end).and_then(|head| head.rfind('-')).filter(|at| *at > LONGEST / 2);
        slug.truncate(words.unwrap_or(end));
    }
    let length = slug.trim_end_matches('-').len();
    slug.truncate(length);
}

fn separate(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

fn symbol_name(c: char, previous: Option<char>, next: Option<char>) -> Option<&'static str> {
    let starts_word = previous.is_none_or(|p| !p.is_alphanumeric());
    let word_follows = next.is_some_and(char::is_alphanumeric);
    Some(match c {
        '+' => "plus",
        '#' if !starts_word => "sharp",
        '♯' => "sharp",
        '.' if starts_word && word_follows => "dot",
        '&' => "and",
        '@' => "at",
        '%' => "percent",
        '€' => "euro",
        '$' => "dollar",
        '*' if !starts_word => "star",
        _ => return None,
    })
}

/// Apostrophes and the like, which part no words: `O'Reilly` is `oreilly`.
fn is_silent(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '\u{200c}' | '\u{200d}' | '\u{ad}')
}

fn code_points(name: &str) -> String {
    let parts: Vec<String> = name
        .chars()
        .take(12)
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .map(|c| format!("u{:x}", u32::from(c)))
        .collect();
    if parts.is_empty() { "untitled".to_owned() } else { parts.join("-") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_that_carry_the_meaning_are_named() {
        let slug = |name| slugify(name, SlugLetters::Unicode);
        assert_eq!(slug("C++"), "c-plus-plus");
        assert_eq!(slug("C#"), "c-sharp");
        assert_eq!(slug(".NET"), "dot-net");
        assert_eq!(slug("ASP.NET"), "asp-net");
        assert_eq!(slug("R&D"), "r-and-d");
        assert_eq!(slug("O'Reilly"), "oreilly");
        assert_eq!(slug("TCP/IP  stack"), "tcp-ip-stack");
        assert_eq!(slug("日本語"), "日本語");
        assert_eq!(slug("हिन्दी"), "हिन्दी");
        assert_eq!(slug("Über—alles!"), "über-alles");
        assert_eq!(slug("🚀"), "u1f680");
        assert_eq!(slug(""), "untitled");
    }

    #[test]
    fn ascii_slugs_are_transliterated() {
        let slug = |name| slugify(name, SlugLetters::Ascii);
        assert_eq!(slug("Über alles"), "uber-alles");
        assert!(slug("日本語").is_ascii());
    }

    proptest::proptest! {
        #[test]
        fn a_slug_is_one_safe_path_segment(name in "\\PC{0,120}") {
            for letters in [SlugLetters::Unicode, SlugLetters::Ascii] {
                let slug = slugify(&name, letters);
                proptest::prop_assert!(!slug.is_empty() && slug.len() <= 255);
                proptest::prop_assert!(!slug.contains(['/', '\\', '.', '?', '#', '%', ' ']));
                proptest::prop_assert!(!slug.starts_with('-') && !slug.ends_with('-'));
            }
        }
    }
}
