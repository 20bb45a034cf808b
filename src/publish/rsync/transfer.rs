//! What is asked of `rsync`. Its options are those of version 3.2.3 and later.
#![expect(clippy::disallowed_methods, reason = "this module is the edge where files are laid out for `rsync`")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::diagnostic::Diagnostic;
use crate::publish::command::{self, Failure};
use crate::publish::edition::{Edition, read};

/// What ssh is asked for: it is not to ask anybody, since a CI job cannot answer, and there are several connections.
const SHELL: &str = "ssh -o BatchMode=yes -o ConnectTimeout=20";

/// So many seconds without a byte are enough.
const TIMEOUT: &str = "--timeout=120";

/// What came of asking for a file.
pub(super) enum Found {
    /// There is no folder to look in.
    NoFolder,
    /// There is no such file.
    NoFile,
    /// Its bytes.
    File(Vec<u8>),
}

/// From here to there and back.
pub(super) struct Transfer<'t> {
    /// Where files are laid out, and what was read is kept.
    pub(super) folder: PathBuf,
    /// As `rsync` takes it.
    pub(super) there: &'t str,
}

impl Transfer<'_> {
    /// A file from there.
    pub(super) fn get(&self, name: &str) -> Result<Found, Diagnostic> {
        let folder = self.laid_out("there")?;
        let mut command = rsync();
        // What was read before is what the difference is sent of; if there is nothing any more, it goes.
        command.args(["--ignore-times", "--compress", "--delete-missing-args", "--"]);
        command.arg(format!("{}{name}", self.there())).arg(slashed(&folder));
        match command::run(command, &[], |_| {}) {
            Ok(()) => {}
            Err(Failure(said)) if said.contains("change_dir") && said.contains("No such file or directory") => {
                return Ok(Found::NoFolder);
            }
            Err(failure) => return Err(self.failed("read", &failure)),
        }
        let file = folder.join(name);
        if !file.exists() {
            return Ok(Found::NoFile);
        }
        fs::read(&file).map(Found::File).map_err(|error| Diagnostic::io("read", &file, &error))
    }

    /// Writes a file there.
    pub(super) fn put(&self, name: &str, text: &str) -> Result<(), Diagnostic> {
        self.put_with(name, text, &["--ignore-times", "--mkpath"])
    }

    /// Writes a file there unless there is one.
    pub(super) fn put_new(&self, name: &str, text: &str) -> Result<(), Diagnostic> {
        self.put_with(name, text, &["--ignore-existing", "--mkpath"])
    }

    fn put_with(&self, name: &str, text: &str, how: &[&str]) -> Result<(), Diagnostic> {
        let folder = self.laid_out("here")?;
        let file = folder.join(name);
        fs::write(&file, text).map_err(|error| Diagnostic::io("write", &file, &error))?;
        let mut command = rsync();
        command.args(["--compress", "--chmod=D755,F644"]).args(how).arg("--").arg(&file).arg(self.there());
        command::run(command, &[], |_| {}).map_err(|failure| self.failed("write to", &failure))
    }

    /// Sends files of an edition; gives the number of bytes that went over the wire for them.
    pub(super) fn send(&self, edition: &Edition, paths: &[&String], mut sent: impl FnMut()) -> Result<u64, Diagnostic> {
        let folder = self.emptied("edition")?;
        for path in paths {
            lay_out(&folder, edition, path)?;
        }
        let mut command = rsync();
        command.args(["--ignore-times", "--compress", "--from0", "--files-from=-", "--no-implied-dirs", "--mkpath"]);
        command.args(["--chmod=D755,F644", "--out-format=%b %n", "--"]).arg(slashed(&folder)).arg(self.there());
        let mut bytes = 0;
        let done = command::run(command, &list(paths.iter().map(|path| path.as_str())), |line| {
            let number = line.split(|byte| *byte == b' ').next().and_then(|number| std::str::from_utf8(number).ok());
            bytes += number.and_then(|number| number.parse::<u64>().ok()).unwrap_or(0);
            // Folders are named too.
            if !line.ends_with(b"/\n") {
                sent();
            }
        });
        done.map_err(|failure| self.failed("write to", &failure))?;
        self.emptied("edition")?;
        Ok(bytes)
    }

    /// Which files there are: of those asked for, else all.
    pub(super) fn list(&self, asked: Option<&[&str]>) -> Result<Vec<String>, Diagnostic> {
        let folder = self.emptied("nothing")?;
        let mut command = rsync();
        command.args(["--dry-run", "--ignore-times", "--8-bit-output", "--out-format=%n"]);
        let given = if let Some(paths) = asked {
            command.args(["--from0", "--files-from=-", "--ignore-missing-args", "--no-implied-dirs"]);
            list(paths.iter().copied())
        } else {
            command.arg("--recursive");
            Vec::new()
        };
        command.arg("--").arg(self.there()).arg(slashed(&folder));
        let mut files = Vec::new();
        let done = command::run(command, &given, |line| {
            let name = String::from_utf8_lossy(line.strip_suffix(b"\n").unwrap_or(line)).into_owned();
            if !name.ends_with('/') {
                files.push(name);
            }
        });
        done.map_err(|failure| self.failed("read", &failure))?;
        Ok(files)
    }

    /// Removes files there; that one is gone already is fine.
    pub(super) fn remove(&self, paths: &[String]) -> Result<(), Diagnostic> {
        let folder = self.emptied("nothing")?;
        // A file that is asked for and missing here is removed there, if its folder is not missing.
        for within in
            paths.iter().filter_map(|path| path.rsplit_once('/')).map(|(within, _)| within).collect::<BTreeSet<_>>()
        {
            make(&folder.join(within))?;
        }
        let mut command = rsync();
        command.args(["--from0", "--files-from=-", "--delete-missing-args", "--no-implied-dirs", "--"]);
        command.arg(slashed(&folder)).arg(self.there());
        let done = command::run(command, &list(paths.iter().map(String::as_str)), |_| {});
        done.map_err(|failure| self.failed("remove from", &failure))
    }

    /// Removes folders there that are empty. They are named with the folders that they stand in, and end in slashes.
    pub(super) fn remove_empty(&self, folders: &BTreeSet<&str>) -> Result<(), Diagnostic> {
        if folders.is_empty() {
            return Ok(());
        }
        let nothing = self.emptied("nothing")?;
        let mut command = rsync();
        // Whatever is not named is kept, and keeps its folder.
        command.args(["--recursive", "--delete", "--from0", "--include-from=-", "--exclude=*", "--"]);
        command.arg(slashed(&nothing)).arg(self.there());
        let patterns: Vec<u8> =
            folders.iter().flat_map(|folder| pattern(folder).into_bytes().into_iter().chain([0])).collect();
        let done = command::run(command, &patterns, |_| {});
        done.map_err(|failure| self.failed("remove from", &failure))
    }

    /// With a slash at the end: what is in the folder is meant.
    fn there(&self) -> String {
        match self.there.strip_suffix('/').unwrap_or(self.there) {
            // The folder in which one arrives.
            there if there.ends_with(':') => there.to_owned(),
            there => format!("{there}/"),
        }
    }

    fn failed(&self, doing: &str, failure: &Failure) -> Diagnostic {
        let problem = failure.problem(&format!("cannot {doing} `{}`", self.there), str::to_owned);
        let said = &failure.0;
        if said.contains("Permission denied (") || said.contains("Host key verification failed") {
            return problem.help(
                "ssh has to let you in without a question: by a key that the other side knows, in an agent or without a \
                 passphrase, and with the other side in `known_hosts`",
            );
        }
        if said.contains("unknown option") || said.contains("unrecognized option") {
            return problem.help("Slugline needs `rsync` 3.2.3 or later on both sides");
        }
        problem
    }

    fn laid_out(&self, name: &str) -> Result<PathBuf, Diagnostic> {
        let folder = self.folder.join(name);
        make(&folder)?;
        Ok(folder)
    }

    fn emptied(&self, name: &str) -> Result<PathBuf, Diagnostic> {
        let folder = self.folder.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|error| Diagnostic::io("empty", &folder, &error))?;
        }
        self.laid_out(name)
    }
}

fn rsync() -> Command {
    let mut command = Command::new("rsync");
    // What it says is read.
    command.env("LC_ALL", "C").arg(TIMEOUT);
    if std::env::var_os("RSYNC_RSH").is_none() {
        command.env("RSYNC_RSH", SHELL);
    }
    command
}

pub(super) fn make(folder: &Path) -> Result<(), Diagnostic> {
    fs::create_dir_all(folder).map_err(|error| Diagnostic::io("make the folder", folder, &error))
}

/// Lays out a file of an edition, as one more name of it where the disk allows that.
fn lay_out(folder: &Path, edition: &Edition, path: &str) -> Result<(), Diagnostic> {
    let to = folder.join(path);
    make(to.parent().unwrap_or(folder))?;
    match edition.file(path) {
        Some(file) if fs::hard_link(&file, &to).is_ok() => {
            // The name holds what is to be sent, whatever becomes of the output folder meanwhile.
            read(folder, path, edition.files.get(path).copied().unwrap_or_default()).map(|_| ())
        }
        _ => fs::write(&to, edition.bytes(path)?).map_err(|error| Diagnostic::io("write", &to, &error)),
    }
}

fn slashed(folder: &Path) -> String {
    format!("{}/", folder.display())
}

/// Paths, each with a NUL behind it. One that begins with `#` or `;` would be a comment.
fn list<'p>(paths: impl Iterator<Item = &'p str>) -> Vec<u8> {
    paths.flat_map(|path| b"./".iter().copied().chain(path.bytes()).chain([0])).collect()
}

/// A folder as a rule of `rsync` that means it alone.
fn pattern(folder: &str) -> String {
    let is_wild = |c: char| matches!(c, '*' | '?' | '[');
    if !folder.contains(is_wild) {
        return format!("/{folder}");
    }
    let mut pattern = String::from("/");
    for c in folder.chars() {
        if is_wild(c) || c == '\\' {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_mean_one_folder_alone() {
        assert_eq!(pattern("a/b/"), "/a/b/");
        assert_eq!(pattern("a\\b/"), "/a\\b/");
        assert_eq!(pattern("a[1]\\/"), "/a\\[1]\\\\/");
    }

    #[test]
    fn what_is_in_the_folder_is_meant() {
        for (written, meant) in [("me@host:/srv/", "me@host:/srv/"), ("host:news", "host:news/"), ("host:", "host:")] {
            assert_eq!(Transfer { folder: PathBuf::new(), there: written }.there(), meant);
        }
    }
}
