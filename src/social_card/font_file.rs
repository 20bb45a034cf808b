//! A font file of the site, for letters that the program's own faces lack. It is read when a letter is first looked for there.

use std::borrow::Cow;
use std::panic::catch_unwind;
use std::sync::{Arc, OnceLock};

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::source::RawFile;

use super::face::Face;

/// A font file of the site.
pub struct FontFile {
    file: Arc<RawFile>,
    face: OnceLock<Result<Face, Unusable>>,
}

/// Why a file is not drawn with.
#[derive(Debug, Clone)]
pub enum Unusable {
    /// It cannot be read.
    Unreadable(Box<Diagnostic>),
    /// It is no font, or none that text can be drawn with: what it is instead.
    NoFont(&'static str),
    /// Its bytes are not those that it is known by.
    Changed,
}

impl FontFile {
    /// A file, which is not read so far.
    #[must_use]
    pub fn new(file: Arc<RawFile>) -> Self {
        Self { file, face: OnceLock::new() }
    }

    /// Makes sure that it can be drawn with.
    ///
    /// # Errors
    /// If it cannot.
    pub fn check(&self) -> Result<(), Unusable> {
        self.read().as_ref().map(|_| ()).map_err(Clone::clone)
    }

    /// The digest of its bytes.
    pub(super) fn digest(&self) -> Digest {
        // A file that cannot be read is reported where it is read.
        self.file.digest().unwrap_or_default()
    }

    /// Its face, if it can be drawn with.
    pub(super) fn face(&self) -> Option<&Face> {
        self.read().as_ref().ok()
    }

    /// Whether it was read, and cannot be drawn with.
    pub(super) fn has_failed(&self) -> bool {
        self.face.get().is_some_and(Result::is_err)
    }

    fn read(&self) -> &Result<Face, Unusable> {
        self.face.get_or_init(|| {
            let (digest, bytes) = self.file.digest_of_bytes().map_err(|error| Unusable::Unreadable(Box::new(error)))?;
            // What is drawn is found again by the digest that the file is known by.
            if digest != self.digest() {
                return Err(Unusable::Changed);
            }
            // If what reads it panics, it is the file that is wrong.
            let read = catch_unwind(|| Face::read(Arc::new(Cow::Owned(bytes))));
            read.unwrap_or(Err("this file is damaged")).map_err(Unusable::NoFont)
        })
    }
}
