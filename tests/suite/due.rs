//! `slugline due`.

use crate::site_test::SiteTest;

/// Status and output at an instant.
fn due(site: &SiteTest, now: &str) -> (i32, String) {
    let run = site.run(&["due", "--now", now]);
    assert_eq!(run.stderr, "");
    (run.status, run.stdout)
}

fn build(site: &SiteTest, now: &str) {
    assert_eq!(site.build_with(&["--now", now]).status, 0);
}

fn scheduled() -> SiteTest {
    let site = SiteTest::empty();
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/\ntimezone: America/New_York\n");
    site.write("content/posts/a.md", "---\ntitle: A\ndate: 2025-12-01T09:00\nexpires: 2025-12-10\n---\n");
    site.write("content/posts/draft.md", "---\ntitle: D\ndate: 2025-11-25\ndraft: true\n---\n");
    site
}

#[test]
fn it_tells_what_the_clock_does_next_and_whether_that_is_past() {
    let site = scheduled();
    build(&site, "2025-11-23T12:00:00Z");
    let appears = "2025-12-01T09:00:00-05:00: `content/posts/a.md` appears\n".to_owned();
    assert_eq!(due(&site, "2025-11-23T12:00:00Z"), (1, appears.clone()));
    assert_eq!(due(&site, "2025-12-01T13:59:59Z"), (1, appears.clone()));
    assert_eq!(due(&site, "2025-12-01T14:00:00Z"), (0, appears.clone()));
    // It is due until somebody builds.
    assert_eq!(due(&site, "2025-12-20T00:00:00Z"), (0, appears));

    build(&site, "2025-12-01T14:00:00Z");
    assert!(site.has("2025/12/a/index.html") && site.has("news-sitemap.xml"));
    let leaves = "2025-12-03T09:00:00-05:00: `content/posts/a.md` leaves the news sitemap\n".to_owned();
    assert_eq!(due(&site, "2025-12-01T14:00:00Z"), (1, leaves));
    build(&site, "2025-12-03T14:00:00Z");
    assert!(site.has("2025/12/a/index.html") && !site.has("news-sitemap.xml"));
    let expires = "2025-12-10T00:00:00-05:00: `content/posts/a.md` expires\n".to_owned();
    assert_eq!(due(&site, "2025-12-10T05:00:00Z"), (0, expires));
    build(&site, "2025-12-10T05:00:00Z");
    assert!(!site.has("2025/12/a/index.html"));
    assert_eq!(due(&site, "2030-01-01T00:00:00Z"), (1, "nothing changes by the clock alone\n".to_owned()));
}

#[test]
fn a_site_that_shows_the_time_is_always_due() {
    let site = scheduled();
    site.write("templates/footer_extra.html", "{{ now }}\n");
    build(&site, "2025-11-23T12:00:00Z");
    assert_eq!(due(&site, "2025-11-23T12:00:00Z").0, 1);
    let (status, told) = due(&site, "2025-11-23T12:00:01Z");
    assert!(status == 0 && told.contains("`now`"), "{told}");
}

#[test]
fn what_happens_at_one_instant_is_told_together() {
    let site = scheduled();
    site.write("content/posts/b.md", "---\ntitle: B\ndate: 2025-12-01T14:00:00Z\n---\n");
    build(&site, "2025-11-23T12:00:00Z");
    assert_eq!(
        due(&site, "2025-11-24").1,
        "2025-12-01T09:00:00-05:00: `content/posts/a.md` appears\n\
         2025-12-01T09:00:00-05:00: `content/posts/b.md` appears\n"
    );
}

#[test]
fn until_the_instant_a_build_finds_nothing_to_do() {
    let site = scheduled();
    build(&site, "2025-11-23T12:00:00Z");
    for (now, changes) in [("2025-12-01T13:59:59Z", false), ("2025-12-01T14:00:00Z", true)] {
        let is_due = due(&site, now).0 == 0;
        let run = site.build_with(&["--now", now, "--explain"]);
        assert_eq!((is_due, !run.explained().is_empty()), (changes, changes), "{now}: {}", run.stdout);
    }
}

#[test]
fn a_build_is_due_where_none_is_known() {
    let site = scheduled();
    let before = crate::site_test::tree(&site.root());
    let (status, told) = due(&site, "2025-11-24");
    assert_eq!((status, told.as_str()), (0, "a build is due: none is known that this version of the program made\n"));
    // It writes nothing, not even a folder.
    assert_eq!(crate::site_test::tree(&site.root()), before);
    assert!(!site.cache().exists());
    build(&site, "2025-11-23T12:00:00Z");
    assert_eq!(due(&site, "2025-11-24").0, 1);
    // Of another output folder nothing is known.
    assert_eq!(site.run(&["due", "--now", "2025-11-24", "--out", "elsewhere"]).status, 0);
}

#[test]
fn a_build_with_other_options_is_not_the_one_that_is_asked_for() {
    let site = scheduled();
    let ask = |options: &[&str]| site.run(&[&["due", "--now", "2025-11-24"], options].concat());
    for options in [&["--drafts"][..], &["--future"], &["--base-url", "https://preview.example/"]] {
        assert_eq!(site.build_with(options).status, 0);
        assert_eq!(ask(options).status, 1, "{options:?}");
        let run = ask(&[]);
        assert!(
            run.status == 0 && run.stdout.contains("made with another `--base-url`"),
            "{options:?}: {}",
            run.stdout
        );
    }
}

#[test]
fn wrong_arguments_are_no_answer() {
    assert_eq!(scheduled().run(&["due", "--now", "soon"]).status, 2);
    for root in ["../nowhere", "content"] {
        let run = scheduled().run(&["due", "--root", root]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.starts_with(&format!("error: there is no `site.yaml` in `{root}`\n")), "{}", run.stderr);
    }
}

#[test]
fn an_instant_without_a_zone_is_in_the_sites() {
    let site = scheduled();
    // The post appears at nine in New York.
    for (now, is_there) in
        [("2025-12-01T08:59", false), ("2025-12-01 09:00", true), ("2025-12-01T09:00Z", false), ("2025-12-02", true)]
    {
        build(&site, "2025-11-23T12:00:00Z");
        assert_eq!(due(&site, now).0 == 0, is_there, "{now}");
        build(&site, now);
        assert_eq!(site.has("2025/12/a/index.html"), is_there, "{now}");
    }
    let run = site.build_with(&["--now", "2025-12-01T9"]);
    let expected = "write for example `2026-11-25T12:00:00Z`, or `2026-11-25` in the site's time zone";
    assert!(run.status == 2 && run.stderr.contains(expected), "{}", run.stderr);
}
