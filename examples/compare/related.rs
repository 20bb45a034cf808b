//! What else to read: worked out here for generators that have no function for it.

use std::collections::BTreeMap;

use crate::source::Post;

/// So many tags beside a tag, as Slugline shows.
const TAGS: usize = 8;

/// So many posts below a post.
const POSTS: usize = 3;

/// Posts by the slugs of their tags, newest first.
pub type ByTag<'s> = BTreeMap<&'s str, Vec<&'s Post>>;

/// Gathers posts that are sorted newest first.
pub fn by_tag<'s>(posts: &[&'s Post]) -> ByTag<'s> {
    let mut all = ByTag::new();
    for post in posts {
        for tag in &post.tags {
            all.entry(tag).or_default().push(post);
        }
    }
    all
}

/// The slugs of the tags that most often stand beside a tag, weighted against how common they are.
pub fn tags<'s>(slug: &str, all: &ByTag<'s>) -> Vec<&'s str> {
    let posts = all.get(slug).map_or(&[][..], Vec::as_slice);
    let mut beside: BTreeMap<&str, u64> = BTreeMap::new();
    for tag in posts.iter().flat_map(|post| &post.tags).filter(|tag| *tag != slug) {
        *beside.entry(tag).or_default() += 1;
    }
    let count = |tag: &str| all.get(tag).map_or(1, Vec::len) as u64;
    let mut scored: Vec<(u64, &str)> = beside
        .into_iter()
        .filter(|(_, together)| *together > 1 || posts.len() < 3)
        .map(|(tag, together)| (((together * together) << 20) / count(tag), tag))
        .collect();
    scored.sort_by_key(|(score, tag)| (std::cmp::Reverse(*score), *tag));
    scored.into_iter().take(TAGS).map(|(_, tag)| tag).collect()
}

/// Other posts of a post's rarest tags, newest first.
pub fn posts<'s>(post: &Post, all: &ByTag<'s>) -> Vec<&'s Post> {
    let mut tags: Vec<&Vec<&Post>> = post.tags.iter().filter_map(|tag| all.get(tag.as_str())).collect();
    tags.sort_by_key(|posts| posts.len());
    let mut related: Vec<&Post> = Vec::new();
    for other in tags.into_iter().flatten() {
        if related.len() == POSTS {
            break;
        }
        if other.path != post.path && related.iter().all(|known| known.path != other.path) {
            related.push(other);
        }
    }
    related
}
