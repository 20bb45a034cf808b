//! `slugline serve`, as programs see it; `tests/browser/` has the browser's side.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::site_test::{NOW, SiteTest, without_digests};

/// A served site, and the server, which ends with it.
pub(crate) struct Served {
    /// What is served.
    pub(crate) site: SiteTest,
    server: Child,
    port: u16,
}

/// An answer of the server.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Served {
    pub(crate) fn new(site: SiteTest) -> Self {
        Self::with(site, &[])
    }

    /// Serves a site, and waits until its first build is over.
    fn with(site: SiteTest, arguments: &[&str]) -> Self {
        Self::start(site, arguments, true)
    }

    /// Serves a site; one that is fine is waited for.
    fn start(site: SiteTest, arguments: &[&str], is_fine: bool) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_slugline"))
            .args(["serve", "--port", "0", "--now", NOW])
            .args(arguments)
            .current_dir(site.root())
            .env("NO_COLOR", "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let line = lines.next().unwrap().unwrap();
        let port = line.split("localhost:").nth(1).and_then(|rest| rest.split('/').next()).unwrap().parse().unwrap();
        if is_fine {
            assert!(lines.next().unwrap().unwrap().starts_with("Built "));
        }
        std::thread::spawn(move || lines.for_each(drop));
        Self { site, server: process, port }
    }

    /// What is served, as it lies in the output folder.
    pub(crate) fn output(&self) -> PathBuf {
        self.site.root().join(".slugline/serve")
    }

    /// Resident memory of the server in kilobytes, where the system tells.
    pub(crate) fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().trim_end_matches(" kB").parse().ok()
    }

    /// Sends a request as it is, and gives the answer.
    fn send(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(request).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
        Answer { status, head, body: bytes.get(end + 4..).unwrap_or_default().to_vec() }
    }

    fn ask(&self, method: &str, path: &str, headers: &str) -> Answer {
        let host = format!("Host: localhost:{}\r\n", self.port);
        self.send(format!("{method} {path} HTTP/1.1\r\n{host}{headers}Connection: close\r\n\r\n").as_bytes())
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "")
    }

    /// What the script of a page has to say of it.
    fn digest(&self, path: &str) -> String {
        let page = self.get(path);
        page.text().split("data-digest=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    }

    fn listen(&self, path: &str, digest: &str) -> Events {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let path = path.replace('%', "%25");
        write!(
            stream,
            "GET /~slugline/events?page={path}&digest={digest} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n",
            self.port
        )
        .unwrap();
        let mut events = Events(BufReader::new(stream));
        let head = events.until(|line| line == "\r\n");
        assert!(head.contains("content-type: text/event-stream"), "{head}");
        events
    }

    /// A page that listens, as it stands now.
    fn browser(&self, path: &str) -> Events {
        self.listen(path, &self.digest(path))
    }
}

/// Events of one page.
struct Events(BufReader<TcpStream>);

impl Events {
    fn until(&mut self, is_last: impl Fn(&str) -> bool) -> String {
        let mut text = String::new();
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the server ended the events after\n{text}");
            text.push_str(&line);
            if is_last(&line) {
                return text;
            }
        }
    }

    /// Waits for an event of one of these names; gives its name and data.
    fn wait_for(&mut self, names: &[&str]) -> (String, String) {
        loop {
            let name = self.until(|line| line.starts_with("event: "));
            let name = name.lines().last().unwrap().trim_start_matches("event: ").to_owned();
            let data = self.until(|line| line.starts_with("data: "));
            let data = data.lines().last().unwrap().trim_start_matches("data: ").to_owned();
            if names.contains(&name.as_str()) {
                return (name, data);
            }
        }
    }
}

fn site() -> SiteTest {
    let site = SiteTest::empty();
    site.write(
        "site.yaml",
        "title: The Wire\nbase_url: https://news.example/\nredirects: {/old/: /about/, /shop/: https://shop.example/}\n\
         gone: [/lost/]\n",
    );
    site.write("content/about.md", "---\ntitle: About\n---\nText.\n");
    site.write("static/data.txt", "0123456789");
    site.write("static/img/Zoë.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.post("2025-10-01-tides", "Tides", "The ebb.").post("2025-10-02-flood", "Flood", "The flood.");
    site
}

#[test]
fn pages_files_and_redirects_are_served_as_servers_do() {
    let served = Served::new(site());
    for (path, status, mime) in [
        ("/", 200, "text/html; charset=utf-8"),
        ("/2025/10/tides/", 200, "text/html; charset=utf-8"),
        ("/2025/10/tides/?x=1", 200, "text/html; charset=utf-8"),
        ("/feed.xml", 200, "text/xml; charset=utf-8"),
        ("/feed.json", 200, "application/json"),
        ("/css/theme.css", 200, "text/css; charset=utf-8"),
        ("/img/Zo%C3%AB.svg", 200, "image/svg+xml; charset=utf-8"),
        ("/nowhere/", 404, "text/html; charset=utf-8"),
        ("/lost/", 410, "text/html; charset=utf-8"),
    ] {
        let answer = served.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (status, Some(mime)), "{path}");
    }
    for (path, to) in [
        ("/2025/10/tides", "/2025/10/tides/"),
        ("/2025/10/tides?x=1", "/2025/10/tides/?x=1"),
        ("/old/", "/about/"),
        ("/old", "/about/"),
        ("/shop/", "https://shop.example/"),
    ] {
        let answer = served.get(path);
        assert_eq!((answer.status, answer.header("location")), (301, Some(to)), "{path}");
        assert_eq!(answer.header("cache-control"), Some("no-store"), "tomorrow it may lead elsewhere");
    }
    assert!(served.get("/nowhere/").text().contains("data-digest"), "the page for what is not found listens too");
    assert_eq!(served.ask("POST", "/", "Content-Length: 0\r\n").status, 405);
}

#[test]
fn entity_tags_ranges_and_heads_are_understood() {
    let served = Served::new(site());
    for path in ["/about/", "/data.txt", "/feed.xml"] {
        let answer = served.get(path);
        let tag = answer.header("etag").unwrap();
        assert_eq!(served.ask("GET", path, &format!("If-None-Match: {tag}\r\n")).status, 304, "{path}");
        assert_eq!(served.ask("GET", path, "If-None-Match: \"x\"\r\n").status, 200, "{path}");
        let head = served.ask("HEAD", path, "");
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        assert_eq!(head.header("content-length"), answer.header("content-length"), "{path}");
    }
    let part = served.ask("GET", "/data.txt", "Range: bytes=2-4\r\n");
    assert_eq!((part.status, part.text(), part.header("content-range")), (206, "234", Some("bytes 2-4/10")));
    assert_eq!(served.ask("GET", "/data.txt", "Range: bytes=20-\r\n").status, 416);
}

#[test]
fn a_site_below_a_path_is_served_there() {
    let site = site();
    site.write("site.yaml", site.source("site.yaml").replace("news.example/", "news.example/b/"));
    let served = Served::new(site);
    assert_eq!(served.get("/").header("location"), Some("/b/"));
    assert_eq!((served.get("/b/").status, served.get("/about/").status), (200, 404));
    assert_eq!(served.get("/b/old/").header("location"), Some("/b/about/"));
}

#[test]
fn only_this_machines_own_names_are_answered() {
    let served = Served::new(site());
    let from = |host: &str| served.send(format!("GET / HTTP/1.1\r\n{host}Connection: close\r\n\r\n").as_bytes()).status;
    let port = served.port;
    for own in
        [format!("localhost:{port}"), format!("127.0.0.1:{port}"), "[::1]".to_owned(), "wire.localhost".to_owned()]
    {
        assert_eq!(from(&format!("Host: {own}\r\n")), 200, "{own}");
    }
    for foreign in ["news.example", "localhost.news.example", "127.0.0.1.nip.example", ""] {
        assert_eq!(from(&format!("Host: {foreign}\r\n")), 403, "{foreign}");
    }
    assert_eq!(from(""), 403, "none at all");
    assert_eq!(from("Host: localhost\r\nHost: news.example\r\n"), 403);
    let events =
        format!("GET /~slugline/events?page=/ HTTP/1.1\r\nHost: news.example:{port}\r\nConnection: close\r\n\r\n");
    assert_eq!(served.send(events.as_bytes()).status, 403);
}

/// A thousand paths that try to leave the output folder.
fn escapes(secret: &str) -> Vec<Vec<u8>> {
    let dots = [
        "..",
        "%2e%2e",
        ".%2e",
        "%2E.",
        "%252e%252e",
        "..%00",
        "%c0%ae%c0%ae",
        "%uff0e%uff0e",
        "....",
        "..;",
        "%ef%bc%8e%ef%bc%8e",
    ];
    let slashes = ["/", "%2f", "%5c", "\\", "//", "/./", "%252f", "%c0%af"];
    let heads = ["/", "/about/", "/css/", "//", "/~slugline/", "/static/"];
    let goals = [secret, "etc/passwd"];
    let mut all: Vec<Vec<u8>> = Vec::new();
    for dot in dots {
        for slash in slashes {
            for head in heads {
                for goal in goals {
                    let up = format!("{dot}{slash}").repeat(6);
                    all.push(format!("{head}{up}{goal}").into_bytes());
                }
            }
        }
    }
    for goal in goals {
        all.extend(
            [format!("//{goal}"), format!("/%00{goal}"), format!("/file:///{goal}"), format!("/C:/{goal}")]
                .map(String::into_bytes),
        );
    }
    all.extend(
        ["/.slugline-output", "/link", "/folder/secret.txt", "/index.html%00", "/css/theme.css/../../x"]
            .map(|path| path.as_bytes().to_vec()),
    );
    all.extend([b"/\x00".to_vec(), b"/\xff".to_vec(), b"/\xc0\xae\xc0\xae/".to_vec()]);
    all
}

#[test]
fn nothing_outside_of_the_output_can_be_had() {
    let served = Served::new(site());
    served.site.write("secret.txt", "the secret");
    let out = served.output();
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(served.site.root().join("secret.txt"), out.join("link")).unwrap();
        std::os::unix::fs::symlink(served.site.root(), out.join("folder")).unwrap();
        // Even in the place of an output.
        std::fs::remove_file(out.join("data.txt")).unwrap();
        std::os::unix::fs::symlink(served.site.root().join("secret.txt"), out.join("data.txt")).unwrap();
        assert_eq!(served.get("/data.txt").status, 404);
    }
    let paths = escapes("secret.txt");
    assert!(paths.len() > 1000, "{}", paths.len());
    for path in paths {
        let host = format!(" HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", served.port);
        let answer = served.send(&[b"GET ", path.as_slice(), host.as_bytes()].concat());
        let shown = String::from_utf8_lossy(&path);
        assert!(matches!(answer.status, 400 | 404), "{shown}: {}", answer.head);
        assert!(!String::from_utf8_lossy(&answer.body).contains("the secret"), "{shown}");
    }
}

#[test]
fn a_page_is_told_of_what_it_shows_and_of_nothing_else() {
    let served = Served::new(site());
    let mut tides = served.browser("/2025/10/tides/");
    let mut about = served.browser("/about/");
    served.site.post("2025-10-01-tides", "Tides", "The ebb.\n\nIt was late.");
    tides.wait_for(&["reload"]);
    assert!(served.get("/2025/10/tides/").text().contains("It was late."));
    // The other page hears of it only when something of its own changes.
    served.site.write("content/about.md", "---\ntitle: About\n---\nOther text.\n");
    assert_eq!(about.wait_for(&["reload", "problems", "mended"]).0, "reload");
    assert!(served.get("/about/").text().contains("Other text."));
}

#[test]
fn files_are_named_to_whoever_may_use_them() {
    let served = Served::new(site());
    let mut about = served.browser("/about/");
    served.site.write("static/css/theme.css", "body { color: red }");
    let (_, data) = about.wait_for(&["files"]);
    assert_eq!(data, "[\"/css/theme.css\"]");
    served.site.write("static/img/Zoë.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>");
    assert_eq!(about.wait_for(&["files"]).1, "[\"/img/Zo%C3%AB.svg\"]");
}

#[test]
fn a_page_that_comes_late_is_told_at_once() {
    let served = Served::new(site());
    let digest = served.digest("/about/");
    let mut about = served.browser("/about/");
    served.site.write("content/about.md", "---\ntitle: About\n---\nOther text.\n");
    about.wait_for(&["reload"]);
    served.listen("/about/", &digest).wait_for(&["reload"]);
    // One that is not there yet shows the page for that, and listens as well.
    let mut new = served.browser("/2025/10/ne%C3%BC/");
    served.site.post("2025-10-03-neü", "New", "Text.");
    new.wait_for(&["reload"]);
    assert_eq!(served.get("/2025/10/ne%C3%BC/").status, 200);
}

#[test]
fn what_is_wrong_is_shown_over_the_page_as_it_was() {
    let served = Served::with(site(), &["--editor-link", "emacs://open?file={path}&at={line}.{column}"]);
    let mut tides = served.browser("/2025/10/tides/");
    served.site.write("content/posts/2025-10-01-tides.md", "---\ntitle: Tides\nhastags: [AI]\n---\n<b>The ebb.\n");
    let (_, data) = tides.wait_for(&["problems"]);
    let report: serde_json::Value = serde_json::from_str(&data).unwrap();
    let problem = &report["problems"][0];
    assert_eq!(problem["place"], "content/posts/2025-10-01-tides.md:3:1");
    let root = served.site.root().canonicalize().unwrap();
    let file = format!("{}/content/posts/2025-10-01-tides.md", root.display());
    assert_eq!(problem["link"], format!("emacs://open?file={file}&at=3.1"));
    insta::assert_snapshot!(problem["drawing"].as_str().unwrap(), @r"
    error: unknown key `hastags`
     --> content/posts/2025-10-01-tides.md:3:1
      |
    3 | hastags: [AI]
      | ^^^^^^^ nothing reads this
      |
      = help: did you mean `hashtags`?
    ");
    assert!(served.get("/2025/10/tides/").text().contains("The ebb."), "the last good page stays");
    assert!(served.listen("/about/", "").wait_for(&["problems"]).1.contains("hastags"));
    served.site.post("2025-10-01-tides", "Tides", "The ebb.");
    assert_eq!(tides.wait_for(&["mended", "reload"]).0, "mended", "the page itself is as it was");
}

#[test]
fn a_site_that_is_broken_from_the_start_is_shown_once_it_is_mended() {
    let site = site();
    site.post("2025-10-09-x", "X", "[there](nowhere.md)");
    let served = Served::start(site, &[], false);
    let page = served.get("/about/");
    assert_eq!(page.status, 503);
    let mut about = served.listen("/about/", "");
    assert!(about.wait_for(&["problems"]).1.contains("nowhere.md"));
    served.site.post("2025-10-09-x", "X", "There.");
    about.wait_for(&["reload"]);
    assert_eq!(served.get("/about/").status, 200);
}

#[test]
fn drafts_are_shown_where_they_are_asked_for_and_never_published() {
    let drafts = || {
        let site = site();
        site.write("content/posts/2025-10-05-d.md", "---\ntitle: D\ndraft: true\n---\nText.\n");
        site.write("content/posts/2026-10-05-f.md", "---\ntitle: F\n---\nText.\n");
        site
    };
    let served = Served::new(drafts());
    assert_eq!((served.get("/2025/10/d/").status, served.get("/2026/10/f/").status), (404, 404));
    let served = Served::with(drafts(), &["--drafts", "--future"]);
    assert!(served.get("/2025/10/d/").text().contains("Draft: not on the published site"));
    assert!(served.get("/2026/10/f/").text().contains("Scheduled: not on the published site"));
    assert!(!served.site.root().join("public").exists());
    served.site.build_well();
    assert!(!served.site.has("2025/10/d/index.html"));
}

#[test]
fn many_edits_at_once_leave_the_site_right() {
    let served = Served::new(site());
    let mut tides = served.browser("/2025/10/tides/");
    for round in 0..200 {
        served.site.post("2025-10-01-tides", "Tides", &format!("Round {round}."));
        served.site.post(
            &format!("2025-10-03-new-{}", round % 7),
            "New",
            &format!("[the tides](2025-10-01-tides.md) {round}"),
        );
    }
    let content = served.site.root().join("content");
    std::fs::rename(&content, served.site.root().join("away")).unwrap();
    std::fs::rename(served.site.root().join("away"), &content).unwrap();
    served.site.post("2025-10-01-tides", "Tides", "The last word.");
    loop {
        tides.wait_for(&["reload"]);
        if served.get("/2025/10/tides/").text().contains("The last word.") {
            break;
        }
    }
    // It may have to wait for the server's own.
    assert_eq!(served.site.build().status, 0);
    for path in served.site.outputs() {
        let encoded = path.replace('ë', "%C3%AB");
        if path.ends_with(".idx") {
            continue;
        }
        let page = served.site.page(&path);
        // Names do not tell contents here, which pages know.
        if path.ends_with(".html") || without_digests(&path) != path {
            continue;
        }
        let page = if path == "css/feed.css" { without_digests(&page).replace(".DIGEST", "") } else { page };
        assert_eq!(served.get(&format!("/{encoded}")).text(), page, "{path}");
    }
}

#[test]
fn the_next_port_is_taken_where_one_is_in_use() {
    let (served, other_site) = (Served::new(site()), site());
    let mut other = Command::new(env!("CARGO_BIN_EXE_slugline"))
        .args(["serve", "--port", &served.port.to_string()])
        .current_dir(other_site.root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(other.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let mut notice = String::new();
    BufReader::new(other.stderr.as_mut().unwrap()).read_line(&mut notice).unwrap();
    other.kill().unwrap();
    other.wait().unwrap();
    assert!(
        !line.contains(&format!(":{}/", served.port)) && line.starts_with("Serving at http://localhost:"),
        "{line}"
    );
    assert_eq!(notice, format!("Port {} is in use; this is the next one that is free\n", served.port));
}

#[test]
fn a_server_goes_on_from_the_one_before() {
    let site = site();
    // As one leaves it.
    assert_eq!(site.build_with(&["--out", ".slugline/serve"]).status, 0);
    site.write("content/about.md", "---\ntitle: About\n---\nOther text.\n");
    // It says what it begins with, however little there was to make.
    let served = Served::new(site);
    assert!(served.get("/about/").text().contains("Other text."));
}

#[test]
fn a_site_is_served_once_at_a_time() {
    let served = Served::new(site());
    let run = served.site.run(&["serve", "--port", "0", "--drafts"]);
    assert_eq!(run.status, 1);
    let at = format!("this site is served already at http://localhost:{}/", served.port);
    assert!(run.stderr.contains(&at), "{}", run.stderr);
    let site = SiteTest::nothing();
    let run = site.run(&["serve", "--port", "0"]);
    assert!(run.status == 1 && run.stderr.contains("site.yaml"), "{}", run.stderr);
    assert!(!site.root().join(".slugline").exists());
}

#[test]
fn what_a_server_makes_first_is_left_for_the_next() {
    let served = Served::new(site());
    let folders = || std::fs::read_dir(served.site.root().join(".slugline")).unwrap().flatten();
    let start = std::time::Instant::now();
    while !folders().any(|folder| folder.path().join("manifest").exists()) {
        assert!(start.elapsed() < Duration::from_secs(60), "nothing is left on disk");
        std::thread::sleep(Duration::from_millis(50));
    }
}
