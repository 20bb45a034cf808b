//! The plan: every output that a build makes, each knowing its path and what it is made from. Two sources for one path are
//! found here.

mod collisions;
mod fingerprint;
mod names;
mod outputs;
mod rooted_links;

use std::sync::Arc;

use crate::diagnostic::Span;
use crate::site::PostId;
use crate::site::paginator::Paginator;
use crate::source::{RawFile, Source};

pub use fingerprint::{Fingerprint, Ingredient, Reason};
pub use outputs::plan;

/// Every output of a build, by path.
#[derive(Debug)]
pub struct Plan {
    /// In the order of their paths.
    pub outputs: Vec<Output>,
    /// How posts stand on the front page: featured ones first.
    pub front_order: Vec<PostId>,
}

/// A file to be made.
#[derive(Debug)]
pub struct Output {
    /// From the output folder, with forward slashes.
    pub path: String,
    /// What it is.
    pub kind: OutputKind,
    /// Who asked for it.
    pub origin: Origin,
}

/// What an output is, and what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutputKind {
    /// A page of the front page's list.
    Front(Paginator),
    /// A post.
    Post(PostId),
    /// A plain page: its place in `Site::pages`.
    Page(usize),
    /// The index of all tags.
    TagIndex,
    /// A page of a tag: its place in `Tags::all`.
    Tag(usize, Paginator),
    /// A page of a year: its place in `Site::archives`.
    Year(usize, Paginator),
    /// A page of a month: the year's place, and its own in the year.
    Month(usize, usize, Paginator),
    /// A page of an author: the place in `Site::authors`.
    Author(usize, Paginator),
    /// A page of a section: its place in `Site::sections`.
    Section(usize, Paginator),
    /// A page of a series: its place in `Site::series`.
    Series(usize, Paginator),
    /// What is shown where nothing is.
    NotFound,
    /// A page that leads on: where from and where to, site paths.
    Redirect(Redirect),
    /// All redirects in the form that Netlify and Cloudflare read.
    RedirectList(Vec<Redirect>),
    /// A copy of a file.
    Copy(Arc<RawFile>),
    /// A static file of the theme.
    Theme(&'static [u8]),
}

/// A path that leads on to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Site path, unencoded.
    pub from: String,
    /// Site path, unencoded.
    pub to: String,
}

/// Who asked for an output, for reports.
#[derive(Debug, Clone)]
pub enum Origin {
    /// A place in a file.
    Written {
        /// The file.
        source: Source,
        /// The place.
        span: Span,
    },
    /// A file as a whole, by its path from the site's root.
    File(String),
    /// The site itself: "the page of the tag `AI`".
    Site(String),
}

impl OutputKind {
    /// Whether it is a page for readers, of those that the closing line counts.
    #[must_use]
    pub fn is_page(&self) -> bool {
        !matches!(self, Self::Post(_) | Self::Redirect(_) | Self::RedirectList(_) | Self::Copy(_) | Self::Theme(_))
    }
}
