//! The body of a post or plain page: the one value that is dear to make, so it is made last, and only for pages that need
//! it.

use tera::{Context, Value};

use super::super::data::{map, safe};
use super::Views;
use crate::content::document::Document;
use crate::content::highlight::Session;
use crate::content::html::Flavour;
use crate::digest::{Digest, Parts};
use crate::site::links::LinkTarget;
use crate::site::{PostId, Targets};

/// Key of the body in `page`.
const CONTENT: &str = "content";

/// A body, not yet made into HTML.
pub struct Body<'v> {
    views: &'v Views<'v>,
    document: &'v Document,
    targets: &'v Targets,
}

impl Views<'_> {
    /// The body of a post.
    #[must_use]
    pub fn post_body(&self, id: PostId) -> Option<Body<'_>> {
        let entry = self.site.posts.get(id)?;
        Some(Body { views: self, document: &entry.post.document, targets: &entry.targets })
    }

    /// The body of a plain page, by its place in the site's pages.
    #[must_use]
    pub fn page_body(&self, at: usize) -> Option<Body<'_>> {
        let plain = self.site.pages.get(at)?;
        Some(Body { views: self, document: &plain.page.document, targets: &plain.targets })
    }
}

impl Body<'_> {
    /// The digest of all that the HTML is made of: the source, how Markdown is read, what is said in it, where links, images
    /// and hashtags lead.
    #[must_use]
    pub fn digest(&self) -> Digest {
        let Self { views, document, targets } = self;
        let mut parts = Parts::new();
        parts.digest(document.source.digest);
        parts.text(&format!("{:?}", views.site.config.markdown));
        parts.number(targets.links.len() as u64);
        for (written, target) in &targets.links {
            parts.text(written);
            match target {
                LinkTarget::Url(url) => parts.mark(b'u').text(url),
                LinkTarget::Unpublished => parts.mark(b'-'),
            };
        }
        parts.number(targets.images.len() as u64);
        for (written, picture) in &targets.images {
            let shown = picture.shown();
            let (width, height) = shown.size.unwrap_or_default();
            parts.text(written).text(shown.url).text(&shown.srcset);
            parts.number(u64::from(width)).number(u64::from(height)).number(shown.sources.len() as u64);
            for (_, srcset) in &shown.sources {
                parts.text(srcset);
            }
            parts.text(shown.colour.as_deref().unwrap_or_default());
            // Whether there is a caption at all decides what else is shown.
            for told in [shown.alt, shown.caption, shown.credit] {
                parts.text(told.unwrap_or_default());
            }
        }
        parts.number(targets.recordings.len() as u64);
        for (written, recording) in &targets.recordings {
            let (width, height) = recording.size.unwrap_or_default();
            parts.text(written).text(&recording.url).number(u64::from(width)).number(u64::from(height));
            parts.text(recording.poster.as_ref().map_or("", |poster| poster.plain().url));
            parts.number(recording.tracks.len() as u64);
            for track in &recording.tracks {
                parts.text(&track.url).text(&track.language);
            }
        }
        parts.digest(views.site.config.words.digest());
        for hashtag in &document.outline.hashtags {
            parts.text(views.site.tags.find(&hashtag.value).map_or("", |tag| &tag.href));
        }
        parts.finish()
    }

    /// Puts the HTML into the `page` of a context.
    pub fn complete(&self, context: &mut Context, highlighting: &Session<'_>) {
        let document = self.document;
        let language = self.views.language_of(document);
        let html = self.views.coloured_renderer(Flavour::Page, self.targets, language, highlighting, |renderer| {
            renderer.body(&document.source.text, document.body, &document.front_matter, &document.outline)
        });
        let mut page = context.remove("page").and_then(Value::into_map).unwrap_or_default();
        page.insert(tera::value::Key::Str(CONTENT), safe(&html));
        context.insert_value("page", map(page));
    }
}
