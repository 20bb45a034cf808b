//! Taking a paragraph apart: figures with their caption rows, the hashtag line at the end, and text.
//!
//! Text that was pasted from a web page has a paragraph on every line and no empty line between them, and Blogger's
//! captioned images come along as two lines among them. All of that is one paragraph to CommonMark; here it comes apart.

use std::ops::Range;

use pulldown_cmark::Event;

use crate::diagnostic::Spanned;

use super::Placed;
use super::figures::{self, Figure};
use crate::config::MarkdownOptions;
use crate::content::hashtag;

/// A longer line of several sentences was not wrapped by anybody: it is a paragraph.
const LONG_LINE: usize = 200;

/// A part of a paragraph.
pub(super) enum Piece<'a> {
    Text(Vec<Placed<'a>>),
    Figure(Box<Figure<'a>>),
    Hashtags(Vec<Spanned<String>>),
}

/// A line of the paragraph: its events, and the break behind it.
struct Line<'a> {
    events: Vec<Placed<'a>>,
    end: Option<Placed<'a>>,
}

impl Line<'_> {
    fn range(&self) -> Range<usize> {
        match (self.events.first(), self.events.last()) {
            (Some((_, first)), Some((_, last))) => first.start..last.end,
            _ => 0..0,
        }
    }

    fn source<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.range()).unwrap_or_default()
    }
}

/// Takes the inside of a paragraph apart. `last` says that it is the body's last block.
pub(super) fn split<'a>(
    text: &'a str,
    inner: Vec<Placed<'a>>,
    last: bool,
    markdown: MarkdownOptions,
) -> Vec<Piece<'a>> {
    let mut lines = lines(inner);
    let hashtags = if last { lift_hashtags(text, &mut lines) } else { Vec::new() };
    let alone = lines.len() == 1;
    let mut pieces = Vec::new();
    if markdown.galleries && is_gallery(&lines) {
        let mut lines = lines.drain(..).peekable();
        while let Some(line) = lines.next() {
            let mut row = lines.next_if(|next| figures::is_caption_row(&next.events)).map(|row| row.events);
            let mut images = figures::images_of(&line.events).unwrap_or_default().into_iter().peekable();
            while let Some(image) = images.next() {
                // A row stands below the last image of its line.
                let row = if images.peek().is_none() { row.take() } else { None };
                pieces.extend(figures::figure(image, row).map(|figure| Piece::Figure(Box::new(figure))));
            }
        }
    }
    let mut open: Vec<Line<'a>> = Vec::new();
    let mut rest = lines.into_iter().peekable();
    while let Some(mut line) = rest.next() {
        if !figures::is_image_line(&line.events) {
            let ends = markdown.pasted_paragraphs && rest.peek().is_some() && is_pasted(line.source(text));
            open.push(line);
            if ends {
                close(&mut pieces, &mut open);
            }
            continue;
        }
        let caption = rest.next_if(|next| figures::is_caption_row(&next.events)).map(|row| row.events);
        if alone || caption.is_some() {
            close(&mut pieces, &mut open);
            let figure = figures::figure(std::mem::take(&mut line.events), caption);
            pieces.extend(figure.map(|figure| Piece::Figure(Box::new(figure))));
        } else {
            open.push(line);
        }
    }
    close(&mut pieces, &mut open);
    if !hashtags.is_empty() {
        pieces.push(Piece::Hashtags(hashtags));
    }
    pieces
}

/// Whether there is nothing but images, several of them, and their caption rows.
fn is_gallery(lines: &[Line<'_>]) -> bool {
    let mut images = 0;
    let mut is_below_image = false;
    for line in lines {
        if let Some(of_line) = figures::images_of(&line.events) {
            images += of_line.len();
            is_below_image = true;
        } else if is_below_image && figures::is_caption_row(&line.events) {
            is_below_image = false;
        } else {
            return false;
        }
    }
    images > 1
}

/// Parts the events at the line breaks that stand in no inline element.
fn lines(inner: Vec<Placed<'_>>) -> Vec<Line<'_>> {
    let mut lines = Vec::new();
    let mut events = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in inner {
        match event {
            Event::SoftBreak | Event::HardBreak if depth == 0 => {
                lines.push(Line { events: std::mem::take(&mut events), end: Some((event, range)) });
            }
            _ => {
                match event {
                    Event::Start(_) => depth += 1,
                    Event::End(_) => depth = depth.saturating_sub(1),
                    _ => {}
                }
                events.push((event, range));
            }
        }
    }
    lines.push(Line { events, end: None });
    lines
}

fn close<'a>(pieces: &mut Vec<Piece<'a>>, open: &mut Vec<Line<'a>>) {
    let mut events = Vec::new();
    let mut pending = None;
    for line in open.drain(..) {
        events.extend(pending.take());
        events.extend(line.events);
        pending = line.end;
    }
    if !events.is_empty() {
        pieces.push(Piece::Text(events));
    }
}

/// Takes the lines at the end that are nothing but hashtags. Below text that ran on from the line before, one tag alone is
/// rather the end of a sentence.
fn lift_hashtags(text: &str, lines: &mut Vec<Line<'_>>) -> Vec<Spanned<String>> {
    let mut first = lines.len();
    let mut count = 0;
    while let Some(line) = first.checked_sub(1).and_then(|before| lines.get(before)) {
        let Some(tags) = hashtag::only_hashtags(line.source(text)) else {
            break;
        };
        count += tags.len();
        first -= 1;
    }
    if count == 0 || (first > 0 && count < 2) {
        return Vec::new();
    }
    lines
        .drain(first..)
        .flat_map(|line| {
            let start = line.range().start;
            let source = line.source(text);
            hashtag::only_hashtags(source)
                .unwrap_or_default()
                .into_iter()
                .filter_map(|range| {
                    let name = source.get(range.clone())?.to_owned();
                    let span = (range.start + start..range.end + start).into();
                    Some(Spanned::new(name, span))
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Whether a line is a paragraph of its own: long, of several sentences, and complete.
fn is_pasted(line: &str) -> bool {
    if line.len() < LONG_LINE {
        return false;
    }
    let closers = ['"', '\'', '”', '’', '»', ')', ']', '*', '_'];
    let complete = line.trim_end().trim_end_matches(closers).ends_with(['.', '!', '?', '…', ':', '。', '！', '？']);
    let inner_end = line.match_indices(['.', '!', '?', '。', '！', '？']).any(|(at, end)| {
        let rest = line.get(at + end.len()..).unwrap_or_default();
        let rest = rest.trim_start_matches(closers);
        let wide = !end.is_ascii();
        let next = rest.trim_start();
        (wide || next.len() < rest.len())
            && next.starts_with(|c: char| {
                c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()) || "\"“‘«(".contains(c)
            })
    });
    complete && inner_end
}

#[cfg(test)]
mod tests {
    use super::is_pasted;

    #[test]
    fn a_pasted_paragraph_is_long_and_has_several_sentences() {
        let sentence = "Every dollar saved by the plan goes to data centres and to the chips that fill them. ";
        assert!(is_pasted(sentence.repeat(4).trim_end()));
        assert!(!is_pasted(sentence.trim_end()));
        // One sentence a line, however long, is a way to write.
        let long = format!("{} in the end.", "and so on, without a stop, ".repeat(12));
        assert!(!is_pasted(&long));
    }
}
