//! What a mapping may hold, said once: the reader of the mapping is held to it, reports of unknown keys name it, and the JSON
//! Schema is made of it.

/// The keys of a mapping.
pub type Keys = &'static [Key];

/// A key, and what belongs there.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What belongs there.
    pub kind: Kind,
    /// What it means, in a sentence for an editor's tooltip.
    pub meaning: &'static str,
    /// Whether it has to be there.
    pub is_required: bool,
    /// A key that means the same, of which only one may be there.
    pub twin: Option<&'static str>,
}

impl Key {
    /// A key that may be left out.
    #[must_use]
    pub const fn new(name: &'static str, kind: Kind, meaning: &'static str) -> Self {
        Self { name, kind, meaning, is_required: false, twin: None }
    }

    /// The same as a key that has to be there.
    #[must_use]
    pub const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// The same as another name for the key `twin`.
    #[must_use]
    pub const fn instead_of(self, twin: &'static str) -> Self {
        Self { twin: Some(twin), ..self }
    }
}

/// A few words of which one is meant; made where the words are.
pub type Words = fn() -> Vec<&'static str>;

/// What belongs at a key.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Text; numbers and booleans count as they are written.
    Text,
    /// A text of this form: a regular expression.
    Form(&'static str),
    /// A day, with a time and a zone or without.
    Date,
    /// A whole address of the web.
    Url,
    /// `true` or `false`.
    Flag,
    /// A whole number, of at least so much.
    Number(usize),
    /// A list of whole numbers of at least so much each, or one.
    Numbers(usize),
    /// One of a few words.
    Word(Words),
    /// A list of them, or one.
    Words(Words),
    /// A list of texts, or one.
    Texts,
    /// A mapping.
    Map(Keys),
    /// A mapping, or `true` or `false`.
    FlagOrMap(Keys),
    /// A mapping, or a text alone.
    TextOrMap(Keys),
    /// A list of mappings.
    Maps(Keys),
    /// A mapping whose keys are data, each with such a value.
    ByName(&'static Kind),
    /// Whatever the site's owner likes.
    Anything,
}

/// Of a text that begins with a day.
pub(super) const DATE: &str = r"^\s*\d{4}-\d{2}-\d{2}([Tt ].*)?$";
