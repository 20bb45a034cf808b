//! The rule on links to parts of pages. What a page has to link to shows when it is made, since templates have parts too; so
//! whoever makes the pages asks [`Anchors`] which of them to look at.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use crate::config::Rule;
use crate::content::anchor::ids_in_html;
use crate::content::document::{Document, page_file};
use crate::content::link::{Destination, has_extension};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, nearest};
use crate::plan::OutputKind;

use super::Subject;
use super::findings::Findings;

/// A link to a part of a page.
struct AnchorLink<'s> {
    document: &'s Document,
    id: String,
    /// Bytes of the id with its `#`.
    span: Span,
}

/// All links to parts of other pages, by output.
pub struct Anchors<'s> {
    by_output: BTreeMap<String, Vec<AnchorLink<'s>>>,
}

impl<'s> Anchors<'s> {
    /// Of all that is linted, but for those that are known to be there. Links by source file are looked at by every build.
    #[must_use]
    pub fn of(subject: &Subject<'s>) -> Self {
        let mut by_output: BTreeMap<String, Vec<AnchorLink<'s>>> = BTreeMap::new();
        if !Findings::new(subject.config()).wants(Rule::AnchorDead) {
            return Self { by_output };
        }
        for linted in subject.linted() {
            let document = linted.document;
            for link in document.outline.links.iter().filter(|link| link.value.contains('#')) {
                let Destination::Rooted { path, rest } = Destination::of(&link.value, document.folder()) else {
                    continue;
                };
                let Some((_, written)) = rest.split_once('#').filter(|(_, id)| !id.is_empty() && *id != "top") else {
                    continue;
                };
                let id = percent_decode_str(written).decode_utf8_lossy().into_owned();
                let Some(output) = target(subject, &path, &id) else { continue };
                let span = place(document, link.span, written);
                by_output.entry(output).or_default().push(AnchorLink { document, id, span });
            }
        }
        Self { by_output }
    }

    /// Whether a page has to be looked at.
    #[must_use]
    pub fn wants(&self, output: &str) -> bool {
        self.by_output.contains_key(output)
    }

    /// Looks at a page; says of which links it has no part.
    #[must_use]
    pub fn dead(&self, output: &str, html: &[u8], subject: &Subject<'_>) -> Diagnostics {
        let html = String::from_utf8_lossy(html);
        let ids: Vec<&str> = ids_in_html(&html).collect();
        let mut findings = Findings::new(subject.config());
        for link in self.by_output.get(output).into_iter().flatten() {
            if ids.contains(&link.id.as_str()) {
                continue;
            }
            let page = output.strip_suffix("index.html").unwrap_or(output);
            let help = match nearest(&link.id, ids.iter().copied()) {
                Some(near) => format!("did you mean `#{near}`?"),
                None => format!("link to the page alone: `/{page}`"),
            };
            findings.push(
                Rule::AnchorDead,
                Diagnostic::warning(format!("there is no `#{}` on the page `/{page}`", link.id))
                    .at(&link.document.source, link.span, "nothing there has this id")
                    .help(help),
            );
        }
        findings.into_diagnostics()
    }
}

/// The output in which the part has to be looked for; none if it is there, or if it is no page.
fn target(subject: &Subject<'_>, path: &str, id: &str) -> Option<String> {
    let outputs = &subject.plan.outputs;
    let candidates = [page_file(path), page_file(&format!("{path}/"))];
    let output = candidates.iter().find_map(|candidate| {
        let at = outputs.binary_search_by(|output| output.path.as_str().cmp(candidate)).ok()?;
        outputs.get(at)
    })?;
    let outline = match output.kind {
        OutputKind::Post(id) => subject.site.posts.get(id).map(|entry| &entry.post.document.outline),
        OutputKind::Page(at) => subject.site.pages.get(at).map(|plain| &plain.page.document.outline),
        // A redirect takes the part along, to a page that it is meant for.
        OutputKind::Redirect(_) => return None,
        _ => None,
    };
    let is_there = outline.is_some_and(|outline| outline.has_anchor(id));
    (!is_there && has_extension(&output.path, "html")).then(|| output.path.clone())
}

/// The part of a link behind its page.
fn place(document: &Document, link: Span, written: &str) -> Span {
    let text = document.source.text.get(link.range()).unwrap_or_default();
    match text.rfind(&format!("#{written}")) {
        Some(at) => Span::new(at, at + 1 + written.len()).shifted(link.start),
        None => link,
    }
}
