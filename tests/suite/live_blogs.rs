//! Live blogs: the times of their updates, and what the newest of them changes.

use crate::extract::{element, meta};
use crate::site_test::SiteTest;

/// A site in New York with a live blog of the day before yesterday.
fn site(body: &str) -> SiteTest {
    live("date: 2025-11-21T21:00", body)
}

/// The same with other lines of front matter.
fn live(lines: &str, body: &str) -> SiteTest {
    let site = SiteTest::empty();
    site.write(
        "site.yaml",
        "title: The Wire\nbase_url: https://news.example/\ntimezone: America/New_York\nmarkdown_copies: true\n",
    );
    site.write("content/posts/live.md", format!("---\ntitle: Live\n{lines}\ntype: live\n---\n{body}\n"));
    site.write("content/posts/2025-11-20-other.md", "---\ntitle: Other\n---\nText.\n");
    site
}

const PAGE: &str = "2025/11/live/index.html";

/// The article as search engines are told of it.
fn article(site: &SiteTest) -> serde_json::Value {
    serde_json::from_str(element(&site.page(PAGE), "<script type=\"application/ld+json\">")).unwrap()
}

/// When the updates were, in the order of the page.
fn updates(site: &SiteTest) -> Vec<String> {
    let article = article(site);
    let updates = article["liveBlogUpdate"].as_array().unwrap().iter();
    updates.map(|update| update["datePublished"].as_str().unwrap().to_owned()).collect()
}

/// When the post changed: what is told of it wherever that is told, which must be the same.
fn modified(site: &SiteTest) -> String {
    let modified = article(site)["dateModified"].as_str().unwrap().to_owned();
    let html = site.page(PAGE);
    assert_eq!(meta(&html).get("article:modified_time"), Some(&modified.as_str()));
    let sitemap = site.page("sitemap.xml");
    let place = format!("<loc>https://news.example/2025/11/live/</loc>\n<lastmod>{modified}</lastmod>");
    assert!(sitemap.replace("  ", "").contains(&place), "{sitemap}");
    let json: serde_json::Value = serde_json::from_str(&site.page("feed.json")).unwrap();
    assert_eq!(json["items"][0]["date_modified"], modified);
    let atom = site.page("atom.xml");
    assert_eq!(
        atom.matches(&format!("<updated>{modified}</updated>")).count(),
        2,
        "of the feed and of the entry: {atom}"
    );
    assert!(site.page("feed.xml").contains(&format!("<atom:updated>{modified}</atom:updated>")));
    assert!(site.page("2025/11/live/index.md").contains(&format!(", updated {modified}\n")));
    modified
}

#[test]
fn times_go_over_midnight_in_either_order() {
    let (night, morning) = ("2025-11-21T23:50:00-05:00", "2025-11-22T00:20:00-05:00");
    let oldest_first = site("## 23:50 — Doors\n\nOpen.\n\n## 00:20 — Lights\n\nOut.");
    oldest_first.build_well();
    assert_eq!(updates(&oldest_first), [night, morning]);
    let newest_first = site("## 00:20 -- Lights\n\nOut.\n\n## 23:50 - Doors\n\nOpen.");
    newest_first.build_well();
    assert_eq!(updates(&newest_first), [morning, night]);
    for site in [oldest_first, newest_first] {
        assert_eq!(modified(&site), morning);
    }
}

#[test]
fn the_newest_update_is_a_change_unless_a_later_one_is_written() {
    for (line, expected) in [
        ("updated: 2025-11-22T08:00", "2025-11-22T08:00:00-05:00"),
        ("updated: 2025-11-21T22:00", "2025-11-21T23:50:00-05:00"),
        ("corrections: [{date: 2025-11-23, text: No.}]", "2025-11-23T00:00:00-05:00"),
    ] {
        let site = live(&format!("date: 2025-11-21T21:00\n{line}"), "## 23:50 — Doors\n\nOpen.");
        site.build_well();
        assert_eq!(modified(&site), expected, "{line}");
    }
}

#[test]
fn headings_of_other_posts_change_nothing() {
    let site = site("## 23:50 — Doors\n\nOpen.");
    site.write("content/posts/live.md", site.source("content/posts/live.md").replace("type: live", "type: news"));
    site.build_well();
    assert_eq!(article(&site)["dateModified"], "2025-11-21T21:00:00-05:00");
}

#[test]
fn another_time_of_an_update_is_seen_everywhere() {
    let site = site("First.\n\n## 23:50 — Doors\n\nOpen.");
    site.build_well();
    let text = site.source("content/posts/live.md");
    site.write("content/posts/live.md", text.replace("23:50 —", "22:50 —"));
    site.build_well();
    assert_eq!(modified(&site), "2025-11-21T22:50:00-05:00");
    site.assert_as_cold(&[]);
}

#[test]
fn an_update_of_the_future_counts_when_it_comes() {
    let site =
        site("## 22:00 — Doors\n\nOpen.\n\n## 2025-11-24 08:00 — Lights\n\nOn.\n\n## 2025-11-24 09:00 — Out\n\nOff.");
    let build = |now: &str| {
        let run = site.build_with(&["--now", now]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        site.assert_as_cold(&["--now", now]);
        run.stderr
    };
    insta::assert_snapshot!(build("2025-11-24T12:59:59Z"), @"
    warning: this update is yet to come
      --> content/posts/live.md:10:4
       |
    10 | ## 2025-11-24 08:00 — Lights
       |    ^^^^^^^^^^^^^^^^ this is taken for 2025-11-24T08:00:00-05:00
       |
       = note: and one more update
       = help: mend its day or time, or leave it: from then on, it counts as a change of the post

    1 warning
    ");
    assert_eq!(modified(&site), "2025-11-21T22:00:00-05:00");
    let due = |now: &str| {
        let run = site.run(&["due", "--now", now]);
        (run.status, run.stdout)
    };
    let told = "2025-11-24T08:00:00-05:00: `content/posts/live.md` has an update\n".to_owned();
    assert_eq!(due("2025-11-24T12:59:59Z"), (1, told.clone()));
    assert_eq!(due("2025-11-24T13:00:00Z"), (0, told));
    let later = build("2025-11-24T13:00:00Z");
    assert!(later.contains("live.md:14:4") && !later.contains("more update"), "{later}");
    assert_eq!(modified(&site), "2025-11-24T08:00:00-05:00");
    assert_eq!(build("2025-11-24T14:00:00Z"), "");
    assert_eq!(modified(&site), "2025-11-24T09:00:00-05:00");
    assert_eq!(due("2030-01-01"), (1, "nothing changes by the clock alone\n".to_owned()));
    // The clock can be set back.
    assert!(build("2025-11-24T12:00:00Z").contains("yet to come"));
    assert_eq!(modified(&site), "2025-11-21T22:00:00-05:00");
}

#[test]
fn a_time_before_the_posts_is_of_the_next_day() {
    let site = live("date: 2025-11-23T07:00", "## 06:50 — Doors\n\nOpen.");
    insta::assert_snapshot!(site.build().stderr, @"
    warning: this update is yet to come
     --> content/posts/live.md:6:4
      |
    6 | ## 06:50 — Doors
      |    ^^^^^ this is taken for 2025-11-24T06:50:00-05:00
      |
      = help: if it is of another day, write that before it: `## YYYY-MM-DD 06:50 — …`

    1 warning
    ");
    let text = site.source("content/posts/live.md");
    site.write("content/posts/live.md", text.replace("T07:00", "T06:50:59"));
    site.build_well();
    assert_eq!(updates(&site), ["2025-11-23T06:50:00-05:00"]);
}

#[test]
fn updates_of_what_is_not_published_are_not_told() {
    // Of a draft nothing depends on the clock; a scheduled post is all of the future.
    for line in ["date: 2025-11-21T21:00\ndraft: true", "date: 2025-12-01T09:00"] {
        let site = live(line, "## 2025-12-01 10:00 — Doors\n\nOpen.");
        for now in ["2025-11-23T12:00:00Z", "2025-12-01T14:30:00Z", "2025-12-01T16:00:00Z"] {
            let run = site.build_with(&["--drafts", "--future", "--now", now]);
            let is_published = !line.contains("draft") && now == "2025-12-01T14:30:00Z";
            assert_eq!(run.stderr.contains("yet to come"), is_published, "{line} {now}: {}", run.stderr);
            site.assert_as_cold(&["--drafts", "--future", "--now", now]);
        }
    }
    // Nor do they come after its end.
    let site = live("date: 2025-11-21T21:00\nexpires: 2025-11-22", "## 2025-12-01 10:00 — Doors\n\nOpen.");
    site.build_well();
    assert_eq!(site.run(&["due"]).stdout, "nothing changes by the clock alone\n");
}

#[test]
fn a_time_that_is_none_is_told_with_what_was_expected() {
    let site = site(
        "## 23.50 — Doors\n\nOpen.\n\n## 24:10 — *More*\n\nIn.\n\n## 2025-11-22 — A day\n\nOut.\n\n## 00:10 Lights\n\nOff.\n\n\
         ### 1:15 — Smaller\n\nNo update.\n\n## 5 things to know\n\nNo update.",
    );
    insta::assert_snapshot!(site.build().stderr, @"
    warning: this is no update: cannot read the time `23.50`
     --> content/posts/live.md:6:4
      |
    6 | ## 23.50 — Doors
      |    ^^^^^ expected a time as HH:MM or HH:MM:SS
      |
      = help: write `## 14:05 — The doors open`, or with the day: `## 2025-10-28 14:05 — The doors open`

    warning: this is no update: cannot read the time `24:10`
      --> content/posts/live.md:10:4
       |
    10 | ## 24:10 — *More*
       |    ^^^^^ there is no hour 24
       |
       = help: write `## 14:05 — The doors open`, or with the day: `## 2025-10-28 14:05 — The doors open`

    warning: this is no update: cannot read the time `2025-11-22`
      --> content/posts/live.md:14:4
       |
    14 | ## 2025-11-22 — A day
       |    ^^^^^^^^^^ a time is missing behind the day
       |
       = help: write `## 14:05 — The doors open`, or with the day: `## 2025-10-28 14:05 — The doors open`

    warning: this is no update: cannot read the time `00:10`
      --> content/posts/live.md:18:4
       |
    18 | ## 00:10 Lights
       |    ^^^^^ a dash between spaces has to part the time from the headline
       |
       = help: write `## 14:05 — The doors open`, or with the day: `## 2025-10-28 14:05 — The doors open`

    4 warnings
    ");
    // No other post has updates.
    let text = site.source("content/posts/live.md");
    site.write("content/posts/live.md", text.replace("type: live", "type: news"));
    site.build_well();
}

#[test]
fn an_update_before_its_post_is_told() {
    let site = site(
        "## 2025-11-21 20:59 — Doors\n\nOpen.\n\n## 2025-11-20 21:00 — Earlier\n\nClosed.\n\n## 22:00 — Lights\n\nOn.",
    );
    insta::assert_snapshot!(site.build().stderr, @"
    warning: this update is before the post's date
     --> content/posts/live.md:6:4
      |
    6 | ## 2025-11-21 20:59 — Doors
      |    ^^^^^^^^^^^^^^^^ the post is of 2025-11-21T21:00:00-05:00
      |
      = note: and one more update
      = help: mend the day or time of the update, or the post's `date`, which is when the coverage begins

    1 warning
    ");
    let plain = live("date: 2025-11-21", "## 2025-11-21 00:00 — Doors\n\nOpen.");
    plain.build_well();
}
