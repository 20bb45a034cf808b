//! JSON Feed 1.1, as jsonfeed.org describes it.

use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;

use super::Channel;
use super::entry::{Entry, Person, Recording};
use crate::content::date::When;

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    icon: Option<&'a str>,
    authors: [Author<'a>; 1],
    language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hubs: Vec<Hub<'a>>,
    items: Vec<&'a RawValue>,
}

#[derive(Serialize)]
struct Hub<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    url: &'a str,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    avatar: Option<&'a str>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: &'a str,
    url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'a str>,
    title: &'a str,
    content_html: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    tags: &'a [&'a str],
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment<'a>>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    url: &'a str,
    mime_type: &'a str,
    size_in_bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_in_seconds: Option<u64>,
}

/// A feed of items that were written by [`item`].
pub(super) fn feed(channel: &Channel<'_>, items: &[Arc<str>]) -> String {
    let feed = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &channel.title,
        home_page_url: &channel.home,
        feed_url: &channel.url,
        description: &channel.description,
        icon: channel.logo.as_deref(),
        authors: [Author { name: channel.publisher, url: &channel.site, avatar: None }],
        language: channel.language,
        hubs: channel.hub.map(|url| Hub { kind: "WebSub", url }).into_iter().collect(),
        items: items.iter().filter_map(|item| serde_json::from_str(item).ok()).collect(),
    };
    json(&feed) + "\n"
}

/// The item of a post.
pub(super) fn item(entry: &Entry<'_>, text: &str) -> String {
    json(&Item {
        id: &entry.url,
        url: &entry.url,
        external_url: entry.original,
        title: entry.title,
        content_html: text,
        summary: entry.summary,
        image: entry.picture.as_ref().map(|picture| picture.url.as_str()),
        date_published: entry.published.rfc3339(),
        date_modified: entry.updated.map(When::rfc3339),
        authors: entry.authors.iter().map(author).collect(),
        tags: &entry.tags,
        language: entry.language,
        attachments: entry.recording.iter().map(attachment).collect(),
    })
}

fn attachment<'a>(recording: &'a Recording<'_>) -> Attachment<'a> {
    Attachment {
        url: &recording.url,
        mime_type: recording.media_type,
        size_in_bytes: recording.bytes,
        duration_in_seconds: recording.seconds,
    }
}

fn author<'a>(person: &'a Person<'_>) -> Author<'a> {
    Author { name: person.name, url: &person.url, avatar: person.picture.as_deref() }
}

/// What has only texts in it has a form in JSON.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
