//! Hears of changes to a site's files. It says when to look, and at most where first: notices may be lost, doubled or late, and
//! a build finds out by itself what changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Config, ErrorKind, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::config::SITE_FILE;
use crate::diagnostic::Diagnostic;
use crate::pipeline::{CONFIGURATION, SOURCES, STATIC};
use crate::source::real_path;

use super::{Event, Teller};

/// Where the system has no notices to give, files are looked at so often.
const POLL: Duration = Duration::from_secs(1);

/// So many files are not looked at first.
pub(super) const MANY: usize = 9;

/// Something may have changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// It is done: a file was closed, moved or removed.
    Done,
    /// Somebody may be about it still.
    UnderWay,
}

/// Watches a site's folder.
pub(super) struct Watcher {
    root: PathBuf,
    inner: Box<dyn notify::Watcher + Send>,
    forward: Arc<Forward>,
    tell: Teller,
}

impl Watcher {
    /// Begins to watch.
    ///
    /// # Errors
    /// If the folder itself cannot be watched, by any means.
    pub(super) fn start(root: &Path, signal: Sender<Signal>, tell: &Teller) -> Result<Self, Diagnostic> {
        let root = real_path(root);
        let forward = Arc::new(Forward {
            root: root.clone(),
            signal,
            exchanged: AtomicBool::new(false),
            heard: Arc::default(),
            changed: Mutex::default(),
        });
        let handler = {
            let forward = forward.clone();
            move |event| forward.take(event)
        };
        let cannot = |error: &notify::Error| {
            Diagnostic::error(format!("cannot watch `{}`: {error}", root.display()))
                .help(format!("give the folder that holds `{SITE_FILE}` with `--root`"))
        };
        let inner: Box<dyn notify::Watcher + Send> = match RecommendedWatcher::new(handler, Config::default()) {
            Ok(watcher) => Box::new(watcher),
            Err(_) => Box::new(polling(&forward).map_err(|error| cannot(&error))?),
        };
        let mut watcher = Self { root: root.clone(), inner, forward, tell: tell.clone() };
        if let Err(error) = watcher.watch_all() {
            watcher.poll(&error).map_err(|error| cannot(&error))?;
        }
        Ok(watcher)
    }

    /// How many signals there were so far.
    pub(super) fn heard(&self) -> Arc<AtomicU64> {
        self.forward.heard.clone()
    }

    /// The files that notices were of since this was asked last, by path from the site's root; no more than [`MANY`].
    pub(super) fn changed(&self) -> BTreeSet<String> {
        std::mem::take(&mut *self.forward.changed())
    }

    /// Watches the folders of sources that came, or were put in the place of others, since the last look; all of them if
    /// notices were lost.
    pub(super) fn renew(&mut self) {
        if !self.forward.exchanged.swap(false, Ordering::AcqRel) {
            return;
        }
        if let Err(error) = self.watch_folders()
            && let Err(error) = self.poll(&error)
        {
            (self.tell)(Event::Notice(&Diagnostic::warning(format!("changes are not noticed any more: {error}"))));
        }
    }

    /// Looks at all files again and again, where the system does not give notice of every change.
    fn poll(&mut self, why: &notify::Error) -> notify::Result<()> {
        let mut notice = Diagnostic::warning(format!("the system gives no notice of changes here: {why}"))
            .note("files are looked at once a second instead");
        if matches!(why.kind, ErrorKind::MaxFilesWatch) {
            notice = notice.help("let the system watch more folders: `sysctl fs.inotify.max_user_watches=1048576`");
        }
        (self.tell)(Event::Notice(&notice));
        self.inner = Box::new(polling(&self.forward)?);
        self.watch_all()
    }

    fn watch_all(&mut self) -> notify::Result<()> {
        self.inner.watch(&self.root, RecursiveMode::NonRecursive)?;
        self.watch_folders()
    }

    fn watch_folders(&mut self) -> notify::Result<()> {
        for folder in SOURCES.map(|name| self.root.join(name)) {
            // Of a folder that is not watched there is nothing to end.
            let _ = self.inner.unwatch(&folder);
            if folder.exists() {
                self.inner.watch(&folder, RecursiveMode::Recursive)?;
            }
        }
        Ok(())
    }
}

fn polling(forward: &Arc<Forward>) -> notify::Result<PollWatcher> {
    let forward = forward.clone();
    PollWatcher::new(move |event| forward.take(event), Config::default().with_poll_interval(POLL))
}

/// Turns what the system says into signals.
struct Forward {
    root: PathBuf,
    signal: Sender<Signal>,
    /// Whether a folder of sources came, went, or was put in the place of another, or notices were lost.
    exchanged: AtomicBool,
    /// How many signals there were.
    heard: Arc<AtomicU64>,
    /// What the latest were of, up to many.
    changed: Mutex<BTreeSet<String>>,
}

impl Forward {
    fn take(&self, event: notify::Result<notify::Event>) {
        // Among notices that were lost may have been that of a folder.
        let exchanges = |event: &notify::Event| {
            event.need_rescan() || is_exchange(event.kind) && event.paths.iter().any(|path| self.is_folder(path))
        };
        if event.as_ref().map_or(true, exchanges) {
            self.exchanged.store(true, Ordering::Release);
        }
        let signal = match event {
            Ok(event) if event.need_rescan() => Some(Signal::Done),
            Ok(event) => {
                let concerning: Vec<&str> = event.paths.iter().filter_map(|path| self.concerning(path)).collect();
                let signal = signal_of(event.kind).filter(|_| !concerning.is_empty());
                if signal == Some(Signal::Done) {
                    let mut changed = self.changed();
                    let room = MANY.saturating_sub(changed.len());
                    changed.extend(concerning.into_iter().take(room).map(str::to_owned));
                }
                signal
            }
            // Notices may be missing.
            Err(_) => Some(Signal::Done),
        };
        if let Some(signal) = signal {
            self.heard.fetch_add(1, Ordering::Release);
            // Fails only when the builder is no more.
            let _ = self.signal.send(signal);
        }
    }

    /// Whether a path is that of a whole folder of sources.
    fn is_folder(&self, path: &Path) -> bool {
        path.parent() == Some(&self.root)
            && path.file_name().and_then(|name| name.to_str()).is_some_and(|name| SOURCES.contains(&name))
    }

    /// The path of a source from the site's root; none of what else there is at the top of a site.
    fn concerning<'p>(&self, path: &'p Path) -> Option<&'p str> {
        let relative = path.strip_prefix(&self.root).ok()?;
        let first = relative.iter().next()?.to_str()?;
        // What a build passes over, such as what editors keep beside a file. `static/.well-known/` is none of it.
        let is_passed_over =
            first != STATIC && relative.iter().any(|part| part.to_str().is_some_and(|part| part.starts_with('.')));
        if is_passed_over {
            return None;
        }
        // What has a name that is none is looked at as well; that it cannot be told does not matter.
        let told = relative.to_str().unwrap_or_default();
        (SOURCES.contains(&first) || CONFIGURATION.contains(&first)).then_some(told)
    }

    fn changed(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether something came, went, or was put in the place of another: not if it was opened, as each look at the site does with
/// its folders.
fn is_exchange(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_)))
}

/// What an event says; none if it is of no interest, such as that a file was read.
fn signal_of(kind: EventKind) -> Option<Signal> {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(_))
        | EventKind::Remove(_)
        | EventKind::Other
        | EventKind::Any => Some(Signal::Done),
        EventKind::Access(_) => None,
        EventKind::Create(_) | EventKind::Modify(_) => {
            // Where closing a file is not told of, there is nothing to wait for.
            Some(if cfg!(any(target_os = "linux", target_os = "android")) { Signal::UnderWay } else { Signal::Done })
        }
    }
}
