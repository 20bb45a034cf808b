//! Links to videos and to posts of social networks that stand alone.

use crate::site_test::SiteTest;

fn site(markdown: &str) -> SiteTest {
    let site = SiteTest::empty();
    site.post("2025-11-01-a", "A story", &format!("Words.\n\n{markdown}\n\nLast words.\n"));
    site.build_well();
    site
}

fn body(site: &SiteTest) -> String {
    let page = site.page("2025/11/a/index.html");
    let from = page.find("<p>Words.</p>\n").unwrap() + 14;
    let to = page.find("<p>Last words.</p>").unwrap();
    page[from..to].to_owned()
}

const SCRIPT: &str = "<script src=\"/js/players.";

#[test]
fn a_link_that_stands_alone_is_a_card() {
    let site = site("[How a <b>hall</b> is *cooled*](https://youtu.be/dQw4w9WgXcQ?t=90)");
    let expected = "<figure class=\"embed embed-youtube\"><a href=\"https://youtu.be/dQw4w9WgXcQ?t=90\" \
        data-video=\"dQw4w9WgXcQ\" data-start=\"90\"><span class=\"embed-source\">YouTube</span> \
        <span class=\"embed-words\">How a hall is cooled</span> \
        <span class=\"embed-action\">Watch on YouTube</span></a></figure>\n";
    assert_eq!(body(&site), expected);
    assert!(site.page("2025/11/a/index.html").contains(SCRIPT));
    assert!(!site.page("index.html").contains(SCRIPT));
    assert!(site.has("js/players.js"));
    // Readers of feeds know no cards.
    let feed = site.page("feed.json");
    let link = "<p><a href=\\\"https://youtu.be/dQw4w9WgXcQ?t=90\\\">How a hall is cooled</a></p>";
    assert!(feed.contains(link) && !feed.contains("embed"), "{feed}");
}

#[test]
fn posts_are_told_by_network_and_account() {
    for (address, class, source, action) in [
        (
            "https://x.com/jane_doe/status/1234567890",
            "x",
            "X <span class=\"embed-account\">@jane_doe</span>",
            "Read on X",
        ),
        (
            "https://bsky.app/profile/jane.example/post/3kabc",
            "bluesky",
            "Bluesky <span class=\"embed-account\">@jane.example</span>",
            "Read on Bluesky",
        ),
        (
            "https://social.example/@jane/112233445566778899",
            "mastodon",
            "Mastodon <span class=\"embed-account\">@jane@social.example</span>",
            "Read on Mastodon",
        ),
    ] {
        for written in [address.to_owned(), format!("<{address}>")] {
            let site = site(&written);
            let expected = format!(
                "<figure class=\"embed embed-{class}\"><a href=\"{address}\"><span class=\"embed-source\">{source}</span> \
                 <span class=\"embed-action\">{action}</span></a></figure>\n"
            );
            assert_eq!(body(&site), expected, "{written}");
            assert!(!site.page("2025/11/a/index.html").contains(SCRIPT));
        }
    }
}

#[test]
fn other_links_stay_links() {
    for written in [
        "See https://youtu.be/dQw4w9WgXcQ",
        "https://youtu.be/dQw4w9WgXcQ https://youtu.be/dQw4w9WgXcQ",
        "https://news.example/@jane/12",
        "- https://youtu.be/dQw4w9WgXcQ",
        "[a](https://evil.example/watch?v=dQw4w9WgXcQ)",
    ] {
        let site = site(written);
        assert!(!body(&site).contains("embed"), "{written}: {}", body(&site));
    }
}

#[test]
fn nothing_in_an_address_ends_an_attribute() {
    let site = site("[\"><script>alert(1)</script>](https://www.youtube.com/watch?v=dQw4w9WgXcQ&a=\"'><script>)");
    let html = body(&site);
    assert!(
        html.contains("embed-youtube") && !html.contains("<script>") && html.matches('"').count().is_multiple_of(2),
        "{html}"
    );
}

#[test]
fn a_site_can_do_without() {
    let site = site("https://youtu.be/dQw4w9WgXcQ");
    site.write("site.yaml", format!("{}markdown: {{embeds: false}}\n", site.source("site.yaml")));
    site.build_well();
    assert_eq!(body(&site), "<p><a href=\"https://youtu.be/dQw4w9WgXcQ\">https://youtu.be/dQw4w9WgXcQ</a></p>\n");
    assert!(!site.page("2025/11/a/index.html").contains(SCRIPT) && !site.has("js/players.js"));
    site.assert_as_cold(&[]);
}
