//! What one build leaves for the next, in `.slugline/`: the [`Manifest`], which says what every output was made from, an
//! image of the site as it was read, highlighted code, and social cards. Each may be missing, damaged or of another version at any time;
//! then it counts as nothing, and what it would have spared is made anew.
#![expect(clippy::disallowed_methods, reason = "with `source` and `write`, this module is the edge to the file system")]

mod answers;
mod cards;
mod image;
mod lock;
mod manifest;
mod pictures;
mod sections;
mod shared;

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::content::highlight::Code;
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::search::Terms;
use crate::source::{Stamp, is_inner_path, real_path};

pub use answers::{Answer, Answers};
pub use cards::Cards;
pub use image::Image;
pub use lock::{Lock, ServerLock, Waiting};
pub use manifest::{Input, Manifest, Record, Tally};
pub use pictures::{Kept, KeptPicture, Pictures};
pub use shared::{Shared, unused};

/// Where caches are kept, below the site's folder.
const FOLDER: &str = ".slugline";

/// Names of its files.
const MANIFEST: &str = "manifest";
const IMAGE: &str = "site";
const CODE: &str = "code";
const TERMS: &str = "terms";
/// Those that machines share. The manifest comes last: what it leads to is there before it.
const SHARED: [&str; 4] = [IMAGE, CODE, TERMS, MANIFEST];
/// Of the site, whatever its output folders.
const ANSWERS: &str = "answers";
const CLOCK: &str = "clock";
const HELD: &str = "held";

/// The stamps of a manifest, and of the note that one is held in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token(Option<Stamp>, Option<Stamp>);

impl Token {
    /// When the manifest was saved, in nanoseconds since 1970; 0 if there is none.
    #[must_use]
    pub fn saved_at(self) -> i64 {
        self.0.map_or(0, |stamp| stamp.modified)
    }

    /// Whether it shows anything.
    fn is_empty(self) -> bool {
        self.0.is_none() && self.1.is_none()
    }
}

/// The cache of one site for one output folder. Whoever opens it holds the site's [`Lock`].
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// Opens the cache of the site at `root` for the output folder `out`.
    ///
    /// # Errors
    /// If its folder cannot be made.
    pub fn open(root: &Path, out: &Path) -> Result<Self, Diagnostic> {
        let base = root.join(FOLDER);
        let folder = base.join(name_of(root, out));
        fs::create_dir_all(&folder).map_err(|error| unusable(&folder, &error))?;
        ignore_in_git(&base);
        Ok(Self { folder })
    }

    /// The manifest of the site at `root` for the output folder `out`. Nothing is written, and no lock needed: a manifest is
    /// replaced as a whole.
    #[must_use]
    pub fn look(root: &Path, out: &Path) -> Option<Manifest> {
        Self { folder: root.join(FOLDER).join(name_of(root, out)) }.manifest()
    }

    /// Removes what was kept for an output folder.
    ///
    /// # Errors
    /// If it is there and cannot be removed.
    pub fn remove(root: &Path, out: &Path) -> Result<(), Diagnostic> {
        let folder = root.join(FOLDER).join(name_of(root, out));
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Diagnostic::io("remove", &folder, &error)),
            _ => Ok(()),
        }
    }

    /// What the file system's clock shows, in nanoseconds since 1970. (The machine's own may show something else.)
    ///
    /// # Errors
    /// If it cannot be asked.
    pub fn clock(&self) -> Result<i64, Diagnostic> {
        let path = self.folder.join(CLOCK);
        let touched = fs::write(&path, ".");
        touched.map_err(|error| unusable(&path, &error))?;
        Ok(Stamp::at(&path).unwrap_or_default().modified)
    }

    /// The manifest of the build before; none if there is none that can be used.
    #[must_use]
    pub fn manifest(&self) -> Option<Manifest> {
        Manifest::from_sections(&sections::load(&self.folder.join(MANIFEST))?)
    }

    /// Whether nobody built since this was the token.
    #[must_use]
    pub fn is_still(&self, token: Option<Token>) -> bool {
        token.is_some_and(|token| !token.is_empty() && token == self.token())
    }

    /// The image of the site that a manifest belongs to.
    #[must_use]
    pub fn image(&self, of: &Manifest) -> Option<Image> {
        let loaded = sections::load(&self.folder.join(IMAGE))?;
        (loaded.digest() == of.image).then(|| Image::from_sections(&loaded)).flatten()
    }

    /// Forgets the manifest, before an output changes: were the build cut off, what stood in it would no longer be true.
    ///
    /// # Errors
    /// If it is there and cannot be removed.
    pub fn forget(&self) -> Result<(), Diagnostic> {
        for path in [self.folder.join(MANIFEST), self.folder.join(HELD)] {
            match fs::remove_file(&path) {
                // A folder in its place is somebody else's, and no manifest.
                Err(_) if path.is_dir() => {}
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(Diagnostic::io("remove", &path, &error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Notes that a process holds the manifest in its memory; whoever builds next takes the note away.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn hold(&self) -> Result<(), Diagnostic> {
        let path = self.folder.join(HELD);
        fs::write(&path, ".").map_err(|error| unusable(&path, &error))
    }

    /// Who built last, as far as it shows: nobody did since, if it is still the same.
    #[must_use]
    pub fn token(&self) -> Token {
        Token(Stamp::at(&self.folder.join(MANIFEST)), Stamp::at(&self.folder.join(HELD)))
    }

    /// Keeps an image of the site; gives what a manifest knows it by.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn save_image(&self, sections: &[Vec<u8>]) -> Result<Digest, Diagnostic> {
        sections::save(&self.folder.join(IMAGE), sections)
    }

    /// Highlighted code.
    #[must_use]
    pub fn code(&self) -> Code {
        let loaded = sections::load(&self.folder.join(CODE));
        loaded.and_then(|loaded| postcard::from_bytes(loaded.iter().next()?).ok()).unwrap_or_default()
    }

    /// Keeps highlighted code.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn save_code(&self, all: &Code) -> Result<(), Diagnostic> {
        // None of it can fail to be written down.
        let section = postcard::to_stdvec(all).unwrap_or_default();
        sections::save(&self.folder.join(CODE), &[section]).map(|_| ())
    }

    /// The terms of search.
    #[must_use]
    pub fn terms(&self) -> Option<Terms> {
        let loaded = sections::load(&self.folder.join(TERMS))?;
        postcard::from_bytes(loaded.iter().next()?).ok()
    }

    /// Keeps the terms of search.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn save_terms(&self, terms: &Terms) -> Result<(), Diagnostic> {
        // None of it can fail to be written down.
        let section = postcard::to_stdvec(terms).unwrap_or_default();
        sections::save(&self.folder.join(TERMS), &[section]).map(|_| ())
    }

    /// Takes what another machine left of a build of what is `wanted`, if nothing is here. Whether there is something now.
    #[must_use]
    pub fn restore(&self, shared: &Shared, wanted: Digest) -> bool {
        let is_there = shared::snapshot::restore(shared, &self.shared_name(wanted), &self.folder, &SHARED);
        // Whoever can write to the shared cache is not let out of the output folder.
        let stays = |manifest: Manifest| manifest.outputs.iter().all(|output| is_inner_path(&output.path));
        let is_fine = is_there && self.manifest().is_some_and(stays);
        if is_there && !is_fine {
            let _ = self.forget();
        }
        is_fine
    }

    /// Leaves for other machines what this build, of what was `wanted`, left here.
    pub fn share(&self, shared: &Shared, wanted: Digest) {
        shared::snapshot::share(shared, &self.shared_name(wanted), &self.folder, &SHARED);
    }

    fn shared_name(&self, wanted: Digest) -> String {
        let own = self.folder.file_name().unwrap_or_default().to_string_lossy();
        format!("{own}-{}", wanted.hex())
    }

    /// The social cards of the site, for one build.
    #[must_use]
    pub fn cards(&self) -> Cards {
        Cards::new(self.folder.parent().unwrap_or(&self.folder), &self.folder)
    }

    /// Keeps a manifest; the last thing that a build does.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn save(&self, manifest: &Manifest) -> Result<(), Diagnostic> {
        sections::save(&self.folder.join(MANIFEST), &manifest.to_sections())?;
        // The note is a matter of convenience: as long as it stands, nothing in memory is trusted.
        let _ = fs::remove_file(self.folder.join(HELD));
        Ok(())
    }
}

/// An output folder is known by where it lies, seen from the site: so a site can be moved with its cache.
fn name_of(root: &Path, out: &Path) -> String {
    let (root, out) = (real_path(root), real_path(out));
    let relative = out.strip_prefix(&root).unwrap_or(&out);
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
    let mut name = Digest::of(parts.join("/").as_bytes()).hex();
    name.truncate(16);
    name
}

/// A cache belongs in no repository; nothing depends on this.
fn ignore_in_git(base: &Path) {
    let ignore = base.join(".gitignore");
    if !ignore.exists() {
        let _ = fs::write(ignore, "*\n");
    }
}

fn unusable(path: &Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::warning(format!("the build cache cannot be used: `{}`: {error}", path.display()))
        .help("make `.slugline/` writable, or build with `--no-cache`")
}
