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
        let mut start = String::from("<figure>");
        self.push_figure_image(&mut start, figure, self.renderer.sizes);
        let credit = self.credit(&figure.image.dest);
        self.captioned(start, caption, credit.as_deref(), "</figure>\n");
    }

    /// Figures with nothing between them, as one: their pictures beside each other, each with what is said of it alone, and
    /// below them what is said of all.
    pub(super) fn gallery(&mut self, figures: &[Figure<'a>]) {
        let mut captions: Vec<Option<Vec<Item<'a>>>> = figures.iter().map(|figure| self.caption(figure)).collect();
        let mut credits: Vec<Option<String>> = figures.iter().map(|figure| self.credit(&figure.image.dest)).collect();
        // A caption below the last picture alone is meant for all of them.
        let is_shared = captions.iter().filter(|caption| caption.is_some()).count() == 1
            && captions.last().is_some_and(Option::is_some);
        let caption = if is_shared { captions.last_mut().and_then(Option::take) } else { None };
        let are_of_one = credits.windows(2).all(|pair| pair.first() == pair.last());
        let is_credit_shared = is_shared && credits.iter().filter(|credit| credit.is_some()).count() == 1 || are_of_one;
        let credit = credits.last_mut().filter(|_| is_credit_shared).and_then(Option::take);
        if are_of_one {
            credits.fill(None);
        }
        let class =
            if self.is_styled() { format!(" class=\"gallery of-{}\"", figures.len().min(5)) } else { String::new() };
        let inner = if self.is_styled() { "<div class=\"gallery-pictures\">\n" } else { "" };
        self.events.push(Event::Html(format!("<figure{class}>{inner}").into()));
        for ((figure, caption), credit) in figures.iter().zip(captions).zip(credits) {
            let mut start = String::from("<figure");
            if self.is_styled() {
                push_attribute(&mut start, " style", &format!("--ratio:{}", self.ratio(&figure.image.dest)));
            }
            start.push('>');
            self.push_figure_image(&mut start, figure, GALLERY_SIZES);
            self.captioned(start, caption, credit.as_deref(), "</figure>\n");
        }
        let start = if self.is_styled() { "</div>" } else { "" };
        self.captioned(start.to_owned(), caption, credit.as_deref(), "</figure>\n");
    }

    /// Width by height of a picture, in hundredths; 1.5, that of most cameras, where it is not known.
    fn ratio(&self, dest: &str) -> String {
        let size = self.renderer.targets.image(dest).and_then(|picture| picture.size);
        let hundredths =
            size.map_or(150, |(width, height)| (u64::from(width) * 100 / u64::from(height.max(1))).clamp(20, 500));
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }

    /// The image of a figure, in its link.
    fn push_figure_image(&mut self, html: &mut String, figure: &Figure<'a>, sizes: &str) {
        if let Some((link, _)) = &figure.link {
            match self.renderer.targets.link(link) {
                LinkTarget::Unpublished => html.push_str("<a>"),
                LinkTarget::AsWritten => push_link(html, &self.renderer.flavour.address(link)),
                LinkTarget::Url(url) => push_link(html, &self.renderer.flavour.address(url)),
            }
        }
        let dest = &figure.image.dest;
        if let Some(recording) = self.renderer.targets.recording(dest) {
            let alt = if figure.image.alt.is_empty() {
                captions::alt(self.front_matter, dest).unwrap_or_default()
            } else {
                &figure.image.alt
            };
            self.push_recording(html, &recording, alt);
        } else {
            self.push_image(html, dest, &figure.image.alt, "", Some(sizes));
        }
        if figure.link.is_some() {
            html.push_str("</a>");
        }
    }

    /// Whose picture a figure has, as HTML.
    fn credit(&self, dest: &str) -> Option<String> {
        let told = || self.renderer.targets.image(dest).and_then(|picture| picture.credit);
        let credit = captions::credit(self.front_matter, dest).or_else(told)?;
        let mut html = String::from("<span class=\"credit\">");
        body_text(&mut html, credit);
        html.push_str("</span>");
        Some(html)
    }

    /// Ends a figure with its caption and credit, if it has any.
    fn captioned(&mut self, start: String, caption: Option<Vec<Item<'a>>>, credit: Option<&str>, end: &str) {
        match (caption, credit) {
            (None, None) => self.events.push(Event::Html((start + end).into())),
            (None, Some(credit)) => {
                let html = format!("{start}<figcaption>{credit}</figcaption>{end}");
                self.events.push(Event::Html(html.into()));
            }
            (Some(caption), credit) => {
                let credit = credit.map_or_else(String::new, |credit| format!(" {credit}"));
                self.around(start + "<figcaption>", caption, &format!("{credit}</figcaption>{end}"));
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
        } else if let Some(recording) = self.renderer.targets.recording(dest) {
            self.push_recording(&mut html, &recording, alt);
        } else {
            self.push_image(&mut html, dest, alt, title, None);
        }
        html
    }

    /// An image; one that is shown in a width that is known is offered in all its sizes.
    fn push_image(&mut self, html: &mut String, dest: &str, written_alt: &str, title: &str, sizes: Option<&str>) {
        let renderer = self.renderer;
        let picture = renderer.targets.image(dest);
        let is_offered = sizes.is_some() && self.is_styled();
        let sizes = sizes.unwrap_or_default();
        let sources = picture.iter().filter(|_| is_offered).flat_map(|picture| &picture.sources);
        let has_sources = sources.clone().next().is_some();
        html.push_str(if has_sources { "<picture>" } else { "" });
        for (media_type, srcset) in sources {
            push_attribute(html, "<source type", media_type);
            push_attribute(html, " srcset", srcset);
            push_attribute(html, " sizes", sizes);
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
            push_attribute(html, " sizes", sizes);
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

/// How wide the theme shows a picture of a gallery.
const GALLERY_SIZES: &str = "(min-width: 48rem) 19rem, 46vw";

/// For the first image of a page: its readers see it first, and the page's loading is measured by it.
const EAGER: &str = " loading=\"eager\" fetchpriority=\"high\"";
/// For all others.
const LAZY: &str = " loading=\"lazy\" decoding=\"async\"";

pub(super) fn push_attribute(html: &mut String, name: &str, value: &str) {
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
