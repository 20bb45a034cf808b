//! What the site knows of a video or sound that a page plays.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::Picture;
use crate::content::recording::RecordingKind;

/// A video or sound of the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recording {
    /// Its address, encoded; beside the page, as seen from there.
    pub url: String,
    /// Its address from the host's root, encoded.
    pub rooted: String,
    /// What it plays.
    pub kind: RecordingKind,
    /// Media type.
    pub media_type: String,
    /// Length of the file; 0 if that is not known.
    pub bytes: u64,
    /// Width and height in pixels, of its own pictures, else of its poster; none if neither tells.
    pub size: Option<(u32, u32)>,
    /// How long it plays, in milliseconds; none if the file does not tell.
    pub milliseconds: Option<u64>,
    /// The still picture that stands for it, its address from the host's root.
    pub poster: Option<Picture>,
    /// Captions for those who do not hear it.
    pub tracks: Vec<Track>,
}

/// A file of captions (`WebVTT`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Track {
    /// Its address, encoded.
    pub url: String,
    /// BCP 47 tag.
    pub language: String,
}

impl Recording {
    /// How long it plays, as ISO 8601 writes it: `PT1M5S`.
    #[must_use]
    pub fn duration(&self) -> Option<String> {
        let seconds = self.milliseconds?.div_ceil(1000);
        let mut duration = String::from("PT");
        for (unit, amount) in [("H", seconds / 3600), ("M", seconds / 60 % 60), ("S", seconds % 60)] {
            if amount > 0 {
                // Writing to a string cannot fail.
                let _ = write!(duration, "{amount}{unit}");
            }
        }
        Some(duration)
    }
}
