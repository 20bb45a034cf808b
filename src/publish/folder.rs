//! Publishing to a folder of this machine, which a server serves.
#![expect(clippy::disallowed_methods, reason = "this module is the edge where a target's files are written")]

use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::Path;

use jiff::Timestamp;
use rayon::prelude::*;

use super::changes::Changes;
use super::edition::Edition;
use super::record::{LOCK, RECORD, Record, in_the_way};
use super::{Outcome, Sending};
use crate::diagnostic::Diagnostic;
use crate::pipeline::SOURCES;
use crate::source::{self, real_path};
use crate::write::among_sources;

/// What a file is called until it is whole.
const PART: &str = ".slugline.part";

/// So many files are read, and packed, at a time.
const READ_AT_ONCE: usize = 64;

/// Publishes to a folder, which is made if it is not there.
pub(super) fn publish(
    root: &Path,
    folder: &Path,
    edition: &Edition,
    now: Timestamp,
    sending: &dyn Sending,
) -> Result<Outcome, Diagnostic> {
    refuse(root, folder, edition)?;
    let record = read(folder)?;
    let mut changes = Changes::between(&record, edition, now);
    refuse_others(folder, edition, &record, &changes)?;
    if changes.is_empty() && changes.former == record.former {
        return Ok(Outcome::Same(changes));
    }
    changes.bytes = edition.length(changes.sent())?;
    if !sending.begin(&changes) {
        return Ok(Outcome::Declined);
    }
    fs::create_dir_all(folder).map_err(|error| Diagnostic::io("make the folder", folder, &error))?;
    let _lock = lock(folder)?;
    if read(folder)? != record {
        let problem = Diagnostic::error(format!("somebody else published to `{}` meanwhile", folder.display()));
        return Err(problem.help("publish again"));
    }
    let mut begun = record;
    begun.begun.extend(changes.sent().cloned());
    write(folder, RECORD, begun.text().as_bytes())?;
    for path in changes.in_the_way(edition) {
        remove(folder, &path)?;
    }
    let sent: Vec<&String> = changes.sent().collect();
    let mut length = 0;
    for paths in sent.chunks(READ_AT_ONCE) {
        let read: Result<Vec<Vec<u8>>, Diagnostic> = paths.par_iter().map(|path| edition.bytes(path)).collect();
        for (path, bytes) in paths.iter().zip(read?) {
            write(folder, path, &bytes)?;
            length += bytes.len() as u64;
            sending.advance();
        }
    }
    changes.bytes = length;
    for path in &changes.deleted {
        remove(folder, path)?;
        sending.advance();
    }
    write(folder, RECORD, changes.record(edition).text().as_bytes())?;
    Ok(Outcome::Published(changes))
}

/// Refuses a folder that is something else already.
fn refuse(root: &Path, folder: &Path, edition: &Edition) -> Result<(), Diagnostic> {
    let sources = SOURCES.map(|source| root.join(source));
    let (real, out) = (real_path(folder), real_path(&edition.out));
    let reason = match among_sources(folder, root, &sources) {
        Some(reason) => reason,
        None if real.starts_with(&out) || out.starts_with(&real) => "is where the site is built, or holds it",
        None => return Ok(()),
    };
    Err(Diagnostic::error(format!("nothing can be published to `{}`: it {reason}", folder.display()))
        .help("publish to another folder"))
}

fn lock(folder: &Path) -> Result<File, Diagnostic> {
    let path = folder.join(LOCK);
    let file = File::create(&path).map_err(|error| Diagnostic::io("write", &path, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            let problem = Diagnostic::error(format!("somebody else publishes to `{}` just now", folder.display()));
            Err(problem.help("wait until that is over, and publish again"))
        }
        Err(TryLockError::Error(error)) => Err(Diagnostic::io("lock", &path, &error)),
    }
}

fn read(folder: &Path) -> Result<Record, Diagnostic> {
    let path = folder.join(RECORD);
    if !path.exists() {
        return Ok(Record::default());
    }
    Record::read(&source::read_bytes(&path)?).ok_or_else(|| {
        Diagnostic::error(format!("`{}` is not as this version of Slugline writes it", path.display()))
            .help("publish with the version that wrote it, or empty the folder")
    })
}

/// Finds files that somebody else put where the edition has others.
fn refuse_others(folder: &Path, edition: &Edition, record: &Record, changes: &Changes) -> Result<(), Diagnostic> {
    let is_other = |path: &&String| {
        let file = folder.join(path);
        !record.knows(path)
            && fs::symlink_metadata(&file).is_ok_and(|metadata| !metadata.is_dir())
            && source::digest(&file).ok() != edition.files.get(*path).copied()
    };
    in_the_way(&folder.display().to_string(), changes.added.iter().filter(is_other).cloned().collect())
}

/// Writes a file that is never seen in part.
fn write(folder: &Path, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
    let file = folder.join(path);
    let within = file.parent().unwrap_or(folder);
    fs::create_dir_all(within).map_err(|error| Diagnostic::io("make the folder", within, &error))?;
    let part = within.join(PART);
    fs::write(&part, bytes).and_then(|()| fs::rename(&part, &file)).map_err(|error| {
        let _ = fs::remove_file(&part);
        Diagnostic::io("write", &file, &error)
    })
}

/// Removes a file, and the folders that are empty without it.
fn remove(folder: &Path, path: &str) -> Result<(), Diagnostic> {
    let file = folder.join(path);
    match fs::remove_file(&file) {
        // A folder that came in its place.
        Err(_) if file.is_dir() => return Ok(()),
        Err(error) if !matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Err(Diagnostic::io("remove", &file, &error));
        }
        _ => {}
    }
    let above = Path::new(path).ancestors().skip(1).take_while(|above| !above.as_os_str().is_empty());
    for above in above {
        if fs::remove_dir(folder.join(above)).is_err() {
            break;
        }
    }
    Ok(())
}
