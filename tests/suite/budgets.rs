//! What a page makes a reader's browser fetch: style sheets and scripts, compressed as hosts send them.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::extract::{attributes, elements};
use crate::site_test::SiteTest;

/// Bytes of all style sheets that a page links.
const STYLES: usize = 15_000;

/// Bytes of all scripts that it links, and of those in it.
const SCRIPTS: usize = 5_000;

/// The only page that is a program.
const SEARCH: &str = "search/";

fn packed(text: &str) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap().len()
}

/// What the tags of a page that begin so name in an attribute, as texts.
fn linked(site: &SiteTest, page: &str, tag: &str, attribute: &str) -> Vec<String> {
    let tags = page.match_indices(tag).filter_map(|(at, _)| page[at..].split('>').next());
    let addresses = tags.flat_map(|tag| attributes(tag, attribute));
    addresses.map(|address| site.page(address.trim_start_matches("/times/").trim_start_matches('/'))).collect()
}

fn total(texts: &[String]) -> usize {
    texts.iter().map(|text| packed(text)).sum()
}

#[test]
fn no_page_weighs_more_than_it_may() {
    let site = SiteTest::of("paper");
    let video = "\nhttps://www.youtube.com/watch?v=dQw4w9WgXcQ\n";
    site.write("content/posts/2025-05-20-video.md", format!("---\ntitle: Video\n---\nOf it.\n{video}"));
    site.build_well();
    let mut heaviest = (0, 0);
    let mut pages = 0;
    for path in site.outputs().iter().filter(|path| path.ends_with(".html") && !path.starts_with(SEARCH)) {
        let page = site.page(path);
        let styles = total(&linked(&site, &page, "<link rel=\"stylesheet\"", "href"));
        let inline = elements(&page, "<script>").into_iter().map(str::to_owned);
        let scripts = total(&linked(&site, &page, "<script src=", "src").into_iter().chain(inline).collect::<Vec<_>>());
        assert!(styles <= STYLES, "{path} links style sheets of {styles} bytes");
        assert!(scripts <= SCRIPTS, "{path} has scripts of {scripts} bytes");
        heaviest = (heaviest.0.max(styles), heaviest.1.max(scripts));
        pages += 1;
    }
    // Something was weighed.
    assert!(pages > 15 && heaviest.0 > 3_000 && heaviest.1 > 500, "{pages} pages, {heaviest:?}");
    let players = site.outputs().iter().filter(|path| path.contains("players")).count();
    assert_eq!(players, 2, "the page with a video has both scripts");
}

#[test]
fn the_scripts_in_pages_are_always_the_same() {
    let mut all = BTreeSet::new();
    for fixture in ["paper", "wire"] {
        let site = SiteTest::of(fixture);
        site.build_with(&["--base-url", "https://news.example/"]);
        for path in site.outputs().iter().filter(|path| path.ends_with(".html")) {
            let page = site.page(path);
            let of_kind = |tag: &str| elements(&page, tag).into_iter().map(str::to_owned).collect::<Vec<_>>();
            all.extend(of_kind("<script>").into_iter().chain(of_kind("<script type=\"speculationrules\"")));
        }
    }
    assert_eq!(all.len(), 2, "{all:?}");
    // What a Content-Security-Policy names them by.
    let documented = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/theme.md")).unwrap();
    for script in &all {
        let digest = STANDARD.encode(ring::digest::digest(&ring::digest::SHA256, script.as_bytes()));
        assert!(documented.contains(&format!("'sha256-{digest}'")), "{script}: {digest}");
    }
    assert!(all.iter().any(|script| script.starts_with("try{") && script.len() < 100), "{all:?}");
}
