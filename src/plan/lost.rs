//! Reports of permalinks at which nothing stands any more, each with the line that settles it.

use crate::config::SITE_FILE;
use crate::content::document::Document;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::site::Site;

use super::permalinks::Permalink;

/// So many of one kind are reported one by one; more have one cause, and one report.
const ONE_BY_ONE: usize = 10;

/// What became of the document of a permalink.
#[derive(Debug, Clone, Copy)]
pub(super) enum Fate<'s> {
    /// The configuration puts it elsewhere.
    Rerouted(&'s Document),
    /// Its source puts it elsewhere.
    Moved(&'s Document),
    /// Its source is gone, and this one seems to take its place.
    Renamed(&'s Document),
    /// It is a draft.
    Withdrawn(&'s Document),
    /// Its source is gone.
    Deleted,
}

/// A permalink at which nothing stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lost<'s> {
    pub(super) permalink: &'s Permalink,
    pub(super) fate: Fate<'s>,
}

/// Warns of all that are lost; one kind in one report, if there are many of it.
pub(super) fn report(all: &[Lost<'_>], site: &Site, problems: &mut Diagnostics) {
    let rerouted: Vec<&Lost<'_>> = all.iter().filter(|lost| matches!(lost.fate, Fate::Rerouted(_))).collect();
    problems.extend(of_configuration(&rerouted, site));
    let kinds: [fn(&Fate<'_>) -> bool; 3] = [
        |fate| matches!(fate, Fate::Moved(_) | Fate::Renamed(_)),
        |fate| matches!(fate, Fate::Withdrawn(_)),
        |fate| matches!(fate, Fate::Deleted),
    ];
    for is_of_kind in kinds {
        let of_kind: Vec<&Lost<'_>> = all.iter().filter(|lost| is_of_kind(&lost.fate)).collect();
        let drawn = if of_kind.len() > ONE_BY_ONE { 1 } else { of_kind.len() };
        let (one_by_one, rest) = of_kind.split_at_checked(drawn).unwrap_or_default();
        problems.extend(one_by_one.iter().map(|lost| {
            let diagnostic = one(lost, site);
            if rest.is_empty() { diagnostic } else { diagnostic.note(others(rest)) }
        }));
    }
}

fn warning(permalink: &Permalink) -> Diagnostic {
    Diagnostic::warning(format!("`/{}` is no longer there", permalink.site_path))
}

fn one(lost: &Lost<'_>, site: &Site) -> Diagnostic {
    let permalink = lost.permalink;
    let path = format!("/{}", permalink.site_path);
    match lost.fate {
        Fate::Moved(document) | Fate::Rerouted(document) => {
            let label = format!("this stands at `/{}` now", document.site_path);
            at(warning(permalink), document, label).offer(alias(document, &path))
        }
        Fate::Renamed(document) => {
            let label = format!("this seems to be the same, and stands at `/{}`", document.site_path);
            let diagnostic = at(warning(permalink), document, label);
            diagnostic.note(former_source(permalink)).offer(alias(document, &path))
        }
        Fate::Withdrawn(document) => at(warning(permalink), document, "this is a draft now".to_owned())
            .offer(format!("if it is meant to be gone, {}", gone(site, &path))),
        Fate::Deleted => warning(permalink).in_file(SITE_FILE).note(former_source(permalink)).offer(format!(
            "name the page that takes its place: {}; or, if it is meant to be gone, {}",
            successor(site, &path),
            gone(site, &path)
        )),
    }
}

/// Everything that moved because of `site.yaml`.
fn of_configuration(rerouted: &[&Lost<'_>], site: &Site) -> Option<Diagnostic> {
    let (first, rest) = rerouted.split_first()?;
    let Fate::Rerouted(document) = first.fate else { return None };
    let now = format!("`/{}` now", document.site_path);
    let (diagnostic, note) = if rest.is_empty() {
        (warning(first.permalink), format!("its post stands at {now}"))
    } else {
        let headline = format!("{} permalinks are no longer there", rerouted.len());
        (Diagnostic::warning(headline), format!("`/{}`, for example, is {now}", first.permalink.site_path))
    };
    let diagnostic = match site.config.permalink_place {
        Some(place) => diagnostic.at(&site.config.site_source, place, "this says where posts stand"),
        None => diagnostic.in_file(SITE_FILE),
    };
    Some(diagnostic.note(note).offer(
        "put the configuration back as it was, or give each post its former address: `aliases: [/former/address/]`",
    ))
}

/// At what most likely decides where a document stands.
fn at(diagnostic: Diagnostic, document: &Document, label: String) -> Diagnostic {
    let front_matter = &document.front_matter;
    let span = front_matter.slug.as_ref().map_or(front_matter.title.span, |slug| slug.span);
    diagnostic.at(&document.source, span, label)
}

fn former_source(permalink: &Permalink) -> String {
    format!("it was that of `{}`, titled “{}”", permalink.source, permalink.title)
}

fn others(rest: &[&Lost<'_>]) -> String {
    let named: Vec<String> =
        rest.iter().take(ONE_BY_ONE).map(|lost| format!("`/{}`", lost.permalink.site_path)).collect();
    match rest.len().saturating_sub(named.len()) {
        0 => format!("and so are {}", named.join(", ")),
        more => format!("and so are {}, and {more} more", named.join(", ")),
    }
}

/// What to type so that a document's former address leads to it.
fn alias(document: &Document, path: &str) -> String {
    let path = plain(path);
    if document.front_matter.aliases.is_empty() {
        format!("let it lead here: `aliases: [{path}]`")
    } else {
        format!("let it lead here: add `{path}` to `aliases`")
    }
}

/// What to type so that a path leads to another page. Which one is for people to say: readers and search engines that come
/// for a story do not want the front page.
fn successor(site: &Site, path: &str) -> String {
    let path = plain(path);
    if site.config.redirects.rules.is_empty() {
        format!("`redirects: {{{path}: /that/page/}}`")
    } else {
        format!("add `{path}: /that/page/` to `redirects`")
    }
}

/// What to type so that a path is known to be gone on purpose.
fn gone(site: &Site, path: &str) -> String {
    let path = plain(path);
    if site.config.redirects.gone.is_empty() {
        format!("say so in {SITE_FILE}: `gone: [{path}]`")
    } else {
        format!("add `{path}` to `gone` in {SITE_FILE}")
    }
}

/// A path as it can stand in a list or mapping of YAML: in quotes if it has to.
fn plain(path: &str) -> String {
    let is_plain = path.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~'));
    if is_plain { path.to_owned() } else { format!("\"{}\"", path.replace('"', "\\\"")) }
}
