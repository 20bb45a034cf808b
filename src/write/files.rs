//! Making, moving and removing files and folders.
#![expect(clippy::disallowed_methods, reason = "this module is the edge where files are written")]

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;

/// Moves a staged folder's files into `to`; whole folders at once where there is none yet. `moved` takes the paths of files
/// that were moved one by one.
pub(super) fn merge(from: &Path, to: &Path, below: &str, moved: &mut Vec<String>) -> Result<(), Diagnostic> {
    let entries = fs::read_dir(from).map_err(|error| Diagnostic::io("read", from, &error))?;
    for entry in entries {
        let entry = entry.map_err(|error| Diagnostic::io("read", from, &error))?;
        let target = to.join(entry.file_name());
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && target.is_dir() {
            merge(&entry.path(), &target, &format!("{path}/"), moved)?;
        } else {
            if !is_folder && fs::symlink_metadata(&target).is_ok_and(|present| present.is_dir()) {
                remove_empty(&target)?;
            }
            fs::rename(entry.path(), &target).map_err(|error| Diagnostic::io("write", &target, &error))?;
            if !is_folder {
                moved.push(path);
            }
        }
    }
    Ok(())
}

/// Removes a folder that holds nothing but such folders.
fn remove_empty(folder: &Path) -> Result<(), Diagnostic> {
    let entries = fs::read_dir(folder).map_err(|error| Diagnostic::io("read", folder, &error))?;
    for entry in entries.flatten() {
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            remove_empty(&entry.path())?;
        }
    }
    fs::remove_dir(folder).map_err(|error| Diagnostic::io("remove", folder, &error))
}

pub(super) fn remove_if_present(file: &Path) -> Result<(), Diagnostic> {
    match fs::remove_file(file) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Diagnostic::io("remove", file, &error)),
    }
}

pub(super) fn remove_all(folder: &Path) -> Result<(), Diagnostic> {
    match fs::remove_dir_all(folder) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Diagnostic::io("remove", folder, &error)),
    }
}

/// A folder beside a site's cache for as long as something is tried out in it.
#[derive(Debug)]
pub struct ScratchFolder(PathBuf);

impl ScratchFolder {
    /// Makes it, empty, for the site at `root`.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn make(root: &Path) -> Result<Self, Diagnostic> {
        // The one name: what a process that was killed left there goes with the next.
        let folder = root.join(".slugline").join("scratch");
        remove_all(&folder)?;
        fs::create_dir_all(&folder).map_err(|error| Diagnostic::io("make the folder", &folder, &error))?;
        Ok(Self(folder))
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for ScratchFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Writes a new file, with the folders above it; never over one that is there.
///
/// # Errors
/// If there is such a file, or it cannot be written.
pub fn create(file: &Path, text: &str) -> Result<(), Diagnostic> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|error| Diagnostic::io("make the folder", folder, &error))?;
    }
    let made = fs::File::create_new(file).and_then(|mut opened| opened.write_all(text.as_bytes()));
    made.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Diagnostic::error(format!("`{}` is there already", file.display()))
            .help("nothing was overwritten; choose another name"),
        _ => Diagnostic::io("write", file, &error),
    })
}
