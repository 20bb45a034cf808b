//! Changes that the file system hardly tells: files of one length and one time that take each other's place, and files that
//! cannot be read.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use super::{built, edit, why};
use crate::site_test::{SiteTest, tree};

/// What tells the bytes of two files apart without reading them.
fn stamp(file: &Path) -> (u64, i64, i64, i64, i64) {
    let found = fs::symlink_metadata(file).unwrap();
    (found.len(), found.mtime(), found.mtime_nsec(), found.ctime(), found.ctime_nsec())
}

/// Writes two files of one length at one time, by the file system's clock; false if that clock is too fine.
fn write_twins(site: &SiteTest, one: &str, other: &str, text: impl Fn(&str) -> String) -> bool {
    // New files each time: of a file that was looked at, some systems tell the time more exactly.
    let are_twins = || {
        site.write(one, text("one")).write(other, text("two"));
        let are_twins = stamp(&site.root().join(one)) == stamp(&site.root().join(other));
        if !are_twins {
            site.remove(one).remove(other);
        }
        are_twins
    };
    (0..200).any(|_| are_twins())
}

/// Builds until what is known of all files is settled.
fn settle(site: &SiteTest) {
    sleep(Duration::from_millis(50));
    assert_eq!(site.build().status, 0);
    sleep(Duration::from_millis(50));
    assert_eq!(site.build().status, 0);
}

/// Two folders take each other's place, which leaves the stamps of what is in them as they are.
fn swap(one: &Path, other: &Path) {
    let aside = one.with_extension("aside");
    fs::rename(one, &aside).unwrap();
    fs::rename(other, one).unwrap();
    fs::rename(aside, other).unwrap();
}

#[test]
fn folders_of_posts_that_are_swapped_are_seen() {
    let site = built();
    let text = |name: &str| format!("---\ntitle: Twin {name}\ndescription: A twin.\n---\nThe words of {name}.\n");
    if !write_twins(&site, "content/posts/2025-11-10-x/index.md", "content/posts/2025-11-10-y/index.md", text) {
        return;
    }
    settle(&site);
    let posts = site.root().join("content/posts");
    swap(&posts.join("2025-11-10-x"), &posts.join("2025-11-10-y"));
    why(&site);
    assert!(site.page("2025/11/x/index.html").contains("The words of two."));
}

#[test]
fn folders_of_static_files_that_are_swapped_are_seen() {
    let site = built();
    if !write_twins(&site, "static/x/a.txt", "static/y/a.txt", |name| format!("{name}\n")) {
        return;
    }
    settle(&site);
    swap(&site.root().join("static/x"), &site.root().join("static/y"));
    insta::assert_snapshot!(why(&site), @"
    x/a.txt: its source changed
    y/a.txt: its source changed
    ");
}

#[test]
fn a_link_that_leads_to_another_file_is_seen() {
    let site = built();
    if !write_twins(&site, "content/posts/images/x.svg", "content/posts/images/y.svg", |name| {
        format!("<!-- {name} -->\n")
    }) {
        return;
    }
    let link = site.root().join("content/posts/images/chart.svg");
    fs::remove_file(&link).unwrap();
    symlink("x.svg", &link).unwrap();
    settle(&site);
    fs::remove_file(&link).unwrap();
    symlink("y.svg", &link).unwrap();
    insta::assert_snapshot!(why(&site), @"2025/10/four/images/chart.svg: its source changed");
}

#[test]
fn folders_of_outputs_that_are_swapped_are_seen() {
    let site = built();
    for number in 0..30 {
        site.write(&format!("static/files/{number}/a.txt"), format!("{number:02}\n"));
    }
    settle(&site);
    let files = site.root().join("public/files");
    let stamp = |number: usize| stamp(&files.join(number.to_string()).join("a.txt"));
    let Some((one, other)) = (0..30).flat_map(|a| (0..a).map(move |b| (a, b))).find(|(a, b)| stamp(*a) == stamp(*b))
    else {
        return;
    };
    swap(&files.join(one.to_string()), &files.join(other.to_string()));
    assert_eq!(why(&site).lines().count(), 2, "files/{one} and files/{other}");
}

#[test]
fn an_output_folder_behind_a_link_is_left_alone() {
    let site = built();
    settle(&site);
    let (folder, elsewhere) = (site.root().join("public/2025"), site.parent().join("elsewhere"));
    fs::rename(&folder, &elsewhere).unwrap();
    symlink(&elsewhere, &folder).unwrap();
    let before = tree(&elsewhere);
    for text in ["And more.", "And mroe."] {
        edit(&site, "content/posts/2025-10-04-four.md", text, "Or less.");
        let run = site.build();
        assert!(tree(&elsewhere) == before, "{}{}", run.stdout, run.stderr);
        edit(&site, "content/posts/2025-10-04-four.md", "Or less.", "And mroe.");
    }
    site.remove("content/posts/2025-10-04-four.md");
    site.build();
    assert!(tree(&elsewhere) == before);
}

#[test]
fn a_file_that_cannot_be_read_is_told_of_once() {
    for path in ["content/posts/2025-10-04-four.md", "static/robots.txt", "content/posts/images/chart.svg", "site.yaml"]
    {
        let site = built();
        settle(&site);
        let before = site.tree();
        fs::set_permissions(site.root().join(path), fs::Permissions::from_mode(0o000)).unwrap();
        if fs::read(site.root().join(path)).is_ok() {
            // Root reads everything.
            return;
        }
        let (warm, cold) = (site.build(), site.build_with(&["--no-cache", "--out", "../cold"]));
        assert_eq!((warm.status, warm.stderr), (cold.status, cold.stderr), "{path}");
        assert!(warm.status == 0 || site.tree() == before, "{path}");
    }
}

#[test]
fn a_file_that_is_no_text_any_more_is_told_of_and_then_mended() {
    let site = built();
    let path = "content/posts/2025-10-04-four.md";
    let text = site.source(path);
    site.write(path, b"---\ntitle: \xff\n---\n");
    let (warm, cold) = (site.build(), site.build_with(&["--no-cache", "--out", "../cold"]));
    assert_eq!((warm.status, warm.stderr), (1, cold.stderr));
    site.write(path, text);
    assert_eq!(why(&site), "");
}
