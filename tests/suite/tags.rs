//! `slugline tags`: the list, and merging and renaming tags in the files that people wrote.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::site_test::{NOW, Run, SiteTest};

/// The file of a post of a day of October 2025.
fn post_path(day: usize) -> String {
    format!("content/posts/2025-10-{day:02}-post-{day}.md")
}

/// A site with a `tags.yaml` and a post for each list of hashtags, a day each, the first on the first of October 2025.
fn site(tags: &str, posts: &[&str]) -> SiteTest {
    let site = SiteTest::empty();
    if !tags.is_empty() {
        site.write("tags.yaml", tags);
    }
    for (at, hashtags) in posts.iter().enumerate() {
        let path = post_path(at + 1);
        site.write(&path, format!("---\ntitle: Post {at}\nhashtags: {hashtags}\n---\nText.\n"));
    }
    site
}

fn tags(site: &SiteTest, arguments: &[&str]) -> Run {
    site.run(&[&["tags"], arguments].concat())
}

/// Runs `slugline tags` with `--write`, which must work.
fn write(site: &SiteTest, arguments: &[&str]) -> String {
    let run = tags(site, &[arguments, &["--write"]].concat());
    assert_eq!(run.status, 0, "{}", run.stderr);
    run.stdout + &run.stderr
}

/// The files that people wrote.
fn sources(site: &SiteTest) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(site.root()).into_iter().map(Result::unwrap) {
        let path = entry.path().strip_prefix(site.root()).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_file() && !path.starts_with("public") && !path.starts_with(".slugline") {
            files.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

#[test]
fn the_list_has_counts_and_the_last_use() {
    let site =
        site("AI: {aliases: [ML]}\nUnused:\nHush: {hidden: true}\n", &["[AI, Chips, Hush]", "[ml]", "[Chips]", "[ai]"]);
    site.write("content/posts/2026-01-01-next.md", "---\ntitle: Next\nhashtags: [Chips, Soon]\n---\n");
    site.write("content/posts/2025-10-09-draft.md", "---\ntitle: Draft\nhashtags: [AI]\ndraft: true\n---\n");
    let list = |arguments: &[&str]| {
        let run = tags(&site, &[arguments, &["--now", NOW]].concat());
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        run.stdout
    };
    assert_eq!(list(&[]), "3  2025-10-04  AI  (also ML)\n2  2025-10-03  Chips\n0  never       Unused\n");
    let names = |text: String| -> Vec<String> {
        text.lines().map(|line| line[15..].trim_end().replace("  (also ML)", "")).collect()
    };
    assert_eq!(names(list(&["--sort", "last"])), ["AI", "Chips", "Unused"]);
    assert_eq!(names(list(&["--sort", "last", "--future"])), ["Chips", "Soon", "AI", "Unused"].map(str::to_owned));
    assert_eq!(names(list(&["--sort", "name", "--future"])), ["AI", "Chips", "Soon", "Unused"]);
    assert!(list(&["--drafts"]).starts_with("4  2025-10-09  AI"));
    assert_eq!(
        list(&["--format", "json", "--sort", "name"]).lines().next().unwrap(),
        r#"{"aliases":["ML"],"last":"2025-10-04","name":"AI","path":"/tags/ai/","posts":3}"#
    );
}

#[test]
fn a_merge_is_shown_and_not_written_unless_asked() {
    let site = site("# Ours\nAI:\n  title: Machines # yes\n", &["[AI, ML]", "[\"ML\", Chips]"]);
    let before = sources(&site);
    let run = tags(&site, &["merge", "ML", "into", "AI", "--edit-posts"]);
    assert_eq!(sources(&site), before);
    assert_eq!(run.status, 0);
    insta::assert_snapshot!(run.stdout + &run.stderr, @r#"
    --- a/tags.yaml
    +++ b/tags.yaml
    @@ -1,3 +1,4 @@
     # Ours
     AI:
       title: Machines # yes
    +  aliases: [ML]
    --- a/content/posts/2025-10-01-post-1.md
    +++ b/content/posts/2025-10-01-post-1.md
    @@ -1,5 +1,5 @@
     ---
     title: Post 0
    -hashtags: [AI, ML]
    +hashtags: [AI]
     ---
     Text.
    --- a/content/posts/2025-10-02-post-2.md
    +++ b/content/posts/2025-10-02-post-2.md
    @@ -1,5 +1,5 @@
     ---
     title: Post 1
    -hashtags: ["ML", Chips]
    +hashtags: ["AI", Chips]
     ---
     Text.
    would change tags.yaml and 2 posts; nothing was written, add `--write` for that
    "#);
    assert_eq!(write(&site, &["merge", "ML", "into", "AI", "--edit-posts"]), "Changed tags.yaml and 2 posts\n");
    assert_eq!(site.source("tags.yaml"), "# Ours\nAI:\n  title: Machines # yes\n  aliases: [ML]\n");
    assert!(site.source(&post_path(1)).contains("hashtags: [AI]\n"));
    assert!(site.source(&post_path(2)).contains("hashtags: [\"AI\", Chips]\n"));
    assert_eq!(write(&site, &["merge", "ML", "into", "AI", "--edit-posts"]), "Nothing to change\n");
}

#[test]
fn a_merge_keeps_every_address() {
    let entries = "AI: {slug: machines}\nML: {aliases: [Learning], slug: deep}\nDeepLearning:\n";
    let site = site(entries, &["[AI, ML]", "[Learning, Robots]", "[DeepLearning]", "[Robots]"]);
    site.build_well();
    let before = site.outputs();
    let said = write(&site, &["merge", "ML", "DeepLearning", "Robots", "into", "AI"]);
    assert_eq!(said, "Changed tags.yaml\n");
    assert_eq!(site.source("tags.yaml"), "AI: {slug: machines, aliases: [ML, Learning, deep, DeepLearning, Robots]}\n");
    // A build tells which addresses were lost.
    let run = site.build_with(&["--strict"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let is_page = |path: &&String| path.ends_with("index.html") && path.starts_with("tags/");
    for path in before.iter().filter(is_page) {
        assert!(site.has(path), "{path}");
    }
    for old in ["deep", "deeplearning", "robots"] {
        assert!(site.page(&format!("tags/{old}/index.html")).contains("/tags/machines/"), "{old}");
    }
    let counts = tags(&site, &["--now", NOW]).stdout;
    assert_eq!(counts, "4  2025-10-04  AI  (also ML, Learning, deep, DeepLearning, Robots)\n");
}

#[test]
fn what_was_said_of_a_merged_tag_goes_and_is_told() {
    let site = site("ML: {title: Learning, hidden: true, slug: ab cd}\nAI:\nC: {aliases: [x]}\n", &["[AI]"]);
    let said = write(&site, &["merge", "ML", "into", "AI"]);
    insta::assert_snapshot!(said, @r#"
    Changed tags.yaml
    what `tags.yaml` says of `ML` goes with it: title, hidden
    "#);
    assert_eq!(site.source("tags.yaml"), "AI: {aliases: [ML, ab-cd]}\nC: {aliases: [x]}\n");
}

#[test]
fn hashtags_of_posts_are_edited_where_they_stand_alone() {
    let site = SiteTest::empty();
    let body = "As #ML said, `#ML` and [#ML](/).\n\n#Chips #ML, #DeepMl\n";
    for (name, before, after) in [
        ("flow", "hashtags: [\"#ML\", 'Chips' ]  # so", "hashtags: [\"#AI\", 'Chips' ]  # so"),
        ("block", "tags:\n- Chips # one\n-   ml # two", "tags:\n- Chips # one\n-   AI # two"),
        ("both", "tags:\n- AI\n- ML # gone\n- C", "tags:\n- AI\n- C"),
        ("text", "hashtags: \"#ML #DeepML #Chips\"", "hashtags: \"#AI #Chips\""),
        ("first", "hashtags: '#ML, #AI'", "hashtags: '#AI'"),
        ("commas", "hashtags: Chips, ML, C", "hashtags: Chips, AI, C"),
        ("one", "hashtags: ML", "hashtags: AI"),
        ("none", "hashtags:", "hashtags:"),
    ] {
        let post =
            |tags: &str, body: &str| format!("---\r\ntitle: {name}\r\n{}\r\n---\r\n{body}", tags.replace('\n', "\r\n"));
        let path = format!("content/posts/2025-10-01-{name}.md");
        site.write(&path, post(before, body));
        site.write("expected", post(after, "As #ML said, `#ML` and [#ML](/).\n\n#Chips #AI\n"));
        write(&site, &["merge", "ML", "DeepML", "into", "AI", "--edit-posts"]);
        assert_eq!(site.source(&path), site.source("expected"), "{name}");
        site.remove(&path).remove("expected").remove("tags.yaml");
    }
}

#[test]
fn a_name_that_fits_no_last_line_is_left_to_the_alias() {
    let site = SiteTest::empty();
    site.post("2025-10-01-post-1", "Post", "Text.\n\n#RandD #ML");
    write(&site, &["rename", "RandD", "R & D: all", "--edit-posts"]);
    assert!(site.source(&post_path(1)).ends_with("\n#RandD #ML\n"));
    assert_eq!(site.source("tags.yaml"), "\"R & D: all\": {aliases: [RandD]}\n");
    write(&site, &["rename", "ML", "machine learning", "--edit-posts"]);
    assert!(site.source(&post_path(1)).ends_with("\n#RandD #machine-learning\n"));
    site.build_well();
}

#[test]
fn a_renamed_tag_leads_on_from_its_former_name() {
    let site = site("# Of ours\nML: {title: Learning, aliases: [Deep]} # so\n", &["[ML, Chips]", "[Deep]"]);
    site.build_well();
    assert_eq!(write(&site, &["rename", "ml", "MachineLearning"]), "Changed tags.yaml\n");
    assert_eq!(site.source("tags.yaml"), "# Of ours\nMachineLearning: {title: Learning, aliases: [Deep, ML]} # so\n");
    let run = site.build_with(&["--strict"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(site.page("tags/ml/index.html").contains("/tags/machinelearning/"));
    // One that `tags.yaml` does not know, another spelling, and a former alias.
    write(&site, &["rename", "Chips", "Semiconductors"]);
    write(&site, &["rename", "Semiconductors", "SemiConductors"]);
    write(&site, &["rename", "MachineLearning", "Deep"]);
    assert_eq!(
        site.source("tags.yaml"),
        "# Of ours\nDeep: {title: Learning, aliases: [MachineLearning, ML]} # so\nSemiConductors: {aliases: [Chips]}\n"
    );
    assert_eq!(site.build_with(&["--strict"]).status, 0);
}

#[test]
fn a_new_spelling_needs_no_alias() {
    let site = site("", &["[ai, Chips]", "[ai]"]);
    assert_eq!(write(&site, &["rename", "ai", "AI", "--edit-posts"]), "Changed tags.yaml and 2 posts\n");
    assert_eq!(site.source("tags.yaml"), "AI: {}\n");
    assert!(site.source(&post_path(1)).contains("hashtags: [AI, Chips]\n"));
    assert_eq!(write(&site, &["rename", "ai", "AI", "--edit-posts"]), "Nothing to change\n");
}

#[test]
fn what_makes_no_sense_is_refused_with_what_to_type() {
    let site = site("AI: {aliases: [ML]}\nRobots: {aliases: [Bots]}\n", &["[AI, Robots, Chips]"]);
    let before = sources(&site);
    let mut said = String::new();
    for arguments in [
        ["merge", "Chps", "Nothing", "into", "AI"].as_slice(),
        &["merge", "ai", "into", "AI"],
        &["merge", "AI", "into", "ML"],
        &["merge", "Bots", "into", "AI"],
        &["merge", "#", "into", "AI"],
        &["rename", "ML", "Learning"],
        &["rename", "AI", "Bots"],
        &["rename", "AI", "Chips"],
        &["rename", "AI", " - "],
        &["rename", "Robt", "X"],
    ] {
        let run = tags(&site, &[arguments, &["--write"]].concat());
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{arguments:?}");
        said += &run.stderr;
    }
    insta::assert_snapshot!(said, @r#"
    error: no post has the tag `Chps`, and `tags.yaml` has no entry for it
     |
     = help: did you mean `Chips`?

    error: no post has the tag `Nothing`, and `tags.yaml` has no entry for it
     |
     = help: `slugline tags` lists those that there are

    2 errors
    error: `ai` and `AI` are one tag already
     |
     = help: to spell it `ai`: slugline tags rename AI ai

    1 error
    error: `ML` is an alias of `AI`
     |
     = help: to call the tag so: slugline tags rename AI ML

    1 error
    error: `Bots` is an alias of `Robots`
     |
     = help: merge `Robots`, or take `Bots` out of its aliases in `tags.yaml`

    1 error
    error: `#` is no hashtag
     |
     = help: there is no letter, digit or symbol in it

    1 error
    error: `ML` is an alias of `AI`
     |
     = help: to rename the tag: slugline tags rename AI Learning

    1 error
    error: `Bots` is an alias of `Robots`
     |
     = help: to make one of them: slugline tags merge AI into Robots

    1 error
    error: `Chips` is a tag already
     |
     = help: to make one of them: slugline tags merge AI into Chips

    1 error
    error: ` - ` is no hashtag
     |
     = help: there is no letter, digit or symbol in it

    1 error
    error: no post has the tag `Robt`, and `tags.yaml` has no entry for it
     |
     = help: did you mean `Robots`?

    1 error
    "#);
    assert_eq!(sources(&site), before);
    let run = tags(&site, &["merge", "AI", "Chips"]);
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("Usage: slugline tags merge [OPTIONS] <OLD>... into <NEW>"), "{}", run.stderr);
}

#[test]
fn nothing_is_edited_while_the_site_is_wrong_or_a_file_cannot_be() {
    let site = site("AI: &x {aliases: [A]}\nB: *x\n", &["[AI, Chips]"]);
    let run = tags(&site, &["merge", "Chips", "into", "AI", "--write"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("stands here twice"), "{}", run.stderr);
    site.write("tags.yaml", "AI:\n  aliases: |\n    A\n");
    let run = tags(&site, &["merge", "Chips", "into", "AI", "--write"]);
    insta::assert_snapshot!(run.stderr, @r##"
    error: `tags.yaml` cannot be edited safely
     --> tags.yaml:3:5
      |
    3 |     A
      |     ^ written in a way of which only a person can change a part
      |
      = help: add `Chips` there by hand

    1 error
    "##);
    site.write("tags.yaml", "AI:\n")
        .write("content/posts/2025-10-05-x.md", "---\ntitle: x\nhashtags: \"#\\x43hips #B\"\n---\n");
    let run = tags(&site, &["merge", "Chips", "into", "AI", "--edit-posts", "--write"]);
    insta::assert_snapshot!(run.stderr, @r##"
    error: the hashtags of this post cannot be edited safely
     --> content/posts/2025-10-05-x.md:3:11
      |
    3 | hashtags: "#\x43hips #B"
      |           ^^^^^^^^^^^^^^ to be renamed
      |
      = help: change them by hand, or leave `--edit-posts` out: the alias is enough

    1 error
    "##);
    assert_eq!(site.source("tags.yaml"), "AI:\n");
    assert!(site.source(&post_path(1)).contains("[AI, Chips]"), "all files or none");
}

/// A file with one tag in it: what stands before it, and behind it.
#[derive(Debug, Clone)]
struct Around(String, String);

impl Around {
    fn with(&self, tag: &str) -> String {
        format!("{}{tag}{}", self.0, self.1)
    }
}

/// A post with one tag that is to be merged, somewhere among others.
fn post() -> impl Strategy<Value = Around> {
    let form = prop_oneof![
        Just(("hashtags: [One, ", " , \"Two\"] # hashtags: [Old]")),
        Just(("hashtags: [\n  'One', # Old\n  ", ",\n]")),
        Just(("tags:\n  # Old\n  -  ", "   # the old one\n  - \"#Two\"")),
        Just(("hashtags:\n- \"#One\"\n- \"", "\"")),
        Just(("hashtags: \"#One #", ", #Two\"")),
        Just(("hashtags: One, ", ", Two")),
        Just(("title2: x\n# a comment\nhashtags: '", "'")),
    ];
    let body = prop_oneof![
        Just("As #Old said: Old.\n\n    #Old\n"),
        Just("A table:\n\n| Old |\n| --- |\n| #Old |"),
        Just(""),
        Just("Text \t \n\n\n<b>Old</b>\n"),
    ];
    (form, body, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
        |((before, behind), body, crlf, mark, lifted)| {
            let before = before.replace("title2: x\n", "");
            let around = if lifted {
                Around(format!("---\ntitle: Old\nhashtags: [One]\n---\n{body}\n\n#One #"), ", #Two-Three\n".to_owned())
            } else {
                Around(format!("---\ntitle: Old\n{before}"), format!("{behind}\nextra: {{Old: \"Old\"}}\n---\n{body}"))
            };
            let written = |text: String| if crlf { text.replace('\n', "\r\n") } else { text };
            let mark = if mark { "\u{feff}" } else { "" };
            Around(format!("{mark}{}", written(around.0)), written(around.1))
        },
    )
}

/// A `tags.yaml` in which the new tag has a list of aliases.
fn tags_file() -> impl Strategy<Value = Around> {
    let form = prop_oneof![
        Just(("# Old\nNew: {aliases: [\"A\"", "]} # Old\nB: {title: 'Old'}\n")),
        Just(("B:\n  title: \"Old: #x\"\n\nNew: # Old\n  aliases:\n    - A # a", "\n\n  # Old\n  title: New\n")),
        Just(("? Else\n: {}\nNew:\n  title: >-\n    Old\n\n    Old\n  aliases:\n  - A", "")),
    ];
    (form, any::<bool>(), any::<bool>()).prop_map(|((before, behind), crlf, mark)| {
        let written = |text: &str| if crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
        let mark = if mark { "\u{feff}" } else { "" };
        Around(format!("{mark}{}", written(before)), written(behind))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_merge_keeps_the_rest_of_each_file_byte_for_byte(file in tags_file(), posts in prop::collection::vec(post(), 1..5)) {
        let site = SiteTest::empty();
        site.write("tags.yaml", file.with(""));
                for (at, post) in posts.iter().enumerate() {
            site.write(&post_path(at + 1), post.with("Old"));
        }
        write(&site, &["merge", "old", "into", "New", "--edit-posts"]);
        let (indentation, line_break) = file.0.rsplit_once('\n').map(|(before, last)| {
            (last.split('-').next().unwrap().to_owned(), if before.ends_with('\r') { "\r\n" } else { "\n" })
        }).unwrap();
        let alias = if file.0.ends_with('"') { ", Old".to_owned() } else { format!("{line_break}{indentation}- Old") };
        prop_assert_eq!(site.source("tags.yaml"), file.with(&alias));
        for (at, post) in posts.iter().enumerate() {
            prop_assert_eq!(site.source(&post_path(at + 1)), post.with("New"));
        }
    }
}

#[test]
fn the_difference_has_the_mark_that_the_file_begins_with() {
    let site = site("AI: {}\n", &["[AI]"]);
    for (mark, first) in [("\u{feff}", " \u{feff}---\n"), ("", " ---\n")] {
        site.write(&post_path(2), format!("{mark}---\ntitle: Two\nhashtags: [ML]\n---\nText.\n"));
        let run = tags(&site, &["merge", "ML", "into", "AI", "--edit-posts"]);
        assert!(run.stdout.contains(first), "{:?}", run.stdout);
    }
}
