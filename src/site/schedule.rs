//! What is shown when: drafts, posts whose date is yet to come, posts whose time is over.

use jiff::Timestamp;

use serde::{Deserialize, Serialize};

use crate::content::post::{Content, Post, State};

use super::sitemap::leaves_news;

/// What is shown beside what is published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Visibility {
    /// Drafts too.
    pub drafts: bool,
    /// Posts of the future too.
    pub future: bool,
}

impl Visibility {
    /// Whether a post or page is shown at `now`.
    #[must_use]
    pub fn shows_content(self, content: &Content, now: Timestamp) -> bool {
        match content {
            Content::Post(post) => self.shows(post.state(now)),
            Content::Page(page) => self.drafts || !page.document.front_matter.draft,
        }
    }

    /// Whether a post in this state is shown.
    #[must_use]
    pub fn shows(self, state: State) -> bool {
        match state {
            State::Published => true,
            State::Draft => self.drafts,
            State::Scheduled(_) => self.future,
            State::Expired => false,
        }
    }
}

/// What is not shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Drafts.
    pub drafts: usize,
    /// Posts whose date is yet to come.
    pub scheduled: usize,
    /// Posts whose time is over.
    pub expired: usize,
    /// When the next of the scheduled ones is due.
    pub next_due: Option<Timestamp>,
}

/// What the clock alone does to a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Change {
    /// Its date has come.
    Appears,
    /// Its time is over.
    Expires,
    /// It is no more news.
    LeavesNews,
    /// An update of a live blog is no more one of the future, and counts as a change.
    Updates,
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Appears => "appears",
            Self::Expires => "expires",
            Self::LeavesNews => "leaves the news sitemap",
            Self::Updates => "has an update",
        })
    }
}

/// What the clock does next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// When.
    pub at: Timestamp,
    /// The posts that it happens to, by path from the site's root.
    pub changes: Vec<(String, Change)>,
}

/// What the clock alone does to a site, before and after an instant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// The last instant up to then at which something changed.
    pub since: Option<Timestamp>,
    /// What changes next.
    pub next: Option<Due>,
}

/// What the clock does to `contents` around `now`: a post comes or goes, leaves the news sitemap, or has an
/// update.
#[must_use]
pub fn around(now: Timestamp, contents: &[Content]) -> Around {
    let mut around = Around::default();
    for content in contents {
        let Content::Post(post) = content else { continue };
        for (at, change) in changes(post) {
            if at <= now {
                around.since = Some(around.since.map_or(at, |since| since.max(at)));
                continue;
            }
            let path = || post.document.source.path.clone();
            match &mut around.next {
                Some(next) if next.at < at => {}
                Some(next) if next.at == at => next.changes.push((path(), change)),
                next => *next = Some(Due { at, changes: vec![(path(), change)] }),
            }
        }
    }
    if let Some(next) = &mut around.next {
        next.changes.sort();
        // Two updates of one minute are told once.
        next.changes.dedup();
    }
    around
}

/// What the clock ever does to a post. Drafts do not heed it.
fn changes(post: &Post) -> impl Iterator<Item = (Timestamp, Change)> {
    let front_matter = &post.document.front_matter;
    let date = post.date.timestamp();
    let expires = front_matter.expires.as_ref().map(|date| date.value.timestamp());
    let is_shown = move |at: Timestamp| expires.is_none_or(|expires| at < expires);
    let leaves = leaves_news(date).filter(|leaves| is_shown(*leaves));
    let updates = post.updates.iter().map(|update| update.timestamp()).filter(move |at| *at > date && is_shown(*at));
    let own = [(Some(date), Change::Appears), (expires, Change::Expires), (leaves, Change::LeavesNews)];
    let own = own.into_iter().filter_map(|(at, change)| Some((at?, change)));
    own.chain(updates.map(|at| (at, Change::Updates))).filter(|_| !front_matter.draft)
}

impl LeftOut {
    pub(super) fn count(&mut self, state: State) {
        match state {
            State::Published => {}
            State::Draft => self.drafts += 1,
            State::Expired => self.expired += 1,
            State::Scheduled(due) => {
                self.scheduled += 1;
                self.next_due = Some(self.next_due.map_or(due, |next| next.min(due)));
            }
        }
    }
}
