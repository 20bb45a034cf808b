//! Paths that lead on to others: aliases of documents and tags, and the `redirects` of `site.yaml`. Each has to lead
//! somewhere, in one step.

use std::collections::{HashMap, HashSet};

use crate::config::{RedirectForm, RedirectTarget, SITE_FILE, is_html};
use crate::content::document::page_file;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, nearest};
use crate::site::Site;
use crate::source::Source;

use super::Output;

/// A path that leads on to another address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Site path, unencoded.
    pub from: String,
    /// Where it leads.
    pub to: RedirectTarget,
}

/// A redirect that somebody asked for.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) redirect: Redirect,
    pub(super) source: Source,
    /// Where the former path is written.
    pub(super) from: Span,
    /// Where its target is written, for those of `site.yaml`; an alias leads to where it stands.
    pub(super) to: Option<Span>,
}

impl Asked {
    /// A redirect to the page of this site that has it as an alias.
    pub(super) fn alias(from: &str, to: &str, source: &Source, span: Span) -> Self {
        let redirect =
            Redirect { from: from.trim_start_matches('/').to_owned(), to: RedirectTarget::page(to.to_owned()) };
        Self { redirect, source: source.clone(), from: span, to: None }
    }

    /// The file in which its page stands.
    pub(super) fn file(&self) -> String {
        redirect_file(&self.redirect.from)
    }

    fn written(&self) -> String {
        format!("/{}", self.redirect.from)
    }
}

/// Where the page of a redirect stands: `/old` and `/old/` alike in a folder of that name.
#[must_use]
pub(super) fn redirect_file(from: &str) -> String {
    if from.is_empty() || from.ends_with('/') || is_html(from) {
        page_file(from)
    } else {
        page_file(&format!("{from}/"))
    }
}

/// The redirects of `site.yaml`.
pub(super) fn configured(site: &Site) -> impl Iterator<Item = Asked> {
    site.config.redirects.rules.iter().map(|rule| Asked {
        redirect: Redirect { from: rule.from.value.trim_start_matches('/').to_owned(), to: rule.to.value.clone() },
        source: site.config.site_source.clone(),
        from: rule.from.span,
        to: Some(rule.to.span),
    })
}

/// Makes sure that every redirect leads to one of `outputs`, or to another host, at once. What is wrong is reported, and
/// loops are taken out, so that nothing that only follows from them is reported.
pub(super) fn settle(mut asked: Vec<Asked>, outputs: &[Output], problems: &mut Diagnostics) -> Vec<Asked> {
    if asked.is_empty() {
        return asked;
    }
    // With an error about, a page may be missing for another reason.
    let is_complete = !problems.has_errors();
    let known: HashSet<&str> = outputs.iter().map(|output| output.path.as_str()).collect();
    let steps = Steps::of(&asked, &known);
    let looping = report_loops(&asked, &steps, problems);
    report_chains(&asked, &steps, &looping, problems);
    for (at, one) in asked.iter_mut().enumerate().filter(|(_, one)| one.to.is_some()) {
        if steps.next(at).is_none() && !leads_to(&mut one.redirect.to, &known) && is_complete {
            problems.push(nowhere(one, outputs));
        }
    }
    let mut at = 0..;
    asked.retain(|_| at.next().is_none_or(|at| !looping.contains(&at)));
    asked
}

/// Where each redirect leads on, if it leads to another one: places in the list of all.
struct Steps(Vec<Option<usize>>);

impl Steps {
    fn of(asked: &[Asked], known: &HashSet<&str>) -> Self {
        let by_file: HashMap<String, usize> =
            asked.iter().enumerate().rev().map(|(at, one)| (one.file(), at)).collect();
        let next = |(at, one): (usize, &Asked)| {
            let RedirectTarget::Site { path, .. } = &one.redirect.to else { return None };
            let file = redirect_file(path);
            let next = by_file.get(&file).copied()?;
            // Where a page stands as well, that is reported, and nobody is led on.
            let has_page = known.contains(path.as_str()) || known.contains(file.as_str());
            (next == at || !has_page).then_some(next)
        };
        Self(asked.iter().enumerate().map(next).collect())
    }

    fn next(&self, at: usize) -> Option<usize> {
        self.0.get(at).copied().flatten()
    }

    /// From `at` on, each one once.
    fn from(&self, at: usize) -> Vec<usize> {
        let mut steps = vec![at];
        let mut last = at;
        while let Some(next) = self.next(last) {
            if steps.contains(&next) {
                break;
            }
            steps.push(next);
            last = next;
        }
        steps
    }

    /// Whether the last of these steps leads back to the first.
    fn close(&self, steps: &[usize]) -> bool {
        steps.last().and_then(|last| self.next(*last)) == steps.first().copied()
    }
}

/// Reports every loop once, at its first redirect; gives all that are part of one.
fn report_loops(asked: &[Asked], steps: &Steps, problems: &mut Diagnostics) -> HashSet<usize> {
    let mut looping = HashSet::new();
    for at in 0..asked.len() {
        if steps.next(at).is_none() || looping.contains(&at) {
            continue;
        }
        let round = steps.from(at);
        if !steps.close(&round) {
            continue;
        }
        looping.extend(round.iter().copied());
        let members: Vec<&Asked> = round.iter().filter_map(|at| asked.get(*at)).collect();
        problems.extend(a_loop(&members));
    }
    looping
}

fn a_loop(members: &[&Asked]) -> Option<Diagnostic> {
    let (first, others) = members.split_first()?;
    let from = first.written();
    let action = if first.to.is_some() {
        format!("let `{from}` lead to a page, or take it out of `redirects`")
    } else {
        format!("take `{from}` out of `aliases`")
    };
    if others.is_empty() {
        let diagnostic = Diagnostic::error(format!("`{from}` leads to itself"));
        return Some(diagnostic.at(&first.source, first.from, "nobody would arrive").help(action));
    }
    let round: Vec<String> = members.iter().chain([first]).map(|one| format!("`{}`", one.written())).collect();
    let mut diagnostic = Diagnostic::error(format!("redirects lead round in a circle: {}", round.join(" → "))).at(
        &first.source,
        first.from,
        "nobody would arrive",
    );
    for other in others {
        diagnostic = diagnostic.note_at(&other.source, other.from, "and this one leads on");
    }
    Some(diagnostic.help(action))
}

/// Reports every redirect of `site.yaml` that leads to another redirect.
fn report_chains(asked: &[Asked], steps: &Steps, looping: &HashSet<usize>, problems: &mut Diagnostics) {
    for (at, one) in asked.iter().enumerate() {
        let Some(span) = one.to.filter(|_| steps.next(at).is_some()) else { continue };
        let members = steps.from(at);
        if members.iter().any(|member| looping.contains(member)) {
            continue;
        }
        let members: Vec<&Asked> = members.iter().filter_map(|at| asked.get(*at)).collect();
        let Some((last, between)) = members.split_last() else { continue };
        let goal = last.redirect.to.written();
        let names: Vec<String> = members.iter().map(|one| format!("`{}`", one.written())).collect();
        let mut diagnostic = Diagnostic::error(format!(
            "a redirect leads to another one: {} → `{goal}`",
            names.join(" → ")
        ))
        .at(&one.source, span, "this leads on as well");
        for other in between.iter().skip(1).chain([last]) {
            diagnostic = diagnostic.note_at(&other.source, other.from, "here");
        }
        let help = format!("lead there directly: `{}: {goal}`", one.written());
        problems.push(diagnostic.help(help));
    }
}

/// Whether a target is among the outputs. One that lacks the slash at its end is given it, so that no server has to.
fn leads_to(target: &mut RedirectTarget, known: &HashSet<&str>) -> bool {
    let RedirectTarget::Site { path, .. } = target else { return true };
    if known.contains(path.as_str()) || known.contains(page_file(path).as_str()) {
        return true;
    }
    let folder = format!("{path}/");
    let is_folder = known.contains(page_file(&folder).as_str());
    if is_folder {
        *path = folder;
    }
    is_folder
}

fn nowhere(one: &Asked, outputs: &[Output]) -> Diagnostic {
    let written = one.redirect.to.written();
    let path = written.split(['?', '#']).next().unwrap_or_default();
    let pages: Vec<String> = outputs
        .iter()
        .filter(|output| is_html(&output.path))
        .map(|output| format!("/{}", output.path.strip_suffix("index.html").unwrap_or(&output.path)))
        .collect();
    let help = match nearest(path, pages.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name a page of the site, or a whole address with `https://`".to_owned(),
    };
    Diagnostic::error(format!("`{}` leads to `{path}`, and there is no such page", one.written()))
        .at(&one.source, one.to.unwrap_or(one.from), "nothing of this site stands there")
        .help(help)
}

/// Reports every path that is said to be gone and is there.
pub(super) fn check_gone(site: &Site, outputs: &[Output], problems: &mut Diagnostics) {
    let gone = &site.config.redirects.gone;
    if gone.is_empty() {
        return;
    }
    let known: HashMap<&str, &Output> = outputs.iter().map(|output| (output.path.as_str(), output)).collect();
    for path in gone {
        let site_path = path.value.trim_start_matches('/');
        let there = known.get(site_path).or_else(|| known.get(redirect_file(site_path).as_str()));
        let Some(output) = there else { continue };
        let diagnostic = Diagnostic::error(format!("`{}` is said to be gone, and is there", path.value));
        let diagnostic = diagnostic.at(&site.config.site_source, path.span, "servers would not show it any more");
        problems.push(
            output
                .origin
                .note(diagnostic, "it is that of")
                .help(format!("take `{}` out of `gone` in {SITE_FILE}", path.value)),
        );
    }
}

/// The site has a file of its own where a list of redirects belongs.
pub(super) fn replaced(form: RedirectForm) -> Diagnostic {
    Diagnostic::warning(format!("`static/{}` takes the place of the list of redirects", form.file()))
        .in_file(format!("static/{}", form.file()))
        .note("servers are told of no redirect that is not in that file")
        .help(format!("remove the file, or take `{}` out of `redirect_files` in {SITE_FILE}", form.name()))
}
