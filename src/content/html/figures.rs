//! Images: figures with caption and credit, and images in running text.

use pulldown_cmark::{Event, html};

use super::{LinkTarget, Renderer, attribute, body_text};
use crate::content::body::Figure;
use crate::content::captions::{self, CaptionSource};
use crate::content::front_matter::FrontMatter;

impl Renderer<'_> {
    /// A figure. Where no image is named, the caption alone, as a paragraph.
    pub(super) fn figure(&self, figure: &Figure<'_>, front_matter: &FrontMatter) -> String {
        let caption = match captions::of_figure(front_matter, figure) {
            Some(CaptionSource::Markdown(text)) => Some(self.inline(text)),
            Some(CaptionSource::Row) => {
                let row = figure.row.iter().flatten();
                let events = row.map(|(event, _)| self.inline_event(event.clone()));
                Some(inline_html(events))
            }
            None => None,
        };
        if figure.image.dest.is_empty() {
            return caption.map_or_else(String::new, |caption| format!("<p>{caption}</p>\n"));
        }
        let entry = captions::entry(front_matter, &figure.image.dest);
        let credit = entry.and_then(|entry| entry.credit.as_deref());
        let alt = alt(&figure.image.alt, front_matter, &figure.image.dest);
        let mut out = String::from("<figure>");
        if let Some((dest, _)) = &figure.link {
            match self.targets.link(dest) {
                LinkTarget::Unpublished => out.push_str("<a>"),
                LinkTarget::AsWritten => push_link(&mut out, dest),
                LinkTarget::Url(url) => push_link(&mut out, url),
            }
        }
        self.push_image(&mut out, &figure.image.dest, alt, "");
        if figure.link.is_some() {
            out.push_str("</a>");
        }
        if caption.is_some() || credit.is_some() {
            out.push_str("<figcaption>");
            out.push_str(caption.as_deref().unwrap_or_default());
            if let Some(credit) = credit {
                if caption.is_some() {
                    out.push(' ');
                }
                out.push_str("<span class=\"credit\">");
                body_text(&mut out, credit);
                out.push_str("</span>");
            }
            out.push_str("</figcaption>");
        }
        out.push_str("</figure>\n");
        out
    }

    /// An image in running text.
    pub(super) fn inline_image(
        &self,
        dest: &str,
        title: &str,
        written_alt: &str,
        front_matter: &FrontMatter,
    ) -> String {
        let mut out = String::new();
        let alt = alt(written_alt, front_matter, dest);
        self.push_image(&mut out, dest, alt, title);
        out
    }

    fn push_image(&self, out: &mut String, dest: &str, alt: &str, title: &str) {
        out.push_str("<img src=\"");
        match self.targets.image(dest) {
            Some(url) => attribute(out, url),
            None => {
                // Percent-encodes what must not stand in a URL.
                let _ = pulldown_cmark_escape::escape_href(&mut *out, dest);
            }
        }
        out.push_str("\" alt=\"");
        attribute(out, alt);
        if !title.is_empty() {
            out.push_str("\" title=\"");
            attribute(out, title);
        }
        out.push_str("\" loading=\"lazy\" decoding=\"async\">");
    }
}

fn push_link(out: &mut String, url: &str) {
    out.push_str("<a href=\"");
    attribute(out, url);
    out.push_str("\">");
}

/// The writer's text in the body, else the one under `captions`.
fn alt<'f>(written: &'f str, front_matter: &'f FrontMatter, dest: &str) -> &'f str {
    if written.is_empty() {
        captions::entry(front_matter, dest).and_then(|entry| entry.alt.as_deref()).unwrap_or_default()
    } else {
        written
    }
}

fn inline_html<'a>(events: impl Iterator<Item = Event<'a>>) -> String {
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}
