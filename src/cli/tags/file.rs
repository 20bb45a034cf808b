//! `tags.yaml`, being edited.

use crate::config::TAGS_FILE;
use crate::content::hashtag::identity;
use crate::diagnostic::{Diagnostic, Span};
use crate::edit::{Edit, Step, YamlText};
use crate::source::{Source, SourceFile};
use crate::write::Rewritten;
use crate::yaml::{Node, Value};

use super::Newsroom;

/// The key of other names.
const ALIASES: &str = "aliases";

/// The file, with the edits so far.
pub(super) struct TagsFile {
    source: Source,
    is_new: bool,
    yaml: YamlText,
}

impl TagsFile {
    /// The file of the site, empty if there is none.
    pub(super) fn open(newsroom: &Newsroom<'_>) -> Result<Self, Diagnostic> {
        let is_new = !newsroom.root.join(TAGS_FILE).exists();
        let source = if is_new { SourceFile::new(TAGS_FILE, "") } else { newsroom.config.tags_source.clone() };
        let yaml = YamlText::read(&source, Span::new(0, source.text.len()))?;
        Ok(Self { source, is_new, yaml })
    }

    /// The text as it is now.
    pub(super) fn text(&self) -> &str {
        self.yaml.text()
    }

    /// The file to be written, if anything changed.
    pub(super) fn rewritten(self) -> Option<Rewritten> {
        let text = self.yaml.text().to_owned();
        if text == self.source.text {
            return None;
        }
        Some(if self.is_new { Rewritten::new_file(&self.source, text) } else { Rewritten::of(&self.source, text) })
    }

    /// The key under which the file has a tag.
    pub(super) fn key(&self, tag: &str) -> Option<String> {
        let own = identity(tag);
        let Value::Map(entries) = &self.yaml.tree().value else { return None };
        let found = entries.iter().find(|(key, _)| identity(plain(&key.value)) == own);
        found.map(|(key, _)| key.value.clone())
    }

    /// The key under which the file has a tag, which it gets if it has none.
    pub(super) fn key_or_new(&mut self, tag: &str) -> Result<String, Diagnostic> {
        if let Some(key) = self.key(tag) {
            return Ok(key);
        }
        self.make(&self.yaml.add_key(&[], tag, &Value::Map(Vec::new()))?)?;
        Ok(tag.to_owned())
    }

    /// Adds another name to an entry.
    pub(super) fn add_alias(&mut self, key: &str, alias: &str) -> Result<(), Diagnostic> {
        let path = [Step::Key(key), Step::Key(ALIASES)];
        let edit = if self.yaml.find(&path).is_some() {
            self.yaml.push_item(&path, alias)
        } else {
            let alias = Node { value: Value::Text(alias.to_owned()), span: Span::default() };
            self.yaml.add_key(&[Step::Key(key)], ALIASES, &Value::List(vec![alias]))
        };
        self.make(&edit?)
    }

    /// Puts another name in place of an alias of an entry.
    pub(super) fn replace_alias(&mut self, key: &str, alias: &str, name: &str) -> Result<(), Diagnostic> {
        let path = [Step::Key(key), Step::Key(ALIASES)];
        let own = identity(alias);
        let items = match self.yaml.find(&path).map(|node| &node.value) {
            Some(Value::List(items)) => items.as_slice(),
            _ => &[],
        };
        let is_alias = |item: &Node| matches!(&item.value, Value::Text(text) if identity(plain(text)) == own);
        let edit = match items.iter().position(is_alias) {
            Some(index) => self.yaml.replace_text(&[Step::Key(key), Step::Key(ALIASES), Step::Item(index)], name),
            None => self.yaml.replace_text(&path, name),
        };
        self.make(&edit?)
    }

    /// Spells the key of an entry anew.
    pub(super) fn rename(&mut self, key: &str, name: &str) -> Result<(), Diagnostic> {
        if key == name {
            return Ok(());
        }
        self.make(&self.yaml.rename_key(&[], key, name)?)
    }

    /// Takes an entry out.
    pub(super) fn remove(&mut self, key: &str) -> Result<(), Diagnostic> {
        self.make(&self.yaml.remove_key(&[], key)?)
    }

    fn make(&mut self, edit: &Edit) -> Result<(), Diagnostic> {
        self.yaml = self.yaml.with(edit)?;
        Ok(())
    }
}

/// A name as it was typed or written, without `#` and the white space around it.
pub(super) fn plain(name: &str) -> &str {
    let name = name.trim();
    name.strip_prefix('#').unwrap_or(name)
}
