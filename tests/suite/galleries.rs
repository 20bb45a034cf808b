//! Images with nothing between them: one figure, with what is said of each and of all.

use crate::site_test::SiteTest;

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\"/>";

/// A site with a post, and what its page shows behind the first words.
fn body(front_matter: &str, markdown: &str) -> String {
    let site = SiteTest::empty();
    for name in ["a", "b", "c"] {
        site.write(&format!("content/posts/{name}.svg"), SVG);
    }
    site.write("content/posts/wide.svg", SVG.replace("30", "400"));
    let text =
        format!("---\ntitle: A story\ndate: 2025-11-01\n{front_matter}---\nWords.\n\n{markdown}\n\nLast words.\n");
    site.write("content/posts/2025-11-01-a.md", text);
    site.build_well();
    let page = site.page("2025/11/a/index.html");
    let from = page.find("<p>Words.</p>\n").unwrap() + 14;
    let to = page.find("<p>Last words.</p>").unwrap();
    page[from..to].to_owned()
}

fn picture(name: &str, alt: &str, is_first: bool) -> String {
    let loading =
        if is_first { "loading=\"eager\" fetchpriority=\"high\"" } else { "loading=\"lazy\" decoding=\"async\"" };
    format!("<img src=\"{name}.svg\" alt=\"{alt}\" width=\"30\" height=\"20\" {loading}>")
}

const START: &str = "<figure class=\"gallery of-2\"><div class=\"gallery-pictures\">\n";
const ONE: &str = "<figure style=\"--ratio:1.50\">";

#[test]
fn pictures_with_nothing_between_them_are_one_figure() {
    let (a, b) = (picture("a", "A", true), picture("b", "B", false));
    let expected = format!("{START}{ONE}{a}</figure>\n{ONE}{b}</figure>\n</div></figure>\n");
    for markdown in
        ["![A](a.svg)![B](b.svg)", "![A](a.svg) ![B](b.svg)", "![A](a.svg)\n![B](b.svg)", "![A](a.svg)\n\n![B](b.svg)"]
    {
        assert_eq!(body("", markdown), expected, "{markdown}");
    }
}

#[test]
fn a_caption_below_the_last_is_that_of_all() {
    let (a, b) = (picture("a", "A", true), picture("b", "B", false));
    let expected = format!(
        "{START}{ONE}{a}</figure>\n{ONE}{b}</figure>\n</div><figcaption>Both <em>of</em> them</figcaption></figure>\n"
    );
    for markdown in [
        "![A](a.svg) ![B](b.svg \"Both *of* them\")",
        "![A](a.svg)\n\n![B](b.svg \"Both *of* them\")",
        "![A](a.svg)\n![B](b.svg) |\n| Both *of* them |",
        "![A](a.svg) ![B](b.svg)\n| Both *of* them |",
    ] {
        assert_eq!(body("", markdown), expected, "{markdown}");
    }
    assert_eq!(body("captions: {b.svg: Both *of* them}\n", "![A](a.svg) ![B](b.svg)"), expected);
}

#[test]
fn what_is_said_of_each_stays_with_it() {
    let (a, b) = (picture("a", "A", true), picture("b", "B", false));
    let each = format!(
        "{START}{ONE}{a}<figcaption>One</figcaption></figure>\n{ONE}{b}<figcaption>Two</figcaption></figure>\n</div></figure>\n"
    );
    assert_eq!(body("", "![A](a.svg \"One\")\n\n![B](b.svg \"Two\")"), each);
    // The first alone says nothing of the second.
    let first = format!("{START}{ONE}{a}<figcaption>One</figcaption></figure>\n{ONE}{b}</figure>\n</div></figure>\n");
    assert_eq!(body("", "![A](a.svg \"One\") ![B](b.svg)"), first);
}

#[test]
fn a_credit_of_all_is_given_once() {
    let (a, b) = (picture("a", "A", true), picture("b", "B", false));
    let of_one = "captions: {a.svg: {credit: Ada}, b.svg: {credit: Ada, caption: Both}}\n";
    let expected = format!(
        "{START}{ONE}{a}</figure>\n{ONE}{b}</figure>\n</div><figcaption>Both <span class=\"credit\">Ada</span></figcaption></figure>\n"
    );
    assert_eq!(body(of_one, "![A](a.svg) ![B](b.svg)"), expected);
    let of_two = "captions: {a.svg: {credit: Ada}, b.svg: {credit: Bo, caption: Both}}\n";
    let expected = format!(
        "{START}{ONE}{a}<figcaption><span class=\"credit\">Ada</span></figcaption></figure>\n\
         {ONE}{b}<figcaption><span class=\"credit\">Bo</span></figcaption></figure>\n\
         </div><figcaption>Both</figcaption></figure>\n"
    );
    assert_eq!(body(of_two, "![A](a.svg) ![B](b.svg)"), expected);
}

#[test]
fn rows_have_as_much_room_as_their_pictures_need() {
    let html = body("", "![A](a.svg) ![W](wide.svg) [![C](c.svg)](https://news.example/)");
    assert!(html.contains("class=\"gallery of-3\""), "{html}");
    assert!(
        html.contains("--ratio:5.00") && html.contains("<a href=\"https://news.example/\"><img src=\"c.svg\""),
        "{html}"
    );
}

#[test]
fn words_between_pictures_keep_them_apart() {
    for markdown in [
        "![A](a.svg)\n\nWords\n\n![B](b.svg)",
        "![A](a.svg)\n\n---\n\n![B](b.svg)",
        "![A](a.svg) and ![B](b.svg)",
        "![A](a.svg) ![B](b.svg) #tag",
        "- ![A](a.svg)\n- ![B](b.svg)",
    ] {
        let html = body("", markdown);
        assert!(!html.contains("gallery"), "{html}");
    }
}

#[test]
fn readers_of_feeds_see_plain_figures() {
    let site = SiteTest::empty();
    site.write("content/posts/a.svg", SVG).write("content/posts/b.svg", SVG);
    site.post("2025-11-01-a", "A story", "Words.\n\n![A](a.svg) ![B](b.svg \"Both\")\n");
    site.build_well();
    let feed = site.page("feed.json");
    let url = "https://news.example/2025/11/a";
    let image = |name: &str, alt: &str| {
        format!(
            "<figure><img src=\\\"{url}/{name}.svg\\\" alt=\\\"{alt}\\\" width=\\\"30\\\" height=\\\"20\\\"></figure>\\n"
        )
    };
    let expected = format!("<figure>{}{}<figcaption>Both</figcaption></figure>", image("a", "A"), image("b", "B"));
    assert!(feed.contains(&expected), "{feed}");
}
