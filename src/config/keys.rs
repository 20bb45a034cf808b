//! What `site.yaml` and its companions may hold.

use crate::yaml::{Key, Keys, Kind, Words};

use super::redirects::RedirectForm;
use super::{
    RAW_HTML, SLUG_LETTERS, assets, authors, cache, feeds, hosting, images, lint, publish, social_cards, tags, theme,
};

/// `site.yaml`.
pub const SITE: Kind = Kind::Map(KEYS);
/// `tags.yaml`.
pub const TAGS: Kind = tags::FILE;
/// `authors.yaml`.
pub const AUTHORS: Kind = authors::FILE;

const FORMS: Words = || RedirectForm::ALL.map(RedirectForm::name).to_vec();

/// Of `site.yaml`.
pub(super) const KEYS: Keys = &[
    Key::new("title", Kind::Text, "Name of the publication").required(),
    Key::new("base_url", Kind::Url, "The site's whole address, with a path or without").required(),
    Key::new("description", Kind::Text, "A sentence about it"),
    Key::new("language", LANGUAGE, "Language of the site: a BCP 47 tag, such as `en` or `pt-BR`"),
    Key::new("timezone", Kind::Text, "Zone of dates that name none: an IANA name, such as `America/New_York`"),
    Key::new("permalink", Kind::Form("^/"), "Where posts stand: a pattern such as `/:year/:month/:slug/`"),
    Key::new("redirects", Kind::ByName(&Kind::Text), "Paths that lead on, each with where it leads"),
    Key::new("gone", Kind::Texts, "Paths that were removed on purpose"),
    Key::new("redirect_files", Kind::Words(FORMS), "Lists of redirects for servers"),
    Key::new("paginate_by", Kind::Number(1), "Posts on a page of any list"),
    Key::new("me", Kind::Texts, "Addresses where else the site is at home, for `rel=\"me\"`"),
    Key::new("publisher", Kind::Map(OF_PUBLISHER), "Who publishes"),
    Key::new("navigation", Kind::Maps(OF_NAVIGATION), "The main navigation"),
    Key::new("tags", Kind::Map(OF_TAGS), "How tags are treated"),
    Key::new("feeds", Kind::Map(feeds::KEYS), "Which feeds there are"),
    Key::new(
        "images",
        Kind::FlagOrMap(images::KEYS),
        "How pictures are offered to readers; `false` shows them as they are",
    ),
    Key::new(
        "assets",
        Kind::FlagOrMap(assets::KEYS),
        "What becomes of static files; `false` publishes them as they are, under their own names",
    ),
    Key::new("minify_html", Kind::Flag, "Whether pages are written without white space and comments that nobody sees"),
    Key::new("theme", Kind::Map(theme::KEYS), "Colours of the pages, in light and in dark"),
    Key::new("llms", Kind::Flag, "Whether there is an `llms.txt`"),
    Key::new("markdown_copies", Kind::Flag, "Whether each post has a Markdown copy beside its page"),
    Key::new("search", Kind::Flag, "Whether there is a page to search the site"),
    Key::new(
        "social_cards",
        Kind::FlagOrMap(social_cards::KEYS),
        "Whether posts without an image get a picture for link previews",
    ),
    Key::new("hosting", Kind::Map(hosting::KEYS), "Files that static hosts read"),
    Key::new("cache", Kind::Map(cache::KEYS), "Where several machines share what builds keep"),
    Key::new("publish", publish::KIND, "Where `slugline publish` sends the site, by names of one's own"),
    Key::new("slugs", Kind::Word(|| SLUG_LETTERS.map(|(word, _)| word).to_vec()), "Letters of slugs"),
    Key::new("markdown", Kind::Map(OF_MARKDOWN), "How bodies are read"),
    Key::new("lint", Kind::Map(lint::KEYS), "Which rules `slugline check` heeds"),
    Key::new("extra", Kind::Anything, "Own data, for own templates"),
];

/// The form of a language tag.
pub(crate) const LANGUAGE: Kind = Kind::Form("^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$");

pub(super) const OF_PUBLISHER: Keys = &[
    Key::new("name", Kind::Text, "Name; else the site's title"),
    Key::new("logo", Kind::Text, "A path among the static files"),
    Key::new("same_as", Kind::Texts, "Addresses of the publisher elsewhere"),
];

pub(super) const OF_NAVIGATION: Keys = &[
    Key::new("title", Kind::Text, "What it says").required(),
    Key::new("url", Kind::Text, "Where it leads: a path from the site's root, or a whole address").required(),
];

pub(super) const OF_TAGS: Keys =
    &[Key::new("min_posts", Kind::Number(0), "Tags with fewer posts are not for search engines")];

pub(super) const OF_MARKDOWN: Keys = &[
    Key::new("html", Kind::Word(|| RAW_HTML.map(|(word, _)| word).to_vec()), "What raw HTML becomes"),
    Key::new("smart_punctuation", Kind::Flag, "Curly quotes, dashes, ellipses"),
    Key::new("highlight", Kind::Flag, "Colour code blocks"),
    Key::new("galleries", Kind::Flag, "Show images with nothing between them as one figure"),
    Key::new("embeds", Kind::Flag, "Show links to videos and to posts of social networks that stand alone as cards"),
    Key::new("pasted_paragraphs", Kind::Flag, "Take a long line of several sentences as a paragraph of its own"),
];
