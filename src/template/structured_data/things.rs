//! The types of schema.org that pages are described with.

use serde::{Serialize, Serializer};

/// A thing of a graph.
#[derive(Serialize)]
#[serde(tag = "@type")]
#[expect(clippy::large_enum_variant, reason = "there are two or three of them at a time")]
pub(super) enum Thing<'t> {
    BreadcrumbList(Breadcrumbs<'t>),
    CollectionPage(ListPage<'t>),
    ProfilePage(ListPage<'t>),
    SearchResultsPage(ListPage<'t>),
    WebPage(Page<'t>),
    WebSite(WebSite<'t>),
    /// An article names its type itself.
    #[serde(untagged)]
    Article(Article<'t>),
}

#[derive(Serialize)]
#[serde(tag = "@type")]
pub(super) struct Organization<'t> {
    pub(super) name: &'t str,
    pub(super) url: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) logo: Option<String>,
    #[serde(rename = "sameAs", skip_serializing_if = "<[_]>::is_empty")]
    pub(super) same_as: &'t [String],
}

#[derive(Serialize)]
#[serde(tag = "@type")]
pub(super) struct Person<'t> {
    pub(super) name: &'t str,
    pub(super) url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) image: Option<String>,
    #[serde(rename = "sameAs", skip_serializing_if = "Vec::is_empty")]
    pub(super) same_as: Vec<&'t str>,
}

/// Who wrote something.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Author<'t> {
    Person(Person<'t>),
    Organization(Organization<'t>),
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct ImageObject<'t> {
    pub(super) url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) width: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) height: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) caption: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) credit_text: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) creator: Option<Named<'t>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) copyright_notice: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) license: Option<&'t str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) acquire_license_page: Option<&'t str>,
}

/// A video of an article (Google's guidelines on videos: name, thumbnail and date of upload are required).
#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct VideoObject<'t> {
    pub(super) name: &'t str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'t str,
    pub(super) thumbnail_url: String,
    pub(super) upload_date: String,
    pub(super) content_url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) duration: Option<String>,
}

/// A sound of an article.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct AudioObject<'t> {
    pub(super) name: &'t str,
    pub(super) content_url: String,
    pub(super) encoding_format: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) duration: Option<String>,
}

/// A list of one thing is the thing (JSON-LD 1.1, 4.3).
fn one_or_more<T: Serialize, S: Serializer>(things: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    match things {
        [thing] => thing.serialize(serializer),
        things => things.serialize(serializer),
    }
}

/// A person of whom nothing but the name is known.
#[derive(Clone, Copy, Serialize)]
#[serde(tag = "@type", rename = "Person")]
pub(super) struct Named<'t> {
    pub(super) name: &'t str,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
pub(super) struct CreativeWorkSeries<'t> {
    pub(super) name: &'t str,
    pub(super) url: String,
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct CorrectionComment {
    pub(super) date_published: String,
    pub(super) text: String,
}

/// An update of a live blog.
#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct BlogPosting<'t> {
    pub(super) headline: &'t str,
    pub(super) date_published: String,
    pub(super) url: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) article_body: &'t str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Article<'t> {
    #[serde(rename = "@type")]
    pub(super) schema: &'static str,
    pub(super) headline: &'t str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'t str,
    pub(super) url: String,
    pub(super) main_entity_of_page: String,
    pub(super) in_language: &'t str,
    pub(super) date_published: String,
    pub(super) date_modified: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expires: Option<String>,
    pub(super) author: Vec<Author<'t>>,
    pub(super) publisher: Organization<'t>,
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_more")]
    pub(super) image: Vec<ImageObject<'t>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) video: Option<VideoObject<'t>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) audio: Option<AudioObject<'t>>,
    #[serde(rename = "articleSection", skip_serializing_if = "Option::is_none")]
    pub(super) section: Option<&'t str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) keywords: Vec<&'t str>,
    pub(super) word_count: usize,
    pub(super) is_accessible_for_free: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) is_part_of: Option<CreativeWorkSeries<'t>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) correction: Vec<CorrectionComment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) coverage_start_time: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) live_blog_update: Vec<BlogPosting<'t>>,
}

#[derive(Serialize)]
pub(super) struct Breadcrumbs<'t> {
    #[serde(rename = "itemListElement")]
    pub(super) items: Vec<ListItem<'t>>,
}

/// A page of a trail, or a post of a list.
#[derive(Serialize)]
#[serde(tag = "@type")]
pub(super) struct ListItem<'t> {
    position: usize,
    name: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

impl<'t> ListItem<'t> {
    /// Of a trail.
    pub(super) fn page(position: usize, name: &'t str, item: String) -> Self {
        Self { position, name, item: Some(item), url: None }
    }

    /// Of a list.
    pub(super) fn post(position: usize, name: &'t str, url: String) -> Self {
        Self { position, name, item: None, url: Some(url) }
    }
}

#[derive(Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub(super) struct ItemList<'t> {
    pub(super) number_of_items: usize,
    pub(super) item_list_element: Vec<ListItem<'t>>,
}

/// What a page of a list is about.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Subject<'t> {
    Posts(ItemList<'t>),
    Person(Person<'t>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ListPage<'t> {
    pub(super) name: &'t str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'t str,
    pub(super) url: String,
    pub(super) in_language: &'t str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) main_entity: Option<Subject<'t>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page<'t> {
    pub(super) name: &'t str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'t str,
    pub(super) url: String,
    pub(super) in_language: &'t str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WebSite<'t> {
    pub(super) name: &'t str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'t str,
    pub(super) url: &'t str,
    pub(super) in_language: &'t str,
    pub(super) publisher: Organization<'t>,
}
