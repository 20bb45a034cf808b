//! The form of a cache file: a head that names the form and the program's version, then sections, each with its length,
//! all under one digest. What is not exactly so is no cache.
#![expect(clippy::disallowed_methods, reason = "caches are read and written here")]

use std::fs;
use std::io::{BufWriter, Write as _};
use std::ops::Range;
use std::path::Path;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::digest::{Digest, Parts};

/// First line; what comes after `cache` is the number of the form, and the version of the program to the letter.
const HEAD: &str = concat!("slugline cache 1 ", env!("CARGO_PKG_VERSION"), " ", env!("SLUGLINE_SOURCES"), "\n");

/// A cache file, read and found whole.
#[derive(Debug)]
pub(super) struct Sections {
    bytes: Vec<u8>,
    ranges: Vec<Range<usize>>,
    digest: Digest,
}

impl Sections {
    /// Of all sections.
    pub(super) fn digest(&self) -> Digest {
        self.digest
    }

    /// One after the other.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        self.ranges.iter().filter_map(|range| self.bytes.get(range.clone()))
    }
}

/// Reads a file; none if it is not there, damaged, or of another version.
pub(super) fn load(path: &Path) -> Option<Sections> {
    let bytes = fs::read(path).ok()?;
    let rest = bytes.strip_prefix(HEAD.as_bytes())?;
    let (written, rest) = rest.split_first_chunk::<32>()?;
    let mut ranges = Vec::new();
    let mut at = bytes.len() - rest.len();
    while at < bytes.len() {
        let (length, _) = bytes.get(at..)?.split_first_chunk::<8>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let end = at.checked_add(8)?.checked_add(length).filter(|end| *end <= bytes.len())?;
        ranges.push(at + 8..end);
        at = end;
    }
    let digests =
        ranges.par_iter().map(|range| bytes.get(range.clone()).map(Digest::of)).collect::<Option<Vec<_>>>()?;
    let digest = of_all(&digests);
    (digest.hex().as_bytes() == written).then_some(Sections { bytes, ranges, digest })
}

/// Writes a file beside its place and moves it there; gives the digest of all sections.
///
/// # Errors
/// If it cannot be written.
pub(super) fn save(path: &Path, sections: &[Vec<u8>]) -> Result<Digest, Diagnostic> {
    let digest = of_all(&sections.par_iter().map(|section| Digest::of(section)).collect::<Vec<_>>());
    let beside = path.with_extension("new");
    let write = || {
        let mut file = BufWriter::new(fs::File::create(&beside)?);
        file.write_all(HEAD.as_bytes())?;
        file.write_all(digest.hex().as_bytes())?;
        for section in sections {
            file.write_all(&(section.len() as u64).to_le_bytes())?;
            file.write_all(section)?;
        }
        file.into_inner()?;
        fs::rename(&beside, path)
    };
    write().map_err(|error| super::unusable(path, &error))?;
    Ok(digest)
}

fn of_all(digests: &[Digest]) -> Digest {
    let mut parts = Parts::new();
    for digest in digests {
        parts.digest(*digest);
    }
    parts.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &Path) -> Option<Vec<Vec<u8>>> {
        load(path).map(|sections| sections.iter().map(<[u8]>::to_vec).collect())
    }

    #[test]
    fn what_was_saved_is_loaded_and_what_is_damaged_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("cache");
        let sections = vec![b"one".to_vec(), Vec::new(), vec![7; 3000]];
        save(&path, &sections).unwrap();
        assert_eq!(read(&path), Some(sections));
        let whole = fs::read(&path).unwrap();
        for length in (0..whole.len()).step_by(7) {
            fs::write(&path, whole.get(..length).unwrap()).unwrap();
            assert_eq!(read(&path), None, "cut to {length} bytes");
        }
        for at in (0..whole.len()).step_by(11) {
            let mut damaged = whole.clone();
            *damaged.get_mut(at).unwrap() ^= 16;
            fs::write(&path, damaged).unwrap();
            assert_eq!(read(&path), None, "byte {at} is wrong");
        }
        fs::write(&path, [whole.as_slice(), b"more"].concat()).unwrap();
        assert_eq!(read(&path), None);
    }
}
