//! Text as YAML writes it.

/// A text as a YAML scalar that fits into any place: plain where nobody could take it for anything else, else in double
/// quotes.
#[must_use]
pub fn write(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { double_quoted(text) }
}

/// The same, in the quotes of what stood there before.
#[must_use]
pub fn write_like(before: &str, text: &str) -> String {
    match before.chars().next() {
        Some('"') => double_quoted(text),
        Some('\'') if !text.contains(char::is_control) => format!("'{}'", text.replace('\'', "''")),
        _ => write(text),
    }
}

/// A double-quoted scalar, which any text fits into. JSON's strings are such.
#[must_use]
pub fn double_quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// Words that some reader of YAML takes for something else than text.
const WORDS: [&str; 11] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", ".inf", ".nan"];

/// Whether a text can stand without quotes, in brackets too. What YAML would allow beyond that is rare in names.
fn is_plain(text: &str) -> bool {
    let begins_well = text.strip_prefix('.').unwrap_or(text).starts_with(char::is_alphabetic);
    let ends_well = !text.ends_with(char::is_whitespace);
    let fits = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '+' | '#' | '&' | '/');
    let is_word = WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    begins_well && ends_well && !is_word && text.chars().all(fits) && !text.contains(" #")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_without_quotes_where_they_can() {
        for plain in ["AI", "C++", "C#", ".NET", "R&D", "spec cleaner", "日本語", "snake_case"] {
            assert_eq!(write(plain), plain);
        }
        for (text, quoted) in [
            ("3D", "\"3D\""),
            ("no", "\"no\""),
            ("a: b", "\"a: b\""),
            ("a, b", "\"a, b\""),
            ("C #", "\"C #\""),
            ("", "\"\""),
            ("say \"so\"", "\"say \\\"so\\\"\""),
        ] {
            assert_eq!(write(text), quoted);
        }
    }

    #[test]
    fn the_quotes_of_before_are_kept() {
        assert_eq!(write_like("\"AI\"", "ML"), "\"ML\"");
        assert_eq!(write_like("'AI'", "it's"), "'it''s'");
        assert_eq!(write_like("AI", "ML"), "ML");
    }
}
