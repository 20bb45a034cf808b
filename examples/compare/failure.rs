//! Why the comparison ended early.

use std::path::Path;
use std::{fmt, io};

/// In words, for whoever ran it.
pub struct Failure(pub String);

impl Failure {
    /// What went wrong with a file or a folder.
    pub fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self(format!("`{}`: {error}", path.display()))
    }
}

/// What `main` prints after "Error: ".
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}
