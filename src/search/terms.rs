//! What documents are found by: for each its words, with how much each says of it. This is what takes time, so it is kept from
//! build to build, by the key of the document.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::digest::Digest;

use super::document::{AUTHOR, Document, TAG};
use super::impact::{Places, impact};
use super::numbers::{push_number, take_number};
use super::stems::{Stem, Stems};
use super::words::{self, Word, folded, folded_word};

/// So many documents share what is known of their words while they are read.
const TOGETHER: usize = 512;

/// A word as it is compared, with its stem.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Term {
    /// Folded.
    pub form: Box<str>,
    /// So many bytes of it are its root, which decides in which shard it is.
    pub root: u16,
    /// What stands behind the root in its stem.
    pub ending: Box<str>,
}

impl Term {
    /// One of these.
    fn new(form: Box<str>, stem: Stem) -> Self {
        Self { form, root: u16::try_from(stem.root).unwrap_or(u16::MAX), ending: stem.ending.into() }
    }

    /// One that is nothing but itself.
    fn whole(form: &str) -> Self {
        Self::new(form.into(), Stem { root: form.len(), ending: String::new() })
    }

    /// What its stem and its form have in common.
    #[must_use]
    pub fn root(&self) -> &str {
        self.form.get(..usize::from(self.root)).unwrap_or(&self.form)
    }
}

/// The terms of all documents.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Terms {
    vocabulary: Vec<Term>,
    /// By the documents' keys: places in the vocabulary, ascending, each as its distance to the one before times 8, plus the
    /// impact.
    rows: BTreeMap<Digest, Vec<u8>>,
    /// So many documents went since the vocabulary was begun; some of its words went with them.
    gone: usize,
}

impl Terms {
    /// The terms of documents by their keys. Those that are among the `former` are not made.
    pub fn gather(keys: &[Digest], former: Option<&Self>, make: impl Fn(usize) -> Document + Sync) -> Self {
        let former = former.filter(|former| former.gone <= keys.len() / 2);
        let known = |key: &Digest| former.is_some_and(|former| former.rows.contains_key(key));
        let missing: Vec<usize> =
            keys.iter().enumerate().filter(|(_, key)| !known(key)).map(|(number, _)| number).collect();
        let kept: BTreeMap<Digest, Vec<u8>> =
            keys.iter().filter_map(|key| Some((*key, former?.rows.get(key)?.clone()))).collect();
        let (vocabulary, gone) = former.map_or_else(Default::default, |former| {
            (former.vocabulary.clone(), former.gone + former.rows.len() - kept.len())
        });
        let mut all = Self { vocabulary, rows: kept, gone };
        if missing.is_empty() {
            return all;
        }
        let parts: Vec<(Reader, Vec<(Digest, Row)>)> = missing
            .par_chunks(TOGETHER)
            .map(|numbers| {
                let mut reader = Reader::default();
                let rows = numbers
                    .iter()
                    .filter_map(|number| Some((*keys.get(*number)?, reader.read(&make(*number)))))
                    .collect();
                (reader, rows)
            })
            .collect();
        let mut places: HashMap<Term, u32> = all.vocabulary.iter().cloned().zip(0..).collect();
        for (reader, rows) in parts {
            let here: Vec<u32> = reader
                .vocabulary
                .into_iter()
                .map(|term| {
                    *places.entry(term).or_insert_with_key(|term| {
                        all.vocabulary.push(term.clone());
                        u32::try_from(all.vocabulary.len() - 1).unwrap_or(u32::MAX)
                    })
                })
                .collect();
            all.rows.extend(rows.into_iter().map(|(key, row)| {
                let row = row.into_iter().filter_map(|(place, step)| Some((*here.get(place as usize)?, step)));
                (key, packed(row.collect()))
            }));
        }
        all
    }

    /// Whether it has the very documents of these keys.
    #[must_use]
    pub fn is_of(&self, keys: &[Digest]) -> bool {
        self.rows.len() == keys.len() && keys.iter().all(|key| self.rows.contains_key(key))
    }

    /// All words, in no order.
    pub(super) fn vocabulary(&self) -> &[Term] {
        &self.vocabulary
    }

    /// The terms of a document: places in the vocabulary, ascending, with the impact of each.
    pub(super) fn of(&self, key: &Digest) -> impl Iterator<Item = (u32, u8)> {
        let mut rest = self.rows.get(key).map_or(&[][..], Vec::as_slice);
        let mut place = 0_u32;
        std::iter::from_fn(move || {
            let number = take_number(&mut rest)?;
            place = place.wrapping_add(number >> 3);
            Some((place, u8::try_from(number & 7).unwrap_or_default()))
        })
    }
}

/// The terms of one document.
#[must_use]
pub fn of_document(document: &Document) -> Vec<(Term, u8)> {
    let mut reader = Reader::default();
    let row = reader.read(document);
    row.into_iter().filter_map(|(place, step)| Some((reader.vocabulary.get(place as usize)?.clone(), step))).collect()
}

fn packed(mut row: Row) -> Vec<u8> {
    row.sort_unstable();
    let mut bytes = Vec::with_capacity(row.len() * 2);
    let mut before = 0;
    for (place, step) in row {
        push_number(&mut bytes, (place - before) << 3 | u32::from(step));
        before = place;
    }
    bytes
}

/// The terms of a document: places in a vocabulary, with the impact of each.
type Row = Vec<(u32, u8)>;

/// Words of a language that were met, as they are written, with their places in a vocabulary; none of what is no word.
type Met = HashMap<Box<str>, Option<u32>>;

/// The part of a document that a word stands in.
type Part = fn(&mut Places) -> &mut u16;

/// Reads documents one after the other; what it learned of words it knows again.
#[derive(Default)]
struct Reader {
    vocabulary: Vec<Term>,
    places: HashMap<Term, u32>,
    /// By language.
    languages: BTreeMap<String, (Stems, Met)>,
    /// Of the document that is read: where each word stands, by its place; and the places of those that stand somewhere.
    tallies: Vec<Places>,
    met: Vec<u32>,
}

impl Reader {
    fn read(&mut self, document: &Document) -> Row {
        let mut languages = std::mem::take(&mut self.languages);
        let (stems, known) = languages
            .entry(document.language.clone())
            .or_insert_with(|| (Stems::of(&document.language), HashMap::new()));
        let mut text = Text { reader: self, stems, known, words: 0 };
        let mut read = |part: &str, place: Part| text.read(part, place);
        read(&document.title, |places| &mut places.title);
        read(&document.section, |places| &mut places.labels);
        for (label, _) in document.tags.iter().chain(&document.authors) {
            read(label, |places| &mut places.labels);
        }
        read(&document.description, |places| &mut places.description);
        read(&document.text, |places| &mut places.text);
        let words = text.words;
        self.languages = languages;
        for (slugs, sign) in [(&document.tags, TAG), (&document.authors, AUTHOR)] {
            for (_, slug) in slugs {
                let place = self.place(Term::whole(&format!("{sign}{slug}")));
                self.count(place, |places| &mut places.labels);
            }
        }
        let met = std::mem::take(&mut self.met);
        let mut row = Vec::with_capacity(met.len());
        for place in met {
            let tally = self.tallies.get_mut(place as usize).map(std::mem::take).unwrap_or_default();
            row.push((place, impact(tally, words)));
        }
        row
    }

    fn place(&mut self, term: Term) -> u32 {
        let next = u32::try_from(self.vocabulary.len()).unwrap_or(u32::MAX);
        let vocabulary = &mut self.vocabulary;
        *self.places.entry(term).or_insert_with_key(|term| {
            vocabulary.push(term.clone());
            next
        })
    }

    fn count(&mut self, place: u32, part: Part) {
        let at = place as usize;
        if self.tallies.len() <= at {
            self.tallies.resize(at + 1, Places::default());
        }
        let Some(tally) = self.tallies.get_mut(at) else { return };
        if *tally == Places::default() {
            self.met.push(place);
        }
        let count = part(tally);
        *count = count.saturating_add(1);
    }
}

/// A text that is read in its language.
struct Text<'r> {
    reader: &'r mut Reader,
    stems: &'r Stems,
    known: &'r mut Met,
    words: usize,
}

impl Text<'_> {
    fn read(&mut self, text: &str, part: Part) {
        words::find(text, |word| {
            self.words += 1;
            match word {
                Word::Spaced(range) => self.word(text.get(range).unwrap_or_default(), part),
                Word::Dense(range) => {
                    // A long run is a sentence, not too long a word.
                    words::pairs(&folded(text.get(range).unwrap_or_default()), |pair| {
                        let place = self.reader.place(Term::whole(pair));
                        self.reader.count(place, part);
                    });
                }
            }
        });
    }

    fn word(&mut self, word: &str, part: Part) {
        let place = self.known.get(word).copied().unwrap_or_else(|| {
            let place = folded_word(word).map(|form| {
                let stem = self.stems.of_word(word, &form);
                self.reader.place(Term::new(form.into(), stem))
            });
            self.known.insert(word.into(), place);
            place
        });
        if let Some(place) = place {
            self.reader.count(place, part);
        }
    }
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "a test may fail")]
mod tests {
    use super::*;

    fn document(title: &str, text: &str) -> Document {
        Document { title: title.to_owned(), text: text.to_owned(), language: "en".to_owned(), ..Document::default() }
    }

    fn forms(document: &Document) -> BTreeMap<String, u8> {
        of_document(document).into_iter().map(|(term, step)| (term.form.into_string(), step)).collect()
    }

    #[test]
    fn a_document_is_found_by_all_its_words() {
        let mut one = document("Chips", "Builders build chips; 人工智能 too.");
        one.tags = vec![("Machine learning".to_owned(), "machine-learning".to_owned())];
        one.authors = vec![("Ada".to_owned(), "ada".to_owned())];
        let forms = forms(&one);
        let names: Vec<&str> = forms.keys().map(String::as_str).collect();
        let expected = [
            "#machine-learning",
            "@ada",
            "ada",
            "build",
            "builders",
            "chips",
            "learning",
            "machine",
            "too",
            "人工",
            "工智",
            "智能",
            "能",
        ];
        assert_eq!(names, expected);
        assert!(forms["chips"] > forms["build"]);
    }

    #[test]
    fn terms_are_the_same_however_they_are_gathered() {
        let documents: Vec<Document> = (0..40)
            .map(|n| document(&format!("Number {n}"), &format!("word{} and word{} of all", n % 7, n % 5)))
            .collect();
        let keys: Vec<Digest> = (0..40_u8).map(|n| Digest::of(&[n])).collect();
        let make = |number: usize| documents[number].clone();
        let named = |terms: &Terms, key: &Digest| {
            let mut named: Vec<_> =
                terms.of(key).map(|(place, step)| (terms.vocabulary()[place as usize].clone(), step)).collect();
            named.sort();
            named
        };
        let cold = Terms::gather(&keys, None, make);
        let half = Terms::gather(&keys[..20], None, make);
        let warm = Terms::gather(&keys, Some(&half), make);
        for (key, document) in keys.iter().zip(&documents) {
            let mut alone = of_document(document);
            alone.sort();
            assert_eq!(named(&cold, key), alone);
            assert_eq!(named(&warm, key), alone);
        }
        assert!(cold.is_of(&keys) && !half.is_of(&keys));
    }
}
