//! Pages: which template shows an output, and with what.

use jiff::civil::Date;
use tera::Context;

use super::Renderer;
use crate::content::outline::plain_text;
use crate::plan::{Output, OutputKind};
use crate::site::Group;
use crate::site::feeds::FeedOf;
use crate::site::paginator::Paginator;
use crate::template::{Body, Head, PageFeeds, theme};
use crate::words::DateForm;

/// The template for what is nowhere.
pub(super) const NOT_FOUND: &str = "404.html";

impl<'r> Renderer<'r> {
    /// The template of an output; none for what is no page.
    pub(super) fn template(&self, kind: &OutputKind) -> Option<&'r str> {
        Some(match kind {
            OutputKind::Front(_) => "index.html",
            OutputKind::Post(id) => {
                let own = self.site.posts.get(*id)?.post.document.front_matter.template.as_ref();
                own.map_or("post.html", |name| &name.value)
            }
            OutputKind::Page(at) => {
                let own = self.site.pages.get(*at)?.page.document.front_matter.template.as_ref();
                own.map_or("page.html", |name| &name.value)
            }
            OutputKind::TagIndex => "tags.html",
            OutputKind::Tag(..) => "tag.html",
            OutputKind::Year(..) | OutputKind::Month(..) => "archive.html",
            OutputKind::Author(..) => "author.html",
            OutputKind::Section(..) => "section.html",
            OutputKind::Series(..) => "series.html",
            OutputKind::NotFound => NOT_FOUND,
            OutputKind::Search => "search.html",
            OutputKind::Redirect(_) => "redirect.html",
            OutputKind::SocialCard(_) => theme::SOCIAL_CARD,
            OutputKind::RedirectList(..)
            | OutputKind::Feed(_)
            | OutputKind::Opml
            | OutputKind::Sitemap(_)
            | OutputKind::SitemapIndex(_)
            | OutputKind::NewsSitemap(_)
            | OutputKind::Robots { .. }
            | OutputKind::Hosting(_)
            | OutputKind::Llms
            | OutputKind::MarkdownCopy(_)
            | OutputKind::Copy(_)
            | OutputKind::Picture(_)
            | OutputKind::Theme(_)
            | OutputKind::Stylesheet(_)
            | OutputKind::SearchDirectory
            | OutputKind::SearchShard(_)
            | OutputKind::SearchPiece(_)
            | OutputKind::SearchFilters => return None,
        })
    }

    /// What a page's template sees, but for the body.
    pub(super) fn context(&self, output: &Output) -> Context {
        self.try_context(&output.kind).unwrap_or_default()
    }

    /// None only if the plan names what the site does not have.
    fn try_context(&self, kind: &OutputKind) -> Option<Context> {
        let site = self.site;
        Some(match kind {
            OutputKind::Front(page) => {
                let path = Paginator::path("", page.number);
                let head = head("home", &site.config.title, &site.config.description, &path);
                self.views.front(head, page, &self.plan.front_order)
            }
            OutputKind::Post(id) => self.views.post(*id),
            OutputKind::Page(at) => self.views.plain_page(site.pages.get(*at)?),
            OutputKind::TagIndex => {
                let title = site.config.words.of_site().text("topics");
                self.views.tag_index(Head { feeds: PageFeeds::All, ..head("tags", &title, "", "tags/") })
            }
            OutputKind::Tag(at, page) => {
                let tag = site.tags.all.get(*at)?;
                let path = Paginator::path(&tag.site_path, page.number);
                let description = tag.description.as_deref().unwrap_or_default();
                let description = plain_text(description, &site.config.markdown);
                let head = Head {
                    noindex: tag.posts.len() < site.config.tags_min_posts,
                    feeds: PageFeeds::Of(FeedOf::Tag(*at)),
                    ..head("tag", &tag.title, &description, &path)
                };
                self.views.tag(head, page, tag)
            }
            OutputKind::Year(at, page) => {
                let year = site.archives.get(*at)?;
                let path = Paginator::path(&year.site_path(), page.number);
                let title = year.year.to_string();
                self.views.archive(head("year", &title, "", &path), page, year, None)
            }
            OutputKind::Month(at, within, page) => {
                let year = site.archives.get(*at)?;
                let month = year.months.get(*within)?;
                let path = Paginator::path(&year.month_path(month), page.number);
                let title = match Date::new(year.year, month.month, 1) {
                    Ok(first) => site.config.words.of_site().date(first, DateForm::Month),
                    Err(_) => format!("{:04}-{:02}", year.year, month.month),
                };
                self.views.archive(head("month", &title, "", &path), page, year, Some(month))
            }
            OutputKind::Author(at, page) => {
                let author = site.authors.get(*at)?;
                let path = Paginator::path(&author.site_path, page.number);
                let bio = author.info.as_ref().and_then(|info| info.bio.as_deref()).unwrap_or_default();
                let head =
                    Head { feeds: PageFeeds::Of(FeedOf::Author(*at)), ..head("author", &author.name, bio, &path) };
                self.views.author_page(head, page, author)
            }
            OutputKind::Section(at, page) => {
                self.group("section", site.sections.get(*at)?, page, PageFeeds::Of(FeedOf::Section(*at)))
            }
            OutputKind::Series(at, page) => self.group("series", site.series.get(*at)?, page, PageFeeds::None),
            OutputKind::NotFound => {
                let title = site.config.words.of_site().text("page_not_found");
                let head = Head { noindex: true, ..head("not_found", &title, "", "404.html") };
                self.views.bare(head)
            }
            OutputKind::Search => {
                let title = site.config.words.of_site().text("search");
                self.views.search(head("search", &title, "", "search/"))
            }
            OutputKind::Redirect(redirect) => {
                let title = site.config.words.of_site().text("moved");
                let head = Head { noindex: true, ..head("redirect", &title, "", &redirect.from) };
                self.views.redirect(head, &redirect.to)
            }
            OutputKind::SocialCard(id) => self.views.social_card(*id, self.templates.fonts()),
            OutputKind::RedirectList(..)
            | OutputKind::Feed(_)
            | OutputKind::Opml
            | OutputKind::Sitemap(_)
            | OutputKind::SitemapIndex(_)
            | OutputKind::NewsSitemap(_)
            | OutputKind::Robots { .. }
            | OutputKind::Hosting(_)
            | OutputKind::Llms
            | OutputKind::MarkdownCopy(_)
            | OutputKind::Copy(_)
            | OutputKind::Picture(_)
            | OutputKind::Theme(_)
            | OutputKind::Stylesheet(_)
            | OutputKind::SearchDirectory
            | OutputKind::SearchShard(_)
            | OutputKind::SearchPiece(_)
            | OutputKind::SearchFilters => return None,
        })
    }

    /// The body of the document that a page shows, if it shows one.
    pub(super) fn body(&self, kind: &OutputKind) -> Option<Body<'r>> {
        match kind {
            OutputKind::Post(id) => self.views.post_body(*id),
            OutputKind::Page(at) => self.views.page_body(*at),
            _ => None,
        }
    }

    fn group(&self, kind: &'static str, group: &Group, page: &Paginator, feeds: PageFeeds) -> Context {
        let path = Paginator::path(&group.site_path, page.number);
        let head = Head { feeds, ..head(kind, &group.name, "", &path) };
        self.views.group(head, page, group, kind)
    }
}

fn head<'h>(kind: &'static str, title: &'h str, description: &'h str, site_path: &'h str) -> Head<'h> {
    Head { kind, title, description, site_path, noindex: false, feeds: PageFeeds::None }
}
