//! One build of a site at a time.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::diagnostic::Diagnostic;

/// Who is told that a lock is waited for.
pub trait Waiting {
    /// Another build of this site is under way, and this one waits for it.
    fn waits(&self);
}

/// Held by a build from beginning to end. The system lets go of it with the process, however that ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "it is held open")] File);

impl Lock {
    /// Waits until no other build of the site at `root` is under way.
    ///
    /// # Errors
    /// If the site cannot be locked.
    pub fn hold(root: &Path, waiting: &dyn Waiting) -> Result<Self, Diagnostic> {
        let problem = |error: &std::io::Error| {
            Diagnostic::warning(format!("`{}` cannot be locked against other builds: {error}", root.display()))
                .help("do not build the site twice at once")
        };
        let file = open(root).map_err(|error| problem(&error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                waiting.waits();
                file.lock().map_err(|error| problem(&error))?;
            }
            Err(TryLockError::Error(error)) => return Err(problem(&error)),
        }
        Ok(Self(file))
    }
}

/// The site's folder itself, so that the lock leaves nothing behind.
#[cfg(unix)]
fn open(root: &Path) -> std::io::Result<File> {
    File::open(root)
}

/// A file, where folders cannot be locked.
#[cfg(not(unix))]
fn open(root: &Path) -> std::io::Result<File> {
    let folder = root.join(super::FOLDER);
    std::fs::create_dir_all(&folder)?;
    File::options().create(true).truncate(false).write(true).open(folder.join("lock"))
}
