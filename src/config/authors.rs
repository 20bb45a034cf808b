//! `authors.yaml`: who writes.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostics, Spanned};
use crate::source::Source;
use crate::yaml::{Fields, Key, Keys, Kind, Node};

/// One entry of `authors.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuthorInfo {
    /// The key that posts name.
    pub key: String,
    /// The name that readers see; the key unless given.
    pub name: String,
    /// A few sentences, plain text.
    pub bio: Option<String>,
    /// The author's own page elsewhere.
    pub url: Option<String>,
    /// A picture among the static files.
    pub image: Option<Spanned<String>>,
    /// The same person elsewhere.
    pub same_as: Vec<String>,
    /// The file, for reports.
    pub source: Source,
}

/// What the file holds.
pub(super) const FILE: Kind = Kind::ByName(&Kind::Map(KEYS));

/// Of an author.
const KEYS: Keys = &[
    Key::new("name", Kind::Text, "The name that readers see; else the key"),
    Key::new("bio", Kind::Text, "A few sentences, plain text"),
    Key::new("url", Kind::Text, "The author's own page elsewhere"),
    Key::new("image", Kind::Text, "A picture: a path among the static files"),
    Key::new("same_as", Kind::Texts, "Addresses of the same person elsewhere"),
];

pub(super) fn read(source: &Source, node: &Node, problems: &mut Diagnostics) -> Vec<AuthorInfo> {
    let mut fields = Fields::of(source, node, "`authors.yaml`", problems);
    let mut authors = Vec::new();
    for (key, node) in fields.entries() {
        authors.push(fields.inner(node, "an author", |author| {
            author.expect(KEYS);
            AuthorInfo {
                key: key.value.clone(),
                name: author.plain("name").unwrap_or_else(|| key.value.clone()),
                bio: author.plain("bio"),
                url: author.plain("url"),
                image: author.text("image"),
                same_as: author.texts("same_as").into_iter().map(|link| link.value).collect(),
                source: source.clone(),
            }
        }));
    }
    authors
}
