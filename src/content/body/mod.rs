//! A post's body as a flow of [`Item`]s: Markdown events in which Slugline's own things (figures, hashtags, bare links)
//! stand recognised. What is gathered for the site ([`super::outline`]) and what is written as HTML ([`super::html`])
//! both read this flow, so that they cannot disagree.

mod embeds;
mod figures;
mod paragraphs;
mod prose;
mod unseen;

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::config::{MarkdownOptions, RawHtml};
use crate::diagnostic::{Span, Spanned};

pub use embeds::{Embed, Post, Provider, Video};
pub use figures::{Figure, Image, push_text};

/// An event and its bytes in the file.
pub type Placed<'a> = (Event<'a>, Range<usize>);

/// One step of a body.
#[derive(Debug, Clone)]
pub enum Item<'a> {
    /// A Markdown event.
    Event(Event<'a>, Span),
    /// An image that stands alone.
    Figure(Box<Figure<'a>>),
    /// A link to a video or to a post of a social network that stands alone.
    Embed(Box<Embed<'a>>),
    /// The name of a hashtag in running text, with the span of the tag with its `#`.
    Hashtag(Spanned<String>),
}

/// A body, read.
#[derive(Debug, Default)]
pub struct Body<'a> {
    /// The flow, without the hashtag paragraph at its end.
    pub items: Vec<Item<'a>>,
    /// Tags of the paragraph that was nothing but hashtags, each with its place.
    pub lifted: Vec<Spanned<String>>,
    /// Definitions of link references: label and place.
    pub references: Vec<(String, Span)>,
}

/// The Markdown that is understood: CommonMark and GFM, with definition lists; typography as configured.
fn options(markdown: MarkdownOptions) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST;
    options.set(Options::ENABLE_SMART_PUNCTUATION, markdown.smart_punctuation);
    options
}

/// Reads the part `body` of a file's text.
#[must_use]
pub fn read<'a>(text: &'a str, body: Span, markdown: &MarkdownOptions) -> Body<'a> {
    let markup = text.get(body.range()).unwrap_or_default();
    let parser = Parser::new_ext(markup, options(*markdown));
    let references = parser
        .reference_definitions()
        .iter()
        .map(|(label, definition)| {
            let span = Span::from(definition.span.clone()).shifted(body.start);
            (label.to_owned(), span)
        })
        .collect();
    let events: Vec<Placed<'a>> = parser
        .into_offset_iter()
        .map(|(event, range)| (event, range.start + body.start..range.end + body.start))
        .collect();
    let events = with_unseen(text, events, markdown.html);
    let mut reader = Reader {
        text,
        markdown: *markdown,
        prose: prose::Context::default(),
        body: Body { references, ..Body::default() },
    };
    reader.read(events);
    reader.body
}

/// Reads inline Markdown, as captions and descriptions hold it: the events of its paragraphs, without the paragraphs.
#[must_use]
pub fn read_inline<'a>(text: &'a str, markdown: &MarkdownOptions) -> Vec<Event<'a>> {
    let events = Parser::new_ext(text, options(*markdown)).into_offset_iter().collect();
    with_unseen(text, events, markdown.html)
        .into_iter()
        .map(|(event, _)| event)
        .filter(|event| !matches!(event, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)))
        .collect()
}

/// Takes what is not shown out of the text; where raw HTML is shown as it is written, all of it is text.
fn with_unseen<'a>(text: &str, events: Vec<Placed<'a>>, html: RawHtml) -> Vec<Placed<'a>> {
    if html == RawHtml::Escape { events } else { unseen::join(text, events) }
}

struct Reader<'a> {
    text: &'a str,
    markdown: MarkdownOptions,
    prose: prose::Context,
    body: Body<'a>,
}

impl<'a> Reader<'a> {
    fn read(&mut self, events: Vec<Placed<'a>>) {
        let last = last_paragraph(&events);
        let mut events = events.into_iter().enumerate();
        let mut run = Vec::new();
        while let Some((index, (event, range))) = events.next() {
            match event {
                Event::Start(Tag::Paragraph) => {
                    self.flush(&mut run);
                    let inner: Vec<Placed<'a>> = events
                        .by_ref()
                        .map(|(_, placed)| placed)
                        .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Paragraph)))
                        .collect();
                    self.paragraph(inner, range, Some(index) == last);
                }
                Event::Text(_) => run.push((event, range)),
                other => {
                    self.flush(&mut run);
                    self.event(other, range);
                }
            }
        }
        self.flush(&mut run);
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        self.prose.see(&event);
        self.body.items.push(Item::Event(event, range.into()));
    }

    /// Hands a run of adjacent text events over to where hashtags and bare links are found.
    fn flush(&mut self, run: &mut Vec<Placed<'a>>) {
        if run.is_empty() {
            return;
        }
        let run = std::mem::take(run);
        let previous = self.prose.previous();
        for (event, _) in &run {
            self.prose.see(event);
        }
        if self.prose.is_open() {
            prose::read(self.text, run, previous, &mut self.body.items);
        } else {
            let items = run.into_iter().map(|(event, range)| Item::Event(event, range.into()));
            self.body.items.extend(items);
        }
    }

    fn paragraph(&mut self, inner: Vec<Placed<'a>>, range: Range<usize>, last: bool) {
        let pieces = paragraphs::split(self.text, inner, last, self.markdown);
        for piece in pieces {
            match piece {
                paragraphs::Piece::Text(events) => self.text(events, &range),
                paragraphs::Piece::Figure(figure) => self.body.items.push(Item::Figure(figure)),
                paragraphs::Piece::Hashtags(tags) => self.body.lifted.extend(tags),
            }
        }
    }

    fn text(&mut self, events: Vec<Placed<'a>>, whole: &Range<usize>) {
        let range = match (events.first(), events.last()) {
            (Some((_, first)), Some((_, last))) => first.start..last.end,
            _ => whole.clone(),
        };
        let start = self.body.items.len();
        self.event(Event::Start(Tag::Paragraph), range.clone());
        let mut run = Vec::new();
        for (event, place) in events {
            if matches!(event, Event::Text(_)) {
                run.push((event, place));
            } else {
                self.flush(&mut run);
                self.event(event, place);
            }
        }
        self.flush(&mut run);
        self.event(Event::End(TagEnd::Paragraph), range);
        let items = self.body.items.get(start..).unwrap_or_default();
        if self.markdown.embeds
            && let Some(embed) = embeds::of_paragraph(items)
        {
            self.body.items.truncate(start);
            self.body.items.push(Item::Embed(Box::new(embed)));
        }
    }
}

/// Index of the start of the last block, if it is a paragraph; footnotes may stand behind it.
fn last_paragraph(events: &[Placed<'_>]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut last = None;
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) => {
                if depth == 0 && !matches!(tag, Tag::FootnoteDefinition(_)) {
                    last = matches!(tag, Tag::Paragraph).then_some(index);
                }
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Rule if depth == 0 => last = None,
            _ => {}
        }
    }
    last
}
