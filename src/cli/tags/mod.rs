//! `slugline tags`: the hashtags of a site, and renaming and merging them in the files that people wrote.

mod change;
mod file;
mod lint;
mod list;
mod posts;

use std::path::Path;

use crate::config::{Config, TAGS_FILE};
use crate::content::document::Document;
use crate::content::hashtag::identity;
use crate::content::post::{Content, Post};
use crate::diagnostic::report::Style;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pipeline;
use crate::site::{self, Tags};
use crate::source::SourceFile;
use crate::write::{self, Rewritten};

use super::arguments::{ChangeArguments, MergeArguments, RenameArguments, TagsArguments, TagsCommand};
use super::diff::diff;
use super::{print_line, print_notice, print_problems, print_text};

pub(super) fn run(arguments: &TagsArguments) -> Result<(), ()> {
    let done = match &arguments.command {
        None => list::run(&arguments.list),
        Some(TagsCommand::Lint(lint)) => return lint::run(lint),
        Some(TagsCommand::Merge(merge)) => change(&merge.change, |newsroom| merged(newsroom, merge)),
        Some(TagsCommand::Rename(rename)) => change(&rename.change, |newsroom| renamed(newsroom, rename)),
    };
    done.map_err(|problems| print_problems(&problems, Style::default()))
}

/// What there is of tags: in `tags.yaml`, and in all posts, drafts and expired ones too.
struct Newsroom<'r> {
    root: &'r Path,
    config: Config,
    /// Newest first.
    posts: Vec<Content>,
    tags: Tags,
}

impl<'r> Newsroom<'r> {
    /// Reads the site. Nothing is edited while something is wrong with it.
    fn read(root: &'r Path) -> Result<Self, Diagnostics> {
        let mut problems = Diagnostics::new();
        let (config, contents) = pipeline::sources(root, &mut problems);
        let posts = newest_first(contents);
        let documents: Vec<&Document> = posts.iter().map(Content::document).collect();
        let tags = site::tags(&config, &documents, &mut problems);
        problems.sort();
        problems.into_result()?;
        Ok(Self { root, config, posts, tags })
    }

    /// A tag as it is spelled on the site now, else as it was typed.
    fn spelling(&self, typed: &str) -> String {
        let own = identity(typed);
        let tag = self.tags.all.iter().find(|tag| tag.identity == own);
        let info = self.config.tags.iter().find(|info| identity(&info.name.value) == own);
        let known = tag.map(|tag| &tag.name).or(info.map(|info| &info.name.value));
        known.cloned().unwrap_or_else(|| typed.to_owned())
    }

    /// Whether a post has the tag, or `tags.yaml` an entry for it.
    fn knows(&self, name: &str) -> bool {
        let own = identity(name);
        self.tags.all.iter().any(|tag| tag.identity == own)
            || self.config.tags.iter().any(|info| identity(&info.name.value) == own)
    }

    /// The tag that a name is an alias of.
    fn alias_of(&self, name: &str) -> Option<&str> {
        let own = identity(name);
        let is_alias = |alias: &crate::diagnostic::Spanned<String>| identity(&alias.value) == own;
        let info = self.config.tags.iter().find(|info| info.aliases.iter().any(is_alias));
        info.map(|info| info.name.value.as_str())
    }

    /// Makes sure that with the new `tags.yaml` the old names mean the new tag, and nothing is wrong.
    fn check(&self, text: &str, old: &[String], new: &str) -> Result<(), Diagnostics> {
        let mut problems = Diagnostics::new();
        let config = self.config.clone().with_tags(SourceFile::new(TAGS_FILE, text), &mut problems);
        let documents: Vec<&Document> = self.posts.iter().map(Content::document).collect();
        let tags = site::tags(&config, &documents, &mut problems);
        let problems = problems.into_result()?;
        let meant = |name: &str| tags.find(name).map(|tag| tag.identity.as_str());
        if old.iter().all(|old| meant(old) == meant(new)) {
            return Ok(());
        }
        let mut problem = Diagnostics::from(
            Diagnostic::error(format!("`{new}` cannot take the place of all of them"))
                .in_file(TAGS_FILE)
                .help("make the change in `tags.yaml` by hand"),
        );
        problem.append(problems);
        Err(problem)
    }
}

/// Posts, newest first; plain pages have no hashtags.
fn newest_first(contents: Vec<Content>) -> Vec<Content> {
    let mut posts: Vec<Content> = contents.into_iter().filter(|content| post(content).is_some()).collect();
    posts.sort_by_cached_key(|content| {
        let date = post(content).map(|post| post.date.timestamp());
        (std::cmp::Reverse(date), content.document().path.clone())
    });
    posts
}

fn post(content: &Content) -> Option<&Post> {
    match content {
        Content::Post(post) => Some(post),
        Content::Page(_) => None,
    }
}

/// Edits that were worked out, and what there is to tell beside them.
struct Changed {
    sources: Vec<Rewritten>,
    notices: Vec<String>,
}

fn merged(newsroom: &Newsroom<'_>, arguments: &MergeArguments) -> Result<Changed, Diagnostics> {
    let merge = change::Change::merge(newsroom, &arguments.old, &arguments.new)?;
    merge.made(newsroom, arguments.change.edit_posts)
}

fn renamed(newsroom: &Newsroom<'_>, arguments: &RenameArguments) -> Result<Changed, Diagnostics> {
    let rename = change::Change::rename(newsroom, &arguments.old, &arguments.new)?;
    rename.made(newsroom, arguments.change.edit_posts)
}

/// Works a change out, and shows it or writes it.
fn change(
    arguments: &ChangeArguments,
    work_out: impl FnOnce(&Newsroom<'_>) -> Result<Changed, Diagnostics>,
) -> Result<(), Diagnostics> {
    let newsroom = Newsroom::read(&arguments.root)?;
    let Changed { sources, notices } = work_out(&newsroom)?;
    for notice in &notices {
        print_notice(notice);
    }
    if sources.is_empty() {
        print_line("Nothing to change");
        return Ok(());
    }
    if arguments.write {
        write::rewrite(newsroom.root, &sources)?;
        print_line(&format!("Changed {}", counted(&sources)));
    } else {
        for rewritten in &sources {
            print_text(&diff(rewritten));
        }
        print_notice(&format!("would change {}; nothing was written, add `--write` for that", counted(&sources)));
    }
    Ok(())
}

/// `tags.yaml and 3 posts`.
fn counted(sources: &[Rewritten]) -> String {
    let of_tags = sources.iter().any(|rewritten| rewritten.source().path == TAGS_FILE);
    let posts = match sources.len() - usize::from(of_tags) {
        0 => None,
        1 => Some("1 post".to_owned()),
        many => Some(format!("{many} posts")),
    };
    let tags = of_tags.then(|| TAGS_FILE.to_owned());
    tags.into_iter().chain(posts).collect::<Vec<_>>().join(" and ")
}
