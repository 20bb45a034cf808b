//! Links to paths of the site, checked against what the site will have. Other programs may serve such a path too, so a dead
//! one is no error.

use std::collections::HashSet;

use crate::config::SITE_FILE;
use crate::content::document::page_file;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::site::Site;
use crate::source::Source;

use super::Plan;

/// Warns of every link to a path that nothing stands at.
pub(super) fn check(site: &Site, plan: &Plan, problems: &mut Diagnostics) {
    let mut links: Vec<(&Source, &str, Span)> = Vec::new();
    let documents = site.posts.iter().map(|entry| (&entry.post.document, &entry.targets));
    let documents = documents.chain(site.pages.iter().map(|plain| (&plain.page.document, &plain.targets)));
    for (document, targets) in documents {
        links.extend(targets.rooted.iter().map(|link| (&document.source, link.site_path.as_str(), link.span)));
    }
    let in_tags = site.tag_targets.rooted.iter();
    links.extend(in_tags.map(|link| (&site.config.tags_source, link.site_path.as_str(), link.span)));
    let navigation = site.config.navigation.iter().filter_map(|item| {
        let path = item.url.value.strip_prefix('/').filter(|path| !path.starts_with('/'))?;
        let end = path.find(['?', '#']).unwrap_or(path.len());
        Some((&site.config.site_source, path.get(..end)?, item.url.span))
    });
    links.extend(navigation);
    if links.is_empty() {
        return;
    }
    let known: HashSet<&str> = plan.outputs.iter().map(|output| output.path.as_str()).collect();
    for (source, path, span) in links {
        let exists = known.contains(path)
            || known.contains(page_file(path).as_str())
            || known.contains(page_file(&format!("{path}/")).as_str());
        if exists {
            continue;
        }
        let help = if source.path == SITE_FILE {
            "name a page of the site, or a whole address"
        } else {
            "link to a source file, such as `other-post.md`, to have the address right always"
        };
        problems.push(
            Diagnostic::warning(format!("there is no page `/{path}`"))
                .at(source, span, "nothing of this site stands there")
                .help(help),
        );
    }
}
