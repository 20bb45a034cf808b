//! Templates: the site's own over the theme's, checked before anything is rendered, and what they see.

pub mod archetype;
mod assets;
mod cards;
mod components;
mod data;
mod filters;
mod fitting;
mod inline_scripts;
mod long_date;
mod problems;
mod reads;
mod structured_data;
pub mod theme;
mod trans;
mod value_digest;
mod views;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tera::{Context, Tera};

use crate::asset::Assets;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::social_card::{Fonts, Undrawable};
use crate::source::{Source, SourceFile};
use crate::words::Words;

use assets::Calls;
use cards::Cards;

pub use assets::Asked;
pub use reads::{Reads, Variables};
pub use views::{Body, Head, PageFeeds, VARIABLES, Views};

/// Prefix of the theme's templates in reports.
const THEME: &str = "the built-in theme: ";

/// All templates of a build, ready to render.
#[derive(Debug)]
pub struct Templates {
    tera: Arc<Tera>,
    cards: Arc<Cards>,
    fonts: Arc<Fonts>,
    sources: BTreeMap<String, Source>,
    reads: BTreeMap<String, Reads>,
    assets: Arc<Assets>,
    /// Static files that any of them can ask for.
    asked: Asked,
    fit_together: bool,
}

impl Templates {
    /// Reads the site's templates (name and text) over the theme's; `assets` are the static files that they can ask for,
    /// `fonts` what they can set text in, and `words` what they can say. What is wrong is reported.
    pub fn load(
        site: Vec<(String, Source)>,
        assets: Arc<Assets>,
        fonts: Arc<Fonts>,
        words: Arc<Words>,
        problems: &mut Diagnostics,
    ) -> Self {
        let mut sources: BTreeMap<String, Source> = theme::TEMPLATES
            .iter()
            .map(|(name, text)| ((*name).to_owned(), SourceFile::new(format!("{THEME}{name}"), *text)))
            .collect();
        let own: Vec<&str> = site.iter().flat_map(|(_, source)| components::names(&source.text)).collect();
        let of_theme = components::without(theme::components(), &own);
        sources.remove(theme::COMPONENTS);
        sources.insert(
            format!("theme/{}", theme::COMPONENTS),
            SourceFile::new(format!("{THEME}{}", theme::COMPONENTS), of_theme),
        );
        sources.extend(site);
        let mut calls = BTreeMap::new();
        let mut told = BTreeSet::new();
        let mut told_words = BTreeSet::new();
        let mut asked = Asked::default();
        for (name, source) in &sources {
            problems.extend(problems::of_dump(source));
            let called = Calls::of(&source.text);
            for (path, problem) in called.missing(source, &assets) {
                told.insert(path);
                problems.push(problem);
            }
            for (key, problem) in trans::unknown(source) {
                told_words.insert(key);
                problems.push(problem);
            }
            asked.and(&called.assets);
            calls.insert(name.as_str(), called);
        }
        let mut tera = Tera::default();
        filters::register(&mut tera);
        fitting::register(&mut tera, &fonts);
        long_date::register(&mut tera, &words);
        trans::register(&mut tera, words, told_words);
        let cards = Arc::new(Cards::default());
        cards.register(&mut tera);
        assets::register(&mut tera, &assets, told);
        // Everything is HTML, whatever a template is called.
        tera.autoescape_on(vec![""]);
        let all = sources.iter().map(|(name, source)| (name.as_str(), source.text.as_str()));
        let added = tera.add_raw_templates(all);
        if let Err(error) = &added {
            problems.append(problems::of_loading(error, &sources));
        }
        let fit_together = added.is_ok();
        let reads = if fit_together { reads::of_all(&tera, &sources, &calls, &assets) } else { BTreeMap::new() };
        let tera = Arc::new(tera);
        cards.belong_to(&tera, if fit_together { reads::implicit_arguments(&tera) } else { BTreeSet::new() });
        Self { tera, cards, fonts, sources, reads, assets, asked, fit_together }
    }

    /// Forgets what was made for several pages at once, before another build.
    pub fn forget_cards(&self) {
        self.cards.clear();
    }

    /// What a page of this template depends on; none if there is no such template.
    #[must_use]
    pub fn reads(&self, name: &str) -> Option<&Reads> {
        self.reads.get(name)
    }

    /// Whether they could be loaded, so that it makes sense to render one.
    #[must_use]
    pub fn fit_together(&self) -> bool {
        self.fit_together
    }

    /// Whether there is a template of this name.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.sources.contains_key(name)
    }

    /// The sources of the site's own templates.
    pub fn own(&self) -> impl Iterator<Item = &Source> {
        self.sources.values().filter(|source| !source.path.starts_with(THEME))
    }

    /// The names of all templates.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sources.keys().map(String::as_str)
    }

    /// The static files.
    #[must_use]
    pub fn assets(&self) -> &Arc<Assets> {
        &self.assets
    }

    /// Which static files any template can ask for.
    #[must_use]
    pub fn asked(&self) -> &Asked {
        &self.asked
    }

    /// What text on social cards is set in.
    #[must_use]
    pub fn fonts(&self) -> &Arc<Fonts> {
        &self.fonts
    }

    /// The report of a template that made something else than a social card; `page` is the output that was being made.
    #[must_use]
    pub fn undrawable(&self, name: &str, undrawable: &Undrawable, page: &str) -> Diagnostic {
        problems::of_drawing(undrawable, self.sources.get(name), page)
    }

    /// Renders a template.
    ///
    /// # Errors
    /// What is wrong in the template, at its place. `page` is the output that was being rendered.
    pub fn render(&self, name: &str, context: &Context, page: &str) -> Result<String, Box<Diagnostic>> {
        self.tera
            .render(name, context)
            .map_err(|error| Box::new(problems::of_rendering(&error, &self.sources, name, page)))
    }
}
