//! The plan: every output that a build makes, each knowing its path and what it is made from. Two sources for one path are
//! found here.

mod chains;
mod collisions;
mod feeds;
mod fingerprint;
mod hosting;
mod lost;
mod maps;
mod names;
mod outputs;
mod permalinks;
mod redirects;
mod rooted_links;
mod search;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use crate::config::RedirectForm;
use crate::diagnostic::{Diagnostic, Span};
use crate::site::PostId;
use crate::site::feeds::Feed;
use crate::site::paginator::Paginator;
use crate::site::sitemap::Listed;
use crate::source::{RawFile, Source};

pub use feeds::of_one as feeds_of;
pub use fingerprint::{Fingerprint, Ingredient, Reason};
pub use hosting::HostingFile;
pub use maps::markdown_copy;
pub use outputs::{check_templates, plan};
pub use permalinks::{Former, Permalink, permalinks, retitle};
pub use redirects::{Redirect, redirect_file};
pub use search::{DIRECTORY, of_few as search_of_few, path as search_path};

/// Every output of a build, by path.
#[derive(Debug, Default)]
pub struct Plan {
    /// In the order of their paths.
    pub outputs: Vec<Output>,
    /// How posts stand on the front page: featured ones first.
    pub front_order: Vec<PostId>,
}

impl Plan {
    /// Every path that leads on.
    pub fn redirects(&self) -> impl Iterator<Item = &Redirect> {
        self.outputs.iter().filter_map(|output| match &output.kind {
            OutputKind::Redirect(redirect) => Some(redirect),
            _ => None,
        })
    }
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
    /// A page that leads on.
    Redirect(Redirect),
    /// All redirects, in a form that servers read.
    RedirectList(RedirectForm, Arc<[Redirect]>),
    /// A feed.
    Feed(Feed),
    /// The list of feeds.
    Opml,
    /// A sitemap of some pages.
    Sitemap(Vec<Listed>),
    /// The index of sitemaps: their names, and what each lists.
    SitemapIndex(Vec<(String, Vec<Listed>)>),
    /// The news sitemap of some posts.
    NewsSitemap(Vec<PostId>),
    /// What crawlers may read.
    Robots {
        /// Whether there is a news sitemap.
        has_news: bool,
    },
    /// A file that static hosts read.
    Hosting(HostingFile),
    /// The site's contents, for language models.
    Llms,
    /// The text of a post in Markdown.
    MarkdownCopy(PostId),
    /// The social card of a post.
    SocialCard(PostId),
    /// The page to search the site.
    Search,
    /// What the index of search consists of.
    SearchDirectory,
    /// A shard of it: its place in the index.
    SearchShard(usize),
    /// What is shown of some documents that were found, by their numbers.
    SearchPiece(Range<usize>),
    /// Everything that search can be narrowed by.
    SearchFilters,
    /// A copy of a file.
    Copy(Arc<RawFile>),
    /// A variant of a picture: its place in `Site::pictures`.
    Picture(usize),
    /// A static file of the theme.
    Theme(Cow<'static, [u8]>),
    /// A style sheet: the path that it has under its own name.
    Stylesheet(String),
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

impl Origin {
    /// Adds who asked for an output to a report, as its second place: ``"{what} `static/x.html`"`` if it has none to show.
    fn note(&self, diagnostic: Diagnostic, what: &str) -> Diagnostic {
        match self {
            Self::Written { source, span } => diagnostic.note_at(source, *span, "this is there"),
            Self::File(path) => diagnostic.note(format!("{what} `{path}`")),
            Self::Site(who) => diagnostic.note(format!("{what} {who}")),
        }
    }
}

impl OutputKind {
    /// Whether a static file of the site's own may stand in its place: what only programs read, and nothing else leads to.
    #[must_use]
    pub fn gives_way(&self) -> bool {
        matches!(
            self,
            Self::Feed(_)
                | Self::Opml
                | Self::Sitemap(_)
                | Self::SitemapIndex(_)
                | Self::NewsSitemap(_)
                | Self::Robots { .. }
                | Self::Llms
                | Self::MarkdownCopy(_)
                | Self::Theme(_)
        )
    }

    /// Whether it is a page for readers, of those that the closing line counts.
    #[must_use]
    pub fn is_page(&self) -> bool {
        let is_other = matches!(
            self,
            Self::Post(_)
                | Self::Redirect(_)
                | Self::RedirectList(..)
                | Self::Hosting(_)
                | Self::SocialCard(_)
                | Self::Copy(_)
                | Self::Picture(_)
                | Self::Stylesheet(_)
                | Self::SearchDirectory
                | Self::SearchShard(_)
                | Self::SearchPiece(_)
                | Self::SearchFilters
        );
        !is_other && !self.gives_way()
    }
}
