//! Three hundred generated posts: what the generator counts is what the site has, and every link leads somewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use percent_encoding::percent_decode_str;

use crate::extract::{attributes, element, elements, meta, stories, text};
use crate::site_test::{Run, SiteTest, tree};

const POSTS: usize = 300;

/// The built site, shared by the tests of this module.
struct Corpus {
    counts: serde_json::Value,
    run: Run,
    /// Output paths and their text; empty for what is no text.
    files: BTreeMap<String, String>,
    _site: SiteTest,
}

impl Corpus {
    fn get() -> &'static Self {
        static CORPUS: OnceLock<Corpus> = OnceLock::new();
        CORPUS.get_or_init(Self::make)
    }

    fn make() -> Self {
        let site = SiteTest::nothing();
        let output = Command::new(env!("CARGO"))
            .args(["run", "--quiet", "--example", "corpus"])
            .args((!cfg!(debug_assertions)).then_some("--release"))
            .args(["--", "--posts", &POSTS.to_string()])
            .arg(site.root())
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let json = String::from_utf8(output.stdout).unwrap();
        let counts = serde_json::from_str(json.lines().last().unwrap()).unwrap();
        let run = site.build_with(&["--now", "2027-01-01T00:00:00Z"]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        let files = tree(&site.root().join("public"))
            .into_iter()
            .map(|(path, bytes)| (path, String::from_utf8(bytes).unwrap_or_default()))
            .collect();
        Self { counts, run, files, _site: site }
    }

    fn count(&self, name: &str) -> usize {
        usize::try_from(self.counts[name].as_u64().unwrap_or_else(|| panic!("no {name} in {}", self.counts))).unwrap()
    }

    /// All pages of a kind, by the class of their body.
    fn pages<'c>(&'c self, kind: &str) -> Vec<(&'c str, &'c str)> {
        let class = format!("<body class=\"kind-{kind}\">");
        let pages = self.files.iter().filter(|(path, text)| path.ends_with(".html") && text.contains(&class));
        pages.map(|(path, text)| (path.as_str(), text.as_str())).collect()
    }

    /// The first pages of the lists of a kind.
    fn lists(&self, kind: &str) -> usize {
        self.pages(kind).into_iter().filter(|(path, _)| !path.contains("/page/")).count()
    }

    /// All stories in all pages of all lists of a kind.
    fn listed(&self, kind: &str) -> usize {
        self.pages(kind).into_iter().map(|(_, page)| stories(list(page)).len()).sum()
    }
}

/// What a page lists. What the front page shows of sections besides stands in its list, too.
fn list(page: &str) -> &str {
    let main = element(page, "<main");
    main.split("<div class=\"section-fronts\">").next().unwrap_or(main)
}

#[test]
fn the_counts_of_the_generator_are_those_of_the_site() {
    let corpus = Corpus::get();
    assert_eq!(corpus.count("posts"), POSTS);
    assert_eq!(corpus.pages("post").len(), POSTS);
    for (kind, name) in [
        ("tag", "tags"),
        ("section", "sections"),
        ("author", "authors"),
        ("series", "series"),
        ("month", "months"),
        ("year", "years"),
    ] {
        assert_eq!(corpus.lists(kind), corpus.count(name), "{kind}");
    }
    let expected = format!("Built {POSTS} posts, ");
    assert!(corpus.run.stdout.starts_with(&expected), "{}", corpus.run.stdout);
    assert!(corpus.run.stdout.contains(&format!(", {} tags: ", corpus.count("tags"))), "{}", corpus.run.stdout);
}

#[test]
fn every_post_stands_in_its_lists() {
    let corpus = Corpus::get();
    assert_eq!(corpus.listed("tag"), corpus.count("tag_uses"));
    for kind in ["home", "month", "year", "section"] {
        assert_eq!(corpus.listed(kind), POSTS, "{kind}");
    }
    let authors: usize =
        corpus.pages("post").into_iter().map(|(_, page)| page.matches("<a rel=\"author\"").count()).sum();
    assert_eq!(corpus.listed("author"), authors);
    assert!(authors > POSTS, "some have two");
}

#[test]
fn the_tag_index_adds_up() {
    let corpus = Corpus::get();
    let index = element(&corpus.files["tags/index.html"], "<div class=\"a-to-z");
    let counts: Vec<usize> =
        elements(index, "<span class=\"count\"").into_iter().map(|count| text(count).parse().unwrap()).collect();
    assert_eq!(counts.len(), corpus.count("tags"));
    assert_eq!(counts.iter().sum::<usize>(), corpus.count("tag_uses"));
    assert_eq!(counts.iter().filter(|count| **count > 1).count(), corpus.count("tags_of_two_posts"));
}

#[test]
fn tags_of_one_post_alone_are_not_for_search_engines() {
    let corpus = Corpus::get();
    let (thin, others): (Vec<_>, Vec<_>) =
        corpus.pages("tag").into_iter().partition(|(_, page)| meta(page)["robots"].contains("noindex"));
    assert_eq!(thin.len(), corpus.count("tags") - corpus.count("tags_of_two_posts"));
    assert!(thin.iter().all(|(_, page)| stories(element(page, "<main")).len() == 1));
    assert!(!others.is_empty());
}

#[test]
fn what_bodies_hold_is_all_there() {
    let corpus = Corpus::get();
    let mut found = BTreeMap::<&str, usize>::new();
    for (path, page) in corpus.pages("post") {
        let body = element(page, "<div class=\"prose\">");
        let to_posts = attributes(body, "href").into_iter().filter(|href| href.starts_with("/2")).count();
        for (name, count) in [
            ("figures", elements(body, "<figure").len()),
            ("code_blocks", elements(body, "<pre").len()),
            ("internal_links", to_posts),
            ("lead_images", page.matches("class=\"lead-figure").count()),
        ] {
            *found.entry(name).or_default() += count;
        }
        assert!(elements(body, "<figure").iter().all(|figure| figure.contains("<figcaption>")), "{path}");
        assert_eq!(elements(page, "<h1").len(), 1, "{path}");
        let last = elements(body, "<p").pop().unwrap();
        assert!(!text(last).starts_with('#'), "{path}: no hashtag line is left");
        let tags = elements(element(page, "<ul class=\"hashtags\""), "<li").len();
        assert_eq!(tags, 12, "{path}");
    }
    for (name, count) in found {
        assert_eq!(count, corpus.count(name), "{name}");
    }
}

#[test]
fn the_front_list_links_every_post_once() {
    let corpus = Corpus::get();
    let mut listed: Vec<String> = corpus.pages("home").into_iter().flat_map(|(_, page)| stories(list(page))).collect();
    listed.sort();
    let posts: Vec<String> =
        corpus.pages("post").into_iter().map(|(path, _)| format!("/{}", path.trim_end_matches("index.html"))).collect();
    let decoded: Vec<String> = listed.iter().map(|href| decoded(href)).collect();
    assert_eq!(decoded, posts);
}

#[test]
fn the_posts_are_one_chain_of_neighbours() {
    let corpus = Corpus::get();
    let neighbour = |page: &str, rel: &str| {
        let nav = element(page, "<nav class=\"post-nav adjacent\"").to_owned();
        let open = format!("rel=\"{rel}\" href=\"");
        nav.split_once(&open).map(|(_, rest)| decoded(rest.split('"').next().unwrap()))
    };
    let page = |path: &str| corpus.files[&format!("{}index.html", path.trim_start_matches('/'))].as_str();
    let newest: Vec<_> =
        corpus.pages("post").into_iter().filter(|(_, page)| neighbour(page, "next").is_none()).collect();
    assert_eq!(newest.len(), 1);
    let mut here = newest[0].1;
    let mut length = 1;
    while let Some(older) = neighbour(here, "prev") {
        let there = page(&older);
        assert_eq!(page(&neighbour(there, "next").unwrap()), here);
        here = there;
        length += 1;
    }
    assert_eq!(length, POSTS);
}

#[test]
fn every_address_of_every_page_leads_to_a_file() {
    let corpus = Corpus::get();
    let ids: BTreeMap<&str, BTreeSet<&str>> = corpus
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, page)| (path.as_str(), attributes(page, "id").into_iter().collect()))
        .collect();
    let mut dead = BTreeSet::new();
    let mut checked = 0;
    for (path, page) in corpus.files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let folder = path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        for address in attributes(page, "href").into_iter().chain(attributes(page, "src")) {
            let address = address.replace("&amp;", "&");
            let local = address.strip_prefix("https://corpus.example").unwrap_or(&address);
            if local.contains("://") || local.starts_with("mailto:") {
                continue;
            }
            let (to, fragment) = local.split_once('#').unwrap_or((local, ""));
            let to = decoded(to.split('?').next().unwrap());
            let to = match to.strip_prefix('/') {
                Some(rooted) => rooted.to_owned(),
                None if to.is_empty() => path.clone(),
                None => format!("{folder}{to}"),
            };
            let file = if to.is_empty() || to.ends_with('/') { format!("{to}index.html") } else { to };
            let fragment = decoded(fragment);
            let there = corpus.files.contains_key(&file)
                && (fragment.is_empty() || ids.get(file.as_str()).is_some_and(|ids| ids.contains(fragment.as_str())));
            if !there {
                dead.insert(format!("{address} on {path}"));
            }
            checked += 1;
        }
    }
    assert!(
        dead.is_empty(),
        "{} of {checked}, such as\n{}",
        dead.len(),
        dead.iter().take(10).cloned().collect::<Vec<_>>().join("\n")
    );
    assert!(checked > 20_000, "{checked}");
}

#[test]
fn no_page_asks_another_host_or_holds_an_id_twice() {
    let corpus = Corpus::get();
    for (path, page) in corpus.files.iter().filter(|(path, _)| path.ends_with(".html")) {
        for src in attributes(page, "src") {
            assert!(!src.contains("//"), "{src} on {path}");
        }
        let mut ids = attributes(page, "id");
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{path}");
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().unwrap().into_owned()
}
