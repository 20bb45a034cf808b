//! Publishing to a folder of another machine, by the system's `rsync` over ssh: only what changed of a file goes over the wire, and a
//! file is there whole or not at all.
//!
//! There is no shell on the other side, or need not be: the record and the lock are files like others.

mod lock;
mod transfer;

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;

use lock::{Lock, hold_here};
use transfer::{Found, Transfer};

use super::changes::Changes;
use super::edition::Edition;
use super::lease::overtaken;
use super::record::{RECORD, Record, in_the_way};
use super::{Outcome, Sending, beside};
use crate::diagnostic::Diagnostic;

/// Up to so many new files are asked for by their names, to see whether somebody else has such; for more, all are listed.
const BY_NAME: usize = 1000;

/// A folder of another machine.
pub(super) struct Host<'h> {
    transfer: Transfer<'h>,
}

impl<'h> Host<'h> {
    pub(super) fn new(root: &Path, target: &str, there: &'h str) -> Self {
        Self { transfer: Transfer { folder: beside(root, target), there } }
    }

    pub(super) fn publish(
        &self,
        edition: &Edition,
        now: Timestamp,
        sending: &dyn Sending,
    ) -> Result<Outcome, Diagnostic> {
        let there = self.transfer.there;
        // Before anything is laid out.
        let here = hold_here(&self.transfer)?;
        let record = self.record()?;
        let known = record.clone().unwrap_or_default();
        let mut changes = Changes::between(&known, edition, now);
        if record.is_some() {
            self.refuse_others(&known, &changes)?;
        }
        if changes.is_empty() && changes.former == known.former {
            return Ok(Outcome::Same(changes));
        }
        changes.bytes = edition.length(changes.sent())?;
        if !sending.begin(&changes) {
            return Ok(Outcome::Declined);
        }
        let lock = Lock::take(&self.transfer, here)?;
        let done = lock.while_held(|| {
            if self.record()?.unwrap_or_default() != known {
                return Err(overtaken(there));
            }
            self.send(known, edition, &changes, sending, &lock)
        });
        lock.release();
        changes.bytes = done?;
        Ok(Outcome::Published(changes))
    }

    /// Sends what changed; gives the number of bytes that went over the wire for it.
    fn send(
        &self,
        known: Record,
        edition: &Edition,
        changes: &Changes,
        sending: &dyn Sending,
        lock: &Lock<'_>,
    ) -> Result<u64, Diagnostic> {
        let mut begun = known;
        begun.begun.extend(changes.sent().cloned());
        self.transfer.put(RECORD, &begun.text())?;
        // Whoever took the lock at the same moment has written theirs by now.
        lock.look()?;
        self.remove(&changes.in_the_way(edition), edition, changes)?;
        let mut sent = 0;
        for paths in changes.phases() {
            for paths in paths.chunks(changes.lot()) {
                lock.check()?;
                sent += self.transfer.send(edition, paths, || sending.advance())?;
                begun.note(paths.iter().copied(), edition);
                if paths.len() == changes.lot() {
                    self.transfer.put(RECORD, &begun.text())?;
                }
            }
        }
        for paths in changes.removals() {
            lock.check()?;
            self.remove(&paths, edition, changes)?;
            (0..paths.len()).for_each(|_| sending.advance());
        }
        lock.check()?;
        self.transfer.put(RECORD, &changes.record(edition).text())?;
        Ok(sent)
    }

    /// The record of what is there; none if there is no such folder.
    fn record(&self) -> Result<Option<Record>, Diagnostic> {
        let bytes = match self.transfer.get(RECORD)? {
            Found::NoFolder => return Ok(None),
            Found::NoFile => return Ok(Some(Record::default())),
            Found::File(bytes) => bytes,
        };
        Record::read(&bytes).map(Some).ok_or_else(|| {
            let there = self.transfer.there;
            Diagnostic::error(format!("`{RECORD}` at `{there}` is not as this version of Slugline writes it"))
                .help("publish with the version that wrote it, or to an empty folder")
        })
    }

    /// Finds files that somebody else put where the edition has others.
    fn refuse_others(&self, record: &Record, changes: &Changes) -> Result<(), Diagnostic> {
        // Where a file of a former edition stands, there is no folder in which somebody could have put something.
        let is_below_a_file =
            |path: &str| path.match_indices('/').any(|(at, _)| path.get(..at).is_some_and(|above| record.knows(above)));
        let is_new = |path: &&str| !record.knows(path) && !is_below_a_file(path);
        let new: BTreeSet<&str> = changes.added.iter().map(String::as_str).filter(is_new).collect();
        if new.is_empty() {
            return Ok(());
        }
        let asked = (new.len() <= BY_NAME).then(|| new.iter().copied().collect::<Vec<_>>());
        let there = self.transfer.list(asked.as_deref())?;
        in_the_way(self.transfer.there, there.into_iter().filter(|path| new.contains(path.as_str())).collect())
    }

    /// Removes files, and the folders that are empty without them.
    fn remove(&self, paths: &[String], edition: &Edition, changes: &Changes) -> Result<(), Diagnostic> {
        if paths.is_empty() {
            return Ok(());
        }
        self.transfer.remove(paths)?;
        let mut folders = BTreeSet::new();
        for path in paths {
            let above = path.match_indices('/').filter_map(|(at, _)| path.get(..=at));
            let is_needed = |folder: &str| {
                edition.files.range(folder.to_owned()..).next().is_some_and(|(file, _)| file.starts_with(folder))
                    || changes
                        .former
                        .range(folder.to_owned()..)
                        .next()
                        .is_some_and(|(file, _)| file.starts_with(folder))
            };
            let gone: Vec<&str> = above.collect();
            if gone.last().is_some_and(|last| !is_needed(last)) {
                folders.extend(gone);
            }
        }
        self.transfer.remove_empty(&folders)
    }
}
