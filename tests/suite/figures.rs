//! Images and their captions: what becomes a figure, where its caption comes from, and where the files go.

use crate::extract::{self, SVG, attributes, element, elements, meta, text};
use crate::site_test::SiteTest;

/// A site of one post with further front matter, and pictures in `content/posts/images/`. Each figure is by itself there: what
/// stands between figures does not matter to them.
fn tides(front_matter: &str, markdown: &str) -> SiteTest {
    let site = SiteTest::empty();
    site.write("site.yaml", format!("{}markdown: {{galleries: false}}\n", site.source("site.yaml")));
    for name in ["a.svg", "b.svg", "c.svg", "d.svg"] {
        site.write(&format!("content/posts/images/{name}"), SVG);
    }
    site.write(
        "content/posts/2025-10-28-tides.md",
        format!("---\ntitle: The tides turn\n{front_matter}---\n{markdown}"),
    );
    site
}

fn tides_body(front_matter: &str, markdown: &str) -> String {
    let site = tides(front_matter, markdown);
    site.build_well();
    body(&site, "2025/10/tides/index.html")
}

/// The body of a page. That its first image is loaded before all else does not matter here.
fn body(site: &SiteTest, path: &str) -> String {
    extract::body(site, path).replace("loading=\"eager\" fetchpriority=\"high\"", "loading=\"lazy\" decoding=\"async\"")
}

fn image(src: &str, alt: &str) -> String {
    format!("<img src=\"{src}\" alt=\"{alt}\" width=\"4\" height=\"3\" loading=\"lazy\" decoding=\"async\">")
}

fn figure(src: &str, alt: &str, caption: &str) -> String {
    let caption = if caption.is_empty() { String::new() } else { format!("<figcaption>{caption}</figcaption>") };
    format!("<figure>{}{caption}</figure>", image(src, alt))
}

#[test]
fn a_caption_comes_from_the_front_matter_then_the_title_then_the_row() {
    let html = tides_body(
        "captions:\n  images/a.svg: From the map\n",
        "![A](images/a.svg \"From the title\")\n| From the row |\n\n\
         ![B](images/b.svg \"From the title\")\n| From the row |\n\n\
         ![C](images/c.svg)\n| From the row |\n\n\
         ![D](images/d.svg)\n",
    );
    let expected = [
        figure("images/a.svg", "A", "From the map"),
        figure("images/b.svg", "B", "From the title"),
        figure("images/c.svg", "C", "From the row"),
        figure("images/d.svg", "D", ""),
    ];
    assert_eq!(html, expected.join("\n"));
}

#[test]
fn a_caption_is_found_by_the_path_as_written_then_by_the_bare_file_name() {
    let site = tides(
        "captions:\n  a.svg: By name\n  b.svg: By name\n  images/b.svg: By path\n  ./images/c.svg: By dotted path\n",
        "![A](images/a.svg)\n\n![B](images/b.svg)\n\n![B](../shared/b.svg)\n\n![C](images/c.svg)\n",
    );
    site.write("content/shared/b.svg", SVG);
    site.build_well();
    let expected = [
        figure("images/a.svg", "A", "By name"),
        figure("images/b.svg", "B", "By path"),
        figure("b.svg", "B", "By name"),
        figure("images/c.svg", "C", "By dotted path"),
    ];
    assert_eq!(body(&site, "2025/10/tides/index.html"), expected.join("\n"));
}

#[test]
fn credit_and_alt_come_from_the_captions() {
    let html = tides_body(
        "captions:\n  a.svg: {caption: Tides, credit: Reuters & Sons <i>}\n  b.svg: {credit: Reuters}\n  \
         c.svg: {alt: \"From \\\"captions\\\"\"}\n  d.svg: {alt: From the captions}\n",
        "![A](images/a.svg)\n\n![B](images/b.svg)\n\n![](images/c.svg)\n\n![From the body](images/d.svg)\n",
    );
    let expected = [
        figure("images/a.svg", "A", "Tides <span class=\"credit\">Reuters &amp; Sons &lt;i&gt;</span>"),
        figure("images/b.svg", "B", "<span class=\"credit\">Reuters</span>"),
        figure("images/c.svg", "From &quot;captions&quot;", ""),
        figure("images/d.svg", "From the body", ""),
    ];
    assert_eq!(html, expected.join("\n"));
}

#[test]
fn captions_are_inline_markdown() {
    let caption = "*One* & **two**, `a < b`, [three](https://x.example/?a&b), 4 < 5";
    let html = tides_body(
        &format!("captions:\n  images/a.svg: \"{caption}\"\n"),
        &format!("![A](images/a.svg)\n\n![B](images/b.svg \"{caption}\")\n\n![C](images/c.svg)\n| {caption} |\n"),
    );
    let caption = "<em>One</em> &amp; <strong>two</strong>, <code>a &lt; b</code>, \
                   <a href=\"https://x.example/?a&amp;b\">three</a>, 4 &lt; 5";
    let expected = [
        figure("images/a.svg", "A", caption),
        figure("images/b.svg", "B", caption),
        figure("images/c.svg", "C", caption),
    ];
    assert_eq!(html, expected.join("\n"));
}

#[test]
fn links_in_captions_lead_to_permalinks() {
    for (front_matter, markdown) in [
        ("captions:\n  a.svg: \"See [other](2025-10-01-other.md).\"\n", "![A](images/a.svg)\n"),
        ("image: {src: images/a.svg, caption: \"See [other](2025-10-01-other.md).\"}\n", "Text.\n"),
        ("", "![A](images/a.svg \"See [other](2025-10-01-other.md).\")\n"),
        ("", "![A](images/a.svg)\n| See [other](2025-10-01-other.md). |\n"),
    ] {
        let site = tides(front_matter, markdown);
        site.post("2025-10-01-other", "Other", "Text.");
        site.build_well();
        let page = site.page("2025/10/tides/index.html");
        let caption = element(element(&page, "<article"), "<figcaption>");
        assert_eq!(attributes(caption, "href"), ["/2025/10/other/"], "{front_matter}{markdown}");
    }
}

#[test]
fn dead_links_in_captions_are_found() {
    let site = tides("captions:\n  images/a.svg: \"See [other](no-such-post.md).\"\n", "![A](images/a.svg)\n");
    let run = site.build_with(&["--format", "short"]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert!(run.stderr.contains("posts/2025-10-28-tides.md:4:"), "{}", run.stderr);
}

#[test]
fn a_dangerous_link_in_a_caption_never_gets_out_where_html_is_escaped() {
    let site = tides("captions:\n  images/a.svg: \"[x](javascript:alert(1))\"\n", "![A](images/a.svg)\n");
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/\nmarkdown: {html: escape}\n");
    let run = site.build();
    assert!(run.status == 1 || !site.page("2025/10/tides/index.html").contains("javascript:"), "{}", run.stderr);
}

#[test]
fn an_image_in_running_text_stays_inline() {
    let html = tides_body(
        "captions:\n  images/b.svg: {alt: The letter B}\n",
        "Here ![A](images/a.svg \"Tip & top\") and ![](images/b.svg).\n\n![C](images/c.svg) ![D](images/d.svg)\n\n\
         ![C](images/c.svg)\nwith text below.\n\n- ![D](images/d.svg) in a list\n",
    );
    let titled = image("images/a.svg", "A").replace("alt=\"A\"", "alt=\"A\" title=\"Tip &amp; top\"");
    let [b, c, d] =
        [("b", "The letter B"), ("c", "C"), ("d", "D")].map(|(n, alt)| image(&format!("images/{n}.svg"), alt));
    let expected = format!(
        "<p>Here {titled} and {b}.</p>\n<p>{c} {d}</p>\n<p>{c}\nwith text below.</p>\n<ul>\n<li>{d} in a list</li>\n</ul>"
    );
    assert_eq!(html, expected);
}

#[test]
fn figures_stand_in_quotations_and_loose_lists_too() {
    let html =
        tides_body("", "> ![A](images/a.svg)\n> | In a quotation |\n\n- One\n\n- ![B](images/b.svg \"In a list\")\n");
    let expected = format!(
        "<blockquote>\n{}\n</blockquote>\n<ul>\n<li>\n<p>One</p>\n</li>\n<li>{}\n</li>\n</ul>",
        figure("images/a.svg", "A", "In a quotation"),
        figure("images/b.svg", "B", "In a list"),
    );
    assert_eq!(html, expected);
}

#[test]
fn the_alt_of_an_image_is_its_text_without_markup() {
    let html = tides_body("", "![A *big* `<b>` \"tide\"][ref]\n\n[ref]: images/a.svg \"Title\"\n");
    assert_eq!(html, figure("images/a.svg", "A big &lt;b&gt; “tide”", "Title"));
}

#[test]
fn a_lone_image_in_a_link_is_a_figure_whose_image_is_linked() {
    let site = tides(
        "captions:\n  images/a.svg: Linked\n",
        "[![A](images/a.svg)](https://x.example/?a&b)\n\n[![B](images/b.svg)](2025-10-01-other.md) |\n| Inside |\n\n\
         [![C](images/c.svg)](images/d.svg)\n",
    );
    site.post("2025-10-01-other", "Other", "Text.");
    site.build_well();
    let linked = |href: &str, src: &str, alt: &str, caption: &str| {
        figure(src, alt, caption)
            .replace("<img", &format!("<a href=\"{href}\"><img"))
            .replace("async\">", "async\"></a>")
    };
    let expected = [
        linked("https://x.example/?a&amp;b", "images/a.svg", "A", "Linked"),
        linked("/2025/10/other/", "images/b.svg", "B", "Inside"),
        linked("/2025/10/tides/images/d.svg", "images/c.svg", "C", ""),
    ];
    assert_eq!(body(&site, "2025/10/tides/index.html"), expected.join("\n"));
    assert!(site.has("2025/10/tides/images/d.svg"), "the linked file is copied");
}

#[test]
fn bloggers_two_lines_are_a_figure_with_and_without_the_first_bar() {
    let html = tides_body(
        "",
        "![A](images/a.svg) |\n| With a bar |\n\n![B](images/b.svg)\n| Without |\n\n![C](images/c.svg)|\n|Tight|\n\n\
         ![D](images/d.svg) |\n",
    );
    let expected = [
        figure("images/a.svg", "A", "With a bar"),
        figure("images/b.svg", "B", "Without"),
        figure("images/c.svg", "C", "Tight"),
        figure("images/d.svg", "D", ""),
    ];
    assert_eq!(html, expected.join("\n"));
}

#[test]
fn bloggers_form_stands_in_pasted_text_without_empty_lines() {
    let html = tides_body(
        "",
        "A first line.\n![A](images/a.svg) |\n| The *first* |\nA second line.\n![B](images/b.svg)\n| The second |\nA third.\n",
    );
    let expected = [
        "<p>A first line.</p>".to_owned(),
        figure("images/a.svg", "A", "The <em>first</em>"),
        "<p>A second line.</p>".to_owned(),
        figure("images/b.svg", "B", "The second"),
        "<p>A third.</p>".to_owned(),
    ];
    assert_eq!(html, expected.join("\n"));
}

#[test]
fn a_real_table_is_no_caption() {
    let html = tides_body("", "![A](images/a.svg)\n\n| One |\n| --- |\n| Two |\n\nText\n| not a caption |\n");
    assert!(html.starts_with(&figure("images/a.svg", "A", "")), "{html}");
    assert!(html.contains("<table><thead><tr><th>One</th></tr></thead>"), "{html}");
    assert!(html.ends_with("<p>Text\n| not a caption |</p>"), "{html}");
}

#[test]
fn an_empty_row_is_no_caption() {
    let html = tides_body("", "![A](images/a.svg)\n| |\n");
    assert!(!html.contains("figcaption"), "{html}");
}

#[test]
fn an_image_without_a_name_warns_and_keeps_its_caption_as_text() {
    let site = tides("", "Before.\n![]() |\n| The *only* caption |\nAfter.\n\n![]()\n");
    let run = site.build_with(&["--format", "short"]);
    assert_eq!(run.status, 0);
    let warnings: Vec<&str> = run.stderr.lines().filter(|line| line.contains("warning:")).collect();
    assert_eq!(
        warnings,
        [
            "content/posts/2025-10-28-tides.md:5:1: warning: no image is named here: its caption is kept as text",
            "content/posts/2025-10-28-tides.md:9:1: warning: no image is named here: nothing is shown",
        ]
    );
    let html = body(&site, "2025/10/tides/index.html");
    assert_eq!(html, "<p>Before.</p>\n<p>The <em>only</em> caption</p>\n<p>After.</p>");
    assert_eq!(site.build_with(&["--strict"]).status, 1);
}

#[test]
fn no_image_element_is_made_where_no_image_is_named() {
    let site = tides("", "Text with ![nothing]() in it.\n");
    assert_eq!(site.build().status, 0);
    let html = body(&site, "2025/10/tides/index.html");
    assert!(!html.contains("src=\"\""), "{html}");
}

#[test]
fn a_footnote_in_a_caption_row_is_kept() {
    let html = tides_body("", "Text.\n\n![A](images/a.svg)\n| Caption[^1] |\n\n[^1]: The note.\n");
    assert!(html.contains("The note."), "{html}");
    assert!(html.contains("href=\"#fn-1\""), "{html}");
}

#[test]
fn the_lead_image_is_a_path_or_a_map() {
    let site = tides(
        "image: images/a.svg\ncaptions:\n  a.svg: {caption: From captions, credit: Reuters, alt: A}\n",
        "Text.\n",
    );
    site.write(
        "content/posts/2025-10-27-map.md",
        "---\ntitle: Map\nimage: {src: images/b.svg, alt: B \"b\", caption: Of *B*, credit: AP & Co}\n---\nText.\n",
    );
    site.build_well();
    let lead = |path: &str| {
        let page = site.page(path);
        let figure = element(&page, "<figure").to_owned();
        let alt = attributes(&figure, "alt").concat();
        (attributes(&figure, "src").concat(), alt, element(&figure, "<figcaption>").trim().to_owned())
    };
    let owned = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(
        lead("2025/10/tides/index.html"),
        owned("/2025/10/tides/images/a.svg", "A", "From captions <span class=\"credit\">Reuters</span>")
    );
    assert_eq!(
        lead("2025/10/map/index.html"),
        owned(
            "/2025/10/map/images/b.svg",
            "B &quot;b&quot;",
            "Of <em>B</em> <span class=\"credit\">AP &amp; Co</span>"
        )
    );
    let page = site.page("2025/10/map/index.html");
    assert_eq!(meta(&page)["og:image"], "https://news.example/2025/10/map/images/b.svg");
    assert!(site.has("2025/10/map/images/b.svg") && site.has("2025/10/tides/images/a.svg"));
    let front = site.page("index.html");
    assert_eq!(
        attributes(element(&front, "<main"), "src"),
        ["/2025/10/tides/images/a.svg", "/2025/10/map/images/b.svg"]
    );
}

#[test]
fn the_first_figure_leads_a_post_that_names_no_image() {
    let site = tides("", "Text ![B](images/b.svg) inline.\n\n![]()\n\n![A](images/a.svg)\n\n![C](images/c.svg)\n");
    assert_eq!(site.build().status, 0);
    let page = site.page("2025/10/tides/index.html");
    assert_eq!(meta(&page)["og:image"], "https://news.example/2025/10/tides/images/a.svg");
    assert_eq!(elements(&page, "<figure").len(), 2, "the lead is not shown twice");
    assert_eq!(attributes(element(&site.page("index.html"), "<main"), "src"), ["/2025/10/tides/images/a.svg"]);
}

#[test]
fn a_lead_image_that_the_body_shows_is_not_shown_twice() {
    for (front, written) in [
        ("images/a.svg", "images/a.svg"),
        ("images/a.svg", "./images/a.svg"),
        ("./images/a.svg", "images/a.svg"),
        ("images/my photo.svg", "images/my%20photo.svg"),
        ("images/my photo.svg", "<images/my photo.svg>"),
        ("images/a.svg", "../posts/images/a.svg"),
    ] {
        let site = tides(&format!("image: {front}\n"), &format!("Text.\n\n![A]({written})\n"));
        site.write("content/posts/images/my photo.svg", SVG);
        site.build_well();
        let page = site.page("2025/10/tides/index.html");
        assert_eq!(elements(&page, "<figure").len(), 1, "{front} and {written}");
    }
    let site = tides("image: images/a.svg\n", "Text with ![A](images/a.svg) inline.\n");
    site.build_well();
    assert!(site.page("2025/10/tides/index.html").contains("class=\"lead-figure"), "inline, it does not lead");
}

#[test]
fn images_are_copied_beside_their_pages() {
    let site =
        tides("image: images/d.svg\n", "![A](images/a.svg)\n\n![B](../shared/b%20b.svg)\n\n![Logo](/logo.svg)\n");
    site.write("content/shared/b b.svg", SVG).write("static/logo.svg", SVG);
    site.post("2025-10-27-second", "Second", "![A](images/a.svg)\n");
    site.build_well();
    let src = |path: &str| attributes(&body(&site, path), "src").iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(src("2025/10/tides/index.html"), ["images/a.svg", "b%20b.svg", "/logo.svg"]);
    assert_eq!(src("2025/10/second/index.html"), ["images/a.svg"]);
    let pictures: Vec<String> =
        site.outputs().into_iter().filter(|path| path.ends_with(".svg") && path != "favicon.svg").collect();
    assert_eq!(
        pictures,
        [
            "2025/10/second/images/a.svg",
            "2025/10/tides/b b.svg",
            "2025/10/tides/images/a.svg",
            "2025/10/tides/images/d.svg",
            "logo.svg",
        ]
    );
    assert_eq!(site.page("2025/10/tides/b b.svg"), SVG);
}

#[test]
fn images_of_a_page_that_is_no_folder_stand_in_one_of_its_name() {
    let site = tides("image: images/d.svg\n", "![A](images/a.svg)\n\n![Logo](/logo.svg)\n");
    site.write("static/logo.svg", SVG);
    site.write(
        "site.yaml",
        "title: The Wire\nbase_url: https://news.example/blog/\npermalink: /:year/:month/:slug.html\n",
    );
    site.build_well();
    let html = body(&site, "2025/10/tides.html");
    assert_eq!(attributes(&html, "src"), ["/blog/2025/10/tides/images/a.svg", "/blog/logo.svg"]);
    assert!(site.has("2025/10/tides/images/a.svg") && site.has("2025/10/tides/images/d.svg"));
    let page = site.page("2025/10/tides.html");
    assert_eq!(meta(&page)["og:image"], "https://news.example/blog/2025/10/tides/images/d.svg");
}

#[test]
fn a_post_may_have_a_folder_of_its_own() {
    let site = SiteTest::empty();
    site.write("content/posts/2025-10-28-tides/index.md", "---\ntitle: Tides\n---\n![A](a.svg)\n");
    site.write("content/posts/2025-10-28-tides/a.svg", SVG);
    site.build_well();
    assert_eq!(body(&site, "2025/10/tides/index.html"), figure("a.svg", "A", ""));
    assert!(site.has("2025/10/tides/a.svg"));
}

#[test]
fn the_summary_of_a_post_is_its_text_and_no_caption() {
    let site = tides("", "![A](images/a.svg) |\n| The caption |\nThe first words.\n");
    site.build_well();
    let front = site.page("index.html");
    let summary = element(&front, "<p class=\"story-summary\">");
    assert_eq!(text(summary), "The first words.");
}

#[test]
fn captions_follow_the_rule_for_raw_html() {
    for (mode, expected) in [
        ("allow", "<b onclick=\"x\">B</b>"),
        ("escape", "&lt;b onclick=\"x\"&gt;B&lt;/b&gt;"),
        ("sanitize", "<b>B</b>"),
    ] {
        let site = tides(
            "captions:\n  a.svg: '<b onclick=\"x\">B</b>'\n",
            "![A](images/a.svg)\n\n![B](images/b.svg '<b onclick=\"x\">B</b>')\n\n![C](images/c.svg)\n| A <b onclick=\"x\">B</b> row |\n",
        );
        site.write("site.yaml", format!("title: T\nbase_url: https://news.example/\nmarkdown: {{html: {mode}}}\n"));
        site.build_well();
        let html = body(&site, "2025/10/tides/index.html");
        let captions: Vec<String> =
            elements(&html, "<figcaption").into_iter().map(|caption| caption.replace("&quot;", "\"")).collect();
        assert_eq!(captions, [expected.to_owned(), expected.to_owned(), format!("A {expected} row")], "{mode}");
    }
}

#[test]
fn a_lead_image_may_be_a_static_file() {
    let site = tides("image: {src: /lead.svg, alt: Lead}\n", "Text.\n");
    site.write("static/lead.svg", SVG);
    site.write("site.yaml", "title: T\nbase_url: https://news.example/blog/\n");
    site.build_well();
    let page = site.page("2025/10/tides/index.html");
    assert_eq!(attributes(element(&page, "<figure"), "src"), ["/blog/lead.svg"]);
    assert_eq!(meta(&page)["og:image"], "https://news.example/blog/lead.svg");
    assert_eq!(attributes(element(&site.page("index.html"), "<main"), "src"), ["/blog/lead.svg"]);
    assert!(site.has("lead.svg") && !site.has("2025/10/tides/lead.svg"));
}
