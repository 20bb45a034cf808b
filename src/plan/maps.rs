//! What is made for crawlers: sitemaps, robots.txt, llms.txt, and Markdown copies.

use crate::site::sitemap::{self, LIMITS, Listed, NEWS_LIMIT, listed, news};
use crate::site::{PostId, Site};
use crate::source::RawFiles;

use super::{Origin, Output, OutputKind};

/// All of them. `statics` are the site's own static files.
pub(super) fn outputs(site: &Site, statics: &RawFiles) -> Vec<Output> {
    let mut outputs = Vec::new();
    let mut add = |path: &str, kind: OutputKind, what: &str| {
        outputs.push(Output { path: path.to_owned(), kind, origin: Origin::Site(what.to_owned()) });
    };
    let mut sitemaps = sitemap::split(site, &listed(site), LIMITS);
    if sitemaps.len() > 1 {
        let names: Vec<String> = (1..=sitemaps.len()).map(|number| format!("sitemap-{number}.xml")).collect();
        let parts = names.iter().cloned().zip(sitemaps.iter().cloned()).collect();
        for (name, part) in names.iter().zip(sitemaps) {
            add(name, OutputKind::Sitemap(part), "the sitemap");
        }
        add("sitemap.xml", OutputKind::SitemapIndex(parts), "the sitemap");
    } else {
        add("sitemap.xml", OutputKind::Sitemap(sitemaps.pop().unwrap_or_default()), "the sitemap");
    }
    let news = news(site);
    let has_news = !news.is_empty() || statics.contains_key("news-sitemap.xml");
    if news.len() > NEWS_LIMIT {
        let parts = news.chunks(NEWS_LIMIT).enumerate();
        let parts: Vec<_> = parts.map(|(at, part)| (format!("news-sitemap-{}.xml", at + 1), part.to_vec())).collect();
        let listed = |part: &[PostId]| part.iter().copied().map(Listed::Post).collect();
        let index = parts.iter().map(|(name, part)| (name.clone(), listed(part))).collect();
        add("news-sitemap.xml", OutputKind::SitemapIndex(index), "the news sitemap");
        for (name, part) in parts {
            add(&name, OutputKind::NewsSitemap(part), "the news sitemap");
        }
    } else if !news.is_empty() {
        // The schema knows no sitemap without an entry.
        add("news-sitemap.xml", OutputKind::NewsSitemap(news), "the news sitemap");
    }
    add("robots.txt", OutputKind::Robots { has_news }, "robots.txt");
    if site.config.llms {
        add("llms.txt", OutputKind::Llms, "llms.txt");
    }
    if site.config.markdown_copies {
        outputs.extend((0..site.posts.len()).filter_map(|id| markdown_copy(site, id)));
    }
    outputs
}

/// The Markdown copy of a post, if the site has them.
#[must_use]
pub fn markdown_copy(site: &Site, id: PostId) -> Option<Output> {
    let document = &site.posts.get(id)?.post.document;
    let origin = Origin::File(document.source.path.clone());
    let output = Output { path: document.markdown_path(), kind: OutputKind::MarkdownCopy(id), origin };
    site.config.markdown_copies.then_some(output)
}
