//! What warm builds withstand: lost, old and damaged caches, and outputs that somebody meddled with.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use super::{TYPO, TYPOS_OUTPUTS, built, edit, next_typo, why};
use crate::site_test::{Counts, SiteTest, tree};

const ANEW: &str = "everything is made anew: ";

/// A copy of some files of a site's folder, all of them new.
fn copy(site: &SiteTest, without: &[&str]) -> SiteTest {
    let other = SiteTest::nothing();
    let is_wanted = |path: &String| !without.iter().any(|folder| path.starts_with(&format!("{folder}/")));
    for (path, bytes) in tree(&site.root()).into_iter().filter(|(path, _)| is_wanted(path)) {
        other.write(&path, bytes);
        set_modified(&other.root().join(path), SystemTime::UNIX_EPOCH + Duration::from_secs(1_500_000_000));
    }
    other
}

fn set_modified(file: &Path, time: SystemTime) {
    fs::File::options().write(true).open(file).unwrap().set_modified(time).unwrap();
}

/// The whole cache, to be put back later.
fn cache(site: &SiteTest) -> BTreeMap<String, Vec<u8>> {
    let files = tree(&site.cache());
    assert!(!files.is_empty(), "there is no cache");
    files
}

fn put_cache(site: &SiteTest, files: &BTreeMap<String, Vec<u8>>) {
    let _ = fs::remove_dir_all(site.cache());
    for (path, bytes) in files {
        site.write(&format!(".slugline/{path}"), bytes);
    }
}

/// Changes a byte in the middle of an output, and nothing that is seen without reading it.
fn alter(site: &SiteTest, path: &str) {
    let file = site.root().join("public").join(path);
    let (mut bytes, time) = (fs::read(&file).unwrap(), fs::metadata(&file).unwrap().modified().unwrap());
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, bytes).unwrap();
    set_modified(&file, time);
}

// Folders that are restored, copied or lost.

#[test]
fn an_output_folder_alone_is_compared() {
    let site = copy(&built(), &[".slugline"]);
    let told = why(&site);
    assert!(told.starts_with(ANEW) && told.lines().count() == 1, "{told}");
    next_typo(&site);
    assert_eq!(why(&site), TYPO);
}

#[test]
fn a_cache_alone_makes_everything() {
    let site = copy(&built(), &["public"]);
    let run = site.build_with(&["--explain"]);
    assert_eq!((run.status, Counts::of(&run).written), (0, 64), "{}", run.stderr);
    let told = run.explained();
    let is_missing = |line: &&str| line.ends_with(": the file is missing");
    assert!(
        told.len() == 64 && told.iter().all(is_missing) || told.len() == 1 && told[0].starts_with(ANEW),
        "{told:?}"
    );
    site.assert_as_cold(&[]);
}

#[test]
fn a_copy_of_the_whole_site_makes_nothing() {
    let site = copy(&built(), &[]);
    assert_eq!(why(&site), "");
    next_typo(&site);
    assert_eq!(why(&site), TYPO);
}

#[test]
fn an_old_cache_is_of_use_as_far_as_it_goes() {
    let site = built();
    let old = cache(&site);
    next_typo(&site);
    why(&site);
    edit(&site, "authors.yaml", "Writes.", "Writes no more.");
    why(&site);
    put_cache(&site, &old);
    why(&site);
    assert_eq!(why(&site), "");
}

#[test]
fn an_old_output_folder_is_brought_up_to_date() {
    let site = built();
    let old = site.tree();
    next_typo(&site);
    edit(&site, "site.yaml", "Reported.", "Reported twice.");
    why(&site);
    site.remove("public");
    for (path, bytes) in &old {
        site.write(&format!("public/{path}"), bytes);
    }
    why(&site);
    assert_eq!(why(&site), "");
}

#[test]
fn a_site_that_is_moved_makes_nothing() {
    let site = built();
    fs::rename(site.root(), site.parent().join("moved")).unwrap();
    fs::create_dir(site.root()).unwrap();
    let run = site.build_with(&["--explain", "--root", "../moved"]);
    assert_eq!((run.status, run.explained()), (0, vec![]), "{}", run.stderr);
    assert_eq!(Counts::of(&run).written, 0);
}

// A damaged cache.

#[test]
fn a_cut_off_cache_is_none() {
    let site = built();
    let sound = cache(&site);
    for (path, bytes) in &sound {
        let lengths = [0, 1, 8, bytes.len() / 10, bytes.len() / 2, bytes.len() - 1];
        for length in lengths.into_iter().filter(|length| *length < bytes.len()) {
            put_cache(&site, &sound);
            site.write(&format!(".slugline/{path}"), &bytes[..length]);
            next_typo(&site);
            let run = site.build_well();
            assert_eq!(Counts::of(&run).written, TYPOS_OUTPUTS, "{path} cut off at {length}");
            site.assert_as_cold(&[]);
        }
    }
}

#[test]
fn a_cache_with_wrong_bytes_is_none() {
    let site = built();
    let sound = cache(&site);
    for (path, bytes) in &sound {
        for at in (0..bytes.len()).step_by(1 + bytes.len() / 12) {
            put_cache(&site, &sound);
            let mut wrong = bytes.clone();
            wrong[at] ^= 0x55;
            site.write(&format!(".slugline/{path}"), wrong);
            next_typo(&site);
            let run = site.build_well();
            assert_eq!(Counts::of(&run).written, TYPOS_OUTPUTS, "{path} with a wrong byte {at} of {}", bytes.len());
            site.assert_as_cold(&[]);
        }
    }
}

#[test]
fn a_cache_of_random_bytes_is_none() {
    let site = built();
    for path in cache(&site).keys() {
        for bytes in [vec![0; 5000], vec![255; 5000], b"slugline ".repeat(500)] {
            site.write(&format!(".slugline/{path}"), bytes);
            next_typo(&site);
            assert_eq!(Counts::of(&site.build_well()).written, TYPOS_OUTPUTS, "{path}");
            site.assert_as_cold(&[]);
        }
    }
}

#[test]
fn a_file_in_the_caches_place_is_left_and_told_of() {
    let site = built();
    fs::remove_dir_all(site.cache()).unwrap();
    site.write(".slugline", "mine");
    next_typo(&site);
    for _ in 0..2 {
        let run = site.build();
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert!(run.stderr.starts_with("warning: ") && run.stderr.contains(".slugline"), "{}", run.stderr);
        assert_eq!(site.source(".slugline"), "mine");
    }
    site.assert_as_cold(&[]);
}

#[test]
fn a_folder_in_the_place_of_a_cache_file_is_left_alone() {
    let site = built();
    let sound = cache(&site);
    for path in sound.keys().filter(|path| path.contains('/')) {
        put_cache(&site, &sound);
        site.remove(&format!(".slugline/{path}")).write(&format!(".slugline/{path}/mine"), "mine");
        next_typo(&site);
        let run = site.build();
        assert_eq!(run.status, 0, "{path}: {}", run.stderr);
        // Without its clock, the cache is slow and as good.
        let is_told = run.stderr.starts_with("warning: ") && run.stderr.contains(".slugline");
        assert!(is_told || path.ends_with("/clock") && run.stderr.is_empty(), "{path}: {}", run.stderr);
        assert_eq!(site.source(&format!(".slugline/{path}/mine")), "mine");
        site.assert_as_cold(&[]);
    }
}

#[cfg(unix)]
#[test]
fn a_cache_that_cannot_be_written_is_told_of() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = built();
    let folders: Vec<_> = fs::read_dir(site.cache()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let set_mode = |mode: u32| {
        for folder in folders.iter().filter(|path| path.is_dir()).chain([&site.cache()]) {
            fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
        }
    };
    set_mode(0o555);
    // Root writes everywhere.
    let may_write = fs::write(site.cache().join("probe"), "").is_ok();
    next_typo(&site);
    let run = site.build();
    set_mode(0o755);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(may_write || run.stderr.starts_with("warning: "), "{}", run.stderr);
    site.assert_as_cold(&[]);
    why(&site);
    assert_eq!(why(&site), "");
}

// A meddled output.

#[test]
fn an_output_that_was_changed_by_hand_is_made_again() {
    let site = built();
    alter(&site, "tags/ai/index.html");
    alter(&site, "robots.txt");
    alter(&site, "css/theme.css");
    alter(&site, "2025/10/four/images/chart.svg");
    site.write("public/about/index.html", "short").remove("public/2025/10/one/index.html").remove("public/_redirects");
    insta::assert_snapshot!(why(&site), @"
    2025/10/four/images/chart.svg: the file was altered
    2025/10/one/index.html: the file is missing
    _redirects: the file is missing
    about/index.html: the file was altered
    css/theme.css: the file was altered
    robots.txt: the file was altered
    tags/ai/index.html: the file was altered
    ");
    assert_eq!(why(&site), "");
}

#[test]
fn an_altered_output_that_goes_is_removed() {
    let site = built();
    alter(&site, "about/index.html");
    site.remove("content/about.md");
    edit(&site, "site.yaml", "navigation: [{title: About, url: /about/}]", "navigation: [{title: Tags, url: /tags/}]");
    site.gone(&["/about/"]);
    let told = why(&site);
    assert!(told.contains("about/index.html: no longer part of the site"), "{told}");
    assert!(!site.has("about/index.html"));
}
