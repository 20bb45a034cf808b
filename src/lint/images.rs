//! Rules on the files of images: the lead image is large enough, and every image is shown somewhere.

use std::collections::HashSet;

use crate::config::Rule;
use crate::content::document::Document;
use crate::content::link::{Destination, has_extension};
use crate::content::outline::{Named, named_inline};
use crate::content::recording::{POSTERS, kind_of};
use crate::diagnostic::{Diagnostic, Span};
use crate::site::links::lead_of_body;

use super::findings::Findings;
use super::{Linted, Subject, html_images};

/// Search engines and previews ask for lead images of so many pixels at least (Google's guidelines on articles and Discover).
const NARROWEST_LEAD: u32 = 1200;

/// Files that are images, by their extension.
const EXTENSIONS: [&str; 11] = ["avif", "bmp", "gif", "heic", "jfif", "jpeg", "jpg", "jxl", "png", "svg", "webp"];

/// Looks at the width of a post's lead image. Drawings of lines have no size of their own.
pub(super) fn check_lead(linted: Linted<'_>, subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let document = linted.document;
    if linted.post.is_none() || !findings.wants(Rule::LeadImageSmall) {
        return;
    }
    let (dest, span) = match &document.front_matter.image {
        Some(lead) => (&lead.src.value, lead.src.span),
        None => match lead_of_body(document) {
            Some(image) => (&image.dest, image.span),
            None => return,
        },
    };
    let Some((path, file)) = subject.image(dest, document).filter(|(path, _)| !has_extension(path, "svg")) else {
        return;
    };
    let Some((width, height)) = file.image_facts().size.filter(|(width, _)| *width < NARROWEST_LEAD) else { return };
    findings.push(
        Rule::LeadImageSmall,
        Diagnostic::warning(format!("the lead image is small: {width} × {height} pixels"))
            .at(&document.source, span, format!("previews want a width of {NARROWEST_LEAD}"))
            .help(format!("put a larger picture at `{path}`, or let another lead: `image: …`")),
    );
}

/// Looks for images beside the sources that nothing names.
pub(super) fn check_orphans(subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if !subject.is_whole || !findings.wants(Rule::ImageOrphaned) {
        return;
    }
    let mut named: HashSet<String> = HashSet::new();
    for document in subject.all_documents() {
        name_all(document, subject, &mut named);
    }
    let config = subject.config();
    for description in config.tags.iter().filter_map(|tag| tag.description.as_ref()) {
        for inline in named_inline(&description.value, &config.markdown) {
            let (Named::Link(dest) | Named::Image(dest)) = inline;
            name(&dest, "", &mut named);
        }
    }
    let is_image = |path: &str| EXTENSIONS.iter().any(|extension| has_extension(path, extension));
    for path in subject.assets.keys().filter(|path| is_image(path) && !named.contains(**path)) {
        findings.push(
            Rule::ImageOrphaned,
            Diagnostic::warning("nothing shows this image")
                .in_file(format!("content/{path}"))
                .note("no post or page names it, so it is not part of the site")
                .help("show it, or remove the file"),
        );
    }
}

/// Adds the files that a document names.
fn name_all(document: &Document, subject: &Subject<'_>, named: &mut HashSet<String>) {
    let folder = document.folder();
    let outline = &document.outline;
    let front_matter = &document.front_matter;
    let links = outline.links.iter().map(|link| link.value.as_str());
    let images = outline.images.iter().map(|image| image.dest.as_str());
    let lead = front_matter.image.iter().map(|lead| lead.src.value.as_str());
    for dest in links.chain(images).chain(lead) {
        name(dest, folder, named);
    }
    for poster in front_matter.captions.iter().filter_map(|entry| entry.poster.as_ref()) {
        name(&poster.value, folder, named);
    }
    for text in front_matter.inline_texts() {
        for inline in named_inline(&text.value, &subject.config().markdown) {
            let (Named::Link(dest) | Named::Image(dest)) = inline;
            name(&dest, folder, named);
        }
    }
    // Another rule says that this does not do. Still the image is meant.
    let text = &document.source.text;
    if text.get(document.body.range()).is_some_and(|body| body.contains("<img") || body.contains("<IMG")) {
        let whole = Span::new(document.body.start, document.body.end);
        for src in html_images::images(text, whole).into_iter().filter_map(|image| image.src) {
            name(&src.value, folder, named);
        }
    }
}

fn name(dest: &str, folder: &str, named: &mut HashSet<String>) {
    if let Destination::Relative { path: Some(path), .. } = Destination::of(dest, folder) {
        // A picture of the same name stands for a video.
        if kind_of(&path).is_some()
            && let Some((stem, _)) = path.rsplit_once('.')
        {
            named.extend(POSTERS.iter().map(|extension| format!("{stem}.{extension}")));
        }
        named.insert(path);
    }
}
