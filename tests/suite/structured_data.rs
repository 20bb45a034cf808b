//! JSON-LD: what search engines read of a page.

use serde_json::{Value, json};

use crate::extract::{SVG, element, elements, meta, text};
use crate::site_test::SiteTest;

const HOSTILE: &str = "</script><script>alert(1)</script> \"&' 日本\u{2028}!";

/// The things that a page is described with.
fn things(html: &str) -> Vec<Value> {
    let blocks = elements(html, "<script type=\"application/ld+json\"");
    let mut things: Vec<Value> = blocks.into_iter().map(|block| serde_json::from_str(block).unwrap()).collect();
    for thing in &mut things {
        assert_eq!(thing.as_object_mut().unwrap().remove("@context").unwrap(), "https://schema.org");
    }
    things
}

fn site() -> SiteTest {
    let site = SiteTest::empty();
    site.write(
        "site.yaml",
        "title: The Wire\nbase_url: https://news.example/\ntimezone: America/New_York\ndescription: Technology\n\
         publisher: {name: Wire Press, logo: images/logo.svg, same_as: [https://social.example/wire]}\n\
         me: [https://social.example/@wire, mailto:wire@news.example]\n",
    );
    site.write("static/images/logo.svg", SVG);
    site.write(
        "authors.yaml",
        "jane: {name: Jane Doe, bio: Writes., url: https://jane.example/, same_as: [https://social.example/jane]}\n",
    );
    site.write("content/posts/images/tide.svg", SVG);
    site
}

const TIDES: &str = "---\ntitle: The tides turn\ndate: 2025-10-28T09:00\ndescription: Of water\nauthors: [jane, Max Roe]\n\
    hashtags: [AI, Tides]\nsection: Sea\nseries: Water\ntype: opinion\n\
    image: {src: images/tide.svg, alt: Waves, caption: The *sea*, credit: A. Nother}\n\
    corrections: [{date: 2025-11-03, text: It was *high* tide.}]\n---\nFour words of text.\n";

#[test]
fn a_post_is_an_article_with_all_that_is_known_of_it() {
    let site = site();
    site.write("content/posts/2025-10-28-tides.md", TIDES);
    site.build_well();
    let html = site.page("2025/10/tides/index.html");
    let things = self::things(&html);
    let publisher = json!({
        "@type": "Organization", "name": "Wire Press", "url": "https://news.example/",
        "logo": "https://news.example/images/logo.svg", "sameAs": ["https://social.example/wire"],
    });
    let url = "https://news.example/2025/10/tides/";
    let article = json!({
        "@type": "OpinionNewsArticle",
        "headline": "The tides turn",
        "description": "Of water",
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": "en",
        "datePublished": "2025-10-28T09:00:00-04:00",
        "dateModified": "2025-11-03T00:00:00-05:00",
        "author": [
            {
                "@type": "Person", "name": "Jane Doe", "url": "https://news.example/authors/jane/",
                "description": "Writes.", "sameAs": ["https://jane.example/", "https://social.example/jane"],
            },
            { "@type": "Person", "name": "Max Roe", "url": "https://news.example/authors/max-roe/" },
        ],
        "publisher": publisher,
        "image": {
            "@type": "ImageObject", "url": "https://news.example/2025/10/tides/images/tide.svg",
            "width": "4 px", "height": "3 px", "caption": "The sea", "creditText": "A. Nother",
        },
        "articleSection": "Sea",
        "keywords": ["AI", "Tides"],
        "wordCount": 4,
        "isAccessibleForFree": true,
        "isPartOf": { "@type": "CreativeWorkSeries", "name": "Water", "url": "https://news.example/series/water/" },
        "correction": [{
            "@type": "CorrectionComment", "datePublished": "2025-11-03T00:00:00-05:00", "text": "It was high tide.",
        }],
    });
    assert_eq!(things[0], article);
    let names = things[1]["itemListElement"].as_array().unwrap().iter();
    let names: Vec<_> = names.map(|item| (item["position"].clone(), item["name"].clone())).collect();
    assert_eq!(names, [(json!(1), json!("The Wire")), (json!(2), json!("Sea")), (json!(3), json!("The tides turn"))]);
    assert_eq!(text(element(&html, "<p class=\"kicker\"")), "Opinion · Sea");
}

#[test]
fn an_article_says_when_it_expires() {
    let site = site();
    site.write("content/posts/2025-10-28-tides.md", TIDES.replace("type:", "expires: 2026-10-28\ntype:"));
    site.build_well();
    let article = things(&site.page("2025/10/tides/index.html")).remove(0);
    assert_eq!(article["expires"], "2026-10-28T00:00:00-04:00");
}

#[test]
fn the_head_says_the_same() {
    let site = site();
    site.write("content/posts/2025-10-28-tides.md", TIDES);
    site.build_well();
    let html = site.page("2025/10/tides/index.html");
    let meta = meta(&html);
    for (name, content) in [
        ("og:image:width", "4"),
        ("og:image:height", "3"),
        ("og:image:type", "image/svg+xml"),
        ("og:image:alt", "Waves"),
        ("article:published_time", "2025-10-28T09:00:00-04:00"),
        ("article:modified_time", "2025-11-03T00:00:00-05:00"),
        ("author", "Max Roe"),
    ] {
        assert_eq!(meta.get(name), Some(&content), "{name}");
    }
    assert!(html.contains("<meta property=\"article:author\" content=\"https://news.example/authors/jane/\">"));
    assert!(html.contains("<link rel=\"me\" href=\"https://social.example/@wire\">"));
    assert!(html.contains("<link rel=\"me\" href=\"mailto:wire@news.example\">"));
}

#[test]
fn lists_name_their_stories_and_the_way_to_them() {
    let site = site();
    site.write("content/posts/2025-10-28-tides.md", TIDES);
    site.build_well();
    let types = |path: &str| -> Vec<String> {
        things(&site.page(path)).iter().map(|thing| thing["@type"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(types("index.html"), ["WebSite", "CollectionPage"]);
    assert_eq!(types("tags/ai/index.html"), ["CollectionPage", "BreadcrumbList"]);
    assert_eq!(types("authors/jane/index.html"), ["ProfilePage", "BreadcrumbList"]);
    assert!(!site.page("404.html").contains("application/ld+json"));
    let tag = things(&site.page("tags/ai/index.html"));
    let item = json!({
        "@type": "ListItem", "position": 1, "name": "The tides turn", "url": "https://news.example/2025/10/tides/",
    });
    assert_eq!(tag[0]["mainEntity"]["itemListElement"], json!([item]));
    let trail = tag[1]["itemListElement"].as_array().unwrap().iter().map(|item| item["item"].clone());
    assert_eq!(
        trail.collect::<Vec<_>>(),
        [json!("https://news.example/"), json!("https://news.example/tags/"), json!("https://news.example/tags/ai/")]
    );
    let month = things(&site.page("2025/10/index.html"));
    assert_eq!(month[1]["itemListElement"][1]["item"], "https://news.example/2025/");
    let author = things(&site.page("authors/jane/index.html"));
    assert_eq!(author[0]["mainEntity"]["name"], "Jane Doe");
}

#[test]
fn a_hostile_title_is_inert_and_whole_on_every_page() {
    let site = site();
    let title = HOSTILE.replace('\\', "\\\\").replace('"', "\\\"").replace('\u{2028}', "\\u2028");
    site.write(
        "content/posts/2025-10-28-tides.md",
        format!("---\ntitle: \"{title}\"\nauthor: \"{title}\"\nsection: \"{title}\"\n---\nText.\n"),
    );
    site.build_well();
    let html = site.page("2025/10/tides/index.html");
    assert_eq!(things(&html)[0]["headline"], HOSTILE);
    assert_eq!(things(&html)[0]["author"][0]["name"], HOSTILE);
    for path in ["index.html", "2025/index.html", "2025/10/index.html"] {
        let html = site.page(path);
        let page = things(&html);
        let posts = page.iter().find_map(|thing| thing["mainEntity"]["itemListElement"].get(0)).unwrap();
        assert_eq!(posts["name"], HOSTILE, "{path}");
        // The theme's own.
        assert_eq!(html.matches("<script>").count(), 1, "{path}");
    }
}

#[test]
fn a_live_blog_has_the_updates_of_its_headings() {
    let site = site();
    site.write(
        "content/posts/2025-10-28-live.md",
        "---\ntitle: Live\ndate: 2025-10-28T09:00\ntype: live\n---\nFollow us.\n\n\
         ## 2025-10-29T08:00:00Z — It is *over*\n\nGoodbye, [all](https://a.example/).\n\nMore.\n\n\
         ## Not an update\n\nNothing.\n\n## 14:05 – Doors open\n\n- a list\n\nThey come in.\n",
    );
    site.build_well();
    let article = things(&site.page("2025/10/live/index.html")).remove(0);
    assert_eq!(article["@type"], "LiveBlogPosting");
    assert_eq!(article["coverageStartTime"], article["datePublished"]);
    assert_eq!(article["coverageEndTime"], Value::Null, "nobody said that it is over");
    let updates = article["liveBlogUpdate"].as_array().unwrap();
    let of = |update: &Value, key: &str| update[key].as_str().unwrap().to_owned();
    let found: Vec<_> = updates.iter().map(|update| (of(update, "headline"), of(update, "articleBody"))).collect();
    let expected = [("It is over", "Goodbye, all."), ("Doors open", "They come in.")];
    assert_eq!(found, expected.map(|(headline, body)| (headline.to_owned(), body.to_owned())));
    let html = site.page("2025/10/live/index.html");
    for update in updates {
        let (_, id) = update["url"].as_str().unwrap().split_once('#').unwrap();
        assert!(html.contains(&format!("<h2 id=\"{id}\">")), "{id}");
    }
}

#[test]
fn a_type_that_is_none_and_a_live_blog_without_updates_are_reported() {
    let site = site();
    site.write("content/posts/2025-10-28-a.md", "---\ntitle: A\ntype: opinoin\n---\nText.\n");
    let run = site.build();
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("`type` cannot be `opinoin`"), "{}", run.stderr);
    assert!(run.stderr.contains("did you mean `opinion`?"), "{}", run.stderr);
    site.write("content/posts/2025-10-28-a.md", "---\ntitle: A\ntype: live\n---\n## Noon\n\nText.\n");
    let run = site.build();
    assert!(run.status == 0 && run.stderr.contains("a live blog has no updates"), "{}", run.stderr);
}

#[test]
fn another_size_of_an_image_is_seen() {
    let site = site();
    site.write("content/posts/2025-10-28-tides.md", TIDES);
    site.build_well();
    site.write("content/posts/images/tide.svg", SVG.replace("width=\"4\"", "width=\"8\""));
    site.build_well();
    let html = site.page("2025/10/tides/index.html");
    assert_eq!(things(&html)[0]["image"]["width"], "8 px");
    assert_eq!(meta(&html).get("og:image:width"), Some(&"8"));
}
