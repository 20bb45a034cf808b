//! Inline `<script>` and `<style>`: browsers run or apply what stands in them, and nobody reads it. To CommonMark it is
//! text; here the whole element is one piece of HTML, as it is written, so that nothing of it is taken for prose.

use pulldown_cmark::{Event, Tag};

use super::Placed;

/// Elements whose insides are not shown.
const NAMES: [&str; 2] = ["script", "style"];

/// Makes one event of each such element. One that is never closed ends with the block or the inline element it stands in.
pub(super) fn join<'a>(text: &str, events: Vec<Placed<'a>>) -> Vec<Placed<'a>> {
    if !events.iter().any(|(event, _)| opened(event).is_some()) {
        return events;
    }
    let mut joined = Vec::with_capacity(events.len());
    let mut events = events.into_iter().peekable();
    while let Some((event, range)) = events.next() {
        let (Some(name), Event::InlineHtml(tag)) = (opened(&event), &event) else {
            joined.push((event, range));
            continue;
        };
        let mut html = tag.to_string();
        // Line by line: what stands before the lines of a quotation is not part of them.
        let mut from = range.end;
        let mut end = range.end;
        let mut begins_line = false;
        let mut depth = 0_usize;
        while let Some((inner, place)) = events.next_if(|(inner, _)| is_inside(inner, depth)) {
            if std::mem::take(&mut begins_line) {
                from = place.start;
            }
            end = end.max(place.end);
            match &inner {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                Event::SoftBreak | Event::HardBreak => {
                    html.push_str(text.get(from..place.start).unwrap_or_default());
                    html.push('\n');
                    from = place.end;
                    begins_line = true;
                }
                Event::InlineHtml(tag) if closes(tag, name) => break,
                _ => {}
            }
        }
        html.push_str(text.get(from..end).unwrap_or_default());
        joined.push((Event::InlineHtml(html.into()), range.start..end));
    }
    joined
}

/// Whether inline HTML is such an element as a whole.
pub(super) fn is_whole(html: &str) -> bool {
    name_of(html).is_some() && html.contains("</")
}

fn opened(event: &Event<'_>) -> Option<&'static str> {
    let Event::InlineHtml(html) = event else { return None };
    name_of(html)
}

fn name_of(html: &str) -> Option<&'static str> {
    NAMES.into_iter().find(|name| html.strip_prefix('<').is_some_and(|rest| is_named(rest, name)))
}

fn closes(html: &str, name: &str) -> bool {
    html.strip_prefix("</").is_some_and(|rest| is_named(rest, name))
}

fn is_named(rest: &str, name: &str) -> bool {
    rest.split_at_checked(name.len()).is_some_and(|(start, behind)| {
        start.eq_ignore_ascii_case(name) && !behind.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
    })
}

/// Whether an event goes on within the inline element, of which `depth` others are open.
fn is_inside(event: &Event<'_>, depth: usize) -> bool {
    match event {
        Event::Start(tag) => {
            matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
        }
        Event::End(_) => depth > 0,
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::Parser;

    use super::*;

    fn pieces(text: &str) -> Vec<String> {
        let events = join(text, Parser::new(text).into_offset_iter().collect());
        let shown = |(event, _): Placed<'_>| match event {
            Event::InlineHtml(html) => Some(format!("HTML {html}")),
            Event::Text(text) => Some(text.to_string()),
            _ => None,
        };
        events.into_iter().filter_map(shown).collect()
    }

    #[test]
    fn an_element_is_one_piece_as_it_is_written() {
        for (text, expected) in [
            (
                "a <script>x < y && *z* + t[0](u)</script> b",
                &["a ", "HTML <script>x < y && *z* + t[0](u)</script>", " b"][..],
            ),
            ("> a <STYLE>p {\n> color: red }</style >", &["a ", "HTML <STYLE>p {\ncolor: red }</style >"]),
            ("- a <script>x\n  - b", &["a ", "HTML <script>x", "b"]),
            ("*a <script>x* b", &["a ", "HTML <script>x", " b"]),
            (
                "a <scripts>b</scripts> <b>c</b>",
                &["a ", "HTML <scripts>", "b", "HTML </scripts>", " ", "HTML <b>", "c", "HTML </b>"],
            ),
        ] {
            assert_eq!(pieces(text), expected, "{text}");
        }
    }
}
