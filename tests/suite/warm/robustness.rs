//! What warm builds withstand: other arguments, failures, and each other.

use std::fs;

use super::{FOUR, TYPO, TYPOS_OUTPUTS, built, edit, next_typo, why, why_with};
use crate::site_test::{Counts, SiteTest, tree};

/// The same site before the first build.
fn unbuilt() -> SiteTest {
    let site = built();
    site.remove("public").remove(".slugline");
    site
}

// Other arguments.

#[test]
fn every_output_folder_has_a_record_of_its_own() {
    let site = built();
    let other = ["--out", "../other", "--explain"];
    assert_eq!(Counts::of(&site.build_with(&other)).written, 64);
    assert_eq!(why(&site), "", "another folder makes no difference");
    next_typo(&site);
    assert_eq!(why(&site), TYPO);
    assert_eq!(site.build_with(&other).explained().join("\n"), TYPO);
    assert_eq!(site.build_with(&other).explained(), Vec::<&str>::new());
    assert!(tree(&site.parent().join("other")) == site.tree());
}

#[test]
fn one_output_folder_has_one_record_however_it_is_named() {
    let site = built();
    let (root, out) = (site.root(), site.root().join("public"));
    let (root, out) = (root.to_str().unwrap(), out.to_str().unwrap());
    for arguments in [["--out", "public"], ["--out", "./content/../public"], ["--out", out], ["--root", root]] {
        let run = site.build_with(&[&["--explain"], arguments.as_slice()].concat());
        assert_eq!((run.status, run.explained()), (0, vec![]), "{arguments:?}");
    }
}

#[test]
fn another_address_in_between() {
    let site = built();
    let elsewhere = ["--base-url", "https://example.org/blog/"];
    next_typo(&site);
    assert!(why_with(&site, &elsewhere).contains("about/index.html: `config`, `page`"));
    assert_eq!(why_with(&site, &elsewhere), "");
    next_typo(&site);
    why(&site);
    assert_eq!(why(&site), "");
}

#[test]
fn one_and_two_threads_make_the_same() {
    let (one, two) = (built(), built());
    for site in [&one, &two] {
        next_typo(site);
        site.post("2025-11-12-new", "New", "#AI #Rust");
    }
    let told = why_with(&one, &["--jobs", "1"]);
    assert_eq!(told, why_with(&two, &["--jobs", "2"]));
    assert!(told.contains("2025/11/new/index.html: new"), "{told}");
    assert!(one.tree() == two.tree());
}

#[test]
fn no_cache_neither_reads_nor_keeps_one() {
    let site = unbuilt();
    let run = site.build_with(&["--no-cache"]);
    assert_eq!((run.status, Counts::of(&run).written), (0, 64));
    assert!(!site.cache().exists(), "{:?}", tree(&site.root()).keys());
    assert_eq!(Counts::of(&site.build_with(&["--no-cache"])).unchanged, 64);
}

#[test]
fn a_build_without_a_cache_between_two_with_one() {
    let site = built();
    next_typo(&site);
    assert_eq!(Counts::of(&site.build_with(&["--no-cache"])).written, TYPOS_OUTPUTS);
    site.assert_as_cold(&[]);
    why(&site);
    next_typo(&site);
    assert_eq!(why(&site), TYPO);
    // Somebody else's cache is not touched.
    let other = ["--out", "../other"];
    site.build_with(&other);
    site.build_with(&["--no-cache"]);
    let run = site.build_with(&["--out", "../other", "--explain"]);
    assert_eq!(run.explained(), Vec::<&str>::new());
}

#[test]
fn verify_finds_a_warm_output_to_be_right() {
    let site = built();
    let names = || {
        let mut names: Vec<_> = fs::read_dir(site.root()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    let before = names();
    for arguments in [&["--verify"][..], &["--verify", "--jobs", "1"], &["--verify", "--drafts", "--future"]] {
        next_typo(&site);
        let run = site.build_with(arguments);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{arguments:?}: {}", run.stdout);
        assert!(run.stdout.ends_with("\nVerified: a build from nothing makes the same 64 files\n"), "{}", run.stdout);
        site.assert_as_cold(&[]);
    }
    assert_eq!(names(), before, "something was left behind");
    assert_eq!(
        tree(site.parent()).keys().filter(|path| !path.starts_with("site/") && !path.starts_with("cold/")).count(),
        0
    );
}

// Failures and warnings.

#[test]
fn a_failed_build_in_between_makes_no_difference() {
    let site = built();
    for (path, text) in [
        ("content/posts/2025-11-20-bad.md", "---\ntitle: A: B\n---\n"),
        ("content/posts/2025-11-20-bad.md", "---\ntitle: Bad\n---\n[dead](nowhere.md)\n"),
        ("static/404.html", "in the way of the theme's"),
        ("templates/tag.html", "{% if %}"),
    ] {
        let before = site.tree();
        next_typo(&site);
        site.write(path, text);
        let run = site.build_with(&["--explain"]);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{path}");
        assert_eq!(site.build_with(&["--no-cache", "--out", "../cold"]).stderr, run.stderr, "{path}");
        assert!(site.tree() == before, "{path}");
        assert_eq!(site.build().stderr, run.stderr, "{path}, once more");
        site.remove(path);
        assert_eq!(why(&site), TYPO, "{path}");
        assert_eq!(why(&site), "", "{path}");
    }
}

#[test]
fn warnings_are_told_in_every_build() {
    let site = built();
    edit(&site, FOUR, "And more.", "And [more](/nowhere/).");
    edit(&site, "content/about.md", "title: About\n", "title: About\nsection: Business\n");
    site.write("content/posts/undated.md", "---\ntitle: Undated\n---\n");
    site.write("content/posts/2025-12-24-eve.md", "---\ntitle: Eve\n---\n");
    edit(&site, "content/posts/2025-10-01-one.md", "And more.", "And [the eve](2025-12-24-eve.md).");
    let cold = site.build_with(&["--no-cache", "--out", "../cold"]).stderr;
    assert!(cold.ends_with("\n4 warnings\n"), "{cold}");
    for formats in [&[][..], &["--format", "json"], &["--verbose"]] {
        let warm = |edited: &str| {
            let run = site.build_with(formats);
            let cold = site.build_with(&[formats, &["--no-cache", "--out", "../cold"]].concat());
            assert_eq!((run.status, run.stderr), (0, cold.stderr), "{edited}, with {formats:?}");
        };
        warm("nothing");
        warm("nothing");
        edit(&site, "content/posts/2025-11-06-six.md", "And ", "And yet ");
        warm("something else");
        edit(&site, FOUR, "title: Number four\n", "title: Number four\n# another line above the warning\n");
        warm("the place of a warning");
    }
    edit(&site, FOUR, "/nowhere/", "/about/");
    let run = site.build();
    assert!(run.stderr.ends_with("\n3 warnings\n"), "{}", run.stderr);
}

#[test]
fn warnings_are_told_beside_an_error_in_a_page() {
    let site = built();
    edit(&site, "content/posts/2025-10-01-one.md", "And more.", "And [more](/nowhere/).");
    site.write("templates/special.html", "{{ page.nothing if page.word_count > 6 else page.content }}\n");
    edit(&site, FOUR, "author: jane\n", "author: jane\ntemplate: special.html\n");
    let run = site.build();
    assert!(run.status == 0 && run.stderr.ends_with("\n1 warning\n"), "{}", run.stderr);
    let before = site.tree();
    edit(&site, FOUR, "And more.", "And much more than that.");
    let (warm, cold) = (site.build(), site.build_with(&["--no-cache", "--out", "../cold"]));
    assert_eq!((warm.status, warm.stderr), (1, cold.stderr));
    assert!(site.tree() == before);
}

#[test]
fn strict_refuses_what_a_warm_build_warns_of() {
    let site = built();
    edit(&site, FOUR, "And more.", "And [more](/nowhere/).");
    assert_eq!(site.build().status, 0);
    let before = site.tree();
    for _ in 0..2 {
        let run = site.build_with(&["--strict"]);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""));
        assert!(run.stderr.starts_with("error: there is no page `/nowhere/`"), "{}", run.stderr);
        assert!(site.tree() == before);
    }
    let run = site.build_with(&["--explain"]);
    assert_eq!((run.status, run.explained()), (0, vec![]));
    assert!(run.stderr.starts_with("warning: there is no page `/nowhere/`"), "{}", run.stderr);
}

// Each other.

#[test]
fn two_builds_at_once_come_one_after_the_other() {
    let site = built();
    for round in 0..4 {
        next_typo(&site);
        site.post(&format!("2025-11-1{round}-new-{round}"), "New", "#AI");
        if round == 2 {
            site.remove("public");
        }
        let format = if round == 3 { "json" } else { "full" };
        let builds: Vec<_> = (0..3).map(|_| site.start_build(&["--format", format])).collect();
        for build in builds {
            let output = build.wait_with_output().unwrap();
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(0), "round {round}: {told}");
            let waited = "another build of this site is under way; waiting for it\n";
            let may_say = |line: &str| if format == "json" { line.starts_with('{') } else { waited.starts_with(line) };
            assert!(told.lines().all(may_say), "round {round}: {told}");
        }
        site.assert_as_cold(&[]);
        assert_eq!(why(&site), "", "round {round}");
    }
}
