//! What a build leaves for the next, shared: a machine that has none of its own goes on from what another left. Bodies need not be
//! parsed and code not be highlighted again, and what a site remembers of its addresses is not lost.
//!
//! The files of a cache are sections. Each section is a piece under the digest of its bytes, and an index names them: so an edit
//! writes the sections that it changed, and the index.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::atomic::Ordering;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Shared;
use crate::cache::sections;
use crate::digest::Digest;

/// The version of the program, to the letter: another one reads caches otherwise.
const VERSION: &str = env!("SLUGLINE_SOURCES");

/// Names the sections of files.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Index {
    files: Vec<(String, Vec<Digest>)>,
}

/// Puts files into `folder`, as another machine left them for a build of this `name`. All of them, or none.
pub(in crate::cache) fn restore(shared: &Shared, name: &str, folder: &Path, files: &[&str]) -> bool {
    let Some(index) = index(shared, name) else { return false };
    let wanted = index.files.iter().filter(|(file, _)| files.contains(&file.as_str()));
    let read = |(file, digests): &(String, Vec<Digest>)| {
        let names: Vec<String> = digests.iter().map(|digest| name_of(*digest)).collect();
        let pieces = shared.get_all(&names)?;
        let whole = |(piece, digest): (&Vec<u8>, &Digest)| unpacked(piece).filter(|bytes| Digest::of(bytes) == *digest);
        let sections: Option<Vec<Vec<u8>>> = pieces.par_iter().zip(digests).map(whole).collect();
        Some((file.clone(), sections?))
    };
    let Some(read) = wanted.map(read).collect::<Option<Vec<_>>>() else {
        shared.has_gaps.store(true, Ordering::Relaxed);
        return false;
    };
    read.iter().all(|(file, sections)| sections::save(&folder.join(file), sections).is_ok())
}

/// Shares the files of `folder` for builds of this `name`.
pub(in crate::cache) fn share(shared: &Shared, name: &str, folder: &Path, files: &[&str]) {
    // Where pieces are missing, all are written again.
    let has_gaps = shared.has_gaps.load(Ordering::Relaxed);
    let before = index(shared, name).filter(|_| !has_gaps).unwrap_or_default();
    let known: BTreeSet<Digest> = before.files.iter().flat_map(|(_, digests)| digests).copied().collect();
    let mut index = Index::default();
    for file in files {
        let Some(loaded) = sections::load(&folder.join(file)) else { continue };
        let all: Vec<&[u8]> = loaded.iter().collect();
        let digests: Vec<Digest> = all.par_iter().map(|bytes| Digest::of(bytes)).collect();
        for (digest, bytes) in digests.iter().zip(all).filter(|(digest, _)| !known.contains(digest)) {
            shared.put(name_of(*digest), packed(bytes));
        }
        index.files.push(((*file).to_owned(), digests));
    }
    if index != before {
        // The sections have to be there before anybody is led to them.
        shared.settle();
        // None of it can fail to be written down.
        shared.put(index_of(name), postcard::to_stdvec(&index).unwrap_or_default());
    }
}

fn index(shared: &Shared, name: &str) -> Option<Index> {
    postcard::from_bytes(&shared.get(&index_of(name))?).ok()
}

fn index_of(name: &str) -> String {
    format!("builds/{VERSION}/{name}")
}

fn name_of(digest: Digest) -> String {
    format!("sections/{}", digest.hex())
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory cannot fail.
    let _ = packer.write_all(bytes);
    packer.finish().unwrap_or_default()
}

fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut all = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut all).ok().map(|_| all)
}
