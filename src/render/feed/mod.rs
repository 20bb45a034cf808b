//! Feeds: RSS 2.0, Atom, JSON Feed, and the list of them as OPML. What they tell is put together here, the same for every
//! format. The part of a feed that is a post's is made once and shared by all feeds that carry the post, so that feeds cost
//! what their posts cost and not what their number does.

mod atom;
mod entry;
mod json;
mod length;
mod opml;
mod rss;
mod spool;

use std::sync::{Arc, OnceLock};

use serde::Serialize;

use crate::config::FeedFormat;
use crate::content::date::When;
use crate::content::outline::plain_text;
use crate::digest::{Digest, Parts};
use crate::plan::{Ingredient, OutputKind, Plan};
use crate::site::feeds::{Feed, FeedOf};
use crate::site::{PostId, Site};
use crate::template::Views;

use entry::{Entry, Extent};
use spool::Spool;

pub(super) use opml::opml;

/// Readers take no more than so many bytes of a feed.
const FEED_LIMIT: usize = 2_000_000;

/// Who made a feed.
const GENERATOR: &str = concat!("Slugline ", env!("CARGO_PKG_VERSION"));

/// Style sheet of feeds, from the site's root.
const STYLE: &str = "css/feed.css";

/// What a feed tells of itself.
#[derive(Debug, Serialize)]
struct Channel<'s> {
    title: String,
    /// Address of the page that lists the same.
    home: String,
    /// Plain text; may be empty.
    description: String,
    language: &'s str,
    /// When the content of any of its entries last changed.
    updated: Option<When>,
    /// Address of the feed.
    url: String,
    hub: Option<&'s str>,
    logo: Option<String>,
    publisher: &'s str,
    site: String,
    /// Address of the style sheet, from the host's root.
    style: String,
}

/// The feeds of one build.
pub(super) struct Feeds<'r> {
    site: &'r Site,
    views: &'r Views<'r>,
    /// Of what feeds show of each post.
    digests: Vec<OnceLock<Digest>>,
    /// The parts that are posts', by [`place`].
    entries: Spool,
}

/// The place of a post in a format among all parts of feeds.
fn place(id: PostId, format: FeedFormat) -> usize {
    id * FeedFormat::ALL.len() + format as usize
}

impl<'r> Feeds<'r> {
    /// The feeds of a plan.
    pub(super) fn new(site: &'r Site, plan: &Plan, views: &'r Views<'r>) -> Self {
        let mut uses = vec![0; site.posts.len() * FeedFormat::ALL.len()];
        for output in &plan.outputs {
            let OutputKind::Feed(Feed { of, format }) = output.kind else { continue };
            for id in of.posts(site) {
                if let Some(uses) = uses.get_mut(place(id, format)) {
                    *uses += 1;
                }
            }
        }
        let digests = site.posts.iter().map(|_| OnceLock::new()).collect();
        Self { site, views, digests, entries: Spool::new(uses) }
    }

    /// What a feed is made from.
    pub(super) fn ingredients(&self, feed: Feed) -> [(Ingredient, Digest); 2] {
        let posts = feed.of.posts(self.site);
        let channel = postcard::to_allocvec(&self.channel(feed, &posts)).unwrap_or_default();
        let mut entries = Parts::new();
        for id in posts {
            let digest = || Entry::digest(self.views, self.site, id);
            entries.digest(self.digests.get(id).map_or_else(digest, |known| *known.get_or_init(digest)));
        }
        [(Ingredient::Source, Digest::of(&channel)), (Ingredient::Entries, entries.finish())]
    }

    /// A feed.
    pub(super) fn text(&self, feed: Feed) -> String {
        let posts = feed.of.posts(self.site);
        let channel = self.channel(feed, &posts);
        let room = FEED_LIMIT.saturating_sub(document(feed.format, &channel, &[]).len());
        let whole = |id| self.entries.take(place(id, feed.format), || self.entry(id, feed.format, Extent::Whole));
        let summary = |id| self.entry(id, feed.format, Extent::Summary).into();
        document(feed.format, &channel, &length::fit(room, &posts, whole, summary))
    }

    /// The part of a feed that is a post's.
    fn entry(&self, id: PostId, format: FeedFormat, extent: Extent) -> String {
        let Some(entry) = Entry::of(self.site, id) else { return String::new() };
        let text = entry.text(self.views, self.site, id, extent);
        match format {
            FeedFormat::Rss => rss::item(&entry, &text),
            FeedFormat::Atom => atom::entry(&entry, &text),
            FeedFormat::Json => json::item(&entry, &text),
        }
    }

    fn channel(&self, feed: Feed, posts: &[PostId]) -> Channel<'r> {
        let Self { site, .. } = *self;
        let config = &site.config;
        Channel {
            title: feed.of.title(site),
            home: config.base_url.address(feed.of.site_path(site)),
            description: description(site, feed.of),
            language: &config.language,
            updated: site.latest_change(posts.iter().copied()),
            url: feed.url(site),
            hub: config.feeds.hub.as_deref(),
            logo: site.logo.as_ref().map(|logo| config.base_url.absolute(logo)),
            publisher: config.publisher_name(),
            site: config.base_url.address(""),
            style: config.base_url.rooted(STYLE),
        }
    }
}

fn document(format: FeedFormat, channel: &Channel<'_>, entries: &[Arc<str>]) -> String {
    match format {
        FeedFormat::Rss => rss::feed(channel, entries),
        FeedFormat::Atom => atom::feed(channel, entries),
        FeedFormat::Json => json::feed(channel, entries),
    }
}

/// What is known of what a feed is of, as plain text; may be empty.
fn description(site: &Site, of: FeedOf) -> String {
    let text = match of {
        FeedOf::Site => return site.config.description.clone(),
        FeedOf::Tag(at) => site.tags.all.get(at).and_then(|tag| tag.description.as_deref()),
        FeedOf::Author(at) => {
            return site.authors.get(at).and_then(|author| author.info.as_ref()?.bio.clone()).unwrap_or_default();
        }
        FeedOf::Section(_) => None,
    };
    text.map(|text| plain_text(text, &site.config.markdown)).unwrap_or_default()
}
