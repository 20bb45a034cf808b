//! Permalinks: the addresses at which posts and plain pages stand, and at which earlier builds had one. An address that
//! readers and search engines know must not be lost without a word.

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::content::document::{Document, page_file};
use crate::content::post::{Content, State};
use crate::diagnostic::Diagnostics;
use crate::digest::{Digest, Parts};
use crate::site::Site;

use super::Plan;
use super::lost::{self, Fate, Lost};
use super::redirects::redirect_file;

/// An address that was published, and whose it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Permalink {
    /// Site path, unencoded.
    pub site_path: String,
    /// Path of the source from the site's root.
    pub source: String,
    /// Title of the post or page.
    pub title: String,
    /// Of what the source itself says of its address: if that is as it was, the configuration moved it.
    own: u64,
}

impl Permalink {
    fn of(document: &Document) -> Self {
        Self {
            site_path: document.site_path.clone(),
            source: document.source.path.clone(),
            title: document.front_matter.title.value.clone(),
            own: own(document),
        }
    }
}

/// Of all that a source says of its address; the pattern of the site and the letters of slugs make the address of it.
fn own(document: &Document) -> u64 {
    let front_matter = &document.front_matter;
    let (named, name) = document.name();
    let date = front_matter.date.as_ref().map(|date| date.value.date()).or(named);
    let mut parts = Parts::new();
    parts.text(&document.path);
    parts.text(front_matter.slug.as_ref().map_or(name, |slug| &slug.value));
    parts.text(front_matter.section.as_ref().map_or("", |section| &section.value));
    parts.text(&date.map(|date| date.to_string()).unwrap_or_default());
    parts.finish().half()
}

/// What the build before knew.
pub struct Former<'f> {
    /// Every permalink of the builds so far, by path.
    pub permalinks: &'f [Permalink],
    /// Digest of a source as it was then, by its path from the site's root.
    pub digest: &'f dyn Fn(&str) -> Option<Digest>,
}

/// Every permalink from now on: those that are published, and all earlier ones, whether something stands there still or not.
/// What is lost is reported, in each build until something is done about it. `hidden` is what is left out of the site.
///
/// Drafts and scheduled posts that are shown for a look are not published. A post whose time is over is gone by design, and
/// its address forgotten.
#[must_use]
pub fn permalinks(
    former: &Former<'_>,
    site: &Site,
    hidden: &[Content],
    plan: &Plan,
    problems: &mut Diagnostics,
) -> Vec<Permalink> {
    let served: HashSet<&str> = plan.outputs.iter().map(|output| output.path.as_str()).collect();
    let gone: HashSet<String> =
        site.config.redirects.gone.iter().map(|path| redirect_file(path.value.trim_start_matches('/'))).collect();
    let is_missing = |permalink: &&Permalink| {
        let file = page_file(&permalink.site_path);
        !served.contains(file.as_str()) && !gone.contains(&file)
    };
    let missing: Vec<&Permalink> = former.permalinks.iter().filter(is_missing).collect();
    let mut forgotten: HashSet<&str> = HashSet::new();
    if !missing.is_empty() {
        let documents = Documents::of(site, hidden, former);
        let mut all_lost = Vec::new();
        for permalink in missing {
            match documents.fate(permalink, former) {
                Some(fate) => all_lost.push(Lost { permalink, fate }),
                None if documents.is_over(permalink) => {
                    forgotten.insert(&permalink.site_path);
                }
                None => {}
            }
        }
        lost::report(&all_lost, site, problems);
    }
    let published = published(site).map(Permalink::of);
    let earlier = former.permalinks.iter().filter(|permalink| !forgotten.contains(permalink.site_path.as_str()));
    let mut all: Vec<Permalink> = published.chain(earlier.cloned()).collect();
    all.sort_by(|a, b| a.site_path.cmp(&b.site_path));
    all.dedup_by(|later, first| later.site_path == first.site_path);
    all
}

/// Gives the permalinks of some sources their new titles: all that changes of them while every page stays where it was.
pub fn retitle(permalinks: &mut [Permalink], site: &Site, sources: &BTreeSet<String>) {
    for document in published(site).filter(|document| sources.contains(&document.source.path)) {
        let place = permalinks.binary_search_by(|permalink| permalink.site_path.cmp(&document.site_path));
        if let Some(permalink) = place.ok().and_then(|place| permalinks.get_mut(place)) {
            *permalink = Permalink::of(document);
        }
    }
}

/// What stands published, and not only for a look.
fn published(site: &Site) -> impl Iterator<Item = &Document> {
    let posts = site.posts.iter().filter(|entry| !entry.is_draft && !entry.is_scheduled);
    let pages = site.pages.iter().filter(|plain| !plain.is_draft);
    posts.map(|entry| &entry.post.document).chain(pages.map(|plain| &plain.page.document))
}

/// Where a document stands in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Published,
    /// A draft that is left out.
    Draft,
    /// To be published, or shown for a look.
    Coming,
    Over,
}

/// Everything that was read, by the path of its source.
struct Documents<'s> {
    /// Those that are published for the first time, as far as is known, by the digest of their source.
    new_by_digest: HashMap<Digest, Alike<'s>>,
    /// The same by their title.
    new_by_title: HashMap<&'s str, Alike<'s>>,
    by_source: HashMap<&'s str, (&'s Document, Standing)>,
}

impl<'s> Documents<'s> {
    fn of(site: &'s Site, hidden: &'s [Content], former: &Former<'_>) -> Self {
        let known: HashSet<&str> = former.permalinks.iter().map(|permalink| permalink.source.as_str()).collect();
        let mut new_by_digest: HashMap<Digest, Alike<'_>> = HashMap::new();
        let mut new_by_title: HashMap<&str, Alike<'_>> = HashMap::new();
        for document in published(site).filter(|document| !known.contains(document.source.path.as_str())) {
            let of_one = |alike: &mut Alike<'_>| *alike = Alike::Several;
            let title = document.front_matter.title.value.as_str();
            new_by_digest.entry(document.source.digest).and_modify(of_one).or_insert(Alike::One(document));
            new_by_title.entry(title).and_modify(of_one).or_insert(Alike::One(document));
        }
        let published = published(site).map(|document| (document, Standing::Published));
        let posts = site.posts.iter().filter(|entry| entry.is_draft || entry.is_scheduled);
        let pages = site.pages.iter().filter(|plain| plain.is_draft);
        let for_a_look = posts.map(|entry| &entry.post.document).chain(pages.map(|plain| &plain.page.document));
        let for_a_look = for_a_look.map(|document| (document, Standing::Coming));
        let hidden = hidden.iter().map(|content| {
            let standing = match content {
                Content::Page(_) => Standing::Draft,
                Content::Post(post) => match post.state(site.now) {
                    State::Draft => Standing::Draft,
                    State::Expired => Standing::Over,
                    State::Scheduled(_) | State::Published => Standing::Coming,
                },
            };
            (content.document(), standing)
        });
        let all = published.chain(for_a_look).chain(hidden);
        let by_source = all.map(|(document, standing)| (document.source.path.as_str(), (document, standing))).collect();
        Self { new_by_digest, new_by_title, by_source }
    }

    /// What became of a permalink at which nothing stands; none if it is not lost.
    fn fate(&self, permalink: &Permalink, former: &Former<'_>) -> Option<Fate<'s>> {
        match self.by_source.get(permalink.source.as_str()) {
            Some((document, Standing::Published)) if own(document) == permalink.own => Some(Fate::Rerouted(document)),
            Some((document, Standing::Published)) => Some(Fate::Moved(document)),
            Some((document, Standing::Draft)) => Some(Fate::Withdrawn(document)),
            Some((_, Standing::Coming | Standing::Over)) => None,
            None => Some(self.successor(permalink, former).map_or(Fate::Deleted, Fate::Renamed)),
        }
    }

    fn is_over(&self, permalink: &Permalink) -> bool {
        matches!(self.by_source.get(permalink.source.as_str()), Some((_, Standing::Over)))
    }

    /// The one new document that has the bytes of a source that is no more, or else its title.
    fn successor(&self, permalink: &Permalink, former: &Former<'_>) -> Option<&'s Document> {
        let digest = (former.digest)(&permalink.source);
        let by_digest = digest.and_then(|digest| self.new_by_digest.get(&digest)?.only());
        by_digest.or_else(|| self.new_by_title.get(permalink.title.as_str())?.only())
    }
}

/// New documents that have something in common.
#[derive(Debug, Clone, Copy)]
enum Alike<'s> {
    One(&'s Document),
    Several,
}

impl<'s> Alike<'s> {
    fn only(self) -> Option<&'s Document> {
        match self {
            Self::One(document) => Some(document),
            Self::Several => None,
        }
    }
}
