//! A source file, read: its front matter, its outline, and where its page will stand.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::diagnostic::{Diagnostics, Span, Spanned};
use crate::source::Source;

use super::date::{When, parse_day};
use super::front_matter::{self, FrontMatter};
use super::outline::Outline;
use super::slug::slugify;
use jiff::civil::Date;

/// What posts and plain pages have in common.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Document {
    /// The file.
    pub source: Source,
    /// Path from the content folder.
    pub path: String,
    /// What the writer says of it.
    pub front_matter: FrontMatter,
    /// Where the body is.
    pub body: Span,
    /// What the body holds.
    pub outline: Arc<Outline>,
    /// Path of its page from the site's root, unencoded, without a slash before it; ends in `/` or `.html`, or is empty.
    pub site_path: String,
}

impl Document {
    /// Reads a file below the content folder. What is wrong is reported; none if nothing can be made of it.
    pub fn read(source: Source, path: &str, config: &Config, problems: &mut Diagnostics) -> Option<Self> {
        let (yaml, body) = front_matter::split(&source).map_err(|problem| problems.push(problem)).ok()?;
        let front_matter = front_matter::read(&source, yaml, &config.timezone, problems);
        let outline = Outline::read(&source.text, body, &config.markdown);
        Some(Self {
            path: path.to_owned(),
            front_matter: front_matter?,
            body,
            outline: Arc::new(outline),
            site_path: String::new(),
            source,
        })
    }

    /// When its content last changed, by what its writer says: the latest of `updated` and the corrections.
    #[must_use]
    pub fn changed(&self) -> Option<When> {
        let updated = self.front_matter.updated.iter().map(|date| date.value);
        let corrected = self.front_matter.corrections.iter().map(|correction| correction.date.value);
        let later = |latest: When, date: When| if date.timestamp() > latest.timestamp() { date } else { latest };
        updated.chain(corrected).reduce(later)
    }

    /// The folder of the file, from the content folder: empty, or with a slash at its end.
    #[must_use]
    pub fn folder(&self) -> &str {
        folder(&self.path)
    }

    /// The slug: the front matter's, else made of the file's name (of its folder's, for `index.md`), without a date.
    #[must_use]
    pub fn slug(&self, config: &Config) -> String {
        match &self.front_matter.slug {
            Some(slug) => slug.value.clone(),
            None => slugify(self.name().1, config.slugs),
        }
    }

    /// Date and rest of the file's name (or its folder's): `2025-10-28-amazon.md` has both.
    #[must_use]
    pub fn name(&self) -> (Option<Date>, &str) {
        let stem = stem(&self.path);
        let Some((day, rest)) = stem.split_at_checked(10) else {
            return (None, stem);
        };
        match (parse_day(day), rest.strip_prefix(['-', '_'])) {
            (Ok(date), Some(rest)) if !rest.is_empty() => (Some(date), rest),
            (Ok(date), None) if rest.is_empty() => (Some(date), stem),
            _ => (None, stem),
        }
    }

    /// Where the files of this document are copied to: a folder of its own, with a slash at its end (or empty).
    #[must_use]
    pub fn asset_folder(&self) -> String {
        match self.site_path.strip_suffix(".html") {
            Some(stem) => format!("{stem}/"),
            None => self.site_path.clone(),
        }
    }

    /// The file that the page is written to.
    #[must_use]
    pub fn output_path(&self) -> String {
        page_file(&self.site_path)
    }

    /// The file that a Markdown copy of it is written to, beside the page.
    #[must_use]
    pub fn markdown_path(&self) -> String {
        let page = self.output_path();
        format!("{}.md", page.strip_suffix(".html").unwrap_or(&page))
    }

    /// The file that its social card is written to, beside the page. The address is known before the card is drawn, and
    /// stays when a title is put right: links that were shared go on showing a picture.
    #[must_use]
    pub fn social_card_path(&self) -> String {
        format!("{}card.png", self.asset_folder())
    }

    /// All hashtags in the writer's order: front matter, the lifted paragraph, running text.
    pub fn hashtags(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.front_matter.hashtags.iter().chain(&self.outline.lifted).chain(&self.outline.hashtags)
    }

    /// The standfirst and summary: the description, else the beginning of the body.
    #[must_use]
    pub fn summary(&self) -> &str {
        self.front_matter.description.as_deref().filter(|text| !text.trim().is_empty()).unwrap_or(&self.outline.summary)
    }
}

/// The file in which a page of the site stands.
#[must_use]
pub fn page_file(site_path: &str) -> String {
    if site_path.is_empty() || site_path.ends_with('/') {
        format!("{site_path}index.html")
    } else {
        site_path.to_owned()
    }
}

fn folder(path: &str) -> &str {
    path.rfind('/').and_then(|at| path.get(..=at)).unwrap_or_default()
}

/// The name without extension; of `index.md`, the folder's.
fn stem(path: &str) -> &str {
    let path = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if name == "index" && !folder.is_empty() { folder.rsplit('/').next().unwrap_or(folder) } else { name }
}
