//! Footnotes: numbered in the order in which a reader meets them, gathered in one list at the end, each with the way back.

use std::collections::HashMap;
use std::fmt::Write as _;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::attribute;
use crate::content::anchor::footnote_id;
use crate::words::Phrases;

/// Numbers references, and moves the notes to the end in the order of their numbers. A note that nothing refers to is
/// dropped, and so is one that only a dropped one refers to. `page` is the address before each `#`; empty on the page itself.
pub(super) fn place<'a>(events: Vec<Event<'a>>, page: &str, words: &Phrases) -> Vec<Event<'a>> {
    if !events
        .iter()
        .any(|event| matches!(event, Event::FootnoteReference(_) | Event::Start(Tag::FootnoteDefinition(_))))
    {
        return events;
    }
    let (mut text, mut notes) = take_notes(events);
    let mut references = References { page, ..References::default() };
    references.number(&mut text);
    let mut placed = Vec::new();
    // Notes may refer to further notes, which come behind them.
    while let Some(label) = references.order.get(placed.len()).cloned() {
        let mut inside = notes.remove(&label).unwrap_or_default();
        references.number(&mut inside);
        placed.push((label, inside));
    }
    if placed.is_empty() {
        return text;
    }
    let start = "<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n";
    text.push(Event::Html(start.into()));
    for (label, inside) in placed {
        let mut item = String::from("<li id=\"fn-");
        attribute(&mut item, &footnote_id(&label));
        item.push_str("\">\n");
        text.push(Event::Html(item.into()));
        let uses = references.uses.get(&label).copied().unwrap_or(0);
        push_note(&mut text, inside, &back_links(&label, uses, page, words));
        text.push(Event::Html("</li>\n".into()));
    }
    text.push(Event::Html("</ol>\n</div>\n".into()));
    text
}

type Notes<'a> = HashMap<String, Vec<Event<'a>>>;

/// Parts the notes from the text; of two with one label the first counts.
fn take_notes(events: Vec<Event<'_>>) -> (Vec<Event<'_>>, Notes<'_>) {
    let mut text = Vec::with_capacity(events.len());
    let mut notes = Notes::new();
    let mut open: Option<(String, Vec<Event<'_>>)> = None;
    for event in events {
        match event {
            Event::Start(Tag::FootnoteDefinition(label)) => open = Some((label.to_string(), Vec::new())),
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some((label, inside)) = open.take() {
                    notes.entry(label).or_insert(inside);
                }
            }
            other => match &mut open {
                Some((_, inside)) => inside.push(other),
                None => text.push(other),
            },
        }
    }
    (text, notes)
}

/// What has been referred to so far.
#[derive(Default)]
struct References<'p> {
    /// The address before each `#`.
    page: &'p str,
    /// Labels in the order of their numbers.
    order: Vec<String>,
    /// How often each was referred to.
    uses: HashMap<String, usize>,
}

impl References<'_> {
    fn number(&mut self, events: &mut [Event<'_>]) {
        for event in events {
            if let Event::FootnoteReference(label) = event {
                let html = self.mark(label);
                *event = Event::InlineHtml(html.into());
            }
        }
    }

    fn mark(&mut self, label: &str) -> String {
        let uses = self.uses.entry(label.to_owned()).or_default();
        *uses += 1;
        if *uses == 1 {
            self.order.push(label.to_owned());
        }
        let number = self.order.iter().position(|known| known == label).map_or(0, |at| at + 1);
        let mut html = String::from("<sup class=\"footnote-ref\"><a id=\"");
        push_reference_id(&mut html, label, *uses);
        html.push_str("\" href=\"");
        attribute(&mut html, self.page);
        html.push_str("#fn-");
        attribute(&mut html, &footnote_id(label));
        // Writing to a string cannot fail.
        let _ = write!(html, "\" role=\"doc-noteref\">{number}</a></sup>");
        html
    }
}

fn push_reference_id(html: &mut String, label: &str, use_number: usize) {
    html.push_str("fnref-");
    attribute(html, &footnote_id(label));
    if use_number > 1 {
        let _ = write!(html, "-{use_number}");
    }
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

/// A link back for every reference; where there are several, each says which.
fn back_links(label: &str, uses: usize, page: &str, words: &Phrases) -> String {
    let mut html = String::new();
    let arrow = if words.is_right_to_left() { "↪" } else { "↩" };
    for use_number in 1..=uses {
        html.push_str(" <a class=\"footnote-back\" href=\"");
        attribute(&mut html, page);
        html.push('#');
        push_reference_id(&mut html, label, use_number);
        html.push_str("\" role=\"doc-backlink\" aria-label=\"");
        let label = match uses {
            1 => words.text("back_to_text"),
            _ => words.say("back_to_reference", &[("number", &use_number.to_string())]),
        };
        attribute(&mut html, &label);
        // Writing to a string cannot fail.
        let _ = write!(html, "\">{arrow}</a>");
    }
    html
}
