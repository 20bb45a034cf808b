//! The images that a body shows, with what is said of them there.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::config::MarkdownOptions;
use crate::content::body::{self, Body, Figure, Item, push_text};
use crate::content::captions::{self, CaptionSource};
use crate::content::document::Document;
use crate::content::outline::plain_text;
use crate::diagnostic::Span;

/// An image in Markdown.
pub(super) struct Shown {
    /// Path as written; may be empty.
    pub(super) dest: String,
    /// Bytes of the whole image.
    pub(super) span: Span,
    /// As the body has it, without markup; may be empty.
    pub(super) alt: String,
    /// What stands below it, without markup; empty if nothing does.
    pub(super) caption: String,
}

/// What a body shows.
#[derive(Default)]
pub(super) struct Pictures {
    /// Its images in Markdown, in order.
    pub(super) images: Vec<Shown>,
    /// Where there is raw HTML.
    pub(super) html: Vec<Span>,
}

/// Reads a body once more, for what only rules want to know.
pub(super) fn read(document: &Document, markdown: MarkdownOptions) -> Pictures {
    let text = &document.source.text;
    let written = text.get(document.body.range()).unwrap_or_default();
    // Most bodies have neither, and reading one again takes as long as the first time.
    if !written.contains("![") && !written.contains('<') {
        return Pictures::default();
    }
    let body = body::read(text, document.body, &markdown);
    let mut reader = Reader { document, markdown, found: Pictures::default(), open: None };
    reader.read(&body);
    reader.found
}

struct Reader<'d> {
    document: &'d Document,
    markdown: MarkdownOptions,
    found: Pictures,
    /// The image in running text that is being read.
    open: Option<Shown>,
}

impl Reader<'_> {
    fn read(&mut self, body: &Body<'_>) {
        for item in &body.items {
            match item {
                Item::Figure(figure) => self.figure(figure),
                Item::Embed(_) | Item::Hashtag(_) => {}
                Item::Event(event, span) => self.event(event, *span),
            }
        }
    }

    fn event(&mut self, event: &Event<'_>, span: Span) {
        match event {
            Event::Start(Tag::Image { dest_url, .. }) if self.open.is_none() => {
                let (alt, caption) = (String::new(), String::new());
                self.open = Some(Shown { dest: dest_url.to_string(), span, alt, caption });
            }
            Event::End(TagEnd::Image) if self.open.as_ref().is_some_and(|open| open.span.end == span.end) => {
                self.found.images.extend(self.open.take());
            }
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => self.found.html.push(span),
            event => {
                if let Some(open) = &mut self.open {
                    push_text(&mut open.alt, event);
                }
            }
        }
    }

    fn figure(&mut self, figure: &Figure<'_>) {
        let caption = match captions::of_figure(&self.document.front_matter, figure) {
            Some(CaptionSource::Markdown(text)) => plain_text(text, &self.markdown),
            Some(CaptionSource::Row) => {
                let mut text = String::new();
                for (event, _) in figure.row.iter().flatten() {
                    push_text(&mut text, event);
                }
                text
            }
            None => String::new(),
        };
        let image = &figure.image;
        self.found.images.push(Shown {
            dest: image.dest.to_string(),
            span: image.span,
            alt: image.alt.clone(),
            caption,
        });
    }
}
