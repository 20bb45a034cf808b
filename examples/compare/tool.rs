//! What is compared: how each is run, and how its traces are removed.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::failure::Failure;
use crate::measure::{Figures, measure};
use crate::{files, floor};

/// The programs that are compared.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ToolName {
    /// This repository's.
    Slugline,
    /// <https://gohugo.io>
    Hugo,
    /// <https://www.getzola.org>
    Zola,
    /// What only reads and writes files.
    Floor,
}

impl ToolName {
    /// As tables have it.
    pub fn shown(self) -> &'static str {
        match self {
            Self::Slugline => "Slugline",
            Self::Hugo => "Hugo",
            Self::Zola => "Zola",
            Self::Floor => "floor",
        }
    }
}

/// A program with a site that is written for it.
#[derive(Clone)]
pub struct Tool {
    /// Which program it is.
    pub name: ToolName,
    /// The folder that a build makes.
    pub output: PathBuf,
    /// The site's folder.
    root: PathBuf,
    program: PathBuf,
    /// Where former outputs are moved to, if they are not removed.
    aside: Option<PathBuf>,
}

impl Tool {
    /// A generator, which writes to the folder `public` of its site.
    pub fn generator(name: ToolName, root: &Path, program: &Path) -> Self {
        Self { name, output: root.join("public"), root: root.to_owned(), program: program.to_owned(), aside: None }
    }

    /// The floor under a site of Slugline's.
    pub fn floor(root: &Path, output: &Path) -> Self {
        Self {
            name: ToolName::Floor,
            output: output.to_owned(),
            root: root.to_owned(),
            program: PathBuf::new(),
            aside: None,
        }
    }

    /// The same, with former outputs moved into a folder instead of removed. On ext4, what was just removed slows down
    /// whoever makes files next: its numbers are not given away again for some minutes, and each is looked at first.
    pub fn moving_aside(self, folder: &Path) -> Self {
        Self { aside: Some(folder.to_owned()), ..self }
    }

    /// Takes the output and the caches away.
    pub fn clean(&self) -> Result<(), Failure> {
        match &self.aside {
            Some(folder) => files::move_into(&self.output, folder)?,
            None => files::remove(&self.output)?,
        }
        let caches: &[&str] = match self.name {
            ToolName::Slugline => &[".slugline"],
            ToolName::Hugo => &["resources", "cache", ".hugo_build.lock"],
            ToolName::Zola | ToolName::Floor => &[],
        };
        caches.iter().try_for_each(|cache| files::remove(&self.root.join(cache)))
    }

    /// Builds once.
    pub fn run(&self) -> Result<Figures, Failure> {
        let root = self.root.to_string_lossy();
        let cache = self.root.join("cache");
        let cache = cache.to_string_lossy();
        let (arguments, talkative): (&[&str], bool) = match self.name {
            ToolName::Floor => return floor::run(&self.root, &self.output),
            ToolName::Slugline => (&["build", "--quiet", "--root", &root], false),
            ToolName::Hugo => (&["build", "--quiet", "--source", &root, "--cacheDir", &cache], false),
            // It has no way to be quiet, and begins by emptying the folder that it is given.
            ToolName::Zola => (&["--root", &root, "build"], true),
        };
        measure(&self.program, arguments, talkative)
    }
}
