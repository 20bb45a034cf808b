//! Which feeds a site has, and what each is of.

use crate::config::FeedFormat;

use super::{PostId, Site};

/// What a feed is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedOf {
    /// The whole site.
    Site,
    /// A tag: its place in `Tags::all`.
    Tag(usize),
    /// An author: the place in [`Site::authors`].
    Author(usize),
    /// A section: its place in [`Site::sections`].
    Section(usize),
}

/// A feed in one format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feed {
    /// What it is of.
    pub of: FeedOf,
    /// In which format.
    pub format: FeedFormat,
}

impl FeedOf {
    /// The feeds of this; a tag with too few posts has none.
    pub fn feeds(self, site: &Site) -> impl Iterator<Item = Feed> {
        let feeds = &site.config.feeds;
        let formats = match self {
            Self::Site => feeds.site.as_slice(),
            Self::Tag(at) => {
                let posts = site.tags.all.get(at).map_or(0, |tag| tag.posts.len());
                if posts < site.config.tags_min_posts { &[] } else { feeds.tags.as_slice() }
            }
            Self::Author(_) => &feeds.authors,
            Self::Section(_) => &feeds.sections,
        };
        formats.iter().map(move |format| Feed { of: self, format: *format })
    }

    /// Everything that may have feeds but the site itself, in the order of names.
    pub fn lists(site: &Site) -> impl Iterator<Item = Self> {
        let sections = (0..site.sections.len()).map(Self::Section);
        let tags = (0..site.tags.all.len()).map(Self::Tag);
        sections.chain(tags).chain((0..site.authors.len()).map(Self::Author))
    }

    /// All that can carry a post.
    pub fn around(site: &Site, post: PostId) -> impl Iterator<Item = Self> {
        let entry = site.posts.get(post);
        let tags = entry.into_iter().flat_map(|entry| entry.tags.iter().copied().map(Self::Tag));
        let authors = entry.into_iter().flat_map(|entry| entry.authors.iter().copied().map(Self::Author));
        let section = entry.and_then(|entry| entry.section).map(Self::Section);
        std::iter::once(Self::Site).chain(tags).chain(authors).chain(section)
    }

    /// The posts of its feeds, newest first.
    #[must_use]
    pub fn posts(self, site: &Site) -> Vec<PostId> {
        let list = |posts: Option<&Vec<PostId>>| -> Vec<PostId> {
            posts.into_iter().flatten().copied().take(site.config.feeds.list_limit).collect()
        };
        match self {
            Self::Site => (0..site.posts.len()).take(site.config.feeds.limit).collect(),
            Self::Tag(at) => list(site.tags.all.get(at).map(|tag| &tag.posts)),
            Self::Author(at) => list(site.authors.get(at).map(|author| &author.posts)),
            Self::Section(at) => list(site.sections.get(at).map(|section| &section.posts)),
        }
    }

    /// Path of its page from the site's root, unencoded: empty, or with a slash at its end.
    #[must_use]
    pub fn site_path(self, site: &Site) -> &str {
        let path = match self {
            Self::Site => None,
            Self::Tag(at) => site.tags.all.get(at).map(|tag| &tag.site_path),
            Self::Author(at) => site.authors.get(at).map(|author| &author.site_path),
            Self::Section(at) => site.sections.get(at).map(|section| &section.site_path),
        };
        path.map_or("", String::as_str)
    }

    /// What it is called, without the site's name.
    #[must_use]
    pub fn name(self, site: &Site) -> &str {
        let name = match self {
            Self::Site => None,
            Self::Tag(at) => site.tags.all.get(at).map(|tag| &tag.title),
            Self::Author(at) => site.authors.get(at).map(|author| &author.name),
            Self::Section(at) => site.sections.get(at).map(|section| &section.name),
        };
        name.unwrap_or(&site.config.title)
    }

    /// The title of its feeds.
    #[must_use]
    pub fn title(self, site: &Site) -> String {
        match self {
            Self::Site => site.config.title.clone(),
            _ => format!("{} · {}", self.name(site), site.config.title),
        }
    }
}

impl Feed {
    /// Path from the site's root, unencoded.
    #[must_use]
    pub fn site_path(self, site: &Site) -> String {
        format!("{}{}", self.of.site_path(site), self.format.file())
    }

    /// Its address.
    #[must_use]
    pub fn url(self, site: &Site) -> String {
        site.config.base_url.address(&self.site_path(site))
    }
}

/// The list of all feeds, from the site's root.
pub const OPML: &str = "feeds.opml";

/// Whether there is that list: with the site's own feed alone, it would be of no use.
#[must_use]
pub fn has_opml(site: &Site) -> bool {
    FeedOf::lists(site).any(|of| of.feeds(site).next().is_some())
}
