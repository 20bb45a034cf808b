//! Holding a store while an edition is sent there.

use std::cell::RefCell;

use bytes::Bytes;

use super::ledger::record_headers;
use crate::diagnostic::Diagnostic;
use crate::publish::lease::{Lease, RENEWED_EVERY, overtaken};
use crate::publish::record::LOCK;
use crate::store::{Failure, PutMode, Store, UpdateVersion};

/// A store that is held.
pub(super) struct Lock<'s> {
    store: &'s Store,
    lease: Lease,
    version: RefCell<UpdateVersion>,
}

impl<'s> Lock<'s> {
    /// Takes it, unless somebody else has it.
    pub(super) async fn take(store: &'s Store) -> Result<Self, Diagnostic> {
        let lease = Lease::new();
        let version = match write(store, &lease, PutMode::Create).await {
            Ok(version) => version,
            Err(failure) if failure.is_late() || failure.is_unknown_to_the_store() => take_over(store, &lease).await?,
            Err(failure) => return Err(store.problem("write to", &failure)),
        };
        Ok(Self { store, lease, version: RefCell::new(version) })
    }

    /// Keeps it. This ends only if somebody else has taken it over.
    pub(super) async fn keep(&self) -> Diagnostic {
        loop {
            tokio::time::sleep(RENEWED_EVERY).await;
            let mode = PutMode::Update(self.version.borrow().clone());
            match write(self.store, &self.lease.renewed(), mode).await {
                Ok(version) => {
                    self.version.replace(version);
                }
                Err(failure) if failure.is_late() => return overtaken(self.store.address()),
                // It lasts for two tries more.
                Err(_) => {}
            }
        }
    }

    /// Lets it go; if that fails, it goes by itself.
    pub(super) async fn release(self) {
        let _ = self.store.delete(&[LOCK.to_owned()], || {}).await;
    }
}

/// Takes it from one who seems to be gone, or of a store that knows no conditions.
async fn take_over(store: &Store, lease: &Lease) -> Result<UpdateVersion, Diagnostic> {
    let failed = |failure| store.problem("write to", &failure);
    let found = store.get(LOCK).await.map_err(|failure| store.problem("read", &failure))?;
    let mode = match found {
        None => PutMode::Overwrite,
        Some(found) => match Lease::read(&found.bytes) {
            Some(held) if !held.is_over() => return Err(held.held(store.address())),
            _ => PutMode::Update(found.version),
        },
    };
    match write(store, lease, mode).await {
        Ok(version) => Ok(version),
        Err(failure) if failure.is_late() => Err(overtaken(store.address())),
        Err(failure) if failure.is_unknown_to_the_store() => {
            write(store, lease, PutMode::Overwrite).await.map_err(failed)
        }
        Err(failure) => Err(failed(failure)),
    }
}

async fn write(store: &Store, lease: &Lease, mode: PutMode) -> Result<UpdateVersion, Failure> {
    store.put(LOCK, Bytes::from(lease.text()), &record_headers(), mode).await
}
