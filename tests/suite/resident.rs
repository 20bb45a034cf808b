//! Builds one after another in one process, as a server makes them.

use std::fs;

use slugline::pipeline::{BuildOptions, Edition, Report, Unwatched, rebuild};
use slugline::site::Visibility;

use crate::site_test::{NOW, SiteTest, tree};

/// A process that stays.
struct Resident<'s> {
    site: &'s SiteTest,
    edition: Option<Edition>,
}

impl<'s> Resident<'s> {
    fn of(site: &'s SiteTest) -> Self {
        Self { site, edition: None }
    }

    fn options(&self) -> BuildOptions {
        BuildOptions {
            root: self.site.root(),
            out: self.site.root().join("public"),
            base_url: None,
            visibility: Visibility::default(),
            now: NOW.parse().unwrap(),
            strict: false,
            cache: true,
        }
    }

    /// Builds; none if the site has errors.
    fn build(&mut self) -> Option<Report> {
        let (report, edition) = rebuild(self.edition.take(), &self.options(), &Unwatched);
        self.edition = edition;
        report.ok()
    }

    /// Builds well, and as a build from nothing would; gives the paths that were made.
    fn made(&mut self) -> Vec<String> {
        let made = self.build().unwrap().made.into_iter().map(|(path, _)| path).collect();
        self.assert_as_cold();
        made
    }

    fn assert_as_cold(&self) {
        let cold = self.site.parent().join("cold");
        let _ = fs::remove_dir_all(&cold);
        let out = cold.to_str().unwrap();
        assert_eq!(self.site.build_with(&["--root", ".", "--out", out]).status, 0);
        assert!(self.site.tree() == tree(&cold), "not what a build from nothing makes");
    }
}

const POST: &str = "content/posts/2025-10-15-story-5.md";
const OTHER: &str = "content/posts/2025-10-18-story-8.md";

fn edit(site: &SiteTest, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(site.root().join(path)).unwrap();
    assert!(text.contains(from), "{path} has no {from:?}:\n{text}");
    site.write(path, text.replacen(from, to, 1));
}

#[test]
fn each_build_goes_on_from_the_one_before() {
    let site = SiteTest::of("wire");
    let mut process = Resident::of(&site);
    process.made();
    assert!(process.made().is_empty());
    for _ in 0..3 {
        let text = fs::read_to_string(site.root().join(POST)).unwrap();
        site.write(POST, format!("{}\n\nMore words.\n", text.trim_end()));
        let made = process.made();
        let pages = made.iter().filter(|path| path.ends_with(".html")).count();
        // Its page, and the feeds that carry its text.
        assert!(pages == 1 && made.len() > 3, "{made:?}");
    }
    edit(&site, POST, "title:", "title: New");
    assert!(process.made().len() > 13);
    site.remove(POST);
    assert!(!process.made().is_empty());
    assert!(process.made().is_empty());
}

#[test]
fn what_failed_leaves_no_trace_in_memory() {
    let site = SiteTest::of("wire");
    site.write("templates/page.html", "{{ page.nothing if page.word_count > 40 else page.content }}\n");
    let mut process = Resident::of(&site);
    process.made();
    let before = fs::read_to_string(site.root().join("content/about.md")).unwrap();
    site.write("content/about.md", format!("{before}\n{}\n", "word ".repeat(50)));
    assert!(process.build().is_none());
    site.write("content/about.md", before);
    edit(&site, OTHER, "title:", "title: New");
    process.made();
}

#[test]
fn an_output_folder_that_is_gone_is_made_again() {
    let site = SiteTest::of("wire");
    let mut process = Resident::of(&site);
    process.made();
    site.remove("public");
    process.made();
    assert!(site.has("index.html"));
}

#[test]
fn another_process_may_build_in_between() {
    let site = SiteTest::of("wire");
    let mut process = Resident::of(&site);
    process.made();
    for keeps in [false, true] {
        edit(&site, OTHER, "title:", "title: New");
        site.build_well();
        edit(&site, OTHER, "title: New", "title:");
        process.made();
        let text = fs::read_to_string(site.root().join(POST)).unwrap();
        site.write(POST, format!("{}\n\nMore words.\n", text.trim_end()));
        process.made();
        if keeps {
            let options = process.options();
            process.edition.as_mut().unwrap().keep(&options).unwrap();
            assert!(site.build_well().stdout.contains(": 0 files written"));
        }
        site.build_well();
        assert!(process.made().is_empty());
    }
}

#[test]
fn a_lost_permalink_is_told_until_it_is_settled() {
    let site = SiteTest::empty();
    site.post("2025-10-01-tides", "Tides", "Text.").post("2025-10-02-ebb", "Ebb", "Words.");
    let mut process = Resident::of(&site);
    let mut warnings = || process.build().unwrap().warnings.iter().map(|one| one.headline.clone()).collect::<Vec<_>>();
    assert!(warnings().is_empty());
    let lost = ["`/2025/10/tides/` is no longer there"];
    site.remove("content/posts/2025-10-01-tides.md");
    assert_eq!(warnings(), lost);
    assert_eq!(warnings(), lost, "nothing changed");
    site.post("2025-10-02-ebb", "Ebb", "Other words.");
    assert_eq!(warnings(), lost);
    site.gone(&["/2025/10/tides/"]);
    assert!(warnings().is_empty());
}
