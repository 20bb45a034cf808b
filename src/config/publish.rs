//! The key `publish` of `site.yaml`: where editions go.

use std::path::PathBuf;

use super::announce::{self, Announce};
use super::store::{self, StoreKeys, StorePlace};
use crate::diagnostic::{Diagnostic, Span, Spanned};
use crate::yaml::{Fields, Key, Keys, Kind, Value};

/// A place where editions go.
#[derive(Debug, Clone, PartialEq)]
pub struct PublishTarget {
    /// As the command names it.
    pub name: Spanned<String>,
    /// What it is.
    pub place: PublishPlace,
    /// How texts are packed for readers.
    pub compress: Vec<Encoding>,
    /// Who is told of an edition.
    pub announce: Announce,
}

/// What a place is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublishPlace {
    /// A folder of this machine; a relative path is one from the site's folder.
    Folder(PathBuf),
    /// A branch of a git repository, as GitHub and Codeberg Pages have it.
    Git {
        /// As `git push` takes it.
        repository: String,
        /// Its name.
        branch: String,
    },
    /// A folder of another machine, as `rsync` takes it.
    Rsync(String),
    /// A place in an object store.
    Store(StorePlace),
}

/// How texts are packed for readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// RFC 1952; every browser reads it.
    Gzip,
    /// RFC 7932; a sixth smaller, and every browser of these years reads it.
    Brotli,
}

impl Encoding {
    /// As `Content-Encoding` names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        }
    }

    /// What a name ends with whose file is packed so.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Gzip => "gz",
            Self::Brotli => "br",
        }
    }
}

/// As `site.yaml` names them.
const ENCODINGS: [(&str, Encoding); 2] = [("gzip", Encoding::Gzip), ("brotli", Encoding::Brotli)];

/// Of `publish`.
pub(super) const KIND: Kind = Kind::ByName(&Kind::Map(KEYS));

const KEYS: Keys = &[
    Key::new("folder", Kind::Text, "A folder of this machine, from the site's folder"),
    Key::new("git", Kind::Text, "A git repository, as `git push` takes it"),
    Key::new("branch", Kind::Text, "The branch of it"),
    Key::new("rsync", Kind::Text, "A folder of another machine, as `rsync` takes it: `me@host:/srv/www/news`"),
    Key::new("store", Kind::Text, "A place in an object store: `s3://bucket/prefix`, `gs://…` or `az://…`"),
    store::ENDPOINT,
    store::REGION,
    store::ACCOUNT,
    Key::new("compress", Kind::Texts, "How texts are packed for readers: `gzip`, `brotli`, or both"),
    Key::new("announce", Kind::Map(announce::KEYS), "Who is told of an edition"),
];

/// The keys of which a target has one.
const PLACES: [&str; 4] = ["folder", "git", "rsync", "store"];

/// The branch that pages are served from, unless another is named.
const BRANCH: &str = "gh-pages";

/// Reads `publish`.
pub(super) fn read(fields: &mut Fields<'_>) -> Vec<PublishTarget> {
    let Some(node) = fields.node("publish") else { return Vec::new() };
    let Value::Map(entries) = &node.value else {
        let source = fields.source();
        fields.problems().push(
            Diagnostic::error("`publish` must be a mapping")
                .at(source, node.span, format!("this is {}", node.value.kind()))
                .help("write for example `publish: {live: {folder: /srv/www/news}}`"),
        );
        return Vec::new();
    };
    let mut targets = Vec::with_capacity(entries.len());
    for (name, node) in entries {
        targets.extend(fields.inner(node, "a place to publish to", |fields| target(fields, name)));
    }
    targets
}

fn target(fields: &mut Fields<'_>, name: &Spanned<String>) -> Option<PublishTarget> {
    fields.expect(KEYS);
    let places: Vec<(&str, Spanned<String>)> =
        PLACES.iter().filter_map(|key| Some((*key, fields.text(key)?))).collect();
    let branch = fields.text("branch");
    let more = StoreKeys::read(fields);
    let announce = announce::read(fields);
    let (compress_at, compress) = (fields.value_place("compress"), encodings(fields));
    let nowhere = "nobody knows where to publish to";
    let example = "write for example `folder: /srv/www/news`, `git: git@github.com:me/news.git`, `rsync: me@host:/srv/www/news` \
                   or `store: s3://my-bucket`";
    let (key, written) = match places.as_slice() {
        [(key, written)] => (*key, written),
        [] => {
            problem(fields, name.span, nowhere, &format!("none of {} is there", listed(&PLACES)), example);
            return None;
        }
        [_, (_, second), ..] => {
            problem(fields, second.span, nowhere, "a target is one place", example);
            return None;
        }
    };
    if let Some(branch) = branch.as_ref().filter(|_| key != "git") {
        problem(
            fields,
            branch.span,
            "only a git repository has branches",
            "nothing reads this here",
            "take `branch` out",
        );
    }
    if key != "store" {
        more.refuse(fields);
    }
    if let Some(at) = compress_at {
        match (key, compress.len()) {
            ("git", _) => {
                let help = "take `compress` out: hosts of branches pack pages themselves";
                problem(fields, at, "a branch keeps nothing packed", "nothing reads this here", help);
            }
            ("store", 2..) => {
                let help = "write `compress: gzip`, which every client reads, or `compress: brotli`";
                problem(fields, at, "an object is packed in one way alone", "these are two", help);
            }
            _ => {}
        }
    }
    let place = match key {
        "folder" => PublishPlace::Folder(written.value.clone().into()),
        "git" => {
            let branch = branch.map_or_else(|| BRANCH.to_owned(), |branch| branch.value);
            PublishPlace::Git { repository: written.value.clone(), branch }
        }
        "rsync" => PublishPlace::Rsync(written.value.clone()),
        _ => PublishPlace::Store(more.place(fields, written)?),
    };
    Some(PublishTarget { name: name.clone(), place, compress, announce })
}

fn problem(fields: &mut Fields<'_>, span: Span, headline: &str, label: &str, help: &str) {
    let source = fields.source();
    fields.problems().push(Diagnostic::error(headline).at(source, span, label).help(help));
}

fn encodings(fields: &mut Fields<'_>) -> Vec<Encoding> {
    let source = fields.source();
    let mut encodings = Vec::new();
    for written in fields.texts("compress") {
        match ENCODINGS.iter().find(|(name, _)| *name == written.value) {
            Some((_, encoding)) if !encodings.contains(encoding) => encodings.push(*encoding),
            Some(_) => {}
            None => fields.problems().push(
                Diagnostic::error(format!("`compress` cannot be `{}`", written.value))
                    .at(source, written.span, "this is no way to pack")
                    .help("write `gzip`, `brotli`, or `[gzip, brotli]`"),
            ),
        }
    }
    encodings
}

/// `` `a`, `b` and `c` ``.
fn listed(keys: &[&str]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}
