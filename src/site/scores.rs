//! Adding up scores of numbered things, of which few are touched at a time.

/// A score for each of so many things. One of them serves again and again, so that nothing is allocated for each count.
#[derive(Debug)]
pub(super) struct Scores {
    scores: Vec<u64>,
    touched: Vec<usize>,
}

impl Scores {
    /// All zero, for the numbers below `count`.
    pub(super) fn of(count: usize) -> Self {
        Self { scores: vec![0; count], touched: Vec::new() }
    }

    /// Adds to the score of a thing; `score` is not zero.
    pub(super) fn add(&mut self, thing: usize, score: u64) {
        let Some(sum) = self.scores.get_mut(thing) else { return };
        if *sum == 0 {
            self.touched.push(thing);
        }
        *sum += score;
    }

    /// Gives every thing that was touched with its score, in the order of first touch, and sets them back to zero.
    pub(super) fn take(&mut self) -> impl Iterator<Item = (usize, u64)> {
        let Self { scores, touched } = self;
        touched.drain(..).filter_map(|thing| Some((thing, std::mem::take(scores.get_mut(thing)?))))
    }
}
