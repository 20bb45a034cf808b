//! What search knows of each post and plain page, and the numbers that they have there: pages first, then posts, oldest first.

use crate::content::document::Document;
use crate::content::running_text::running_text;
use crate::digest::{Digest, Parts};
use crate::search::{self, Dates, Label};

use super::{Entry, PlainPage, Site};

/// Something that can be found.
#[derive(Clone, Copy)]
enum Found<'s> {
    Page(&'s PlainPage),
    Post(&'s Entry),
}

impl Found<'_> {
    fn document(&self) -> &Document {
        match self {
            Self::Page(plain) => &plain.page.document,
            Self::Post(entry) => &entry.post.document,
        }
    }
}

impl Site {
    /// The number of a post.
    #[must_use]
    pub fn number_of_post(&self, id: super::PostId) -> usize {
        self.pages.len() + self.posts.len().saturating_sub(id + 1)
    }

    /// The post of a number; none if it is that of a plain page.
    #[must_use]
    pub fn post_of_number(&self, number: usize) -> Option<super::PostId> {
        let post = number.checked_sub(self.pages.len())?;
        self.posts.len().checked_sub(post + 1)
    }

    /// When what can be found was published.
    #[must_use]
    pub fn dates(&self) -> Dates {
        let day = |entry: &Entry| {
            let days = entry.post.date.date().duration_since(DAY_ZERO).as_hours() / 24;
            i32::try_from(days).unwrap_or_default()
        };
        Dates { pages: self.pages.len(), days: self.posts.iter().rev().map(day).collect() }
    }

    /// Everything that can be found, in the order of the numbers, as keys: two of one key are the same for search.
    #[must_use]
    pub fn search_keys(&self) -> Vec<Digest> {
        let count = self.pages.len() + self.posts.len();
        let reading = format!("{:?}", self.config.markdown);
        (0..count).map(|number| self.key_of(number, &reading)).collect()
    }

    /// The keys of some of them.
    #[must_use]
    pub fn keys_of(&self, numbers: impl Iterator<Item = usize>) -> Vec<Digest> {
        let reading = format!("{:?}", self.config.markdown);
        numbers.map(|number| self.key_of(number, &reading)).collect()
    }

    /// What search knows of the one with a number. Its text has to be there.
    #[must_use]
    pub fn searched(&self, number: usize) -> search::Document {
        let Some(found) = self.found(number) else { return search::Document::default() };
        let document = found.document();
        let front_matter = &document.front_matter;
        search::Document {
            href: self.config.base_url.rooted(&document.site_path),
            title: front_matter.title.value.clone(),
            description: front_matter.description.clone().unwrap_or_default(),
            date: date_of(found),
            language: self.language_of(found).to_owned(),
            section: self.section_of(found).to_owned(),
            tags: self.labels(found).0,
            authors: self.labels(found).1,
            text: running_text(document, &self.config.markdown),
        }
    }

    fn found(&self, number: usize) -> Option<Found<'_>> {
        match number.checked_sub(self.pages.len()) {
            None => self.pages.get(number).map(Found::Page),
            Some(_) => self.posts.get(self.post_of_number(number)?).map(Found::Post),
        }
    }

    /// Of all that [`Site::searched`] gives, without reading the text.
    fn key_of(&self, number: usize, reading: &str) -> Digest {
        let mut parts = Parts::new();
        let Some(found) = self.found(number) else { return parts.finish() };
        let document = found.document();
        parts.digest(document.source.digest).text(reading).text(&self.config.base_url.rooted(&document.site_path));
        parts.text(&date_of(found)).text(self.language_of(found)).text(self.section_of(found));
        let (tags, authors) = self.labels(found);
        for labels in [tags, authors] {
            parts.number(labels.len() as u64);
            for (name, slug) in labels {
                parts.text(&name).text(&slug);
            }
        }
        parts.finish()
    }

    fn language_of<'s>(&'s self, found: Found<'s>) -> &'s str {
        let own = match found {
            Found::Page(plain) => &plain.page.document.front_matter.lang,
            Found::Post(entry) => &entry.post.document.front_matter.lang,
        };
        own.as_deref().unwrap_or(&self.config.language)
    }

    fn section_of<'s>(&'s self, found: Found<'s>) -> &'s str {
        let Found::Post(entry) = found else { return "" };
        entry.section.and_then(|at| self.sections.get(at)).map_or("", |section| &section.name)
    }

    /// Hashtags and authors.
    fn labels(&self, found: Found<'_>) -> (Vec<Label>, Vec<Label>) {
        let Found::Post(entry) = found else { return Default::default() };
        let tags = entry.tags.iter().filter_map(|at| self.tags.all.get(*at));
        let authors = entry.authors.iter().filter_map(|at| self.authors.get(*at));
        (
            tags.map(|tag| (tag.label.clone(), tag.slug.clone())).collect(),
            authors.map(|author| (author.name.clone(), author.slug.clone())).collect(),
        )
    }
}

/// When it was published; empty for a page.
fn date_of(found: Found<'_>) -> String {
    match found {
        Found::Page(_) => String::new(),
        Found::Post(entry) => entry.post.date.rfc3339(),
    }
}

/// From which days are counted.
const DAY_ZERO: jiff::civil::Date = jiff::civil::Date::constant(1970, 1, 1);
