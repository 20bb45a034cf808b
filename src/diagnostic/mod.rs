//! What is wrong with a site, and where: the one type in which every stage reports.
//!
//! A [`Diagnostic`] is a headline, a [`Label`] under the smallest wrong text, notes on second places and one line of
//! help. [`Diagnostics`] gathers all of a run. Drawing them is [`report`]'s business alone.

pub mod report;
mod span;
mod suggestion;

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::source::Source;

pub use span::{Position, Span, Spanned};
pub use suggestion::nearest;

/// How bad it is: an error stops the build, a warning does not (unless the run is strict).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// Published all the same.
    Warning,
}

impl Severity {
    /// `error` or `warning`, as it stands in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A stretch of a source file, with what is to be said of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Label {
    /// The file.
    pub source: Source,
    /// Bytes of the file.
    pub span: Span,
    /// Stands behind the caret; may be empty.
    pub text: String,
}

impl Label {
    /// Line and column of the label's start, counted from 1.
    #[must_use]
    pub fn position(&self) -> Position {
        Position::of(&self.source.text, self.span.start)
    }
}

/// Where a problem is.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Place {
    Nowhere,
    /// A file or folder as a whole, by its path as the user knows it.
    Path(String),
    Label(Label),
}

/// A remark that belongs to a diagnostic, with a place of its own or without.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Note {
    /// What to know.
    pub text: String,
    /// The second place.
    pub label: Option<Label>,
}

/// One problem.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// In the writer's words, lower case, no period, values in backquotes.
    pub headline: String,
    place: Place,
    /// Second places and remarks, in order.
    pub notes: Vec<Note>,
    /// One action, as text to type.
    pub help: Option<String>,
    /// Whether a report of one line has the help, too.
    pub is_help_vital: bool,
    /// Name of the rule that it breaks, if it is one that a site can set.
    pub rule: Option<String>,
}

impl Diagnostic {
    /// An error without a place so far.
    #[must_use]
    pub fn error(headline: impl Into<String>) -> Self {
        Self::new(Severity::Error, headline.into())
    }

    /// A warning without a place so far.
    #[must_use]
    pub fn warning(headline: impl Into<String>) -> Self {
        Self::new(Severity::Warning, headline.into())
    }

    /// An operating-system failure on a path, reported at the path.
    #[must_use]
    pub fn io(what: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::error(format!("cannot {what} `{}`: {error}", path.display()))
    }

    fn new(severity: Severity, headline: String) -> Self {
        Self {
            severity,
            headline,
            place: Place::Nowhere,
            notes: Vec::new(),
            help: None,
            is_help_vital: false,
            rule: None,
        }
    }

    /// Puts the caret under `span` of `source`, with `text` behind it.
    #[must_use]
    pub fn at(mut self, source: &Source, span: Span, text: impl Into<String>) -> Self {
        self.place = Place::Label(Label { source: source.clone(), span, text: text.into() });
        self
    }

    /// Names a file or folder as a whole.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.place = Place::Path(path.into());
        self
    }

    /// Adds a remark without a place.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(Note { text: text.into(), label: None });
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn note_at(mut self, source: &Source, span: Span, text: impl Into<String>) -> Self {
        self.notes
            .push(Note { text: String::new(), label: Some(Label { source: source.clone(), span, text: text.into() }) });
        self
    }

    /// Says what to type.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Says what to type, where that is the point of it all: a report of one line has it, too.
    #[must_use]
    pub fn offer(mut self, text: impl Into<String>) -> Self {
        self.is_help_vital = true;
        self.help(text)
    }

    /// Names the rule that is broken.
    #[must_use]
    pub fn rule(mut self, name: impl Into<String>) -> Self {
        self.rule = Some(name.into());
        self
    }

    /// The place under the caret, where there is one.
    #[must_use]
    pub fn label(&self) -> Option<&Label> {
        match &self.place {
            Place::Label(label) => Some(label),
            Place::Path(_) | Place::Nowhere => None,
        }
    }

    /// Path of the file, relative to the site's root; empty when the problem is in no file.
    #[must_use]
    pub fn path(&self) -> &str {
        match &self.place {
            Place::Label(label) => &label.source.path,
            Place::Path(path) => path,
            Place::Nowhere => "",
        }
    }
}

/// All the problems of a run. An `Err(Diagnostics)` is never empty.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None so far.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.all.push(diagnostic);
    }

    /// Adds all of another run or stage.
    pub fn append(&mut self, mut other: Self) {
        self.all.append(&mut other.all);
    }

    /// Whether there is an error among them.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.all.iter().any(|d| d.severity == Severity::Error)
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Errors and warnings, counted.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.all.iter().filter(|d| d.severity == Severity::Error).count();
        (errors, self.all.len() - errors)
    }

    /// Turns warnings into errors.
    #[must_use]
    pub fn strict(mut self) -> Self {
        for diagnostic in &mut self.all {
            diagnostic.severity = Severity::Error;
        }
        self
    }

    /// By path, then place, then as they came.
    pub fn sort(&mut self) {
        self.all.sort_by(|a, b| {
            let start = |d: &Diagnostic| d.label().map_or(0, |l| l.span.start);
            (a.path(), start(a)).cmp(&(b.path(), start(b)))
        });
    }

    /// Gives every place its source anew: what comes from the cache knows only the path of its file.
    pub fn find_sources(&mut self, mut find: impl FnMut(&Source) -> Source) {
        for diagnostic in &mut self.all {
            let place = if let Place::Label(label) = &mut diagnostic.place { Some(label) } else { None };
            let notes = diagnostic.notes.iter_mut().filter_map(|note| note.label.as_mut());
            for label in place.into_iter().chain(notes) {
                label.source = find(&label.source);
            }
        }
    }

    /// In their present order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.all.iter()
    }

    /// `Err` with everything if there is an error among them, else what is left to warn of.
    ///
    /// # Errors
    /// If at least one diagnostic is an error.
    pub fn into_result(self) -> Result<Self, Self> {
        if self.has_errors() { Err(self) } else { Ok(self) }
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self { all: vec![diagnostic] }
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, iter: T) {
        self.all.extend(iter);
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}
