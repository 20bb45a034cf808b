//! When a post is published, and until when.

use crate::extract::attributes;
use crate::site_test::SiteTest;

/// A site in New York with one post of these lines of front matter.
fn dated(name: &str, lines: &str) -> SiteTest {
    let site = SiteTest::empty();
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/\ntimezone: America/New_York\n");
    site.write(&format!("content/posts/{name}.md"), format!("---\ntitle: Tides\n{lines}\n---\nBody.\n"));
    site
}

/// Where the post of a site stands, and the `datetime` of its page.
fn published(site: &SiteTest) -> (String, String) {
    site.build_well();
    let path = site.outputs().into_iter().find(|path| path.ends_with("/tides/index.html")).unwrap();
    let page = site.page(&path);
    (path.trim_end_matches("index.html").to_owned(), attributes(&page, "datetime")[0].to_owned())
}

#[test]
fn dates_are_read_in_every_form() {
    for (line, path, datetime) in [
        ("date: 2025-10-28T09:00:00-04:00", "2025/10/tides/", "2025-10-28T09:00:00-04:00"),
        ("date: 2025-10-28T09:00:00Z", "2025/10/tides/", "2025-10-28T09:00:00+00:00"),
        ("date: \"2025-10-28T09:00:00+09:00\"", "2025/10/tides/", "2025-10-28T09:00:00+09:00"),
        // In its own zone it is still October.
        ("date: 2025-10-31T23:30:00-07:00", "2025/10/tides/", "2025-10-31T23:30:00-07:00"),
        ("date: 2025-10-31T23:30:00Z", "2025/10/tides/", "2025-10-31T23:30:00+00:00"),
        // The site's zone, in summer and in winter.
        ("date: 2025-10-28T09:00", "2025/10/tides/", "2025-10-28T09:00:00-04:00"),
        ("date: 2025-10-28 09:00:30", "2025/10/tides/", "2025-10-28T09:00:30-04:00"),
        ("date: 2025-11-12 09:00", "2025/11/tides/", "2025-11-12T09:00:00-05:00"),
        ("date: 2025-10-28", "2025/10/tides/", "2025-10-28T00:00:00-04:00"),
        ("date: '2025-10-28'", "2025/10/tides/", "2025-10-28T00:00:00-04:00"),
        ("date: 2024-02-29", "2024/02/tides/", "2024-02-29T00:00:00-05:00"),
    ] {
        let (found, time) = published(&dated("tides", line));
        assert_eq!((found.as_str(), time.as_str()), (path, datetime), "{line}");
    }
}

#[test]
fn the_file_name_gives_the_date_unless_the_front_matter_does() {
    for (name, line, expected) in [
        ("2025-10-28-tides", "", "2025-10-28T00:00:00-04:00"),
        ("2025-10-28_tides", "", "2025-10-28T00:00:00-04:00"),
        ("2025-10-28-tides/index", "", "2025-10-28T00:00:00-04:00"),
        ("2025-10-28-tides", "date: 2025-09-01", "2025-09-01T00:00:00-04:00"),
    ] {
        let (path, time) = published(&dated(name, line));
        assert_eq!(time, expected, "{name} {line}");
        assert_eq!(path, format!("{}tides/", expected[..8].replace('-', "/")), "{name} {line}");
    }
}

#[test]
fn a_file_name_that_only_begins_like_a_date_gives_none() {
    for name in ["2025-13-28-tides", "20251028-tides", "2025-10-tides", "2025-10-281-tides"] {
        let site = dated(name, "");
        let run = site.build();
        assert_eq!(run.status, 0, "{name}");
        assert!(run.stderr.contains("this has no date"), "{name}: {}", run.stderr);
    }
}

#[test]
fn a_post_is_published_at_its_very_instant() {
    for (line, instant, before) in [
        ("date: 2025-12-01T09:00:00-05:00", "2025-12-01T14:00:00Z", "2025-12-01T13:59:59Z"),
        ("date: 2025-12-01T09:00", "2025-12-01T14:00:00Z", "2025-12-01T13:59:59Z"),
        ("date: 2025-12-01", "2025-12-01T05:00:00Z", "2025-12-01T04:59:59Z"),
    ] {
        let site = dated("tides", line);
        let run = site.build_with(&["--now", before]);
        assert!(run.stdout.contains("left out: 1 scheduled"), "{line}: {}", run.stdout);
        assert!(!site.has("2025/12/tides/index.html"));
        let run = site.build_with(&["--now", instant]);
        assert!(!run.stdout.contains("left out"), "{line}: {}", run.stdout);
        assert!(site.has("2025/12/tides/index.html"));
    }
}

#[test]
fn a_post_expires_at_its_very_instant() {
    for (line, last, gone) in [
        ("expires: 2025-12-01T09:00:00Z", "2025-12-01T08:59:59Z", "2025-12-01T09:00:00Z"),
        ("expires: 2025-12-01", "2025-12-01T04:59:59Z", "2025-12-01T05:00:00Z"),
    ] {
        let site = dated("2025-10-28-tides", line);
        site.build_with(&["--now", last]);
        assert!(site.has("2025/10/tides/index.html"), "{line}");
        let run = site.build_with(&["--now", gone, "--future", "--drafts"]);
        assert!(run.stdout.contains("left out: 1 expired"), "{line}: {}", run.stdout);
        assert!(!site.root().join("public/2025").exists(), "{line}");
    }
}

#[test]
fn the_next_one_due_is_the_earliest() {
    let site = dated("2026-01-05-tides", "");
    site.write("content/posts/b.md", "---\ntitle: B\ndate: 2025-12-31T20:00:00Z\n---\n");
    site.write("content/posts/2025-12-30-draft.md", "---\ntitle: C\ndraft: true\n---\n");
    let run = site.build_well();
    assert!(run.stdout.ends_with("left out: 1 draft, 2 scheduled (next due 2025-12-31 15:00 EST)\n"), "{}", run.stdout);
}

#[test]
fn what_is_left_out_is_nowhere() {
    let site = dated("2025-10-28-tides", "hashtags: [AI]");
    site.write("content/posts/2026-01-01-secret.md", "---\ntitle: Secret\nhashtags: [AI, Hush]\nsection: Quiet\nauthor: Nemo\naliases: [/old/secret/]\n---\n![](a.svg) #Psst\n");
    site.write("content/posts/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.build_well();
    for (path, bytes) in site.tree() {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        for word in ["secret", "hush", "psst", "quiet/", "nemo"] {
            assert!(!path.contains(word) && !text.contains(word), "{word} in {path}");
        }
        assert!(!path.ends_with("a.svg"), "{path}");
    }
}

#[test]
fn a_link_to_what_is_not_published_is_a_warning_and_no_link() {
    let site = dated("2025-10-28-tides", "");
    site.write("content/posts/2026-01-01-later.md", "---\ntitle: Later\n---\n");
    site.post("2025-10-29-here", "Here", "See [what comes](2026-01-01-later.md).");
    let run = site.build();
    assert_eq!(run.status, 0);
    assert!(
        run.stderr.starts_with("warning: `content/posts/2026-01-01-later.md` is not published now"),
        "{}",
        run.stderr
    );
    let page = site.page("2025/10/here/index.html");
    assert!(page.contains("what comes") && !page.contains("later"), "{page}");
    assert_eq!(site.build_with(&["--future"]).stderr, "");
    assert!(site.page("2025/10/here/index.html").contains("<a href=\"/2026/01/later/\">what comes</a>"));
}
