//! The record of a store, in parts. A site of ten thousand posts has a record of some megabytes, which would be most of what the edit
//! of one post sends; so it is cut by the digests of the paths, and parts that are as they were are neither read nor written.
//!
//! The parts are objects of their own, whose names tell their contents; the file `.slugline.json` names them. Whoever writes that file
//! changes the record at once.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};

use bytes::Bytes;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use futures_util::{StreamExt, TryStreamExt, stream};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::publish::edition::Edition;
use crate::publish::lease::overtaken;
use crate::publish::record::{RECORD, Record};
use crate::store::{AT_ONCE, Headers, PutMode, Store, UpdateVersion};

/// The form of the file.
const FORM: u32 = 2;

/// So many files are in a part.
const FILES_IN_A_PART: usize = 128;

/// Parts are of no use beyond this number: the file that names them grows.
const MOST_PARTS: usize = 1024;

/// What names the parts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Root {
    form: u32,
    /// Digests of the parts; the number is a power of two.
    parts: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    former: BTreeMap<String, Timestamp>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    begun: BTreeSet<String>,
}

/// A part of a record: paths, with digests.
type Part = BTreeMap<String, String>;

/// What is known of a target.
pub(super) struct Known {
    /// The record. Parts that are as the edition has them are taken from there.
    pub(super) record: Record,
    root: Root,
    /// The file as it was read or written last.
    text: Bytes,
    version: Option<UpdateVersion>,
}

impl Known {
    /// Reads what the store has, as far as it is not what the edition has.
    pub(super) async fn read(store: &Store, edition: &Edition) -> Result<Self, Diagnostic> {
        let failed = |failure| store.problem("read", &failure);
        let Some(found) = store.get(RECORD).await.map_err(failed)? else {
            return Ok(Self { record: Record::default(), root: Root::default(), text: Bytes::new(), version: None });
        };
        let root: Root = serde_json::from_slice(&found.bytes)
            .ok()
            .filter(|root: &Root| root.form == FORM && root.parts.len() <= MOST_PARTS)
            .ok_or_else(|| unreadable(store))?;
        let own = parts(&hexadecimal(edition), root.parts.len());
        let mut files = BTreeMap::new();
        let mut missing = Vec::new();
        for (digest, part) in root.parts.iter().zip(own) {
            if *digest == digest_of(&part) {
                files.extend(part);
            } else if !digest.is_empty() {
                missing.push(digest.clone());
            }
        }
        let read = stream::iter(missing).map(|digest| async move {
            let found = store.get(&name_of(&digest)).await.map_err(failed)?;
            let part = found.and_then(|found| unpacked(&found.bytes)).filter(|part| digest_of(part) == digest);
            Ok::<_, Diagnostic>(part)
        });
        let read: Vec<Option<Part>> = read.buffer_unordered(AT_ONCE).try_collect().await?;
        let Some(read) = read.into_iter().collect::<Option<Vec<Part>>>() else {
            // Somebody may have published between one look and the other.
            let now = store.get(RECORD).await.map_err(failed)?;
            let is_same = now.is_some_and(|now| now.bytes == found.bytes);
            return Err(if is_same { unreadable(store) } else { overtaken(store.address()) });
        };
        files.extend(read.into_iter().flatten());
        let record = Record { files, former: root.former.clone(), begun: root.begun.clone(), ..Record::default() };
        if !record.stays_within() {
            return Err(unreadable(store));
        }
        Ok(Self { record, root, text: found.bytes, version: Some(found.version) })
    }

    /// Writes down what is about to be sent.
    pub(super) async fn begin(
        &mut self,
        store: &Store,
        begun: BTreeSet<String>,
        next: &Next,
    ) -> Result<(), Diagnostic> {
        self.record.begun.extend(begun);
        // Its parts are written before the file that names them.
        self.record.begun.extend(next.new_parts(&self.root).map(|(digest, _)| name_of(digest)));
        let mut root = self.root.clone();
        root.form = FORM;
        root.begun.clone_from(&self.record.begun);
        self.write(store, root).await
    }

    /// Writes down that some files are there by now, so that they are not sent again if what is left is cut off.
    pub(super) async fn note<'p>(
        &mut self,
        store: &Store,
        sent: impl IntoIterator<Item = &'p String>,
        edition: &Edition,
    ) -> Result<(), Diagnostic> {
        self.record.note(sent, edition);
        let number = number_of_parts(edition.files.len(), self.root.parts.len());
        let next = Next::of(parts(&self.record.files, number), self.record.former.clone(), self.record.begun.clone());
        self.exchange(store, next).await
    }

    /// Writes down what is there now.
    pub(super) async fn end(mut self, store: &Store, next: Next) -> Result<(), Diagnostic> {
        self.exchange(store, next).await
    }

    async fn exchange(&mut self, store: &Store, next: Next) -> Result<(), Diagnostic> {
        let failed = |failure| store.problem("write to", &failure);
        let parts: Vec<(&String, &Part)> = next.new_parts(&self.root).collect();
        let write = stream::iter(parts).map(|(digest, part)| async move {
            let headers = Headers { content_type: "application/gzip".to_owned(), ..Headers::default() };
            store.put(&name_of(digest), packed(part), &headers, PutMode::Overwrite).await.map_err(failed)
        });
        let _: Vec<UpdateVersion> = write.buffer_unordered(AT_ONCE).try_collect().await?;
        let is_gone = |digest: &&String| !digest.is_empty() && !next.root.parts.contains(digest);
        let gone: Vec<String> = self.root.parts.iter().filter(is_gone).map(|digest| name_of(digest)).collect();
        self.write(store, next.root).await?;
        store.delete(&gone, || {}).await.map_err(failed)
    }

    /// Writes the file if nobody else did since it was read.
    async fn write(&mut self, store: &Store, root: Root) -> Result<(), Diagnostic> {
        let failed = |failure| store.problem("write to", &failure);
        // Texts alone: it cannot fail.
        let text = Bytes::from(serde_json::to_string(&root).unwrap_or_default() + "\n");
        let headers = record_headers();
        let mode = match &self.version {
            Some(version) => PutMode::Update(version.clone()),
            None => PutMode::Create,
        };
        let written =
            if store.heeds_conditions() { Some(store.put(RECORD, text.clone(), &headers, mode).await) } else { None };
        let version = match written {
            Some(Ok(version)) => version,
            Some(Err(failure)) if failure.is_late() => {
                // The answer to what was written just now may not have arrived.
                let found = store.get(RECORD).await.map_err(failed)?.filter(|found| found.bytes == text);
                found.ok_or_else(|| overtaken(store.address()))?.version
            }
            Some(Err(failure)) if !failure.is_unknown_to_the_store() => return Err(failed(failure)),
            _ => {
                let found = store.get(RECORD).await.map_err(failed)?.map(|found| found.bytes).unwrap_or_default();
                if found != self.text {
                    return Err(overtaken(store.address()));
                }
                store.put(RECORD, text.clone(), &headers, PutMode::Overwrite).await.map_err(failed)?
            }
        };
        (self.version, self.text, self.root) = (Some(version), text, root);
        Ok(())
    }
}

/// The record that is to be.
pub(super) struct Next {
    root: Root,
    parts: Vec<Part>,
}

impl Next {
    /// Of an edition, after the record that is there.
    pub(super) fn new(known: &Known, edition: &Edition, former: BTreeMap<String, Timestamp>) -> Self {
        let number = number_of_parts(edition.files.len(), known.root.parts.len());
        Self::of(parts(&hexadecimal(edition), number), former, BTreeSet::new())
    }

    fn of(parts: Vec<Part>, former: BTreeMap<String, Timestamp>, begun: BTreeSet<String>) -> Self {
        let root = Root { form: FORM, parts: parts.iter().map(digest_of).collect(), former, begun };
        Self { root, parts }
    }

    fn new_parts<'n>(&'n self, before: &Root) -> impl Iterator<Item = (&'n String, &'n Part)> + use<'n> {
        let known: BTreeSet<String> = before.parts.iter().cloned().collect();
        let is_new = move |(digest, _): &(&String, &Part)| !digest.is_empty() && !known.contains(*digest);
        self.root.parts.iter().zip(&self.parts).filter(is_new)
    }
}

/// Of the files that Slugline keeps at a target for itself.
pub(super) fn record_headers() -> Headers {
    Headers { content_type: "application/json".to_owned(), cache_control: Some("no-store"), ..Headers::default() }
}

/// How many parts there are to be. What is there stays until it is far off.
fn number_of_parts(files: usize, before: usize) -> usize {
    let best = (files / FILES_IN_A_PART).next_power_of_two().min(MOST_PARTS);
    if before.is_power_of_two() && before <= best * 4 && best <= before * 4 { before } else { best }
}

/// The files of an edition, as a record has them.
fn hexadecimal(edition: &Edition) -> Part {
    edition.files.iter().map(|(path, digest)| (path.clone(), digest.hex())).collect()
}

/// Files in so many parts.
fn parts(files: &Part, number: usize) -> Vec<Part> {
    let mut parts = vec![Part::new(); number];
    let number = u64::try_from(number).unwrap_or(u64::MAX).max(1);
    for (path, digest) in files {
        let place = usize::try_from(Digest::of(path.as_bytes()).half() % number).unwrap_or(0);
        if let Some(part) = parts.get_mut(place) {
            part.insert(path.clone(), digest.clone());
        }
    }
    parts
}

/// What tells a part from others; nothing for one without files, which is not kept.
fn digest_of(part: &Part) -> String {
    if part.is_empty() { String::new() } else { Digest::of(&json(part)).hex() }
}

fn name_of(digest: &str) -> String {
    format!(".slugline/{digest}.json.gz")
}

fn json(part: &Part) -> Vec<u8> {
    // Texts alone: it cannot fail.
    serde_json::to_vec(part).unwrap_or_default()
}

fn packed(part: &Part) -> Bytes {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    // Writing to memory cannot fail.
    let _ = packer.write_all(&json(part));
    packer.finish().unwrap_or_default().into()
}

fn unpacked(bytes: &[u8]) -> Option<Part> {
    let mut text = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut text).ok()?;
    serde_json::from_slice(&text).ok()
}

fn unreadable(store: &Store) -> Diagnostic {
    Diagnostic::error(format!("`{RECORD}` at `{}` is not as this version of Slugline writes it", store.address()))
        .help("publish with the version that wrote it, or to an empty place")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edition(number: usize) -> Edition {
        let files = (0..number).map(|place| (format!("{place}/index.html"), Digest::of(b"x"))).collect();
        Edition { files, ..Edition::default() }
    }

    #[test]
    fn one_file_more_changes_one_part() {
        let (before, after) = (parts(&hexadecimal(&edition(5000)), 32), parts(&hexadecimal(&edition(5001)), 32));
        assert_eq!(before.iter().map(BTreeMap::len).sum::<usize>(), 5000);
        assert_eq!(
            before.iter().zip(&after).filter(|(before, after)| digest_of(before) != digest_of(after)).count(),
            1
        );
        assert!(before.iter().all(|part| unpacked(&packed(part)).as_ref() == Some(part)));
    }

    #[test]
    fn the_number_of_parts_follows_the_site_slowly() {
        assert_eq!(number_of_parts(10, 0), 1);
        assert_eq!(number_of_parts(54_000, 0), 512);
        assert_eq!(number_of_parts(54_000, 256), 256);
        assert_eq!(number_of_parts(54_000, 32), 512);
        assert_eq!(number_of_parts(10_000_000, 0), MOST_PARTS);
    }
}
