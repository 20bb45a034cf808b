//! What always holds: `design.md` §5, but for law 2.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use crate::markup::{Tag, tags};
use crate::site_test::{SiteTest, tree, without_digests};

/// What a folder holds, but for the build cache.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name != ".slugline");
    names.sort();
    names
}

/// No stage folder, no file half made.
fn assert_clean(site: &SiteTest) {
    for path in tree(site.parent()).keys() {
        let rest_of_a_build = [".slugline-stage", ".slugline-output.", ".tmp"].iter().any(|name| path.contains(name));
        assert!(!rest_of_a_build, "left behind: {path}");
    }
    let stage = site.root().join("public/.slugline-stage");
    assert!(!stage.exists(), "the stage folder is left behind");
}

// Law 1: the same input gives the same bytes.

#[test]
fn one_and_two_threads_give_the_same_bytes() {
    let site = SiteTest::of("wire");
    for (jobs, out) in [("1", "../one"), ("2", "../two"), ("7", "../seven")] {
        let run = site.build_with(&["--jobs", jobs, "--out", out]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    }
    let one = tree(&site.parent().join("one"));
    assert!(one.len() > 50, "{:?}", one.keys());
    assert!(one == tree(&site.parent().join("two")), "one thread and two");
    assert!(one == tree(&site.parent().join("seven")), "one thread and seven");
}

#[test]
fn where_the_site_stands_and_what_it_is_built_from_make_no_difference() {
    let (a, b) = (SiteTest::of("wire"), SiteTest::of("wire"));
    a.build_well();
    // From another folder, by an absolute path.
    let root = b.root();
    let run = b.run(&["build", "--root", root.to_str().unwrap(), "--now", crate::site_test::NOW]);
    assert_eq!(run.status, 0);
    assert!(a.tree() == b.tree());
}

#[test]
fn a_second_build_writes_nothing() {
    let site = SiteTest::of("wire");
    let first = site.build_well();
    assert!(first.stdout.contains(" files written in TIME s"), "{}", first.stdout);
    let before = site.tree();
    let changed = |path: &str| fs::metadata(site.root().join("public").join(path)).unwrap().modified().unwrap();
    let times: Vec<_> = before.keys().map(|path| changed(path)).collect();
    let second = site.build_well();
    let unchanged = format!("0 files written, {} unchanged in TIME s", site.outputs().len());
    assert!(second.stdout.contains(&unchanged), "{}", second.stdout);
    assert!(site.tree() == before);
    assert_eq!(before.keys().map(|path| changed(path)).collect::<Vec<_>>(), times, "not even touched");
}

#[test]
fn a_build_over_another_equals_one_from_nothing() {
    let site = SiteTest::of("wire");
    site.build_well();
    site.remove("content/posts/2025-09-14-story-4.md").post("2025-11-01-new", "New", "#New #AI");
    site.write("content/team/index.md", "---\ntitle: The team\n---\nOther words.\n");
    site.gone(&["/2025/09/story-4/"]).build_well();
    let run = site.build_with(&["--out", "../cold"]);
    assert_eq!(run.status, 0);
    let (warm, cold) = (site.tree(), tree(&site.parent().join("cold")));
    assert_eq!(warm.keys().collect::<Vec<_>>(), cold.keys().collect::<Vec<_>>());
    assert!(warm == cold);
}

#[test]
fn now_enters_once() {
    let site = SiteTest::of("wire");
    let at = |now: &str, out: &str| {
        assert_eq!(site.build_with(&["--now", now, "--out", out]).status, 0);
        tree(&site.parent().join(out.trim_start_matches("../")))
    };
    // No post comes or goes between the two.
    assert!(at("2025-11-23T12:00:00Z", "../a") == at("2025-11-24T18:30:00Z", "../b"));
}

// Law 3: a failed build leaves the last good output.

#[test]
fn a_failed_build_leaves_the_output() {
    let site = SiteTest::of("wire");
    site.build_well();
    let before = site.tree();
    let failures: [(&str, &str); 4] = [
        ("content/posts/2025-11-01-bad.md", "---\ntitle: A: B\n---\n"),
        ("templates/tag.html", "{{ nothing.at.all | upper }}"),
        ("templates/post.html", "{% if %}"),
        ("site.yaml", "title: The Wire\n"),
    ];
    for (path, text) in failures {
        let present = fs::read(site.root().join(path)).ok();
        site.write(path, text);
        let run = site.build();
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{path}");
        assert!(site.tree() == before, "{path} changed the output");
        match present {
            Some(bytes) => site.write(path, bytes),
            None => site.remove(path),
        };
    }
    assert!(site.build_well().stdout.contains("0 files written"));
}

#[test]
fn a_failed_first_build_makes_no_folder() {
    let site = SiteTest::of("broken/template");
    assert_eq!(site.build().status, 1);
    assert!(!site.root().join("public").exists());
    assert_clean(&site);
}

#[test]
fn an_output_that_cannot_be_written_leaves_the_others_as_they_were() {
    let site = SiteTest::of("wire");
    site.build_well();
    let before = site.tree();
    let long = "x".repeat(300);
    site.post("2025-11-01-new", "New", "Body.")
        .write("content/posts/2025-11-02-long.md", format!("---\ntitle: L\nslug: {long}\n---\n"));
    let run = site.build();
    assert_eq!(run.status, 1);
    assert!(site.tree() == before);
    assert!(run.stderr.contains("content/posts/2025-11-02-long.md:3:7"), "the writer is told where:\n{}", run.stderr);
}

#[test]
fn a_name_of_any_length_is_refused_at_its_place_or_works() {
    for line in [format!("section: {}", "x".repeat(300)), format!("hashtags: [{}]", "語".repeat(100))] {
        let site = SiteTest::empty();
        site.write("content/posts/2025-11-01-one.md", format!("---\ntitle: One\n{line}\n---\n"));
        let run = site.build();
        assert!(run.status == 0 || run.stderr.contains("content/posts/2025-11-01-one.md:3:"), "{}", run.stderr);
    }
}

// Law 4: only own files are removed or replaced.

#[test]
fn somebody_elses_file_survives() {
    let site = SiteTest::of("wire");
    site.build_well();
    for path in ["mine.txt", "2025/mine.txt", "2025/09/story-4/mine.txt", ".git/config"] {
        site.write(&format!("public/{path}"), "mine");
    }
    site.remove("content/posts/2025-09-14-story-4.md").gone(&["/2025/09/story-4/"]).build_well();
    site.write("content/about.md", "---\ntitle: Changed\n---\n").build_well();
    for path in ["mine.txt", "2025/mine.txt", "2025/09/story-4/mine.txt", ".git/config"] {
        assert_eq!(site.page(path), "mine", "{path}");
    }
    assert!(!site.has("2025/09/story-4/index.html"));
}

#[test]
fn an_output_folder_with_somebodys_files_is_refused() {
    let site = SiteTest::of("wire");
    fs::create_dir(site.parent().join("home")).unwrap();
    fs::write(site.parent().join("home/letter.txt"), "mine").unwrap();
    let run = site.build_with(&["--out", "../home"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    insta::assert_snapshot!(run.stderr, @r#"
    error: the output folder `../home` holds files that Slugline did not write
     |
     = help: empty it by hand, or choose another with `--out`

    1 error
    "#);
    assert_eq!(site.build_with(&["--out", "new/../../home"]).status, 1, "by a way that is not there yet");
    assert_eq!(names(&site.parent().join("home")), ["letter.txt"]);
}

#[test]
fn an_empty_folder_and_an_own_one_are_taken() {
    let site = SiteTest::of("wire");
    fs::create_dir(site.parent().join("empty")).unwrap();
    for _ in 0..2 {
        assert_eq!(site.build_with(&["--out", "../empty"]).status, 0);
    }
}

#[test]
fn the_sources_are_no_output_folder() {
    for out in [
        ".",
        "..",
        "content",
        "content/posts",
        "content/new/public",
        "templates",
        "static/new",
        "../site",
        "new/..",
        "new/../content",
        "./content/../content/x",
        "../new/../site/static",
    ] {
        let site = SiteTest::of("wire");
        site.write("templates/head_extra.html", "");
        let before = tree(site.parent());
        let folders = (names(&site.root()), names(&site.root().join("content")), names(&site.root().join("static")));
        let run = site.build_with(&["--out", out]);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "--out {out}");
        assert!(run.stderr.contains(&format!("the output folder `{out}`")), "{}", run.stderr);
        assert!(tree(site.parent()) == before, "--out {out} changed something");
        let after = (names(&site.root()), names(&site.root().join("content")), names(&site.root().join("static")));
        assert_eq!(after, folders, "--out {out} left a folder");
    }
}

#[test]
fn a_list_does_not_make_the_sources_an_output_folder() {
    let site = SiteTest::of("wire");
    let list = "slugline output 1\nsite.yaml\ncontent/about.md\n";
    site.write(".slugline-output", list).write("content/.slugline-output", list);
    let before = tree(site.parent());
    for out in [".", "content"] {
        assert_eq!(site.build_with(&["--out", out]).status, 1, "--out {out}");
        assert!(tree(site.parent()) == before);
    }
}

#[test]
fn a_list_that_leads_out_of_the_folder_is_not_followed() {
    let site = SiteTest::of("wire");
    site.build_well();
    fs::write(site.parent().join("precious"), "mine").unwrap();
    let list = site.page(".slugline-output");
    site.write("public/.slugline-output", format!("{list}../../precious\n../content/about.md\n/etc/nothing\n"));
    site.build_well();
    assert_eq!(fs::read_to_string(site.parent().join("precious")).unwrap(), "mine");
    assert!(site.root().join("content/about.md").exists());
}

#[test]
fn a_foreign_file_in_the_way_of_an_output_is_refused() {
    let site = SiteTest::of("wire");
    site.build_well();
    site.write("public/contact/index.html", "mine");
    let before = site.tree();
    site.write("content/contact.md", "---\ntitle: Contact\n---\n").post("2025-11-01-new", "New", "Body.");
    let run = site.build();
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("public/contact/index.html` is in the way"), "{}", run.stderr);
    assert!(site.tree() == before);
    assert_clean(&site);
}

#[test]
fn a_foreign_file_in_the_way_of_a_folder_is_refused() {
    let site = SiteTest::of("wire");
    site.build_well();
    site.write("public/contact", "mine");
    let before = site.tree();
    site.write("content/contact.md", "---\ntitle: Contact\n---\n").post("2025-11-01-aaa", "New", "Body.");
    let run = site.build();
    assert_eq!(run.status, 1);
    assert!(site.tree() == before, "a failed build changed the output");
    assert!(run.stderr.contains("public/contact` is in the way"), "{}", run.stderr);
    assert_clean(&site);
}

#[test]
fn a_foreign_folder_in_the_way_of_a_file_is_refused() {
    let site = SiteTest::of("wire");
    site.build_well();
    site.write("public/feed.txt/mine", "mine");
    let before = site.tree();
    site.write("static/feed.txt", "theirs").write("static/aaa.txt", "new");
    let run = site.build();
    assert_eq!(run.status, 1);
    assert!(site.tree() == before, "a failed build changed the output");
    assert!(run.stderr.contains("public/feed.txt` is in the way"), "{}", run.stderr);
    assert_clean(&site);
}

#[test]
fn what_is_no_more_goes_with_its_images_and_empty_folders() {
    let site = SiteTest::of("wire");
    site.write(
        "content/posts/2024-05-01-lonely.md",
        "---\ntitle: Lonely\nhashtags: [Lonely]\nsection: Alone\n---\n![](images/chair.png)\n",
    );
    site.build_well();
    assert!(site.has("2024/05/lonely/images/chair.png") && site.has("tags/lonely/index.html"));
    site.remove("content/posts/2024-05-01-lonely.md").gone(&["/2024/05/lonely/"]);
    let run = site.build_well();
    assert!(run.stdout.contains(" removed"), "{}", run.stdout);
    for gone in ["2024", "tags/lonely", "sections/alone"] {
        assert!(!site.root().join("public").join(gone).exists(), "{gone} is still there");
    }
    assert!(site.has("2025/10/cuts/images/chair.png"));
}

#[test]
fn an_output_that_was_removed_by_hand_comes_back() {
    let site = SiteTest::of("wire");
    site.build_well();
    let before = site.tree();
    site.remove("public/2025/10/cuts").remove("public/index.html").write("public/404.html", "changed");
    assert!(site.build_well().stdout.contains(": 5 files written"));
    assert!(site.tree() == before);
}

#[test]
fn a_page_that_becomes_a_folder_and_back_again() {
    let site = SiteTest::empty();
    site.write("static/team", "a file").build_well();
    site.remove("static/team").write("content/team.md", "---\ntitle: Team\n---\n").build_well();
    assert!(site.has("team/index.html"));
    site.remove("content/team.md").write("static/team", "a file");
    assert_eq!(site.build().status, 0);
    assert_eq!(site.page("team"), "a file");
}

#[test]
fn every_alias_survives_a_second_build() {
    let site = SiteTest::empty();
    let aliases = "[/old//name/, \"/a b/\", /日本/, /x.html, /deep/er/y, \"/ /z/\"]";
    site.write("content/posts/2025-11-01-one.md", format!("---\ntitle: One\naliases: {aliases}\n---\n"));
    let run = site.build();
    assert_eq!(run.status, 0, "{}", run.stderr);
    let run = site.build();
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("0 files written"), "{}", run.stdout);
}

#[test]
fn the_programs_own_names_are_taken_by_nobody() {
    for line in ["aliases: [/.slugline-output]", "aliases: [/.slugline-stage/]", "aliases: [/.slugline-stage/x.html]"] {
        let site = SiteTest::empty();
        site.build_well();
        let before = site.tree();
        site.write("content/posts/2025-11-01-one.md", format!("---\ntitle: One\n{line}\n---\n"));
        let run = site.build();
        assert_eq!(run.status, 1, "{line}");
        assert!(run.stderr.contains("content/posts/2025-11-01-one.md:3:"), "{line}:\n{}", run.stderr);
        assert!(site.tree() == before, "{line} changed the output");
    }
    let site = SiteTest::empty();
    site.write("static/.slugline-output", "mine\n");
    let run = site.build();
    assert_eq!(run.status, 1, "static/.slugline-output is lost without a word");
}

// Law 5: no half file.

#[test]
fn nothing_of_a_build_is_left_beside_the_output() {
    let site = SiteTest::of("wire");
    site.build_well();
    assert_clean(&site);
    site.write("content/posts/2025-11-01-bad.md", "---\ntitle: A: B\n---\n");
    assert_eq!(site.build().status, 1);
    assert_clean(&site);
    let mut expected = vec!["authors.yaml", "content", "public", "site.yaml", "static", "tags.yaml"];
    expected.sort_unstable();
    assert_eq!(names(&site.root()), expected);
    assert_eq!(names(site.parent()), ["site"]);
}

#[test]
fn what_a_crash_left_is_cleared() {
    let site = SiteTest::of("wire");
    site.build_well();
    let before = site.tree();
    site.write("public/.slugline-stage/2025/half.html", "<p>ha").write("public/.slugline-output.new", "slug");
    site.build_well();
    assert!(site.tree() == before);
    assert_clean(&site);
}

// Law 6: nothing escapes.

/// Text that tries to leave its place.
const HOSTILE: [&str; 5] = [
    "\"><script>alert(1)</script>",
    "' onload=alert(1) x='",
    "</title></textarea><img src=x onerror=alert(1)>",
    "&lt;script&gt; &amp; {{ 7*7 }} {% if %}",
    "a & b < c > d \" e ' f ` g \\ h",
];

/// A site in which `text` stands wherever a writer can put plain text.
fn hostile(text: &str) -> SiteTest {
    let site = SiteTest::empty();
    let q = serde_json::to_string(text).unwrap();
    let tag = serde_json::to_string(&format!("T{text}")).unwrap();
    site.write(
        "site.yaml",
        format!("title: {q}\nbase_url: https://news.example/\ndescription: {q}\npublisher: {{name: {q}}}\nnavigation: [{{title: {q}, url: /about/}}]\n"),
    );
    site.write(
        "tags.yaml",
        format!(
            "AI: {{title: {q}}}\n{tag}: {{title: {q}, aliases: [{}]}}\n",
            serde_json::to_string(&format!("U{text}")).unwrap()
        ),
    );
    site.write("authors.yaml", format!("jane: {{name: {q}, bio: {q}}}\n"));
    site.write("content/about.md", format!("---\ntitle: {q}\ndescription: {q}\n---\nBody.\n"));
    site.write("content/posts/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    for n in 1..=2 {
        site.write(
            &format!("content/posts/2025-11-0{n}-p{n}.md"),
            format!(
                "---\ntitle: {q}\ndescription: {q}\nauthors: [jane, {q}]\nsection: {q}\nseries: {q}\nhashtags: [AI, {tag}]\n\
                 toc: true\nimage: {{src: a.svg, alt: {q}, credit: {q}}}\ncaptions: {{a.svg: {{alt: {q}, credit: {q}}}}}\n---\n\
                 ![](a.svg)\n\n```{}\ncode\n```\n",
                text.replace(['`', '\n'], "")
            ),
        );
    }
    // No description: the summary is made of the body.
    site.write("content/posts/2025-11-03-p3.md", format!("---\ntitle: P\n---\nSaid ``` {text} ``` here.\n"));
    site
}

/// Whether a browser runs what is in an element: structured data is none.
fn is_program(tag: &Tag) -> bool {
    tag.name == "script" && !matches!(tag.get("type"), Some("application/ld+json" | "speculationrules"))
}

/// The tags of a page, but for the scripts that the theme has on every page, and that of search.
fn tags_beside_own(page: &str) -> Vec<Tag> {
    const LINE: &str =
        "<script>try{document.documentElement.dataset.scheme=localStorage.scheme||\"auto\"}catch{}</script>";
    let is_own = |tag: &Tag| {
        tag.name == "script"
            && tag.get("src").is_some_and(|src| ["/js/site.", "/js/search."].iter().any(|own| src.contains(own)))
    };
    let mut tags = tags(&page.replacen(LINE, "", 1));
    tags.retain(|tag| !is_own(tag));
    tags
}

#[test]
fn hostile_text_is_inert_in_every_output() {
    for text in HOSTILE {
        let site = hostile(text);
        let run = site.build();
        assert_eq!(run.status, 0, "{text}: {}", run.stderr);
        let pages = site.outputs().into_iter().filter(|path| Path::new(path).extension().is_some_and(|e| e == "html"));
        let mut count = 0;
        for path in pages {
            let page = site.page(&path);
            count += 1;
            for tag in tags_beside_own(&page) {
                assert!(!is_program(&tag), "{text} in {path}");
                assert!(tag.name != "img" || tag.get("src") != Some("x"), "{text} in {path}");
                let handler = tag.attributes.iter().find(|(name, _)| name.starts_with("on"));
                assert!(handler.is_none(), "{text} in {path}: {tag:?}");
            }
            assert_eq!(tags(&page).iter().filter(|tag| tag.name == "title").count(), 1, "{text} in {path}");
            assert!(!without_digests(&page).contains("49"), "{text} in {path} was computed");
        }
        assert!(count > 12, "{count} pages of {text}");
    }
}

#[test]
fn hostile_text_is_shown_as_it_is_written() {
    for text in HOSTILE {
        let site = hostile(text);
        site.build();
        let page = site.page("2025/11/p1/index.html");
        let seen = crate::extract::text(crate::extract::element(&page, "<h1"));
        assert_eq!(seen, text.split_whitespace().collect::<Vec<_>>().join(" "));
        let content = |property: &str| {
            let meta = tags(&page).into_iter().find(|tag| tag.get("property") == Some(property));
            meta.and_then(|meta| meta.get("content").map(str::to_owned))
        };
        assert_eq!(content("og:title").as_deref(), Some(text));
    }
}

#[test]
fn captions_corrections_and_tag_descriptions_hold_no_live_html_unless_html_is_allowed() {
    let text = serde_json::to_string(HOSTILE[0]).unwrap();
    for html in ["escape", "sanitize"] {
        let site = SiteTest::empty();
        site.write("site.yaml", format!("title: T\nbase_url: https://news.example/\nmarkdown: {{html: {html}}}\n"));
        site.write("tags.yaml", format!("AI: {{description: {text}}}\n"));
        site.write("content/posts/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        site.write(
            "content/posts/2025-11-01-p.md",
            format!("---\ntitle: P\nhashtags: [AI]\nimage: {{src: a.svg, caption: {text}}}\ncaptions: {{a.svg: {text}}}\ncorrections: [{{date: 2025-11-02, text: {text}}}]\n---\nBody <script>alert(1)</script>\n\n![](a.svg)\n"),
        );
        site.build_well();
        for path in ["2025/11/p/index.html", "tags/ai/index.html"] {
            assert!(!tags_beside_own(&site.page(path)).iter().any(is_program), "{html}: {path}");
        }
    }
}

#[test]
fn no_path_leaves_the_output_folder() {
    let attempts = [
        "slug: ../../up",
        "slug: ..",
        "slug: /etc/up",
        "slug: \"a\\0b\"",
        "aliases: [/../up/]",
        "aliases: [/a/../../up/]",
        "aliases: [\"/..\\\\up/\"]",
        "aliases: [/%2e%2e/%2e%2e/up/]",
        "aliases: [//host/up]",
        "aliases: [\"/a\\nb/\"]",
        "section: ../../up",
        "series: ../../up",
        "author: ../../up",
        "hashtags: [../../up, .., /etc/up]",
        "image: ../../../up.svg",
        "image: /../up.svg",
        "image: /../../content/posts/a.svg",
        "template: ../../up.html",
    ];
    for attempt in attempts {
        let site = SiteTest::empty();
        site.write("content/posts/a.svg", "<svg/>");
        fs::write(site.parent().join("up.svg"), "<svg/>").unwrap();
        site.write("content/posts/2025-11-01-p.md", format!("---\ntitle: P\n{attempt}\n---\n[up](../../../up.svg)\n"));
        let run = site.build();
        assert!(run.status == 0 || run.status == 1, "{attempt}: {}", run.stderr);
        site.write("content/posts/2025-11-01-p.md", format!("---\ntitle: P\n{attempt}\n---\nBody.\n"));
        let run = site.build();
        assert!(run.status == 0 || run.status == 1, "{attempt}: {}", run.stderr);
        assert_eq!(names(site.parent()), ["site", "up.svg"], "{attempt}");
        let expected: &[&str] =
            if run.status == 0 { &["content", "public", "site.yaml"] } else { &["content", "site.yaml"] };
        assert_eq!(names(&site.root()), expected, "{attempt}");
        assert_eq!(names(&site.root().join("content/posts")), ["2025-11-01-p.md", "a.svg"], "{attempt}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_site_is_refused() {
    use std::os::unix::fs::symlink;
    for (at, folder) in [("content/out", true), ("static/out", true), ("content/secret.md", false), ("static/x", false)]
    {
        let site = SiteTest::of("wire");
        site.build_well();
        let before = site.tree();
        fs::create_dir(site.parent().join("elsewhere")).unwrap();
        fs::write(site.parent().join("elsewhere/secret.md"), "---\ntitle: Secret\n---\n").unwrap();
        let target = if folder { "elsewhere" } else { "elsewhere/secret.md" };
        symlink(site.parent().join(target), site.root().join(at)).unwrap();
        let run = site.build();
        assert_eq!(run.status, 1, "{at}");
        assert!(run.stderr.contains("leads out of the site"), "{}", run.stderr);
        assert!(site.tree() == before, "{at}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_of_the_site_that_is_a_link_out_of_it_is_refused() {
    use std::os::unix::fs::symlink;
    let site = SiteTest::empty();
    fs::create_dir(site.parent().join("elsewhere")).unwrap();
    fs::write(site.parent().join("elsewhere/secret.txt"), "secret").unwrap();
    symlink(site.parent().join("elsewhere"), site.root().join("static")).unwrap();
    let run = site.build();
    assert!(run.status == 1 && !site.has("secret.txt"), "{} {}", run.stdout, run.stderr);
}

#[cfg(unix)]
#[test]
fn a_link_within_the_site_is_followed() {
    use std::os::unix::fs::symlink;
    let site = SiteTest::empty();
    site.write("shared/logo.txt", "logo");
    fs::create_dir(site.root().join("static")).unwrap();
    symlink("../shared/logo.txt", site.root().join("static/logo.txt")).unwrap();
    site.build_well();
    assert_eq!(site.page("logo.txt"), "logo");
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_in_the_output_folder() {
    use std::os::unix::fs::symlink;
    let site = SiteTest::empty();
    site.build_well();
    fs::create_dir(site.parent().join("elsewhere")).unwrap();
    symlink(site.parent().join("elsewhere"), site.root().join("public/contact")).unwrap();
    site.write("content/contact.md", "---\ntitle: Contact\n---\n");
    let run = site.build();
    assert_eq!(names(&site.parent().join("elsewhere")), Vec::<String>::new(), "written outside");
    assert_eq!(run.status, 1, "{}", run.stdout);
}

// Law 8: no script, no other host.

/// Attributes whose address is asked for when a page is shown.
const ASKING: [&str; 9] = ["src", "srcset", "poster", "data", "background", "action", "formaction", "icon", "manifest"];

#[test]
fn pages_need_no_script_and_no_other_host() {
    let site = SiteTest::of("wire");
    site.build_well();
    let elsewhere = |address: &str| {
        let address = address.trim();
        address.starts_with("//") || address.split_once(':').is_some_and(|(scheme, _)| scheme != "data")
    };
    let mut pages = 0;
    for path in site.outputs() {
        let extension = Path::new(&path).extension().and_then(|e| e.to_str()).unwrap_or_default();
        if extension == "css" || extension == "svg" {
            let text = site.page(&path);
            let imports = text.split("@import ").skip(1).filter_map(|rest| rest.split(';').next());
            for address in text.split("url(").skip(1).chain(imports) {
                assert!(!elsewhere(address.trim_start_matches(['"', '\''])), "{path} asks {address:.40}");
            }
            assert!(extension != "svg" || !text.contains("<script"), "{path}");
        }
        if extension != "html" {
            continue;
        }
        pages += 1;
        for tag in tags_beside_own(&site.page(&path)) {
            let is_foreign = matches!(tag.name.as_str(), "iframe" | "object" | "embed" | "base");
            assert!(!is_foreign && !is_program(&tag), "{path}: {tag:?}");
            for (name, value) in &tag.attributes {
                let asks = ASKING.contains(&name.as_str())
                    || (name == "href"
                        && !matches!(tag.name.as_str(), "a" | "area")
                        && tag.get("rel") != Some("canonical"));
                assert!(!asks || !elsewhere(value), "{path}: {tag:?}");
                assert!(!name.starts_with("on") && name != "ping", "{path}: {tag:?}");
                assert!(name != "style" || !value.contains("url("), "{path}: {tag:?}");
            }
        }
    }
    assert!(pages > 40, "{pages} pages");
}

#[test]
fn pictures_of_authors_live_on_no_other_host() {
    let site = SiteTest::empty();
    site.write("authors.yaml", "jane: {image: \"https://cdn.example/jane.jpg\", bio: Writes.}\n");
    site.write("content/posts/2025-11-01-p.md", "---\ntitle: P\nauthor: jane\n---\nBody.\n");
    let run = site.build();
    if run.status == 0 {
        for path in ["2025/11/p/index.html", "authors/jane/index.html"] {
            let asks =
                tags(&site.page(path)).iter().any(|tag| tag.get("src").is_some_and(|src| src.contains("cdn.example")));
            assert!(!asks, "{path} asks another host");
        }
    } else {
        assert!(run.stderr.contains("authors.yaml:1:15"), "{}", run.stderr);
    }
}

#[test]
fn images_in_captions_and_the_like_live_on_no_other_host() {
    let image = "![x](https://cdn.example/x.png)";
    let tries = [
        (format!("captions: {{a.svg: \"{image}\"}}"), "![](a.svg)".to_owned(), String::new()),
        (format!("image: {{src: a.svg, caption: \"{image}\"}}"), String::new(), String::new()),
        (format!("corrections: [{{date: 2025-11-02, text: \"{image}\"}}]"), String::new(), String::new()),
        (String::new(), format!("![](a.svg '{image}')"), String::new()),
        (String::new(), format!("![](a.svg) |\n| {image} |"), String::new()),
        (String::new(), format!("Said[^1].\n\n[^1]: {image}"), String::new()),
        (String::new(), "#AI".to_owned(), format!("AI: {{description: \"{image}\"}}")),
    ];
    for (line, body, tags_yaml) in tries {
        let site = SiteTest::empty();
        site.write("content/posts/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        site.write("tags.yaml", &tags_yaml);
        site.write("content/posts/2025-11-01-p.md", format!("---\ntitle: P\n{line}\n---\n{body}\n"));
        let run = site.build();
        for path in site.outputs().into_iter().filter(|path| path.ends_with("index.html")) {
            let asks = |tag: &crate::markup::Tag| tag.get("src").is_some_and(|src| src.contains("cdn.example"));
            let asking = tags(&site.page(&path)).into_iter().find(asks);
            assert!(asking.is_none(), "{line}{body}{tags_yaml}: {path} asks another host");
        }
        assert_eq!(run.status, 1, "the writer is told: {line}{body}{tags_yaml}");
    }
}

#[test]
fn a_missing_image_in_a_caption_is_an_error() {
    let site = SiteTest::empty();
    site.write("content/posts/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.write(
        "content/posts/2025-11-01-p.md",
        "---\ntitle: P\ncaptions: {a.svg: \"Like ![x](none.png)\"}\n---\n![](a.svg)\n",
    );
    let run = site.build();
    assert!(run.status == 1 && run.stderr.contains("there is no file `content/posts/none.png`"), "{}", run.stderr);
}

// Law 1 again, over anything that may be written.

/// Pieces that Markdown, YAML, HTML and templates take for their own.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => "\\PC{0,20}",
        1 => "[a-zA-Z ]{1,20}",
        2 => prop::sample::select(vec![
            "</script>", "<script>", "<!--", "-->", "]]>", "&amp;", "&", "<", ">", "\"", "'", "`", "```\n", "~~~\n", "\n", "\n\n",
            "# ", "## a\n", "- ", "1. ", "> ", "> [!NOTE]\n", "| a | b |\n| - | - |\n", "| caption |\n", "![](", "![a](b.png) |\n",
            "[a](b)", "[a]: ", "[^1]", "[^1]: ", "#AI", "#C++", "#.NET", "#123", "\\#no", "#", "**", "_", "~~", "{{ 1 }}", "{% if %}",
            "{#", "---\n", "...\n", "\t", "    ", "\r\n", "\u{feff}", "\u{202e}", "\u{0}", "日本語", "🚀", "e\u{301}", "ﬁ", "İ",
            "https://x.example/?a=b&c", "www.x.example", "<https://x.example>", ": ", "term\n: definition\n", "- [x] ", "$x$", "\\",
        ]).prop_map(str::to_owned),
    ]
}

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 0..4).prop_map(|pieces| pieces.concat())
}

/// A post: front matter quoted as JSON is, and a body.
fn post() -> impl Strategy<Value = String> {
    let body = prop::collection::vec(piece(), 0..25).prop_map(|pieces| pieces.concat());
    // A tag is one line.
    let tag = words().prop_map(|words| format!("t{}", words.replace(char::is_control, " ")));
    let tags = prop::collection::vec(prop_oneof![30 => tag, 1 => words()], 0..4);
    (words(), words(), tags, words(), any::<bool>(), body).prop_map(|(title, description, tags, section, toc, body)| {
        let json = |text: &str| serde_json::to_string(text).unwrap();
        format!(
            "---\ntitle: {}\ndescription: {}\nhashtags: {}\nsection: {}\ntoc: {toc}\n---\n{body}",
            json(&format!("T{title}")),
            json(&description),
            serde_json::to_string(&tags).unwrap(),
            json(&section),
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_site_builds_or_is_refused_and_always_the_same(
        posts in prop::collection::vec(post(), 1..5),
        raw in prop::collection::vec(piece(), 0..12),
        html in prop::sample::select(vec!["allow", "escape", "sanitize"]),
    ) {
        let site = SiteTest::empty();
        site.write("site.yaml", format!("title: T\nbase_url: https://x.example/\npaginate_by: 2\nmarkdown: {{html: {html}}}\n"));
        for (n, text) in posts.iter().enumerate() {
            site.write(&format!("content/posts/2025-11-{:02}-p{n}.md", n + 1), text);
        }
        site.write("content/posts/b.png", "b");
        if raw.len() > 10 {
            // Not even front matter is sure.
            site.write("content/raw.md", raw.concat());
        }
        let one = site.build_with(&["--jobs", "1"]);
        prop_assert!(one.status == 0 || one.status == 1, "{}: {}", one.status, one.stderr);
        prop_assert_eq!(one.status == 1, one.stderr.lines().any(|line| line.starts_with("error")), "{}", one.stderr);
        let two = site.build_with(&["--jobs", "2", "--out", "../two"]);
        prop_assert_eq!(&one.stderr, &two.stderr);
        prop_assert!(site.tree() == tree(&site.parent().join("two")));
        if one.status == 0 {
            let again = site.build();
            prop_assert!(again.stdout.contains("0 files written"), "{}{}", again.stdout, again.stderr);
        }
    }
}

// Found by review.

#[test]
#[cfg(unix)]
fn what_lies_behind_a_link_in_the_output_folder_is_not_removed() {
    let site = SiteTest::empty();
    site.write("static/img/a.txt", "a").write("static/img/b.txt", "b").build_well();
    let elsewhere = site.parent().join("elsewhere");
    fs::rename(site.root().join("public/img"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, site.root().join("public/img")).unwrap();
    site.remove("static/img/a.txt").build();
    assert!(elsewhere.join("a.txt").exists(), "a file outside of the output folder was removed");
}

#[test]
fn a_scheme_with_a_tab_in_it_is_a_scheme() {
    for body in ["[![p](a.svg)](java&Tab;script:alert(1))", "[p](java&Tab;script:alert(1))"] {
        let site = SiteTest::empty();
        site.write("site.yaml", "title: T\nbase_url: https://x.example/\nmarkdown: {html: escape}\n");
        site.write("content/posts/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        site.write("content/posts/2025-11-01-p.md", format!("---\ntitle: P\n---\n{body}\n"));
        assert_eq!(site.build().status, 1, "{body}");
    }
}

#[test]
fn templates_of_any_name_escape() {
    let site = SiteTest::empty();
    site.write("templates/odd.HTML", "<p>{{ page.title }}</p>");
    site.write("content/posts/2025-11-01-p.md", "---\ntitle: <script>x</script>\ntemplate: odd.HTML\n---\n");
    site.build_well();
    assert!(!site.page("2025/11/p/index.html").contains("<script>"));
}

#[test]
fn an_alias_redirects_one_path() {
    for alias in ["/*", "/x/:name/"] {
        let site = SiteTest::empty();
        site.write("content/posts/2025-11-01-p.md", format!("---\ntitle: P\naliases: [\"{alias}\"]\n---\n"));
        assert_eq!(site.build().status, 1, "{alias}");
    }
}

#[test]
#[cfg(unix)]
fn an_editors_lock_file_does_not_stop_a_build() {
    let site = SiteTest::empty();
    site.write("content/posts/2025-11-01-p.md", "---\ntitle: P\n---\n");
    std::os::unix::fs::symlink("me@host.1", site.root().join("content/posts/.#2025-11-01-p.md")).unwrap();
    site.build_well();
}

#[test]
fn an_alias_may_be_written_as_the_address_bar_has_it() {
    let site = SiteTest::empty();
    site.write("content/posts/2025-11-01-p.md", "---\ntitle: P\naliases: [/caf%C3%A9/]\n---\n");
    site.build_well();
    assert!(site.has("café/index.html"));
    assert!(site.page("_redirects").starts_with("/caf%C3%A9/ "));
}
