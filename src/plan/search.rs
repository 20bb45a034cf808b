//! The page to search the site, and the files that its script fetches.

use std::ops::Range;

use crate::content::document::page_file;
use crate::search::{Index, POSTS_IN_PIECE};
use crate::site::Site;

use super::{Origin, Output, OutputKind};

/// Where all of it stands.
const BASE: &str = "search/";

/// The folder of the files that are fetched.
const DATA: &str = "search/data/";

/// The file that says what there is.
pub const DIRECTORY: &str = "search/data/directory.idx";

/// The path of a file of the index, by its name.
#[must_use]
pub fn path(name: &str) -> String {
    format!("{DATA}{name}")
}

/// All outputs of search. Without an index, as for a check, the page alone.
pub(super) fn outputs(site: &Site) -> Vec<Output> {
    if !site.config.search {
        return Vec::new();
    }
    let mut outputs = vec![output(page_file(BASE), OutputKind::Search)];
    let Some(index) = &site.search else { return outputs };
    outputs.push(output(DIRECTORY.to_owned(), OutputKind::SearchDirectory));
    outputs.push(output(path("filters.json"), OutputKind::SearchFilters));
    let places = 0..index.shards.len();
    outputs.extend(places.filter_map(|place| shard(index, place)));
    outputs.extend((0..site.pages.len()).map(|number| piece(site, number)));
    let posts = (0..site.posts.len()).step_by(POSTS_IN_PIECE);
    outputs.extend(posts.map(|post| piece(site, site.pages.len() + post)));
    outputs
}

/// The outputs of some shards, and of the pieces that some documents are in.
#[must_use]
pub fn of_few(site: &Site, index: &Index, shards: &[usize], documents: &[usize]) -> Vec<Output> {
    let mut outputs: Vec<Output> = shards.iter().filter_map(|place| shard(index, *place)).collect();
    outputs.extend(documents.iter().map(|number| piece(site, *number)));
    outputs.sort_by(|a, b| a.path.cmp(&b.path));
    outputs.dedup_by(|a, b| a.path == b.path);
    outputs
}

fn shard(index: &Index, place: usize) -> Option<Output> {
    let shard = index.shards.get(place)?;
    shard.bytes.as_ref()?;
    Some(output(path(&shard.code.file()), OutputKind::SearchShard(place)))
}

/// The piece that a document is in.
fn piece(site: &Site, number: usize) -> Output {
    let pages = site.pages.len();
    let (name, numbers): (String, Range<usize>) = match number.checked_sub(pages) {
        None => (format!("page-{number}.idx"), number..number + 1),
        Some(post) => {
            let at = post / POSTS_IN_PIECE;
            let first = pages + at * POSTS_IN_PIECE;
            (format!("posts-{at}.idx"), first..(first + POSTS_IN_PIECE).min(pages + site.posts.len()))
        }
    };
    output(path(&name), OutputKind::SearchPiece(numbers))
}

fn output(path: String, kind: OutputKind) -> Output {
    Output { path, kind, origin: Origin::Site("search".to_owned()) }
}
