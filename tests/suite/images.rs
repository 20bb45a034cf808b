//! Pictures: their variants, and what pages, feeds and search engines see of them. All pictures are made here.

use std::fmt::Write as _;
use std::io::Cursor;
use std::path::Path;
use std::time::SystemTime;
use std::{fs, iter};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{DynamicImage, ExtendedColorType, ImageBuffer, ImageEncoder, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use crate::site_test::{Run, SiteTest};

/// A photograph's share of noise, the same each time, so that files have the lengths of photographs.
fn noise(seed: u32) -> u8 {
    let hash = seed.wrapping_mul(2_654_435_761);
    (hash ^ (hash >> 15)).wrapping_mul(2_246_822_519).to_be_bytes()[0] >> 3
}

pub(crate) fn photograph(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let grain = noise(x * 7919 + y * 104_729);
        let share = |part: u32, whole: u32| u8::try_from(part * 200 / whole).unwrap();
        Rgb([share(x, width) + grain, share(y, height) + grain, 90 + grain])
    })
}

pub(crate) fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 92)
        .write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A JPEG with its orientation in Exif data.
fn turned(jpeg: &[u8], orientation: u8) -> Vec<u8> {
    let exif =
        [b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".as_slice(), &[orientation, 0, 0, 0, 0, 0, 0]];
    let exif = exif.concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], b"\xff\xe1", &length, &exif, &jpeg[2..]].concat()
}

/// A site with one post that shows one picture.
fn site(name: &str, picture: &[u8]) -> SiteTest {
    let site = SiteTest::empty();
    site.write(&format!("content/posts/{name}"), picture);
    site.post("2025-11-01-a", "A story", &format!("Words.\n\n![A harbour]({name})\n\nMore words."));
    site
}

/// The variants, by name.
fn variants(site: &SiteTest) -> Vec<String> {
    site.outputs().into_iter().filter(|path| path.starts_with("images/")).collect()
}

/// Width and extension of each variant of a whole picture.
fn sizes(site: &SiteTest) -> Vec<String> {
    let mut sizes: Vec<(u32, String)> = variants(site)
        .iter()
        .filter_map(|path| {
            let mut parts = path.rsplit('.');
            let extension = parts.next().unwrap();
            let width = parts.next().unwrap().strip_suffix('w')?;
            Some((width.parse().unwrap(), extension.to_owned()))
        })
        .collect();
    sizes.sort();
    sizes.into_iter().map(|(width, extension)| format!("{width}.{extension}")).collect()
}

fn variant(site: &SiteTest, ending: &str) -> RgbaImage {
    let path = variants(site).into_iter().find(|path| path.ends_with(ending)).unwrap_or_else(|| panic!("no {ending}"));
    image::load_from_memory(&fs::read(site.root().join("public").join(path)).unwrap()).unwrap().to_rgba8()
}

fn is_near(got: Rgba<u8>, expected: [u8; 3], tolerance: u8) -> bool {
    iter::zip(got.0, expected).all(|(got, expected)| got.abs_diff(expected) <= tolerance)
}

fn page(site: &SiteTest) -> String {
    site.page("2025/11/a/index.html")
}

/// One warning, at the place where the post names the picture; the picture itself is shown.
fn assert_shown_as_it_is(site: &SiteTest, run: &Run, name: &str, says: &str) {
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(run.stderr.matches("warning: ").count(), 1, "{}", run.stderr);
    for part in [says, "content/posts/2025-11-01-a.md:", "^^^", "help: ", "shown as it is"] {
        assert!(run.stderr.contains(part), "no {part:?} in:\n{}", run.stderr);
    }
    assert_eq!(variants(site), Vec::<String>::new());
    assert!(page(site).contains(&format!("<img src=\"{name}\" alt=\"A harbour\"")), "{}", page(site));
    assert!(site.has(&format!("2025/11/a/{name}")));
    // It is said again by a build that has nothing to do.
    assert_eq!(site.build().stderr, run.stderr);
}

/// What the place of the first picture is filled with.
fn colour_of(page: &str) -> &str {
    page.split("background-color:").nth(1).unwrap().split('"').next().unwrap()
}

#[test]
fn a_photograph_is_offered_in_widths_and_formats() {
    let site = site("Harbour at dawn.jpg", &[]);
    site.write("content/posts/Harbour at dawn.jpg", jpeg(&photograph(1000, 600)));
    site.post(
        "2025-11-01-a",
        "A story",
        "Words.\n\n![A harbour](<Harbour at dawn.jpg>)\n\nWords.\n\n![Again](<Harbour at dawn.jpg>)",
    );
    site.build_well();
    assert_eq!(
        sizes(&site),
        ["400.jpg", "400.webp", "600.jpg", "600.webp", "720.jpg", "720.webp", "960.jpg", "960.webp", "1000.webp"]
    );
    let names = variants(&site);
    let of_whole = names.iter().find(|name| name.ends_with(".400w.webp")).unwrap();
    let hash = of_whole.split('.').nth(1).unwrap();
    assert_eq!(hash.len(), 12);
    let page = page(&site);
    let name = format!("/images/harbour-at-dawn.{hash}");
    let sizes = "sizes=\"(min-width: 48rem) 37rem, (min-width: 28rem) 92vw, calc(100vw - 2.25rem)\"";
    let colour = colour_of(&page);
    let offered =
        |extension: &str| [400, 600, 720, 960].map(|width| format!("{name}.{width}w.{extension} {width}w")).join(", ");
    let expected = format!(
        "<figure><picture><source type=\"image/webp\" srcset=\"{}, {name}.1000w.webp 1000w\" {sizes}><img src=\"Harbour%20at%20dawn.jpg\" srcset=\"{}, Harbour%20at%20dawn.jpg 1000w\" {sizes} alt=\"A harbour\" width=\"1000\" height=\"600\" \
         style=\"background-color:{colour}\" loading=\"eager\" fetchpriority=\"high\"></picture></figure>",
        offered("webp"),
        offered("jpg"),
    );
    assert!(page.contains(&expected), "{page}");
    assert_eq!(page.matches("fetchpriority").count(), 1);
    assert!(page.contains("loading=\"lazy\" decoding=\"async\"></picture></figure>"));
    // On the card of the front page too, with sizes of the card.
    let front = site.page("index.html");
    assert!(front.contains(&format!("{name}.1000w.webp 1000w\" sizes=\"(min-width: 85rem) 50rem")), "{front}");
    assert!(front.contains(&format!("{name}.960w.jpg 960w, /2025/11/a/Harbour%20at%20dawn.jpg 1000w")), "{front}");
    let small = variant(&site, "400w.webp");
    assert_eq!(small.dimensions(), (400, 240));
}

#[test]
fn one_address_is_that_of_a_picture_of_a_size_for_screens() {
    let site = site("large.jpg", &jpeg(&photograph(2600, 1300)));
    site.build_well();
    assert!(!sizes(&site).contains(&"2600.webp".to_owned()), "{:?}", sizes(&site));
    let path = variants(&site).into_iter().find(|path| path.ends_with(".1600w.jpg")).unwrap();
    let url = format!("https://news.example/{path}");
    let page = page(&site);
    assert!(page.contains(&format!("<img src=\"/{path}\"")), "{page}");
    for feed in ["feed.xml", "atom.xml", "feed.json"] {
        let feed = site.page(feed);
        assert!(feed.contains(&url) && !feed.contains("srcset") && !feed.contains(".webp"), "{feed}");
    }
    // It can still be linked to.
    assert!(site.has("2025/11/a/large.jpg"));
}

#[test]
fn a_picture_stands_upright() {
    // Red, green, blue and white in the corners, read as a page is.
    let corner = |x: u32, y: u32| match (x < 60, y < 40) {
        (true, true) => Rgb([220, 20, 20]),
        (false, true) => Rgb([20, 220, 20]),
        (true, false) => Rgb([20, 20, 220]),
        (false, false) => Rgb([230, 230, 230]),
    };
    let picture = RgbImage::from_fn(120, 80, |x, y| {
        let Rgb(channels) = corner(x, y);
        Rgb(channels.map(|channel| channel + noise(x * 31 + y * 57) / 8))
    });
    let file = jpeg(&picture);
    // Which corner of the file is shown at the left above and at the right above (Exif 2.3, tag 274).
    let shown = [
        (1, corner(0, 0), corner(119, 0)),
        (2, corner(119, 0), corner(0, 0)),
        (3, corner(119, 79), corner(0, 79)),
        (4, corner(0, 79), corner(119, 79)),
        (5, corner(0, 0), corner(0, 79)),
        (6, corner(0, 79), corner(0, 0)),
        (7, corner(119, 79), corner(119, 0)),
        (8, corner(119, 0), corner(119, 79)),
    ];
    for (orientation, left, right) in shown {
        let site = site("turned.jpg", &turned(&file, orientation));
        site.build_well();
        let (width, height) = if orientation < 5 { (120, 80) } else { (80, 120) };
        let attributes = format!("width=\"{width}\" height=\"{height}\"");
        assert!(page(&site).contains(&attributes), "orientation {orientation}: {}", page(&site));
        let upright = variant(&site, &format!("{width}w.webp"));
        assert_eq!(upright.dimensions(), (width, height), "orientation {orientation}");
        for (x, expected) in [(15, left), (width - 15, right)] {
            let pixel = *upright.get_pixel(x, 15);
            assert!(is_near(pixel, expected.0, 14), "orientation {orientation}: {pixel:?} is not {expected:?}");
        }
    }
}

#[test]
fn colours_of_a_profile_become_those_of_the_web() {
    let profile = moxcms::ColorProfile::new_display_p3().encode().unwrap();
    // Worked out from the primaries of both: (180, 100, 60) and a grain more in Display P3.
    let picture = RgbImage::from_fn(600, 400, |x, y| {
        let grain = noise(x * 13 + y * 17) / 16;
        Rgb([180 + grain, 100 + grain, 60 + grain])
    });
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new(&mut bytes);
    encoder.set_icc_profile(profile).unwrap();
    encoder.write_image(&picture, 600, 400, ExtendedColorType::Rgb8).unwrap();
    let site = site("p3.png", &bytes);
    site.build_well();
    let pixel = *variant(&site, "400w.webp").get_pixel(200, 130);
    assert!(is_near(pixel, [194, 96, 50], 5), "{pixel:?}");
}

#[test]
fn light_is_mixed_and_not_numbers() {
    // Of black and white grains, half of each, there comes half the light, which is 188 in sRGB.
    let picture = RgbImage::from_fn(1600, 400, |x, y| {
        let hash = (x + 1600 * y).wrapping_mul(2_654_435_761);
        Rgb([if (hash ^ (hash >> 15)).wrapping_mul(2_246_822_519) >> 31 == 0 { 0 } else { 255 }; 3])
    });
    let site = site("grains.png", &png(&DynamicImage::ImageRgb8(picture)));
    site.write("site.yaml", format!("{}images: {{widths: [200]}}\n", site.source("site.yaml")));
    site.build_well();
    let pixels: Vec<u32> = variant(&site, "200w.webp").pixels().map(|pixel| u32::from(pixel.0[1])).collect();
    let mean = pixels.iter().sum::<u32>() / u32::try_from(pixels.len()).unwrap();
    assert!((183..=191).contains(&mean), "{mean}");
}

#[test]
fn pictures_of_sixteen_bits_and_transparent_ones_keep_what_they_show() {
    let deep = ImageBuffer::<Rgb<u16>, Vec<u16>>::from_fn(500, 300, |x, y| {
        let grain = u16::from(noise(x * 7919 + y * 104_729)) * 40;
        Rgb([30_000 + grain, 50_000 + grain, 10_000 + grain])
    });
    let site_of_deep = site("deep.png", &png(&DynamicImage::ImageRgb16(deep)));
    site_of_deep.build_well();
    assert!(is_near(*variant(&site_of_deep, "400w.webp").get_pixel(200, 100), [119, 197, 41], 8));

    let clear = RgbaImage::from_fn(500, 300, |x, y| {
        let grain = noise(x * 7919 + y * 104_729);
        if x < 250 { Rgba([255, 255, 255, 0]) } else { Rgba([100 + grain, 40 + grain, 20, 255]) }
    });
    let site_of_clear = site("clear.png", &png(&DynamicImage::ImageRgba8(clear)));
    site_of_clear.build_well();
    let variant = variant(&site_of_clear, "400w.webp");
    assert_eq!(variant.get_pixel(50, 100).0[3], 0);
    assert!(is_near(*variant.get_pixel(350, 100), [115, 55, 20], 14), "{:?}", variant.get_pixel(350, 100));
    assert_eq!(variant.get_pixel(350, 100).0[3], 255);
}

/// A PNG chunk with its length and its sum (PNG 1.2, appendix D).
fn chunk(kind: &[u8], data: &[u8]) -> Vec<u8> {
    let sum = kind.iter().chain(data).fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 })
    });
    [u32::try_from(data.len()).unwrap().to_be_bytes().as_slice(), kind, data, &(!sum).to_be_bytes()].concat()
}

#[test]
fn what_cannot_be_resized_is_warned_of_and_shown_as_it_is() {
    let photograph = jpeg(&photograph(300, 200));
    let head = |width: u32, height: u32| {
        let header = [width.to_be_bytes().as_slice(), &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
        let rest = [chunk(b"IDAT", &[0x78, 0x9c, 3, 0, 0, 0, 0, 1]), chunk(b"IEND", &[])].concat();
        [b"\x89PNG\r\n\x1a\n".as_slice(), &chunk(b"IHDR", &header), &rest].concat()
    };
    // Four components in the frame, as of CMYK; nobody looks at the rest.
    let frame = photograph.windows(2).position(|pair| pair == [0xFF, 0xC0]).unwrap();
    let mut cmyk = photograph.clone();
    cmyk[frame + 9] = 4;
    let cases: [(&str, Vec<u8>, &str); 7] = [
        ("cut.jpg", photograph[..photograph.len() / 2].to_vec(), "cannot be read as a picture"),
        ("empty.jpg", Vec::new(), "cannot be read as a picture"),
        ("words.png", b"These are words.".to_vec(), "cannot be read as a picture"),
        ("nothing-in-it.png", head(30, 20), "cannot be read as a picture"),
        ("lying.png", head(50_000, 50_000), "is too large to be resized: 50000 × 50000 pixels"),
        ("tall.png", head(900, 110_000), "is too large to be resized"),
        ("print.jpg", cmyk, "has colours for print"),
    ];
    for (name, bytes, says) in cases {
        let site = site(name, &bytes);
        let run = site.build();
        assert_shown_as_it_is(&site, &run, name, says);
        let checked = site.run(&["check", "--now", crate::site_test::NOW]);
        assert!(checked.stderr.contains(says) || checked.stdout.contains(says), "{}{}", checked.stdout, checked.stderr);
    }
}

#[test]
fn limits_are_the_sites_own() {
    let site = site("a.jpg", &jpeg(&photograph(300, 200)));
    let own = site.source("site.yaml");
    site.write("site.yaml", format!("{own}images: {{max_pixels: 50000}}\n"));
    let run = site.build();
    assert_shown_as_it_is(&site, &run, "a.jpg", "`images.max_pixels` is 50000");
}

#[test]
fn what_moves_or_is_drawn_stays_as_it_is() {
    let gif = b"GIF89a\x02\0\x02\0\x80\0\0\xff\0\0\0\0\xff!\xf9\x04\0\x0a\0\0\0,\0\0\0\0\x02\0\x02\0\0\x02\x02\x84Q\0;";
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\"/>";
    for (name, bytes) in [("a.gif", gif.as_slice()), ("a.svg", svg)] {
        let site = site(name, bytes);
        site.build_well();
        assert_eq!(variants(&site), Vec::<String>::new());
        assert_eq!(fs::read(site.root().join("public/2025/11/a").join(name)).unwrap(), bytes);
        assert!(!page(&site).contains("srcset"));
    }
}

#[test]
fn the_kind_of_a_picture_is_in_its_bytes() {
    let site = site("harbour.png", &jpeg(&photograph(900, 600)));
    site.build_well();
    assert_eq!(sizes(&site), ["400.jpg", "400.webp", "600.jpg", "600.webp", "720.jpg", "720.webp", "900.webp"]);
}

/// The parts of a picture that leads a post, with their sizes.
fn crops(site: &SiteTest) -> Vec<(String, (u32, u32))> {
    let all = variants(site).into_iter();
    let parts = all.filter(|path| path.split('.').nth_back(1).unwrap().contains('x'));
    let of = |path: String| {
        let dimensions = image::image_dimensions(site.root().join("public").join(&path)).unwrap();
        (path, dimensions)
    };
    parts.map(of).collect()
}

#[test]
fn a_lead_image_is_cut_to_the_shapes_that_search_engines_ask_for() {
    let site = site("large.jpg", &jpeg(&photograph(2600, 1300)));
    site.build_well();
    let parts = crops(&site);
    assert_eq!(parts.iter().map(|part| part.1).collect::<Vec<_>>(), [(1200, 675), (1200, 1200), (1200, 900)]);
    let page = page(&site);
    let [wide, square, classic] = &parts[..] else { panic!("{parts:?}") };
    let of = |(path, (width, height)): &(String, (u32, u32))| {
        format!("\"url\":\"https://news.example/{path}\",\"width\":\"{width} px\",\"height\":\"{height} px\"")
    };
    let objects = [wide, classic, square].map(|part| format!("{{\"@type\":\"ImageObject\",{}}}", of(part))).join(",");
    assert!(page.contains(&format!("\"image\":[{objects}]")), "{page}");
    for (name, value) in
        [("", format!("https://news.example/{}", wide.0).as_str()), (":width", "1200"), (":height", "675")]
    {
        assert!(page.contains(&format!("<meta property=\"og:image{name}\" content=\"{value}\">")), "{page}");
    }
    // A smaller picture gives smaller parts, one of another kind gives none, and so does one that leads no post.
    site.write("content/posts/large.jpg", jpeg(&photograph(600, 500)));
    site.build_well();
    assert_eq!(crops(&site).iter().map(|part| part.1).collect::<Vec<_>>(), [(592, 333), (500, 500), (600, 450)]);
    site.post("2025-11-01-a", "A story", "Words.\n\nBetween ![A harbour](large.jpg) words.");
    site.build_well();
    assert_eq!(crops(&site), []);
}

#[test]
fn what_must_be_seen_is_in_every_part() {
    // A red stripe at the right end of a wide picture.
    let picture = RgbImage::from_fn(1500, 500, |x, y| {
        let grain = noise(x * 7919 + y * 104_729) / 4;
        if x >= 1400 { Rgb([220 + grain, 20, 20]) } else { Rgb([20, 20, 160 + grain]) }
    });
    let site = site("wide.jpg", &jpeg(&picture));
    let is_red = |place: &str| {
        let red = |pixel: &Rgba<u8>| pixel.0[0] > 180;
        let part = variant(&site, place);
        (red(part.get_pixel(part.width() - 1, 100)), red(part.get_pixel(0, 100)))
    };
    for (focus, expected) in
        [("", false), (", focus: right", true), (", focus: 10% 50%", false), (", focus: 96%", true)]
    {
        site.write(
            "content/posts/2025-11-01-a.md",
            format!("---\ntitle: A story\ndate: 2025-11-01\nimage: {{src: wide.jpg{focus}}}\n---\nWords.\n"),
        );
        site.build_well();
        assert_eq!(crops(&site).len(), 3);
        let position = focus.split(": ").nth(1).map_or(String::new(), |focus| match focus {
            "right" => ";object-position:100% 50%\"".to_owned(),
            "96%" => ";object-position:96% 50%\"".to_owned(),
            focus => format!(";object-position:{focus}\""),
        });
        let front = site.page("index.html");
        assert_eq!(front.contains("object-position"), !position.is_empty(), "{front}");
        assert!(front.contains(&position), "{front}");
        for place in [".16x9.jpg", ".4x3.jpg", ".1x1.jpg"] {
            assert_eq!(is_red(place), (expected, false), "{focus} {place}");
        }
    }
    let source = site.source("content/posts/2025-11-01-a.md").replace("96%", "middle");
    site.write("content/posts/2025-11-01-a.md", source);
    let run = site.build();
    for part in ["`focus` cannot be `middle`", "a.md:4:31", "^^^^^^ no place in a picture", "focus: 30% 60%"] {
        assert!(run.stderr.contains(part), "no {part:?} in:\n{}", run.stderr);
    }
}

#[test]
fn the_smallest_pictures_need_nothing() {
    for (width, height) in [(1, 1), (1, 400), (3, 2)] {
        let site = site("tiny.png", &png(&DynamicImage::ImageRgb8(photograph(width, height))));
        site.build_well();
        assert!(page(&site).contains(&format!("width=\"{width}\" height=\"{height}\"")));
    }
}

/// When the files of the store were made.
fn store(site: &SiteTest) -> Vec<(String, SystemTime)> {
    fn walk(folder: &Path, found: &mut Vec<(String, SystemTime)>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                walk(&entry.path(), found);
            } else {
                let modified = entry.metadata().unwrap().modified().unwrap();
                found.push((entry.path().to_string_lossy().into_owned(), modified));
            }
        }
    }
    let mut found = Vec::new();
    walk(&site.root().join(".slugline/images"), &mut found);
    found.sort();
    found
}

#[test]
fn a_picture_is_made_once() {
    let bytes = jpeg(&photograph(500, 300));
    let site = site("a.jpg", &bytes);
    site.build_well();
    let made = store(&site);
    assert!(!made.is_empty());
    // Another post with a copy of it, another output folder, and a store that was damaged in one place.
    site.write("content/posts/b.jpg", &bytes);
    site.post("2025-11-02-b", "Another", "![A copy](b.jpg)");
    site.build_well();
    assert_eq!(store(&site), made);
    assert_eq!(site.build_with(&["--out", "../elsewhere"]).status, 0);
    assert_eq!(store(&site), made);
    fs::write(&made.iter().find(|(path, _)| path.ends_with(".webp")).unwrap().0, b"damaged").unwrap();
    fs::remove_dir_all(site.root().join("public/images")).unwrap();
    site.build_well();
    site.assert_as_cold(&[]);
    // What no source is any more goes, and what another setting wanted.
    site.write("site.yaml", format!("{}images: {{quality: 60}}\n", site.source("site.yaml")));
    site.build_well();
    assert_eq!(store(&site).len(), made.len());
    site.remove("content/posts/a.jpg").remove("content/posts/b.jpg");
    site.post("2025-11-01-a", "A story", "Words.").post("2025-11-02-b", "Another", "Words.");
    site.build_well();
    assert_eq!(store(&site), []);
    assert_eq!(variants(&site), Vec::<String>::new());
}

/// What was finished before a build was killed is not made again, and nothing is left in halves.
#[test]
fn a_build_that_is_killed_goes_on_where_it_was() {
    let site = SiteTest::empty();
    let mut body = String::from("Words.\n");
    for number in 0..10 {
        site.write(&format!("content/posts/{number}.jpg"), jpeg(&photograph(700 + number, 500)));
        write!(body, "\n![Harbour {number}]({number}.jpg)\n\nWords.\n").unwrap();
    }
    site.post("2025-11-01-a", "A story", &body);
    let finished = |site: &SiteTest| {
        let indexes = store(site).into_iter().filter(|(path, _)| path.ends_with("/index") && !path.contains("/.new-"));
        indexes.collect::<Vec<_>>()
    };
    let mut build = site.start_build(&[]);
    while finished(&site).len() < 2 {
        assert!(build.try_wait().unwrap().is_none(), "it was killed too late");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    build.kill().unwrap();
    build.wait().unwrap();
    let before = finished(&site);
    assert!((2..10).contains(&before.len()), "{}", before.len());
    assert!(!site.has("index.html"));
    site.build_well();
    let after = finished(&site);
    assert_eq!(after.len(), 10);
    assert!(before.iter().all(|made| after.contains(made)), "something was made again");
    assert!(store(&site).iter().all(|(path, _)| !path.contains("/.new-")), "something is left in halves");
    site.assert_as_cold(&[]);
}

#[test]
fn pictures_can_be_left_as_they_are() {
    for off in ["images: false", "images: {formats: []}", "images: {widths: []}"] {
        let site = site("a.jpg", &jpeg(&photograph(500, 300)));
        site.write("site.yaml", format!("{}{off}\n", site.source("site.yaml")));
        site.build_well();
        assert_eq!(variants(&site), Vec::<String>::new(), "{off}");
        assert!(
            page(&site).contains("<img src=\"a.jpg\" alt=\"A harbour\" width=\"500\" height=\"300\" loading=\"eager\"")
        );
    }
}

#[test]
fn wrong_settings_are_told() {
    for (wrong, says) in [
        ("images: {quality: 101}", "`quality` cannot be `101`"),
        ("images: {widths: [400, wide]}", "`widths` must be whole numbers of at least 1"),
        ("images: {formats: [wepb]}", "did you mean `webp`?"),
        ("images: {max_pixel: 4}", "did you mean `max_pixels`?"),
    ] {
        let site = SiteTest::empty();
        site.write("site.yaml", format!("{}{wrong}\n", site.source("site.yaml")));
        let run = site.build();
        assert!(run.status == 1 && run.stderr.contains(says), "{wrong}:\n{}", run.stderr);
    }
}

#[test]
fn a_file_of_the_site_in_the_place_of_a_variant_is_reported() {
    let site = site("a.jpg", &jpeg(&photograph(500, 300)));
    site.build_well();
    let path = variants(&site)[0].clone();
    site.write(&format!("static/{path}"), "mine");
    let run = site.build();
    assert!(run.status == 1 && run.stderr.contains(&format!("two sources for one path: `/{path}`")), "{}", run.stderr);
}

#[test]
fn what_is_no_picture_leads_nothing() {
    let site = SiteTest::empty();
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/\nsocial_cards: true\n");
    site.write("content/posts/none.jpg", "").write("content/posts/page.jpg", "<!doctype html>");
    for (day, image) in [("20", "none.jpg"), ("21", "page.jpg")] {
        let text = format!("---\ntitle: Story {day}\nimage: {image}\n---\nWords.\n");
        site.write(&format!("content/posts/2025-11-{day}-{day}.md"), text);
    }
    let run = site.build();
    assert_eq!(run.status, 0);
    for (file, image) in [("20-20", "none.jpg"), ("21-21", "page.jpg")] {
        assert!(run.stderr.contains(&format!("content/posts/2025-11-{file}.md:3:8")), "{}", run.stderr);
        assert!(run.stderr.contains(&format!("`{image}` cannot be read as a picture")), "{}", run.stderr);
    }
    let page = site.page("2025/11/20/index.html");
    assert!(!page.contains("<img") && !page.contains("none.jpg"));
    assert!(page.contains("https://news.example/2025/11/20/card.png"));
    assert!(!site.page("index.html").contains("<img"));
}
