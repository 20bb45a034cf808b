//! Finding names that are most likely one, without comparing each with all others: names that are alike share a key, and only
//! those that do are compared.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::content::hashtag::label;

/// In what way two names are alike; the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// But for hyphens and spaces, they are the same.
    Folded,
    /// Singular and plural.
    Plural,
    /// The first letters of the words of the other.
    Acronym,
    /// A letter or two make the difference.
    Spelling,
}

/// Two names that are alike, by their places in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Similar {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) likeness: Likeness,
}

/// Shorter names differ in a letter for good reason: `Java` and `Lava`, `AWS` and `AMS`.
const SHORTEST: usize = 6;

/// From this length on, two letters may differ.
const LONG: usize = 12;

/// Of longer names, one letter is left out at a time: two would make too many keys.
const LONGEST: usize = 32;

/// Names that share a key with more others than these are compared with the first of them alone.
const CROWD: usize = 24;

/// All pairs of names that are alike, each in the surest way. A name is given as identity and as it is spelled.
pub(super) fn pairs(names: &[(&str, &str)]) -> Vec<Similar> {
    let mut found: BTreeMap<(usize, usize), Likeness> = BTreeMap::new();
    let mut add = |a: usize, b: usize, likeness: Likeness| {
        let pair = (a.min(b), a.max(b));
        if pair.0 != pair.1 {
            let known = found.entry(pair).or_insert(likeness);
            *known = (*known).min(likeness);
        }
    };
    for (likeness, key) in [(Likeness::Folded, folded as fn(&str) -> String), (Likeness::Plural, singular)] {
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, (identity, _)) in names.iter().enumerate() {
            by_key.entry(key(identity)).or_default().push(at);
        }
        each_pair(by_key.values(), |a, b| add(a, b, likeness));
    }
    let by_identity: HashMap<&str, usize> = names.iter().enumerate().map(|(at, (id, _))| (*id, at)).collect();
    for (at, (_, name)) in names.iter().enumerate() {
        let Some(acronym) = acronym(name) else { continue };
        for (short, is_plural) in [(acronym.clone(), false), (format!("{acronym}s"), true)] {
            let Some(other) = by_identity.get(short.as_str()) else { continue };
            // `LLMs` is short for several of something, `AWS` is not.
            let fits = |name: &str| is_acronym(name) && name.ends_with('s') == is_plural;
            if names.get(*other).is_some_and(|(_, name)| fits(name)) {
                add(at, *other, Likeness::Acronym);
            }
        }
    }
    let all: Vec<Name> = names.iter().map(|(identity, name)| Name::of(identity, name)).collect();
    let mut by_rest: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, name) in all.iter().enumerate().filter(|(_, name)| name.folded.len() >= SHORTEST) {
        for rest in rests(&name.folded) {
            by_rest.entry(rest).or_default().push(at);
        }
    }
    each_pair(by_rest.values(), |a, b| {
        if let (Some(one), Some(other)) = (all.get(a), all.get(b))
            && is_slip(one, other)
        {
            add(a, b, Likeness::Spelling);
        }
    });
    found.into_iter().map(|((a, b), likeness)| Similar { a, b, likeness }).collect()
}

/// Every pair of those that share a key; of a crowd, each with the first.
fn each_pair<'k>(groups: impl Iterator<Item = &'k Vec<usize>>, mut take: impl FnMut(usize, usize)) {
    for group in groups {
        let heads = if group.len() > CROWD { 1 } else { group.len() };
        for (index, a) in group.iter().enumerate().take(heads) {
            for b in group.iter().skip(index + 1) {
                take(*a, *b);
            }
        }
    }
}

fn folded(identity: &str) -> String {
    identity.chars().filter(|c| *c != '-').collect()
}

/// The singular of an English word, as far as its end tells. What is no plural comes out the same on both sides.
fn singular(identity: &str) -> String {
    let word = folded(identity);
    let stem = |ending: &str| word.strip_suffix(ending).filter(|stem| stem.chars().count() >= 3);
    if let Some(stem) = stem("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = stem("es").filter(|stem| ["s", "x", "z", "ch", "sh"].iter().any(|end| stem.ends_with(end))) {
        return stem.to_owned();
    }
    match stem("s").filter(|stem| !stem.ends_with(['s', 'u', 'i'])) {
        Some(stem) => stem.to_owned(),
        None => word,
    }
}

/// The first letters of a name of several words, in lower case.
fn acronym(name: &str) -> Option<String> {
    let label = label(name);
    let words: Vec<&str> = label.split([' ', '-']).filter(|word| !word.is_empty()).collect();
    let letters = words.iter().filter_map(|word| word.chars().next());
    (words.len() > 1).then(|| letters.flat_map(char::to_lowercase).collect())
}

/// Whether a name is written as an acronym is: in capitals, but for an `s` of the plural and a small word's letter (`IoT`).
fn is_acronym(name: &str) -> bool {
    let capitals = name.chars().filter(|c| c.is_uppercase()).count();
    name.starts_with(char::is_uppercase) && name.ends_with(|c: char| c.is_uppercase() || c == 's') && capitals >= 2
}

/// What is left of a name without one letter, and without two if it is long. Digits stay: `Windows10` is not `Windows11`.
fn rests(name: &[char]) -> BTreeSet<String> {
    let without = |name: &[char]| -> Vec<Vec<char>> {
        let letters = name.iter().enumerate().filter(|(_, c)| !c.is_ascii_digit());
        let left = |at: usize| name.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, c)| *c).collect();
        letters.map(|(at, _)| left(at)).collect()
    };
    let once = without(name);
    let twice: Vec<Vec<char>> = if (LONG..=LONGEST).contains(&name.len()) {
        once.iter().flat_map(|rest| without(rest)).collect()
    } else {
        Vec::new()
    };
    let whole = std::iter::once(name.to_vec());
    whole.chain(once).chain(twice).map(|rest| rest.into_iter().collect()).collect()
}

/// A name to be compared letter by letter.
struct Name {
    folded: Vec<char>,
    /// In lower case.
    words: Vec<Vec<char>>,
}

impl Name {
    fn of(identity: &str, name: &str) -> Self {
        let label = label(name);
        let words = label.split([' ', '-']).filter(|word| !word.is_empty());
        let words = words.map(|word| word.to_lowercase().chars().collect()).collect();
        Self { folded: folded(identity).chars().collect(), words }
    }
}

/// Whether one name may be the other, mistyped. Of several words, a short one that differs is another word:
/// `GameBenchmarks` is not `HomeBenchmarks`.
fn is_slip(one: &Name, other: &Name) -> bool {
    let digits = |name: &Name| -> String { name.folded.iter().filter(|c| c.is_ascii_digit()).collect() };
    let same_words = one.words.len() == other.words.len();
    let mut pairs = one.words.iter().zip(&other.words).filter(|(a, b)| a != b);
    is_slip_of_word(&one.folded, &other.folded)
        && digits(one) == digits(other)
        && (!same_words || pairs.all(|(a, b)| is_slip_of_word(a, b)))
}

fn is_slip_of_word(one: &[char], other: &[char]) -> bool {
    let shorter = one.len().min(other.len());
    let allowed = if shorter >= LONG { 2 } else { 1 };
    shorter >= SHORTEST && strsim::generic_damerau_levenshtein(one, other) <= allowed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::hashtag::identity;

    fn found(names: &[&str]) -> Vec<(String, String, Likeness)> {
        let identities: Vec<String> = names.iter().map(|name| identity(name)).collect();
        let both: Vec<(&str, &str)> = identities.iter().map(String::as_str).zip(names.iter().copied()).collect();
        let name = |at: usize| names.get(at).copied().unwrap_or_default().to_owned();
        pairs(&both).into_iter().map(|pair| (name(pair.a), name(pair.b), pair.likeness)).collect()
    }

    #[test]
    fn each_way_to_be_alike_is_found() {
        for (a, b, likeness) in [
            ("SpecCleaner", "spec-cleaner", Likeness::Folded),
            ("DataCenter", "Data Centers", Likeness::Plural),
            ("Battery", "Batteries", Likeness::Plural),
            ("Fix", "Fixes", Likeness::Plural),
            ("ArtificialIntelligence", "AI", Likeness::Acronym),
            ("LargeLanguageModel", "LLMs", Likeness::Acronym),
            ("InternetOfThings", "IoT", Likeness::Acronym),
            ("Kubernetes", "Kubernets", Likeness::Spelling),
            ("Kubernetes", "Kuberentes", Likeness::Spelling),
            ("Cybersecurity", "Cybersecuirtiy", Likeness::Spelling),
            ("DataCenter", "DataCentre", Likeness::Spelling),
        ] {
            assert_eq!(found(&[a, b]), [(a.to_owned(), b.to_owned(), likeness)]);
        }
    }

    #[test]
    fn what_differs_on_purpose_is_left_alone() {
        for (a, b) in [
            ("Windows10", "Windows11"),
            ("Java", "Lava"),
            ("AWS", "AW"),
            ("DNS", "DN"),
            ("OpenAI", "OpenSource"),
            ("GenerativeAI", "GA4"),
            ("C", "C++"),
            ("Rust", "Trust"),
            ("AmbientWeek", "AWS"),
            ("LogisticsLabs", "LogisticsJobs"),
            ("GameBenchmarks", "HomeBenchmarks"),
        ] {
            assert_eq!(found(&[a, b]), [], "{a} {b}");
        }
    }

    proptest::proptest! {
        /// The shared keys miss none that comparing all with all would find.
        #[test]
        fn slips_are_found_as_if_all_were_compared(
            names in proptest::collection::btree_set("[abc]{6}|[ab]{12,14}|[ab]{11}1", 2..14)
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let all: Vec<Name> = names.iter().map(|name| Name::of(name, name)).collect();
            let both: Vec<(&str, &str)> = names.iter().map(|name| (*name, *name)).collect();
            let found = pairs(&both);
            for (a, one) in all.iter().enumerate() {
                for (b, other) in all.iter().enumerate().skip(a + 1) {
                    let is_there = found.iter().any(|pair| (pair.a, pair.b) == (a, b));
                    proptest::prop_assert_eq!(is_there, is_slip(one, other), "{:?} {:?}", one.folded, other.folded);
                }
            }
        }
    }
}
