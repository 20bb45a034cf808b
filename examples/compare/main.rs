//! Builds one site with Slugline and with other generators, and compares time, memory and output.
//!
//! ```console
//! $ bench/compare [--posts 10000] [--runs 5] [--dir DIR] [--disk DIR] [--growth]
//! ```
//!
//! The site is the one of `examples/corpus`. For Hugo and Zola the same posts are written in their own way, with a theme
//! that is Slugline's in their templates, so that all make the same pages. The *floor* only reads the sources and
//! writes the very bytes of Slugline's output, which it holds in memory, with as many threads as there are cores.
//!
//! The tools take turns, and the first round is not counted. Outputs and caches are removed before each run, or moved aside
//! on a disk, which is not timed. Slugline also builds again over what it made: once with nothing changed, once with one body edited.
//!
//! The folder of the comparison must be missing, empty, or left by an earlier one; it gets some hundred megabytes and
//! is removed at the end. What is printed to standard output is Markdown.
#![allow(unreachable_pub, reason = "a program has no public items")]
#![allow(clippy::disallowed_methods, reason = "this program writes files, and dates what it prints")]
#![allow(clippy::indexing_slicing, clippy::format_push_string, reason = "its input is its own")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints tables, and how far it is")]

mod body;
mod edit;
mod failure;
mod files;
mod floor;
mod front_matter;
mod growth;
mod hugo;
mod machine;
mod measure;
mod paths;
mod related;
mod resident;
mod rounds;
mod sites;
mod source;
mod table;
mod tool;
mod workspace;
mod zola;

use std::path::{Path, PathBuf};

use clap::Parser;

use crate::failure::Failure;
use crate::measure::version;
use crate::rounds::Rounds;
use crate::sites::Programs;
use crate::tool::ToolName;
use crate::workspace::Workspace;

/// Compares Slugline with other generators on one site.
#[derive(Parser)]
struct Arguments {
    /// How many posts the site has.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(100..))]
    posts: u32,
    /// How often each tool is measured, after one run that is not.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..))]
    runs: u32,
    /// Where to build: a folder in memory, if there is one.
    #[arg(long, default_value_os_t = workspace::default_dir())]
    dir: PathBuf,
    /// A folder on a disk, to measure there too.
    #[arg(long)]
    disk: Option<PathBuf>,
    /// What to compare; what is not there is left out.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "slugline,hugo,zola,floor")]
    tools: Vec<ToolName>,
    /// The program to take as Hugo: the binary itself, not a script around it.
    #[arg(long, default_value = "hugo")]
    hugo: PathBuf,
    /// Let Hugo find related posts itself, which takes it long for many posts.
    #[arg(long)]
    hugo_related: bool,
    /// The program to take as Zola.
    #[arg(long, default_value = "zola")]
    zola: PathBuf,
    /// Measure only how Slugline's builds grow with the site, at these numbers of posts.
    #[arg(long, num_args = 0..=1, value_delimiter = ',', default_missing_value = "1000,10000,100000", value_name = "POSTS")]
    growth: Vec<u32>,
    /// Leave the sites and the outputs where they are.
    #[arg(long)]
    keep: bool,
}

fn main() -> Result<(), Failure> {
    let arguments = Arguments::parse();
    let programs = Programs {
        slugline: sites::beside("../slugline")?,
        hugo: version(&arguments.hugo, "version").map(|_| arguments.hugo.clone()),
        hugo_related: arguments.hugo_related,
        zola: version(&arguments.zola, "--version").map(|_| arguments.zola.clone()),
    };
    let dirs = [Some((&arguments.dir, false)), arguments.disk.as_ref().map(|dir| (dir, true))];
    for (dir, on_disk) in dirs.into_iter().flatten() {
        let workspace = Workspace::open(dir)?;
        let heading = heading(&arguments, &programs, workspace.path());
        let tables = if arguments.growth.is_empty() {
            compare(&arguments, &programs, &workspace, on_disk)?
        } else {
            growth::measure(&programs, &arguments.growth, arguments.runs, &workspace)?
        };
        println!("{heading}\n{tables}");
        if !arguments.keep {
            workspace.remove()?;
        }
    }
    Ok(())
}

/// The table of all tools, and where their outputs differ.
fn compare(
    arguments: &Arguments,
    programs: &Programs,
    workspace: &Workspace,
    on_disk: bool,
) -> Result<String, Failure> {
    let site = sites::corpus(workspace);
    sites::write_corpus(arguments.posts, &site)?;
    let mut tools = sites::write(programs, &arguments.tools, workspace)?;
    if on_disk {
        tools = tools.into_iter().map(|tool| tool.moving_aside(&workspace.join("former"))).collect();
    }
    let rounds = Rounds::run(&tools, &site, arguments.runs)?;
    let resident = resident::measure(&site)?;
    Ok(format!("{} posts:\n\n{}\n{resident}\n{}", arguments.posts, rounds.table(), rounds.differences()?))
}

/// Machine, versions and date.
fn heading(arguments: &Arguments, programs: &Programs, dir: &Path) -> String {
    let of_slugline = version(&programs.slugline, "--version").unwrap_or_default();
    let number = |text: &str| text.split_whitespace().nth(1).unwrap_or(text).to_owned();
    let mut versions = vec![format!("Slugline {}", number(&of_slugline))];
    if let Some(commit) = machine::commit() {
        versions[0].push_str(&format!(" ({commit})"));
    }
    if arguments.growth.is_empty() {
        let hugo = programs.hugo.as_ref().and_then(|program| version(program, "version"));
        // `hugo v0.150.0-3f5…+extended linux/amd64 …`
        versions.extend(hugo.map(|text| {
            let text = number(&text);
            format!("Hugo {}", text.trim_start_matches('v').split(['-', '+']).next().unwrap_or_default())
        }));
        let zola = programs.zola.as_ref().and_then(|program| version(program, "--version"));
        versions.extend(zola.map(|text| format!("Zola {}", number(&text))));
    }
    let runs = if arguments.runs == 1 { "one run".to_owned() } else { format!("median of {} runs", arguments.runs) };
    format!("{}. {}. {}, {runs}.\n", machine::describe(dir), versions.join(", "), machine::date())
}
