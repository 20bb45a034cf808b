//! A shard of the index: some roots, the forms that begin with each, and the documents with each form. On disk, deflated (RFC 1951),
//! it is
//!
//! - the number of forms; for each, in the order of roots and then of forms: how many bytes it has in common with the one before,
//!   how many more follow, those, how many bytes of it are its root, times 4, plus how many bytes of its stem follow that, those, in
//!   how many documents it stands, how many bytes say in which;
//! - for each, its documents in their order: the distance to the number of the one before (of the first, to -1) less 1, times 8, plus
//!   its impact.
//!
//! All numbers are of varying length (`numbers.rs`).

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::numbers::{push_number, take_bytes, take_number};
use super::terms::Term;

/// A form with its documents.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    /// Root and form: what it is sorted by.
    pub(super) root: Box<str>,
    pub(super) form: Box<str>,
    /// What stands behind the root in the stem.
    pub(super) ending: Box<str>,
    /// Numbers of documents, ascending, times 8, plus the impact.
    pub(super) documents: Vec<u32>,
}

impl Entry {
    pub(super) fn new(term: &Term, documents: Vec<u32>) -> Self {
        Self { root: term.root().into(), form: term.form.clone(), ending: term.ending.clone(), documents }
    }

    /// What it is sorted by, and told from all others. Words of several languages may have one form and different stems.
    pub(super) fn key(&self) -> (&str, &str, &str) {
        (&self.root, &self.form, &self.ending)
    }

    /// About how many bytes it takes.
    pub(super) fn weight(&self) -> usize {
        weight(self.documents.len())
    }
}

/// About how many bytes a form takes that stands in so many documents.
pub(super) fn weight(documents: usize) -> usize {
    documents + documents / 2 + 4
}

/// The bytes of a shard.
pub(super) fn encode(entries: &[Entry]) -> Vec<u8> {
    let mut forms = Vec::with_capacity(entries.len() * 8);
    let mut documents = Vec::new();
    let number = |bytes: &mut Vec<u8>, number: usize| push_number(bytes, u32::try_from(number).unwrap_or(u32::MAX));
    number(&mut forms, entries.len());
    let mut before: &[u8] = b"";
    for entry in entries {
        let form = entry.form.as_bytes();
        let common = before.iter().zip(form).take_while(|(a, b)| a == b).count();
        number(&mut forms, common);
        number(&mut forms, form.len() - common);
        forms.extend(form.iter().skip(common));
        debug_assert!(entry.ending.len() < 4, "an ending is a letter or two");
        number(&mut forms, entry.root.len() * 4 + entry.ending.len());
        forms.extend(entry.ending.bytes());
        number(&mut forms, entry.documents.len());
        let start = documents.len();
        let mut next = 0;
        for document in &entry.documents {
            push_number(&mut documents, ((document >> 3) - next) << 3 | document & 7);
            next = (document >> 3) + 1;
        }
        number(&mut forms, documents.len() - start);
        before = form;
    }
    forms.extend(documents);
    deflate(&forms)
}

/// Reads a shard; none if it is none.
pub(super) fn decode(bytes: &[u8]) -> Option<Vec<Entry>> {
    let bytes = inflate(bytes)?;
    let mut rest = bytes.as_slice();
    let count = take_number(&mut rest)?;
    let mut entries = Vec::new();
    let mut lengths = Vec::new();
    let mut before: Vec<u8> = Vec::new();
    for _ in 0..count {
        let common = take_number(&mut rest)? as usize;
        let more = take_number(&mut rest)? as usize;
        before.truncate(common);
        before.extend(take_bytes(&mut rest, more)?);
        let form = std::str::from_utf8(&before).ok()?;
        let lengths_of_stem = take_number(&mut rest)? as usize;
        let root = form.get(..lengths_of_stem / 4)?;
        let ending = std::str::from_utf8(take_bytes(&mut rest, lengths_of_stem % 4)?).ok()?;
        lengths.push((take_number(&mut rest)?, take_number(&mut rest)? as usize));
        entries.push(Entry { root: root.into(), form: form.into(), ending: ending.into(), documents: Vec::new() });
    }
    for (entry, (documents, length)) in entries.iter_mut().zip(lengths) {
        let mut bytes = take_bytes(&mut rest, length)?;
        let mut next = 0_u32;
        for _ in 0..documents {
            let number = take_number(&mut bytes)?;
            let document = next.checked_add(number >> 3)?;
            entry.documents.push(document.checked_mul(8)? | number & 7);
            next = document + 1;
        }
    }
    Some(entries)
}

/// Deflates (RFC 1951).
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 2), Compression::new(6));
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Inflates; none if it is not deflated.
pub(super) fn inflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut inflated = Vec::new();
    DeflateDecoder::new(bytes).read_to_end(&mut inflated).ok()?;
    Some(inflated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_comes_back() {
        let entry = |(root, ending): (&str, &str), form: &str, documents: &[u32]| Entry {
            root: root.into(),
            form: form.into(),
            ending: ending.into(),
            documents: documents.to_vec(),
        };
        let entries = vec![
            entry(("build", ""), "build", &[0, 9, 8000]),
            entry(("build", ""), "building", &[3]),
            entry(("compan", "i"), "companies", &[1, 10, 17]),
            entry(("人工", ""), "人工", &[7]),
        ];
        let bytes = encode(&entries);
        assert_eq!(decode(&bytes), Some(entries));
        assert_eq!(decode(&encode(&[])), Some(Vec::new()));
        for length in 0..bytes.len() {
            assert_eq!(decode(bytes.get(..length).unwrap()), None, "cut to {length} bytes");
        }
    }
}
