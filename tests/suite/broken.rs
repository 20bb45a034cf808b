//! What a writer sees of mistakes: all of them in one run, each at its place, and nothing published.

use serde_json::Value;

use crate::site_test::{Run, SiteTest};

/// The fixture of files that are each broken in their own way, over a site that was built before.
fn thirty() -> SiteTest {
    let site = SiteTest::empty();
    site.post("2025-10-01-tides", "The tides turn", "As #OpenAI said.").post("2025-10-02-winds", "Winds", "Of change.");
    site.build_well();
    site.add("broken/thirty");
    site
}

/// A site of one post with this text.
fn one(text: &str) -> SiteTest {
    let site = SiteTest::empty();
    site.write("content/posts/2025-11-01-one.md", text);
    site
}

/// What `--format json` says, an object a problem.
fn json(site: &SiteTest) -> Vec<Value> {
    let run = site.build_with(&["--format", "json"]);
    run.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Path, line and column of a problem, and the text under its caret.
fn place(site: &SiteTest, problem: &Value) -> (String, u64, u64, String) {
    let number = |key: &str| problem[key].as_u64().unwrap_or_else(|| panic!("no {key}: {problem}"));
    let path = problem["path"].as_str().unwrap();
    let bytes = std::fs::read(site.root().join(path)).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let line = text.lines().nth(usize::try_from(number("line")).unwrap() - 1).unwrap_or_default();
    let (from, to) = (number("column"), number("end_column"));
    let same_line = number("line") == number("end_line");
    let to = if same_line { to } else { u64::MAX };
    let caret = line.chars().zip(1..).filter(|(_, column)| (from..to).contains(column)).map(|(c, _)| c).collect();
    (path.to_owned(), number("line"), from, caret)
}

fn headlines(problems: &[Value]) -> Vec<&str> {
    problems.iter().map(|problem| problem["message"].as_str().unwrap()).collect()
}

/// The one problem of a site.
fn only(site: &SiteTest) -> Value {
    let problems = json(site);
    assert_eq!(problems.len(), 1, "one cause, one report: {:#?}", headlines(&problems));
    problems.into_iter().next().unwrap()
}

/// The one problem of a post: its headline, line and column, and the text under the caret.
fn only_of(text: &str) -> (String, u64, u64, String) {
    let site = one(text);
    let problem = only(&site);
    let (_, line, column, caret) = place(&site, &problem);
    (problem["message"].as_str().unwrap().to_owned(), line, column, caret)
}

#[test]
fn thirty_broken_files_are_reported_in_one_run() {
    let site = thirty();
    let before = site.tree();
    let run = site.build_with(&["-v"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    insta::assert_snapshot!(run.stderr);
    assert_eq!(site.tree(), before, "the former output is untouched");
}

#[test]
fn the_first_twenty_are_drawn_and_the_rest_counted() {
    let site = thirty();
    let Run { status, stderr, .. } = site.build();
    assert_eq!(status, 1);
    assert_eq!(stderr.lines().filter(|line| line.starts_with("error: ")).count(), 20);
    let all = json(&site);
    let in_short = stderr.lines().filter(|line| line.contains(": error: ")).count();
    assert_eq!(20 + in_short, all.len());
    assert_eq!(stderr.lines().last(), Some(format!("{} errors", all.len()).as_str()));
}

#[test]
fn other_formats_say_the_same() {
    let site = thirty();
    let count = json(&site).len();
    for (format, lines) in [("short", count + 1), ("github", count), ("json", count)] {
        let run = site.build_with(&["--format", format]);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{format}");
        assert_eq!(run.stderr.lines().count(), lines, "{format}: a line each, and in `short` the sum");
        insta::assert_snapshot!(format!("thirty_{format}"), run.stderr);
    }
}

/// Checked by hand: path, line, column, and the smallest wrong text.
const PLACES: &[(&str, u64, u64, &str)] = &[
    ("authors.yaml", 3, 3, "twiter"),
    ("content/posts/2025-10-01-unclosed-front-matter.md", 1, 1, "---"),
    ("content/posts/2025-10-03-colon.md", 2, 19, ":"),
    ("content/posts/2025-10-08-duplicate-key.md", 4, 1, "title"),
    ("content/posts/2025-10-10-month.md", 3, 7, "2025-13-04"),
    ("content/posts/2025-10-11-day.md", 3, 7, "2025-02-30"),
    ("content/posts/2025-10-12-hour.md", 3, 7, "\"2025-10-12T25:00:00Z\""),
    ("content/posts/2025-10-13-updated.md", 3, 10, "2025-10-12"),
    ("content/posts/2025-10-14-unknown-key.md", 3, 1, "hashtag"),
    ("content/posts/2025-10-15-image-key.md", 3, 52, "credits"),
    ("content/posts/2025-10-17-caption-of-nothing.md", 4, 3, "images/foto.png"),
    ("content/posts/2025-10-18-missing-image.md", 4, 42, "images/phto.png"),
    ("content/posts/2025-10-19-missing-lead.md", 3, 8, "images/lead.jpg"),
    ("content/posts/2025-10-20-missing-static.md", 4, 11, "/images/logo.png"),
    ("content/posts/2025-10-21-other-host.md", 4, 12, "https://cdn.example/photo.png"),
    ("content/posts/2025-10-22-climbing.md", 4, 12, "../../../x.png"),
    ("content/posts/2025-10-23-dead-links.md", 6, 18, "2025-10-14-unknown-keys.md"),
    ("content/posts/2025-10-23-dead-links.md", 7, 47, "#part-two"),
    ("content/posts/2025-10-23-dead-links.md", 8, 25, "#part-to"),
    ("content/posts/2025-10-23-dead-links.md", 13, 10, "../tides.md"),
    ("content/posts/2025-10-24-hashtags-comment.md", 3, 11, "#AI #Amazon"),
    ("content/posts/2025-10-25-empty-hashtag.md", 3, 16, "\"#\""),
    ("content/posts/2025-10-25-empty-hashtag.md", 3, 21, "\"  \""),
    ("content/posts/2025-10-26-both.md", 4, 1, "tags"),
    ("content/posts/2025-10-27-bad-values.md", 3, 7, "../etc/passwd"),
    ("content/posts/2025-10-27-bad-values.md", 4, 11, "old-name"),
    ("content/posts/2025-10-27-bad-values.md", 4, 21, "/../up/"),
    ("content/posts/2025-10-27-bad-values.md", 4, 30, "\"//host/x\""),
    ("content/posts/2025-10-27-bad-values.md", 4, 42, "/"),
    ("content/posts/2025-10-27-bad-values.md", 5, 16, "news.example/x"),
    ("content/posts/2025-10-27-bad-values.md", 6, 7, "english language"),
    ("content/posts/2025-10-27-bad-values.md", 7, 11, "long-read.html"),
    ("content/posts/2025-10-27-bad-values.md", 8, 8, "maybe"),
    ("content/posts/2025-10-28-twins-two.md", 3, 7, "twins"),
    ("content/posts/2025-10-29-alias-in-the-way.md", 3, 11, "/about/"),
    ("content/posts/2025-10-30-tags-of-one-slug.md", 3, 17, "c-plus-plus"),
    ("content/posts/2025-11-01-latin-1.md", 4, 4, "\u{fffd}"),
    ("content/posts/2025-11-02-crlf.md", 3, 7, "2025-11-00"),
    ("content/posts/2025-11-02-crlf.md", 6, 6, "none.png"),
    ("content/posts/2025-11-03-bom.md", 3, 11, "perhaps"),
    ("site.yaml", 3, 11, "America/New_Yrok"),
    ("site.yaml", 4, 19, ":title"),
    ("site.yaml", 5, 14, "0"),
    ("site.yaml", 6, 1, "langauge"),
    ("site.yaml", 7, 18, "allowed"),
    ("tags.yaml", 3, 1, "ai"),
    ("templates/post.html", 3, 19, "}"),
];

#[test]
fn carets_are_under_the_smallest_wrong_text() {
    let site = thirty();
    let found: Vec<_> =
        json(&site).iter().filter(|problem| problem["line"].is_u64()).map(|problem| place(&site, problem)).collect();
    let missing: Vec<_> = PLACES
        .iter()
        .filter(|(path, line, column, text)| {
            !found.iter().any(|(p, l, c, t)| (p.as_str(), *l, *c, t.as_str()) == (*path, *line, *column, *text))
        })
        .collect();
    assert!(missing.is_empty(), "nothing at {missing:#?}\namong {found:#?}");
}

#[test]
fn every_problem_has_a_file_and_says_what_to_do() {
    let problems = json(&thirty());
    let without = |key: &str| -> Vec<String> {
        let lacking = problems.iter().filter(|problem| problem[key].is_null());
        lacking.map(|problem| format!("{}: {}", problem["path"], problem["message"])).collect()
    };
    assert_eq!(without("path"), Vec::<String>::new(), "without a file");
    assert_eq!(without("help"), Vec::<String>::new(), "without help");
}

#[test]
fn problems_are_sorted_by_path_and_line() {
    let problems = json(&thirty());
    let places: Vec<_> = problems
        .iter()
        .map(|problem| {
            let number = |key: &str| problem[key].as_u64().unwrap_or(0);
            (problem["path"].as_str().unwrap_or_default(), number("line"), number("column"))
        })
        .collect();
    assert!(places.is_sorted(), "{places:#?}");
}

#[test]
fn a_value_that_is_no_text_is_reported_once() {
    let (headline, line, column, caret) = only_of("---\ntitle: [A, list]\n---\n");
    assert_eq!((headline.as_str(), line, column), ("`title` must be text", 2, 8));
    assert!(caret.starts_with('['), "{caret}");
}

#[test]
fn front_matter_that_is_no_mapping_is_reported_once() {
    assert_eq!(
        only_of("---\nJust words\n---\n"),
        ("front matter must be a mapping".to_owned(), 2, 1, "Just words".to_owned())
    );
}

#[test]
fn an_unclosed_bracket_is_reported_where_it_opens() {
    let (_, line, column, caret) = only_of("---\ntitle: A\nhashtags: [Amazon, AI\nsection: Business\n---\n");
    assert_eq!((line, column), (3, 11), "{caret}");
}

#[test]
fn a_tab_is_reported_where_it_stands() {
    let (headline, line, column, _) = only_of("---\ntitle: A\nextra:\n\tkey: value\n---\n");
    assert_eq!((headline.as_str(), line, column), ("this is not valid YAML", 4, 1));
}

#[test]
fn hashtags_with_a_hash_in_a_list_are_explained() {
    let site = one("---\ntitle: A\nhashtags: [#Amazon, #AI]\n---\n");
    let problem = only(&site);
    assert_eq!(problem["line"], 3);
    let help = problem["help"].as_str().unwrap_or_default();
    assert!(help.contains('"') || help.contains("without"), "what to type is missing: {problem}");
}

#[test]
fn tags_that_share_a_slug_are_reported_once() {
    let site = one("---\ntitle: A\nhashtags: [C++, c-plus-plus]\n---\n");
    let problem = only(&site);
    assert_eq!(problem["message"], "the tags `C++` and `c-plus-plus` would share the address `/tags/c-plus-plus/`");
    assert_eq!(problem["notes"][0]["line"], 3);
    site.write("tags.yaml", "C++: {slug: cpp}\n");
    site.build_well();
    assert!(site.has("tags/cpp/index.html") && site.has("tags/c-plus-plus/index.html"));
}

#[test]
fn an_alias_of_tags_that_stands_twice_is_reported_once() {
    let site = one("---\ntitle: A\nhashtags: [AI, Amazon]\n---\n");
    site.write("tags.yaml", "AI: {aliases: [Intelligence]}\nAmazon: {aliases: [intelligence]}\n");
    let problem = only(&site);
    assert_eq!(problem["message"], "the tag `intelligence` stands here twice");
    assert_eq!((problem["line"].as_u64(), problem["notes"][0]["line"].as_u64()), (Some(2), Some(1)));
}

#[test]
fn a_wrong_date_brings_no_other_report() {
    let site = SiteTest::empty();
    site.write("content/posts/undated.md", "---\ntitle: A\ndate: 2025-13-01\nhashtags: [AI]\n---\nBody.\n");
    assert_eq!(only(&site)["message"], "invalid date `2025-13-01`");
}

#[test]
fn a_link_to_the_page_of_a_broken_post_brings_no_other_report() {
    let site = SiteTest::empty();
    site.write("content/posts/2025-11-01-bad.md", "---\ntitle: A: B\n---\n");
    site.post("2025-11-02-good", "Good", "[by file](2025-11-01-bad.md#part), [by address](/2025/11/bad/)");
    assert_eq!(only(&site)["message"], "this is not valid YAML");
}

#[test]
fn a_missing_configuration_is_one_error() {
    let site = SiteTest::nothing();
    let run = site.build();
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.stderr, @r#"
    error: there is no `site.yaml` in `.`
     |
     = help: make a site with `slugline init DIR`, or name its folder with `--root`

    1 error
    "#);
}

#[test]
fn an_empty_configuration_is_an_error() {
    let site = SiteTest::nothing();
    for text in ["", "# nothing yet\n"] {
        site.write("site.yaml", text);
        let problems = json(&site);
        assert_eq!(headlines(&problems), ["`title` is missing", "`base_url` is missing"], "{text:?}");
    }
}

#[test]
fn syntax_errors_of_all_templates_are_reported() {
    let site = SiteTest::empty();
    site.write("templates/post.html", "{{ page.title }\n").write("templates/tag.html", "{% if %}\n");
    site.post("2025-11-01-one", "One", "Body.");
    let problems = json(&site);
    let places: Vec<_> = problems.iter().map(|problem| (problem["path"].as_str(), problem["line"].as_u64())).collect();
    assert_eq!(places, [(Some("templates/post.html"), Some(1)), (Some("templates/tag.html"), Some(1))]);
}

#[test]
fn names_that_mean_nothing_in_templates_are_reported() {
    let site = SiteTest::empty();
    site.write("templates/post.html", "<p>\n{{ page.title | uper }}</p>\n{{ page.title | shout }}\n");
    site.write("templates/tag.html", "{% include \"torrent.html\" %}\n");
    let problems = json(&site);
    assert_eq!(
        headlines(&problems),
        ["unknown filter `uper`", "unknown filter `shout`", "unknown template `torrent.html`"]
    );
    let places: Vec<_> = problems.iter().map(|problem| place(&site, problem)).collect();
    assert_eq!(
        places,
        [
            ("templates/post.html".to_owned(), 2, 17, "uper".to_owned()),
            ("templates/post.html".to_owned(), 3, 17, "shout".to_owned()),
            ("templates/tag.html".to_owned(), 1, 12, "\"torrent.html\"".to_owned()),
        ]
    );
    assert_eq!(problems[0]["help"], "did you mean `upper`?");
}

#[test]
fn a_parent_that_is_not_there_is_reported() {
    let site = SiteTest::empty();
    site.write("templates/post.html", "{% extends \"bass.html\" %}\n");
    let problem = only(&site);
    let (path, line, column, caret) = place(&site, &problem);
    assert_eq!((path.as_str(), line, column), ("templates/post.html", 1, 13));
    assert_eq!(caret, "bass.html");
    assert_eq!(problem["help"], "did you mean `base.html`?");
}

#[test]
fn a_template_that_fails_on_many_pages_is_reported_once() {
    let site = SiteTest::of("broken/template");
    let before = site.tree();
    let run = site.build();
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    insta::assert_snapshot!(run.stderr);
    assert_eq!(site.tree(), before, "nothing is left behind");
}

#[test]
fn which_page_stands_in_a_template_error_does_not_depend_on_threads() {
    let site = SiteTest::of("broken/template");
    let one = site.build_with(&["--jobs", "1"]).stderr;
    for _ in 0..5 {
        assert_eq!(site.build_with(&["--jobs", "4"]).stderr, one);
    }
}

#[test]
fn template_errors_are_reported_beside_those_of_the_content() {
    let site = SiteTest::of("broken/template");
    site.write("content/posts/2025-11-09-bad.md", "---\ntitle: Bad\ndate: 2025-13-01\n---\n");
    let problems = json(&site);
    let paths: Vec<_> = problems.iter().map(|problem| problem["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["content/posts/2025-11-09-bad.md", "templates/post.html"]);
}

#[test]
fn warnings_alone_do_not_stop_a_build() {
    let site = one("---\ntitle: A\n---\n[nowhere](/nowhere/)\n");
    let run = site.build();
    assert_eq!(run.status, 0);
    insta::assert_snapshot!(run.stderr, @r#"
    warning: there is no page `/nowhere/`
     --> content/posts/2025-11-01-one.md:4:11
      |
    4 | [nowhere](/nowhere/)
      |           ^^^^^^^^^ nothing of this site stands there
      |
      = help: link to a source file, such as `other-post.md`, to have the address right always

    1 warning
    "#);
    assert!(site.has("2025/11/one/index.html"));
}

#[test]
fn a_picture_of_the_configuration_that_is_not_there_is_an_error() {
    let site = one("---\ntitle: A\nauthor: jane\n---\n");
    site.write("authors.yaml", "jane: {image: images/jane.jpg}\n");
    let problem = only(&site);
    assert_eq!(place(&site, &problem), ("authors.yaml".to_owned(), 1, 15, "images/jane.jpg".to_owned()));
    site.remove("authors.yaml");
    site.write("site.yaml", "title: T\nbase_url: https://news.example/\npublisher: {logo: images/logo.png}\n");
    let problem = only(&site);
    assert_eq!(place(&site, &problem), ("site.yaml".to_owned(), 3, 19, "images/logo.png".to_owned()));
}

#[test]
fn a_title_or_description_that_ends_before_a_hashtag_is_told() {
    let site = one("---\ntitle: Google buys #1 chip maker\ndescription: What #AI does # for us\n---\nText.\n");
    let problems = json(&site);
    let said: Vec<_> = problems.iter().map(|problem| place(&site, problem).3).collect();
    assert_eq!(said, ["#1 chip maker", "#AI does # for us"], "{problems:#?}");
    assert_eq!(problems[0]["severity"], "warning");
    assert_eq!(problems[0]["help"], "put all of it in quotes: `title: \"Google buys #1 chip maker\"`");
    for title in ["T # a note", "T #", "T ## a note", "\"T #1\"", "T#1", "'T' # 1"] {
        assert_eq!(json(&one(&format!("---\ntitle: {title}\n---\nText.\n"))), [""; 0], "{title}");
    }
}
