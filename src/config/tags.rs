//! `tags.yaml`: what a site knows of its hashtags.

use crate::diagnostic::{Diagnostics, Spanned};
use crate::source::Source;
use crate::yaml::{Fields, Key, Keys, Kind, Node};

/// One entry of `tags.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagInfo {
    /// The tag as it is to be spelled, without `#`.
    pub name: Spanned<String>,
    /// A title for its page.
    pub title: Option<String>,
    /// Inline Markdown for its page.
    pub description: Option<Spanned<String>>,
    /// Other names for the same tag.
    pub aliases: Vec<Spanned<String>>,
    /// Last part of its URL.
    pub slug: Option<Spanned<String>>,
    /// Kept for the writers: no page, shown nowhere.
    pub hidden: bool,
}

/// What the file holds.
pub(super) const FILE: Kind = Kind::ByName(&Kind::Map(KEYS));

/// Of a tag.
const KEYS: Keys = &[
    Key::new("title", Kind::Text, "Title of its page; else its name, split into words"),
    Key::new("description", Kind::Text, "Stands on its page; inline Markdown"),
    Key::new("aliases", Kind::Texts, "Other names for the same tag, whose addresses redirect"),
    Key::new("slug", Kind::Text, "Last part of its address; else made of its name"),
    Key::new("hidden", Kind::Flag, "Whether it has no page and is shown nowhere"),
];

pub(super) fn read(source: &Source, node: &Node, problems: &mut Diagnostics) -> Vec<TagInfo> {
    let mut fields = Fields::of(source, node, "`tags.yaml`", problems);
    let mut tags = Vec::new();
    for (key, node) in fields.entries() {
        let name = Spanned::new(without_hash(&key.value), key.span);
        tags.push(fields.inner(node, "a tag", |tag| {
            tag.expect(KEYS);
            TagInfo {
                name,
                title: tag.plain("title"),
                description: tag.text("description"),
                aliases: tag
                    .texts("aliases")
                    .into_iter()
                    .map(|alias| Spanned::new(without_hash(&alias.value), alias.span))
                    .collect(),
                slug: tag.text("slug"),
                hidden: tag.flag("hidden", false),
            }
        }));
    }
    tags
}

fn without_hash(name: &str) -> String {
    let name = name.trim();
    name.strip_prefix('#').unwrap_or(name).to_owned()
}
