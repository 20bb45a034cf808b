//! The words that are compiled in.

use std::sync::{Arc, OnceLock};

use crate::diagnostic::Diagnostics;
use crate::source::SourceFile;

use super::read::{self, Dictionary};

/// The language that all others are measured by.
pub(super) const ENGLISH: &str = "en";

/// A language: its tag, its file, and what that says, once somebody asked.
struct BuiltIn {
    tag: &'static str,
    text: &'static str,
    read: OnceLock<Arc<Dictionary>>,
}

impl BuiltIn {
    const fn new(tag: &'static str, text: &'static str) -> Self {
        Self { tag, text, read: OnceLock::new() }
    }
}

/// By tag.
static ALL: [BuiltIn; 14] = [
    BuiltIn::new("ar", include_str!("../../translations/ar.yaml")),
    BuiltIn::new("de", include_str!("../../translations/de.yaml")),
    BuiltIn::new("en", include_str!("../../translations/en.yaml")),
    BuiltIn::new("es", include_str!("../../translations/es.yaml")),
    BuiltIn::new("fr", include_str!("../../translations/fr.yaml")),
    BuiltIn::new("he", include_str!("../../translations/he.yaml")),
    BuiltIn::new("it", include_str!("../../translations/it.yaml")),
    BuiltIn::new("ja", include_str!("../../translations/ja.yaml")),
    BuiltIn::new("ko", include_str!("../../translations/ko.yaml")),
    BuiltIn::new("nl", include_str!("../../translations/nl.yaml")),
    BuiltIn::new("pl", include_str!("../../translations/pl.yaml")),
    BuiltIn::new("pt", include_str!("../../translations/pt.yaml")),
    BuiltIn::new("ru", include_str!("../../translations/ru.yaml")),
    BuiltIn::new("zh", include_str!("../../translations/zh.yaml")),
];

/// The words of a language, by its tag in lower case.
pub(super) fn dictionary(tag: &str) -> Option<Arc<Dictionary>> {
    if tag == ENGLISH {
        return Some(english().clone());
    }
    let language = ALL.iter().find(|language| language.tag == tag)?;
    // The tests see to it that there is nothing to report.
    let read = || Arc::new(read::dictionary(&source(language), tag, &mut Diagnostics::new()));
    Some(language.read.get_or_init(read).clone())
}

/// The English words.
pub(super) fn english() -> &'static Arc<Dictionary> {
    static READ: OnceLock<Arc<Dictionary>> = OnceLock::new();
    READ.get_or_init(|| {
        let language = ALL.iter().find(|language| language.tag == ENGLISH);
        Arc::new(language.map(|language| read::measure(&source(language), ENGLISH)).unwrap_or_default())
    })
}

/// Whether there are words in a language, by its tag in lower case.
pub(super) fn has(tag: &str) -> bool {
    ALL.iter().any(|language| language.tag == tag)
}

fn source(language: &BuiltIn) -> Arc<SourceFile> {
    SourceFile::new(format!("translations/{}.yaml", language.tag), language.text)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::source::{Hidden, walk};
    use crate::words::message::Message;
    use crate::words::plurals::Plurals;

    #[test]
    fn every_file_of_words_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let files = walk(root, &root.join("translations"), Hidden::Keep).unwrap();
        let files: Vec<_> = files.into_iter().map(|file| file.path).collect();
        let embedded: Vec<_> = ALL.iter().map(|language| format!("{}.yaml", language.tag)).collect();
        assert_eq!(files, embedded);
    }

    #[test]
    fn every_language_has_all_words_with_the_blanks_of_english() {
        let english = english();
        for language in &ALL {
            let mut problems = Diagnostics::new();
            let dictionary = read::dictionary(&source(language), language.tag, &mut problems);
            let told: Vec<_> = problems.iter().map(|problem| problem.headline.clone()).collect();
            assert!(told.is_empty(), "{}: {told:?}", language.tag);
            assert_eq!(dictionary.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{}", language.tag);
            let categories = Plurals::of(language.tag).names();
            for key in english.keys() {
                let (message, of_english) = (dictionary.get(key).unwrap(), english.get(key).unwrap());
                assert_eq!(message.blanks(), of_english.blanks(), "{} {key}", language.tag);
                if let Message::Counted(forms) = message {
                    assert_eq!(forms.len(), categories.len(), "{} {key}", language.tag);
                }
                if let Message::Text(pattern) = message {
                    let mut blanks: Vec<_> = pattern.blanks().collect();
                    blanks.sort_unstable();
                    assert_eq!(blanks, of_english.blanks(), "{} {key}: a blank twice", language.tag);
                }
            }
        }
    }

    #[test]
    fn no_text_has_a_straight_quote_or_a_space_at_its_end() {
        for language in &ALL {
            let spaced = ["list_comma", "list_and"];
            for line in language.text.lines().filter(|line| !line.starts_with('#')) {
                let key = line.split(':').next().unwrap_or_default();
                let value = line.split_once(": ").map_or("", |(_, value)| value).trim_matches('"');
                assert!(!value.contains(['\'', '"']) || value.starts_with('['), "{}: {line}", language.tag);
                assert!(value == value.trim() || spaced.contains(&key), "{}: {line}", language.tag);
            }
        }
    }
}
