//! Sitemaps and their index, as sitemaps.org has them, with the image extension of Google.

use super::xml::Xml;
use crate::site::Site;
use crate::site::sitemap::Listed;

/// The namespace of sitemaps.
pub(super) const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// A sitemap of some pages.
pub(super) fn sitemap(site: &Site, all: &[Listed]) -> String {
    let mut xml = Xml::document(None);
    xml.open("urlset", &[NAMESPACE, ("xmlns:image", "http://www.google.com/schemas/sitemap-image/1.1")]);
    for listed in all {
        xml.open("url", &[]);
        xml.text("loc", &site.config.base_url.address(&listed.site_path(site)));
        if let Some(modified) = listed.modified(site) {
            xml.text("lastmod", &modified.rfc3339());
        }
        for image in listed.images(site) {
            xml.open("image:image", &[]);
            xml.text("image:loc", &site.config.base_url.absolute(&image));
            xml.close("image:image");
        }
        xml.close("url");
    }
    xml.close("urlset");
    xml.finish()
}

/// The index of sitemaps: names, and what each lists.
pub(super) fn index(site: &Site, parts: &[(String, Vec<Listed>)]) -> String {
    let mut xml = Xml::document(None);
    xml.open("sitemapindex", &[NAMESPACE]);
    for (name, listed) in parts {
        xml.open("sitemap", &[]);
        xml.text("loc", &site.config.base_url.address(name));
        let modified = listed.iter().filter_map(|listed| listed.modified(site));
        if let Some(modified) = modified.max_by_key(|when| when.timestamp()) {
            xml.text("lastmod", &modified.rfc3339());
        }
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    xml.finish()
}
