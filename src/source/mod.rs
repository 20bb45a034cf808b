//! Reading what a person wrote: the files of a site, as text, by their path from the site's root. With
//! `write` and `cache`, this is the only door to the file system.
#![expect(clippy::disallowed_methods, reason = "this module is the edge where files are read")]

mod image_facts;
mod metadata;
mod mp4;

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;

pub use image_facts::ImageFacts;
pub use metadata::{ImageWords, JpegHead};

/// A text file, shared by all that point into it.
pub type Source = Arc<SourceFile>;

/// A text file of the site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Path from the site's root, with forward slashes.
    pub path: String,
    /// Of the bytes on disk.
    pub digest: Digest,
    /// The whole text, without a byte-order mark. It is not kept in the cache.
    #[serde(skip)]
    pub text: String,
}

impl SourceFile {
    /// A source with its path and text.
    #[must_use]
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Source {
        let text = text.into();
        Arc::new(Self { path: path.into(), digest: Digest::of(text.as_bytes()), text })
    }
}

/// What the file system tells of a file without reading it. Two stamps that are equal mean the same bytes, if the stamp is
/// older than the last look at the file: see [`Stamp::is_settled`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    /// Bytes of the file.
    pub length: u64,
    /// When its bytes were changed, in nanoseconds since 1970.
    pub modified: i64,
    /// When anything of it was changed, which no program can set back; 0 where the system does not tell.
    pub changed: i64,
    /// Which file it is, whatever its name is: device and number; 0 where the system does not tell.
    pub number: (u64, u64),
}

/// Clocks of file systems stand still for so long.
const TICK: i64 = 20_000_000;

/// Those that count whole seconds count two at a time.
const COARSE_TICK: i64 = 2_000_000_000;

impl Stamp {
    /// The stamp in a file's metadata.
    #[must_use]
    pub fn of(metadata: &fs::Metadata) -> Self {
        let (changed, number) = identity(metadata);
        Self { length: metadata.len(), modified: nanoseconds(metadata.modified().ok()), changed, number }
    }

    /// The stamp of a file; none if there is none, or a folder or link in its place.
    #[must_use]
    pub fn at(path: &Path) -> Option<Self> {
        fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file).map(|metadata| Self::of(&metadata))
    }

    /// Whether the file was at rest at `moment`, by the same clock: had it been changed afterwards, its stamp would differ.
    /// What was written within the same tick of the clock might have been written twice.
    #[must_use]
    pub fn is_settled(self, moment: i64) -> bool {
        let latest = self.modified.max(self.changed);
        let tick = if latest % 1_000_000_000 == 0 { COARSE_TICK } else { TICK };
        latest < moment.saturating_sub(tick)
    }
}

fn nanoseconds(time: Option<SystemTime>) -> i64 {
    let since = time.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    since.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or_default()
}

/// When a file's entry was last changed, and its number.
#[cfg(unix)]
fn identity(metadata: &fs::Metadata) -> (i64, (u64, u64)) {
    use std::os::unix::fs::MetadataExt as _;
    let changed = metadata.ctime().saturating_mul(1_000_000_000).saturating_add(metadata.ctime_nsec());
    (changed, (metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(_: &fs::Metadata) -> (i64, (u64, u64)) {
    (0, (0, 0))
}

/// A file of so many bytes is read whole rather than twice.
const SMALL: u64 = 1 << 20;

/// A file that is copied as it is. Its bytes are looked at when somebody asks for them.
#[derive(Debug, Default)]
pub struct RawFile {
    /// Where it is.
    pub absolute: PathBuf,
    digest: OnceLock<Digest>,
    /// With the digest of the bytes that tell it.
    image_facts: OnceLock<(Digest, ImageFacts)>,
    /// Whether anybody asked for it.
    is_used: AtomicBool,
}

impl RawFile {
    /// A file, with its digest and what it tells as an image, where they are known.
    #[must_use]
    pub fn new(absolute: PathBuf, digest: Option<Digest>, image_facts: Option<ImageFacts>) -> Arc<Self> {
        Arc::new(Self {
            absolute,
            digest: digest.map(OnceLock::from).unwrap_or_default(),
            image_facts: digest.zip(image_facts).map(OnceLock::from).unwrap_or_default(),
            is_used: AtomicBool::default(),
        })
    }

    /// The digest of its bytes.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn digest(&self) -> Result<Digest, Diagnostic> {
        self.is_used.store(true, Ordering::Relaxed);
        if let Some(digest) = self.digest.get() {
            return Ok(*digest);
        }
        let read = digest(&self.absolute)?;
        Ok(*self.digest.get_or_init(|| read))
    }

    /// The digest, and the bytes if they had to be read for it and are few enough to be held.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn digest_and_bytes(&self) -> Result<(Digest, Option<Vec<u8>>), Diagnostic> {
        let is_small = || fs::metadata(&self.absolute).is_ok_and(|metadata| metadata.len() <= SMALL);
        if self.digest.get().is_some() || !is_small() {
            return Ok((self.digest()?, None));
        }
        let bytes = read_bytes(&self.absolute)?;
        self.is_used.store(true, Ordering::Relaxed);
        Ok((*self.digest.get_or_init(|| Digest::of(&bytes)), Some(bytes)))
    }

    /// All of its bytes, and their digest, which is another than the known one if the file changed since.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn digest_of_bytes(&self) -> Result<(Digest, Vec<u8>), Diagnostic> {
        let bytes = read_bytes(&self.absolute)?;
        let digest = Digest::of(&bytes);
        self.is_used.store(true, Ordering::Relaxed);
        self.digest.get_or_init(|| digest);
        Ok((digest, bytes))
    }

    /// The digest, if anybody asked for it so far.
    #[must_use]
    pub fn used_digest(&self) -> Option<Digest> {
        self.digest.get().copied().filter(|_| self.is_used.load(Ordering::Relaxed))
    }

    /// The digest, if it is known.
    #[must_use]
    pub fn known_digest(&self) -> Option<Digest> {
        self.digest.get().copied()
    }

    /// What it tells as an image; nothing if it cannot be read, which whoever copies it reports.
    #[must_use]
    pub fn image_facts(&self) -> ImageFacts {
        self.is_used.store(true, Ordering::Relaxed);
        if let Some((_, facts)) = self.image_facts.get() {
            return facts.clone();
        }
        let Ok((digest, facts)) = ImageFacts::read(&self.absolute) else {
            return ImageFacts::default();
        };
        self.digest.get_or_init(|| digest);
        self.image_facts.get_or_init(|| (digest, facts)).1.clone()
    }

    /// What it tells as an image, if anybody asked for it so far, and it is of the bytes that the digest is of.
    #[must_use]
    pub fn known_image_facts(&self) -> Option<ImageFacts> {
        let (of, facts) = self.image_facts.get()?;
        (self.digest.get() == Some(of)).then(|| facts.clone())
    }
}

impl PartialEq for RawFile {
    fn eq(&self, other: &Self) -> bool {
        self.absolute == other.absolute
    }
}

impl Eq for RawFile {}

/// Raw files by path.
pub type RawFiles = BTreeMap<String, Arc<RawFile>>;

/// A file found below a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileEntry {
    /// Path from the walked folder, with forward slashes.
    pub path: String,
    /// Where it is.
    pub absolute: PathBuf,
    /// As it was found.
    pub stamp: Stamp,
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
        files.push(FileEntry { path: forward_slashes(path), absolute: entry.into_path(), stamp: Stamp::default() });
    }
    files.par_sort_unstable();
    files.par_iter_mut().for_each(|file| {
        // Of what a link leads to; what cannot be looked at cannot be read either, and is reported then.
        file.stamp = fs::metadata(&file.absolute).map(|metadata| Stamp::of(&metadata)).unwrap_or_default();
    });
    Ok(files)
}

/// The file of this name in a folder, if there is one.
#[must_use]
pub fn entry(folder: &Path, name: &str) -> Option<FileEntry> {
    let absolute = folder.join(name);
    let metadata = fs::metadata(&absolute).ok()?;
    Some(FileEntry { path: name.to_owned(), absolute, stamp: Stamp::of(&metadata) })
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

/// Reads the first bytes of a file, `length` of them if there are so many.
///
/// # Errors
/// If it cannot be read.
pub fn read_head(absolute: &Path, length: u64) -> Result<Vec<u8>, Diagnostic> {
    let mut head = Vec::new();
    let read = fs::File::open(absolute).and_then(|file| file.take(length).read_to_end(&mut head));
    read.map(|_| head).map_err(|error| Diagnostic::io("read", absolute, &error))
}

/// Opens a file to be copied.
///
/// # Errors
/// If it cannot be read.
pub fn open(absolute: &Path) -> Result<fs::File, Diagnostic> {
    fs::File::open(absolute).map_err(|error| Diagnostic::io("read", absolute, &error))
}

/// The digest of a file's bytes, which are read piece by piece.
///
/// # Errors
/// If it cannot be read.
pub fn digest(absolute: &Path) -> Result<Digest, Diagnostic> {
    let read = fs::File::open(absolute).and_then(Digest::of_reader);
    read.map_err(|error| Diagnostic::io("read", absolute, &error))
}

/// Whether a path with slashes names something within the folder that it is seen from.
#[must_use]
pub fn is_inner_path(path: &str) -> bool {
    !path.contains(['\0', '\n', '\r'])
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && Path::new(path).components().all(|component| matches!(component, Component::Normal(_)))
}

/// A path without links and `..`, also of what does not exist yet.
#[must_use]
pub fn real_path(path: &Path) -> PathBuf {
    let mut real = if path.is_absolute() { PathBuf::new() } else { Path::new(".").canonicalize().unwrap_or_default() };
    for component in path.components() {
        match component {
            Component::ParentDir => {
                real.pop();
            }
            Component::CurDir => {}
            other => {
                real.push(other);
                if let Ok(without_links) = real.canonicalize() {
                    real = without_links;
                }
            }
        }
    }
    real
}

fn decode(bytes: Vec<u8>, path: &str) -> Result<Source, Diagnostic> {
    let digest = Digest::of(&bytes);
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = match text.strip_prefix('\u{feff}') {
                Some(rest) => rest.to_owned(),
                None => text,
            };
            Ok(Arc::new(SourceFile { path: path.to_owned(), digest, text }))
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
