//! Builds one after another in one process, as a server makes them.

use std::fs;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use slugline::pipeline::{BuildOptions, Edition, Progress, Report, Unbuilt, Unwatched, rebuild};
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
            is_preview: false,
        }
    }

    /// Builds; none if the site has errors.
    fn build(&mut self) -> Option<Report> {
        self.watched(&Unwatched).ok()
    }

    fn watched(&mut self, progress: &dyn Progress) -> Result<Report, Unbuilt> {
        let (report, edition) = rebuild(self.edition.take(), &self.options(), progress);
        self.edition = edition;
        report
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

/// Somebody who has a page open, heard of changes, and loses patience after so many outputs.
struct Reader {
    page: &'static str,
    heard: Vec<String>,
    patience: AtomicUsize,
    /// What was made early, each time.
    early: Mutex<Vec<Vec<u8>>>,
}

impl Reader {
    fn of(page: &'static str, heard: &[&str]) -> Self {
        let heard = heard.iter().map(|path| (*path).to_owned()).collect();
        Self { page, heard, patience: AtomicUsize::new(usize::MAX), early: Mutex::default() }
    }
}

impl Progress for Reader {
    fn pictures(&self, _: usize) {}
    fn begin(&self, _: usize) {}
    fn advance(&self) {
        let less = |left: usize| Some(left.saturating_sub(1));
        let _ = self.patience.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
    }
    fn waits(&self) {}
    fn asks(&self, _: usize) {}
    fn urgent(&self) -> Vec<String> {
        vec![self.page.to_owned()]
    }
    fn made_early(&self, outputs: Vec<(String, Vec<u8>)>) {
        self.early.lock().unwrap().extend(outputs.into_iter().map(|(_, bytes)| bytes));
    }
    fn said_to_have_changed(&self) -> Vec<String> {
        self.heard.clone()
    }
    fn is_given_up(&self) -> bool {
        self.patience.load(Ordering::Relaxed) == 0
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

const PAGE: &str = "2025/10/story-5/index.html";

/// The file that is edited, and how.
type Edit<'s> = (&'static str, Box<dyn Fn() + 's>);

/// Edits of all kinds that can be made at a site of the fixture `wire`, each after the ones before.
fn edits(site: &SiteTest) -> Vec<Edit<'_>> {
    let theme = include_str!("../../templates/post.html");
    vec![
        (POST, Box::new(|| edit(site, POST, "title:", "title: New"))),
        (POST, Box::new(|| edit(site, POST, "\n---\n", "\n---\nOther first words.\n\n"))),
        (OTHER, Box::new(|| edit(site, OTHER, "title:", "title: Newer"))),
        (
            "templates/post.html",
            Box::new(|| {
                site.write("templates/post.html", theme.replace("</h1>", "!</h1>"));
            }),
        ),
        (
            "templates/post.html",
            Box::new(|| {
                site.write("templates/post.html", theme.replace("</h1>", "?</h1>"));
            }),
        ),
        (
            "templates/post.html",
            Box::new(|| {
                site.remove("templates/post.html");
            }),
        ),
    ]
}

#[test]
fn titles_and_templates_are_made_within_the_site_as_it_was() {
    let site = SiteTest::of("wire");
    let mut process = Resident::of(&site);
    process.made();
    for (path, edit) in edits(&site) {
        edit();
        let report = process.build().unwrap();
        process.assert_as_cold();
        assert!(!report.made.is_empty(), "{path}");
        let stages: Vec<&str> = report.timings.iter().map(|(stage, _)| *stage).collect();
        assert!(!stages.contains(&"index"), "{path}: {stages:?}");
        assert!(process.made().is_empty(), "{path}");
    }
    // What moves a page does not go that way.
    edit(&site, POST, "title:", "slug: elsewhere\ntitle:");
    let report = process.build().unwrap();
    assert!(report.timings.iter().any(|(stage, _)| *stage == "index"));
    process.assert_as_cold();
}

#[test]
fn pages_that_somebody_waits_for_are_made_early_and_as_they_will_be() {
    let site = SiteTest::of("wire");
    let mut process = Resident::of(&site);
    process.made();
    for (path, edit) in edits(&site) {
        edit();
        let reader = Reader::of(PAGE, &[path]);
        process.watched(&reader).unwrap();
        process.assert_as_cold();
        let early = reader.early.into_inner().unwrap();
        let page = fs::read(site.root().join("public").join(PAGE)).unwrap();
        assert!(!early.is_empty() || path == OTHER, "{path}");
        assert!(early.iter().all(|early| *early == page), "{path}");
    }
}

#[test]
fn what_was_heard_may_be_wrong() {
    let site = SiteTest::of("wire");
    let mut process = Resident::of(&site);
    process.made();
    for heard in [OTHER, "content/posts/nothing.md", "templates/nothing.html", "site.yaml", "static/a.css", "content"] {
        edit(&site, POST, "title:", "title: New");
        process.watched(&Reader::of(PAGE, &[heard])).unwrap();
        process.assert_as_cold();
    }
}

#[test]
fn a_build_that_is_given_up_leaves_no_trace() {
    let site = SiteTest::of("wire");
    let mut process = Resident::of(&site);
    process.made();
    for (path, edit) in edits(&site) {
        let before = site.tree();
        edit();
        for patience in [1, 9, 40] {
            let reader = Reader::of(PAGE, &[path]);
            reader.patience.store(patience, Ordering::Relaxed);
            assert!(matches!(process.watched(&reader), Err(Unbuilt::GivenUp)), "{path}");
            let visible = |tree: std::collections::BTreeMap<String, Vec<u8>>| {
                tree.into_iter().filter(|(path, _)| !path.starts_with(".slugline-stage")).collect::<Vec<_>>()
            };
            assert!(visible(site.tree()) == visible(before.clone()), "{path}");
        }
        process.made();
    }
}

#[test]
fn a_template_that_fails_is_told_each_time_until_it_is_mended() {
    let site = SiteTest::of("wire");
    let mut process = Resident::of(&site);
    process.made();
    let before = site.tree();
    for _ in 0..2 {
        site.write("templates/post.html", "{{ page.nothing.at_all }}\n");
        let problems = match process.watched(&Unwatched) {
            Err(Unbuilt::Problems(problems)) => problems,
            other => panic!("{other:?}"),
        };
        assert!(problems.iter().any(|problem| problem.path() == "templates/post.html"));
        assert!(site.tree() == before);
    }
    site.write("templates/post.html", "{{ page.title }}\n");
    process.made();
}

#[test]
fn what_a_process_knew_is_not_taken_for_what_another_has_to_know() {
    let site = SiteTest::of("wire");
    let mut process = Resident::of(&site);
    process.made();
    let options = process.options();
    process.edition.as_mut().unwrap().keep(&options).unwrap();
    edit(&site, OTHER, "title:", "title: New");
    process.build().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(60));
    process.build().unwrap();
    // Its page shows the title of the other one as that of the next story.
    let text = fs::read_to_string(site.root().join(POST)).unwrap();
    site.write(POST, format!("{}\n\nMore words.\n", text.trim_end()));
    site.build_well();
    process.assert_as_cold();
}

#[test]
fn a_lost_permalink_does_not_make_every_title_a_matter_of_the_whole_site() {
    let site = SiteTest::of("wire");
    let mut process = Resident::of(&site);
    process.made();
    site.remove(OTHER);
    assert_eq!(process.build().unwrap().warnings.iter().count(), 1);
    edit(&site, POST, "title:", "title: New");
    let report = process.build().unwrap();
    assert!(!report.timings.iter().any(|(stage, _)| *stage == "index"));
    assert_eq!(report.warnings.iter().count(), 1);
    // The next build of all knows the new title.
    site.remove(POST);
    let report = process.build().unwrap();
    assert!(report.warnings.iter().any(|warning| format!("{warning:?}").contains("New ")), "{:?}", report.warnings);
}
