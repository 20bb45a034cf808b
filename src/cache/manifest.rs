//! The manifest: what was there when a site was built, and what was made of it.

use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::asset::KnownStylesheets;
use crate::diagnostic::Diagnostics;
use crate::digest::Digest;
use crate::plan::{Fingerprint, Permalink};
use crate::site::{Due, LeftOut};
use crate::source::{ImageFacts, Stamp};

use super::sections::Sections;

/// So many records stand in a section: sections are read in parallel.
const RECORDS: usize = 4096;

/// A file that was read, or could have been.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// From the site's root.
    pub path: String,
    /// As it was found; none if it may have been changed within the same tick of the clock.
    pub stamp: Option<Stamp>,
    /// Of its bytes; none if nothing depends on them.
    pub digest: Option<Digest>,
    /// Of an image that a page shows; it goes with the digest.
    pub image_facts: Option<ImageFacts>,
}

/// An output as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// From the output folder.
    pub path: String,
    /// Of all that it was made from.
    pub fingerprint: Fingerprint,
    /// Of its bytes.
    pub digest: Digest,
    /// As it stands in the output folder.
    pub stamp: Stamp,
}

/// What the closing line of a build counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Posts shown.
    pub posts: usize,
    /// Other pages.
    pub pages: usize,
    /// Hashtags with a page.
    pub tags: usize,
    /// What was not shown.
    pub left_out: LeftOut,
}

/// What one build tells the next.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Manifest {
    /// Of what was asked for: the address, what is shown.
    pub wanted: Digest,
    /// How files are read, in words.
    pub reading: String,
    /// What is known of style sheets.
    pub stylesheets: KnownStylesheets,
    /// The build's instant.
    pub now: Timestamp,
    /// Whether a page shows it.
    pub reads_now: bool,
    /// The last instant up to it at which the clock changed something.
    pub since: Option<Timestamp>,
    /// What the clock does next after it.
    pub next: Option<Due>,
    /// All files of the site, by path.
    pub inputs: Vec<Input>,
    /// What was warned of.
    pub warnings: Diagnostics,
    /// Every permalink that this site had so far, by path.
    pub permalinks: Vec<Permalink>,
    /// For the closing line.
    pub tally: Tally,
    /// When the clock does something next: RFC 3339, in the site's zone.
    pub next_change: Option<String>,
    /// When the next scheduled post is due, in the site's zone.
    pub next_due: Option<String>,
    /// The list of outputs, in the output folder itself.
    pub list: Stamp,
    /// The image of the site that was kept with it.
    pub image: Digest,
    /// All outputs, by path.
    #[serde(skip)]
    pub outputs: Vec<Record>,
}

impl Manifest {
    /// The place of the record of an output.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<usize> {
        self.outputs.binary_search_by(|record| record.path.as_str().cmp(path)).ok()
    }

    /// Digest of an input as it was.
    #[must_use]
    pub fn digest(&self, path: &str) -> Option<Digest> {
        self.input(path)?.digest
    }

    /// Whether a file was among the inputs.
    #[must_use]
    pub fn knows(&self, path: &str) -> bool {
        self.input(path).is_some()
    }

    fn input(&self, path: &str) -> Option<&Input> {
        let place = self.inputs.binary_search_by(|input| input.path.as_str().cmp(path)).ok()?;
        self.inputs.get(place)
    }

    /// Whether there was something to say of one of these files.
    #[must_use]
    pub fn warns_of(&self, paths: &[String]) -> bool {
        self.warnings.iter().any(|warning| paths.iter().any(|path| path == warning.path()))
    }

    /// Whether another build at `now` would show the same posts and the same instant.
    #[must_use]
    pub fn holds_at(&self, now: Timestamp) -> bool {
        self.since.is_none_or(|since| since <= now)
            && self.next.as_ref().is_none_or(|next| now < next.at)
            && (!self.reads_now || self.now == now)
    }

    pub(super) fn from_sections(sections: &Sections) -> Option<Self> {
        let mut sections = sections.iter();
        let mut manifest: Self = postcard::from_bytes(sections.next()?).ok()?;
        let chunks: Vec<&[u8]> = sections.collect();
        let chunks: Option<Vec<Vec<Record>>> =
            chunks.par_iter().map(|chunk| postcard::from_bytes(chunk).ok()).collect();
        manifest.outputs = chunks?.into_iter().flatten().collect();
        Some(manifest)
    }

    /// None of it can fail to be written down; were it so, the file would be no manifest.
    pub(super) fn to_sections(&self) -> Vec<Vec<u8>> {
        let head = postcard::to_stdvec(self).unwrap_or_default();
        let mut sections = vec![head];
        sections.par_extend(
            self.outputs.par_chunks(RECORDS).map(|records| postcard::to_stdvec(records).unwrap_or_default()),
        );
        sections
    }
}
