//! Files that static hosts read.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::images::{jpeg, photograph};
use crate::site_test::SiteTest;

const SETTINGS: &str = "title: The Wire\nbase_url: https://news.example:8443/daily/\n";

fn site(hosting: &str) -> SiteTest {
    let site = SiteTest::empty();
    site.post("2025-11-20-a", "A", "Text.");
    site.write("site.yaml", format!("{SETTINGS}{hosting}"));
    site
}

fn sha256(script: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(ring::digest::digest(&ring::digest::SHA256, script.as_bytes())))
}

#[test]
fn nothing_is_written_unless_it_is_asked_for() {
    let site = site("");
    site.build_well();
    assert!(!site.outputs().iter().any(|path| matches!(path.as_str(), "_headers" | ".nojekyll" | "CNAME")));
}

#[test]
fn hosts_are_told_what_lasts_and_what_may_run() {
    let site = site("hosting: {headers: true, nojekyll: true, cname: true}\n");
    site.write("static/fonts/a.woff2", "font");
    site.write(
        "templates/head_extra.html",
        "<script>own('{{ config.title }}')</script><script>differs('{{ page.title }}')</script>\
         <link href=\"{{ asset(path='fonts/a.woff2') }}\">",
    );
    site.build_well();
    assert_eq!(site.page(".nojekyll"), "");
    assert_eq!(site.page("CNAME"), "news.example\n");
    let headers = site.page("_headers");
    let page = site.page("2025/11/a/index.html");
    assert!(headers.starts_with("/daily/*\n  X-Content-Type-Options: nosniff\n"), "{headers}");
    // Every script that stands on the page may run, but for the one that is another on each.
    let policy = headers.split("script-src ").nth(1).unwrap().split(';').next().unwrap();
    let scripts = page.split("<script").skip(1).filter_map(|script| {
        let (tag, script) = script.split_once('>')?;
        let is_data = tag.contains("src=") || tag.contains("ld+json");
        (!is_data).then(|| script.split("</script>").next().unwrap())
    });
    let mut allowed: Vec<String> = scripts.filter(|script| *script != "differs('A')").map(sha256).collect();
    allowed.sort();
    assert_eq!(allowed.len(), 3);
    assert_eq!(policy.split(' ').skip(1).collect::<Vec<_>>(), allowed);
    // What pages ask for by names that tell contents lasts, and nothing else.
    let lasting: Vec<&str> = headers.lines().skip(1).filter(|line| line.starts_with('/')).collect();
    assert!(lasting.iter().all(|path| site.outputs().contains(&path.trim_start_matches("/daily/").to_owned())));
    for file in ["css/theme.", "js/site.", "fonts/a."] {
        assert!(lasting.iter().any(|path| path.starts_with(&format!("/daily/{file}"))), "{file}: {lasting:?}");
    }
    assert!(!lasting.contains(&"/daily/css/theme.css"));
}

#[test]
fn pictures_last_where_nothing_else_stands_beside_them() {
    let site = site("hosting: {headers: true, policy: false}\n");
    site.write("content/posts/a.jpg", jpeg(&photograph(900, 600)));
    site.post("2025-11-21-b", "B", "![A](a.jpg)");
    site.build_well();
    let headers = site.page("_headers");
    assert!(headers.contains("\n/daily/images/*\n  Cache-Control: public, max-age=31536000, immutable\n"), "{headers}");
    assert!(!headers.contains("Content-Security-Policy"));
    site.write("static/images/own.svg", "<svg/>");
    site.build_well();
    assert!(!site.page("_headers").contains("images/"));
}

#[test]
fn files_of_the_site_take_their_place() {
    let site = site("hosting: {headers: true, cname: true}\n");
    site.write("static/_headers", "/*\n").write("static/CNAME", "other.example\n");
    site.build_well();
    assert_eq!((site.page("_headers").as_str(), site.page("CNAME").as_str()), ("/*\n", "other.example\n"));
}

#[test]
fn another_script_is_another_policy_and_no_other_edit_is() {
    let site = site("hosting: {headers: true}\n");
    site.build_well();
    site.write("content/posts/2025-11-20-a.md", "---\ntitle: B\n---\nOther.\n");
    let run = site.build_with(&["--explain"]);
    assert!(!run.explained().iter().any(|line| line.starts_with("_headers")), "{}", run.stdout);
    site.write("templates/head_extra.html", "<script>own()</script>");
    let run = site.build_with(&["--explain"]);
    assert!(run.explained().contains(&"_headers: its source changed"), "{}", run.stdout);
}
