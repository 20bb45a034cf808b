//! Font files of the site, for titles in letters that the program's own faces lack.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::select;
use slugline::social_card::{DamagedFont, FontFile, Fonts, Frame, Style, Undrawable, draw, fit};
use slugline::source::RawFile;

use crate::site_test::SiteTest;
use crate::social_cards::{CARD, card, edge, kept, site};

/// A path among the static files.
const FONT: &str = "fonts/NotoSansJP.otf";

/// Noto Sans CJK JP, with a few dozen letters (`tests/fonts/OFL.txt`).
fn font() -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fonts/NotoSansCJKjp-Bold.otf")).unwrap()
}

/// The same as a collection of one.
fn collection(font: &[u8]) -> Vec<u8> {
    let head = b"ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10";
    let mut collection = [head.as_slice(), font].concat();
    let tables = usize::from(u16::from_be_bytes([font[4], font[5]]));
    for table in 0..tables {
        // Places are counted from the beginning of the file.
        let at = head.len() + 12 + 16 * table + 8;
        let place = u32::from_be_bytes(collection[at..at + 4].try_into().unwrap()) + 16;
        collection[at..at + 4].copy_from_slice(&place.to_be_bytes());
    }
    collection
}

/// A site with a font, and one post with a title in Japanese.
fn japanese() -> SiteTest {
    let site = site();
    site.write(
        "site.yaml",
        format!("title: The Wire\nbase_url: https://news.example/\nlanguage: ja\nsocial_cards:\n  fonts: [{FONT}]\n"),
    );
    site.write(&format!("static/{FONT}"), font());
    site.post("2025-10-28-tides", "東京の潮が変わる、夜明け前に。", "Of water.");
    site
}

/// A card without the site's font, which shows the name of the site in place of the title.
fn card_without(site: &SiteTest) -> Vec<u8> {
    let with = site.source("site.yaml");
    site.write("site.yaml", with.replace(&format!("  fonts: [{FONT}]"), "  text: \"#15171c\""));
    site.build_well();
    let without = card(site, CARD);
    site.write("site.yaml", with);
    site.build_well();
    without
}

#[test]
fn a_title_is_set_in_the_font_of_the_site() {
    let site = japanese();
    site.build_well();
    let japanese = card(&site, CARD);
    assert_ne!(japanese, card_without(&site));
    assert_eq!(edge(&japanese).into_keys().collect::<Vec<_>>(), [[0xfa, 0xf9, 0xf6]]);
    // What the program's own faces have is set in these.
    site.post("2025-10-28-tides", "The tides turn", "Of water.");
    site.write("site.yaml", site.source("site.yaml").replace("language: ja", "language: en"));
    site.build_well();
    assert_eq!(card(&site, CARD), card_without(&site));
}

#[test]
fn letters_that_no_font_has_are_wanting_still() {
    let site = japanese();
    let title = |title: &str| {
        site.post("2025-10-28-tides", title, "Of water.");
        site.build_well();
        card(&site, CARD)
    };
    let name = title("नमन");
    assert_eq!(title("東京のनमन"), name);
    assert_ne!(title("東京の"), name);
    // Emoji are left out, as they are without a font.
    assert_eq!(title("🚀 東京の潮 🔥"), title("東京の潮"));
}

#[test]
fn the_name_of_the_site_may_be_in_such_letters() {
    let site = japanese();
    site.write("site.yaml", site.source("site.yaml").replace("The Wire", "東京新聞"));
    site.build_well();
    assert!(site.has(CARD));
}

#[test]
fn long_titles_without_spaces_are_broken_and_stay_within_the_card() {
    let site = japanese();
    for (at, (title, language)) in [
        ("東京の潮が変わる、夜明け前に。".repeat(2), "ja"),
        ("特斯拉在上海开设新工厂".repeat(20), "zh"),
        ("한국어 파도가 바뀐다 ".repeat(4), "ko"),
        (format!("الذكاء الاصطناعي {}", "東京"), "ar"),
    ]
    .iter()
    .enumerate()
    {
        site.write(
            &format!("content/posts/2025-10-0{}-hard{at}.md", at + 1),
            format!("---\ntitle: {title:?}\nlang: {language}\n---\nText.\n"),
        );
    }
    site.build_well();
    for at in 0..4 {
        let png = card(&site, &format!("2025/10/hard{at}/card.png"));
        assert_eq!(edge(&png).into_keys().collect::<Vec<_>>(), [[0xfa, 0xf9, 0xf6]], "{at}");
    }
}

#[test]
fn a_letter_is_drawn_as_the_language_has_it() {
    let site = japanese();
    site.post("2025-10-28-tides", "直骨", "Of water.");
    site.build_well();
    let japanese = card(&site, CARD);
    // Its day is written in the same way, and the direction is the same.
    site.write("site.yaml", site.source("site.yaml").replace("language: ja", "language: zh-Hans"));
    site.build_well();
    assert_ne!(card(&site, CARD), japanese);
}

#[test]
fn of_a_collection_the_first_font_is_taken() {
    let site = japanese();
    site.build_well();
    let alone = card(&site, CARD);
    site.write(&format!("static/{FONT}"), collection(&font()));
    let run = site.build_with(&["--explain"]);
    assert!(run.stdout.contains(&format!("{CARD}: `social_cards.fonts` changed")), "{}{}", run.stdout, run.stderr);
    assert_eq!(card(&site, CARD), alone);
}

fn frame() -> Frame {
    Frame {
        width: 1000.0,
        height: 200.0,
        sizes: vec![100.0],
        line_height: 1.2,
        style: Style::Serif,
        language: Some("ja".to_owned()),
        is_right_to_left: false,
        is_at_right: false,
    }
}

proptest! {
    #[test]
    fn a_damaged_font_ends_nothing(
        name in select(&["NotoSansCJKjp-Bold.otf", "Bars.ttf"][..]),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20),
        length in prop::option::weighted(0.1, any::<prop::sample::Index>()),
    ) {
        let mut bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fonts").join(name)).unwrap();
        for (at, byte) in flips {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(length.map_or(bytes.len(), |length| length.index(bytes.len())));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let file = FontFile::new(RawFile::new(path, None, None));
        if file.check().is_ok() {
            let fonts = Fonts::with(vec![file]);
            let fitted = fit(&fonts, "東京の潮が変わる、夜明け前に。", &frame());
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\"><path d=\"{}\"/>\
                 <text y=\"99\" font-family=\"Noto Serif\" font-size=\"60\">東京の潮</text></svg>",
                fitted.as_ref().map_or("", |fitted| &fitted.path)
            );
            let drawn = draw(&svg, &fonts);
            // Whatever is wrong is known to be the font's fault.
            let is_damaged = |error: &Undrawable| fitted.is_err() || error.reason == DamagedFont.to_string();
            prop_assert!(drawn.as_ref().err().is_none_or(is_damaged));
        }
    }
}

#[test]
fn a_letter_that_cannot_be_drawn_is_an_error() {
    let site = japanese();
    let mut font = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fonts/Bars.ttf")).unwrap();
    let at = font.windows(4).position(|bytes| bytes == b"glyf").unwrap();
    let place = u32::from_be_bytes(font[at + 8..at + 12].try_into().unwrap()) as usize;
    // The bar is of no contours, and has points.
    font[place..place + 2].copy_from_slice(&[0, 0]);
    site.write(&format!("static/{FONT}"), font);
    site.post("2025-10-28-tides", "東", "Of water.");
    let run = site.build();
    assert_eq!(run.status, 1, "{}", run.stdout);
    assert!(run.stderr.contains("a font of `social_cards` is damaged"), "{}", run.stderr);
}

/// `Bars.ttf` is made up: one letter, a bar, whose width and advance grow with the weight, which is 100 unless another is asked for.
#[test]
fn a_font_of_several_weights_is_set_in_bold() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fonts/Bars.ttf");
    let fonts = Fonts::with(vec![FontFile::new(RawFile::new(file, None, None))]);
    let fitted = fit(&fonts, "東東", &frame()).unwrap();
    assert!((fitted.width - 260.0).abs() < 0.01, "{}", fitted.width);
    assert_eq!(fitted.path, "M10 71.4L10 -8.6L60 -8.6L60 71.4ZM140 71.4L140 -8.6L190 -8.6L190 71.4Z");
}

#[test]
fn a_font_that_is_not_there_is_reported_at_its_place() {
    let site = japanese();
    site.write("site.yaml", site.source("site.yaml").replace(FONT, "fonts/NotoSansJ.otf"));
    let run = site.build();
    assert_eq!(run.status, 1);
    for part in [
        "error: there is no file `static/fonts/NotoSansJ.otf`\n --> site.yaml:5:11",
        "did you mean `fonts/NotoSansJP.otf`?",
    ] {
        assert!(run.stderr.contains(part), "{part}\n{}", run.stderr);
    }
    site.write("site.yaml", site.source("site.yaml").replace("fonts/NotoSansJ.otf", "https://fonts.example/a.ttf"));
    let run = site.build();
    assert!(run.stderr.contains("error: a font cannot live on another host\n --> site.yaml:5:11"), "{}", run.stderr);
    site.write("site.yaml", site.source("site.yaml").replace("[https://fonts.example/a.ttf]", "{a: b}"));
    let run = site.build();
    assert!(run.stderr.contains("error: `fonts` must be text\n --> site.yaml:5:"), "{}", run.stderr);
}

#[test]
fn a_file_that_is_no_font_is_reported_at_its_place() {
    let site = japanese();
    let cut: Vec<u8> = font().into_iter().take(2000).collect();
    for (bytes, what) in [
        (b"Just text.".as_slice(), "this is neither TrueType nor OpenType"),
        (b"", "this is neither TrueType nor OpenType"),
        (b"wOF2\0\x01\0\0", "this is WOFF, which is for browsers alone"),
        (&cut, "the end of this file is missing"),
    ] {
        site.write(&format!("static/{FONT}"), bytes);
        let run = site.build();
        assert_eq!(run.status, 1);
        let headline = format!("error: `static/{FONT}` is no font that text can be drawn with\n --> site.yaml:5:11");
        assert!(run.stderr.contains(&headline), "{}", run.stderr);
        assert!(run.stderr.contains(what), "{what}\n{}", run.stderr);
        assert!(run.stderr.contains("name a TrueType or OpenType file: `.ttf`, `.otf` or `.ttc`"), "{}", run.stderr);
        assert_eq!(site.run(&["check", "--now", crate::site_test::NOW]).status, 1);
    }
    site.write(&format!("static/{FONT}"), font());
    site.build_well();
}

#[test]
fn another_font_makes_cards_again_and_the_same_one_does_not() {
    let site = japanese();
    site.build_well();
    let before = card(&site, CARD);
    let names = kept(&site);
    // A new stamp alone is no change.
    site.write(&format!("static/{FONT}"), font());
    let run = site.build_with(&["--explain"]);
    assert!(run.explained().is_empty(), "{}", run.stdout);
    site.assert_as_cold(&[]);
    let mut other = font();
    let at = other.windows(4).position(|bytes| bytes == b"head").unwrap();
    let place = u32::from_be_bytes(other[at + 8..at + 12].try_into().unwrap()) as usize;
    // So many units are an em from now on.
    other[place + 18..place + 20].copy_from_slice(&1200_u16.to_be_bytes());
    site.write(&format!("static/{FONT}"), &other);
    let run = site.build_with(&["--explain"]);
    assert!(run.stdout.contains(&format!("{CARD}: `social_cards.fonts` changed")), "{}{}", run.stdout, run.stderr);
    assert_ne!(card(&site, CARD), before);
    assert_ne!(kept(&site), names);
    site.assert_as_cold(&[]);
    site.write(&format!("static/{FONT}"), font());
    site.build_well();
    assert_eq!(card(&site, CARD), before);
    assert_eq!(kept(&site), names);
    site.assert_as_cold(&[]);
    // Text that the template leaves to be drawn is in no outline.
    site.write(
        "templates/card.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\">\n\
         <text x=\"100\" y=\"300\" font-family=\"Noto Serif\" font-size=\"60\">{{ social_card.title }}</text>\n</svg>\n",
    );
    site.build_well();
    let before = card(&site, CARD);
    site.write(&format!("static/{FONT}"), &other);
    site.build_well();
    assert_ne!(card(&site, CARD), before);
    site.assert_as_cold(&[]);
}

#[test]
fn a_page_that_sets_text_in_the_font_is_made_again_with_another() {
    let site = japanese();
    site.write(
        "templates/post.html",
        "{% set title = page.title | fit(width=900, height=300, sizes=[40]) %}{{ page.content | safe }}{{ title.path }}\n",
    );
    site.build_well();
    let page = "2025/10/tides/index.html";
    let before = site.page(page);
    // Only its running text changes: the short way.
    site.post("2025-10-28-tides", "東京の潮が変わる、夜明け前に。", "Of more water.");
    let run = site.build_with(&["--explain"]);
    assert!(run.explained().iter().any(|line| line.starts_with(page)), "{}", run.stdout);
    assert_eq!(site.page(page), before.replace("Of water", "Of more water"));
    site.assert_as_cold(&[]);
    site.write(&format!("static/{FONT}"), collection(&font()));
    let run = site.build_with(&["--explain"]);
    assert!(run.stdout.contains(&format!("{page}: `social_cards.fonts` changed")), "{}{}", run.stdout, run.stderr);
    site.assert_as_cold(&[]);
}

#[test]
fn the_day_is_written_in_the_language_of_the_post() {
    let site = site();
    let mut cards = Vec::new();
    // English, German, and one whose form is not known; and one whose letters are wanting.
    for language in ["en", "de", "sv", "ja"] {
        site.write(
            "site.yaml",
            format!("title: The Wire\nbase_url: https://news.example/\nlanguage: {language}\nsocial_cards: true\n"),
        );
        site.build_well();
        cards.push(card(&site, CARD));
    }
    assert_ne!(cards[0], cards[1]);
    assert_ne!(cards[1], cards[2]);
    assert_eq!(cards[2], cards[3], "in numbers both");
}
