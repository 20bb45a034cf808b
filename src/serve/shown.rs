//! What browsers are shown: the outputs of the last build that went well, and what is wrong with the site since.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use axum::body::Bytes;
use percent_encoding::percent_decode_str;
use tokio::sync::broadcast;
use unicode_normalization::UnicodeNormalization;

use crate::config::{encode_path, is_html};
use crate::content::document::page_file;
use crate::diagnostic::Diagnostics;
use crate::digest::Digest;
use crate::pipeline::{Edition, Report};
use crate::plan::redirect_file;
use crate::source::real_path;

use super::{EditorLink, problems};

/// Shown where nothing is.
const NOT_FOUND: &str = "404.html";

/// More changes than these are not kept for a browser that does not listen; it loads its page anew.
const KEPT: usize = 64;

/// What browsers are shown.
pub(super) struct Shown {
    now: RwLock<Now>,
    changes: broadcast::Sender<Change>,
    /// The outputs that browsers show or wait for at present, and how many do.
    open: Mutex<BTreeMap<String, usize>>,
    /// The output folder, without links on the way.
    out: PathBuf,
    root: PathBuf,
    editor: EditorLink,
}

/// Something changed; files that are no pages, by their addresses from the host's root.
pub(super) type Change = Arc<[String]>;

#[derive(Default)]
struct Now {
    /// Digests of all outputs.
    outputs: HashMap<String, Digest>,
    /// Outputs that are made, and stand in the folder only when all others are made as well.
    early: HashMap<String, (Bytes, Digest)>,
    /// Where the pages of redirects lead.
    redirects: HashMap<String, String>,
    /// Files of paths that are gone on purpose.
    gone: HashSet<String>,
    /// The path of the site's address, decoded: `/`, or `/blog/`.
    base: String,
    /// What is wrong: its number, and the report as JSON.
    problems: Option<(u64, Arc<str>)>,
    /// How often something was wrong so far.
    failures: u64,
}

/// What stands at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// A file of the output folder, with its bytes if they do not stand there yet.
    File(String, Option<Bytes>),
    /// It leads on: the address.
    Redirect(String),
    /// It is gone on purpose.
    Gone,
    /// Nothing.
    Nothing,
    /// No path that anything could have.
    Refused,
}

impl Shown {
    pub(super) fn new(out: PathBuf, editor: EditorLink, root: &Path) -> Self {
        let now = Now { base: "/".to_owned(), ..Now::default() };
        Self {
            now: RwLock::new(now),
            changes: broadcast::channel(KEPT).0,
            open: Mutex::default(),
            out,
            root: real_path(root),
            editor,
        }
    }

    /// What is at a path of a request, as it was sent: encoded, from the host's root.
    pub(super) fn find(&self, path: &str) -> Found {
        let Some(path) = site_path(path) else { return Found::Refused };
        let now = self.now();
        let Some(path) = path.strip_prefix(&now.base) else {
            // The front page of a site that has a path in its address.
            let front = now.base.strip_suffix('/').is_some_and(|base| path == base) || path == "/";
            return if front { Found::Redirect(encode_path(&now.base)) } else { Found::Nothing };
        };
        let file = page_file(path);
        if let Some(found) = now.file(&file) {
            return found;
        }
        let folder = format!("{path}/");
        let beside = redirect_file(path);
        if !path.is_empty() && !path.ends_with('/') && now.outputs.contains_key(&beside) {
            return match now.redirects.get(&beside) {
                Some(address) => Found::Redirect(address.clone()),
                None => Found::Redirect(encode_path(&format!("{}{folder}", now.base))),
            };
        }
        if now.gone.contains(&file) || now.gone.contains(&beside) { Found::Gone } else { Found::Nothing }
    }

    /// The output that a browser shows for a path, and the digest of its bytes, which is empty if there is none at all.
    pub(super) fn page(&self, path: &str) -> (Page, String) {
        let (output, page) = match self.find(path) {
            Found::File(output, _) => (output.clone(), vec![output]),
            // Should one come to stand there, it is waited for.
            _ => (NOT_FOUND.to_owned(), std::iter::once(NOT_FOUND.to_owned()).chain(self.expected(path)).collect()),
        };
        (page, self.now().digest(&output).map(Digest::hex).unwrap_or_default())
    }

    /// The output that would be found at a path.
    fn expected(&self, path: &str) -> Option<String> {
        let path = site_path(path)?;
        Some(page_file(path.strip_prefix(&self.now().base)?))
    }

    /// The page for what is not found, with its bytes if they do not stand there yet; none before the first build.
    pub(super) fn not_found(&self) -> Option<Found> {
        self.now().file(NOT_FOUND)
    }

    /// Where an output lies; none if that is not in the output folder.
    pub(super) fn file(&self, path: &str) -> Option<PathBuf> {
        let file = self.out.join(path);
        // Whoever puts a link into the output folder does not get at what it leads to.
        (real_path(&file) == file).then_some(file)
    }

    /// The report of what is wrong with the site, and its number.
    pub(super) fn problems(&self) -> Option<(u64, Arc<str>)> {
        self.now().problems.clone()
    }

    /// Whether a report differs from the one that is shown.
    pub(super) fn would_be_new(&self, problems: &Diagnostics) -> bool {
        let report = problems::json(problems, &self.root, &self.editor);
        self.problems().is_none_or(|(_, shown)| *shown != *report)
    }

    /// Hears of every change from now on.
    pub(super) fn changes(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Notes that a browser shows a page, until what is given is dropped.
    pub(super) fn open(self: &Arc<Self>, page: Page) -> Open {
        let mut opened = self.opened();
        for path in &page {
            *opened.entry(path.clone()).or_insert(0) += 1;
        }
        drop(opened);
        Open { shown: self.clone(), page }
    }

    /// The outputs that browsers show or wait for.
    pub(super) fn open_pages(&self) -> Vec<String> {
        self.opened().keys().cloned().collect()
    }

    /// Outputs are made that are not published yet. Whatever an earlier build made so, and did not publish, is of the past.
    pub(super) fn made_early(&self, outputs: Vec<(String, Vec<u8>)>) {
        let early = outputs.into_iter().map(|(path, bytes)| {
            let digest = Digest::of(&bytes);
            (path, (Bytes::from(bytes), digest))
        });
        self.change().early = early.collect();
        self.tell(Vec::new());
    }

    /// A build went well.
    pub(super) fn published(&self, edition: &Edition, report: &Report) {
        let changed = self.take_over(edition, report);
        self.tell(changed);
    }

    fn take_over(&self, edition: &Edition, report: &Report) -> Vec<String> {
        let mut now = self.change();
        now.early.clear();
        now.problems = None;
        let mut changed = Vec::new();
        if now.outputs.is_empty() || report.is_first {
            now.outputs = edition.outputs().map(|(path, digest)| (path.to_owned(), digest)).collect();
        } else {
            for (path, _) in &report.made {
                let digest = edition.digest(path);
                let before = match digest {
                    Some(digest) => now.outputs.insert(path.clone(), digest),
                    None => now.outputs.remove(path),
                };
                if before != digest && !is_html(path) {
                    changed.push(path);
                }
            }
        }
        if let Some(config) = edition.config() {
            now.base = percent_decode_str(config.base_url.path()).decode_utf8_lossy().nfc().collect();
            now.redirects = edition.redirects().map(|one| (one.file(), one.to.address(&config.base_url))).collect();
            let gone = config.redirects.gone.iter();
            now.gone = gone.map(|path| redirect_file(path.value.trim_start_matches('/'))).collect();
        }
        changed.into_iter().map(|path| encode_path(&format!("{}{path}", now.base))).collect()
    }

    /// A build went wrong. What was published stands.
    pub(super) fn failed(&self, problems: &Diagnostics) {
        let report = problems::json(problems, &self.root, &self.editor);
        {
            let mut now = self.change();
            now.early.clear();
            now.failures += 1;
            now.problems = Some((now.failures, report.into()));
        }
        self.tell(Vec::new());
    }

    /// Fails only if nobody listens.
    fn tell(&self, changed: Vec<String>) {
        let _ = self.changes.send(changed.into());
    }

    fn now(&self) -> RwLockReadGuard<'_, Now> {
        self.now.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self) -> RwLockWriteGuard<'_, Now> {
        self.now.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn opened(&self) -> MutexGuard<'_, BTreeMap<String, usize>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Now {
    fn digest(&self, path: &str) -> Option<Digest> {
        self.early.get(path).map(|(_, digest)| *digest).or_else(|| self.outputs.get(path).copied())
    }

    fn file(&self, file: &str) -> Option<Found> {
        if let Some(address) = self.redirects.get(file) {
            return Some(Found::Redirect(address.clone()));
        }
        let early = self.early.get(file).map(|(bytes, _)| bytes.clone());
        (early.is_some() || self.outputs.contains_key(file)).then(|| Found::File(file.to_owned(), early))
    }
}

/// The outputs that a browser shows, or waits for.
pub(super) type Page = Vec<String>;

/// A browser that shows a page.
pub(super) struct Open {
    shown: Arc<Shown>,
    page: Page,
}

impl Open {
    /// The page.
    pub(super) fn page(&self) -> &Page {
        &self.page
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let mut opened = self.shown.opened();
        for path in &self.page {
            if let Some(count) = opened.get_mut(path) {
                *count -= 1;
                if *count == 0 {
                    opened.remove(path);
                }
            }
        }
    }
}

/// A request's path, decoded and in the Unicode form that paths are kept in; none if no output can have it.
fn site_path(encoded: &str) -> Option<String> {
    let path = percent_decode_str(encoded).decode_utf8().ok()?;
    let is_fine = path.starts_with('/')
        && !path.contains('\\')
        && !path.contains(char::is_control)
        && !path.split('/').any(|part| matches!(part, "." | ".."));
    is_fine.then(|| path.nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(base: &str) -> Shown {
        let shown = Shown::new(PathBuf::from("/nowhere"), EditorLink::default(), Path::new("/"));
        {
            let mut now = shown.change();
            now.base = base.to_owned();
            let files = ["index.html", "a/index.html", "old/index.html", "x.html", "ü/b c.png", NOT_FOUND];
            now.outputs = files.iter().map(|path| ((*path).to_owned(), Digest::of(path.as_bytes()))).collect();
            now.redirects = HashMap::from([("old/index.html".to_owned(), "/a/".to_owned())]);
            now.gone = HashSet::from(["lost/index.html".to_owned()]);
        }
        shown
    }

    #[test]
    fn paths_are_found_as_servers_find_them() {
        let file = |path: &str| Found::File(path.to_owned(), None);
        let to = |address: &str| Found::Redirect(address.to_owned());
        for (path, expected) in [
            ("/", file("index.html")),
            ("/a/", file("a/index.html")),
            ("/a/index.html", file("a/index.html")),
            ("/a", to("/a/")),
            ("/old/", to("/a/")),
            ("/old", to("/a/")),
            ("/x.html", file("x.html")),
            ("/%C3%BC/b%20c.png", file("ü/b c.png")),
            ("/u%CC%88/b%20c.png", file("ü/b c.png")),
            ("/lost/", Found::Gone),
            ("/lost", Found::Gone),
            ("/b/", Found::Nothing),
            ("/x.html/", Found::Nothing),
            ("//a/", Found::Nothing),
            ("/%252e%252e/", Found::Nothing),
        ] {
            assert_eq!(shown("/").find(path), expected, "{path}");
        }
    }

    #[test]
    fn a_site_below_a_path_is_found_there() {
        let shown = shown("/my blog/");
        assert_eq!(shown.find("/"), Found::Redirect("/my%20blog/".to_owned()));
        assert_eq!(shown.find("/my%20blog"), Found::Redirect("/my%20blog/".to_owned()));
        assert_eq!(shown.find("/my%20blog/a"), Found::Redirect("/my%20blog/a/".to_owned()));
        assert_eq!(shown.find("/a/"), Found::Nothing);
    }

    #[test]
    fn what_would_climb_is_refused() {
        for path in ["/../x", "/a/%2e%2e/x", "/%2e/", "/a\\..\\x", "/a/%00", "/%ff", "/%5c", "a", ""] {
            assert_eq!(shown("/").find(path), Found::Refused, "{path}");
        }
    }
}
