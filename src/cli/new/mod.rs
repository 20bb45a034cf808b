//! `slugline new`: a post begun, from flags or from what is asked on a terminal.

mod editor;
mod questions;

use std::io::IsTerminal as _;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap::error::ErrorKind;

use crate::config::Config;
use crate::content::post::Content;
use crate::content::slug::slugify;
use crate::diagnostic::report::Style;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::edit::scalar::double_quoted;
use crate::source::{self, SourceFile};
use crate::template::archetype::{self, Beginning};
use crate::write;

use super::arguments::{Arguments, NewArguments, clock};
use super::{print_line, print_problems};

use questions::{Known, Terminal};

/// The archetype that is taken if it is there.
const USUAL: &str = "post";

pub(super) fn run(arguments: &NewArguments) -> ExitCode {
    let asks = arguments.title.is_none();
    if asks && !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        let mut program = Arguments::command();
        program.build();
        let problem = program.find_subcommand_mut("new").map(|new| {
            new.error(
                ErrorKind::MissingRequiredArgument,
                "the title is missing, and there is no terminal to ask for it",
            )
        });
        if let Some(problem) = problem {
            let _ = problem.print();
        }
        return ExitCode::from(2);
    }
    let done = begin(arguments, asks).and_then(|path| {
        print_line(&format!("Created {path}"));
        let file = arguments.root.join(path);
        match (arguments.no_edit, arguments.edit, asks) {
            (false, true, _) => editor::open(&file),
            (false, false, true) => editor::open_if_set(&file),
            _ => Ok(()),
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            print_problems(&problems, Style::default());
            ExitCode::from(1)
        }
    }
}

/// Writes the post and gives its path from the site's root.
fn begin(arguments: &NewArguments, asks: bool) -> Result<String, Diagnostics> {
    let mut problems = Diagnostics::new();
    let config = Config::load(&arguments.root, None, &mut problems);
    problems.into_result()?;
    let mut beginning = Beginning {
        title: arguments.title.clone().unwrap_or_default(),
        section: arguments.section.clone().unwrap_or_default(),
        tags: arguments.tags.iter().flat_map(|tag| questions::given(tag)).collect(),
        authors: arguments.authors.clone(),
        description: arguments.description.clone().unwrap_or_default(),
        draft: arguments.draft,
        ..Beginning::default()
    };
    if asks {
        let known = Known::of(&arguments.root);
        questions::ask(&mut Terminal, &known, &mut beginning).map_err(|error| {
            Diagnostic::error(format!("nothing was written: {error}"))
                .help("or give the title: slugline new \"The tides turn\"")
        })?;
    }
    if beginning.title.trim().is_empty() {
        return Err(Diagnostic::error("a post needs a title").help("slugline new \"The tides turn\"").into());
    }
    let now = arguments.now.as_ref().map(|now| now.of_zone(|| config.timezone.clone()));
    let now = now.unwrap_or_else(clock).to_zoned(config.timezone.clone());
    beginning.date = now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string();
    beginning.slug = slugify(&beginning.title, config.slugs);
    let path = format!("content/posts/{}-{}.md", now.strftime("%Y-%m-%d"), beginning.slug);
    let text = text(arguments, &beginning, &path, &config)?;
    write::create(&arguments.root.join(&path), &text)?;
    Ok(path)
}

/// The text of the file: an archetype's, else the usual one.
fn text(arguments: &NewArguments, beginning: &Beginning, path: &str, config: &Config) -> Result<String, Diagnostics> {
    let name = arguments.archetype.as_deref().unwrap_or(USUAL);
    let archetype = format!("templates/{}/{name}.md", archetype::FOLDER);
    let source =
        if is_name(&name) { source::read_if_present(&arguments.root.join(&archetype), &archetype)? } else { None };
    let Some(source) = source else {
        if arguments.archetype.is_none() {
            return Ok(plain_text(beginning));
        }
        return Err(missing(arguments, name, &archetype).into());
    };
    let text = archetype::render(&source, beginning)?;
    let mut problems = Diagnostics::new();
    let below_content = path.strip_prefix("content/").unwrap_or(path);
    Content::read(SourceFile::new(path, text.clone()), below_content, config, &mut problems);
    if problems.has_errors() {
        let noted =
            problems.into_iter().map(|problem| problem.note(format!("`{archetype}` made this; nothing was written")));
        let mut problems = Diagnostics::new();
        problems.extend(noted);
        return Err(problems);
    }
    Ok(text)
}

/// Whether an archetype can have this name: not one that leads out of their folder.
fn is_name(name: &&str) -> bool {
    !name.is_empty() && !name.contains(['/', '\\', '.'])
}

fn missing(arguments: &NewArguments, name: &str, archetype: &str) -> Diagnostic {
    let folder = arguments.root.join("templates").join(archetype::FOLDER);
    let found = source::walk(&arguments.root, &folder, source::Hidden::Skip).unwrap_or_default();
    let names: Vec<String> = found
        .iter()
        .filter_map(|file| file.path.strip_suffix(".md"))
        .filter(is_name)
        .map(|name| format!("`{name}`"))
        .collect();
    let help = if names.is_empty() {
        format!("write one as `{archetype}`")
    } else {
        format!("there are {}", names.join(", "))
    };
    Diagnostic::error(format!("there is no archetype `{name}`")).help(help)
}

/// What is written where a site has no archetype.
fn plain_text(beginning: &Beginning) -> String {
    let list = |names: &[String]| names.iter().map(|name| double_quoted(name)).collect::<Vec<_>>().join(", ");
    let mut lines = vec![
        "---".to_owned(),
        format!("title: {}", double_quoted(&beginning.title)),
        format!("date: {}", beginning.date),
        format!("description: {}", double_quoted(&beginning.description)),
    ];
    if !beginning.authors.is_empty() {
        lines.push(format!("authors: [{}]", list(&beginning.authors)));
    }
    if !beginning.tags.is_empty() {
        lines.push(format!("hashtags: [{}]", list(&beginning.tags)));
    }
    if !beginning.section.is_empty() {
        lines.push(format!("section: {}", double_quoted(&beginning.section)));
    }
    if beginning.draft {
        lines.push("draft: true".to_owned());
    }
    lines.extend(["---".to_owned(), String::new(), String::new()]);
    lines.join("\n")
}
