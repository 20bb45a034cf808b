//! A body as HTML. The flow of items becomes pulldown-cmark's events again, with Slugline's own markup in between, and
//! its writer makes the rest.

mod addresses;
mod blocks;
mod embeds;
mod figures;
mod flavour;
mod footnotes;
mod recordings;
mod sanitize;

use std::collections::VecDeque;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd, html};
use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use crate::config::{MarkdownOptions, RawHtml};
use crate::diagnostic::Span;
use crate::words::Phrases;

use super::body::{self, Figure, Item};
use super::front_matter::FrontMatter;
use super::highlight::Session;
use super::outline::Outline;
use super::recording::kind_of;

pub use addresses::addresses;
pub use flavour::Flavour;
pub use recordings::Recording;

/// What a link becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkTarget<'t> {
    /// The destination stays as written.
    AsWritten,
    /// An address.
    Url(&'t str),
    /// The page is not shown now: a link that leads nowhere.
    Unpublished,
}

/// An image, as HTML shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture<'p> {
    /// Its address where one stands for it, encoded.
    pub url: &'p str,
    /// Width and height in pixels, if they are known.
    pub size: Option<(u32, u32)>,
    /// `srcset` of the image in its own format; empty if there is one size only.
    pub srcset: String,
    /// Media type and `srcset` in other formats, the best first.
    pub sources: Vec<(&'static str, String)>,
    /// What its place is filled with until it is there, as CSS writes it.
    pub colour: Option<String>,
    /// What is seen, where nothing is written.
    pub alt: Option<&'p str>,
    /// The caption where none is written, inline Markdown.
    pub caption: Option<&'p str>,
    /// Whose picture it is, where that is not written.
    pub credit: Option<&'p str>,
}

/// Where the things that a body names are to be found.
pub trait Targets {
    /// What a link's destination becomes.
    fn link(&self, dest: &str) -> LinkTarget<'_>;
    /// What an image's path stands for; none if it stays as written.
    fn image(&self, dest: &str) -> Option<Picture<'_>>;
    /// The video or sound that an image's path stands for; none if it stands for none.
    fn recording(&self, dest: &str) -> Option<Recording<'_>>;
    /// The page of a hashtag; none if it has none.
    fn hashtag(&self, name: &str) -> Option<&str>;
}

/// What a body is made into HTML with.
#[derive(Clone, Copy)]
pub struct Renderer<'r> {
    /// How bodies are read.
    pub markdown: &'r MarkdownOptions,
    /// For code blocks.
    pub highlighting: &'r Session<'r>,
    /// What is said beside the text, in its language.
    pub words: &'r Phrases,
    /// For links, images and hashtags.
    pub targets: &'r dyn Targets,
    /// For whom it is written.
    pub flavour: Flavour<'r>,
    /// How wide figures are shown, as `sizes` of HTML says it.
    pub sizes: &'r str,
    /// Whether the first image of a body is the first of its page, which is loaded before all else.
    pub is_first_eager: bool,
}

impl Renderer<'_> {
    /// The HTML of the part `body` of a file's text.
    #[must_use]
    pub fn body(&self, text: &str, body: Span, front_matter: &FrontMatter, outline: &Outline) -> String {
        let body = body::read(text, body, self.markdown);
        let headings = outline.headings.iter().map(|heading| heading.id.as_str()).collect();
        self.html(body.items, front_matter, headings, text.len() + text.len() / 4)
    }

    /// The HTML of inline Markdown: captions, descriptions, corrections.
    #[must_use]
    pub fn inline(&self, text: &str) -> String {
        let items = inline_items(body::read_inline(text, self.markdown));
        let renderer = Self { is_first_eager: false, ..*self };
        let html = renderer.html(items, &FrontMatter::default(), VecDeque::new(), text.len() + 16);
        html.trim_end().to_owned()
    }

    fn html(
        &self,
        items: Vec<Item<'_>>,
        front_matter: &FrontMatter,
        headings: VecDeque<&str>,
        length: usize,
    ) -> String {
        let mut writer = Writer {
            renderer: *self,
            front_matter,
            headings,
            is_eager: self.is_first_eager,
            has_raw_html: false,
            events: Vec::with_capacity(items.len() + items.len() / 8),
        };
        writer.write(items);
        let mut html = String::with_capacity(length);
        let base = self.flavour.base();
        let page = base.map_or("", url::Url::as_str);
        html::push_html(&mut html, footnotes::place(writer.events, page, self.words).into_iter());
        match self.markdown.html {
            RawHtml::Sanitize => sanitize::clean(&html, base),
            // Readers of feeds drop scripts and forms anyway, and addresses in raw HTML have to be whole, too.
            RawHtml::Allow if writer.has_raw_html && base.is_some() => sanitize::clean(&html, base),
            RawHtml::Allow | RawHtml::Escape => html,
        }
    }
}

fn inline_items(events: Vec<Event<'_>>) -> Vec<Item<'_>> {
    events.into_iter().map(|event| Item::Event(event, Span::default())).collect()
}

/// Turns items into events that pulldown-cmark's writer makes HTML of.
struct Writer<'r, 'a> {
    renderer: Renderer<'r>,
    front_matter: &'r FrontMatter,
    /// Ids still to be given to headings.
    headings: VecDeque<&'r str>,
    /// Whether the next image is loaded before all else.
    is_eager: bool,
    has_raw_html: bool,
    events: Vec<Event<'a>>,
}

impl<'a> Writer<'_, 'a> {
    fn write(&mut self, items: Vec<Item<'a>>) {
        let mut items = items.into_iter();
        while let Some(item) = items.next() {
            match item {
                Item::Figure(figure) => {
                    let mut group = vec![*figure];
                    while self.renderer.markdown.galleries
                        && group.last().is_some_and(is_picture)
                        && let Some(Item::Figure(next)) = items.as_slice().first()
                        && is_picture(next)
                        && let Some(Item::Figure(next)) = items.next()
                    {
                        group.push(*next);
                    }
                    match &group[..] {
                        [figure] => self.figure(figure),
                        group => self.gallery(group),
                    }
                }
                Item::Embed(embed) => self.embed(&embed),
                Item::Hashtag(tag) => {
                    let html = self.hashtag(&tag.value);
                    self.events.push(Event::InlineHtml(html.into()));
                }
                Item::Event(Event::Start(Tag::CodeBlock(kind)), _) => {
                    let code = text_until(&mut items, TagEnd::CodeBlock);
                    let html = blocks::code(&kind, &code, &self.renderer);
                    self.events.push(Event::Html(html.into()));
                }
                Item::Event(Event::Start(Tag::Image { dest_url, title, .. }), _) => {
                    let alt = text_until(&mut items, TagEnd::Image);
                    let html = self.inline_image(&dest_url, &title, &alt);
                    self.events.push(Event::InlineHtml(html.into()));
                }
                Item::Event(Event::Start(Tag::Item), _) if self.is_styled() && blocks::is_task(items.as_slice()) => {
                    self.events.push(Event::Html("<li class=\"task\">".into()));
                }
                Item::Event(event, _) => self.event(event),
            }
        }
    }

    fn is_styled(&self) -> bool {
        self.renderer.flavour.is_styled()
    }

    fn event(&mut self, event: Event<'a>) {
        let event = match event {
            Event::Start(Tag::Heading { level, classes, attrs, .. }) => {
                let id = self.headings.pop_front().map(|id| CowStr::from(id.to_owned()));
                Event::Start(Tag::Heading { level, id, classes, attrs })
            }
            Event::Start(Tag::BlockQuote(Some(kind))) => {
                Event::Html(blocks::alert_start(kind, self.is_styled(), self.renderer.words).into())
            }
            Event::End(TagEnd::BlockQuote(Some(_))) => Event::Html(blocks::alert_end(self.is_styled()).into()),
            Event::Start(Tag::Table(alignments)) if self.is_styled() => {
                self.events.push(Event::Html(blocks::TABLE_START.into()));
                Event::Start(Tag::Table(alignments))
            }
            Event::End(TagEnd::Table) if self.is_styled() => {
                self.events.push(Event::End(TagEnd::Table));
                Event::Html("</div>\n".into())
            }
            Event::TaskListMarker(done) => {
                Event::InlineHtml(blocks::task(done, self.is_styled(), self.renderer.words).into())
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => self.link(link_type, dest_url, title, id),
            other => {
                self.has_raw_html |= matches!(other, Event::Html(_) | Event::InlineHtml(_));
                self.raw_html(other)
            }
        };
        self.events.push(event);
    }

    fn link(&self, link_type: LinkType, dest_url: CowStr<'a>, title: CowStr<'a>, id: CowStr<'a>) -> Event<'a> {
        let dest_url = match self.renderer.targets.link(&dest_url) {
            LinkTarget::Url(url) => CowStr::from(self.renderer.flavour.address(url).into_owned()),
            LinkTarget::AsWritten if self.is_styled() || link_type == LinkType::Email => dest_url,
            LinkTarget::AsWritten => CowStr::from(self.renderer.flavour.address(&dest_url).into_owned()),
            // HTML's placeholder link: an `a` without `href`.
            LinkTarget::Unpublished => return Event::InlineHtml("<a>".into()),
        };
        Event::Start(Tag::Link { link_type, dest_url, title, id })
    }

    /// Raw HTML as configured.
    fn raw_html(&self, event: Event<'a>) -> Event<'a> {
        if self.renderer.markdown.html != RawHtml::Escape {
            return event;
        }
        match event {
            Event::Html(html) | Event::InlineHtml(html) => Event::Text(html),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            other => other,
        }
    }

    fn hashtag(&self, name: &str) -> String {
        let mut html = String::with_capacity(name.len() * 2 + 48);
        let page = self.renderer.targets.hashtag(name);
        if let Some(path) = page {
            html.push_str(if self.is_styled() { "<a class=\"hashtag\" href=\"" } else { "<a href=\"" });
            attribute(&mut html, &self.renderer.flavour.address(path));
            html.push_str("\" rel=\"tag\">");
        }
        html.push('#');
        body_text(&mut html, name);
        if page.is_some() {
            html.push_str("</a>");
        }
        html
    }
}

/// Whether a figure names a picture, which can stand beside others.
fn is_picture(figure: &Figure<'_>) -> bool {
    !figure.image.dest.is_empty() && kind_of(&figure.image.dest).is_none()
}

/// Swallows the flow up to the end of an element and gives its text.
fn text_until<'a>(items: &mut impl Iterator<Item = Item<'a>>, end: TagEnd) -> String {
    let mut text = String::new();
    let mut depth = 0_usize;
    for item in items {
        let Item::Event(event, _) = item else { continue };
        match &event {
            Event::End(found) if *found == end && depth == 0 => break,
            Event::Start(Tag::Image { .. }) => depth += 1,
            Event::End(TagEnd::Image) => depth = depth.saturating_sub(1),
            _ => body::push_text(&mut text, &event),
        }
    }
    text
}

/// Adds text that stands between tags, escaped.
pub(crate) fn body_text(html: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = escape_html_body_text(html, text);
}

/// Adds text that stands in a quoted attribute, escaped.
pub(crate) fn attribute(html: &mut String, text: &str) {
    let _ = escape_html(html, text);
}
