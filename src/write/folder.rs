//! The output folder: what in it is ours, and which folders can be none.
#![expect(clippy::disallowed_methods, reason = "this module is the edge where files are written")]

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::diagnostic::Diagnostic;
use crate::source::{Stamp, real_path};

use super::files::{remove_all, remove_if_present};

/// In the output folder: which files Slugline wrote there.
pub(super) const LIST: &str = ".slugline-output";

/// The next list, until it takes the place of the former.
pub(super) const LIST_BESIDE: &str = ".slugline-output.new";

/// First line of the list; the number is that of its form.
pub(super) const LIST_HEAD: &str = "slugline output 1";

/// In the output folder while a build is under way.
pub(super) const STAGE: &str = ".slugline-stage";

/// Clears away what a build that was cut off left in an output folder.
///
/// # Errors
/// If it cannot be removed.
pub fn clear(out: &Path) -> Result<(), Diagnostic> {
    remove_all(&out.join(STAGE))?;
    remove_if_present(&out.join(LIST_BESIDE))
}

/// The stamp of the list of outputs in an output folder.
#[must_use]
pub fn list_stamp(out: &Path) -> Option<Stamp> {
    Stamp::at(&out.join(LIST))
}

/// What earlier builds wrote to a folder that exists.
/// `shown` is the folder's name in reports.
pub(super) fn former(out: &Path, shown: &Path) -> Result<BTreeSet<String>, Diagnostic> {
    let list = out.join(LIST);
    match fs::read_to_string(&list) {
        Ok(text) => {
            let mut lines = text.lines();
            if lines.next() != Some(LIST_HEAD) {
                return Err(Diagnostic::error(format!("`{}` is of another version", list.display()))
                    .help(format!("remove `{}` by hand and build again", out.display())));
            }
            // What leads out of the folder was not written by us.
            let inside = |path: &&str| !path.split('/').any(|part| matches!(part, "" | "." | ".."));
            Ok(lines.filter(inside).map(str::to_owned).collect())
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let mut entries = fs::read_dir(out).map_err(|error| Diagnostic::io("read", out, &error))?;
            let ours = [STAGE, LIST, LIST_BESIDE];
            let foreign =
                entries.any(|entry| entry.is_ok_and(|entry| !ours.iter().any(|name| entry.file_name() == *name)));
            if foreign {
                return Err(Diagnostic::error(format!(
                    "the output folder `{}` holds files that Slugline did not write",
                    shown.display()
                ))
                .help("empty it by hand, or choose another with `--out`"));
            }
            Ok(BTreeSet::new())
        }
        Err(error) => Err(Diagnostic::io("read", &list, &error)),
    }
}

/// Looks whether outputs of these paths could be written to a folder, and changes nothing there.
///
/// # Errors
/// If it is or holds the site's sources, or files that no build wrote are in the way, or it cannot be read.
pub fn inspect<'p>(
    out: &Path,
    root: &Path,
    sources: &[PathBuf],
    mut paths: impl Iterator<Item = &'p str>,
) -> Result<(), Diagnostic> {
    refuse_sources(out, root, sources)?;
    let real = real_path(out);
    if !real.exists() {
        return Ok(());
    }
    let former = former(&real, out)?;
    let is_foreign = |path: &&str| {
        let present = || fs::symlink_metadata(real.join(path)).is_ok_and(|present| !present.is_dir());
        !former.contains(*path) && present()
    };
    paths.find(is_foreign).map_or(Ok(()), |path| Err(foreign(&real.join(path))))
}

/// Refuses an output folder that is, holds or lies within the sources: it would be read again, or overwrite them.
///
/// # Errors
/// If it is one.
pub fn refuse_sources(out: &Path, root: &Path, sources: &[PathBuf]) -> Result<(), Diagnostic> {
    among_sources(out, root, sources).map_or(Ok(()), |reason| {
        Err(Diagnostic::error(format!("the output folder `{}` {reason}", out.display()))
            .help("choose another with `--out`"))
    })
}

/// Why nothing can be written to a folder, if it is, holds or lies within the sources.
#[must_use]
pub fn among_sources(folder: &Path, root: &Path, sources: &[PathBuf]) -> Option<&'static str> {
    let real = real_path(folder);
    if real_path(root).starts_with(&real) {
        return Some("holds the site's sources");
    }
    let is_within = sources.iter().any(|source| real.starts_with(real_path(source)));
    is_within.then_some("lies among the site's sources")
}

/// Somebody else's file stands where an output goes.
pub(super) fn foreign(file: &Path) -> Diagnostic {
    Diagnostic::error(format!("`{}` is in the way, and Slugline did not write it", file.display()))
        .help("move the file away, or put it among the site's `static/` files")
}
