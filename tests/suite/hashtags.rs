//! Hashtags: where they are found, which of them are one tag, how it is shown, and what its page has.

use crate::extract::{body, element, elements, links, meta, rendered, stories, text};
use crate::site_test::SiteTest;

const YAML: &str = "title: The Wire\nbase_url: https://news.example/\n";

/// The tags of a post, as the chips below it name and link them.
fn chips(site: &SiteTest, path: &str) -> Vec<String> {
    let page = site.page(path);
    elements(&page, "<ul class=\"hashtags\"")
        .into_iter()
        .flat_map(links)
        .map(|(href, _)| href.trim_start_matches("/tags/").trim_end_matches('/').to_owned())
        .collect()
}

/// Addresses and counts of the tag index, in its order.
fn index(site: &SiteTest) -> Vec<(String, String)> {
    let page = site.page("tags/index.html");
    let items = elements(element(&page, "<div class=\"a-to-z"), "<li");
    items.into_iter().map(|item| (text(element(item, "<a")), text(element(item, "<span class=\"count\"")))).collect()
}

fn of_front_matter(front_matter: &str) -> Vec<String> {
    let site = SiteTest::empty();
    site.write("content/posts/2025-10-28-tides.md", format!("---\ntitle: Tides\n{front_matter}\n---\nText.\n"));
    site.build_well();
    chips(&site, "2025/10/tides/index.html")
}

/// A post of October 2025 with the given tags in its front matter.
fn tagged(site: &SiteTest, day: usize, name: &str, tags: &str) {
    let path = format!("content/posts/2025-10-{day:02}-{name}.md");
    site.write(&path, format!("---\ntitle: {name}\nhashtags: [{tags}]\n---\nText.\n"));
}

fn hashtag(name: &str, slug: &str) -> String {
    format!("<a class=\"hashtag\" href=\"/tags/{slug}/\" rel=\"tag\">#{name}</a>")
}

#[test]
fn front_matter_names_tags_as_a_list_or_a_string() {
    let expected = ["amazon", "ai", "c-sharp", "dot-net", "spec-cleaner"];
    for written in [
        "hashtags: [Amazon, AI, C#, .NET, spec cleaner]",
        "hashtags: [\"#Amazon\", \"#AI\", \"#C#\", \"#.NET\", \"#spec-cleaner\"]",
        "hashtags:\n  - Amazon\n  - AI\n  - C#\n  - .NET\n  - spec_cleaner",
        "hashtags: \"#Amazon #AI #C# #.NET #spec-cleaner\"",
        "hashtags: \"#Amazon, #AI, #C#, #.NET, #spec cleaner\"",
        "hashtags: Amazon, AI, C#, .NET, spec cleaner",
        "tags: [Amazon, AI, C#, .NET, spec cleaner]",
        "tags: \"#Amazon #AI #C# #.NET #spec_cleaner\"",
    ] {
        assert_eq!(of_front_matter(written), expected, "{written}");
    }
    assert_eq!(of_front_matter("hashtags: [AI, Amazon, ai, \"#AI\"]"), ["ai", "amazon"], "each tag once");
    assert_eq!(of_front_matter("hashtags: []"), [""; 0]);
}

#[test]
fn tags_come_from_front_matter_then_the_last_paragraph_then_the_text() {
    let site = SiteTest::empty();
    site.write(
        "content/posts/2025-10-28-tides.md",
        "---\ntitle: Tides\nhashtags: [One, Two]\n---\nThe #Three and #one.\n\n#Four #two\n",
    );
    site.build_well();
    assert_eq!(chips(&site, "2025/10/tides/index.html"), ["one", "two", "four", "three"]);
    assert_eq!(site.page("tags/index.html").matches("href=\"/tags/three/\"").count(), 1);
}

#[test]
fn hashtags_in_prose_link_to_their_pages() {
    let html = rendered(
        "As #OpenAI said, (#AI) and “#ML”: #AI-powered, #OpenAI's, **#Bold**, ~~#Struck~~, #C++, #C#, #.NET, #日本語.\n\n\
         - in #Lists\n\n| #Tables |\n| --- |\n| x |\n\n> in #Quotes\n\n> [!NOTE]\n> in #Alerts\n\nTerm\n: #Defined\n\n\
         A note[^1].\n\n[^1]: in #Notes\n",
    );
    let expected = format!(
        "<p>As {} said, ({}) and “{}”: {}-powered, {}’s, <strong>{}</strong>, <del>{}</del>, {}, {}, {}, {}.</p>",
        hashtag("OpenAI", "openai"),
        hashtag("AI", "ai"),
        hashtag("ML", "ml"),
        hashtag("AI", "ai"),
        hashtag("OpenAI", "openai"),
        hashtag("Bold", "bold"),
        hashtag("Struck", "struck"),
        hashtag("C++", "c-plus-plus"),
        hashtag("C#", "c-sharp"),
        hashtag(".NET", "dot-net"),
        hashtag("日本語", "%E6%97%A5%E6%9C%AC%E8%AA%9E"),
    );
    assert!(html.starts_with(&expected), "{html}");
    for name in ["Lists", "Tables", "Quotes", "Alerts", "Defined", "Notes"] {
        assert!(html.contains(&hashtag(name, &name.to_lowercase())), "{name} in {html}");
    }
}

#[test]
fn what_is_no_hashtag_stays_text_and_makes_no_tag() {
    no_hashtags(&[
        "`#code`",
        "```\n#code\n```",
        "    #indented",
        "[#text](https://x.example/)",
        "[text](https://x.example/#fragment)",
        "[text](https://x.example/ \"#title\")",
        "https://x.example/#fragment and https://x.example/a/#fragment",
        "<https://x.example/#fragment>",
        "## A #heading",
        "A #setext\n=========",
        "<b>#html</b> and <span title=\"#attribute\">#inside</span>",
        "<div>\n#block\n</div>",
        "<!-- #comment -->",
        "![#alt](/favicon.svg) inline",
        "![#alt](/favicon.svg \"#title\")",
        "#123 and #2025 and #fff and #FFF and #00ff7f and #a1b2c3d4",
        "C# and F# and foo#bar and a/#b and x=#y",
        "\\#word and &#35;word and &#x23;word and &num;word",
        "# and #- and #_ and ##double and #a#b",
        "\"C\"# and 100%#x",
    ]);
}

#[test]
fn a_hashtag_needs_room_before_it_also_behind_markup() {
    no_hashtags(&[
        "**foo**#bar",
        "*foo*#bar",
        "`code`#bar",
        "[x](https://x.example/)#bar",
        "https://x.example/ **a**#bar",
    ]);
}

#[test]
fn a_line_break_is_room_enough() {
    let html = rendered("One<br>#Two  \n#Three\\\n#Four\n#Five: **so** #Six, *x* (#Seven) **#Eight**");
    let names: Vec<String> = elements(&html, "<a class=\"hashtag\"").into_iter().map(text).collect();
    assert_eq!(names, ["#Two", "#Three", "#Four", "#Five", "#Six", "#Seven", "#Eight"], "{html}");
}

fn no_hashtags(markdown: &[&str]) {
    for none in markdown {
        let site = SiteTest::empty();
        site.post("2025-10-28-tides", "Tides", &format!("{none}\n\nThe end."));
        site.build_well();
        let html = body(&site, "2025/10/tides/index.html");
        assert!(!html.contains("class=\"hashtag\""), "{none}\n{html}");
        assert_eq!(index_if_any(&site), [""; 0], "{none}");
    }
}

fn index_if_any(site: &SiteTest) -> Vec<String> {
    let is_page = |path: &String| path.starts_with("tags/") && path.ends_with(".html") && path != "tags/index.html";
    site.outputs().into_iter().filter(is_page).collect()
}

#[test]
fn an_escaped_hashtag_is_shown_as_written() {
    let html = rendered("The \\#word and &#35;other, \\\\ #Tag, and foo#bar.");
    assert_eq!(html, format!("<p>The #word and #other, \\ {}, and foo#bar.</p>", hashtag("Tag", "tag")));
}

#[test]
fn a_last_paragraph_of_hashtags_alone_is_lifted() {
    for (markdown, tags) in [
        ("Text.\n\n#Amazon #AI", vec!["amazon", "ai"]),
        ("Text.\n\n#Amazon", vec!["amazon"]),
        ("Text.\n\n#Amazon #AI\n#TechNews\n#BigTech", vec!["amazon", "ai", "technews", "bigtech"]),
        ("Text.\n\n#Amazon, #AI, #TechNews", vec!["amazon", "ai", "technews"]),
        ("Text.\n\n#C++ #C# #.NET #日本語", vec!["c-plus-plus", "c-sharp", "dot-net", "%E6%97%A5%E6%9C%AC%E8%AA%9E"]),
        ("Text.\n\n#spec-cleaner #open_source", vec!["spec-cleaner", "open-source"]),
        ("Text.\n#Amazon #AI", vec!["amazon", "ai"]),
        ("Text.\n\n#Amazon #AI   \n\n\n", vec!["amazon", "ai"]),
        ("Text.[^1]\n\n#Amazon #AI\n\n[^1]: Note.", vec!["amazon", "ai"]),
        ("Text [x].\n\n#Amazon #AI\n\n[x]: https://x.example/", vec!["amazon", "ai"]),
    ] {
        let site = SiteTest::empty();
        site.post("2025-10-28-tides", "Tides", markdown);
        site.build_well();
        let html = body(&site, "2025/10/tides/index.html");
        assert_eq!(chips(&site, "2025/10/tides/index.html"), tags, "{markdown}");
        assert!(html.starts_with("<p>Text") && !html.contains("hashtag") && !html.contains("#A"), "{markdown}\n{html}");
    }
}

#[test]
fn a_last_paragraph_with_anything_else_in_it_stays() {
    for (markdown, tags) in [
        ("Text.\n\n#Amazon and #AI", 2),
        ("Text.\n\nTags: #Amazon #AI", 2),
        ("Text.\n\n#Amazon #AI.", 2),
        ("Text that ends in\n#Amazon", 1),
        ("Text.\n\n#Amazon #AI\n\nMore text.", 2),
        ("Text.\n\n- #Amazon #AI", 2),
        ("Text.\n\n> #Amazon #AI", 2),
        ("Text.\n\n#fff #000", 0),
        ("Text.\n\n\\#Amazon \\#AI", 0),
    ] {
        let site = SiteTest::empty();
        site.post("2025-10-28-tides", "Tides", markdown);
        site.build_well();
        let html = body(&site, "2025/10/tides/index.html");
        assert_eq!(elements(&html, "<a class=\"hashtag\"").len(), tags, "{markdown}\n{html}");
        assert!(text(&html).contains('#'), "{markdown}\n{html}");
    }
}

#[test]
fn case_spaces_hyphens_underscores_and_width_make_no_difference() {
    let site = SiteTest::empty();
    for (day, tags) in
        ["AI, spec-cleaner", "ai, spec cleaner", "Ai, Spec_Cleaner", "ＡＩ, spec--cleaner"].iter().enumerate()
    {
        tagged(&site, day + 1, &format!("post-{day}"), tags);
    }
    site.post("2025-10-20-inline", "Inline", "On #aI.");
    site.build_well();
    assert_eq!(index_if_any(&site), ["tags/ai/index.html", "tags/spec-cleaner/index.html"]);
    assert_eq!(stories(&site.page("tags/ai/index.html")).len(), 5);
    assert_eq!(stories(&site.page("tags/spec-cleaner/index.html")).len(), 4);
    assert!(body(&site, "2025/10/inline/index.html").contains(&hashtag("aI", "ai")), "prose keeps its own spelling");
}

#[test]
fn a_tag_is_spelled_as_tags_yaml_has_it_else_as_most_do_else_as_the_oldest_does() {
    let site = SiteTest::empty();
    site.write("tags.yaml", "PostgreSQL: {}\n");
    tagged(&site, 1, "one", "postgresql, opensource, tIE");
    tagged(&site, 2, "two", "postgresql, OpenSource, TIE");
    tagged(&site, 3, "three", "postgresql, OpenSource");
    // Twice in one post counts once.
    tagged(&site, 4, "four", "opensource, OPENSOURCE, OPENSOURCE, OPENSOURCE");
    site.build_well();
    let names = |slug: &str| text(element(&site.page(&format!("tags/{slug}/index.html")), "<p class=\"list-meta\""));
    assert!(names("postgresql").contains("#PostgreSQL"), "{}", names("postgresql"));
    assert!(names("opensource").contains("#opensource"), "a tie goes to the oldest: {}", names("opensource"));
    assert!(names("tie").contains("#tIE"), "{}", names("tie"));
    tagged(&site, 5, "five", "OpenSource");
    site.build_well();
    let names = |slug: &str| text(element(&site.page(&format!("tags/{slug}/index.html")), "<p class=\"list-meta\""));
    assert!(names("opensource").contains("#OpenSource"), "most have it so: {}", names("opensource"));
}

#[test]
fn aliases_are_one_tag_with_redirects() {
    let site = SiteTest::empty();
    site.write("tags.yaml", "AI: {aliases: [ArtificialIntelligence, \"#machine minds\"]}\nUnused: {aliases: [Idle]}\n");
    tagged(&site, 1, "one", "ArtificialIntelligence, AI");
    tagged(&site, 2, "two", "Machine_Minds");
    site.post("2025-10-03-three", "Three", "On #artificialintelligence.");
    site.build_well();
    assert_eq!(chips(&site, "2025/10/one/index.html"), ["ai"]);
    let posts = ["/2025/10/three/", "/2025/10/two/", "/2025/10/one/"];
    assert_eq!(stories(&site.page("tags/ai/index.html")), posts);
    assert!(body(&site, "2025/10/three/index.html").contains(&hashtag("artificialintelligence", "ai")));
    assert_eq!(
        site.page("_redirects"),
        "/tags/artificialintelligence/ /tags/ai/ 301!\n/tags/machine-minds/ /tags/ai/ 301!\n"
    );
    let outputs = ["tags/ai/index.html", "tags/artificialintelligence/index.html", "tags/machine-minds/index.html"];
    assert_eq!(index_if_any(&site), outputs);
    assert_eq!(index(&site), [("AI".to_owned(), "3".to_owned())]);
}

#[test]
fn hidden_tags_are_shown_nowhere() {
    let site = SiteTest::empty();
    site.write("tags.yaml", "Draft notes: {hidden: true, aliases: [Secret]}\n");
    tagged(&site, 1, "one", "Draft Notes, AI, Secret");
    site.post("2025-10-02-two", "Two", "On #Secret and #Draft_Notes and #AI.\n\n#Secret #AI");
    site.build_well();
    assert_eq!(chips(&site, "2025/10/one/index.html"), ["ai"]);
    assert_eq!(chips(&site, "2025/10/two/index.html"), ["ai"]);
    let html = body(&site, "2025/10/two/index.html");
    assert_eq!(html, format!("<p>On #Secret and #Draft_Notes and {}.</p>", hashtag("AI", "ai")));
    assert_eq!(index_if_any(&site), ["tags/ai/index.html"]);
    assert!(!site.has("_redirects"));
    for page in ["index.html", "tags/index.html", "2025/10/one/index.html"] {
        let page = site.page(page);
        assert!(!page.contains("/tags/secret") && !page.contains("/tags/draft-notes"), "{page}");
    }
}

#[test]
fn slugs_name_the_symbols_that_carry_the_meaning() {
    let site = SiteTest::empty();
    site.write("tags.yaml", "Go: {slug: golang}\n");
    tagged(&site, 1, "one", "C, C++, C#, .NET, Node.js, R&D, 日本語, Ünïcode, \"🚀\", Go, O'Reilly, 100%, A/B");
    site.build_well();
    let expected = [
        "c",
        "c-plus-plus",
        "c-sharp",
        "dot-net",
        "node-js",
        "r-and-d",
        "日本語",
        "ünïcode",
        "u1f680",
        "golang",
        "oreilly",
        "100-percent",
        "a-b",
    ];
    let mut paths = expected.map(|slug| format!("tags/{slug}/index.html"));
    paths.sort();
    assert_eq!(index_if_any(&site), paths);
    assert!(site.page("2025/10/one/index.html").contains("href=\"/tags/%C3%BCn%C3%AFcode/\""));
    site.write("site.yaml", format!("{YAML}slugs: ascii\n"));
    site.build_well();
    assert!(index_if_any(&site).iter().all(|path| path.is_ascii()));
    assert!(site.has("tags/unicode/index.html"));
}

#[test]
fn the_page_of_a_tag_shows_its_title_description_and_posts() {
    let site = SiteTest::empty();
    site.write(
        "tags.yaml",
        "AI: {title: Artificial intelligence & co, description: 'Models, *and* the `<b>` of [them](https://x.example/).'}\n",
    );
    tagged(&site, 1, "one", "AI, GenerativeAI");
    tagged(&site, 2, "two", "AI");
    site.build_well();
    let page = site.page("tags/ai/index.html");
    assert_eq!(text(element(&page, "<h1")), "Artificial intelligence & co");
    assert!(
        page.contains("Models, <em>and</em> the <code>&lt;b&gt;</code> of <a href=\"https://x.example/\">them</a>."),
        "{page}"
    );
    assert_eq!(stories(&page), ["/2025/10/two/", "/2025/10/one/"]);
    assert_eq!(element(&page, "<title>"), "Artificial intelligence &amp; co · The Wire");
    let label = site.page("tags/generativeai/index.html");
    assert_eq!(text(element(&label, "<h1")), "Generative AI", "without a title, the name split for reading");
}

#[test]
fn the_description_of_a_tag_is_plain_text_in_the_head_and_its_links_lead_somewhere() {
    let site = SiteTest::empty();
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/blog/\n");
    site.write(
        "tags.yaml",
        "AI: {description: 'Models *and* more: see [about](/about/) and [one](/posts/2025-10-01-one.md).'}\n",
    );
    site.write("content/about.md", "---\ntitle: About\n---\nText.\n");
    tagged(&site, 1, "one", "AI");
    site.build_well();
    let page = site.page("tags/ai/index.html");
    let hrefs: Vec<String> =
        links(element(&page, "<div class=\"list-description\"")).into_iter().map(|(href, _)| href).collect();
    assert_eq!(hrefs, ["/blog/about/", "/blog/2025/10/one/"]);
    assert_eq!(meta(&page)["description"], "Models and more: see about and one.");
}

#[test]
fn related_tags_are_weighted_against_how_common_they_are() {
    let site = SiteTest::empty();
    // News is on every post; Chips and GPU go together.
    for day in 1..=12 {
        let tags = match day {
            1..=3 => "News, Chips, GPU",
            4 => "News, Chips, Once",
            5..=6 => "News, GPU, Other",
            _ => "News",
        };
        tagged(&site, day, &format!("post-{day}"), tags);
    }
    site.build_well();
    let related = |slug: &str| -> Vec<String> {
        let page = site.page(&format!("tags/{slug}/index.html"));
        let rail = elements(&page, "<aside").concat();
        links(&rail).into_iter().map(|(_, label)| label).collect()
    };
    // Of Chips: GPU 3²/5 stands before News 4²/12; Once stands beside it once only, which may be chance.
    assert_eq!(related("chips"), ["GPU", "News"]);
    // Chips 3²/4, News 5²/12, Other 2²/2.
    assert_eq!(related("gpu"), ["Chips", "News", "Other"]);
    // A rare tag takes what there is.
    assert_eq!(related("once"), ["Chips", "News"]);
    let page = site.page("tags/chips/index.html");
    assert!(text(element(&page, "<aside")).contains("GPU 5"), "with their counts");
}

#[test]
fn thin_tags_are_not_for_search_engines() {
    let robots = |site: &SiteTest, path: &str| meta(&site.page(path))["robots"].contains("noindex");
    let site = SiteTest::empty();
    tagged(&site, 1, "one", "Rare, Common");
    tagged(&site, 2, "two", "Common");
    site.build_well();
    assert!(robots(&site, "tags/rare/index.html"));
    assert!(!robots(&site, "tags/common/index.html"));
    assert!(!robots(&site, "tags/index.html"));
    for (least, rare, common) in [(0, false, false), (1, false, false), (3, true, true)] {
        site.write("site.yaml", format!("{YAML}tags: {{min_posts: {least}}}\n"));
        site.build_well();
        assert_eq!(robots(&site, "tags/rare/index.html"), rare, "{least}");
        assert_eq!(robots(&site, "tags/common/index.html"), common, "{least}");
    }
}

#[test]
fn the_index_lists_all_tags_with_counts_by_letter() {
    let site = SiteTest::empty();
    tagged(&site, 1, "one", "banana, Apple, Élan, .NET, 3D, 日本語, apricot, C++, Node");
    tagged(&site, 2, "two", "Apple, Banana");
    tagged(&site, 3, "three", "apple");
    site.build_well();
    let page = site.page("tags/index.html");
    let letters: Vec<(String, Vec<String>)> = elements(element(&page, "<div class=\"a-to-z"), "<section")
        .into_iter()
        .map(|section| {
            let items = elements(section, "<li").into_iter().map(text).collect();
            (text(element(section, "<h2")), items)
        })
        .collect();
    let expected = [
        ("A", vec!["Apple 3", "apricot 1"]),
        ("B", vec!["banana 2"]),
        ("C", vec!["C++ 1"]),
        ("E", vec!["Élan 1"]),
        ("N", vec![".NET 1", "Node 1"]),
        ("日", vec!["日本語 1"]),
        ("#", vec!["3D 1"]),
    ];
    assert_eq!(letters.len(), expected.len(), "{letters:?}");
    for ((letter, items), (expected_letter, expected_items)) in letters.iter().zip(expected) {
        assert_eq!(
            (letter.as_str(), items),
            (expected_letter, &expected_items.iter().map(|i| (*i).to_owned()).collect())
        );
    }
    assert!(text(element(&page, "<main")).contains("9 topics"));
}

#[test]
fn a_large_index_has_letters_to_jump_to_and_the_most_used_first() {
    let site = SiteTest::empty();
    let letters: Vec<String> = ('a'..='t').map(|c| format!("{c}{c}{c}x")).collect();
    tagged(&site, 1, "one", &letters.join(", "));
    tagged(&site, 2, "two", "gggx, tttx");
    tagged(&site, 3, "three", "tttx");
    site.build_well();
    let page = site.page("tags/index.html");
    let jumps = links(element(&page, "<nav class=\"letters\""));
    assert_eq!(jumps.len(), 20);
    for (href, _) in jumps {
        assert!(page.contains(&format!("id=\"{}\"", href.trim_start_matches('#'))), "{href}");
    }
    let most: Vec<String> =
        links(element(&page, "<section class=\"most-used\"")).into_iter().map(|(href, _)| href).collect();
    assert_eq!(most[..4], ["/tags/tttx/", "/tags/gggx/", "/tags/aaax/", "/tags/bbbx/"]);
}

#[test]
fn the_pages_of_a_tag_hold_ten_posts_each() {
    let site = SiteTest::empty();
    for day in 1..=11 {
        tagged(&site, day, &format!("post-{day:02}"), "AI");
    }
    site.build_well();
    let first = site.page("tags/ai/index.html");
    let second = site.page("tags/ai/page/2/index.html");
    let posts = |days: std::ops::RangeInclusive<usize>| -> Vec<String> {
        days.rev().map(|day| format!("/2025/10/post-{day:02}/")).collect()
    };
    assert_eq!(stories(&first), posts(2..=11));
    assert_eq!(stories(&second), posts(1..=1));
    assert!(!site.has("tags/ai/page/3/index.html") && !site.has("tags/ai/page/1/index.html"));
    for (page, rel, href) in [(&first, "next", "/tags/ai/page/2/"), (&second, "prev", "/tags/ai/")] {
        assert!(page.contains(&format!("<link rel=\"{rel}\" href=\"{href}\">")), "{page}");
        assert!(element(page, "<nav class=\"pager\"").contains(&format!("rel=\"{rel}\" href=\"{href}\"")), "{page}");
    }
    assert!(!first.contains("rel=\"prev\"") && !second.contains("rel=\"next\""));
    assert!(text(element(&second, "<p class=\"list-meta\"")).contains("page 2 of 2"));
    site.write("site.yaml", format!("{YAML}paginate_by: 11\n"));
    site.build_well();
    assert!(!site.has("tags/ai/page/2/index.html"), "the page that is no more is removed");
    assert!(!site.page("tags/ai/index.html").contains("pager"));
}

#[test]
fn drafts_and_scheduled_posts_make_no_tags() {
    let site = SiteTest::empty();
    site.write("content/posts/2025-10-01-a.md", "---\ntitle: A\ndraft: true\nhashtags: [Hidden]\n---\nText.\n");
    site.write("content/posts/2026-10-01-b.md", "---\ntitle: B\nhashtags: [Future, Now]\n---\nText.\n");
    site.write("content/posts/2025-10-02-c.md", "---\ntitle: C\nhashtags: [Now]\n---\nText.\n");
    site.build_well();
    assert_eq!(index_if_any(&site), ["tags/now/index.html"]);
    assert_eq!(stories(&site.page("tags/now/index.html")), ["/2025/10/c/"]);
    site.build_with(&["--drafts", "--future"]);
    assert_eq!(index_if_any(&site), ["tags/future/index.html", "tags/hidden/index.html", "tags/now/index.html"]);
}

#[test]
fn hashtags_of_a_plain_page_are_not_lost_in_silence() {
    let site = SiteTest::empty();
    site.write("content/about.md", "---\ntitle: About\n---\nText.\n\n#Amazon #AI\n");
    let run = site.build();
    assert_eq!(run.status, 0);
    let kept = text(&body(&site, "about/index.html")).contains("#Amazon #AI");
    assert!(kept || run.stderr.contains("hashtags"), "{}", run.stderr);
}
