//! From the plan to bytes: each output on its own, in parallel, each handed on as soon as it is made.

mod feed;
mod hosting;
mod llms;
mod markdown_copy;
mod minify;
mod news_sitemap;
mod pages;
mod pictures;
mod redirects;
mod robots;
mod search;
mod sitemap;
mod social_card;
mod xml;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use tera::Context;

use crate::content::highlight::Session;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::digest::Digest;
use crate::plan::{Fingerprint, Ingredient, Output, OutputKind, Plan};
use crate::site::feeds::Feed;
use crate::site::{PictureFile, Site};
use crate::social_card::Kept;
use crate::source::{self, RawFile};
use crate::template::{Body, Templates, Views, theme};

use feed::Feeds;

/// What an output is made with.
#[derive(Clone)]
pub struct Renderer<'r> {
    site: &'r Site,
    plan: &'r Plan,
    templates: &'r Templates,
    views: &'r Views<'r>,
    feeds: Arc<Feeds<'r>>,
    /// Where social cards are kept.
    kept_cards: Option<&'r dyn Kept>,
}

/// An output that is known, but not yet made: what it is made from is put together, and its fingerprint worked out.
pub struct Piece<'r> {
    /// The output.
    pub output: &'r Output,
    /// Of all that it is made from.
    pub fingerprint: Fingerprint,
    renderer: Renderer<'r>,
    material: Material<'r>,
}

/// What a piece is made from.
enum Material<'r> {
    /// The template's name, its context, and what is still missing there.
    Page(&'r str, Box<Context>, Option<Body<'r>>),
    /// The context of a social card.
    Card(Box<Context>),
    /// A feed.
    Feed(Feed),
    /// What is shown of documents that were found, by their numbers.
    SearchPiece(Range<usize>),
    /// A file, and its bytes if they had to be read already.
    Copy(&'r RawFile, Option<Vec<u8>>),
    /// A variant of a picture.
    Picture(&'r PictureFile),
    /// A style sheet.
    Stylesheet(&'r str),
    /// The bytes themselves.
    Bytes(Cow<'r, [u8]>),
}

impl Piece<'_> {
    /// The file that it is a copy of, if it is one that was not read so far.
    #[must_use]
    pub fn copied(&self) -> Option<&RawFile> {
        match self.material {
            Material::Copy(from, None) => Some(from),
            _ => None,
        }
    }

    /// Makes its bytes.
    ///
    /// # Errors
    /// If its template fails, or the file that it copies cannot be read.
    pub fn bytes(self, highlighting: &Session<'_>) -> Result<Vec<u8>, Box<Diagnostic>> {
        match self.material {
            Material::Page(template, mut context, body) => {
                if let Some(body) = body {
                    body.complete(&mut context, highlighting);
                }
                let html = self.renderer.templates.render(template, &context, &self.output.path)?;
                let is_to_be_short = self.renderer.site.config.minify_html;
                Ok(if is_to_be_short { minify::minified(html) } else { html }.into_bytes())
            }
            Material::Card(context) => self.renderer.social_card(&context, &self.output.path),
            Material::Feed(feed) => Ok(self.renderer.feeds.text(feed).into_bytes()),
            Material::SearchPiece(numbers) => Ok(self.renderer.search_piece(numbers)),
            Material::Copy(_, Some(bytes)) => Ok(bytes),
            Material::Copy(from, None) => source::read_bytes(&from.absolute).map_err(Box::new),
            Material::Stylesheet(path) => {
                Ok(self.renderer.templates.assets().css(path).map_err(Box::new)?.as_bytes().to_vec())
            }
            Material::Picture(picture) => pictures::bytes(picture, &self.renderer.site.config.images),
            Material::Bytes(bytes) => Ok(bytes.into_owned()),
        }
    }
}

impl<'r> Renderer<'r> {
    /// A renderer of the outputs of one plan.
    #[must_use]
    pub fn new(site: &'r Site, plan: &'r Plan, templates: &'r Templates, views: &'r Views<'r>) -> Self {
        let feeds = Arc::new(Feeds::new(site, plan, views));
        Self { site, plan, templates, views, feeds, kept_cards: None }
    }

    /// The same with a place where social cards are kept.
    #[must_use]
    pub fn keeping(self, cards: Option<&'r dyn Kept>) -> Self {
        Self { kept_cards: cards, ..self }
    }

    /// Colours code, for one thread.
    #[must_use]
    pub fn highlighting(&self) -> Session<'r> {
        self.views.highlighting()
    }

    /// Puts together what an output is made from.
    ///
    /// # Errors
    /// If a file that is copied cannot be read.
    pub fn piece(&self, output: &'r Output) -> Result<Piece<'r>, Diagnostic> {
        let mut ingredients = Vec::with_capacity(6);
        let material = match &output.kind {
            OutputKind::Copy(from) => {
                let (digest, bytes) = from.digest_and_bytes()?;
                ingredients.push((Ingredient::Source, digest));
                Material::Copy(from, bytes)
            }
            OutputKind::Picture(at) => {
                let picture = self.site.pictures.get(*at);
                let picture = picture.ok_or_else(|| Diagnostic::error(format!("there is no `{}`", output.path)))?;
                ingredients.push((Ingredient::Source, picture.kept.digest()?));
                Material::Picture(picture)
            }
            OutputKind::Theme(bytes) => {
                ingredients.push((Ingredient::Source, Digest::of(bytes)));
                Material::Bytes(Cow::Borrowed(bytes))
            }
            OutputKind::Stylesheet(path) => {
                ingredients.push((Ingredient::Source, self.templates.assets().digest(path).unwrap_or_default()));
                Material::Stylesheet(path)
            }
            OutputKind::SearchShard(place) => {
                let (bytes, digest) = self.search_shard(*place, &output.path)?;
                ingredients.push((Ingredient::Source, digest));
                Material::Bytes(Cow::Borrowed(bytes))
            }
            OutputKind::SearchPiece(numbers) => {
                ingredients.push((Ingredient::Source, self.search_piece_digest(numbers.clone())));
                Material::SearchPiece(numbers.clone())
            }
            OutputKind::Feed(feed) => {
                ingredients.extend(self.feeds.ingredients(*feed));
                Material::Feed(*feed)
            }
            kind => {
                if let Some(bytes) = self.bytes(kind) {
                    ingredients.push((Ingredient::Source, Digest::of(&bytes)));
                    let material = Material::Bytes(Cow::Owned(bytes));
                    return Ok(self.as_piece(output, &ingredients, material));
                }
                let template = self.template(kind).unwrap_or(pages::NOT_FOUND);
                let context = self.context(output);
                let body = self.body(kind);
                self.read_by(template, &context, body.as_ref(), &mut ingredients);
                if matches!(kind, OutputKind::SocialCard(_)) {
                    Material::Card(Box::new(context))
                } else {
                    if self.site.config.minify_html {
                        ingredients.push((Ingredient::Minifying, Digest::default()));
                    }
                    Material::Page(template, Box::new(context), body)
                }
            }
        };
        Ok(self.as_piece(output, &ingredients, material))
    }

    fn as_piece(&self, output: &'r Output, ingredients: &[(Ingredient, Digest)], material: Material<'r>) -> Piece<'r> {
        Piece { output, fingerprint: Fingerprint::of(ingredients), renderer: self.clone(), material }
    }

    /// What is cheaper to make than to compare by what it is made from: its digest is that of its bytes.
    fn bytes(&self, kind: &OutputKind) -> Option<Vec<u8>> {
        let site = self.site;
        let text = match kind {
            OutputKind::SearchDirectory => return site.search.as_ref().map(|index| index.directory()),
            OutputKind::SearchFilters => search::filters(site),
            OutputKind::RedirectList(form, redirects) => redirects::list(*form, &site.config, redirects),
            OutputKind::Opml => feed::opml(site),
            OutputKind::Sitemap(listed) => sitemap::sitemap(site, listed),
            OutputKind::SitemapIndex(parts) => sitemap::index(site, parts),
            OutputKind::NewsSitemap(posts) => news_sitemap::news_sitemap(site, posts),
            OutputKind::Robots { has_news } => robots::robots(site, *has_news),
            OutputKind::Hosting(file) => self.hosting_file(file),
            OutputKind::Llms => llms::llms(site),
            OutputKind::MarkdownCopy(id) => markdown_copy::markdown_copy(site, *id),
            _ => return None,
        };
        Some(text.into_bytes())
    }

    /// What a page of a template is made from: the template, and of the context what it can read.
    fn read_by(
        &self,
        template: &str,
        context: &Context,
        body: Option<&Body<'_>>,
        ingredients: &mut Vec<(Ingredient, Digest)>,
    ) {
        let Some(reads) = self.templates.reads(template) else { return };
        ingredients.push((Ingredient::Templates, reads.sources));
        ingredients.extend(reads.assets.map(|assets| (Ingredient::Assets, assets)));
        if reads.speaks {
            ingredients.push((Ingredient::Words, self.site.config.words.digest()));
        }
        if reads.fits || template == theme::SOCIAL_CARD {
            ingredients.extend(self.templates.fonts().digest().map(|fonts| (Ingredient::Fonts, fonts)));
        }
        let digests = self.views.digests(context, |name| reads.variables.include(name));
        ingredients.extend(digests.into_iter().map(|(name, digest)| (Ingredient::variable(name), digest)));
        if let Some(body) = body.filter(|_| reads.variables.include("page")) {
            ingredients.push((Ingredient::Body, body.digest()));
        }
    }

    /// Puts every output together and hands it to `take`, in parallel; gives what that gives, in the order of the plan. Goes
    /// on after a failure, to report all there are; but no further once `is_given_up`.
    ///
    /// # Errors
    /// Everything that failed; one cause in a template is reported once, with the first page and the number of pages. Nothing
    /// if it was given up.
    pub fn all<R: Send>(
        &self,
        is_given_up: impl Fn() -> bool + Sync,
        take: impl Fn(Piece<'r>, &Session<'_>) -> Result<R, Box<Diagnostic>> + Sync,
    ) -> Result<Vec<R>, Diagnostics> {
        let outputs = self.plan.outputs.par_iter().take_any_while(|_| !is_given_up());
        let taken: Vec<Result<R, Box<Diagnostic>>> = outputs
            .map_init(|| self.highlighting(), |highlighting, output| take(self.piece(output)?, highlighting))
            .collect();
        if taken.len() < self.plan.outputs.len() {
            return Err(Diagnostics::new());
        }
        let mut all = Vec::with_capacity(taken.len());
        let mut failures = Vec::new();
        for one in taken {
            match one {
                Ok(one) => all.push(one),
                Err(failure) => failures.push(*failure),
            }
        }
        if failures.is_empty() { Ok(all) } else { Err(once_each(failures)) }
    }

    /// Makes the first output of each template and throws it away: what is wrong with templates is so found even when
    /// nothing will be published.
    #[must_use]
    pub fn rehearse(&self) -> Diagnostics {
        let mut seen = HashSet::new();
        let highlighting = self.highlighting();
        let failures = self
            .plan
            .outputs
            .iter()
            .filter(|output| {
                self.template(&output.kind).is_some_and(|name| self.templates.contains(name) && seen.insert(name))
            })
            .filter_map(|output| {
                self.piece(output).map_err(Box::new).and_then(|piece| piece.bytes(&highlighting)).err()
            })
            .map(|problem| *problem);
        once_each(failures.collect())
    }

    /// Whether any page can show the build's instant.
    #[must_use]
    pub fn reads_now(&self) -> bool {
        let mut templates: Vec<&str> =
            self.plan.outputs.iter().filter_map(|output| self.template(&output.kind)).collect();
        templates.sort_unstable();
        templates.dedup();
        let reads = templates.into_iter().filter_map(|name| self.templates.reads(name));
        reads.into_iter().any(|reads| reads.variables.include("now"))
    }
}

/// Puts failures of one cause together.
fn once_each(failures: Vec<Diagnostic>) -> Diagnostics {
    let mut causes: BTreeMap<(String, Option<Span>, String), (Diagnostic, usize)> = BTreeMap::new();
    for failure in failures {
        let label = failure.label();
        let key = (
            failure.path().to_owned(),
            label.map(|label| label.span),
            format!("{} {}", failure.headline, label.map_or("", |label| &label.text)),
        );
        causes.entry(key).and_modify(|(_, count)| *count += 1).or_insert((failure, 1));
    }
    let mut problems = Diagnostics::new();
    for (failure, count) in causes.into_values() {
        problems.push(match count {
            1 => failure,
            more => failure.note(format!("and {} more pages", more - 1)),
        });
    }
    problems
}
