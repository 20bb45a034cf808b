//! Editing a post, as its writer would.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::files;

/// A post in the middle of the site, and what it holds before any edit.
pub struct Edit {
    path: PathBuf,
    text: String,
}

impl Edit {
    /// Finds one whose last line is prose: not one that hashtags end.
    pub fn new(root: &Path) -> Result<Self, Failure> {
        let posts = files::posts(&root.join("content/posts"))?;
        for path in posts.iter().skip(posts.len() / 2) {
            let text = files::read(path)?;
            if text.lines().last().is_some_and(|line| line.starts_with(char::is_alphabetic)) {
                return Ok(Self { path: path.clone(), text });
            }
        }
        Err(Failure("there is no post to edit".to_owned()))
    }

    /// Ends the body with one of two sentences, by turns.
    pub fn apply(&self, round: u32) -> Result<(), Failure> {
        let sentence = ["There is more to come.", "The matter rests there."][(round % 2) as usize];
        files::write(&self.path, format!("{} {sentence}\n", self.text.trim_end()))
    }

    /// Takes the sentence out again.
    pub fn undo(&self) -> Result<(), Failure> {
        files::write(&self.path, &self.text)
    }
}
