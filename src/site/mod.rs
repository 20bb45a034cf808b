//! The site: all posts and pages, and what follows from them taken together. Made once, in one piece; read-only from then
//! on.

mod archives;
mod authors;
mod card_fonts;
pub mod feeds;
mod groups;
pub mod links;
pub mod paginator;
mod pictures;
mod related;
mod schedule;
mod scores;
mod searched;
pub mod sitemap;
mod tags;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

pub use archives::{Month, Year};
pub use authors::Author;
pub use card_fonts::{card_fonts, known_card_fonts};
pub use groups::Group;
pub use links::{Picture, Targets};
pub use pictures::PictureFile;
pub use schedule::{Around, Change, Due, LeftOut, Visibility, around};
pub use tags::{Tag, TagAlias, Tags};

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::content::date::When;
use crate::content::document::Document;
use crate::content::live;
use crate::content::post::{Content, Page, Post, State};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, Spanned};
use crate::search::Index;
use crate::social_card::Fonts;
use crate::source::{RawFile, RawFiles};

/// What index takes: everything that was read.
#[derive(Debug)]
pub struct Parsed {
    /// The configuration.
    pub config: Config,
    /// All files of the content folder that could be read, by path.
    pub contents: Vec<Content>,
    /// The other files.
    pub files: Files,
    /// What text on social cards is set in.
    pub fonts: Arc<Fonts>,
}

/// Files that are not read, but can be linked to.
#[derive(Debug)]
pub struct Files {
    /// Sources that could not be read; a link to one is not reported on top.
    pub broken: BTreeSet<String>,
    /// What lies beside the sources: path from the content folder, and where it is.
    pub assets: RawFiles,
    /// The static files: path, and where they are; the theme's are nowhere.
    pub statics: BTreeMap<String, Option<Arc<RawFile>>>,
}

/// The post of a given place in [`Site::posts`].
pub type PostId = usize;

/// All that a build shows.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Site {
    /// The configuration. It is not kept in the cache, nor is the instant.
    #[serde(skip)]
    pub config: Config,
    /// The build's instant.
    #[serde(skip)]
    pub now: Timestamp,
    /// Posts to be shown, newest first; of one date, by path. The cache keeps them apart.
    #[serde(skip)]
    pub posts: Vec<Entry>,
    /// Plain pages, by path.
    pub pages: Vec<PlainPage>,
    /// Hashtags, by name.
    pub tags: Tags,
    /// Those who wrote at least one post, by name.
    pub authors: Vec<Author>,
    /// Sections, by name.
    pub sections: Vec<Group>,
    /// Series, by name; their posts oldest first.
    pub series: Vec<Group>,
    /// Years, newest first.
    pub archives: Vec<Year>,
    /// Address of the publisher's logo, encoded, from the host's root.
    pub logo: Option<String>,
    /// Path of the site's `humans.txt` (humanstxt.org), from the host's root.
    pub humans: Option<String>,
    /// Path of the icon that Apple's devices show of the site, from the host's root.
    pub touch_icon: Option<String>,
    /// Where links in the descriptions of `tags.yaml` lead.
    pub tag_targets: Targets,
    /// Variants of pictures, by path. They are known when pictures were looked at; the cache keeps them apart.
    #[serde(skip)]
    pub pictures: Vec<PictureFile>,
    /// The index of search, if the site has one and it is known. The cache keeps what it is made of.
    #[serde(skip)]
    pub search: Option<Arc<Index>>,
    /// What is not shown, and until when.
    pub left_out: LeftOut,
}

impl Site {
    /// Whether a post is to be indexed here: it is published, and no copy of what stands elsewhere.
    #[must_use]
    pub fn is_indexed(&self, id: PostId) -> bool {
        self.posts
            .get(id)
            .is_some_and(|entry| !entry.is_draft && !entry.is_scheduled && self.is_original(&entry.post.document))
    }

    /// Whether a document is no copy of what stands elsewhere, by its `canonical_url`.
    #[must_use]
    pub fn is_original(&self, document: &Document) -> bool {
        let canonical = document.front_matter.canonical_url.as_ref();
        canonical.is_none_or(|url| url.value == self.config.base_url.address(&document.site_path))
    }

    /// The latest change of some posts.
    #[must_use]
    pub fn latest_change(&self, posts: impl Iterator<Item = PostId>) -> Option<When> {
        let changes = posts.filter_map(|id| self.posts.get(id)).map(|entry| entry.post.modified(self.now));
        changes.max_by_key(|when| when.timestamp())
    }
}

/// A post with all that the site knows of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Entry {
    /// The post.
    pub post: Arc<Post>,
    /// Shown although it is a draft.
    pub is_draft: bool,
    /// Shown although its date is yet to come.
    pub is_scheduled: bool,
    /// Its hashtags in the writer's order: places in [`Tags::all`].
    pub tags: Vec<usize>,
    /// Its authors in the writer's order: places in [`Site::authors`].
    pub authors: Vec<usize>,
    /// Its section: a place in [`Site::sections`].
    pub section: Option<usize>,
    /// Its series: a place in [`Site::series`].
    pub series: Option<usize>,
    /// Related posts, best first.
    pub related: Vec<PostId>,
    /// Where its links, images and files lead.
    pub targets: Targets,
    /// Where its social card stands, from the site's root, unencoded; none if it has another image, or there are no cards.
    pub social_card: Option<String>,
}

impl Entry {
    /// The first video or sound of its body.
    #[must_use]
    pub fn first_recording(&self) -> Option<&links::Recording> {
        let mut images = self.post.document.outline.images.iter();
        images.find_map(|image| self.targets.recordings.get(&image.dest))
    }
}

/// A plain page with where its links lead.
#[derive(Debug, Serialize, Deserialize)]
pub struct PlainPage {
    /// The page.
    pub page: Arc<Page>,
    /// Shown although it is a draft.
    pub is_draft: bool,
    /// Where its links, images and files lead.
    pub targets: Targets,
}

/// Puts everything together. What is wrong is reported.
#[must_use]
pub fn index(parsed: Parsed, now: Timestamp, visibility: Visibility, problems: &mut Diagnostics) -> Site {
    let Parsed { config, contents, files, fonts } = parsed;
    let addresses = links::Addresses::of(&contents, files, now, visibility);
    let mut left_out = LeftOut::default();
    let mut posts = Vec::new();
    let mut pages = Vec::new();
    for content in contents {
        match content {
            Content::Post(post) => {
                let state = post.state(now);
                if visibility.shows(state) {
                    posts.push((post, state));
                } else {
                    left_out.count(state);
                }
            }
            Content::Page(page) => {
                let is_draft = page.document.front_matter.draft;
                if is_draft && !visibility.drafts {
                    left_out.count(State::Draft);
                } else {
                    pages.push((page, is_draft));
                }
            }
        }
    }
    posts.sort_by(|(a, _), (b, _)| (b.date.timestamp(), &a.document.path).cmp(&(a.date.timestamp(), &b.document.path)));
    let resolve = |document: &Document| links::resolve(document, &config, &addresses);
    let resolved: Vec<_> = posts.par_iter().map(|(post, _)| resolve(&post.document)).collect();
    let resolved_pages: Vec<_> = pages.par_iter().map(|(page, _)| resolve(&page.document)).collect();

    let (tag_targets, found) = links::resolve_tag_descriptions(&config, &addresses);
    problems.append(found);
    let (logo, pictures) = pictures(&config, &addresses, problems);
    let own_file = |path: &str| addresses.has_static(path).then(|| config.base_url.rooted(path));
    let (humans, touch_icon) = (own_file("humans.txt"), own_file("apple-touch-icon.png"));
    let documents: Vec<&Document> = posts.iter().map(|(post, _)| &post.document).collect();
    let (tags, post_tags) = tags::gather(&config, &documents, problems);
    check_plain_pages(&pages, problems);
    let (authors, post_authors) = authors::gather(&config, &documents, &pictures);
    let (sections, post_sections) = groups::gather(&documents, &config, "sections", |f| f.section.as_ref());
    let (mut series, post_series) = groups::gather(&documents, &config, "series", |f| f.series.as_ref());
    for one in &mut series {
        one.posts.reverse();
    }
    let related = related::of_all(&tags, &post_tags);
    let archives = archives::gather(posts.iter().map(|(post, _)| post.date.date()));

    let has_cards = config.social_cards.are_made && fonts.can_write(&config.title);
    let mut entries = Vec::with_capacity(posts.len());
    let links = post_tags.into_iter().zip(post_authors).zip(post_sections).zip(post_series).zip(related);
    for (((post, state), (targets, found)), ((((tags, authors), section), series), related)) in
        posts.into_iter().zip(resolved).zip(links)
    {
        problems.append(found);
        if state == State::Published {
            problems.extend(live::yet_to_come(&post.document, &post.updates, now));
        }
        let has_card = has_cards && !targets.lead.as_ref().is_some_and(Picture::is_for_previews);
        entries.push(Entry {
            social_card: has_card.then(|| post.document.social_card_path()),
            post,
            is_draft: state == State::Draft,
            is_scheduled: matches!(state, State::Scheduled(_)),
            tags,
            authors,
            section,
            series,
            related,
            targets,
        });
    }
    let pages = pages
        .into_iter()
        .zip(resolved_pages)
        .map(|((page, is_draft), (targets, found))| {
            problems.append(found);
            PlainPage { page, is_draft, targets }
        })
        .collect();
    Site {
        config,
        now,
        posts: entries,
        pages,
        tags,
        authors,
        sections,
        series,
        archives,
        logo,
        humans,
        touch_icon,
        tag_targets,
        pictures: Vec::new(),
        search: None,
        left_out,
    }
}

/// The hashtags of some posts, given newest first; each post of a tag is its place among them. What is wrong is reported.
#[must_use]
pub fn tags(config: &Config, posts: &[&Document], problems: &mut Diagnostics) -> Tags {
    tags::gather(config, posts, problems).0
}

/// The publisher's logo, and the authors' pictures by key.
fn pictures(
    config: &Config,
    addresses: &links::Addresses,
    problems: &mut Diagnostics,
) -> (Option<String>, HashMap<String, links::Picture>) {
    let mut find = |written: &Spanned<String>, source| match links::resolve_picture(written, source, config, addresses)
    {
        Ok(picture) => Some(picture),
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    let logo = config.publisher.logo.as_ref().and_then(|logo| find(logo, &config.site_source)).map(|logo| logo.url);
    let pictures = config.authors.iter().filter_map(|author| {
        let picture = find(author.image.as_ref()?, &author.source)?;
        Some((author.key.clone(), picture))
    });
    (logo, pictures.collect())
}

/// What only posts have would be lost on a plain page without a word.
fn check_plain_pages(pages: &[(Arc<Page>, bool)], problems: &mut Diagnostics) {
    for (page, _) in pages {
        let document = &page.document;
        let front_matter = &document.front_matter;
        let hashtag = front_matter.hashtags.iter().chain(&document.outline.lifted).next();
        let lost = [
            ("hashtags", hashtag.map(|tag| tag.span)),
            ("author", front_matter.authors.first().map(|author| author.span)),
            ("section", front_matter.section.as_ref().map(|section| section.span)),
            ("type", Some(front_matter.article_type.span).filter(|span| *span != Span::default())),
            ("series", front_matter.series.as_ref().map(|series| series.span)),
            ("expires", front_matter.expires.as_ref().map(|date| date.span)),
        ];
        for (what, span) in lost.into_iter().filter_map(|(what, span)| Some((what, span?))) {
            problems.push(
                Diagnostic::warning(format!("a plain page has no {what}"))
                    .at(&document.source, span, "this is not used")
                    .help("give the page a `date` to make it a post, or take this out"),
            );
        }
    }
}

/// Numbers the distinct keys of all posts in order of their first appearance.
fn number<'a, K: std::hash::Hash + Eq + 'a>(
    seen: &mut HashMap<K, usize>,
    key: K,
    make: impl FnOnce() -> usize,
) -> usize {
    *seen.entry(key).or_insert_with(make)
}
