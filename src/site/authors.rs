//! Those who write.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::config::{AuthorInfo, Config};
use crate::content::document::Document;
use crate::content::slug::slugify;

use super::PostId;
use super::groups::sorted_places;
use super::links::Picture;

/// Somebody with at least one post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The name that readers see.
    pub name: String,
    /// Last part of the URL; what makes two spellings one.
    pub slug: String,
    /// Path of the author's page from the site's root.
    pub site_path: String,
    /// The picture, its address from the host's root.
    pub picture: Option<Picture>,
    /// What `authors.yaml` knows.
    pub info: Option<AuthorInfo>,
    /// Posts, newest first.
    pub posts: Vec<PostId>,
}

/// Gathers posts, given newest first; gives the authors by name, and each post's. `pictures` are by key.
pub(super) fn gather(
    config: &Config,
    documents: &[&Document],
    pictures: &HashMap<String, Picture>,
) -> (Vec<Author>, Vec<Vec<usize>>) {
    let known: HashMap<String, &AuthorInfo> =
        config.authors.iter().map(|info| (slugify(&info.key, config.slugs), info)).collect();
    let by_name: HashMap<&str, &AuthorInfo> = config.authors.iter().map(|info| (info.name.as_str(), info)).collect();
    let mut authors: Vec<Author> = Vec::new();
    let mut by_slug = HashMap::new();
    let mut of_posts = Vec::with_capacity(documents.len());
    for (id, document) in documents.iter().enumerate() {
        let mut of_post: Vec<usize> = Vec::new();
        for written in &document.front_matter.authors {
            let name = written.value.trim();
            let slug = match by_name.get(name) {
                Some(info) => slugify(&info.key, config.slugs),
                None => slugify(name, config.slugs),
            };
            let at = super::number(&mut by_slug, slug.clone(), || {
                let info = known.get(&slug).map(|info| (*info).clone());
                authors.push(Author {
                    name: info.as_ref().map_or_else(|| name.to_owned(), |info| info.name.clone()),
                    site_path: format!("authors/{slug}/"),
                    slug,
                    picture: info.as_ref().and_then(|info| pictures.get(&info.key).cloned()),
                    info,
                    posts: Vec::new(),
                });
                authors.len() - 1
            });
            if !of_post.contains(&at) {
                of_post.push(at);
                if let Some(author) = authors.get_mut(at) {
                    author.posts.push(id);
                }
            }
        }
        of_posts.push(of_post);
    }
    let order = sorted_places(&mut authors, |a, b| (&a.name, &a.slug).cmp(&(&b.name, &b.slug)));
    for author in of_posts.iter_mut().flatten() {
        *author = order.get(*author).copied().unwrap_or_default();
    }
    (authors, of_posts)
}
