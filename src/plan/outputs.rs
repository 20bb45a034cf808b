//! Listing the outputs of a site.

use crate::config::is_html;
use crate::content::document::{Document, page_file};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, nearest};
use crate::site::paginator::Paginator;
use crate::site::{PostId, Site, Targets};
use crate::source::RawFiles;
use crate::template::{Templates, theme};

use super::{Origin, Output, OutputKind, Plan, Redirect, collisions, names, rooted_links};

/// So many featured posts stand before all others on the front page.
const FEATURED: usize = 3;

/// Plans a site. `statics` are the site's own static files: path, and where they are. What is wrong is reported.
#[must_use]
pub fn plan(site: &Site, templates: &Templates, statics: &RawFiles, problems: &mut Diagnostics) -> Plan {
    let mut planner = Planner { site, outputs: Vec::new(), redirects: Vec::new() };
    planner.documents();
    planner.front();
    planner.tags();
    planner.archives();
    planner.groups();
    planner.small_pages();
    planner.redirects();
    planner.statics(statics);
    let mut outputs = planner.outputs;
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    check_templates(site, templates, problems);
    outputs.dedup_by(|later, first| collisions::is_same_copy(first, later));
    let plan = Plan { outputs, front_order: front_order(site) };
    names::check(&plan.outputs, problems);
    collisions::check(&plan.outputs, problems);
    // With an error about, a page may be missing for another reason.
    if !problems.has_errors() {
        rooted_links::check(site, &plan, problems);
    }
    plan
}

struct Planner<'s> {
    site: &'s Site,
    outputs: Vec<Output>,
    redirects: Vec<(Redirect, Origin)>,
}

impl Planner<'_> {
    fn add(&mut self, path: String, kind: OutputKind, origin: Origin) {
        self.outputs.push(Output { path, kind, origin });
    }

    fn documents(&mut self) {
        let site = self.site;
        for (id, entry) in site.posts.iter().enumerate() {
            self.document(&entry.post.document, &entry.targets, OutputKind::Post(id));
        }
        for (at, plain) in site.pages.iter().enumerate() {
            self.document(&plain.page.document, &plain.targets, OutputKind::Page(at));
        }
    }

    fn document(&mut self, document: &Document, targets: &Targets, kind: OutputKind) {
        let written = |span: Span| Origin::Written { source: document.source.clone(), span };
        let front_matter = &document.front_matter;
        let place = front_matter.slug.as_ref().map_or(front_matter.title.span, |slug| slug.span);
        self.add(document.output_path(), kind, written(place));
        for asset in &targets.assets {
            self.add(asset.site_path.clone(), OutputKind::Copy(asset.from.clone()), written(asset.span));
        }
        for alias in &front_matter.aliases {
            let redirect =
                Redirect { from: alias.value.trim_start_matches('/').to_owned(), to: document.site_path.clone() };
            self.redirects.push((redirect, written(alias.span)));
        }
    }

    /// All pages of a list that stands at `base`.
    fn list(&mut self, base: &str, count: usize, what: &str, kind: impl Fn(Paginator) -> OutputKind) {
        for page in Paginator::all(count, self.site.config.paginate_by) {
            let path = page_file(&Paginator::path(base, page.number));
            self.add(path, kind(page), Origin::Site(what.to_owned()));
        }
    }

    fn front(&mut self) {
        self.list("", self.site.posts.len(), "the front page", OutputKind::Front);
    }

    fn tags(&mut self) {
        let site = self.site;
        for (at, tag) in site.tags.all.iter().enumerate() {
            let what = format!("the page of the tag `{}`", tag.name);
            self.list(&tag.site_path, tag.posts.len(), &what, |page| OutputKind::Tag(at, page));
            for alias in &tag.aliases {
                let redirect = Redirect { from: alias.site_path.clone(), to: tag.site_path.clone() };
                let origin = Origin::Written { source: site.config.tags_source.clone(), span: alias.span };
                self.redirects.push((redirect, origin));
            }
        }
        self.add(page_file("tags/"), OutputKind::TagIndex, Origin::Site("the tag index".to_owned()));
    }

    fn archives(&mut self) {
        let site = self.site;
        for (at, year) in site.archives.iter().enumerate() {
            let what = format!("the archive of {}", year.year);
            self.list(&year.site_path(), year.posts.len(), &what, |page| OutputKind::Year(at, page));
            for (within, month) in year.months.iter().enumerate() {
                let what = format!("the archive of {}-{:02}", year.year, month.month);
                self.list(&year.month_path(month), month.posts.len(), &what, |page| {
                    OutputKind::Month(at, within, page)
                });
            }
        }
    }

    fn groups(&mut self) {
        let site = self.site;
        for (at, author) in site.authors.iter().enumerate() {
            let what = format!("the page of the author `{}`", author.name);
            self.list(&author.site_path, author.posts.len(), &what, |page| OutputKind::Author(at, page));
        }
        for (at, section) in site.sections.iter().enumerate() {
            let what = format!("the page of the section `{}`", section.name);
            self.list(&section.site_path, section.posts.len(), &what, |page| OutputKind::Section(at, page));
        }
        for (at, series) in site.series.iter().enumerate() {
            let what = format!("the page of the series `{}`", series.name);
            self.list(&series.site_path, series.posts.len(), &what, |page| OutputKind::Series(at, page));
        }
    }

    fn small_pages(&mut self) {
        self.add(
            "404.html".to_owned(),
            OutputKind::NotFound,
            Origin::Site("the page for what is not found".to_owned()),
        );
    }

    fn redirects(&mut self) {
        let redirects = std::mem::take(&mut self.redirects);
        if redirects.is_empty() {
            return;
        }
        let mut list = Vec::with_capacity(redirects.len());
        for (redirect, origin) in redirects {
            list.push(redirect.clone());
            self.add(redirect_file(&redirect.from), OutputKind::Redirect(redirect), origin);
        }
        list.sort_by(|a, b| a.from.cmp(&b.from));
        self.add(
            "_redirects".to_owned(),
            OutputKind::RedirectList(list),
            Origin::Site("the list of redirects".to_owned()),
        );
    }

    fn statics(&mut self, statics: &RawFiles) {
        for (path, bytes) in theme::STATICS {
            if !statics.contains_key(*path) {
                self.add((*path).to_owned(), OutputKind::Theme(bytes), Origin::Site("the theme".to_owned()));
            }
        }
        for (path, from) in statics {
            let origin = Origin::File(format!("static/{path}"));
            self.add(path.clone(), OutputKind::Copy(from.clone()), origin);
        }
    }
}

/// Where the page of a redirect stands: `/old` and `/old/` alike in a folder of that name.
fn redirect_file(from: &str) -> String {
    if from.ends_with('/') || is_html(from) { page_file(from) } else { page_file(&format!("{from}/")) }
}

/// Posts newest first, but for the newest featured ones, which stand before all.
fn front_order(site: &Site) -> Vec<PostId> {
    let is_featured = |id: &PostId| site.posts.get(*id).is_some_and(|entry| entry.post.document.front_matter.featured);
    let featured: Vec<PostId> = (0..site.posts.len()).filter(is_featured).take(FEATURED).collect();
    let rest = (0..site.posts.len()).filter(|id| !featured.contains(id));
    featured.iter().copied().chain(rest).collect()
}

fn check_templates(site: &Site, templates: &Templates, problems: &mut Diagnostics) {
    let documents = site.posts.iter().map(|entry| &entry.post.document);
    for document in documents.chain(site.pages.iter().map(|plain| &plain.page.document)) {
        let Some(name) = &document.front_matter.template else { continue };
        if templates.contains(&name.value) {
            continue;
        }
        let help = match nearest(&name.value, templates.names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("put it at `templates/{}`", name.value),
        };
        problems.push(
            Diagnostic::error(format!("there is no template `{}`", name.value))
                .at(&document.source, name.span, "named here")
                .help(help),
        );
    }
}
