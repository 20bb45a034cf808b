//! `slugline check --fix`: what it mends, and that all else in a file stays as it is, byte for byte.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use slugline::pipeline::{BuildOptions, CheckOptions, Checked, Fixed, Unwatched, check};
use slugline::site::Visibility;

use crate::site_test::{NOW, SiteTest, tree};

const SITE: &str = "title: The Wire\nbase_url: https://news.example/\ntimezone: America/New_York\n\
                    lint: {date-without-zone: warning, description-missing: off, tag-used-once: off}\n";

const TAGS: &str =
    "AI: {aliases: [ArtificialIntelligence]}\nC++: {aliases: [cpp]}\nOpenAI: {}\n.NET: {aliases: [dotnet]}\n";

/// A site with these tags, a zone, and the rules that are mended.
fn site() -> SiteTest {
    let site = SiteTest::nothing();
    site.write("site.yaml", SITE).write("tags.yaml", TAGS);
    site
}

/// `--fix`, in this very process.
fn fix(root: &Path) -> Checked {
    let build = BuildOptions {
        root: root.to_path_buf(),
        out: root.join("public"),
        base_url: None,
        visibility: Visibility::default(),
        now: NOW.parse().unwrap(),
        strict: false,
        cache: false,
        is_preview: false,
    };
    check(&CheckOptions { build, fix: true, external: false }, &Unwatched)
}

/// A post before and after.
fn fixed(before: &str) -> (String, Fixed) {
    let site = site();
    site.write("content/posts/one.md", before);
    let checked = fix(&site.root());
    (site.source("content/posts/one.md"), checked.fixed)
}

fn assert_stays(text: &str) {
    assert_eq!(fixed(text), (text.to_owned(), Fixed::default()));
}

#[test]
fn tags_and_times_are_mended_and_nothing_else() {
    let site = site();
    site.write(
        "content/posts/one.md",
        "---\n# of the desk\ntitle:   'One'   # keep\ndate: 2025-11-01 09:30 # New York\nhashtags: [ArtificialIntelligence,  openai, Energy]\n---\n#openai and #ArtificialIntelligence, in the text.\n",
    );
    let untouched = "---\ntitle: Two\ndate: 2025-11-02\nhashtags: [AI]\n---\nWords.\n";
    site.write("content/posts/two.md", untouched);
    let told = site.run(&["check", "--now", NOW]);
    assert!(told.stdout.ends_with("3 warnings in TIME s; `--fix` mends 3 of them\n"), "{}", told.stdout);
    let run = site.run(&["check", "--fix", "--now", NOW]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    assert!(run.stdout.starts_with("Fixed 3 problems in 1 file\nChecked 2 posts, "), "{}", run.stdout);
    assert_eq!(
        site.source("content/posts/one.md"),
        "---\n# of the desk\ntitle:   'One'   # keep\ndate: 2025-11-01 09:30-04:00 # New York\nhashtags: [AI,  OpenAI, Energy]\n---\n#openai and #ArtificialIntelligence, in the text.\n"
    );
    assert_eq!(site.source("content/posts/two.md"), untouched);
    let before = tree(&site.root());
    let again = site.run(&["check", "--fix", "--now", NOW]);
    assert!(again.stdout.starts_with("Fixed 0 problems in 0 files\n"), "{}", again.stdout);
    assert_eq!(tree(&site.root()), before, "no other file is made or changed");
}

#[test]
fn without_being_asked_nothing_is_mended_and_rules_that_are_off_mend_nothing() {
    let text = "---\ntitle: One\ndate: 2025-11-01 09:30\nhashtags: [openai]\n---\nWords.\n";
    let site = site();
    site.write("content/posts/one.md", text);
    site.run(&["check", "--now", NOW]);
    assert_eq!(site.source("content/posts/one.md"), text);
    site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/\nlint: {tag-spelling: off}\n");
    site.run(&["check", "--fix", "--now", NOW]);
    assert_eq!(site.source("content/posts/one.md"), text, "and without a zone, nobody knows the offset");
}

#[test]
fn what_is_not_certain_is_left_to_people() {
    // The clock showed this time twice, and the other never.
    assert_stays("---\ntitle: One\ndate: 2025-11-02 01:30\n---\nWords.\n");
    assert_stays("---\ntitle: One\ndate: 2025-03-09 02:30\n---\nWords.\n");
    // The tag would stand there twice.
    assert_stays("---\ntitle: One\ndate: 2025-11-01\nhashtags: [ArtificialIntelligence, AI]\n---\nWords.\n");
    // Escapes, several lines, and a value that serves two keys.
    assert_stays("---\ntitle: One\ndate: 2025-11-01\nhashtags: [\"open\\x61i\"]\n---\nWords.\n");
    assert_stays("---\ntitle: One\ndate: 2025-11-01\nhashtags: >-\n  #openai\n  #Energy\n---\nWords.\n");
    assert_stays("---\ntitle: &name openai\ndate: 2025-11-01\nhashtags: [*name]\n---\nWords.\n");
    assert_stays("---\ntitle: One\ndate: 2025-11-01\nhashtags: [&name openai]\nsection: *name\n---\nWords.\n");
}

#[test]
fn of_two_names_for_one_tag_the_first_is_mended() {
    let (text, done) =
        fixed("---\ntitle: One\ndate: 2025-11-01\nhashtags: [ai, ArtificialIntelligence]\n---\nWords.\n");
    assert_eq!(text, "---\ntitle: One\ndate: 2025-11-01\nhashtags: [AI, ArtificialIntelligence]\n---\nWords.\n");
    assert_eq!(done, Fixed { places: 1, files: 1 });
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_a_link_stays_a_link() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let site = site();
    site.write("drafts/one.md", "---\ntitle: One\ndate: 2025-11-01\nhashtags: [openai]\n---\nWords.\n");
    let file = site.root().join("drafts/one.md");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    fs::create_dir_all(site.root().join("content/posts")).unwrap();
    let link = site.root().join("content/posts/one.md");
    symlink("../../drafts/one.md", &link).unwrap();
    assert_eq!(fix(&site.root()).fixed, Fixed { places: 1, files: 1 });
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::read_to_string(&file).unwrap().contains("hashtags: [OpenAI]"));
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
}

/// A stretch of a file: what it is before, and after.
type Stretch = (String, String);

fn same(text: impl Into<String>) -> Stretch {
    let text = text.into();
    (text.clone(), text)
}

/// A tag, and how `tags.yaml` has it.
fn tag() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(vec![
        ("ArtificialIntelligence", "AI"),
        ("artificial-intelligence", "artificial-intelligence"),
        ("openai", "OpenAI"),
        ("cpp", "C++"),
        ("DOTNET", ".NET"),
        ("Energy", "Energy"),
        ("spec cleaner", "spec cleaner"),
        ("Ökostrom", "Ökostrom"),
    ])
}

/// Different tags, so that none would stand there twice.
fn tags() -> impl Strategy<Value = Vec<(&'static str, &'static str)>> {
    prop::collection::vec(tag(), 0..5).prop_map(|mut tags| {
        tags.sort_unstable();
        tags.dedup_by_key(|tag| tag.1);
        tags
    })
}

fn quotes() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "\"", "'"])
}

/// The key `hashtags` in any of its forms.
fn hashtags() -> impl Strategy<Value = Stretch> {
    let comment = prop::sample::select(vec!["", " # ArtificialIntelligence, openai", "   "]);
    (tags(), prop::collection::vec(quotes(), 5), 0..5_u8, comment).prop_map(|(tags, quotes, form, comment)| {
        let write = |take: fn(&(&'static str, &'static str)) -> &'static str| {
            let names: Vec<&str> = tags.iter().map(take).collect();
            let quoted: Vec<String> = names.iter().zip(&quotes).map(|(name, q)| format!("{q}{name}{q}")).collect();
            let hashed: Vec<String> = names.iter().map(|name| format!("#{name}")).collect();
            match form {
                _ if names.is_empty() => format!("hashtags: []{comment}\n"),
                0 => format!("hashtags: [{}]{comment}\n", quoted.join(", ")),
                1 => format!("hashtags:   [ {} ]{comment}\n", quoted.join(" ,  ")),
                2 => format!("tags:\n  - {}{comment}\n", quoted.join("\n  - ")),
                3 => format!("hashtags: \"{}\"{comment}\n", hashed.join(" ")),
                _ => format!("tags: '{}'{comment}\n", names.join(", ")),
            }
        };
        (write(|tag| tag.0), write(|tag| tag.1))
    })
}

/// The key `date`, with a time, a zone, or neither.
fn date() -> impl Strategy<Value = Stretch> {
    let written = prop::sample::select(vec![
        ("2025-11-01 09:30", "2025-11-01 09:30-04:00"),
        ("2025-11-03T09:30:15", "2025-11-03T09:30:15-05:00"),
        ("2025-11-01", "2025-11-01"),
        ("2025-11-01T09:30Z", "2025-11-01T09:30Z"),
        ("2025-11-02 01:30", "2025-11-02 01:30"),
    ]);
    (written, quotes()).prop_map(|((before, after), q)| {
        (format!("date: {q}{before}{q} # or later\n"), format!("date: {q}{after}{q} # or later\n"))
    })
}

/// Lines that are nobody's business.
fn noise() -> impl Strategy<Value = Stretch> {
    prop::sample::select(vec![
        "",
        "\n",
        "# openai: a comment, with [brackets\n",
        "section: ArtificialIntelligence\n",
        "extra: {tag: openai, when: 2025-11-01 09:30, list: [cpp, 'x # y']}\n",
        "description: >-\n  On openai\n  and cpp.\n",
        "captions: {}\n",
        "author: [\"openai\", 'dotnet']\n",
        "slug: openai\n",
    ])
    .prop_map(same)
}

fn file() -> impl Strategy<Value = Stretch> {
    let title =
        prop::sample::select(vec!["title: One\n", "title: 'It''s openai'\n", "title:  \"Two: \\u00e9\" # cpp\n"]);
    let body = prop::sample::select(vec![
        "As #openai said.\n",
        "",
        "date: 2025-11-01 09:30\n\n#ArtificialIntelligence #cpp",
        "---\n\nhashtags: [openai]\n",
    ]);
    let keys = (title.prop_map(same), hashtags(), date(), noise(), noise_of_another_kind());
    let keys = keys.prop_map(|(a, b, c, d, e)| vec![a, b, c, d, e]).prop_shuffle();
    (keys, body, any::<bool>(), any::<bool>()).prop_map(|(keys, body, is_crlf, has_mark)| {
        let whole = |take: fn(&Stretch) -> &String| {
            let keys: String = keys.iter().map(take).map(String::as_str).collect();
            let text = format!("---\n{keys}---\n{body}");
            let text = if is_crlf { text.replace('\n', "\r\n") } else { text };
            if has_mark { format!("\u{feff}{text}") } else { text }
        };
        (whole(|stretch| &stretch.0), whole(|stretch| &stretch.1))
    })
}

fn noise_of_another_kind() -> impl Strategy<Value = Stretch> {
    prop::sample::select(vec!["series: cpp\n", "featured: false   \n", "  # indented, openai\n", "corrections: []\n"])
        .prop_map(same)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn all_else_in_a_file_stays_byte_for_byte((before, after) in file()) {
        let site = site();
        site.write("content/posts/2025-11-01-one.md", &before);
        let checked = fix(&site.root());
        prop_assert!(!checked.problems.has_errors(), "{:?}", checked.problems);
        let found = site.source("content/posts/2025-11-01-one.md");
        prop_assert_eq!(found, after);
    }
}
