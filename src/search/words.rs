//! The words of a text, as search compares them: without case, accents and marks. `static/js/search.js` takes queries apart in
//! the same way.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer ones are no words that somebody would look for: keys, digests, addresses.
const LONGEST: usize = 64;

/// A piece of a text that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    /// A word of a script that puts spaces between words.
    Spaced(Range<usize>),
    /// What stands together in a script that does not: found by its pairs of letters.
    Dense(Range<usize>),
}

/// Finds the words of a text, in order: runs of letters, digits and marks of one kind of script, with the signs of `C++` and `C#`.
/// These are the word boundaries of UAX #29 but for what it allows within a word (`don't`, `example.com`, `3.5`) and for what it
/// divides (`CO₂`): what a regular expression finds by classes of characters, as a browser has to.
pub(super) fn find(text: &str, mut take: impl FnMut(Word)) {
    let mut run: Option<(usize, bool)> = None;
    let mut end_run = |(from, is_dense): (usize, bool), at: usize| {
        take(if is_dense { Word::Dense(from..at) } else { Word::Spaced(with_signs(text, from..at)) });
    };
    for (at, c) in text.char_indices() {
        // Most letters are these, and need no table.
        let is_mark = !c.is_ascii() && is_combining_mark(c);
        let is_part = c.is_alphanumeric() || is_mark;
        // A mark belongs to what it stands on.
        let is_dense = if is_mark { run.is_some_and(|(_, dense)| dense) } else { is_part && is_dense(c) };
        match run {
            Some((_, dense)) if is_part && dense == is_dense => continue,
            Some(ended) => end_run(ended, at),
            None => {}
        }
        run = is_part.then_some((at, is_dense));
    }
    if let Some(ended) = run {
        end_run(ended, text.len());
    }
}

/// A word with the signs behind it that make it the name of another language.
fn with_signs(text: &str, word: Range<usize>) -> Range<usize> {
    let rest = text.get(word.end..).unwrap_or_default();
    let signs = if rest.starts_with("++") {
        2
    } else {
        usize::from(rest.starts_with('#') && !rest.chars().nth(1).is_some_and(char::is_alphanumeric))
    };
    word.start..word.end + signs
}

/// Whether a letter is of a script that is written without spaces between words: those of Chinese, Japanese, Thai, Lao, Khmer and
/// Burmese.
pub(super) fn is_dense(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff
        | 0x3005..=0x3007 | 0x3040..=0x30ff | 0x31f0..=0x31ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff
        | 0xff66..=0xff9f | 0x1b000..=0x1b16f | 0x20000..=0x3ffff)
}

/// A word as it is compared; none if it is too long, as it is written or as it is compared.
pub(super) fn folded_word(word: &str) -> Option<Cow<'_, str>> {
    let is_short = |word: &str| word.len() <= LONGEST || word.chars().take(LONGEST + 1).count() <= LONGEST;
    Some(word).filter(|word| is_short(word)).map(folded).filter(|form| is_short(form))
}

/// A text as it is compared: compatibility forms resolved (NFKC), lower case, without the accents of Latin, Greek and Cyrillic
/// letters and the vowel points of Arabic and Hebrew.
pub(super) fn folded(word: &str) -> Cow<'_, str> {
    if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        return Cow::Borrowed(word);
    }
    if word.is_ascii() {
        return Cow::Owned(word.to_ascii_lowercase());
    }
    let lower: String = word.nfkc().collect::<String>().to_lowercase();
    let bare: String = lower.nfd().filter(|c| !is_accent(*c)).nfc().collect();
    match without_article(&bare) {
        Some(noun) => Cow::Owned(noun.to_owned()),
        None => Cow::Owned(bare),
    }
}

/// An Arabic word without its article, which is written together with it, and with some words before that. None if it has none.
fn without_article(word: &str) -> Option<&str> {
    let with_other = word.strip_prefix(['و', 'ب', 'ك', 'ف']).and_then(|rest| rest.strip_prefix("ال"));
    let noun = with_other.or_else(|| word.strip_prefix("ال")).or_else(|| word.strip_prefix("لل"))?;
    let is_arabic = |c: char| matches!(u32::from(c), 0x0621..=0x064a);
    (noun.chars().count() >= 3 && noun.chars().all(is_arabic)).then_some(noun)
}

fn is_accent(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036f | 0x0591..=0x05c7 | 0x064b..=0x065f | 0x0670)
}

/// What a folded run of a dense script is found by: each two letters that stand side by side, and the last by itself.
pub(super) fn pairs(run: &str, mut take: impl FnMut(&str)) {
    let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
    for places in starts.windows(3) {
        if let [from, _, to] = places {
            take(run.get(*from..*to).unwrap_or_default());
        }
    }
    if let [.., from, to] = starts.as_slice() {
        take(run.get(*from..*to).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        find(text, |word| {
            let (Word::Spaced(range) | Word::Dense(range)) = word;
            words.extend(folded_word(text.get(range).unwrap()).map(Cow::into_owned));
        });
        words
    }

    #[test]
    fn words_are_runs_of_letters() {
        assert_eq!(
            words("Don't ask example.com for 3.5 MB."),
            ["don", "t", "ask", "example", "com", "for", "3", "5", "mb"]
        );
        assert_eq!(words("l’industrie naïve — Čapek's Übung"), ["l", "industrie", "naive", "capek", "s", "ubung"]);
        assert_eq!(
            words("C++ and C#, F#-like; issue #12, C#x"),
            ["c++", "and", "c#", "f#", "like", "issue", "12", "c", "x"]
        );
        assert_eq!(words("été C++"), ["ete", "c++"]);
        assert_eq!(words("ﬁne ＡＢＣ"), ["fine", "abc"]);
        assert_eq!(words("CO₂, m² and x²y"), ["co2", "m2", "and", "x2y"]);
    }

    #[test]
    fn scripts_without_spaces_stay_together() {
        assert_eq!(words("GPUを使う新しいAI。"), ["gpu", "を使う新しい", "ai"]);
        assert_eq!(words("人工智能 2025年"), ["人工智能", "2025", "年"]);
        assert_eq!(words("한국어 검색"), ["한국어", "검색"]);
        assert_eq!(words("ภาษาไทย"), ["ภาษาไทย"]);
        assert_eq!(words("ドナルド・トランプ、GPU版"), ["ドナルド", "トランプ", "gpu", "版"]);
    }

    #[test]
    fn arabic_words_are_found_without_their_article() {
        assert_eq!(words("أسعار الأسعار والشركة للشركة شركة"), ["اسعار", "اسعار", "شركة", "شركة", "شركة"]);
        assert_eq!(words("الله ال"), ["الله", "ال"]);
    }

    #[test]
    fn a_run_is_found_by_its_pairs() {
        let of = |run: &str| {
            let mut all = Vec::new();
            pairs(run, |pair| all.push(pair.to_owned()));
            all
        };
        assert_eq!(of("人工智能"), ["人工", "工智", "智能", "能"]);
        assert_eq!(of("人"), ["人"]);
        assert!(of("").is_empty());
    }

    #[test]
    fn what_is_too_long_is_no_word() {
        assert!(folded_word(&"a".repeat(64)).is_some());
        assert!(folded_word(&"a".repeat(65)).is_none());
        assert!(folded_word(&"人".repeat(64)).is_some());
        // One letter that is eighteen when its form is resolved.
        assert!(folded_word(&"ﷺ".repeat(20)).is_none());
    }
}
