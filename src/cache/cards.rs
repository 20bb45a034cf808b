//! Social cards that were drawn, each in a file by its key. All output folders of a site share them; a list
//! for each says which it shows, and what is on none of the lists is removed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::social_card::Kept;

use super::shared::Shared;
use super::{sections, unusable};

/// Name of the folder of cards, and of the list that an output folder has.
const CARDS: &str = "cards";

/// The cards of a site, for one build.
#[derive(Debug)]
pub struct Cards {
    /// With the caches of all output folders.
    base: PathBuf,
    /// Where the list of this output folder is.
    list: PathBuf,
    /// What was shown in this build, by the path of the output.
    shown: Mutex<BTreeMap<String, Digest>>,
    /// What went wrong first.
    problem: Mutex<Option<Diagnostic>>,
    /// Where other machines keep theirs.
    shared: Option<Arc<Shared>>,
}

impl Cards {
    /// Those below `base`, for the output folder whose cache is `folder`.
    pub(super) fn new(base: &Path, folder: &Path) -> Self {
        let (shown, problem) = (Mutex::default(), Mutex::default());
        Self { base: base.to_path_buf(), list: folder.join(CARDS), shown, problem, shared: None }
    }

    /// The same with what other machines keep.
    #[must_use]
    pub fn sharing(self, shared: Option<Arc<Shared>>) -> Self {
        Self { shared, ..self }
    }

    fn keep_here(&self, key: Digest, png: &[u8]) {
        let folder = self.base.join(CARDS);
        let kept = fs::create_dir_all(&folder)
            .map_err(|error| unusable(&folder, &error))
            .and_then(|()| sections::save(&self.file(key), &[png.to_vec()]));
        if let Err(problem) = kept {
            self.problem.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(problem);
        }
    }

    fn file(&self, key: Digest) -> PathBuf {
        self.base.join(CARDS).join(key.hex())
    }

    /// Notes which cards the output folder shows now: `paths` are those of all its cards. What no folder shows is removed.
    ///
    /// # Errors
    /// If a card or the list could not be written. Nothing but time is lost.
    pub fn settle<'p>(&self, paths: impl Iterator<Item = &'p str>) -> Result<(), Diagnostic> {
        if let Some(problem) = self.problem.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(problem);
        }
        let former = read(&self.list);
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let now: BTreeMap<String, Digest> =
            paths.filter_map(|path| Some((path.to_owned(), *shown.get(path).or_else(|| former.get(path))?))).collect();
        if now == former {
            return Ok(());
        }
        // None of it can fail to be written down.
        sections::save(&self.list, &[postcard::to_stdvec(&now).unwrap_or_default()])?;
        self.remove_unused();
        Ok(())
    }

    /// Removes what is on no list. What cannot be read or removed is left to another build.
    fn remove_unused(&self) {
        let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let used: BTreeSet<String> =
            entries(&self.base).flat_map(|folder| read(&folder.join(CARDS)).into_values()).map(Digest::hex).collect();
        for card in entries(&self.base.join(CARDS)) {
            let is_used = card.file_name().and_then(|name| name.to_str()).is_some_and(|name| used.contains(name));
            if !is_used {
                let _ = fs::remove_file(card);
            }
        }
    }
}

/// Where other machines keep a card; another version of the program may draw it otherwise.
fn shared_name(key: Digest) -> String {
    format!("cards/{}/{}", env!("SLUGLINE_SOURCES"), key.hex())
}

/// A list; an empty one if there is none that can be used.
fn read(list: &Path) -> BTreeMap<String, Digest> {
    let loaded = sections::load(list);
    loaded.and_then(|loaded| postcard::from_bytes(loaded.iter().next()?).ok()).unwrap_or_default()
}

impl Kept for Cards {
    fn find(&self, path: &str, key: Digest) -> Option<Vec<u8>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), key);
        if let Some(png) = sections::load(&self.file(key)).and_then(|kept| kept.iter().next().map(<[u8]>::to_vec)) {
            return Some(png);
        }
        let png = self.shared.as_ref()?.get(&shared_name(key))?;
        self.keep_here(key, &png);
        Some(png)
    }

    fn keep(&self, key: Digest, png: &[u8]) {
        self.keep_here(key, png);
        if let Some(shared) = &self.shared {
            shared.put(shared_name(key), png.to_vec());
        }
    }
}
