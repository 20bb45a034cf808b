//! Image files of all kinds as other programs write them (`ImageMagick`, `ExifTool`, `webpmux`): what becomes of each, and what their
//! metadata does.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use slugline::source::{ImageWords, RawFile};

use crate::site_test::SiteTest;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures")
}

/// A site with one post that shows one of the files, with nothing said of it.
fn site(name: &str) -> SiteTest {
    let site = SiteTest::empty();
    site.write(&format!("content/posts/{name}"), fs::read(folder().join(name)).unwrap());
    site.post("2025-11-01-a", "A story", &format!("Words.\n\n![]({name})\n\nMore words."));
    site
}

fn page(site: &SiteTest) -> String {
    site.page("2025/11/a/index.html")
}

/// Extensions of the variants of the whole picture in its own width.
fn variants(site: &SiteTest, width: u32) -> Vec<PathBuf> {
    let all = site.outputs().into_iter().filter(|path| path.starts_with("images/"));
    let own = all.filter(|path| path.contains(&format!(".{width}w.")));
    own.map(|path| site.root().join("public").join(path)).collect()
}

/// What is expected of a file.
enum Becomes {
    /// It is offered as WebP too, of these width and height, as it is shown.
    Offered(u32, u32),
    /// It is shown as it is, without a word.
    Itself(u32, u32),
    /// It is shown as it is, with a warning.
    Warned(&'static str),
}

/// The mean of all channels of two pictures differs by so little.
fn mean(path: &Path) -> u32 {
    let picture = image::open(path).unwrap().to_rgb8();
    let sum: u64 = picture.as_raw().iter().map(|channel| u64::from(*channel)).sum();
    u32::try_from(sum / picture.as_raw().len() as u64).unwrap()
}

#[test]
fn every_file_becomes_what_it_can() {
    use Becomes::{Itself, Offered, Warned};
    let expected: [(&str, Becomes); 37] = [
        ("avif.avif", Itself(60, 40)),
        ("bmp.bmp", Itself(60, 40)),
        ("gif-animated.gif", Itself(60, 40)),
        ("gif-still.gif", Itself(60, 40)),
        ("heic.heic", Warned("most browsers do not show")),
        ("ico.ico", Itself(60, 40)),
        ("jpeg-411.jpg", Offered(240, 160)),
        ("jpeg-420.jpg", Offered(240, 160)),
        ("jpeg-422.jpg", Offered(240, 160)),
        ("jpeg-444.jpg", Offered(240, 160)),
        ("jpeg-best.jpg", Offered(240, 160)),
        ("jpeg-cmyk.jpg", Warned("has colours for print")),
        ("jpeg-grey.jpg", Offered(240, 160)),
        ("jpeg-plain-tables.jpg", Offered(240, 160)),
        ("jpeg-progressive.jpg", Offered(240, 160)),
        // Nothing is smaller.
        ("jpeg-worst.jpg", Itself(240, 160)),
        ("metadata-exif.jpg", Offered(160, 240)),
        ("metadata-iptc.jpg", Offered(240, 160)),
        ("metadata-xmp.jpg", Offered(240, 160)),
        ("metadata.png", Offered(160, 240)),
        ("metadata.webp", Itself(240, 160)),
        ("png-grey-alpha.png", Offered(240, 160)),
        ("png-grey1.png", Offered(240, 160)),
        ("png-grey16.png", Offered(240, 160)),
        ("png-grey8.png", Offered(240, 160)),
        ("png-interlaced.png", Offered(240, 160)),
        ("png-palette-transparent.png", Offered(240, 160)),
        ("png-palette.png", Offered(240, 160)),
        ("png-rgb16.png", Offered(240, 160)),
        ("png-rgb8.png", Offered(240, 160)),
        ("png-rgba16.png", Offered(240, 160)),
        ("png-rgba8.png", Offered(240, 160)),
        ("tiff.tif", Warned("most browsers do not show")),
        ("webp-alpha.webp", Itself(240, 160)),
        ("webp-animated.webp", Itself(60, 40)),
        ("webp-lossless.webp", Itself(240, 160)),
        ("webp-lossy.webp", Itself(240, 160)),
    ];
    let mut present: Vec<String> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    present.sort();
    assert_eq!(expected.iter().map(|(name, _)| *name).collect::<Vec<_>>(), present);
    for (name, becomes) in expected {
        let site = site(name);
        let run = site.build();
        assert_eq!(run.status, 0, "{name}: {}", run.stderr);
        let page = page(&site);
        let (width, height) = match becomes {
            Warned(says) => {
                assert!(run.stderr.contains(says) && run.stderr.contains("2025-11-01-a.md:"), "{name}: {}", run.stderr);
                match name {
                    "heic.heic" => (64, 64),
                    "tiff.tif" => (60, 40),
                    _ => (240, 160),
                }
            }
            Itself(width, height) | Offered(width, height) => {
                assert!(!run.stderr.contains("warning"), "{name}: {}", run.stderr);
                (width, height)
            }
        };
        assert!(page.contains(&format!("width=\"{width}\" height=\"{height}\"")), "{name}: {page}");
        let variants = variants(&site, width);
        let is_offered = matches!(becomes, Offered(..));
        assert_eq!(
            (variants.len(), page.contains("<source type=\"image/webp\"")),
            (usize::from(is_offered), is_offered),
            "{name}"
        );
        for variant in variants {
            assert_eq!(image::image_dimensions(&variant).unwrap(), (width, height), "{name}");
            let (before, after) = (mean(&folder().join(name)), mean(&variant));
            // What is under full transparency is nobody's business.
            assert!(
                name.contains("alpha")
                    || name.contains("rgba")
                    || name.contains("transparent")
                    || before.abs_diff(after) <= 3,
                "{name}: {before} {after}"
            );
        }
        assert!(site.has(&format!("2025/11/a/{name}")), "{name}");
    }
}

#[test]
fn no_part_of_a_file_does_harm() {
    // One site for all, so that it takes no longer than it must.
    let site = SiteTest::empty();
    let mut body = String::from("Words.\n");
    for name in [
        "jpeg-progressive.jpg",
        "metadata-xmp.jpg",
        "png-interlaced.png",
        "png-palette-transparent.png",
        "webp-alpha.webp",
        "webp-lossless.webp",
    ] {
        let whole = fs::read(folder().join(name)).unwrap();
        for (number, length) in
            [1, 3, 9, 20, 60, 200, whole.len() / 3, whole.len() - 9, whole.len() - 1].into_iter().enumerate()
        {
            let cut = format!("cut-{number}-{name}");
            site.write(&format!("content/posts/{cut}"), &whole[..length]);
            write!(body, "\n![A picture]({cut})\n\nWords.\n").unwrap();
        }
        for number in 0..12 {
            let mut hurt = whole.clone();
            for at in (number * 37 + 10..hurt.len()).step_by(whole.len() / 7 + number) {
                hurt[at] = hurt[at].wrapping_mul(31).wrapping_add(17);
            }
            let hurt_name = format!("hurt-{number}-{name}");
            site.write(&format!("content/posts/{hurt_name}"), hurt);
            write!(body, "\n![A picture]({hurt_name})\n\nWords.\n").unwrap();
        }
    }
    site.post("2025-11-01-a", "A story", &body);
    let run = site.build();
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(run.stderr.contains("cannot be read as a picture"), "{}", run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    assert_eq!(page(&site).matches("<figure>").count(), 6 * 21);
}

fn words(path: &Path) -> Option<Arc<ImageWords>> {
    RawFile::new(path.to_owned(), None, None).image_facts().words
}

#[test]
fn a_figure_says_what_its_file_says_where_the_writer_says_nothing() {
    let site = site("metadata-xmp.jpg");
    site.build_well();
    let figure = |site: &SiteTest| {
        let page = page(site);
        let from = page.find("<figure>").unwrap();
        page[from..from + page[from..].find("</figure>").unwrap()].to_owned()
    };
    let said = figure(&site);
    assert!(said.contains(" alt=\"Four cranes over a harbour\""), "{said}");
    // It is no Markdown, and makes no hashtag.
    let caption = "<figcaption>Cranes at *dawn* in #Rotterdam <span class=\"credit\">Reuters</span></figcaption>";
    assert!(said.contains(caption), "{said}");
    let json = page(&site);
    for part in [
        "\"caption\":\"Cranes at *dawn* in #Rotterdam\"",
        "\"creditText\":\"Reuters\"",
        "\"creator\":{\"@type\":\"Person\",\"name\":\"Jane Doe\"}",
        "\"copyrightNotice\":\"© 2025 Reuters\"",
        "\"license\":\"https://rights.example/terms\"",
        "\"acquireLicensePage\":\"https://rights.example/buy\"",
    ] {
        assert!(json.contains(part), "no {part} in {json}");
    }
    assert!(site.page("feed.xml").contains("Four cranes over a harbour"));
    // What is written goes before.
    site.post("2025-11-01-a", "A story", "Words.\n\n![Masts](metadata-xmp.jpg \"At dawn\")\n\nMore words.");
    site.build_well();
    let said = figure(&site);
    assert!(said.contains(" alt=\"Masts\"") && said.contains("<figcaption>At dawn <span"), "{said}");
    // And a site may want none of it, or some.
    let own = site.source("site.yaml");
    site.post("2025-11-01-a", "A story", "Words.\n\n![](metadata-xmp.jpg)\n\nMore words.");
    for (setting, alt, caption) in [("[]", false, false), ("[alt]", true, false), ("[caption]", false, true)] {
        site.write("site.yaml", format!("{own}images: {{metadata: {setting}}}\n"));
        site.build_well();
        let said = figure(&site);
        let is_said = (said.contains("Four cranes"), said.contains("figcaption>Cranes"), said.contains("Reuters"));
        assert_eq!(is_said, (alt, caption, false), "{said}");
    }
}

#[test]
fn other_forms_of_metadata_are_read_too() {
    let iptc = words(&folder().join("metadata-iptc.jpg")).unwrap();
    assert_eq!(iptc.caption.as_deref(), Some("Cranes at dawn"));
    assert_eq!((iptc.credit.as_deref(), iptc.creator.as_deref()), (Some("AP"), Some("Zoë Doe")));
    let exif = words(&folder().join("metadata-exif.jpg")).unwrap();
    assert_eq!((exif.creator.as_deref(), exif.caption.as_deref()), (Some("Jane Doe"), None));
    for name in ["metadata.png", "metadata.webp"] {
        let words = words(&folder().join(name)).unwrap();
        assert_eq!((words.credit.as_deref(), words.copyright.as_deref()), (Some("Reuters"), Some("© 2025 Reuters")));
    }
    assert_eq!(words(&folder().join("jpeg-420.jpg")), None);
}

/// A variant says whose picture it is, and neither where it was taken nor with what.
#[test]
fn rights_stay_with_a_picture_and_nothing_else_does() {
    for name in ["metadata-xmp.jpg", "metadata.png"] {
        let site = site(name);
        site.write("site.yaml", format!("{}images: {{widths: [100]}}\n", site.source("site.yaml")));
        site.build_well();
        let of_file = words(&folder().join(name)).unwrap();
        let mut kinds = Vec::new();
        for path in site.outputs().into_iter().filter(|path| path.starts_with("images/")) {
            let path = site.root().join("public").join(path);
            let bytes = fs::read(&path).unwrap();
            let of_variant = words(&path).unwrap();
            let expected = ImageWords { alt: None, caption: None, ..(*of_file).clone() };
            assert_eq!(*of_variant, expected, "{}", path.display());
            assert!(!bytes.windows(8).any(|window| window == b"Camera 1"), "{}", path.display());
            assert!(image::open(&path).is_ok(), "{}", path.display());
            kinds.push(path.extension().unwrap().to_owned());
        }
        kinds.sort();
        kinds.dedup();
        assert!(kinds.len() == 2, "{kinds:?}");
    }
}
