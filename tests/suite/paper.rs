//! A whole small site: every output, and whole pages of each kind that matters. `just accept` takes new ones; look at the
//! difference first.

use crate::site_test::{SiteTest, without_digests};

fn paper() -> SiteTest {
    let site = SiteTest::of("paper");
    site.build_well();
    site
}

/// A page, without the number of the program's version.
fn page(path: &str) -> String {
    without_digests(&paper().page(path)).replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

#[test]
fn the_whole_list_of_outputs() {
    let site = SiteTest::of("paper");
    let run = site.build_well();
    assert_eq!(run.stdout, "Built 3 posts, 18 pages, 5 tags: 55 files written in TIME s; left out: 1 draft\n");
    let expected = [
        "2025/03/gauges/index.html",
        "2025/03/index.html",
        "2025/04/index.html",
        "2025/04/model/images/buoy.svg",
        "2025/04/model/images/chart.svg",
        "2025/04/model/index.html",
        "2025/05/index.html",
        "2025/05/regatta/index.html",
        "2025/index.html",
        "2025/model.html",
        "404.html",
        "_redirects",
        "about/index.html",
        "atom.xml",
        "authors/ines-mar/feed.xml",
        "authors/ines-mar/index.html",
        "authors/rui-vaz/feed.xml",
        "authors/rui-vaz/index.html",
        "css/colours.DIGEST.css",
        "css/colours.css",
        "css/feed.css",
        "css/syntax.DIGEST.css",
        "css/syntax.css",
        "css/theme.DIGEST.css",
        "css/theme.css",
        "favicon.svg",
        "feed.json",
        "feed.xml",
        "feeds.opml",
        "index.html",
        "js/search.DIGEST.js",
        "js/search.js",
        "js/site.DIGEST.js",
        "js/site.js",
        "llms.txt",
        "robots.txt",
        "search/data/directory.idx",
        "search/data/filters.json",
        "search/data/page-0.idx",
        "search/data/posts-0.idx",
        "search/data/posts-1.idx",
        "search/data/words-0.idx",
        "search/index.html",
        "sections/harbour/feed.xml",
        "sections/harbour/index.html",
        "series/instruments/index.html",
        "sitemap.xml",
        "tags/ai/index.html",
        "tags/artificialintelligence/index.html",
        "tags/boats/index.html",
        "tags/c-plus-plus/index.html",
        "tags/index.html",
        "tags/tides/feed.xml",
        "tags/tides/index.html",
        "tags/日本語/index.html",
    ];
    assert_eq!(without_digests(&site.outputs().join("\n")), expected.join("\n"));
}

#[test]
fn a_post() {
    insta::assert_snapshot!(page("2025/04/model/index.html"));
}

#[test]
fn a_post_with_contents_table_code_and_notes() {
    insta::assert_snapshot!(page("2025/03/gauges/index.html"));
}

#[test]
fn the_front_page() {
    insta::assert_snapshot!(page("index.html"));
}

#[test]
fn a_tag() {
    insta::assert_snapshot!(page("tags/ai/index.html"));
}

#[test]
fn the_index_of_tags() {
    insta::assert_snapshot!(page("tags/index.html"));
}

#[test]
fn the_redirects() {
    let site = paper();
    assert_eq!(
        site.page("_redirects"),
        "/times/2025/model.html /times/2025/04/model/ 301!\n\
         /times/tags/artificialintelligence/ /times/tags/ai/ 301!\n"
    );
    insta::assert_snapshot!(page("2025/model.html"));
}
