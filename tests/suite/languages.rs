//! Words of Slugline's on pages: in the site's language, in an article's own, in those of the site's own, and whatever changes.

use crate::extract::{attributes, element, elements, text};
use crate::site_test::{Counts, SiteTest};

/// What is seen and heard of a page, a line for each piece of text and for each label.
fn words(html: &str) -> String {
    let body = element(html, "<body");
    let mut lines = Vec::new();
    for piece in body.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap();
        let tag = format!("<{tag}>");
        let labels = ["lang", "dir", "aria-label"].map(|name| (name, attributes(&tag, name)));
        lines
            .extend(labels.iter().flat_map(|(name, found)| found.iter().map(move |found| format!("[{name}] {found}"))));
        lines.extend(Some(text.trim()).filter(|text| !text.is_empty()).map(str::to_owned));
    }
    lines.join("\n").replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

#[test]
fn an_arabic_site_speaks_arabic() {
    let site = SiteTest::of("arabic");
    site.build_well();
    insta::assert_snapshot!("arabic_post", words(&site.page("2025/10/chips/index.html")));
    insta::assert_snapshot!("arabic_front", words(&site.page("index.html")));
    insta::assert_snapshot!("arabic_not_found", words(&site.page("404.html")));
}

#[test]
fn a_polish_site_speaks_polish() {
    let site = SiteTest::of("polish");
    site.build_well();
    insta::assert_snapshot!("polish_post", words(&site.page("2025/09/pociagi/index.html")));
    insta::assert_snapshot!("polish_list", words(&site.page("tags/kolej/page/2/index.html")));
    insta::assert_snapshot!("polish_archive", words(&site.page("2025/10/index.html")));
}

#[test]
fn titles_and_links_that_programs_read_are_in_the_sites_language() {
    let site = SiteTest::of("polish");
    site.build_well();
    assert_eq!(text(element(&site.page("2025/10/index.html"), "<title>")), "Październik 2025 · Depesza");
    assert_eq!(text(element(&site.page("tags/kolej/page/2/index.html"), "<title>")), "Kolej, strona 2 · Depesza");
    assert_eq!(text(element(&site.page("404.html"), "<title>")), "Nie znaleziono strony · Depesza");
    assert!(site.page("tags/kolej/index.html").contains("\"name\":\"Tematy\""));
    assert!(site.page("feeds.opml").contains("<outline text=\"Tematy\""));
}

#[test]
fn an_article_in_another_language_has_words_in_that_and_the_frame_in_the_sites() {
    let site = SiteTest::of("arabic");
    site.build_well();
    let page = site.page("2025/11/english/index.html");
    assert_eq!(text(element(&page, "<p class=\"byline-names\"")), "By ليلى حداد");
    assert_eq!(text(element(&page, "<time")), "November 2, 2025");
    assert!(element(&page, "<header class=\"masthead\"").contains("الموضوعات"));
    let related = element(&page, "<section class=\"related\"");
    assert_eq!(text(element(related, "<h2")), "Related stories");
    // Stories there are in the site's language, as their titles are.
    assert!(related.contains("<div class=\"cards\" lang=\"ar\" dir=\"rtl\">"), "{related}");
    assert!(related.contains(">5 أكتوبر 2025</time>"), "{related}");
    // On the pages of the site, its card says so.
    let front = site.page("index.html");
    let card = elements(&front, "<article").into_iter().find(|card| card.contains("Words from abroad")).unwrap();
    assert!(front.contains("<article class=\"story lead no-picture\" lang=\"en\">"), "{front}");
    assert!(card.contains("<div class=\"story-text\" dir=\"ltr\">"), "{card}");
    assert!(card.contains(">November 2, 2025</time>"), "{card}");
}

#[test]
fn words_that_are_in_no_language_of_the_article_are_marked() {
    let site = SiteTest::empty();
    site.write("content/posts/2025-10-01-vatten.md", "---\ntitle: Vatten\nlang: sv\nauthor: Ada\n---\nVatten.\n");
    site.write("content/posts/2025-10-02-ab.md", "---\ntitle: آب\nslug: ab\nlang: fa\n---\nآب\n");
    site.build_well();
    let page = site.page("2025/10/vatten/index.html");
    assert!(page.contains("<p lang=\"en\">1 min read</p>"), "{page}");
    assert!(page.contains("lang=\"en\">October 1, 2025</time>"), "{page}");
    let page = site.page("2025/10/ab/index.html");
    assert!(page.contains("<p lang=\"en\" dir=\"ltr\">1 min read</p>"), "{page}");
}

#[test]
fn feeds_speak_the_language_of_the_article() {
    let site = SiteTest::of("arabic");
    site.build_well();
    let feed = site.page("feed.xml");
    for words in ["<h2>تصويب</h2>", "<strong>28 أكتوبر 2025</strong>", "<strong>ملاحظة</strong>"] {
        assert!(feed.contains(words), "{words}");
    }
}

#[test]
fn own_words_take_the_place_of_the_built_in_ones_and_add_languages() {
    let site = SiteTest::empty();
    site.post("2025-10-01-one", "One", "Text.");
    site.write("content/posts/2025-10-02-fyra.md", "---\ntitle: Fyra\nlang: sv\n---\nText.\n");
    site.write("translations/en.yaml", "topics: Subjects\ndate: \"{day} {month} {year}\"\n");
    site.write(
        "translations/sv.yaml",
        "reading_time: {one: \"{count} min läsning\", other: \"{count} min läsning\"}\n",
    );
    let run = site.build();
    assert_eq!(run.status, 0, "{}", run.stderr);
    insta::assert_snapshot!(run.stderr);
    let page = site.page("2025/10/one/index.html");
    assert!(page.contains(">Subjects</a>") && page.contains(">1 October 2025</time>"), "{page}");
    assert!(site.page("2025/10/fyra/index.html").contains("<p>1 min läsning</p>"));
}

#[test]
fn wrong_words_are_told_at_their_place() {
    let site = SiteTest::empty();
    site.write(
        "translations/pl.yaml",
        "lastest: Nowe\nstories: {one: \"{count} tekst\", fwe: \"{count} teksty\", other: \"{cuont} tekstu\"}\nweekdays: [pn]\n",
    );
    site.write("translations/po lsku.yaml", "topics: x\n");
    site.write("templates/head_extra.html", "<p>{{ trans(key=\"topcis\") }}</p>\n");
    let run = site.build();
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn a_change_of_words_makes_what_says_them_and_a_warm_build_is_as_a_cold_one() {
    let site = SiteTest::of("arabic");
    site.build_well();
    let warm = |site: &SiteTest| {
        let run = site.build_with(&["--explain"]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        site.assert_as_cold(&[]);
        run
    };
    assert_eq!(Counts::of(&warm(&site)).written, 0);
    site.write("translations/ar.yaml", "byline: كتب {names}\nalert_note: تنويه\n");
    let run = warm(&site);
    assert!(run.explained().contains(&"index.html: words changed"), "{}", run.stdout);
    assert!(site.page("2025/10/chips/index.html").contains("كتب <a"));
    assert!(site.page("2025/10/chips/index.html").contains(">تنويه</p>"));
    assert!(site.page("feed.xml").contains("تنويه"));
    assert_eq!(Counts::of(&warm(&site)).written, 0);
    site.write("translations/ar.yaml", "byline: كتب {names}\n");
    warm(&site);
    assert!(!site.page("feed.xml").contains("تنويه"));
    site.remove("translations/ar.yaml");
    warm(&site);
    assert!(site.page("2025/10/chips/index.html").contains("بقلم <a"));
}

#[test]
fn a_template_that_says_nothing_depends_on_no_words() {
    let site = SiteTest::empty();
    site.post("2025-10-01-one", "One", "Text.");
    // Components take part in every page, so none of the theme's may say anything either.
    let theme = include_str!("../../templates/components.html");
    let silent: Vec<String> = theme
        .split("{% component ")
        .skip(1)
        .filter_map(|rest| rest.split_once(" -%}"))
        .map(|(head, _)| {
            format!("{{% component {head} -%}}x{{%- endcomponent {} %}}\n", head.split('(').next().unwrap())
        })
        .collect();
    site.write("templates/silent.html", silent.concat());
    site.write("templates/404.html", "<p>Nothing.</p>\n");
    site.build_well();
    site.write("translations/en.yaml", "topics: Subjects\n");
    let run = site.build_with(&["--explain"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(!run.stdout.contains("404.html:"), "{}", run.stdout);
    assert!(run.stdout.contains("\nindex.html: words changed"), "{}", run.stdout);
}
