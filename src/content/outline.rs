//! What a body holds that the rest of the site has to know: headings, links, images, hashtags, the first words and how
//! many there are. Read once, when the file is; the HTML is written much later, if at all.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use serde::{Deserialize, Serialize};

use crate::config::MarkdownOptions;
use crate::diagnostic::{Span, Spanned};
use crate::source::Source;

use super::anchor::{footnote_id, ids_in_html};
use super::body::{self, Body, Figure, Item, push_text};
use super::live::{Update, update_of};
use super::toc::{Heading, give_ids};

/// A summary is cut at a word's end before this many characters.
const SUMMARY_LENGTH: usize = 300;

/// An image of a body.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ImageUse {
    /// Path or URL as written; may be empty.
    pub dest: String,
    /// Bytes of the path where it can be told, else of the whole image.
    pub span: Span,
    /// Alternative text of an image that stands alone; empty for one in running text.
    pub alt: String,
    /// Whether it stands alone.
    pub figure: bool,
    /// Whether a caption row stands below it.
    pub has_row: bool,
}

/// What a body holds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Outline {
    /// Headings in order, each with its id.
    pub headings: Vec<Heading>,
    /// Destinations of links in order, each with its place.
    pub links: Vec<Spanned<String>>,
    /// Images in order.
    pub images: Vec<ImageUse>,
    /// Whether it has videos that are played in place.
    pub has_players: bool,
    /// Hashtags in running text, without `#`.
    pub hashtags: Vec<Spanned<String>>,
    /// Hashtags of the last paragraph, which is not part of the body.
    pub lifted: Vec<Spanned<String>>,
    /// Updates in order, if this is a live blog.
    pub updates: Vec<Update>,
    /// Ids that links can point at, beside those of headings.
    pub anchors: BTreeSet<String>,
    /// Beginning of the first paragraph, without markup.
    pub summary: String,
    /// Number of words; of scripts without spaces, every second character counts as one.
    pub words: usize,
}

impl Outline {
    /// Reads the part `body` of a file's text.
    #[must_use]
    pub fn read(text: &str, body: Span, markdown: &MarkdownOptions) -> Self {
        let body = body::read(text, body, markdown);
        let mut collector = Collector {
            text,
            markdown,
            outline: Self::default(),
            heading: None,
            paragraph: None,
            update: None,
            ideographs: 0,
        };
        collector.collect(&body);
        let mut outline = collector.outline;
        give_ids(&mut outline.headings, &outline.anchors);
        outline.lifted = body.lifted;
        outline.words += collector.ideographs / 2;
        outline
    }

    /// Whether a link to `#id` leads somewhere.
    #[must_use]
    pub fn has_anchor(&self, id: &str) -> bool {
        // `#top` is the top of every page (HTML Living Standard, 7.4.6.4).
        id == "top" || self.anchors.contains(id) || self.headings.iter().any(|heading| heading.id == id)
    }

    /// Minutes that reading takes, at 230 words a minute; at least one.
    #[must_use]
    pub fn reading_time(&self) -> usize {
        self.words.div_ceil(230).max(1)
    }
}

struct Collector<'t> {
    text: &'t str,
    markdown: &'t MarkdownOptions,
    outline: Outline,
    /// The heading being read: its level, place and text so far.
    heading: Option<(u8, Span, String)>,
    /// The first paragraph being read.
    paragraph: Option<String>,
    /// The first paragraph of an update being read.
    update: Option<String>,
    ideographs: usize,
}

impl Collector<'_> {
    fn collect(&mut self, body: &Body<'_>) {
        let mut code_block = false;
        for item in &body.items {
            match item {
                Item::Figure(figure) => self.figure(figure, body),
                Item::Embed(embed) => {
                    self.link(&embed.dest, &embed.reference, embed.span, body);
                    self.words(&embed.words);
                    self.outline.has_players |= embed.post.video.is_some();
                }
                Item::Hashtag(tag) => {
                    self.words(&tag.value);
                    self.say(&Event::Text(format!("#{}", tag.value).into()));
                    self.outline.hashtags.push(tag.clone());
                }
                Item::Event(event, span) => match event {
                    Event::Start(Tag::CodeBlock(_)) => code_block = true,
                    Event::End(TagEnd::CodeBlock) => code_block = false,
                    Event::Text(_) if code_block => {}
                    _ => self.event(event, *span, body),
                },
            }
        }
    }

    fn event(&mut self, event: &Event<'_>, span: Span, body: &Body<'_>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.heading = Some((*level as u8, span, String::new()));
            }
            Event::End(TagEnd::Heading(_)) => self.end_heading(),
            Event::Start(Tag::Paragraph) => {
                self.paragraph = self.outline.summary.is_empty().then(String::new);
                let headings = self.outline.headings.len();
                let is_below = |update: &Update| update.heading + 1 == headings && update.text.is_empty();
                self.update = self.outline.updates.last().is_some_and(is_below).then(String::new);
            }
            Event::End(TagEnd::Paragraph) => {
                if let (Some(text), Some(update)) = (self.update.take(), self.outline.updates.last_mut()) {
                    text.trim().clone_into(&mut update.text);
                }
                if let Some(text) = self.paragraph.take() {
                    self.outline.summary = cut(&text, SUMMARY_LENGTH);
                }
            }
            // The scheme of `<name@host>` is understood, not written.
            Event::Start(Tag::Link { link_type: LinkType::Email, .. }) => {}
            Event::Start(Tag::Link { dest_url, id, .. }) => {
                self.link(dest_url, id, span, body);
            }
            Event::Start(Tag::Image { dest_url, id, .. }) => self.image(dest_url, id, span, body),
            Event::Start(Tag::FootnoteDefinition(label)) => {
                self.outline.anchors.insert(format!("fn-{}", footnote_id(label)));
                self.outline.anchors.insert(format!("fnref-{}", footnote_id(label)));
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                self.outline.anchors.extend(ids_in_html(html).map(str::to_owned));
            }
            Event::Text(text) | Event::Code(text) => {
                self.words(text);
                self.say(event);
            }
            other => self.say(other),
        }
    }

    fn say(&mut self, event: &Event<'_>) {
        if let Some((_, _, text)) = &mut self.heading {
            push_text(text, event);
        } else {
            for text in self.paragraph.iter_mut().chain(&mut self.update) {
                push_text(text, event);
            }
        }
    }

    fn end_heading(&mut self) {
        let Some((level, span, text)) = self.heading.take() else {
            return;
        };
        let text = text.trim().to_owned();
        if level == 2
            && let Some((time, headline)) = update_of(&text)
        {
            let (time, headline) = (time.to_owned(), headline.to_owned());
            let heading = self.outline.headings.len();
            self.outline.updates.push(Update { heading, time, headline, text: String::new() });
        }
        self.outline.headings.push(Heading { level, id: String::new(), text, span });
    }

    fn figure(&mut self, figure: &Figure<'_>, body: &Body<'_>) {
        if let Some((dest, span)) = &figure.link {
            self.link(dest, "", *span, body);
        }
        let span = self.place(&figure.image.dest, &figure.image.reference, figure.image.span, body);
        self.outline.images.push(ImageUse {
            dest: figure.image.dest.to_string(),
            span,
            alt: figure.image.alt.clone(),
            figure: true,
            has_row: figure.row.is_some(),
        });
        for named in named_inline(&figure.image.title, self.markdown) {
            self.named(named, figure.image.span, body);
        }
        for (event, range) in figure.row.iter().flatten() {
            match named(event) {
                Some(named) => self.named(named, range.clone().into(), body),
                None => {
                    if let Event::Text(text) = event {
                        self.words(text);
                    }
                }
            }
        }
    }

    /// A link or image of a caption.
    fn named(&mut self, named: Named, span: Span, body: &Body<'_>) {
        match named {
            Named::Link(dest) => self.link(&dest, "", span, body),
            Named::Image(dest) => self.image(&dest, "", span, body),
        }
    }

    /// An image in running text.
    fn image(&mut self, dest: &str, reference: &str, span: Span, body: &Body<'_>) {
        let place = self.place(dest, reference, span, body);
        self.outline.images.push(ImageUse {
            dest: dest.to_owned(),
            span: place,
            alt: String::new(),
            figure: false,
            has_row: false,
        });
    }

    fn link(&mut self, dest: &str, id: &str, span: Span, body: &Body<'_>) {
        let place = self.place(dest, id, span, body);
        self.outline.links.push(Spanned::new(dest.to_owned(), place));
    }

    /// Where a destination is written: in the link itself, or in the definition that it refers to.
    fn place(&self, dest: &str, id: &str, span: Span, body: &Body<'_>) -> Span {
        let within = |span: Span| {
            let written = self.text.get(span.range())?;
            let at = written.rfind(dest).filter(|_| !dest.is_empty())?;
            Some(Span::new(span.start + at, span.start + at + dest.len()))
        };
        let definition = || {
            let (_, place) = body.references.iter().find(|(label, _)| label.eq_ignore_ascii_case(id))?;
            within(*place)
        };
        within(span).or_else(definition).unwrap_or(span)
    }

    fn words(&mut self, text: &str) {
        let mut in_word = false;
        if text.is_ascii() {
            for byte in text.bytes() {
                let is_letter = byte.is_ascii_alphanumeric();
                let is_gap = byte.is_ascii_whitespace() || byte == b'/';
                self.outline.words += usize::from(is_letter && !in_word);
                in_word = is_letter || (in_word && !is_gap);
            }
            return;
        }
        for c in text.chars() {
            let ideograph =
                matches!(u32::from(c), 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7af | 0x20000..=0x3ffff);
            if ideograph {
                self.ideographs += 1;
                in_word = false;
            } else if c.is_alphanumeric() {
                self.outline.words += usize::from(!in_word);
                in_word = true;
            } else if c.is_whitespace() || matches!(c, '–' | '—' | '/') {
                in_word = false;
            }
        }
    }
}

/// What inline Markdown names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// Destination of a link.
    Link(String),
    /// Path of an image.
    Image(String),
}

/// The links and images of inline Markdown: of captions, descriptions and corrections.
#[must_use]
pub fn named_inline(text: &str, markdown: &MarkdownOptions) -> Vec<Named> {
    if !text.contains(['[', '<']) {
        return Vec::new();
    }
    let events = body::read_inline(text, markdown);
    events.into_iter().filter_map(|event| named(&event)).collect()
}

/// The same with the place of each in the file that the text stands in: that of the destination, where it can be told.
#[must_use]
pub fn placed_inline(text: &Spanned<String>, source: &Source, markdown: &MarkdownOptions) -> Vec<(Named, Span)> {
    let written = source.text.get(text.span.range()).unwrap_or_default();
    let place = |named: Named| {
        let (Named::Link(dest) | Named::Image(dest)) = &named;
        let at = written.find(dest.as_str()).map(|at| text.span.start + at);
        let span = at.map_or(text.span, |at| Span::new(at, at + dest.len()));
        (named, span)
    };
    named_inline(&text.value, markdown).into_iter().map(place).collect()
}

fn named(event: &Event<'_>) -> Option<Named> {
    match event {
        // The scheme of `<name@host>` is understood, not written.
        Event::Start(Tag::Link { link_type: LinkType::Email, .. }) => None,
        Event::Start(Tag::Link { dest_url, .. }) => Some(Named::Link(dest_url.to_string())),
        Event::Start(Tag::Image { dest_url, .. }) => Some(Named::Image(dest_url.to_string())),
        _ => None,
    }
}

/// Inline Markdown without its markup.
#[must_use]
pub fn plain_text(text: &str, markdown: &MarkdownOptions) -> String {
    let mut plain = String::with_capacity(text.len());
    for event in &body::read_inline(text, markdown) {
        push_text(&mut plain, event);
    }
    plain.trim().to_owned()
}

/// At most `length` characters, cut at a word's end, with an ellipsis if anything is cut.
#[must_use]
pub fn cut(text: &str, length: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = text.char_indices().nth(length) else {
        return text;
    };
    let head = text.get(..end).unwrap_or_default();
    let head = head.rsplit_once(' ').map_or(head, |(before, _)| before);
    let head = head.trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-".contains(c));
    format!("{head}…")
}
