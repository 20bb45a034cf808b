//! Reading what a person wrote: the files of a site, as text, by their path from the site's root. This and
//! `write` are the only doors to the file system.
#![expect(clippy::disallowed_methods, reason = "this module is the edge where files are read")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use crate::diagnostic::Diagnostic;

/// A text file, shared by all that point into it.
pub type Source = Arc<SourceFile>;

/// A text file of the site.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path from the site's root, with forward slashes.
    pub path: String,
    /// The whole text, without a byte-order mark.
    pub text: String,
}

impl SourceFile {
    /// A source with its path and text.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Source {
        Arc::new(Self { path: path.into(), text: text.into() })
    }
}

/// A file found below a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileEntry {
    /// Path from the walked folder, with forward slashes.
    pub path: String,
    /// Where it is.
    pub absolute: PathBuf,
}

/// What a walk passes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hidden {
    /// Names that begin with a dot are left out.
    Skip,
    /// They belong to it (`static/.well-known/`), but for what file managers leave behind.
    Keep,
}

/// All files below `folder`, sorted by path; none if the folder does not exist.
///
/// # Errors
/// If a folder cannot be read, a name is not UTF-8, or a symbolic link leads outside `root`.
pub fn walk(root: &Path, folder: &Path, hidden: Hidden) -> Result<Vec<FileEntry>, Diagnostic> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let real_root = root.canonicalize().map_err(|error| Diagnostic::io("read", root, &error))?;
    let mut files = Vec::new();
    let entries = WalkDir::new(folder)
        .follow_links(true)
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !passed_over(entry.file_name(), hidden));
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            // An editor's lock file is a link that leads nowhere.
            Err(error) if error.path().and_then(Path::file_name).is_some_and(|name| passed_over(name, hidden)) => {
                continue;
            }
            Err(error) => {
                let path = error.path().unwrap_or(folder);
                return Err(Diagnostic::error(format!("cannot read `{}`: {error}", path.display()))
                    .help("make it readable, or take it away"));
            }
        };
        if entry.path_is_symlink() {
            stays_within(&real_root, entry.path())?;
        }
        if !entry.file_type().is_file() {
            continue;
        }
        let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let Some(path) = relative.to_str() else {
            return Err(Diagnostic::error(format!("the name of `{}` is not UTF-8", entry.path().display()))
                .help("rename the file"));
        };
        files.push(FileEntry { path: forward_slashes(path), absolute: entry.into_path() });
    }
    files.sort();
    Ok(files)
}

fn forward_slashes(path: &str) -> String {
    if std::path::MAIN_SEPARATOR == '/' { path.to_owned() } else { path.replace(std::path::MAIN_SEPARATOR, "/") }
}

fn passed_over(name: &std::ffi::OsStr, hidden: Hidden) -> bool {
    let name = name.to_string_lossy();
    match hidden {
        Hidden::Skip => name.starts_with('.'),
        Hidden::Keep => matches!(name.as_ref(), ".DS_Store" | "Thumbs.db" | ".git"),
    }
}

fn stays_within(root: &Path, link: &Path) -> Result<(), Diagnostic> {
    let target = link.canonicalize().map_err(|error| Diagnostic::io("follow", link, &error))?;
    if target.starts_with(root) {
        return Ok(());
    }
    Err(Diagnostic::error(format!("the link `{}` leads out of the site, to `{}`", link.display(), target.display()))
        .help("copy the files into the site"))
}

/// Reads a text file; `path` is its name in reports.
///
/// # Errors
/// If it cannot be read or is not UTF-8.
pub fn read(absolute: &Path, path: &str) -> Result<Source, Diagnostic> {
    let bytes = fs::read(absolute).map_err(|error| Diagnostic::io("read", absolute, &error).in_file(path))?;
    decode(bytes, path)
}

/// Reads a text file that need not be there.
///
/// # Errors
/// If it is there, but cannot be read or is not UTF-8.
pub fn read_if_present(absolute: &Path, path: &str) -> Result<Option<Source>, Diagnostic> {
    match fs::read(absolute) {
        Ok(bytes) => decode(bytes, path).map(Some),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Diagnostic::io("read", absolute, &error).in_file(path)),
    }
}

/// Reads any file whole.
///
/// # Errors
/// If it cannot be read.
pub fn read_bytes(absolute: &Path) -> Result<Vec<u8>, Diagnostic> {
    fs::read(absolute).map_err(|error| Diagnostic::io("read", absolute, &error))
}

fn decode(bytes: Vec<u8>, path: &str) -> Result<Source, Diagnostic> {
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = match text.strip_prefix('\u{feff}') {
                Some(rest) => rest.to_owned(),
                None => text,
            };
            Ok(SourceFile::new(path, text))
        }
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let source = SourceFile::new(path, text);
            let wrong = crate::diagnostic::Span::new(at, at + '\u{fffd}'.len_utf8());
            Err(Diagnostic::error("the file is not UTF-8")
                .at(&source, wrong, "these bytes are no UTF-8 text")
                .help("save the file in the encoding UTF-8"))
        }
    }
}
