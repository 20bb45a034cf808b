//! Variants of pictures, kept for all builds of a site and all its output folders: a folder for each picture, by what it was
//! made of, with a file for each variant and an index of them. A folder is made beside its place and moved there when it is
//! whole, so that a build that is cut off leaves what it had finished, and no halves.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tempfile::TempDir;

use super::shared::Shared;
use super::{FOLDER, ignore_in_git, unusable};
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::image::{Colour, Fault, Format, Made, Shape, Variant};

/// Below the folder of caches.
const PICTURES: &str = "images";

/// Name of the index in a picture's folder.
const INDEX: &str = "index";

/// First bytes of an index; the number is that of its form.
const HEAD: &[u8] = b"slugline picture 2\n";

/// A variant, without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptVariant {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Of the file.
    pub format: Format,
    /// The shape that it was cut to; none if it is the whole picture.
    pub shape: Option<Shape>,
    /// Length of the file.
    pub bytes: u64,
    /// Of the file's bytes.
    pub digest: Digest,
}

impl KeptVariant {
    fn file(&self) -> String {
        let extension = self.format.extension();
        match self.shape {
            Some(shape) => format!("{shape:?}.{extension}").to_lowercase(),
            None => format!("{}.{extension}", self.width),
        }
    }
}

/// What was made of a picture, without the bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPicture {
    /// The whole picture in several widths and formats, and parts of it if they were asked for.
    pub variants: Vec<KeptVariant>,
    /// What its place is filled with until it is there.
    pub colour: Option<Colour>,
}

/// What is known of a picture without looking at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Path of the picture from the site's root, where it was met first.
    path: String,
    /// Of the picture's bytes.
    source: Digest,
    /// Of what was wanted of it.
    wanted: Digest,
    /// What was made of it, or why nothing was.
    pub made: Result<KeptPicture, Fault>,
}

impl Kept {
    /// What was made of a picture, without the bytes.
    #[must_use]
    pub fn of(path: &str, source: Digest, wanted: Digest, made: &Result<Made, Fault>) -> Self {
        let kept = |variant: &Variant| KeptVariant {
            width: variant.width,
            height: variant.height,
            format: variant.format,
            shape: variant.shape,
            bytes: variant.bytes.len() as u64,
            digest: Digest::of(&variant.bytes),
        };
        let picture =
            |made: &Made| KeptPicture { variants: made.variants.iter().map(kept).collect(), colour: made.colour };
        let made = made.as_ref().map(picture).map_err(Clone::clone);
        Self { path: path.to_owned(), source, wanted, made }
    }

    /// All variants, none if there was a fault.
    pub fn variants(&self) -> impl Iterator<Item = &KeptVariant> {
        self.made.iter().flat_map(|made| &made.variants)
    }
}

/// The store of variants.
#[derive(Debug)]
pub struct Pictures {
    folder: PathBuf,
    /// Where nothing is to be kept, the store goes with the build.
    _passing: Option<TempDir>,
    /// Where other machines keep theirs.
    shared: Option<Arc<Shared>>,
}

impl Pictures {
    /// The store of the site at `root`. Whoever opens it holds the site's lock.
    ///
    /// # Errors
    /// If its folder cannot be made.
    pub fn open(root: &Path) -> Result<Self, Diagnostic> {
        let store = Self::look(root);
        fs::create_dir_all(&store.folder).map_err(|error| unusable(&store.folder, &error))?;
        ignore_in_git(&root.join(FOLDER));
        Ok(store)
    }

    /// The same to be looked at: nothing is written.
    #[must_use]
    pub fn look(root: &Path) -> Self {
        Self { folder: root.join(FOLDER).join(PICTURES), _passing: None, shared: None }
    }

    /// A store for one build.
    ///
    /// # Errors
    /// If the system has no room for temporary files.
    pub fn passing() -> Result<Self, Diagnostic> {
        let folder =
            tempfile::tempdir().map_err(|error| Diagnostic::io("make a folder in", &std::env::temp_dir(), &error))?;
        Ok(Self { folder: folder.path().to_owned(), _passing: Some(folder), shared: None })
    }

    /// The same with what other machines keep.
    #[must_use]
    pub fn sharing(self, shared: Option<Arc<Shared>>) -> Self {
        Self { shared, ..self }
    }

    /// What is kept of a picture. A folder in which a file is missing or of another length is none.
    #[must_use]
    pub fn find(&self, key: Digest) -> Option<Kept> {
        self.find_here(key).or_else(|| {
            self.fetch(key)?;
            self.find_here(key)
        })
    }

    fn find_here(&self, key: Digest) -> Option<Kept> {
        let folder = self.folder_of(key);
        let kept = read(&folder)?;
        let is_whole = |variant: &KeptVariant| {
            fs::metadata(folder.join(variant.file())).is_ok_and(|file| file.is_file() && file.len() == variant.bytes)
        };
        let is_kept = kept.variants().all(is_whole);
        is_kept.then_some(kept)
    }

    /// Where a variant is.
    #[must_use]
    pub fn file(&self, key: Digest, variant: &KeptVariant) -> PathBuf {
        self.folder_of(key).join(variant.file())
    }

    /// Keeps what was made of a picture, whatever was kept of it before.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn keep(&self, key: Digest, kept: &Kept, variants: &[Variant]) -> Result<(), Diagnostic> {
        let bytes: Vec<&[u8]> = variants.iter().map(|variant| variant.bytes.as_slice()).collect();
        self.put(key, kept, &bytes)?;
        if let Some(shared) = &self.shared {
            // None of it can fail to be written down.
            shared.put(shared_name(key), postcard::to_stdvec(&(kept, &bytes)).unwrap_or_default());
        }
        Ok(())
    }

    /// Keeps here what another machine made of a picture.
    fn fetch(&self, key: Digest) -> Option<()> {
        let piece = self.shared.as_ref()?.get(&shared_name(key))?;
        let (kept, bytes): (Kept, Vec<Vec<u8>>) = postcard::from_bytes(&piece).ok()?;
        let bytes: Vec<&[u8]> = bytes.iter().map(Vec::as_slice).collect();
        self.put(key, &kept, &bytes).ok()
    }

    fn put(&self, key: Digest, kept: &Kept, variants: &[&[u8]]) -> Result<(), Diagnostic> {
        let folder = self.folder_of(key);
        let write = || {
            let beside = tempfile::Builder::new().prefix(".new-").tempdir_in(&self.folder)?;
            for (kept, variant) in kept.variants().zip(variants) {
                fs::write(beside.path().join(kept.file()), variant)?;
            }
            fs::write(beside.path().join(INDEX), index(kept))?;
            if fs::symlink_metadata(&folder).is_ok_and(|present| !present.is_dir()) {
                fs::remove_file(&folder)?;
            } else if folder.exists() {
                fs::remove_dir_all(&folder)?;
            }
            fs::rename(beside.keep(), &folder)
        };
        write().map_err(|error| unusable(&folder, &error))
    }

    /// Removes what is kept of pictures that are none any more, or were wanted otherwise, and what builds that were cut off
    /// left. `used` are the keys of those that this build shows; `is_current` tells of another, by path and digest, whether it
    /// is still among the sources: another output folder may show it. What cannot be removed stays.
    pub fn prune(&self, used: &BTreeSet<Digest>, wanted: Digest, is_current: impl Fn(&str, Digest) -> bool) {
        let used: BTreeSet<String> = used.iter().map(|key| key.hex()).collect();
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            if entry.file_name().to_str().is_some_and(|name| used.contains(name)) {
                continue;
            }
            let kept = read(&entry.path());
            if !kept.is_some_and(|kept| kept.wanted == wanted && is_current(&kept.path, kept.source)) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }

    fn folder_of(&self, key: Digest) -> PathBuf {
        self.folder.join(key.hex())
    }
}

/// Where other machines keep what was made of a picture; with the number of its form.
fn shared_name(key: Digest) -> String {
    format!("images/2/{}", key.hex())
}

/// An index is never half a file, but somebody may have meddled with it.
fn read(folder: &Path) -> Option<Kept> {
    let bytes = fs::read(folder.join(INDEX)).ok()?;
    let (digest, rest) = bytes.strip_prefix(HEAD)?.split_first_chunk::<32>()?;
    (Digest::of(rest).hex().as_bytes() == digest).then(|| postcard::from_bytes(rest).ok()).flatten()
}

fn index(kept: &Kept) -> Vec<u8> {
    // None of it can fail to be written down; were it so, the file would be no index.
    let rest = postcard::to_stdvec(kept).unwrap_or_default();
    [HEAD, Digest::of(&rest).hex().as_bytes(), &rest].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(store: &Pictures, key: Digest) -> Kept {
        let bytes = b"picture".to_vec();
        let variants = vec![Variant { width: 8, height: 4, format: Format::WebP, shape: None, bytes }];
        let made = Ok(Made { variants, colour: None });
        let kept = Kept::of("content/a.png", Digest::of(b"a"), Digest::of(b"wanted"), &made);
        store.keep(key, &kept, &made.as_ref().unwrap().variants).unwrap();
        kept
    }

    #[test]
    fn what_is_whole_is_found_and_nothing_else() {
        let store = Pictures::passing().unwrap();
        let key = Digest::of(b"key");
        assert_eq!(store.find(key), None);
        let kept = kept(&store, key);
        assert_eq!(store.find(key), Some(kept.clone()));
        let file = store.file(key, kept.variants().next().unwrap());
        fs::write(&file, b"pict").unwrap();
        assert_eq!(store.find(key), None);
        fs::write(&file, b"PICTURE").unwrap();
        let index = file.with_file_name(INDEX);
        let bytes = fs::read(&index).unwrap();
        for length in 0..bytes.len() {
            fs::write(&index, bytes.get(..length).unwrap()).unwrap();
            assert_eq!(store.find(key), None);
        }
    }

    #[test]
    fn what_is_no_source_any_more_goes() {
        let store = Pictures::passing().unwrap();
        let (used, other) = (Digest::of(b"used"), Digest::of(b"other"));
        let both = || {
            kept(&store, used);
            kept(&store, other);
            fs::create_dir(store.folder.join(".new-cut-off")).unwrap();
        };
        let count = || fs::read_dir(&store.folder).unwrap().count();
        let of_build: BTreeSet<Digest> = [used].into();
        both();
        store.prune(&of_build, Digest::of(b"wanted"), |path, _| path == "content/a.png");
        assert_eq!(count(), 2);
        both();
        store.prune(&of_build, Digest::of(b"wanted"), |_, _| false);
        assert_eq!(count(), 1);
        both();
        store.prune(&of_build, Digest::of(b"wanted otherwise"), |_, _| true);
        assert_eq!(count(), 1);
    }
}
