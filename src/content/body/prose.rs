//! Running text: hashtags and bare URLs in it.

use linkify::{LinkFinder, LinkKind};
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use crate::content::hashtag;
use crate::diagnostic::{Span, Spanned};

use super::{Item, Placed, unseen};

/// Where text is prose: not in links, headings, code, image texts or raw HTML.
#[derive(Debug, Default)]
pub(super) struct Context {
    closed: usize,
    html: usize,
    /// What a reader sees last before the present place, in the same block.
    previous: Option<char>,
}

impl Context {
    /// Follows the flow.
    pub(super) fn see(&mut self, event: &Event<'_>) {
        match event {
            Event::Text(text) | Event::Code(text) => self.previous = text.chars().next_back().or(self.previous),
            Event::SoftBreak | Event::HardBreak => self.previous = Some(' '),
            Event::InlineHtml(html) if html.starts_with("<br") => self.previous = Some(' '),
            Event::FootnoteReference(_) => self.previous = Some('1'),
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
            | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
            | Event::InlineHtml(_) => {}
            _ => self.previous = None,
        }
        match event {
            Event::Start(
                Tag::Link { .. }
                | Tag::Image { .. }
                | Tag::Heading { .. }
                | Tag::CodeBlock(_)
                | Tag::HtmlBlock
                | Tag::MetadataBlock(_),
            ) => self.closed += 1,
            Event::End(
                TagEnd::Link
                | TagEnd::Image
                | TagEnd::Heading(_)
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock
                | TagEnd::MetadataBlock(_),
            ) => self.closed = self.closed.saturating_sub(1),
            Event::InlineHtml(html) => self.inline_html(html),
            // What was opened and never closed ends with its paragraph.
            Event::End(TagEnd::Paragraph | TagEnd::TableCell | TagEnd::Item) => self.html = 0,
            _ => {}
        }
    }

    /// What a reader sees last before the present place, in the same block.
    pub(super) fn previous(&self) -> Option<char> {
        self.previous
    }

    /// Whether hashtags count here.
    pub(super) fn is_open(&self) -> bool {
        self.closed == 0 && self.html == 0
    }

    fn inline_html(&mut self, html: &str) {
        if html.starts_with("</") {
            self.html = self.html.saturating_sub(1);
        } else if html.starts_with("<!") || html.starts_with("<?") || html.ends_with("/>") || unseen::is_whole(html) {
            // Comments, empty elements and scripts hold no text.
        } else if !is_void(html) {
            self.html += 1;
        }
    }
}

fn is_void(html: &str) -> bool {
    let name: String =
        html.chars().skip(1).take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    matches!(name.as_str(), "br" | "img" | "wbr" | "hr" | "input")
}

/// Finds hashtags and bare URLs in a run of adjacent text events. `previous` is what a reader sees before it.
pub(super) fn read<'a>(text: &'a str, run: Vec<Placed<'a>>, previous: Option<char>, items: &mut Vec<Item<'a>>) {
    let suspicious = run.iter().any(|(event, _)| match event {
        Event::Text(text) => text.contains('#') || text.contains("://"),
        _ => false,
    });
    if !suspicious {
        items.extend(run.into_iter().map(|(event, range)| Item::Event(event, range.into())));
        return;
    }
    Run::join(run, previous).read(text, items);
}

/// Adjacent text events as one text, with where each came from.
struct Run {
    text: String,
    /// Start in `text`, and bytes of the file.
    parts: Vec<(usize, Span)>,
    whole: Span,
    previous: Option<char>,
}

/// Something found in a run: bytes of the run's text.
enum Found {
    Hashtag(Span),
    /// With the address as the file has it, where typography has not been at it.
    Url(Span, String),
}

impl Found {
    fn span(&self) -> Span {
        match self {
            Self::Hashtag(span) | Self::Url(span, _) => *span,
        }
    }
}

impl Run {
    fn join(run: Vec<Placed<'_>>, previous: Option<char>) -> Self {
        let mut text = String::new();
        let mut parts = Vec::with_capacity(run.len());
        let mut whole = None;
        for (event, range) in run {
            if let Event::Text(part) = event {
                parts.push((text.len(), range.clone().into()));
                text.push_str(&part);
            }
            let start = whole.map_or(range.start, |span: Span| span.start);
            whole = Some(Span::new(start, range.end));
        }
        Self { text, parts, whole: whole.unwrap_or_default(), previous }
    }

    fn read(&self, file: &str, items: &mut Vec<Item<'_>>) {
        let mut at = 0;
        for found in self.find(file) {
            let span = found.span();
            self.plain(at, span.start, items);
            let written = self.text.get(span.range()).unwrap_or_default();
            match found {
                Found::Hashtag(_) => {
                    let name = written.get(1..).unwrap_or_default().to_owned();
                    items.push(Item::Hashtag(Spanned::new(name, self.place(span))));
                }
                Found::Url(_, url) => items.extend(bare_link(&url, self.place(span))),
            }
            at = span.end;
        }
        self.plain(at, self.text.len(), items);
    }

    fn plain(&self, from: usize, to: usize, items: &mut Vec<Item<'_>>) {
        if let Some(text) = self.text.get(from..to).filter(|text| !text.is_empty()) {
            let text = CowStr::from(text.to_owned());
            items.push(Item::Event(Event::Text(text), self.place(Span::new(from, to))));
        }
    }

    fn find(&self, file: &str) -> Vec<Found> {
        let mut found = self.urls(file);
        let mut hashtags = Vec::new();
        let mut end = 0;
        for (at, _) in self.text.match_indices('#') {
            let in_url = found.iter().any(|url| url.span().start <= at && at < url.span().end);
            let previous = self.text.get(..at).and_then(|before| before.chars().next_back()).or(self.previous);
            if at < end || in_url || !hashtag::may_follow(previous) || !self.is_literal(file, at) {
                continue;
            }
            if let Some(length) = self.text.get(at..).and_then(hashtag::at_start) {
                end = at + length;
                hashtags.push(Found::Hashtag(Span::new(at, end)));
            }
        }
        found.extend(hashtags);
        found.sort_by_key(|found| found.span().start);
        found
    }

    fn urls(&self, file: &str) -> Vec<Found> {
        let mut urls = Vec::new();
        let mut from = 0;
        while let Some(start) = next_url(&self.text, from) {
            let found = self.url_as_written(file, start).or_else(|| {
                let length = url_length(self.text.get(start..)?)?;
                let url = self.text.get(start..start + length)?.to_owned();
                Some((start + length, url))
            });
            match found {
                Some((end, url)) => {
                    urls.push(Found::Url(Span::new(start, end), url));
                    from = end.max(start + 1);
                }
                None => from = start + 1,
            }
        }
        urls
    }

    /// The address at `start` as the file has it, and where it ends in the run; none where the file writes it with escapes
    /// or entities.
    fn url_as_written(&self, file: &str, start: usize) -> Option<(usize, String)> {
        let place = self.file_offset(start);
        let rest = file.get(place..self.whole.end)?;
        let word = rest.split(char::is_whitespace).next()?;
        if word.contains(['\\', '&']) {
            return None;
        }
        let length = url_length(rest)?;
        Some((self.run_offset(place + length), rest.get(..length)?.to_owned()))
    }

    /// Whether the `#` at `at` is written as such: neither escaped nor an entity.
    fn is_literal(&self, file: &str, at: usize) -> bool {
        let place = self.file_offset(at);
        let before = place.checked_sub(1).and_then(|before| file.as_bytes().get(before));
        file.as_bytes().get(place) == Some(&b'#') && before != Some(&b'\\')
    }

    /// Bytes of the file that make up a stretch of the text.
    fn place(&self, span: Span) -> Span {
        let start = self.file_offset(span.start);
        let end = self.file_offset(span.end.saturating_sub(1)) + 1;
        Span::new(start, end.max(start).min(self.whole.end))
    }

    /// The place in the run's text of a place in the file.
    fn run_offset(&self, place: usize) -> usize {
        let index = self.parts.partition_point(|(_, span)| span.end <= place);
        match self.parts.get(index) {
            Some((start, span)) => start + place.saturating_sub(span.start),
            None => self.text.len(),
        }
    }

    fn file_offset(&self, at: usize) -> usize {
        let index = self.parts.partition_point(|(start, _)| *start <= at);
        match index.checked_sub(1).and_then(|part| self.parts.get(part)) {
            Some((start, span)) => (span.start + (at - start)).min(span.end),
            None => self.whole.start,
        }
    }
}

/// Where the next address begins.
fn next_url(text: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let colon = at + text.get(at..)?.find("://")?;
        let before = text.get(from..colon)?;
        let scheme = ["https", "http"].into_iter().find(|scheme| before.ends_with(scheme));
        match scheme {
            Some(scheme) => return Some(colon - scheme.len()),
            None => at = colon + "://".len(),
        }
    }
}

/// Length of the address that `text` begins with, without the punctuation behind it.
fn url_length(text: &str) -> Option<usize> {
    let word = text.split(char::is_whitespace).next()?;
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let link = finder.links(word).next()?;
    (link.start() == 0).then_some(link.end())
}

fn bare_link<'a>(url: &str, span: Span) -> [Item<'a>; 3] {
    let tag = Tag::Link {
        link_type: LinkType::Autolink,
        dest_url: CowStr::from(url.to_owned()),
        title: CowStr::Borrowed(""),
        id: CowStr::Borrowed(""),
    };
    [
        Item::Event(Event::Start(tag), span),
        Item::Event(Event::Text(CowStr::from(url.to_owned())), span),
        Item::Event(Event::End(TagEnd::Link), span),
    ]
}
