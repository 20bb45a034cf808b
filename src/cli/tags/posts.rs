//! Another name for a tag in posts: in their front matter and their last line. Hashtags in running text are the writer's
//! words; they stay, and lead on by the alias.

use crate::content::document::Document;
use crate::content::front_matter;
use crate::content::hashtag::{identity, only_hashtags};
use crate::content::post::Content;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, Spanned};
use crate::edit::yaml::says_the_same;
use crate::edit::{Edit, Step, YamlText, apply};
use crate::source::{Source, SourceFile};
use crate::write::Rewritten;
use crate::yaml::{Node, Value};

use super::Newsroom;
use super::file::plain;

/// Keys of front matter that hold hashtags.
const KEYS: [&str; 2] = ["hashtags", "tags"];

/// All posts that change.
pub(super) fn all(newsroom: &Newsroom<'_>, old: &[String], new: &str) -> Result<Vec<Rewritten>, Diagnostics> {
    let renaming = Renaming { old: old.iter().map(|old| identity(old)).collect(), new };
    let mut problems = Diagnostics::new();
    let mut changed = Vec::new();
    let mut documents: Vec<&Document> = newsroom.posts.iter().map(Content::document).collect();
    documents.sort_by(|a, b| a.path.cmp(&b.path));
    for document in documents {
        match renaming.of_post(newsroom, document) {
            Ok(rewritten) => changed.extend(rewritten),
            Err(problem) => problems.push(problem),
        }
    }
    problems.into_result()?;
    Ok(changed)
}

/// What becomes of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stays,
    Renamed,
    /// The post has the new name already.
    Goes,
}

struct Renaming<'n> {
    /// Identities.
    old: Vec<String>,
    new: &'n str,
}

impl Renaming<'_> {
    fn of_post(&self, newsroom: &Newsroom<'_>, document: &Document) -> Result<Option<Rewritten>, Diagnostic> {
        let in_front = self.fates(document.front_matter.hashtags.iter().map(|tag| tag.value.as_str()));
        let lifted = &document.outline.lifted;
        let mut in_last_line = self.fates(lifted.iter().map(|tag| tag.value.as_str()));
        // A last line holds no names with spaces; hyphens are the same there.
        let new_in_line = self.new.split_whitespace().collect::<Vec<_>>().join("-");
        if only_hashtags(&format!("#{new_in_line}")).is_none() {
            in_last_line.fill(Fate::Stays);
        }
        let hashtags = &document.front_matter.hashtags;
        let all = hashtags.iter().zip(&in_front).chain(lifted.iter().zip(&in_last_line));
        let Some(place) = all.filter(|(_, fate)| **fate != Fate::Stays).map(|(tag, _)| tag.span).next() else {
            return Ok(None);
        };
        let source = &document.source;
        let refused = || {
            Diagnostic::error("the hashtags of this post cannot be edited safely")
                .at(source, place, "to be renamed")
                .help("change them by hand, or leave `--edit-posts` out: the alias is enough")
        };
        let edits = renamed_in_text(&source.text, lifted, &in_last_line, &new_in_line);
        let text = apply(&source.text, &edits).ok_or_else(refused)?;
        let (Some(within), _) = front_matter::split(source)? else { return Ok(None) };
        let text = self.in_front_matter(document, text, within, &in_front).ok_or_else(refused)?;
        if text == source.text {
            return Ok(None);
        }
        let edited = SourceFile::new(source.path.clone(), text);
        let is_right = self.proves(newsroom, document, &edited, &in_front, &in_last_line);
        if is_right { Ok(Some(Rewritten::of(source, edited.text.clone()))) } else { Err(refused()) }
    }

    /// The first of the old names is renamed, unless the new one is there; the others go.
    fn fates<'s>(&self, names: impl Iterator<Item = &'s str>) -> Vec<Fate> {
        let identities: Vec<String> = names.map(identity).collect();
        let new = identity(self.new);
        let is_old = |name: &String| self.old.contains(name);
        let mut is_there = identities.iter().any(|name| *name == new && !is_old(name));
        let fate = |name: &String| match (is_old(name), std::mem::replace(&mut is_there, true)) {
            (false, was_there) => {
                is_there = was_there;
                Fate::Stays
            }
            (true, false) => Fate::Renamed,
            (true, true) => Fate::Goes,
        };
        identities.iter().map(fate).collect()
    }

    /// The text with the hashtags of its front matter edited.
    fn in_front_matter(&self, document: &Document, text: String, within: Span, fates: &[Fate]) -> Option<String> {
        let source = SourceFile::new(document.source.path.clone(), text);
        let mut yaml = YamlText::read(&source, within).ok()?;
        let hashtags = &document.front_matter.hashtags;
        for key in KEYS {
            let Some(node) = yaml.find(&[Step::Key(key)]) else { continue };
            match &node.value {
                Value::List(items) => yaml = self.in_list(&yaml, key, items.len(), fates)?,
                Value::Null => {}
                _ => {
                    let edits = renamed_in_text(&source.text, hashtags, fates, self.new);
                    return apply(&source.text, &edits);
                }
            }
        }
        Some(yaml.text().to_owned())
    }

    fn in_list(&self, yaml: &YamlText, key: &str, length: usize, fates: &[Fate]) -> Option<YamlText> {
        // Items that are no tags were reported; without them, fates and items are the same.
        if length != fates.len() {
            return None;
        }
        let mut yaml = yaml.clone();
        // From the end, so that places stay.
        for (index, fate) in fates.iter().enumerate().rev() {
            let edit = match fate {
                Fate::Stays => continue,
                Fate::Goes => yaml.remove_item(&[Step::Key(key)], index),
                Fate::Renamed => {
                    let path = [Step::Key(key), Step::Item(index)];
                    let written = yaml.find(&path).map(|node| written_name(yaml.text(), node))?;
                    if plain(&written) == self.new {
                        continue;
                    }
                    let hash = if written.trim_start().starts_with('#') { "#" } else { "" };
                    yaml.replace_text(&path, &format!("{hash}{}", self.new))
                }
            };
            yaml = yaml.with(&edit.ok()?).ok()?;
        }
        Some(yaml)
    }

    /// Whether an edited post has the tags that it should have, and is else the same.
    fn proves(
        &self,
        newsroom: &Newsroom<'_>,
        before: &Document,
        edited: &Source,
        in_front: &[Fate],
        in_last_line: &[Fate],
    ) -> bool {
        let mut problems = Diagnostics::new();
        let Some(after) = Document::read(edited.clone(), &before.path, &newsroom.config, &mut problems) else {
            return false;
        };
        let expected = |tags: &[Spanned<String>], fates: &[Fate]| -> Vec<String> {
            let name = |(tag, fate): (&Spanned<String>, &Fate)| match fate {
                Fate::Stays => Some(identity(&tag.value)),
                Fate::Renamed => Some(identity(self.new)),
                Fate::Goes => None,
            };
            tags.iter().zip(fates).filter_map(name).collect()
        };
        let found = |tags: &[Spanned<String>]| tags.iter().map(|tag| identity(&tag.value)).collect::<Vec<_>>();
        !problems.has_errors()
            && found(&after.front_matter.hashtags) == expected(&before.front_matter.hashtags, in_front)
            && found(&after.outline.lifted) == expected(&before.outline.lifted, in_last_line)
            && found(&after.outline.hashtags) == found(&before.outline.hashtags)
            && without_hashtags(&before.source)
                .zip(without_hashtags(edited))
                .is_some_and(|(a, b)| says_the_same(&a, &b))
    }
}

/// Edits of names that stand one behind another, each with its `#` or without.
fn renamed_in_text(text: &str, tags: &[Spanned<String>], fates: &[Fate], new: &str) -> Vec<Edit> {
    let start = |tag: &Spanned<String>| {
        let has_mark = text.get(..tag.span.start).is_some_and(|before| before.ends_with('#'));
        tag.span.start - usize::from(has_mark)
    };
    let mut edits = Vec::new();
    // What goes at the beginning takes along the space behind it; all else, the space before it.
    let first_kept = fates.iter().position(|fate| *fate != Fate::Goes);
    if let (Some(kept), Some(first)) = (first_kept.and_then(|at| tags.get(at)), tags.first())
        && start(first) < start(kept)
    {
        edits.push(Edit::remove(Span::new(start(first), start(kept))));
    }
    let mut previous: Option<&Spanned<String>> = None;
    for (tag, fate) in tags.iter().zip(fates).skip(first_kept.unwrap_or(tags.len())) {
        match (fate, previous) {
            (Fate::Renamed, _) if tag.value != new => edits.push(Edit::replace(tag.span, new)),
            (Fate::Goes, Some(previous)) => edits.push(Edit::remove(Span::new(previous.span.end, tag.span.end))),
            _ => {}
        }
        previous = Some(tag);
    }
    edits
}

fn written_name(text: &str, node: &Node) -> String {
    match &node.value {
        Value::Text(name) => name.clone(),
        _ => text.get(node.span.range()).unwrap_or_default().to_owned(),
    }
}

/// What front matter says beside its hashtags.
fn without_hashtags(source: &Source) -> Option<Node> {
    let (within, _) = front_matter::split(source).ok()?;
    let mut tree = YamlText::read(source, within?).ok()?.tree().clone();
    if let Value::Map(entries) = &mut tree.value {
        entries.retain(|(key, _)| !KEYS.contains(&key.value.as_str()));
    }
    Some(tree)
}
