//! What shows that a piece is what somebody who may say so made: a digest of its name and its bytes, in front of them.
//!
//! A piece that was damaged, or put under another's name, is none. With a secret in the environment, the digest cannot be made
//! without it: then whoever can write to the store, but does not know the secret, poisons nothing.

use blake3::Hasher;

/// The variable that holds the secret.
const SECRET: &str = "SLUGLINE_CACHE_SECRET";

/// First bytes of a piece; the number is that of its form.
const HEAD: &[u8] = b"slugline piece 1\n";

/// What makes a key of a secret (BLAKE3, key derivation).
const CONTEXT: &str = "slugline 2026-11-27 seals of the shared cache";

/// How pieces are sealed.
#[derive(Clone)]
pub(super) struct Seal {
    key: Option<[u8; blake3::KEY_LEN]>,
}

impl std::fmt::Debug for Seal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Seal({})", if self.key.is_some() { "secret" } else { "open" })
    }
}

impl Seal {
    pub(super) fn of_the_environment() -> Self {
        Self::with(std::env::var(SECRET).ok().filter(|secret| !secret.is_empty()).as_deref())
    }

    fn with(secret: Option<&str>) -> Self {
        Self { key: secret.map(|secret| blake3::derive_key(CONTEXT, secret.as_bytes())) }
    }

    /// A piece as it is stored.
    pub(super) fn close(&self, name: &str, bytes: &[u8]) -> Vec<u8> {
        [HEAD, self.digest(name, bytes).as_bytes(), bytes].concat()
    }

    /// The bytes of a piece; none if it is none of this name.
    pub(super) fn open<'p>(&self, name: &str, piece: &'p [u8]) -> Option<&'p [u8]> {
        let (digest, bytes) = piece.strip_prefix(HEAD)?.split_first_chunk::<{ blake3::OUT_LEN }>()?;
        // Their comparison takes the same time for all.
        (self.digest(name, bytes) == *digest).then_some(bytes)
    }

    fn digest(&self, name: &str, bytes: &[u8]) -> blake3::Hash {
        let mut hasher = self.key.as_ref().map_or_else(Hasher::new, Hasher::new_keyed);
        hasher.update(&(name.len() as u64).to_le_bytes()).update(name.as_bytes()).update(bytes).finalize()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_sealed_is_opened() {
        for seal in [Seal::with(None), Seal::with(Some("secret"))] {
            let piece = seal.close("a", b"bytes");
            assert_eq!(seal.open("a", &piece), Some(&b"bytes"[..]));
            assert_eq!(seal.open("b", &piece), None);
            for at in 0..piece.len() {
                let mut damaged = piece.clone();
                *damaged.get_mut(at).unwrap() ^= 1;
                assert_eq!(seal.open("a", &damaged), None);
                assert_eq!(seal.open("a", piece.get(..at).unwrap()), None);
            }
        }
        assert_eq!(Seal::with(Some("secret")).open("a", &Seal::with(None).close("a", b"bytes")), None);
        assert_eq!(Seal::with(None).open("a", &Seal::with(Some("secret")).close("a", b"bytes")), None);
    }
}
