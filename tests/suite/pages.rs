//! The pages of a site: posts with their neighbours, lists of all kinds, and what a site changes of the theme.

use crate::extract::{attributes, body, element, elements, links, meta, stories, text};
use crate::site_test::{SiteTest, without_digests};

const YAML: &str = "title: The Wire\nbase_url: https://news.example/\n";

/// A post of 2025 with further front matter.
fn post(site: &SiteTest, date: &str, name: &str, front_matter: &str) {
    site.write(
        &format!("content/posts/{date}-{name}.md"),
        format!("---\ntitle: Title of {name}\n{front_matter}---\nText.\n"),
    );
}

fn hrefs(html: &str) -> Vec<String> {
    links(html).into_iter().map(|(href, _)| href).collect()
}

/// Paths of outputs, without what tells their contents.
fn outputs(site: &SiteTest) -> Vec<String> {
    site.outputs().iter().map(|path| without_digests(path)).collect()
}

#[test]
fn archives_hold_the_posts_of_a_year_and_of_a_month() {
    let site = SiteTest::empty();
    site.write("site.yaml", format!("{YAML}paginate_by: 2\n"));
    for (date, name) in
        [("2024-12-31", "a"), ("2025-01-01", "b"), ("2025-01-15", "c"), ("2025-01-20", "d"), ("2025-03-01", "e")]
    {
        post(&site, date, name, "");
    }
    site.build_well();
    assert_eq!(stories(&site.page("2024/index.html")), ["/2024/12/a/"]);
    assert_eq!(stories(&site.page("2024/12/index.html")), ["/2024/12/a/"]);
    assert_eq!(stories(&site.page("2025/index.html")), ["/2025/03/e/", "/2025/01/d/"]);
    assert_eq!(stories(&site.page("2025/page/2/index.html")), ["/2025/01/c/", "/2025/01/b/"]);
    assert_eq!(stories(&site.page("2025/01/index.html")), ["/2025/01/d/", "/2025/01/c/"]);
    assert_eq!(stories(&site.page("2025/01/page/2/index.html")), ["/2025/01/b/"]);
    assert_eq!(stories(&site.page("2025/03/index.html")), ["/2025/03/e/"]);
    assert!(!site.has("2025/02/index.html") && !site.has("2025/page/3/index.html") && !site.has("2024/11/index.html"));
    let month = site.page("2025/01/index.html");
    assert_eq!(text(element(&month, "<h1")), "January 2025");
    assert!(text(element(&month, "<p class=\"list-meta\"")).starts_with("3 stories"));
    let calendar = element(&month, "<nav class=\"calendar\"");
    for href in ["/2024/", "/2025/", "/2025/01/", "/2025/03/"] {
        assert!(hrefs(calendar).contains(&href.to_owned()), "{href} in {calendar}");
    }
}

#[test]
fn authors_are_known_by_key_or_by_plain_name() {
    let site = SiteTest::empty();
    site.write(
        "authors.yaml",
        "jane-doe:\n  name: Jane Doe\n  bio: Writes & edits.\n  url: https://jane.example/\n  image: images/jane.svg\n  \
         same_as: [https://social.example/@jane]\n",
    );
    site.write("static/images/jane.svg", crate::extract::SVG);
    post(&site, "2025-01-01", "a", "author: jane-doe\n");
    post(&site, "2025-01-02", "b", "authors: [jane-doe, John Roe]\n");
    post(&site, "2025-01-03", "c", "author: Jane Doe\n");
    post(&site, "2025-01-04", "d", "author: John Roe\n");
    post(&site, "2025-01-05", "e", "authors: [jane-doe, John Roe, Ümit Öz]\n");
    post(&site, "2025-01-06", "f", "");
    site.build_well();
    let byline = |name: &str| {
        let page = site.page(&format!("2025/01/{name}/index.html"));
        let byline = element(&page, "<div class=\"byline\"").to_owned();
        elements(&byline, "<p class=\"byline-names\"").into_iter().map(text).collect::<Vec<_>>().concat()
    };
    assert_eq!(
        ["a", "b", "c", "e", "f"].map(byline),
        ["By Jane Doe", "By Jane Doe and John Roe", "By Jane Doe", "By Jane Doe, John Roe and Ümit Öz", "",]
    );
    let posts = |names: &[&str]| names.iter().map(|name| format!("/2025/01/{name}/")).collect::<Vec<_>>();
    assert_eq!(stories(&site.page("authors/jane-doe/index.html")), posts(&["e", "c", "b", "a"]));
    assert_eq!(stories(&site.page("authors/john-roe/index.html")), posts(&["e", "d", "b"]));
    assert_eq!(stories(&site.page("authors/ümit-öz/index.html")), posts(&["e"]));
    let jane = site.page("authors/jane-doe/index.html");
    let header = element(&jane, "<header class=\"list-header");
    assert_eq!(text(element(header, "<h1")), "Jane Doe");
    assert!(text(header).contains("Writes & edits."), "{header}");
    assert_eq!(attributes(header, "src"), ["/images/jane.svg"]);
    let links = ["https://jane.example/", "https://social.example/@jane", "/authors/jane-doe/feed.xml"];
    assert_eq!(attributes(header, "href"), links);
    let page = site.page("2025/01/b/index.html");
    assert!(page.contains("rel=\"author\" href=\"/authors/jane-doe/\""), "{page}");
    let about = element(&page, "<footer class=\"authors\"");
    assert!(text(about).contains("Writes & edits.") && !text(about).contains("John Roe"), "{about}");
    assert!(elements(&site.page("2025/01/d/index.html"), "<footer class=\"authors\"").is_empty());
}

#[test]
fn sections_gather_posts_and_make_the_navigation() {
    let site = SiteTest::empty();
    post(&site, "2025-01-01", "a", "section: Business & Law\n");
    post(&site, "2025-01-02", "b", "section: Software\n");
    post(&site, "2025-01-03", "c", "section: business & law\n");
    post(&site, "2025-01-04", "d", "");
    site.build_well();
    assert_eq!(stories(&site.page("sections/business-and-law/index.html")), ["/2025/01/c/", "/2025/01/a/"]);
    assert_eq!(stories(&site.page("sections/software/index.html")), ["/2025/01/b/"]);
    let page = site.page("2025/01/a/index.html");
    assert_eq!(text(element(&site.page("sections/business-and-law/index.html"), "<h1")), "Business & Law");
    assert_eq!(
        links(element(&page, "<header class=\"post-header\"")),
        [("/sections/business-and-law/".to_owned(), "Business & Law".to_owned())]
    );
    let navigation = element(&page, "<nav class=\"site-nav\"").to_owned();
    assert_eq!(hrefs(&navigation), ["/sections/business-and-law/", "/sections/software/", "/tags/"]);
    site.write("site.yaml", format!("{YAML}navigation: [{{title: Own & only, url: /tags/}}]\n"));
    site.build_well();
    let page = site.page("2025/01/a/index.html");
    assert_eq!(links(element(&page, "<nav class=\"site-nav\"")), [("/tags/".to_owned(), "Own & only".to_owned())]);
}

#[test]
fn a_series_runs_from_the_oldest_part() {
    let site = SiteTest::empty();
    post(&site, "2025-01-03", "c", "series: Tides & Ebbs\n");
    post(&site, "2025-01-01", "a", "series: Tides & Ebbs\n");
    post(&site, "2025-01-02", "b", "series: Tides & Ebbs\n");
    post(&site, "2025-01-02", "x", "");
    site.build_well();
    assert_eq!(stories(&site.page("series/tides-and-ebbs/index.html")), ["/2025/01/a/", "/2025/01/b/", "/2025/01/c/"]);
    let page = site.page("2025/01/b/index.html");
    let series = element(&page, "<nav class=\"series\"");
    assert!(text(series).contains("Part 2 of 3"), "{series}");
    assert_eq!(hrefs(series), ["/series/tides-and-ebbs/", "/2025/01/a/", "/2025/01/c/"]);
    assert!(series.contains("<span aria-current=\"page\">"), "{series}");
    assert!(elements(&site.page("2025/01/x/index.html"), "<nav class=\"series\"").is_empty());
}

#[test]
fn posts_lead_to_the_older_and_the_newer_one() {
    let site = SiteTest::empty();
    for (date, name) in [("2025-01-01", "a"), ("2025-01-02", "b"), ("2025-01-03", "c")] {
        post(&site, date, name, "");
    }
    post(&site, "2025-01-04", "draft", "draft: true\n");
    site.build_well();
    let around = |name: &str| {
        let page = site.page(&format!("2025/01/{name}/index.html"));
        let nav = element(&page, "<nav class=\"post-nav adjacent\"");
        let rel = attributes(nav, "rel").into_iter().map(str::to_owned);
        rel.zip(hrefs(nav)).collect::<Vec<_>>()
    };
    let pair = |rel: &str, name: &str| (rel.to_owned(), format!("/2025/01/{name}/"));
    assert_eq!(around("a"), [pair("next", "b")]);
    assert_eq!(around("b"), [pair("prev", "a"), pair("next", "c")]);
    assert_eq!(around("c"), [pair("prev", "b")]);
}

#[test]
fn posts_of_one_day_stand_in_the_order_of_their_paths() {
    let site = SiteTest::empty();
    for name in ["b", "a", "c"] {
        post(&site, "2025-01-01", name, "");
    }
    post(&site, "2025-01-01", "late", "date: 2025-01-01T23:00:00Z\n");
    site.build_well();
    assert_eq!(stories(&site.page("index.html")), ["/2025/01/late/", "/2025/01/a/", "/2025/01/b/", "/2025/01/c/"]);
}

#[test]
fn related_posts_share_rare_tags_and_are_older_first() {
    let related = |site: &SiteTest, name: &str| -> Vec<String> {
        let page = site.page(&format!("2025/01/{name}/index.html"));
        elements(&page, "<section class=\"related\"").into_iter().flat_map(stories).collect()
    };
    let site = SiteTest::empty();
    post(&site, "2025-01-01", "rare", "hashtags: [Rare]\n");
    for (day, name) in [(2, "b"), (3, "c"), (4, "d")] {
        post(&site, &format!("2025-01-{day:02}"), name, "hashtags: [News]\n");
    }
    post(&site, "2025-01-05", "own", "hashtags: [News, Rare]\n");
    post(&site, "2025-01-06", "newer", "hashtags: [News, Rare]\n");
    post(&site, "2025-01-07", "alone", "hashtags: [Alone]\n");
    site.build_well();
    // The rare tag first, though oldest; then the nearest of the common tag; nothing newer while there are older ones.
    assert_eq!(related(&site, "own"), ["/2025/01/rare/", "/2025/01/d/", "/2025/01/c/"]);
    // The oldest has none before it: what is newer fills up.
    assert_eq!(related(&site, "rare")[0], "/2025/01/own/");
    assert_eq!(related(&site, "b"), ["/2025/01/c/", "/2025/01/d/", "/2025/01/own/"]);
    assert_eq!(related(&site, "d"), ["/2025/01/c/", "/2025/01/b/", "/2025/01/own/"]);
    assert_eq!(related(&site, "alone"), [""; 0]);
    assert!(!site.page("2025/01/alone/index.html").contains("Related stories"));
}

#[test]
fn the_front_page_has_featured_posts_first_and_every_post_once() {
    let site = SiteTest::empty();
    site.write("site.yaml", format!("{YAML}paginate_by: 4\ndescription: All the news\n"));
    for day in 1..=10 {
        let front_matter = if matches!(day, 1 | 3 | 5 | 6) { "featured: true\n" } else { "" };
        post(&site, &format!("2025-01-{day:02}"), &format!("p{day:02}"), front_matter);
    }
    site.build_well();
    let pages = ["index.html", "page/2/index.html", "page/3/index.html"].map(|path| stories(&site.page(path)));
    let days = |days: &[usize]| days.iter().map(|day| format!("/2025/01/p{day:02}/")).collect::<Vec<_>>();
    // The three newest of the featured ones stand before all.
    assert_eq!(pages[0], days(&[6, 5, 3, 10]));
    assert_eq!(pages[1], days(&[9, 8, 7, 4]));
    assert_eq!(pages[2], days(&[2, 1]));
    assert!(!site.has("page/4/index.html"));
    let first = site.page("index.html");
    assert_eq!(element(&first, "<title>"), "The Wire");
    assert_eq!(meta(&first)["description"], "All the news");
    assert_eq!(text(element(&first, "<h1")), "The Wire");
    assert!(first.contains("<link rel=\"next\" href=\"/page/2/\">"));
    let second = site.page("page/2/index.html");
    assert!(
        second.contains("<link rel=\"prev\" href=\"/\">") && second.contains("<link rel=\"next\" href=\"/page/3/\">")
    );
    assert_eq!(elements(&second, "<h1").len(), 1);
}

#[test]
fn a_site_without_posts_has_its_pages_all_the_same() {
    let site = SiteTest::empty();
    site.build_well();
    assert_eq!(
        outputs(&site),
        [
            "404.html",
            "atom.xml",
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
            "index.html",
            "js/search.DIGEST.js",
            "js/search.js",
            "js/site.DIGEST.js",
            "js/site.js",
            "llms.txt",
            "robots.txt",
            "search/data/directory.idx",
            "search/data/filters.json",
            "search/index.html",
            "sitemap.xml",
            "tags/index.html"
        ]
    );
    assert_eq!(stories(&site.page("index.html")), [""; 0]);
}

#[test]
fn the_page_for_what_is_not_found_leads_on() {
    let site = SiteTest::empty();
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/blog/\n");
    post(&site, "2025-01-01", "a", "hashtags: [AI]\n");
    site.build_well();
    let page = site.page("404.html");
    assert!(meta(&page)["robots"].contains("noindex"));
    let main = element(&page, "<main");
    // It is shown at any address, so that its links must begin at the root.
    assert!(hrefs(main).iter().all(|href| href.starts_with("/blog/")), "{main}");
    assert!(
        attributes(element(&page, "<head"), "href")
            .iter()
            .all(|href| href.starts_with("/blog/") || href.contains("://"))
    );
    assert!(hrefs(main).contains(&"/blog/2025/01/a/".to_owned()));
}

#[test]
fn plain_pages_have_neither_date_nor_neighbours() {
    let site = SiteTest::empty();
    site.write(
        "content/about.md",
        "---\ntitle: About <us>\ndescription: Who & why\nupdated: 2025-02-03\n---\nText with #AI.\n",
    );
    post(&site, "2025-01-01", "a", "hashtags: [AI]\n");
    site.build_well();
    let page = site.page("about/index.html");
    assert_eq!(element(&page, "<h1"), "About &lt;us&gt;");
    assert_eq!(element(&page, "<title>"), "About &lt;us&gt; · The Wire");
    assert!(page.contains("<body class=\"kind-page\">"), "{page}");
    assert!(!page.contains("class=\"adjacent\"") && !page.contains("class=\"hashtags\"") && !page.contains("min read"));
    assert!(text(&page).contains("Updated February 3, 2025"));
    assert!(body(&site, "about/index.html").contains("href=\"/tags/ai/\""));
    assert_eq!(stories(&site.page("index.html")), ["/2025/01/a/"]);
    assert_eq!(stories(&site.page("tags/ai/index.html")), ["/2025/01/a/"]);
}

#[test]
fn a_table_of_contents_comes_when_asked_for() {
    let site = SiteTest::empty();
    let headings = "## One & `two`\n\n### Deep\n\n## Three\n\n## Three\n";
    site.write("content/posts/2025-01-01-a.md", format!("---\ntitle: A\ntoc: true\n---\n{headings}"));
    site.write("content/posts/2025-01-02-b.md", format!("---\ntitle: B\n---\n{headings}"));
    site.write("content/posts/2025-01-03-c.md", "---\ntitle: C\ntoc: true\n---\nText.\n");
    site.build_well();
    let page = site.page("2025/01/a/index.html");
    let toc = element(&page, "<nav class=\"toc\"");
    let expected = [("#one--two", "One & two"), ("#deep", "Deep"), ("#three", "Three"), ("#three-1", "Three")];
    assert_eq!(links(toc), expected.map(|(href, text)| (href.to_owned(), text.to_owned())));
    let inner = element(element(toc, "<li"), "<ol");
    assert_eq!(hrefs(inner), ["#deep"], "nested: {toc}");
    for name in ["b", "c"] {
        assert!(elements(&site.page(&format!("2025/01/{name}/index.html")), "<nav class=\"toc\"").is_empty());
    }
}

#[test]
fn reading_time_is_at_least_a_minute() {
    let site = SiteTest::empty();
    for (name, words, extra) in
        [("a", 1, ""), ("b", 230, ""), ("c", 231, ""), ("d", 1, "\n\n```\nlong code of no words\n```\n")]
    {
        let text = "word ".repeat(words);
        site.write(&format!("content/posts/2025-01-01-{name}.md"), format!("---\ntitle: T\n---\n{text}{extra}\n"));
    }
    site.build_well();
    let times = ["a", "b", "c", "d"].map(|name| {
        let page = site.page(&format!("2025/01/{name}/index.html"));
        text(element(&page, "<div class=\"byline\"")).split(" min read").next().unwrap().chars().next_back().unwrap()
    });
    assert_eq!(times, ['1', '1', '2', '1']);
}

#[test]
fn corrections_are_shown_with_their_dates() {
    let site = SiteTest::empty();
    post(
        &site,
        "2025-01-01",
        "a",
        "corrections:\n  - {date: 2025-01-02, text: 'It was *not* 5 < 4.'}\n  - {date: 2025-01-03, text: Nor that.}\n",
    );
    post(&site, "2025-01-01", "b", "");
    site.build_well();
    let page = site.page("2025/01/a/index.html");
    let corrections = element(&page, "<section class=\"corrections\"");
    assert_eq!(text(corrections), "Corrections January 2, 2025 It was not 5 < 4. January 3, 2025 Nor that.");
    assert!(corrections.contains("It was <em>not</em> 5 &lt; 4."), "{corrections}");
    assert!(elements(&site.page("2025/01/b/index.html"), "<section class=\"corrections\"").is_empty());
}

#[test]
fn updates_canonical_addresses_and_languages_are_told() {
    let site = SiteTest::empty();
    site.write("site.yaml", format!("{YAML}timezone: America/New_York\n"));
    post(&site, "2025-01-01", "a", "updated: 2025-01-05T08:00:00Z\ncanonical_url: https://x.example/a\nlang: ar\n");
    site.build_well();
    let page = site.page("2025/01/a/index.html");
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"), "{page}");
    assert!(page.contains("<link rel=\"canonical\" href=\"https://x.example/a\">"), "{page}");
    assert_eq!(meta(&page)["og:url"], "https://x.example/a");
    assert_eq!(meta(&page)["article:published_time"], "2025-01-01T00:00:00-05:00");
    assert_eq!(meta(&page)["article:modified_time"], "2025-01-05T08:00:00+00:00");
    assert!(text(&page).contains("نُشر في 1 يناير 2025 آخر تحديث في 5 يناير 2025"), "{}", text(&page));
    assert!(site.page("index.html").contains("<html lang=\"en\">"));
}

#[test]
fn expired_posts_are_gone_everywhere() {
    let site = SiteTest::empty();
    post(&site, "2025-01-01", "a", "expires: 2025-06-01\nhashtags: [Old]\nsection: Old\nauthor: Old\nseries: Old\n");
    post(&site, "2025-01-02", "b", "expires: 2026-06-01\n");
    let run = site.build_well();
    assert!(run.stdout.contains("1 expired"), "{}", run.stdout);
    assert!(site.outputs().iter().all(|path| !path.to_lowercase().contains("old")), "{:?}", site.outputs());
    assert!(!site.has("2025/01/a/index.html") && site.has("2025/01/b/index.html"));
}

#[test]
fn a_site_overrides_single_templates() {
    let site = SiteTest::empty();
    post(&site, "2025-01-01", "a", "extra: {mood: calm & <b>, list: [1, 2]}\n");
    post(&site, "2025-01-02", "wide", "template: wide.html\n");
    site.write("site.yaml", format!("{YAML}extra: {{motto: Print it}}\n"));
    site.write("content/about.md", "---\ntitle: About\ntemplate: wide.html\nextra: {mood: proud}\n---\nText.\n");
    site.write(
        "templates/post.html",
        "{% extends \"base.html\" %}{% block main %}OWN {{ page.title }} {{ page.extra.mood }} {{ page.extra.list[1] }} \
         {{ config.extra.motto }}|{{ page.content | safe }}{% endblock main %}",
    );
    site.write("templates/wide.html", "WIDE {{ page.kind }} {{ page.title }} {{ page.extra?.mood or '' }}");
    site.write("templates/head_extra.html", "<meta name=\"own\" content=\"{{ config.title }} {{ page.kind }}\">\n");
    site.write("templates/footer_extra.html", "<p>Own footer</p>\n");
    site.build_well();
    let page = site.page("2025/01/a/index.html");
    assert_eq!(element(&page, "<main").trim(), "OWN Title of a calm &amp; &lt;b&gt; 2 Print it|<p>Text.</p>");
    assert_eq!(meta(&page)["own"], "The Wire post");
    assert_eq!(site.page("2025/01/wide/index.html").trim(), "WIDE post Title of wide");
    assert_eq!(site.page("about/index.html"), "WIDE page About proud");
    let front = site.page("index.html");
    assert_eq!(meta(&front)["own"], "The Wire home");
    assert!(element(&front, "<footer").contains("<p>Own footer</p>"));
    assert!(!site.outputs().iter().any(|path| path.contains("templates") || path.ends_with("wide.html")));
    site.remove("templates/post.html");
    site.build_well();
    assert_eq!(text(element(&site.page("2025/01/a/index.html"), "<h1")), "Title of a");
}

#[test]
fn a_site_overrides_the_themes_static_files() {
    let site = SiteTest::empty();
    site.build_well();
    let theme = site.page("css/theme.css");
    assert!(theme.len() > 1000);
    site.write("static/css/theme.css", "body { color: red }\n").write("static/.well-known/x.txt", "x\n");
    site.write("static/robots.txt", "User-agent: *\n");
    site.build_well();
    assert_eq!(site.page("css/theme.css"), "body{color:red}");
    assert_eq!(
        outputs(&site),
        [
            ".well-known/x.txt",
            "404.html",
            "atom.xml",
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
            "index.html",
            "js/search.DIGEST.js",
            "js/search.js",
            "js/site.DIGEST.js",
            "js/site.js",
            "llms.txt",
            "robots.txt",
            "search/data/directory.idx",
            "search/data/filters.json",
            "search/index.html",
            "sitemap.xml",
            "tags/index.html",
        ]
    );
    site.remove("static");
    site.build_well();
    assert_eq!(site.page("css/theme.css"), theme, "the theme's own comes back");
    assert!(site.page("robots.txt").contains("Sitemap: "), "and so does what is made");
}

#[test]
fn titles_and_descriptions_are_escaped_wherever_they_stand() {
    let hostile = "\"><script>alert(1)</script>&'";
    let site = SiteTest::empty();
    let yaml = |text: &str| format!("'{}'", text.replace('\'', "''"));
    site.write("site.yaml", format!("title: {0}\ndescription: {0}\nbase_url: https://news.example/\n", yaml(hostile)));
    site.write(
        "content/posts/2025-01-01-a.md",
        format!(
            "---\ntitle: {0}\ndescription: {0}\nauthor: {0}\nsection: {0}\nseries: {0}\nhashtags: [{0}]\nimage: {{src: a.svg, alt: {0}, credit: {0}}}\n---\nText.\n",
            yaml(hostile)
        ),
    );
    site.write("content/posts/a.svg", crate::extract::SVG);
    post(&site, "2025-01-02", "b", &format!("hashtags: [{}]\n", yaml(hostile)));
    site.build_well();
    for path in site.outputs().iter().filter(|path| path.ends_with(".html")) {
        let page = site.page(path);
        let own =
            ["<script type=\"application/ld+json\">", "<script>try{", "<script src=\"/js/", "<script type=\"spec"];
        let page = own.iter().fold(page, |page, own| page.replace(own, ""));
        assert!(!page.contains("<script"), "{path}:\n{page}");
        assert!(!page.contains("content=\"\"&gt;"), "{path}:\n{page}");
    }
    assert_eq!(text(element(&site.page("2025/01/a/index.html"), "<h1")), hostile);
}

#[test]
fn summaries_are_the_description_else_the_first_words() {
    let site = SiteTest::empty();
    let long = "Twelve boats, *each* of `oak`, lay [in the harbour](https://x.example/)[^1]. ".repeat(12);
    site.post("2025-01-01-a", "A", &format!("## Heading\n\n{long}\n\nSecond paragraph.\n\n[^1]: Note."));
    post(&site, "2025-01-02", "b", "description: Its *own* & plain\n");
    site.build_well();
    let front = site.page("index.html");
    let summaries: Vec<String> = elements(&front, "<p class=\"story-summary\"").into_iter().map(text).collect();
    assert_eq!(summaries.len(), 2);
    assert_eq!(summaries[0], "Its *own* & plain");
    let short = &summaries[1];
    assert!(short.starts_with("Twelve boats, each of oak, lay in the harbour. Twelve boats"), "{short}");
    assert!(short.ends_with('…') && short.chars().count() <= 301 && short.chars().count() > 280, "{short}");
    let whole = "Twelve boats, each of oak, lay in the harbour. ".repeat(12);
    assert!(whole.starts_with(short.trim_end_matches('…')), "{short}");
    assert!(whole[short.trim_end_matches('…').len()..].starts_with([' ', ',', '.']), "cut at a word's end: {short}");
}

#[test]
fn a_long_series_shows_the_parts_around() {
    let site = SiteTest::empty();
    for day in 1..=20 {
        let text = format!("---\ntitle: Part {day}\nseries: Long\n---\nText.\n");
        site.write(&format!("content/posts/2025-10-{day:02}-part-{day}.md"), text);
    }
    site.build_well();
    let parts = |path: &str| -> Vec<String> {
        let page = site.page(path);
        let series = page.split("<nav class=\"series\"").nth(1).unwrap().split("</nav>").next().unwrap().to_owned();
        series.split("<li value=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let numbers = |range: std::ops::RangeInclusive<u32>| range.map(|n| n.to_string()).collect::<Vec<_>>();
    assert_eq!(parts("2025/10/part-1/index.html"), numbers(1..=11));
    assert_eq!(parts("2025/10/part-10/index.html"), numbers(5..=15));
    assert_eq!(parts("2025/10/part-20/index.html"), numbers(10..=20));
}
