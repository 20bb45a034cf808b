//! Digests: what tells two contents apart, the same on every machine and in every release (BLAKE3, cut to 128 bits).

use serde::{Deserialize, Serialize};

/// The digest of some bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Digest([u8; 16]);

impl Digest {
    /// Of bytes as they are.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self::cut(&blake3::hash(bytes))
    }

    /// Of everything that can be read.
    ///
    /// # Errors
    /// If reading fails.
    pub fn of_reader(reader: impl std::io::Read) -> std::io::Result<Self> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(reader)?;
        Ok(Self::cut(&hasher.finalize()))
    }

    /// Half of it: enough where a mistake costs no more than a wrong word in a report.
    #[must_use]
    pub fn half(self) -> u64 {
        self.0.first_chunk().map_or(0, |half| u64::from_le_bytes(*half))
    }

    /// In hexadecimal digits, as names of files hold it.
    #[must_use]
    pub fn hex(self) -> String {
        use std::fmt::Write as _;
        let mut hex = String::with_capacity(32);
        for byte in self.0 {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }

    fn cut(hash: &blake3::Hash) -> Self {
        let mut digest = [0; 16];
        for (to, from) in digest.iter_mut().zip(hash.as_bytes()) {
            *to = *from;
        }
        Self(digest)
    }
}

/// A digest in the making, of parts. Each part carries its length, so that no two sequences of parts are alike.
#[derive(Debug, Default)]
pub struct Parts {
    bytes: Vec<u8>,
}

impl Parts {
    /// No part so far.
    #[must_use]
    pub fn new() -> Self {
        // Most have few parts, and grow no further.
        Self { bytes: Vec::with_capacity(128) }
    }

    /// Adds bytes.
    pub fn bytes(&mut self, part: &[u8]) -> &mut Self {
        self.number(part.len() as u64);
        self.bytes.extend_from_slice(part);
        self
    }

    /// Adds a text.
    pub fn text(&mut self, part: &str) -> &mut Self {
        self.bytes(part.as_bytes())
    }

    /// Adds a number.
    pub fn number(&mut self, part: u64) -> &mut Self {
        self.bytes.extend_from_slice(&part.to_le_bytes());
        self
    }

    /// Adds a mark of one byte, which says of what kind the next part is.
    pub fn mark(&mut self, part: u8) -> &mut Self {
        self.bytes.push(part);
        self
    }

    /// Adds what was digested before.
    pub fn digest(&mut self, part: Digest) -> &mut Self {
        self.bytes.extend_from_slice(&part.0);
        self
    }

    /// The digest of all parts.
    #[must_use]
    pub fn finish(&self) -> Digest {
        Digest::of(&self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_the_same_everywhere() {
        // The first 128 bits of BLAKE3's test vector for no input.
        assert_eq!(Digest::of(b"").hex(), "af1349b9f5f9a1a6a0404dea36dcc949");
        assert_eq!(Digest::of_reader(&b"abc"[..]).unwrap(), Digest::of(b"abc"));
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let two = |a, b| Parts::new().text(a).text(b).finish();
        assert_ne!(two("ab", "c"), two("a", "bc"));
        assert_ne!(two("", "abc"), two("abc", ""));
    }
}
