//! What is common to the forms of a word: `build`, `builds` and `building` have one stem. The algorithms are Snowball's.

use rust_stemmers::{Algorithm, Stemmer};

use super::words::folded;

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

    /// The length in bytes of the stem of a word, which is always a beginning of it as `form` folds it: so whoever has a word
    /// alone finds where its stem is kept.
    pub(super) fn length(&self, word: &str, form: &str) -> usize {
        let Some(stemmer) = self.0.as_ref().filter(|_| form.bytes().all(|byte| !byte.is_ascii_digit())) else {
            return form.len();
        };
        let lower = word.to_lowercase();
        let stem = stemmer.stem(&lower);
        let stem = folded(&stem).unwrap_or_default();
        // `company` and `companies` are `compani`, `hoping` is `hope`: what is put there for the sake of the language goes.
        let bare = stem.strip_suffix(['e', 'i', 'y']).filter(|bare| bare.chars().count() >= 3).unwrap_or(&stem);
        let common = common(bare, form);
        let is_close = common == bare.len() || (common >= 3 && bare.len() - common == 1);
        if is_close && common >= 2 { common } else { form.len() }
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
        let form = folded(word).unwrap();
        form.get(..Stems::of(language).length(word, &form)).unwrap().to_owned()
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
    fn a_stem_is_the_beginning_of_its_form() {
        assert_eq!(stem("en", "skies"), "skies");
        assert_eq!(stem("en", "dying"), "dying");
        assert_eq!(stem("en", "gpt4"), "gpt4");
        assert_eq!(stem("xx", "words"), "words");
        assert_eq!(stem("en", "ai"), "ai");
    }
}
