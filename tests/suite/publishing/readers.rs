//! What a reader meets while one edition after the other is published: never a page in part, never one without what it needs.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use super::{done, publisher, site};
use crate::servers::{Ssh, Store};
use crate::site_test::SiteTest;

/// What stands in the attributes of a page that lead to files of the site.
fn links(page: &str) -> BTreeSet<String> {
    let mut links = BTreeSet::new();
    for name in ["href=\"", "src=\"", "srcset=\""] {
        for (at, found) in page.match_indices(name) {
            let value = page[at + found.len()..].split('"').next().unwrap();
            for part in value.split(", ") {
                let address = part.split([' ', '#', '?']).next().unwrap();
                let address = address.strip_prefix("https://news.example").unwrap_or(address);
                if address.starts_with('/') && !address.starts_with("//") {
                    links.insert(address.to_owned());
                }
            }
        }
    }
    links
}

fn file(address: &str) -> String {
    let path = address.trim_start_matches('/');
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// Reads the front page again and again, and all that it leads to, and what that needs.
fn read(fetch: &(dyn Fn(&str) -> Option<Vec<u8>> + Sync), is_over: &AtomicBool, seen: &AtomicUsize) {
    let page = |address: &str, from: &str| {
        let bytes =
            fetch(&file(address)).unwrap_or_else(|| panic!("`{from}` leads to `{address}`, which is not there"));
        let text = String::from_utf8(bytes).unwrap_or_default();
        assert!(text.trim_end().ends_with("</html>"), "`{address}` is there in part");
        text
    };
    while !is_over.load(Ordering::Relaxed) {
        let front = page("/", "nothing");
        for address in links(&front) {
            if !file(&address).ends_with(".html") {
                assert!(fetch(&file(&address)).is_some(), "the front page needs `{address}`, which is not there");
                continue;
            }
            let inner = page(&address, "/");
            for needed in links(&inner).iter().filter(|needed| !file(needed).ends_with(".html")) {
                assert!(fetch(&file(needed)).is_some(), "`{address}` needs `{needed}`, which is not there");
                seen.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

/// Publishes edition after edition while two readers read.
fn publish_before_readers(
    site: &SiteTest,
    publisher: &dyn Fn() -> Command,
    fetch: &(dyn Fn(&str) -> Option<Vec<u8>> + Sync),
    editions: usize,
) {
    site.write("templates/head_extra.html", "<link rel=\"stylesheet\" href=\"{{ asset(path='css/own.css') }}\">");
    site.write("static/css/own.css", "a { top: 0 }\n");
    assert_eq!(done(publisher()).status, 0);
    let (is_over, seen) = (AtomicBool::new(false), AtomicUsize::new(0));
    thread::scope(|scope| {
        let readers = [0, 1].map(|_| scope.spawn(|| read(fetch, &is_over, &seen)));
        for edition in 0..editions {
            // A new story that the front page leads to, another style sheet that every page needs, and a moved address.
            let day = 5 + edition % 18;
            site.post(&format!("2025-11-{day:02}-news-{edition}"), &format!("News {edition}"), "Words.");
            site.write("static/css/own.css", format!("a {{ top: {edition}px }}\n"));
            if edition > 0 {
                let day = 5 + (edition - 1) % 18;
                let text =
                    format!("---\ntitle: Moved {edition}\naliases: [/2025/11/news-{}/]\n---\nWords.\n", edition - 1);
                site.remove(&format!("content/posts/2025-11-{day:02}-news-{}.md", edition - 1));
                site.write(&format!("content/posts/2025-11-{day:02}-moved-{edition}.md"), text);
            }
            let run = done(publisher());
            if run.status != 0 {
                is_over.store(true, Ordering::Relaxed);
            }
            assert_eq!(run.status, 0, "{}", run.stderr);
            if readers.iter().any(thread::ScopedJoinHandle::is_finished) {
                break;
            }
        }
        is_over.store(true, Ordering::Relaxed);
    });
    assert!(seen.load(Ordering::Relaxed) > 100);
}

#[test]
fn readers_of_a_folder_miss_nothing() {
    let site = site("{folder: ../live}");
    let live = site.parent().join("live");
    publish_before_readers(&site, &|| publisher(&site), &|path| fs::read(live.join(path)).ok(), 12);
}

#[test]
#[ignore = "needs OpenSSH's server and rsync"]
fn readers_of_a_host_miss_nothing() {
    let site = site("{}");
    let live = site.parent().join("live");
    let text =
        site.source("site.yaml").replace("live: {}", &format!("live: {{rsync: \"127.0.0.1:{}\"}}", live.display()));
    site.write("site.yaml", text);
    let ssh = Ssh::start(&site);
    publish_before_readers(&site, &|| ssh.publisher(&site), &|path| fs::read(live.join(path)).ok(), 4);
}

#[test]
#[ignore = "needs moto, a Python package"]
fn readers_of_a_store_miss_nothing() {
    let store = Store::start();
    let site = site(&store.target(""));
    let fetch = |path: &str| {
        let mut answer = ureq::get(format!("{}/{path}", store.website)).call().ok()?;
        answer.body_mut().read_to_vec().ok()
    };
    publish_before_readers(&site, &|| store.publisher(&site), &fetch, 8);
}
