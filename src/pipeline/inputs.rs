//! The files of a site: finding them, and telling which of them changed since the build before.

use std::path::Path;

use rayon::prelude::*;

use crate::cache::Input;
use crate::config::SITE_FILE;
use crate::content::link::has_extension;
use crate::diagnostic::Diagnostics;
use crate::source::{self, FileEntry, Hidden};
use crate::template::archetype;
use crate::template::theme::SOCIAL_CARD;
use crate::words::{self, TRANSLATIONS};

/// Folders of a site.
pub(super) const CONTENT: &str = "content";
pub(super) const TEMPLATES: &str = "templates";
/// The folder of files that are copied as they are.
pub const STATIC: &str = "static";

/// All of these.
pub const SOURCES: [&str; 4] = [CONTENT, TEMPLATES, STATIC, TRANSLATIONS];

/// Files at the top of a site.
pub const CONFIGURATION: [&str; 3] = ["authors.yaml", SITE_FILE, "tags.yaml"];

/// All files of a site, each with its path from the folder that it is found in.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) configuration: Vec<FileEntry>,
    pub(super) markdown: Vec<FileEntry>,
    /// What lies beside the Markdown files.
    pub(super) assets: Vec<FileEntry>,
    pub(super) templates: Vec<FileEntry>,
    pub(super) statics: Vec<FileEntry>,
    /// The site's own words.
    pub(super) translations: Vec<FileEntry>,
}

impl Listing {
    /// Looks at all folders. What is wrong is reported.
    pub(super) fn of(root: &Path, problems: &mut Diagnostics) -> Self {
        let content = files(root, CONTENT, Hidden::Skip, problems);
        let statics = files(root, STATIC, Hidden::Keep, problems);
        let templates = Self::templates_of(root, problems);
        let (markdown, assets) = content.into_iter().partition(|file| has_extension(&file.path, "md"));
        let configuration = CONFIGURATION.iter().filter_map(|name| source::entry(root, name)).collect();
        // Configuration and words are read together, which tells what is wrong with their folder.
        let translations = words::files(root, &mut Diagnostics::new());
        Self { configuration, markdown, assets, templates, statics, translations }
    }

    /// Looks at the folder of templates alone. What is wrong is reported.
    pub(super) fn templates_of(root: &Path, problems: &mut Diagnostics) -> Vec<FileEntry> {
        let mut templates = files(root, TEMPLATES, Hidden::Skip, problems);
        // Archetypes are templates of sources, not of pages.
        templates.retain(|file| {
            (has_extension(&file.path, "html") || file.path == SOCIAL_CARD)
                && !file.path.starts_with(&format!("{}/", archetype::FOLDER))
        });
        templates
    }

    /// Every file with its path from the site's root, by path.
    fn all(&self) -> Vec<(String, &FileEntry)> {
        let below = |folder: &'static str, files: &'_ [FileEntry]| {
            files.iter().map(|file| format!("{folder}/{}", file.path)).collect::<Vec<_>>()
        };
        let mut all: Vec<(String, &FileEntry)> =
            self.configuration.iter().map(|file| (file.path.clone(), file)).collect();
        all.extend(below(CONTENT, &self.markdown).into_iter().zip(&self.markdown));
        all.extend(below(CONTENT, &self.assets).into_iter().zip(&self.assets));
        all.extend(below(TEMPLATES, &self.templates).into_iter().zip(&self.templates));
        all.extend(below(STATIC, &self.statics).into_iter().zip(&self.statics));
        all.extend(below(TRANSLATIONS, &self.translations).into_iter().zip(&self.translations));
        all.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        all
    }

    /// The files as inputs, compared with those of the build before. Only files whose stamps differ are read. `moment` is
    /// when the files were listed.
    pub(super) fn compare(&self, former: &[Input], moment: i64) -> (Vec<Input>, Changes) {
        let mut former = former.iter().peekable();
        let mut removed = Vec::new();
        let mut paired = Vec::new();
        for (path, file) in self.all() {
            while let Some(gone) = former.next_if(|input| input.path < path) {
                removed.push(gone.path.clone());
            }
            let known = former.next_if(|input| input.path == path);
            paired.push((path, file, known));
        }
        removed.extend(former.map(|input| input.path.clone()));
        let looked_at: Vec<(Input, Change)> = paired
            .into_par_iter()
            .map(|(path, file, known)| {
                let stamp = Some(file.stamp).filter(|stamp| stamp.is_settled(moment));
                let Some(known) = known else {
                    return (Input { path, stamp, digest: None, image_facts: None }, Change::Added);
                };
                let (digest, change) = match known.digest {
                    Some(digest) if known.stamp != Some(file.stamp) => match source::digest(&file.absolute) {
                        Ok(found) if found == digest => (Some(found), Change::None),
                        Ok(found) => (Some(found), Change::Modified),
                        // Whoever needs the file says so.
                        Err(_) => (None, Change::Modified),
                    },
                    same => (same, Change::None),
                };
                let image_facts = known.image_facts.clone().filter(|_| digest.is_some() && change == Change::None);
                (Input { path, stamp, digest, image_facts }, change)
            })
            .collect();
        let all = |of: Change| {
            let those = looked_at.iter().filter(move |(_, change)| *change == of);
            those.map(|(input, _)| input.path.clone()).collect()
        };
        let changes = Changes { modified: all(Change::Modified), added: all(Change::Added), removed };
        (looked_at.into_iter().map(|(input, _)| input).collect(), changes)
    }
}

fn files(root: &Path, folder: &str, hidden: Hidden, problems: &mut Diagnostics) -> Vec<FileEntry> {
    source::walk(root, &root.join(folder), hidden).unwrap_or_else(|problem| {
        problems.push(problem);
        Vec::new()
    })
}

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    None,
    Added,
    Modified,
}

/// What changed since the build before.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Files with other bytes: paths from the site's root, sorted.
    pub(super) modified: Vec<String>,
    /// Files that came.
    pub(super) added: Vec<String>,
    /// Files that went.
    pub(super) removed: Vec<String>,
}

impl Changes {
    /// Whether nothing did.
    pub(super) fn none(&self) -> bool {
        self.all().next().is_none()
    }

    /// The changed files, if they are a few sources of posts and pages and nothing else changed: paths below the content
    /// folder.
    pub(super) fn of_few_sources(&self) -> Option<Vec<&str>> {
        self.of_few_sources_and_templates().filter(|few| few.templates.is_empty()).map(|few| few.sources)
    }

    /// The changed files, if they are a few sources and templates and nothing else changed. Templates may have come or gone as
    /// well.
    pub(super) fn of_few_sources_and_templates(&self) -> Option<Few<'_>> {
        let Few { mut sources, mut templates } = Few::default();
        for path in self.all().take(FEW + 1) {
            match path.split_once('/')? {
                (CONTENT, below) if has_extension(below, "md") && self.modified.contains(path) => sources.push(below),
                (TEMPLATES, below) => templates.push(below),
                _ => return None,
            }
        }
        (sources.len() + templates.len() <= FEW).then_some(Few { sources, templates })
    }

    fn all(&self) -> impl Iterator<Item = &String> {
        self.modified.iter().chain(&self.added).chain(&self.removed)
    }
}

/// A few files that changed.
#[derive(Debug, Default)]
pub(super) struct Few<'c> {
    /// Sources of posts and pages: paths below the content folder.
    pub(super) sources: Vec<&'c str>,
    /// Paths below the folder of templates.
    pub(super) templates: Vec<&'c str>,
}

/// More files than these are looked at together.
const FEW: usize = 32;
