//! Highlighted code, kept from build to build by what it was made of.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use crate::digest::{Digest, Parts};

/// HTML, each with the digest of its language and code, in the order in which they were made.
pub type Code = Vec<(Digest, String)>;

/// More than so many bytes are not carried on: the oldest go first, and are made again if they are still in use.
const MOST: usize = 64 << 20;

/// What was made before, and what was made now.
#[derive(Default)]
pub(super) struct Kept {
    load: Option<Box<dyn Fn() -> Code + Send + Sync>>,
    former: OnceLock<Store>,
    made: Mutex<Made>,
}

#[derive(Default)]
struct Made {
    store: Store,
    is_new: bool,
}

#[derive(Default)]
struct Store {
    code: Code,
    places: HashMap<Digest, usize>,
}

impl Store {
    fn of(code: Code) -> Self {
        let places = code.iter().enumerate().map(|(place, (key, _))| (*key, place)).collect();
        Self { code, places }
    }

    fn find(&self, key: Digest) -> Option<&String> {
        self.code.get(*self.places.get(&key)?).map(|(_, html)| html)
    }

    fn add(&mut self, key: Digest, html: String) {
        // Two threads may come to the same block at once.
        if let Entry::Vacant(place) = self.places.entry(key) {
            place.insert(self.code.len());
            self.code.push((key, html));
        }
    }
}

impl Kept {
    /// Loads what was made before when it is first asked for.
    pub(super) fn loading(load: impl Fn() -> Code + Send + Sync + 'static) -> Self {
        Self { load: Some(Box::new(load)), ..Self::default() }
    }

    /// What a block is known by.
    pub(super) fn key(language: &str, code: &str) -> Digest {
        Parts::new().text(language).text(code).finish()
    }

    /// What the name of a language is known by.
    pub(super) fn name_key(word: &str) -> Digest {
        Parts::new().mark(b'n').text(word).finish()
    }

    /// The HTML of a block that was made before.
    pub(super) fn find(&self, key: Digest) -> Option<String> {
        let load = || Store::of(self.load.as_ref().map(|load| load()).unwrap_or_default());
        let former = self.former.get_or_init(load);
        former.find(key).or(self.made().store.find(key)).cloned()
    }

    /// Keeps the HTML of a block.
    pub(super) fn keep(&self, key: Digest, html: String) {
        let mut made = self.made();
        made.store.add(key, html);
        made.is_new = true;
    }

    fn made(&self) -> MutexGuard<'_, Made> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All that is to be kept; none if nothing is new since this was last asked.
    pub(super) fn changed(&self) -> Option<Code> {
        let mut made = self.made();
        if !std::mem::take(&mut made.is_new) {
            return None;
        }
        let former = self.former.get().into_iter().flat_map(|former| &former.code);
        let all: Code = former.chain(&made.store.code).cloned().collect();
        let mut room = MOST;
        let fits = |(_, html): &&(Digest, String)| {
            room = room.saturating_sub(html.len());
            room > 0
        };
        let newest = all.iter().rev().take_while(fits).count();
        Some(all.get(all.len() - newest..).unwrap_or_default().to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_made_is_remembered_and_told_once() {
        let key = Kept::key("rust", "fn main() {}");
        let first = Kept::default();
        assert_eq!(first.find(key), None);
        assert_eq!(first.changed(), None);
        first.keep(key, "html".to_owned());
        let all = first.changed().unwrap();
        assert_eq!((all.len(), first.changed()), (1, None));
        let second = Kept::loading(move || all.clone());
        assert_eq!(second.find(key).as_deref(), Some("html"));
        assert_eq!(second.find(Kept::key("go", "fn main() {}")), None);
        second.keep(Kept::key("go", "x"), "y".to_owned());
        assert_eq!(second.changed().unwrap().len(), 2, "the old and the new");
    }
}
