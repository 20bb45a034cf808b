//! Social cards: who gets one, what is on it, and how often it is drawn.

use std::collections::BTreeMap;
use std::fs;

use crate::extract::{SVG, meta};
use crate::site_test::SiteTest;

/// The card of that post.
pub(crate) const CARD: &str = "2025/10/tides/card.png";

/// A site with cards, and one post without an image.
pub(crate) fn site() -> SiteTest {
    let site = SiteTest::empty();
    site.write("site.yaml", format!("{}social_cards: true\n", site.source("site.yaml")));
    site.post("2025-10-28-tides", "The tides turn", "Of water.");
    site
}

/// The bytes of a card.
pub(crate) fn card(site: &SiteTest, path: &str) -> Vec<u8> {
    site.tree().remove(path).unwrap_or_else(|| panic!("{path}; there are\n{}", site.outputs().join("\n")))
}

/// The cards that are kept, by name.
pub(crate) fn kept(site: &SiteTest) -> Vec<String> {
    let Ok(entries) = fs::read_dir(site.cache().join("cards")) else { return Vec::new() };
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// What is at the edge of a card, 24 pixels wide, left, right and below; all of it is to be background.
pub(crate) fn edge(png: &[u8]) -> BTreeMap<[u8; 3], usize> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!((info.width, info.height, info.color_type), (1200, 630, png::ColorType::Rgb));
    let mut colours = BTreeMap::new();
    for (at, pixel) in pixels.as_chunks::<3>().0.iter().enumerate() {
        let (x, y) = (at % 1200, at / 1200);
        if y >= 24 && (!(24..1176).contains(&x) || y >= 606) {
            *colours.entry(*pixel).or_default() += 1;
        }
    }
    colours
}

#[test]
fn a_post_without_an_image_has_one_and_its_page_tells_of_it() {
    let site = site();
    site.write("content/posts/images/tide.png", include_bytes!("../pictures/png-grey1.png"));
    site.write(
        "content/posts/2025-10-29-ebb.md",
        "---\ntitle: Ebb\nimage: {src: images/tide.png, alt: Waves}\n---\nOf less water.\n",
    );
    site.write("content/about.md", "---\ntitle: About\n---\nUs.\n");
    site.build_well();
    let cards: Vec<String> = site.outputs().into_iter().filter(|path| path.ends_with("card.png")).collect();
    assert_eq!(cards, [CARD]);
    let page = site.page("2025/10/tides/index.html");
    let head = meta(&page);
    let url = "https://news.example/2025/10/tides/card.png";
    for (name, expected) in [
        ("og:image", url),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:type", "image/png"),
        ("og:image:alt", "The tides turn"),
        ("twitter:card", "summary_large_image"),
    ] {
        assert_eq!(head.get(name), Some(&expected), "{name}");
    }
    assert!(page.contains(&format!(r#""image":{{"@type":"ImageObject","url":"{url}","width":"1200 px""#)), "{page}");
    assert!(!page.contains("<figure"), "{page}");
    assert!(!site.page("feed.xml").contains("card.png"));
}

#[test]
fn a_drawing_is_on_the_page_and_a_card_where_links_are_shown() {
    let site = site();
    site.write("content/posts/images/tide.svg", SVG);
    site.write(
        "content/posts/2025-10-28-tides.md",
        "---\ntitle: The tides turn\nimage: {src: images/tide.svg, alt: Waves}\n---\nOf water.\n",
    );
    site.build_well();
    let page = site.page("2025/10/tides/index.html");
    assert_eq!(meta(&page).get("og:image"), Some(&"https://news.example/2025/10/tides/card.png"));
    assert_eq!(meta(&page).get("og:image:alt"), Some(&"The tides turn"));
    let drawing = "https://news.example/2025/10/tides/images/tide.svg";
    assert!(page.contains(&format!(r#""image":{{"@type":"ImageObject","url":"{drawing}""#)), "{page}");
    assert!(page.contains("src=\"images/tide.svg\"") || page.contains("tide.svg\" alt=\"Waves\""), "{page}");
    assert!(site.has(CARD));
}

#[test]
fn without_the_key_or_a_name_that_can_be_written_there_are_none() {
    let site = site();
    let with = site.source("site.yaml");
    for yaml in [
        with.replace("social_cards: true", "social_cards: false"),
        with.replace("social_cards: true\n", ""),
        with.replace("The Wire", "東京新聞"),
    ] {
        site.write("site.yaml", yaml);
        site.build_well();
        assert!(!site.has(CARD));
        assert!(site.page("2025/10/tides/index.html").contains("content=\"summary\""));
    }
}

#[test]
fn hard_titles_stay_within_the_card() {
    let site = site();
    let long = "A headline that goes on and on about memory chips. ".repeat(6);
    let word = "Donaudampfschifffahrt".repeat(15);
    let titles = [
        long.as_str(),
        word.as_str(),
        "特斯拉在上海开设新工厂",
        "الذكاء الاصطناعي يغير مستقبل الصحافة: ماذا تعني خطة OpenAI الجديدة؟",
        "מהפכת הבינה המלאכותית: Google",
        "🚀 Rocket launch 🔥",
        "🚀",
        "</svg> & <script>",
        "Ebb",
    ];
    for (at, title) in titles.iter().enumerate() {
        let language = if at == 3 { "ar" } else { "en" };
        site.write(
            &format!("content/posts/2025-10-0{}-hard{at}.md", at + 1),
            format!("---\ntitle: {}\nlang: {language}\nsection: \"\"\n---\nText.\n", serde_json::json!(title)),
        );
    }
    site.build_well();
    for (at, title) in titles.iter().enumerate() {
        let png = card(&site, &format!("2025/10/hard{at}/card.png"));
        assert!(png.len() < 60_000, "{} bytes: {title}", png.len());
        assert_eq!(edge(&png).into_keys().collect::<Vec<_>>(), [[0xfa, 0xf9, 0xf6]], "{title}");
    }
}

#[test]
fn colours_are_those_that_are_asked_for() {
    let site = site();
    let colours = "social_cards: {background: \"#123\", text: \"#ffffff\", accent: \"#FFCC00\"}";
    site.write("site.yaml", site.source("site.yaml").replace("social_cards: true", colours));
    site.build_well();
    assert_eq!(edge(&card(&site, CARD)).into_keys().collect::<Vec<_>>(), [[0x11, 0x22, 0x33]]);
    site.write("site.yaml", site.source("site.yaml").replace("\"#123\"", "mauve"));
    let run = site.build();
    assert!(run.stderr.contains("error: `background` cannot be `mauve`\n --> site.yaml:3:28"), "{}", run.stderr);
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/\nsocial_cards:\n  text: #fff\n");
    let run = site.build();
    assert!(run.stderr.contains("error: `text` has no colour\n --> site.yaml:4:3"), "{}", run.stderr);
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/\nsocial_cards: 3\n");
    let run = site.build();
    assert!(run.stderr.contains("error: `social_cards` must be true, false, or a mapping"), "{}", run.stderr);
}

#[test]
fn a_card_is_drawn_once() {
    let site = site();
    site.post("2025-10-29-ebb", "Ebb", "Of less water.");
    site.build_well();
    let before = kept(&site);
    assert_eq!(before.len(), 2);
    let first = site.tree();
    // A running text is on no card.
    site.post("2025-10-28-tides", "The tides turn", "Of water.\n\nAnd more.");
    let run = site.build_with(&["--explain"]);
    assert!(!run.stdout.contains("card.png"), "{}", run.stdout);
    // A title is on its own card alone; the one that nobody shows any more goes.
    site.post("2025-10-28-tides", "The tides stay", "Of water.\n\nAnd more.");
    let run = site.build_with(&["--explain"]);
    assert!(run.stdout.contains("2025/10/tides/card.png: `social_card` changed"), "{}", run.stdout);
    assert!(!run.stdout.contains("2025/10/ebb/card.png"), "{}", run.stdout);
    assert_eq!(kept(&site).len(), 2);
    assert_ne!(kept(&site), before);
    assert_ne!(card(&site, CARD), first[CARD]);
    site.assert_as_cold(&[]);
    // Another output folder takes what was drawn for the first; a damaged card counts as none.
    let path = site.cache().join("cards").join(&kept(&site)[0]);
    fs::write(&path, "nonsense").unwrap();
    let run = site.build_with(&["--out", "../other"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(fs::read(site.parent().join("other").join(CARD)).unwrap(), card(&site, CARD));
    assert!(fs::read(&path).unwrap().len() > 1000);
    site.remove("content/posts/2025-10-29-ebb.md").gone(&["/2025/10/ebb/"]);
    site.build();
    assert_eq!(kept(&site).len(), 2, "the other folder shows it still");
    site.build_with(&["--out", "../other"]);
    assert_eq!(kept(&site).len(), 1);
}

#[test]
fn a_template_of_the_site_takes_the_place_of_the_themes() {
    let site = site();
    site.build_well();
    let before = card(&site, CARD);
    let own = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\">\n\
               <rect width=\"1200\" height=\"630\" fill=\"#204060\"/>\n\
               <text x=\"100\" y=\"300\" font-family=\"Noto Serif\" font-size=\"60\" fill=\"#fff\">{{ social_card.title }}</text>\n</svg>\n";
    site.write("templates/card.svg", own);
    let run = site.build_with(&["--explain"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert_eq!(run.explained(), ["2025/10/tides/card.png: its templates changed"]);
    assert_ne!(card(&site, CARD), before);
    assert_eq!(edge(&card(&site, CARD)).into_keys().collect::<Vec<_>>(), [[0x20, 0x40, 0x60]]);
    let report = |template: &str| {
        site.write("templates/card.svg", template);
        let run = site.build();
        assert_eq!(run.status, 1);
        run.stderr
    };
    let places = [
        (own.replace("social_card.title", "social_card.nothing"), "templates/card.svg:3:90"),
        (own.replace("social_card.title", "social_card.title | fit(width=10)"), "templates/card.svg:3:"),
        (own.replace("/>\n<text", ">\n<text"), "templates/card.svg:4:1"),
        (own.replace("width=\"1200\" height=\"630\">", "width=\"600\" height=\"630\">"), "templates/card.svg:1:1"),
    ];
    for (template, place) in places {
        let stderr = report(&template);
        assert!(stderr.contains(&format!("--> {place}")), "{place}\n{stderr}");
        assert!(stderr.contains("while rendering `2025/10/tides/card.png`"), "{stderr}");
    }
}

#[test]
fn a_file_in_the_place_of_a_card_is_reported() {
    let site = site();
    site.write("static/2025/10/tides/card.png", "mine");
    let run = site.build();
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("two sources for one path: `/2025/10/tides/card.png`"), "{}", run.stderr);
    assert!(
        run.stderr.contains("the other is the social card of `content/posts/2025-10-28-tides.md`"),
        "{}",
        run.stderr
    );
}

#[test]
fn one_thread_and_two_draw_the_same() {
    let site = site();
    for number in 10..20 {
        site.post(&format!("2025-10-{number}-n{number}"), &format!("Story number {number}"), "Text.");
    }
    let mut trees = Vec::new();
    for threads in ["1", "2"] {
        let out = format!("../threads-{threads}");
        let status = std::process::Command::new(env!("CARGO_BIN_EXE_slugline"))
            .args(["build", "--no-cache", "--now", crate::site_test::NOW, "--out", &out])
            .env("RAYON_NUM_THREADS", threads)
            .current_dir(site.root())
            .output()
            .unwrap();
        assert!(status.status.success());
        trees.push(crate::site_test::tree(&site.parent().join(format!("threads-{threads}"))));
    }
    assert_eq!(crate::site_test::difference(&trees[0], &trees[1]), None);
}

#[test]
fn colours_that_cannot_be_read_are_none() {
    let site = SiteTest::empty();
    let settings =
        "title: The Wire\nbase_url: https://news.example/\nsocial_cards: {background: \"#fff\", text: \"#eee\"}\n";
    site.write("site.yaml", settings);
    let run = site.build();
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.stderr);
}
