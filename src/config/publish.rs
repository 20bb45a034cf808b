//! The key `publish` of `site.yaml`: where editions go.

use std::path::PathBuf;

use crate::diagnostic::{Diagnostic, Span, Spanned};
use crate::yaml::{Fields, Key, Keys, Kind, Value};

/// A place where editions go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishTarget {
    /// As the command names it.
    pub name: Spanned<String>,
    /// What it is.
    pub place: PublishPlace,
}

/// What a place is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublishPlace {
    /// A folder of this machine; a relative path is one from the site's folder.
    Folder(PathBuf),
    /// A branch of a git repository, as GitHub, GitLab and Codeberg Pages have it.
    Git {
        /// As `git push` takes it.
        repository: String,
        /// Its name.
        branch: String,
    },
}

/// Of `publish`.
pub(super) const KIND: Kind = Kind::ByName(&Kind::Map(KEYS));

const KEYS: Keys = &[
    Key::new("folder", Kind::Text, "A folder of this machine, from the site's folder"),
    Key::new("git", Kind::Text, "A git repository, as `git push` takes it"),
    Key::new("branch", Kind::Text, "The branch of it"),
];

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
        let place = fields.inner(node, "a place to publish to", |target| place(target, name.span));
        targets.extend(place.map(|place| PublishTarget { name: name.clone(), place }));
    }
    targets
}

fn place(target: &mut Fields<'_>, name: Span) -> Option<PublishPlace> {
    target.expect(KEYS);
    let (folder, git, branch) = (target.text("folder"), target.text("git"), target.text("branch"));
    let source = target.source();
    let mut wrong = |span: Span, label: &str| {
        target.problems().push(
            Diagnostic::error("nobody knows where to publish to")
                .at(source, span, label)
                .help("write for example `folder: /srv/www/news`, or `git: git@github.com:me/news.git`"),
        );
    };
    match (folder, git) {
        (Some(folder), Some(git)) => {
            wrong(folder.span.max(git.span), "a target is one place: a folder or a repository");
            None
        }
        (Some(folder), None) => {
            if let Some(branch) = branch {
                wrong(branch.span, "a folder has no branches");
            }
            Some(PublishPlace::Folder(folder.value.into()))
        }
        (None, Some(git)) => {
            let branch = branch.map_or_else(|| BRANCH.to_owned(), |branch| branch.value);
            Some(PublishPlace::Git { repository: git.value, branch })
        }
        (None, None) => {
            wrong(name, "neither `folder` nor `git` is there");
            None
        }
    }
}
