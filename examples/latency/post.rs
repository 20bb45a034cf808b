//! The post that is edited.

use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::Failure;

/// What is edited.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// The last line of its text.
    Body,
    /// Its title, which lists and neighbours show.
    Title,
    /// The template of all posts.
    Template,
}

/// A post, and all that was there before any edit.
pub struct Post {
    source: PathBuf,
    text: String,
    template: PathBuf,
    template_text: Option<String>,
    /// Of its page.
    pub path: String,
}

impl Post {
    /// Finds one in the middle of the site whose last line is prose: not one that hashtags end.
    pub fn find(site: &Path) -> Result<Self, Failure> {
        let mut files = Vec::new();
        sources(&site.join("content/posts"), &mut files)?;
        files.sort();
        for source in files.iter().skip(files.len() / 2) {
            let text = fs::read_to_string(source)?;
            if text.lines().last().is_some_and(|line| line.starts_with(char::is_alphabetic)) {
                return Ok(Self::at(site, source, text));
            }
        }
        Err(Failure("there is no post to edit".to_owned()))
    }

    fn at(site: &Path, source: &Path, text: String) -> Self {
        let template = site.join("templates/post.html");
        let template_text = fs::read_to_string(&template).ok();
        // The folders are those of the post's year and month, its name is its slug.
        let below = source.strip_prefix(site.join("content/posts")).unwrap_or(source).with_extension("");
        let path = format!("/{}/", below.display());
        Self { source: source.to_owned(), text, template, template_text, path }
    }

    /// Edits it, otherwise in each round.
    pub fn edit(&self, kind: Kind, round: usize) -> Result<(), Failure> {
        match kind {
            Kind::Body => Ok(fs::write(&self.source, format!("{} Sentence number {round}.\n", self.text.trim_end()))?),
            Kind::Title => {
                let title = self.text.lines().find(|line| line.starts_with("title:"));
                let title = title.ok_or_else(|| Failure("there is no title".to_owned()))?;
                Ok(fs::write(&self.source, self.text.replacen(title, &format!("title: Title number {round}"), 1))?)
            }
            Kind::Template => {
                let theme = include_str!("../../templates/post.html");
                let template = self.template_text.as_deref().unwrap_or(theme);
                fs::create_dir_all(self.template.parent().unwrap_or(Path::new(".")))?;
                Ok(fs::write(&self.template, template.replace("</h1>", &format!("</h1><!-- {round} -->")))?)
            }
        }
    }

    /// Puts everything back.
    pub fn undo(&self) -> Result<(), Failure> {
        fs::write(&self.source, &self.text)?;
        match &self.template_text {
            Some(text) => Ok(fs::write(&self.template, text)?),
            None if self.template.exists() => Ok(fs::remove_file(&self.template)?),
            None => Ok(()),
        }
    }
}

/// All Markdown files of a folder and those below it.
fn sources(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(path);
        }
    }
    Ok(())
}
