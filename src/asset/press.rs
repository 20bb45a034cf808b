//! Making the style sheets of a site: each put together with what it imports and minified, where that can be done without a
//! change of meaning; else as it is written. Both with the names that files are published under.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::encode_path;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::digest::Digest;
use crate::source::Source;

use super::addresses::{Address, Local, Readdressed, addresses, folder};
use super::files::{Files, Kind};
use super::{Options, bundle, names};

/// A style sheet, made.
#[derive(Debug, Clone)]
pub(super) struct Pressed {
    pub(super) digest: Digest,
    pub(super) css: Arc<str>,
}

/// Makes style sheets; those that are made are kept, since others may name them.
pub(super) struct Press<'p> {
    files: &'p Files,
    options: &'p Options,
    /// By the paths that they are published under.
    made: BTreeMap<String, Pressed>,
    /// Those that are being made.
    open: Vec<String>,
    /// Digests of other files that are named in style sheets.
    pub(super) named: BTreeMap<String, Digest>,
    /// Style sheets that are named in others, and are no parts of them.
    pub(super) imported: BTreeSet<String>,
    /// What was said already: a style sheet may be a part of several.
    said: BTreeSet<(String, usize)>,
    problems: &'p mut Diagnostics,
}

impl<'p> Press<'p> {
    pub(super) fn new(files: &'p Files, options: &'p Options, problems: &'p mut Diagnostics) -> Self {
        Self {
            files,
            options,
            made: BTreeMap::new(),
            open: Vec::new(),
            named: BTreeMap::new(),
            imported: BTreeSet::new(),
            said: BTreeSet::new(),
            problems,
        }
    }

    /// Makes the style sheet that is published under a path; none if it cannot be read, which is reported.
    pub(super) fn press(&mut self, path: &str) -> Option<Pressed> {
        if let Some(pressed) = self.made.get(path) {
            return Some(pressed.clone());
        }
        let source = self.source(path)?;
        self.open.push(path.to_owned());
        let mut parts = BTreeMap::new();
        let is_whole = self.gather(path, &source, &mut Vec::new(), &mut parts).is_some();
        let bundled = if self.options.minify && is_whole { self.bundled(path, &parts) } else { None };
        let css = bundled.unwrap_or_else(|| {
            let as_written = Readdressed::new(&source.text, |address| self.other(address, path, path));
            as_written.css.into_owned()
        });
        self.open.pop();
        let pressed = Pressed { digest: Digest::of(css.as_bytes()), css: css.into() };
        self.made.insert(path.to_owned(), pressed.clone());
        Some(pressed)
    }

    /// The text of a style sheet; if it is Sass, as CSS.
    fn source(&mut self, path: &str) -> Option<Source> {
        let read = self.files.stylesheet(path)?;
        read.map_err(|problem| self.say(problem)).ok()
    }

    /// A style sheet in one with all that it imports, which are its `parts`; none if it has to stay as it is.
    fn bundled(&mut self, path: &str, parts: &BTreeMap<String, Source>) -> Option<String> {
        let mut readdressed = BTreeMap::new();
        for (part, source) in parts {
            // What is imported is taken in.
            let other = |address: &Address| {
                let is_taken_in = address.is_import && self.imported(part, address).is_some();
                if is_taken_in { None } else { self.other(address, part, path) }
            };
            readdressed.insert(part.as_str(), (source, Readdressed::new(&source.text, other)));
        }
        let texts = readdressed.iter().map(|(part, (source, text))| (*part, *source, text));
        let resolve = |part: &str, url: &str| Local::of(url, part, &self.options.base_url)?.path;
        let made = bundle::bundle(path, texts, &resolve);
        made.map_err(|problems| problems.into_iter().for_each(|problem| self.say(problem))).ok()?
    }

    /// Reads a style sheet and all that it imports. None if something of it is not there, or imports itself; that is
    /// reported.
    fn gather(
        &mut self,
        path: &str,
        source: &Source,
        above: &mut Vec<String>,
        parts: &mut BTreeMap<String, Source>,
    ) -> Option<()> {
        parts.insert(path.to_owned(), source.clone());
        above.push(path.to_owned());
        let mut is_whole = true;
        for address in addresses(&source.text).iter().filter(|address| address.is_import) {
            let Some(imported) = self.imported(path, address) else { continue };
            if above.contains(&imported) {
                let label = if imported == path { "this is the file itself" } else { "this imports it in turn" };
                self.say(
                    Diagnostic::error(format!("the style sheet `{}` imports itself", source.path))
                        .at(source, address.span, label)
                        .help("take this `@import` out"),
                );
                is_whole = false;
            } else if !parts.contains_key(&imported) {
                is_whole &= match self.source(&imported) {
                    Some(source) => self.gather(&imported, &source, above, parts).is_some(),
                    None => false,
                };
            }
        }
        above.pop();
        is_whole.then_some(())
    }

    /// The style sheet of this site that is imported; none if there is no such.
    fn imported(&self, by: &str, address: &Address) -> Option<String> {
        let imported = Local::of(&address.url, by, &self.options.base_url)?.path?;
        self.files.published(&imported).is_some_and(|kind| kind == Kind::Stylesheet).then_some(imported)
    }

    /// What an address of the style sheet `part` is in the style sheet `whole` that it becomes a part of; none if it stays as
    /// it is.
    fn other(&mut self, address: &Address, part: &str, whole: &str) -> Option<String> {
        let local = Local::of(&address.url, part, &self.options.base_url)?;
        let Some(path) = &local.path else {
            self.missing(address, part, "");
            return None;
        };
        if self.files.published(path).is_none() {
            if local.is_rooted {
                // A page, or a picture beside one.
                return None;
            }
            self.missing(address, part, path);
        }
        let (name, query) = self.name(path);
        let query = if local.rest.starts_with('?') { String::new() } else { query };
        let url = if local.is_rooted { self.options.base_url.rooted(&name) } else { relative(folder(whole), &name) };
        let url = format!("{url}{query}{}", local.rest);
        (url != address.url).then_some(url)
    }

    /// What a file is published under, and the query that tells its contents where the name does not.
    fn name(&mut self, path: &str) -> (String, String) {
        let plain = || (path.to_owned(), String::new());
        let Some(kind) = self.files.published(path).filter(|_| self.options.fingerprint) else { return plain() };
        let digest = match kind {
            // One that names another that names it: one of the two has to do without.
            Kind::Stylesheet if self.open.iter().any(|open| open == path) => None,
            Kind::Stylesheet => self.press(path).map(|pressed| pressed.digest),
            Kind::Lasting | Kind::Other => self.files.digest(path),
        };
        let Some(digest) = digest else { return plain() };
        if kind == Kind::Stylesheet {
            self.imported.insert(path.to_owned());
        } else {
            self.named.insert(path.to_owned(), digest);
        }
        let (name, query) = names::of(path, kind, digest);
        (name, query.unwrap_or_default())
    }

    fn missing(&mut self, address: &Address, part: &str, path: &str) {
        let Some(source) = self.source(part) else { return };
        let what = if address.is_import { "imports" } else { "names" };
        let name = path.rsplit('/').next().unwrap_or(path);
        let others = || self.files.paths().filter(|other| *other != part);
        let same_name = others().find(|other| other.rsplit('/').next() == Some(name));
        let help = match same_name.or_else(|| nearest(path, others())) {
            Some(near) => format!("did you mean `{}`?", relative(folder(part), near)),
            None => format!("put the file at `static/{path}`, or take this out"),
        };
        self.say(
            Diagnostic::warning(format!("a style sheet {what} `{}`, which is not there", address.url))
                .at(&source, address.span, "no static file of this name")
                .help(help),
        );
    }

    /// Reports something, once for each place.
    fn say(&mut self, problem: Diagnostic) {
        let place = problem.label().map_or(0, |label| label.span.start);
        if self.said.insert((problem.path().to_owned(), place)) {
            self.problems.push(problem);
        }
    }
}

/// A path as it is seen from a folder, encoded.
fn relative(folder: &str, path: &str) -> String {
    let mut up = folder.trim_end_matches('/');
    let mut steps = String::new();
    loop {
        let below =
            if up.is_empty() { Some(path) } else { path.strip_prefix(up).and_then(|rest| rest.strip_prefix('/')) };
        if let Some(below) = below {
            return format!("{steps}{}", encode_path(below));
        }
        steps.push_str("../");
        up = up.rsplit_once('/').map_or("", |(above, _)| above);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_folders() {
        for (folder, path, expected) in [
            ("css/", "css/a.png", "a.png"),
            ("css/", "img/a b.png", "../img/a%20b.png"),
            ("", "css/a.png", "css/a.png"),
            ("css/deep/", "css/a.png", "../a.png"),
            ("css/", "csss/a.png", "../csss/a.png"),
        ] {
            assert_eq!(relative(folder, path), expected);
        }
    }
}
