//! Sass: from `site.scss` to CSS. What it loads are files below `static/`, and no others.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use grass::{ErrorKind, Fs, OutputStyle};

use crate::diagnostic::{Diagnostic, Span};
use crate::source::{Source, SourceFile};

use super::addresses::folder;
use super::files::Files;

/// Compiles a file of Sass; `path` is its path below `static/`.
///
/// # Errors
/// If it is no Sass.
pub(super) fn compile(files: &Files, path: &str, source: &Source) -> Result<Source, Diagnostic> {
    let statics = Statics(files);
    let options = grass::Options::default()
        .fs(&statics)
        .style(OutputStyle::Expanded)
        .load_path(folder(path))
        .load_path("")
        .quiet(true);
    // It is not done with all of Sass, and ends where it is not.
    let compiled = catch_unwind(AssertUnwindSafe(|| grass::from_path(path, &options)));
    match compiled {
        Ok(Ok(css)) => Ok(SourceFile::new(format!("{}, as CSS", source.path), css)),
        Ok(Err(error)) => Err(report(files, source, &error)),
        Err(_) => Err(Diagnostic::error("the file has something of Sass that is not known here")
            .in_file(source.path.clone())
            .help("write it in another way, or make CSS of it with `sass` and put that into `static/`")),
    }
}

fn report(files: &Files, source: &Source, error: &grass::Error) -> Diagnostic {
    let ErrorKind::ParseError { message, loc, .. } = error.clone().kind() else {
        return Diagnostic::error(format!("the file is no Sass: {error}")).in_file(source.path.clone());
    };
    let name = loc.file.name().trim_start_matches("./").to_owned();
    let other = files.text(&name).and_then(Result::ok);
    let source = other.as_ref().unwrap_or(source);
    let place = |line: usize, column: usize| {
        let start: usize = source.text.split_inclusive('\n').take(line).map(str::len).sum();
        let rest = source.text.get(start..).unwrap_or_default();
        start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at)
    };
    let start = place(loc.begin.line, loc.begin.column);
    let end = place(loc.end.line, loc.end.column).max(start);
    Diagnostic::error("this is no Sass")
        .at(source, Span::new(start, end), message.trim_end_matches('.').to_owned())
        .help("compare with https://sass-lang.com/documentation/")
}

/// The files that Sass may load.
#[derive(Debug)]
struct Statics<'f>(&'f Files);

impl Statics<'_> {
    fn path(path: &Path) -> String {
        let path = path.to_string_lossy().replace('\\', "/");
        path.trim_start_matches("./").trim_start_matches('/').to_owned()
    }
}

impl Fs for Statics<'_> {
    fn is_dir(&self, path: &Path) -> bool {
        let folder = format!("{}/", Self::path(path));
        self.0.sources().any(|file| file.starts_with(&folder))
    }

    fn is_file(&self, path: &Path) -> bool {
        self.0.file(&Self::path(path)).is_some()
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let text = self.0.text(&Self::path(path)).and_then(Result::ok);
        text.map(|source| source.text.clone().into_bytes()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}
