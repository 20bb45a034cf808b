//! Images: figures with caption and credit, and images in running text.

use pulldown_cmark::Event;

use super::{LinkTarget, Writer, attribute, body_text, inline_items};
use crate::content::body::{self, Figure, Item};
use crate::content::captions::{self, CaptionSource};

impl<'a> Writer<'_, 'a> {
    /// A figure. Where no image is named, the caption alone, as a paragraph.
    pub(super) fn figure(&mut self, figure: &Figure<'a>) {
        let caption = self.caption(figure);
        if figure.image.dest.is_empty() {
            if let Some(caption) = caption {
                self.around("<p>".to_owned(), caption, "</p>\n");
            }
            return;
        }
        let dest = &figure.image.dest;
        let mut start = String::from("<figure>");
        if let Some((link, _)) = &figure.link {
            match self.renderer.targets.link(link) {
                LinkTarget::Unpublished => start.push_str("<a>"),
                LinkTarget::AsWritten => push_link(&mut start, &self.renderer.flavour.address(link)),
                LinkTarget::Url(url) => push_link(&mut start, &self.renderer.flavour.address(url)),
            }
        }
        self.push_image(&mut start, dest, &figure.image.alt, "");
        if figure.link.is_some() {
            start.push_str("</a>");
        }
        let credit = captions::credit(self.front_matter, dest).map(|credit| {
            let mut html = String::from("<span class=\"credit\">");
            body_text(&mut html, credit);
            html.push_str("</span>");
            html
        });
        match (caption, credit) {
            (None, None) => self.events.push(Event::Html((start + "</figure>\n").into())),
            (None, Some(credit)) => {
                let html = format!("{start}<figcaption>{credit}</figcaption></figure>\n");
                self.events.push(Event::Html(html.into()));
            }
            (Some(caption), credit) => {
                let credit = credit.map_or_else(String::new, |credit| format!(" {credit}"));
                self.around(start + "<figcaption>", caption, &format!("{credit}</figcaption></figure>\n"));
            }
        }
    }

    fn around(&mut self, start: String, inside: Vec<Item<'a>>, end: &str) {
        self.events.push(Event::Html(start.into()));
        self.write(inside);
        self.events.push(Event::Html(end.to_owned().into()));
    }

    /// What the caption of a figure says.
    fn caption(&self, figure: &Figure<'a>) -> Option<Vec<Item<'a>>> {
        let events = match captions::of_figure(self.front_matter, figure)? {
            CaptionSource::Markdown(text) => {
                let events = body::read_inline(text, self.renderer.markdown);
                events.into_iter().map(Event::into_static).collect()
            }
            CaptionSource::Row => figure.row.iter().flatten().map(|(event, _)| event.clone()).collect(),
        };
        Some(inline_items(events))
    }

    /// An image in running text. Where none is named, what would be seen on it.
    pub(super) fn inline_image(&self, dest: &str, title: &str, alt: &str) -> String {
        let mut html = String::new();
        if dest.is_empty() {
            body_text(&mut html, alt);
        } else {
            self.push_image(&mut html, dest, alt, title);
        }
        html
    }

    fn push_image(&self, html: &mut String, dest: &str, written_alt: &str, title: &str) {
        html.push_str("<img src=\"");
        match self.renderer.targets.image(dest) {
            Some(url) => attribute(html, &self.renderer.flavour.address(url)),
            None => {
                // Percent-encodes what must not stand in a URL; writing to a string cannot fail.
                let _ = pulldown_cmark_escape::escape_href(&mut *html, &self.renderer.flavour.address(dest));
            }
        }
        html.push_str("\" alt=\"");
        let listed = || captions::alt(self.front_matter, dest).unwrap_or_default();
        attribute(html, if written_alt.is_empty() { listed() } else { written_alt });
        if !title.is_empty() {
            html.push_str("\" title=\"");
            attribute(html, title);
        }
        html.push_str(if self.is_styled() { "\" loading=\"lazy\" decoding=\"async\">" } else { "\">" });
    }
}

fn push_link(html: &mut String, url: &str) {
    html.push_str("<a href=\"");
    // Percent-encodes what must not stand in a URL, as in all other links; writing to a string cannot fail.
    let _ = pulldown_cmark_escape::escape_href(&mut *html, url);
    html.push_str("\">");
}
