//! A site in a folder of its own, to be edited and built by the real program.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

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

    /// Says in `site.yaml` that paths are gone on purpose, so that nobody is warned of it.
    pub(crate) fn gone(&self, paths: &[&str]) -> &Self {
        self.write("site.yaml", format!("{}gone: [{}]\n", self.source("site.yaml"), paths.join(", ")))
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

    /// The program with any arguments in the site's folder, where no more is said than a test says.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_slugline"));
        // Servers of tests are on this very machine, and nobody's credentials are taken.
        let is_said = |name: &str| {
            let name = name.to_uppercase();
            name.ends_with("_PROXY")
                || ["AWS_", "AZURE_", "GOOGLE_", "SLUGLINE_"].iter().any(|maker| name.starts_with(maker))
        };
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(is_said)) {
            command.env_remove(name);
        }
        command.args(arguments).current_dir(self.root()).env_remove("RUST_BACKTRACE").env("NO_COLOR", "1");
        command
    }

    /// The program with any arguments, run in the site's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        self.ended(self.command(arguments))
    }

    /// How a command of the program ends.
    pub(crate) fn ended(&self, mut command: Command) -> Run {
        let output = command.output().unwrap();
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

    /// The text of a file of the site.
    pub(crate) fn source(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
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

    /// Where the program remembers its builds.
    pub(crate) fn cache(&self) -> PathBuf {
        self.root().join(".slugline")
    }

    /// Starts `slugline build` and does not wait for its end.
    pub(crate) fn start_build(&self, arguments: &[&str]) -> Child {
        Command::new(env!("CARGO_BIN_EXE_slugline"))
            .args(["build", "--now", NOW])
            .args(arguments)
            .current_dir(self.root())
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
    }

    /// Fails unless the output is what a build from nothing makes of the same sources, for the same arguments.
    pub(crate) fn assert_as_cold(&self, arguments: &[&str]) {
        let cold = self.parent().join("cold");
        if cold.exists() {
            fs::remove_dir_all(&cold).unwrap();
        }
        let run = self.build_with(&[arguments, &["--no-cache", "--out", "../cold"]].concat());
        assert_eq!(run.status, 0, "{}", run.stderr);
        if let Some(difference) = difference(&tree(&cold), &self.tree()) {
            panic!("a cold build's output (-) is not a warm one's (+):\n{difference}");
        }
    }
}

impl Run {
    /// What `--explain` printed: the lines before the last.
    pub(crate) fn explained(&self) -> Vec<&str> {
        let lines: Vec<&str> = self.stdout.lines().collect();
        lines.split_last().map(|(_, lines)| lines.to_vec()).unwrap_or_default()
    }
}

/// A text in which names that tell contents (`theme.3f9a0c11de.css`, `press.svg?v=3f9a0c11de`) tell that alone.
pub(crate) fn without_digests(text: &str) -> String {
    let is_digit = |b: &u8| b.is_ascii_digit() || matches!(b, b'a'..=b'f');
    let mut shown = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['.', '=']) {
        let (before, behind) = rest.split_at(at + 1);
        shown.push_str(before);
        let digits = behind.bytes().take_while(|b| is_digit(b)).count();
        let follows = [".css", ".js", ".woff2"].iter().any(|end| behind[digits..].starts_with(end));
        let is_digest = digits == 10 && if before.ends_with("?v=") { true } else { before.ends_with('.') && follows };
        shown.push_str(if is_digest { "DIGEST" } else { "" });
        rest = if is_digest { &behind[digits..] } else { behind };
    }
    shown + rest
}

/// What the closing line of a build says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Counts {
    /// `2 posts, 7 pages, 1 tag`.
    pub(crate) site: String,
    /// Files made or replaced.
    pub(crate) written: usize,
    /// Files that were as they should be.
    pub(crate) unchanged: usize,
    /// Files that are no more.
    pub(crate) removed: usize,
    /// Behind the time taken.
    pub(crate) left_out: String,
}

impl Counts {
    /// Of a build that went well.
    pub(crate) fn of(run: &Run) -> Self {
        let line = run.stdout.lines().last().unwrap_or_default();
        let parts = line.strip_prefix("Built ").and_then(|line| line.split_once(": "));
        let Some((site, rest)) = parts else { panic!("no closing line:\n{}{}", run.stdout, run.stderr) };
        let (files, left_out) = rest.split_once(" in TIME s").unwrap();
        let count = |what: &str| {
            let part = files.split(", ").find(|part| part.ends_with(what));
            part.map_or(0, |part| part.split(' ').next().unwrap().parse().unwrap())
        };
        Self {
            site: site.to_owned(),
            written: count(" written"),
            unchanged: count(" unchanged"),
            removed: count(" removed"),
            left_out: left_out.to_owned(),
        }
    }
}

/// What tells two folders apart, if anything does: the paths, and where the first few differ.
pub(crate) fn difference(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Option<String> {
    let paths: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
    let differing: Vec<&String> = paths.into_iter().filter(|path| one.get(*path) != other.get(*path)).collect();
    let lines = differing.iter().enumerate().map(|(at, path)| match (one.get(*path), other.get(*path)) {
        (None, _) => format!("+ {path}\n"),
        (_, None) => format!("- {path}\n"),
        (Some(a), Some(b)) if at < 3 => format!("  {path}\n{}", first_differing_line(a, b)),
        _ => format!("  {path}\n"),
    });
    (!differing.is_empty()).then(|| lines.collect())
}

fn first_differing_line(one: &[u8], other: &[u8]) -> String {
    let (one, other) = (String::from_utf8_lossy(one), String::from_utf8_lossy(other));
    let end = "(the end)";
    let (mut ours, mut theirs) = (one.lines(), other.lines());
    loop {
        let (a, b) = (ours.next(), theirs.next());
        if a != b || a.is_none() {
            return format!("    - {}\n    + {}\n", a.unwrap_or(end), b.unwrap_or(end));
        }
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
