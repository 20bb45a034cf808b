//! Publishing to a folder: what is there after each edition, file by file.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;

use super::{built, done, publish, publish_well, published, site};
use crate::site_test::{NOW, SiteTest, tree};

fn live(site: &SiteTest) -> PathBuf {
    site.parent().join("live")
}

#[test]
fn an_edition_is_what_was_built_and_the_next_sends_what_changed() {
    let site = site("{folder: ../live}");
    let line = publish_well(&site);
    let files = built(&site);
    let bytes: usize = files.values().map(Vec::len).sum();
    assert_eq!(published(&live(&site)), files);
    let sent = format!("{} added, 0 changed, 0 deleted, 0 unchanged; {}.", files.len(), bytes / 1000);
    assert!(line.starts_with(&format!("live: {sent}")), "{line}");
    assert_eq!(publish_well(&site), format!("live: nothing to publish, {} files unchanged\n", files.len()));
    // A new story, another that goes, one that is mended.
    site.post("2025-11-05-story-5", "Story 5", "Words.").remove("content/posts/2025-11-02-story-2.md");
    site.post("2025-11-03-story-3", "Story 3", "Other words.");
    site.gone(&["/2025/11/story-2/"]);
    publish_well(&site);
    assert_eq!(published(&live(&site)), built(&site));
    assert!(!live(&site).join("2025/11/story-2").exists());
}

#[test]
fn what_others_put_there_stays() {
    let site = site("{folder: ../live}");
    let own = live(&site).join("2025/own.html");
    fs::create_dir_all(own.parent().unwrap()).unwrap();
    fs::write(&own, "mine").unwrap();
    publish_well(&site);
    for post in ["1", "2", "3", "4"] {
        site.remove(&format!("content/posts/2025-11-0{post}-story-{post}.md"));
    }
    site.gone(&["/2025/11/story-1/", "/2025/11/story-2/", "/2025/11/story-3/", "/2025/11/story-4/"]);
    let run = publish(&site, &[]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(fs::read_to_string(&own).unwrap(), "mine");
    let mut expected = built(&site);
    expected.insert("2025/own.html".to_owned(), b"mine".to_vec());
    assert_eq!(published(&live(&site)), expected);
}

#[test]
fn what_others_put_in_the_way_is_not_written_over() {
    let site = site("{folder: ../live}");
    fs::create_dir_all(live(&site)).unwrap();
    fs::write(live(&site).join("index.html"), "mine").unwrap();
    // The same bytes are no trouble.
    site.build_well();
    fs::write(live(&site).join("robots.txt"), site.page("robots.txt")).unwrap();
    let run = publish(&site, &[]);
    assert_eq!(run.status, 1);
    assert!(
        run.stderr.contains("files in the way that Slugline did not write, such as `index.html`"),
        "{}",
        run.stderr
    );
    assert_eq!(published(&live(&site)).len(), 2);
}

#[test]
fn an_edition_that_was_cut_off_is_finished_by_the_next() {
    let site = site("{folder: ../live}");
    publish_well(&site);
    site.post("2025-11-05-story-5", "Story 5", "Words.");
    site.build_well();
    // As if it had been killed: some files are new, one is half, and one is of a story that is taken back again.
    let record = fs::read_to_string(live(&site).join(".slugline.json")).unwrap();
    let begun = "\"begun\": [\"2025/11/story-5/index.html\", \"2025/11/story-6/index.html\", \"index.html\"],";
    fs::write(live(&site).join(".slugline.json"), record.replacen('{', &format!("{{ {begun}"), 1)).unwrap();
    for (path, text) in
        [("2025/11/story-5/index.html", "half"), ("2025/11/story-6/index.html", "x"), ("index.html", "y")]
    {
        let file = live(&site).join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
    publish_well(&site);
    assert_eq!(published(&live(&site)), built(&site));
}

#[test]
fn names_that_tell_contents_stay_for_a_week() {
    let site = site("{folder: ../live}");
    site.write("static/css/own.css", "a { color: red }\n");
    site.write("templates/head_extra.html", "<link href=\"{{ asset(path='css/own.css') }}\">");
    publish_well(&site);
    let is_own = |path: &String| path.starts_with("css/own.") && path != "css/own.css";
    let former = published(&live(&site)).into_keys().find(is_own).unwrap();
    site.write("static/css/own.css", "a { color: blue }\n");
    publish_well(&site);
    assert!(!site.has(&former) && live(&site).join(&former).exists());
    let run = site.run(&["publish", "--now", "2025-12-01T12:00:00Z"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(published(&live(&site)), built(&site));
}

#[test]
fn a_folder_can_become_a_file_and_a_file_a_folder() {
    let site = site("{folder: ../live}");
    site.write("static/a", "file").write("static/b/c", "file");
    publish_well(&site);
    site.remove("static/a").remove("static/b/c").remove("static/b");
    site.write("static/a/c", "file").write("static/b", "file");
    publish_well(&site);
    assert_eq!(published(&live(&site)), built(&site));
}

#[test]
fn a_folder_without_room_keeps_what_it_had() {
    let site = site("{folder: ../live}");
    publish_well(&site);
    let before = published(&live(&site));
    site.post("2025-11-05-story-5", "Story 5", &"Words and words. ".repeat(2000));
    site.build_well();
    // No file can be larger than five kilobytes, which is an error and not the end of the process.
    let mut limited = Command::new("sh");
    limited.args([
        "-c",
        "trap '' XFSZ; ulimit -f 10; exec \"$0\" publish --now \"$1\"",
        env!("CARGO_BIN_EXE_slugline"),
        NOW,
    ]);
    let run = done({
        limited.current_dir(site.root());
        limited
    });
    assert_eq!(run.status, 1, "{}", run.stdout);
    assert!(run.stderr.contains("error: cannot write `./../live/"), "{}", run.stderr);
    let wanted = built(&site);
    for (path, bytes) in published(&live(&site)) {
        assert!(before.get(&path) == Some(&bytes) || wanted.get(&path) == Some(&bytes), "{path}");
    }
    publish_well(&site);
    assert_eq!(published(&live(&site)), wanted);
}

#[test]
fn a_folder_that_is_something_else_is_refused() {
    for (folder, reason) in [
        ("content/posts", "it lies among the site's sources"),
        ("public", "it is where the site is built, or holds it"),
        ("..", "it holds the site's sources"),
    ] {
        let site = site(&format!("{{folder: {folder}}}"));
        let run = publish(&site, &[]);
        assert_eq!(run.status, 1, "{folder}");
        assert!(run.stderr.contains(reason), "{}", run.stderr);
        assert!(!site.root().join(folder).join(".slugline.json").exists());
    }
}

#[test]
fn a_second_publisher_stops() {
    let site = site("{folder: ../live}");
    publish_well(&site);
    let lock = File::create(live(&site).join(".slugline.lock")).unwrap();
    lock.lock().unwrap();
    site.post("2025-11-05-story-5", "Story 5", "Words.");
    let run = publish(&site, &[]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("somebody else publishes to"), "{}", run.stderr);
    lock.unlock().unwrap();
    publish_well(&site);
}

#[test]
fn a_dry_run_tells_all_and_does_nothing() {
    let site = site("{folder: ../live}");
    let run = publish(&site, &["--dry-run"]);
    assert!(run.stdout.contains("\n+ index.html\n") && run.stdout.ends_with(", if it were done\n"), "{}", run.stdout);
    assert!(!live(&site).exists());
    publish_well(&site);
    let before = tree(&live(&site));
    site.post("2025-11-01-story-1", "Story 1", "Other words.");
    let run = publish(&site, &["--dry-run"]);
    assert!(run.stdout.contains("~ 2025/11/story-1/index.html\n"), "{}", run.stdout);
    assert_eq!(tree(&live(&site)), before);
}

#[test]
fn a_folder_keeps_no_former_edition() {
    let site = site("{folder: ../live}");
    let run = publish(&site, &["--rollback"]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("keeps no former edition"), "{}", run.stderr);
}
