//! Permalinks that earlier builds published and this one has not: told until something is done about it.

use crate::site_test::{NOW, Run, SiteTest};

const YAML: &str = "title: The Wire\nbase_url: https://news.example/\n";
const TIDES: &str = "content/posts/2025-10-01-tides.md";
const PATH: &str = "/2025/10/tides/";

/// A site with two posts and a page, built.
fn built() -> SiteTest {
    let site = SiteTest::empty();
    site.post("2025-10-01-tides", "Tides", "Text.").post("2025-10-02-ebb", "Ebb", "Words.");
    site.write("content/about.md", "---\ntitle: About\n---\nText.\n");
    site.build_well();
    site
}

/// What a build warns of.
fn warned(site: &SiteTest) -> String {
    let Run { status, stderr, stdout } = site.build();
    assert_eq!(status, 0, "{stdout}{stderr}");
    stderr
}

fn is_lost(site: &SiteTest) -> bool {
    warned(site).contains(&format!("`{PATH}` is no longer there"))
}

#[test]
fn a_post_with_another_slug_is_to_have_an_alias() {
    let site = built();
    site.write(TIDES, "---\ntitle: Tides\nslug: gezeiten\n---\nText.\n");
    insta::assert_snapshot!(warned(&site));
    site.write(TIDES, "---\ntitle: Tides\nslug: gezeiten\naliases: [/2025/10/tides/]\n---\nText.\n").build_well();
    site.write(TIDES, "---\ntitle: Tides\nslug: mareas\naliases: [/2025/10/tides/]\n---\nText.\n");
    insta::assert_snapshot!("one_more_alias", warned(&site));
}

#[test]
fn a_page_that_moved_is_to_have_an_alias() {
    let site = built();
    let text = site.source("content/about.md");
    site.remove("content/about.md").write("content/the paper/about.md", text);
    insta::assert_snapshot!(warned(&site));
}

#[test]
fn a_deleted_post_is_to_lead_on_or_to_be_gone() {
    let site = built();
    site.remove(TIDES);
    insta::assert_snapshot!(warned(&site));
    site.gone(&["/other/"]);
    insta::assert_snapshot!("one_more_that_is_gone", warned(&site));
    site.write("site.yaml", format!("{YAML}redirects: {{/old/: /about/}}\n"));
    let report = warned(&site);
    assert!(report.contains("add `/2025/10/tides/: /that/page/` to `redirects`; or"), "{report}");
}

#[test]
fn the_line_to_add_is_in_every_form_of_the_report() {
    let site = built();
    site.remove("content/posts/2025-10-02-ebb.md").write(TIDES, "---\ntitle: Tides\nslug: gezeiten\n---\nText.\n");
    insta::assert_snapshot!(site.build_with(&["--format", "short"]).stderr, @"
    content/posts/2025-10-01-tides.md:3:7: warning: `/2025/10/tides/` is no longer there: this stands at `/2025/10/gezeiten/` now; let it lead here: `aliases: [/2025/10/tides/]`
    site.yaml: warning: `/2025/10/ebb/` is no longer there; name the page that takes its place: `redirects: {/2025/10/ebb/: /that/page/}`; or, if it is meant to be gone, say so in site.yaml: `gone: [/2025/10/ebb/]`
    2 warnings
    ");
    for format in ["full", "github", "json"] {
        let report = site.build_with(&["--format", format]).stderr;
        assert!(report.contains("`aliases: [/2025/10/tides/]`"), "{report}");
        assert!(report.contains("`redirects: {/2025/10/ebb/: /that/page/}`"), "{report}");
    }
}

#[test]
fn a_renamed_file_is_known_by_its_bytes_or_its_title() {
    for (text, name) in [
        ("---\ntitle: \"Tides\"\n---\nText.\n", "2025-10-01-water"),
        ("---\ntitle: Tides\n---\nAll is rewritten.\n", "2025-11-03-tides"),
    ] {
        let site = built();
        let path = format!("content/posts/{name}.md");
        site.remove(TIDES).write(&path, text);
        let report = warned(&site);
        assert!(report.contains(&format!("--> {path}:2:8")) && report.contains("let it lead here"), "{report}");
    }
    // The title is in the report, and what two new posts have in common tells nothing.
    let site = built();
    site.remove(TIDES).post("2025-11-03-water", "Tides", "More.").post("2025-11-04-sea", "Tides", "Other.");
    let report = warned(&site);
    assert!(report.contains("titled “Tides”") && report.contains("redirects:"), "{report}");
    // A post that was there before is not what another one became.
    let site = built();
    site.post("2025-10-02-ebb", "Tides", "Words.").build_well();
    site.remove(TIDES);
    assert!(warned(&site).contains("redirects:"));
}

#[test]
fn a_post_that_is_a_draft_again_is_lost() {
    let site = built();
    site.write(TIDES, "---\ntitle: Tides\ndraft: true\n---\nText.\n");
    insta::assert_snapshot!(warned(&site));
}

#[test]
fn what_was_lost_is_told_until_it_is_settled() {
    let lost = || {
        let site = built();
        site.remove(TIDES);
        assert!(is_lost(&site));
        assert!(is_lost(&site), "nothing changed");
        site.post("2025-10-02-ebb", "Ebb", "Words, mended.");
        assert!(is_lost(&site), "running text changed");
        site.write("content/about.md", "---\ntitle: About us\n---\nText.\n");
        assert!(is_lost(&site), "a title changed");
        site
    };
    lost().gone(&[PATH]).build_well();
    lost().write("site.yaml", format!("{YAML}redirects: {{{PATH}: /about/}}\n")).build_well();
    lost().write("content/posts/2025-10-02-ebb.md", format!("---\ntitle: Ebb\naliases: [{PATH}]\n---\n")).build_well();
    lost().post("2025-10-01-tides", "Tides", "Again.").build_well();
    // A file may stand where the page was.
    lost().write("static/2025/10/tides/index.html", "<p>Archived.</p>").build_well();
}

#[test]
fn a_redirect_that_is_taken_out_loses_the_permalink_again() {
    let site = built();
    site.remove(TIDES).write("site.yaml", format!("{YAML}redirects: {{{PATH}: /about/}}\n")).build_well();
    site.write("site.yaml", YAML);
    assert!(is_lost(&site));
    site.gone(&[PATH]).build_well();
    site.write("site.yaml", YAML);
    assert!(is_lost(&site));
}

#[test]
fn strict_builds_publish_nothing_until_it_is_settled() {
    let site = built();
    let before = site.tree();
    site.remove(TIDES);
    for _ in 0..2 {
        let run = site.build_with(&["--strict"]);
        assert_eq!(run.status, 1);
        assert!(run.stderr.starts_with(&format!("error: `{PATH}` is no longer there")), "{}", run.stderr);
        assert!(site.tree() == before);
    }
    site.gone(&[PATH]);
    assert_eq!(site.build_with(&["--strict"]).status, 0);
}

#[test]
fn the_clock_loses_nothing() {
    let site = SiteTest::empty();
    site.write(TIDES, "---\ntitle: Tides\nexpires: 2025-12-01\n---\n").post("2025-11-20-new", "New", "Text.");
    site.build_well();
    // A post whose time is over.
    for now in ["2025-12-02", "2025-12-03"] {
        let run = site.build_with(&["--now", now]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{now}");
    }
    site.remove(TIDES);
    assert_eq!(site.build_with(&["--now", "2025-12-04"]).stderr, "", "it was gone by design");
    // One that is not published yet, since the clock went back; it is not forgotten meanwhile.
    assert_eq!(site.build_with(&["--now", "2025-11-01"]).stderr, "");
    assert_eq!(site.build_with(&["--now", NOW]).stderr, "");
    assert_eq!(site.build_with(&["--now", "2025-11-01"]).stderr, "");
    site.remove("content/posts/2025-11-20-new.md");
    assert!(site.build().stderr.contains("`/2025/11/new/` is no longer there"));
}

#[test]
fn what_was_shown_for_a_look_was_not_published() {
    let site = SiteTest::empty();
    site.write(TIDES, "---\ntitle: Tides\ndraft: true\n---\n").post("2026-01-01-soon", "Soon", "Text.");
    site.write("content/about.md", "---\ntitle: About\ndraft: true\n---\n");
    assert_eq!(site.build_with(&["--drafts", "--future"]).stderr, "");
    site.build_well();
    site.remove(TIDES).remove("content/about.md").remove("content/posts/2026-01-01-soon.md").build_well();
    // And a look at a draft that was published does not make it so again.
    let site = built();
    site.write(TIDES, "---\ntitle: Tides\ndraft: true\n---\nText.\n");
    assert_eq!(site.build_with(&["--drafts"]).stderr, "");
    assert!(is_lost(&site));
}

#[test]
fn another_pattern_is_one_warning() {
    let site = built();
    site.write("site.yaml", format!("{YAML}permalink: /:year/:slug.html\n"));
    insta::assert_snapshot!(warned(&site));
    assert_eq!(warned(&site), site.build().stderr);
    let site = built();
    site.post("2025-10-05-über", "Über", "Text.").build_well();
    site.write("site.yaml", format!("{YAML}slugs: ascii\n"));
    insta::assert_snapshot!("other_letters_of_slugs", warned(&site));
}

#[test]
fn another_address_of_the_site_loses_nothing() {
    let site = built();
    site.write("site.yaml", "title: The Wire\nbase_url: https://example.org/blog/\n").build_well();
    assert_eq!(site.build_with(&["--base-url", "https://preview.example/p/"]).stderr, "");
}

#[test]
fn another_output_folder_has_its_own_past() {
    let site = built();
    site.remove(TIDES);
    assert_eq!(site.build_with(&["--out", "other"]).stderr, "");
    assert!(is_lost(&site));
}

#[test]
fn many_are_one_report() {
    let site = SiteTest::empty();
    for day in 1..=31 {
        site.post(&format!("2025-08-{day:02}-story-{day:02}"), &format!("Story {day}"), "Text.");
    }
    site.build_well();
    site.remove("content/posts").post("2025-10-02-ebb", "Ebb", "Words.");
    insta::assert_snapshot!(warned(&site));
}

#[test]
fn an_error_elsewhere_comes_first() {
    let site = built();
    site.write(TIDES, "---\ntitle: [\n---\n");
    let run = site.build();
    assert!(run.status == 1 && !run.stderr.contains("no longer there"), "{}", run.stderr);
    site.remove(TIDES);
    assert!(is_lost(&site));
}

#[test]
fn a_path_that_yaml_would_take_for_something_else_is_quoted() {
    let site = SiteTest::empty();
    site.write("site.yaml", format!("{YAML}permalink: \"/:year/{{a}}, b/:slug/\"\n"));
    site.post("2025-10-01-tides", "Tides", "Text.").build_well();
    site.remove(TIDES);
    let report = warned(&site);
    assert!(report.contains("`gone: [\"/2025/{a}, b/tides/\"]`"), "{report}");
    site.gone(&["\"/2025/{a}, b/tides/\""]).build_well();
}
