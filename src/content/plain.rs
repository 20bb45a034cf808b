//! Plain text as Markdown, for what is written for programs that read Markdown.

/// Plain text as Markdown, in one line that means nothing but itself, wherever it stands.
#[must_use]
pub fn one_line(text: &str) -> String {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let marker = marker(&plain);
    let mut line = String::with_capacity(plain.len() + 8);
    for (at, c) in plain.char_indices() {
        let means_something = match c {
            '\\' | '[' | ']' | '`' | '*' | '_' | '<' | '~' => true,
            '&' => is_entity(plain.get(at + 1..).unwrap_or_default()),
            // Behind a headline, it could close that.
            '#' => plain.get(at..).is_some_and(|rest| rest.trim_end_matches('#').is_empty()),
            _ => false,
        };
        if means_something || marker == Some(at) {
            line.push('\\');
        }
        line.push(c);
    }
    line
}

/// Where a text has what would make a list, a quotation or a headline of it at the beginning of a line.
fn marker(text: &str) -> Option<usize> {
    if text.starts_with(['#', '-', '+', '>', '=', ':', '|']) {
        return Some(0);
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = digits > 0 && text.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')']));
    is_number.then_some(digits)
}

/// Whether what follows an ampersand makes it a character reference.
fn is_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    length > 0 && name.get(length..).is_some_and(|rest| rest.starts_with(';'))
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    #[test]
    fn plain_text_stays_plain() {
        assert_eq!(one_line(" a\n b "), "a b");
        assert_eq!(one_line("[x](y) <b> *c*"), "\\[x\\](y) \\<b> \\*c\\*");
        assert_eq!(one_line("AT&T, C# & 3.5 - R&D 2 > 1"), "AT&T, C# & 3.5 - R&D 2 > 1");
    }

    #[test]
    fn readers_of_markdown_see_what_was_written() {
        for text in [
            "AT&amp;T &copy; &#35; &#x23; & &;",
            "~~old~~ ~new~ a~b",
            "# of them",
            "all of #",
            "C ##",
            "- a",
            "+ b",
            "> c",
            "2025. A year",
            "7) b",
            "=== x",
            "--- x",
            ": x",
            "a | b",
            "| --- |",
            "![a](b) `c` __d__ \\e <f@g.example> <!-- x -->",
        ] {
            for (before, after) in
                [("> ", ""), ("# ", ""), ("- [", "](https://x.example)"), ("- [a](b): ", ""), ("", "")]
            {
                let markdown = format!("{before}{}{after}\n", one_line(text));
                let events = Parser::new_ext(&markdown, Options::all() - Options::ENABLE_SMART_PUNCTUATION);
                let read: String = events
                    .filter_map(|event| match event {
                        Event::Text(text) => Some(text.into_string()),
                        Event::Start(Tag::Strikethrough | Tag::Emphasis | Tag::Image { .. }) => {
                            Some("MARKUP".to_owned())
                        }
                        _ => None,
                    })
                    .collect();
                let expected = if before.contains("](b)") { format!("a: {text}") } else { text.to_owned() };
                assert_eq!(read, expected, "{markdown}");
            }
        }
    }
}
