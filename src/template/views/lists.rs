//! Contexts of pages that list posts, and of the small pages.

use std::collections::BTreeMap;

use tera::{Context, Value};
use unicode_normalization::UnicodeNormalization;

use super::super::data::safe;
use super::super::structured_data::{Crumb, ListKind};
use super::{Head, Views, history, list, object, shared};
use crate::config::RedirectTarget;
use crate::site::paginator::Paginator;
use crate::site::{Author, Group, Month, PostId, Tag, Year};

/// So many sections have a part of the front page, with so many stories each.
const SECTION_FRONTS: usize = 6;
const SECTION_STORIES: usize = 4;

/// So many tags are shown as those that are written about of late.
const TRENDING: usize = 12;

impl Views<'_> {
    /// A page of the front page's list.
    #[must_use]
    pub fn front(&self, head: Head<'_>, paginator: &Paginator, order: &[PostId]) -> Context {
        let mut context = self.listing(head, paginator, "", order, ListKind::Front, &[]);
        let shown = paginator.slice(order);
        context
            .insert_value("section_fronts", if paginator.number == 1 { self.section_fronts(shown) } else { list([]) });
        context
    }

    /// The newest stories of each section that are not `shown` above already; those with most posts come first.
    fn section_fronts(&self, shown: &[PostId]) -> Value {
        let mut sections: Vec<&Group> = self.site.sections.iter().collect();
        // Stable: equals stay in the order of their names.
        sections.sort_by_key(|section| std::cmp::Reverse(section.posts.len()));
        let fronts = sections.into_iter().filter_map(|section| {
            let others = section.posts.iter().filter(|id| !shown.contains(id)).take(SECTION_STORIES);
            let others: Vec<PostId> = others.copied().collect();
            (others.len() == SECTION_STORIES).then(|| {
                object! {
                    "name": section.name.as_str(),
                    "path": self.rooted(&section.site_path),
                    "count": section.posts.len(),
                    "posts": list(others.iter().map(|id| self.summary(*id))),
                }
            })
        });
        list(fronts.take(SECTION_FRONTS))
    }

    /// A page of a tag.
    #[must_use]
    pub fn tag(&self, head: Head<'_>, paginator: &Paginator, tag: &Tag) -> Context {
        let config = &self.site.config;
        let topics = config.words.of_site().text("topics");
        let trail = [Crumb { name: &topics, site_path: "tags/" }];
        let mut context = self.listing(head, paginator, &tag.site_path, &tag.posts, ListKind::Collection, &trail);
        let inline = |text| self.renderer(&self.site.tag_targets, &config.language, |renderer| renderer.inline(text));
        let description = tag.description.as_deref().map(inline);
        let aliases: Vec<&str> = tag.aliases.iter().map(|alias| alias.name.as_str()).collect();
        context.insert_value(
            "tag",
            object! {
                "name": tag.name.as_str(),
                "label": tag.label.as_str(),
                "title": tag.title.as_str(),
                "slug": tag.slug.as_str(),
                "path": tag.href.as_str(),
                "description": description.map(|html| safe(&html)),
                "count": tag.posts.len(),
                "aliases": aliases,
                // It looks at all posts of the tag, and its later pages do not show it.
                "history": (paginator.number == 1).then(|| history::history(self.site, &tag.posts)).flatten(),
                "related": list(tag.related.iter().map(|at| self.counted_tag(*at))),
                "noindex": head.noindex,
            },
        );
        context
    }

    /// The index of all tags.
    #[must_use]
    pub fn tag_index(&self, head: Head<'_>) -> Context {
        let mut all: Vec<&Tag> = self.site.tags.all.iter().collect();
        // By what is shown, not by the name: `AI` may be shown as “Artificial intelligence”.
        all.sort_by_cached_key(|tag| tag.title.to_lowercase());
        let most = all.iter().map(|tag| tag.posts.len()).max().unwrap_or(1);
        let mut letters: BTreeMap<Letter, Vec<Value>> = BTreeMap::new();
        let mut tags = Vec::with_capacity(all.len());
        for tag in all {
            let value = object! {
                "name": tag.name.as_str(),
                "label": tag.label.as_str(),
                "title": tag.title.as_str(),
                "path": tag.href.as_str(),
                "count": tag.posts.len(),
                "weight": weight(tag.posts.len(), most),
                "noindex": tag.posts.len() < self.site.config.tags_min_posts,
            };
            letters.entry(Letter::of(&tag.title)).or_default().push(value.clone());
            tags.push(value);
        }
        let letters = letters.into_iter().map(|(letter, tags)| {
            object! { "letter": letter.shown(), "id": letter.id(), "tags": list(tags) }
        });
        let mut context = self.context(self.page(head));
        let structured_data = self.structured_data().list(&head, ListKind::Collection, &[], &[]);
        Self::describe(&mut context, &structured_data);
        context.insert_value("tags", list(tags));
        context.insert_value("letters", list(letters));
        let trending = history::trending(self.site, TRENDING);
        context.insert_value("trending", list(trending.into_iter().map(shared::counted_tag)));
        context
    }

    /// A page of a year, or of a month of it.
    #[must_use]
    pub fn archive(&self, head: Head<'_>, paginator: &Paginator, year: &Year, month: Option<&Month>) -> Context {
        let (site_path, posts) = match month {
            Some(month) => (year.month_path(month), &month.posts),
            None => (year.site_path(), &year.posts),
        };
        let (title, path) = (year.year.to_string(), year.site_path());
        let of_year = [Crumb { name: &title, site_path: &path }];
        let trail = if month.is_some() { of_year.as_slice() } else { &[] };
        let mut context = self.listing(head, paginator, &site_path, posts, ListKind::Collection, trail);
        let number = month.map_or(1, |month| month.month);
        context.insert_value(
            "archive",
            object! {
                "year": year.year,
                "year_path": self.rooted(&year.site_path()),
                "month": month.map(|month| month.month),
                "date": format!("{:04}-{number:02}-01", year.year),
                "path": self.rooted(&site_path),
                "count": posts.len(),
                "months": shared::months(self.site, year),
            },
        );
        context
    }

    /// A page of an author.
    #[must_use]
    pub fn author_page(&self, head: Head<'_>, paginator: &Paginator, author: &Author) -> Context {
        let mut context =
            self.listing(head, paginator, &author.site_path, &author.posts, ListKind::Profile(author), &[]);
        context.insert_value("author", self.author(author));
        context
    }

    /// A page of a section or series; `variable` is `section` or `series`.
    #[must_use]
    pub fn group(&self, head: Head<'_>, paginator: &Paginator, group: &Group, variable: &'static str) -> Context {
        let mut context = self.listing(head, paginator, &group.site_path, &group.posts, ListKind::Collection, &[]);
        context.insert_value(variable, shared::counted_group(self.site, group));
        context
    }

    /// The page to search the site.
    #[must_use]
    pub fn search(&self, head: Head<'_>) -> Context {
        let mut context = self.bare(head);
        Self::describe(&mut context, &self.structured_data().list(&head, ListKind::Search, &[], &[]));
        context
    }

    /// A page with nothing of its own: 404.
    #[must_use]
    pub fn bare(&self, head: Head<'_>) -> Context {
        self.context(self.page(head))
    }

    /// A page that leads on to another.
    #[must_use]
    pub fn redirect(&self, head: Head<'_>, to: &RedirectTarget) -> Context {
        let mut context = self.context(self.page(head));
        let base_url = &self.site.config.base_url;
        let (path, permalink) = (to.address(base_url), to.permalink(base_url));
        context.insert_value("redirect", object! { "path": path, "permalink": permalink });
        context
    }

    fn listing(
        &self,
        head: Head<'_>,
        paginator: &Paginator,
        base: &str,
        posts: &[PostId],
        kind: ListKind<'_>,
        trail: &[Crumb<'_>],
    ) -> Context {
        let mut context = self.context(self.page(head));
        let path = |number: usize| self.rooted(&Paginator::path(base, number));
        let number = paginator.number;
        let pages = paginator.window().into_iter().map(|page| {
            if let Some(page) = page {
                object! { "number": page, "path": path(page), "current": page == number }
            } else {
                object! { "number": Value::none(), "path": Value::none(), "current": false }
            }
        });
        let shown = paginator.slice(posts);
        let structured_data = self.structured_data().list(&head, kind, trail, shown);
        Self::describe(&mut context, &structured_data);
        context.insert_value(
            "paginator",
            object! {
                "posts": list(shown.iter().map(|id| self.summary(*id))),
                "number": number,
                "total_pages": paginator.total_pages,
                "total_posts": paginator.total_posts,
                "first": path(1),
                "last": path(paginator.total_pages),
                "previous": (number > 1).then(|| path(number - 1)),
                "next": (number < paginator.total_pages).then(|| path(number + 1)),
                "pages": list(pages),
            },
        );
        context
    }
}

/// Under what a tag stands in the index: its first letter without accents, `#` for all else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Letter {
    Letter(String),
    Other,
}

impl Letter {
    fn of(name: &str) -> Self {
        let first = name.nfd().find(|c| c.is_alphabetic() || !matches!(c, '.' | '#' | '@'));
        match first {
            Some(c) if c.is_alphabetic() => Self::Letter(c.to_uppercase().collect()),
            _ => Self::Other,
        }
    }

    fn shown(&self) -> &str {
        match self {
            Self::Letter(letter) => letter,
            Self::Other => "#",
        }
    }

    fn id(&self) -> String {
        match self {
            Self::Letter(letter) => format!("letter-{}", letter.to_lowercase()),
            Self::Other => "letter-other".to_owned(),
        }
    }
}

/// 1 to 5, by the logarithm of the number of posts against the largest.
fn weight(count: usize, most: usize) -> u32 {
    let (count, most) = (count.max(1).ilog2(), most.max(1).ilog2().max(1));
    1 + 4 * count / most
}
