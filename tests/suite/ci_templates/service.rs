//! A service in a folder: a repository, the caches of its runs, a release of the program, and machines on which scripts run.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::site_test::{SiteTest, tree};

/// The version that templates name.
pub(super) const VERSION: &str = concat!("v", env!("CARGO_PKG_VERSION"));

/// What a run left for later ones: its key, and the folders.
type Kept = (String, Vec<(String, BTreeMap<String, Vec<u8>>)>);

/// A service, its repository `me/news`, and the site in it.
pub(super) struct Service {
    /// The site as its writer has it.
    pub(super) site: SiteTest,
    /// What runs left, in order.
    pub(super) kept: Vec<Kept>,
    machines: usize,
}

/// A machine with a fresh clone of the repository.
pub(super) struct Machine {
    /// The clone.
    pub(super) workspace: PathBuf,
    /// What scripts find in the environment.
    pub(super) env: BTreeMap<String, String>,
    /// What they print.
    pub(super) log: String,
}

impl Service {
    /// A site that `slugline init --ci` made, with one post and another that is scheduled, pushed to the branch `main`.
    pub(super) fn with_site(service: &str) -> Self {
        let site = SiteTest::nothing();
        let run = site.run(&["init", "--ci", service, "."]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        site.remove("content/posts");
        site.write(
            "content/posts/2025-11-01-one.md",
            "---\ntitle: One\ndescription: It is out.\nauthor: editor\n---\nWords.\n",
        );
        site.write(
            "content/posts/two.md",
            "---\ntitle: Two\ndate: 2025-12-01T09:00:00Z\ndescription: It comes.\nauthor: editor\n---\nWords.\n",
        );
        let service = Self { site, kept: Vec::new(), machines: 0 };
        fs::create_dir_all(service.repository()).unwrap();
        git(&service.repository(), &["init", "--quiet", "--bare", "--initial-branch=main"]);
        git(&service.site.root(), &["init", "--quiet", "--initial-branch=main"]);
        service.release();
        service.push("main");
        service
    }

    /// The repository that everybody pushes to.
    pub(super) fn repository(&self) -> PathBuf {
        self.site.parent().join("server/me/news.git")
    }

    /// Commits what the writer has, and pushes it to a branch; the commit.
    pub(super) fn push(&self, branch: &str) -> String {
        let root = self.site.root();
        git(&root, &["add", "--all"]);
        let nobody = ["-c", "user.name=x", "-c", "user.email=x@localhost"];
        git(&root, &[&nobody[..], &["commit", "--quiet", "--allow-empty", "--message", "x"]].concat());
        git(&root, &["push", "--quiet", "--force", self.repository().to_str().unwrap(), &format!("HEAD:{branch}")]);
        git(&root, &["rev-parse", "HEAD"])
    }

    /// What readers get from a branch: its files, without what Slugline keeps there for itself.
    pub(super) fn published(&self, branch: &str) -> BTreeMap<String, Vec<u8>> {
        let folder = self.site.parent().join("readers");
        let _ = fs::remove_dir_all(&folder);
        let repository = format!("file://{}", self.repository().display());
        git(self.site.parent(), &["clone", "--quiet", "--branch", branch, &repository, folder.to_str().unwrap()]);
        fs::remove_dir_all(folder.join(".git")).unwrap();
        tree(&folder).into_iter().filter(|(path, _)| !path.starts_with(".slugline")).collect()
    }

    /// How many editions a branch has.
    pub(super) fn editions(&self, branch: &str) -> String {
        git(&self.repository(), &["rev-list", "--count", branch])
    }

    /// A machine with a clone at a commit, at an instant.
    pub(super) fn machine(&mut self, commit: &str, now: &str) -> Machine {
        self.machines += 1;
        let parent = self.site.parent();
        let folder = parent.join(format!("machine-{}", self.machines));
        let workspace = folder.join("news");
        fs::create_dir_all(folder.join("home")).unwrap();
        let repository = format!("file://{}", self.repository().display());
        git(parent, &["clone", "--quiet", "--no-checkout", &repository, workspace.to_str().unwrap()]);
        git(&workspace, &["checkout", "--quiet", commit]);
        let path = |name: &str| folder.join(name).display().to_string();
        let system = std::env::var("PATH").unwrap_or_default();
        let env = [
            ("HOME", path("home")),
            ("PATH", format!("{}:{system}", parent.join("tools").display())),
            ("RUNNER_TEMP", path("temp")),
            ("SLUGLINE_RELEASES", format!("file://{}", parent.join("releases").display())),
            ("TEST_NOW", now.to_owned()),
            ("TEST_TOLD", parent.join("told").display().to_string()),
        ];
        let env = env.map(|(name, value)| (name.to_owned(), value));
        Machine { workspace, env: env.into(), log: String::new() }
    }

    /// What was told in the folder of the test by programs that stand for others.
    pub(super) fn told(&self) -> String {
        let path = self.site.parent().join("told");
        let told = fs::read_to_string(&path).unwrap_or_default();
        let _ = fs::remove_file(path);
        told
    }

    /// Puts folders of a machine away for later runs.
    pub(super) fn keep(&mut self, key: &str, machine: &Machine, folders: &[String]) {
        let folders = folders.iter().map(|folder| (folder.clone(), tree(&machine.workspace.join(folder)))).collect();
        self.kept.push((key.to_owned(), folders));
    }

    /// Gives a machine what was kept last under a key that begins like this; the key.
    pub(super) fn restore(&self, prefix: &str, machine: &Machine) -> Option<String> {
        let (key, folders) = self.kept.iter().rev().find(|(key, _)| key.starts_with(prefix))?;
        for (folder, files) in folders {
            for (path, bytes) in files {
                let file = machine.workspace.join(folder).join(path);
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(file, bytes).unwrap();
            }
        }
        Some(key.clone())
    }

    /// A release for this system and machine, whose program is the one under test at the instant of the test.
    fn release(&self) {
        let folder = self.site.parent().join("releases/download").join(VERSION);
        let tools = self.site.parent().join("tools");
        fs::create_dir_all(&folder).unwrap();
        fs::create_dir_all(&tools).unwrap();
        let program = folder.join("slugline");
        fs::write(&program, PROGRAM.replace("PROGRAM", env!("CARGO_BIN_EXE_slugline"))).unwrap();
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("install.sh"), folder.join("install.sh")).unwrap();
        let pack = "chmod +x slugline
            for target in {x86_64,aarch64}-{unknown-linux-musl,apple-darwin}; do tar -czf slugline-$target.tar.gz slugline; done
            { sha256sum *.tar.gz || shasum -a 256 *.tar.gz; } > SHA256SUMS 2>/dev/null
            rm slugline";
        let packed = Command::new("bash").args(["-ec", pack]).current_dir(folder).status().unwrap();
        assert!(packed.success());
        self.tool("npx", NPX);
    }

    /// Puts a program onto every machine.
    pub(super) fn tool(&self, name: &str, text: &str) {
        let path = self.site.parent().join("tools").join(name);
        fs::write(&path, text).unwrap();
        let done = Command::new("chmod").arg("+x").arg(path).status().unwrap();
        assert!(done.success());
    }
}

/// The program, at the instant of the test; what git would do for it, it tells on request.
const PROGRAM: &str = r#"#!/bin/sh
case $1 in
  publish)
    for name in . origin git@github.com:me/news.git git@github.com:me/other.git https://github.com/me/news; do
      echo "$name is $(git -C "$HOME" ls-remote --get-url "$name")" >> "$TEST_TOLD"
    done
    printf 'protocol=https\nhost=github.com\npath=me/news.git\n' | GIT_TERMINAL_PROMPT=0 git credential fill >> "$TEST_TOLD" 2>&1
    exec "PROGRAM" "$@" --now "$TEST_NOW"
    ;;
  build | check | due) exec "PROGRAM" "$@" --now "$TEST_NOW" ;;
  *) exec "PROGRAM" "$@" ;;
esac
"#;

/// Stands for the tools of hosts: tells how it was called, and with which secrets.
pub(super) const NPX: &str = r#"#!/bin/sh
echo "npx $*" >> "$TEST_TOLD"
env | grep -E '_(TOKEN|ID)=secret-of-' | sort >> "$TEST_TOLD"
[ -f public/index.html ]
"#;

impl Machine {
    /// Runs a script by bash, as services do; whether it ended well.
    pub(super) fn run(&mut self, script: &str, folder: &Path, env: &BTreeMap<String, String>) -> bool {
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(folder);
        command.env_clear().envs(&self.env).envs(env).env("SLUGLINE_RELEASES", &self.env["SLUGLINE_RELEASES"]);
        let done = command.output().unwrap();
        self.log += &String::from_utf8_lossy(&done.stdout);
        self.log += &String::from_utf8_lossy(&done.stderr);
        done.status.success()
    }

    /// What was built, without the program's own list.
    pub(super) fn built(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.workspace.join("public")).into_iter().filter(|(path, _)| !path.starts_with(".slugline")).collect()
    }
}

/// Runs git in a folder; what it prints.
pub(super) fn git(folder: &Path, arguments: &[&str]) -> String {
    let run = Command::new("git").current_dir(folder).args(arguments).output().unwrap();
    assert!(run.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap().trim_end().to_owned()
}
