//! Atom, RFC 4287.

use std::sync::Arc;

use super::Channel;
use super::entry::Entry;
use crate::config::FeedFormat;
use crate::content::date::When;
use crate::render::xml::Xml;

/// A feed has to say when it changed, even one in which nothing ever did.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// A feed of entries that were written by [`entry`].
pub(super) fn feed(channel: &Channel<'_>, entries: &[Arc<str>]) -> String {
    let mut xml = Xml::document(Some(&channel.style));
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", channel.language)]);
    xml.text("title", &channel.title);
    if !channel.description.is_empty() {
        xml.text("subtitle", &channel.description);
    }
    xml.text("id", &channel.home);
    xml.text("updated", &channel.updated.map_or_else(|| NEVER.to_owned(), When::rfc3339));
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &channel.home)]);
    xml.empty("link", &[("rel", "self"), ("type", FeedFormat::Atom.media_type()), ("href", &channel.url)]);
    if let Some(hub) = channel.hub {
        xml.empty("link", &[("rel", "hub"), ("href", hub)]);
    }
    // Counts for the entries that name nobody: each has to have an author.
    person(&mut xml, channel.publisher, &channel.site);
    xml.text("generator", super::GENERATOR);
    if let Some(logo) = &channel.logo {
        xml.text("logo", logo);
    }
    for entry in entries {
        xml.part(entry);
    }
    xml.close("feed");
    xml.finish()
}

/// The entry of a post.
pub(super) fn entry(entry: &Entry<'_>, text: &str) -> String {
    let mut xml = Xml::part_of();
    match entry.language {
        Some(language) => xml.open("entry", &[("xml:lang", language)]),
        None => xml.open("entry", &[]),
    }
    xml.text("title", entry.title);
    xml.text("id", &entry.url);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.url)]);
    xml.text("published", &entry.published.rfc3339());
    xml.text("updated", &entry.updated.unwrap_or(entry.published).rfc3339());
    for author in &entry.authors {
        person(&mut xml, author.name, &author.url);
    }
    for tag in &entry.tags {
        xml.empty("category", &[("term", tag)]);
    }
    if let Some(recording) = &entry.recording {
        let bytes = recording.bytes.to_string();
        let attributes = [("type", recording.media_type), ("href", &recording.url), ("length", &bytes)];
        xml.empty("link", &[&[("rel", "enclosure")], &attributes[..]].concat());
    }
    if let Some(picture) = &entry.picture {
        let bytes = picture.bytes.map(|bytes| bytes.to_string());
        let mut attributes = vec![("rel", "enclosure"), ("type", picture.media_type), ("href", &picture.url)];
        attributes.extend(bytes.iter().map(|bytes| ("length", bytes.as_str())));
        xml.empty("link", &attributes);
    }
    if !entry.summary.is_empty() {
        xml.text("summary", entry.summary);
    }
    xml.html("content", &[("type", "html")], text);
    xml.close("entry");
    xml.finish()
}

fn person(xml: &mut Xml, name: &str, url: &str) {
    xml.open("author", &[]);
    xml.text("name", name);
    xml.text("uri", url);
    xml.close("author");
}
