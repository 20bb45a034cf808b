//! Holding a folder of another machine while an edition is sent there.
//!
//! `rsync` looks whether there is a note, and writes one if not, within one connection, but not as one deed. Whoever writes one looks at
//! it again in a later connection, which is long after that: two who came at the same moment both see whose note stayed.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};

use super::transfer::{Found, Transfer};
use crate::diagnostic::Diagnostic;
use crate::publish::lease::{Lease, RENEWED_EVERY, overtaken};
use crate::publish::record::LOCK;

/// A folder that is held.
pub(super) struct Lock<'t> {
    transfer: &'t Transfer<'t>,
    lease: Lease,
    is_lost: AtomicBool,
}

impl<'t> Lock<'t> {
    /// Takes it, unless somebody else has it.
    pub(super) fn take(transfer: &'t Transfer<'t>) -> Result<Self, Diagnostic> {
        let lease = Lease::new();
        transfer.put_new(LOCK, &lease.text())?;
        match held(transfer)? {
            Some(other) if other.is_of(&lease) => {}
            Some(other) if !other.is_over() => return Err(other.held(transfer.there)),
            // Of one who seems to be gone, or none that anybody can read.
            _ => {
                transfer.put(LOCK, &lease.text())?;
                if held(transfer)?.is_none_or(|other| !other.is_of(&lease)) {
                    return Err(overtaken(transfer.there));
                }
            }
        }
        Ok(Self { transfer, lease, is_lost: AtomicBool::new(false) })
    }

    /// Does something, and keeps the lock meanwhile.
    pub(super) fn while_held<T>(&self, doing: impl FnOnce() -> T) -> T {
        std::thread::scope(|scope| {
            let (done, waiting) = channel::<()>();
            scope.spawn(move || {
                while waiting.recv_timeout(RENEWED_EVERY) == Err(RecvTimeoutError::Timeout) {
                    // What cannot be read or written now, can be in a minute.
                    match held(self.transfer) {
                        Ok(Some(other)) if !other.is_of(&self.lease) => self.is_lost.store(true, Ordering::Relaxed),
                        Ok(_) => drop(self.transfer.put(LOCK, &self.lease.renewed().text())),
                        Err(_) => {}
                    }
                }
            });
            let result = doing();
            drop(done);
            result
        })
    }

    /// Makes sure that nobody else has taken it over.
    pub(super) fn check(&self) -> Result<(), Diagnostic> {
        if self.is_lost.load(Ordering::Relaxed) { Err(overtaken(self.transfer.there)) } else { Ok(()) }
    }

    /// Lets it go; if that fails, it goes by itself.
    pub(super) fn release(self) {
        if !self.is_lost.load(Ordering::Relaxed) {
            let _ = self.transfer.remove(&[LOCK.to_owned()]);
        }
    }
}

/// Whose it is now.
fn held(transfer: &Transfer<'_>) -> Result<Option<Lease>, Diagnostic> {
    Ok(match transfer.get(LOCK)? {
        Found::File(bytes) => Lease::read(&bytes),
        Found::NoFile | Found::NoFolder => None,
    })
}
