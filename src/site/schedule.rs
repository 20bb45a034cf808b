//! What is shown when: drafts, posts whose date is yet to come, posts whose time is over.

use jiff::Timestamp;

use crate::content::post::State;

/// What is shown beside what is published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Visibility {
    /// Drafts too.
    pub drafts: bool,
    /// Posts of the future too.
    pub future: bool,
}

impl Visibility {
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
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
