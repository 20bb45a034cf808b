//! What a site says of itself: `site.yaml`, `tags.yaml` and `authors.yaml`, read whole, with every mistake reported.

mod announce;
mod assets;
mod authors;
mod base_url;
mod cache;
mod colour;
mod external;
mod feeds;
mod hosting;
mod identity;
mod images;
mod keys;
mod lint;
mod permalink_pattern;
mod publish;
mod redirects;
mod social_cards;
mod store;
mod tags;
mod theme;

use std::path::Path;
use std::sync::Arc;

use jiff::tz::TimeZone;

pub use announce::{Announce, IndexNow, Webhook};
pub use assets::AssetsConfig;
pub use authors::AuthorInfo;
pub use base_url::{BaseUrl, encode_path};
pub use colour::{Colour, LEAST_CONTRAST};
pub use external::ExternalConfig;
pub use feeds::{FeedFormat, FeedsConfig};
pub use hosting::Hosting;
pub use images::{ImagesConfig, PictureFormat, PictureWord};
pub use lint::{Level, LintConfig, Rule};
pub use permalink_pattern::{PermalinkParts, PermalinkPattern, is_html};
pub use publish::{Encoding, PublishPlace, PublishTarget};
pub use redirects::{RedirectForm, RedirectRule, RedirectTarget, Redirects, former_path};
pub use social_cards::SocialCards;
pub use store::{StoreKind, StorePlace};
pub use tags::TagInfo;
pub use theme::{Scheme, Theme};

pub(crate) use keys::LANGUAGE;
pub use keys::{AUTHORS, SITE, TAGS};

use crate::diagnostic::{Diagnostic, Diagnostics, Span, Spanned};
use crate::source::{self, Source, SourceFile};
use crate::words::{self, Words};
use crate::yaml::{self, Fields, Node, Value};

/// Name of the configuration file.
pub const SITE_FILE: &str = "site.yaml";

/// Name of the file of what is known of hashtags.
pub const TAGS_FILE: &str = "tags.yaml";

/// What raw HTML in Markdown becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RawHtml {
    /// Passed through: the writers are trusted.
    #[default]
    Allow,
    /// Shown as the text that it is.
    Escape,
    /// Passed through with everything dangerous taken out.
    Sanitize,
}

/// How bodies are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own, and none has to do with another")]
pub struct MarkdownOptions {
    /// What raw HTML becomes.
    pub html: RawHtml,
    /// Curly quotes, dashes and ellipses.
    pub smart_punctuation: bool,
    /// Colour code blocks.
    pub highlight: bool,
    /// Take a long line of several sentences as a paragraph of its own, as text pasted from a web page has it.
    pub pasted_paragraphs: bool,
    /// Show images with nothing between them as one figure.
    pub galleries: bool,
    /// Show links to videos and to posts of social networks that stand alone as cards.
    pub embeds: bool,
}

/// Letters that slugs may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SlugLetters {
    /// Letters and digits of every script.
    #[default]
    Unicode,
    /// ASCII alone; everything else transliterated.
    Ascii,
}

/// As `site.yaml` names them.
const RAW_HTML: [(&str, RawHtml); 3] =
    [("allow", RawHtml::Allow), ("escape", RawHtml::Escape), ("sanitize", RawHtml::Sanitize)];
const SLUG_LETTERS: [(&str, SlugLetters); 2] = [("unicode", SlugLetters::Unicode), ("ascii", SlugLetters::Ascii)];

/// Who publishes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Publisher {
    /// Name; the site's title unless given.
    pub name: Option<String>,
    /// Path of the logo among the static files.
    pub logo: Option<Spanned<String>>,
    /// The same publisher elsewhere.
    pub same_as: Vec<String>,
}

/// An entry of the main navigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavigationItem {
    /// What it says.
    pub title: String,
    /// Where it leads: an absolute URL, or a path from the site's root.
    pub url: Spanned<String>,
}

/// `site.yaml` with its two companions.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own, and none has to do with another")]
pub struct Config {
    /// Name of the publication.
    pub title: String,
    /// Where the site will stand.
    pub base_url: BaseUrl,
    /// A sentence about it; may be empty.
    pub description: String,
    /// BCP 47 tag of the site's language.
    pub language: String,
    /// Zone of dates that name none.
    pub timezone: TimeZone,
    /// Whether `site.yaml` names it.
    pub has_timezone: bool,
    /// Where posts stand.
    pub permalink: PermalinkPattern,
    /// Where `site.yaml` says so, if it does.
    pub permalink_place: Option<Span>,
    /// What leads on from former addresses.
    pub redirects: Redirects,
    /// Posts on a page of a list.
    pub paginate_by: usize,
    /// Who publishes.
    pub publisher: Publisher,
    /// The main navigation.
    pub navigation: Vec<NavigationItem>,
    /// Where else the site is at home: its `rel="me"` links.
    pub me: Vec<String>,
    /// A tag with fewer posts is not indexed.
    pub tags_min_posts: usize,
    /// Which feeds there are.
    pub feeds: FeedsConfig,
    /// How pictures are offered to readers.
    pub images: ImagesConfig,
    /// What becomes of static files.
    pub assets: AssetsConfig,
    /// Whether pages are written without what nobody sees of them.
    pub minify_html: bool,
    /// Whether there is an `llms.txt`.
    pub llms: bool,
    /// Whether each post has a Markdown copy beside its page.
    pub markdown_copies: bool,
    /// The colours of the theme.
    pub theme: Theme,
    /// Whether posts without an image get a picture for link previews.
    pub social_cards: SocialCards,
    /// Whether there is a page to search the site.
    pub search: bool,
    /// Which files there are for static hosts.
    pub hosting: Hosting,
    /// Where editions go.
    pub publish: Vec<PublishTarget>,
    /// Where several machines share what builds keep.
    pub shared_cache: Option<StorePlace>,
    /// Letters of slugs.
    pub slugs: SlugLetters,
    /// How bodies are read.
    pub markdown: MarkdownOptions,
    /// Which rules `slugline check` heeds.
    pub lint: LintConfig,
    /// Own data for templates.
    pub extra: Option<Node>,
    /// What Slugline itself says on pages, in every language.
    pub words: Arc<Words>,
    /// What `tags.yaml` knows.
    pub tags: Vec<TagInfo>,
    /// `tags.yaml`, for reports.
    pub tags_source: Source,
    /// What `authors.yaml` knows.
    pub authors: Vec<AuthorInfo>,
    /// `site.yaml`, for reports.
    pub site_source: Source,
}

impl Config {
    /// Reads the three files below `root`. What is wrong is reported, and the rest read with its default, so that one
    /// run shows all mistakes.
    ///
    /// `base_url` takes the place of the file's own.
    pub fn load(root: &Path, base_url: Option<&str>, problems: &mut Diagnostics) -> Self {
        let (site_source, is_there) = read_site(root, problems);
        let before = problems.counts();
        let node = document(&site_source, problems);
        let is_readable = is_there && problems.counts() == before;
        let mut fields = Fields::of(&site_source, &node, "`site.yaml`", problems);
        let mut config = read_fields(&mut fields, base_url, is_readable);
        fields.finish();
        config.site_source = site_source;
        config.words = Arc::new(Words::load(root, &config.language, problems));
        if let Some(source) = optional(root, TAGS_FILE, problems) {
            config = config.with_tags(source, problems);
        }
        if let Some(source) = optional(root, "authors.yaml", problems) {
            config.authors = authors::read(&source, &document(&source, problems), problems);
        }
        config
    }

    /// Makes sure that there is a site at `root`.
    ///
    /// # Errors
    /// If there is none.
    pub fn find(root: &Path) -> Result<(), Diagnostic> {
        source::entry(root, SITE_FILE).map(|_| ()).ok_or_else(|| no_site(root))
    }

    /// The zone of the site at `root`, for what has to be known before a build; what is wrong is for the build to say.
    #[must_use]
    pub fn timezone_at(root: &Path) -> TimeZone {
        Self::load(root, None, &mut Diagnostics::new()).timezone
    }

    /// Where the site at `root` shares what builds keep, for what has to be known before a build.
    #[must_use]
    pub fn shared_cache_at(root: &Path) -> Option<StorePlace> {
        // Most sites have none, and need not be read twice.
        let source = source::read_if_present(&root.join(SITE_FILE), SITE_FILE).ok().flatten()?;
        source.text.contains("remote").then(|| Self::load(root, None, &mut Diagnostics::new()).shared_cache).flatten()
    }

    /// The same with another `tags.yaml`. What is wrong with it is reported.
    #[must_use]
    pub fn with_tags(mut self, source: Source, problems: &mut Diagnostics) -> Self {
        self.tags = tags::read(&source, &document(&source, problems), problems);
        self.tags_source = source;
        self
    }

    /// How much a rule counts.
    #[must_use]
    pub fn level(&self, rule: Rule) -> Level {
        self.lint.level(rule, self.has_timezone)
    }

    /// The publisher's name: its own, else the site's title.
    #[must_use]
    pub fn publisher_name(&self) -> &str {
        self.publisher.name.as_deref().unwrap_or(&self.title)
    }
}

/// The file, and whether it could be read.
fn read_site(root: &Path, problems: &mut Diagnostics) -> (Source, bool) {
    match source::read_if_present(&root.join(SITE_FILE), SITE_FILE) {
        Ok(Some(source)) => (source, true),
        Ok(None) => {
            problems.push(no_site(root));
            (SourceFile::new(SITE_FILE, ""), false)
        }
        Err(problem) => {
            problems.push(problem);
            (SourceFile::new(SITE_FILE, ""), false)
        }
    }
}

fn no_site(root: &Path) -> Diagnostic {
    Diagnostic::error(format!("there is no `{SITE_FILE}` in `{}`", root.display()))
        .help("make a site with `slugline init DIR`, or name its folder with `--root`")
}

fn optional(root: &Path, name: &str, problems: &mut Diagnostics) -> Option<Source> {
    source::read_if_present(&root.join(name), name).unwrap_or_else(|problem| {
        problems.push(problem);
        None
    })
}

fn document(source: &Source, problems: &mut Diagnostics) -> Node {
    let whole = Span::new(0, source.text.len());
    yaml::parse(source, whole).unwrap_or_else(|problem| {
        problems.push(problem);
        Node { value: Value::Null, span: Span::default() }
    })
}

/// `is_readable` is false for a file that is not there or no YAML: that is not reported once more for each key.
fn read_fields(fields: &mut Fields<'_>, base_url: Option<&str>, is_readable: bool) -> Config {
    fields.expect(keys::KEYS);
    let is_complete = is_readable && fields.is_mapping();
    let title = fields.plain("title");
    if title.is_none() && is_complete && !fields.is_no_text("title") {
        required(fields, "title", "title: The Wire");
    }
    let publisher = |publisher: &mut Fields<'_>| {
        publisher.expect(keys::OF_PUBLISHER);
        Publisher {
            name: publisher.plain("name"),
            logo: publisher.text("logo"),
            same_as: identity::addresses(publisher, "same_as"),
        }
    };
    let tags_min_posts = |tags: &mut Fields<'_>| {
        tags.expect(keys::OF_TAGS);
        tags.number("min_posts", 0, 2)
    };
    let theme = theme::read(fields);
    Config {
        title: title.unwrap_or_default(),
        base_url: read_base_url(fields, base_url, is_complete),
        description: fields.plain("description").unwrap_or_default(),
        language: language(fields, "language").unwrap_or_else(|| "en".to_owned()),
        timezone: timezone(fields),
        has_timezone: fields.place_of("timezone").is_some(),
        permalink: permalink(fields),
        permalink_place: fields.place_of("permalink"),
        redirects: redirects::read(fields),
        paginate_by: fields.number("paginate_by", 1, 10),
        publisher: fields.mapping("publisher", publisher),
        navigation: navigation(fields),
        me: identity::addresses(fields, "me"),
        tags_min_posts: fields.mapping("tags", tags_min_posts),
        feeds: fields.mapping("feeds", feeds::read),
        images: images::read(fields),
        assets: assets::read(fields),
        minify_html: fields.flag("minify_html", false),
        llms: fields.flag("llms", true),
        markdown_copies: fields.flag("markdown_copies", false),
        theme,
        social_cards: social_cards::read(fields, &theme),
        search: fields.flag("search", true),
        hosting: hosting::read(fields),
        publish: publish::read(fields),
        shared_cache: cache::read(fields),
        slugs: fields.word("slugs", &SLUG_LETTERS).unwrap_or_default(),
        markdown: fields.mapping("markdown", markdown_options),
        lint: fields.mapping("lint", lint::read),
        extra: fields.node("extra").cloned(),
        ..Config::default()
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: String::new(),
            base_url: BaseUrl::default(),
            description: String::new(),
            language: "en".to_owned(),
            timezone: TimeZone::UTC,
            has_timezone: false,
            permalink: PermalinkPattern::default(),
            permalink_place: None,
            redirects: Redirects::default(),
            paginate_by: 10,
            publisher: Publisher::default(),
            navigation: Vec::new(),
            me: Vec::new(),
            tags_min_posts: 2,
            feeds: FeedsConfig::default(),
            images: ImagesConfig::default(),
            assets: AssetsConfig::default(),
            minify_html: false,
            llms: true,
            markdown_copies: false,
            theme: Theme::OWN,
            social_cards: SocialCards::default(),
            search: true,
            hosting: Hosting::default(),
            publish: Vec::new(),
            shared_cache: None,
            slugs: SlugLetters::default(),
            markdown: default_markdown(),
            lint: LintConfig::default(),
            extra: None,
            words: Arc::default(),
            tags: Vec::new(),
            tags_source: SourceFile::new(TAGS_FILE, ""),
            authors: Vec::new(),
            site_source: SourceFile::new(SITE_FILE, ""),
        }
    }
}

fn required(fields: &mut Fields<'_>, key: &str, example: &str) {
    let source = fields.source();
    let place = fields.place_of(key).unwrap_or(Span::new(0, 0));
    fields.problems().push(
        Diagnostic::error(format!("`{key}` is missing"))
            .at(source, place, format!("a site needs a `{key}`"))
            .help(format!("add a line such as `{example}`")),
    );
}

fn read_base_url(fields: &mut Fields<'_>, given: Option<&str>, is_complete: bool) -> BaseUrl {
    let written = fields.text("base_url");
    if let Some(url) = given {
        // Checked when the arguments were read.
        return BaseUrl::parse(url).unwrap_or_default();
    }
    if let Some(text) = written {
        BaseUrl::parse(&text.value).unwrap_or_else(|reason| {
            let source = fields.source();
            fields.problems().push(
                Diagnostic::error(format!("`base_url` cannot be `{}`", text.value))
                    .at(source, text.span, reason)
                    .help("write the site's whole address, for example `base_url: https://news.example/`"),
            );
            BaseUrl::default()
        })
    } else {
        if is_complete && !fields.is_no_text("base_url") {
            required(fields, "base_url", "base_url: https://news.example/");
        }
        BaseUrl::default()
    }
}

/// A language tag that at least has the form of one (BCP 47: letters, digits, hyphens).
pub(crate) fn language(fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
    let text = fields.text(key)?;
    if words::is_tag(&text.value) {
        return Some(text.value);
    }
    let source = fields.source();
    fields.problems().push(
        Diagnostic::error(format!("`{}` is no language tag", text.value))
            .at(source, text.span, "expected a BCP 47 tag")
            .help(format!("write for example `{key}: en` or `{key}: pt-BR`")),
    );
    None
}

fn timezone(fields: &mut Fields<'_>) -> TimeZone {
    let Some(text) = fields.text("timezone") else {
        return TimeZone::UTC;
    };
    TimeZone::get(&text.value).unwrap_or_else(|_| {
        let source = fields.source();
        fields.problems().push(
            Diagnostic::error(format!("unknown time zone `{}`", text.value))
                .at(source, text.span, "not in the IANA time zone database")
                .help("write for example `timezone: America/New_York`, or `timezone: UTC`"),
        );
        TimeZone::UTC
    })
}

fn permalink(fields: &mut Fields<'_>) -> PermalinkPattern {
    let Some(text) = fields.text("permalink") else {
        return PermalinkPattern::default();
    };
    PermalinkPattern::parse(&text.value).unwrap_or_else(|(within, reason)| {
        let source = fields.source();
        let quoted = usize::from(source.text.get(text.span.range()).is_some_and(|raw| raw.starts_with(['"', '\''])));
        let span = within.shifted(text.span.start + quoted);
        fields.problems().push(
            Diagnostic::error(format!("`permalink` cannot be `{}`", text.value))
                .at(source, span, reason)
                .help("write for example `permalink: /:year/:month/:slug/`"),
        );
        PermalinkPattern::default()
    })
}

fn navigation(fields: &mut Fields<'_>) -> Vec<NavigationItem> {
    let Some(node) = fields.node("navigation") else {
        return Vec::new();
    };
    let Value::List(items) = &node.value else {
        let source = fields.source();
        fields.problems().push(
            Diagnostic::error("`navigation` must be a list")
                .at(source, node.span, format!("this is {}", node.value.kind()))
                .help("write `navigation: [{title: About, url: /about/}]`"),
        );
        return Vec::new();
    };
    items
        .iter()
        .filter_map(|item| {
            fields.inner(item, "an entry of `navigation`", |entry| {
                entry.expect(keys::OF_NAVIGATION);
                let title = entry.plain("title");
                let url = entry.text("url");
                if title.is_none() || url.is_none() {
                    let source = entry.source();
                    entry.problems().push(
                        Diagnostic::error("an entry of `navigation` needs `title` and `url`")
                            .at(source, item.span, "one of them is missing")
                            .help("write `navigation: [{title: About, url: /about/}]`"),
                    );
                }
                Some(NavigationItem { title: title?, url: url? })
            })
        })
        .collect()
}

fn default_markdown() -> MarkdownOptions {
    MarkdownOptions {
        html: RawHtml::Allow,
        smart_punctuation: true,
        highlight: true,
        pasted_paragraphs: true,
        galleries: true,
        embeds: true,
    }
}

impl Default for MarkdownOptions {
    fn default() -> Self {
        default_markdown()
    }
}

fn markdown_options(fields: &mut Fields<'_>) -> MarkdownOptions {
    fields.expect(keys::OF_MARKDOWN);
    let default = default_markdown();
    MarkdownOptions {
        html: fields.word("html", &RAW_HTML).unwrap_or_default(),
        smart_punctuation: fields.flag("smart_punctuation", default.smart_punctuation),
        highlight: fields.flag("highlight", default.highlight),
        pasted_paragraphs: fields.flag("pasted_paragraphs", default.pasted_paragraphs),
        galleries: fields.flag("galleries", default.galleries),
        embeds: fields.flag("embeds", default.embeds),
    }
}
