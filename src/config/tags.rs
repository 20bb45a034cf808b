//! `tags.yaml`: what a site knows of its hashtags.

use crate::diagnostic::{Diagnostics, Spanned};
use crate::source::Source;
use crate::yaml::{Fields, Node};

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

pub(super) fn read(source: &Source, node: &Node, problems: &mut Diagnostics) -> Vec<TagInfo> {
    let mut fields = Fields::of(source, node, "`tags.yaml`", problems);
    let mut tags = Vec::new();
    for (key, node) in fields.entries() {
        let name = Spanned::new(without_hash(&key.value), key.span);
        tags.push(fields.inner(node, "a tag", |tag| {
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
