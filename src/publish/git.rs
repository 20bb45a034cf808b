//! Publishing to a branch of a git repository: one commit an edition, put together beside the writer's own repository, whose work
//! tree, index and branches are not touched. The system's `git` does it, with its own ways to prove who somebody is.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::Timestamp;

use super::changes::Changes;
use super::command::{self, Failure};
use super::edition::Edition;
use super::record::{RECORD, Record, in_the_way};
use super::{Outcome, Sending, beside};
use crate::diagnostic::Diagnostic;

/// What was last seen of the branch, in the repository beside the site.
const TIP: &str = "refs/slugline/tip";

/// Who commits, where nobody is known to git.
const NOBODY: [(&str, &str); 2] = [("user.name", "Slugline"), ("user.email", "slugline@localhost")];

/// A branch of a repository.
pub(super) struct Branch<'b> {
    /// The site's folder, from which a path to a repository is seen.
    root: PathBuf,
    /// Where commits are put together.
    folder: PathBuf,
    repository: Cow<'b, str>,
    name: &'b str,
}

impl<'b> Branch<'b> {
    pub(super) fn new(root: &Path, target: &str, repository: &'b str, branch: &'b str) -> Self {
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_path_buf());
        let folder = beside(&root, target).with_extension("git");
        let repository = remote(&root, repository).map_or(Cow::Borrowed(repository), Cow::Owned);
        Self { root, folder, repository, name: branch }
    }

    pub(super) fn publish(
        &self,
        edition: &Edition,
        now: Timestamp,
        sending: &dyn Sending,
    ) -> Result<Outcome, Diagnostic> {
        let tip = self.fetch()?;
        let record = match &tip {
            Some(_) => self.record()?,
            None => Record::default(),
        };
        let mut changes = Changes::between(&record, edition, now);
        if tip.is_some() {
            self.refuse_others(edition, &record)?;
        }
        if changes.is_empty() && changes.former == record.former {
            return Ok(Outcome::Same(changes));
        }
        changes.bytes = edition.length(changes.sent())?;
        if !sending.begin(&changes) {
            return Ok(Outcome::Declined);
        }
        let tree = self.tree(tip.as_deref(), edition, &changes, sending)?;
        self.commit_and_push(&tree, tip.as_deref(), &message(&changes), now)?;
        Ok(Outcome::Published(changes))
    }

    /// Makes the edition before the last one the newest again, with a commit that says so.
    pub(super) fn roll_back(&self, now: Timestamp) -> Result<String, Diagnostic> {
        let none = || Diagnostic::error(format!("branch `{}` has no former edition", self.name));
        let tip = self.fetch()?.ok_or_else(none)?;
        let tree = self.git(&["rev-parse", "--verify", "--quiet", "refs/slugline/tip^1^{tree}"], None);
        let tree = tree.map_err(|_| none())?;
        let subject = self.git(&["log", "-1", "--format=%s", "refs/slugline/tip^1"], None).unwrap_or_default();
        self.commit_and_push(&tree, Some(&tip), &format!("Return to: {subject}"), now)?;
        Ok(subject)
    }

    /// Gets the last two commits of the branch; gives the last, none if there is no such branch.
    fn fetch(&self) -> Result<Option<String>, Diagnostic> {
        let folder = self.folder.to_string_lossy();
        run(&self.root, &["init", "--quiet", "--bare", &folder], &[], None)
            .map_err(|failure| self.failed("begin", &failure))?;
        let head = format!("refs/heads/{}", self.name);
        let listed = self.git(&["ls-remote", "--", &self.repository, &head], None);
        let listed = listed.map_err(|failure| self.failed("reach", &failure))?;
        let Some(tip) = listed.split_whitespace().next().map(str::to_owned) else { return Ok(None) };
        let wanted = format!("+{head}:{TIP}");
        let fetch = ["fetch", "--quiet", "--no-tags", "--depth=2", "--", &self.repository, &wanted];
        self.git(&fetch, None).map_err(|failure| self.failed("fetch from", &failure))?;
        Ok(Some(tip))
    }

    fn record(&self) -> Result<Record, Diagnostic> {
        let Ok(text) = self.git(&["show", &format!("{TIP}:{RECORD}")], None) else { return Ok(Record::default()) };
        Record::read(text.as_bytes()).ok_or_else(|| {
            Diagnostic::error(format!(
                "`{RECORD}` of branch `{}` is not as this version of Slugline writes it",
                self.name
            ))
            .help("publish with the version that wrote it, or to another branch")
        })
    }

    /// Finds files that somebody else put where the edition has others.
    fn refuse_others(&self, edition: &Edition, record: &Record) -> Result<(), Diagnostic> {
        let listed = self.git(&["ls-tree", "-r", "-z", TIP], None).unwrap_or_default();
        let mut others = Vec::new();
        for entry in listed.split('\0') {
            let Some((about, path)) = entry.split_once('\t') else { continue };
            let object = about.split(' ').nth(2).unwrap_or_default();
            // One with the same bytes is in nobody's way.
            if edition.files.contains_key(path) && !record.knows(path) && self.object(edition, path)? != object {
                others.push(path.to_owned());
            }
        }
        in_the_way(&format!("branch {}", self.name), others)
    }

    /// What git knows the bytes of an output by.
    fn object(&self, edition: &Edition, path: &str) -> Result<String, Diagnostic> {
        let named = self.git(&["hash-object", "--no-filters", "--stdin"], Some(&edition.bytes(path)?));
        named.map_err(|failure| self.failed("put together a commit for", &failure))
    }

    /// Writes the tree of the edition: that of the tip, with what changed.
    fn tree(
        &self,
        tip: Option<&str>,
        edition: &Edition,
        changes: &Changes,
        sending: &dyn Sending,
    ) -> Result<String, Diagnostic> {
        let put_together = |failure: Failure| self.failed("put together a commit for", &failure);
        let read: &[&str] = if tip.is_some() { &["read-tree", TIP] } else { &["read-tree", "--empty"] };
        self.git(read, None).map_err(put_together)?;
        let out = std::path::absolute(&edition.out).map_err(|error| Diagnostic::io("read", &edition.out, &error))?;
        let sent: Vec<&String> = changes.sent().collect();
        let mut files = String::new();
        for path in &sent {
            // Writing to a string cannot fail.
            let _ = writeln!(files, "{}", out.join(path).display());
        }
        let objects = self.git(&["hash-object", "-w", "--no-filters", "--stdin-paths"], Some(files.as_bytes()));
        let objects = objects.map_err(put_together)?;
        let record = changes.record(edition).text();
        let record = self.git(&["hash-object", "-w", "--no-filters", "--stdin"], Some(record.as_bytes()));
        let record = record.map_err(put_together)?;
        let mut entries = String::new();
        for path in &changes.deleted {
            let _ = write!(entries, "0 {}\t{path}\0", "0".repeat(record.len()));
            sending.advance();
        }
        for (path, object) in sent.iter().zip(objects.lines()) {
            let _ = write!(entries, "100644 {object}\t{path}\0");
            sending.advance();
        }
        let _ = write!(entries, "100644 {record}\t{RECORD}\0");
        self.git(&["update-index", "-z", "--index-info"], Some(entries.as_bytes())).map_err(put_together)?;
        self.git(&["write-tree"], None).map_err(put_together)
    }

    fn commit_and_push(&self, tree: &str, tip: Option<&str>, message: &str, now: Timestamp) -> Result<(), Diagnostic> {
        let mut commit: Vec<String> = Vec::new();
        for (key, value) in NOBODY {
            if self.git(&["config", "--get", key], None).is_err() {
                commit.extend(["-c".to_owned(), format!("{key}={value}")]);
            }
        }
        commit.extend(["commit-tree".to_owned(), tree.to_owned()]);
        commit.extend(tip.into_iter().flat_map(|tip| ["-p".to_owned(), tip.to_owned()]));
        let commit: Vec<&str> = commit.iter().map(String::as_str).collect();
        let date = now.to_string();
        let dates = [("GIT_AUTHOR_DATE", date.as_str()), ("GIT_COMMITTER_DATE", date.as_str())];
        let made = self.run_in(&commit, &dates, Some(message.as_bytes()));
        let made = made.map_err(|failure| self.failed("put together a commit for", &failure))?;
        let wanted = format!("{made}:refs/heads/{}", self.name);
        self.git(&["push", "--quiet", "--", &self.repository, &wanted], None).map_err(|failure| {
            let is_late = ["fetch first", "non-fast-forward", "[rejected]", "cannot lock ref"];
            if is_late.iter().any(|said| failure.0.contains(said)) {
                let problem = Diagnostic::error(format!("somebody else published to branch `{}` meanwhile", self.name));
                return problem.help("publish again; nothing of theirs was changed");
            }
            self.failed("push to", &failure)
        })?;
        Ok(())
    }

    fn failed(&self, what: &str, failure: &Failure) -> Diagnostic {
        let shown = hidden(&self.repository);
        failure.problem(&format!("cannot {what} `{shown}`"), |line| line.replace(self.repository.as_ref(), &shown))
    }

    /// What a command of git says, in the repository beside the site.
    fn git(&self, arguments: &[&str], stdin: Option<&[u8]>) -> Result<String, Failure> {
        self.run_in(arguments, &[], stdin)
    }

    fn run_in(&self, arguments: &[&str], variables: &[(&str, &str)], stdin: Option<&[u8]>) -> Result<String, Failure> {
        let folder = self.folder.to_string_lossy();
        let arguments: Vec<&str> = ["--git-dir", &folder].into_iter().chain(arguments.iter().copied()).collect();
        run(&self.root, &arguments, variables, stdin)
    }
}

/// Runs git; gives what it printed, without white space at the end.
fn run(root: &Path, arguments: &[&str], variables: &[(&str, &str)], stdin: Option<&[u8]>) -> Result<String, Failure> {
    let mut command = Command::new("git");
    command.current_dir(root).args(arguments).envs(variables.iter().copied());
    // Whoever cannot answer is not asked; and no repository that this runs within is meant.
    command
        .env("GIT_TERMINAL_PROMPT", "0")
        .env_remove("GIT_DIR")
        .env_remove("GIT_INDEX_FILE")
        .env_remove("GIT_WORK_TREE");
    let mut printed = Vec::new();
    command::run(command, stdin.unwrap_or_default(), |line| printed.extend_from_slice(line))?;
    Ok(String::from_utf8_lossy(&printed).trim_end().to_owned())
}

/// The address of a repository that the site's own repository knows by a name, such as `origin`.
fn remote(root: &Path, name: &str) -> Option<String> {
    let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) && !name.starts_with('-');
    if !is_name || root.join(name).exists() {
        return None;
    }
    run(root, &["remote", "get-url", name], &[], None).ok().filter(|url| !url.is_empty())
}

/// An address without a name and password in it.
fn hidden(repository: &str) -> String {
    match repository.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            let bare = host.rsplit_once('@').map_or(host, |(_, host)| host);
            format!("{scheme}://{bare}/{path}")
        }
        None => repository.to_owned(),
    }
}

fn message(changes: &Changes) -> String {
    let Changes { added, changed, deleted, .. } = changes;
    format!("Publish an edition\n\n{} added, {} changed, {} deleted\n", added.len(), changed.len(), deleted.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_told() {
        assert_eq!(hidden("https://me:token@git.example/me/news.git"), "https://git.example/me/news.git");
        assert_eq!(hidden("git@git.example:me/news.git"), "git@git.example:me/news.git");
        assert_eq!(hidden("file:///srv/news.git"), "file:///srv/news.git");
    }
}
