//! What is common to the forms of a word: `build`, `builds` and `building` have one stem. The algorithms are Snowball's.

use rust_stemmers::{Algorithm, Stemmer};

use super::words::folded;

/// What a form is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stem {
    /// How many bytes of the form are its root, which decides where it is kept. All forms of a stem have one root, if it is one
    /// that they all begin with.
    pub(super) root: usize,
    /// What stands behind the root in the stem; forms belong together if root and ending are the same.
    pub(super) ending: String,
}

/// A root is at least so many hundredths of its form, and at least [`SHORTEST`] letters: so whoever has a form alone looks for its
/// root in few places. `static/js/search.js` counts on it.
const ROOT_SHARE: usize = 35;
const SHORTEST: usize = 2;

/// Finds stems of one language.
pub(super) struct Stems(Option<Stemmer>);

impl Stems {
    /// By a language tag (BCP 47); words of a language that is not known are their own stems.
    pub(super) fn of(language: &str) -> Self {
        let primary = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let algorithm = match primary.as_str() {
            "ar" => Algorithm::Arabic,
            "da" => Algorithm::Danish,
            "de" => Algorithm::German,
            "el" => Algorithm::Greek,
            "en" => Algorithm::English,
            "es" => Algorithm::Spanish,
            "fi" => Algorithm::Finnish,
            "fr" => Algorithm::French,
            "hu" => Algorithm::Hungarian,
            "it" => Algorithm::Italian,
            "nb" | "nn" | "no" => Algorithm::Norwegian,
            "nl" => Algorithm::Dutch,
            "pt" => Algorithm::Portuguese,
            "ro" => Algorithm::Romanian,
            "ru" => Algorithm::Russian,
            "sv" => Algorithm::Swedish,
            "ta" => Algorithm::Tamil,
            "tr" => Algorithm::Turkish,
            _ => return Self(None),
        };
        Self(Some(Stemmer::create(algorithm)))
    }

    /// The stem of a word, which `form` is folded.
    pub(super) fn of_word(&self, word: &str, form: &str) -> Stem {
        let own = || Stem { root: form.len(), ending: String::new() };
        let Some(stemmer) = self.0.as_ref().filter(|_| form.bytes().all(|byte| !byte.is_ascii_digit())) else {
            return own();
        };
        let lower = word.to_lowercase();
        let stem = stemmer.stem(&lower);
        let stem = folded(&stem);
        // `company` and `companies` are `compani`, `hoping` is `hope`: what is put there for the sake of the language is in no
        // form, or not in all. It is the ending.
        let bare = stem.strip_suffix(['e', 'i', 'y']).filter(|bare| bare.chars().count() >= 3).unwrap_or(&stem);
        let root = common(bare, form);
        let is_close = root == bare.len() || (root >= 3 && bare.len() - root == 1);
        let letters = form.chars().count();
        let fewest = (letters * ROOT_SHARE).div_ceil(100).max(SHORTEST).min(letters);
        let is_long = form.get(..root).is_some_and(|root| root.chars().count() >= fewest);
        match stem.get(root..) {
            Some(ending) if is_close && is_long => Stem { root, ending: ending.to_owned() },
            _ => own(),
        }
    }
}

/// Length in bytes of what two texts begin with.
fn common(a: &str, b: &str) -> usize {
    a.char_indices().zip(b.chars()).find(|((_, a), b)| a != b).map_or(a.len().min(b.len()), |((at, _), _)| at)
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "a test may fail")]
mod tests {
    use super::*;

    fn stem(language: &str, word: &str) -> String {
        let form = folded(word);
        let stem = Stems::of(language).of_word(word, &form);
        format!("{}|{}", &form[..stem.root], stem.ending)
    }

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for (language, words) in [
            ("en", &["company", "Companies"][..]),
            ("en-GB", &["build", "builds", "building"]),
            ("en", &["hope", "hoping", "hoped"]),
            ("de", &["Haus", "Häuser", "Hauses"]),
            ("fr", &["développement", "développements"]),
            ("es", &["noticia", "noticias"]),
            ("ru", &["новость", "новости"]),
        ] {
            let stems: Vec<String> = words.iter().map(|word| stem(language, word)).collect();
            assert!(stems.iter().all(|one| *one == stems[0]), "{stems:?}");
        }
    }

    #[test]
    fn words_that_only_begin_alike_have_stems_of_their_own() {
        for (one, other) in [("notes", "not"), ("themes", "them"), ("care", "car"), ("codes", "cod"), ("sites", "sit")]
        {
            assert_ne!(stem("en", one), stem("en", other), "{one}");
        }
        assert_eq!(stem("en", "notes"), stem("en", "note"));
    }

    #[test]
    fn a_root_is_the_beginning_of_its_form_and_not_a_small_part_of_it() {
        assert_eq!(stem("en", "companies"), "compan|i");
        assert_eq!(stem("en", "hoping"), "hop|e");
        assert_eq!(stem("en", "skies"), "skies|");
        assert_eq!(stem("en", "dying"), "dying|");
        assert_eq!(stem("en", "gpt4"), "gpt4|");
        assert_eq!(stem("xx", "words"), "words|");
        assert_eq!(stem("en", "ai"), "ai|");
        // Snowball has `be`.
        assert_eq!(stem("en", "beings"), "beings|");
    }
}
