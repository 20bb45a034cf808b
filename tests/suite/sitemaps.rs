//! What is made for crawlers: sitemaps, the news sitemap, robots.txt, llms.txt, Markdown copies.

use crate::site_test::SiteTest;

/// What stands in the elements of a name.
fn all_of(xml: &str, name: &str) -> Vec<String> {
    let (open, close) = (format!("<{name}>"), format!("</{name}>"));
    xml.split(&open).skip(1).map(|rest| rest.split(&close).next().unwrap().to_owned()).collect()
}

/// The addresses of a sitemap, without the host.
fn addresses(site: &SiteTest, file: &str) -> Vec<String> {
    let strip = |url: String| url.strip_prefix("https://news.example").unwrap().to_owned();
    all_of(&site.page(file), "loc").into_iter().map(strip).collect()
}

fn post(site: &SiteTest, name: &str, lines: &str) {
    site.write(&format!("content/posts/{name}.md"), format!("---\ntitle: {name}\n{lines}\n---\nWords.\n"));
}

#[test]
fn a_sitemap_lists_what_is_to_be_indexed_and_nothing_else() {
    let site = SiteTest::empty();
    post(&site, "2025-10-28-new", "hashtags: [AI, Lonely]\nauthor: Jane\nsection: Work\nseries: Bill");
    post(&site, "2025-10-01-old", "hashtags: [AI]");
    post(&site, "2025-10-02-copy", "canonical_url: https://elsewhere.example/copy/");
    post(&site, "2025-10-03-own", "canonical_url: https://news.example/2025/10/own/");
    post(&site, "2025-10-04-draft", "draft: true");
    post(&site, "2026-01-01-later", "");
    site.write("content/about.md", "---\ntitle: About\naliases: [/us/]\n---\n");
    let expected = [
        "/2025/10/old/",
        "/2025/10/own/",
        "/2025/10/new/",
        "/",
        "/tags/",
        "/about/",
        "/tags/ai/",
        "/2025/",
        "/2025/10/",
        "/authors/jane/",
        "/sections/work/",
        "/series/bill/",
    ];
    site.build_well();
    assert_eq!(addresses(&site, "sitemap.xml"), expected);
    // What only its writers are to see is not told to crawlers either.
    assert_eq!(site.build_with(&["--drafts", "--future"]).status, 0);
    assert_eq!(addresses(&site, "sitemap.xml").iter().filter(|url| url.contains("draft")).count(), 0);
    assert_eq!(addresses(&site, "sitemap.xml").iter().filter(|url| url.ends_with("later/")).count(), 0);
}

#[test]
fn lastmod_is_when_the_content_changed() {
    let site = SiteTest::empty();
    post(&site, "2025-10-01-a", "updated: 2025-10-20\nhashtags: [AI]");
    post(&site, "2025-10-02-b", "hashtags: [AI]");
    site.write("content/about.md", "---\ntitle: About\n---\n");
    site.write("content/team.md", "---\ntitle: Team\nupdated: 2025-10-05\n---\n");
    site.build_well();
    let sitemap = site.page("sitemap.xml");
    let lastmod = |path: &str| {
        let urls = all_of(&sitemap, "url");
        let url = urls.iter().find(|url| url.contains(&format!("<loc>https://news.example{path}</loc>"))).unwrap();
        all_of(url, "lastmod")
    };
    assert_eq!(lastmod("/2025/10/a/"), ["2025-10-20T00:00:00+00:00"]);
    assert_eq!(lastmod("/2025/10/b/"), ["2025-10-02T00:00:00+00:00"]);
    assert_eq!(lastmod("/tags/ai/"), ["2025-10-20T00:00:00+00:00"]);
    assert_eq!(lastmod("/"), ["2025-10-20T00:00:00+00:00"]);
    assert_eq!(lastmod("/team/"), ["2025-10-05T00:00:00+00:00"]);
    assert!(lastmod("/about/").is_empty());
    // The build's instant is nowhere in it.
    site.build_with(&["--now", "2025-12-24T00:00:00Z"]);
    assert_eq!(site.page("sitemap.xml"), sitemap);
}

#[test]
fn images_are_listed_once_with_their_posts() {
    let site = SiteTest::empty();
    for name in ["a & b", "c"] {
        site.write(&format!("content/posts/{name}.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    }
    site.post("2025-10-28-x", "X", "![One](<a & b.svg>)\n\n![Two](c.svg)\n\n![Two again](c.svg)");
    site.build_well();
    assert_eq!(
        all_of(&site.page("sitemap.xml"), "image:loc"),
        ["https://news.example/2025/10/x/a%20&amp;%20b.svg", "https://news.example/2025/10/x/c.svg"]
    );
}

#[test]
fn the_news_sitemap_is_of_the_last_48_hours() {
    let site = SiteTest::empty();
    for day in 20..=25 {
        post(&site, &format!("2025-11-{day}-n{day}"), "");
    }
    post(&site, "2025-11-22-gone", "expires: 2025-11-23");
    post(&site, "2025-11-22-copy", "canonical_url: https://elsewhere.example/");
    for (now, expected) in [
        ("2025-11-22T00:00:00Z", vec!["/2025/11/gone/", "/2025/11/n22/", "/2025/11/n21/"]),
        ("2025-11-22T23:59:59Z", vec!["/2025/11/gone/", "/2025/11/n22/", "/2025/11/n21/"]),
        ("2025-11-23T00:00:00Z", vec!["/2025/11/n23/", "/2025/11/n22/"]),
        ("2025-11-26T23:59:59Z", vec!["/2025/11/n25/"]),
    ] {
        assert_eq!(site.build_with(&["--now", now]).status, 0);
        assert_eq!(addresses(&site, "news-sitemap.xml"), expected, "{now}");
        assert!(site.page("robots.txt").contains("Sitemap: https://news.example/news-sitemap.xml\n"));
        site.assert_as_cold(&["--now", now]);
    }
    // The schema knows no empty sitemap.
    assert_eq!(site.build_with(&["--now", "2025-11-27T00:00:00Z"]).status, 0);
    assert!(!site.has("news-sitemap.xml"));
    assert_eq!(site.page("robots.txt"), "User-agent: *\nAllow: /\n\nSitemap: https://news.example/sitemap.xml\n");
}

#[test]
fn a_news_sitemap_holds_a_thousand_posts() {
    let site = SiteTest::empty();
    // What is no sitemap is left out, as far as it can be: the posts are many.
    let yaml = site.source("site.yaml");
    site.write("site.yaml", format!("{yaml}feeds: {{site: [], tags: [], authors: [], sections: []}}\nllms: false\n"));
    site.write("templates/post.html", "{{ page.title }}\n");
    for number in 0..1000 {
        let minutes = format!("{:02}:{:02}", number / 60, number % 60);
        post(&site, &format!("p{number}"), &format!("date: 2025-11-22T{minutes}"));
    }
    post(&site, "last", "date: 2025-11-23\nupdated: 2025-11-23T09:00");
    site.build_well();
    let news = |site: &SiteTest| -> Vec<String> {
        site.outputs().into_iter().filter(|path| path.starts_with("news-sitemap")).collect()
    };
    assert_eq!(news(&site), ["news-sitemap-1.xml", "news-sitemap-2.xml", "news-sitemap.xml"]);
    let index = site.page("news-sitemap.xml");
    assert!(index.contains("<sitemapindex"), "{index}");
    assert_eq!(addresses(&site, "news-sitemap.xml"), ["/news-sitemap-1.xml", "/news-sitemap-2.xml"]);
    assert_eq!(all_of(&index, "lastmod"), ["2025-11-23T09:00:00+00:00", "2025-11-22T00:00:00+00:00"]);
    let first = addresses(&site, "news-sitemap-1.xml");
    assert_eq!((first.len(), first[0].as_str()), (1000, "/2025/11/last/"));
    assert_eq!(addresses(&site, "news-sitemap-2.xml"), ["/2025/11/p0/"]);
    let robots = site.page("robots.txt");
    assert!(robots.contains("/news-sitemap.xml\n") && !robots.contains("news-sitemap-"), "{robots}");

    site.remove("content/posts/last.md").gone(&["/2025/11/last/"]);
    site.build_well();
    assert_eq!(news(&site), ["news-sitemap.xml"]);
    assert_eq!(addresses(&site, "news-sitemap.xml").len(), 1000);
}

#[test]
fn a_news_entry_tells_all_that_google_asks_for() {
    let site = SiteTest::empty();
    site.write(
        "site.yaml",
        "title: The Wire\nbase_url: https://news.example/\nlanguage: pt-BR\npublisher: {name: \"Wire & Sons\"}\n",
    );
    site.write(
        "content/posts/a.md",
        "---\ntitle: \"Tides: <b> & ]]> \\\"x\\\" \\u0008\"\ndate: 2025-11-23T09:00:00+02:00\nupdated: 2025-11-23T10:00:00+02:00\nslug: ebb\n---\n",
    );
    site.write("content/posts/b.md", "---\ntitle: B\ndate: 2025-11-22\nlang: zh-Hant-TW\n---\n");
    site.build_well();
    insta::assert_snapshot!(site.page("news-sitemap.xml"));
}

#[test]
fn a_file_of_the_site_takes_the_place_of_ours() {
    let site = SiteTest::empty();
    site.write("site.yaml", format!("{}markdown_copies: true\n", site.source("site.yaml")));
    site.write("tags.yaml", "AI:\n").post("2025-10-28-a", "A", "Words.\n\n## Then\n\nText.\n\n#AI").post(
        "2025-10-28-b",
        "B",
        "Words. #AI",
    );
    let own = [
        "robots.txt",
        "llms.txt",
        "sitemap.xml",
        "news-sitemap.xml",
        "feed.xml",
        "atom.xml",
        "feed.json",
        "feeds.opml",
        "tags/ai/feed.xml",
        "2025/10/a/index.md",
        "favicon.svg",
    ];
    site.build_well();
    for path in own {
        assert!(path == "news-sitemap.xml" || site.has(path), "{path}");
        site.write(&format!("static/{path}"), format!("Mine: {path}\n"));
    }
    site.build_well();
    let all_mine = || own.iter().all(|path| site.page(path) == format!("Mine: {path}\n"));
    assert!(all_mine());
    site.assert_as_cold(&[]);
    // The short way, by which the feeds of a changed text are made.
    site.write("content/posts/2025-10-28-a.md", site.source("content/posts/2025-10-28-a.md").replace("Text", "More"));
    let run = site.build_with(&["--explain"]);
    let search = ["posts-0.idx", "words-0.idx"].map(|file| format!("search/data/{file}: its source changed"));
    let expected = [&["2025/10/a/index.html: `page.content` changed".to_owned()], &search[..]].concat();
    assert_eq!(run.explained(), expected, "{}", run.stderr);
    assert!(all_mine());
    site.assert_as_cold(&[]);
}

/// A site with Markdown copies and a post of every kind of link.
fn copied() -> SiteTest {
    let site = SiteTest::empty();
    site.write(
        "site.yaml",
        "title: \"The [Wire]\"\nbase_url: https://news.example/blog/\ndescription: Technology\nmarkdown_copies: true\n",
    );
    site.write("content/posts/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.post("2025-10-01-old", "Old", "Old words.");
    site.write(
        "content/posts/2025-10-28-new.md",
        "---\ntitle: \"New *and* [old]\"\nauthor: Jane Doe\ndescription: What is to know.\nhashtags: [AI]\nupdated: 2025-10-30\n---\n\
         See [the old](2025-10-01-old.md), [again][o], [far](https://far.example/x) and [here](#b).\n\n\
         ![A chart](a.svg \"A caption\")\n\n## B\n\n```md\n[code](2025-10-01-old.md)\n```\n\n[o]: 2025-10-01-old.md\n\n#AI #TechNews\n",
    );
    site.write("content/about.md", "---\ntitle: About\ndescription: Who we are.\n---\n");
    site
}

#[test]
fn a_markdown_copy_stands_beside_its_page() {
    let site = copied();
    site.build_well();
    insta::assert_snapshot!(site.page("2025/10/new/index.md"));
    let link = "<link rel=\"alternate\" type=\"text/markdown\"";
    assert!(
        site.page("2025/10/new/index.html")
            .contains(&format!("{link} title=\"New *and* [old] (Markdown)\" href=\"/blog/2025/10/new/index.md\">"))
    );
    assert!(!site.page("about/index.html").contains(link));
    site.write("site.yaml", site.source("site.yaml").replace("markdown_copies: true", "markdown_copies: false"));
    site.build_well();
    assert!(!site.has("2025/10/new/index.md") && !site.page("2025/10/new/index.html").contains(link));
}

#[test]
fn addresses_in_raw_html_are_whole_in_a_markdown_copy() {
    let body = "A <a href=\"/blog/about/\">page</a>, <a href='#b'>here</a>, <a href=https://far.example/x>far</a>.\n\n\
        > <figure>\n> <img src=\"a.svg\">\n> </figure>\n\n<p><img alt=\"x\"\nsrc=a.svg></p>\n\n```html\n<img src=\"a.svg\">\n```\n\n`<a href=\"b\">`\n";
    let whole = body
        .replacen("\"/blog/about/\"", "\"https://news.example/blog/about/\"", 1)
        .replacen("'#b'", "'https://news.example/blog/2025/10/html/#b'", 1)
        .replacen("\"a.svg\"", "\"https://news.example/blog/2025/10/html/a.svg\"", 1)
        .replacen("src=a.svg", "src=https://news.example/blog/2025/10/html/a.svg", 1);
    for (mode, expected) in [("allow", whole.as_str()), ("escape", body)] {
        let site = copied();
        site.write("site.yaml", format!("{}markdown: {{html: {mode}}}\n", site.source("site.yaml")));
        site.post("2025-10-29-html", "HTML", body).build_well();
        let copy = site.page("2025/10/html/index.md");
        assert_eq!(copy.split_once("html/>\n\n").unwrap().1.trim(), expected.trim());
    }
}

#[test]
fn a_markdown_copy_follows_the_text_of_its_post() {
    let site = copied();
    site.build_well();
    let path = "content/posts/2025-10-28-new.md";
    site.write(path, site.source(path).replace("## B\n", "## B\n\nMore words.\n"));
    let run = site.build_with(&["--explain"]);
    assert!(run.explained().contains(&"2025/10/new/index.md: its source changed"), "{}", run.stdout);
    assert!(site.page("2025/10/new/index.md").contains("More words."));
    site.assert_as_cold(&[]);
}

#[test]
fn llms_txt_is_an_index_of_the_site() {
    let site = copied();
    site.build_well();
    insta::assert_snapshot!(site.page("llms.txt"));
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/\nllms: false\n");
    site.build_well();
    assert!(!site.has("llms.txt"));
}

#[test]
fn llms_txt_leaves_out_copies() {
    let site = SiteTest::empty();
    post(&site, "2025-10-28-own", "");
    post(&site, "2025-10-28-copy", "canonical_url: https://elsewhere.example/copy/");
    site.write("content/about.md", "---\ntitle: About\n---\n");
    site.write("content/terms.md", "---\ntitle: Terms\ncanonical_url: https://elsewhere.example/terms/\n---\n");
    site.build_well();
    let text = site.page("llms.txt");
    let listed: Vec<&str> = text.lines().filter(|line| line.starts_with("- [")).collect();
    assert_eq!(
        listed,
        ["- [About](https://news.example/about/)", "- [2025-10-28-own](https://news.example/2025/10/own/): Words."]
    );
}
