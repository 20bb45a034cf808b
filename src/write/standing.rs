//! Whether an output of the build before is still there as it was written.

use std::path::Path;

use crate::digest::Digest;
use crate::source::{self, Stamp};

/// How an output of the build before is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// As it was written.
    Whole(Stamp),
    /// Not there.
    Missing,
    /// With other bytes.
    Altered,
}

/// Looks at an output of the build before, of which `stamp` and `digest` were kept at the moment `kept`.
#[must_use]
pub fn standing(file: &Path, stamp: Stamp, digest: Digest, kept: i64) -> Standing {
    let Some(found) = Stamp::at(file) else { return Standing::Missing };
    let is_untouched = found == stamp && found.is_settled(kept);
    let is_same = || found.length == stamp.length && source::digest(file).is_ok_and(|found| found == digest);
    if is_untouched || is_same() { Standing::Whole(found) } else { Standing::Altered }
}
