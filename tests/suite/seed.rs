//! An article as it comes out of a blog by copy and paste: every paragraph a line, no empty lines, Blogger's captions
//! without their images, and a last line of hashtags.

use std::fs;

use crate::extract::{SVG, attributes, body, element, elements, links, meta, text};
use crate::site_test::SiteTest;

const POST: &str = "content/posts/2025-10-28-ferry-timetables.md";
const PAGE: &str = "2025/10/ferry-timetables/index.html";
const TITLE: &str = "Ferries by Forecast: Harbour Line Hands Its Timetable to a Model";
const SECOND: &str = "Changed Tides: Harbour Line Moves Its Money From Piers to Processors";

const TAGS: [&str; 11] = [
    "HarbourLine",
    "AI",
    "TechNews",
    "Ferries",
    "PublicTransport",
    "MachineLearning",
    "Forecasts",
    "SmartCity",
    "DigitalTransformation",
    "FutureOfWork",
    "Timetables",
];

/// The lines of the article, below its front matter.
fn lines(site: &SiteTest) -> Vec<String> {
    let source = fs::read_to_string(site.root().join(POST)).unwrap();
    let (_, article) = source.split_once("\n---\n").unwrap();
    article.lines().map(str::to_owned).collect()
}

/// As smart punctuation has it.
fn curly(line: &str) -> String {
    line.replace('\'', "’")
}

#[test]
fn the_fixture_has_the_shape_of_what_people_paste() {
    let lines = lines(&SiteTest::of("seed"));
    assert_eq!(lines.len(), 16);
    assert_eq!(lines.iter().filter(|line| *line == "![]() |").count(), 2);
    assert_eq!(lines.iter().filter(|line| line.starts_with("| ") && line.ends_with(" |")).count(), 2);
    assert_eq!(lines.iter().filter(|line| line.len() > 280).count(), 10);
    assert_eq!(lines[15].split(' ').filter(|word| word.starts_with('#')).count(), 12);
}

#[test]
fn every_line_is_a_paragraph_and_captions_without_images_are_kept_as_text() {
    let site = SiteTest::of("seed");
    let run = site.build_with(&["--format", "short"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let warnings: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("content/")).collect();
    assert_eq!(
        warnings,
        [7, 18].map(|line| format!("{POST}:{line}:1: warning: no image is named here: its caption is kept as text"))
    );
    let expected: Vec<String> = lines(&site)
        .iter()
        .filter(|line| *line != "![]() |" && !line.starts_with('#'))
        .map(|line| format!("<p>{}</p>", curly(line.trim_matches(['|', ' ']))))
        .collect();
    assert_eq!(body(&site, PAGE), expected.join("\n"));
}

#[test]
fn the_title_is_the_only_first_heading() {
    let site = SiteTest::of("seed");
    site.build();
    let page = site.page(PAGE);
    let headings: Vec<String> = elements(&page, "<h1").into_iter().map(text).collect();
    assert_eq!(headings, [TITLE]);
    assert_eq!(meta(&page)["description"], "A ferry company lets a forecast decide when its boats leave.");
}

#[test]
fn named_images_become_figures_with_their_captions() {
    let site = SiteTest::of("seed");
    let source = fs::read_to_string(site.root().join(POST)).unwrap();
    let source = source.replacen("![]()", "![A ferry](images/ferry.svg)", 1);
    site.write(POST, source.replacen("![]()", "![A rack](images/rack.svg)", 1));
    site.write("content/posts/images/ferry.svg", SVG).write("content/posts/images/rack.svg", SVG);
    site.build_well();
    let html = body(&site, PAGE);
    let figures: Vec<_> = elements(&html, "<figure")
        .into_iter()
        .map(|figure| (attributes(figure, "src").concat(), attributes(figure, "alt").concat(), text(figure)))
        .collect();
    let owned = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(figures, [owned("images/ferry.svg", "A ferry", TITLE), owned("images/rack.svg", "A rack", SECOND)]);
    assert_eq!(elements(&html, "<p").len(), 11);
    // Each where it stood: below the first paragraph, and above the closing line.
    let blocks: Vec<&str> = html.lines().collect();
    assert_eq!(blocks.len(), 13);
    assert!(blocks[1].contains("ferry.svg") && blocks[11].contains("rack.svg"), "{html}");
    assert!(site.has("2025/10/ferry-timetables/images/ferry.svg"));
}

#[test]
fn the_hashtag_line_is_lifted_into_eleven_tags() {
    let site = SiteTest::of("seed");
    site.build();
    let page = site.page(PAGE);
    assert!(!body(&site, PAGE).contains('#'), "no hashtag line is left");
    let chips: Vec<String> =
        links(element(&page, "<ul class=\"hashtags\"")).into_iter().map(|(href, _)| href).collect();
    assert_eq!(chips, TAGS.map(|tag| format!("/tags/{}/", tag.to_lowercase())));
    let index = site.page("tags/index.html");
    for tag in TAGS {
        assert!(site.has(&format!("tags/{}/index.html", tag.to_lowercase())), "{tag}");
        assert!(index.contains(&format!("href=\"/tags/{}/\"", tag.to_lowercase())), "{tag}");
    }
    assert!(!index.contains("artificialintelligence"));
}

#[test]
fn the_merged_tag_redirects() {
    let site = SiteTest::of("seed");
    site.build();
    let stub = site.page("tags/artificialintelligence/index.html");
    assert!(stub.contains("<meta http-equiv=\"refresh\" content=\"0; url=/tags/ai/\">"), "{stub}");
    assert!(stub.contains("<link rel=\"canonical\" href=\"https://harbour.example/tags/ai/\">"), "{stub}");
    assert_eq!(site.page("_redirects"), "/tags/artificialintelligence/ /tags/ai/ 301!\n");
    let page = site.page("tags/ai/index.html");
    assert_eq!(text(element(&page, "<h1")), "Artificial intelligence");
}

#[test]
fn pasted_paragraphs_can_be_switched_off() {
    let site = SiteTest::of("seed");
    site.write(
        "site.yaml",
        "title: The Harbour Post\nbase_url: https://harbour.example/\nmarkdown: {pasted_paragraphs: false}\n",
    );
    site.build();
    // Only the captions part the text then.
    assert_eq!(elements(&body(&site, PAGE), "<p").len(), 5);
}

#[test]
fn lines_that_somebody_wrapped_stay_together() {
    let wrapped = "The boats leave when the forecast says that they should. The company calls this the largest change since\n\
                   steam was given up, and it is one that few will notice. Not everybody on the water is convinced of it.\n\
                   The pilots point out that a timetable is a promise.";
    let html = crate::extract::rendered(wrapped);
    assert_eq!(html, format!("<p>{wrapped}</p>"));
}
