//! What front matter may hold.

use crate::config::LANGUAGE;
use crate::yaml::{Key, Keys, Kind};

use super::ArticleType;

/// Front matter.
pub const FRONT_MATTER: Kind = Kind::Map(KEYS);

pub(super) const KEYS: Keys = &[
    Key::new("title", Kind::Text, "The headline; plain text").required(),
    Key::new("date", Kind::Date, "When the post is published; makes the file a post"),
    Key::new("updated", Kind::Date, "When readers last got something new; not before `date`"),
    Key::new("slug", Kind::Text, "Last part of the address"),
    Key::new("description", Kind::Text, "Standfirst, and summary in lists; plain text"),
    Key::new("author", Kind::Texts, "Keys of `authors.yaml`, or names"),
    Key::new("authors", Kind::Texts, "Keys of `authors.yaml`, or names").instead_of("author"),
    Key::new("hashtags", Kind::Texts, "The post's hashtags: a list, or one text such as `#AI #Chips`"),
    Key::new("tags", Kind::Texts, "The post's hashtags: a list, or one text such as `#AI #Chips`")
        .instead_of("hashtags"),
    Key::new("image", Kind::TextOrMap(OF_IMAGE), "The lead image: a path, or a mapping"),
    Key::new("captions", Kind::ByName(&Kind::TextOrMap(OF_CAPTION)), "Captions by image, inline Markdown"),
    Key::new("section", Kind::Text, "The section it belongs to"),
    Key::new("series", Kind::Text, "The series it is part of"),
    Key::new("featured", Kind::Flag, "The three newest featured posts lead the front page"),
    Key::new("draft", Kind::Flag, "Left out of the site"),
    Key::new("expires", Kind::Date, "Left out from this instant on"),
    Key::new("aliases", Kind::Texts, "Paths from the site's root that redirect here"),
    Key::new("canonical_url", Kind::Url, "Where the original stands, if it was published elsewhere first"),
    Key::new("lang", LANGUAGE, "Language of the post: a BCP 47 tag, such as `pt-BR`"),
    Key::new("template", Kind::Text, "Template in place of `post.html` or `page.html`"),
    Key::new("type", Kind::Word(|| ArticleType::ALL.map(ArticleType::word).to_vec()), "What kind of article it is"),
    Key::new("corrections", Kind::Maps(OF_CORRECTION), "What was put right after publication"),
    Key::new("toc", Kind::Flag, "Show a table of contents made of the headings"),
    Key::new("extra", Kind::Anything, "Own data, for own templates"),
];

pub(super) const OF_IMAGE: Keys = &[
    Key::new("src", Kind::Text, "Path, as in the body").required(),
    Key::new("alt", Kind::Text, "What is seen"),
    Key::new("caption", Kind::Text, "Inline Markdown"),
    Key::new("credit", Kind::Text, "Whose picture it is"),
    Key::new("focus", FOCUS, "What must be seen when a part is cut out: `top`, or `30% 60%` across and down"),
];

/// As [`crate::image::Focus`] reads it.
const FOCUS: Kind = Kind::Form(
    "^((left|center|right|\\d{1,2}%|100%)( (top|center|bottom|\\d{1,2}%|100%))?|(top|center|bottom|\\d{1,2}%|100%) (left|center|right)|top|bottom)$",
);

pub(super) const OF_CAPTION: Keys = &[
    Key::new("caption", Kind::Text, "Inline Markdown"),
    Key::new("alt", Kind::Text, "What is seen"),
    Key::new("credit", Kind::Text, "Whose picture it is"),
    Key::new("poster", Kind::Text, "Of a video: path of the still picture that stands for it"),
];

pub(super) const OF_CORRECTION: Keys = &[
    Key::new("date", Kind::Date, "When it was put right").required(),
    Key::new("text", Kind::Text, "What was put right; inline Markdown").required(),
];
