//! Publishing to an object store: many requests at a time, each file whole or not at all, and no more of them than there are changes.

mod ledger;
mod lock;
mod objects;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::pin::pin;

use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;

use ledger::{Known, Next};
use lock::Lock;
use objects::{Objects, Output};

use super::changes::Changes;
use super::edition::Edition;
use super::record::{Record, in_the_way};
use super::{Outcome, Sending};
use crate::config::{Encoding, StorePlace};
use crate::diagnostic::Diagnostic;
use crate::store::{AT_ONCE, Patience, PutMode, Store};

/// Up to so many new files are asked for one by one, to see whether somebody else has such; for more, all are listed, a thousand to a
/// request.
const ONE_BY_ONE: usize = 32;

/// Files larger than this are sent in parts, and never stand in memory whole.
const LARGE: u64 = 32 << 20;

/// Publishes to a place in a store.
pub(super) fn publish(
    place: &StorePlace,
    encoding: Option<Encoding>,
    edition: &Edition,
    now: Timestamp,
    sending: &dyn Sending,
) -> Result<Outcome, Diagnostic> {
    let store = Store::open(place, Patience::LONG)?;
    let objects = Objects { encoding, redirects: store.has_redirects() };
    let publisher = Publisher { store: &store, objects, edition, now, sending, is_over: Cell::new(false) };
    store.run(publisher.publish())
}

struct Publisher<'p> {
    store: &'p Store,
    objects: Objects,
    edition: &'p Edition,
    now: Timestamp,
    sending: &'p dyn Sending,
    /// Whether nothing is to be begun any more.
    is_over: Cell<bool>,
}

impl Publisher<'_> {
    async fn publish(self) -> Result<Outcome, Diagnostic> {
        let wanted = self.objects.edition(self.edition);
        let known = Known::read(self.store, &wanted).await?;
        let mut changes = Changes::between(&known.record, &wanted, self.now);
        self.refuse_others(&known.record, &changes).await?;
        if changes.is_empty() && changes.former == known.record.former {
            return Ok(Outcome::Same(changes));
        }
        changes.bytes = self.edition.length(changes.sent())?;
        if !self.sending.begin(&changes) {
            return Ok(Outcome::Declined);
        }
        let next = Next::new(&known, &wanted, changes.former.clone());
        let lock = Lock::take(self.store).await?;
        let done = {
            let mut sending = pin!(self.send(known, next, &wanted, &changes, &lock));
            // Whatever ends it, what is under way comes to its end first: nothing of it may arrive after what somebody else sends.
            tokio::select! {
                done = &mut sending => done,
                lost = lock.keep() => {
                    self.is_over.set(true);
                    let _ = sending.await;
                    return Err(lost);
                }
                () = interrupted() => {
                    self.is_over.set(true);
                    tokio::select! {
                        done = &mut sending => done,
                        lost = lock.keep() => {
                            let _ = sending.await;
                            return Err(lost);
                        }
                    }
                }
            }
        };
        lock.release().await;
        changes.bytes = done?;
        Ok(Outcome::Published(changes))
    }

    /// Sends what changed; gives the number of bytes.
    async fn send(
        &self,
        mut known: Known,
        next: Next,
        wanted: &Edition,
        changes: &Changes,
        lock: &Lock<'_>,
    ) -> Result<u64, Diagnostic> {
        known.begin(self.store, changes.sent().cloned().collect(), &next).await?;
        let mut bytes = 0;
        for paths in changes.phases() {
            for paths in paths.chunks(changes.lot()) {
                let sent = self.send_all(paths, lock).await;
                let is_cut_off = sent.iter().any(|(_, sent)| sent.is_err());
                if is_cut_off || paths.len() == changes.lot() {
                    let there = sent.iter().filter(|(_, sent)| sent.is_ok()).map(|(path, _)| *path);
                    let noted = known.note(self.store, there, wanted).await;
                    if !is_cut_off {
                        noted?;
                    }
                } else {
                    known.record.note(paths.iter().copied(), wanted);
                }
                bytes += sent.into_iter().map(|(_, sent)| sent).sum::<Result<u64, Diagnostic>>()?;
            }
        }
        // What leads to them is gone before they are, and what they lead to after them.
        for paths in changes.removals() {
            self.go_on(lock)?;
            let removed = self.store.delete(&paths, || self.sending.advance()).await;
            removed.map_err(|failure| self.store.problem("remove from", &failure))?;
        }
        self.go_on(lock)?;
        known.end(self.store, next).await?;
        Ok(bytes)
    }

    /// Sends files, many at a time, and says of each how it went.
    async fn send_all<'c>(&self, paths: &[&'c String], lock: &Lock<'_>) -> Vec<(&'c String, Result<u64, Diagnostic>)> {
        let sent = stream::iter(paths.to_vec()).map(|path| async move {
            let sent = self.send_one(path, lock).await;
            // After a failure, nothing is begun any more; what is under way comes to its end.
            self.is_over.set(self.is_over.get() || sent.is_err());
            (path, sent)
        });
        sent.buffer_unordered(AT_ONCE).collect().await
    }

    /// Whether nothing is to be begun any more.
    fn go_on(&self, lock: &Lock<'_>) -> Result<(), Diagnostic> {
        lock.check()?;
        let cut_off = || Diagnostic::error("it was cut off").help("publish again to finish it");
        if self.is_over.get() { Err(cut_off()) } else { Ok(()) }
    }

    async fn send_one(&self, path: &str, lock: &Lock<'_>) -> Result<u64, Diagnostic> {
        self.go_on(lock)?;
        let failed = |failure| self.store.problem(&format!("write `{path}` to"), &failure);
        let digest = self.edition.files.get(path).copied().unwrap_or_default();
        let output = Output { out: self.edition.out.clone(), path: path.to_owned(), digest };
        let length = self.edition.length([output.path.clone()].iter())?;
        let objects = self.objects;
        let headers = objects.headers(path);
        let length = if length > LARGE && headers.content_encoding.is_none() {
            let open = tokio::task::spawn_blocking(move || output.open()).await;
            let open = open.map_err(|error| Diagnostic::error(format!("cannot read `{path}`: {error}")))??;
            let is_wanted = || self.go_on(lock).is_ok();
            let is_there = self.store.put_file(path, open, &headers, is_wanted).await.map_err(failed)?;
            if !is_there {
                self.go_on(lock)?;
            }
            length
        } else {
            let object = tokio::task::spawn_blocking(move || objects.object(&output)).await;
            let (bytes, headers) =
                object.map_err(|error| Diagnostic::error(format!("cannot read `{path}`: {error}")))??;
            let length = bytes.len() as u64;
            self.store.put(path, bytes.into(), &headers, PutMode::Overwrite).await.map_err(failed)?;
            length
        };
        self.sending.advance();
        Ok(length)
    }

    /// Finds files that somebody else put where the edition has others.
    async fn refuse_others(&self, record: &Record, changes: &Changes) -> Result<(), Diagnostic> {
        let failed = |failure| self.store.problem("read", &failure);
        let new: Vec<&String> = changes.added.iter().filter(|path| !record.knows(path)).collect();
        let others: Vec<String> = if new.len() <= ONE_BY_ONE {
            let asked = stream::iter(new).map(|path| async move {
                let is_there = self.store.has(path).await.map_err(failed)?;
                Ok::<_, Diagnostic>(is_there.then(|| path.clone()))
            });
            asked.buffer_unordered(AT_ONCE).try_filter_map(|other| async move { Ok(other) }).try_collect().await?
        } else {
            let there = self.store.list().await.map_err(failed)?;
            let new: BTreeSet<&String> = new.into_iter().collect();
            there.into_iter().filter(|path| new.contains(path)).collect()
        };
        in_the_way(self.store.address(), others)
    }
}

/// Waits until somebody wants the process to end.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
