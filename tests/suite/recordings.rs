//! Videos and sounds: their players, what lies beside them, and what feeds and search engines learn of them.

use crate::site_test::SiteTest;

fn packed(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
    [length.as_slice(), kind, content].concat()
}

/// An MP4 file of 65 seconds, without anything to see, of 1280 by 720 pixels.
fn video() -> Vec<u8> {
    let mut header = vec![0; 100];
    header[12..16].copy_from_slice(&1000_u32.to_be_bytes());
    header[16..20].copy_from_slice(&65_000_u32.to_be_bytes());
    let mut track = vec![0; 84];
    track[40..44].copy_from_slice(&0x0001_0000_u32.to_be_bytes());
    track[56..60].copy_from_slice(&0x0001_0000_u32.to_be_bytes());
    track[76..80].copy_from_slice(&(1280_u32 << 16).to_be_bytes());
    track[80..84].copy_from_slice(&(720_u32 << 16).to_be_bytes());
    let movie = [packed(b"mvhd", &header), packed(b"trak", &packed(b"tkhd", &track))].concat();
    [packed(b"ftyp", b"isom\0\0\0\0"), packed(b"moov", &movie)].concat()
}

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\"/>";

fn site(front_matter: &str, markdown: &str) -> SiteTest {
    let site = SiteTest::empty();
    site.write("content/posts/media/hall.mp4", video());
    site.write("content/posts/media/hall.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\nWords.\n");
    site.write("content/posts/media/hall.de.vtt", "WEBVTT\n");
    site.write("content/posts/media/hall.notes.txt", "Not shown.");
    site.write("content/posts/media/hum.mp3", "ID3 and so on");
    site.write("content/posts/still.svg", SVG);
    write(&site, front_matter, markdown);
    site
}

fn write(site: &SiteTest, front_matter: &str, markdown: &str) {
    let text =
        format!("---\ntitle: A story\ndate: 2025-11-01\n{front_matter}---\nWords.\n\n{markdown}\n\nLast words.\n");
    site.write("content/posts/2025-11-01-a.md", text);
}

fn body(site: &SiteTest) -> String {
    let page = site.page("2025/11/a/index.html");
    let from = page.find("<p>Words.</p>\n").unwrap() + 14;
    let to = page.find("<p>Last words.</p>").unwrap();
    page[from..to].to_owned()
}

const TRACKS: &str = "<track kind=\"captions\" src=\"/2025/11/a/media/hall.de.vtt\" srclang=\"de\" label=\"de\" default>\
    <track kind=\"captions\" src=\"/2025/11/a/media/hall.vtt\" srclang=\"en\" label=\"en\">";

#[test]
fn a_video_has_a_player_with_its_size_and_captions() {
    let site = site("", "![A hall, its fans turning](media/hall.mp4 \"In *Ohio*\")");
    site.build_well();
    let expected = format!(
        "<figure><video controls preload=\"metadata\" playsinline width=\"1280\" height=\"720\" \
         aria-label=\"A hall, its fans turning\"><source src=\"media/hall.mp4\" type=\"video/mp4\">{TRACKS}\
         <a href=\"media/hall.mp4\">A hall, its fans turning</a></video>\
         <figcaption>In <em>Ohio</em></figcaption></figure>\n"
    );
    assert_eq!(body(&site), expected);
    for file in ["hall.mp4", "hall.vtt", "hall.de.vtt"] {
        assert!(site.has(&format!("2025/11/a/media/{file}")), "{file}");
    }
    assert!(!site.has("2025/11/a/media/hall.notes.txt"));
    // It leads no post, and search engines want a picture of it.
    let page = site.page("2025/11/a/index.html");
    assert!(!page.contains("VideoObject") && !page.contains("og:image\""), "{page}");
}

#[test]
fn a_picture_of_the_same_name_stands_for_a_video() {
    let site = site("", "![A hall](media/hall.mp4)");
    site.write("content/posts/media/hall.png", include_bytes!("../pictures/png-grey1.png"));
    site.build_well();
    assert!(body(&site).contains("<video controls preload=\"none\" playsinline width=\"1280\" height=\"720\" poster=\"/2025/11/a/media/hall.png\""), "{}", body(&site));
    let page = site.page("2025/11/a/index.html");
    let object = "\"video\":{\"@type\":\"VideoObject\",\"name\":\"A story\",\"description\":\"Words.\",\
        \"thumbnailUrl\":\"https://news.example/2025/11/a/media/hall.png\",\
        \"uploadDate\":\"2025-11-01T00:00:00+00:00\",\
        \"contentUrl\":\"https://news.example/2025/11/a/media/hall.mp4\",\"duration\":\"PT1M5S\"}";
    assert!(page.contains(object), "{page}");
    assert_eq!(site.run(&["check", "--now", crate::site_test::NOW]).stdout.matches("image-orphaned").count(), 0);
    // Another one can be named, and taken away again.
    write(&site, "captions: {media/hall.mp4: {poster: still.svg}}\n", "![A hall](media/hall.mp4)");
    site.build_well();
    assert!(body(&site).contains("poster=\"/2025/11/a/still.svg\""), "{}", body(&site));
    site.assert_as_cold(&[]);
    write(&site, "", "![A hall](media/hall.mp4)");
    site.remove("content/posts/media/hall.png");
    site.build_well();
    assert!(!body(&site).contains("poster"), "{}", body(&site));
    assert!(!site.has("2025/11/a/media/hall.png"));
    site.assert_as_cold(&[]);
}

#[test]
fn a_sound_has_a_player_and_is_the_enclosure_of_feeds() {
    let site = site("image: {src: still.svg, alt: A still}\n", "![Fans](media/hum.mp3 \"They hum\")");
    site.build_well();
    let expected = "<figure><audio controls preload=\"metadata\" aria-label=\"Fans\"><source src=\"media/hum.mp3\" type=\"audio/mpeg\">\
        <a href=\"media/hum.mp3\">Fans</a></audio><figcaption>They hum</figcaption></figure>\n";
    assert_eq!(body(&site), expected);
    let url = "https://news.example/2025/11/a/media/hum.mp3";
    let rss = site.page("feed.xml");
    assert!(rss.contains(&format!("<enclosure url=\"{url}\" length=\"13\" type=\"audio/mpeg\"/>")), "{rss}");
    assert_eq!(rss.matches("<enclosure").count(), 1);
    assert!(rss.contains("still.svg\" type=\"image/svg+xml\" medium=\"image\""), "{rss}");
    let atom = site.page("atom.xml");
    assert!(
        atom.contains(&format!("<link rel=\"enclosure\" type=\"audio/mpeg\" href=\"{url}\" length=\"13\"/>")),
        "{atom}"
    );
    let json = site.page("feed.json");
    assert!(
        json.contains(&format!(
            "\"attachments\":[{{\"url\":\"{url}\",\"mime_type\":\"audio/mpeg\",\"size_in_bytes\":13}}]"
        )),
        "{json}"
    );
    assert!(json.contains(&format!("<source src=\\\"{url}\\\"")), "{json}");
    assert!(site.page("2025/11/a/index.html").contains(&format!("\"audio\":{{\"@type\":\"AudioObject\",\"name\":\"A story\",\"contentUrl\":\"{url}\",\"encodingFormat\":\"audio/mpeg\"}}")));
}

#[test]
fn what_is_not_there_is_told() {
    let site = site(
        "captions: {media/hall.mp4: {poster: stil.svg}}\n",
        "![A hall](media/hall.mp4)\n\n![Another](media/hal.mp4)",
    );
    let run = site.build();
    assert_eq!(run.status, 1);
    for part in [
        "`content/posts/stil.svg`",
        "did you mean `still.svg`?",
        "`content/posts/media/hal.mp4`",
        "did you mean `media/hall.mp4`?",
        "2 errors",
    ] {
        assert!(run.stderr.contains(part), "no {part} in {}", run.stderr);
    }
}

#[test]
fn a_player_stays_where_html_is_sanitized() {
    let site = site("", "![A hall](media/hall.mp4)");
    site.build_well();
    let as_it_is = body(&site);
    site.write("site.yaml", format!("{}markdown: {{html: sanitize}}\n", site.source("site.yaml")));
    site.build_well();
    let sanitized = body(&site);
    for part in [
        "<video",
        "controls",
        "width=\"1280\"",
        "<source src=\"media/hall.mp4\"",
        "<track",
        "srclang=\"de\"",
        "</video>",
    ] {
        assert!(as_it_is.contains(part) && sanitized.contains(part), "no {part} in {sanitized}");
    }
}
