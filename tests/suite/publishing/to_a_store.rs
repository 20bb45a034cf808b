//! Publishing to an object store: what is there after each edition, object by object.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use super::{Done, assert_one_does_it, built, done, site};
use crate::servers::{Store, Stored};
use crate::site_test::SiteTest;

/// What a reader gets of each object, without those that Slugline keeps for itself.
fn read(store: &mut Store) -> BTreeMap<String, Vec<u8>> {
    let objects = store.objects().into_iter().filter(|(path, _)| !path.starts_with(".slugline"));
    let unpacked = objects.map(|(path, object)| {
        let mut bytes = Vec::new();
        match object.headers["content-encoding"].as_str() {
            Some("gzip") => {
                flate2::read::GzDecoder::new(object.bytes.as_slice()).read_to_end(&mut bytes).map(drop).unwrap();
            }
            Some("br") => {
                brotli::Decompressor::new(object.bytes.as_slice(), 4096).read_to_end(&mut bytes).map(drop).unwrap();
            }
            _ => bytes = object.bytes,
        }
        (path, bytes)
    });
    unpacked.collect()
}

/// Publishes, which must work; the closing line.
fn publish_well(store: &Store, site: &SiteTest) -> String {
    let run = done(store.publisher(site));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    run.stdout
}

/// Begins to publish, and goes on when some objects are there.
fn begin(store: &mut Store, site: &SiteTest) -> Child {
    let child = store.publisher(site).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    while store.objects().iter().filter(|(path, _)| !path.starts_with(".slugline")).count() < 3 {
        sleep(Duration::from_millis(20));
    }
    child
}

#[test]
#[ignore = "needs moto, a Python package"]
fn objects_are_what_was_built_after_every_edition() {
    let mut store = Store::start();
    let site = site(&store.target(""));
    let line = publish_well(&store, &site);
    assert!(
        line.starts_with(&format!("live: {} added, 0 changed, 0 deleted, 0 unchanged; ", built(&site).len())),
        "{line}"
    );
    assert_eq!(read(&mut store), built(&site));
    assert_eq!(
        publish_well(&store, &site),
        format!("live: nothing to publish, {} files unchanged\n", built(&site).len())
    );
    // A small change sends what changed, and little beside.
    store.order("count");
    site.post("2025-11-03-story-3", "Story 3", "Other words.");
    let line = publish_well(&store, &site);
    let changed: u64 = line.split(", ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    let (requests, _) = store.requests("PUT");
    assert!(line.starts_with("live: 0 added, ") && requests == changed + 4, "{line} by {requests}");
    assert_eq!(read(&mut store), built(&site));
    // One goes; one gets another address, which the old one leads to.
    site.remove("content/posts/2025-11-02-story-2.md").gone(&["/2025/11/story-2/"]);
    site.remove("content/posts/2025-11-01-story-1.md");
    site.write(
        "content/posts/2025-11-01-story-one.md",
        "---\ntitle: Story 1\naliases: [/2025/11/story-1/]\n---\nWords.\n",
    );
    publish_well(&store, &site);
    assert_eq!(read(&mut store), built(&site));
    assert!(!read(&mut store).contains_key("2025/11/story-2/index.html"));
    // From another machine.
    fs::remove_dir_all(site.cache()).unwrap();
    site.post("2025-11-05-story-5", "Story 5", "Words.");
    publish_well(&store, &site);
    assert_eq!(read(&mut store), built(&site));
    // Nothing of the record is left behind but what is used.
    let kept = store.objects().into_iter().filter(|(path, _)| path.starts_with(".slugline/")).count();
    assert_eq!(kept, 1);
}

#[test]
#[ignore = "needs moto, a Python package"]
fn objects_say_what_they_are() {
    let mut store = Store::start();
    let site = site(&store.target(", compress: brotli"));
    site.write("static/css/own.css", "a { color: red }\n").write("static/large.bin", vec![7; 40 << 20]);
    site.write("templates/head_extra.html", "<link href=\"{{ asset(path='css/own.css') }}\">");
    site.write("content/about.md", "---\ntitle: About\naliases: [/who/]\n---\nWe.\n");
    publish_well(&store, &site);
    assert_eq!(read(&mut store), built(&site));
    let objects: BTreeMap<String, _> = store.objects().into_iter().collect();
    let told = |path: &str| {
        let headers = &objects[path].headers;
        ["content-type", "cache-control", "content-encoding", "leads-to"]
            .map(|name| headers[name].as_str().unwrap_or("-").to_owned())
    };
    let minute = "public, max-age=60";
    assert_eq!(told("index.html"), ["text/html; charset=utf-8", minute, "br", "-"]);
    assert_eq!(told("who/index.html"), ["text/html; charset=utf-8", minute, "br", "/about/"]);
    assert_eq!(told("large.bin"), ["application/octet-stream", minute, "-", "-"]);
    let own = objects.keys().find(|path| path.starts_with("css/own.") && *path != "css/own.css").unwrap();
    assert_eq!(told(own), ["text/css; charset=utf-8", "public, max-age=31536000, immutable", "br", "-"]);
    // Packed in another way, everything is another object.
    let text = site.source("site.yaml").replace("brotli", "gzip");
    site.write("site.yaml", text);
    publish_well(&store, &site);
    assert_eq!(read(&mut store), built(&site));
    assert!(
        store
            .objects()
            .iter()
            .any(|(path, object)| path == "index.html" && object.headers["content-encoding"] == "gzip")
    );
}

#[test]
#[ignore = "needs moto, a Python package"]
fn what_others_put_there_stays_and_is_not_written_over() {
    let mut store = Store::start();
    let site = site(&store.target(""));
    store.order("put live/own.html mine");
    publish_well(&store, &site);
    let mut expected = built(&site);
    expected.insert("own.html".to_owned(), b"mine".to_vec());
    assert_eq!(read(&mut store), expected);
    store.order("put live/2025/11/story-9/index.html mine");
    site.post("2025-11-09-story-9", "Story 9", "Words.");
    let run = done(store.publisher(&site));
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("that Slugline did not write, such as `2025/11/story-9/index.html`"), "{}", run.stderr);
    expected.insert("2025/11/story-9/index.html".to_owned(), b"mine".to_vec());
    assert_eq!(read(&mut store), expected);
}

#[test]
#[ignore = "needs moto, a Python package"]
fn an_edition_that_was_cut_off_is_finished_by_the_next() {
    let mut store = Store::start();
    let site = site(&store.target(""));
    store.order("delay 0.3");
    let mut child = begin(&mut store, &site);
    child.kill().unwrap();
    child.wait().unwrap();
    store.order("delay 0");
    let some = read(&mut store);
    assert!(some.len() < built(&site).len());
    // It cannot be known yet that it was cut off.
    let run = done(store.publisher(&site));
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("somebody else publishes to `s3://news/live` just now"), "{}", run.stderr);
    assert!(run.stderr.contains("if it was cut off, the target is free from "), "{}", run.stderr);
    assert_eq!(read(&mut store), some);
    // As if the time were over.
    store.order("put live/.slugline.lock {\"holder\":\"x\",\"until\":\"2025-01-01T00:00:00Z\"}");
    site.remove("content/posts/2025-11-02-story-2.md").gone(&["/2025/11/story-2/"]);
    publish_well(&store, &site);
    assert_eq!(read(&mut store), built(&site));
    // One that is asked to end lets others in at once, and what it sent is not sent again.
    let site = super::site(&store.target("").replace("news/live", "news/live/other"));
    store.order("delay 0.3");
    let mut child = store.publisher(&site).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let is_sent = |(path, _): &(String, Stored)| path.starts_with("other/") && !path.starts_with("other/.slugline");
    while store.objects().iter().filter(|object| is_sent(object)).count() < 10 {
        sleep(Duration::from_millis(20));
    }
    super::terminate(&child);
    assert_eq!(child.wait().unwrap().code(), Some(1));
    store.order("delay 0");
    let sent = store.objects().iter().filter(|object| is_sent(object)).count() as u64;
    store.order("count");
    publish_well(&store, &site);
    let left = built(&site).len() as u64 - sent;
    // Beside the files: the lock, and the record with its part, twice.
    let (requests, _) = store.requests("PUT");
    assert!((left + 3..=left + 5).contains(&requests), "{requests} requests for {left} files");
    let there: BTreeMap<String, Vec<u8>> = read(&mut store)
        .into_iter()
        .filter_map(|(path, bytes)| Some((path.strip_prefix("other/")?.to_owned(), bytes)))
        .filter(|(path, _)| !path.starts_with(".slugline"))
        .collect();
    assert_eq!(there, built(&site));
}

#[test]
#[ignore = "needs moto, a Python package"]
fn a_second_publisher_stops() {
    let mut store = Store::start();
    let site = site(&store.target(""));
    store.order("delay 0.2");
    let mut first = begin(&mut store, &site);
    let Done { status, stderr, .. } = done(store.publisher(&site));
    assert_eq!(status, 1);
    assert!(stderr.contains("somebody else publishes to `s3://news/live` just now"), "{stderr}");
    assert_eq!(first.wait().unwrap().code(), Some(0));
    assert_eq!(read(&mut store), built(&site));
    // Two at the very same time: one of them does it.
    site.post("2025-11-05-story-5", "Story 5", "Words.");
    site.build_well();
    assert_one_does_it([store.publisher(&site), store.publisher(&site)]);
    store.order("delay 0");
    publish_well(&store, &site);
    assert_eq!(read(&mut store), built(&site));
}

#[test]
#[ignore = "needs moto, a Python package"]
fn who_is_not_let_in_is_told_how_to_be() {
    let mut store = Store::start();
    let site = site(&store.target(""));
    let mut command = store.publisher(&site);
    command.env("AWS_SECRET_ACCESS_KEY", "no-such-secret");
    let run = done(command);
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.stderr);
    let mut command = store.publisher(&site);
    command.env_remove("AWS_ACCESS_KEY_ID");
    insta::assert_snapshot!("nobody_asks", done(command).stderr);
    let other = site.source("site.yaml").replace("s3://news/", "s3://olds/");
    site.write("site.yaml", other);
    let run = done(store.publisher(&site));
    assert!(run.stderr.contains("there is no such bucket"), "{}", run.stderr);
    assert!(!store.is_told(&run.stderr));
    assert!(store.objects().is_empty());
}

#[test]
#[ignore = "needs moto, a Python package"]
fn a_store_that_is_full_fails_and_what_was_there_stays() {
    let mut store = Store::start();
    let site = site(&store.target(""));
    publish_well(&store, &site);
    let before = read(&mut store);
    // The lock, the record, and one file.
    store.order("fail PUT 3 403 QuotaExceeded");
    site.post("2025-11-05-story-5", "Story 5", "Words.").post("2025-11-03-story-3", "Story 3", "Other words.");
    let run = done(store.publisher(&site));
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("to `s3://news/live`: The store says no. (QuotaExceeded)"), "{}", run.stderr);
    // What readers had, they have; whatever is new is whole.
    let after = read(&mut store);
    let wanted = built(&site);
    assert!(after.len() < wanted.len());
    for (path, bytes) in &after {
        assert!(before.get(path) == Some(bytes) || wanted.get(path) == Some(bytes), "{path}");
    }
    store.order("fail none");
    publish_well(&store, &site);
    assert_eq!(read(&mut store), wanted);
}

#[test]
#[ignore = "needs moto, a Python package"]
fn a_store_that_stumbles_is_asked_again() {
    let mut store = Store::start();
    let site = site(&store.target(""));
    store.order("fail PUT 5 503 SlowDown 4");
    store.order("delay 0.05");
    publish_well(&store, &site);
    assert_eq!(read(&mut store), built(&site));
}

#[test]
#[ignore = "needs moto, a Python package"]
fn nobody_lets_go_what_is_not_theirs() {
    let mut store = Store::start();
    let site = site(&store.target(""));
    store.order("delay 0.2");
    let mut child = begin(&mut store, &site);
    // As if this one had been gone for so long that another took over.
    let theirs = "{\"holder\":\"x\",\"until\":\"2999-01-01T00:00:00Z\"}";
    store.order(&format!("put live/.slugline.lock {theirs}"));
    child.wait().unwrap();
    let lock = store.objects().into_iter().find(|(path, _)| path == ".slugline.lock").unwrap().1;
    assert_eq!(String::from_utf8(lock.bytes).unwrap(), theirs);
}

#[test]
#[ignore = "needs moto, a Python package"]
fn a_store_without_conditions_is_published_to_all_the_same() {
    let mut store = Store::start();
    store.order("unconditional");
    let site = site(&store.target(""));
    publish_well(&store, &site);
    assert_eq!(read(&mut store), built(&site));
    site.post("2025-11-03-story-3", "Story 3", "Other words.");
    publish_well(&store, &site);
    assert_eq!(read(&mut store), built(&site));
    assert!(!store.objects().iter().any(|(path, _)| path == ".slugline.lock"));
}

#[test]
#[ignore = "needs moto, a Python package"]
fn a_line_break_in_a_secret_is_told() {
    let store = Store::start();
    let site = site(&store.target(""));
    let mut command = store.publisher(&site);
    command.env("AWS_SESSION_TOKEN", "token-7f3a\n");
    let run = done(command);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("`AWS_SESSION_TOKEN` in the environment holds a line break"), "{}", run.stderr);
    assert!(!run.stderr.contains("7f3a"), "{}", run.stderr);
}
