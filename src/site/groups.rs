//! Sections and series: posts gathered by a word of their front matter.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::content::document::Document;
use crate::content::front_matter::FrontMatter;
use crate::content::slug::slugify;
use crate::diagnostic::Spanned;

use super::PostId;

/// A section or a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// As its oldest post spells it.
    pub name: String,
    /// Last part of its URL; what makes two spellings one.
    pub slug: String,
    /// Path of its page from the site's root.
    pub site_path: String,
    /// Its posts.
    pub posts: Vec<PostId>,
}

/// Gathers posts, given newest first; gives the groups by name, and each post's.
pub(super) fn gather(
    documents: &[&Document],
    config: &Config,
    root: &str,
    word: impl Fn(&FrontMatter) -> Option<&Spanned<String>>,
) -> (Vec<Group>, Vec<Option<usize>>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_slug = HashMap::new();
    let mut of_posts = Vec::with_capacity(documents.len());
    for (id, document) in documents.iter().enumerate() {
        let group = word(&document.front_matter).map(|name| {
            let slug = slugify(&name.value, config.slugs);
            let at = super::number(&mut by_slug, slug.clone(), || {
                groups.push(Group {
                    name: String::new(),
                    site_path: format!("{root}/{slug}/"),
                    slug,
                    posts: Vec::new(),
                });
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(at) {
                // The last to be seen is the oldest.
                name.value.trim().clone_into(&mut group.name);
                group.posts.push(id);
            }
            at
        });
        of_posts.push(group);
    }
    let order = sorted_places(&mut groups, |a, b| (&a.name, &a.slug).cmp(&(&b.name, &b.slug)));
    for group in of_posts.iter_mut().flatten() {
        *group = order.get(*group).copied().unwrap_or_default();
    }
    (groups, of_posts)
}

/// Sorts, and tells for each former place the new one.
pub(super) fn sorted_places<T>(all: &mut Vec<T>, compare: impl Fn(&T, &T) -> std::cmp::Ordering) -> Vec<usize> {
    let mut numbered: Vec<(usize, T)> = std::mem::take(all).into_iter().enumerate().collect();
    numbered.sort_by(|(_, a), (_, b)| compare(a, b));
    let mut places = vec![0; numbered.len()];
    for (new, (old, item)) in numbered.into_iter().enumerate() {
        if let Some(place) = places.get_mut(old) {
            *place = new;
        }
        all.push(item);
    }
    places
}
