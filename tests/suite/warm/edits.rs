//! Edits of what writers write, and exactly what each of them makes anew. A line too many is time lost, a line too few a
//! page that is not up to date.

use std::fs;
use std::time::{Duration, SystemTime};

use super::{FOUR, SVG, TYPO, built, each, edit, why, why_with, write_post};
use crate::site_test::{Counts, SiteTest, tree, without_digests};

/// Sets the times of all files of a folder.
fn touch(folder: &std::path::Path) {
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for path in tree(folder).keys() {
        fs::File::options().write(true).open(folder.join(path)).unwrap().set_modified(long_ago).unwrap();
    }
}

#[test]
fn nothing_makes_nothing() {
    let site = built();
    assert_eq!(why(&site), "");
    let run = site.build_well();
    assert_eq!(
        Counts::of(&run),
        Counts {
            site: "8 posts, 21 pages, 4 tags".to_owned(),
            written: 0,
            unchanged: 64,
            removed: 0,
            left_out: String::new()
        }
    );
}

#[test]
fn times_alone_make_nothing() {
    let site = built();
    touch(&site.root());
    assert_eq!(why(&site), "");
}

#[test]
fn a_typo_makes_its_page() {
    let site = built();
    edit(&site, FOUR, "And more.", "And mroe.");
    insta::assert_snapshot!(why(&site), @r"
    2025/10/four/index.html: `page.content` changed
    atom.xml: its entries changed
    authors/jane/feed.xml: its entries changed
    feed.json: its entries changed
    feed.xml: its entries changed
    search/data/posts-1.idx: its source changed
    search/data/words-0.idx: its source changed
    tags/rust/feed.xml: its entries changed
    ");
    edit(&site, FOUR, "The words of four.", "The wrods of four.");
    insta::assert_snapshot!(why(&site), @r"
    2025/10/four/index.html: `page.content` changed
    atom.xml: its entries changed
    authors/jane/feed.xml: its entries changed
    feed.json: its entries changed
    feed.xml: its entries changed
    search/data/posts-1.idx: its source changed
    search/data/words-0.idx: its source changed
    tags/rust/feed.xml: its entries changed
    ");
    edit(&site, "content/about.md", "And where.", "And wehre.");
    insta::assert_snapshot!(why(&site), @r"
    about/index.html: `page.content` changed
    search/data/page-0.idx: its source changed
    search/data/words-0.idx: its source changed
    ");
}

#[test]
fn an_edit_that_keeps_length_and_time_is_seen() {
    let site = built();
    let file = site.root().join(FOUR);
    let time = fs::metadata(&file).unwrap().modified().unwrap();
    edit(&site, FOUR, "And more.", "And mroe.");
    fs::File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
    insta::assert_snapshot!(why(&site), @r"
    2025/10/four/index.html: `page.content` changed
    atom.xml: its entries changed
    authors/jane/feed.xml: its entries changed
    feed.json: its entries changed
    feed.xml: its entries changed
    search/data/posts-1.idx: its source changed
    search/data/words-0.idx: its source changed
    tags/rust/feed.xml: its entries changed
    ");
}

#[test]
fn another_word_changes_the_number_of_words() {
    let site = built();
    edit(&site, FOUR, "And more.", "And much more.");
    insta::assert_snapshot!(why(&site), @r"
    2025/10/four/index.html: `page`, `page.content` changed
    atom.xml: its entries changed
    authors/jane/feed.xml: its entries changed
    feed.json: its entries changed
    feed.xml: its entries changed
    search/data/posts-1.idx: its source changed
    search/data/words-0.idx: its source changed
    tags/rust/feed.xml: its entries changed
    ");
}

#[test]
fn a_typo_in_the_words_that_lists_show_makes_the_lists() {
    let site = built();
    edit(&site, "content/posts/2025-11-07-seven.md", "The words of seven.", "The wrods of seven.");
    insta::assert_snapshot!(why(&site), @r"
    2025/10/three/index.html: `page` changed
    2025/11/eight/index.html: `page` changed
    2025/11/index.html: `paginator` changed
    2025/11/seven/index.html: `page`, `page.content` changed
    2025/11/six/index.html: `page` changed
    2025/index.html: `paginator` changed
    404.html: `recent_posts` changed
    atom.xml: its entries changed
    authors/jane/feed.xml: its entries changed
    authors/jane/index.html: `paginator` changed
    feed.json: its entries changed
    feed.xml: its entries changed
    index.html: `paginator`, `recent_posts` changed
    llms.txt: its source changed
    page/2/index.html: `recent_posts` changed
    page/3/index.html: `recent_posts` changed
    search/data/posts-3.idx: its source changed
    search/data/words-0.idx: its source changed
    tags/energy/feed.xml: its entries changed
    tags/energy/index.html: `paginator` changed
    ");
}

#[test]
fn a_comment_in_front_matter_makes_at_most_its_page_and_writes_nothing() {
    let site = built();
    edit(&site, FOUR, "author: jane\n", "author: jane # who else\n");
    let told = why(&site);
    // No word is another one.
    let looked_at = TYPO.replace("search/data/words-0.idx: its source changed\n", "");
    assert!(told.is_empty() || told == looked_at, "{told}");
}

#[test]
fn a_title_makes_the_pages_that_show_it() {
    let site = built();
    edit(&site, "content/posts/2025-10-01-one.md", "Number one", "Number 1");
    insta::assert_snapshot!(why(&site), @r"
    2025/10/one/index.html: `page`, `page.content` changed
    2025/10/page/2/index.html: `page`, `paginator` changed
    2025/10/two/index.html: `page` changed
    2025/11/eight/index.html: `page` changed
    2025/11/five/index.html: `page` changed
    2025/page/3/index.html: `page`, `paginator` changed
    atom.xml: its entries changed
    feed.json: its entries changed
    feed.xml: its entries changed
    llms.txt: its source changed
    page/3/index.html: `page`, `paginator` changed
    search/data/posts-0.idx: its source changed
    search/data/words-0.idx: its source changed
    tags/ai/feed.xml: its entries changed
    tags/ai/index.html: `page`, `paginator` changed
    ");
}

#[test]
fn a_title_makes_the_series_and_the_newest_posts() {
    let site = built();
    edit(&site, "content/posts/2025-10-03-three.md", "Number three", "Number 3");
    insta::assert_snapshot!(why(&site), @r"
    2025/10/four/index.html: `page` changed
    2025/10/index.html: `page`, `paginator` changed
    2025/10/three/index.html: `page`, `page.content` changed
    2025/10/two/index.html: `page` changed
    2025/11/seven/index.html: `page` changed
    2025/page/2/index.html: `page`, `paginator` changed
    404.html: `recent_posts` changed
    atom.xml: its entries changed
    feed.json: its entries changed
    feed.xml: its entries changed
    index.html: `recent_posts` changed
    llms.txt: its source changed
    page/2/index.html: `page`, `paginator`, `recent_posts` changed
    page/3/index.html: `recent_posts` changed
    search/data/posts-1.idx: its source changed
    search/data/words-0.idx: its source changed
    series/the-bill/index.html: `page`, `paginator` changed
    tags/energy/feed.xml: its entries changed
    tags/energy/index.html: `page`, `paginator` changed
    ");
}

#[test]
fn a_new_post_makes_what_leads_to_it() {
    let site = built();
    write_post(&site, "2025-11-09-nine", "[Rust]", "description: Of nine.\n");
    // Two, four and six have fewer than three older posts to relate to; Chips tells how many posts Rust has.
    insta::assert_snapshot!(why(&site), @r"
    2025/10/four/index.html: `page` changed
    2025/10/index.html: `archive`, `archives` changed
    2025/10/page/2/index.html: `archive`, `archives` changed
    2025/10/two/index.html: `page` changed
    2025/11/eight/index.html: `page` changed
    2025/11/index.html: `archive`, `archives`, `page`, `paginator` changed
    2025/11/nine/index.html: new
    2025/11/page/2/index.html: `archive`, `archives`, `page`, `paginator` changed
    2025/11/six/index.html: `page` changed
    2025/index.html: `archive`, `archives`, `page`, `paginator` changed
    2025/page/2/index.html: `archive`, `archives`, `page`, `paginator` changed
    2025/page/3/index.html: `archive`, `archives`, `page`, `paginator` changed
    404.html: `recent_posts`, `top_tags` changed
    atom.xml: its entries changed
    feed.json: its entries changed
    feed.xml: its entries changed
    feeds.opml: its source changed
    index.html: `archives`, `page`, `paginator`, `recent_posts`, `top_tags` changed
    llms.txt: its source changed
    page/2/index.html: `archives`, `page`, `paginator`, `recent_posts`, `top_tags` changed
    page/3/index.html: `archives`, `page`, `paginator`, `recent_posts`, `top_tags` changed
    search/data/directory.idx: its source changed
    search/data/filters.json: its source changed
    search/data/posts-4.idx: new
    search/data/words-0.idx: its source changed
    search/index.html: `archives`, `top_tags` changed
    sitemap.xml: its source changed
    tags/chips/index.html: `tag` changed
    tags/index.html: `letters`, `tags`, `trending` changed
    tags/rust/feed.xml: its entries changed
    tags/rust/index.html: `page`, `paginator`, `tag` changed
    tags/rust/page/2/index.html: new
    ");
}

#[test]
fn a_new_post_of_a_new_tag_makes_the_tags_page() {
    let site = built();
    write_post(&site, "2025-11-09-nine", "[Fresh]", "description: Of nine.\n");
    insta::assert_snapshot!(why(&site), @r"
    2025/10/index.html: `archive`, `archives` changed
    2025/10/page/2/index.html: `archive`, `archives` changed
    2025/11/eight/index.html: `page` changed
    2025/11/index.html: `archive`, `archives`, `page`, `paginator` changed
    2025/11/nine/index.html: new
    2025/11/page/2/index.html: `archive`, `archives`, `page`, `paginator` changed
    2025/index.html: `archive`, `archives`, `page`, `paginator` changed
    2025/page/2/index.html: `archive`, `archives`, `page`, `paginator` changed
    2025/page/3/index.html: `archive`, `archives`, `page`, `paginator` changed
    404.html: `recent_posts`, `top_tags` changed
    atom.xml: its entries changed
    feed.json: its entries changed
    feed.xml: its entries changed
    feeds.opml: its source changed
    index.html: `archives`, `page`, `paginator`, `recent_posts`, `top_tags` changed
    llms.txt: its source changed
    page/2/index.html: `archives`, `page`, `paginator`, `recent_posts`, `top_tags` changed
    page/3/index.html: `archives`, `page`, `paginator`, `recent_posts`, `top_tags` changed
    search/data/directory.idx: its source changed
    search/data/filters.json: its source changed
    search/data/posts-4.idx: new
    search/data/words-0.idx: its source changed
    search/index.html: `archives`, `top_tags` changed
    sitemap.xml: its source changed
    tags/fresh/index.html: new
    tags/index.html: `letters`, `tags` changed
    ");
}

#[test]
fn a_deleted_post_goes_and_makes_what_led_to_it() {
    let site = built();
    site.remove("content/posts/2025-11-05-five.md").gone(&["/2025/11/five/"]);
    insta::assert_snapshot!(why(&site), @r"
    2025/10/four/index.html: `page` changed
    2025/10/index.html: `archive`, `archives` changed
    2025/10/one/index.html: `page` changed
    2025/10/page/2/index.html: `archive`, `archives` changed
    2025/11/eight/index.html: `page` changed
    2025/11/five/index.html: no longer part of the site
    2025/11/index.html: `archive`, `archives`, `paginator` changed
    2025/11/page/2/index.html: no longer part of the site
    2025/11/six/index.html: `page` changed
    2025/index.html: `archive`, `archives`, `paginator` changed
    2025/page/2/index.html: `archive`, `archives`, `page`, `paginator` changed
    2025/page/3/index.html: `archive`, `archives`, `page`, `paginator` changed
    404.html: `recent_posts`, `top_tags` changed
    atom.xml: its entries changed
    feed.json: its entries changed
    feed.xml: its entries changed
    index.html: `archives`, `paginator`, `recent_posts`, `top_tags` changed
    llms.txt: its source changed
    page/2/index.html: `archives`, `page`, `paginator`, `recent_posts`, `top_tags` changed
    page/3/index.html: `archives`, `page`, `paginator`, `recent_posts`, `top_tags` changed
    search/data/directory.idx: its source changed
    search/data/filters.json: its source changed
    search/data/posts-2.idx: its source changed
    search/data/posts-3.idx: its source changed
    search/data/words-0.idx: its source changed
    search/index.html: `archives`, `top_tags` changed
    sitemap.xml: its source changed
    tags/ai/feed.xml: its entries changed
    tags/ai/index.html: `page`, `paginator`, `tag` changed
    tags/index.html: `letters`, `tags`, `trending` changed
    ");
}

#[test]
fn a_post_that_becomes_due_is_a_new_one() {
    let site = built();
    write_post(&site, "2025-12-01-ten", "[Energy]", "description: Of ten.\n");
    assert_eq!(why(&site), "", "it is not due yet");
    assert_eq!(why_with(&site, &["--now", "2025-11-30"]), "", "nothing shows the time");
    insta::assert_snapshot!(why_with(&site, &["--now", "2025-12-02"]), @r"
    2025/10/index.html: `archive`, `archives` changed
    2025/10/page/2/index.html: `archive`, `archives` changed
    2025/10/three/index.html: `page` changed
    2025/11/eight/index.html: `page` changed
    2025/11/index.html: `archive`, `archives` changed
    2025/11/page/2/index.html: `archive`, `archives` changed
    2025/11/seven/index.html: `page` changed
    2025/12/index.html: new
    2025/12/ten/index.html: new
    2025/index.html: `archive`, `archives`, `page`, `paginator` changed
    2025/page/2/index.html: `archive`, `archives`, `page`, `paginator` changed
    2025/page/3/index.html: `archive`, `archives`, `page`, `paginator` changed
    404.html: `recent_posts`, `top_tags` changed
    atom.xml: its entries changed
    feed.json: its entries changed
    feed.xml: its entries changed
    feeds.opml: its source changed
    index.html: `archives`, `page`, `paginator`, `recent_posts`, `top_tags` changed
    llms.txt: its source changed
    news-sitemap.xml: new
    page/2/index.html: `archives`, `page`, `paginator`, `recent_posts`, `top_tags` changed
    page/3/index.html: `archives`, `page`, `paginator`, `recent_posts`, `top_tags` changed
    search/data/directory.idx: its source changed
    search/data/filters.json: its source changed
    search/data/posts-4.idx: new
    search/data/words-0.idx: its source changed
    search/index.html: `archives`, `top_tags` changed
    sitemap.xml: its source changed
    tags/energy/feed.xml: its entries changed
    tags/energy/index.html: `page`, `paginator`, `tag` changed
    tags/index.html: `letters`, `tags`, `trending` changed
    ");
    let no_news = "news-sitemap.xml: no longer part of the site";
    assert_eq!(why_with(&site, &["--now", "2025-12-03"]), no_news, "after two days it is no news any more");
    assert_eq!(why_with(&site, &["--now", "2025-12-04"]), "", "nothing is due any more");
}

#[test]
fn a_post_that_moves_and_keeps_its_address_makes_nothing() {
    let site = built();
    let text = site.source("content/posts/2025-10-02-two.md");
    site.remove("content/posts/2025-10-02-two.md").write("content/archive/2025-10-02-two.md", text);
    assert_eq!(why(&site), "");
}

#[test]
fn a_tags_description_makes_its_page() {
    let site = built();
    edit(&site, "tags.yaml", "Machines.", "Machines that learn.");
    insta::assert_snapshot!(why(&site), @"
    tags/ai/feed.xml: its source changed
    tags/ai/index.html: `page`, `tag` changed
    ");
}

#[test]
fn a_tags_alias_makes_its_page_and_the_redirects() {
    let site = built();
    edit(&site, "tags.yaml", "Machines.", "Machines., aliases: [ML]");
    insta::assert_snapshot!(why(&site), @"
    _redirects: its source changed
    tags/ai/index.html: `tag` changed
    tags/ml/index.html: new
    ");
}

#[test]
fn an_authors_words_make_their_pages() {
    let site = built();
    edit(&site, "authors.yaml", "Writes.", "Writes no more.");
    insta::assert_snapshot!(why(&site), @"
    2025/10/four/index.html: `page` changed
    2025/11/seven/index.html: `page` changed
    authors/jane/feed.xml: its source changed
    authors/jane/index.html: `author`, `page` changed
    ");
}

#[test]
fn an_images_bytes_make_its_copy() {
    let site = built();
    site.write("content/posts/images/chart.svg", SVG.replace("2000", "2001"));
    insta::assert_snapshot!(why(&site), @"2025/10/four/images/chart.svg: its source changed");
}

#[test]
fn an_images_size_makes_what_tells_of_it() {
    let site = built();
    site.write("content/posts/images/chart.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n");
    insta::assert_snapshot!(why(&site), @"
    2025/10/four/images/chart.svg: its source changed
    2025/10/four/index.html: `page`, `page.content` changed
    2025/10/index.html: `paginator` changed
    2025/10/three/index.html: `page` changed
    2025/10/two/index.html: `page` changed
    2025/11/five/index.html: `page` changed
    2025/11/six/index.html: `page` changed
    2025/page/2/index.html: `paginator` changed
    404.html: `recent_posts` changed
    atom.xml: its entries changed
    authors/jane/feed.xml: its entries changed
    authors/jane/index.html: `paginator` changed
    feed.json: its entries changed
    feed.xml: its entries changed
    index.html: `recent_posts` changed
    page/2/index.html: `paginator`, `recent_posts` changed
    page/3/index.html: `recent_posts` changed
    tags/rust/feed.xml: its entries changed
    tags/rust/index.html: `paginator` changed
    ");
}

#[test]
fn static_files_are_copied_alone() {
    let site = built();
    site.write("static/robots.txt", "User-agent: x\n").write("static/imprint.txt", "Us.\n");
    site.write("static/css/feed.css", "channel { color: red }\n");
    insta::assert_snapshot!(without_digests(&why(&site)), @"
    css/colours.DIGEST.css: no longer part of the site
    css/feed.css: its source changed
    imprint.txt: new
    robots.txt: its source changed
    ");
    site.remove("static/css/feed.css").remove("static/imprint.txt");
    insta::assert_snapshot!(without_digests(&why(&site)), @"
    css/colours.DIGEST.css: new
    css/feed.css: its source changed
    imprint.txt: no longer part of the site
    ");
}

#[test]
fn the_sites_description_makes_all_pages() {
    let site = built();
    edit(&site, "site.yaml", "Reported.", "Reported twice.");
    let is_front = |path: &str| path == "index.html" || path.starts_with("page/");
    let front = each(&site, "`config`, `page` changed", is_front);
    let others = each(&site, "`config` changed", |path| !is_front(path));
    let feeds = ["atom.xml: its source changed", "feed.json: its source changed", "feed.xml: its source changed"];
    let rest = feeds.into_iter().chain(["llms.txt: its source changed"]);
    let mut expected: Vec<&str> = front.lines().chain(others.lines()).chain(rest).collect();
    expected.sort_unstable();
    assert_eq!(why(&site), expected.join("\n"));
}

#[test]
fn a_file_that_nothing_names_makes_nothing() {
    let site = built();
    site.write("content/posts/images/spare.svg", "<svg/>\n")
        .write("notes.txt", "mine")
        .write("content/.hidden.md", "x");
    assert_eq!(why(&site), "");
}

#[test]
fn a_site_without_a_post_is_warm_too() {
    let site = SiteTest::empty();
    site.build_well();
    assert_eq!(why(&site), "");
}

#[test]
fn one_typo_after_another_goes_the_short_way_each_time() {
    let site = built();
    let (four, one) = ("content/posts/2025-10-04-four.md", "content/posts/2025-10-01-one.md");
    for path in [four, one, four] {
        site.write(path, format!("{}\n\nStill.\n", site.source(path).trim_end()));
        let run = site.build_with(&["-v"]);
        assert!(run.status == 0 && run.stdout.contains("parse:"), "{}", run.stdout);
        assert!(!run.stdout.contains("index:"), "the whole way: {}", run.stdout);
    }
    site.assert_as_cold(&[]);
}
