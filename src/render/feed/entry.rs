//! An entry of a feed: what a feed tells of a post, the same in every format.

use std::fmt::Write as _;

use serde::Serialize;
use url::Url;

use crate::content::date::When;
use crate::content::html::{Flavour, Renderer, attribute, body_text};
use crate::content::outline::plain_text;
use crate::digest::{Digest, Parts};
use crate::site::links::{LeadWords, lead_words};
use crate::site::{Entry as SiteEntry, PostId, Site};
use crate::template::Views;
use crate::words::DateForm;

/// Readers take no more than so many bytes of an entry's text; a longer one is cut off altogether.
const TEXT_LIMIT: usize = 1_000_000;

/// What a feed tells of a post, but for its text.
#[derive(Debug, Serialize)]
pub(super) struct Entry<'s> {
    pub(super) title: &'s str,
    pub(super) url: String,
    /// Where the original stands, if this is a copy of it.
    pub(super) original: Option<&'s str>,
    pub(super) published: When,
    /// When its content last changed, if that was later.
    pub(super) updated: Option<When>,
    pub(super) authors: Vec<Person<'s>>,
    pub(super) tags: Vec<&'s str>,
    /// Plain text.
    pub(super) summary: &'s str,
    /// BCP 47 tag, if it is not the site's.
    pub(super) language: Option<&'s str>,
    pub(super) picture: Option<Picture<'s>>,
    /// The first video or sound.
    pub(super) recording: Option<Recording<'s>>,
    /// Whether the picture has to be put before the text, which does not show it.
    is_picture_first: bool,
}

/// Somebody who wrote.
#[derive(Debug, Serialize)]
pub(super) struct Person<'s> {
    pub(super) name: &'s str,
    /// Address of the author's page.
    pub(super) url: String,
    pub(super) picture: Option<String>,
}

/// A video or sound of a post.
#[derive(Debug, Serialize)]
pub(super) struct Recording<'s> {
    pub(super) url: String,
    pub(super) media_type: &'s str,
    /// Length of the file.
    pub(super) bytes: u64,
    /// How long it plays, in whole seconds, if that is known.
    pub(super) seconds: Option<u64>,
}

/// The image that leads a post.
#[derive(Debug, Serialize)]
pub(super) struct Picture<'s> {
    pub(super) url: String,
    pub(super) media_type: &'s str,
    /// Length of the file, if it is known.
    pub(super) bytes: Option<u64>,
    /// Width and height, if they are known.
    pub(super) size: Option<(u32, u32)>,
    /// Inline Markdown.
    caption: Option<&'s str>,
    /// What is told of it: the caption, else what is seen; plain text, may be empty.
    pub(super) description: String,
    pub(super) alt: &'s str,
    pub(super) credit: Option<&'s str>,
}

/// How much of a post a feed carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// The whole text.
    Whole,
    /// The summary, and a link to the text.
    Summary,
}

impl<'s> Entry<'s> {
    /// The entry of a post; none only if there is no such post.
    pub(super) fn of(site: &'s Site, id: PostId) -> Option<Self> {
        let SiteEntry { post, tags, authors, targets, .. } = site.posts.get(id)?;
        let document = &post.document;
        let front_matter = &document.front_matter;
        let (published, modified) = (post.date, post.modified(site.now));
        let picture = Picture::of(site, id);
        let canonical = front_matter.canonical_url.as_ref().filter(|_| !site.is_original(document));
        Some(Self {
            title: &front_matter.title.value,
            url: site.config.base_url.address(&document.site_path),
            original: canonical.map(|url| url.value.as_str()),
            published,
            updated: (modified.timestamp() > published.timestamp()).then_some(modified),
            authors: authors.iter().filter_map(|at| Person::of(site, *at)).collect(),
            tags: tags.iter().filter_map(|at| Some(site.tags.all.get(*at)?.label.as_str())).collect(),
            summary: document.summary(),
            language: front_matter.lang.as_deref().filter(|language| *language != site.config.language),
            is_picture_first: picture.is_some() && !targets.lead_in_body,
            recording: Recording::of(site, id),
            picture,
        })
    }

    /// The digest of all that feeds show of a post.
    pub(super) fn digest(views: &Views<'_>, site: &Site, id: PostId) -> Digest {
        let mut parts = Parts::new();
        // What has no form of bytes is no entry either.
        parts.bytes(&postcard::to_allocvec(&Entry::of(site, id)).unwrap_or_default());
        if let Some(body) = views.post_body(id) {
            parts.digest(body.digest());
        }
        parts.finish()
    }

    /// The text as HTML, with every address whole.
    pub(super) fn text(&self, views: &Views<'_>, site: &Site, id: PostId, extent: Extent) -> String {
        let whole = (extent == Extent::Whole).then(|| self.whole_text(views, site, site.posts.get(id)?)).flatten();
        whole.filter(|text| text.len() <= TEXT_LIMIT).unwrap_or_else(|| self.short_text(site))
    }

    fn whole_text(&self, views: &Views<'_>, site: &Site, entry: &SiteEntry) -> Option<String> {
        let page = Url::parse(&self.url).ok()?;
        let document = &entry.post.document;
        let language = self.language.unwrap_or(&site.config.language);
        Some(views.renderer_for(Flavour::Feed(&page), &entry.targets, language, |renderer| {
            let mut html = String::new();
            if let Some(picture) = self.picture.as_ref().filter(|_| self.is_picture_first) {
                picture.push_figure(&mut html, renderer);
            }
            let body = renderer.body(&document.source.text, document.body, &document.front_matter, &document.outline);
            html.push_str(&body);
            let corrections = &document.front_matter.corrections;
            if !corrections.is_empty() {
                html.push_str("<h2>");
                body_text(&mut html, &renderer.words.count("corrections", corrections.len()));
                html.push_str("</h2>\n");
            }
            for correction in corrections {
                let mut day = String::new();
                body_text(&mut day, &renderer.words.date(correction.date.value.date(), DateForm::Day));
                let text = renderer.inline(&correction.text.value);
                // Writing to a string cannot fail.
                let _ = writeln!(html, "<p><strong>{day}</strong> {text}</p>");
            }
            html
        }))
    }

    /// What stands for a text that is too long.
    fn short_text(&self, site: &Site) -> String {
        let mut html = String::from("<p>");
        body_text(&mut html, self.summary);
        html.push_str("</p>\n<p><a href=\"");
        attribute(&mut html, &self.url);
        html.push_str("\">");
        let words = site.config.words.of(self.language.unwrap_or(&site.config.language));
        body_text(&mut html, &words.say("read_on_at", &[("name", &site.config.title)]));
        html.push_str("</a></p>\n");
        html
    }
}

impl<'s> Person<'s> {
    fn of(site: &'s Site, at: usize) -> Option<Self> {
        let author = site.authors.get(at)?;
        Some(Self {
            name: &author.name,
            url: site.config.base_url.address(&author.site_path),
            picture: author.picture.as_ref().map(|picture| site.config.base_url.absolute(picture.plain().url)),
        })
    }
}

impl<'s> Recording<'s> {
    fn of(site: &'s Site, id: PostId) -> Option<Self> {
        let entry = site.posts.get(id)?;
        let first = entry.first_recording()?;
        Some(Self {
            url: site.config.base_url.absolute(&first.rooted),
            media_type: &first.media_type,
            bytes: first.bytes,
            seconds: first.milliseconds.map(|milliseconds| milliseconds.div_ceil(1000)),
        })
    }
}

impl<'s> Picture<'s> {
    fn of(site: &'s Site, id: PostId) -> Option<Self> {
        let entry = site.posts.get(id)?;
        let lead = entry.targets.lead.as_ref()?.plain();
        let LeadWords { alt, caption, credit } = lead_words(&entry.post.document, &entry.targets)?;
        let description = caption.map(|caption| plain_text(caption, &site.config.markdown));
        Some(Self {
            url: site.config.base_url.absolute(lead.url),
            media_type: lead.media_type,
            bytes: Some(lead.bytes).filter(|bytes| *bytes > 0),
            size: lead.size,
            caption,
            description: description.unwrap_or_else(|| alt.to_owned()),
            alt,
            credit,
        })
    }

    fn push_figure(&self, html: &mut String, renderer: Renderer<'_>) {
        html.push_str("<figure><img src=\"");
        attribute(html, &self.url);
        html.push_str("\" alt=\"");
        attribute(html, self.alt);
        html.push('"');
        if let Some((width, height)) = self.size {
            // Writing to a string cannot fail.
            let _ = write!(html, " width=\"{width}\" height=\"{height}\"");
        }
        html.push('>');
        if self.caption.is_some() || self.credit.is_some() {
            html.push_str("<figcaption>");
            html.push_str(&self.caption.map(|caption| renderer.inline(caption)).unwrap_or_default());
            if let Some(credit) = self.credit {
                html.push_str(if self.caption.is_some() { " " } else { "" });
                html.push_str("<span class=\"credit\">");
                body_text(html, credit);
                html.push_str("</span>");
            }
            html.push_str("</figcaption>");
        }
        html.push_str("</figure>\n");
    }
}
