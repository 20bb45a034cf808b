//! The colours of a site: what `theme` in site.yaml sets, what follows from it, and what cannot be read.

use crate::extract::meta;
use crate::site_test::SiteTest;

/// A site with one post and these colours.
fn site(theme: &str) -> SiteTest {
    let site = SiteTest::empty();
    site.post("2025-10-28-tides", "The tides turn", "```rust\nlet x = 1;\n```");
    set(&site, theme);
    site
}

fn set(site: &SiteTest, theme: &str) {
    site.write("site.yaml", format!("title: The Wire\nbase_url: https://news.example/\n{theme}"));
}

/// What a token is in a style sheet, minified.
fn token(css: &str, name: &str) -> String {
    let value = css.split(&format!("--{name}:")).nth(1).unwrap_or_else(|| panic!("no {name} in {css}"));
    value.split([';', '}']).next().unwrap().to_owned()
}

#[test]
fn an_accent_is_on_every_page_in_light_and_in_dark() {
    let site = site("theme: {accent: \"#9b111e\"}\n");
    site.build_well();
    let css = site.page("css/theme.css");
    assert_eq!(token(&css, "accent"), "light-dark(#9b111e,#ff9089)");
    assert_eq!(token(&css, "paper"), "light-dark(#fff,#111418)");
    assert_eq!(token(&css, "ink-soft"), "light-dark(#4d535e,#a8adb7)");
    assert_ne!(token(&css, "tint"), "light-dark(#eaf3f8,#18232d)");
    assert!(!css.contains("@import") && css.contains("color-scheme:light dark"), "{css}");
    assert!(site.page("css/colours.css").contains("light-dark(#9b111e"));
    assert!(site.page("css/feed.css").contains("@import \"colours."));
}

#[test]
fn without_minifying_too() {
    for assets in ["assets: false\n", "assets: {minify: false}\n"] {
        let site = site(&format!("theme: {{accent: \"#9b111e\"}}\n{assets}"));
        site.build_well();
        assert!(site.page("css/colours.css").contains("  --accent: light-dark(#9b111e, #ff9089);\n"), "{assets}");
        assert!(site.page("css/theme.css").contains("\n@import \"colours."), "{assets}");
    }
}

#[test]
fn the_frame_of_a_browser_and_social_cards_follow() {
    let site = site("theme: {paper: \"#fff1e5\", ink: \"#33302e\", accent: \"#990f3d\", paper_dark: black}\n");
    site.build_well();
    let page = site.page("index.html");
    assert!(page.contains("<meta name=\"theme-color\" content=\"#fff1e5\" media=\"(prefers-color-scheme: light)\">"));
    assert!(page.contains("<meta name=\"theme-color\" content=\"#000000\" media=\"(prefers-color-scheme: dark)\">"));
    site.write("templates/card.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\">{{ throw(message=social_card.background ~ \" \" ~ social_card.text ~ \" \" ~ social_card.accent) }}</svg>");
    let cards = "theme: {paper: \"#fff1e5\", ink: \"#33302e\", accent: \"#990f3d\"}\n";
    for (social_cards, colours) in [
        ("social_cards: true\n", "#fff1e5 #33302e #990f3d"),
        ("social_cards: {background: \"#fff\"}\n", "#ffffff #33302e #990f3d"),
    ] {
        set(&site, &format!("{cards}{social_cards}"));
        let report = site.build().stderr;
        assert!(report.contains(colours), "{report}");
    }
    set(&site, "theme: {accent: \"#990f3d\"}\nsocial_cards: true\n");
    let report = site.build().stderr;
    assert!(report.contains("#faf9f6 #15171c #990f3d"), "{report}");
    assert!(meta(&page).contains_key("theme-color"));
}

#[test]
fn what_cannot_be_read_is_told_with_the_nearest_that_can() {
    let site = site(
        "theme:\n  accent: \"#e8a200\"\n  ink: '#999'\n  paper_dark: rgb(60 60 60)\n  ink_dark: \"oklch(60% 0 0)\"\n  accent_dark: teal\n",
    );
    let run = site.build();
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.stderr);
    // What is offered is taken.
    let offered: Vec<&str> = run.stderr.lines().filter_map(|line| line.split('`').nth(1)).collect();
    let offered = offered.iter().filter(|text| text.contains(": \""));
    let lines: Vec<String> = offered.map(|text| format!("  {text}\n")).collect();
    assert_eq!(lines.len(), 4, "{lines:?}");
    set(&site, &format!("theme:\n  paper_dark: rgb(60 60 60)\n{}", lines.concat()));
    site.build_well();
}

#[test]
fn what_is_no_colour_is_told() {
    let site = site(
        "theme:\n  accent: #1b3fae\n  paper: blau\n  ink: [black]\n  accent_dark: \"#1b3fae80\"\n  paper_dark: currentColor\n  ink_dark: var(--x)\n  tint: red\n",
    );
    let run = site.build();
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.stderr);
    set(&site, "theme: \"#1b3fae\"\n");
    insta::assert_snapshot!(site.build().stderr);
}

#[test]
fn a_sites_own_file_and_the_setting_are_one_too_many() {
    let site = site("theme: {accent: \"#9b111e\"}\n");
    site.write("static/css/colours.css", ":root { --ink: black }\n");
    let run = site.build();
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.stderr);
    // A copy of the theme's says nothing else.
    site.write("static/css/colours.css", include_str!("../../static/css/colours.css"));
    site.build_well();
    assert_eq!(token(&site.page("css/theme.css"), "accent"), "light-dark(#9b111e,#ff9089)");
    site.assert_as_cold(&[]);
    site.write("static/css/colours.css", ":root { --ink: black }\n");
    set(&site, "");
    site.build_well();
    assert!(site.page("css/theme.css").starts_with(":root{--ink:black;"), "{}", site.page("css/theme.css"));
    assert!(site.page("index.html").contains("content=\"#ffffff\" media"));
}

#[test]
fn another_colour_is_in_the_next_build() {
    let site = site("");
    site.build_well();
    for theme in [
        "theme: {accent: \"#9b111e\"}\n",
        "theme: {accent: \"#9b111f\"}\n",
        "theme: {accent_dark: \"#ffb3b8\"}\n",
        "theme: {}\n",
        "theme: {paper: \"#fdfaf3\"}\n",
        "",
    ] {
        set(&site, theme);
        site.build_well();
        site.assert_as_cold(&[]);
    }
    set(&site, "theme: {accent: \"#9b111e\"}\n");
    let run = site.build_with(&["--explain"]);
    let made = run.explained().join("\n");
    assert!(made.contains("css/colours.css: its source changed") && made.contains("css/theme.css: its source changed"));
    assert!(made.contains("index.html: static files changed"), "{made}");
}

#[test]
fn readers_may_choose_light_or_dark_at_the_foot_of_every_page() {
    let site = SiteTest::of("paper");
    site.build_well();
    for path in site.outputs().iter().filter(|path| path.ends_with(".html")) {
        let page = site.page(path);
        if page.contains("http-equiv=\"refresh\"") {
            continue;
        }
        let foot = page.split("<footer class=\"site-footer\"").nth(1).unwrap_or_else(|| panic!("{path} has no foot"));
        assert!(
            foot.contains("<div class=\"scheme\" role=\"radiogroup\" aria-labelledby=\"_scheme\" hidden>"),
            "{path}"
        );
        let script = page.find("<script>try{").unwrap();
        assert!(script < page.find("<link").unwrap() && script < page.find("<body").unwrap(), "{path}");
    }
    let css = site.page("css/theme.css");
    let screen =
        "@media screen{:root[data-scheme=light]{color-scheme:light}:root[data-scheme=dark]{color-scheme:dark}}";
    assert!(css.contains(screen), "{css}");
    let print = css.split("@media print{:root{").nth(1).unwrap().split('}').next().unwrap();
    assert!(print.split(';').any(|line| line == "color-scheme:light"), "{print}");
    site.write("templates/scheme.html", "");
    site.build_well();
    assert!(!site.page("index.html").contains("radiogroup"));
}

#[test]
fn pages_of_the_site_are_fetched_ahead_below_its_path_alone() {
    let site = SiteTest::of("paper");
    site.build_well();
    let page = site.page("index.html");
    let rules = page.split("<script type=\"speculationrules\">").nth(1).unwrap().split("</script>").next().unwrap();
    let rules: serde_json::Value = serde_json::from_str(rules).unwrap();
    let rule = &rules["prefetch"][0];
    assert_eq!(rule["eagerness"], "moderate");
    assert_eq!(rule["where"]["and"][0]["href_matches"], serde_json::json!(["/times/", "/times/*/", "/times/*.html"]));
}
