//! The Markdown copy of a post: its text as it was written, with addresses that hold anywhere.

use std::fmt::Write as _;

use pulldown_cmark::{Event, Tag};
use url::Url;

use crate::config::RawHtml;
use crate::content::body::{self, Item};
use crate::content::document::Document;
use crate::content::html::{Flavour, addresses};
use crate::content::plain::one_line;
use crate::diagnostic::Span;
use crate::site::links::from_root;
use crate::site::links::{LinkTarget, lead_words};
use crate::site::{PostId, Site, Targets};

/// The copy of a post; empty if there is no such post.
pub(super) fn markdown_copy(site: &Site, id: PostId) -> String {
    let Some(entry) = site.posts.get(id) else { return String::new() };
    let document = &entry.post.document;
    let front_matter = &document.front_matter;
    let own = site.config.base_url.address(&document.site_path);
    let canonical = front_matter.canonical_url.as_ref().map_or(own.as_str(), |url| &url.value);
    let mut text = format!("# {}\n\n", one_line(&front_matter.title.value));
    if let Some(description) = front_matter.description.as_deref().filter(|text| !text.trim().is_empty()) {
        // Writing to a string cannot fail.
        let _ = write!(text, "> {}\n\n", one_line(description));
    }
    let authors = entry.authors.iter().filter_map(|at| site.authors.get(*at));
    let authors: Vec<String> = authors.map(|author| one_line(&author.name)).collect();
    if !authors.is_empty() {
        let _ = write!(text, "By {}\n\n", authors.join(", "));
    }
    let _ = write!(text, "Published {}", entry.post.date.rfc3339());
    let modified = entry.post.modified(site.now);
    if modified.timestamp() > entry.post.date.timestamp() {
        let _ = write!(text, ", updated {}", modified.rfc3339());
    }
    let _ = write!(text, "\n\nSource: <{canonical}>\n\n");
    if let Some(lead) = entry.targets.lead.as_ref().filter(|_| !entry.targets.lead_in_body)
        && let Some(words) = lead_words(document, &entry.targets)
    {
        let url = site.config.base_url.absolute(&lead.url).replace('(', "%28").replace(')', "%29");
        let _ = write!(text, "![{}]({url})\n\n", one_line(words.alt));
        let credit = words.credit.map(|credit| format!("({})", one_line(credit)));
        let said: Vec<String> =
            words.caption.map(|caption| caption.trim().to_owned()).into_iter().chain(credit).collect();
        if !said.is_empty() {
            let _ = write!(text, "{}\n\n", said.join(" "));
        }
    }
    text.push_str(body(site, document, &entry.targets).trim());
    text.push('\n');
    for correction in &front_matter.corrections {
        let _ = write!(text, "\n**Correction, {}:** {}\n", correction.date.value.date(), correction.text.value.trim());
    }
    text
}

/// The body with absolute addresses, and without the paragraph of hashtags at its end.
fn body(site: &Site, document: &Document, targets: &Targets) -> String {
    let source = &document.source.text;
    let mut edits = edits(site, document, targets);
    edits.extend(edits_in_html(site, document));
    edits.extend(hashtag_lines(document).map(|span| (span, String::new())));
    edits.sort_by_key(|(span, _)| (span.start, span.end));
    let mut text = String::with_capacity(document.body.end.saturating_sub(document.body.start));
    let mut at = document.body.start;
    for (span, new) in edits {
        // Several links can share one definition.
        if span.start < at || span.end > document.body.end {
            continue;
        }
        text.push_str(source.get(at..span.start).unwrap_or_default());
        text.push_str(&new);
        at = span.end;
    }
    text.push_str(source.get(at..document.body.end).unwrap_or_default());
    text
}

/// Destinations that are to be written otherwise, and how.
fn edits(site: &Site, document: &Document, targets: &Targets) -> Vec<(Span, String)> {
    let absolute = |url: &str| {
        let rooted = from_root(site, document, url);
        rooted.map_or_else(|| url.to_owned(), |rooted| site.config.base_url.absolute(&rooted))
    };
    let links = document.outline.links.iter().filter_map(|link| {
        let url = match targets.links.get(&link.value)? {
            LinkTarget::Url(url) => absolute(url),
            // Its page is not there yet, and its source's name is nobody's business.
            LinkTarget::Unpublished => "#".to_owned(),
        };
        Some((link.value.as_str(), link.span, url))
    });
    let images = document.outline.images.iter().filter_map(|image| {
        let url = targets.images.get(&image.dest)?;
        Some((image.dest.as_str(), image.span, absolute(&url.url)))
    });
    let written = |span: Span| document.source.text.get(span.range());
    // Where the place of a destination cannot be told, the span is that of the whole link.
    links
        .chain(images)
        .filter(|(dest, span, _)| written(*span) == Some(*dest))
        .map(|(_, span, url)| (span, url.replace('(', "%28").replace(')', "%29")))
        .collect()
}

/// Addresses in raw HTML, which are seen from the page that it stands on.
fn edits_in_html(site: &Site, document: &Document) -> Vec<(Span, String)> {
    let source = &document.source.text;
    let markdown = &site.config.markdown;
    let Ok(page) = Url::parse(&site.config.base_url.address(&document.site_path)) else { return Vec::new() };
    let text = source.get(document.body.range()).unwrap_or_default();
    let has_tag = text.split('<').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    // The copy of every post is made in most builds, and most posts have no raw HTML for which to read them once more.
    if markdown.html == RawHtml::Escape || !has_tag {
        return Vec::new();
    }
    let mut edits = Vec::new();
    for item in body::read(source, document.body, markdown).items {
        let Item::Event(Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_), span) = item else { continue };
        let html = source.get(span.range()).unwrap_or_default();
        for place in addresses(html) {
            let written = html.get(place.range()).unwrap_or_default();
            edits.push((place.shifted(span.start), Flavour::Feed(&page).address(written).into_owned()));
        }
    }
    edits
}

/// The lines of the hashtags that stand by themselves.
fn hashtag_lines(document: &Document) -> Option<Span> {
    let source = &document.source.text;
    let (first, last) = (document.outline.lifted.first()?, document.outline.lifted.last()?);
    let start = source.get(..first.span.start)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = source.get(last.span.end..)?;
    let end = last.span.end + rest.find('\n').map_or(rest.len(), |at| at + 1);
    Some(Span::new(start.max(document.body.start), end.min(document.body.end)))
}
