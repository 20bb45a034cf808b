//! Markdown as HTML: CommonMark and GFM, and what Slugline adds.

use crate::extract::{SVG, attributes, body, element, elements, links, rendered, rendered_with, text};
use crate::site_test::SiteTest;

#[test]
fn commonmark_is_understood() {
    let html = rendered(
        "A *b* **c** `d` [e](https://x.example/ \"t\") <https://x.example/> a  \nb\\\nc & d < e &copy;\n\n---\n\n\
         1. one\n2. two\n   - three\n\n     four\n\n> quote\n\n    code <b>\n",
    );
    let expected = "<p>A <em>b</em> <strong>c</strong> <code>d</code> \
        <a href=\"https://x.example/\" title=\"t\">e</a> <a href=\"https://x.example/\">https://x.example/</a> a<br />\nb<br />\n\
        c &amp; d &lt; e ©</p>\n<hr />\n<ol>\n<li>one</li>\n<li>two\n<ul>\n<li>\n<p>three</p>\n<p>four</p>\n</li>\n</ul>\n</li>\n</ol>\n\
        <blockquote>\n<p>quote</p>\n</blockquote>\n<div class=\"code-block\">\n\
        <pre tabindex=\"0\"><code>code &lt;b&gt;\n</code></pre>\n</div>";
    assert_eq!(html, expected);
}

#[test]
fn tables_stand_in_a_box_that_scrolls() {
    let html = rendered("| Left | Right | Mid |\n| :--- | ---: | :-: |\n| a *b* | 1 \\| 2 | `x` |\n");
    let expected = "<div class=\"table-wrap\" tabindex=\"0\">\n<table><thead><tr>\
        <th style=\"text-align: left\">Left</th><th style=\"text-align: right\">Right</th>\
        <th style=\"text-align: center\">Mid</th></tr></thead><tbody>\n<tr>\
        <td style=\"text-align: left\">a <em>b</em></td><td style=\"text-align: right\">1 | 2</td>\
        <td style=\"text-align: center\"><code>x</code></td></tr>\n</tbody></table>\n</div>";
    assert_eq!(html, expected);
}

#[test]
fn strikethrough_and_definition_lists() {
    assert_eq!(rendered("~~old~~ new"), "<p><del>old</del> new</p>");
    assert_eq!(rendered("Term\n: Meaning *one*\n"), "<dl>\n<dt>Term</dt>\n<dd>Meaning <em>one</em></dd>\n</dl>");
}

#[test]
fn task_lists_have_boxes_and_a_class() {
    let html = rendered("- [ ] write\n- [x] print\n- deliver\n");
    assert_eq!(elements(&html, "<li class=\"task\"").len(), 2, "{html}");
    let boxes: Vec<&str> = html.match_indices("<input").map(|(at, _)| html[at..].split('>').next().unwrap()).collect();
    assert_eq!(boxes.len(), 2);
    assert!(boxes.iter().all(|b| b.contains("type=\"checkbox\"") && b.contains("disabled")), "{html}");
    assert!(!boxes[0].contains("checked") && boxes[1].contains(" checked"), "{html}");
    let items: Vec<String> = elements(&html, "<li").into_iter().map(text).collect();
    assert_eq!(items, ["write", "print", "deliver"]);
}

#[test]
fn task_lists_with_empty_lines_and_inner_lists() {
    let html = rendered("- [ ] one\n\n- [x] two\n  - [ ] three\n\n    four\n");
    assert_eq!(html.matches("<input").count(), 3, "{html}");
    assert_eq!(elements(&html, "<li class=\"task\"").len(), 3, "{html}");
}

#[test]
fn the_five_alerts() {
    for (written, class, title) in [
        ("NOTE", "note", "Note"),
        ("TIP", "tip", "Tip"),
        ("IMPORTANT", "important", "Important"),
        ("WARNING", "warning", "Warning"),
        ("caution", "caution", "Caution"),
    ] {
        let html = rendered(&format!("> [!{written}]\n> Mind *this*.\n>\n> - item\n"));
        let expected = format!(
            "<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n<p>Mind <em>this</em>.</p>\n\
             <ul>\n<li>item</li>\n</ul>\n</div>"
        );
        assert_eq!(html, expected);
    }
    assert_eq!(rendered("> [!OTHER]\n> Text.\n"), "<blockquote>\n<p>[!OTHER]\nText.</p>\n</blockquote>");
}

/// The mark of a reference.
fn mark(number: usize, label: &str, use_number: usize) -> String {
    let again = if use_number > 1 { format!("-{use_number}") } else { String::new() };
    format!(
        "<sup class=\"footnote-ref\"><a id=\"fnref-{label}{again}\" href=\"#fn-{label}\" role=\"doc-noteref\">{number}</a></sup>"
    )
}

/// The notes below a text in their order: id, blocks as text, and where the arrows lead back to.
fn notes(html: &str) -> Vec<(String, String, Vec<String>)> {
    let Some((_, below)) = html.split_once(" class=\"footnotes\" role=\"doc-endnotes\"") else { return Vec::new() };
    let items = below.match_indices(" id=\"fn-").map(|(at, _)| {
        let id = attributes(&below[at..], "id")[0].to_owned();
        let item = element(&below[below[..at].rfind("<li").unwrap()..], "<li");
        let arrows = elements(item, "<a class=\"footnote-back\"").len();
        let back: Vec<String> = links(item).into_iter().filter(|(_, text)| text == "↩").map(|(href, _)| href).collect();
        assert_eq!(arrows, back.len(), "{item}");
        (id, text(item).replace(" ↩", ""), back)
    });
    items.collect()
}

fn note(id: &str, text: &str, back: &[&str]) -> (String, String, Vec<String>) {
    (id.to_owned(), text.to_owned(), back.iter().map(|href| (*href).to_owned()).collect())
}

#[test]
fn footnotes_are_numbered_as_they_are_referred_to() {
    let html = rendered(
        "[^long]: The second.\n\n    Two paragraphs.\n\nOne[^z], two[^long], one again[^z].\n\n[^z]: The *first*.\n",
    );
    let text = format!("<p>One{}, two{}, one again{}.</p>", mark(1, "z", 1), mark(2, "long", 1), mark(1, "z", 2));
    assert!(html.starts_with(&text), "{html}");
    assert!(html.contains("<p>The <em>first</em>. <a") && html.contains("<p>Two paragraphs. <a"), "{html}");
    assert_eq!(
        notes(&html),
        [
            note("fn-z", "The first.", &["#fnref-z", "#fnref-z-2"]),
            note("fn-long", "The second. Two paragraphs.", &["#fnref-long"]),
        ]
    );
}

#[test]
fn footnotes_that_nothing_refers_to_are_dropped() {
    let html = rendered("Text[^a].\n\n[^a]: Kept.\n\n[^b]: Dropped.\n");
    assert!(html.contains("Kept.") && !html.contains("Dropped"), "{html}");
    assert_eq!(rendered("Text.\n\n[^b]: Dropped.\n"), "<p>Text.</p>");
    assert_eq!(rendered("Text[^none]."), "<p>Text[^none].</p>");
}

#[test]
fn a_footnote_that_only_a_dropped_one_refers_to_is_dropped_too() {
    let html = rendered("Text[^a].\n\n[^b]: Dropped, like[^c].\n\n[^c]: The last.\n\n[^a]: Kept.\n");
    assert!(!html.contains("Dropped") && !html.contains("The last."), "{html}");
    assert!(html.contains("href=\"#fn-a\" role=\"doc-noteref\">1</a>"), "{html}");
    every_fragment_has_its_id(&html);
}

#[test]
fn footnotes_may_refer_to_footnotes_and_end_in_other_blocks() {
    let html =
        rendered("Text[^a] and[^my note].\n\n[^a]: See[^b].\n\n[^b]: A list:\n\n    - item\n\n[^my note]: Spaces.\n");
    let mut found = notes(&html);
    found.sort();
    assert_eq!(found.len(), 3, "{html}");
    assert!(found[0].1.starts_with("See"), "{html}");
    assert_eq!(found[1], note("fn-b", "A list: item", &["#fnref-b"]));
    assert_eq!(found[2], note("fn-my-note", "Spaces.", &["#fnref-my-note"]));
    every_fragment_has_its_id(&html);
}

#[test]
fn footnotes_stand_in_lists_tables_headings_and_alerts() {
    let html = rendered(
        "## Heading[^a]\n\n- item[^b]\n\n| cell[^c] |\n| --- |\n\n> [!TIP]\n> tip[^d]\n\n[^a]: A\n[^b]: B\n[^c]: C\n[^d]: D\n",
    );
    let expected = ["a", "b", "c", "d"]
        .map(|label| note(&format!("fn-{label}"), &label.to_uppercase(), &[&format!("#fnref-{label}")]));
    assert_eq!(notes(&html), expected);
    assert!(html.contains("<h2 id=\"heading\">"), "{html}");
    every_fragment_has_its_id(&html);
}

fn every_fragment_has_its_id(html: &str) {
    for (at, found) in html.match_indices("href=\"#") {
        let id = html[at + found.len()..].split('"').next().unwrap();
        assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "{id} in {html}");
    }
}

#[test]
fn smart_punctuation_and_its_switch() {
    let text = "\"It's 'so'\" -- he said --- and ... left. `\"--\"` \\\"as is\\\"";
    assert_eq!(rendered(text), "<p>“It’s ‘so’” – he said — and … left. <code>\"--\"</code> \"as is\"</p>");
    let plain = rendered_with("markdown: {smart_punctuation: false}\n", text);
    assert_eq!(plain, "<p>\"It's 'so'\" -- he said --- and ... left. <code>\"--\"</code> \"as is\"</p>");
}

#[test]
fn headings_have_ids_as_on_github() {
    let html = rendered(
        "## What's *new* in `C++`?\n\n### 日本語 の見出し\n\n## Twice\n\n## Twice\n\n## Twice 1\n\n## A_b-c & d\n\n## !\n\n## [Linked](https://x.example/)\n\nSetext\n---\n",
    );
    let ids: Vec<&str> =
        html.match_indices(" id=\"").map(|(at, _)| html[at + 5..].split('"').next().unwrap()).collect();
    assert_eq!(
        ids,
        [
            "whats-new-in-c",
            "日本語-の見出し",
            "twice",
            "twice-1",
            "twice-1-1",
            "a_b-c--d",
            "section",
            "linked",
            "setext"
        ]
    );
    assert!(html.starts_with("<h2 id=\"whats-new-in-c\">What’s <em>new</em> in <code>C++</code>?</h2>"), "{html}");
}

#[test]
fn ids_are_unique_with_those_of_raw_html_and_footnotes() {
    let html = rendered("<p id=\"taken\">x</p>\n\n## Taken\n\n## fn-a\n\nText[^a].\n\n[^a]: Note.\n");
    let mut ids: Vec<&str> =
        html.match_indices(" id=\"").map(|(at, _)| html[at + 5..].split('"').next().unwrap()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{html}");
}

#[test]
fn code_is_coloured_by_classes() {
    let html = rendered("```rust\nfn main() { println!(\"<{}>\", 1); } // done\n```\n");
    let open = "<div class=\"code-block\" data-language=\"Rust\">\n<pre tabindex=\"0\"><code class=\"language-rust\">";
    assert!(html.starts_with(open), "{html}");
    assert!(html.contains("<span class=\"c\">// done</span>") && html.contains("<span class=\"n\">1</span>"), "{html}");
    assert!(html.contains("&lt;") && !html.contains("style="), "{html}");
    assert_eq!(text(&html), "fn main() { println!(\"<{}>\", 1); } // done");
}

#[test]
fn the_languages_of_the_trade_are_known() {
    for (language, code) in [
        ("toml", "[package]\nname = \"x\" # c"),
        ("ts", "const x: number = 1; // c"),
        ("TypeScript", "const x: number = 1; // c"),
        ("tsx", "const x = <b>1</b>; // c"),
        ("dockerfile", "FROM rust:1 # c\nRUN cargo build"),
        ("nix", "{ x = 1; } # c"),
        ("zig", "const x: u8 = 1; // c"),
        ("yaml", "x: 1 # c"),
        ("json", "{\"x\": 1}"),
        ("bash", "echo \"x\" # c"),
        ("python", "x = 1  # c"),
        ("diff", "-a\n+b"),
        ("rust,ignore", "let x = 1;"),
        ("c++", "int x = 1; // c"),
    ] {
        let html = rendered(&format!("```{language}\n{code}\n```\n"));
        let name = language.split(',').next().unwrap();
        assert!(html.contains(&format!("<code class=\"language-{name}\">")), "{html}");
        assert!(html.contains("<span class=\""), "{language} is not coloured: {html}");
    }
}

#[test]
fn code_in_no_known_language_is_escaped_text() {
    let block = |language: &str, code: &str| {
        format!("<div class=\"code-block\"{language}>\n<pre tabindex=\"0\"><code{code}\n</code></pre>\n</div>")
    };
    assert_eq!(
        rendered("```no-such<\"lang\na < b && \"c\" #tag https://x.example/ --\n```\n"),
        block("", " class=\"language-no-such&lt;&quot;lang\">a &lt; b &amp;&amp; \"c\" #tag https://x.example/ --")
    );
    assert_eq!(rendered("```\n<b>\n```\n"), block("", ">&lt;b&gt;"));
    assert_eq!(rendered("```Gleam\nx\n```\n"), block(" data-language=\"Gleam\"", " class=\"language-Gleam\">x"));
    assert_eq!(
        rendered_with("markdown: {highlight: false}\n", "```rust\nlet x = 1;\n```\n"),
        block(" data-language=\"Rust\"", " class=\"language-rust\">let x = 1;")
    );
    assert_eq!(
        rendered_with("markdown: {html: sanitize}\n", "```text\nx\n```\n\n```c++\n\n```\n"),
        block("", " class=\"language-text\">x") + "\n" + &block(" data-language=\"C++\"", " class=\"language-c++\">")
    );
}

#[test]
fn feeds_have_code_without_its_box() {
    let site = SiteTest::empty();
    site.post("2025-10-28-tides", "The tides turn", "```rust\nlet x = 1;\n```\n");
    site.build_well();
    let feed = site.page("feed.xml");
    assert!(feed.contains("<pre><code class=\"language-rust\">"), "{feed}");
    assert!(!feed.contains("code-block") && !feed.contains("data-language"), "{feed}");
}

const HOSTILE: &str = "<div class=\"box\" onclick=\"alert(1)\">\n<script>alert(2)</script>\n<b>bold</b>\n</div>\n\n\
    Text <i onmouseover=\"alert(3)\">italic</i> and <a href=\"javascript:alert(4)\">link</a> \
    <img src=\"x.png\" onerror=\"alert(5)\">.\n";

#[test]
fn raw_html_is_passed_through_unless_told_otherwise() {
    let html = rendered(HOSTILE);
    assert!(
        html.starts_with("<div class=\"box\" onclick=\"alert(1)\">\n<script>alert(2)</script>\n<b>bold</b>\n</div>"),
        "{html}"
    );
    assert!(html.contains("<i onmouseover=\"alert(3)\">italic</i>"), "{html}");
}

#[test]
fn raw_html_can_be_escaped() {
    let html = rendered_with("markdown: {html: escape}\n", HOSTILE);
    for tag in ["<div", "<script", "<b>", "<i", "<a", "<img"] {
        assert!(!html.contains(tag), "{tag} in {html}");
    }
    assert!(html.contains("&lt;script&gt;alert(2)&lt;/script&gt;"), "{html}");
    assert!(html.contains("Text &lt;i onmouseover=\"alert(3)\"&gt;italic&lt;/i&gt; and"), "{html}");
}

#[test]
fn raw_html_can_be_sanitized() {
    let html = rendered_with("markdown: {html: sanitize}\n", HOSTILE);
    for danger in ["script", "alert(", "onclick", "onerror", "onmouseover", "javascript"] {
        assert!(!html.contains(danger), "{danger} in {html}");
    }
    assert!(html.contains("<b>bold</b>") && html.contains("<i>italic</i>"), "{html}");
}

#[test]
fn links_that_run_scripts_are_errors_where_html_is_not_trusted() {
    for dest in ["javascript:alert(1)", "JavaScript:alert(1)", "vbscript:x", "data:text/html,x"] {
        for mode in ["escape", "sanitize"] {
            let site = SiteTest::empty();
            site.write("site.yaml", format!("title: T\nbase_url: https://news.example/\nmarkdown: {{html: {mode}}}\n"));
            site.post("2025-10-28-tides", "Tides", &format!("A [link]({dest})."));
            let run = site.build_with(&["--format", "short"]);
            assert_eq!(run.status, 1, "{dest} {mode}");
            assert!(run.stderr.contains("a link may not begin with"), "{}", run.stderr);
        }
    }
    // Browsers drop tabs and line ends in a scheme, and what no one sees before it.
    for hidden in ["[a](<java&#10;script:alert(1)>)", "[b](<&#1;javascript:alert(1)>)"] {
        let site = SiteTest::empty();
        site.write("site.yaml", "title: T\nbase_url: https://x.example/\nmarkdown: {html: escape}\n");
        site.write("content/posts/2025-10-28-tides.md", format!("---\ntitle: Tides\n---\n{hidden}\n"));
        assert_eq!(site.build().status, 1, "{hidden}");
    }
}

#[test]
fn sanitizing_leaves_what_markdown_makes() {
    let markdown = "## Heading\n\nText[^a] with #Tag, ~~old~~ and [link](https://x.example/ \"t\").\n\n\
        - [ ] to do\n- [x] done\n\n3. three\n4. four\n\n| L | R |\n| :-- | --: |\n| 1 | 2 |\n\n> [!NOTE]\n> Note.\n\nTerm\n: Definition\n\n\
        ```rust\nlet x = 1;\n```\n\n![A](/favicon.svg \"Caption\")\n\n[^a]: The note.\n";
    let allowed = rendered(markdown);
    let sanitized = rendered_with("markdown: {html: sanitize}\n", markdown);
    assert_eq!(normal(&sanitized), normal(&allowed));
}

/// HTML with what makes no difference made equal: empty attributes, their order, `/>`.
fn normal(html: &str) -> Vec<String> {
    html.split_inclusive(['<', '>'])
        .map(|part| {
            let mut words: Vec<String> = part
                .replace("=\"\"", "")
                .replace("text-align: ", "text-align:")
                .replace("&quot;", "\"")
                .replace(" />", ">")
                .replace(['<', '>'], " ")
                .split("\" ")
                .flat_map(|word| word.split_inclusive(' '))
                .map(|word| word.trim().trim_matches('"').to_owned())
                .filter(|word| !word.is_empty())
                .collect();
            words.sort();
            words.join(" ")
        })
        .filter(|part| !part.is_empty() && part != "tbody" && part != "/tbody")
        .collect()
}

#[test]
fn bare_urls_are_links() {
    let link = |url: &str| format!("<a href=\"{url}\">{url}</a>");
    let html = rendered(
        "See https://x.example/a_b_c?q=1&r=2, (https://x.example/b_(c)) and http://x.example/. Not x.example, ftp://x.example/ \
         or `https://x.example/`.",
    );
    let expected = format!(
        "<p>See <a href=\"https://x.example/a_b_c?q=1&amp;r=2\">https://x.example/a_b_c?q=1&amp;r=2</a>, ({}) and {}. \
         Not x.example, ftp://x.example/ or <code>https://x.example/</code>.</p>",
        link("https://x.example/b_(c)"),
        link("http://x.example/"),
    );
    assert_eq!(html, expected);
    assert_eq!(
        rendered("[https://x.example/](https://y.example/)"),
        "<p><a href=\"https://y.example/\">https://x.example/</a></p>"
    );
    assert_eq!(elements(&rendered("> https://x.example/\n\n- https://y.example/\n"), "<a").len(), 2);
}

#[test]
fn typography_leaves_bare_urls_alone() {
    for url in
        ["https://x.example/a--b", "https://x.example/a...b", "https://x.example/it's", "https://x.example/a---b/c"]
    {
        let html = rendered(&format!("See {url} for -- more."));
        let escaped = url.replace('\'', "&#x27;");
        assert!(
            html.contains(&format!("href=\"{url}\"")) || html.contains(&format!("href=\"{escaped}\"")),
            "{url} in {html}"
        );
        assert_eq!(text(element(&html, "<a")), url);
        assert!(html.contains("for – more"), "{html}");
    }
}

#[test]
fn a_bare_url_ends_before_the_quote_around_it() {
    for (written, url) in [
        ("\"https://x.example/q\".", "https://x.example/q"),
        ("\"https://x.example/q.\" More.", "https://x.example/q"),
        ("'https://x.example/q'.", "https://x.example/q"),
        ("(\"https://x.example/a--b\")", "https://x.example/a--b"),
        ("see https://x.example/q...", "https://x.example/q"),
        ("see https://x.example/q -- and", "https://x.example/q"),
    ] {
        let html = rendered(written);
        assert_eq!(attributes(&html, "href"), [url], "{written}: {html}");
        assert_eq!(text(element(&html, "<a")), url, "{html}");
    }
}

#[test]
fn nested_structures_hold_together() {
    let html = rendered(
        "> - quote with list\n>\n>   ```rust\n>   let x = 1;\n>   ```\n>\n>   | a |\n>   | - |\n>   | b |\n\n\
         1. one\n\n   > [!WARNING]\n   > Inside *a list*.\n\n   - [x] done\n\n2. two\n",
    );
    for (open, count) in [
        ("<blockquote", 1),
        ("<ul", 2),
        ("<ol", 1),
        ("<pre", 1),
        ("<table", 1),
        ("<div class=\"table-wrap\"", 1),
        ("<div class=\"alert alert-warning\"", 1),
        ("<em", 1),
    ] {
        assert_eq!(elements(&html, open).len(), count, "{open} in {html}");
    }
    let quote = element(&html, "<blockquote");
    assert!(quote.contains("<pre") && quote.contains("<table"), "{html}");
    assert!(element(&html, "<ol").contains("<div class=\"alert"), "{html}");
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_make_no_difference() {
    let text = "---\ntitle: Tides\nhashtags: [AI]\n---\n![A](a.svg) |\n| Caption |\n\nText\nmore.\n\n```rust\nlet x = 1;\n```\n\n#One #Two\n";
    let site = SiteTest::empty();
    site.write("content/a.svg", SVG).write("content/2025-10-28-unix.md", text);
    site.write("content/2025-10-28-windows.md", format!("\u{feff}{}", text.replace('\n', "\r\n")));
    site.build_well();
    let [unix, windows] = ["unix", "windows"].map(|name| body(&site, &format!("2025/10/{name}/index.html")));
    assert_eq!(windows.replace("\r\n", "\n"), unix);
    assert!(unix.contains("<figcaption>Caption</figcaption>") && !unix.contains("#One"), "{unix}");
}

#[test]
fn an_empty_body_is_fine() {
    assert_eq!(rendered(""), "");
}

#[test]
fn what_browsers_run_is_no_prose() {
    let script = "<script>let x = 1 < 2 && \"*y*\"; t[0](u.md) // #no</script>";
    let body = format!("Before {script} after#<style>p {{ color: red }}</style>.\n\nThen #AI.");
    let word_count = |html: &str| html.split("\"wordCount\":").nth(1).unwrap().split(',').next().unwrap().to_owned();
    for (mode, stands, words) in [("allow", true, "4"), ("sanitize", false, "4"), ("escape", false, "14")] {
        let site = SiteTest::empty();
        let yaml = site.source("site.yaml");
        site.write("site.yaml", format!("{yaml}markdown: {{html: {mode}}}\nmarkdown_copies: true\n"));
        if mode == "escape" {
            site.post("2025-10-01-a", "A", &body.replace("t[0](u.md)", "t"));
        } else {
            site.post("2025-10-01-a", "A", &body);
        }
        site.build_well();
        let page = site.page("2025/10/a/index.html");
        assert_eq!(page.contains(script), stands, "{mode}: {page}");
        assert_eq!(word_count(&page), words, "{mode}");
        for path in ["2025/10/a/index.html", "feed.xml", "llms.txt", "index.html"] {
            let told = site.page(path);
            let is_prose = told.contains("Before after#.");
            assert_eq!(is_prose, mode != "escape", "{mode}: {path}: {told}");
        }
        assert!(site.has("tags/ai/index.html") && !site.has("tags/no/index.html"));
    }
}
