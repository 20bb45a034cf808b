//! Why it ended early.

use std::io;

/// In words, for whoever ran it.
pub struct Failure(pub String);

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self(error.to_string())
    }
}
