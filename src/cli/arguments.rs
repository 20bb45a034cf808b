//! Arguments, as they are typed.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::config::{BaseUrl, Config};
use crate::content::date::When;
use crate::diagnostic::report::Format;
use crate::pipeline::BuildOptions;
use crate::serve::EditorLink;
use crate::site::Visibility;

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
    /// Look at everything that a build looks at, and at good practice, and write nothing
    Check(CheckArguments),
    /// Show the site in a browser on this machine, and build it again whenever a file is saved
    Serve(ServeArguments),
    /// Build the site, and send what changed of it to where readers get it: a target of `publish` in `site.yaml`
    Publish(PublishArguments),
    /// Tell when the clock changes the built site; exit with 0 if a build is due, 1 if not, 2 if it cannot be told
    ///
    /// It takes the options that the site is built with.
    Due(DueArguments),
    /// Begin a new post
    New(NewArguments),
    /// Make a new site that builds at once
    Init(InitArguments),
    /// List the hashtags, with how many posts have each and when it was last used; merge and rename them
    Tags(TagsArguments),
    /// Print the JSON Schema of a file, for editors
    Schema(SchemaArguments),
    /// Print what completes commands and options in a shell
    Completions(CompletionsArguments),
    /// Print the manual page, with all commands
    Man,
}

/// Which site a command is about, and what of it, at which instant.
#[derive(Debug, Args)]
pub(super) struct SiteArguments {
    /// Folder of the site, which holds `site.yaml`
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// Take drafts too
    #[arg(long)]
    drafts: bool,
    /// Take posts too whose date is yet to come
    #[arg(long)]
    future: bool,
    /// The instant to take: RFC 3339, or a day; without zone, in the site's [default: the clock's]
    #[arg(long, value_name = "TIME", value_parser = now)]
    now: Option<Now>,
}

impl SiteArguments {
    /// What is taken beside what is published.
    pub(super) fn visibility(&self) -> Visibility {
        Visibility { drafts: self.drafts, future: self.future }
    }

    /// The instant that was given.
    pub(super) fn given_now(&self) -> Option<Timestamp> {
        self.now.as_ref().map(|now| now.of_zone(|| Config::timezone_at(&self.root)))
    }

    /// The instant that was given, else the clock's.
    pub(super) fn now(&self) -> Timestamp {
        self.given_now().unwrap_or_else(clock)
    }
}

/// A site, where it is built to, and under which address.
#[derive(Debug, Args)]
pub(super) struct TargetArguments {
    #[command(flatten)]
    pub(super) site: SiteArguments,
    /// Folder that it is built into [default: `public` in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Address of the site, in place of the configured one
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
}

impl TargetArguments {
    /// The build of it.
    pub(super) fn build_options(&self, strict: bool, cache: bool) -> BuildOptions {
        let site = &self.site;
        BuildOptions {
            root: site.root.clone(),
            out: self.out.clone().unwrap_or_else(|| site.root.join("public")),
            base_url: self.base_url.clone(),
            visibility: site.visibility(),
            now: site.now(),
            strict,
            cache,
            is_preview: false,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct SchemaArguments {
    /// What is to be described
    #[arg(value_enum)]
    pub(super) of: SchemaOf,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum SchemaOf {
    /// The front matter of posts and pages
    FrontMatter,
    /// `site.yaml`
    Site,
    /// `tags.yaml`
    Tags,
    /// `authors.yaml`
    Authors,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArguments {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct BuildArguments {
    #[command(flatten)]
    pub(super) target: TargetArguments,
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
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct PublishArguments {
    /// Name of the target [default: the only one]
    #[arg(value_name = "TARGET")]
    pub(super) name: Option<String>,
    #[command(flatten)]
    pub(super) target: TargetArguments,
    /// Say what would be sent and removed, and do nothing of it
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Do it without a question, which is asked on a terminal alone
    #[arg(long, short)]
    pub(super) yes: bool,
    /// Return to the edition before the last one, without a build
    #[arg(long, conflicts_with = "dry_run")]
    pub(super) rollback: bool,
    /// Number of threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
    /// Take warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
    /// How problems are reported
    #[arg(long, value_enum, default_value_t = FormatArgument::Full)]
    pub(super) format: FormatArgument,
    /// Print nothing but problems
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Debug, Args)]
pub(super) struct ServeArguments {
    #[command(flatten)]
    pub(super) site: SiteArguments,
    /// Port to listen at; if it is in use, the next free one
    #[arg(long, value_name = "PORT", default_value_t = 4000)]
    pub(super) port: u16,
    /// Address to listen at; one of the network, or 0.0.0.0 or [::] for all, lets other machines in
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(super) bind: IpAddr,
    /// Open the site in the browser
    #[arg(long)]
    pub(super) open: bool,
    /// Address of the site, in place of the configured one; the server has its path
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(super) base_url: Option<String>,
    /// What opens a file in your editor, with `{path}`, `{line}` and `{column}` in it [default: that of `$VISUAL` or
    /// `$EDITOR`, else of Visual Studio Code]
    #[arg(long, value_name = "URL", value_parser = editor_link)]
    pub(super) editor_link: Option<EditorLink>,
    /// Draw every problem in full, and tell how long each stage of a build took
    #[arg(long, short)]
    pub(super) verbose: bool,
    /// How problems are reported
    #[arg(long, value_enum, default_value_t = FormatArgument::Full)]
    pub(super) format: FormatArgument,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct CheckArguments {
    #[command(flatten)]
    pub(super) target: TargetArguments,
    /// Ask other hosts whether what is linked to is there
    #[arg(long)]
    pub(super) external: bool,
    /// Put right in the sources what can be put right for certain, and nothing else
    #[arg(long)]
    pub(super) fix: bool,
    /// Number of threads [default: one per core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
    /// Take warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
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
    #[command(flatten)]
    pub(super) target: TargetArguments,
}

#[derive(Debug, Args)]
pub(super) struct NewArguments {
    /// Headline of the post; without one, it and all else is asked for on a terminal
    pub(super) title: Option<String>,
    /// A hashtag; may be given more than once
    #[arg(long = "tag", value_name = "TAG")]
    pub(super) tags: Vec<String>,
    /// Section that it belongs to
    #[arg(long)]
    pub(super) section: Option<String>,
    /// Who writes it: a key of `authors.yaml`, or a name; may be given more than once
    #[arg(long = "author", value_name = "AUTHOR")]
    pub(super) authors: Vec<String>,
    /// Standfirst, and summary in lists
    #[arg(long, value_name = "TEXT")]
    pub(super) description: Option<String>,
    /// What to make it of: a file of `templates/archetypes/` [default: `post`, if there is one]
    #[arg(long, value_name = "NAME")]
    pub(super) archetype: Option<String>,
    /// Open it in `$VISUAL` or `$EDITOR`, as is done after questions
    #[arg(long)]
    pub(super) edit: bool,
    /// Do not open it, after questions either
    #[arg(long, conflicts_with = "edit")]
    pub(super) no_edit: bool,
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
    /// Folder to make the site in; what is there stays [default, if a service is named: the current one]
    #[arg(required_unless_present = "ci")]
    dir: Option<PathBuf>,
    /// Write what a service needs to check, build and publish the site; that alone, where there is a site
    #[arg(long, value_enum, value_name = "SERVICE")]
    pub(super) ci: Option<Service>,
}

impl InitArguments {
    /// The folder of the site.
    pub(super) fn dir(&self) -> &Path {
        self.dir.as_deref().unwrap_or(Path::new("."))
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum Service {
    /// GitHub Actions, which publish to GitHub Pages or anywhere else
    Github,
    /// GitLab CI/CD, with GitLab Pages unless the site has a place to publish to
    Gitlab,
    /// Forgejo Actions, as Codeberg has them
    Forgejo,
    /// GitHub Actions, which deploy to Netlify
    Netlify,
    /// GitHub Actions, which deploy to Cloudflare Workers
    Cloudflare,
    /// GitHub Actions, which deploy to Vercel
    Vercel,
}

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct TagsArguments {
    #[command(subcommand)]
    pub(super) command: Option<TagsCommand>,
    #[command(flatten)]
    pub(super) list: ListArguments,
}

#[derive(Debug, Subcommand)]
pub(super) enum TagsCommand {
    /// Make one tag of several: `slugline tags merge ML AI into ArtificialIntelligence`
    ///
    /// The old names become aliases of the new one in `tags.yaml`, so that posts that have them have the new tag, and the
    /// addresses of their pages redirect. Shows what would change, as a diff, unless `--write` is given.
    Merge(MergeArguments),
    /// Look for tags that are most likely one, stand on one post, or are spelled otherwise than in `tags.yaml`
    Lint(TagsLintArguments),
    /// Give a tag another name, or spell it anew; the old name becomes an alias
    ///
    /// Shows what would change, as a diff, unless `--write` is given.
    Rename(RenameArguments),
}

#[derive(Debug, Args)]
pub(super) struct TagsLintArguments {
    #[command(flatten)]
    pub(super) site: SiteArguments,
    /// Take warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
    /// How problems are reported
    #[arg(long, value_enum, default_value_t = FormatArgument::Full)]
    pub(super) format: FormatArgument,
    /// Draw every problem in full
    #[arg(long, short)]
    pub(super) verbose: bool,
}

#[derive(Debug, Args)]
pub(super) struct ListArguments {
    /// Order of the list
    #[arg(long, value_enum, default_value_t = TagOrder::Count)]
    pub(super) sort: TagOrder,
    /// How it is written
    #[arg(long, value_enum, default_value_t = ListFormat::Text)]
    pub(super) format: ListFormat,
    #[command(flatten)]
    pub(super) site: SiteArguments,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum TagOrder {
    /// By name
    Name,
    /// Those of most posts first
    Count,
    /// Those last used first
    Last,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum ListFormat {
    /// A table
    Text,
    /// One JSON object a line
    Json,
}

#[derive(Debug, Args)]
#[command(override_usage = "slugline tags merge [OPTIONS] <OLD>... into <NEW>")]
pub(super) struct MergeArguments {
    /// Tags that become another; behind the last stands the word `into`
    #[arg(required = true, num_args = 1.., value_terminator = "into")]
    pub(super) old: Vec<String>,
    /// The tag that they become
    #[arg(required = true)]
    pub(super) new: String,
    #[command(flatten)]
    pub(super) change: ChangeArguments,
}

#[derive(Debug, Args)]
pub(super) struct RenameArguments {
    /// The tag as it is called now
    pub(super) old: String,
    /// As it is to be called
    pub(super) new: String,
    #[command(flatten)]
    pub(super) change: ChangeArguments,
}

#[derive(Debug, Args)]
pub(super) struct ChangeArguments {
    /// Change the front matter and the last lines of posts too; hashtags in text stay, and lead on
    #[arg(long)]
    pub(super) edit_posts: bool,
    /// Write the files, in place of showing what would change
    #[arg(long)]
    pub(super) write: bool,
    /// Folder of the site
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
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

fn editor_link(text: &str) -> Result<EditorLink, String> {
    EditorLink::parse(text).map_err(str::to_owned)
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

impl Now {
    /// The instant; `timezone` is the site's.
    pub(super) fn of_zone(&self, timezone: impl FnOnce() -> TimeZone) -> Timestamp {
        if self.in_utc.has_zone() {
            return self.in_utc.timestamp();
        }
        // What is a date in one zone is one in all, but for the ends of the calendar.
        When::parse(&self.text, &timezone()).unwrap_or(self.in_utc).timestamp()
    }
}

/// The clock's instant: the one place where the clock is read.
#[expect(clippy::disallowed_methods, reason = "now enters here, once")]
pub(super) fn clock() -> Timestamp {
    Timestamp::now()
}
