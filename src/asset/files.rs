//! The files below `static/`: the site's own over the theme's.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Theme;
use crate::content::link::has_extension;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::digest::Digest;
use crate::source::{self, RawFile, RawFiles, Source, SourceFile};

use super::{colours, theme};

/// A static file.
#[derive(Debug, Clone)]
pub enum File {
    /// Of the site.
    Own(Arc<RawFile>),
    /// Of the theme: as it is compiled in, or made from the configuration.
    Theme(Cow<'static, [u8]>),
}

impl File {
    /// Of its bytes.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn digest(&self) -> Result<Digest, Diagnostic> {
        match self {
            Self::Own(file) => file.digest(),
            Self::Theme(bytes) => Ok(Digest::of(bytes)),
        }
    }
}

/// What becomes of a static file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A style sheet is made of it.
    Stylesheet,
    /// It is copied, also under a name that tells its contents, if that is asked for: scripts and fonts.
    Lasting,
    /// It is copied.
    Other,
}

/// Extensions of scripts and fonts.
const LASTING: [&str; 6] = ["js", "mjs", "otf", "ttf", "woff", "woff2"];

/// All static files.
#[derive(Debug)]
pub(super) struct Files {
    by_path: BTreeMap<String, File>,
    /// Files that are published, by the path that they get: which file it is, and what becomes of it.
    published: BTreeMap<String, (String, Kind)>,
}

impl Files {
    /// The site's own files over those of the theme, which has these colours. If nothing `is_made` of them, all are copied. What
    /// is wrong is reported.
    pub(super) fn new(own: &RawFiles, theme: &Theme, is_made: bool, problems: &mut Diagnostics) -> Self {
        let of_theme = theme::STATICS.iter().map(|(path, bytes)| {
            let is_set = *path == colours::PATH && theme.place.is_some();
            let bytes = if is_set { colours::stylesheet(theme).into_bytes().into() } else { Cow::Borrowed(*bytes) };
            ((*path).to_owned(), File::Theme(bytes))
        });
        // A copy of what the theme has anyway says nothing.
        let says_nothing = |path: &str, file: &RawFile| {
            path == colours::PATH && theme.place.is_some() && file.digest().is_ok_and(|digest| digest == colours::own())
        };
        let own = own.iter().filter(|(path, file)| !says_nothing(path, file));
        let own = own.map(|(path, file)| (path.clone(), File::Own(file.clone())));
        let by_path: BTreeMap<String, File> = of_theme.chain(own).collect();
        let mut published: BTreeMap<String, (String, Kind)> = BTreeMap::new();
        for path in by_path.keys() {
            let (to, kind) = match sass_name(path).filter(|_| is_made) {
                Some(_) if !cfg!(feature = "sass") => {
                    problems.push(without_sass(path));
                    (path.clone(), Kind::Other)
                }
                // Only others take it in.
                Some(Sass::Part) => continue,
                Some(Sass::Whole(css)) => (css, Kind::Stylesheet),
                None if has_extension(path, "css") => (path.clone(), Kind::Stylesheet),
                None if LASTING.iter().any(|extension| has_extension(path, extension)) => (path.clone(), Kind::Lasting),
                None => (path.clone(), Kind::Other),
            };
            match published.get(&to) {
                // The theme's own gives way.
                Some((other, _)) if is_of_theme(&by_path, other) => {}
                Some((other, _)) => {
                    problems.push(
                        Diagnostic::error(format!("two style sheets would be `{to}`"))
                            .in_file(format!("static/{path}"))
                            .note(format!("the other is `static/{other}`"))
                            .help("rename one of them"),
                    );
                    continue;
                }
                None => {}
            }
            published.insert(to, (path.clone(), kind));
        }
        Self { by_path, published }
    }

    /// Every file by the path that it is published under.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &str, Kind)> {
        self.published.iter().map(|(to, (from, kind))| (to.as_str(), from.as_str(), *kind))
    }

    /// Paths of all files below `static/`.
    #[cfg(feature = "sass")]
    pub(super) fn sources(&self) -> impl Iterator<Item = &str> {
        self.by_path.keys().map(String::as_str)
    }

    /// The file of a path below `static/`.
    pub(super) fn file(&self, path: &str) -> Option<&File> {
        self.by_path.get(path)
    }

    /// All paths that something is published under.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.published.keys().map(String::as_str)
    }

    /// What becomes of what is published under a path, if there is something.
    pub(super) fn published(&self, path: &str) -> Option<Kind> {
        self.published.get(path).map(|(_, kind)| *kind)
    }

    /// Whether what is published under a path is the theme's.
    pub(super) fn is_of_theme(&self, path: &str) -> bool {
        matches!(self.from(path), Some(File::Theme(_)))
    }

    /// The file that is published under a path.
    pub(super) fn from(&self, path: &str) -> Option<&File> {
        self.by_path.get(&self.published.get(path)?.0)
    }

    /// Digest of the bytes of what is published under a path, if it is a copy that can be read.
    pub(super) fn digest(&self, path: &str) -> Option<Digest> {
        self.from(path)?.digest().ok()
    }

    /// All files, those with digests whose texts style sheets are made of.
    pub(super) fn texts(&self) -> Vec<(&str, Digest)> {
        let is_text = |path: &str| has_extension(path, "css") || sass_name(path).is_some();
        let digest = |path: &str, file: &File| if is_text(path) { file.digest().ok() } else { None };
        self.by_path.iter().map(|(path, file)| (path.as_str(), digest(path, file).unwrap_or_default())).collect()
    }

    /// The text of the style sheet that is published under a path.
    pub(super) fn stylesheet(&self, path: &str) -> Option<Result<Source, Diagnostic>> {
        let (from, _) = self.published.get(path)?;
        let source = self.text(from)?;
        #[cfg(feature = "sass")]
        if sass_name(from).is_some() {
            return Some(source.and_then(|source| super::sass::compile(self, from, &source)));
        }
        Some(source)
    }

    /// The text of a file of a path below `static/`.
    pub(super) fn text(&self, path: &str) -> Option<Result<Source, Diagnostic>> {
        Some(match self.by_path.get(path)? {
            File::Own(file) => source::read(&file.absolute, &format!("static/{path}")),
            File::Theme(bytes) => {
                Ok(SourceFile::new(format!("the built-in theme: {path}"), String::from_utf8_lossy(bytes)))
            }
        })
    }
}

fn is_of_theme(files: &BTreeMap<String, File>, path: &str) -> bool {
    matches!(files.get(path), Some(File::Theme(_)))
}

/// What a file of Sass is.
enum Sass {
    /// A part of others: its name begins with `_`.
    Part,
    /// A style sheet, with the path that its CSS gets.
    Whole(String),
}

fn sass_name(path: &str) -> Option<Sass> {
    let (stem, _) = path.rsplit_once('.').filter(|_| has_extension(path, "scss") || has_extension(path, "sass"))?;
    let name = stem.rsplit_once('/').map_or(stem, |(_, name)| name);
    Some(if name.starts_with('_') { Sass::Part } else { Sass::Whole(format!("{stem}.css")) })
}

fn without_sass(path: &str) -> Diagnostic {
    Diagnostic::warning("this `slugline` was built without Sass; the file is published as it is")
        .in_file(format!("static/{path}"))
        .help("install it with `cargo install slugline --features sass`, or write `assets: false` in site.yaml")
}
