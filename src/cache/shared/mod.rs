//! What several machines share of what builds keep: a place in an object store, read when something is missing here, and written
//! while the build goes on. Whatever is wrong with it, a build is made all the same.
//!
//! Pieces are named by what they were made of: variants of pictures, social cards, and sections of what a build leaves for the next
//! ([`snapshot`]). Each carries a [seal](seal).

mod seal;
pub(super) mod snapshot;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use futures_util::{StreamExt, stream};
use seal::Seal;

use crate::config::StorePlace;
use crate::diagnostic::Diagnostic;
use crate::store::{AT_ONCE, Failure, Headers, Patience, PutMode, Store};

/// So many pieces are written at a time.
const WRITERS: usize = 4;

/// So many wait to be written; whoever makes more of them waits.
const WAITING: usize = 16;

/// A name, and the bytes under it.
type Piece = (String, Vec<u8>);

/// The cache that several machines share.
#[derive(Debug)]
pub struct Shared {
    place: Arc<Place>,
    /// Whether pieces were missing that an index names: they may have been too old for the bucket.
    has_gaps: AtomicBool,
    queue: Mutex<Option<SyncSender<Piece>>>,
    writers: Mutex<Vec<JoinHandle<()>>>,
}

#[derive(Debug)]
struct Place {
    store: Store,
    seal: Seal,
    /// After the first failure, nobody asks again: a build that waits for each piece in vain is worse than none.
    is_off: AtomicBool,
    problem: Mutex<Option<Diagnostic>>,
}

impl Shared {
    /// Finds it. Nothing is asked yet.
    ///
    /// # Errors
    /// If the environment does not say who asks.
    pub fn open(place: &StorePlace) -> Result<Self, Diagnostic> {
        let store = Store::open(place, Patience::SHORT)?;
        let place = Arc::new(Place {
            store,
            seal: Seal::of_the_environment(),
            is_off: AtomicBool::new(false),
            problem: Mutex::default(),
        });
        Ok(Self { place, has_gaps: AtomicBool::new(false), queue: Mutex::default(), writers: Mutex::default() })
    }

    /// A piece; none if there is none, or none that can be trusted.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Vec<u8>> {
        if self.place.is_off.load(Ordering::Relaxed) {
            return None;
        }
        let store = &self.place.store;
        match store.run(store.get(name)) {
            Ok(found) => self.place.seal.open(name, &found?.bytes).map(<[u8]>::to_vec),
            Err(failure) => {
                self.place.fail("read", &failure);
                None
            }
        }
    }

    /// Several pieces, read at a time; none if one is missing.
    #[must_use]
    pub fn get_all(&self, names: &[String]) -> Option<Vec<Vec<u8>>> {
        let place = &self.place;
        let read = stream::iter(names).map(|name| async move {
            let found = place.store.get(name).await.map_err(|failure| place.fail("read", &failure)).ok()??;
            place.seal.open(name, &found.bytes).map(<[u8]>::to_vec)
        });
        let read = read.buffered(AT_ONCE).collect::<Vec<Option<Vec<u8>>>>();
        if place.is_off.load(Ordering::Relaxed) { None } else { place.store.run(read).into_iter().collect() }
    }

    /// Writes a piece, later.
    pub fn put(&self, name: String, bytes: Vec<u8>) {
        if self.place.is_off.load(Ordering::Relaxed) {
            return;
        }
        let sender =
            self.queue.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| self.begin()).clone();
        // Writers that are gone have failed, and said so.
        let _ = sender.send((name, bytes));
    }

    /// Waits until all is written; gives what went wrong first.
    #[must_use]
    pub fn finish(&self) -> Option<Diagnostic> {
        self.settle();
        self.place.problem.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Waits until all is written.
    fn settle(&self) {
        drop(self.queue.lock().unwrap_or_else(PoisonError::into_inner).take());
        for writer in self.writers.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            let _ = writer.join();
        }
    }

    fn begin(&self) -> SyncSender<Piece> {
        let (sender, receiver) = sync_channel(WAITING);
        let receiver = Arc::new(Mutex::new(receiver));
        let writer = |_| {
            let (place, receiver) = (self.place.clone(), receiver.clone());
            std::thread::spawn(move || place.write(&receiver))
        };
        self.writers.lock().unwrap_or_else(PoisonError::into_inner).extend((0..WRITERS).map(writer));
        sender
    }
}

impl Place {
    fn write(&self, queue: &Mutex<Receiver<Piece>>) {
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((name, bytes)) = next else { return };
            if self.is_off.load(Ordering::Relaxed) {
                continue;
            }
            let headers = Headers { content_type: "application/octet-stream".to_owned(), ..Headers::default() };
            let sealed = self.seal.close(&name, &bytes).into();
            if let Err(failure) = self.store.run(self.store.put(&name, sealed, &headers, PutMode::Overwrite)) {
                self.fail("write to", &failure);
            }
        }
    }

    fn fail(&self, doing: &str, failure: &Failure) {
        self.is_off.store(true, Ordering::Relaxed);
        let problem = self.store.problem(doing, failure);
        self.problem.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_with(|| unused(&problem));
    }
}

/// A warning that builds go on without.
#[must_use]
pub fn unused(problem: &Diagnostic) -> Diagnostic {
    let warning = Diagnostic::warning(format!("the shared cache is not used: {}", problem.headline));
    match &problem.help {
        Some(help) => warning.help(help.as_str()),
        None => warning,
    }
}
