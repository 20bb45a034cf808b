//! Publishing to a branch of a git repository: its files after each edition.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{built, done, publish, publish_well, published, publisher, site};
use crate::site_test::SiteTest;

/// Runs git in a folder; what it prints.
pub(super) fn git(folder: &Path, arguments: &[&str]) -> String {
    let run = Command::new("git").current_dir(folder).args(arguments).output().unwrap();
    assert!(run.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap().trim_end().to_owned()
}

/// A site that publishes to a bare repository beside it.
fn with_repository(target: &str) -> (SiteTest, PathBuf) {
    let site = site(target);
    let repository = site.parent().join("news.git");
    fs::create_dir(&repository).unwrap();
    git(&repository, &["init", "--quiet", "--bare"]);
    (site, repository)
}

/// The files of the branch.
pub(super) fn files(site: &SiteTest, repository: &Path, branch: &str) -> BTreeMap<String, Vec<u8>> {
    let checkout = site.parent().join("checkout");
    let _ = fs::remove_dir_all(&checkout);
    let url = format!("file://{}", repository.display());
    git(site.parent(), &["clone", "--quiet", "--branch", branch, &url, checkout.to_str().unwrap()]);
    fs::remove_dir_all(checkout.join(".git")).unwrap();
    published(&checkout)
}

#[test]
fn an_edition_is_one_commit_and_its_files_are_what_was_built() {
    let (site, repository) = with_repository("{git: ../news.git, branch: pages}");
    publish_well(&site);
    assert_eq!(files(&site, &repository, "pages"), built(&site));
    assert_eq!(git(&repository, &["rev-list", "--count", "pages"]), "1");
    assert!(publish_well(&site).starts_with("live: nothing to publish, "));
    assert_eq!(git(&repository, &["rev-list", "--count", "pages"]), "1");
    site.post("2025-11-05-story-5", "Story 5", "Words.").remove("content/posts/2025-11-02-story-2.md");
    site.gone(&["/2025/11/story-2/"]);
    publish_well(&site);
    assert_eq!(files(&site, &repository, "pages"), built(&site));
    assert_eq!(git(&repository, &["rev-list", "--count", "pages"]), "2");
    assert_eq!(git(&repository, &["log", "-1", "--format=%ct", "pages"]), "1763899200");
    // From another machine, which has nothing of what this one keeps.
    fs::remove_dir_all(site.cache()).unwrap();
    site.post("2025-11-01-story-1", "Story 1", "Other words.");
    publish_well(&site);
    assert_eq!(files(&site, &repository, "pages"), built(&site));
    assert_eq!(git(&repository, &["rev-list", "--count", "pages"]), "3");
}

#[test]
fn the_writers_own_repository_is_not_touched() {
    let (site, _) = with_repository("{git: ../news.git}");
    git(&site.root(), &["init", "--quiet"]);
    site.write(".gitignore", "/public/\n/.slugline/\n");
    git(&site.root(), &["add", "site.yaml"]);
    let state = || git(&site.root(), &["status", "--porcelain=v2", "--branch", "--untracked-files=all"]);
    let before = state();
    publish_well(&site);
    assert_eq!(state(), before);
}

#[test]
fn what_others_committed_stays_and_is_not_written_over() {
    let (site, repository) = with_repository("{git: ../news.git}");
    let clone = site.parent().join("clone");
    let url = format!("file://{}", repository.display());
    let commit = |path: &str, text: &str| {
        fs::write(clone.join(path), text).unwrap();
        git(&clone, &["add", path]);
        git(&clone, &["-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "--quiet", "-m", "x"]);
        git(&clone, &["push", "--quiet", "origin", "HEAD:gh-pages"]);
    };
    git(site.parent(), &["clone", "--quiet", &url, clone.to_str().unwrap()]);
    commit("README.md", "mine");
    site.build_well();
    // The same bytes are no trouble.
    commit("robots.txt", &site.page("robots.txt"));
    publish_well(&site);
    let mut expected = built(&site);
    expected.insert("README.md".to_owned(), b"mine".to_vec());
    assert_eq!(files(&site, &repository, "gh-pages"), expected);
    git(&clone, &["pull", "--quiet", "origin", "gh-pages"]);
    commit("2025-11.txt", "mine");
    site.write("static/2025-11.txt", "ours");
    let run = publish(&site, &[]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("such as `2025-11.txt`"), "{}", run.stderr);
}

#[test]
fn whoever_pushes_meanwhile_loses_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let (site, repository) = with_repository("{git: ../news.git}");
    publish_well(&site);
    // A git that lets somebody else push just before it does.
    let bin = site.parent().join("bin");
    fs::create_dir(&bin).unwrap();
    let clone = site.parent().join("clone");
    let real = "PATH=${PATH#*:} git";
    let other = format!(
        "#!/bin/sh\ncase \" $* \" in *\" push \"*)\n  {real} clone -q -b gh-pages {repository} {clone}\n  cd {clone}\n  \
         {real} -c user.name=x -c user.email=x@localhost commit -q --allow-empty -m theirs\n  {real} push -q\n  cd - >/dev/null\n\
         esac\nPATH=${{PATH#*:}} exec git \"$@\"\n",
        repository = repository.display(),
        clone = clone.display(),
    );
    fs::write(bin.join("git"), other).unwrap();
    fs::set_permissions(bin.join("git"), fs::Permissions::from_mode(0o755)).unwrap();
    site.post("2025-11-05-story-5", "Story 5", "Words.");
    let mut command = publisher(&site);
    command.env("PATH", format!("{}:{}", bin.display(), std::env::var("PATH").unwrap()));
    let run = done(command);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("somebody else published to branch `gh-pages` meanwhile"), "{}", run.stderr);
    assert_eq!(git(&repository, &["log", "-1", "--format=%s", "gh-pages"]), "theirs");
    publish_well(&site);
    assert_eq!(files(&site, &repository, "gh-pages"), built(&site));
    assert_eq!(git(&repository, &["rev-list", "--count", "gh-pages"]), "3");
}

#[test]
fn the_sites_own_repository_can_name_it() {
    let (site, repository) = with_repository("{git: origin}");
    git(&site.root(), &["init", "--quiet"]);
    git(&site.root(), &["remote", "add", "origin", repository.to_str().unwrap()]);
    publish_well(&site);
    assert_eq!(files(&site, &repository, "gh-pages"), built(&site));
}

#[test]
fn the_former_edition_comes_back() {
    let (site, repository) = with_repository("{git: ../news.git}");
    publish_well(&site);
    let first = files(&site, &repository, "gh-pages");
    let run = publish(&site, &["--rollback"]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("has no former edition"), "{}", run.stderr);
    site.post("2025-11-05-story-5", "Story 5", "Words.");
    publish_well(&site);
    let run = publish(&site, &["--rollback"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, "live: returned to `Publish an edition`\n"), "{}", run.stderr);
    assert_eq!(files(&site, &repository, "gh-pages"), first);
    // And forward again.
    publish_well(&site);
    assert_eq!(files(&site, &repository, "gh-pages"), built(&site));
    assert_eq!(git(&repository, &["rev-list", "--count", "gh-pages"]), "4");
}

#[test]
fn a_repository_that_is_not_there_is_told_without_secrets() {
    let site = site("{git: \"https://me:secret@127.0.0.1:9/news.git\"}");
    let run = publish(&site, &[]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.starts_with("error: cannot reach `https://127.0.0.1:9/news.git`: "), "{}", run.stderr);
    assert!(!run.stderr.contains("secret"), "{}", run.stderr);
}
