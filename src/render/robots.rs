//! `robots.txt` (RFC 9309): everybody may read everything, and here is what there is.

use crate::site::Site;

pub(super) fn robots(site: &Site, has_news: bool) -> String {
    let mut text = format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", site.config.base_url.address("sitemap.xml"));
    if has_news {
        text.push_str("Sitemap: ");
        text.push_str(&site.config.base_url.address("news-sitemap.xml"));
        text.push('\n');
    }
    text
}
