//! Edits of templates, and exactly what each of them makes anew.

use std::fs;
use std::path::Path;

use super::{built, each, why, why_with};
use crate::site_test::SiteTest;

/// Puts a copy of the theme's template into the site, with `after` in place of `before`.
fn change(site: &SiteTest, name: &str, before: &str, after: &str) {
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(name);
    let text = fs::read_to_string(theme).unwrap();
    assert!(text.contains(before), "{name} has no {before}");
    site.write(&format!("templates/{name}"), text.replacen(before, after, 1));
}

/// A redirect is no page of the frame.
fn has_the_frame(path: &str) -> bool {
    path != "old/index.html"
}

fn is_a_tag(path: &str) -> bool {
    path.starts_with("tags/") && path != "tags/index.html"
}

const REASON: &str = "its templates changed";

#[test]
fn a_template_equal_to_the_themes_makes_nothing() {
    let site = built();
    change(&site, "base.html", "<main ", "<main ");
    assert_eq!(why(&site), "");
}

#[test]
fn the_frame_makes_all_pages_but_redirects() {
    let site = built();
    change(&site, "base.html", "<main ", "<!-- ours --><main ");
    assert_eq!(why(&site), each(&site, REASON, has_the_frame));
    assert_eq!(why(&site), "");
    site.remove("templates/base.html");
    assert_eq!(why(&site), each(&site, REASON, has_the_frame));
}

#[test]
fn the_template_of_tags_makes_the_tags() {
    let site = built();
    change(&site, "tag.html", "<h1>", "<h1 class=\"ours\">");
    let expected = each(&site, REASON, is_a_tag);
    assert_eq!(expected.lines().count(), 4);
    assert_eq!(why(&site), expected);
}

#[test]
fn a_component_makes_all_pages() {
    let site = built();
    site.write(
        "templates/components.html",
        "{% component day(date, lang = \"\") %}<i>{{ date }}</i>{% endcomponent day %}",
    );
    assert_eq!(why(&site), each(&site, REASON, |_| true));
}

#[test]
fn what_stands_in_every_head_makes_all_pages_but_redirects() {
    let site = built();
    site.write("templates/head_extra.html", "<meta name=\"ours\" content=\"{{ page.title }}\">");
    assert_eq!(why(&site), each(&site, REASON, has_the_frame));
}

#[test]
fn an_included_template_makes_the_pages_that_include_it() {
    let site = built();
    site.write("templates/bits/note.html", "<p>A note.</p>");
    assert_eq!(why(&site), "", "nothing includes it yet");
    change(&site, "tag.html", "<h1>", "{% include \"bits/note.html\" %}<h1>");
    assert_eq!(why(&site), each(&site, REASON, is_a_tag));
    site.write("templates/bits/note.html", "<p>Another note.</p>");
    assert_eq!(why(&site), each(&site, REASON, is_a_tag));
}

#[test]
fn a_template_that_nothing_includes_makes_nothing() {
    let site = built();
    site.write("templates/spare.html", "{{ now }}");
    assert_eq!(why(&site), "");
    site.write("templates/spare.html", "{{ page.title }}");
    assert_eq!(why(&site), "");
    site.remove("templates/spare.html");
    assert_eq!(why(&site), "");
}

#[test]
fn the_time_makes_the_pages_that_show_it() {
    let site = built();
    assert_eq!(why_with(&site, &["--now", "2025-11-24"]), "");
    change(&site, "tag.html", "<h1>", "<p>{{ now }}</p><h1>");
    assert_eq!(why_with(&site, &["--now", "2025-11-24"]), each(&site, REASON, is_a_tag));
    assert_eq!(why_with(&site, &["--now", "2025-11-24"]), "");
    assert_eq!(why_with(&site, &["--now", "2025-11-25"]), each(&site, "`now` changed", is_a_tag));
}

#[test]
fn a_component_that_takes_the_time_by_itself_makes_all_pages() {
    let site = built();
    site.write(
        "templates/components.html",
        "{% component day(date, lang = \"\", @now) %}<i>{{ date }} {{ now }}</i>{% endcomponent day %}",
    );
    assert_eq!(why(&site), each(&site, REASON, |_| true));
    let told = why_with(&site, &["--now", "2025-11-25"]);
    assert_eq!(told, each(&site, "`now` changed", |_| true));
}

#[test]
fn a_template_of_its_own_makes_the_post_that_names_it() {
    let site = built();
    let page = "2025/10/one/index.html: its templates changed";
    // Feeds look at the whole source of a post, and find that they are as they were.
    let mut feeds = ["atom.xml", "feed.json", "feed.xml", "tags/ai/feed.xml"]
        .map(|feed| format!("{feed}: its entries changed"))
        .to_vec();
    // And so does what search shows of it.
    feeds.insert(3, "search/data/posts-0.idx: its source changed".to_owned());
    let feeds = feeds.join("\n");
    site.write("templates/special.html", "{% extends \"post.html\" %}{% block title %}Ours{% endblock title %}");
    super::edit(&site, "content/posts/2025-10-01-one.md", "description:", "template: special.html\ndescription:");
    assert_eq!(why(&site), format!("{page}\n{feeds}"));
    site.write("templates/special.html", "{% extends \"post.html\" %}{% block title %}Mine{% endblock title %}");
    assert_eq!(why(&site), page);
    super::edit(&site, "content/posts/2025-10-01-one.md", "template: special.html\n", "");
    assert_eq!(why(&site), format!("{page}\n{feeds}"));
}

#[test]
fn a_wrong_template_leaves_the_output_and_mending_it_makes_nothing() {
    let site = built();
    let before = site.tree();
    for text in ["{% if %}", "{{ nothing.at.all }}", "{% include \"missing.html\" %}"] {
        site.write("templates/tag.html", text);
        assert_eq!(site.build().status, 1, "{text}");
        assert!(site.tree() == before, "{text}");
        site.remove("templates/tag.html");
        assert_eq!(why(&site), "", "{text}");
    }
}
