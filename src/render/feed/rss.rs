//! RSS 2.0, by the profile of the RSS Advisory Board, with Dublin Core for authors, the content module for texts, Atom for
//! addresses, and Media RSS for pictures.

use std::sync::Arc;

use super::Channel;
use super::entry::{Entry, Picture, Recording};
use crate::config::FeedFormat;
use crate::content::html::body_text;
use crate::render::xml::Xml;

const NAMESPACES: [(&str, &str); 5] = [
    ("version", "2.0"),
    ("xmlns:atom", "http://www.w3.org/2005/Atom"),
    ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:media", "http://search.yahoo.com/mrss/"),
];

/// A feed of entries that were written by [`item`].
pub(super) fn feed(channel: &Channel<'_>, items: &[Arc<str>]) -> String {
    let mut xml = Xml::document(Some(&channel.style));
    xml.open("rss", &NAMESPACES);
    xml.open("channel", &[]);
    xml.text("title", &channel.title);
    xml.text("link", &channel.home);
    // The element has to be there, and say something.
    xml.text("description", if channel.description.is_empty() { &channel.title } else { &channel.description });
    xml.text("language", channel.language);
    if let Some(updated) = channel.updated {
        xml.text("lastBuildDate", &updated.rfc2822());
    }
    xml.text("generator", super::GENERATOR);
    xml.empty("atom:link", &[("rel", "self"), ("type", FeedFormat::Rss.media_type()), ("href", &channel.url)]);
    if let Some(hub) = channel.hub {
        xml.empty("atom:link", &[("rel", "hub"), ("href", hub)]);
    }
    if let Some(logo) = channel.logo.as_ref().filter(|logo| is_bitmap(logo)) {
        xml.open("image", &[]);
        xml.text("url", logo);
        xml.text("title", &channel.title);
        xml.text("link", &channel.home);
        xml.close("image");
    }
    for item in items {
        xml.part(item);
    }
    xml.close("channel");
    xml.close("rss");
    xml.finish()
}

/// The item of a post.
pub(super) fn item(entry: &Entry<'_>, text: &str) -> String {
    let mut xml = Xml::part_of();
    xml.open("item", &[]);
    xml.text("title", entry.title);
    xml.text("link", &entry.url);
    xml.text_with("guid", &[("isPermaLink", "true")], &entry.url);
    xml.text("pubDate", &entry.published.rfc2822());
    if let Some(updated) = entry.updated {
        xml.text("atom:updated", &updated.rfc3339());
    }
    for author in &entry.authors {
        // RSS's own `author` is for addresses of e-mail.
        xml.text("dc:creator", author.name);
    }
    if let Some(language) = entry.language {
        xml.text("dc:language", language);
    }
    for tag in &entry.tags {
        xml.text("category", tag);
    }
    if !entry.summary.is_empty() {
        // It is HTML to readers: plain text is escaped once for them, and once for XML.
        let mut summary = String::with_capacity(entry.summary.len());
        body_text(&mut summary, entry.summary);
        xml.text("description", &summary);
    }
    xml.html("content:encoded", &[], text);
    // An item has one enclosure; what can be heard or watched goes before what can be seen.
    if let Some(Recording { url, media_type, bytes, seconds }) = &entry.recording {
        xml.empty("enclosure", &[("url", url), ("length", &bytes.to_string()), ("type", media_type)]);
        let medium = if media_type.starts_with("video/") { "video" } else { "audio" };
        let seconds = seconds.map(|seconds| seconds.to_string());
        let mut attributes = vec![("url", url.as_str()), ("type", media_type), ("medium", medium)];
        attributes.extend(seconds.iter().map(|seconds| ("duration", seconds.as_str())));
        xml.empty("media:content", &attributes);
    }
    if let Some(picture) = &entry.picture {
        media(&mut xml, picture, entry.recording.is_none());
    }
    xml.close("item");
    xml.finish()
}

fn media(xml: &mut Xml, picture: &Picture<'_>, is_enclosure: bool) {
    let bytes = picture.bytes.map(|bytes| bytes.to_string());
    let size = picture.size.map(|(width, height)| (width.to_string(), height.to_string()));
    let mut attributes = vec![("url", picture.url.as_str()), ("type", picture.media_type), ("medium", "image")];
    let mut thumbnail = vec![("url", picture.url.as_str())];
    if let Some(bytes) = &bytes {
        if is_enclosure {
            // An enclosure without its length is none.
            xml.empty("enclosure", &[("url", &picture.url), ("length", bytes), ("type", picture.media_type)]);
        }
        attributes.push(("fileSize", bytes));
    }
    if let Some((width, height)) = &size {
        let size = [("width", width.as_str()), ("height", height.as_str())];
        attributes.extend(size);
        thumbnail.extend(size);
    }
    xml.open("media:content", &attributes);
    if !picture.description.is_empty() {
        xml.text_with("media:description", &[("type", "plain")], &picture.description);
    }
    if let Some(credit) = picture.credit {
        xml.text_with("media:credit", &[("role", "photographer"), ("scheme", "urn:ebu")], credit);
    }
    xml.empty("media:thumbnail", &thumbnail);
    xml.close("media:content");
}

/// RSS allows these as the image of a channel, and no other.
fn is_bitmap(logo: &str) -> bool {
    let extension = logo.rsplit('.').next().unwrap_or_default();
    ["gif", "jpg", "jpeg", "png"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}
