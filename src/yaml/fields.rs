//! Reading a mapping key by key. Asking for a key makes it known; what nobody asked for is reported at the end.

use crate::diagnostic::{Diagnostic, Diagnostics, Span, Spanned, nearest};
use crate::source::Source;

use super::{Key, Keys, Kind, Node, Value};

/// A mapping being read: every wrong value is reported at its place and taken as absent.
pub struct Fields<'a> {
    source: &'a Source,
    entries: &'a [(Spanned<String>, Node)],
    /// False for what should have been a mapping and is none; that is reported, and nothing missed on top.
    is_mapping: bool,
    known: Vec<&'static str>,
    /// What it may hold; `None` where keys are data.
    expected: Option<Keys>,
    problems: &'a mut Diagnostics,
}

impl<'a> Fields<'a> {
    /// The fields of `node`; reports it and has none if it is no mapping. `what` names it: ``"`image`"``.
    pub fn of(source: &'a Source, node: &'a Node, what: &str, problems: &'a mut Diagnostics) -> Self {
        let is_mapping = matches!(node.value, Value::Map(_) | Value::Null);
        let entries: &[_] = match &node.value {
            Value::Map(entries) => entries,
            Value::Null => &[],
            other => {
                problems.push(
                    Diagnostic::error(format!("{what} must be a mapping"))
                        .at(source, node.span, format!("this is {}", other.kind()))
                        .help("write `key: value`, each on a line of its own"),
                );
                &[]
            }
        };
        Self { source, entries, is_mapping, known: Vec::new(), expected: None, problems }
    }

    /// Says what the mapping may hold. A reader is held to it: it has to ask for all of these keys, and for no others.
    pub fn expect(&mut self, keys: Keys) {
        self.expected = Some(keys);
    }

    /// Makes sure that a reader takes a key as what it is said to be.
    fn asked(&mut self, key: &'static str, fits: impl FnOnce(Kind) -> bool) {
        if !self.known.contains(&key) {
            self.known.push(key);
        }
        if let Some(keys) = self.expected {
            let kind = keys.iter().find(|expected| expected.name == key).map(|expected| expected.kind);
            debug_assert!(kind.is_some_and(fits), "`{key}` is read in another way than its table of keys says");
        }
    }

    /// Whether there are fields at all; if not, that has been reported.
    #[must_use]
    pub fn is_mapping(&self) -> bool {
        self.is_mapping
    }

    /// Where reports of own checks go.
    pub fn problems(&mut self) -> &mut Diagnostics {
        self.problems
    }

    /// The file that is being read.
    #[must_use]
    pub fn source(&self) -> &'a Source {
        self.source
    }

    /// Key and value, unless absent or null.
    pub fn entry(&mut self, key: &'static str) -> Option<(Span, &'a Node)> {
        self.asked(key, |_| true);
        self.entries
            .iter()
            .find(|(name, node)| name.value == key && node.value != Value::Null)
            .map(|(name, node)| (name.span, node))
    }

    /// Whether `key` has a list or mapping where text belongs.
    #[must_use]
    pub fn is_no_text(&self, key: &str) -> bool {
        self.entries
            .iter()
            .any(|(name, node)| name.value == key && matches!(node.value, Value::List(_) | Value::Map(_)))
    }

    /// Where `key` stands, even if it has no value.
    #[must_use]
    pub fn place_of(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(name, _)| name.value == key).map(|(name, _)| name.span)
    }

    /// Where the value of `key` stands.
    #[must_use]
    pub fn value_place(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|(name, _)| name.value == key).map(|(_, node)| node.span)
    }

    /// The value of `key` as it is.
    pub fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        self.entry(key).map(|(_, node)| node)
    }

    /// A text; numbers and booleans count as they are written.
    pub fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        self.text_of(node, key)
    }

    /// A text that may be long and whose place does not matter.
    pub fn plain(&mut self, key: &'static str) -> Option<String> {
        self.text(key).map(|text| text.value)
    }

    /// `true` or `false`; absent is `default`.
    pub fn flag(&mut self, key: &'static str, default: bool) -> bool {
        self.asked(key, |kind| matches!(kind, Kind::Flag));
        let Some(node) = self.node(key) else {
            return default;
        };
        if let Value::Bool(value) = node.value {
            return value;
        }
        self.problems.push(
            Diagnostic::error(format!("`{key}` must be true or false"))
                .at(self.source, node.span, format!("this is {}", node.value.kind()))
                .help(format!("write `{key}: true` or `{key}: false`")),
        );
        default
    }

    /// A whole number of at least `least`; absent is `default`.
    pub fn number(&mut self, key: &'static str, least: usize, default: usize) -> usize {
        self.asked(key, |kind| matches!(kind, Kind::Number(said) if said == least));
        let Some(node) = self.node(key) else {
            return default;
        };
        if let Value::Int(value) = node.value
            && let Ok(value) = usize::try_from(value)
            && value >= least
        {
            return value;
        }
        self.problems.push(
            Diagnostic::error(format!("`{key}` must be a whole number of at least {least}"))
                .at(self.source, node.span, "not such a number")
                .help(format!("write for example `{key}: {default}`")),
        );
        default
    }

    /// A list of whole numbers of at least `least`, or one alone; none if the key is absent, or one of them is no such number.
    pub fn numbers(&mut self, key: &'static str, least: usize) -> Option<Vec<usize>> {
        self.asked(key, |kind| matches!(kind, Kind::Numbers(said) if said == least));
        let node = self.node(key)?;
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut numbers = Vec::with_capacity(items.len());
        for item in items {
            if let Value::Int(value) = item.value
                && let Some(value) = usize::try_from(value).ok().filter(|value| *value >= least)
            {
                numbers.push(value);
                continue;
            }
            self.problems.push(
                Diagnostic::error(format!("`{key}` must be whole numbers of at least {least}"))
                    .at(self.source, item.span, "not such a number")
                    .help(format!("write for example `{key}: [400, 800]`")),
            );
            return None;
        }
        Some(numbers)
    }

    /// A list of texts, or one text alone.
    pub fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        self.asked(key, |kind| matches!(kind, Kind::Texts | Kind::Words(_)));
        let Some(node) = self.node(key) else {
            return Vec::new();
        };
        match &node.value {
            Value::List(items) => items.iter().filter_map(|item| self.text_of(item, key)).collect(),
            _ => self.text_of(node, key).into_iter().collect(),
        }
    }

    /// One of a few words.
    pub fn word<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        self.asked(key, |kind| matches!(kind, Kind::Word(said) if said() == all));
        let text = self.text(key)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text.value) {
            return Some(*value);
        }
        let names: Vec<_> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        self.problems.push(
            Diagnostic::error(format!("`{key}` cannot be `{}`", text.value))
                .at(self.source, text.span, "not one of the known words")
                .help(format!("write {}", names.join(" or "))),
        );
        None
    }

    /// The text of a single node; `what` names it in a report.
    pub fn text_of(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        let value = match &node.value {
            Value::Text(text) => text.clone(),
            Value::Int(_) | Value::Float(_) | Value::Bool(_) => {
                self.source.text.get(node.span.range()).unwrap_or_default().to_owned()
            }
            other => {
                let key = what.trim_matches('`');
                self.problems.push(
                    Diagnostic::error(format!("`{key}` must be text"))
                        .at(self.source, node.span, format!("this is {}", other.kind()))
                        .help(format!("write `{key}: some words`, in quotes if they hold `: # [ ] {{ }}`")),
                );
                return None;
            }
        };
        Some(Spanned::new(value, node.span))
    }

    /// Reads a mapping inside this one.
    pub fn inner<T>(&mut self, node: &'a Node, what: &str, read: impl FnOnce(&mut Fields<'_>) -> T) -> T {
        let mut fields = Fields::of(self.source, node, what, self.problems);
        let value = read(&mut fields);
        fields.finish();
        value
    }

    /// Reads the mapping under `key`, which is empty if it is absent.
    pub fn mapping<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Fields<'_>) -> T) -> T {
        let absent = Node { value: Value::Null, span: Span::default() };
        let node = self.node(key).unwrap_or(&absent);
        let mut fields = Fields::of(self.source, node, &format!("`{key}`"), self.problems);
        let value = read(&mut fields);
        fields.finish();
        value
    }

    /// All entries, for mappings whose keys are data.
    #[must_use]
    pub fn entries(&self) -> &'a [(Spanned<String>, Node)] {
        self.entries
    }

    /// Reports the keys that nobody asked for, each with where it belongs, or with the nearest known one.
    pub fn finish(self) {
        if let Some(keys) = self.expected {
            let unread = keys.iter().find(|key| !self.known.contains(&key.name));
            debug_assert!(unread.is_none(), "nobody reads `{}`", unread.map_or("", |key| key.name));
        }
        for (key, node) in self.entries {
            if self.known.contains(&key.value.as_str()) {
                continue;
            }
            let diagnostic = Diagnostic::error(format!("unknown key `{}`", key.value)).at(
                self.source,
                key.span,
                "nothing reads this",
            );
            let help = if let Some(outer) = self.outer_of(&key.value) {
                self.move_inside(&key.value, outer, node)
            } else if let Some(known) = nearest(&key.value, self.known.iter().copied()) {
                format!("did you mean `{known}`?")
            } else if self.known.contains(&"extra") {
                "own data goes under `extra:`".to_owned()
            } else {
                format!("known keys are {}", self.known.join(", "))
            };
            self.problems.push(diagnostic.help(help));
        }
    }

    /// The key of the mapping that a key belongs to.
    fn outer_of(&self, key: &str) -> Option<&'static str> {
        let holds = |outer: &&Key| matches!(outer.kind, Kind::Map(keys) | Kind::FlagOrMap(keys) if keys.iter().any(|inner| inner.name == key));
        self.expected?.iter().find(holds).map(|outer| outer.name)
    }

    /// What to type so that a key stands in the mapping that it belongs to.
    fn move_inside(&self, inner: &str, outer: &str, node: &Node) -> String {
        if self.entries.iter().any(|(key, _)| key.value == outer) {
            return format!("move it into `{outer}`");
        }
        let written = self.source.text.get(node.span.range()).unwrap_or_default();
        // Anything else could mean something else, or nothing, within the braces.
        let is_plain = !written.is_empty() && !written.contains(['\n', ',', '[', ']', '{', '}', '#', '"', '\'']);
        format!("write `{outer}: {{{inner}: {}}}`", if is_plain { written } else { "…" })
    }
}
