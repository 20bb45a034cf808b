//! Who is told of an edition, and what.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use super::{done, publish_well, publisher};
use crate::site_test::SiteTest;

/// What plays the hub, the search engines and the webhooks: it keeps what it is sent.
struct Listener {
    port: u16,
    heard: Arc<Mutex<Vec<(String, String)>>>,
}

impl Listener {
    /// It answers with 500 below `/broken`, else with 202.
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
        let kept = heard.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let mut lines = BufReader::new(stream.try_clone().unwrap());
                let mut line = String::new();
                let mut length = 0;
                let mut path = String::new();
                while lines.read_line(&mut line).is_ok_and(|read| read > 2) {
                    let lower = line.to_lowercase();
                    length = lower.strip_prefix("content-length: ").map_or(length, |text| text.trim().parse().unwrap());
                    path = line.strip_prefix("POST ").map_or(path, |rest| rest.split(' ').next().unwrap().to_owned());
                    line.clear();
                }
                let mut body = vec![0; length];
                lines.read_exact(&mut body).unwrap();
                let status = if path.starts_with("/broken") { "500 Broken" } else { "202 Accepted" };
                kept.lock().unwrap().push((path, String::from_utf8(body).unwrap()));
                let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
        });
        Self { port, heard }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What was sent to a path since it was asked last.
    fn heard(&self, path: &str) -> Vec<String> {
        let mut heard = self.heard.lock().unwrap();
        let (these, others) = heard.drain(..).partition(|(to, _)| to == path);
        *heard = others;
        these.into_iter().map(|(_, body)| body).collect()
    }
}

fn site(hub: &str, announce: &str) -> SiteTest {
    let site = super::site(&format!("{{folder: ../live, announce: {announce}}}"));
    let text = site.source("site.yaml");
    site.write("site.yaml", format!("{text}feeds: {{hub: \"{hub}\"}}\n"));
    site
}

#[test]
fn the_hub_is_told_of_feeds_and_search_engines_of_pages() {
    let listener = Listener::start();
    let key = "7c1e50f2b9a84d36";
    let endpoint = listener.url("/indexnow");
    let site =
        site(&listener.url("/hub"), &format!("{{websub: true, indexnow: {{key: {key}, endpoint: \"{endpoint}\"}}}}"));
    publish_well(&site);
    assert_eq!(site.page(&format!("{key}.txt")), key);
    listener.heard("/hub");
    listener.heard("/indexnow");
    site.post("2025-11-03-story-3", "Story 3", "Other words.").remove("content/posts/2025-11-02-story-2.md");
    site.gone(&["/2025/11/story-2/"]);
    let told = publish_well(&site);
    let feeds = ["atom.xml", "feed.json", "feed.xml"].map(|feed| {
        let address = format!("https://news.example/{feed}").replace(':', "%3A").replace('/', "%2F");
        format!("hub.mode=publish&hub.url={address}")
    });
    let mut heard = listener.heard("/hub");
    heard.sort();
    assert_eq!(heard, feeds);
    let [sent] = listener.heard("/indexnow").try_into().unwrap();
    let sent: Value = serde_json::from_str(&sent).unwrap();
    assert_eq!(sent["keyLocation"], format!("https://news.example/{key}.txt"));
    assert_eq!((&sent["host"], &sent["key"]), (&json!("news.example"), &json!(key)));
    let pages: Vec<&str> = sent["urlList"].as_array().unwrap().iter().map(|url| url.as_str().unwrap()).collect();
    // What changed and may be indexed, and what is gone; not the page that is as it was.
    assert!(pages.contains(&"https://news.example/2025/11/story-3/"), "{pages:?}");
    assert!(pages.contains(&"https://news.example/2025/11/story-2/"), "{pages:?}");
    assert!(pages.contains(&"https://news.example/"), "{pages:?}");
    assert!(!pages.iter().any(|page| page.contains("404") || page.contains("story-4")), "{pages:?}");
    let pages = pages.len();
    assert!(told.ends_with(&format!("\nlive: told the hub, of 3 feeds; search engines, of {pages} pages\n")), "{told}");
    // Nothing is new, nobody is told.
    publish_well(&site);
    assert!(listener.heard("/hub").is_empty() && listener.heard("/indexnow").is_empty());
}

#[test]
fn webhooks_are_sent_json_with_templates() {
    let listener = Listener::start();
    let body = "{text: \"{{ new | length }} new: {% for page in new %}<{{ page.url }}|{{ page.title }}>{% endfor %}\", silent: true, \
                parts: [1, \"{{ site.title }}\"]}";
    let announce = format!("{{webhooks: [{{url: $NEWSROOM, body: {body}}}, {{url: \"{}\"}}]}}", listener.url("/all"));
    let site = site(&listener.url("/hub"), &announce);
    let secret = listener.url("/newsroom-7f3a");
    let run = || {
        let mut command = publisher(&site);
        command.env("NEWSROOM", &secret);
        done(command)
    };
    assert_eq!(run().status, 0);
    listener.heard("/newsroom-7f3a");
    listener.heard("/all");
    site.post("2025-11-05-chips", "Chips & \"more\"", "Words.");
    let told = run();
    assert!(told.stdout.ends_with("\nlive: told 2 webhooks\n"), "{}{}", told.stdout, told.stderr);
    let heard = listener.heard("/newsroom-7f3a");
    assert_eq!(heard.len(), 1);
    let expected = json!({
        "text": "1 new: <https://news.example/2025/11/chips/|Chips & \"more\">",
        "silent": true,
        "parts": [1, "The Wire"],
    });
    assert_eq!(serde_json::from_str::<Value>(&heard[0]).unwrap(), expected);
    let all: Value = serde_json::from_str(&listener.heard("/all")[0]).unwrap();
    assert_eq!(all["new"][0]["url"], "https://news.example/2025/11/chips/");
    assert_eq!((&all["target"], &all["deleted"]), (&json!("live"), &json!([])));
    assert!(all["feeds"].as_array().unwrap().contains(&json!("https://news.example/feed.xml")));
}

#[test]
fn whoever_cannot_be_told_is_reported_and_the_edition_stands() {
    let listener = Listener::start();
    let secret = listener.url("/broken-7f3a");
    let announce = "{websub: true, webhooks: [{url: $NEWSROOM}, {url: $NOBODY}]}";
    let site = site(&listener.url("/broken/hub"), announce);
    let mut command = publisher(&site);
    command.env("NEWSROOM", &secret);
    let run = done(command);
    assert_eq!(run.status, 0);
    assert!(!run.stderr.contains("7f3a"), "{}", run.stderr);
    insta::assert_snapshot!(run.stderr.replace(&listener.port.to_string(), "PORT"));
    assert_eq!(super::published(&site.parent().join("live")), super::built(&site));
    // Each was asked twice.
    assert_eq!(listener.heard("/broken-7f3a").len(), 2);
}

#[test]
fn mistakes_are_told_before_anything_is_published() {
    let site = super::site(
        "{folder: ../live, announce: {websub: true, webhooks: [{url: https://a.example/, body: {text: \"{{ nonsense( }}\"}}, {url: https://a.example/, body: \"{% for page in new %}{{ page.titel }}{% endfor %}\"}]}}",
    );
    let run = done(publisher(&site));
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.stderr);
    let text =
        "{folder: ../live, announce: {indexnow: {key: short}, webhooks: [{url: a.example}, {body: x}], websubs: true}}";
    let site = super::site(text);
    insta::assert_snapshot!("configuration", done(publisher(&site)).stderr);
    assert!(!site.parent().join("live").exists());
}
