//! Publishing over ssh: to a folder by `rsync`, and to a bare repository by `git`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use super::{Done, assert_one_does_it, built, done, published, site};
use crate::servers::Ssh;
use crate::site_test::{SiteTest, tree};

/// A site that publishes to a folder by way of an ssh server.
fn with_host(more: &str) -> (SiteTest, Ssh, PathBuf) {
    let site = site("{}");
    let live = site.parent().join("live");
    target(&site, &format!("{{rsync: \"127.0.0.1:{}\"{more}}}", live.display()));
    let ssh = Ssh::start(&site);
    (site, ssh, live)
}

fn target(site: &SiteTest, target: &str) {
    let text = site.source("site.yaml").replace("publish: {live: {}}", &format!("publish: {{live: {target}}}"));
    site.write("site.yaml", text);
}

/// Publishes, which must work; the closing line.
fn publish_well(ssh: &Ssh, site: &SiteTest) -> String {
    let run = done(ssh.publisher(site));
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    run.stdout
}

#[test]
#[ignore = "needs OpenSSH's server and rsync"]
fn the_folder_is_what_was_built_after_every_edition() {
    let (site, ssh, live) = with_host("");
    let told = publish_well(&ssh, &site);
    assert!(
        told.starts_with(&format!("live: {} added, 0 changed, 0 deleted, 0 unchanged; ", built(&site).len())),
        "{told}"
    );
    assert_eq!(published(&live), built(&site));
    assert_eq!(fs::metadata(live.join("index.html")).unwrap().permissions().mode() & 0o777, 0o644);
    assert_eq!(
        publish_well(&ssh, &site),
        format!("live: nothing to publish, {} files unchanged\n", built(&site).len())
    );
    fs::write(live.join("2025/own.html"), "mine").unwrap();
    site.write("static/a", "file")
        .write("static/b/c", "file")
        .write("static/odd [1] name #é.txt", "x")
        .write("static/#odd/[a]/x", "x");
    site.post("2025-11-03-story-3", "Story 3", "Other words.");
    publish_well(&ssh, &site);
    // One goes, with its folder; one gets another address; a file becomes a folder, and a folder a file.
    site.remove("content/posts/2025-11-02-story-2.md").gone(&["/2025/11/story-2/"]);
    site.remove("content/posts/2025-11-01-story-1.md");
    site.write(
        "content/posts/2025-11-01-story-one.md",
        "---\ntitle: Story 1\naliases: [/2025/11/story-1/]\n---\nWords.\n",
    );
    site.remove("static/a")
        .remove("static/b/c")
        .remove("static/b")
        .remove("static/odd [1] name #é.txt")
        .remove("static/#odd/[a]/x");
    site.write("static/a/c", "file").write("static/b", "file");
    publish_well(&ssh, &site);
    let mut expected = built(&site);
    expected.insert("2025/own.html".to_owned(), b"mine".to_vec());
    assert_eq!(published(&live), expected);
    assert!(!live.join("2025/11/story-2").exists() && !live.join("#odd").exists());
    // From another machine.
    fs::remove_dir_all(site.cache()).unwrap();
    fs::remove_file(live.join("2025/own.html")).unwrap();
    site.post("2025-11-05-story-5", "Story 5", "Words.");
    publish_well(&ssh, &site);
    assert_eq!(published(&live), built(&site));
    assert!(!live.join(".slugline.lock").exists());
}

#[test]
#[ignore = "needs OpenSSH's server and rsync"]
fn texts_are_packed_beside_themselves() {
    let (site, ssh, live) = with_host(", compress: [gzip, brotli]");
    publish_well(&ssh, &site);
    let mut plain = published(&live);
    plain.retain(|path, _| !path.ends_with(".gz") && !path.ends_with(".br"));
    assert_eq!(plain, built(&site));
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(
        &mut brotli::Decompressor::new(&*fs::read(live.join("index.html.br")).unwrap(), 4096),
        &mut bytes,
    )
    .unwrap();
    assert_eq!(Some(&bytes), plain.get("index.html"));
    assert!(publish_well(&ssh, &site).starts_with("live: nothing to publish"));
}

#[test]
#[ignore = "needs OpenSSH's server and rsync"]
fn what_others_put_in_the_way_is_not_written_over() {
    let (site, ssh, live) = with_host("");
    fs::create_dir(&live).unwrap();
    fs::write(live.join("index.html"), "mine").unwrap();
    let run = done(ssh.publisher(&site));
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("that Slugline did not write, such as `index.html`"), "{}", run.stderr);
    assert_eq!(tree(&live).len(), 1);
}

#[test]
#[ignore = "needs OpenSSH's server and rsync"]
fn an_edition_that_was_cut_off_is_finished_by_the_next() {
    let (site, ssh, live) = with_host("");
    ssh.obey("sleep 0.3; exec sh -c \"$SSH_ORIGINAL_COMMAND\"");
    let mut child = ssh.publisher(&site).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while !live.join("css").exists() {
        sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    ssh.obey("exec sh -c \"$SSH_ORIGINAL_COMMAND\"");
    assert!(published(&live).len() < built(&site).len());
    let run = done(ssh.publisher(&site));
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("if it was cut off, the target is free from "), "{}", run.stderr);
    // As if the time were over.
    fs::write(live.join(".slugline.lock"), "{\"holder\":\"x\",\"until\":\"2025-01-01T00:00:00Z\"}").unwrap();
    site.remove("content/posts/2025-11-02-story-2.md").gone(&["/2025/11/story-2/"]);
    publish_well(&ssh, &site);
    assert_eq!(published(&live), built(&site));
}

#[test]
#[ignore = "needs OpenSSH's server and rsync"]
fn a_second_publisher_stops() {
    let (site, ssh, live) = with_host("");
    ssh.obey("sleep 0.3; exec sh -c \"$SSH_ORIGINAL_COMMAND\"");
    let mut first = ssh.publisher(&site).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while !live.join(".slugline.json").exists() {
        sleep(Duration::from_millis(10));
    }
    let Done { status, stderr, .. } = done(ssh.publisher(&site));
    assert_eq!(status, 1);
    assert!(stderr.contains("somebody else publishes to `127.0.0.1:"), "{stderr}");
    assert_eq!(first.wait().unwrap().code(), Some(0));
    assert_eq!(published(&live), built(&site));
    // Two at the very same time: one of them does it.
    site.post("2025-11-05-story-5", "Story 5", "Words.");
    site.build_well();
    assert_one_does_it([ssh.publisher(&site), ssh.publisher(&site)]);
    publish_well(&ssh, &site);
    assert_eq!(published(&live), built(&site));
}

#[test]
#[ignore = "needs OpenSSH's server and rsync"]
fn who_is_not_let_in_is_told_how_to_be() {
    let (site, ssh, live) = with_host("");
    let run = done(ssh.stranger(&site));
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("Permission denied (publickey)"), "{}", run.stderr);
    assert!(run.stderr.contains("= help: ssh has to let you in without a question"), "{}", run.stderr);
    assert!(!live.exists());
}

#[test]
#[ignore = "needs OpenSSH's server and rsync"]
fn a_host_that_is_full_fails_and_what_was_there_stays() {
    let (site, ssh, live) = with_host("");
    publish_well(&ssh, &site);
    let before = published(&live);
    // No file can be larger than five kilobytes.
    ssh.obey("ulimit -f 10; exec sh -c \"$SSH_ORIGINAL_COMMAND\"");
    site.post("2025-11-05-story-5", "Story 5", &"Words and words. ".repeat(2000));
    let run = done(ssh.publisher(&site));
    assert_eq!(run.status, 1);
    assert!(run.stderr.starts_with("error: cannot write to `127.0.0.1:"), "{}", run.stderr);
    let wanted = built(&site);
    for (path, bytes) in published(&live) {
        // What `rsync` had begun is under another name.
        let is_part = path.rsplit('/').next().unwrap().starts_with('.');
        assert!(is_part || before.get(&path) == Some(&bytes) || wanted.get(&path) == Some(&bytes), "{path}");
    }
    ssh.obey("exec sh -c \"$SSH_ORIGINAL_COMMAND\"");
    fs::write(live.join(".slugline.lock"), "{\"holder\":\"x\",\"until\":\"2025-01-01T00:00:00Z\"}").unwrap();
    publish_well(&ssh, &site);
    let mut after = published(&live);
    after.retain(|path, _| !path.rsplit('/').next().unwrap().starts_with('.'));
    assert_eq!(after, wanted);
}

/// A site that publishes to a branch of a bare repository by way of an ssh server.
fn with_branch() -> (SiteTest, Ssh, PathBuf) {
    let site = site("{}");
    let ssh = Ssh::start(&site);
    let repository = site.parent().join("news.git");
    let port = fs::read_to_string(site.parent().join("ssh/client")).unwrap();
    let port = port.lines().find_map(|line| line.trim().strip_prefix("Port ")).unwrap().to_owned();
    target(&site, &format!("{{git: \"ssh://127.0.0.1:{port}{}\"}}", repository.display()));
    super::to_a_branch::git(site.parent(), &["init", "--quiet", "--bare", "news.git"]);
    (site, ssh, repository)
}

#[test]
#[ignore = "needs OpenSSH's server and git"]
fn a_branch_is_published_over_ssh() {
    let (site, ssh, repository) = with_branch();
    publish_well(&ssh, &site);
    let files = || super::to_a_branch::files(&site, &repository, "gh-pages");
    assert_eq!(files(), built(&site));
    site.post("2025-11-05-story-5", "Story 5", "Words.").remove("content/posts/2025-11-02-story-2.md");
    site.gone(&["/2025/11/story-2/"]);
    publish_well(&ssh, &site);
    assert_eq!(files(), built(&site));
    let run = done(ssh.stranger(&site));
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("Permission denied (publickey)"), "{}", run.stderr);
}

#[test]
#[ignore = "needs OpenSSH's server and git"]
fn a_branch_is_as_it_was_until_an_edition_is_there() {
    let (site, ssh, repository) = with_branch();
    publish_well(&ssh, &site);
    let files = || super::to_a_branch::files(&site, &repository, "gh-pages");
    let before = built(&site);
    // One gets another address, and the publisher is killed while it pushes.
    site.remove("content/posts/2025-11-01-story-1.md");
    let text = "---\ntitle: Story 1\naliases: [/2025/11/story-1/]\n---\nWords.\n";
    site.write("content/posts/2025-11-01-story-one.md", text);
    let pushing = site.parent().join("pushing");
    let obey = "exec sh -c \"$SSH_ORIGINAL_COMMAND\"";
    let on_push =
        |script: &str| ssh.obey(&format!("case $SSH_ORIGINAL_COMMAND in *receive-pack*) {script} ;; esac; {obey}"));
    on_push(&format!("touch '{}'; sleep 2", pushing.display()));
    let mut child = ssh.publisher(&site).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while !pushing.exists() {
        sleep(Duration::from_millis(10));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    // What it had begun may still end; it is a whole edition then.
    assert!(files() == before || files() == built(&site));
    // No room at all.
    on_push("ulimit -f 1");
    site.post("2025-11-05-story-5", "Story 5", &"Words and words. ".repeat(2000));
    let run = done(ssh.publisher(&site));
    assert_eq!(run.status, 1);
    assert!(run.stderr.starts_with("error: cannot push to `ssh://127.0.0.1:"), "{}", run.stderr);
    assert!(!files().contains_key("2025/11/story-5/index.html"));
    // Slow, but well.
    ssh.obey(&format!("sleep 0.5; {obey}"));
    publish_well(&ssh, &site);
    assert_eq!(files(), built(&site));
}
