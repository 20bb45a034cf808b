//! `llms.txt` (llmstxt.org): the site's contents in Markdown, for language models.

use std::fmt::Write as _;

use crate::content::plain::one_line;
use crate::site::{Group, PostId, Site};

/// So many topics are listed, the most used.
const TOPICS: usize = 50;

/// So many posts are listed, the newest.
const POSTS: usize = 100;

/// The index of a site.
pub(super) fn llms(site: &Site) -> String {
    let config = &site.config;
    let mut text = format!("# {}\n", one_line(&config.title));
    if !config.description.trim().is_empty() {
        // Writing to a string cannot fail.
        let _ = write!(text, "\n> {}\n", one_line(&config.description));
    }
    let pages = site.pages.iter().filter(|plain| !plain.is_draft && site.is_original(&plain.page.document));
    let pages = pages.map(|plain| {
        let document = &plain.page.document;
        let description = document.front_matter.description.as_deref().unwrap_or_default();
        item(&document.front_matter.title.value, &site.config.base_url.address(&document.site_path), description)
    });
    section(&mut text, "Pages", pages);
    section(&mut text, "Sections", groups(site, &site.sections));
    section(&mut text, "Series", groups(site, &site.series));
    section(&mut text, "Topics", topics(site));
    let posts = (0..site.posts.len()).filter(|id| site.is_indexed(*id)).take(POSTS);
    section(&mut text, "Latest stories", posts.filter_map(|id| post(site, id)));
    text
}

fn section(text: &mut String, title: &str, items: impl Iterator<Item = String>) {
    let items: String = items.collect();
    if !items.is_empty() {
        let _ = write!(text, "\n## {title}\n\n{items}");
    }
}

fn groups<'s>(site: &'s Site, groups: &'s [Group]) -> impl Iterator<Item = String> + 's {
    groups.iter().map(|group| item(&group.name, &site.config.base_url.address(&group.site_path), ""))
}

fn topics(site: &Site) -> impl Iterator<Item = String> {
    let mut tags: Vec<_> = site.tags.all.iter().filter(|tag| tag.posts.len() >= site.config.tags_min_posts).collect();
    // Stable: of equally many posts, by name.
    tags.sort_by_key(|tag| std::cmp::Reverse(tag.posts.len()));
    tags.into_iter().take(TOPICS).map(|tag| item(&tag.title, &site.config.base_url.address(&tag.site_path), ""))
}

fn post(site: &Site, id: PostId) -> Option<String> {
    let document = &site.posts.get(id)?.post.document;
    let path = if site.config.markdown_copies { document.markdown_path() } else { document.site_path.clone() };
    Some(item(&document.front_matter.title.value, &site.config.base_url.address(&path), document.summary()))
}

/// A link, and what is said of it.
fn item(title: &str, url: &str, description: &str) -> String {
    // Parentheses would end the address.
    let url = url.replace('(', "%28").replace(')', "%29");
    let description = one_line(description);
    let colon = if description.is_empty() { "" } else { ": " };
    format!("- [{}]({url}){colon}{description}\n", one_line(title))
}
