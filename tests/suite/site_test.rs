//! A site in a folder of its own, to be edited and built by the real program.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;

/// The instant for which sites are built, unless a test names another.
pub(crate) const NOW: &str = "2025-11-23T12:00:00Z";

/// A site, alone in a temporary folder: `site/` there, so that whatever leaves it is seen beside it.
pub(crate) struct SiteTest {
    folder: TempDir,
}

/// What a run of the program gave.
#[derive(Debug)]
pub(crate) struct Run {
    /// Exit status; -1 if a signal ended it.
    pub(crate) status: i32,
    /// Standard output, without the temporary folder and the time taken.
    pub(crate) stdout: String,
    /// Standard error, without the temporary folder.
    pub(crate) stderr: String,
}

impl SiteTest {
    /// A site with the two keys that one needs, and no content.
    pub(crate) fn empty() -> Self {
        let site = Self::nothing();
        site.write("site.yaml", "title: The Wire\nbase_url: https://news.example/\n");
        site
    }

    /// A copy of the fixture `tests/sites/NAME`.
    pub(crate) fn of(name: &str) -> Self {
        let site = Self::nothing();
        site.add(name);
        site
    }

    /// No file at all.
    pub(crate) fn nothing() -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("site")).unwrap();
        Self { folder }
    }

    /// Copies the files of a fixture over the site's.
    pub(crate) fn add(&self, fixture: &str) -> &Self {
        let files = tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(fixture));
        assert!(!files.is_empty(), "there is no fixture {fixture}");
        for (path, bytes) in files {
            self.write(&path, bytes);
        }
        self
    }

    /// The site's folder.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// The folder that holds the site's, and nothing else of ours.
    pub(crate) fn parent(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file of the site, with the folders above it.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) -> &Self {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
        self
    }

    /// Writes a post dated by its file name's first ten characters, with a title and the given body.
    pub(crate) fn post(&self, name: &str, title: &str, body: &str) -> &Self {
        self.write(&format!("content/posts/{name}.md"), format!("---\ntitle: {title:?}\n---\n{body}\n"))
    }

    /// Removes a file or folder of the site.
    pub(crate) fn remove(&self, path: &str) -> &Self {
        let path = self.root().join(path);
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.unwrap();
        self
    }

    /// `slugline build`.
    pub(crate) fn build(&self) -> Run {
        self.build_with(&[])
    }

    /// `slugline build` with further arguments; `--now` is given unless they have it.
    pub(crate) fn build_with(&self, arguments: &[&str]) -> Run {
        let mut all = vec!["build"];
        if !arguments.contains(&"--now") {
            all.extend(["--now", NOW]);
        }
        all.extend(arguments);
        self.run(&all)
    }

    /// `slugline build`, which must work without a problem; what it printed.
    pub(crate) fn build_well(&self) -> Run {
        let run = self.build();
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
        run
    }

    /// The program with any arguments, run in the site's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_slugline"))
            .args(arguments)
            .current_dir(self.root())
            .env_remove("RUST_BACKTRACE")
            .env("NO_COLOR", "1")
            .output()
            .unwrap();
        Run {
            status: output.status.code().unwrap_or(-1),
            stdout: without_times(&self.without_folder(&output.stdout)),
            stderr: self.without_folder(&output.stderr),
        }
    }

    fn without_folder(&self, bytes: &[u8]) -> String {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let real = self.folder.path().canonicalize().unwrap();
        text.replace(real.to_str().unwrap(), "TEMP").replace(self.folder.path().to_str().unwrap(), "TEMP")
    }

    /// The text of an output below `public/`.
    pub(crate) fn page(&self, path: &str) -> String {
        fs::read_to_string(self.root().join("public").join(path))
            .unwrap_or_else(|error| panic!("{path}: {error}; there are\n{}", self.outputs().join("\n")))
    }

    /// Whether there is an output of this path.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.root().join("public").join(path).is_file()
    }

    /// The paths of all files below `public/`, sorted; without the program's own list.
    pub(crate) fn outputs(&self) -> Vec<String> {
        self.tree().into_keys().filter(|path| path != ".slugline-output").collect()
    }

    /// All files below `public/`, with the program's own list.
    pub(crate) fn tree(&self) -> BTreeMap<String, Vec<u8>> {
        tree(&self.root().join("public"))
    }
}

/// All files below a folder, hidden ones too; none if there is no such folder.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn gather(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries {
            let entry = entry.unwrap();
            let path = format!("{prefix}{}", entry.file_name().to_str().unwrap());
            if entry.file_type().unwrap().is_dir() {
                gather(&entry.path(), &format!("{path}/"), files);
            } else {
                files.insert(path, fs::read(entry.path()).unwrap_or_default());
            }
        }
    }
    let mut files = BTreeMap::new();
    gather(folder, "", &mut files);
    files
}

/// `in 0.12 s` and `12.3 ms` differ from run to run.
fn without_times(text: &str) -> String {
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let mut lines = Vec::new();
    for line in text.lines() {
        let mut words: Vec<&str> = line.split(' ').collect();
        for at in 1..words.len() {
            let unit = words[at].trim_end_matches(';');
            if matches!(unit, "s" | "ms") && is_number(words[at - 1]) {
                words[at - 1] = "TIME";
            }
        }
        lines.push(words.join(" ") + "\n");
    }
    lines.concat()
}
