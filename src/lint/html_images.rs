//! Rules on images of raw HTML, which nobody else looks at: they say what is seen, and there is such a file.

use std::ops::Range;

use crate::config::{RawHtml, Rule};
use crate::content::link::{Destination, normalize};
use crate::diagnostic::{Diagnostic, Span, Spanned};

use super::findings::Findings;
use super::pictures::Pictures;
use super::{Linted, Subject};

/// An `<img>`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HtmlImage {
    /// Bytes of its name, `<img`.
    pub(super) span: Span,
    /// Where its picture is.
    pub(super) src: Option<Spanned<String>>,
    /// Whether it says what is seen; an empty `alt` says on purpose that it is an ornament.
    pub(super) has_alt: bool,
}

pub(super) fn check(linted: Linted<'_>, pictures: &Pictures, subject: &Subject<'_>, findings: &mut Findings<'_>) {
    if findings.config().markdown.html == RawHtml::Escape {
        return;
    }
    let document = linted.document;
    for html in &pictures.html {
        for image in images(&document.source.text, *html) {
            if !image.has_alt {
                findings.push(
                    Rule::AltMissing,
                    Diagnostic::warning("an image in HTML has no `alt`")
                        .at(&document.source, image.span, "who does not see it learns nothing")
                        .help("say what is seen in it: `alt=\"A data center at night\"`"),
                );
            }
            if let Some(src) = image.src {
                check_file(linted, &src, subject, findings);
            }
        }
    }
}

fn check_file(linted: Linted<'_>, src: &Spanned<String>, subject: &Subject<'_>, findings: &mut Findings<'_>) {
    let document = linted.document;
    let base = &subject.config().base_url;
    // A browser looks from the page's address, not from the folder of the source.
    let page = document.site_path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = match Destination::of(&src.value, page) {
        Destination::Empty | Destination::Fragment(_) => None,
        Destination::External { scheme } if scheme == "data" => return,
        Destination::External { .. } => {
            findings.push(
                Rule::HtmlImageMissing,
                Diagnostic::warning("an image in HTML lives on another host")
                    .at(&document.source, src.span, "a page asks no other host for anything")
                    .help("save the image beside the post, and show it by `![what is seen](images/photo.jpg)`"),
            );
            return;
        }
        Destination::Rooted { path, .. } => {
            let below = base.path().trim_start_matches('/');
            path.strip_prefix(below).map(str::to_owned)
        }
        Destination::Relative { path, .. } => path,
        Destination::Source { path, .. } => normalize("", &path),
    };
    // What a scheduled post brings along is not planned before its time.
    if !linted.is_shown || path.as_deref().is_some_and(|path| subject.makes(path)) {
        return;
    }
    findings.push(
        Rule::HtmlImageMissing,
        Diagnostic::warning(format!("there is no image `{}`", src.value))
            .at(&document.source, src.span, "files that only HTML names are not copied")
            .help("show it by `![what is seen](images/photo.jpg)`, or put it into `static/` and write `/images/photo.jpg`"),
    );
}

/// The images in a stretch of HTML.
pub(super) fn images(text: &str, html: Span) -> Vec<HtmlImage> {
    let mut found = Vec::new();
    let mut at = html.start;
    while let Some(rest) = text.get(at..html.end) {
        let Some(open) = rest.find('<') else { break };
        at += open;
        let tag = text.get(at..html.end).unwrap_or_default();
        if let Some(comment) = tag.strip_prefix("<!--") {
            at = comment.find("-->").map_or(html.end, |end| at + "<!--".len() + end);
            continue;
        }
        let is_image = tag.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("<img"))
            && tag.get(4..).is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || c == '/' || c == '>'));
        at += 1;
        if is_image {
            let mut image = HtmlImage { span: Span::new(at - 1, at + 3), src: None, has_alt: false };
            at = attributes(text, at + 3..html.end, |name, value| match name {
                "alt" => image.has_alt = true,
                "src" => image.src = text.get(value.range()).map(|src| Spanned::new(src.to_owned(), value)),
                _ => {}
            });
            found.push(image);
        }
    }
    found
}

/// Reads the attributes of a start tag, up to its `>`; gives where it ends. What has no value has an empty one.
fn attributes(text: &str, within: Range<usize>, mut take: impl FnMut(&str, Span)) -> usize {
    let mut at = within.start;
    let rest = |at: usize| text.get(at..within.end).unwrap_or_default();
    let skip = |at: usize, skipped: fn(char) -> bool| at + rest(at).find(|c| !skipped(c)).unwrap_or(rest(at).len());
    loop {
        at = skip(at, |c| c.is_whitespace() || c == '/');
        if rest(at).is_empty() || rest(at).starts_with('>') {
            return at;
        }
        let start = at;
        // An equals sign at the very beginning belongs to the name (HTML Living Standard, 13.2.5.32).
        at += rest(at).chars().next().map_or(0, char::len_utf8);
        at = skip(at, |c| !c.is_whitespace() && !matches!(c, '=' | '>' | '/'));
        let name = text.get(start..at).unwrap_or_default().to_ascii_lowercase();
        let equals = skip(at, char::is_whitespace);
        let mut value = Span::new(at, at);
        if rest(equals).starts_with('=') {
            let from = skip(equals + 1, char::is_whitespace);
            if let Some(quote) = rest(from).chars().next().filter(|c| matches!(c, '"' | '\'')) {
                let inside = rest(from + 1);
                let end = from + 1 + inside.find(quote).unwrap_or(inside.len());
                value = Span::new(from + 1, end);
                at = (end + 1).min(within.end);
            } else {
                at = skip(from, |c| !c.is_whitespace() && c != '>');
                value = Span::new(from, at);
            }
        }
        take(&name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> Vec<(Option<String>, bool)> {
        let all = images(html, Span::new(0, html.len()));
        all.into_iter().map(|image| (image.src.map(|src| src.value), image.has_alt)).collect()
    }

    #[test]
    fn images_are_found_with_any_quotes_and_none() {
        assert_eq!(read("<img src=\"a b.png\" alt=''>"), [(Some("a b.png".to_owned()), true)]);
        assert_eq!(read("<p><IMG\n SRC = a.png\n></p>"), [(Some("a.png".to_owned()), false)]);
        assert_eq!(read("<img alt src='x>y'/>"), [(Some("x>y".to_owned()), true)]);
        assert_eq!(read("<!-- <img src=a> --><imgs src=b><img"), []);
        assert_eq!(read("<img data-alt=1 src=a><img>"), [(Some("a".to_owned()), false), (None, false)]);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_to_its_end(html in "[<>img src=alt\"'/!é-]{0,60}") {
            for image in images(&html, Span::new(0, html.len())) {
                proptest::prop_assert!(image.span.end <= html.len());
            }
        }
    }
}
