//! `slugline publish`: what targets have after each edition, file by file.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};

use crate::site_test::{NOW, Run, SiteTest, tree};

mod announcing;
mod readers;
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

mod to_a_folder {
    use super::*;

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
        assert!(
            run.stdout.contains("\n+ index.html\n") && run.stdout.ends_with(", if it were done\n"),
            "{}",
            run.stdout
        );
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
}

mod to_a_branch {
    use super::*;

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
        assert_eq!(
            (run.status, run.stdout.as_str()),
            (0, "live: returned to `Publish an edition`\n"),
            "{}",
            run.stderr
        );
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
