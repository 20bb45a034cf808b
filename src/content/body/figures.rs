//! Images that stand alone: recognising them and their caption rows.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use crate::diagnostic::Span;

use super::Placed;

/// An image as the body writes it.
#[derive(Debug, Clone)]
pub struct Image<'a> {
    /// Path or URL; empty where no image is named.
    pub dest: CowStr<'a>,
    /// The Markdown title; empty if there is none.
    pub title: CowStr<'a>,
    /// Label of the reference that it is written by; empty for `![…](…)`.
    pub reference: CowStr<'a>,
    /// Alternative text, without markup.
    pub alt: String,
    /// Bytes of the whole `![…](…)`.
    pub span: Span,
}

/// An image alone in its paragraph.
#[derive(Debug, Clone)]
pub struct Figure<'a> {
    /// The image.
    pub image: Image<'a>,
    /// Where it links to, if it stands in a link: URL and bytes of the link.
    pub link: Option<(CowStr<'a>, Span)>,
    /// Inside of the caption row below it.
    pub row: Option<Vec<Placed<'a>>>,
}

/// Whether a line is one image and nothing else, but for the bar that Blogger's form has behind it.
pub(super) fn is_image_line(events: &[Placed<'_>]) -> bool {
    let mut depth = 0_usize;
    let mut images = 0;
    let mut links = 0;
    let mut bar = false;
    for (event, _) in events {
        match event {
            Event::Start(Tag::Image { .. }) => {
                if depth == links {
                    images += 1;
                }
                depth += 1;
            }
            Event::Start(Tag::Link { .. }) if depth == 0 && images == 0 => {
                links = 1;
                depth += 1;
            }
            Event::Start(_) => {
                if depth == links {
                    return false;
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(text) if depth == 0 => {
                let text = text.trim();
                if text == "|" && images == 1 && !bar {
                    bar = true;
                } else if !text.is_empty() {
                    return false;
                }
            }
            _ if depth <= links => return false,
            _ => {}
        }
    }
    images == 1
}

/// The images of a line that has nothing else but white space between them and a bar behind them, each with the link that it
/// may stand in; none if there is anything else.
pub(super) fn images_of<'a>(events: &[Placed<'a>]) -> Option<Vec<Vec<Placed<'a>>>> {
    let mut images: Vec<Vec<Placed<'a>>> = Vec::new();
    let mut depth = 0_usize;
    let mut has_bar = false;
    for placed in events {
        match &placed.0 {
            Event::Start(tag) => {
                if depth == 0 {
                    if has_bar || !matches!(tag, Tag::Image { .. } | Tag::Link { .. }) {
                        return None;
                    }
                    images.push(Vec::new());
                }
                depth += 1;
            }
            Event::End(_) => {
                images.last_mut()?.push(placed.clone());
                depth = depth.saturating_sub(1);
                continue;
            }
            Event::Text(text) if depth == 0 => {
                let text = text.trim();
                if text == "|" && !images.is_empty() && !has_bar {
                    has_bar = true;
                } else if !text.is_empty() {
                    return None;
                }
                continue;
            }
            _ if depth == 0 => return None,
            _ => {}
        }
        images.last_mut()?.push(placed.clone());
    }
    (!images.is_empty() && images.iter().all(|image| is_image_line(image))).then_some(images)
}

/// Whether a line is `| caption |`.
pub(super) fn is_caption_row(events: &[Placed<'_>]) -> bool {
    let (Some((Event::Text(first), _)), Some((Event::Text(last), _))) = (events.first(), events.last()) else {
        return false;
    };
    let bars: usize = events
        .iter()
        .map(|(event, _)| match event {
            Event::Text(text) => text.matches('|').count(),
            _ => 0,
        })
        .sum();
    let has_inside = events.iter().any(|(event, _)| match event {
        Event::Text(text) => text.trim().trim_matches('|').trim() != "",
        _ => true,
    });
    first.trim_start().starts_with('|') && last.trim_end().ends_with('|') && bars == 2 && has_inside
}

/// Makes the figure of an image line and its caption row.
pub(super) fn figure<'a>(events: Vec<Placed<'a>>, row: Option<Vec<Placed<'a>>>) -> Option<Figure<'a>> {
    let mut link = None;
    let mut image = None;
    let mut alt = String::new();
    let mut in_image = false;
    for (event, range) in events {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) if image.is_none() => {
                link = Some((dest_url, range.into()));
            }
            Event::Start(Tag::Image { dest_url, title, id, .. }) if image.is_none() => {
                image = Some((dest_url, title, id, Span::from(range)));
                in_image = true;
            }
            Event::End(TagEnd::Image) if image.as_ref().is_some_and(|(.., span)| span.end == range.end) => {
                in_image = false;
            }
            other if in_image => push_text(&mut alt, &other),
            _ => {}
        }
    }
    let (dest, title, reference, span) = image?;
    Some(Figure { image: Image { dest, title, reference, alt, span }, link, row: row.map(without_bars) })
}

/// Adds what an event says to a text without markup: alternative texts, headings, summaries.
pub fn push_text(text: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(part) | Event::Code(part) => text.push_str(part),
        Event::SoftBreak | Event::HardBreak => text.push(' '),
        _ => {}
    }
}

fn without_bars(mut row: Vec<Placed<'_>>) -> Vec<Placed<'_>> {
    if let Some((Event::Text(text), _)) = row.first_mut() {
        let inside = text.trim_start().trim_start_matches('|').trim_start().to_owned();
        *text = inside.into();
    }
    if let Some((Event::Text(text), _)) = row.last_mut() {
        let inside = text.trim_end().trim_end_matches('|').trim_end().to_owned();
        *text = inside.into();
    }
    row.retain(|(event, _)| !matches!(event, Event::Text(text) if text.is_empty()));
    row
}
