//! What is made once and shared by several feeds. Each piece is kept until the last feed has taken it; what does not fit in
//! memory meanwhile waits in a temporary file without a name, which the system removes with the process.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many bytes are held in memory. Of ten thousand posts, the pieces come to a hundred million.
const HELD: usize = 16 << 20;

/// Pieces by number.
#[derive(Debug)]
pub(super) struct Spool {
    pieces: Vec<Mutex<Piece>>,
    held: AtomicUsize,
    most: usize,
    file: Mutex<Option<File>>,
}

#[derive(Debug, Default)]
struct Piece {
    /// How often it will still be taken.
    uses: usize,
    kept: Kept,
}

#[derive(Debug, Default)]
enum Kept {
    /// It is not made yet, or nobody will take it any more.
    #[default]
    Nowhere,
    InMemory(Arc<str>),
    InFile {
        at: u64,
        length: usize,
    },
}

impl Spool {
    /// For pieces of which each will be taken so often, at most.
    pub(super) fn new(uses: Vec<usize>) -> Self {
        let pieces = uses.into_iter().map(|uses| Mutex::new(Piece { uses, kept: Kept::Nowhere })).collect();
        Self { pieces, held: AtomicUsize::new(0), most: HELD, file: Mutex::new(None) }
    }

    /// Takes a piece; it is made if this is the first time.
    pub(super) fn take(&self, number: usize, make: impl FnOnce() -> String) -> Arc<str> {
        let Some(piece) = self.pieces.get(number) else { return make().into() };
        // Who comes while it is being made waits: to make it twice would take as long.
        let mut piece = unpoisoned(piece);
        piece.uses = piece.uses.saturating_sub(1);
        let is_last = piece.uses == 0;
        let kept = match &piece.kept {
            Kept::Nowhere => None,
            Kept::InMemory(text) => Some(text.clone()),
            Kept::InFile { at, length } => self.read(*at, *length).ok(),
        };
        let is_new = kept.is_none();
        let text = kept.unwrap_or_else(|| make().into());
        if is_last {
            if let Kept::InMemory(_) = std::mem::take(&mut piece.kept) {
                self.held.fetch_sub(text.len(), Ordering::Relaxed);
            }
        } else if is_new {
            piece.kept = self.keep(&text);
        }
        text
    }

    fn keep(&self, text: &Arc<str>) -> Kept {
        let held = self.held.fetch_add(text.len(), Ordering::Relaxed);
        if held + text.len() <= self.most {
            return Kept::InMemory(text.clone());
        }
        self.held.fetch_sub(text.len(), Ordering::Relaxed);
        // Where nothing can be written, it is made again each time.
        self.write(text).map_or(Kept::Nowhere, |at| Kept::InFile { at, length: text.len() })
    }

    fn write(&self, text: &str) -> io::Result<u64> {
        let mut file = unpoisoned(&self.file);
        let file = match &mut *file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        let at = file.seek(SeekFrom::End(0))?;
        file.write_all(text.as_bytes())?;
        Ok(at)
    }

    fn read(&self, at: u64, length: usize) -> io::Result<Arc<str>> {
        let mut bytes = vec![0; length];
        {
            let mut file = unpoisoned(&self.file);
            let file = file.as_mut().ok_or(io::ErrorKind::NotFound)?;
            file.seek(SeekFrom::Start(at))?;
            file.read_exact(&mut bytes)?;
        }
        String::from_utf8(bytes).map(Arc::from).map_err(|_| io::ErrorKind::InvalidData.into())
    }
}

/// What a thread that failed left behind is still whole: it is set in one step.
fn unpoisoned<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unmade() -> String {
        panic!("it was made before")
    }

    #[test]
    fn a_piece_is_made_once_and_kept_until_the_last_use() {
        let spool = Spool::new(vec![3, 1]);
        assert_eq!(&*spool.take(0, || "tides".to_owned()), "tides");
        assert_eq!(&*spool.take(1, || "wind".to_owned()), "wind");
        assert_eq!(spool.held.load(Ordering::Relaxed), 5);
        assert_eq!(&*spool.take(0, unmade), "tides");
        assert_eq!(&*spool.take(0, unmade), "tides");
        assert_eq!(spool.held.load(Ordering::Relaxed), 0);
        assert_eq!(&*spool.take(0, || "again".to_owned()), "again");
    }

    #[test]
    fn what_does_not_fit_waits_in_a_file() {
        let spool = Spool { most: 8, ..Spool::new(vec![3, 3, 3]) };
        for (number, text) in ["tides", "winds", "日本語"].into_iter().enumerate() {
            assert_eq!(&*spool.take(number, || text.to_owned()), text);
        }
        let in_file = spool.pieces.iter().filter(|piece| matches!(unpoisoned(piece).kept, Kept::InFile { .. }));
        assert_eq!(in_file.count(), 2);
        for _ in 0..2 {
            for (number, text) in ["tides", "winds", "日本語"].into_iter().enumerate() {
                assert_eq!(&*spool.take(number, unmade), text);
            }
        }
    }
}
