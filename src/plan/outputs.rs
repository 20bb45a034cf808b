//! Listing the outputs of a site.

use std::sync::Arc;

use crate::asset::{File, Published, theme};
use crate::content::document::{Document, page_file};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, nearest};
use crate::site::paginator::Paginator;
use crate::site::{PostId, Site, Targets};
use crate::source::RawFiles;
use crate::template::Templates;

use super::redirects::{self, Asked, Redirect};
use super::{Origin, Output, OutputKind, Plan, collisions, feeds, hosting, maps, names, rooted_links, search};

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
    planner.outputs.extend(feeds::outputs(site));
    planner.outputs.extend(maps::outputs(site, statics));
    planner.outputs.extend(search::outputs(site));
    planner.pictures();
    let lasting = planner.statics(templates, statics);
    planner.outputs.extend(hosting::outputs(site, statics, &planner.outputs, lasting));
    planner.redirects(statics, problems);
    let mut outputs = planner.outputs;
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    check_templates(site, templates, problems);
    outputs.dedup_by(|later, first| collisions::is_same_copy(first, later));
    let plan = Plan { outputs, front_order: front_order(site) };
    names::check(&plan.outputs, problems);
    collisions::check(&plan.outputs, problems);
    redirects::check_gone(site, &plan.outputs, problems);
    // With an error about, a page may be missing for another reason.
    if !problems.has_errors() {
        rooted_links::check(site, &plan, problems);
    }
    plan
}

struct Planner<'s> {
    site: &'s Site,
    outputs: Vec<Output>,
    redirects: Vec<Asked>,
}

impl Planner<'_> {
    fn add(&mut self, path: String, kind: OutputKind, origin: Origin) {
        self.outputs.push(Output { path, kind, origin });
    }

    fn documents(&mut self) {
        let site = self.site;
        for (id, entry) in site.posts.iter().enumerate() {
            self.document(&entry.post.document, &entry.targets, OutputKind::Post(id));
            if let Some(path) = &entry.social_card {
                let whose = format!("the social card of `{}`", entry.post.document.source.path);
                self.add(path.clone(), OutputKind::SocialCard(id), Origin::Site(whose));
            }
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
            self.redirects.push(Asked::alias(&alias.value, &document.site_path, &document.source, alias.span));
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
                let source = &site.config.tags_source;
                self.redirects.push(Asked::alias(&alias.site_path, &tag.site_path, source, alias.span));
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

    /// Comes last, since a redirect has to lead to one of the others.
    fn redirects(&mut self, statics: &RawFiles, problems: &mut Diagnostics) {
        let mut asked = std::mem::take(&mut self.redirects);
        asked.extend(redirects::configured(self.site));
        let asked = redirects::settle(asked, self.site, &self.outputs, problems);
        let mut list = Vec::with_capacity(asked.len());
        for one in asked {
            list.push(one.redirect.clone());
            let origin = Origin::Written { source: one.source.clone(), span: one.from };
            self.add(one.file(), OutputKind::Redirect(one.redirect), origin);
        }
        list.sort_by(|a, b| a.from.cmp(&b.from));
        self.redirect_files(&list.into(), statics, problems);
    }

    /// The list of all redirects in every form that is asked for. A file of the site's own takes its place.
    fn redirect_files(&mut self, list: &Arc<[Redirect]>, statics: &RawFiles, problems: &mut Diagnostics) {
        let wanted = &self.site.config.redirects;
        for form in wanted.forms.iter().copied() {
            if list.is_empty() && (wanted.gone.is_empty() || !form.tells_gone()) {
                continue;
            }
            if statics.contains_key(form.file()) {
                problems.push(redirects::replaced(form));
                continue;
            }
            let origin = Origin::Site(format!("the list of redirects for `{}`", form.name()));
            self.add(form.file().to_owned(), OutputKind::RedirectList(form, list.clone()), origin);
        }
    }

    fn pictures(&mut self) {
        for (at, picture) in self.site.pictures.iter().enumerate() {
            let origin = Origin::Written { source: picture.source.clone(), span: picture.span };
            self.add(picture.site_path.clone(), OutputKind::Picture(at), origin);
        }
    }

    /// Gives the paths of those whose names tell their contents.
    fn statics(&mut self, templates: &Templates, statics: &RawFiles) -> Vec<String> {
        let mut all_lasting = Vec::new();
        let posts = self.site.posts.iter().map(|entry| &entry.post.document.outline);
        let pages = self.site.pages.iter().map(|plain| &plain.page.document.outline);
        let has_players = posts.chain(pages).any(|outline| outline.has_players);
        self.outputs.retain(|output| !output.kind.gives_way() || !statics.contains_key(&output.path));
        let assets = templates.assets();
        for (path, from, published) in assets.published() {
            let (Published::Copy(file) | Published::Stylesheet(file)) = published;
            let is_needed = match path {
                theme::PLAYERS => has_players,
                theme::SEARCH => self.site.config.search,
                _ => true,
            };
            if !is_needed && matches!(file, File::Theme(_)) {
                continue;
            }
            let origin = || match file {
                File::Own(_) => Origin::File(format!("static/{from}")),
                File::Theme(_) => Origin::Site("the theme".to_owned()),
            };
            let kind = || match (&published, file) {
                (Published::Stylesheet(_), _) => OutputKind::Stylesheet(path.to_owned()),
                (_, File::Own(file)) => OutputKind::Copy(file.clone()),
                (_, File::Theme(bytes)) => OutputKind::Theme(bytes.clone()),
            };
            self.add(path.to_owned(), kind(), origin());
            if let Some(lasting) = assets.lasting_path(path, templates.asked().includes(path)) {
                all_lasting.push(lasting.clone());
                self.add(lasting, kind(), origin());
            }
        }
        all_lasting
    }
}

/// Posts newest first, but for the newest featured ones, which stand before all.
fn front_order(site: &Site) -> Vec<PostId> {
    let is_featured = |id: &PostId| site.posts.get(*id).is_some_and(|entry| entry.post.document.front_matter.featured);
    let featured: Vec<PostId> = (0..site.posts.len()).filter(is_featured).take(FEATURED).collect();
    let rest = (0..site.posts.len()).filter(|id| !featured.contains(id));
    featured.iter().copied().chain(rest).collect()
}

/// Finds documents that name a template that is none.
pub fn check_templates(site: &Site, templates: &Templates, problems: &mut Diagnostics) {
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
