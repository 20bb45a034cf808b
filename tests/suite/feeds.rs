//! Feeds: RSS 2.0, Atom, JSON Feed, and their list as OPML.

use std::collections::BTreeMap;

use crate::site_test::SiteTest;

/// The small paper, with a hub and all formats for sections.
fn paper() -> SiteTest {
    let site = SiteTest::of("paper");
    let yaml = site.source("site.yaml");
    site.write("site.yaml", format!("{yaml}feeds: {{sections: [rss, atom, json], hub: \"https://hub.example/\"}}\n"));
    site.build_well();
    site
}

fn feed(path: &str) -> String {
    paper().page(path).replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

#[test]
fn rss() {
    insta::assert_snapshot!(feed("feed.xml"));
}

#[test]
fn atom() {
    insta::assert_snapshot!(feed("sections/harbour/atom.xml"));
}

#[test]
fn json_feed() {
    let json: serde_json::Value = serde_json::from_str(&feed("feed.json")).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&json).unwrap());
}

#[test]
fn opml() {
    insta::assert_snapshot!(feed("feeds.opml"));
}

/// The feeds of a site among its outputs.
fn feeds(site: &SiteTest) -> Vec<String> {
    let is_feed =
        |path: &String| path.ends_with("feed.xml") || path.ends_with("atom.xml") || path.ends_with("feed.json");
    site.outputs().into_iter().filter(is_feed).collect()
}

/// The links to feeds in the head of a page: address and type.
fn announced(site: &SiteTest, page: &str) -> Vec<String> {
    let page = site.page(page);
    let links = page.lines().filter_map(|line| line.strip_prefix("<link rel=\"alternate\" type=\""));
    links.map(|line| line.split("href=\"").nth(1).unwrap().trim_end_matches("\">").to_owned()).collect()
}

#[test]
fn which_feeds_there_are_is_configured() {
    let site = SiteTest::empty();
    let post = "---\ntitle: T\nauthor: Jane\nsection: Grid\nhashtags: [AI]\n---\nText.\n";
    site.write("content/posts/2025-10-01-a.md", post).write("content/posts/2025-10-02-b.md", post);
    site.build_well();
    let by_default = ["atom.xml", "authors/jane/feed.xml", "feed.json", "feed.xml", "sections/grid/feed.xml"];
    assert_eq!(feeds(&site), [&by_default[..], &["tags/ai/feed.xml"]].concat());
    assert_eq!(announced(&site, "tags/ai/index.html"), ["/tags/ai/feed.xml", "/feed.xml", "/atom.xml", "/feed.json"]);
    assert_eq!(announced(&site, "2025/10/a/index.html"), ["/feed.xml", "/atom.xml", "/feed.json"]);
    assert_eq!(announced(&site, "tags/index.html")[0], "/feeds.opml");
    let yaml = site.source("site.yaml");
    site.write(
        "site.yaml",
        format!("{yaml}feeds: {{site: json, tags: [json, atom, atom], authors: [], sections: []}}\n"),
    );
    site.build_well();
    assert_eq!(feeds(&site), ["feed.json", "tags/ai/atom.xml", "tags/ai/feed.json"]);
    assert_eq!(announced(&site, "tags/ai/index.html"), ["/tags/ai/atom.xml", "/tags/ai/feed.json", "/feed.json"]);
    site.write("site.yaml", format!("{yaml}feeds: {{site: [], tags: [], authors: [], sections: []}}\n"));
    site.build_well();
    assert_eq!(feeds(&site), Vec::<String>::new());
    assert!(!site.has("feeds.opml"));
    assert_eq!(announced(&site, "tags/ai/index.html"), Vec::<String>::new());
}

#[test]
fn a_tag_with_few_posts_has_no_feed() {
    let site = SiteTest::empty();
    site.write("content/posts/2025-10-01-a.md", "---\ntitle: A\nhashtags: [AI, Rust]\n---\nText.\n");
    site.write("content/posts/2025-10-02-b.md", "---\ntitle: B\nhashtags: [AI]\n---\nText.\n");
    site.build_well();
    assert!(site.has("tags/ai/feed.xml") && !site.has("tags/rust/feed.xml"));
    assert!(!site.page("feeds.opml").contains("rust"));
    let yaml = site.source("site.yaml");
    site.write("site.yaml", format!("{yaml}tags: {{min_posts: 1}}\n"));
    site.build_well();
    assert!(site.has("tags/rust/feed.xml") && site.page("feeds.opml").contains("rust"));
}

#[test]
fn feeds_are_as_long_as_configured() {
    let site = SiteTest::empty();
    let yaml = site.source("site.yaml");
    site.write("site.yaml", format!("{yaml}feeds: {{limit: 3, list_limit: 2}}\n"));
    for day in 1..=5 {
        let text = format!("---\ntitle: Day {day}\nhashtags: [AI]\n---\nText.\n");
        site.write(&format!("content/posts/2025-10-0{day}-a{day}.md"), text);
    }
    site.build_well();
    let titles = |path: &str| -> Vec<String> {
        let feed = site.page(path);
        feed.split("<title>Day ").skip(1).map(|rest| rest[..1].to_owned()).collect()
    };
    assert_eq!(titles("feed.xml"), ["5", "4", "3"]);
    assert_eq!(titles("atom.xml"), ["5", "4", "3"]);
    assert_eq!(titles("tags/ai/feed.xml"), ["5", "4"]);
}

#[test]
fn a_copy_names_its_original() {
    let site = SiteTest::empty();
    for (name, url) in [("a", "https://elsewhere.example/a?b=1&c=2"), ("b", "https://news.example/2025/10/b/")] {
        let text = format!("---\ntitle: {name}\ncanonical_url: {url}\n---\nText.\n");
        site.write(&format!("content/posts/2025-10-01-{name}.md"), text);
    }
    site.post("2025-10-01-c", "c", "Text.");
    site.build_well();
    let originals = |site: &SiteTest| -> Vec<(String, Option<String>)> {
        let feed: serde_json::Value = serde_json::from_str(&site.page("feed.json")).unwrap();
        let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
        let items = feed["items"].as_array().unwrap().iter();
        items.map(|item| (text(&item["url"]).unwrap(), text(&item["external_url"]))).collect()
    };
    let of = |name: &str, original: Option<&str>| {
        (format!("https://news.example/2025/10/{name}/"), original.map(str::to_owned))
    };
    assert_eq!(originals(&site), [of("a", Some("https://elsewhere.example/a?b=1&c=2")), of("b", None), of("c", None)],);
    site.write("content/posts/2025-10-01-a.md", "---\ntitle: a\n---\nText.\n");
    site.build_well();
    assert_eq!(originals(&site)[0], of("a", None));
    site.assert_as_cold(&[]);
}

#[test]
fn mistakes_are_reported() {
    let site = SiteTest::empty();
    let yaml = site.source("site.yaml");
    site.write(
        "site.yaml",
        format!("{yaml}feeds:\n  site: [rss, atm]\n  tags: xml\n  hub: hub.example\n  limit: 0\n  limits: 9\n"),
    );
    insta::assert_snapshot!(site.build_with(&["--format", "short"]).stderr, @"
    site.yaml:4:15: error: there is no feed format `atm`: not one of `rss`, `atom`, `json`
    site.yaml:5:9: error: there is no feed format `xml`: not one of `rss`, `atom`, `json`
    site.yaml:6:8: error: `hub` cannot be `hub.example`: not an absolute http or https URL
    site.yaml:7:10: error: `limit` must be a whole number of at least 1: not such a number
    site.yaml:8:3: error: unknown key `limits`: nothing reads this
    5 errors
    ");
}

#[test]
fn a_key_of_feeds_outside_of_it_is_told_where_it_belongs() {
    let help = |added: &str| -> Vec<String> {
        let site = SiteTest::empty();
        site.write("site.yaml", format!("{}{added}", site.source("site.yaml")));
        let run = site.build();
        run.stderr.lines().filter_map(|line| line.trim().strip_prefix("= help: ").map(str::to_owned)).collect()
    };
    assert_eq!(help("hub: https://hub.example/\n"), ["write `feeds: {hub: https://hub.example/}`"]);
    assert_eq!(help("feeds: {limit: 5}\nhub: https://hub.example/\n"), ["move it into `feeds`"]);
    assert_eq!(help("sections: [rss, atom]\n"), ["write `feeds: {sections: …}`"]);
    assert_eq!(
        help("min_posts: 3\nhtml: escape\n"),
        ["write `tags: {min_posts: 3}`", "write `markdown: {html: escape}`"]
    );
    assert_eq!(help("logo: a.png\nown: 1\n"), ["write `publisher: {logo: a.png}`", "own data goes under `extra:`"]);
    // What is to be typed is what stands otherwise.
    assert_eq!(
        help("feeds: {limit: 0, list_limit: 0}\n"),
        ["write for example `limit: 20`", "write for example `list_limit: 10`"]
    );
}

/// What no format may be led astray by.
const HOSTILE: &str = "</script><script>alert(1)</script> ]]> \"&' 日本 \u{2028}\u{1}";

#[test]
fn everything_is_escaped() {
    let site = SiteTest::empty();
    let title = serde_json::to_string(HOSTILE).unwrap();
    site.write(
        "content/posts/2025-10-01-a.md",
        format!("---\ntitle: {title}\ndescription: {title}\nauthor: {title}\n---\nOf `]]>` and `<b>`.\n"),
    );
    site.build_well();
    let visible = HOSTILE.replace('\u{1}', "");
    for path in ["feed.xml", "atom.xml"] {
        let xml = site.page(path);
        assert!(!xml.contains("<script") && !xml.contains('\u{1}'), "{path}: {xml}");
        let escaped = visible.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let escaped = escaped.replace('"', "&quot;").replace('\'', "&apos;");
        assert!(xml.contains(&format!("<title>{escaped}</title>")), "{path}: {xml}");
        // `]]>` of the text is no end of its section.
        assert!(xml.contains("<code>]]&gt;</code>") || xml.contains("]]]]><![CDATA["), "{path}: {xml}");
    }
    let json: serde_json::Value = serde_json::from_str(&site.page("feed.json")).unwrap();
    assert_eq!(json["items"][0]["title"], HOSTILE);
}

/// A body that names everything by the short form of its address.
const ADDRESSES: &str = "---
title: A
image: images/lead.svg
---
A [link](2025-10-02-b.md#part), [a note](#head), #AI, [mail](mailto:a@news.example), <b@news.example>, a word[^n].

## Head

![Racks](images/racks.svg \"Of *racks*\")

- [x] done

| a |
| - |
| 1 |

> [!NOTE]
> Mind.

```rust
let a = 1;
```

<p>Raw <a href=\"/about/\" onclick=\"x()\">HTML</a><script>x()</script></p>

[^n]: Here.
";

#[test]
fn texts_have_whole_addresses_and_plain_markup() {
    let site = SiteTest::empty();
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/blog/\n");
    site.write("content/posts/2025-10-01-a.md", ADDRESSES);
    site.post("2025-10-02-b", "B", "## Part\n\n#AI");
    site.write("content/posts/images/lead.svg", "<svg/>").write("content/posts/images/racks.svg", "<svg/>");
    site.write("content/about.md", "---\ntitle: About\n---\nUs.\n");
    site.build_well();
    let json: serde_json::Value = serde_json::from_str(&site.page("feed.json")).unwrap();
    insta::assert_snapshot!(json["items"][1]["content_html"].as_str().unwrap(), @r##"
    <figure><img src="https://news.example/blog/2025/10/a/images/lead.svg" alt=""></figure>
    <p>A <a href="https://news.example/blog/2025/10/b/#part">link</a>, <a href="https://news.example/blog/2025/10/a/#head">a note</a>, <a href="https://news.example/blog/tags/ai/" rel="tag">#AI</a>, <a href="mailto:a@news.example">mail</a>, <a href="mailto:b@news.example">b@news.example</a>, a word<sup class="footnote-ref"><a id="fnref-n" href="https://news.example/blog/2025/10/a/#fn-n" role="doc-noteref">1</a></sup>.</p>
    <h2 id="head">Head</h2>
    <figure><img src="https://news.example/blog/2025/10/a/images/racks.svg" alt="Racks"><figcaption>Of <em>racks</em></figcaption></figure>
    <ul>
    <li>☑ done</li>
    </ul>
    <table><thead><tr><th>a</th></tr></thead><tbody>
    <tr><td>1</td></tr>
    </tbody></table>
    <blockquote>
    <p><strong>Note</strong></p>
    <p>Mind.</p>
    </blockquote>
    <pre><code class="language-rust">let a = 1;
    </code></pre>
    <p>Raw <a href="https://news.example/about/">HTML</a></p>
    <div class="footnotes" role="doc-endnotes">
    <ol>
    <li id="fn-n">
    <p>Here. <a class="footnote-back" href="https://news.example/blog/2025/10/a/#fnref-n" role="doc-backlink" aria-label="Back to the text">↩</a></p>
    </li>
    </ol>
    </div>
    "##);
}

#[test]
fn what_is_too_long_is_cut_off_with_a_link() {
    let site = SiteTest::empty();
    let text = |words: usize| "word ".repeat(words) + "\n\nThe end.";
    // Over a megabyte; then thrice 0.75 of them.
    site.post("2025-10-09-long", "Long", &text(210_000));
    for name in ["2025-10-08-a", "2025-10-07-b", "2025-10-06-c"] {
        site.post(name, "Three quarters", &text(150_000));
    }
    site.post("2025-10-05-short", "Short", "Short.\n\nThe end.");
    site.build_well();
    let json: serde_json::Value = serde_json::from_str(&site.page("feed.json")).unwrap();
    let whole: Vec<bool> = json["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            let text = item["content_html"].as_str().unwrap();
            assert!(text.contains("The end.") != text.contains("\">Read on at The Wire</a></p>"), "{text:.400}");
            text.contains("The end.")
        })
        .collect();
    assert_eq!(whole, [false, true, true, false, false]);
    for (path, bytes) in site.tree().into_iter().filter(|(path, _)| path.ends_with("feed.xml")) {
        assert!(bytes.len() < 2_100_000, "{path}");
    }
}

#[test]
fn no_feed_is_longer_than_readers_take() {
    let site = SiteTest::empty();
    let yaml = site.source("site.yaml");
    let description = "word ".repeat(20_000);
    for day in 10..=21 {
        let text =
            format!("---\ntitle: Day {day}\ndescription: {description}\n---\n{}\n\nThe end.\n", "text ".repeat(80_000));
        site.write(&format!("content/posts/2025-10-{day}-a{day}.md"), text);
    }
    // Entries of three kinds: with the whole text, with the summary alone, and none.
    for (limit, expected) in [(3, (3, 3)), (6, (2, 6)), (12, (0, 9))] {
        site.write("site.yaml", format!("{yaml}feeds: {{limit: {limit}}}\n"));
        site.build_well();
        for path in ["feed.xml", "atom.xml", "feed.json"] {
            let feed = site.page(path);
            assert!(feed.len() <= 2_000_000, "{path} of {limit}: {}", feed.len());
            let whole = feed.matches("The end.").count();
            let all = feed.matches("Day ").count();
            assert_eq!((whole, all), expected, "{path} of {limit}: {}", feed.len());
            // The newest first, and those that are whole before the others.
            assert!(feed.find("Day 21").is_some_and(|at| feed.rfind("The end.").is_none_or(|end| at < end)), "{path}");
        }
        assert!(serde_json::from_str::<serde_json::Value>(&site.page("feed.json")).is_ok());
    }
}

#[test]
fn dates_are_of_the_content_and_never_of_the_build() {
    let site = SiteTest::empty();
    site.write("content/posts/2025-10-01-a.md", "---\ntitle: A\nupdated: 2025-10-20\n---\nText.\n");
    site.post("2025-10-02-b", "B", "Text.");
    site.build_well();
    let feeds = |site: &SiteTest| -> BTreeMap<String, Vec<u8>> {
        site.tree().into_iter().filter(|(path, _)| path.ends_with(".xml") || path.ends_with(".json")).collect()
    };
    let before = feeds(&site);
    assert!(site.page("feed.xml").contains("<lastBuildDate>Mon, 20 Oct 2025 00:00:00 +0000</lastBuildDate>"));
    assert!(site.page("atom.xml").contains("<updated>2025-10-20T00:00:00+00:00</updated>\n<link"));
    site.build_with(&["--now", "2026-03-01", "--no-cache"]);
    assert!(feeds(&site) == before);
}

#[test]
fn a_sites_own_style_takes_the_place_of_the_themes() {
    let site = SiteTest::empty();
    site.write("static/css/feed.css", "channel { color: red }\n");
    site.build_well();
    assert_eq!(site.page("css/feed.css"), "channel{color:red}");
    assert!(site.page("feed.xml").contains("<?xml-stylesheet type=\"text/css\" href=\"/css/feed.css\"?>"));
}
