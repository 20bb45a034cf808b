//! What can happen between two builds, and how likely it is.

use std::fmt;

use proptest::prelude::*;
use proptest::sample::select;

use super::sources::{Manner, Sources, Template};
use super::tables;

/// Something that happens to a site. Documents and files are told by a number, so that there always is one.
#[derive(Debug, Clone, Copy)]
pub(super) enum Edit {
    Key(u8, &'static str, Option<&'static str>),
    Piece(u8, &'static str),
    Word(u8, (&'static str, &'static str)),
    Delete { document: u8, tidy: bool },
    Rename { document: u8, to: &'static str, tidy: bool },
    Line(&'static str, &'static str, Option<&'static str>),
    File(&'static str, Option<&'static str>),
    Template(&'static str, Template),
    Now(&'static str),
    Flag(&'static [&'static str]),
    Output(Output),
    Cache(Cache),
    AllTimes,
}

/// What somebody does in the output folder.
#[derive(Debug, Clone, Copy)]
pub(super) enum Output {
    FileDeleted(u16),
    FolderDeleted(u16),
    /// One byte is another; the time is as before.
    Altered(u16),
    Truncated(u16),
    ForeignFileAdded,
    AllDeleted,
    /// As it was before so many builds.
    Restored(u8),
}

/// What happens to the cache.
#[derive(Debug, Clone, Copy)]
pub(super) enum Cache {
    /// One byte of one file, by the hundredth part of the file in which it lies.
    Flipped(u16, u8),
    Truncated(u16, u8),
    FileDeleted(u16),
    AllDeleted,
    /// One file is as it was before so many builds.
    FileRestored(u16, u8),
    /// All files are.
    Restored(u8),
}

/// What happens between two builds, and how they are run.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) edits: Vec<Edit>,
    pub(super) manner: Manner,
    /// A while goes by before and after the edits, so that the clock of the file system goes on.
    pub(super) is_slow: bool,
    pub(super) is_built_twice: bool,
    /// If the build before failed: whether what made it fail is taken back first.
    pub(super) is_mended: bool,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { edits, manner, is_slow, is_built_twice, is_mended } = self;
        write!(f, "saved {manner:?}")?;
        let flags =
            [(is_slow, "slow"), (is_built_twice, "built twice"), (is_mended, "what failed before is taken back")];
        for (_, flag) in flags.iter().filter(|(is_set, _)| **is_set) {
            write!(f, ", {flag}")?;
        }
        edits.iter().try_for_each(|edit| write!(f, "\n   {edit:?}"))
    }
}

/// Arguments of a build, but for the output folder.
#[derive(Debug, Clone)]
pub(super) struct Arguments {
    now: &'static str,
    flags: Vec<&'static [&'static str]>,
}

impl Arguments {
    pub(super) fn begin() -> Self {
        Self { now: crate::site_test::NOW, flags: Vec::new() }
    }

    pub(super) fn words(&self) -> Vec<&'static str> {
        ["--now", self.now].into_iter().chain(self.flags.iter().copied().flatten().copied()).collect()
    }
}

impl Edit {
    /// Changes the sources and the arguments. What happens in the output folder and the cache, the newsroom does.
    pub(super) fn apply(self, sources: &mut Sources, arguments: &mut Arguments) {
        match self {
            Self::Key(document, key, value) => {
                on(sources, document, |sources, path| sources.set_key(path, key, value));
            }
            Self::Piece(document, piece) => on(sources, document, |sources, path| sources.toggle(path, piece)),
            Self::Word(document, words) => on(sources, document, |sources, path| sources.reword(path, words)),
            Self::Delete { document, tidy } => on(sources, document, |sources, path| sources.delete(path, tidy)),
            Self::Rename { document, to, tidy } => {
                on(sources, document, |sources, path| sources.rename(path, to, tidy));
            }
            Self::Line(file, key, value) => sources.set_line(file, key, value),
            Self::File(path, text) => sources.set(path, text),
            Self::Template(name, template) => sources.set_template(name, template),
            Self::Now(now) => arguments.now = now,
            Self::Flag(flag) => {
                let count = arguments.flags.len();
                arguments.flags.retain(|present| *present != flag);
                if arguments.flags.len() == count {
                    arguments.flags.push(flag);
                }
            }
            Self::Output(_) | Self::Cache(_) | Self::AllTimes => {}
        }
    }
}

/// Does something with one of the documents, if there is any.
fn on(sources: &mut Sources, document: u8, edit: impl FnOnce(&mut Sources, &str)) {
    if let Some(path) = sources.pick(document) {
        edit(sources, &path);
    }
}

/// What happens between two builds: mostly one edit, and mostly one that leaves the site in order.
pub(super) fn steps() -> impl Strategy<Value = Step> {
    let edits = prop_oneof![
        4 => prop::collection::vec(edits(), 1),
        2 => prop::collection::vec(edits(), 2..=4),
        1 => Just(Vec::new()),
    ];
    let manner = prop_oneof![3 => Just(Manner::Over), 1 => Just(Manner::Renamed), 1 => Just(Manner::TimeKept)];
    (edits, manner, prop::bool::weighted(0.3), prop::bool::weighted(0.25), prop::bool::weighted(0.7)).prop_map(
        |(edits, manner, is_slow, is_built_twice, is_mended)| Step {
            edits,
            manner,
            is_slow,
            is_built_twice,
            is_mended,
        },
    )
}

fn edits() -> impl Strategy<Value = Edit> {
    prop_oneof![
        24 => keys(tables::FRONT_MATTER),
        2 => keys(tables::WRONG_FRONT_MATTER),
        12 => pieces(tables::PIECES),
        1 => pieces(tables::WRONG_PIECES),
        8 => (any::<u8>(), select(tables::WORDS)).prop_map(|(document, words)| Edit::Word(document, words)),
        4 => (any::<u8>(), prop::bool::weighted(0.8)).prop_map(|(document, tidy)| Edit::Delete { document, tidy }),
        4 => (any::<u8>(), select(tables::NAMES), prop::bool::weighted(0.8))
            .prop_map(|(document, to, tidy)| Edit::Rename { document, to, tidy }),
        14 => lines(tables::LINES),
        1 => lines(tables::WRONG_LINES),
        10 => files(tables::FILES),
        1 => files(tables::WRONG_FILES),
        14 => templates(tables::TEMPLATES),
        1 => templates(tables::WRONG_TEMPLATES),
        5 => select(tables::MOMENTS).prop_map(Edit::Now),
        4 => select(tables::FLAGS).prop_map(Edit::Flag),
        10 => outputs().prop_map(Edit::Output),
        10 => caches().prop_map(Edit::Cache),
        2 => Just(Edit::AllTimes),
    ]
}

fn keys(table: &'static [(&'static str, Option<&'static str>)]) -> impl Strategy<Value = Edit> {
    (any::<u8>(), select(table)).prop_map(|(document, (key, value))| Edit::Key(document, key, value))
}

fn pieces(table: &'static [&'static str]) -> impl Strategy<Value = Edit> {
    (any::<u8>(), select(table)).prop_map(|(document, piece)| Edit::Piece(document, piece))
}

fn lines(table: &'static [(&'static str, &'static str, Option<&'static str>)]) -> impl Strategy<Value = Edit> {
    select(table).prop_map(|(file, key, value)| Edit::Line(file, key, value))
}

fn files(table: &'static [(&'static str, Option<&'static str>)]) -> impl Strategy<Value = Edit> {
    select(table).prop_map(|(path, text)| Edit::File(path, text))
}

fn templates(table: &'static [(&'static str, Template)]) -> impl Strategy<Value = Edit> {
    select(table).prop_map(|(name, template)| Edit::Template(name, template))
}

fn outputs() -> impl Strategy<Value = Output> {
    prop_oneof![
        3 => any::<u16>().prop_map(Output::FileDeleted),
        1 => any::<u16>().prop_map(Output::FolderDeleted),
        3 => any::<u16>().prop_map(Output::Altered),
        2 => any::<u16>().prop_map(Output::Truncated),
        1 => Just(Output::ForeignFileAdded),
        1 => Just(Output::AllDeleted),
        2 => (1_u8..=3).prop_map(Output::Restored),
    ]
}

fn caches() -> impl Strategy<Value = Cache> {
    prop_oneof![
        3 => (any::<u16>(), 0_u8..100).prop_map(|(file, at)| Cache::Flipped(file, at)),
        2 => (any::<u16>(), 0_u8..100).prop_map(|(file, at)| Cache::Truncated(file, at)),
        1 => any::<u16>().prop_map(Cache::FileDeleted),
        1 => Just(Cache::AllDeleted),
        2 => (any::<u16>(), 1_u8..=3).prop_map(|(file, builds)| Cache::FileRestored(file, builds)),
        2 => (1_u8..=3).prop_map(Cache::Restored),
    ]
}
