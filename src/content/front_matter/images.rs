//! The lead image, and the captions of the others.

use super::{CaptionEntry, LeadImage, keys};
use crate::diagnostic::Diagnostic;
use crate::image::Focus;
use crate::yaml::{Fields, Node, Value};

/// The lead image: a path, or a mapping.
pub(super) fn lead(fields: &mut Fields<'_>, node: &Node) -> Option<LeadImage> {
    if !matches!(node.value, Value::Map(_)) {
        return Some(LeadImage {
            src: fields.text_of(node, "image")?,
            alt: None,
            caption: None,
            credit: None,
            focus: None,
        });
    }
    let source = fields.source();
    let mut image = Fields::of(source, node, "`image`", fields.problems());
    image.expect(keys::OF_IMAGE);
    let src = image.text("src");
    if src.is_none() {
        image.problems().push(
            Diagnostic::error("`image` has no `src`")
                .at(source, node.span, "which image?")
                .help("write `image: {src: images/photo.jpg, alt: …}`"),
        );
    }
    let lead = src.map(|src| LeadImage {
        src,
        alt: image.plain("alt"),
        caption: image.text("caption"),
        credit: image.plain("credit"),
        focus: focus(&mut image),
    });
    if lead.is_some() {
        image.finish();
    }
    lead
}

fn focus(image: &mut Fields<'_>) -> Option<Focus> {
    let written = image.text("focus")?;
    let focus = Focus::parse(&written.value);
    if focus.is_none() {
        let source = image.source();
        image.problems().push(
            Diagnostic::error(format!("`focus` cannot be `{}`", written.value))
                .at(source, written.span, "no place in a picture")
                .help("write `top`, `left`, or how far across and down: `focus: 30% 60%`"),
        );
    }
    focus
}

/// The captions by image: each a text, or a mapping.
pub(super) fn captions(fields: &mut Fields<'_>) -> Vec<CaptionEntry> {
    let Some(node) = fields.node("captions") else {
        return Vec::new();
    };
    let source = fields.source();
    let entries = Fields::of(source, node, "`captions`", fields.problems()).entries().to_vec();
    let mut captions = Vec::new();
    for (image, node) in entries {
        let mut entry = CaptionEntry { image, caption: None, alt: None, credit: None, poster: None };
        if let Value::Map(_) = node.value {
            let mut inner = Fields::of(source, &node, "a caption", fields.problems());
            inner.expect(keys::OF_CAPTION);
            entry.caption = inner.text("caption");
            entry.alt = inner.plain("alt");
            entry.credit = inner.plain("credit");
            entry.poster = inner.text("poster");
            inner.finish();
        } else if node.value != Value::Null {
            entry.caption = fields.text_of(&node, "captions");
        }
        captions.push(entry);
    }
    captions
}
