//! Values of posts and plain pages.

use tera::{Context, Value};

use super::super::data::safe;
use super::{Views, blocks, direction, list, locale, object, text};
use crate::content::date::When;
use crate::content::document::Document;
use crate::content::html::Renderer;
use crate::content::toc::{TocEntry, nest};
use crate::image::{Colour, Focus};
use crate::site::links::{LeadWords, Picture, lead_words};
use crate::site::{Author, Entry, PlainPage, PostId, Targets};
use crate::social_card::{HEIGHT, WIDTH};

/// So many parts of a series are shown before a post, and as many behind it: a page must not grow with its series.
const SERIES_REACH: usize = 5;

impl Views<'_> {
    /// A post as lists show it: without its body.
    pub(super) fn post_summary(&self, id: PostId) -> Value {
        let Some(entry) = self.site.posts.get(id) else { return Value::none() };
        let document = &entry.post.document;
        let front_matter = &document.front_matter;
        let path = self.rooted(&document.site_path);
        let permalink = self.site.config.base_url.absolute(&path);
        let lang = front_matter.lang.as_deref().filter(|lang| *lang != self.site.config.language);
        object! {
            "title": front_matter.title.value.as_str(),
            "path": path,
            "permalink": permalink,
            "date": entry.post.date.rfc3339(),
            "updated": front_matter.updated.as_ref().map(|date| date.value.rfc3339()),
            "description": document.summary(),
            "authors": list(entry.authors.iter().filter_map(|at| self.author_links.get(*at).cloned())),
            "tags": list(entry.tags.iter().filter_map(|at| self.tag_links.get(*at).cloned())),
            "section": entry.section.and_then(|at| self.section_links.get(at).cloned()),
            "image": self.lead(document, &entry.targets, None),
            "type": front_matter.article_type.value.word(),
            "featured": front_matter.featured,
            "draft": entry.is_draft,
            "scheduled": entry.is_scheduled,
            "lang": text(lang),
            "dir": text(lang.map(direction).filter(|dir| *dir != direction(&self.site.config.language))),
        }
    }

    /// The context of a post's page, without its body.
    #[must_use]
    pub fn post(&self, id: PostId) -> Context {
        let Some(entry) = self.site.posts.get(id) else { return Context::new() };
        let document = &entry.post.document;
        let front_matter = &document.front_matter;
        let page = self.renderer(&entry.targets, self.language_of(document), |renderer| {
            self.document_page(
                document,
                &entry.targets,
                renderer,
                &DocumentFacts {
                    kind: "post",
                    structured_data: self.structured_data().post(id),
                    modified: Value::from(entry.post.modified(self.site.now).rfc3339()),
                    date: Value::from(entry.post.date.rfc3339()),
                    updated: Value::from(front_matter.updated.as_ref().map(|date| date.value.rfc3339())),
                    expires: Value::from(front_matter.expires.as_ref().map(|date| date.value.rfc3339())),
                    authors: list(entry.authors.iter().filter_map(|at| Some(self.author(self.site.authors.get(*at)?)))),
                    tags: list(entry.tags.iter().filter_map(|at| self.tag_links.get(*at).cloned())),
                    section: Value::from(entry.section.and_then(|at| self.section_links.get(at).cloned())),
                    series: self.series_of(id, entry),
                    previous: self.site.posts.get(id + 1).map_or_else(Value::none, |_| self.summary(id + 1)),
                    next: id.checked_sub(1).map_or_else(Value::none, |newer| self.summary(newer)),
                    related: list(entry.related.iter().map(|id| self.summary(*id))),
                    markdown_copy: self.markdown_copy(document),
                    social_card: self.card_of(entry),
                    is_draft: entry.is_draft,
                    is_scheduled: entry.is_scheduled,
                },
            )
        });
        self.context(page)
    }

    /// The context of a plain page, without its body.
    #[must_use]
    pub fn plain_page(&self, plain: &PlainPage) -> Context {
        let document = &plain.page.document;
        let front_matter = &document.front_matter;
        let page = self.renderer(&plain.targets, self.language_of(document), |renderer| {
            self.document_page(
                document,
                &plain.targets,
                renderer,
                &DocumentFacts {
                    kind: "page",
                    structured_data: self.structured_data().plain_page(plain),
                    modified: Value::from(document.changed().map(When::rfc3339)),
                    date: Value::none(),
                    updated: Value::from(front_matter.updated.as_ref().map(|date| date.value.rfc3339())),
                    expires: Value::none(),
                    authors: list([]),
                    tags: list([]),
                    section: Value::none(),
                    series: Value::none(),
                    previous: Value::none(),
                    next: Value::none(),
                    related: list([]),
                    markdown_copy: Value::none(),
                    social_card: Value::none(),
                    is_draft: plain.is_draft,
                    is_scheduled: false,
                },
            )
        });
        self.context(page)
    }

    fn document_page(
        &self,
        document: &Document,
        targets: &Targets,
        renderer: Renderer<'_>,
        facts: &DocumentFacts,
    ) -> Value {
        let config = &self.site.config;
        let front_matter = &document.front_matter;
        let path = self.rooted(&document.site_path);
        let permalink = config.base_url.absolute(&path);
        let canonical = front_matter.canonical_url.as_ref().map_or(permalink.as_str(), |url| &url.value);
        let language = self.language_of(document);
        let corrections = front_matter.corrections.iter().map(|correction| {
            object! {
                "date": correction.date.value.rfc3339(),
                "text": safe(&renderer.inline(&correction.text.value)),
            }
        });
        object! {
            "kind": facts.kind,
            "type": front_matter.article_type.value.word(),
            "structured_data": blocks(&facts.structured_data),
            "title": front_matter.title.value.as_str(),
            "description": front_matter.description.as_deref().unwrap_or_default(),
            "summary": document.summary(),
            "path": path,
            "permalink": permalink.as_str(),
            "canonical_url": canonical,
            "lang": language,
            "dir": direction(language),
            "locale": locale(language),
            "noindex": facts.is_draft || facts.is_scheduled,
            "feeds": list([]),
            "date": facts.date.clone(),
            "updated": facts.updated.clone(),
            "modified": facts.modified.clone(),
            "expires": facts.expires.clone(),
            "authors": facts.authors.clone(),
            "tags": facts.tags.clone(),
            "section": facts.section.clone(),
            "series": facts.series.clone(),
            "image": self.lead(document, targets, Some(renderer)),
            "social_card": facts.social_card.clone(),
            "lead_in_body": targets.lead_in_body,
            "has_players": document.outline.has_players,
            "toc": if front_matter.toc { toc(&nest(&document.outline.headings)) } else { list([]) },
            "word_count": document.outline.words,
            "reading_time": document.outline.reading_time(),
            "corrections": list(corrections),
            "previous": facts.previous.clone(),
            "next": facts.next.clone(),
            "related": facts.related.clone(),
            "markdown_copy": facts.markdown_copy.clone(),
            "featured": front_matter.featured,
            "draft": facts.is_draft,
            "scheduled": facts.is_scheduled,
            "extra": front_matter.extra.as_ref().map(Value::from_serializable),
        }
    }

    /// The path of a post's Markdown copy.
    fn markdown_copy(&self, document: &Document) -> Value {
        Value::from(self.site.config.markdown_copies.then(|| self.rooted(&document.markdown_path())))
    }

    /// The lead image; with its caption where there is a renderer to make it.
    fn lead(&self, document: &Document, targets: &Targets, renderer: Option<Renderer<'_>>) -> Value {
        let Some(picture) = &targets.lead else { return Value::none() };
        let Some(LeadWords { alt, caption, credit }) = lead_words(document, targets) else { return Value::none() };
        let Some(renderer) = renderer else { return shown(picture, alt) };
        let plain = picture.plain();
        let (width, height) = plain.size.unzip();
        object! {
            "src": plain.url,
            "width": width,
            "height": height,
            "srcset": picture.srcset(),
            "sources": sources(picture),
            "colour": picture.rendition.colour.map(Colour::css),
            "type": plain.media_type,
            "url": self.site.config.base_url.absolute(plain.url),
            "preview": self.preview(picture),
            "alt": alt,
            "caption": caption.map(|caption| safe(&renderer.inline(caption))),
            "credit": text(credit),
        }
    }

    /// A lead image as link previews show it.
    fn preview(&self, picture: &Picture) -> Value {
        let preview = picture.preview();
        object! {
            "url": self.site.config.base_url.absolute(preview.url),
            "width": preview.size.map(|(width, _)| width),
            "height": preview.size.map(|(_, height)| height),
            "type": preview.media_type,
        }
    }

    /// The social card of a post, for link previews.
    fn card_of(&self, entry: &Entry) -> Value {
        let Some(path) = &entry.social_card else { return Value::none() };
        object! {
            "url": self.site.config.base_url.address(path),
            "width": WIDTH,
            "height": HEIGHT,
            "type": "image/png",
            "alt": entry.post.document.front_matter.title.value.as_str(),
        }
    }

    pub(super) fn author(&self, author: &Author) -> Value {
        let info = author.info.as_ref();
        let same_as = info.map_or_else(Vec::new, |info| info.same_as.clone());
        object! {
            "name": author.name.as_str(),
            "path": self.rooted(&author.site_path),
            "permalink": self.site.config.base_url.absolute(&self.rooted(&author.site_path)),
            "bio": text(info.and_then(|info| info.bio.as_deref())),
            "url": text(info.and_then(|info| info.url.as_deref())),
            "image": text(author.picture.as_ref().map(|picture| picture.plain().url)),
            "picture": author.picture.as_ref().map_or_else(Value::none, |picture| shown(picture, "")),
            "same_as": same_as,
        }
    }

    fn series_of(&self, id: PostId, entry: &Entry) -> Value {
        let Some(series) = entry.series.and_then(|at| self.site.series.get(at)) else {
            return Value::none();
        };
        // Oldest first, and posts are numbered from the newest.
        let index = series.posts.partition_point(|other| *other > id);
        let from = index.saturating_sub(SERIES_REACH).min(series.posts.len().saturating_sub(2 * SERIES_REACH + 1));
        let around = series.posts.iter().enumerate().skip(from).take(2 * SERIES_REACH + 1);
        let posts = around.filter_map(|(index, other)| {
            let document = &self.site.posts.get(*other)?.post.document;
            Some(object! {
                "title": document.front_matter.title.value.as_str(),
                "path": self.rooted(&document.site_path),
                "position": index + 1,
                "current": *other == id,
            })
        });
        object! {
            "name": series.name.as_str(),
            "path": self.rooted(&series.site_path),
            "position": index + 1,
            "total": series.posts.len(),
            "posts": list(posts),
        }
    }
}

/// A picture as the component `picture` shows it.
fn shown(picture: &Picture, alt: &str) -> Value {
    let plain = picture.plain();
    let (width, height) = plain.size.unzip();
    object! {
        "src": plain.url,
        "alt": alt,
        "width": width,
        "height": height,
        "srcset": picture.srcset(),
        "sources": sources(picture),
        "colour": picture.rendition.colour.map(Colour::css),
        "position": picture.focus.filter(|focus| *focus != Focus::CENTRE).map(Focus::css),
    }
}

/// A picture in other formats than its own.
fn sources(picture: &Picture) -> Value {
    let sources = picture.sources().into_iter();
    list(sources.map(|(media_type, srcset)| object! { "type": media_type, "srcset": srcset }))
}

/// What of a page does not stand in its file alone.
struct DocumentFacts {
    kind: &'static str,
    structured_data: Vec<String>,
    modified: Value,
    date: Value,
    updated: Value,
    expires: Value,
    authors: Value,
    tags: Value,
    section: Value,
    series: Value,
    previous: Value,
    next: Value,
    related: Value,
    markdown_copy: Value,
    social_card: Value,
    is_draft: bool,
    is_scheduled: bool,
}

fn toc(entries: &[TocEntry<'_>]) -> Value {
    list(entries.iter().map(|entry| {
        object! {
            "level": entry.heading.level,
            "id": entry.heading.id.as_str(),
            "title": entry.heading.text.as_str(),
            "children": toc(&entry.children),
        }
    }))
}
