//! `slugline check --external`: links to other hosts, which are all played by one on this machine.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use serde_json::Value;
use slugline::config::Rule;

use crate::site_test::{NOW, Run, SiteTest, tree};

/// A web server of this test alone, as long as the test program runs.
struct Host {
    port: u16,
    /// Method and path of every request, and who asked.
    requests: Arc<Mutex<Vec<(String, String)>>>,
}

impl Host {
    /// Answers by what `answer` gives for method, path, and how often the same was asked before.
    fn start(answer: impl Fn(&str, &str, usize) -> String + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests: Arc<Mutex<Vec<(String, String)>>> = Arc::default();
        let (kept, answer) = (requests.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (kept, answer) = (kept.clone(), answer.clone());
                std::thread::spawn(move || serve(stream, &kept, &*answer));
            }
        });
        Self { port, requests }
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What was asked so far, sorted.
    fn asked(&self) -> Vec<String> {
        let mut asked: Vec<String> = self.requests.lock().unwrap().iter().map(|(request, _)| request.clone()).collect();
        asked.sort();
        asked
    }
}

fn serve(mut stream: TcpStream, kept: &Mutex<Vec<(String, String)>>, answer: &dyn Fn(&str, &str, usize) -> String) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else { return };
    let mut words = first.split(' ');
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let headers: Vec<String> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let agent = headers.iter().find_map(|line| line.to_lowercase().strip_prefix("user-agent: ").map(str::to_owned));
    let request = format!("{method} {path}");
    let before = {
        let mut kept = kept.lock().unwrap();
        kept.push((request.clone(), agent.unwrap_or_default()));
        kept.iter().filter(|(other, _)| *other == request).count() - 1
    };
    let answer = answer(method, path, before);
    if !answer.is_empty() {
        let _ = write!(stream, "HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
}

/// What most hosts say to a path.
fn usual(method: &str, path: &str, before: usize) -> String {
    match (method, path) {
        (_, "/moved") => "301 Moved Permanently\r\nLocation: /moved-on",
        (_, "/moved-on") => "308 Permanent Redirect\r\nLocation: /fine",
        (_, "/elsewhere-today") => "302 Found\r\nLocation: /fine",
        (_, "/round") => "302 Found\r\nLocation: /round",
        (_, "/refused") => "403 Forbidden",
        (_, "/busy") => "429 Too Many Requests\r\nRetry-After: 3600",
        (_, "/broken") => "500 Internal Server Error",
        ("HEAD", "/no-heads") => "405 Method Not Allowed",
        (_, "/once-broken") if before == 0 => "503 Service Unavailable\r\nRetry-After: 0",
        (_, "/fine" | "/once-broken") | ("GET", "/no-heads") => "200 OK",
        (_, "/cut-off") => "",
        _ => "404 Not Found",
    }
    .to_owned()
}

/// A site that asks without a pause, with a post for each body.
fn site(bodies: &[&str]) -> SiteTest {
    let site = SiteTest::nothing();
    settings(&site, "");
    for (at, body) in bodies.iter().enumerate() {
        let name = format!("content/posts/2025-11-0{}-post.md", at + 1);
        site.write(&name, format!("---\ntitle: Post {at}\ndescription: Words.\nslug: post-{at}\n---\n{body}\n"));
    }
    site
}

fn settings(site: &SiteTest, more: &str) {
    let external = format!("{{pause_milliseconds: 0{more}}}");
    let lint = format!("lint: {{external: {external}}}");
    site.write("site.yaml", format!("title: The Wire\nbase_url: https://news.example/\n{lint}\n"));
}

fn check(site: &SiteTest, now: &str, arguments: &[&str]) -> Run {
    site.run(&[&["check", "--external", "--now", now], arguments].concat())
}

fn json(site: &SiteTest, now: &str) -> Vec<Value> {
    let run = check(site, now, &["--format", "json"]);
    run.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn rules(problems: &[Value]) -> Vec<&str> {
    problems.iter().filter_map(|problem| problem["rule"].as_str()).collect()
}

#[test]
fn every_answer_is_told_where_the_link_stands() {
    let host = Host::start(usual);
    let paths = [
        "/fine",
        "/gone",
        "/moved#part",
        "/elsewhere-today",
        "/round",
        "/refused",
        "/busy",
        "/broken",
        "/no-heads",
        "/once-broken",
        "/cut-off",
    ];
    let body = paths.map(|path| format!("As [they said]({}).\n", host.url(path))).join("\n");
    let site = site(&[&body]);
    let run = check(&site, NOW, &["-v"]);
    assert_eq!(run.status, 1);
    insta::assert_snapshot!("external_links", run.stderr.replace(&host.port.to_string(), "PORT"));
    let problems = json(&site, NOW);
    let external: Vec<&str> = Rule::ALL.into_iter().filter(|rule| rule.is_external()).map(Rule::name).collect();
    assert!(external.iter().all(|rule| rules(&problems).contains(rule)), "{problems:#?}");
    let severity = |rule: &str| {
        let problem = problems.iter().find(|problem| problem["rule"] == rule);
        problem.unwrap()["severity"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        external.iter().map(|rule| severity(rule)).collect::<Vec<_>>(),
        ["error", "warning", "warning", "warning"]
    );
}

#[test]
fn heads_are_asked_for_first_and_failures_a_few_times() {
    let host = Host::start(usual);
    let link = |path: &str| format!("[a]({})", host.url(path));
    let site = site(&[&["/fine", "/no-heads", "/broken", "/once-broken", "/gone"].map(link).join(" ")]);
    check(&site, NOW, &[]);
    assert_eq!(
        host.asked(),
        [
            "GET /gone",
            "GET /no-heads",
            "HEAD /broken",
            "HEAD /broken",
            "HEAD /broken",
            "HEAD /fine",
            "HEAD /gone",
            "HEAD /no-heads",
            "HEAD /once-broken",
            "HEAD /once-broken",
        ]
    );
    let requests = host.requests.lock().unwrap();
    for (request, agent) in requests.iter() {
        assert!(agent.starts_with("slugline/") && agent.contains("https://news.example/"), "{request}: {agent}");
    }
}

#[test]
fn nobody_is_asked_unless_that_is_asked_for() {
    let host = Host::start(usual);
    let site = site(&[&format!("[a]({})", host.url("/gone"))]);
    let before = tree(&site.root());
    let run = site.run(&["check", "--now", NOW]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    site.run(&["build", "--no-cache", "--out", "../public", "--now", NOW]);
    assert_eq!(host.asked(), [""; 0]);
    assert_eq!(tree(&site.root()), before);
}

#[test]
fn links_outside_of_running_text_are_asked_for_too() {
    let host = Host::start(usual);
    let site = site(&[]);
    let link = |path: &str| host.url(path);
    let text = |path: &str| format!("\"See [there]({}).\"", link(path));
    site.write("site.yaml", {
        let navigation = format!("navigation: [{{title: Jobs, url: \"{}\"}}]", link("/navigation"));
        let me = format!("me: [\"{}\"]\npublisher: {{same_as: [\"{}\"]}}", link("/me"), link("/publisher"));
        format!("{}{navigation}\n{me}\n", site.source("site.yaml"))
    });
    let author = format!("url: \"{}\", same_as: [\"{}\"]", link("/author"), link("/author-elsewhere"));
    site.write("authors.yaml", format!("ada: {{name: Ada, {author}}}\n"));
    site.write("tags.yaml", format!("AI: {{description: {}}}\n", text("/tag")));
    site.write("content/posts/a.png", "");
    let lead = format!("image: {{src: a.png, alt: A, caption: {}}}", text("/lead"));
    let captions = format!("captions: {{a.png: {}}}", text("/caption"));
    let corrections = format!("corrections: [{{date: 2025-11-02, text: {}}}]", text("/correction"));
    let front_matter = format!("title: T\ndescription: D\nhashtags: [AI]\n{lead}\n{captions}\n{corrections}");
    site.write("content/posts/2025-11-01-post.md", format!("---\n{front_matter}\n---\n![A](a.png)\n"));
    let places = json(&site, NOW).into_iter().filter(|problem| problem["rule"] == "link-dead");
    let mut places: Vec<String> = places.map(|problem| problem["message"].as_str().unwrap().to_owned()).collect();
    places.sort();
    let paths = ["author-elsewhere", "author", "caption", "correction", "lead", "me", "navigation", "publisher", "tag"];
    assert_eq!(places, paths.map(|path| format!("`{}` is not there", link(&format!("/{path}")))));
}

#[test]
fn good_answers_count_for_a_week_and_bad_ones_for_an_hour() {
    let host = Host::start(usual);
    let site = site(&[&format!("[a]({}) [b]({})", host.url("/fine"), host.url("/broken"))]);
    let asked = |now: &str| {
        host.requests.lock().unwrap().clear();
        assert_eq!(rules(&json(&site, now)), ["link-unanswered"], "{now}");
        let mut asked = host.asked();
        asked.dedup();
        asked
    };
    assert_eq!(asked("2025-11-23T12:00:00Z"), ["HEAD /broken", "HEAD /fine"]);
    assert_eq!(asked("2025-11-23T12:30:00Z"), [""; 0]);
    assert_eq!(asked("2025-11-23T13:30:00Z"), ["HEAD /broken"]);
    assert_eq!(asked("2025-11-30T11:59:00Z"), ["HEAD /broken"]);
    assert_eq!(asked("2025-11-30T12:01:00Z"), ["HEAD /fine"]);
    assert_eq!(asked("2025-11-20T12:00:00Z"), ["HEAD /broken", "HEAD /fine"], "answers from a later time are none");
    assert!(
        tree(&site.root())
            .keys()
            .filter(|path| path.starts_with(".slugline/"))
            .all(|path| { matches!(path.as_str(), ".slugline/answers" | ".slugline/.gitignore") })
    );
}

#[test]
fn how_long_answers_count_can_be_set() {
    let host = Host::start(usual);
    let site = site(&[&format!("[a]({})", host.url("/fine"))]);
    settings(&site, ", keep_days: 0");
    check(&site, NOW, &[]);
    check(&site, NOW, &[]);
    assert_eq!(host.asked(), ["HEAD /fine"; 2]);
}

#[test]
fn a_damaged_memory_is_none() {
    let host = Host::start(usual);
    let site = site(&[&format!("[a]({})", host.url("/fine"))]);
    check(&site, NOW, &[]);
    site.write(".slugline/answers", "damaged");
    assert_eq!(check(&site, NOW, &[]).status, 0);
    assert_eq!(host.asked(), ["HEAD /fine"; 2]);
}

#[test]
fn an_address_is_asked_for_once_and_told_once_however_often_it_is_linked_to() {
    let host = Host::start(usual);
    let link = format!("[a]({}) and [b]({})", host.url("/gone#one"), host.url("/gone#two"));
    let site = site(&[&link, &link, &link]);
    let problems = json(&site, NOW);
    assert_eq!(rules(&problems), ["link-dead"]);
    assert_eq!(problems[0]["path"], "content/posts/2025-11-01-post.md");
    let notes = problems[0]["notes"].as_array().unwrap();
    assert_eq!(notes.len(), 4, "three places, and how many more: {notes:#?}");
    assert_eq!(notes[3]["message"], "and in 2 more places");
    assert_eq!(host.asked(), ["GET /gone", "HEAD /gone"]);
}

#[test]
fn the_sites_own_address_and_what_is_to_be_ignored_is_not_asked_for() {
    let host = Host::start(usual);
    let body = format!("[a]({}) [b]({}) [c](mailto:desk@news.example)", host.url("/own/x/"), host.url("/ignored/y"));
    let site = site(&[&body]);
    settings(&site, &format!(", ignore: [\"{}\"]", host.url("/ignored/")));
    let run = check(&site, NOW, &["--base-url", &host.url("/own/")]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(host.asked(), [""; 0]);
}

#[test]
fn who_does_not_answer_in_time_is_not_waited_for() {
    let host = Host::start(|_, path, _| {
        if path == "/slow" {
            std::thread::sleep(std::time::Duration::from_secs(30));
        }
        "200 OK".to_owned()
    });
    let site = site(&[&format!("[a]({}) [b]({})", host.url("/slow"), host.url("/fine"))]);
    settings(&site, ", timeout_seconds: 1");
    let problems = json(&site, NOW);
    assert_eq!(rules(&problems), ["link-unanswered"]);
    assert_eq!(problems[0]["label"], "no answer in time");
}

#[test]
fn addresses_that_are_none_are_told_without_asking() {
    let site = site(&["[a](http://) [b](http://[::1)"]);
    let problems = json(&site, NOW);
    assert_eq!(rules(&problems), ["link-dead"; 2], "{problems:#?}");
}

#[test]
fn settings_are_checked() {
    let site = site(&["Words."]);
    settings(&site, ", keep: 3, timeout_seconds: 0");
    let run = check(&site, NOW, &["--format", "short"]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("unknown key `keep`"), "{}", run.stderr);
    assert!(run.stderr.contains("`timeout_seconds` must be a whole number of at least 1"), "{}", run.stderr);
}
