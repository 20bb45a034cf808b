//! What other hosts answered when links to them were checked, from check to check.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;

use super::{ANSWERS, FOLDER, ignore_in_git, sections, unusable};

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// It is there.
    Fine,
    /// It is there, and has moved for good: where to.
    Moved(String),
    /// The host does not tell programs: the status.
    Refused(u16),
    /// It is not there: why.
    Dead(String),
    /// Nobody can say now: why.
    Unanswered(String),
}

impl Answer {
    /// Whether there is something to be read at the address.
    #[must_use]
    pub fn is_good(&self) -> bool {
        matches!(self, Self::Fine | Self::Moved(_))
    }
}

/// Answers by address, each with the second at which it was given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answers {
    /// By address.
    pub by_address: BTreeMap<String, (i64, Answer)>,
}

impl Answers {
    /// Those of the site at `root`; none if there are none that can be used.
    #[must_use]
    pub fn load(root: &Path) -> Self {
        let loaded = sections::load(&root.join(FOLDER).join(ANSWERS));
        loaded.and_then(|loaded| postcard::from_bytes(loaded.iter().next()?).ok()).unwrap_or_default()
    }

    /// Keeps them.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn save(&self, root: &Path) -> Result<(), Diagnostic> {
        let base = root.join(FOLDER);
        fs::create_dir_all(&base).map_err(|error| unusable(&base, &error))?;
        ignore_in_git(&base);
        // None of it can fail to be written down.
        let section = postcard::to_stdvec(self).unwrap_or_default();
        sections::save(&base.join(ANSWERS), &[section]).map(|_| ())
    }
}
