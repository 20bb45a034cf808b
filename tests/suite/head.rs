//! The `<head>`: whole, of a post, a list's second page and the front page, and what comes and goes in it.

use crate::extract::{SVG, attributes, element, elements, links, meta, text};
use crate::site_test::{SiteTest, without_digests};

/// A site with all that a head can tell.
fn site() -> SiteTest {
    let site = SiteTest::empty();
    site.write(
        "site.yaml",
        "title: The Wire\nbase_url: https://news.example/daily/\ndescription: Technology, reported\npaginate_by: 1\n\
         publisher: {name: Wire Press, logo: images/logo.svg, same_as: [https://social.example/wire]}\n\
         me: [https://social.example/@wire, mailto:wire@news.example]\nmarkdown_copies: true\n",
    );
    site.write("authors.yaml", "jane: {name: Jane Doe}\n");
    site.write("static/images/logo.svg", SVG);
    site.write("static/humans.txt", "Jane Doe, who writes.\n");
    site.write("static/apple-touch-icon.png", "An icon.\n");
    site.write("content/posts/images/tide.svg", SVG);
    site.write(
        "content/posts/2025-10-28-tides.md",
        "---\ntitle: \"Tides & <power>\"\nauthor: jane\nhashtags: [AI]\nsection: Sea\nlang: pt-BR\ntype: opinion\n\
         image: {src: images/tide.svg, alt: Waves}\n\
         corrections: [{date: 2025-11-03, text: It was high tide.}]\n---\nOf water.\n",
    );
    site.write("content/posts/2025-11-01-ebb.md", "---\ntitle: Ebb\nhashtags: [AI]\n---\nOf less water.\n");
    site
}

/// The head of a page, without the number of the program's version.
fn head(site: &SiteTest, path: &str) -> String {
    without_digests(element(&site.page(path), "<head>")).replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

/// The addresses of a head's links of a relation.
fn related<'h>(head: &'h str, relation: &str) -> Vec<&'h str> {
    let start = format!("<link rel=\"{relation}\"");
    head.lines().filter(|line| line.starts_with(&start)).flat_map(|line| attributes(line, "href")).collect()
}

#[test]
fn of_a_post() {
    let site = site();
    site.build_well();
    insta::assert_snapshot!(head(&site, "2025/10/tides/index.html"));
}

#[test]
fn of_the_second_page_of_a_list() {
    let site = site();
    site.build_well();
    insta::assert_snapshot!(head(&site, "tags/ai/page/2/index.html"));
}

#[test]
fn of_the_front_page() {
    let site = site();
    site.build_well();
    insta::assert_snapshot!(head(&site, "index.html"));
}

#[test]
fn the_locale_is_that_of_the_page() {
    let site = site();
    site.build_well();
    assert_eq!(meta(&head(&site, "2025/10/tides/index.html")).get("og:locale"), Some(&"pt_BR"));
    assert_eq!(meta(&head(&site, "2025/11/ebb/index.html")).get("og:locale"), Some(&"en_US"));
    // No locale is known of Alemannic without a country.
    site.write("site.yaml", format!("{}language: gsw\n", site.source("site.yaml")));
    site.build_well();
    assert_eq!(meta(&head(&site, "2025/11/ebb/index.html")).get("og:locale"), None);
}

#[test]
fn files_of_the_site_are_named_while_they_are_there() {
    let site = site();
    site.build_well();
    let head_of = |path| head(&site, path);
    for path in ["index.html", "404.html", "2025/10/tides/index.html"] {
        assert_eq!(related(&head_of(path), "author"), ["/daily/humans.txt"], "{path}");
        assert_eq!(related(&head_of(path), "apple-touch-icon"), ["/daily/apple-touch-icon.png"], "{path}");
    }
    site.write("static/humans.txt", "Others.\n").write("static/apple-touch-icon.png", "Another icon.\n");
    let run = site.build_with(&["--explain"]);
    let made: Vec<&str> = run.explained().iter().filter_map(|line| Some(line.split_once(": ")?.0)).collect();
    assert_eq!(made, ["apple-touch-icon.png", "humans.txt"]);
    site.remove("static/humans.txt").remove("static/apple-touch-icon.png");
    site.build_well();
    let head = head_of("index.html");
    assert!(related(&head, "author").is_empty() && related(&head, "apple-touch-icon").is_empty(), "{head}");
}

#[test]
fn the_site_is_the_same_as_elsewhere() {
    let site = site();
    site.build_well();
    for path in ["index.html", "2025/10/tides/index.html"] {
        assert_eq!(
            related(&head(&site, path), "me"),
            ["https://social.example/@wire", "mailto:wire@news.example"],
            "{path}"
        );
    }
}

#[test]
fn a_post_that_will_expire_says_when() {
    let site = site();
    let post = |name: &str, lines: &str| {
        site.write(&format!("content/posts/{name}.md"), format!("---\ntitle: T\n{lines}\n---\nText.\n"));
    };
    post("2025-11-02-day", "expires: 2026-10-28");
    post("2025-11-03-hour", "expires: 2026-10-28T18:00:00-04:00");
    post("2025-11-04-draft", "draft: true\nexpires: 2026-10-28");
    assert_eq!(site.build_with(&["--drafts"]).status, 0);
    let robots = |path: &str| meta(&site.page(path))["robots"].to_owned();
    let day = robots("2025/11/day/index.html");
    assert_eq!(day, "max-image-preview:large, unavailable_after: 2026-10-28T00:00:00+00:00");
    let hour = robots("2025/11/hour/index.html");
    assert_eq!(hour, "max-image-preview:large, unavailable_after: 2026-10-28T18:00:00-04:00");
    // What is not to be indexed cannot become unavailable.
    assert_eq!(robots("2025/11/draft/index.html"), "noindex, follow");
    for path in ["2025/10/tides/index.html", "index.html", "tags/ai/index.html"] {
        assert_eq!(robots(path), "max-image-preview:large", "{path}");
    }
}

#[test]
fn what_a_site_adds_stands_last() {
    let site = site();
    site.write(
        "templates/head_extra.html",
        "<meta name=\"verification\" content=\"{{ config.title }}, {{ page.kind }}\">\n",
    );
    site.build_well();
    for (path, kind) in [("index.html", "home"), ("2025/11/ebb/index.html", "post"), ("404.html", "not_found")] {
        let expected = format!("<meta name=\"verification\" content=\"The Wire, {kind}\">");
        assert_eq!(head(&site, path).trim_end().lines().last(), Some(expected.as_str()), "{path}");
    }
}

#[test]
fn a_correction_is_a_change_and_the_byline_leads_to_it() {
    let site = site();
    site.write(
        "content/about.md",
        "---\ntitle: About\ncorrections: [{date: 2025-11-04, text: It is *ours*.}]\n---\nUs.\n",
    );
    site.build_well();
    let byline = |path: &str| text(element(&site.page(path), "<div class=\"byline\">"));
    assert_eq!(
        byline("2025/10/tides/index.html"),
        "Por Jane Doe Publicado em 28 de outubro de 2025 Atualizado em 3 de novembro de 2025 Correção 1 min de leitura"
    );
    assert_eq!(byline("2025/11/ebb/index.html"), "November 1, 2025 1 min read");
    assert_eq!(byline("about/index.html"), "Updated November 4, 2025 Correction");
    for (path, word) in [("2025/10/tides/index.html", "Correção"), ("about/index.html", "Correction")] {
        let html = site.page(path);
        let to_it = links(element(&html, "<div class=\"byline\">"));
        assert!(to_it.contains(&("#_corrections".to_owned(), word.to_owned())), "{to_it:?}");
        let found = elements(&html, "<section class=\"corrections\" id=\"_corrections\"");
        assert_eq!(found.len(), 1, "{html}");
        assert_eq!(text(element(found[0], "<h2>")), word);
    }
    let sitemap = site.page("sitemap.xml");
    assert!(sitemap.contains("<lastmod>2025-11-04"), "{sitemap}");
}
