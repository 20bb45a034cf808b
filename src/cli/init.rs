//! `slugline init`: a small site that builds at once, and what a service needs to publish it.

use std::path::Path;

use jiff::tz::TimeZone;

use crate::config::Config;
use crate::diagnostic::report::Style;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::write;

use super::arguments::{InitArguments, clock};
use super::ci::{self, Recipe};
use super::{print_line, print_problems};

/// Path and text of the starter site's files; `{date}` is the day on which it is made.
const FILES: &[(&str, &str)] = &[
    (SETTINGS, include_str!("starter/site.yaml")),
    ("tags.yaml", include_str!("starter/tags.yaml")),
    ("authors.yaml", include_str!("starter/authors.yaml")),
    ("content/about.md", include_str!("starter/about.md")),
    ("content/posts/{date}-welcome.md", include_str!("starter/welcome.md")),
    ("content/posts/images/press.svg", include_str!("starter/press.svg")),
    (".gitignore", "/public/\n/.slugline/\n"),
];

const SETTINGS: &str = "site.yaml";

pub(super) fn run(arguments: &InitArguments) -> Result<(), ()> {
    make(arguments).map_err(|problems| print_problems(&problems, Style::default()))
}

fn make(arguments: &InitArguments) -> Result<(), Diagnostics> {
    let dir = arguments.dir();
    let today = clock().to_zoned(TimeZone::UTC).date();
    let recipe = arguments.ci.map(|service| ci::recipe(service, dir, &today.to_string()));
    // The day before: the welcome post is to be seen at once, wherever the zone.
    let date = today.yesterday().unwrap_or(today).to_string();
    match &recipe {
        Some(recipe) if Config::find(dir).is_ok() => {
            write_all(dir, &recipe.files, "take these away first, if you want others")?;
        }
        _ => {
            let mut files = starter(&date, recipe.as_ref());
            files.extend(recipe.iter().flat_map(|recipe| recipe.files.iter().cloned()));
            write_all(dir, &files, "make the site in another folder")?;
            let shown = dir.display();
            print_line(&format!("Made a site in {shown}. Next: slugline serve --open --root {shown}"));
        }
    }
    if let Some(recipe) = &recipe {
        tell(recipe);
    }
    Ok(())
}

/// The files of the starter site.
fn starter(date: &str, recipe: Option<&Recipe>) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> =
        FILES.iter().map(|(path, text)| (path.replace("{date}", date), text.replace("{date}", date))).collect();
    if let Some((_, settings)) = files.iter_mut().find(|(path, _)| path == SETTINGS) {
        settings.push_str(recipe.map_or("", |recipe| recipe.settings));
    }
    files
}

/// Writes all files, or none if one is there.
fn write_all(dir: &Path, files: &[(String, String)], help: &str) -> Result<(), Diagnostics> {
    let present = |path: &&String| *path != ".gitignore" && dir.join(path).exists();
    let present: Vec<&String> = files.iter().map(|(path, _)| path).filter(present).collect();
    if let Some(first) = present.first() {
        let also = match present.len() {
            1 => String::new(),
            more => format!(", with {} more of the files", more - 1),
        };
        let file = dir.join(first);
        let shown = file.strip_prefix(".").unwrap_or(&file).display();
        return Err(Diagnostic::error(format!("`{shown}` is there already{also}"))
            .help(format!("nothing was written; {help}"))
            .into());
    }
    for (path, text) in files {
        let file = dir.join(path);
        if !file.exists() {
            write::create(&file, text)?;
        }
    }
    Ok(())
}

/// Says what was written for a service, and what is left to do.
fn tell(recipe: &Recipe) {
    let paths: Vec<&str> = recipe.files.iter().map(|(path, _)| path.as_str()).collect();
    print_line(&format!("Wrote {}", paths.join(", ")));
    for step in &recipe.next {
        print_line(&format!("Next: {step}"));
    }
    print_line(&format!("More: {}", ci::documentation()));
}
