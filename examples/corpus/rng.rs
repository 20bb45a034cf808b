//! A small random number generator whose numbers never change.

/// Steele, Lea and Flood's `SplitMix64`: one word of state, the same numbers on every machine.
pub struct Rng(u64);

impl Rng {
    /// The generator of one thing, such as a post, by the corpus's seed and the thing's own number.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut seeds = Self(seed);
        let mut streams = Self(seeds.next_u64() ^ stream);
        Self(streams.next_u64())
    }

    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`, which must not be zero.
    pub fn below_u64(&mut self, end: u64) -> u64 {
        self.next_u64() % end
    }

    /// An index below `end`, which must not be zero.
    pub fn below(&mut self, end: usize) -> usize {
        let index = self.below_u64(end as u64);
        usize::try_from(index).expect("less than a usize")
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: u64) -> bool {
        self.below_u64(times) == 0
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (2..=items.len()).rev() {
            items.swap(end - 1, self.below(end));
        }
    }
}
