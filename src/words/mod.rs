//! Words that Slugline itself puts on pages, in the language of the page: from the files in `translations/`, which are
//! compiled in, and from those of the site's own in the folder of the same name, key by key over them.

mod blanks;
mod built_in;
mod dates;
mod message;
mod plurals;
mod read;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use crate::diagnostic::{Diagnostic, Diagnostics, nearest};
use crate::digest::{Digest, Parts};
use crate::source::{self, FileEntry, Hidden};

use built_in::ENGLISH;
use message::{Message, Pattern};
use read::Dictionary;

pub use blanks::{Blank, Filled};
pub use dates::DateForm;

/// The folder of a site's own words.
pub const TRANSLATIONS: &str = "translations";

/// How the name of a file of words ends.
const EXTENSION: &str = ".yaml";

/// All words of a site, in every language.
#[derive(Debug)]
pub struct Words {
    /// The site's language.
    language: String,
    /// The site's own, by tag in lower case.
    own: BTreeMap<String, Arc<Dictionary>>,
    digest: Digest,
    /// Put together so far, by tag as it was asked for.
    known: RwLock<BTreeMap<String, Arc<Phrases>>>,
}

impl Default for Words {
    fn default() -> Self {
        Self::new(ENGLISH, BTreeMap::new(), Digest::default())
    }
}

impl Words {
    fn new(language: &str, own: BTreeMap<String, Arc<Dictionary>>, of_files: Digest) -> Self {
        let mut parts = Parts::new();
        parts.text(language).digest(of_files);
        Self { language: language.to_owned(), own, digest: parts.finish(), known: RwLock::default() }
    }

    /// Reads the words of a site's own over the built-in ones. What is wrong is reported.
    #[must_use]
    pub fn load(root: &Path, language: &str, problems: &mut Diagnostics) -> Self {
        let mut own = BTreeMap::new();
        let mut parts = Parts::new();
        for file in files(root, problems) {
            let path = format!("{TRANSLATIONS}/{}", file.path);
            let tag = file.path.trim_end_matches(EXTENSION);
            match source::read(&file.absolute, &path) {
                Ok(source) => {
                    parts.text(&path).digest(source.digest);
                    let dictionary = read::dictionary(&source, tag, problems);
                    own.insert(tag.to_ascii_lowercase(), Arc::new(dictionary));
                }
                Err(problem) => problems.push(problem),
            }
        }
        let words = Self::new(language, own, parts.finish());
        words.own.keys().filter_map(|tag| words.lacking(tag)).for_each(|problem| problems.push(problem));
        words
    }

    /// What a language of the site's own lacks, if there is none built in that it is a kind of.
    fn lacking(&self, tag: &str) -> Option<Diagnostic> {
        if !is_tag(tag) || ancestry(tag).any(|tag| built_in::has(&tag)) {
            return None;
        }
        let own: Vec<&Dictionary> = ancestry(tag).filter_map(|tag| self.own.get(&tag).map(|own| &**own)).collect();
        read::lacking(&format!("{TRANSLATIONS}/{tag}{EXTENSION}"), &own)
    }

    /// Of all that words depend on, beside the program: the site's language, and its own words.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The words for a text in a language (BCP 47).
    #[must_use]
    pub fn of(&self, language: &str) -> Arc<Phrases> {
        let known = || self.known.read().unwrap_or_else(PoisonError::into_inner).get(language).cloned();
        known().unwrap_or_else(|| {
            let phrases = Arc::new(self.put_together(language));
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            known.entry(language.to_owned()).or_insert(phrases).clone()
        })
    }

    /// The words in the site's own language.
    #[must_use]
    pub fn of_site(&self) -> Arc<Phrases> {
        self.of(&self.language)
    }

    /// In a language without words of its own, the site's stand in; in those, English ones.
    fn put_together(&self, language: &str) -> Phrases {
        let mut books: Vec<Arc<Dictionary>> = Vec::new();
        let mut spoken = None;
        for language in [language, &self.language, ENGLISH] {
            for tag in ancestry(language) {
                let new = self.own.get(&tag).cloned().into_iter().chain(built_in::dictionary(&tag));
                for book in new {
                    spoken.get_or_insert_with(|| language.to_owned());
                    if !books.iter().any(|known| Arc::ptr_eq(known, &book)) {
                        books.push(book);
                    }
                }
            }
        }
        let spoken = spoken.unwrap_or_else(|| ENGLISH.to_owned());
        Phrases { is_right_to_left: direction(&spoken) == "rtl", language: spoken, books }
    }
}

/// The files of a site's own words, by path from their folder.
pub fn files(root: &Path, problems: &mut Diagnostics) -> Vec<FileEntry> {
    let mut files = source::walk(root, &root.join(TRANSLATIONS), Hidden::Skip).unwrap_or_else(|problem| {
        problems.push(problem);
        Vec::new()
    });
    files.retain(|file| file.path.ends_with(EXTENSION) && !file.path.contains('/'));
    files
}

/// A tag in lower case and what it is a kind of: `zh-hant-tw`, `zh-hant`, `zh`.
fn ancestry(language: &str) -> impl Iterator<Item = String> {
    std::iter::successors(Some(language.to_ascii_lowercase()), |tag| Some(tag.rsplit_once('-')?.0.to_owned()))
}

/// Languages that are written from right to left unless their tag says in which other script.
const RIGHT_TO_LEFT: [&str; 22] = [
    "ar", "arc", "azb", "bal", "bqi", "ckb", "dv", "fa", "glk", "he", "ks", "lrc", "mzn", "nqo", "pnb", "ps", "sd",
    "skr", "syr", "ug", "ur", "yi",
];

/// Scripts that are written from right to left (ISO 15924).
const RIGHT_TO_LEFT_SCRIPTS: [&str; 9] = ["Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa"];

/// The direction in which a language is written: `ltr` or `rtl`.
#[must_use]
pub fn direction(language: &str) -> &'static str {
    let mut parts = language.split('-');
    let primary = parts.next().unwrap_or_default();
    // The script follows the language, and alone has four letters (BCP 47, 2.2.3).
    let script = parts.next().filter(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let is_in = |known: &[&str], part: &str| known.iter().any(|known| known.eq_ignore_ascii_case(part));
    let is_right_to_left =
        script.map_or_else(|| is_in(&RIGHT_TO_LEFT, primary), |script| is_in(&RIGHT_TO_LEFT_SCRIPTS, script));
    if is_right_to_left { "rtl" } else { "ltr" }
}

/// The keys of all words, in the order of the files.
pub fn keys() -> impl Iterator<Item = &'static str> {
    built_in::english().keys()
}

/// Whether a text has the form of a language tag (BCP 47).
#[must_use]
pub fn is_tag(text: &str) -> bool {
    read::is_tag(text)
}

/// What is wrong with a key that is none: what was most likely meant.
#[must_use]
pub fn help_for(key: &str) -> String {
    match nearest(key, keys()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`translations/en.yaml` in Slugline's repository has all keys".to_owned(),
    }
}

/// The words of one language, each with what stands in where it has none.
#[derive(Debug)]
pub struct Phrases {
    language: String,
    is_right_to_left: bool,
    /// In the order in which they are asked.
    books: Vec<Arc<Dictionary>>,
}

impl Phrases {
    /// The language that the words are really in: what was asked for, if there are words in it or in the language that it is
    /// a kind of.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Whether they run from right to left.
    #[must_use]
    pub fn is_right_to_left(&self) -> bool {
        self.is_right_to_left
    }

    fn find(&self, key: &str) -> Option<(&Dictionary, &Message)> {
        self.books.iter().find_map(|book| Some((&**book, book.get(key)?)))
    }

    fn pattern(&self, key: &str, count: Option<u64>) -> Option<&Pattern> {
        let (book, message) = self.find(key)?;
        match message {
            Message::Text(pattern) => Some(pattern),
            Message::Counted(forms) => book.form(forms, count?),
            Message::List(_) => None,
        }
    }

    /// A text with its blanks filled; `count` chooses the form of one that depends on a number.
    ///
    /// # Errors
    /// If there is no such key, or it takes other blanks: what is wrong.
    pub fn fill(&self, key: &str, count: Option<u64>, blanks: &[(&str, Blank<'_>)]) -> Result<Filled, String> {
        let Some(of_english) = built_in::english().get(key) else {
            return Err(format!("there are no words `{key}`: {}", help_for(key)));
        };
        if matches!(of_english, Message::List(_)) {
            return Err(format!("`{key}` is for dates: use the filter `long_date`"));
        }
        if matches!(of_english, Message::Counted(_)) && count.is_none() {
            return Err(format!("`{key}` depends on a number: add `count=…`"));
        }
        for (name, _) in blanks {
            if *name != "count" && !of_english.has_blank(name) {
                return Err(format!("`{key}` has no `{{{name}}}`: it has {}", of_english.told_blanks()));
            }
        }
        let Some(pattern) = self.pattern(key, count) else {
            return Err(format!("there are no words `{key}` for this number"));
        };
        pattern.filled(blanks, self.is_right_to_left).map_err(|name| format!("`{key}` needs `{name}=…`"))
    }

    /// A text without blanks. A key that is none stands for itself; none such is in the program.
    #[must_use]
    pub fn text(&self, key: &str) -> String {
        self.say(key, &[])
    }

    /// A text with its blanks filled by plain text.
    #[must_use]
    pub fn say(&self, key: &str, blanks: &[(&str, &str)]) -> String {
        let blanks: Vec<(&str, Blank<'_>)> = blanks.iter().map(|(name, text)| (*name, Blank::Text(text))).collect();
        self.fill(key, None, &blanks).map_or_else(|_| key.to_owned(), |filled| filled.text)
    }

    /// A text that depends on a number.
    #[must_use]
    pub fn count(&self, key: &str, count: usize) -> String {
        let number = count.to_string();
        let blanks = [("count", Blank::Number(&number))];
        self.fill(key, u64::try_from(count).ok(), &blanks).map_or_else(|_| key.to_owned(), |filled| filled.text)
    }

    /// All forms of a text that depends on a number, by the names of their plural categories, with blanks left open.
    ///
    /// # Errors
    /// If there is no such key, or it does not depend on a number: what is wrong.
    pub fn forms(&self, key: &str) -> Result<Vec<(&'static str, String)>, String> {
        match self.find(key).map(|(_, message)| message) {
            Some(Message::Counted(forms)) => {
                Ok(forms.iter().map(|(category, pattern)| (plurals::name(*category), pattern.written())).collect())
            }
            Some(_) => Err(format!("`{key}` does not depend on a number: use `trans`")),
            None => Err(format!("there are no words `{key}`: {}", help_for(key))),
        }
    }

    /// An entry of a list, counted from 0.
    fn entry(&self, key: &str, at: usize) -> Option<&str> {
        match self.find(key)?.1 {
            Message::List(entries) => entries.get(at).map(String::as_str),
            _ => None,
        }
    }
}

/// A key that a text asks for and that is none.
#[must_use]
pub fn unknown(key: &str) -> Option<Diagnostic> {
    let is_known = built_in::english().get(key).is_some();
    (!is_known).then(|| Diagnostic::error(format!("there are no words `{key}`")).help(help_for(key)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    /// A site's words, of files by tag.
    fn site(language: &str, files: &[(&str, &str)]) -> (Words, Diagnostics) {
        let mut problems = Diagnostics::new();
        let own = files.iter().map(|(tag, text)| {
            let source = SourceFile::new(format!("translations/{tag}.yaml"), *text);
            (tag.to_ascii_lowercase(), Arc::new(read::dictionary(&source, tag, &mut problems)))
        });
        let own = own.collect();
        (Words::new(language, own, Digest::default()), problems)
    }

    #[test]
    fn a_language_without_words_has_those_of_its_kind_or_the_sites() {
        let (words, _) = site("de", &[]);
        for (tag, language, expected) in [
            ("de", "de", "Themen"),
            ("pt-BR", "pt-BR", "Temas"),
            ("ZH-Hant-TW", "ZH-Hant-TW", "话题"),
            ("sv", "de", "Themen"),
            ("en", "en", "Topics"),
        ] {
            let phrases = words.of(tag);
            assert_eq!((phrases.language(), phrases.text("topics").as_str()), (language, expected), "{tag}");
        }
        assert_eq!(site("sv", &[]).0.of("sv").language(), "en");
    }

    #[test]
    fn own_words_stand_before_the_built_in_ones() {
        let (words, problems) = site("de-CH", &[("de", "topics: Stichworte"), ("de-CH", "byline: Vo {names}")]);
        assert!(problems.is_empty());
        let phrases = words.of_site();
        assert_eq!(phrases.text("topics"), "Stichworte");
        assert_eq!(phrases.say("byline", &[("names", "Ada")]), "Vo Ada");
        assert_eq!(words.of("de").say("byline", &[("names", "Ada")]), "Von Ada");
        assert_eq!(phrases.text("updated"), "Aktualisiert am");
    }

    #[test]
    fn numbers_choose_the_form() {
        let words = Words::default();
        for (language, count, expected) in [
            ("en", 1, "1 story"),
            ("en", 0, "0 stories"),
            ("fr", 0, "0 article"),
            ("fr", 1_000_000, "1000000 d’articles"),
            ("pl", 1, "1 artykuł"),
            ("pl", 22, "22 artykuły"),
            ("pl", 12, "12 artykułów"),
            ("ru", 21, "21 материал"),
            ("ru", 11, "11 материалов"),
            ("ja", 3, "記事3本"),
            ("ar", 0, "لا مقالات"),
            ("ar", 2, "مقالان"),
            ("ar", 3, "3 مقالات"),
            ("ar", 11, "11 مقالًا"),
            ("ar", 100, "100 مقال"),
            ("he", 2, "שתי כתבות"),
        ] {
            assert_eq!(words.of(language).count("stories", count), expected, "{language}");
        }
    }

    #[test]
    fn all_forms_can_be_had_at_once() {
        let words = Words::default();
        let forms = words.of("de").forms("search_results").unwrap();
        assert_eq!(forms, [("one", "{count} Treffer".to_owned()), ("other", "{count} Treffer".to_owned())]);
        assert_eq!(words.of("ar").forms("stories").unwrap().len(), 6);
        assert_eq!(words.of("de").forms("topics").unwrap_err(), "`topics` does not depend on a number: use `trans`");
    }

    #[test]
    fn what_is_asked_for_in_a_wrong_way_is_told() {
        let words = Words::default();
        let phrases = words.of_site();
        let wrong = |key, count, blanks: &[(&str, Blank<'_>)]| phrases.fill(key, count, blanks).unwrap_err();
        assert_eq!(wrong("lastest", None, &[]), "there are no words `lastest`: did you mean `latest`?");
        assert_eq!(wrong("stories", None, &[]), "`stories` depends on a number: add `count=…`");
        assert_eq!(wrong("byline", None, &[]), "`byline` needs `names=…`");
        let name = [("name", Blank::Text("Ada"))];
        assert_eq!(wrong("byline", None, &name), "`byline` has no `{name}`: it has `{names}`");
        assert_eq!(wrong("months", None, &[]), "`months` is for dates: use the filter `long_date`");
    }
}
