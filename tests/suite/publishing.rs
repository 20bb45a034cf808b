//! `slugline publish`: what targets have after each edition, file by file.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::site_test::{NOW, Run, SiteTest, tree};

mod announcing;
mod readers;
mod to_a_branch;
mod to_a_folder;
mod to_a_host;
mod to_a_store;

fn site(target: &str) -> SiteTest {
    let site = SiteTest::empty();
    site.write("site.yaml", format!("title: The Wire\nbase_url: https://news.example/\npublish: {{live: {target}}}\n"));
    for day in 1..=4 {
        site.post(&format!("2025-11-0{day}-story-{day}"), &format!("Story {day}"), "Words.");
    }
    site
}

fn publish(site: &SiteTest, arguments: &[&str]) -> Run {
    site.run(&[&["publish", "--now", NOW], arguments].concat())
}

/// Publishes, which must work; the closing line.
fn publish_well(site: &SiteTest) -> String {
    let run = publish(site, &[]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    run.stdout
}

/// `slugline publish` in a site's folder.
fn publisher(site: &SiteTest) -> Command {
    site.command(&["publish", "--now", NOW])
}

/// How a command ended.
struct Done {
    status: i32,
    stdout: String,
    stderr: String,
}

fn done(mut command: Command) -> Done {
    let output = command.output().unwrap();
    Done {
        status: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Two publish at the very same time: one of them sends something.
fn assert_one_does_it(both: [Command; 2]) {
    let started = both.map(|mut command| command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
    let ended = started.map(|child| child.wait_with_output().unwrap());
    let told = ended.map(|output| {
        let [stdout, stderr] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
        (output.status.code(), stdout, stderr)
    });
    let sent = told.iter().filter(|(status, stdout, _)| *status == Some(0) && stdout.ends_with(" sent\n")).count();
    assert_eq!(sent, 1, "{told:#?}");
    let is_well =
        |(status, _, stderr): &(Option<i32>, String, String)| *status == Some(0) || stderr.contains("somebody else ");
    assert!(told.iter().all(is_well), "{told:#?}");
}

/// Asks a process to end, as a CI system does.
fn terminate(child: &Child) {
    assert!(Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap().success());
}

/// The site as it was built, without the list that the program keeps there.
fn built(site: &SiteTest) -> BTreeMap<String, Vec<u8>> {
    site.tree().into_iter().filter(|(path, _)| path != ".slugline-output").collect()
}

/// A target's files, without those that Slugline keeps there for itself.
fn published(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    tree(folder).into_iter().filter(|(path, _)| !path.starts_with(".slugline.")).collect()
}

#[test]
fn targets_are_named_where_there_are_several() {
    let site = site("{folder: ../live}, draft: {folder: ../draft}");
    let run = publish(&site, &[]);
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("= help: name one: `slugline publish live`, `slugline publish draft`"),
        "{}",
        run.stderr
    );
    let run = publish(&site, &["drafts"]);
    assert!(run.stderr.contains("did you mean `draft`?"), "{}", run.stderr);
    assert_eq!(publish(&site, &["draft"]).status, 0);
    assert_eq!(published(&site.parent().join("draft")), built(&site));
    assert!(!site.parent().join("live").exists());
}

#[test]
fn what_is_wrong_in_site_yaml_is_told_at_its_place() {
    let site = site("{folder: ../live, git: x}, b: {}, c: {folder: x, branch: y}, d: {foldr: x}");
    let run = publish(&site, &[]);
    assert_eq!(run.status, 1);
    insta::assert_snapshot!(run.stderr);
    let text = "{folder: x, region: y, compress: zip}, e: {store: s3:news}, f: {store: gs://news, region: x, compress: [gzip, brotli]}, \
                g: {git: x, compress: gzip}, h: {store: s3://news, account: x, endpoint: a.example}";
    insta::assert_snapshot!("what_is_wrong_with_stores", publish(&self::site(text), &[]).stderr);
}

#[test]
fn without_a_place_there_is_help() {
    let site = SiteTest::empty();
    let run = publish(&site, &[]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("`site.yaml` has no place to publish to"), "{}", run.stderr);
}

#[test]
fn a_build_that_fails_publishes_nothing() {
    let site = site("{folder: ../live}");
    publish_well(&site);
    let before = tree(&site.parent().join("live"));
    site.post("2025-11-06-story-6", "Story 6", "[nowhere](nowhere.md)")
        .write("content/posts/bad.md", "---\ntitle: [\n---\n");
    assert_eq!(publish(&site, &[]).status, 1);
    assert_eq!(tree(&site.parent().join("live")), before);
}
