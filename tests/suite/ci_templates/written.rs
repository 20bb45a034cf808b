//! What `slugline init --ci` writes, and what it says.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::WORKFLOW;
use super::service::git;
use crate::site_test::{SiteTest, tree};

/// Each service, and the files that it is given.
const SERVICES: [(&str, &[&str]); 6] = [
    ("github", &[WORKFLOW]),
    ("gitlab", &[".gitlab-ci.yml"]),
    ("forgejo", &[".forgejo/workflows/slugline.yml"]),
    ("netlify", &[WORKFLOW, "netlify.toml", "netlify/cache/index.js", "netlify/cache/manifest.yml"]),
    ("cloudflare", &[WORKFLOW, "static/.assetsignore", "wrangler.jsonc"]),
    ("vercel", &[WORKFLOW, "vercel.json"]),
];

/// What templates leave open; none is left in what is written.
const BLANKS: [&str; 12] = [
    "{action}",
    "{contents}",
    "{date}",
    "{documentation}",
    "{job}",
    "{name}",
    "{repository}",
    "{service}",
    "{step}",
    "{target}",
    "{tools}",
    "{version}",
];

#[test]
fn a_site_that_is_there_gets_the_files_of_the_service_alone() {
    for (service, paths) in SERVICES {
        let site = SiteTest::empty();
        let before = tree(&site.root());
        let run = site.run(&["init", "--ci", service]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{service}");
        assert!(run.stdout.starts_with(&format!("Wrote {}", paths[0])), "{}", run.stdout);
        let mut after = tree(&site.root());
        for path in paths {
            let text = String::from_utf8(after.remove(*path).unwrap()).unwrap();
            for blank in BLANKS {
                assert!(!text.contains(blank), "{path} of {service}: {blank}");
            }
            assert!(text.lines().all(|line| line.chars().count() <= 140), "{path} of {service}");
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{path} of {service}");
        }
        assert_eq!(after, before, "{service}");
    }
}

#[test]
fn a_new_site_comes_with_them_and_builds() {
    for (service, paths) in SERVICES {
        let site = SiteTest::nothing();
        let run = site.run(&["init", "--ci", service, "."]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{service}");
        assert!(run.stdout.starts_with("Made a site in ."), "{}", run.stdout);
        assert!(paths.iter().all(|path| site.root().join(path).is_file()), "{service}");
        let run = site.run(&["build", "--strict"]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{service}");
        assert_eq!(site.has(".assetsignore"), service == "cloudflare");
    }
}

#[test]
fn nothing_is_written_over() {
    for (service, paths) in SERVICES {
        for path in paths {
            let site = SiteTest::empty();
            site.write(path, "mine");
            let before = tree(&site.root());
            let run = site.run(&["init", "--ci", service]);
            assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{service}");
            assert!(run.stderr.starts_with(&format!("error: `{path}` is there already\n")), "{}", run.stderr);
            assert!(run.stderr.contains("= help: nothing was written"), "{}", run.stderr);
            assert_eq!(tree(&site.root()), before, "{service}");
        }
    }
    let site = SiteTest::nothing();
    site.write("netlify.toml", "mine");
    assert_eq!(site.run(&["init", "--ci", "netlify", "."]).status, 1);
    assert_eq!(tree(&site.root()).len(), 1);
}

#[test]
fn a_site_is_told_where_it_does_not_say_where_to_publish() {
    let site = SiteTest::empty();
    let said = "Next: say in site.yaml where to publish: `publish: {live: {git: ., branch: gh-pages}}`\n";
    assert!(site.run(&["init", "--ci", "github"]).stdout.contains(said));
    site.remove(".github")
        .write("site.yaml", format!("{}publish: {{live: {{folder: x}}}}\n", site.source("site.yaml")));
    assert!(!site.run(&["init", "--ci", "github"]).stdout.contains("site.yaml"));
    assert!(site.source(WORKFLOW).contains("command: publish live --yes\n"));
    // GitLab Pages take the place of a target.
    assert_eq!(site.run(&["init", "--ci", "gitlab"]).status, 0);
    assert!(site.source(".gitlab-ci.yml").contains("- slugline publish live --yes\n"));
}

#[test]
fn a_site_within_a_repository_is_told_where_files_belong() {
    let site = SiteTest::empty();
    git(site.parent(), &["init", "--quiet"]);
    let run = site.run(&["init", "--ci", "github"]);
    assert!(run.stdout.contains("Next: move the files to TEMP, the top of the repository"), "{}", run.stdout);
}

#[test]
fn an_unknown_service_is_bad_usage() {
    let run = SiteTest::empty().run(&["init", "--ci", "jenkins"]);
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.contains("[possible values: github, gitlab, forgejo, netlify, cloudflare, vercel]"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_files_of_hosts_are_what_they_read() {
    let site = SiteTest::empty();
    site.run(&["init", "--ci", "vercel"]);
    let vercel: Value = serde_json::from_str(&site.source("vercel.json")).unwrap();
    assert_eq!(vercel["outputDirectory"], "public");
    assert!(vercel["installCommand"].as_str().unwrap().len() <= 256, "Vercel takes no more");
    site.remove(".github").run(&["init", "--ci", "cloudflare"]);
    let wrangler = site.source("wrangler.jsonc");
    let wrangler: String = wrangler.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let wrangler: Value = serde_json::from_str(&wrangler).unwrap();
    assert_eq!((&wrangler["name"], &wrangler["assets"]["directory"]), (&"site".into(), &"./public".into()));
}

/// Whoever may push to the repository, and whoever has its secrets, is told to few.
#[test]
fn jobs_may_do_what_they_have_to() {
    for (service, contents) in [("github", "write"), ("netlify", "read"), ("cloudflare", "read"), ("vercel", "read")] {
        let site = SiteTest::empty();
        site.run(&["init", "--ci", service]);
        let workflow: Value = serde_yaml::from_str(&site.source(WORKFLOW)).unwrap();
        assert_eq!(workflow["permissions"], serde_json::json!({}));
        let jobs = &workflow["jobs"];
        assert_eq!(jobs["check"]["permissions"], serde_json::json!({"contents": "read"}));
        assert_eq!(jobs["publish"]["permissions"], serde_json::json!({"contents": contents}));
        assert!(!jobs["check"].to_string().contains("secrets."), "{service}");
    }
}

#[test]
fn all_of_it_is_documented() {
    let read = |path: &str| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let documented = read("docs/ci.md");
    for (service, paths) in SERVICES {
        assert!(documented.contains(&format!("\n| [`{service}`](#")), "{service}");
        let site = SiteTest::empty();
        site.run(&["init", "--ci", service]);
        let text: String = paths.iter().map(|path| site.source(path)).collect();
        for secret in text.split("secrets.").skip(1).filter_map(|rest| rest.split(' ').next()) {
            assert!(documented.contains(secret) || secret.starts_with("AWS_"), "{secret} of {service}");
        }
    }
    let action: Value = serde_yaml::from_str(&read("action.yml")).unwrap();
    for input in action["inputs"].as_object().unwrap().keys() {
        assert!(documented.contains(&format!("\n| `{input}` | ")), "{input}");
    }
    let said = SiteTest::empty().run(&["init", "--ci", "github"]).stdout;
    assert!(documented.contains(&format!("```console\n$ slugline init --ci github\n{said}```\n")), "{said}");
}

#[test]
fn the_installer_knows_where_the_program_comes_from() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("install.sh");
    let text = fs::read_to_string(path).unwrap();
    let releases = format!("{}/releases}}\n", env!("CARGO_PKG_REPOSITORY"));
    assert!(text.contains(&releases), "{releases}");
    let addresses = text.matches("github.com/").count();
    assert_eq!(addresses, text.matches(env!("CARGO_PKG_REPOSITORY")).count());
}
