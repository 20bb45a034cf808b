//! Posts and plain pages.

use crate::content::date::When;
use crate::content::live::Update;
use crate::content::outline::plain_text;
use crate::content::recording::RecordingKind;
use crate::site::links::{PlainPicture, lead_words};
use crate::site::{Entry, PlainPage, PostId};
use crate::social_card::{HEIGHT, WIDTH};

use super::things::{
    Article, AudioObject, Author, BlogPosting, CorrectionComment, CreativeWorkSeries, ImageObject, Named, Page, Person,
    Thing, VideoObject,
};
use super::{Crumb, StructuredData, write};

impl<'s> StructuredData<'s> {
    /// Of a post: the article, and the way to it.
    pub(in super::super) fn post(self, id: PostId) -> Vec<String> {
        let Some(entry) = self.site.posts.get(id) else { return Vec::new() };
        let document = &entry.post.document;
        let section = entry.section.and_then(|at| self.site.sections.get(at));
        let section = section.map(|section| Crumb { name: &section.name, site_path: &section.site_path });
        let url = self.site.config.base_url.address(&document.site_path);
        let trail = self.breadcrumbs(section.as_slice(), &document.front_matter.title.value, url);
        write(&[Thing::Article(self.article(entry)), trail])
    }

    /// Of a plain page.
    pub(in super::super) fn plain_page(self, plain: &PlainPage) -> Vec<String> {
        let document = &plain.page.document;
        let name = document.front_matter.title.value.as_str();
        let url = self.site.config.base_url.address(&document.site_path);
        let page = Page {
            name,
            description: document.summary(),
            url: url.clone(),
            in_language: document.front_matter.lang.as_deref().unwrap_or(&self.site.config.language),
        };
        write(&[Thing::WebPage(page), self.breadcrumbs(&[], name, url)])
    }

    fn article(self, entry: &'s Entry) -> Article<'s> {
        let site = self.site;
        let document = &entry.post.document;
        let front_matter = &document.front_matter;
        let url = self.site.config.base_url.address(&document.site_path);
        let mut author: Vec<Author<'s>> =
            entry.authors.iter().filter_map(|at| Some(Author::Person(self.person(site.authors.get(*at)?)))).collect();
        if author.is_empty() {
            author.push(Author::Organization(self.publisher()));
        }
        let series = entry.series.and_then(|at| site.series.get(at));
        let live_blog_update = Self::updates(entry, &url);
        let corrections = front_matter.corrections.iter().map(|correction| CorrectionComment {
            date_published: correction.date.value.rfc3339(),
            text: plain_text(&correction.text.value, &site.config.markdown),
        });
        Article {
            schema: front_matter.article_type.value.schema(),
            headline: &front_matter.title.value,
            description: document.summary(),
            main_entity_of_page: front_matter
                .canonical_url
                .as_ref()
                .map_or_else(|| url.clone(), |url| url.value.clone()),
            url,
            in_language: front_matter.lang.as_deref().unwrap_or(&site.config.language),
            date_published: entry.post.date.rfc3339(),
            date_modified: entry.post.modified(site.now).rfc3339(),
            expires: front_matter.expires.as_ref().map(|date| date.value.rfc3339()),
            author,
            publisher: self.publisher(),
            image: self.images(entry),
            video: self.video(entry),
            audio: self.audio(entry),
            section: entry.section.and_then(|at| site.sections.get(at)).map(|section| section.name.as_str()),
            keywords: entry.tags.iter().filter_map(|at| Some(site.tags.all.get(*at)?.label.as_str())).collect(),
            word_count: document.outline.words,
            is_accessible_for_free: true,
            is_part_of: series.map(|series| CreativeWorkSeries {
                name: &series.name,
                url: self.site.config.base_url.address(&series.site_path),
            }),
            correction: corrections.collect(),
            // When it ends, nobody has said.
            coverage_start_time: (!live_blog_update.is_empty()).then(|| entry.post.date.rfc3339()),
            live_blog_update,
        }
    }

    pub(super) fn person(self, author: &'s crate::site::Author) -> Person<'s> {
        let info = author.info.as_ref();
        let own = info.and_then(|info| info.url.as_deref());
        let elsewhere = info.map_or(&[][..], |info| &info.same_as).iter().map(String::as_str);
        Person {
            name: &author.name,
            url: self.site.config.base_url.address(&author.site_path),
            description: info.and_then(|info| info.bio.as_deref()),
            image: author.picture.as_ref().map(|picture| self.site.config.base_url.absolute(picture.plain().url)),
            same_as: own.into_iter().chain(elsewhere.filter(|url| own != Some(*url))).collect(),
        }
    }

    /// The lead image: in the shapes that search engines ask for (Google's guidelines on articles), else as it is.
    fn images(self, entry: &'s Entry) -> Vec<ImageObject<'s>> {
        let Some(lead) = &entry.targets.lead else { return self.card(entry).into_iter().collect() };
        let Some(words) = lead_words(&entry.post.document, &entry.targets) else { return Vec::new() };
        let caption = words.caption.map(|caption| plain_text(caption, &self.site.config.markdown));
        let of_file = lead.words.file.as_deref();
        let object = |picture: PlainPicture<'s>| ImageObject {
            url: self.site.config.base_url.absolute(picture.url),
            width: picture.size.map(|(width, _)| pixels(width)),
            height: picture.size.map(|(_, height)| pixels(height)),
            caption: caption.clone(),
            credit_text: words.credit,
            creator: of_file.and_then(|file| file.creator.as_deref()).map(|name| Named { name }),
            copyright_notice: of_file.and_then(|file| file.copyright.as_deref()),
            license: of_file.and_then(|file| file.license.as_deref()),
            acquire_license_page: of_file.and_then(|file| file.licensor.as_deref()),
        };
        let crops = &lead.rendition.crops;
        if crops.is_empty() {
            return vec![object(lead.plain())];
        }
        crops.iter().map(|crop| object(crop.plain())).collect()
    }

    /// The first recording, if it is a video with a picture that stands for it; without one, search engines take none.
    fn video(self, entry: &'s Entry) -> Option<VideoObject<'s>> {
        let video = entry.first_recording().filter(|recording| recording.kind == RecordingKind::Video)?;
        let base = &self.site.config.base_url;
        let document = &entry.post.document;
        let thumbnail = video.poster.as_ref().or(entry.targets.lead.as_ref())?;
        Some(VideoObject {
            name: &document.front_matter.title.value,
            description: document.summary(),
            thumbnail_url: base.absolute(thumbnail.plain().url),
            upload_date: entry.post.date.rfc3339(),
            content_url: base.absolute(&video.rooted),
            duration: video.duration(),
        })
    }

    /// The first recording, if it is a sound.
    fn audio(self, entry: &'s Entry) -> Option<AudioObject<'s>> {
        let audio = entry.first_recording().filter(|recording| recording.kind == RecordingKind::Audio)?;
        Some(AudioObject {
            name: &entry.post.document.front_matter.title.value,
            content_url: self.site.config.base_url.absolute(&audio.rooted),
            encoding_format: &audio.media_type,
            duration: audio.duration(),
        })
    }

    /// The social card: text is no photograph, and better than no image.
    fn card(self, entry: &'s Entry) -> Option<ImageObject<'s>> {
        let path = entry.social_card.as_ref()?;
        Some(ImageObject {
            url: self.site.config.base_url.address(path),
            width: Some(pixels(WIDTH)),
            height: Some(pixels(HEIGHT)),
            caption: None,
            credit_text: None,
            creator: None,
            copyright_notice: None,
            license: None,
            acquire_license_page: None,
        })
    }

    /// The updates of a live blog, in the order of the page.
    fn updates(entry: &'s Entry, url: &str) -> Vec<BlogPosting<'s>> {
        let outline = &entry.post.document.outline;
        let posting = |(update, instant): (&'s Update, &When)| {
            let heading = outline.headings.get(update.heading)?;
            Some(BlogPosting {
                headline: &update.headline,
                date_published: instant.rfc3339(),
                url: format!("{url}#{}", heading.id),
                article_body: &update.text,
            })
        };
        // Only a live blog has instants.
        outline.updates.iter().zip(&entry.post.updates).filter_map(posting).collect()
    }
}

/// A length as schema.org writes it (`Distance`).
fn pixels(number: u32) -> String {
    format!("{number} px")
}
