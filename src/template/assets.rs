//! `asset(path=…)` and `integrity(path=…)`: addresses of static files that change with what is in them, and their digests.
//! Which files a template asks for is told from its text, so that a change of a file changes no other page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};

use tera::{Error, Kwargs, State, Tera, TeraResult};

use crate::asset::Assets;
use crate::diagnostic::{Diagnostic, Span, nearest};
use crate::digest::{Digest, Parts};
use crate::source::Source;

/// Names of the functions.
const ASSET: &str = "asset";
const INTEGRITY: &str = "integrity";

/// Which files are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// Nobody knows which: any of them can be.
    Any,
    /// These: paths that they are published under.
    These(BTreeSet<String>),
}

impl Default for Asked {
    fn default() -> Self {
        Self::These(BTreeSet::new())
    }
}

impl Asked {
    /// Whether a file can be asked for.
    #[must_use]
    pub fn includes(&self, path: &str) -> bool {
        match self {
            Self::Any => true,
            Self::These(paths) => paths.contains(path),
        }
    }

    /// What one and the other ask for.
    pub(super) fn and(&mut self, other: &Self) {
        match (&mut *self, other) {
            (Self::These(paths), Self::These(more)) => paths.extend(more.iter().cloned()),
            _ => *self = Self::Any,
        }
    }
}

/// What the text of a template asks for.
#[derive(Debug, Default)]
pub(super) struct Calls {
    /// Of `asset()`.
    pub(super) assets: Asked,
    /// Of `integrity()`.
    pub(super) integrity: Asked,
    /// The paths that are written out, with their places.
    literals: Vec<(String, Span)>,
}

impl Calls {
    /// Reads a template.
    pub(super) fn of(text: &str) -> Self {
        let mut calls = Self::default();
        for (name, argument, start) in arguments(text, [ASSET, INTEGRITY]) {
            let asked = match literal(argument, "path") {
                Some((path, within)) => {
                    if !is_in_comment(text, start) {
                        calls.literals.push((path.to_owned(), within.shifted(start)));
                    }
                    Asked::These(BTreeSet::from([path.trim_start_matches('/').to_owned()]))
                }
                None => Asked::Any,
            };
            if name == INTEGRITY { &mut calls.integrity } else { &mut calls.assets }.and(&asked);
        }
        calls
    }

    /// The files that are not there: paths, each with its report.
    pub(super) fn missing(&self, source: &Source, assets: &Assets) -> Vec<(String, Diagnostic)> {
        let paths = self.literals.iter().map(|(path, span)| (path.trim_start_matches('/'), *span));
        let missing = paths.filter(|(path, _)| !assets.contains(path));
        missing
            .map(|(path, span)| {
                let problem = Diagnostic::error(format!("there is no static file `{path}`"))
                    .at(source, span, "asked for here")
                    .help(help(path, assets));
                (path.to_owned(), problem)
            })
            .collect()
    }
}

/// What follows each call of functions: the name of the function, the text from behind the parenthesis on, and where that
/// begins.
pub(super) fn arguments<'t, const N: usize>(
    text: &'t str,
    functions: [&'static str; N],
) -> impl Iterator<Item = (&'static str, &'t str, usize)> {
    functions.into_iter().flat_map(move |name| {
        text.match_indices(name).filter_map(move |(at, _)| {
            let before = text.get(..at)?.chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-')) {
                return None;
            }
            let behind = text.get(at + name.len()..)?;
            let argument = behind.trim_start().strip_prefix('(')?;
            Some((name, argument, text.len() - argument.len()))
        })
    })
}

/// Whether a place in a template stands in a comment, `{# … #}`.
pub(super) fn is_in_comment(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or(text);
    before.rfind("{#").is_some_and(|start| !before.get(start..).is_some_and(|comment| comment.contains("#}")))
}

/// The text in `name="…")`, with its place, if nothing else stands there.
pub(super) fn literal<'t>(argument: &'t str, name: &str) -> Option<(&'t str, Span)> {
    let quoted = argument.trim_start().strip_prefix(name)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = quoted.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (path, rest) = quoted.get(1..)?.split_once(quote)?;
    if path.contains('\\') || !rest.trim_start().starts_with([')', ',']) {
        return None;
    }
    let start = argument.len() - quoted.len() + 1;
    Some((path, Span::new(start, start + path.len())))
}

fn help(path: &str, assets: &Assets) -> String {
    match nearest(path, assets.paths()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("put it at `static/{}`", path.trim_start_matches('/')),
    }
}

/// A digest of all that templates can learn of the files that they ask for; none if they ask for none.
pub(super) fn digest(assets: &Assets, asked: &Asked, integrity: &Asked) -> Option<Digest> {
    let mut parts = Parts::new();
    let mut is_empty = true;
    for path in assets.paths() {
        if asked.includes(path) {
            parts.mark(b'a').text(path).text(&assets.url(path).unwrap_or_default());
            is_empty = false;
        }
        if integrity.includes(path) && !assets.is_preview() {
            parts.mark(b'i').text(path).digest(assets.digest(path).unwrap_or_default());
            is_empty = false;
        }
    }
    (!is_empty).then(|| parts.finish())
}

/// Makes the functions known. Of files that are `told` to be missing nothing more is said.
pub(super) fn register(tera: &mut Tera, assets: &Arc<Assets>, told: BTreeSet<String>) {
    let told = Arc::new(told);
    let missing = move |path: &str, assets: &Assets| {
        if told.contains(path) {
            return Ok(String::new());
        }
        Err(Error::message(format!("there is no static file `{path}`: {}", help(path, assets))))
    };
    let (of_asset, missing_asset) = (assets.clone(), missing.clone());
    tera.register_function(ASSET, move |arguments: Kwargs, _: &State<'_>| {
        let path = path(&arguments)?;
        of_asset.url(path).map_or_else(|| missing_asset(path, &of_asset), Ok)
    });
    let assets = assets.clone();
    // A file is read once, not for every page.
    let known: RwLock<BTreeMap<String, String>> = RwLock::default();
    tera.register_function(INTEGRITY, move |arguments: Kwargs, _: &State<'_>| {
        let path = path(&arguments)?;
        let find = || known.read().unwrap_or_else(PoisonError::into_inner).get(path).cloned();
        if let Some(integrity) = find() {
            return Ok(integrity);
        }
        let Some(integrity) = assets.integrity(path) else { return missing(path, &assets) };
        let integrity = integrity.map_err(|problem| Error::message(problem.headline))?;
        known.write().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), integrity.clone());
        Ok(integrity)
    });
}

fn path(arguments: &Kwargs) -> TeraResult<&str> {
    arguments.must_get::<&str>("path").map(|path| path.trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Asked {
        Calls::of(text).assets
    }

    #[test]
    fn paths_that_are_written_out_are_known() {
        let these = |paths: &[&str]| Asked::These(paths.iter().map(|path| (*path).to_owned()).collect());
        assert_eq!(asked("{{ asset(path=\"a.css\") }} {{asset( path = '/b.js' )}}"), these(&["a.css", "b.js"]));
        assert_eq!(asked("{{ assets(path=x) }} {{ my_asset(path=x) }} {{ x.asset }} asset"), these(&[]));
        assert_eq!(asked("{{ integrity(path=x) }}"), these(&[]));
        assert_eq!(Calls::of("{{ integrity(path=`x`) }}").integrity, these(&["x"]));
    }

    #[test]
    fn what_stands_in_a_comment_need_not_be_there() {
        let text = "{# {{ asset(path='a') }} #}{{ asset(path='b') }}{#- asset(path='c') -#}{{ integrity(path='d') }}{# asset(path='e')";
        let named: Vec<String> = Calls::of(text).literals.into_iter().map(|(path, _)| path).collect();
        assert_eq!(named, ["b", "d"]);
    }

    #[test]
    fn where_a_path_is_worked_out_any_file_can_be_meant() {
        for text in ["asset(path=x)", "asset(path='a' ~ b)", "asset(path='a\\'b')", "asset(path=\"a", "asset(url='a')"]
        {
            assert_eq!(asked(text), Asked::Any, "{text}");
        }
    }
}
