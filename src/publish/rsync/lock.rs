//! Holding a folder of another machine while an edition is sent there.
//!
//! `rsync` looks whether there is a note, and writes one if not, within one connection, but not as one deed. Whoever writes one looks at
//! it again after a while, which is longer than a connection takes: of two who came at the same moment, one sees the other's note.

use std::fs::{self, File};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::transfer::{Found, Transfer, make};
use crate::diagnostic::Diagnostic;
use crate::publish::lease::{Lease, RENEWED_EVERY, lapsed, overtaken};
use crate::publish::record::LOCK;

/// After taking over from one who seems to be gone, how long to wait before looking again.
const A_WHILE: Duration = Duration::from_secs(3);

/// A folder that is held.
pub(super) struct Lock<'t> {
    transfer: &'t Transfer<'t>,
    /// The note as it was written last; none if it is somebody else's by now.
    lease: Mutex<Option<Lease>>,
    /// Of this machine: two publishers here lay out their files in one folder.
    _here: File,
}

impl<'t> Lock<'t> {
    /// Takes it, unless somebody else has it.
    pub(super) fn take(transfer: &'t Transfer<'t>, here: File) -> Result<Self, Diagnostic> {
        let lease = Lease::new();
        transfer.put_new(LOCK, &lease.text())?;
        match held(transfer)? {
            Some(other) if other.is_of(&lease) => {}
            Some(other) if !other.is_over() => return Err(other.held(transfer.there)),
            // Of one who seems to be gone, or none that anybody can read.
            _ => {
                transfer.put(LOCK, &lease.text())?;
                std::thread::sleep(A_WHILE);
            }
        }
        let lock = Self { transfer, lease: Mutex::new(Some(lease)), _here: here };
        lock.look()?;
        Ok(lock)
    }

    /// Makes sure that the note there is one's own.
    pub(super) fn look(&self) -> Result<(), Diagnostic> {
        let mut lease = self.lease.lock().unwrap_or_else(PoisonError::into_inner);
        let found = held(self.transfer)?;
        let is_own = lease.as_ref().zip(found).is_some_and(|(own, found)| found.is_of(own));
        if is_own {
            return Ok(());
        }
        *lease = None;
        Err(overtaken(self.transfer.there))
    }

    /// Does something, and keeps the lock meanwhile.
    pub(super) fn while_held<T>(&self, doing: impl FnOnce() -> T) -> T {
        std::thread::scope(|scope| {
            let (done, waiting) = channel::<()>();
            scope.spawn(move || {
                while waiting.recv_timeout(RENEWED_EVERY) == Err(RecvTimeoutError::Timeout) {
                    // What cannot be read or written now, can be in a minute, or the lease ends.
                    if self.look().is_err() {
                        continue;
                    }
                    let renewed =
                        self.lease.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(Lease::renewed);
                    if let Some(renewed) = renewed
                        && self.transfer.put(LOCK, &renewed.text()).is_ok()
                    {
                        *self.lease.lock().unwrap_or_else(PoisonError::into_inner) = Some(renewed);
                    }
                }
            });
            let result = doing();
            drop(done);
            result
        })
    }

    /// Makes sure that nobody else can have taken it over.
    pub(super) fn check(&self) -> Result<(), Diagnostic> {
        match self.lease.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            None => Err(overtaken(self.transfer.there)),
            Some(lease) if lease.is_nearly_over() => Err(lapsed(self.transfer.there)),
            Some(_) => Ok(()),
        }
    }

    /// Lets it go, if it is still one's own; if that fails, it goes by itself.
    pub(super) fn release(self) {
        if self.look().is_ok() {
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

/// Holds the folder of this machine in which files are laid out.
pub(super) fn hold_here(transfer: &Transfer<'_>) -> Result<File, Diagnostic> {
    let path = transfer.folder.join("lock");
    let failed = |error: &std::io::Error| Diagnostic::io("write", &path, error);
    make(&transfer.folder)?;
    let file = File::create(&path).map_err(|error| failed(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => {
            let problem = Diagnostic::error(format!("somebody else publishes to `{}` just now", transfer.there));
            Err(problem.help("wait until that is over, and publish again"))
        }
        Err(fs::TryLockError::Error(error)) => Err(failed(&error)),
    }
}
