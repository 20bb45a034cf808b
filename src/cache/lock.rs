//! One build of a site at a time, and one server.

use std::fs::{File, TryLockError};
use std::io::{Read as _, Write as _};
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

/// Held by a server of a site as long as it serves. Others of the same site would build into the same folder.
#[derive(Debug)]
pub struct ServerLock(#[expect(dead_code, reason = "it is held open")] File);

impl ServerLock {
    /// Notes that the site at `root` is served at `url`.
    ///
    /// # Errors
    /// If another process serves it. (Where nothing can be locked, nobody knows.)
    pub fn hold(root: &Path, url: &str) -> Result<Option<Self>, Diagnostic> {
        let folder = root.join(super::FOLDER);
        let path = folder.join("served");
        let opened = std::fs::create_dir_all(&folder)
            .and_then(|()| File::options().create(true).truncate(false).read(true).write(true).open(path));
        let Ok(mut file) = opened else { return Ok(None) };
        match file.try_lock() {
            Ok(()) => {
                // Its text is a matter of convenience.
                let _ = file.set_len(0).and_then(|()| file.write_all(url.as_bytes()));
                Ok(Some(Self(file)))
            }
            Err(TryLockError::WouldBlock) => {
                let mut other = String::new();
                let _ = file.read_to_string(&mut other);
                let at = if other.is_empty() { String::new() } else { format!(" at {other}") };
                Err(Diagnostic::error(format!("this site is served already{at}"))
                    .help("open it there, or stop that server with Ctrl-C in its terminal"))
            }
            Err(TryLockError::Error(_)) => Ok(None),
        }
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
