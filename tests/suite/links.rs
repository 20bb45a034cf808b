//! Links: by source path to permalinks, to files, to paths of the site, and to what is not there.

use crate::extract::{SVG, attributes, body, element, elements, text};
use crate::site_test::SiteTest;

const PAGE: &str = "2025/10/tides/index.html";

/// A site of a post with this body, and others to link to.
fn tides(markdown: &str) -> SiteTest {
    let site = SiteTest::empty();
    site.post("2025-10-28-tides", "The tides turn", markdown);
    site.post("2025-09-01-other", "Other", "## A part\n\nText.\n\n<span id=\"mark\">x</span>\n");
    site.post("deep/2025-09-02-deep", "Deep", "Text.");
    site.write("content/about.md", "---\ntitle: About\n---\n## Who\n\n[Tides](posts/2025-10-28-tides.md)\n");
    site.write("content/posts/2025-09-03-my post ü.md", "---\ntitle: Spaced\n---\nText.\n");
    site
}

fn hrefs(markdown: &str) -> Vec<String> {
    let site = tides(markdown);
    site.build_well();
    owned(&attributes(&body(&site, PAGE), "href"))
}

fn owned(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

#[test]
fn source_paths_become_permalinks() {
    assert_eq!(
        hrefs(
            "[a](2025-09-01-other.md) [b](./2025-09-01-other.md) [c](deep/2025-09-02-deep.md) [d](../about.md) \
             [e](/about.md) [f](/posts/deep/2025-09-02-deep.md) [g](../posts/2025-09-01-other.md) [h][ref] [ref]\n\n\
             [ref]: 2025-09-01-other.md\n",
        ),
        [
            "/2025/09/other/",
            "/2025/09/other/",
            "/2025/09/deep/",
            "/about/",
            "/about/",
            "/2025/09/deep/",
            "/2025/09/other/",
            "/2025/09/other/",
            "/2025/09/other/",
        ]
    );
}

#[test]
fn anchors_are_kept_and_checked() {
    assert_eq!(
        hrefs(
            "## My part\n\n[a](2025-09-01-other.md#a-part) [b](2025-09-01-other.md#mark) [c](../about.md#who) [d](#my-part) [e](2025-10-28-tides.md#my-part)"
        ),
        ["/2025/09/other/#a-part", "/2025/09/other/#mark", "/about/#who", "#my-part", "/2025/10/tides/#my-part"]
    );
    assert_eq!(hrefs("## 日本\n\n[a](#日本) [b](#%E6%97%A5%E6%9C%AC)"), ["#%E6%97%A5%E6%9C%AC", "#%E6%97%A5%E6%9C%AC"]);
}

#[test]
fn the_top_of_the_page_needs_no_anchor() {
    assert_eq!(hrefs("[Top](#top) and [start](#)."), ["#top", "#"]);
}

#[test]
fn percent_encoded_and_bracketed_paths_are_one() {
    assert_eq!(
        hrefs("[a](2025-09-03-my%20post%20%C3%BC.md) [b](<2025-09-03-my post ü.md>)"),
        ["/2025/09/my-post-%C3%BC/", "/2025/09/my-post-%C3%BC/"]
    );
}

#[test]
fn links_from_other_folders_start_there() {
    let site = tides("Text.");
    site.post(
        "deep/2025-10-01-from",
        "From",
        "[a](2025-09-02-deep.md) [b](../2025-09-01-other.md) [c](../../about.md)",
    );
    site.build_well();
    let html = body(&site, "2025/10/from/index.html");
    assert_eq!(attributes(&html, "href"), ["/2025/09/deep/", "/2025/09/other/", "/about/"]);
    assert_eq!(attributes(&body(&site, "about/index.html"), "href"), ["/2025/10/tides/"]);
}

#[test]
fn links_in_every_kind_of_block_are_resolved() {
    let html = hrefs(
        "## [a](../about.md)\n\n- [b](../about.md)\n\n> [c](../about.md)\n\n| [d](../about.md) |\n| --- |\n\n> [!NOTE]\n> [e](../about.md)\n\n\
         Text[^1].\n\n[^1]: [f](../about.md)\n\nTerm\n: [g](../about.md)\n",
    );
    assert_eq!(html.iter().filter(|href| *href == "/about/").count(), 7, "{html:?}");
}

#[test]
fn dead_links_and_anchors_are_errors() {
    for (markdown, message) in [
        ("[x](no-such.md)", "4:5: error: there is no file `content/posts/no-such.md`"),
        ("[x](/posts/2025-09-01-othr.md)", "4:5: error: there is no file `content/posts/2025-09-01-othr.md`"),
        (
            "[x](2025-09-01-other.md#nowhere)",
            "4:24: error: there is no `#nowhere` in `content/posts/2025-09-01-other.md`",
        ),
        ("[x](#nowhere)", "4:5: error: there is no `#nowhere` on this page"),
        ("[x](../../outside.md)", "4:5: error: `../../outside.md` leads out of the content folder"),
        ("[x](paper.pdf)", "4:5: error: there is no file `content/posts/paper.pdf`"),
    ] {
        let run = tides(markdown).build_with(&["--format", "short"]);
        assert_eq!(run.status, 1, "{markdown}");
        assert!(run.stderr.contains(&format!("content/posts/2025-10-28-tides.md:{message}")), "{}", run.stderr);
    }
}

#[test]
fn a_link_to_what_is_not_published_is_text_and_a_warning() {
    let site = tides("A [*draft*](2025-10-02-draft.md) and a [later one](2025-10-03-later.md#part).");
    site.write("content/posts/2025-10-02-draft.md", "---\ntitle: Draft\ndraft: true\n---\nText.\n");
    site.write("content/posts/2025-10-03-later.md", "---\ntitle: Later\ndate: 2026-10-03\n---\n## Part\n");
    let run = site.build_with(&["--format", "short"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let warnings: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("content/")).collect();
    assert_eq!(
        warnings,
        [
            "content/posts/2025-10-28-tides.md:4:13: warning: `content/posts/2025-10-02-draft.md` is not published now: shown without a link",
            "content/posts/2025-10-28-tides.md:4:52: warning: `content/posts/2025-10-03-later.md` is not published now: shown without a link",
        ]
    );
    assert_eq!(body(&site, PAGE), "<p>A <a><em>draft</em></a> and a <a>later one</a>.</p>");
    site.build_with(&["--drafts", "--future"]);
    assert_eq!(attributes(&body(&site, PAGE), "href"), ["/2025/10/draft/", "/2026/10/later/#part"]);
}

#[test]
fn files_beside_a_post_are_copied_beside_its_page() {
    let site =
        tides("[PDF](files/paper.pdf#page=2) [again](./files/paper.pdf) [up](../shared/data%20set.csv?x) ![](a.svg)");
    site.write("content/posts/files/paper.pdf", "%PDF-1.7\n").write("content/shared/data set.csv", "a,b\n");
    site.write("content/posts/a.svg", SVG).write("content/posts/unused.zip", "PK");
    site.build_well();
    assert_eq!(
        attributes(&body(&site, PAGE), "href"),
        ["/2025/10/tides/files/paper.pdf#page=2", "/2025/10/tides/files/paper.pdf", "/2025/10/tides/data%20set.csv?x"]
    );
    assert_eq!(site.page("2025/10/tides/files/paper.pdf"), "%PDF-1.7\n");
    assert!(site.has("2025/10/tides/data set.csv"));
    assert!(!site.outputs().iter().any(|path| path.ends_with(".zip")), "what nothing names is not published");
}

#[test]
fn static_files_and_pages_are_linked_from_the_root() {
    let site = tides(
        "[a](/files/x.pdf) [b](/tags/) [c](/2025/09/other/#a-part) [d](/2025/09/other) [e](/) [f](/files/x.pdf?v=1#p)",
    );
    site.write("static/files/x.pdf", "%PDF");
    site.build_well();
    assert_eq!(
        attributes(&body(&site, PAGE), "href"),
        ["/files/x.pdf", "/tags/", "/2025/09/other/#a-part", "/2025/09/other", "/", "/files/x.pdf?v=1#p"]
    );
}

#[test]
fn a_rooted_link_to_nothing_warns() {
    let site = tides("Text [x](/no/such/page/) and [y](/no.pdf).");
    let run = site.build_with(&["--format", "short"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let warnings: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("content/")).collect();
    assert_eq!(
        warnings,
        [
            "content/posts/2025-10-28-tides.md:4:10: warning: there is no page `/no/such/page/`: nothing of this site stands there",
            "content/posts/2025-10-28-tides.md:4:34: warning: there is no page `/no.pdf`: nothing of this site stands there",
        ]
    );
    assert_eq!(attributes(&body(&site, PAGE), "href"), ["/no/such/page/", "/no.pdf"]);
    assert_eq!(site.build_with(&["--strict"]).status, 1);
}

#[test]
fn links_elsewhere_stay_as_they_are() {
    let written = [
        "https://x.example/a%20b?c=d&amp;e#f",
        "http://x.example/x.md",
        "//x.example/y",
        "mailto:a@x.example",
        "tel:+1-555",
        "HTTPS://X.example/",
    ];
    let markdown: Vec<String> = written.iter().map(|url| format!("[x]({url})")).collect();
    assert_eq!(hrefs(&markdown.join(" ")), written);
}

#[test]
fn a_base_with_a_path_stands_before_everything() {
    let site = tides(
        "[a](../about.md) [b](/tags/) [c](files/x.pdf) [d](#here) ![](a.svg) ![](/logo.svg) #Tag [e](https://x.example/)\n\n## Here\n",
    );
    site.write(
        "site.yaml",
        "title: The Wire\nbase_url: https://example.org/blog\nnavigation: [{title: About, url: /about/}, {title: X, url: 'https://x.example/'}]\n",
    );
    site.write("static/logo.svg", SVG).write("content/posts/a.svg", SVG).write("content/posts/files/x.pdf", "x");
    site.write("content/posts/2025-01-01-moved.md", "---\ntitle: Moved\naliases: [/old/]\n---\nText.\n");
    site.build_well();
    let html = body(&site, PAGE);
    assert_eq!(
        attributes(&html, "href"),
        [
            "/blog/about/",
            "/blog/tags/",
            "/blog/2025/10/tides/files/x.pdf",
            "#here",
            "/blog/tags/tag/",
            "https://x.example/"
        ]
    );
    assert_eq!(attributes(&html, "src"), ["a.svg", "/blog/logo.svg"]);
    assert_eq!(site.page("_redirects"), "/blog/old/ /blog/2025/01/moved/ 301!\n");
    // The files themselves stand at the root of the output.
    assert!(site.has("about/index.html") && site.has("old/index.html") && site.has("tags/tag/index.html"));
    for path in site.outputs().iter().filter(|path| path.ends_with(".html")) {
        let page = site.page(path);
        for href in attributes(&page, "href").into_iter().chain(attributes(&page, "src")) {
            let fine = href.starts_with("/blog/") || href.contains("://") || href.starts_with('#') || href == "a.svg";
            assert!(fine, "{href} on {path}");
        }
    }
    let run = site.build_with(&["--base-url", "https://preview.example/"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(attributes(&body(&site, PAGE), "href")[0], "/about/");
}

#[test]
fn links_in_corrections_lead_to_permalinks() {
    let site = tides("Text.");
    site.write(
        "content/posts/2025-10-01-wrong.md",
        "---\ntitle: Wrong\ncorrections: [{date: 2025-10-02, text: 'See [about](../about.md) and [top](/tags/).'}]\n---\nText.\n",
    );
    site.write("site.yaml", "title: The Wire\nbase_url: https://example.org/blog/\n");
    site.build_well();
    let page = site.page("2025/10/wrong/index.html");
    assert_eq!(attributes(element(&page, "<section class=\"corrections\""), "href"), ["/blog/about/", "/blog/tags/"]);
}

#[test]
fn the_text_of_a_link_is_escaped_once() {
    let site = tides("[a & b < c \"d\"](https://x.example/?a=1&b=\"2\")");
    site.build_well();
    let html = body(&site, PAGE);
    assert_eq!(text(elements(&html, "<a")[0]), "a & b < c “d”");
    assert_eq!(attributes(&html, "href"), ["https://x.example/?a=1&amp;b=%222%22"]);
}

#[test]
fn composed_and_decomposed_letters_name_one_file() {
    // As macOS may hand them out: an e and a combining accent, where the link has one letter.
    let (decomposed, composed) = ("cafe\u{301}", "caf\u{e9}");
    let site = tides(&format!("[a](2025-09-04-{composed}.md) ![A](images/{composed}.svg)"));
    site.post(&format!("2025-09-04-{decomposed}"), "Café", "Text.");
    site.write(&format!("content/posts/images/{decomposed}.svg"), SVG);
    site.build_well();
    assert_eq!(attributes(&body(&site, PAGE), "href"), ["/2025/09/caf%C3%A9/"]);
}
