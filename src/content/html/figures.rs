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
        self.push_image(&mut start, dest, &figure.image.alt, "", true);
        if figure.link.is_some() {
            start.push_str("</a>");
        }
        let told = self.renderer.targets.image(dest).and_then(|picture| picture.credit);
        let credit = captions::credit(self.front_matter, dest).or(told).map(|credit| {
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
        let written = captions::of_figure(self.front_matter, figure);
        let told = || self.renderer.targets.image(&figure.image.dest)?.caption.map(CaptionSource::Markdown);
        let events = match written.or_else(told)? {
            CaptionSource::Markdown(text) => {
                let events = body::read_inline(text, self.renderer.markdown);
                events.into_iter().map(Event::into_static).collect()
            }
            CaptionSource::Row => figure.row.iter().flatten().map(|(event, _)| event.clone()).collect(),
        };
        Some(inline_items(events))
    }

    /// An image in running text. Where none is named, what would be seen on it.
    pub(super) fn inline_image(&mut self, dest: &str, title: &str, alt: &str) -> String {
        let mut html = String::new();
        if dest.is_empty() {
            body_text(&mut html, alt);
        } else {
            self.push_image(&mut html, dest, alt, title, false);
        }
        html
    }

    /// An image; one that stands alone is offered in all its sizes.
    fn push_image(&mut self, html: &mut String, dest: &str, written_alt: &str, title: &str, stands_alone: bool) {
        let renderer = self.renderer;
        let picture = renderer.targets.image(dest);
        let is_offered = stands_alone && self.is_styled();
        let sources = picture.iter().filter(|_| is_offered).flat_map(|picture| &picture.sources);
        let has_sources = sources.clone().next().is_some();
        html.push_str(if has_sources { "<picture>" } else { "" });
        for (media_type, srcset) in sources {
            push_attribute(html, "<source type", media_type);
            push_attribute(html, " srcset", srcset);
            push_attribute(html, " sizes", renderer.sizes);
            html.push('>');
        }
        html.push_str("<img src=\"");
        match &picture {
            Some(picture) => attribute(html, &renderer.flavour.address(picture.url)),
            None => {
                // Percent-encodes what must not stand in a URL; writing to a string cannot fail.
                let _ = pulldown_cmark_escape::escape_href(&mut *html, &renderer.flavour.address(dest));
            }
        }
        html.push('"');
        if let Some(picture) = picture.iter().find(|picture| is_offered && !picture.srcset.is_empty()) {
            push_attribute(html, " srcset", &picture.srcset);
            push_attribute(html, " sizes", renderer.sizes);
        }
        let told = picture.as_ref().and_then(|picture| picture.alt);
        let listed = || captions::alt(self.front_matter, dest).or(told).unwrap_or_default();
        push_attribute(html, " alt", if written_alt.is_empty() { listed() } else { written_alt });
        if !title.is_empty() {
            push_attribute(html, " title", title);
        }
        if let Some((width, height)) = picture.as_ref().and_then(|picture| picture.size) {
            push_attribute(html, " width", &width.to_string());
            push_attribute(html, " height", &height.to_string());
        }
        if let Some(colour) = picture.iter().find_map(|picture| picture.colour.as_ref()).filter(|_| is_offered) {
            push_attribute(html, " style", &format!("background-color:{colour}"));
        }
        if self.is_styled() {
            let is_first = std::mem::take(&mut self.is_eager);
            html.push_str(if is_first { EAGER } else { LAZY });
        }
        html.push_str(if has_sources { "></picture>" } else { ">" });
    }
}

/// For the first image of a page: its readers see it first, and the page's loading is measured by it.
const EAGER: &str = " loading=\"eager\" fetchpriority=\"high\"";
/// For all others.
const LAZY: &str = " loading=\"lazy\" decoding=\"async\"";

fn push_attribute(html: &mut String, name: &str, value: &str) {
    html.push_str(name);
    html.push_str("=\"");
    attribute(html, value);
    html.push('"');
}

fn push_link(html: &mut String, url: &str) {
    html.push_str("<a href=\"");
    // Percent-encodes what must not stand in a URL, as in all other links; writing to a string cannot fail.
    let _ = pulldown_cmark_escape::escape_href(&mut *html, url);
    html.push_str("\">");
}
