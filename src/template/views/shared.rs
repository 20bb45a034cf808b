//! Values that all pages of a site share.

use tera::Value;

use super::{PageFeeds, direction, list, object, text};
use crate::site::feeds::{FeedOf, OPML, has_opml};
use crate::site::{Group, Site, Tag};

/// So many posts are in `recent_posts`.
pub(super) const RECENT_POSTS: usize = 6;

/// So many tags are in `top_tags`.
const TOP_TAGS: usize = 20;

pub(super) fn config(site: &Site) -> Value {
    let config = &site.config;
    let navigation = config.navigation.iter().map(|item| {
        let url = match item.url.value.strip_prefix('/') {
            Some(path) if !path.starts_with('/') => {
                format!("{}{path}", config.base_url.path())
            }
            _ => item.url.value.clone(),
        };
        object! { "title": item.title.as_str(), "url": url }
    });
    object! {
        "title": config.title.as_str(),
        "description": config.description.as_str(),
        "base_url": config.base_url.as_str(),
        "base_path": config.base_url.path(),
        "tags_path": config.base_url.rooted("tags/"),
        "search_path": config.search.then(|| config.base_url.rooted("search/")),
        "language": config.language.as_str(),
        "dir": direction(&config.language),
        "theme": object! { "paper": config.theme.light.paper.hex(), "paper_dark": config.theme.dark.paper.hex() },
        "publisher": object! { "name": config.publisher_name(), "logo": text(site.logo.as_deref()) },
        "me": config.me.clone(),
        "humans": text(site.humans.as_deref()),
        "touch_icon": text(site.touch_icon.as_deref()),
        "navigation": list(navigation),
        "feeds": list(feeds(site, FeedOf::Site)),
        "extra": config.extra.as_ref().map(Value::from_serializable),
        "generator": concat!("Slugline ", env!("CARGO_PKG_VERSION")),
    }
}

/// The feeds of something, best known format first.
pub(super) fn feeds(site: &Site, of: FeedOf) -> impl Iterator<Item = Value> {
    of.feeds(site).map(move |feed| {
        object! {
            "title": format!("{} ({})", of.title(site), feed.format.name()),
            "path": site.config.base_url.rooted(&feed.site_path(site)),
            "type": feed.format.media_type(),
            "format": feed.format.name(),
        }
    })
}

/// The feeds that a page has of its own.
pub(super) fn page_feeds(site: &Site, feeds_of: PageFeeds) -> Value {
    match feeds_of {
        PageFeeds::None => list([]),
        PageFeeds::Of(of) => list(feeds(site, of)),
        PageFeeds::All => list(has_opml(site).then(|| {
            object! {
                "title": format!("{} (OPML)", site.config.title),
                "path": site.config.base_url.rooted(OPML),
                "type": "text/x-opml",
                "format": "OPML",
            }
        })),
    }
}

/// A group with its number of posts.
pub(super) fn counted_group(site: &Site, group: &Group) -> Value {
    object! {
        "name": group.name.as_str(),
        "path": site.config.base_url.rooted(&group.site_path),
        "count": group.posts.len(),
    }
}

/// Every section with its number of posts.
pub(super) fn counted_sections(site: &Site) -> Value {
    list(site.sections.iter().map(|section| counted_group(site, section)))
}

pub(super) fn archives(site: &Site) -> Value {
    list(site.archives.iter().map(|year| {
        object! {
            "year": year.year,
            "path": site.config.base_url.rooted(&year.site_path()),
            "count": year.posts.len(),
            "months": months(site, year),
        }
    }))
}

/// The months of a year, newest first.
pub(super) fn months(site: &Site, year: &crate::site::Year) -> Value {
    list(year.months.iter().map(|month| {
        object! {
            "year": year.year,
            "month": month.month,
            "date": format!("{:04}-{:02}-01", year.year, month.month),
            "path": site.config.base_url.rooted(&year.month_path(month)),
            "count": month.posts.len(),
        }
    }))
}

pub(super) fn tag_link(tag: &Tag) -> Value {
    object! { "name": tag.name.as_str(), "label": tag.label.as_str(), "path": tag.href.as_str() }
}

/// A tag link with how many posts it leads to.
pub(super) fn counted_tag(tag: &Tag) -> Value {
    object! {
        "name": tag.name.as_str(),
        "label": tag.label.as_str(),
        "path": tag.href.as_str(),
        "count": tag.posts.len(),
    }
}

pub(super) fn top_tags(site: &Site) -> Value {
    let mut tags: Vec<&Tag> = site.tags.all.iter().collect();
    // Stable: equals stay in the order of their names.
    tags.sort_by_key(|tag| std::cmp::Reverse(tag.posts.len()));
    list(tags.into_iter().take(TOP_TAGS).map(counted_tag))
}
