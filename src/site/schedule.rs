//! What is shown when: drafts, posts whose date is yet to come, posts whose time is over.

use jiff::Timestamp;

use serde::{Deserialize, Serialize};

use crate::content::date::When;
use crate::content::post::{Content, State};

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

/// The last instant up to `now` and the first after it at which one of `contents` comes or goes by the clock alone.
#[must_use]
pub fn around(now: Timestamp, contents: &[Content]) -> (Option<Timestamp>, Option<Timestamp>) {
    let instants = contents.iter().filter_map(|content| match content {
        Content::Post(post) => {
            Some([Some(post.date), post.document.front_matter.expires.as_ref().map(|date| date.value)])
        }
        Content::Page(_) => None,
    });
    let mut around = (None::<Timestamp>, None::<Timestamp>);
    for instant in instants.flatten().flatten().map(When::timestamp) {
        if instant <= now {
            around.0 = Some(around.0.map_or(instant, |before| before.max(instant)));
        } else {
            around.1 = Some(around.1.map_or(instant, |after| after.min(instant)));
        }
    }
    around
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
