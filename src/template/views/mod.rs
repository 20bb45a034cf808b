//! What templates see: narrow values, each made of what its page shows and no more. Those that many pages share are made
//! once. `docs/templates.md` describes every name.

mod body;
mod history;
mod language;
mod lists;
mod post;
mod shared;
mod social_card;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use rayon::prelude::*;
use tera::{Context, Value};

use super::data::{list, map, object, safe, text};
use super::structured_data::StructuredData;
use super::value_digest::{self, Known};
use crate::content::document::Document;
use crate::content::highlight::{Highlighter, Session};
use crate::content::html::{Flavour, Renderer};
use crate::digest::Digest;
use crate::site::feeds::FeedOf;
use crate::site::links::SiteTargets;
use crate::site::{PostId, Site, Targets};

use crate::words::direction;

use language::locale;

pub use body::Body;

/// How wide the theme shows the figures of a body: the column of text, and on a phone all but the edges.
const FIGURE_SIZES: &str = "(min-width: 48rem) 37rem, (min-width: 28rem) 92vw, calc(100vw - 2.25rem)";

/// The kind of a page, as templates see it, and what all pages have.
#[derive(Debug, Clone, Copy)]
pub struct Head<'h> {
    /// `page.kind`.
    pub kind: &'static str,
    /// Plain text.
    pub title: &'h str,
    /// Plain text; may be empty.
    pub description: &'h str,
    /// Path from the site's root, unencoded.
    pub site_path: &'h str,
    /// Not for search engines.
    pub noindex: bool,
    /// How what it lists can be followed.
    pub feeds: PageFeeds,
}

/// How what a page lists can be followed.
#[derive(Debug, Clone, Copy, Default)]
pub enum PageFeeds {
    /// Not at all.
    #[default]
    None,
    /// By the feeds of this.
    Of(FeedOf),
    /// By the list of all feeds.
    All,
}

/// Every variable that a template can find.
pub const VARIABLES: [&str; 20] = [
    "archive",
    "archives",
    "author",
    "config",
    "counted_sections",
    "letters",
    "now",
    "page",
    "paginator",
    "recent_posts",
    "redirect",
    "section",
    "section_fronts",
    "sections",
    "series",
    "social_card",
    "tag",
    "tags",
    "top_tags",
    "trending",
];

/// Those that are the same on all pages.
const SHARED: [&str; 7] = ["archives", "config", "counted_sections", "now", "recent_posts", "sections", "top_tags"];

/// Values of one site.
pub struct Views<'s> {
    site: &'s Site,
    highlighter: &'s Highlighter,
    config: Value,
    sections: Value,
    counted_sections: Value,
    archives: Value,
    recent_posts: OnceLock<Value>,
    top_tags: Value,
    now: Value,
    tag_links: Vec<Value>,
    author_links: Vec<Value>,
    section_links: Vec<Value>,
    /// Each made when it is first asked for: a page shows few of them.
    summaries: Vec<OnceLock<Value>>,
    /// Tags with their numbers of posts, as other tags' pages show them; made like the summaries.
    counted_tags: Vec<OnceLock<Value>>,
    known: Known,
    /// Of the variables that are the same on all pages.
    shared_digests: OnceLock<BTreeMap<&'static str, Digest>>,
}

impl<'s> Views<'s> {
    /// Makes what pages share.
    #[must_use]
    pub fn new(site: &'s Site, highlighter: &'s Highlighter) -> Self {
        let config = &site.config;
        let group = |group: &crate::site::Group| {
            object! {
                "name": group.name.as_str(),
                "path": config.base_url.rooted(&group.site_path),
            }
        };
        Self {
            site,
            highlighter,
            config: shared::config(site),
            sections: list(site.sections.iter().map(group)),
            counted_sections: shared::counted_sections(site),
            archives: shared::archives(site),
            recent_posts: OnceLock::new(),
            top_tags: shared::top_tags(site),
            now: Value::from(site.now.to_string()),
            tag_links: site.tags.all.iter().map(shared::tag_link).collect(),
            author_links: site
                .authors
                .iter()
                .map(|author| {
                    object! {
                        "name": author.name.as_str(),
                        "path": config.base_url.rooted(&author.site_path),
                    }
                })
                .collect(),
            section_links: site.sections.iter().map(group).collect(),
            summaries: site.posts.iter().map(|_| OnceLock::new()).collect(),
            counted_tags: site.tags.all.iter().map(|_| OnceLock::new()).collect(),
            known: Known::default(),
            shared_digests: OnceLock::new(),
        }
    }

    /// The variable `config`.
    #[must_use]
    pub fn config(&self) -> &Value {
        &self.config
    }

    /// Begins to make bodies on one thread.
    #[must_use]
    pub fn highlighting(&self) -> Session<'_> {
        self.highlighter.session()
    }

    /// Works out what most pages share, for when most pages are to be looked at.
    #[must_use]
    pub fn for_all_pages(mut self) -> Self {
        (0..self.site.posts.len()).into_par_iter().for_each(|id| {
            self.summary(id);
        });
        (0..self.site.tags.all.len()).into_par_iter().for_each(|at| {
            self.counted_tag(at);
        });
        let links = self.tag_links.iter().chain(&self.author_links).chain(&self.section_links);
        self.known.add(links);
        self.known.add(self.summaries.iter().filter_map(OnceLock::get));
        self.known.add(self.counted_tags.iter().filter_map(OnceLock::get));
        self
    }

    /// The digests of those variables of a context that `reads` asks for, by name.
    #[must_use]
    pub fn digests(&self, context: &Context, reads: impl Fn(&str) -> bool) -> BTreeMap<&'static str, Digest> {
        let shared = self.shared_digests.get_or_init(|| {
            let context = self.shared();
            let values = SHARED.iter().filter_map(|name| Some((*name, context.get(name)?)));
            values.map(|(name, value)| (name, value_digest::of(value, &self.known))).collect()
        });
        let wanted = VARIABLES.iter().copied().filter(|name| reads(name));
        let digest = |name| match shared.get(name) {
            Some(digest) => Some((name, *digest)),
            None => Some((name, value_digest::of(context.get(name)?, &self.known))),
        };
        wanted.filter_map(digest).collect()
    }

    /// The context of a page: what every template may name, with `page` as given.
    fn context(&self, page: Value) -> Context {
        let mut context = self.shared();
        context.insert_value("page", page);
        context
    }

    /// The variables of [`SHARED`].
    fn shared(&self) -> Context {
        let mut context = Context::new();
        context.insert_value("config", self.config.clone());
        context.insert_value("sections", self.sections.clone());
        context.insert_value("counted_sections", self.counted_sections.clone());
        context.insert_value("archives", self.archives.clone());
        context.insert_value("recent_posts", self.recent_posts());
        context.insert_value("top_tags", self.top_tags.clone());
        context.insert_value("now", self.now.clone());
        context
    }

    fn recent_posts(&self) -> Value {
        let make = || list((0..self.summaries.len()).take(shared::RECENT_POSTS).map(|id| self.summary(id)));
        self.recent_posts.get_or_init(make).clone()
    }

    fn summary(&self, id: PostId) -> Value {
        let summary = self.summaries.get(id).map(|summary| summary.get_or_init(|| self.post_summary(id)));
        summary.cloned().unwrap_or_else(Value::none)
    }

    fn counted_tag(&self, at: usize) -> Value {
        let make = || self.site.tags.all.get(at).map_or_else(Value::none, shared::counted_tag);
        self.counted_tags.get(at).map(|tag| tag.get_or_init(make)).cloned().unwrap_or_else(Value::none)
    }

    /// Makes HTML of a document's Markdown.
    fn renderer<R>(&self, targets: &Targets, language: &str, make: impl FnOnce(Renderer<'_>) -> R) -> R {
        self.renderer_for(Flavour::Page, targets, language, make)
    }

    /// Makes HTML of a document's Markdown, for its page or for feeds.
    pub fn renderer_for<R>(
        &self,
        flavour: Flavour<'_>,
        targets: &Targets,
        language: &str,
        make: impl FnOnce(Renderer<'_>) -> R,
    ) -> R {
        self.coloured_renderer(flavour, targets, language, &self.highlighter.session(), make)
    }

    /// The same for text with code in it, where many texts share what is known of their lines.
    fn coloured_renderer<R>(
        &self,
        flavour: Flavour<'_>,
        targets: &Targets,
        language: &str,
        highlighting: &Session<'_>,
        make: impl FnOnce(Renderer<'_>) -> R,
    ) -> R {
        let site_targets = SiteTargets { targets, tags: &self.site.tags };
        let renderer = Renderer {
            words: &self.site.config.words.of(language),
            markdown: &self.site.config.markdown,
            highlighting,
            targets: &site_targets,
            flavour,
            sizes: FIGURE_SIZES,
            is_first_eager: targets.lead.is_none() || targets.lead_in_body,
        };
        make(renderer)
    }

    /// Makes what search engines read.
    fn structured_data(&self) -> StructuredData<'s> {
        StructuredData { site: self.site }
    }

    /// Puts structured data into the `page` of a context.
    fn describe(context: &mut Context, structured_data: &[String]) {
        let mut page = context.remove("page").and_then(Value::into_map).unwrap_or_default();
        page.insert(tera::value::Key::Str("structured_data"), blocks(structured_data));
        context.insert_value("page", map(page));
    }

    /// The language of a document.
    fn language_of<'d>(&'d self, document: &'d Document) -> &'d str {
        document.front_matter.lang.as_deref().unwrap_or(&self.site.config.language)
    }

    fn rooted(&self, site_path: &str) -> String {
        self.site.config.base_url.rooted(site_path)
    }

    /// `page` of a page that is no post and no plain page.
    fn page(&self, head: Head<'_>) -> Value {
        let config = &self.site.config;
        let path = self.rooted(head.site_path);
        let permalink = config.base_url.absolute(&path);
        object! {
            "kind": head.kind,
            "title": head.title,
            "description": head.description,
            "summary": head.description,
            "path": path,
            "permalink": permalink.as_str(),
            "canonical_url": permalink.as_str(),
            "lang": config.language.as_str(),
            "dir": direction(&config.language),
            "locale": locale(&config.language),
            "noindex": head.noindex,
            "feeds": shared::page_feeds(self.site, head.feeds),
        }
    }
}

/// Structured data, a text for each block.
fn blocks(structured_data: &[String]) -> Value {
    list(structured_data.iter().map(|block| safe(block)))
}

#[cfg(test)]
mod tests {
    /// A variable that is not among [`super::VARIABLES`] would be in no fingerprint.
    #[test]
    fn every_variable_is_known() {
        let sources = [
            include_str!("mod.rs"),
            include_str!("body.rs"),
            include_str!("history.rs"),
            include_str!("lists.rs"),
            include_str!("post.rs"),
            include_str!("social_card.rs"),
        ];
        let named: std::collections::BTreeSet<&str> = sources
            .iter()
            .filter_map(|source| source.split("#[cfg(test)]").next())
            .flat_map(|source| source.split("insert_value(").skip(1))
            .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next())
            .collect();
        // `section` and `series` come as an argument.
        let of_groups = ["section", "series"];
        let known = super::VARIABLES.iter().copied().filter(|name| !of_groups.contains(name));
        assert_eq!(named.into_iter().collect::<Vec<_>>(), known.collect::<Vec<_>>());
        assert!(super::VARIABLES.is_sorted());
    }
}
