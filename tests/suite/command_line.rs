//! The program as people call it: what it prints, what it makes, and how it ends.

use std::path::Path;

use crate::extract::{attributes, element, text};
use crate::markup::tags;
use crate::site_test::{NOW, SiteTest};

/// Two posts, a draft, one of the future, one that is over, and a page.
fn calendar() -> SiteTest {
    let site = SiteTest::empty();
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/\ntimezone: America/New_York\n");
    site.post("2025-11-01-one", "One", "#AI").post("2025-11-02-two", "Two", "#AI");
    site.write("content/posts/2025-11-03-draft.md", "---\ntitle: A draft\ndraft: true\n---\n");
    site.write("content/posts/2025-12-24-eve.md", "---\ntitle: The eve\n---\n");
    site.write("content/posts/soon.md", "---\ntitle: Soon\ndate: 2025-11-23T07:00:01-05:00\n---\n");
    site.write("content/posts/2025-10-01-over.md", "---\ntitle: Over\nexpires: 2025-11-01\n---\n");
    site.write("content/about.md", "---\ntitle: About\n---\n");
    site
}

#[test]
fn the_closing_line_counts() {
    let site = calendar();
    let run = site.build_well();
    // Front page, about, tag index, the tag, the year, the month, 404, search.
    insta::assert_snapshot!(run.stdout, @"Built 2 posts, 8 pages, 1 tag: 35 files written in TIME s; left out: 1 draft, 2 scheduled (next due 2025-11-23 07:00 EST), 1 expired");
    let run = site.build_well();
    insta::assert_snapshot!(run.stdout, @"Built 2 posts, 8 pages, 1 tag: 0 files written, 35 unchanged in TIME s; left out: 1 draft, 2 scheduled (next due 2025-11-23 07:00 EST), 1 expired");
    site.remove("content/posts/2025-11-02-two.md").gone(&["/2025/11/two/"]);
    let run = site.build_well();
    assert!(run.stdout.starts_with("Built 1 post, 8 pages, 1 tag: "), "{}", run.stdout);
    assert!(run.stdout.contains(", 3 removed in TIME s"), "{}", run.stdout);
    assert_eq!(site.outputs().len(), 32);
}

#[test]
fn a_site_with_nothing_left_out_says_nothing_of_it() {
    let site = SiteTest::empty();
    let run = site.build_well();
    insta::assert_snapshot!(run.stdout, @"Built 0 posts, 4 pages, 0 tags: 24 files written in TIME s");
}

#[test]
fn drafts_and_future_posts_are_shown_when_asked_for() {
    let site = calendar();
    let paths = ["2025/11/draft/index.html", "2025/11/soon/index.html", "2025/12/eve/index.html"];
    let shown = |arguments: &[&str]| {
        let run = site.build_with(arguments);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{arguments:?}");
        (paths.map(|path| site.has(path)), run.stdout.split("; ").nth(1).unwrap_or_default().trim().to_owned())
    };
    let next = "(next due 2025-11-23 07:00 EST)";
    assert_eq!(shown(&[]), ([false; 3], format!("left out: 1 draft, 2 scheduled {next}, 1 expired")));
    assert_eq!(shown(&["--drafts"]), ([true, false, false], format!("left out: 2 scheduled {next}, 1 expired")));
    assert_eq!(shown(&["--future"]), ([false, true, true], "left out: 1 draft, 1 expired".to_owned()));
    assert_eq!(shown(&["--drafts", "--future"]), ([true; 3], "left out: 1 expired".to_owned()));
    assert_eq!(shown(&[]).0, [false; 3], "and they go again");
}

#[test]
fn what_is_not_published_yet_is_marked_when_shown() {
    let site = calendar();
    site.build_with(&["--drafts", "--future"]);
    for path in ["2025/11/draft/index.html", "2025/11/soon/index.html"] {
        let page = site.page(path);
        assert!(page.contains("content=\"noindex"), "{path}");
        assert!(page.contains("not on the published site"), "{path}");
    }
    assert!(!site.page("2025/11/one/index.html").contains("noindex"));
}

#[test]
fn now_says_what_is_published() {
    let site = calendar();
    let posts = |now: &str| {
        let run = site.build_with(&["--now", now]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        ["over", "one", "two", "soon", "eve"]
            .into_iter()
            .filter(|slug| site.outputs().iter().any(|path| path.ends_with(&format!("/{slug}/index.html"))))
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(posts("2025-10-31T00:00:00Z"), "over");
    // Midnight in New York, not in London.
    assert_eq!(posts("2025-11-01T03:59:59Z"), "over");
    assert_eq!(posts("2025-11-01T04:00:00Z"), "one");
    assert_eq!(posts("2025-11-23T12:00:00Z"), "one two");
    assert_eq!(posts("2025-11-23T12:00:01Z"), "one two soon");
    assert_eq!(posts("2026-01-01"), "one two soon eve");
}

#[test]
fn quiet_prints_nothing_but_problems() {
    let site = calendar();
    let run = site.build_with(&["--quiet"]);
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    site.post("2025-11-04-w", "W", "[x](/nowhere/)");
    let run = site.build_with(&["-q"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""));
    assert!(run.stderr.starts_with("warning: there is no page `/nowhere/`"), "{}", run.stderr);
}

#[test]
fn verbose_tells_the_stages() {
    let run = calendar().build_with(&["-v"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let stages: Vec<_> = run.stdout.lines().filter_map(|line| Some(line.trim().split_once(':')?.0)).collect();
    let all = ["load", "parse", "index", "pictures", "search", "plan", "render and write"];
    assert_eq!(stages[..7], all, "{}", run.stdout);
    assert!(run.stdout.lines().last().unwrap().starts_with("Built "));
}

#[test]
fn strict_makes_errors_of_warnings() {
    let site = calendar();
    site.build_well();
    let before = site.tree();
    site.post("2025-11-04-w", "W", "[x](/nowhere/)");
    let run = site.build_with(&["--strict"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.starts_with("error: there is no page `/nowhere/`"), "{}", run.stderr);
    assert!(run.stderr.ends_with("\n1 error\n"), "{}", run.stderr);
    assert!(site.tree() == before);
    assert_eq!(site.build().status, 0);
}

#[test]
fn bad_usage_ends_with_two() {
    let site = calendar();
    let wrong: [&[&str]; 14] = [
        &[],
        &["bake"],
        &["build", "--nonsense"],
        &["build", "extra"],
        &["build", "--now", "yesterday"],
        &["build", "--now", "2025-13-01"],
        &["build", "--jobs", "0"],
        &["build", "--jobs", "many"],
        &["build", "--format", "xml"],
        &["build", "--base-url", "news.example"],
        &["build", "--base-url", "ftp://news.example/"],
        &["build", "--quiet", "--verbose"],
        &["new"],
        &["init"],
    ];
    for arguments in wrong {
        let run = site.run(arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(
            run.stderr.contains("Usage: slugline") || run.stderr.contains("try '--help'"),
            "{arguments:?}: {}",
            run.stderr
        );
    }
    assert!(!site.root().join("public").exists());
}

#[test]
fn help_and_version_are_no_failure() {
    let site = SiteTest::nothing();
    for (arguments, said) in [
        (["--help"].as_slice(), "Commands:"),
        (&["build", "--help"], "--base-url <URL>"),
        (&["new", "--help"], "--section <SECTION>"),
        (&["init", "--help"], "--ci <SERVICE>"),
        (&["tags", "--help"], "--sort <SORT>"),
        (&["tags", "merge", "--help"], "<OLD>... into <NEW>"),
        (&["--version"], concat!("slugline ", env!("CARGO_PKG_VERSION"))),
    ] {
        let run = site.run(arguments);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(run.stdout.contains(said), "{arguments:?}: {}", run.stdout);
    }
}

#[test]
fn help_names_every_argument_of_build() {
    let help = SiteTest::nothing().run(&["build", "--help"]).stdout;
    for argument in
        ["root", "out", "base-url", "drafts", "future", "now", "jobs", "strict", "format", "quiet", "verbose"]
    {
        assert!(help.contains(&format!("--{argument}")), "--{argument} is not in\n{help}");
    }
}

#[test]
fn a_root_that_is_not_there_is_an_error() {
    let run = SiteTest::empty().build_with(&["--root", "nowhere"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("there is no `site.yaml` in `nowhere`"), "{}", run.stderr);
}

#[test]
fn a_site_is_built_from_any_folder_into_any_folder() {
    let site = calendar();
    let run = site.run(&["build", "--root", ".", "--out", "../deep/er/out", "--now", NOW]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let out = crate::site_test::tree(&site.parent().join("deep/er/out"));
    site.build_well();
    assert!(out == site.tree());
}

// --base-url

#[test]
fn a_base_url_with_a_path_is_in_every_address() {
    let site = SiteTest::of("wire");
    let run = site.build_with(&["--base-url", "https://example.org/blog"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let mut addresses = 0;
    for path in site.outputs().iter().filter(|path| Path::new(path).extension().is_some_and(|e| e == "html")) {
        let page = site.page(path);
        assert!(!page.contains("news.example"), "{path} names the configured address");
        for tag in tags(&page) {
            for (name, value) in tag.attributes.iter().filter(|(name, _)| matches!(name.as_str(), "href" | "src")) {
                if let Some(path) = value.strip_prefix("https://example.org") {
                    assert!(path.starts_with("/blog/"), "{name}={value}");
                }
                if value.starts_with('/') {
                    addresses += 1;
                    assert!(value.starts_with("/blog/"), "{path}: {name}={value}");
                    let target = value["/blog/".len()..].split(['#', '?']).next().unwrap();
                    let target = percent_encoding::percent_decode_str(target).decode_utf8().unwrap();
                    let file = if target.is_empty() || target.ends_with('/') {
                        format!("{target}index.html")
                    } else {
                        target.to_string()
                    };
                    assert!(site.has(&file), "{path}: {name}={value} leads nowhere");
                }
            }
            if tag.get("http-equiv") == Some("refresh") {
                assert!(tag.get("content").unwrap().contains("url=/blog/"), "{path}: {tag:?}");
            }
        }
    }
    assert!(addresses > 500, "{addresses} addresses");
    for line in site.page("_redirects").lines() {
        let words: Vec<_> = line.split(' ').collect();
        assert!(words.len() == 3 && words[..2].iter().all(|path| path.starts_with("/blog/")), "{line}");
    }
    assert_eq!(attributes(&site.page("2025/10/cuts/index.html"), "href")[0], "https://example.org/blog/2025/10/cuts/");
}

// slugline new

#[test]
fn new_begins_a_post() {
    let site = SiteTest::empty();
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/\ntimezone: America/New_York\n");
    let run = site.run(&[
        "new",
        "The tides turn",
        "--tag",
        "AI",
        "--tag",
        "#C++",
        "--section",
        "Business",
        "--draft",
        "--now",
        "2025-11-23T03:00:00Z",
    ]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    // Still the day before in New York.
    assert_eq!(run.stdout, "Created content/posts/2025-11-22-the-tides-turn.md\n");
    let text = std::fs::read_to_string(site.root().join("content/posts/2025-11-22-the-tides-turn.md")).unwrap();
    insta::assert_snapshot!(text, @r#"
    ---
    title: "The tides turn"
    date: 2025-11-22T22:00:00-05:00
    description: ""
    hashtags: ["AI", "C++"]
    section: "Business"
    draft: true
    ---
    "#);
    assert!(site.build_well().stdout.contains("left out: 1 draft"));
    assert_eq!(site.build_with(&["--drafts", "--strict"]).status, 0);
    assert!(site.has("2025/11/the-tides-turn/index.html") && site.has("tags/c-plus-plus/index.html"));
}

#[test]
fn new_takes_any_title() {
    let titles = [
        "AI Overhaul: Amazon Cuts 14,000",
        "\"Quoted\" and 'single' \\ back",
        "🚀",
        "日本語の見出し",
        "- not a list",
        "#NotAComment",
        "null",
        "true",
        "42",
        "../../etc/passwd",
        "a/b\\c",
        "  spaces  ",
        "{braces} [brackets] & <b>",
        "Two\nlines\tand a tab",
        "C++ & C# on .NET",
        "~",
        "...",
    ];
    for title in titles {
        let site = SiteTest::empty();
        let run = site.run(&["new", "--now", NOW, "--", title]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{title:?}");
        let path = run.stdout.trim_end().strip_prefix("Created ").unwrap();
        assert!(path.starts_with("content/posts/2025-11-23-"), "{path}");
        assert_eq!(Path::new(path).components().count(), 3, "{path}");
        assert!(site.root().join(path).is_file(), "{path}");
        assert_eq!(site.build_with(&["--strict"]).stderr, "", "{title:?}");
        let page =
            site.outputs().into_iter().find(|path| path.starts_with("2025/11/") && path.matches('/').count() == 3);
        let page = site.page(&page.unwrap());
        assert_eq!(text(element(&page, "<h1")), title.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

#[test]
fn new_takes_a_long_title() {
    let site = SiteTest::empty();
    let title = "A very long headline ".repeat(20);
    let run = site.run(&["new", title.trim(), "--now", NOW]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    site.build_well();
}

#[test]
fn new_takes_odd_tags_and_sections() {
    let site = SiteTest::empty();
    let run = site.run(&[
        "new",
        "One",
        "--tag",
        "C#",
        "--tag",
        "two words",
        "--tag",
        "a \"b\": c",
        "--section",
        "R&D: \"X\"",
        "--now",
        NOW,
    ]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    site.build_well();
    assert!(site.has("tags/c-sharp/index.html") && site.has("tags/two-words/index.html"));
    assert!(site.has("sections/r-and-d-x/index.html"), "{:?}", site.outputs());
}

#[test]
fn new_never_overwrites() {
    let site = SiteTest::empty();
    let new = ["new", "The tides", "--now", NOW];
    assert_eq!(site.run(&new).status, 0);
    site.write("content/posts/2025-11-23-the-tides.md", "mine");
    let run = site.run(&new);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    insta::assert_snapshot!(run.stderr, @r#"
    error: `./content/posts/2025-11-23-the-tides.md` is there already
     |
     = help: nothing was overwritten; choose another name

    1 error
    "#);
    let kept = std::fs::read_to_string(site.root().join("content/posts/2025-11-23-the-tides.md")).unwrap();
    assert_eq!(kept, "mine");
}

#[test]
fn new_needs_a_title_and_a_site() {
    let site = SiteTest::empty();
    for title in ["", "  "] {
        let run = site.run(&["new", title, "--now", NOW]);
        assert_eq!(run.status, 1);
        assert!(run.stderr.contains("a post needs a title"), "{}", run.stderr);
    }
    let run = SiteTest::nothing().run(&["new", "Title", "--now", NOW]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("there is no `site.yaml`"), "{}", run.stderr);
    assert!(!site.root().join("content").exists());
}

#[test]
fn new_finds_the_site_by_root() {
    let site = SiteTest::empty();
    let run = site.run(&["new", "Title", "--now", NOW, "--root", "../site"]);
    assert_eq!(run.status, 0);
    assert!(site.root().join("content/posts/2025-11-23-title.md").is_file());
}

// slugline init

#[test]
fn init_makes_a_site_that_builds_at_once() {
    let site = SiteTest::nothing();
    let run = site.run(&["init", "paper"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, "Made a site in paper. Next: slugline serve --open --root paper\n");
    // By the clock, as a person does it.
    let run = site.run(&["build", "--root", "paper", "--strict"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.starts_with("Built 1 post, "), "{}", run.stdout);
    assert!(!run.stdout.contains("left out"), "{}", run.stdout);
    let front = std::fs::read_to_string(site.root().join("paper/public/index.html")).unwrap();
    assert!(front.contains("The first edition"));
    let run = site.run(&["new", "Second", "--root", "paper"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(site.run(&["build", "--root", "paper", "--strict"]).stdout.starts_with("Built 2 posts, "));
}

#[test]
fn init_never_overwrites() {
    for present in ["site.yaml", "tags.yaml", "authors.yaml", "content/about.md"] {
        let site = SiteTest::nothing();
        site.write(present, "mine").write("letter.txt", "mine too");
        let before = crate::site_test::tree(&site.root());
        let run = site.run(&["init", "."]);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{present}");
        assert!(run.stderr.contains(&format!("{present}` is there already")), "{}", run.stderr);
        assert_eq!(crate::site_test::tree(&site.root()), before, "{present}");
    }
}

#[test]
fn init_leaves_what_is_there() {
    let site = SiteTest::nothing();
    site.write("README.md", "mine").write(".gitignore", "mine");
    assert_eq!(site.run(&["init", "."]).status, 0);
    let read = |path: &str| std::fs::read_to_string(site.root().join(path)).unwrap();
    assert_eq!((read("README.md").as_str(), read(".gitignore").as_str()), ("mine", "mine"));
    site.build_with(&["--now", "2100-01-01T00:00:00Z"]);
    assert!(site.has("index.html"));
}

#[test]
fn init_twice_in_one_folder_is_refused() {
    let site = SiteTest::nothing();
    assert_eq!(site.run(&["init", "paper"]).status, 0);
    let before = crate::site_test::tree(&site.root());
    assert_eq!(site.run(&["init", "paper"]).status, 1);
    assert_eq!(crate::site_test::tree(&site.root()), before);
}
