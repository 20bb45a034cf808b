//! Videos and sounds among the files of a site: what Markdown's image syntax shows with a player.

use serde::{Deserialize, Serialize};

use super::link::has_extension;

/// What a file plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordingKind {
    /// Moving pictures.
    Video,
    /// Sound alone.
    Audio,
}

/// What browsers play, by the file's extension (IANA's registry of media types).
const TYPES: [(&str, RecordingKind, &str); 14] = [
    ("mp4", RecordingKind::Video, "video/mp4"),
    ("m4v", RecordingKind::Video, "video/mp4"),
    // Those of telephones are MP4 in all but name, and browsers play them as such.
    ("mov", RecordingKind::Video, "video/mp4"),
    ("webm", RecordingKind::Video, "video/webm"),
    ("ogv", RecordingKind::Video, "video/ogg"),
    ("mp3", RecordingKind::Audio, "audio/mpeg"),
    ("m4a", RecordingKind::Audio, "audio/mp4"),
    ("aac", RecordingKind::Audio, "audio/aac"),
    ("ogg", RecordingKind::Audio, "audio/ogg"),
    ("oga", RecordingKind::Audio, "audio/ogg"),
    ("opus", RecordingKind::Audio, "audio/ogg"),
    ("wav", RecordingKind::Audio, "audio/wav"),
    ("flac", RecordingKind::Audio, "audio/flac"),
    ("weba", RecordingKind::Audio, "audio/webm"),
];

/// Extensions of the still picture that stands for a video of the same name.
pub const POSTERS: [&str; 5] = ["jpg", "jpeg", "png", "webp", "avif"];

/// What a path plays, with its media type; none if it names no recording.
#[must_use]
pub fn kind_of(path: &str) -> Option<(RecordingKind, &'static str)> {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let found = TYPES.iter().find(|(extension, ..)| has_extension(path, extension))?;
    Some((found.1, found.2))
}
