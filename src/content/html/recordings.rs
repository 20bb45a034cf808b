//! Videos and sounds, with players of the browser's own.

use super::figures::push_attribute;
use super::{Writer, body_text};
use crate::content::recording::RecordingKind;

/// A video or sound, as HTML plays it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording<'r> {
    /// Its address, encoded.
    pub url: &'r str,
    /// What it plays.
    pub kind: RecordingKind,
    /// Media type.
    pub media_type: &'r str,
    /// Width and height in pixels, if they are known.
    pub size: Option<(u32, u32)>,
    /// Address of the still picture that stands for it.
    pub poster: Option<&'r str>,
    /// Address and language of captions.
    pub tracks: Vec<(&'r str, &'r str)>,
}

impl Writer<'_, '_> {
    /// A player; `alt` says what there is to see or hear.
    pub(super) fn push_recording(&self, html: &mut String, recording: &Recording<'_>, alt: &str) {
        let flavour = self.renderer.flavour;
        let name = match recording.kind {
            RecordingKind::Video => "video",
            RecordingKind::Audio => "audio",
        };
        html.push('<');
        html.push_str(name);
        // With a poster there is something to see before anything is loaded.
        push_attribute(html, " controls preload", if recording.poster.is_some() { "none" } else { "metadata" });
        if recording.kind == RecordingKind::Video {
            html.push_str(" playsinline");
            if let Some((width, height)) = recording.size {
                push_attribute(html, " width", &width.to_string());
                push_attribute(html, " height", &height.to_string());
            }
            if let Some(poster) = recording.poster {
                push_attribute(html, " poster", &flavour.address(poster));
            }
        }
        if !alt.is_empty() {
            push_attribute(html, " aria-label", alt);
        }
        push_attribute(html, "><source src", &flavour.address(recording.url));
        push_attribute(html, " type", recording.media_type);
        html.push('>');
        for (number, (url, language)) in recording.tracks.iter().enumerate() {
            push_attribute(html, "<track kind=\"captions\" src", &flavour.address(url));
            push_attribute(html, " srclang", language);
            push_attribute(html, " label", language);
            html.push_str(if number == 0 { " default>" } else { ">" });
        }
        push_attribute(html, "<a href", &flavour.address(recording.url));
        html.push('>');
        body_text(html, if alt.is_empty() { recording.url } else { alt });
        html.push_str("</a></");
        html.push_str(name);
        html.push('>');
    }
}
