//! Files and folders, with failures that name them.

use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::failure::Failure;

/// How much there is in a folder.
#[derive(Clone, Copy, Default)]
pub struct Extent {
    /// How many files.
    pub files: usize,
    /// What they hold together.
    pub bytes: u64,
}

/// What Slugline keeps in its output folder for itself begins so: no part of the site.
const BOOKKEEPING: &str = ".slugline";

/// The text of a file.
pub fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(Failure::at(path))
}

/// Makes the folders for it too.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Failure::at(folder))?;
    }
    fs::write(path, bytes).map_err(Failure::at(path))
}

/// A folder or a file that may be missing.
pub fn remove(path: &Path) -> Result<(), Failure> {
    match path.symlink_metadata() {
        Err(_) => Ok(()),
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path).map_err(Failure::at(path)),
        Ok(_) => fs::remove_file(path).map_err(Failure::at(path)),
    }
}

/// Moves what may be missing into a folder, under a name that is free there.
pub fn move_into(path: &Path, folder: &Path) -> Result<(), Failure> {
    if path.symlink_metadata().is_err() {
        return Ok(());
    }
    fs::create_dir_all(folder).map_err(Failure::at(folder))?;
    let taken = fs::read_dir(folder).map_err(Failure::at(folder))?.count();
    fs::rename(path, folder.join(taken.to_string())).map_err(Failure::at(path))
}

/// The files below a folder, sorted, but for Slugline's own notes.
pub fn list(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    let is_of_site = |entry: &walkdir::DirEntry| !entry.file_name().to_string_lossy().starts_with(BOOKKEEPING);
    for entry in WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(is_of_site) {
        let entry = entry.map_err(|error| Failure(error.to_string()))?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// The Markdown files among them.
pub fn posts(content: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = list(content)?;
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    Ok(files)
}

/// How much a build made.
pub fn extent(folder: &Path) -> Result<Extent, Failure> {
    let files = list(folder)?;
    let mut extent = Extent { files: files.len(), bytes: 0 };
    for path in files {
        extent.bytes += path.metadata().map_err(Failure::at(&path))?.len();
    }
    Ok(extent)
}
