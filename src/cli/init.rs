//! `slugline init`: a small site that builds at once.

use jiff::tz::TimeZone;

use crate::diagnostic::report::Style;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::write;

use super::arguments::{InitArguments, clock};
use super::{print_line, print_problems};

/// Path and text of the starter site's files; `{date}` is the day on which it is made.
const FILES: &[(&str, &str)] = &[
    ("site.yaml", include_str!("starter/site.yaml")),
    ("tags.yaml", include_str!("starter/tags.yaml")),
    ("authors.yaml", include_str!("starter/authors.yaml")),
    ("content/about.md", include_str!("starter/about.md")),
    ("content/posts/{date}-welcome.md", include_str!("starter/welcome.md")),
    ("content/posts/images/press.svg", include_str!("starter/press.svg")),
    (".gitignore", "/public/\n/.slugline/\n"),
];

pub(super) fn run(arguments: &InitArguments) -> Result<(), ()> {
    match make(arguments) {
        Ok(()) => {
            let dir = arguments.dir.display();
            print_line(&format!("Made a site in {dir}. Next: slugline serve --open --root {dir}"));
            Ok(())
        }
        Err(problems) => {
            print_problems(&problems, Style::default());
            Err(())
        }
    }
}

fn make(arguments: &InitArguments) -> Result<(), Diagnostics> {
    // The day before: the welcome post is to be seen at once, wherever the zone.
    let today = clock().to_zoned(TimeZone::UTC).date();
    let date = today.yesterday().unwrap_or(today).to_string();
    let files: Vec<(String, String)> =
        FILES.iter().map(|(path, text)| (path.replace("{date}", &date), text.replace("{date}", &date))).collect();
    let present = |path: &&String| *path != ".gitignore" && arguments.dir.join(path).exists();
    let present: Vec<&String> = files.iter().map(|(path, _)| path).filter(present).collect();
    if let Some(first) = present.first() {
        let file = arguments.dir.join(first);
        let also = match present.len() {
            1 => String::new(),
            more => format!(", with {} more of the site's files", more - 1),
        };
        return Err(Diagnostic::error(format!("`{}` is there already{also}", file.display()))
            .help("nothing was written; make the site in another folder")
            .into());
    }
    for (path, text) in &files {
        let file = arguments.dir.join(path);
        if !file.exists() {
            write::create(&file, text)?;
        }
    }
    Ok(())
}
