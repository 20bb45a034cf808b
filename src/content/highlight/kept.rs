//! Highlighted code, kept from build to build by what it was made of.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use crate::digest::{Digest, Parts};

/// HTML by the digest of language and code.
pub type Code = HashMap<Digest, String>;

/// More than so many bytes are not carried on: what is still in use is made again.
const MOST: usize = 256 << 20;

/// What was made before, and what was made now.
#[derive(Default)]
pub(super) struct Kept {
    load: Option<Box<dyn Fn() -> Code + Send + Sync>>,
    former: OnceLock<Code>,
    made: Mutex<Made>,
}

#[derive(Default)]
struct Made {
    code: Code,
    is_new: bool,
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

    /// The HTML of a block that was made before.
    pub(super) fn find(&self, key: Digest) -> Option<String> {
        let former = self.former.get_or_init(|| self.load.as_ref().map(|load| load()).unwrap_or_default());
        former.get(&key).or(self.made().code.get(&key)).cloned()
    }

    /// Keeps the HTML of a block.
    pub(super) fn keep(&self, key: Digest, html: String) {
        let mut made = self.made();
        made.code.insert(key, html);
        made.is_new = true;
    }

    fn made(&self) -> MutexGuard<'_, Made> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All that is to be kept, by digest; none if nothing is new since this was last asked.
    pub(super) fn changed(&self) -> Option<Vec<(Digest, String)>> {
        let mut made = self.made();
        if !std::mem::take(&mut made.is_new) {
            return None;
        }
        let size = |code: &Code| code.values().map(String::len).sum::<usize>();
        let former = self.former.get().filter(|former| size(former) + size(&made.code) <= MOST);
        let former = former.into_iter().flatten();
        let mut all: Vec<(Digest, String)> =
            former.chain(made.code.iter()).map(|(key, html)| (*key, html.clone())).collect();
        all.sort_unstable_by_key(|(key, _)| *key);
        Some(all)
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
        let second = Kept::loading(move || all.clone().into_iter().collect());
        assert_eq!(second.find(key).as_deref(), Some("html"));
        assert_eq!(second.find(Kept::key("go", "fn main() {}")), None);
        second.keep(Kept::key("go", "x"), "y".to_owned());
        assert_eq!(second.changed().unwrap().len(), 2, "the old and the new");
    }
}
