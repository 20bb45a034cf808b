//! Who may publish to a target that cannot hold a lock for somebody: a note there that says until when, and is written anew as long
//! as somebody publishes. If they are cut off, it ends by itself.
#![expect(clippy::disallowed_methods, reason = "a lease is about the clock of now, whatever instant is published")]

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;

/// So long it lasts unless it is written anew, which is done in a third of the time.
const LASTS: SignedDuration = SignedDuration::from_mins(3);
pub(super) const RENEWED_EVERY: Duration = Duration::from_secs(50);

/// So long before its end it counts as over for who holds it: what is under way then has time to end.
const MARGIN: SignedDuration = SignedDuration::from_secs(45);

/// The note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Lease {
    /// Whose it is: nothing that tells anything of them.
    holder: String,
    /// Until when it is theirs.
    until: Timestamp,
}

impl Lease {
    /// A new one of this process.
    pub(super) fn new() -> Self {
        let now = Timestamp::now();
        let holder = format!("{} {} {:?}", now.as_nanosecond(), std::process::id(), std::thread::current().id());
        Self { holder: Digest::of(holder.as_bytes()).hex(), until: after(now) }
    }

    /// The same for longer.
    pub(super) fn renewed(&self) -> Self {
        Self { holder: self.holder.clone(), until: after(Timestamp::now()) }
    }

    /// Reads a note; none if it is none.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    pub(super) fn text(&self) -> String {
        // Texts alone: it cannot fail.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }

    /// Whether both are of one holder.
    pub(super) fn is_of(&self, other: &Self) -> bool {
        self.holder == other.holder
    }

    /// Whether its time is over.
    pub(super) fn is_over(&self) -> bool {
        self.until <= Timestamp::now()
    }

    /// Whether its time is so nearly over that nothing may be begun any more: somebody else may take it soon.
    pub(super) fn is_nearly_over(&self) -> bool {
        Timestamp::now().checked_add(MARGIN).is_ok_and(|soon| self.until <= soon)
    }

    /// A report that somebody else holds it.
    pub(super) fn held(&self, target: &str) -> Diagnostic {
        // As people read it: in the zone of their machine, without parts of a second.
        let until = self.until.to_zoned(jiff::tz::TimeZone::system()).strftime("%H:%M:%S");
        Diagnostic::error(format!("somebody else publishes to `{target}` just now")).help(format!(
            "wait until that is over, and publish again; if it was cut off, the target is free from {until} on"
        ))
    }
}

fn after(now: Timestamp) -> Timestamp {
    now.checked_add(LASTS).unwrap_or(now)
}

/// A report that it could not be written anew in time.
pub(super) fn lapsed(target: &str) -> Diagnostic {
    Diagnostic::error(format!("`{target}` did not answer for so long that somebody else may publish there by now"))
        .help("publish again to finish it")
}

/// A report that somebody else was first, or took over from one who seemed to be gone.
pub(super) fn overtaken(target: &str) -> Diagnostic {
    Diagnostic::error(format!("somebody else published to `{target}` meanwhile")).help("publish again")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_as_it_is_written() {
        let lease = Lease::new();
        assert_eq!(Lease::read(lease.text().as_bytes()), Some(lease.clone()));
        assert!(!lease.is_over() && lease.renewed().is_of(&lease) && !Lease::new().is_of(&lease));
        assert_eq!(Lease::read(b"mine"), None);
    }
}
