//! Writing: every output is staged beside its place and moved there when all are made, so that nobody ever sees half a file,
//! and a failed build changes nothing. Only files that an earlier build wrote are ever replaced or removed; a person's own
//! files are touched by [`rewrite`] alone, when they asked for it.
#![expect(clippy::disallowed_methods, reason = "this module is the edge where files are written")]

mod files;
mod folder;
mod sources;
mod standing;

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::io::{self, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::source::{self, RawFile, Stamp, real_path};

use files::{merge, remove_all};
use folder::{LIST, LIST_BESIDE, LIST_HEAD, STAGE, foreign, former};

pub use files::{ScratchFolder, create};
pub use folder::{among_sources, clear, inspect, list_stamp, refuse_sources};
pub use sources::{Rewritten, edit_source, rewrite};
pub use standing::{Standing, standing};

/// What a build did to the output folder.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Files made or replaced.
    pub written: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files of the build before that are no more.
    pub removed: usize,
}

/// What publishing did.
#[derive(Debug, Default)]
pub struct Published {
    /// In numbers.
    pub written: Written,
    /// Paths of files that are no outputs any more.
    pub removed: Vec<String>,
    /// Paths of files that were moved one by one, which changes their stamps.
    pub moved: Vec<String>,
}

/// An output folder with a build under way.
#[derive(Debug)]
pub struct Stage {
    /// As it was asked for.
    shown: PathBuf,
    out: PathBuf,
    /// Where files wait.
    waiting: PathBuf,
    /// Whether the output folder was not there before.
    is_new: bool,
    former: BTreeSet<String>,
    /// Folders that were made in the stage; none before the first.
    folders: Mutex<Option<HashSet<String>>>,
    written: AtomicUsize,
    /// Whether there is nothing to be cleared away any more.
    is_over: bool,
}

impl Stage {
    /// Opens an output folder for a build of the site at `root`. Nothing is made there before the first file is staged.
    ///
    /// # Errors
    /// If it is or holds the site's sources, or holds files that no build wrote, or cannot be read.
    pub fn open(out: &Path, root: &Path, sources: &[PathBuf]) -> Result<Self, Diagnostic> {
        refuse_sources(out, root, sources)?;
        let real = real_path(out);
        let is_new = !real.exists();
        let former = if is_new { BTreeSet::new() } else { former(&real, out)? };
        // It is ours: what a build that was cut off left there is ours too.
        clear(&real)?;
        Ok(Self::at(out, real, is_new, former))
    }

    /// Opens an output folder of which it is known that an earlier build of the same site wrote it, to replace some of its
    /// files and no more.
    #[must_use]
    pub fn over(out: &Path, replaced: BTreeSet<String>) -> Self {
        Self::at(out, real_path(out), false, replaced)
    }

    fn at(shown: &Path, out: PathBuf, is_new: bool, former: BTreeSet<String>) -> Self {
        Self {
            shown: shown.to_path_buf(),
            waiting: out.join(STAGE),
            out,
            is_new,
            former,
            folders: Mutex::new(None),
            written: AtomicUsize::new(0),
            is_over: false,
        }
    }

    /// Stages a file; gives its stamp.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn put(&self, path: &str, bytes: &[u8]) -> Result<Stamp, Diagnostic> {
        self.stage(path, |mut file| file.write_all(bytes))
    }

    /// Stages a copy of a file, however large; gives its stamp.
    ///
    /// # Errors
    /// If it cannot be read or written.
    pub fn copy(&self, path: &str, from: &RawFile) -> Result<Stamp, Diagnostic> {
        let mut source = source::open(&from.absolute)?;
        self.stage(path, |mut file| io::copy(&mut source, &mut file).map(|_| ()))
    }

    fn stage(&self, path: &str, write: impl FnOnce(&fs::File) -> io::Result<()>) -> Result<Stamp, Diagnostic> {
        self.make_folder(path.rsplit_once('/').map_or("", |(folder, _)| folder))?;
        let file = self.waiting.join(path);
        let written = || {
            let opened = fs::File::create(&file)?;
            write(&opened)?;
            opened.metadata()
        };
        let metadata = written().map_err(|error| Diagnostic::io("write", &file, &error))?;
        self.written.fetch_add(1, Ordering::Relaxed);
        Ok(Stamp::of(&metadata))
    }

    /// The stamp of a published file, if it is ours and has these very bytes.
    #[must_use]
    pub fn standing(&self, path: &str, length: Option<usize>, digest: Digest) -> Option<Stamp> {
        if self.is_new || !self.former.contains(path) || self.leads_through_a_link(path) {
            return None;
        }
        let file = self.out.join(path);
        let found = Stamp::at(&file).filter(|found| length.is_none_or(|length| found.length == length as u64))?;
        source::digest(&file).is_ok_and(|found| found == digest).then_some(found)
    }

    /// Whether a folder on the way to a file is a link: what lies behind it is not ours.
    fn leads_through_a_link(&self, path: &str) -> bool {
        path.match_indices('/').any(|(at, _)| {
            let folder = path.get(..at).map(|folder| self.out.join(folder));
            folder.is_some_and(|folder| fs::symlink_metadata(folder).is_ok_and(|found| found.is_symlink()))
        })
    }

    /// Makes a folder of the stage, and before the first of them the stage itself.
    fn make_folder(&self, folder: &str) -> Result<(), Diagnostic> {
        let mut made = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if made.is_none() {
            self.make_stage()?;
        }
        let is_made = made.get_or_insert_default().contains(folder);
        drop(made);
        if folder.is_empty() || is_made {
            return Ok(());
        }
        let path = self.waiting.join(folder);
        fs::create_dir_all(&path).map_err(|error| Diagnostic::io("make the folder", &path, &error))?;
        let mut made = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        made.get_or_insert_default().insert(folder.to_owned());
        Ok(())
    }

    fn make_stage(&self) -> Result<(), Diagnostic> {
        fs::create_dir_all(&self.out).map_err(|error| Diagnostic::io("make the folder", &self.shown, &error))?;
        clear(&self.out)?;
        fs::create_dir(&self.waiting).map_err(|error| Diagnostic::io("make the folder", &self.waiting, &error))
    }

    /// Whether publishing would change anything: files were staged, or some of the former are no outputs any more, or the
    /// list of them is gone.
    #[must_use]
    pub fn has_work(&self, outputs: &BTreeSet<String>) -> bool {
        self.written.load(Ordering::Relaxed) > 0 || self.former != *outputs
    }

    /// Moves everything staged into its place, and removes what earlier builds wrote and this one did not. `outputs` are the
    /// paths of all files of this build; `before` is called when nothing stands in the way, before anything is changed.
    ///
    /// # Errors
    /// If somebody else's file is in the way, before anything is changed; or if a file cannot be moved or removed.
    pub fn publish(
        mut self,
        outputs: &BTreeSet<String>,
        before: impl FnOnce() -> Result<(), Diagnostic>,
    ) -> Result<Published, Diagnostic> {
        self.make_folder("")?;
        self.check_the_way(&self.waiting, "")?;
        before()?;
        // While files move, the list names the old and the new ones: after a crash, both are known as ours.
        let both: BTreeSet<String> = self.former.union(outputs).cloned().collect();
        self.save_list(&both)?;
        let obsolete: Vec<&String> = self.former.difference(outputs).collect();
        let removed = obsolete.iter().map(|path| (*path).clone()).collect();
        let (in_the_way, rest): (Vec<&String>, Vec<&String>) =
            obsolete.into_iter().partition(|path| is_in_the_way(path, outputs));
        let mut count = self.remove_files(&in_the_way)?;
        let mut moved = Vec::new();
        merge(&self.waiting, &self.out, "", &mut moved)?;
        count += self.remove_files(&rest)?;
        remove_all(&self.waiting)?;
        self.save_list(outputs)?;
        self.is_over = true;
        let written = self.written.load(Ordering::Relaxed);
        let written = Written { written, unchanged: outputs.len().saturating_sub(written), removed: count };
        Ok(Published { written, removed, moved })
    }

    /// Moves everything staged into its place, over files that were there before. `before` is called before anything is
    /// changed.
    ///
    /// # Errors
    /// If somebody else's file is in the way, before anything is changed; or if a file cannot be moved.
    pub fn replace(mut self, before: impl FnOnce() -> Result<(), Diagnostic>) -> Result<(), Diagnostic> {
        self.check_the_way(&self.waiting, "")?;
        before()?;
        merge(&self.waiting, &self.out, "", &mut Vec::new())?;
        remove_all(&self.waiting)?;
        self.is_over = true;
        Ok(())
    }

    /// Makes sure that nothing but files of earlier builds stands where the staged ones go, at `below` and deeper.
    fn check_the_way(&self, staged: &Path, below: &str) -> Result<(), Diagnostic> {
        let entries = fs::read_dir(staged).map_err(|error| Diagnostic::io("read", staged, &error))?;
        for entry in entries {
            let entry = entry.map_err(|error| Diagnostic::io("read", staged, &error))?;
            let path = format!("{below}{}", entry.file_name().to_string_lossy());
            let target = self.out.join(&path);
            let Ok(present) = fs::symlink_metadata(&target) else { continue };
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            match (is_folder, present.is_dir()) {
                (true, true) => self.check_the_way(&entry.path(), &format!("{path}/"))?,
                (false, true) => self.check_folder_goes(&target, &path)?,
                (_, false) if self.former.contains(&path) => {}
                (_, false) => return Err(foreign(&target)),
            }
        }
        Ok(())
    }

    /// A folder that a file takes the place of must hold files of earlier builds alone.
    fn check_folder_goes(&self, folder: &Path, path: &str) -> Result<(), Diagnostic> {
        let entries = fs::read_dir(folder).map_err(|error| Diagnostic::io("read", folder, &error))?;
        for entry in entries.flatten() {
            let within = format!("{path}/{}", entry.file_name().to_string_lossy());
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                self.check_folder_goes(&entry.path(), &within)?;
            } else if !self.former.contains(&within) {
                return Err(foreign(folder));
            }
        }
        Ok(())
    }

    /// Leaves what is staged to the next build of this output folder, to be cleared away when there is time.
    pub fn abandon(mut self) {
        self.is_over = true;
    }

    fn save_list(&self, paths: &BTreeSet<String>) -> Result<(), Diagnostic> {
        let mut text = String::from(LIST_HEAD);
        text.push('\n');
        for path in paths {
            text.push_str(path);
            text.push('\n');
        }
        let list = self.out.join(LIST);
        if fs::read(&list).is_ok_and(|present| present == text.as_bytes()) {
            return Ok(());
        }
        let beside = self.out.join(LIST_BESIDE);
        fs::write(&beside, text)
            .and_then(|()| fs::rename(&beside, &list))
            .map_err(|error| Diagnostic::io("write", &list, &error))
    }

    /// Removes files, and the folders that they leave empty.
    fn remove_files(&self, paths: &[&String]) -> Result<usize, Diagnostic> {
        let mut removed = 0;
        for path in paths {
            if self.leads_through_a_link(path) {
                continue;
            }
            let file = self.out.join(path);
            match fs::remove_file(&file) {
                Ok(()) => removed += 1,
                Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
                Err(error) => return Err(Diagnostic::io("remove", &file, &error)),
            }
            let mut folder = file.parent();
            while let Some(empty) = folder.filter(|folder| *folder != self.out) {
                // Fails on a folder that is not empty, which ends the climb.
                if fs::remove_dir(empty).is_err() {
                    break;
                }
                folder = empty.parent();
            }
        }
        Ok(removed)
    }
}

impl Drop for Stage {
    /// A build that failed leaves nothing behind.
    fn drop(&mut self) {
        if !self.is_over {
            let _ = fs::remove_dir_all(&self.waiting);
            if self.is_new {
                let _ = fs::remove_dir(&self.out);
            }
        }
    }
}

/// Whether an obsolete file stands where a folder is needed, or the other way round.
fn is_in_the_way(path: &str, outputs: &BTreeSet<String>) -> bool {
    let as_folder = format!("{path}/");
    let below = outputs.range(as_folder.clone()..).next();
    below.is_some_and(|next| next.starts_with(&as_folder))
        || path.match_indices('/').any(|(at, _)| path.get(..at).is_some_and(|folder| outputs.contains(folder)))
}
