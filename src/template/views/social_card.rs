//! What the template of social cards sees.

use tera::{Context, Value};

use super::{Views, direction, list, object};
use crate::site::PostId;
use crate::social_card::{Fonts, HEIGHT, WIDTH};
use crate::words::DateForm;

impl Views<'_> {
    /// The context of a post's social card. Texts are given as they can be drawn; one that would lack letters is empty, and the
    /// day is then in numbers.
    #[must_use]
    pub fn social_card(&self, id: PostId, fonts: &Fonts) -> Context {
        let Some(entry) = self.site.posts.get(id) else { return Context::new() };
        let config = &self.site.config;
        let front_matter = &entry.post.document.front_matter;
        let language = self.language_of(&entry.post.document);
        let written = |text: &str| if fonts.can_write(text) { fonts.drawable(text) } else { String::new() };
        let day = entry.post.date.date();
        let words = config.words.of(language);
        let in_words = words.is_in(language).then(|| words.date(day, DateForm::Day));
        let in_words = in_words.filter(|words| fonts.can_write(words));
        let section = entry.section.and_then(|at| self.site.sections.get(at));
        let authors = entry.authors.iter().filter_map(|at| self.site.authors.get(*at)).map(|author| &author.name);
        let colours = &config.social_cards;
        let mut context = self.shared();
        context.insert_value(
            "social_card",
            object! {
                "title": written(&front_matter.title.value),
                "name": written(&config.title),
                "section": section.map_or_else(String::new, |section| written(&section.name)),
                "authors": list(authors.map(|name| written(name)).filter(|name| !name.is_empty()).map(Value::from)),
                "date": entry.post.date.rfc3339(),
                "day": in_words.unwrap_or_else(|| day.to_string()),
                "address": config.base_url.shown(),
                "lang": language,
                "dir": direction(language),
                "width": WIDTH,
                "height": HEIGHT,
                "background": colours.background.as_str(),
                "text": colours.text.as_str(),
                "accent": colours.accent.as_str(),
            },
        );
        context
    }
}
