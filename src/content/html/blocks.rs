//! Blocks whose markup differs from CommonMark's plain one: code, alerts, tables, tasks.

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Tag};

use super::{Renderer, attribute, body_text};
use crate::content::body::Item;
use crate::words::Phrases;

/// A table scrolls in a box of its own, which the keyboard can reach.
pub(super) const TABLE_START: &str = "<div class=\"table-wrap\" tabindex=\"0\">\n";

/// A code block, coloured if its language is known. On pages it stands in a box, which shows the language and has room for more.
pub(super) fn code(kind: &CodeBlockKind<'_>, code: &str, renderer: &Renderer<'_>) -> String {
    let info = match kind {
        CodeBlockKind::Fenced(info) => info.trim(),
        CodeBlockKind::Indented => "",
    };
    let language = info.split([' ', '\t', ',']).next().unwrap_or_default();
    let mut html = String::with_capacity(code.len() * 2 + 64);
    let is_styled = renderer.flavour.is_styled();
    if is_styled {
        html.push_str("<div class=\"code-block\"");
        if let Some(name) = renderer.highlighting.language(info) {
            // No text: of what others take from a page, it is none of the writer's words.
            html.push_str(" data-language=\"");
            attribute(&mut html, &name);
            html.push('"');
        }
        html.push_str(">\n");
    }
    html.push_str(if is_styled { "<pre tabindex=\"0\"><code" } else { "<pre><code" });
    if !language.is_empty() {
        html.push_str(" class=\"language-");
        attribute(&mut html, language);
        html.push('"');
    }
    html.push('>');
    let coloured = (renderer.markdown.highlight && is_styled && !language.is_empty())
        .then(|| renderer.highlighting.highlight(info, code))
        .flatten();
    match coloured {
        Some(coloured) => html.push_str(&coloured),
        None => body_text(&mut html, code),
    }
    html.push_str("</code></pre>\n");
    if is_styled {
        html.push_str("</div>\n");
    }
    html
}

/// The head of a GFM alert; without styles, it is a quotation.
pub(super) fn alert_start(kind: BlockQuoteKind, is_styled: bool, words: &Phrases) -> String {
    let (class, key) = match kind {
        BlockQuoteKind::Note => ("note", "alert_note"),
        BlockQuoteKind::Tip => ("tip", "alert_tip"),
        BlockQuoteKind::Important => ("important", "alert_important"),
        BlockQuoteKind::Warning => ("warning", "alert_warning"),
        BlockQuoteKind::Caution => ("caution", "alert_caution"),
    };
    let mut title = String::new();
    body_text(&mut title, &words.text(key));
    if !is_styled {
        return format!("<blockquote>\n<p><strong>{title}</strong></p>\n");
    }
    // No `aside`: what extracts articles drops it, and the words are the article's.
    format!("<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n")
}

/// Its end.
pub(super) fn alert_end(is_styled: bool) -> &'static str {
    if is_styled { "</div>\n" } else { "</blockquote>\n" }
}

/// Whether the item of a list that goes on with `next` is a task.
pub(super) fn is_task(next: &[Item<'_>]) -> bool {
    matches!(
        next,
        [Item::Event(Event::TaskListMarker(_), _), ..]
            | [Item::Event(Event::Start(Tag::Paragraph), _), Item::Event(Event::TaskListMarker(_), _), ..]
    )
}

/// The box of a task list's item; without styles, a character of that form.
pub(super) fn task(done: bool, is_styled: bool, words: &Phrases) -> String {
    let (checked, key) = match (done, is_styled) {
        (true, true) => (" checked", "task_done"),
        (false, true) => ("", "task_to_do"),
        (true, false) => return "\u{2611} ".to_owned(),
        (false, false) => return "\u{2610} ".to_owned(),
    };
    let mut html = format!("<input type=\"checkbox\" disabled{checked} aria-label=\"");
    attribute(&mut html, &words.text(key));
    html.push_str("\"> ");
    html
}
