//! `slugline check`: what a build looks at and the rules of the lint, with nothing written.

use std::collections::BTreeMap;

use serde_json::Value;
use slugline::config::Rule;

use crate::site_test::{NOW, Run, SiteTest, tree};

/// `slugline check` with further arguments.
fn check(site: &SiteTest, arguments: &[&str]) -> Run {
    site.run(&[&["check", "--now", NOW], arguments].concat())
}

/// What `--format json` says, an object a problem.
fn json(site: &SiteTest, arguments: &[&str]) -> Vec<Value> {
    let run = check(site, &[&["--format", "json"], arguments].concat());
    run.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn rules(problems: &[Value]) -> Vec<&str> {
    problems.iter().filter_map(|problem| problem["rule"].as_str()).collect()
}

/// The rules for which nobody has to be asked.
fn local_rules() -> impl Iterator<Item = Rule> {
    Rule::ALL.into_iter().filter(|rule| !rule.is_external())
}

/// A site with a rule set to a level, over the fixture that breaks it.
fn set(rule: Rule, level: &str) -> SiteTest {
    let site = SiteTest::of(&format!("lint/{}", rule.name()));
    let settings = site.source("site.yaml");
    let settings: Vec<&str> = settings.lines().filter(|line| !line.starts_with("lint:")).collect();
    let others = if rule == Rule::TagUsedOnce { "" } else { "tag-used-once: off, " };
    site.write("site.yaml", format!("{}\nlint: {{{others}{}: {level}}}\n", settings.join("\n"), rule.name()));
    site
}

#[test]
fn every_rule_reports_what_breaks_it_and_nothing_else() {
    for rule in local_rules() {
        let site = SiteTest::of(&format!("lint/{}", rule.name()));
        let before = tree(&site.root());
        let run = check(&site, &["-v"]);
        assert_eq!(tree(&site.root()), before, "{}: nothing is written", rule.name());
        let problems = json(&site, &[]);
        let found = rules(&problems);
        assert!(!found.is_empty() && found.len() == problems.len(), "{}: {}", rule.name(), run.stderr);
        assert!(found.iter().all(|found| *found == rule.name()), "{}: {}", rule.name(), run.stderr);
        insta::assert_snapshot!(format!("lint_{}", rule.name()), run.stderr);
    }
}

#[test]
fn a_rule_can_be_an_error_a_warning_or_off() {
    for rule in local_rules() {
        for (level, status) in [("error", 1), ("warning", 0)] {
            let site = set(rule, level);
            let problems = json(&site, &[]);
            assert!(!problems.is_empty(), "{}", rule.name());
            assert!(problems.iter().all(|problem| problem["severity"] == level), "{}: {problems:#?}", rule.name());
            assert_eq!(check(&site, &[]).status, status, "{}", rule.name());
            assert_eq!(check(&site, &["--strict"]).status, 1, "{}", rule.name());
        }
        let run = check(&set(rule, "off"), &["--strict"]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", rule.name());
        assert!(run.stdout.contains(": nothing to mend in "), "{}", run.stdout);
    }
}

#[test]
fn a_build_does_not_look_at_the_rules() {
    for rule in local_rules() {
        let run = set(rule, "error").build_with(&["--strict"]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", rule.name());
    }
}

#[test]
fn unknown_rules_and_levels_are_errors_with_the_nearest() {
    let site = SiteTest::empty();
    site.write("site.yaml", format!("{}lint: {{alt-mising: off, tag-used-once: never}}\n", site.source("site.yaml")));
    let run = check(&site, &[]);
    assert_eq!(run.status, 1);
    insta::assert_snapshot!("unknown_rules", run.stderr);
}

#[test]
fn a_check_says_all_that_a_build_says() {
    for fixture in ["broken/thirty", "broken/template", "wire", "paper", "seed"] {
        let site = SiteTest::of(fixture);
        if !site.root().join("site.yaml").exists() {
            site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/\n");
        }
        let of_build = |run: &Run| -> BTreeMap<String, usize> {
            let mut said = BTreeMap::new();
            for line in run.stderr.lines().filter(|line| !line.contains("\"rule\":")) {
                *said.entry(line.to_owned()).or_default() += 1;
            }
            said
        };
        let before = tree(&site.root());
        let checked = check(&site, &["--format", "json"]);
        assert_eq!(tree(&site.root()), before, "{fixture}: nothing is written");
        let built = site.build_with(&["--format", "json"]);
        assert_eq!(of_build(&checked), of_build(&built), "{fixture}");
        if built.status == 1 {
            assert_eq!(checked.status, 1, "{fixture}");
        }
        assert_eq!(of_build(&check(&site, &["--format", "json"])), of_build(&built), "{fixture}, built before");
    }
}

#[test]
fn an_error_in_one_page_is_found_without_making_the_site() {
    let site = SiteTest::of("wire");
    site.write(
        "templates/post.html",
        "{% if page.title == \"AI: 14,000 posts\" %}{{ page.nothing.at_all }}{% endif %}",
    );
    let (checked, built) = (check(&site, &["--format", "json"]), site.build_with(&["--format", "json"]));
    assert_eq!((checked.status, built.status), (1, 1), "{}", checked.stderr);
    assert!(checked.stderr.contains(built.stderr.trim()), "{}\n{}", checked.stderr, built.stderr);
}

#[test]
fn an_output_folder_of_somebody_else_is_refused_and_stays() {
    let site = SiteTest::of("wire");
    site.write("public/letter.txt", "Dear all,\n");
    let before = tree(&site.root());
    let run = check(&site, &[]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("holds files that Slugline did not write"), "{}", run.stderr);
    assert_eq!(tree(&site.root()), before);
}

#[test]
fn a_file_of_somebody_else_in_the_way_is_told() {
    let site = SiteTest::of("wire");
    site.build_well();
    site.write("public/2025/11/new/index.html", "Mine.\n").post("2025-11-01-new", "New", "Words.");
    let (checked, built) = (check(&site, &[]), site.build());
    assert_eq!((checked.status, built.status), (1, 1), "{}", checked.stderr);
    let said = built.stderr.lines().next().unwrap();
    assert!(said.contains("is in the way") && checked.stderr.contains(said), "{said}\n{}", checked.stderr);
}

#[test]
fn lost_addresses_are_told_as_a_build_tells_them() {
    let site = SiteTest::empty();
    site.post("2025-11-01-one", "One", "Words.").build_well();
    site.remove("content/posts/2025-11-01-one.md");
    let said = |run: &Run| run.stderr.contains("/2025/11/one/");
    assert!(said(&check(&site, &[])));
    assert!(said(&site.build()));
}

#[test]
fn what_is_scheduled_is_linted_and_drafts_are_not_before_they_are_asked_for() {
    let site = SiteTest::empty();
    site.write("site.yaml", format!("{}lint: {{date-in-future: off}}\n", site.source("site.yaml")));
    site.write("content/posts/2025-12-24-eve.md", "---\ntitle: Eve\n---\n#### Deep\n");
    site.write("content/posts/2025-11-01-draft.md", "---\ntitle: Draft\ndraft: true\n---\nWords.\n");
    assert_eq!(rules(&json(&site, &[])), ["description-missing", "heading-skips-level"]);
    let with_drafts = json(&site, &["--drafts"]);
    assert_eq!(rules(&with_drafts), ["description-missing", "description-missing", "heading-skips-level"]);
}

#[test]
fn a_zone_in_the_configuration_makes_times_without_one_right() {
    let site = SiteTest::of("lint/date-without-zone");
    site.write("site.yaml", format!("{}timezone: Europe/Berlin\n", site.source("site.yaml")));
    assert_eq!(rules(&json(&site, &[])), [""; 0]);
    site.write("site.yaml", format!("{}lint: {{date-without-zone: warning}}\n", site.source("site.yaml")));
    assert_eq!(rules(&json(&site, &[])), ["date-without-zone"; 2]);
}

#[test]
fn nothing_is_said_to_be_missing_while_a_file_cannot_be_read() {
    let site = SiteTest::of("lint/image-orphaned");
    site.write("content/posts/2025-11-05-broken.md", "---\ntitle: [\n---\n![It](images/forgotten.png)\n");
    assert_eq!(rules(&json(&site, &[])), [""; 0]);
}

#[test]
fn html_that_is_shown_as_text_shows_no_image() {
    let site = SiteTest::of("lint/html-image-missing");
    site.write("site.yaml", format!("{}markdown: {{html: escape}}\n", site.source("site.yaml")));
    assert_eq!(rules(&json(&site, &[])), [""; 0]);
}

#[test]
fn below_a_path_html_names_images_from_the_root_of_the_host() {
    let site = SiteTest::of("lint/html-image-missing");
    let body = "<img src=\"/blog/images/logo.png\" alt=\"a\"> <img src=\"/images/logo.png\" alt=\"b\">\n";
    site.write("content/posts/2025-11-01-harbour.md", format!("---\ntitle: T\ndescription: D\n---\n{body}"));
    site.remove("content/posts/images/harbour.png");
    let found = json(&site, &["--base-url", "https://news.example/blog/"]);
    assert_eq!(rules(&found), ["html-image-missing"]);
    assert_eq!(found[0]["message"], "there is no image `/images/logo.png`");
}

#[test]
fn tags_alone_can_be_linted() {
    let site = SiteTest::of("lint/tag-near-duplicate");
    let all = site.run(&["check", "--now", NOW]);
    let tags = site.run(&["tags", "lint", "--now", NOW]);
    assert_eq!((tags.status, tags.stdout.as_str()), (0, ""));
    assert!(
        tags.stderr.contains("[tag-near-duplicate]") && all.stderr.contains("[tag-near-duplicate]"),
        "{}",
        tags.stderr
    );
    assert!(!tags.stderr.contains("[description-missing]"), "{}", tags.stderr);
    assert_eq!(site.run(&["tags", "lint", "--strict", "--now", NOW]).status, 1);
    assert!(!site.root().join("public").exists() && !site.root().join(".slugline").exists());
    let broken = SiteTest::empty();
    broken.post("2025-10-01-a", "A", "[there](nowhere.md)");
    let run = broken.run(&["tags", "lint"]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("nowhere.md"), "{}", run.stderr);
}
