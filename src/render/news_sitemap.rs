//! The news sitemap, as Google News reads it: what was published in the last two days.

use super::sitemap::NAMESPACE;
use super::xml::Xml;
use crate::site::{PostId, Site};

/// The news sitemap of some posts.
pub(super) fn news_sitemap(site: &Site, posts: &[PostId]) -> String {
    let mut xml = Xml::document(None);
    xml.open("urlset", &[NAMESPACE, ("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9")]);
    for entry in posts.iter().filter_map(|id| site.posts.get(*id)) {
        let document = &entry.post.document;
        let language = document.front_matter.lang.as_deref().unwrap_or(&site.config.language);
        xml.open("url", &[]);
        xml.text("loc", &site.config.base_url.address(&document.site_path));
        xml.open("news:news", &[]);
        xml.open("news:publication", &[]);
        // The name that readers know, which need not be the publisher's.
        xml.text("news:name", &site.config.title);
        xml.text("news:language", &iso_639(language));
        xml.close("news:publication");
        xml.text("news:publication_date", &entry.post.date.rfc3339());
        xml.text("news:title", &document.front_matter.title.value);
        xml.close("news:news");
        xml.close("url");
    }
    xml.close("urlset");
    xml.finish()
}

/// The language code of a BCP 47 tag, as Google News takes it: ISO 639, and of Chinese the script by a country.
fn iso_639(tag: &str) -> String {
    let tag = tag.to_ascii_lowercase();
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    if primary != "zh" {
        return primary.to_owned();
    }
    let parts: Vec<&str> = parts.collect();
    let is_traditional = parts.contains(&"hant")
        || (!parts.contains(&"hans") && ["tw", "hk", "mo"].iter().any(|country| parts.contains(country)));
    if is_traditional { "zh-tw".to_owned() } else { "zh-cn".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::iso_639;

    #[test]
    fn languages_are_those_of_google_news() {
        for (tag, expected) in [
            ("en", "en"),
            ("pt-BR", "pt"),
            ("zh", "zh-cn"),
            ("zh-Hant", "zh-tw"),
            ("zh-HK", "zh-tw"),
            ("zh-Hans-HK", "zh-cn"),
        ] {
            assert_eq!(iso_639(tag), expected, "{tag}");
        }
    }
}
