//! Redirects: aliases, `redirects` and `gone` of `site.yaml`, and the lists for servers.

use crate::extract::attributes;
use crate::site_test::{Run, SiteTest};

const YAML: &str = "title: The Wire\nbase_url: https://news.example/\n";

/// A site with three posts and a page, and these lines of `site.yaml`.
fn with(lines: &str) -> SiteTest {
    let site = SiteTest::empty();
    site.write("site.yaml", format!("{YAML}{lines}"));
    site.write("content/posts/2025-10-01-tides.md", "---\ntitle: Tides\naliases: [/2019/tides/]\n---\nText.\n");
    site.post("2025-10-02-ebb", "Ebb", "Text.").post("2025-10-03-flood", "Flood", "Text.");
    site.write("content/about.md", "---\ntitle: About\n---\nText.\n");
    site
}

/// What a site that cannot be published so says.
fn refused(site: &SiteTest) -> String {
    let Run { status, stderr, .. } = site.build();
    assert_eq!(status, 1, "{stderr}");
    assert!(!site.root().join("public").exists());
    stderr
}

#[test]
fn site_yaml_redirects_to_pages_and_other_hosts() {
    let site = with(
        "redirects:\n  /old/: /about/\n  /old.html: /2025/10/ebb\n  /shop: \"https://shop.example/a b?x=1&y=<2>#z\"\n  \
         /p/: /2025/10/flood/?from=p#more\n  /caf%C3%A9/: /\n",
    );
    site.build_well();
    insta::assert_snapshot!(site.page("_redirects"));
    let shop = site.page("shop/index.html");
    let url = "https://shop.example/a%20b?x=1&amp;y=%3C2%3E#z";
    assert!(shop.contains(&format!("content=\"0; url={url}\"")), "{shop}");
    assert!(shop.contains(&format!("<link rel=\"canonical\" href=\"{url}\">")), "{shop}");
    let page = site.page("p/index.html");
    assert!(
        page.contains("<link rel=\"canonical\" href=\"https://news.example/2025/10/flood/?from=p#more\">"),
        "{page}"
    );
    assert!(site.has("old.html") && site.has("café/index.html"));
}

#[test]
fn the_path_of_the_address_stands_before_all() {
    let site = with("redirects: {/old/: /about/}\ngone: [/lost/]\nredirect_files: [netlify, vercel, nginx, apache]\n");
    site.write("site.yaml", site.source("site.yaml").replace("news.example/", "news.example/b/"));
    site.build_well();
    assert_eq!(site.page("_redirects"), "/b/2019/tides/ /b/2025/10/tides/ 301!\n/b/old/ /b/about/ 301!\n");
    assert!(site.page("vercel.json").contains("\"source\": \"/b/old/\""));
    assert!(site.page("redirects.nginx.conf").contains("location = \"/b/lost/\" { return 410; }"));
    // Apache sees paths from the folder in which the file lies.
    assert!(site.page(".htaccess").contains("RewriteRule ^old/$ /b/about/ [R=301,L,NE]"));
}

#[test]
fn every_form_lists_every_redirect_and_each_leads_to_an_output() {
    let site = with(
        "redirects: {/old/: /about/, /older: /2025/10/ebb, /a.html: /, /f: /favicon.svg}\n\
         redirect_files: [netlify, vercel, nginx, apache]\n",
    );
    site.write("tags.yaml", "AI: {aliases: [ML]}\n").post("2025-10-04-ai", "AI", "#AI");
    site.build_well();
    let froms = ["/2019/tides/", "/a.html", "/f", "/old/", "/older", "/tags/ml/"];
    let list = site.page("_redirects");
    let pairs: Vec<(&str, &str)> = list
        .lines()
        .map(|line| {
            line.strip_suffix(" 301!").and_then(|line| line.split_once(' ')).unwrap_or_else(|| panic!("{line}"))
        })
        .collect();
    assert_eq!(pairs.iter().map(|(from, _)| *from).collect::<Vec<_>>(), froms);
    let project: serde_json::Value = serde_json::from_str(&site.page("vercel.json")).unwrap();
    let (nginx, apache) = (site.page("redirects.nginx.conf"), site.page(".htaccess"));
    for (at, (from, to)) in pairs.iter().enumerate() {
        let file = if to.ends_with('/') { format!("{}index.html", &to[1..]) } else { to[1..].to_owned() };
        assert!(site.has(&file), "{from} leads to {to}");
        assert!(!list.contains(&format!("\n{to} ")), "{from} leads to {to}, which leads on");
        let stub = if from.ends_with(".html") {
            from[1..].to_owned()
        } else {
            format!("{}/index.html", from.trim_matches('/'))
        };
        assert_eq!(attributes(&site.page(&stub), "href").last().copied(), Some(*to), "{stub}");
        let rule = &project["redirects"][at];
        assert_eq!(
            (&rule["source"], &rule["destination"], &rule["statusCode"]),
            (&(*from).into(), &(*to).into(), &301.into())
        );
        assert!(nginx.contains(&format!("location = \"{from}\" {{ return 301 \"{to}$is_args$args\"; }}\n")), "{nginx}");
        let pattern = from[1..].replace('.', "\\.");
        assert!(apache.contains(&format!("RewriteRule ^{pattern}$ {to} [R=301,L,NE]\n")), "{apache}");
    }
    assert_eq!((nginx.matches("location").count(), apache.matches("RewriteRule").count()), (froms.len(), froms.len()));
}

#[test]
fn the_forms_are_those_asked_for() {
    let files = ["_redirects", "vercel.json", "redirects.nginx.conf", ".htaccess"];
    for (lines, expected) in [
        ("", [true, false, false, false]),
        ("redirect_files:\n", [true, false, false, false]),
        ("redirect_files: [netlify, netlify]\n", [true, false, false, false]),
        ("redirect_files: cloudflare\n", [true, false, false, false]),
        ("redirect_files: []\n", [false; 4]),
        ("redirect_files: apache\n", [false, false, false, true]),
        ("redirect_files: [vercel, nginx, vercel]\n", [false, true, true, false]),
    ] {
        let site = with(lines);
        site.build_well();
        assert_eq!(files.map(|file| site.has(file)), expected, "{lines}");
    }
}

#[test]
fn each_host_gets_redirects_that_stand_before_their_pages() {
    // Netlify would serve the page of the redirect otherwise; Cloudflare passes over a line with an exclamation mark.
    for (form, status) in [("netlify", "301!"), ("cloudflare", "301")] {
        let site = with(&format!("redirect_files: {form}\n"));
        site.build_well();
        assert_eq!(site.page("_redirects"), format!("/2019/tides/ /2025/10/tides/ {status}\n"));
    }
    insta::assert_snapshot!(refused(&with("redirect_files: [netlify, nginx, cloudflare]\n")));
}

#[test]
fn long_chains_and_circles_are_told_in_short() {
    let chain = |length: usize, end: &str| {
        let goal = |at: usize| if at == length { end.to_owned() } else { format!("/r{at}/") };
        let lines: Vec<String> = (0..length).map(|at| format!("  /r{at}/: {}\n", goal(at + 1))).collect();
        refused(&with(&format!("redirects:\n{}", lines.concat())))
    };
    let report = chain(3000, "/about/");
    assert!(report.len() < 600_000, "{} bytes", report.len());
    let first: Vec<&str> = report.lines().take(40).collect();
    insta::assert_snapshot!(first.join("\n"));
    insta::assert_snapshot!("a_long_circle", chain(40, "/r0/"));
}

#[test]
fn what_is_gone_is_told_where_the_form_can() {
    let site = SiteTest::empty();
    site.write(
        "site.yaml",
        format!("{YAML}gone: [/b/, /a.html, /b/]\nredirect_files: [netlify, vercel, nginx, apache]\n"),
    );
    site.build_well();
    assert!(!site.has("_redirects") && !site.has("vercel.json"), "they would be empty");
    insta::assert_snapshot!(format!("{}\n{}", site.page("redirects.nginx.conf"), site.page(".htaccess")));
    assert!(!site.has("b/index.html") && !site.has("a.html"));
}

#[test]
fn a_file_of_the_sites_own_takes_the_place_of_a_list() {
    let site = with("redirect_files: [netlify, nginx]\n");
    site.write("static/_redirects", "/mine /yours\n");
    let run = site.build();
    assert_eq!(run.status, 0);
    insta::assert_snapshot!(run.stderr);
    assert_eq!(site.page("_redirects"), "/mine /yours\n");
    assert!(site.has("redirects.nginx.conf"));
    let site = with("redirect_files: [nginx]\n");
    site.write("static/_redirects", "/mine /yours\n").build_well();
}

#[test]
fn what_is_written_wrong_is_told_in_one_run() {
    let site = with(
        "redirects:\n  old: /about/\n  /..: /about/\n  /: /about/\n  /*: /about/\n  /a/:name/: /about/\n  /b/?c: /about/\n  \
         /d/: about\n  /e/: //host/\n  /f/: javascript:alert(1)\n  /g/: /../x/\n  /h/: [/about/]\n\
         gone: [old, /a#b, /]\nredirect_files: [netlfy, caddy]\n",
    );
    insta::assert_snapshot!(refused(&site));
}

#[test]
fn redirects_are_a_mapping() {
    insta::assert_snapshot!(refused(&with("redirects: [/old/, /about/]\n")));
}

#[test]
fn a_redirect_leads_somewhere() {
    insta::assert_snapshot!(refused(&with("redirects: {/old/: /2025/10/ebd/, /older/: /x.pdf?y}\n")));
}

#[test]
fn a_redirect_leads_there_at_once() {
    insta::assert_snapshot!(refused(&with(
        "redirects:\n  /a/: /b\n  /b/: /c/?x\n  /c/: /about/\n  /d/: /2019/tides/\n  /e/: /shop/\n  /shop/: https://shop.example/\n"
    )));
}

#[test]
fn a_redirect_to_the_alias_of_a_tag_is_a_chain() {
    let site = with("redirects: {/ml/: /tags/ml/}\n");
    site.write("tags.yaml", "AI: {aliases: [ML]}\n").post("2025-10-04-ai", "AI", "#AI");
    insta::assert_snapshot!(refused(&site));
}

#[test]
fn redirects_do_not_go_round_in_circles() {
    let site = with("redirects:\n  /a/: /b/\n  /b/: /c/\n  /c/: /a\n  /into/: /a/\n  /self/: /self\n");
    site.write("content/one.md", "---\ntitle: One\naliases: [/two/, /one/]\n---\n");
    site.write("content/two.md", "---\ntitle: Two\naliases: [/one]\n---\n");
    insta::assert_snapshot!(refused(&site));
}

#[test]
fn no_path_redirects_twice_or_has_a_page() {
    let site = with("redirects: {/2019/tides: /about/, /about/: /2025/10/ebb/, /2025/: /about/}\n");
    insta::assert_snapshot!(refused(&site));
    insta::assert_snapshot!("twice_the_same_path", refused(&with("redirects:\n  /old/: /about/\n  /old/: /\n")));
}

#[test]
fn what_is_gone_is_not_there() {
    let site = with(
        "redirects: {/old/: /about/}\ngone: [/2025/10/ebb/, /about, /2019/tides/, /old/, /favicon.svg, /own.txt]\n",
    );
    site.write("static/own.txt", "Own.\n");
    insta::assert_snapshot!(refused(&site));
}

#[test]
fn what_leads_nowhere_is_not_told_beside_other_errors() {
    let site = with("redirects: {/old/: /2025/10/broken/}\n");
    site.write("content/posts/2025-10-09-broken.md", "---\ntitle: [\n---\n");
    let report = refused(&site);
    assert!(report.contains("this is not valid YAML") && !report.contains("/old/"), "{report}");
}

#[test]
fn a_warm_build_makes_what_a_changed_redirect_needs() {
    let site = with("redirects: {/old/: /about/}\n");
    site.build_well();
    site.write("site.yaml", format!("{YAML}redirects: {{/old/: /2025/10/ebb/}}\n"));
    let run = site.build_with(&["--explain"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(run.explained(), ["_redirects: its source changed", "old/index.html: `redirect` changed"]);
    site.assert_as_cold(&[]);
    site.write("site.yaml", format!("{YAML}redirect_files: [nginx]\ngone: [/x/]\n"));
    let run = site.build_with(&["--explain"]);
    let gone = "no longer part of the site";
    let expected =
        [format!("_redirects: {gone}"), format!("old/index.html: {gone}"), "redirects.nginx.conf: new".to_owned()];
    assert_eq!(run.explained(), expected);
    site.assert_as_cold(&[]);
}

#[test]
fn a_target_that_is_not_there_is_told_with_other_errors_that_hide_no_page() {
    let is_told = |site: &SiteTest| refused(site).contains("`/old/` leads to `/nowhere/`, and there is no such page");
    let lines = "redirects: {/old/: /nowhere/, /x/: /y/, /y/: /x/}\n";
    let site = with(lines);
    assert!(is_told(&site));
    site.post("2025-10-04-neap", "Neap", "A [link](no.md) and ![an image](no.png).");
    site.write("templates/post.html", "{% if %}");
    let report = refused(&site);
    for part in ["`/old/` leads to `/nowhere/`", "round in a circle", "no.md", "no.png", "templates/post.html"] {
        assert!(report.contains(part), "{part}: {report}");
    }
    // It could be the page of this very post, or stand elsewhere for this very key.
    site.write("content/posts/2025-10-05-spring.md", "---\ntitle: [\n---\n");
    assert!(!is_told(&site));
    let report = refused(&with(&format!("{lines}permalnk: /:slug/\n")));
    assert!(!report.contains("`/nowhere/`") && report.contains("round in a circle"), "{report}");
}
