//! What a target is known to have: a file of its own there, as JSON.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::edition::Edition;
use crate::diagnostic::Diagnostic;
use crate::source;

/// The file. Hosts do not serve it, or it tells nothing that the site does not.
pub(super) const RECORD: &str = ".slugline.json";

/// Held while somebody publishes.
pub(super) const LOCK: &str = ".slugline.lock";

/// So many files that are in the way are named.
const NAMED: usize = 5;

/// The form of the file.
const FORM: u32 = 1;

/// What was published to a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub(super) form: u32,
    /// The files of the edition, by path, with the digest of each in hexadecimal digits.
    pub files: BTreeMap<String, String>,
    /// Files of former editions that pages in readers' browsers may still ask for, with the instant from which on they go.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub former: BTreeMap<String, Timestamp>,
    /// Files of an edition that is under way, or was cut off: some of them may be there, and be whatever they were meant to be.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub begun: BTreeSet<String>,
}

impl Default for Record {
    fn default() -> Self {
        Self { form: FORM, files: BTreeMap::new(), former: BTreeMap::new(), begun: BTreeSet::new() }
    }
}

impl Record {
    /// Reads the file; none if it is none that this version knows.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok().filter(|record: &Self| record.form == FORM && record.stays_within())
    }

    /// Whether all its files are files of the target: whoever wrote to it cannot have others removed.
    pub(super) fn stays_within(&self) -> bool {
        let mut paths = self.files.keys().chain(self.former.keys()).chain(&self.begun);
        paths.all(|path| source::is_inner_path(path))
    }

    /// Notes that files of an edition are there now.
    pub(super) fn note<'p>(&mut self, sent: impl IntoIterator<Item = &'p String>, edition: &Edition) {
        for path in sent {
            let Some(digest) = edition.files.get(path) else { continue };
            self.begun.remove(path);
            self.former.remove(path);
            self.files.insert(path.clone(), digest.hex());
        }
    }

    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        // Texts alone: it cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Whether Slugline wrote a file, or began to.
    #[must_use]
    pub fn knows(&self, path: &str) -> bool {
        self.files.contains_key(path) || self.former.contains_key(path) || self.begun.contains(path)
    }
}

/// Refuses to write over files of somebody else's at a target.
pub(super) fn in_the_way(target: &str, mut others: Vec<String>) -> Result<(), Diagnostic> {
    others.sort_unstable();
    let Some(first) = others.first() else { return Ok(()) };
    let mut problem =
        Diagnostic::error(format!("`{target}` has files in the way that Slugline did not write, such as `{first}`"))
            .help("move them away; nothing was published");
    for other in others.iter().skip(1).take(NAMED - 1) {
        problem = problem.note(format!("and `{other}`"));
    }
    if others.len() > NAMED {
        problem = problem.note(format!("and {} more", others.len() - NAMED));
    }
    Err(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_names_files_of_its_target_alone() {
        let with = |path: &str| Record { files: [(path.to_owned(), String::new())].into(), ..Record::default() };
        assert_eq!(Record::read(with("a/b.html").text().as_bytes()), Some(with("a/b.html")));
        for path in ["../a", "/etc/passwd", "a/../../b", "a//b", "a/", "", ".", "a\nb"] {
            assert_eq!(Record::read(with(path).text().as_bytes()), None, "{path:?}");
        }
        assert_eq!(Record::read(b"{}"), None);
    }
}
