//! The feeds among the outputs.

use crate::site::Site;
use crate::site::feeds::{FeedOf, OPML, has_opml};

use super::{Origin, Output, OutputKind};

/// Every feed, and the list of them.
pub(super) fn outputs(site: &Site) -> Vec<Output> {
    let all = std::iter::once(FeedOf::Site).chain(FeedOf::lists(site));
    let mut outputs: Vec<Output> = all.flat_map(|of| of_one(site, of)).collect();
    if has_opml(site) {
        let origin = Origin::Site("the list of feeds".to_owned());
        outputs.push(Output { path: OPML.to_owned(), kind: OutputKind::Opml, origin });
    }
    outputs
}

/// The feeds of one tag, author or section, or of the site.
pub fn of_one(site: &Site, of: FeedOf) -> impl Iterator<Item = Output> {
    of.feeds(site).map(move |feed| {
        let what = match of {
            FeedOf::Site => "the feed of the site".to_owned(),
            FeedOf::Tag(_) => format!("the feed of the tag `{}`", of.name(site)),
            FeedOf::Author(_) => format!("the feed of the author `{}`", of.name(site)),
            FeedOf::Section(_) => format!("the feed of the section `{}`", of.name(site)),
        };
        Output { path: feed.site_path(site), kind: OutputKind::Feed(feed), origin: Origin::Site(what) }
    })
}
