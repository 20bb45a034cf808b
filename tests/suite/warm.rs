//! Warm builds: what they make anew and why, and what they withstand. That they equal cold ones after any edits,
//! `equivalence` tests.

mod damage;
mod disguises;
mod edits;
mod robustness;
mod templates;

use crate::extract::SVG;
use crate::site_test::{Counts, SiteTest, without_digests};

/// The posts, oldest first: name, hashtags, and more lines of front matter.
const POSTS: [(&str, &str, &str); 8] = [
    ("2025-10-01-one", "[AI]", "description: Of one.\n"),
    ("2025-10-02-two", "[Rust]", "description: Of two.\nseries: The bill\n"),
    ("2025-10-03-three", "[Energy]", "description: Of three.\nseries: The bill\naliases: [/old/]\n"),
    ("2025-10-04-four", "[Rust]", "description: Of four.\nauthor: jane\n"),
    ("2025-11-05-five", "[AI]", "description: Of five.\n"),
    ("2025-11-06-six", "[Chips, Rust]", "description: Of six.\n"),
    ("2025-11-07-seven", "[Energy]", "author: jane\n"),
    ("2025-11-08-eight", "[AI]", "description: Of eight.\nsection: Business\n"),
];

const FOUR: &str = "content/posts/2025-10-04-four.md";

/// What a typo in that post makes: its page, and the feeds that carry its text.
const TYPO: &str = "2025/10/four/index.html: `page.content` changed\n\
    atom.xml: its entries changed\n\
    authors/jane/feed.xml: its entries changed\n\
    feed.json: its entries changed\n\
    feed.xml: its entries changed\n\
    search/data/posts-1.idx: its source changed\n\
    search/data/words-0.idx: its source changed\n\
    tags/rust/feed.xml: its entries changed";

/// So many outputs are these.
const TYPOS_OUTPUTS: usize = 8;

/// A site of eight posts, three to a page of a list, built.
///
/// - The front page shows eight, seven, six; then five, four, three; then two, one. So does the year.
/// - October has four, three, two; then one. November has eight, seven, six; then five.
/// - One, five and eight are related, by AI; two, four and six, by Rust; three and seven, by Energy.
/// - `recent_posts` are eight to three.
/// - All but seven have a description, so that their bodies show on their own pages alone.
fn built() -> SiteTest {
    let site = SiteTest::nothing();
    site.write(
        "site.yaml",
        "title: The Wire\nbase_url: https://news.example/\ndescription: Reported.\npaginate_by: 3\n\
         navigation: [{title: About, url: /about/}]\n",
    );
    site.write("tags.yaml", "AI: {description: Machines.}\n");
    site.write("authors.yaml", "jane: {name: Jane Doe, bio: Writes.}\n");
    site.write("static/robots.txt", "User-agent: *\n");
    site.write("content/posts/images/chart.svg", SVG);
    site.write("content/about.md", "---\ntitle: About\n---\nWho we are.\n\nAnd where.\n");
    for (name, hashtags, lines) in POSTS {
        write_post(&site, name, hashtags, lines);
    }
    edit(&site, "content/posts/2025-10-04-four.md", "And more.", "![A chart](images/chart.svg)\n\nAnd more.");
    site.build_well();
    site
}

/// Writes a post whose title is the last word of its name.
fn write_post(site: &SiteTest, name: &str, hashtags: &str, lines: &str) {
    let title = name.rsplit('-').next().unwrap();
    site.write(
        &format!("content/posts/{name}.md"),
        format!("---\ntitle: Number {title}\nhashtags: {hashtags}\n{lines}---\nThe words of {title}.\n\nAnd more.\n"),
    );
}

/// Puts `after` in place of `before` in a file of the site.
fn edit(site: &SiteTest, path: &str, before: &str, after: &str) {
    let text = site.source(path);
    assert!(text.contains(before), "{path} has no {before}:\n{text}");
    site.write(path, text.replacen(before, after, 1));
}

/// One post changes between two wordings of the same length.
fn next_typo(site: &SiteTest) {
    let (from, to) = if site.source(FOUR).contains("And more.") { ("more.", "mroe.") } else { ("mroe.", "more.") };
    edit(site, FOUR, from, to);
}

/// Builds warm; gives what was made and why, and makes sure that a cold build makes the same.
fn why(site: &SiteTest) -> String {
    why_with(site, &[])
}

/// The same, with further arguments.
fn why_with(site: &SiteTest, arguments: &[&str]) -> String {
    let before = site.tree();
    let run = site.build_with(&[arguments, &["--explain"]].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    let after = site.tree();
    let written = after.iter().filter(|(path, bytes)| *path != ".slugline-output" && before.get(*path) != Some(bytes));
    assert_eq!(Counts::of(&run).written, written.count(), "{}", run.stdout);
    site.assert_as_cold(arguments);
    run.explained().join("\n")
}

/// The pages for which `is_one` holds, each with the same reason.
fn each(site: &SiteTest, reason: &str, is_one: impl Fn(&str) -> bool) -> String {
    let pages = site.outputs().into_iter().filter(|path| path.ends_with(".html") && is_one(path));
    pages.map(|path| format!("{path}: {reason}")).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_site_of_these_tests_is_as_described() {
    let site = built();
    let shown = |path: &str| {
        let page = site.page(path);
        POSTS
            .iter()
            .rev()
            .map(|(name, ..)| name.rsplit('-').next().unwrap())
            .filter(|title| page.contains(&format!("Number {title}")))
            .collect::<Vec<_>>()
            .join(" ")
    };
    insta::assert_snapshot!(without_digests(&site.outputs().join("\n")), @r"
    2025/10/four/images/chart.svg
    2025/10/four/index.html
    2025/10/index.html
    2025/10/one/index.html
    2025/10/page/2/index.html
    2025/10/three/index.html
    2025/10/two/index.html
    2025/11/eight/index.html
    2025/11/five/index.html
    2025/11/index.html
    2025/11/page/2/index.html
    2025/11/seven/index.html
    2025/11/six/index.html
    2025/index.html
    2025/page/2/index.html
    2025/page/3/index.html
    404.html
    _redirects
    about/index.html
    atom.xml
    authors/jane/feed.xml
    authors/jane/index.html
    css/colours.DIGEST.css
    css/colours.css
    css/feed.css
    css/syntax.DIGEST.css
    css/syntax.css
    css/theme.DIGEST.css
    css/theme.css
    favicon.svg
    feed.json
    feed.xml
    feeds.opml
    index.html
    js/search.DIGEST.js
    js/search.js
    js/site.DIGEST.js
    js/site.js
    llms.txt
    old/index.html
    page/2/index.html
    page/3/index.html
    robots.txt
    search/data/directory.idx
    search/data/filters.json
    search/data/page-0.idx
    search/data/posts-0.idx
    search/data/posts-1.idx
    search/data/posts-2.idx
    search/data/posts-3.idx
    search/data/words-0.idx
    search/index.html
    sections/business/feed.xml
    sections/business/index.html
    series/the-bill/index.html
    sitemap.xml
    tags/ai/feed.xml
    tags/ai/index.html
    tags/chips/index.html
    tags/energy/feed.xml
    tags/energy/index.html
    tags/index.html
    tags/rust/feed.xml
    tags/rust/index.html
    ");
    assert_eq!(shown("index.html"), "eight seven six");
    assert_eq!(shown("page/2/index.html"), "five four three");
    assert_eq!(shown("2025/10/page/2/index.html"), "one");
    assert_eq!(shown("404.html"), "eight seven six five four three");
    assert_eq!(shown("2025/10/one/index.html"), "eight five two one");
    assert_eq!(shown("2025/10/four/index.html"), "six five four three two");
}
