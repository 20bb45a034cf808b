//! The folder that the sites are written to and built in.

use std::fs;
use std::path::{Path, PathBuf};
use std::{env, path};

use crate::failure::Failure;
use crate::files;

/// A file that says that all else in the folder may be removed.
const MARK: &str = ".slugline-compare";

/// A folder that nothing but this program writes to.
pub struct Workspace(PathBuf);

impl Workspace {
    /// Takes a folder that is missing, empty, or left by an earlier run, and empties it.
    pub fn open(dir: &Path) -> Result<Self, Failure> {
        let dir = path::absolute(dir).map_err(Failure::at(dir))?;
        fs::create_dir_all(&dir).map_err(Failure::at(&dir))?;
        let is_empty = fs::read_dir(&dir).map_err(Failure::at(&dir))?.next().is_none();
        if !is_empty && !dir.join(MARK).exists() {
            return Err(Failure(format!("`{}` holds files that are not of an earlier comparison", dir.display())));
        }
        let workspace = Self(dir);
        workspace.empty()?;
        files::write(&workspace.0.join(MARK), "bench/compare removes all that is in this folder.\n")?;
        Ok(workspace)
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// A folder in it.
    pub fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Removes it with all that it holds.
    pub fn remove(self) -> Result<(), Failure> {
        files::remove(&self.0)
    }

    fn empty(&self) -> Result<(), Failure> {
        for entry in fs::read_dir(&self.0).map_err(Failure::at(&self.0))? {
            files::remove(&entry.map_err(Failure::at(&self.0))?.path())?;
        }
        Ok(())
    }
}

/// In memory, where there is a file system for that.
pub fn default_dir() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let parent = if memory.is_dir() { memory.to_owned() } else { env::temp_dir() };
    parent.join("slugline-compare")
}
