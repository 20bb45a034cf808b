//! Holding a store while an edition is sent there.

use std::cell::RefCell;
use std::time::Duration;

use bytes::Bytes;

use super::ledger::record_headers;
use crate::diagnostic::Diagnostic;
use crate::publish::lease::{Lease, RENEWED_EVERY, lapsed, overtaken};
use crate::publish::record::LOCK;
use crate::store::{Failure, PutMode, Store, UpdateVersion};

/// So long one try to write the lease anew may take.
const ONE_TRY: Duration = Duration::from_secs(30);

/// So often somebody may come and go while one tries to take the lock.
const TRIES: usize = 5;

/// A store that is held.
pub(super) struct Lock<'s> {
    store: &'s Store,
    lease: RefCell<Lease>,
    version: RefCell<UpdateVersion>,
}

impl<'s> Lock<'s> {
    /// Takes it, unless somebody else has it.
    pub(super) async fn take(store: &'s Store) -> Result<Self, Diagnostic> {
        let lease = Lease::new();
        for _ in 0..TRIES {
            let found = store.get(LOCK).await.map_err(|failure| store.problem("read", &failure))?;
            let mode = match found.map(|found| (Lease::read(&found.bytes), found.version)) {
                // The answer to what was written before did not arrive.
                Some((Some(held), version)) if held.is_of(&lease) => {
                    let (lease, version) = (RefCell::new(lease), RefCell::new(version));
                    return Ok(Self { store, lease, version });
                }
                Some((Some(held), _)) if !held.is_over() => return Err(held.held(store.address())),
                Some((_, version)) => PutMode::Update(version),
                None => PutMode::Create,
            };
            match write(store, &lease, mode).await {
                Ok(_) => {}
                // Somebody was first, or the answer got lost: the note says which. Or the next time, it is done without.
                Err(failure) if failure.is_late() || failure.is_unknown_to_the_store() => {}
                Err(failure) => return Err(store.problem("write to", &failure)),
            }
            // It is looked at once more, since there are stores that heed no conditions and do not say so.
        }
        Err(overtaken(store.address()))
    }

    /// Keeps it. This ends only if it is lost.
    pub(super) async fn keep(&self) -> Diagnostic {
        loop {
            tokio::time::sleep(RENEWED_EVERY).await;
            // What cannot be written now, can be in a minute, or the lease ends.
            if let Ok(Err(lost)) = tokio::time::timeout(ONE_TRY, self.renew()).await {
                return lost;
            }
            if let Err(lapsed) = self.check() {
                return lapsed;
            }
        }
    }

    async fn renew(&self) -> Result<(), Diagnostic> {
        let renewed = self.lease.borrow().renewed();
        let version = self.version.borrow().clone();
        match write(self.store, &renewed, PutMode::Update(version)).await {
            Ok(version) => {
                self.version.replace(version);
                self.lease.replace(renewed);
            }
            Err(failure) if failure.is_late() => {
                let found = self.store.get(LOCK).await.ok().flatten();
                let own = found.and_then(|found| Some((Lease::read(&found.bytes)?, found.version)));
                match own.filter(|(found, _)| found.is_of(&renewed)) {
                    // The answer to what was written before did not arrive.
                    Some((found, version)) => {
                        self.version.replace(version);
                        self.lease.replace(found);
                    }
                    None => return Err(overtaken(self.store.address())),
                }
            }
            Err(_) => {}
        }
        Ok(())
    }

    /// Makes sure that nobody else can have taken it over.
    pub(super) fn check(&self) -> Result<(), Diagnostic> {
        if self.lease.borrow().is_nearly_over() { Err(lapsed(self.store.address())) } else { Ok(()) }
    }

    /// Lets it go, if it is still one's own; if that fails, it goes by itself.
    pub(super) async fn release(self) {
        let Ok(Some(found)) = self.store.get(LOCK).await else { return };
        if Lease::read(&found.bytes).is_some_and(|found| found.is_of(&self.lease.borrow())) {
            let _ = self.store.delete(&[LOCK.to_owned()], || {}).await;
        }
    }
}

/// Under a condition, where the store heeds those.
async fn write(store: &Store, lease: &Lease, mode: PutMode) -> Result<UpdateVersion, Failure> {
    let mode = if store.heeds_conditions() { mode } else { PutMode::Overwrite };
    store.put(LOCK, Bytes::from(lease.text()), &record_headers(), mode).await
}
