//! OPML 2.0: the list of a site's feeds, for a reader to subscribe to many at once.

use crate::render::xml::Xml;
use crate::site::Site;
use crate::site::feeds::{Feed, FeedOf};

/// The feed of the site and those of all sections, tags and authors, each once, in the format that comes first.
pub(in crate::render) fn opml(site: &Site) -> String {
    let mut xml = Xml::document(None);
    xml.open("opml", &[("version", "2.0")]);
    xml.open("head", &[]);
    xml.text("title", &site.config.title);
    if let Some(modified) =
        site.posts.iter().map(|entry| entry.post.modified(site.now)).max_by_key(|date| date.timestamp())
    {
        xml.text("dateModified", &modified.rfc2822());
    }
    xml.text("ownerName", site.config.publisher_name());
    xml.text("docs", "http://opml.org/spec2.opml");
    xml.close("head");
    xml.open("body", &[]);
    if let Some(feed) = FeedOf::Site.feeds(site).next() {
        outline(&mut xml, site, feed);
    }
    let words = site.config.words.of_site();
    group(&mut xml, site, &words.text("sections"), |of| matches!(of, FeedOf::Section(_)));
    group(&mut xml, site, &words.text("topics"), |of| matches!(of, FeedOf::Tag(_)));
    group(&mut xml, site, &words.text("authors"), |of| matches!(of, FeedOf::Author(_)));
    xml.close("body");
    xml.close("opml");
    xml.finish()
}

fn group(xml: &mut Xml, site: &Site, name: &str, is_in: impl Fn(FeedOf) -> bool) {
    let mut feeds = FeedOf::lists(site).filter(|of| is_in(*of)).filter_map(|of| of.feeds(site).next()).peekable();
    if feeds.peek().is_none() {
        return;
    }
    xml.open("outline", &[("text", name), ("title", name)]);
    for feed in feeds {
        outline(xml, site, feed);
    }
    xml.close("outline");
}

fn outline(xml: &mut Xml, site: &Site, feed: Feed) {
    let name = feed.of.name(site);
    let (address, home) = (feed.url(site), site.config.base_url.address(feed.of.site_path(site)));
    xml.empty(
        "outline",
        &[
            // Any feed that can be subscribed to; the format is the version.
            ("type", "rss"),
            ("version", feed.format.name()),
            ("text", name),
            ("title", name),
            ("xmlUrl", &address),
            ("htmlUrl", &home),
        ],
    );
}
