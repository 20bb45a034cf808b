//! Front matter: the YAML between the two `---` lines at the head of a file, every key typed, each value with its place.

mod article_type;
mod hashtags;
mod images;
mod keys;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::config;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, Spanned};
use crate::edit::scalar::double_quoted;
use crate::image::Focus;
use crate::source::Source;
use crate::yaml::{self, Fields, Node, Value};

use super::date::When;

pub use article_type::ArticleType;
pub use keys::FRONT_MATTER;

/// What a writer says of a post or page. See `docs/writing.md` for each key.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own")]
pub struct FrontMatter {
    /// The headline; empty only if it was missing, which is an error.
    pub title: Spanned<String>,
    /// When it was or will be published.
    pub date: Option<Spanned<When>>,
    /// Whether a date was given that is none; it is reported, and what follows from there being none is not.
    pub has_wrong_date: bool,
    /// When it was last changed for readers.
    pub updated: Option<Spanned<When>>,
    /// Last part of the URL.
    pub slug: Option<Spanned<String>>,
    /// Standfirst and summary.
    pub description: Option<String>,
    /// Keys of `authors.yaml`, or plain names.
    pub authors: Vec<Spanned<String>>,
    /// Names without `#`.
    pub hashtags: Vec<Spanned<String>>,
    /// The lead image.
    pub image: Option<LeadImage>,
    /// Captions by image.
    pub captions: Vec<CaptionEntry>,
    /// The section it belongs to.
    pub section: Option<Spanned<String>>,
    /// The series it is part of.
    pub series: Option<Spanned<String>>,
    /// Shown first on the front page.
    pub featured: bool,
    /// Not to be published yet.
    pub draft: bool,
    /// From when on it is left out.
    pub expires: Option<Spanned<When>>,
    /// Site paths that redirect here.
    pub aliases: Vec<Spanned<String>>,
    /// Where the original stands, if elsewhere.
    pub canonical_url: Option<Spanned<String>>,
    /// Language, if not the site's.
    pub lang: Option<String>,
    /// Template, if not the usual one.
    pub template: Option<Spanned<String>>,
    /// What kind of article it is.
    pub article_type: Spanned<ArticleType>,
    /// What was put right after publication.
    pub corrections: Vec<Correction>,
    /// Whether to show a table of contents.
    pub toc: bool,
    /// Own data for templates.
    #[serde(with = "yaml::stored")]
    pub extra: Option<Node>,
}

impl FrontMatter {
    /// All that is inline Markdown: captions and corrections.
    pub fn inline_texts(&self) -> impl Iterator<Item = &Spanned<String>> {
        let captions = self.captions.iter().filter_map(|entry| entry.caption.as_ref());
        let lead = self.image.iter().filter_map(|lead| lead.caption.as_ref());
        captions.chain(lead).chain(self.corrections.iter().map(|correction| &correction.text))
    }
}

impl Default for Spanned<String> {
    fn default() -> Self {
        Self::new(String::new(), Span::default())
    }
}

/// The image that leads a post.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LeadImage {
    /// Path, as in the body.
    pub src: Spanned<String>,
    /// What is seen.
    pub alt: Option<String>,
    /// Inline Markdown.
    pub caption: Option<Spanned<String>>,
    /// Whose picture it is.
    pub credit: Option<String>,
    /// What must be seen where a part of it is shown.
    pub focus: Option<Focus>,
}

/// An entry of `captions`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CaptionEntry {
    /// Path as the body writes it, or the bare file name.
    pub image: Spanned<String>,
    /// Inline Markdown.
    pub caption: Option<Spanned<String>>,
    /// What is seen; takes the place of an empty `alt` in the body.
    pub alt: Option<String>,
    /// Whose picture it is.
    pub credit: Option<String>,
    /// Path of the still picture that stands for a video.
    pub poster: Option<Spanned<String>>,
}

/// Something put right.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Correction {
    /// When.
    pub date: Spanned<When>,
    /// Inline Markdown.
    pub text: Spanned<String>,
}

/// Where the parts of a file are: the YAML, if there is front matter, and the body.
///
/// # Errors
/// If the front matter is not closed.
pub fn split(source: &Source) -> Result<(Option<Span>, Span), Diagnostic> {
    let text = &source.text;
    let whole = Span::new(0, text.len());
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return Ok((None, whole));
    };
    let start = first.len();
    let mut at = start;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            let body = Span::new(at + line.len(), text.len());
            return Ok((Some(Span::new(start, at)), body));
        }
        at += line.len();
    }
    Err(Diagnostic::error("the front matter is not closed")
        .at(source, Span::new(0, 3), "opened here")
        .help("put a line `---` behind the last key"))
}

/// Reads the front matter in `within`. What is wrong is reported and taken as absent.
pub fn read(
    source: &Source,
    within: Option<Span>,
    timezone: &TimeZone,
    problems: &mut Diagnostics,
) -> Option<FrontMatter> {
    let Some(within) = within else {
        problems.push(
            Diagnostic::error("there is no front matter")
                .at(source, Span::new(0, 0), "expected `---`")
                .help("begin the file with the lines `---`, `title: …`, `---`"),
        );
        return None;
    };
    let node = match yaml::parse(source, within) {
        Ok(node) => node,
        Err(problem) => {
            problems.push(problem);
            return None;
        }
    };
    let mut fields = Fields::of(source, &node, "front matter", problems);
    let front_matter = read_fields(&mut fields, within, timezone);
    fields.finish();
    Some(front_matter)
}

fn read_fields(fields: &mut Fields<'_>, within: Span, timezone: &TimeZone) -> FrontMatter {
    fields.expect(keys::KEYS);
    let published = date(fields, "date", timezone);
    FrontMatter {
        title: title(fields, within),
        has_wrong_date: published.is_none() && fields.node("date").is_some(),
        date: published,
        updated: date(fields, "updated", timezone),
        slug: slug(fields),
        description: description(fields),
        authors: either(fields, "author", "authors"),
        hashtags: hashtags::read(fields),
        image: fields.node("image").and_then(|node| images::lead(fields, node)),
        captions: images::captions(fields),
        section: non_empty(fields, "section"),
        series: non_empty(fields, "series"),
        featured: fields.flag("featured", false),
        draft: fields.flag("draft", false),
        expires: date(fields, "expires", timezone),
        aliases: aliases(fields),
        canonical_url: canonical_url(fields),
        lang: config::language(fields, "lang"),
        template: fields.text("template"),
        article_type: article_type::read(fields),
        corrections: corrections(fields, timezone),
        toc: fields.flag("toc", false),
        extra: fields.node("extra").cloned(),
    }
}

fn description(fields: &mut Fields<'_>) -> Option<String> {
    let text = fields.text("description")?;
    report_cut(fields, "description", &text);
    Some(text.value)
}

/// `title: Google buys #1 chip maker` says "Google buys": in YAML the rest of the line is a comment. A person's comment has a
/// space behind its `#`.
fn report_cut(fields: &mut Fields<'_>, key: &str, text: &Spanned<String>) {
    let source = fields.source();
    let rest = source.text.get(text.span.end..).unwrap_or_default().lines().next().unwrap_or_default();
    let comment = rest.trim_start();
    let is_meant = comment.strip_prefix('#').is_none_or(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '#']));
    if is_meant || comment.len() == rest.len() {
        return;
    }
    let start = text.span.end + rest.len() - comment.len();
    let whole = format!("{} {}", text.value, comment.trim_end());
    fields.problems().push(
        Diagnostic::warning(format!("`{key}` ends before `#`"))
            .at(source, Span::new(start, start + comment.trim_end().len()), "in YAML, ` #` begins a comment")
            .help(format!("put all of it in quotes: `{key}: {}`", double_quoted(&whole))),
    );
}

fn title(fields: &mut Fields<'_>, within: Span) -> Spanned<String> {
    let source = fields.source();
    if !fields.is_mapping() || fields.is_no_text("title") {
        // What stands there instead is reported, which says enough.
        let _ = fields.text("title");
        return Spanned::default();
    }
    match fields.text("title") {
        Some(title) if !title.value.trim().is_empty() => {
            report_cut(fields, "title", &title);
            title
        }
        found => {
            let place = match found {
                Some(title) => title.span,
                None => fields
                    .place_of("title")
                    .unwrap_or(Span::new(within.start.saturating_sub(4), within.start.saturating_sub(1))),
            };
            fields.problems().push(
                Diagnostic::error("`title` is missing")
                    .at(source, place, "every post and page has a title")
                    .help("add a line such as `title: \"The tides turn\"`"),
            );
            Spanned::default()
        }
    }
}

fn date(fields: &mut Fields<'_>, key: &'static str, timezone: &TimeZone) -> Option<Spanned<When>> {
    let text = fields.text(key)?;
    read_date(fields, &text, timezone).map(|when| Spanned::new(when, text.span))
}

fn read_date(fields: &mut Fields<'_>, text: &Spanned<String>, timezone: &TimeZone) -> Option<When> {
    match When::parse(&text.value, timezone) {
        Ok(when) => Some(when),
        Err(reason) => {
            let source = fields.source();
            fields.problems().push(
                Diagnostic::error(format!("invalid date `{}`", text.value))
                    .at(source, text.span, reason)
                    .help("write dates as YYYY-MM-DD, or with time and zone as `2026-12-04T09:00:00-05:00`"),
            );
            None
        }
    }
}

fn slug(fields: &mut Fields<'_>) -> Option<Spanned<String>> {
    let slug = fields.text("slug")?;
    let fine = slug.value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '~'))
        && slug.value.contains(char::is_alphanumeric)
        && !slug.value.starts_with('.');
    if fine {
        return Some(slug);
    }
    let source = fields.source();
    let better = super::slug::slugify(&slug.value, config::SlugLetters::Unicode);
    fields.problems().push(
        Diagnostic::error(format!("`slug` cannot be `{}`", slug.value))
            .at(source, slug.span, "a slug is letters, digits and hyphens")
            .help(format!("write `slug: {better}`")),
    );
    None
}

/// A list under one of two names; both at once is a mistake.
fn either(fields: &mut Fields<'_>, first: &'static str, second: &'static str) -> Vec<Spanned<String>> {
    let one = fields.texts(first);
    let other = fields.texts(second);
    report_both(fields, first, second);
    one.into_iter().chain(other).filter(|text| !text.value.trim().is_empty()).collect()
}

fn report_both(fields: &mut Fields<'_>, first: &str, second: &str) {
    if let (Some(a), Some(b)) = (fields.place_of(first), fields.place_of(second)) {
        let source = fields.source();
        fields.problems().push(
            Diagnostic::error(format!("both `{first}` and `{second}` are given"))
                .at(source, a.max(b), "they mean the same")
                .note_at(source, a.min(b), "the other one")
                .help(format!("put all under `{first}`")),
        );
    }
}

fn non_empty(fields: &mut Fields<'_>, key: &'static str) -> Option<Spanned<String>> {
    fields.text(key).filter(|text| !text.value.trim().is_empty())
}

fn aliases(fields: &mut Fields<'_>) -> Vec<Spanned<String>> {
    let mut aliases = Vec::new();
    for alias in fields.texts("aliases") {
        match config::former_path(&alias.value, "an alias") {
            Ok(path) => aliases.push(Spanned::new(path, alias.span)),
            Err(reason) => {
                let source = fields.source();
                fields.problems().push(
                    Diagnostic::error(format!("`{}` cannot be an alias", alias.value))
                        .at(source, alias.span, reason)
                        .help("write for example `aliases: [/2019/old-name/]`"),
                );
            }
        }
    }
    aliases
}

fn canonical_url(fields: &mut Fields<'_>) -> Option<Spanned<String>> {
    let text = fields.text("canonical_url")?;
    let fine = url::Url::parse(&text.value).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if fine {
        return Some(text);
    }
    let source = fields.source();
    fields.problems().push(
        Diagnostic::error(format!("`canonical_url` cannot be `{}`", text.value))
            .at(source, text.span, "not an absolute http or https URL")
            .help("write the whole address, with `https://`"),
    );
    None
}

fn corrections(fields: &mut Fields<'_>, timezone: &TimeZone) -> Vec<Correction> {
    let Some(node) = fields.node("corrections") else {
        return Vec::new();
    };
    let source = fields.source();
    let Value::List(items) = &node.value else {
        fields.problems().push(
            Diagnostic::error("`corrections` must be a list")
                .at(source, node.span, format!("this is {}", node.value.kind()))
                .help("write `corrections: [{date: 2025-11-03, text: …}]`"),
        );
        return Vec::new();
    };
    items
        .iter()
        .filter_map(|item| {
            fields.inner(item, "a correction", |correction| {
                correction.expect(keys::OF_CORRECTION);
                let date = date(correction, "date", timezone);
                let text = correction.text("text");
                if correction.place_of("date").is_none() || text.is_none() {
                    correction.problems().push(
                        Diagnostic::error("a correction needs `date` and `text`")
                            .at(source, item.span, "one of them is missing")
                            .help("write `corrections: [{date: 2025-11-03, text: …}]`"),
                    );
                }
                Some(Correction { date: date?, text: text? })
            })
        })
        .collect()
}
