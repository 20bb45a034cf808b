//! Where posts and pages stand.

use crate::site_test::SiteTest;

const YAML: &str = "title: The Wire\nbase_url: https://news.example/\n";

/// The pages of posts and plain pages: all HTML but that of lists.
fn pages(site: &SiteTest) -> Vec<String> {
    let is_list = |path: &str| {
        matches!(path, "index.html" | "404.html")
            || ["tags/", "sections/", "authors/", "series/", "page/", "search/"]
                .iter()
                .any(|folder| path.starts_with(folder))
            || path.split('/').all(|part| part == "index.html" || part.bytes().all(|b| b.is_ascii_digit()))
    };
    site.outputs().into_iter().filter(|path| path.ends_with(".html") && !is_list(path)).collect()
}

fn one(config: &str, path: &str, front_matter: &str) -> Vec<String> {
    let site = SiteTest::empty();
    site.write("site.yaml", format!("{YAML}{config}"));
    site.write(&format!("content/{path}"), format!("---\ntitle: The Tides Turn\n{front_matter}---\nText.\n"));
    site.build_well();
    pages(&site)
}

#[test]
fn patterns_say_where_posts_stand() {
    for (pattern, expected) in [
        ("/:year/:month/:slug/", "2025/03/tides/index.html"),
        ("/:year/:month/:slug.html", "2025/03/tides.html"),
        ("/:year/:month/:day/:slug/", "2025/03/09/tides/index.html"),
        ("/:section/:slug/", "the-business/tides/index.html"),
        ("/:slug/", "tides/index.html"),
        ("/news/:year-:month-:day-:slug.html", "news/2025-03-09-tides.html"),
    ] {
        let found = one(&format!("permalink: {pattern}\n"), "posts/2025-03-09-tides.md", "section: The Business\n");
        assert_eq!(found, [expected], "{pattern}");
    }
    assert_eq!(one("permalink: /news/:section/:slug/\n", "posts/2025-03-09-tides.md", ""), ["news/tides/index.html"]);
    assert_eq!(one("", "posts/2025-03-09-tides.md", ""), ["2025/03/tides/index.html"]);
}

#[test]
fn the_slug_is_the_front_matters_else_the_file_names() {
    for (path, front_matter, expected) in [
        ("posts/2025-03-09-tides.md", "slug: ebb\n", "2025/03/ebb"),
        ("posts/2025-03-09-tides.md", "date: 2024-01-02\n", "2024/01/tides"),
        ("posts/2025-03-09_The Tides, C++ & Co.md", "", "2025/03/the-tides-c-plus-plus-and-co"),
        ("posts/2025-03-09-tides/index.md", "", "2025/03/tides"),
        ("posts/tides/index.md", "date: 2025-03-09\n", "2025/03/tides"),
        ("posts/tides.md", "date: 2025-03-09\n", "2025/03/tides"),
        ("deep/er/tides.md", "date: 2025-03-09\n", "2025/03/tides"),
        ("tides.md", "date: 2025-03-09\n", "2025/03/tides"),
        ("posts/2025-03-09-潮の話.md", "", "2025/03/潮の話"),
        ("posts/2025-03-09-Über.md", "", "2025/03/über"),
        ("posts/2025-03-09-x.md", "slug: 潮\n", "2025/03/潮"),
        ("posts/2025-03-09.md", "", "2025/03/2025-03-09"),
    ] {
        assert_eq!(one("", path, front_matter), [format!("{expected}/index.html")], "{path} {front_matter}");
    }
}

#[test]
fn slugs_can_be_ascii() {
    assert_eq!(one("slugs: ascii\n", "posts/2025-03-09-Über.md", ""), ["2025/03/uber/index.html"]);
    let found = one("slugs: ascii\n", "posts/2025-03-09-潮の話.md", "");
    assert!(found.len() == 1 && found[0].is_ascii(), "{found:?}");
    assert_eq!(one("slugs: ascii\n", "Über uns.md", ""), ["uber-uns/index.html"]);
}

#[test]
fn unicode_addresses_are_encoded_where_they_are_linked() {
    let site = SiteTest::empty();
    site.post("2025-03-09-潮", "潮", "Text.");
    site.build_well();
    assert!(site.page("index.html").contains("href=\"/2025/03/%E6%BD%AE/\""));
    let page = site.page("2025/03/潮/index.html");
    assert!(page.contains("<link rel=\"canonical\" href=\"https://news.example/2025/03/%E6%BD%AE/\">"), "{page}");
}

#[test]
fn plain_pages_stand_at_their_path() {
    for (path, front_matter, expected) in [
        ("about.md", "", "about/index.html"),
        ("about/index.md", "", "about/index.html"),
        ("about/The Team.md", "", "about/the-team/index.html"),
        ("legal/terms.md", "slug: conditions\n", "legal/conditions/index.html"),
        ("Our Paper/index.md", "", "our-paper/index.html"),
    ] {
        assert_eq!(one("permalink: /news/:slug.html\n", path, front_matter), [expected], "{path}");
    }
}

#[test]
fn the_address_has_the_day_in_the_posts_own_zone() {
    for (date, expected) in [
        ("2025-03-31T23:30:00-04:00", "2025/03"),
        ("2025-04-01T03:30:00Z", "2025/04"),
        ("2025-04-01T00:30:00+09:00", "2025/04"),
        ("2025-03-31 23:30", "2025/03"),
        ("2025-04-01", "2025/04"),
    ] {
        let found = one("timezone: America/New_York\n", "posts/tides.md", &format!("date: {date}\n"));
        assert_eq!(found, [format!("{expected}/tides/index.html")], "{date}");
    }
}

#[test]
fn aliases_redirect() {
    let site = SiteTest::empty();
    site.write(
        "content/posts/2025-03-09-tides.md",
        "---\ntitle: Tides\naliases: [/2019/old-name/, /2019/05/old.html, /bare, /ünicode/]\n---\nText.\n",
    );
    site.build_well();
    for path in ["2019/old-name/index.html", "2019/05/old.html", "bare/index.html", "ünicode/index.html"] {
        let page = site.page(path);
        assert!(page.contains("content=\"0; url=/2025/03/tides/\""), "{page}");
        assert!(page.contains("<link rel=\"canonical\" href=\"https://news.example/2025/03/tides/\">"), "{page}");
        assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"), "{page}");
    }
    let mut lines: Vec<String> = site.page("_redirects").lines().map(str::to_owned).collect();
    lines.sort();
    assert_eq!(
        lines,
        [
            "/%C3%BCnicode/ /2025/03/tides/ 301!",
            "/2019/05/old.html /2025/03/tides/ 301!",
            "/2019/old-name/ /2025/03/tides/ 301!",
            "/bare /2025/03/tides/ 301!",
        ]
    );
}

#[test]
fn a_post_that_moved_leaves_nothing_behind() {
    let site = SiteTest::empty();
    site.post("2025-03-09-tides", "Tides", "Text.");
    site.build_well();
    site.write("site.yaml", format!("{YAML}permalink: /:year/:slug.html\n"));
    assert_eq!(site.build().status, 0);
    assert_eq!(pages(&site), ["2025/tides.html"]);
}
