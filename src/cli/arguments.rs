//! Arguments, as they are typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::config::BaseUrl;
use crate::content::date::When;
use crate::diagnostic::report::Format;

/// A static-site generator for tech-news writing: from Markdown articles with hashtags and captions to a complete
/// newspaper site.
#[derive(Debug, Parser)]
#[command(name = "slugline", version, about, long_about = None, propagate_version = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Build the site into `public/`
    Build(BuildArguments),
    /// Tell when the clock changes the built site; exit with 0 if a build is due, 1 if not, 2 if it cannot be told
    Due(DueArguments),
    /// Begin a new post
    New(NewArguments),
    /// Make a new site that builds at once
    Init(InitArguments),
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct BuildArguments {
    /// Folder of the site, which holds `site.yaml`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// Folder to build into [default: `public` in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Address of the site, in place of the configured one
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(super) base_url: Option<String>,
    /// Show drafts too
    #[arg(long)]
    pub(super) drafts: bool,
    /// Show posts too whose date is yet to come
    #[arg(long)]
    pub(super) future: bool,
    /// The instant to build for: RFC 3339, or a day; without zone, in the site's [default: the clock's]
    #[arg(long, value_name = "TIME", value_parser = now)]
    pub(super) now: Option<Now>,
    /// Number of threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
    /// Take warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
    /// Say of each output that is made, why
    #[arg(long)]
    pub(super) explain: bool,
    /// Build once more from nothing, and compare every file
    #[arg(long)]
    pub(super) verify: bool,
    /// Build from nothing, and leave no cache
    #[arg(long)]
    pub(super) no_cache: bool,
    /// How problems are reported
    #[arg(long, value_enum, default_value_t = FormatArgument::Full)]
    pub(super) format: FormatArgument,
    /// Print nothing but problems
    #[arg(long, short, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Draw every problem in full, and tell how long each stage took
    #[arg(long, short)]
    pub(super) verbose: bool,
}

#[derive(Debug, Args)]
pub(super) struct DueArguments {
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// Folder that it was built into [default: `public` in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// The address that it is built with, if `build` is given one
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(super) base_url: Option<String>,
    /// It is built with `--drafts`
    #[arg(long)]
    pub(super) drafts: bool,
    /// It is built with `--future`
    #[arg(long)]
    pub(super) future: bool,
    /// The instant to ask for: RFC 3339, or a day; without zone, in the site's [default: the clock's]
    #[arg(long, value_name = "TIME", value_parser = now)]
    pub(super) now: Option<Now>,
}

#[derive(Debug, Args)]
pub(super) struct NewArguments {
    /// Headline of the post
    pub(super) title: String,
    /// A hashtag; may be given more than once
    #[arg(long = "tag", value_name = "TAG")]
    pub(super) tags: Vec<String>,
    /// Section that it belongs to
    #[arg(long)]
    pub(super) section: Option<String>,
    /// Mark it as a draft
    #[arg(long)]
    pub(super) draft: bool,
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// The instant to date it with: RFC 3339, or a day; without zone, in the site's [default: the clock's]
    #[arg(long, value_name = "TIME", value_parser = now)]
    pub(super) now: Option<Now>,
}

#[derive(Debug, Args)]
pub(super) struct InitArguments {
    /// Folder to make the site in; what is there stays
    pub(super) dir: PathBuf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum FormatArgument {
    /// Source lines with carets
    Full,
    /// `path:line:column: error: text`, a line each
    Short,
    /// GitHub workflow annotations
    Github,
    /// One JSON object a line
    Json,
}

impl From<FormatArgument> for Format {
    fn from(format: FormatArgument) -> Self {
        match format {
            FormatArgument::Full => Self::Full,
            FormatArgument::Short => Self::Short,
            FormatArgument::Github => Self::Github,
            FormatArgument::Json => Self::Json,
        }
    }
}

fn base_url(text: &str) -> Result<String, String> {
    BaseUrl::parse(text).map(|url| url.as_str().to_owned()).map_err(str::to_owned)
}

/// The instant of `--now`; a zone that it does not name is the site's.
#[derive(Debug, Clone)]
pub(super) struct Now {
    text: String,
    in_utc: When,
}

fn now(text: &str) -> Result<Now, String> {
    let read = When::parse(text, &TimeZone::UTC);
    read.map(|in_utc| Now { text: text.to_owned(), in_utc }).map_err(|reason| {
        format!("{reason}; write for example `2026-11-25T12:00:00Z`, or `2026-11-25` in the site's time zone")
    })
}

/// The given instant, else the clock's: the one place where the clock is read. `timezone` is the site's.
#[expect(clippy::disallowed_methods, reason = "now enters here, once")]
pub(super) fn now_or(given: Option<&Now>, timezone: impl FnOnce() -> TimeZone) -> Timestamp {
    match given {
        None => Timestamp::now(),
        Some(now) if now.in_utc.has_zone() => now.in_utc.timestamp(),
        // What is a date in one zone is one in all, but for the ends of the calendar.
        Some(now) => When::parse(&now.text, &timezone()).unwrap_or(now.in_utc).timestamp(),
    }
}
