//! Where in the index a root is kept. Shards are the leaves of a tree over the bits of roots: all whose bits begin with a code are
//! in its shard. A shard that grows too large is cut in two by the next bit, and no other shard knows of it.

use std::fmt::Write as _;

/// The bits that all roots of a shard begin with, as `0` and `1`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code(String);

impl Code {
    /// That of every root.
    pub(super) fn root() -> Self {
        Self(String::new())
    }

    /// Its two halves.
    pub(super) fn halves(&self) -> [Self; 2] {
        [Self(format!("{}0", self.0)), Self(format!("{}1", self.0))]
    }

    /// How many bits it has.
    pub(super) fn depth(&self) -> usize {
        self.0.len()
    }

    /// The other half of what it is a half of; none of the root.
    pub(super) fn sibling(&self) -> Option<Self> {
        let mut bits = self.0.clone();
        let last = bits.pop()?;
        bits.push(if last == '0' { '1' } else { '0' });
        Some(Self(bits))
    }

    /// The code of so many bits that comes next behind all that begin with this one; of the root, the first one.
    pub(super) fn next(before: Option<&Self>, depth: usize) -> Option<Self> {
        let mut bits = match before {
            None => String::new(),
            Some(before) => {
                let open = before.0.trim_end_matches('1');
                let mut bits = open.strip_suffix('0')?.to_owned();
                bits.push('1');
                bits
            }
        };
        while bits.len() < depth {
            bits.push('0');
        }
        (bits.len() == depth).then_some(Self(bits))
    }

    /// Whether a root is in its shard.
    pub(super) fn holds(&self, root: &str) -> bool {
        self.0.bytes().enumerate().all(|(at, wanted)| bit(root, at) == (wanted == b'1'))
    }

    /// Whether all roots in its shard stand before one with the given bits.
    pub(super) fn is_before(&self, bit: impl Fn(usize) -> bool) -> bool {
        let other = self.0.bytes().enumerate().find(|(at, own)| bit(*at) != (*own == b'1'));
        other.is_some_and(|(at, _)| bit(at))
    }

    /// The name of the shard's file.
    #[must_use]
    pub fn file(&self) -> String {
        let mut name = format!("words-{}", self.depth());
        let bits = self.0.as_bytes();
        for (at, nibble) in bits.chunks(4).enumerate() {
            if at == 0 {
                name.push('-');
            }
            let value = nibble.iter().fold(0, |value, bit| value * 2 + u32::from(*bit == b'1')) << (4 - nibble.len());
            // Writing to a string cannot fail.
            let _ = write!(name, "{value:x}");
        }
        name.push_str(".idx");
        name
    }
}

/// A bit of a root; behind its end all are 0.
pub(super) fn bit(root: &str, at: usize) -> bool {
    root.as_bytes().get(at / 8).is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_follow_each_other() {
        let code = |bits: &str| Code(bits.to_owned());
        assert_eq!(Code::next(None, 2), Some(code("00")));
        assert_eq!(Code::next(Some(&code("00")), 4), Some(code("0100")));
        assert_eq!(Code::next(Some(&code("0111")), 1), Some(code("1")));
        assert_eq!(Code::next(Some(&code("1")), 1), None);
        assert_eq!(Code::next(None, 0), Some(Code::root()));
    }

    #[test]
    fn a_root_is_where_its_bits_lead() {
        // `a` is 0x61.
        assert!(Code("0110".to_owned()).holds("a") && !Code("0111".to_owned()).holds("a"));
        assert!(Code("011000010000".to_owned()).holds("a") && Code::root().holds("人"));
        assert_eq!(Code("0110000".to_owned()).file(), "words-7-60.idx");
        assert_eq!(Code::root().file(), "words-0.idx");
        assert_eq!(Code("0110".to_owned()).sibling(), Some(Code("0111".to_owned())));
    }
}
