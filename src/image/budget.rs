//! How much memory decoded pictures may take together.

use std::sync::{Condvar, Mutex, PoisonError};

/// Bytes that all pictures together may take while they are decoded.
const TOTAL: u64 = 300_000_000;

/// Bytes that one picture may take. One that takes more than all may together is decoded alone.
pub(super) const LARGEST: u64 = 420_000_000;

/// The memory for pictures, from which each takes its share for as long as it is decoded.
#[derive(Debug, Default)]
pub struct Budget {
    taken: Mutex<u64>,
    given_back: Condvar,
}

/// A share of the budget, given back when it is dropped.
#[derive(Debug)]
pub struct Share<'b> {
    budget: &'b Budget,
    bytes: u64,
}

impl Budget {
    /// Waits until there are so many bytes left, and takes them.
    pub fn take(&self, bytes: u64) -> Share<'_> {
        let bytes = bytes.min(TOTAL);
        let taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = |taken: &mut u64| *taken + bytes > TOTAL;
        let mut taken = self.given_back.wait_while(taken, waits).unwrap_or_else(PoisonError::into_inner);
        *taken += bytes;
        Share { budget: self, bytes }
    }
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        *self.budget.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.budget.given_back.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn no_more_is_taken_than_there_is() {
        let (budget, now, most) = (Budget::default(), AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for bytes in [TOTAL / 2, TOTAL / 3, TOTAL, 2 * TOTAL, TOTAL / 2, 1] {
                let (budget, now, most) = (&budget, &now, &most);
                scope.spawn(move || {
                    let share = budget.take(bytes);
                    most.fetch_max(now.fetch_add(share.bytes, Ordering::SeqCst) + share.bytes, Ordering::SeqCst);
                    now.fetch_sub(share.bytes, Ordering::SeqCst);
                });
            }
        });
        assert!(most.load(Ordering::SeqCst) <= TOTAL);
        assert_eq!(*budget.taken.lock().unwrap(), 0);
    }
}
