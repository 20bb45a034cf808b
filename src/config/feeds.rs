//! The key `feeds` of `site.yaml`: which feeds a site has, in which formats, and how long they are.

use crate::diagnostic::{Diagnostic, Spanned, nearest};
use crate::yaml::{Fields, Key, Keys, Kind, Words};

/// A format of feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FeedFormat {
    /// RSS 2.0, by the profile of the RSS Advisory Board.
    Rss,
    /// Atom, RFC 4287.
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl FeedFormat {
    /// All formats, in the order in which they are offered to readers.
    pub const ALL: [Self; 3] = [Self::Rss, Self::Atom, Self::Json];

    /// As `site.yaml` names it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Rss => "rss",
            Self::Atom => "atom",
            Self::Json => "json",
        }
    }

    /// As readers know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rss => "RSS",
            Self::Atom => "Atom",
            Self::Json => "JSON Feed",
        }
    }

    /// Name of the file.
    #[must_use]
    pub fn file(self) -> &'static str {
        match self {
            Self::Rss => "feed.xml",
            Self::Atom => "atom.xml",
            Self::Json => "feed.json",
        }
    }

    /// Media type of the file.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Rss => "application/rss+xml",
            Self::Atom => "application/atom+xml",
            Self::Json => "application/feed+json",
        }
    }
}

/// Which feeds there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedsConfig {
    /// Formats of the feed of the whole site.
    pub site: Vec<FeedFormat>,
    /// Formats of each tag's feed.
    pub tags: Vec<FeedFormat>,
    /// Formats of each author's feed.
    pub authors: Vec<FeedFormat>,
    /// Formats of each section's feed.
    pub sections: Vec<FeedFormat>,
    /// Entries of the site's feed.
    pub limit: usize,
    /// Entries of all other feeds.
    pub list_limit: usize,
    /// The `WebSub` hub that is told of what is new, and tells its subscribers.
    pub hub: Option<String>,
}

impl Default for FeedsConfig {
    fn default() -> Self {
        let rss = vec![FeedFormat::Rss];
        Self {
            site: FeedFormat::ALL.to_vec(),
            tags: rss.clone(),
            authors: rss.clone(),
            sections: rss,
            limit: 20,
            list_limit: 10,
            hub: None,
        }
    }
}

const WORDS: Words = || FeedFormat::ALL.map(FeedFormat::word).to_vec();

/// Of `feeds`.
pub(super) const KEYS: Keys = &[
    Key::new("site", Kind::Words(WORDS), "Formats of the feed of the whole site"),
    Key::new("tags", Kind::Words(WORDS), "Formats of each tag's feed"),
    Key::new("authors", Kind::Words(WORDS), "Formats of each author's feed"),
    Key::new("sections", Kind::Words(WORDS), "Formats of each section's feed"),
    Key::new("limit", Kind::Number(1), "Entries of the site's feeds"),
    Key::new("list_limit", Kind::Number(1), "Entries of all other feeds"),
    Key::new("hub", Kind::Url, "A WebSub hub, which every feed then names"),
];

pub(super) fn read(fields: &mut Fields<'_>) -> FeedsConfig {
    fields.expect(KEYS);
    let default = FeedsConfig::default();
    FeedsConfig {
        site: formats(fields, "site").unwrap_or(default.site),
        tags: formats(fields, "tags").unwrap_or(default.tags),
        authors: formats(fields, "authors").unwrap_or(default.authors),
        sections: formats(fields, "sections").unwrap_or(default.sections),
        limit: fields.number("limit", 1, default.limit),
        list_limit: fields.number("list_limit", 1, default.list_limit),
        hub: hub(fields),
    }
}

/// Formats in the order in which they are offered, each once; an empty list means that there is no such feed. None if the
/// key is absent.
fn formats(fields: &mut Fields<'_>, key: &'static str) -> Option<Vec<FeedFormat>> {
    fields.entry(key)?;
    let written = fields.texts(key);
    let mut formats: Vec<FeedFormat> = written.iter().filter_map(|word| format(fields, word)).collect();
    formats.sort_unstable();
    formats.dedup();
    Some(formats)
}

fn format(fields: &mut Fields<'_>, word: &Spanned<String>) -> Option<FeedFormat> {
    let known = FeedFormat::ALL.into_iter().find(|format| format.word() == word.value);
    if known.is_none() {
        let help = match nearest(&word.value, FeedFormat::ALL.iter().map(|format| format.word())) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "write for example `[rss, atom, json]`, or `[]` for none".to_owned(),
        };
        let source = fields.source();
        fields.problems().push(
            Diagnostic::error(format!("there is no feed format `{}`", word.value))
                .at(source, word.span, "not one of `rss`, `atom`, `json`")
                .help(help),
        );
    }
    known
}

fn hub(fields: &mut Fields<'_>) -> Option<String> {
    let written = fields.text("hub")?;
    match url::Url::parse(&written.value) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Some(url.into()),
        _ => {
            let source = fields.source();
            fields.problems().push(
                Diagnostic::error(format!("`hub` cannot be `{}`", written.value))
                    .at(source, written.span, "not an absolute http or https URL")
                    .help("write the hub's whole address, for example `hub: https://pubsubhubbub.appspot.com/`"),
            );
            None
        }
    }
}
