//! The one way from sources to a published site: load, parse, index, plan, render, write.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::config::Config;
use crate::content::highlight::Highlighter;
use crate::content::link::{composed, has_extension};
use crate::content::post::Content;
use crate::diagnostic::Diagnostics;
use crate::plan::{self, OutputKind, Plan};
use crate::render::Renderer;
use crate::site::{self, Files, LeftOut, Parsed, Site, Visibility};
use crate::source::{self, FileEntry, Hidden, Source};
use crate::template::{Templates, Views, theme};
use crate::write::{Stage, Written};

/// Folders of a site.
const CONTENT: &str = "content";
const TEMPLATES: &str = "templates";
const STATIC: &str = "static";

/// What is to be built, and how.
#[derive(Debug, Clone)]
pub struct BuildOptions {
    /// The folder with `site.yaml`.
    pub root: PathBuf,
    /// Where the site goes.
    pub out: PathBuf,
    /// In place of the configured address.
    pub base_url: Option<String>,
    /// What is shown beside what is published.
    pub visibility: Visibility,
    /// The build's instant.
    pub now: Timestamp,
    /// Take warnings as errors.
    pub strict: bool,
}

/// Follows a build.
pub trait Progress: Sync {
    /// So many outputs are going to be made.
    fn begin(&self, outputs: usize);
    /// One of them is.
    fn advance(&self);
}

/// Nobody watches.
#[derive(Debug, Clone, Copy)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn begin(&self, _: usize) {}
    fn advance(&self) {}
}

/// What a build made.
#[derive(Debug)]
pub struct Report {
    /// Posts shown.
    pub posts: usize,
    /// Other pages: plain ones, lists, the tag index, 404.
    pub pages: usize,
    /// Hashtags with a page.
    pub tags: usize,
    /// What happened in the output folder.
    pub written: Written,
    /// What was not shown.
    pub left_out: LeftOut,
    /// When the next scheduled post is due, in the site's zone.
    pub next_due: Option<String>,
    /// What to warn of.
    pub warnings: Diagnostics,
    /// How long each stage took, in order.
    pub timings: Vec<(&'static str, Duration)>,
}

/// Builds a site.
///
/// # Errors
/// Everything that is wrong with it, sorted by place. Nothing is published then.
pub fn build(options: &BuildOptions, progress: &dyn Progress) -> Result<Report, Diagnostics> {
    let mut clock = Clock::start();
    let mut problems = Diagnostics::new();
    let (site, templates, statics) = read_timed(options, &mut clock, &mut problems);
    let plan = plan::plan(&site, &templates, &statics, &mut problems);
    clock.lap("plan");
    let highlighter = Highlighter::new();
    let views = Views::new(&site, &highlighter);
    let renderer = Renderer::new(&site, &plan, &templates, &views);
    if options.strict {
        problems = problems.strict();
    }
    if problems.has_errors() {
        if templates.fit_together() {
            problems.append(renderer.rehearse());
        }
        return Err(sorted(problems));
    }
    let written = render_and_write(options, &plan, &renderer, progress).map_err(|failed| {
        problems.append(failed);
        sorted(problems.clone())
    })?;
    clock.lap("render and write");
    Ok(report(&site, &plan, written, sorted(problems), clock))
}

/// The first half of a build: load, parse, index. What is wrong is reported. Gives the site, its templates, and its own static
/// files by path.
pub fn read(options: &BuildOptions, problems: &mut Diagnostics) -> (Site, Templates, Statics) {
    read_timed(options, &mut Clock::start(), problems)
}

fn read_timed(options: &BuildOptions, clock: &mut Clock, problems: &mut Diagnostics) -> (Site, Templates, Statics) {
    let loaded = load(&options.root, options.base_url.as_deref(), problems);
    clock.lap("load");
    let (parsed, statics, templates) = parse(loaded, problems);
    clock.lap("parse");
    let site = site::index(parsed, options.now, options.visibility, problems);
    clock.lap("index");
    (site, templates, statics)
}

fn sorted(mut problems: Diagnostics) -> Diagnostics {
    problems.sort();
    problems
}

/// Everything read from disk.
struct Loaded {
    config: Config,
    /// Markdown files: path below the content folder, and text.
    sources: Vec<(String, Source)>,
    /// Paths of those that could not be read.
    unreadable: BTreeSet<String>,
    assets: BTreeMap<String, PathBuf>,
    statics: BTreeMap<String, PathBuf>,
    templates: Vec<(String, Source)>,
}

fn load(root: &Path, base_url: Option<&str>, problems: &mut Diagnostics) -> Loaded {
    let config = Config::load(root, base_url, problems);
    let mut files = |folder: &str, hidden| {
        source::walk(root, &root.join(folder), hidden).unwrap_or_else(|problem| {
            problems.push(problem);
            Vec::new()
        })
    };
    let content = files(CONTENT, Hidden::Skip);
    let statics = files(STATIC, Hidden::Keep);
    let templates = files(TEMPLATES, Hidden::Skip);
    let (markdown, assets): (Vec<FileEntry>, Vec<FileEntry>) =
        content.into_iter().partition(|file| has_extension(&file.path, "md"));
    let mut unreadable = BTreeSet::new();
    let mut read = |folder: &str, files: Vec<FileEntry>| {
        let read: Vec<_> = files
            .into_par_iter()
            .map(|file| {
                let source = source::read(&file.absolute, &format!("{folder}/{}", file.path));
                (file.path, source)
            })
            .collect();
        let mut sources = Vec::with_capacity(read.len());
        for (path, source) in read {
            match source {
                Ok(source) => sources.push((path, source)),
                Err(problem) => {
                    problems.push(problem);
                    unreadable.insert(composed(&path));
                }
            }
        }
        sources
    };
    let sources = read(CONTENT, markdown);
    let templates = read(TEMPLATES, templates.into_iter().filter(|file| has_extension(&file.path, "html")).collect());
    let by_path = |files: Vec<FileEntry>| files.into_iter().map(|file| (composed(&file.path), file.absolute)).collect();
    Loaded { config, sources, unreadable, assets: by_path(assets), statics: by_path(statics), templates }
}

/// A site's own static files: path below `static/`, and where they are.
pub type Statics = BTreeMap<String, PathBuf>;

/// Reads every file's content; also the templates.
fn parse(loaded: Loaded, problems: &mut Diagnostics) -> (Parsed, Statics, Templates) {
    let config = loaded.config;
    let read: Vec<_> = loaded
        .sources
        .into_par_iter()
        .map(|(path, source)| {
            let mut found = Diagnostics::new();
            let content = Content::read(source, &path, &config, &mut found);
            (path, content, found)
        })
        .collect();
    let mut contents = Vec::with_capacity(read.len());
    let mut broken = loaded.unreadable;
    for (path, content, found) in read {
        problems.append(found);
        match content {
            Some(content) => contents.push(content),
            None => {
                broken.insert(composed(&path));
            }
        }
    }
    let templates = Templates::load(loaded.templates, problems);
    let theme = theme::STATICS.iter().map(|(path, _)| (*path).to_owned());
    let files = Files { broken, assets: loaded.assets, statics: theme.chain(loaded.statics.keys().cloned()).collect() };
    let parsed = Parsed { config, contents, files };
    (parsed, loaded.statics, templates)
}

fn render_and_write(
    options: &BuildOptions,
    plan: &Plan,
    renderer: &Renderer<'_>,
    progress: &dyn Progress,
) -> Result<Written, Diagnostics> {
    let sources = [CONTENT, TEMPLATES, STATIC].map(|folder| options.root.join(folder));
    let stage = Stage::open(&options.out, &options.root, &sources)?;
    progress.begin(plan.outputs.len());
    renderer.all(|output, bytes| {
        progress.advance();
        stage.put(&output.path, &bytes)
    })?;
    let paths = plan.outputs.iter().map(|output| output.path.clone()).collect();
    Ok(stage.publish(&paths)?)
}

fn report(site: &Site, plan: &Plan, written: Written, warnings: Diagnostics, clock: Clock) -> Report {
    let next_due = site.left_out.next_due.map(|due| {
        let due = due.to_zoned(site.config.timezone.clone());
        due.strftime("%Y-%m-%d %H:%M %Z").to_string()
    });
    Report {
        posts: site.posts.len(),
        pages: plan.outputs.iter().filter(|output| OutputKind::is_page(&output.kind)).count(),
        tags: site.tags.all.len(),
        written,
        left_out: site.left_out,
        next_due,
        warnings,
        timings: clock.laps,
    }
}

/// How long the stages take.
struct Clock {
    last: std::time::Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Clock {
    fn start() -> Self {
        Self { last: std::time::Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, stage: &'static str) {
        let now = std::time::Instant::now();
        self.laps.push((stage, now - self.last));
        self.last = now;
    }
}
