//! What the site knows of a video or sound that a page plays, and looking it up with what lies beside it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::Picture;
use super::resolver::Resolver;
use crate::content::link::Destination;
use crate::content::recording::{POSTERS, RecordingKind, kind_of};
use crate::diagnostic::{Span, Spanned};

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

impl Resolver<'_> {
    /// A video or sound, with what lies beside it under the same name: a still picture, and captions.
    pub(super) fn recording(&mut self, dest: &str, span: Span, poster: Option<&Spanned<String>>, language: &str) {
        let Some((kind, media_type)) = kind_of(dest) else { return };
        if self.targets.recordings.contains_key(dest) {
            return;
        }
        // It is found as images are.
        let Some(file) = self.rooted_image(dest, span) else { return };
        let stem = dest.rsplit_once('.').map_or(dest, |(stem, _)| stem);
        let poster = match poster {
            Some(written) => self.rooted_image(&written.value, written.span),
            None => POSTERS
                .iter()
                .map(|extension| format!("{stem}.{extension}"))
                .find(|beside| kind == RecordingKind::Video && self.has_file(beside))
                .and_then(|beside| self.rooted_image(&beside, span)),
        };
        let mut tracks = Vec::new();
        for (name, of_name) in self.tracks(stem) {
            if let Some(track) = self.rooted_image(&name, span) {
                let language = if of_name.is_empty() { language.to_owned() } else { of_name };
                tracks.push(Track { url: track.url, language });
            }
        }
        let facts = file.from.as_ref().map(|file| file.image_facts()).unwrap_or_default();
        let page = self.config.base_url.rooted(self.place.site_path);
        let url = file.url.strip_prefix(&page).filter(|_| page.ends_with('/')).unwrap_or(&file.url).to_owned();
        let recording = Recording {
            url,
            kind,
            media_type: media_type.to_owned(),
            bytes: facts.bytes,
            size: facts.size.or_else(|| poster.as_ref().and_then(Picture::size)),
            milliseconds: facts.milliseconds,
            poster,
            tracks,
            rooted: file.url,
        };
        self.targets.recordings.insert(dest.to_owned(), recording);
    }

    /// Whether there is a file of a path as a body writes it.
    fn has_file(&self, dest: &str) -> bool {
        match Destination::of(dest, self.place.folder) {
            Destination::Rooted { path, .. } => self.addresses.has_static(&path),
            Destination::Relative { path: Some(path), .. } => self.addresses.files.assets.contains_key(&path),
            _ => false,
        }
    }

    /// Files of captions beside a recording: `talk.vtt`, `talk.de.vtt`; each as a body would write it, with its language.
    fn tracks(&self, stem: &str) -> Vec<(String, String)> {
        let names: Vec<&String> = match Destination::of(&format!("{stem}."), self.place.folder) {
            Destination::Rooted { path, .. } => starting_with(&self.addresses.files.statics, &path),
            Destination::Relative { path: Some(path), .. } => starting_with(&self.addresses.files.assets, &path),
            _ => Vec::new(),
        };
        let mut tracks = Vec::new();
        for name in names {
            let file = name.rsplit('/').next().unwrap_or(name);
            let of_stem = stem.rsplit('/').next().unwrap_or(stem);
            let of_stem = percent_encoding::percent_decode_str(of_stem).decode_utf8_lossy();
            let Some(rest) = file.strip_prefix(of_stem.as_ref()).and_then(|rest| rest.strip_suffix(".vtt")) else {
                continue;
            };
            let language = rest.strip_prefix('.').unwrap_or_default();
            let is_tag = language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
            if is_tag && (rest.is_empty() || !language.is_empty()) {
                let dot = if language.is_empty() { "" } else { "." };
                tracks.push((format!("{stem}{dot}{language}.vtt"), language.to_owned()));
            }
        }
        tracks
    }
}

/// The paths that begin with a text.
fn starting_with<'f, F>(files: &'f BTreeMap<String, F>, start: &str) -> Vec<&'f String> {
    files.range(start.to_owned()..).map(|(path, _)| path).take_while(|path| path.starts_with(start)).collect()
}
