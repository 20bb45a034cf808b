//! What search engines read of a page: JSON-LD with the words of schema.org, a block for each thing, after Google's guides to
//! articles, breadcrumbs and profile pages.

mod article;
mod lists;
mod things;

use crate::site::Site;

use things::{Breadcrumbs, ListItem, Organization, Thing};

/// Makes structured data of a site.
#[derive(Debug, Clone, Copy)]
pub(super) struct StructuredData<'s> {
    pub(super) site: &'s Site,
}

/// A page above another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Crumb<'c> {
    pub(super) name: &'c str,
    /// Path from the site's root, unencoded.
    pub(super) site_path: &'c str,
}

/// What a list is of.
#[derive(Debug, Clone, Copy)]
pub(super) enum ListKind<'l> {
    /// All posts.
    Front,
    /// Some of them.
    Collection,
    /// None: the page to search for them.
    Search,
    /// Those of an author.
    Profile(&'l crate::site::Author),
}

/// What every block begins with.
const CONTEXT: &str = "{\"@context\":\"https://schema.org\",";

/// Each thing as JSON that can stand in a `script` element of its own: nothing in it ends the element or a line.
fn write(things: &[Thing<'_>]) -> Vec<String> {
    things.iter().filter_map(|thing| serde_json::to_string(thing).ok()).map(|json| block(&json)).collect()
}

fn block(json: &str) -> String {
    let mut block = String::with_capacity(CONTEXT.len() + json.len() + 32);
    block.push_str(CONTEXT);
    let mut rest = json.strip_prefix('{').unwrap_or(json);
    // Most of a text is copied in long pieces: this is done for every page.
    while let Some((plain, marked)) = rest.bytes().position(may_end_something).and_then(|at| rest.split_at_checked(at))
    {
        block.push_str(plain);
        let mut marked = marked.chars();
        // Outside of texts, JSON has none of these characters.
        match marked.next() {
            Some('<') => block.push_str("\\u003c"),
            Some('>') => block.push_str("\\u003e"),
            Some('&') => block.push_str("\\u0026"),
            Some('\u{2028}') => block.push_str("\\u2028"),
            Some('\u{2029}') => block.push_str("\\u2029"),
            other => block.extend(other),
        }
        rest = marked.as_str();
    }
    block.push_str(rest);
    block
}

/// Whether a byte begins a character that could end a `script` element or a line. `E2` begins others as well.
fn may_end_something(byte: u8) -> bool {
    matches!(byte, b'<' | b'>' | b'&' | 0xE2)
}

impl<'s> StructuredData<'s> {
    fn publisher(self) -> Organization<'s> {
        let config = &self.site.config;
        Organization {
            name: config.publisher_name(),
            url: config.base_url.as_str(),
            logo: self.site.logo.as_deref().map(|logo| config.base_url.absolute(logo)),
            same_as: &config.publisher.same_as,
        }
    }

    /// From the front page down to a page; none for the front page itself.
    fn breadcrumbs<'c>(self, trail: &[Crumb<'c>], name: &'c str, url: String) -> Thing<'c>
    where
        's: 'c,
    {
        let home = Crumb { name: &self.site.config.title, site_path: "" };
        let above = std::iter::once(home).chain(trail.iter().copied());
        let mut items: Vec<ListItem<'c>> = above
            .zip(1..)
            .map(|(crumb, at)| ListItem::page(at, crumb.name, self.site.config.base_url.address(crumb.site_path)))
            .collect();
        items.push(ListItem::page(items.len() + 1, name, url));
        Thing::BreadcrumbList(Breadcrumbs { items })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_ends_the_script_or_a_line() {
        let hostile = "</script><!-- & \"'\u{2028}\u{2029}“日本”—…";
        let items = vec![ListItem::page(1, hostile, String::new())];
        let json = write(&[Thing::BreadcrumbList(Breadcrumbs { items })]).remove(0);
        assert!(!json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']), "{json}");
        let read: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(read.pointer("/itemListElement/0/name").unwrap(), hostile);
    }
}
