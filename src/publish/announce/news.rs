//! What is new in an edition, as others want to know it.

use serde::Serialize;

use crate::config::{Config, FeedFormat, is_html};
use crate::diagnostic::Diagnostic;
use crate::publish::changes::Changes;
use crate::publish::edition::Edition;

/// The last part of the address of a page, which no address has.
const INDEX: &str = "index.html";

/// What is new in an edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct News {
    /// The name of the target.
    pub target: String,
    /// Pages that are new or others, and may be indexed.
    pub pages: Vec<Page>,
    /// Addresses of pages that are no more.
    pub deleted: Vec<String>,
    /// Addresses of feeds that have something new.
    pub feeds: Vec<String>,
}

/// A page of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page {
    /// Its headline.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Whether it was not there before.
    pub is_new: bool,
    /// Whether it is an article.
    pub is_article: bool,
}

impl News {
    /// News with something of each kind, to try templates with.
    pub(super) fn example() -> Self {
        let page = |is_new| Page {
            title: "A headline".to_owned(),
            url: "https://news.example/a/".to_owned(),
            is_new,
            is_article: true,
        };
        Self {
            target: "live".to_owned(),
            pages: vec![page(true), page(false)],
            deleted: vec!["https://news.example/b/".to_owned()],
            feeds: vec!["https://news.example/feed.xml".to_owned()],
        }
    }

    /// What is new by some changes.
    ///
    /// # Errors
    /// If the pages cannot be read any more.
    pub fn of(target: &str, changes: &Changes, edition: &Edition, config: &Config) -> Result<Self, Diagnostic> {
        let mut news = Self { target: target.to_owned(), ..Self::default() };
        let address = |path: &str| config.base_url.address(path.strip_suffix(INDEX).unwrap_or(path));
        for (paths, is_new) in [(&changes.added, true), (&changes.changed, false)] {
            for path in paths {
                if is_feed(path) {
                    news.feeds.push(config.base_url.address(path));
                } else if is_html(path) {
                    let page = String::from_utf8_lossy(&edition.bytes(path)?).into_owned();
                    if !may_be_indexed(&page) {
                        continue;
                    }
                    let title = property(&page, "og:title").unwrap_or_default();
                    let is_article = property(&page, "og:type").is_some_and(|kind| kind == "article");
                    news.pages.push(Page { title, url: address(path), is_new, is_article });
                }
            }
        }
        news.deleted = changes.deleted.iter().filter(|path| is_html(path)).map(|path| address(path)).collect();
        Ok(news)
    }
}

fn is_feed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    FeedFormat::ALL.iter().any(|format| format.file() == name)
}

/// Whether no `<meta name="robots">` of a page says that it is not to be.
fn may_be_indexed(page: &str) -> bool {
    let said = page.match_indices("name=\"robots\"").chain(page.match_indices("name=robots"));
    !said.into_iter().any(|(at, _)| {
        page.get(at..).and_then(|rest| rest.split('>').next()).is_some_and(|tag| tag.contains("noindex"))
    })
}

/// What a page says of itself by the Open Graph protocol.
fn property(page: &str, name: &str) -> Option<String> {
    let at = page.find(&format!("property=\"{name}\"")).or_else(|| page.find(&format!("property={name} ")))?;
    let tag = page.get(at..)?.split('>').next()?;
    let (_, content) = tag.split_once("content=")?;
    let written = match content.chars().next()? {
        quote @ ('"' | '\'') => content.get(1..)?.split(quote).next()?,
        _ => content.split_whitespace().next()?,
    };
    // As the templates escape.
    let unescaped = written.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    Some(unescaped.replace("&#x27;", "'").replace("&#x2F;", "/").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_say_what_they_are() {
        let page = "<meta name=\"robots\" content=\"max-image-preview:large\"><meta property=\"og:title\" content=\"A &amp; &quot;B&quot;\">";
        assert_eq!(property(page, "og:title").as_deref(), Some("A & \"B\""));
        assert_eq!(property("<meta property=og:type content=article>", "og:type").as_deref(), Some("article"));
        assert_eq!(property(page, "og:type"), None);
        assert!(may_be_indexed(page));
        assert!(!may_be_indexed("<meta name=\"robots\" content=\"noindex, follow\"><p>x"));
        assert!(!may_be_indexed("<meta name=robots content=noindex>"));
        assert!(is_feed("tags/ai/feed.xml") && is_feed("feed.json") && !is_feed("sitemap.xml"));
    }
}
