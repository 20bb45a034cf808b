//! From a built site to readers: what changed since the edition before goes to a target, in an order in which nobody ever finds a
//! page without what it needs.
//!
//! A target keeps a [`Record`] of what was published to it: by that, one edition is compared with the next without a look at the files,
//! and what Slugline never wrote is told from what it did. An edition that was cut off is finished by the next.

mod announce;
mod changes;
mod command;
mod edition;
mod folder;
mod git;
mod lease;
mod pack;
mod record;
mod rsync;
mod store;

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::config::{PublishPlace, PublishTarget};
use crate::diagnostic::Diagnostic;

pub use announce::{News, Told, announce, check as check_announcements};
pub use changes::Changes;
pub use edition::Edition;
pub use record::Record;

/// Follows what is sent.
pub trait Sending {
    /// What is going to be done. False if it is not to be done after all.
    fn begin(&self, changes: &Changes) -> bool;
    /// A file was sent, or removed.
    fn advance(&self);
}

/// How an edition went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is published.
    Published(Changes),
    /// There was nothing to change.
    Same(Changes),
    /// Nobody wanted it.
    Declined,
}

/// Publishes an edition of the site at `root`.
///
/// # Errors
/// If the target cannot be reached or written to, has files in the way that Slugline did not write, or is being published to by
/// somebody else.
pub fn publish(
    root: &Path,
    edition: &Edition,
    target: &PublishTarget,
    now: Timestamp,
    sending: &dyn Sending,
) -> Result<Outcome, Diagnostic> {
    match &target.place {
        PublishPlace::Folder(folder) => {
            folder::publish(root, &root.join(folder), &edition.with_variants(&target.compress), now, sending)
        }
        PublishPlace::Rsync(there) => {
            let host = rsync::Host::new(root, &target.name.value, there);
            host.publish(&edition.with_variants(&target.compress), now, sending)
        }
        PublishPlace::Store(place) => store::publish(place, target.compress.first().copied(), edition, now, sending),
        PublishPlace::Git { repository, branch } => {
            git::Branch::new(root, &target.name.value, repository, branch).publish(edition, now, sending)
        }
    }
}

/// Returns to the edition before the last one.
///
/// # Errors
/// If the target keeps none, or cannot be reached or written to.
pub fn roll_back(root: &Path, target: &PublishTarget, now: Timestamp) -> Result<String, Diagnostic> {
    match &target.place {
        PublishPlace::Folder(folder) => Err(keeps_none(&folder.display().to_string())),
        PublishPlace::Rsync(there) => Err(keeps_none(there)),
        PublishPlace::Store(place) => Err(keeps_none(&place.address())),
        PublishPlace::Git { repository, branch } => {
            git::Branch::new(root, &target.name.value, repository, branch).roll_back(now)
        }
    }
}

/// Where things are put together for a target, beside the site's sources.
fn beside(root: &Path, target: &str) -> PathBuf {
    let safe: String = target.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    root.join(".slugline").join("publish").join(safe)
}

fn keeps_none(target: &str) -> Diagnostic {
    Diagnostic::error(format!("`{target}` keeps no former edition"))
        .help("check out the site as it was, and publish that")
}
