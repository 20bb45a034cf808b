//! The news lint: rules of good practice, which a site breaks without being wrong. `slugline check` looks at them, a build
//! does not.
//!
//! Most rules concern one document; those on tags, orphaned images and copied words look at all of them together.

mod alt;
pub mod anchors;
mod dates;
pub mod external;
mod findings;
mod fixes;
mod head;
mod headings;
mod html_images;
mod images;
mod pictures;
mod similar_tags;
mod tags;

use std::collections::BTreeMap;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::config::Config;
use crate::content::document::Document;
use crate::content::link::Destination;
use crate::content::post::{Content, Post, State};
use crate::diagnostic::Diagnostics;
use crate::plan::Plan;
use crate::site::Site;
use crate::source::RawFile;

use findings::Findings;
use tags::Names;

pub use fixes::Fix;

/// What is looked at.
pub struct Subject<'s> {
    /// The site as it would be built.
    pub site: &'s Site,
    /// Posts and pages that are left out of it.
    pub hidden: &'s [Content],
    /// All that would be made.
    pub plan: &'s Plan,
    /// What lies beside the sources, by path from the content folder.
    pub assets: BTreeMap<&'s str, &'s RawFile>,
    /// The site's own static files, by path.
    pub statics: BTreeMap<&'s str, &'s RawFile>,
    /// Whether all of it could be read. If not, what seems to be missing may be there.
    pub is_whole: bool,
}

/// A post or page that readers see, now or when its time has come.
#[derive(Clone, Copy)]
struct Linted<'s> {
    document: &'s Document,
    post: Option<&'s Post>,
    /// Whether it is part of the site as it is built now.
    is_shown: bool,
}

impl<'s> Subject<'s> {
    fn config(&self) -> &'s Config {
        &self.site.config
    }

    fn now(&self) -> Timestamp {
        self.site.now
    }

    /// What is shown, and what is scheduled: nobody looks at that once more when its time has come.
    fn linted(&self) -> Vec<Linted<'s>> {
        let posts = self.site.posts.iter().map(|entry| Linted::post(&entry.post, true));
        let pages = self.site.pages.iter();
        let pages = pages.map(|plain| Linted { document: &plain.page.document, post: None, is_shown: true });
        let scheduled = self.hidden.iter().filter_map(|content| match content {
            Content::Post(post) if matches!(post.state(self.site.now), State::Scheduled(_)) => {
                Some(Linted::post(post, false))
            }
            _ => None,
        });
        posts.chain(pages).chain(scheduled).collect()
    }

    /// Everything that was read, drafts and expired posts too.
    fn all_documents(&self) -> impl Iterator<Item = &'s Document> {
        let posts = self.site.posts.iter().map(|entry| &entry.post.document);
        let pages = self.site.pages.iter().map(|plain| &plain.page.document);
        posts.chain(pages).chain(self.hidden.iter().map(Content::document))
    }

    /// The file of an image that a document names, with a path that tells it from all others.
    fn image(&self, dest: &str, document: &Document) -> Option<(String, &'s RawFile)> {
        match Destination::of(dest, document.folder()) {
            Destination::Rooted { path, .. } => {
                let file = *self.statics.get(path.as_str())?;
                Some((format!("static/{path}"), file))
            }
            Destination::Relative { path, .. } => {
                let path = path?;
                let file = *self.assets.get(path.as_str())?;
                Some((format!("content/{path}"), file))
            }
            _ => None,
        }
    }

    /// Whether the build makes a file of this path.
    fn makes(&self, path: &str) -> bool {
        self.plan.outputs.binary_search_by(|output| output.path.as_str().cmp(path)).is_ok()
    }
}

impl<'s> Linted<'s> {
    fn post(post: &'s Post, is_shown: bool) -> Self {
        Self { document: &post.document, post: Some(post), is_shown }
    }
}

/// Looks at everything but anchors, which are looked for in pages when they are made. Gives what was found, and the edits that
/// put some of it right for certain.
#[must_use]
pub fn lint(subject: &Subject<'_>) -> (Diagnostics, Vec<Fix>) {
    let linted = subject.linted();
    let looked_at: Vec<_> = linted
        .par_iter()
        .map(|one| {
            let mut findings = Findings::new(subject.config());
            head::check(*one, &mut findings);
            dates::check(*one, subject.now(), &mut findings);
            headings::check(one.document, &mut findings);
            images::check_lead(*one, subject, &mut findings);
            let pictures = pictures::read(one.document, subject.config().markdown);
            let said = alt::check(one.document, &pictures, subject, &mut findings);
            html_images::check(*one, &pictures, subject, &mut findings);
            (findings, said)
        })
        .collect();
    let mut all = Findings::new(subject.config());
    let mut said = Vec::new();
    for (findings, of_one) in looked_at {
        all.append(findings);
        said.extend(of_one);
    }
    alt::check_copies(said, &mut all);
    images::check_orphans(subject, &mut all);
    let names = Names::of(subject.config());
    tags::check(&linted, &names, &mut all);
    let fixes = fixes::certain(all.all(), &names, subject.config());
    (all.into_diagnostics(), fixes)
}

/// Looks at hashtags alone.
#[must_use]
pub fn lint_tags(subject: &Subject<'_>) -> Diagnostics {
    let mut all = Findings::new(subject.config());
    tags::check(&subject.linted(), &Names::of(subject.config()), &mut all);
    all.into_diagnostics()
}
