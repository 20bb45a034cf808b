//! Paths that lead on to others: aliases of documents and tags, and the `redirects` of `site.yaml`. Each has to lead
//! somewhere, in one step.

use std::collections::{HashMap, HashSet};

use crate::config::{RedirectForm, RedirectTarget, SITE_FILE, is_html};
use crate::content::document::page_file;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity, Span, nearest};
use crate::site::Site;
use crate::source::Source;

use super::Output;
use super::chains::Chains;

/// A path that leads on to another address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Site path, unencoded.
    pub from: String,
    /// Where it leads.
    pub to: RedirectTarget,
}

impl Redirect {
    /// The file in which its page stands.
    #[must_use]
    pub fn file(&self) -> String {
        redirect_file(&self.from)
    }
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
        self.redirect.file()
    }

    /// As people write it in `site.yaml`.
    pub(super) fn written(&self) -> String {
        format!("/{}", self.redirect.from)
    }
}

/// Where the page of a redirect stands: `/old` and `/old/` alike in a folder of that name.
#[must_use]
pub fn redirect_file(from: &str) -> String {
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
pub(super) fn settle(mut asked: Vec<Asked>, site: &Site, outputs: &[Output], problems: &mut Diagnostics) -> Vec<Asked> {
    if asked.is_empty() {
        return asked;
    }
    let is_complete = is_complete(site, problems);
    let known: HashSet<&str> = outputs.iter().map(|output| output.path.as_str()).collect();
    let chains = Chains::of(&asked, &known);
    chains.report(&asked, problems);
    let mut pages = Pages::new(outputs);
    for (at, one) in asked.iter_mut().enumerate().filter(|(_, one)| one.to.is_some()) {
        if !chains.leads_on(at) && !leads_to(&mut one.redirect.to, &known) && is_complete {
            problems.push(nowhere(one, &mut pages));
        }
    }
    let mut at = 0..;
    asked.retain(|_| at.next().is_none_or(|at| !chains.is_in_circle(at)));
    asked
}

/// Whether no page may be missing because of an error. Those in the text of a document leave it where it stands, and those in
/// templates hide nothing; any other may be of what an address is made of.
fn is_complete(site: &Site, problems: &Diagnostics) -> bool {
    if !problems.has_errors() {
        return true;
    }
    let posts = site.posts.iter().map(|entry| &entry.post.document);
    let documents = posts.chain(site.pages.iter().map(|plain| &plain.page.document));
    let bodies: HashMap<&str, Span> =
        documents.map(|document| (document.source.path.as_str(), document.body)).collect();
    let is_in_text = |problem: &Diagnostic| {
        let body = bodies.get(problem.path());
        body.zip(problem.label()).is_some_and(|(body, label)| body.start <= label.span.start)
    };
    let mut errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    errors.all(|error| error.path().starts_with("templates/") || is_in_text(error))
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

/// Pages that could have been meant.
struct Pages<'o> {
    outputs: &'o [Output],
    /// Listed when the first is asked for.
    paths: Option<Vec<String>>,
    /// So many more are looked for: each costs a look at every page, and later reports are a line each.
    left: usize,
}

impl<'o> Pages<'o> {
    fn new(outputs: &'o [Output]) -> Self {
        Self { outputs, paths: None, left: 20 }
    }

    fn nearest(&mut self, path: &str) -> Option<&str> {
        self.left = self.left.checked_sub(1)?;
        let is_page = |output: &&Output| is_html(&output.path);
        let written = |output: &Output| format!("/{}", output.path.strip_suffix("index.html").unwrap_or(&output.path));
        let paths = self.paths.get_or_insert_with(|| self.outputs.iter().filter(is_page).map(written).collect());
        nearest(path, paths.iter().map(String::as_str))
    }
}

fn nowhere(one: &Asked, pages: &mut Pages<'_>) -> Diagnostic {
    let written = one.redirect.to.written();
    let path = written.split(['?', '#']).next().unwrap_or_default();
    let help = match pages.nearest(path) {
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
