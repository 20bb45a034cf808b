//! `slugline new`: archetypes, the editor, and what is not asked where nobody can answer. (Its questions are tested beside
//! them; what it writes from flags, in `command_line.rs`.)

use assert_cmd::Command;

use crate::site_test::{NOW, Run, SiteTest};

const ARCHETYPE: &str = "\
---
title: {{ title | yaml }}
date: {{ date }}
slug: {{ slug }}
{% if section %}section: {{ section | yaml }}
{% endif %}hashtags: {{ tags | yaml }}
authors: {{ authors | yaml }}
description: {{ description | yaml }}
draft: {{ draft }}
---

What happened in {{ section | default(value=\"the news\") }}: <b>&c.</b>
";

fn begin(site: &SiteTest, arguments: &[&str]) -> Run {
    site.run(&[&["new", "Tides: \"up\" & down", "--now", NOW], arguments].concat())
}

const PATH: &str = "content/posts/2025-11-23-tides-up-and-down.md";

#[test]
fn an_archetype_makes_the_post() {
    let site = SiteTest::empty();
    site.write("templates/archetypes/post.md", ARCHETYPE);
    let run = begin(
        &site,
        &[
            "--tag",
            "#AI",
            "--tag",
            "a, b",
            "--section",
            "R&D: x",
            "--author",
            "Ada",
            "--description",
            "It's up",
            "--draft",
        ],
    );
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, format!("Created {PATH}\n"));
    insta::assert_snapshot!(site.source(PATH), @r#"
    ---
    title: "Tides: \"up\" & down"
    date: 2025-11-23T12:00:00+00:00
    slug: tides-up-and-down
    section: "R&D: x"
    hashtags: [AI, "a, b"]
    authors: [Ada]
    description: "It's up"
    draft: true
    ---

    What happened in R&D: x: <b>&c.</b>
    "#);
    assert_eq!(site.build_with(&["--drafts", "--strict"]).stderr, "");
}

#[test]
fn one_is_chosen_by_name() {
    let site = SiteTest::empty();
    site.write(
        "templates/archetypes/review.md",
        "---\ntitle: {{ title | yaml }}\ndate: {{ date }}\ntype: review\n---\n",
    );
    begin(&site, &[]);
    assert!(!site.source(PATH).contains("type:"), "there is no `post.md`, so the usual post");
    site.remove(PATH);
    assert_eq!(begin(&site, &["--archetype", "review"]).status, 0);
    assert!(site.source(PATH).contains("\ntype: review\n"));
    for name in ["reviews", "../review", ""] {
        let run = begin(&site, &["--archetype", name]);
        assert_eq!(run.status, 1);
        assert!(run.stderr.contains(&format!("there is no archetype `{name}`")), "{}", run.stderr);
        assert!(run.stderr.contains("= help: there are `review`"), "{}", run.stderr);
    }
}

#[test]
fn what_is_wrong_with_an_archetype_is_reported_and_nothing_written() {
    let site = SiteTest::empty();
    let mut said = String::new();
    for archetype in [
        "---\ntitle: {{ title | yamls }}\n---\n",
        "---\ntitle: {{ titel | yaml }}\n---\n",
        "---\ntitle: {% if title %}x\n---\n",
        "---\ntitle: {{ title }}\ndate: {{ date }}\nhashtag: {{ tags | yaml }}\n---\n",
        "title: {{ title | yaml }}\n",
    ] {
        site.write("templates/archetypes/post.md", archetype);
        let run = begin(&site, &[]);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{archetype}");
        said += &run.stderr;
        assert!(!site.root().join("content").exists(), "{archetype}");
    }
    insta::assert_snapshot!(said, @r#"
    error: unknown filter `yamls`
     --> templates/archetypes/post.md:2:19
      |
    2 | title: {{ title | yamls }}
      |                   ^^^^^ nothing has this name
      |
      = help: see the list of names in the documentation of templates, or define it

    1 error
    error: the template cannot be rendered
     --> templates/archetypes/post.md:2:19
      |
    2 | title: {{ titel | yaml }}
      |                   ^^^^ there is no such variable
      |
      = note: while rendering `the new post`
      = help: compare with the theme's template, or with `docs/templates.md`

    1 error
    error: this is not a valid template
     --> templates/archetypes/post.md:2:22
      |
    2 |   title: {% if title %}x
      |  ______________________^
    3 | | ---
      | |____^ unexpected end of input
      |
      = help: compare with the theme's template, or with `docs/templates.md`

    1 error
    error: this is not valid YAML
     --> content/posts/2025-11-23-tides-up-and-down.md:2:13
      |
    2 | title: Tides: "up" & down
      |             ^ mapping values are not allowed in this context
      |
      = note: `templates/archetypes/post.md` made this; nothing was written
      = help: put a value that holds a colon in quotes: `title: "Tides: \"up\" & down"`

    1 error
    error: there is no front matter
     --> content/posts/2025-11-23-tides-up-and-down.md:1:1
      |
    1 | title: "Tides: \"up\" & down"
      | ^ expected `---`
      |
      = note: `templates/archetypes/post.md` made this; nothing was written
      = help: begin the file with the lines `---`, `title: …`, `---`

    1 error
    "#);
}

#[test]
fn archetypes_are_no_page_templates() {
    let site = SiteTest::empty();
    site.post("2025-10-01-one", "One", "Text.");
    site.write("templates/archetypes/post.md", "{{ broken").write("templates/archetypes/x.html", "{{ broken");
    site.build_well();
    site.write("templates/x.html", "{{ broken");
    assert_eq!(site.build().status, 1, "one level up, it is one");
}

#[test]
fn nobody_is_asked_without_a_terminal() {
    let run = SiteTest::empty().run(&["new"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(
        run.stderr.starts_with("error: the title is missing, and there is no terminal to ask for it\n"),
        "{}",
        run.stderr
    );
}

/// Runs `slugline new` with an editor set, or none.
fn with_editor(site: &SiteTest, editor: Option<&str>, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_slugline"));
    command.args(["new", "One", "--now", NOW]).args(arguments).current_dir(site.root());
    command.env_remove("VISUAL").env_remove("EDITOR").env("NO_COLOR", "1");
    if let Some(editor) = editor {
        command.env("EDITOR", editor);
    }
    let output = command.output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
#[cfg(unix)]
fn the_editor_is_opened_when_asked_for() {
    let (path, editor) = ("content/posts/2025-11-23-one.md", "sh -c 'echo edited >> \"$0\"'");
    for (arguments, is_edited) in [(["--edit"].as_slice(), true), (&[], false), (&["--no-edit"], false)] {
        let site = SiteTest::empty();
        assert_eq!(with_editor(&site, Some(editor), arguments), (0, String::new()));
        assert_eq!(site.source(path).ends_with("---\n\nedited\n"), is_edited, "{arguments:?}");
    }
    for (editor, problem) in [
        (None, "error: no editor is set"),
        (Some("false"), "error: the editor `false` ended with exit status: 1"),
        (Some("/no/such/editor -w"), "error: the editor `/no/such/editor -w` cannot be started"),
    ] {
        let site = SiteTest::empty();
        let (status, stderr) = with_editor(&site, editor, &["--edit"]);
        assert_eq!(status, 1);
        assert!(stderr.starts_with(problem), "{stderr}");
        assert!(site.root().join(path).is_file(), "the post was written");
    }
}
