//! The image that leads a document, and what is said of it.

use crate::content::captions;
use crate::content::document::Document;
use crate::content::outline::ImageUse;
use crate::content::recording::kind_of;

use super::{PictureWords, Targets};

/// What is said of a lead image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeadWords<'d> {
    /// What is seen; may be empty.
    pub alt: &'d str,
    /// Inline Markdown.
    pub caption: Option<&'d str>,
    /// Whose picture it is.
    pub credit: Option<&'d str>,
}

/// The image that stands for a post that names none: the first that stands alone.
#[must_use]
pub fn lead_of_body(document: &Document) -> Option<&ImageUse> {
    document
        .outline
        .images
        .iter()
        .find(|image| image.figure && !image.dest.is_empty() && kind_of(&image.dest).is_none())
}

/// What front matter, body and the file say of a document's lead image; none if there is no such image.
#[must_use]
pub fn lead_words<'d>(document: &'d Document, targets: &'d Targets) -> Option<LeadWords<'d>> {
    let written = written_lead_words(document)?;
    let Some(PictureWords { alt, caption, credit, .. }) = targets.lead.as_ref().map(|picture| &picture.words) else {
        return Some(written);
    };
    Some(LeadWords {
        alt: if written.alt.is_empty() { alt.as_deref().unwrap_or_default() } else { written.alt },
        caption: written.caption.or(caption.as_deref()),
        credit: written.credit.or(credit.as_deref()),
    })
}

/// The same without what the file says.
#[must_use]
pub fn written_lead_words(document: &Document) -> Option<LeadWords<'_>> {
    let front_matter = &document.front_matter;
    let lead = front_matter.image.as_ref();
    let written = match lead {
        Some(lead) => lead.src.value.as_str(),
        None => &lead_of_body(document)?.dest,
    };
    let entry = captions::entry(front_matter, written);
    let in_body = document.outline.images.iter().find(|image| captions::same_image(&image.dest, written));
    let alt = lead
        .and_then(|lead| lead.alt.as_deref())
        .or_else(|| in_body.map(|image| image.alt.as_str()).filter(|alt| !alt.is_empty()))
        .or_else(|| entry.and_then(|entry| entry.alt.as_deref()));
    let caption =
        lead.and_then(|lead| lead.caption.as_ref()).or_else(|| entry.and_then(|entry| entry.caption.as_ref()));
    let credit =
        lead.and_then(|lead| lead.credit.as_deref()).or_else(|| entry.and_then(|entry| entry.credit.as_deref()));
    Some(LeadWords { alt: alt.unwrap_or_default(), caption: caption.map(|caption| caption.value.as_str()), credit })
}
