//! Changing one thing of a YAML document: an item, a key, a value. Comments, order, quotes and line breaks of all else stay.
//!
//! Every edit is proven before it is given: the document that it makes is read again, and must say what was wanted and
//! nothing else. What cannot be changed so is refused, with what to do by hand.

use crate::diagnostic::{Diagnostic, Span, Spanned};
use crate::source::{Source, SourceFile};
use crate::yaml::{Node, Value, parse};

use super::places::{Form, Places};
use super::{Edit, apply, scalar};

/// A step from a list or mapping to something in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step<'p> {
    /// The value of a key.
    Key(&'p str),
    /// An item of a list, counted from 0.
    Item(usize),
}

/// A YAML document in its file: all of it, or the front matter.
#[derive(Debug, Clone)]
pub struct YamlText {
    source: Source,
    within: Span,
    tree: Node,
}

impl YamlText {
    /// Reads the part `within` of a file.
    ///
    /// # Errors
    /// If it is no YAML.
    pub fn read(source: &Source, within: Span) -> Result<Self, Diagnostic> {
        let tree = parse(source, within)?;
        Ok(Self { source: source.clone(), within, tree })
    }

    /// What it says.
    #[must_use]
    pub fn tree(&self) -> &Node {
        &self.tree
    }

    /// The whole text of the file.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.source.text
    }

    /// The value at `path`.
    #[must_use]
    pub fn find(&self, path: &[Step<'_>]) -> Option<&Node> {
        path.iter().try_fold(&self.tree, |node, step| match (step, &node.value) {
            (Step::Key(key), Value::Map(entries)) => {
                entries.iter().find(|(name, _)| name.value == *key).map(|(_, value)| value)
            }
            (Step::Item(index), Value::List(items)) => items.get(*index),
            _ => None,
        })
    }

    /// The same file with an edit made, to go on from.
    ///
    /// # Errors
    /// If the edit is not one of this document.
    pub fn with(&self, edit: &Edit) -> Result<Self, Diagnostic> {
        let fits = self.within.contains(edit.span).then(|| apply(&self.source.text, std::slice::from_ref(edit)));
        let Some(text) = fits.flatten() else {
            return Err(self.refusal(edit.span, "make the change by hand"));
        };
        let end = self.within.end - (edit.span.end - edit.span.start) + edit.text.len();
        Self::read(&SourceFile::new(self.source.path.clone(), text), Span::new(self.within.start, end))
    }

    /// Puts another text in place of the one at `path`, in the same quotes.
    ///
    /// # Errors
    /// If that cannot be done without changing more.
    pub fn replace_text(&self, path: &[Step<'_>], text: &str) -> Result<Edit, Diagnostic> {
        let by_hand = format!("write `{text}` there by hand");
        let node = self.find(path).ok_or_else(|| self.refusal(self.tree.span, &by_hand))?;
        let edit = match self.places().form(node) {
            Form::Scalar if node.span.start < node.span.end => {
                let before = self.places().written(node.span);
                Some(Edit::replace(node.span, scalar::write_like(before, text)))
            }
            _ => None,
        };
        self.prove(edit, path, node.span, &by_hand, |value| *value = Value::Text(text.to_owned()))
    }

    /// Gives the key `key` of the mapping at `path` another name, in the same quotes.
    ///
    /// # Errors
    /// If that cannot be done without changing more.
    pub fn rename_key(&self, path: &[Step<'_>], key: &str, name: &str) -> Result<Edit, Diagnostic> {
        let by_hand = format!("write `{name}` in place of `{key}` by hand");
        let span = self.key(path, key).map(|key| key.span);
        let edit = span.map(|span| Edit::replace(span, scalar::write_like(self.places().written(span), name)));
        self.prove(edit, path, span.unwrap_or(self.tree.span), &by_hand, |value| {
            if let Value::Map(entries) = value {
                entries
                    .iter_mut()
                    .filter(|(own, _)| own.value == key)
                    .for_each(|(own, _)| name.clone_into(&mut own.value));
            }
        })
    }

    /// Adds a text to the end of the list at `path`. A single text there becomes a list of two, and nothing a list of one.
    ///
    /// # Errors
    /// If that cannot be done without changing more.
    pub fn push_item(&self, path: &[Step<'_>], text: &str) -> Result<Edit, Diagnostic> {
        let by_hand = format!("add `{}` there by hand", scalar::write(text));
        let node = self.find(path).ok_or_else(|| self.refusal(self.tree.span, &by_hand))?;
        let edit = match &node.value {
            Value::List(_) => self.addition(node, &scalar::write(text), "- "),
            Value::Null => self.value_of_nothing(path, node, &format!("[{}]", scalar::write(text))),
            Value::Map(_) => None,
            _ => self.as_list(node, text),
        };
        self.prove(edit, path, node.span, &by_hand, |value| {
            let added = Node { value: Value::Text(text.to_owned()), span: Span::default() };
            match value {
                Value::List(items) => items.push(added),
                Value::Null => *value = Value::List(vec![added]),
                other => {
                    let first = Node { value: std::mem::replace(other, Value::Null), span: Span::default() };
                    *other = Value::List(vec![first, added]);
                }
            }
        })
    }

    /// Takes an item out of the list at `path`.
    ///
    /// # Errors
    /// If that cannot be done without changing more.
    pub fn remove_item(&self, path: &[Step<'_>], index: usize) -> Result<Edit, Diagnostic> {
        self.remove(path, index, "take the item out by hand")
    }

    /// Adds a key to the end of the mapping at `path`, with a value in one line.
    ///
    /// # Errors
    /// If that cannot be done without changing more.
    pub fn add_key(&self, path: &[Step<'_>], key: &str, value: &Value) -> Result<Edit, Diagnostic> {
        let entry = format!("{}: {}", scalar::write(key), in_one_line(value));
        let by_hand = format!("add `{entry}` there by hand");
        let node = self.find(path).ok_or_else(|| self.refusal(self.tree.span, &by_hand))?;
        let edit = match &node.value {
            Value::Map(_) => self.addition(node, &entry, ""),
            Value::Null if path.is_empty() => Some(self.first_line(&entry)),
            Value::Null => self.value_of_nothing(path, node, &format!("{{{entry}}}")),
            _ => None,
        };
        self.prove(edit, path, node.span, &by_hand, |mapping| {
            let name = Spanned::new(key.to_owned(), Span::default());
            let entry = (name, Node { value: value.clone(), span: Span::default() });
            match mapping {
                Value::Map(entries) => entries.push(entry),
                other => *other = Value::Map(vec![entry]),
            }
        })
    }

    /// Takes a key out of the mapping at `path`, with its value.
    ///
    /// # Errors
    /// If that cannot be done without changing more.
    pub fn remove_key(&self, path: &[Step<'_>], key: &str) -> Result<Edit, Diagnostic> {
        let by_hand = format!("take `{key}` out by hand");
        let index = match self.find(path).map(|node| &node.value) {
            Some(Value::Map(entries)) => entries.iter().position(|(name, _)| name.value == key),
            _ => None,
        };
        let index = index.ok_or_else(|| self.refusal(self.tree.span, &by_hand))?;
        self.remove(path, index, &by_hand)
    }

    fn places(&self) -> Places<'_> {
        Places { text: &self.source.text, within: self.within }
    }

    fn key(&self, path: &[Step<'_>], key: &str) -> Option<&Spanned<String>> {
        match &self.find(path)?.value {
            Value::Map(entries) => entries.iter().map(|(name, _)| name).find(|name| name.value == key),
            _ => None,
        }
    }

    /// A further item or entry behind the last one. `mark` stands before it in block form.
    fn addition(&self, node: &Node, written: &str, mark: &str) -> Option<Edit> {
        let places = self.places();
        let children = places.children(node);
        match (places.form(node), children.first(), children.last()) {
            (Form::Flow, _, Some(last)) => Some(Edit::insert(last.end, format!(", {written}"))),
            (Form::Flow, _, None) => Some(Edit::insert(node.span.start + 1, written)),
            (Form::Block, Some(first), Some(last)) => {
                let first = if mark.is_empty() { Some(first.start) } else { places.dash(first.start) }?;
                let line = format!("{}{}{mark}{written}", places.line_break(), places.column(first));
                Some(Edit::insert(places.line_end(last.end), line))
            }
            _ => None,
        }
    }

    /// The first entry of a document that says nothing, below its comments.
    fn first_line(&self, entry: &str) -> Edit {
        let places = self.places();
        let line_break = places.line_break();
        let before = places.written(self.within);
        let opening = if before.is_empty() || before.ends_with('\n') { "" } else { line_break };
        Edit::insert(self.within.end, format!("{opening}{entry}{line_break}"))
    }

    /// A value for a key that has none.
    fn value_of_nothing(&self, path: &[Step<'_>], node: &Node, written: &str) -> Option<Edit> {
        if node.span.start < node.span.end {
            return (self.places().form(node) == Form::Scalar).then(|| Edit::replace(node.span, written));
        }
        let (Step::Key(key), mapping) = path.split_last()? else { return None };
        let key = self.key(mapping, key)?;
        Some(match self.places().colon_end(key) {
            Some(colon) => Edit::insert(colon, format!(" {written}")),
            None => Edit::insert(key.span.end, format!(": {written}")),
        })
    }

    /// A single text and another as a list.
    fn as_list(&self, node: &Node, text: &str) -> Option<Edit> {
        let places = self.places();
        let before = places.written(node.span);
        if places.form(node) != Form::Scalar || before.is_empty() || before.contains('\n') {
            return None;
        }
        let before = match &node.value {
            Value::Text(text) if !before.starts_with(['"', '\'']) => scalar::write(text),
            _ => before.to_owned(),
        };
        Some(Edit::replace(node.span, format!("[{before}, {}]", scalar::write(text))))
    }

    fn remove(&self, path: &[Step<'_>], index: usize, by_hand: &str) -> Result<Edit, Diagnostic> {
        let node = self.find(path).ok_or_else(|| self.refusal(self.tree.span, by_hand))?;
        let places = self.places();
        let children = places.children(node);
        let removed = match places.form(node) {
            Form::Flow => removed_in_brackets(places, &children, index),
            // Without its only line, a list or mapping would be nothing rather than empty.
            Form::Block if children.len() > 1 => {
                let is_list = matches!(node.value, Value::List(_));
                children.get(index).and_then(|child| removed_lines(places, *child, is_list))
            }
            _ => None,
        };
        let place = children.get(index).copied().unwrap_or(node.span);
        self.prove(removed.map(Edit::remove), path, place, by_hand, |value| match value {
            Value::List(items) if index < items.len() => drop(items.remove(index)),
            Value::Map(entries) if index < entries.len() => drop(entries.remove(index)),
            _ => {}
        })
    }

    /// Gives the edit if it makes of the value at `path` what `change` makes of it, and nothing else.
    fn prove(
        &self,
        edit: Option<Edit>,
        path: &[Step<'_>],
        place: Span,
        by_hand: &str,
        change: impl FnOnce(&mut Value),
    ) -> Result<Edit, Diagnostic> {
        let mut wanted = self.tree.clone();
        if let Some(value) = find_mut(&mut wanted, path) {
            change(value);
        }
        let edit = edit.filter(|edit| self.with(edit).is_ok_and(|made| says_the_same(&made.tree, &wanted)));
        edit.ok_or_else(|| self.refusal(place, by_hand))
    }

    fn refusal(&self, place: Span, by_hand: &str) -> Diagnostic {
        Diagnostic::error(format!("`{}` cannot be edited safely", self.source.path))
            .at(&self.source, place, "written in a way of which only a person can change a part")
            .help(by_hand)
    }
}

/// Bytes to take out of brackets for an item to be gone, with its comma.
fn removed_in_brackets(places: Places<'_>, children: &[Span], index: usize) -> Option<Span> {
    let child = *children.get(index)?;
    let between = |from: usize, to: usize| places.written(Span::new(from, to)).contains(['#', '\n']);
    let previous = index.checked_sub(1).and_then(|index| children.get(index));
    match (previous, children.get(index + 1)) {
        (_, Some(next)) if !between(child.end, next.start) => Some(Span::new(child.start, next.start)),
        (Some(previous), None) if !between(previous.end, child.start) => Some(Span::new(previous.end, child.end)),
        _ => {
            let end = places.comma_end(child.end).unwrap_or(child.end);
            // A line that would be left empty goes too.
            let is_own_line = places.indentation(child.start).is_some()
                && places.written(Span::new(end, places.line_end(end))).trim().is_empty();
            Some(if is_own_line {
                Span::new(places.line_start(child.start), places.next_line(end))
            } else {
                Span::new(child.start, end)
            })
        }
    }
}

/// The lines of an item or entry in block form.
fn removed_lines(places: Places<'_>, child: Span, is_list: bool) -> Option<Span> {
    let start = if is_list { places.dash(child.start)? } else { child.start };
    places.indentation(start)?;
    Some(Span::new(places.line_start(start), places.next_line(child.end)))
}

fn find_mut<'n>(node: &'n mut Node, path: &[Step<'_>]) -> Option<&'n mut Value> {
    let found = path.iter().try_fold(node, |node, step| match (step, &mut node.value) {
        (Step::Key(key), Value::Map(entries)) => {
            entries.iter_mut().find(|(name, _)| name.value == *key).map(|(_, value)| value)
        }
        (Step::Item(index), Value::List(items)) => items.get_mut(*index),
        _ => None,
    })?;
    Some(&mut found.value)
}

/// Whether two documents say the same, wherever it stands.
#[must_use]
pub fn says_the_same(a: &Node, b: &Node) -> bool {
    match (&a.value, &b.value) {
        (Value::List(a), Value::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| says_the_same(a, b)),
        (Value::Map(a), Value::Map(b)) => {
            let mut pairs = a.iter().zip(b);
            a.len() == b.len() && pairs.all(|(a, b)| a.0.value == b.0.value && says_the_same(&a.1, &b.1))
        }
        // What is no number is the same as itself here.
        (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
        (a, b) => a == b,
    }
}

/// A value as it stands in one line.
fn in_one_line(value: &Value) -> String {
    match value {
        Value::Null => "~".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => value.to_string(),
        Value::Text(text) => scalar::write(text),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| in_one_line(&item.value)).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(entries) => {
            let entry = |(key, value): &(Spanned<String>, Node)| {
                format!("{}: {}", scalar::write(&key.value), in_one_line(&value.value))
            };
            let entries: Vec<String> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}
