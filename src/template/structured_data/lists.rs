//! Pages that list posts.

use crate::site::PostId;

use super::super::views::Head;
use super::things::{ItemList, ListItem, ListPage, Subject, Thing, WebSite};
use super::{Crumb, ListKind, StructuredData, write};

impl<'s> StructuredData<'s> {
    /// Of a page that lists `posts`, below the pages of `trail`.
    pub(in super::super) fn list(
        self,
        head: &Head<'_>,
        kind: ListKind<'s>,
        trail: &[Crumb<'_>],
        posts: &[PostId],
    ) -> Vec<String> {
        let config = &self.site.config;
        let url = self.site.config.base_url.address(head.site_path);
        let page = |main_entity| ListPage {
            name: head.title,
            description: head.description,
            url: url.clone(),
            in_language: &config.language,
            main_entity,
        };
        let posts = (!posts.is_empty()).then(|| Subject::Posts(self.items(posts)));
        match kind {
            ListKind::Front => {
                let site = WebSite {
                    name: &config.title,
                    description: &config.description,
                    url: config.base_url.as_str(),
                    in_language: &config.language,
                    publisher: self.publisher(),
                };
                write(&[Thing::WebSite(site), Thing::CollectionPage(page(posts))])
            }
            ListKind::Collection => {
                let trail = self.breadcrumbs(trail, head.title, url.clone());
                write(&[Thing::CollectionPage(page(posts)), trail])
            }
            ListKind::Search => {
                let trail = self.breadcrumbs(trail, head.title, url.clone());
                write(&[Thing::SearchResultsPage(page(None)), trail])
            }
            ListKind::Profile(author) => {
                let trail = self.breadcrumbs(trail, head.title, url.clone());
                write(&[Thing::ProfilePage(page(Some(Subject::Person(self.person(author))))), trail])
            }
        }
    }

    fn items(self, posts: &[PostId]) -> ItemList<'s> {
        let documents = posts.iter().filter_map(|id| Some(&self.site.posts.get(*id)?.post.document));
        let items = documents.zip(1..).map(|(document, at)| {
            ListItem::post(
                at,
                &document.front_matter.title.value,
                self.site.config.base_url.address(&document.site_path),
            )
        });
        let item_list_element: Vec<ListItem<'s>> = items.collect();
        ItemList { number_of_items: item_list_element.len(), item_list_element }
    }
}
