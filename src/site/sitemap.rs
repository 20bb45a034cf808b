//! What search engines are told to look at (sitemaps.org): pages that are to be indexed, each under its own address.

use std::collections::HashSet;
use std::ops::Range;

use jiff::{SignedDuration, Timestamp};

use crate::config::encode_path;
use crate::content::date::When;
use crate::content::document::Document;

use super::links::from_root;
use super::{PostId, Site, Targets};

/// Google News takes articles of the last two days.
pub const NEWS_WINDOW: SignedDuration = SignedDuration::from_hours(48);

/// A news sitemap holds no more.
pub const NEWS_LIMIT: usize = 1000;

/// Google takes so many images of a page.
const IMAGES: usize = 1000;

/// A page that a sitemap lists; of a list of posts, the first page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// A post.
    Post(PostId),
    /// A plain page: its place in [`Site::pages`].
    Page(usize),
    /// The front page.
    Front,
    /// The index of all tags.
    TagIndex,
    /// A tag: its place in `Tags::all`.
    Tag(usize),
    /// A year: its place in [`Site::archives`].
    Year(usize),
    /// A month: the year's place, and its own in the year.
    Month(usize, usize),
    /// An author: the place in [`Site::authors`].
    Author(usize),
    /// A section: its place in [`Site::sections`].
    Section(usize),
    /// A series: its place in [`Site::series`].
    Series(usize),
}

/// How much a sitemap may hold.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Addresses of pages.
    pub pages: usize,
    /// Bytes, uncompressed.
    pub bytes: usize,
}

/// The limits of sitemaps.org, version 0.9.
pub const LIMITS: Limits = Limits { pages: 50_000, bytes: 50_000_000 };

/// All that is to be indexed: posts first, oldest first, so that a new one moves nothing but the end.
#[must_use]
pub fn listed(site: &Site) -> Vec<Listed> {
    let posts = (0..site.posts.len()).rev().filter(|id| site.is_indexed(*id)).map(Listed::Post);
    let pages = site.pages.iter().enumerate();
    let pages = pages.filter(|(_, plain)| !plain.is_draft && site.is_original(&plain.page.document));
    let thick = |posts: usize| posts >= site.config.tags_min_posts;
    let tags = site.tags.all.iter().enumerate().filter(|(_, tag)| thick(tag.posts.len()));
    let months = site.archives.iter().enumerate().flat_map(|(at, year)| {
        let months = (0..year.months.len()).map(move |month| Listed::Month(at, month));
        std::iter::once(Listed::Year(at)).chain(months)
    });
    let mut all: Vec<Listed> = posts.collect();
    all.extend([Listed::Front, Listed::TagIndex]);
    all.extend(pages.map(|(at, _)| Listed::Page(at)));
    all.extend(tags.map(|(at, _)| Listed::Tag(at)));
    all.extend(months);
    all.extend((0..site.authors.len()).map(Listed::Author));
    all.extend((0..site.sections.len()).map(Listed::Section));
    all.extend((0..site.series.len()).map(Listed::Series));
    all
}

/// The posts of the news sitemaps, newest first: those of the last 48 hours.
#[must_use]
pub fn news(site: &Site) -> Vec<PostId> {
    let is_recent = |id: &PostId| {
        let date = site.posts.get(*id).map(|entry| entry.post.date.timestamp());
        date.is_some_and(|date| date <= site.now && leaves_news(date).is_none_or(|end| site.now < end))
    };
    // Newest first: those of the future, then the recent ones.
    let begin = site.posts.partition_point(|entry| entry.post.date.timestamp() > site.now);
    let recent = (begin..site.posts.len()).take_while(is_recent);
    recent.filter(|id| site.is_indexed(*id)).collect()
}

/// When a post of this date is no more news; none at the very end of time.
#[must_use]
pub fn leaves_news(date: Timestamp) -> Option<Timestamp> {
    date.checked_add(NEWS_WINDOW).ok()
}

impl Listed {
    /// Path from the site's root, unencoded.
    #[must_use]
    pub fn site_path(self, site: &Site) -> String {
        let path = match self {
            Self::Front => Some(String::new()),
            Self::TagIndex => Some("tags/".to_owned()),
            Self::Post(id) => site.posts.get(id).map(|entry| entry.post.document.site_path.clone()),
            Self::Page(at) => site.pages.get(at).map(|plain| plain.page.document.site_path.clone()),
            Self::Tag(at) => site.tags.all.get(at).map(|tag| tag.site_path.clone()),
            Self::Year(at) => site.archives.get(at).map(super::Year::site_path),
            Self::Month(at, within) => site.archives.get(at).and_then(|year| {
                let month = year.months.get(within)?;
                Some(year.month_path(month))
            }),
            Self::Author(at) => site.authors.get(at).map(|author| author.site_path.clone()),
            Self::Section(at) => site.sections.get(at).map(|group| group.site_path.clone()),
            Self::Series(at) => site.series.get(at).map(|group| group.site_path.clone()),
        };
        path.unwrap_or_default()
    }

    /// When its content last changed: of a list, when the newest of what it lists did.
    #[must_use]
    pub fn modified(self, site: &Site) -> Option<When> {
        let newest = |posts: &[PostId]| site.latest_change(posts.iter().copied());
        match self {
            Self::Front | Self::TagIndex => site.latest_change(0..site.posts.len()),
            Self::Post(id) => site.posts.get(id).map(|entry| entry.post.modified(site.now)),
            Self::Page(at) => site.pages.get(at)?.page.document.changed(),
            Self::Tag(at) => newest(&site.tags.all.get(at)?.posts),
            Self::Year(at) => newest(&site.archives.get(at)?.posts),
            Self::Month(at, within) => newest(&site.archives.get(at)?.months.get(within)?.posts),
            Self::Author(at) => newest(&site.authors.get(at)?.posts),
            Self::Section(at) => newest(&site.sections.get(at)?.posts),
            Self::Series(at) => newest(&site.series.get(at)?.posts),
        }
    }

    /// Addresses of the images that it shows, each once: encoded, from the host's root.
    #[must_use]
    pub fn images(self, site: &Site) -> Vec<String> {
        match self {
            Self::Post(id) => site.posts.get(id).map(|entry| images(site, &entry.post.document, &entry.targets)),
            Self::Page(at) => site.pages.get(at).map(|plain| images(site, &plain.page.document, &plain.targets)),
            _ => None,
        }
        .unwrap_or_default()
    }

    /// No fewer bytes than what a sitemap says of it takes.
    fn bytes(self, site: &Site) -> usize {
        let base = site.config.base_url.as_str().len();
        let escaped = |path: &str| path.len() + 5 * path.matches(['&', '\'']).count();
        let images: usize = self.images(site).iter().map(|image| 90 + base + escaped(image)).sum();
        160 + base + escaped(&encode_path(&self.site_path(site))) + images
    }
}

fn images(site: &Site, document: &Document, targets: &Targets) -> Vec<String> {
    let of_body = document.outline.images.iter().filter_map(|image| targets.images.get(&image.dest));
    let all = targets.lead.iter().chain(of_body).filter_map(|image| from_root(site, document, &image.url));
    let mut seen = HashSet::new();
    all.filter(|image| seen.insert(image.clone())).take(IMAGES).collect()
}

/// Splits what is listed into sitemaps that keep to the limits.
#[must_use]
pub fn split(site: &Site, all: &[Listed], limits: Limits) -> Vec<Vec<Listed>> {
    let ranges = ranges(all.iter().map(|listed| listed.bytes(site)), limits);
    ranges.into_iter().filter_map(|range| all.get(range).map(<[Listed]>::to_vec)).collect()
}

/// Cuts a sequence of lengths in bytes.
fn ranges(lengths: impl Iterator<Item = usize>, limits: Limits) -> Vec<Range<usize>> {
    // Prolog and root element.
    const FRAME: usize = 400;
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut bytes = 0;
    for (at, length) in lengths.enumerate() {
        match ranges.last_mut() {
            Some(last) if last.len() < limits.pages && bytes + length <= limits.bytes => last.end = at + 1,
            _ => {
                ranges.push(at..at + 1);
                bytes = FRAME;
            }
        }
        bytes += length;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sitemap_is_full_at_either_limit() {
        let split = |lengths: &[usize], pages, bytes| ranges(lengths.iter().copied(), Limits { pages, bytes });
        assert_eq!(split(&[1; 5], 2, 10_000), [0..2, 2..4, 4..5]);
        assert_eq!(split(&[1; 4], 2, 10_000), [0..2, 2..4]);
        assert_eq!(split(&[300, 300, 300, 1], 10, 1000), [0..2, 2..4]);
        // What is too long by itself stands alone.
        assert_eq!(split(&[1, 5000, 1], 10, 1000), [0..1, 1..2, 2..3]);
        assert_eq!(split(&[], 2, 10), []);
    }
}
