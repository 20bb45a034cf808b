//! The index of a site: its shards, and the directory that says which there are. Built from the terms of all documents; where few
//! documents changed, what changed of it is found from their words before and after.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::digest::Digest;

use super::code::{Code, bit};
use super::numbers::{push_number, push_signed, take_number, take_signed};
use super::shard::{Entry, decode, deflate, encode, inflate, weight};
use super::terms::{Term, Terms};

/// What a shard weighs at most, unless it is all of one root: some 10 to 20 kB when it is deflated.
const HEAVIEST: usize = 24_000;

/// The form of the directory.
const FORM: u32 = 2;

/// Days are counted from the year 1 on.
const DAYS_BEFORE_1970: i32 = 719_162;

/// The bytes of a shard.
#[derive(Debug, Clone)]
pub enum Bytes {
    /// They are at hand.
    Known(Arc<[u8]>, Digest),
    /// They stand where they were published.
    Published,
}

/// A leaf of the tree over roots.
#[derive(Debug, Clone)]
pub struct Shard {
    /// Which roots it has.
    pub code: Code,
    /// None if there is no root in it, and so no file.
    pub bytes: Option<Bytes>,
}

/// When documents were published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dates {
    /// So many plain pages come first; they have no dates.
    pub pages: usize,
    /// Days since 1970 of posts, the oldest first, each as it was where it was published: such a day may be the one before that
    /// of an older post.
    pub days: Vec<i32>,
}

/// The index.
#[derive(Debug, Clone)]
pub struct Index {
    /// In the order of roots.
    pub shards: Vec<Shard>,
    dates: Dates,
    /// What it was made of; none if it was published by another process.
    terms: Option<Arc<Terms>>,
}

/// A document that changed: its number, and its terms before and after.
#[derive(Debug, Clone)]
pub struct Change {
    /// Plain pages first, then posts, oldest first.
    pub number: u32,
    /// As they were.
    pub before: Vec<(Term, u8)>,
    /// As they are.
    pub after: Vec<(Term, u8)>,
}

impl Index {
    /// Of the terms of documents, which `keys` name in the order of their numbers.
    #[must_use]
    pub fn of(terms: Arc<Terms>, keys: &[Digest], dates: Dates) -> Self {
        let entries = entries(&terms, keys);
        let mut leaves = Vec::new();
        split(&entries, Code::root(), &mut leaves);
        let shards = leaves
            .into_par_iter()
            .map(|(code, entries)| Shard { code, bytes: (!entries.is_empty()).then(|| known(encode(entries))) })
            .collect();
        Self { shards, dates, terms: Some(terms) }
    }

    /// What it was made of.
    #[must_use]
    pub fn terms(&self) -> Option<&Arc<Terms>> {
        self.terms.as_ref()
    }

    /// The index whose directory was published.
    #[must_use]
    pub fn published(directory: &[u8]) -> Option<Self> {
        let bytes = inflate(directory)?;
        let mut rest = bytes.as_slice();
        let rest = &mut rest;
        if take_number(rest)? != FORM {
            return None;
        }
        let pages = take_number(rest)? as usize;
        let posts = take_number(rest)? as usize;
        let mut days = Vec::new();
        let mut day = -DAYS_BEFORE_1970;
        for _ in 0..posts {
            day = day.checked_add(take_signed(rest)?)?;
            days.push(day);
        }
        let leaves = take_number(rest)?;
        let mut shards: Vec<Shard> = Vec::new();
        for _ in 0..leaves {
            let leaf = take_number(rest)?;
            let code = Code::next(shards.last().map(|shard| &shard.code), leaf as usize / 2)?;
            shards.push(Shard { code, bytes: (leaf % 2 == 1).then_some(Bytes::Published) });
        }
        Some(Self { shards, dates: Dates { pages, days }, terms: None })
    }

    /// The directory, deflated: the number 2; the number of plain pages; that of posts, and for each the days since the one
    /// before, which may be below 0, of the first since the first day of the year 1; the number of leaves of the tree, and for each
    /// how deep it is, times 2, plus 1 if it has a shard.
    #[must_use]
    pub fn directory(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.dates.days.len() + 2 * self.shards.len() + 16);
        let number = |bytes: &mut Vec<u8>, number: usize| push_number(bytes, u32::try_from(number).unwrap_or_default());
        push_number(&mut bytes, FORM);
        number(&mut bytes, self.dates.pages);
        number(&mut bytes, self.dates.days.len());
        let mut before = -DAYS_BEFORE_1970;
        for day in &self.dates.days {
            push_signed(&mut bytes, day - before);
            before = *day;
        }
        number(&mut bytes, self.shards.len());
        for shard in &self.shards {
            number(&mut bytes, shard.code.depth() * 2 + usize::from(shard.bytes.is_some()));
        }
        deflate(&bytes)
    }

    /// The index after some documents changed, and the places of the shards that are others now. `read` gives published files.
    /// None if shards would have to be cut in two or put together, or something is not as it should be.
    #[must_use]
    pub fn patched(&self, changes: &[Change], read: impl Fn(&str) -> Option<Vec<u8>>) -> Option<(Self, Vec<usize>)> {
        let mut edits: BTreeMap<usize, Vec<Edit<'_>>> = BTreeMap::new();
        for change in changes {
            for edit in change.edits() {
                let root = edit.term.root();
                let place = self.shards.partition_point(|shard| shard.code.is_before(|at| bit(root, at)));
                self.shards.get(place).filter(|shard| shard.code.holds(root))?;
                edits.entry(place).or_default().push(edit);
            }
        }
        let mut next = self.clone();
        let load = |place: usize| {
            let shard = self.shards.get(place)?;
            match shard.bytes.as_ref()? {
                Bytes::Known(bytes, _) => decode(bytes),
                Bytes::Published => decode(&read(&shard.code.file())?),
            }
        };
        let weigh = |entries: &[Entry]| entries.iter().map(Entry::weight).sum::<usize>();
        let mut edited: BTreeMap<usize, Vec<Entry>> = BTreeMap::new();
        let mut lighter = Vec::new();
        for (place, edits) in edits {
            let mut entries = load(place)?;
            let before = weigh(&entries);
            for edit in edits {
                edit.apply(&mut entries)?;
            }
            if entries.is_empty() || is_too_heavy(&entries) {
                return None;
            }
            if weigh(&entries) < before {
                lighter.push(place);
            }
            edited.insert(place, entries);
        }
        // What weighs less than before may have to be put together with its other half, as that is now.
        for place in lighter {
            let Some(sibling) = self.shards.get(place)?.code.sibling() else { continue };
            let Some(beside) = self.shards.iter().position(|shard| shard.code == sibling) else { continue };
            let mut both = match edited.get(&beside) {
                Some(entries) => entries.clone(),
                None if self.shards.get(beside)?.bytes.is_some() => load(beside)?,
                None => Vec::new(),
            };
            both.extend_from_slice(edited.get(&place)?);
            if !is_too_heavy(&both) {
                return None;
            }
        }
        for (place, entries) in &edited {
            next.shards.get_mut(*place)?.bytes = Some(known(encode(entries)));
        }
        Some((next, edited.into_keys().collect()))
    }
}

fn known(bytes: Vec<u8>) -> Bytes {
    let digest = Digest::of(&bytes);
    Bytes::Known(bytes.into(), digest)
}

/// What changes of a term in a document.
struct Edit<'c> {
    term: &'c Term,
    number: u32,
    /// None if it is no longer there.
    step: Option<u8>,
}

impl Change {
    /// The terms that are not as they were.
    fn edits(&self) -> impl Iterator<Item = Edit<'_>> {
        let before: BTreeMap<&Term, u8> = self.before.iter().map(|(term, step)| (term, *step)).collect();
        let after: BTreeMap<&Term, u8> = self.after.iter().map(|(term, step)| (term, *step)).collect();
        let gone: Vec<&Term> = before.keys().filter(|term| !after.contains_key(*term)).copied().collect();
        let other: Vec<(&Term, u8)> = after.into_iter().filter(|(term, step)| before.get(term) != Some(step)).collect();
        let number = self.number;
        let gone = gone.into_iter().map(move |term| Edit { term, number, step: None });
        gone.chain(other.into_iter().map(move |(term, step)| Edit { term, number, step: Some(step) }))
    }
}

impl Edit<'_> {
    /// None if what it takes away is not there.
    fn apply(&self, entries: &mut Vec<Entry>) -> Option<()> {
        let Term { form, ending, .. } = self.term;
        let key = (self.term.root(), &**form, &**ending);
        let found = entries.binary_search_by(|entry| entry.key().cmp(&key));
        let Some(step) = self.step else {
            let place = found.ok()?;
            let documents = &mut entries.get_mut(place)?.documents;
            documents.remove(documents.binary_search_by_key(&self.number, |document| document >> 3).ok()?);
            if documents.is_empty() {
                entries.remove(place);
            }
            return Some(());
        };
        let place = found.unwrap_or_else(|place| {
            entries.insert(place, Entry::new(self.term, Vec::new()));
            place
        });
        let documents = &mut entries.get_mut(place)?.documents;
        let packed = self.number << 3 | u32::from(step);
        match documents.binary_search_by_key(&self.number, |document| document >> 3) {
            Ok(at) => *documents.get_mut(at)? = packed,
            Err(at) => documents.insert(at, packed),
        }
        Some(())
    }
}

/// Turns the terms of documents round: the documents of each term, in the order of roots and forms.
fn entries(terms: &Terms, keys: &[Digest]) -> Vec<Entry> {
    let vocabulary = terms.vocabulary();
    let mut counts = vec![0_usize; vocabulary.len()];
    for key in keys {
        for (place, _) in terms.of(key) {
            if let Some(count) = counts.get_mut(place as usize) {
                *count += 1;
            }
        }
    }
    let mut documents: Vec<Vec<u32>> = counts.into_iter().map(Vec::with_capacity).collect();
    for (number, key) in (0_u32..).zip(keys) {
        for (place, step) in terms.of(key) {
            if let Some(documents) = documents.get_mut(place as usize) {
                documents.push(number << 3 | u32::from(step));
            }
        }
    }
    let mut entries: Vec<Entry> = vocabulary
        .par_iter()
        .zip(documents)
        .filter(|(_, documents)| !documents.is_empty())
        .map(|(term, documents)| Entry::new(term, documents))
        .collect();
    entries.par_sort_unstable_by(|a, b| a.key().cmp(&b.key()));
    entries
}

/// Whether entries are more than one shard may have.
fn is_too_heavy(entries: &[Entry]) -> bool {
    let is_one_root = entries.iter().all(|entry| Some(&entry.root) == entries.first().map(|first| &first.root));
    !is_one_root && entries.iter().map(|entry| weight(entry.documents.len())).sum::<usize>() > HEAVIEST
}

/// Cuts entries in two until they are no longer too heavy.
fn split<'e>(entries: &'e [Entry], code: Code, leaves: &mut Vec<(Code, &'e [Entry])>) {
    if !is_too_heavy(entries) {
        leaves.push((code, entries));
        return;
    }
    let depth = code.depth();
    let middle = entries.partition_point(|entry| !bit(&entry.root, depth));
    let (low, high) = entries.split_at_checked(middle).unwrap_or((entries, &[]));
    for (half, code) in [low, high].into_iter().zip(code.halves()) {
        split(half, code, leaves);
    }
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "a test may fail")]
mod tests {
    use super::super::document::Document;
    use super::super::terms;
    use super::*;

    fn document(number: usize) -> Document {
        let words: Vec<String> =
            (0..60).map(|n| format!("{}ing{}", ["a", "no", "人", "z"][n % 4], (number * n) % 997)).collect();
        Document {
            title: format!("Story {number}"),
            text: words.join(" "),
            language: "xx".to_owned(),
            ..Document::default()
        }
    }

    fn key(document: &Document) -> Digest {
        Digest::of(document.text.as_bytes())
    }

    fn dates(count: usize) -> Dates {
        Dates { pages: 2, days: (2..count).map(|n| 20_000 + i32::try_from(n).unwrap() / 3).collect() }
    }

    fn index(documents: &[Document]) -> Index {
        let keys: Vec<Digest> = documents.iter().map(key).collect();
        let terms = Terms::gather(&keys, None, |number| documents[number].clone());
        Index::of(Arc::new(terms), &keys, dates(documents.len()))
    }

    fn files(index: &Index) -> BTreeMap<String, Vec<u8>> {
        let shards = index.shards.iter().filter_map(|shard| match shard.bytes.as_ref()? {
            Bytes::Known(bytes, _) => Some((shard.code.file(), bytes.to_vec())),
            Bytes::Published => None,
        });
        shards.chain([("directory".to_owned(), index.directory())]).collect()
    }

    #[test]
    fn an_edit_leaves_what_a_whole_index_has() {
        let mut documents: Vec<Document> = (0..600).map(document).collect();
        let before = index(&documents);
        assert!(before.shards.len() > 4, "{}", before.shards.len());
        let published = files(&before);
        let mut tried = 0;
        for round in 0..40 {
            let number = round * 13;
            let former = documents[number].clone();
            documents[number].text =
                former.text.replacen(' ', &format!(" zing{round} "), 1).replacen("aing", "bing", 2);
            let change = Change {
                number: u32::try_from(number).unwrap(),
                before: terms::of_document(&former),
                after: terms::of_document(&documents[number]),
            };
            let whole = files(&index(&documents));
            let from_disk = Index::published(published.get("directory").unwrap()).unwrap();
            for source in [&before, &from_disk] {
                let Some((patched, others)) =
                    source.patched(std::slice::from_ref(&change), |name| published.get(name).cloned())
                else {
                    continue;
                };
                tried += 1;
                let mut after = published.clone();
                after.extend(others.iter().map(|place| {
                    let shard = &patched.shards[*place];
                    let Some(Bytes::Known(bytes, _)) = &shard.bytes else { panic!() };
                    (shard.code.file(), bytes.to_vec())
                }));
                after.insert("directory".to_owned(), patched.directory());
                assert_eq!(after, whole);
            }
            documents[number] = former;
        }
        assert!(tried > 60, "{tried}");
    }

    #[test]
    fn edits_of_many_documents_leave_what_a_whole_index_has() {
        let documents: Vec<Document> = (0..600).map(document).collect();
        let whole = index(&documents);
        let mut tried = 0;
        // Shards get lighter together with those that they were cut from.
        for count in 1..40 {
            let mut without = documents.clone();
            let changes: Vec<Change> = (0..count)
                .map(|number| {
                    let number = number * 15;
                    let before = terms::of_document(&documents[number]);
                    without[number].text.truncate(40);
                    let after = terms::of_document(&without[number]);
                    Change { number: u32::try_from(number).unwrap(), before, after }
                })
                .collect();
            if let Some((patched, _)) = whole.patched(&changes, |_| None) {
                assert_eq!(files(&patched), files(&index(&without)), "{count}");
                tried += 1;
            }
        }
        assert!(tried > 0);
    }

    #[test]
    fn days_may_go_back() {
        let dates = Dates { pages: 1, days: vec![-719_162, 20_453, 20_452, 20_452, 20_453] };
        let index = Index { dates: dates.clone(), shards: Vec::new(), terms: None };
        assert_eq!(Index::published(&index.directory()).unwrap().dates, dates);
    }

    #[test]
    fn shards_that_are_cut_or_put_together_are_left_to_a_whole_index() {
        let documents: Vec<Document> = (0..600).map(document).collect();
        let whole = index(&documents);
        for number in 0..600_usize {
            // All of its words go; sooner or later a shard is light enough to be put together with another.
            let change = Change {
                number: u32::try_from(number).unwrap(),
                before: terms::of_document(&documents[number]),
                after: Vec::new(),
            };
            let mut without = documents.clone();
            without[number].text = String::new();
            without[number].title = String::new();
            if let Some((patched, _)) = whole.patched(&[change], |_| None) {
                assert_eq!(files(&patched), files(&index(&without)));
                if number > 20 {
                    return;
                }
            }
        }
    }
}
