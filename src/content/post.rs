//! Posts and plain pages. What has a date is a post; what has none is a plain page.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use serde::{Deserialize, Serialize};

use crate::config::{Config, PermalinkParts};
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::source::Source;

use super::date::When;
use super::document::Document;
use super::front_matter::ArticleType;
use super::link::normalize;
use super::live;
use super::slug::slugify;

/// An article.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Post {
    /// The file and what is in it.
    pub document: Document,
    /// When it is published.
    pub date: When,
    /// Of a live blog, when each update was, in the order of the outline's.
    pub updates: Vec<When>,
}

/// A page that is no article: about, contact.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Page {
    /// The file and what is in it.
    pub document: Document,
}

/// A source file of the content folder, read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Content {
    /// It has a date.
    Post(Arc<Post>),
    /// It has none.
    Page(Arc<Page>),
}

/// Where a post stands in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// To be shown.
    Published,
    /// Marked as a draft.
    Draft,
    /// Its date is yet to come.
    Scheduled(Timestamp),
    /// Its time is over.
    Expired,
}

impl Content {
    /// The file and what is in it.
    #[must_use]
    pub fn document(&self) -> &Document {
        match self {
            Self::Post(post) => &post.document,
            Self::Page(page) => &page.document,
        }
    }

    /// Reads a file below the content folder. What is wrong is reported; none if nothing can be made of it.
    pub fn read(source: Source, path: &str, config: &Config, problems: &mut Diagnostics) -> Option<Self> {
        let mut document = Document::read(source, path, config, problems)?;
        let (named, _) = document.name();
        let written = document.front_matter.date.as_ref().map(|date| date.value);
        let date = match (written, named) {
            (Some(date), _) => Some(date),
            (None, Some(day)) => When::midnight(day, &config.timezone).ok(),
            // Nothing will be published, so any date does to go on and find what else is wrong.
            (None, None) if document.front_matter.has_wrong_date => When::midnight(Date::ZERO, &config.timezone).ok(),
            (None, None) => None,
        };
        let Some(date) = date else {
            check_page(&document, problems);
            document.site_path = page_path(&document, config);
            return Some(Self::Page(Arc::new(Page { document })));
        };
        document.site_path = post_path(&document, date, config);
        check_dates(&document, date, problems);
        let is_live = document.front_matter.article_type.value == ArticleType::Live;
        let updates = if is_live { &document.outline.updates[..] } else { &[] };
        let updates = live::instants(updates, date, &config.timezone);
        live::check(&document, date, &updates, problems);
        Some(Self::Post(Arc::new(Post { document, date, updates })))
    }
}

impl Content {
    /// The same with its source, if it was read from the very bytes of it: what comes from the cache has no text.
    #[must_use]
    pub fn with_source(self, source: &Source) -> Option<Self> {
        let document = self.document();
        if document.source.digest != source.digest || document.source.path != source.path {
            return None;
        }
        let mut content = self;
        match &mut content {
            Self::Post(post) => Arc::make_mut(post).document.source = source.clone(),
            Self::Page(page) => Arc::make_mut(page).document.source = source.clone(),
        }
        Some(content)
    }
}

impl Post {
    /// When its content last changed, by what its writer says: the latest of its date, `updated`, its corrections, and those
    /// updates of a live blog that are not yet to come at `now`. A draft does not heed the clock.
    #[must_use]
    pub fn modified(&self, now: Timestamp) -> When {
        let is_draft = self.document.front_matter.draft;
        let updates = self.updates.iter().copied().filter(|update| is_draft || update.timestamp() <= now);
        let later = |latest: When, date: When| if date.timestamp() > latest.timestamp() { date } else { latest };
        self.document.changed().into_iter().chain(updates).fold(self.date, later)
    }

    /// Where it stands at `now`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        let front_matter = &self.document.front_matter;
        if front_matter.draft {
            State::Draft
        } else if front_matter.expires.as_ref().is_some_and(|date| date.value.timestamp() <= now) {
            State::Expired
        } else if self.date.timestamp() > now {
            State::Scheduled(self.date.timestamp())
        } else {
            State::Published
        }
    }
}

fn post_path(document: &Document, date: When, config: &Config) -> String {
    let slug = document.slug(config);
    let section =
        document.front_matter.section.as_ref().map(|section| slugify(&section.value, config.slugs)).unwrap_or_default();
    let day = date.date();
    config.permalink.expand(PermalinkParts {
        year: day.year(),
        month: day.month(),
        day: day.day(),
        slug: &slug,
        section: &section,
    })
}

/// `about.md` stands at `/about/`, `team/index.md` at `/team/`, each folder's name made a slug.
fn page_path(document: &Document, config: &Config) -> String {
    let mut parts: Vec<String> =
        document.folder().split('/').filter(|part| !part.is_empty()).map(|part| slugify(part, config.slugs)).collect();
    let is_index = document.path.ends_with("/index.md") || document.path == "index.md";
    if is_index {
        parts.pop();
    }
    if document.path != "index.md" {
        parts.push(document.slug(config));
    }
    match normalize("", &parts.join("/")) {
        Some(path) if !path.is_empty() => format!("{path}/"),
        _ => String::new(),
    }
}

fn check_dates(document: &Document, date: When, problems: &mut Diagnostics) {
    let front_matter = &document.front_matter;
    if front_matter.has_wrong_date {
        return;
    }
    for (key, other) in [("updated", &front_matter.updated), ("expires", &front_matter.expires)] {
        let Some(other) = other else { continue };
        // A plain day says no more than the day.
        let before = if other.value.has_time() {
            other.value.timestamp() < date.timestamp()
        } else {
            other.value.date() < date.date()
        };
        if before {
            problems.push(
                Diagnostic::error(format!("`{key}` is before the post's date"))
                    .at(&document.source, other.span, format!("the post is of {}", date.date()))
                    .help(format!("write a date after {}, or leave `{key}` out", date.date())),
            );
        }
    }
}

/// In a folder of posts, a file without a date was most likely meant to have one.
fn check_page(document: &Document, problems: &mut Diagnostics) {
    let first = document.path.split('/').next().unwrap_or_default();
    if first == "posts" {
        problems.push(
            Diagnostic::warning("this has no date, so it becomes a plain page")
                .at(&document.source, Span::new(0, 3), "no `date`, and none in the file's name")
                .help("add a line such as `date: 2025-10-28`"),
        );
    }
}
