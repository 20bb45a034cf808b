//! Footnotes: numbered in the order in which they are referred to, gathered in one list at the end, each with the way back.

use std::collections::HashMap;
use std::fmt::Write as _;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::attribute;

/// What has been referred to so far.
#[derive(Debug, Default)]
pub(super) struct Footnotes {
    /// By label: number, and how often it was referred to.
    seen: HashMap<String, (usize, usize)>,
}

impl Footnotes {
    /// The mark of a reference.
    pub(super) fn reference(&mut self, label: &str) -> String {
        let next = self.seen.len() + 1;
        let (number, uses) = self.seen.entry(label.to_owned()).or_insert((next, 0));
        *uses += 1;
        let mut html = String::from("<sup class=\"footnote-ref\"><a id=\"");
        push_reference_id(&mut html, label, *uses);
        html.push_str("\" href=\"#fn-");
        attribute(&mut html, &id(label));
        // Writing to a string cannot fail.
        let _ = write!(html, "\" role=\"doc-noteref\">{number}</a></sup>");
        html
    }
}

/// Labels may hold spaces, which ids may not.
fn id(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join("-")
}

fn push_reference_id(html: &mut String, label: &str, use_number: usize) {
    html.push_str("fnref-");
    attribute(html, &id(label));
    if use_number > 1 {
        let _ = write!(html, "-{use_number}");
    }
}

/// Moves the definitions to the end, in the order of their numbers; those that nothing refers to are dropped.
pub(super) fn place<'a>(events: Vec<Event<'a>>, footnotes: &Footnotes) -> Vec<Event<'a>> {
    if footnotes.seen.is_empty() && !has_definition(&events) {
        return events;
    }
    let mut text = Vec::with_capacity(events.len());
    let mut notes: Vec<(usize, usize, String, Vec<Event<'a>>)> = Vec::new();
    let mut open: Option<(String, Vec<Event<'a>>)> = None;
    for event in events {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => open = Some((label.to_string(), Vec::new())),
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some((label, inside)) = open.take()
                    && let Some((number, uses)) = footnotes.seen.get(&label)
                {
                    notes.push((*number, *uses, label, inside));
                }
            }
            other => match &mut open {
                Some((_, inside)) => inside.push(other),
                None => text.push(other),
            },
        }
    }
    notes.sort_by_key(|(number, ..)| *number);
    notes.dedup_by_key(|(number, ..)| *number);
    if notes.is_empty() {
        return text;
    }
    let start = "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Footnotes\">\n<ol>\n";
    text.push(Event::Html(start.into()));
    for (number, uses, label, inside) in notes {
        let mut item = format!("<li value=\"{number}\" id=\"fn-");
        attribute(&mut item, &id(&label));
        item.push_str("\">\n");
        text.push(Event::Html(item.into()));
        push_note(&mut text, inside, &back_links(&label, uses));
        text.push(Event::Html("</li>\n".into()));
    }
    text.push(Event::Html("</ol>\n</section>\n".into()));
    text
}

fn has_definition(events: &[Event<'_>]) -> bool {
    events.iter().any(|event| matches!(event, Event::Start(Tag::FootnoteDefinition(_))))
}

/// The note, with the way back inside of its last paragraph.
fn push_note<'a>(text: &mut Vec<Event<'a>>, mut inside: Vec<Event<'a>>, back: &str) {
    let at = match inside.last() {
        Some(Event::End(TagEnd::Paragraph)) => inside.len() - 1,
        _ => inside.len(),
    };
    inside.insert(at, Event::InlineHtml(back.to_owned().into()));
    text.extend(inside);
}

fn back_links(label: &str, uses: usize) -> String {
    let mut html = String::new();
    for use_number in 1..=uses {
        html.push_str(" <a class=\"footnote-back\" href=\"#");
        push_reference_id(&mut html, label, use_number);
        html.push_str("\" role=\"doc-backlink\" aria-label=\"Back to the text\">↩</a>");
    }
    html
}
