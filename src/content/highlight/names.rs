//! What readers call a language.

/// Names of grammars that no reader would look for, or that say more than the language.
#[rustfmt::skip]
const GRAMMARS: [(&str, &str); 8] = [
    ("Bourne Again Shell (bash)", "Shell"), ("JavaScript (Babel)", "JavaScript"), ("PHP Source", "PHP"),
    ("Plain Text", ""), ("TypeScriptReact", "TSX"), ("VimL", "Vim script"), ("commands-builtin-shell-bash", "Shell"),
    ("x86_64 Assembly", "Assembly"),
];

/// Words that name another language than that whose grammar reads it, in lower case.
#[rustfmt::skip]
const WORDS: [(&str, &str); 22] = [
    ("cjs", "JavaScript"), ("common-lisp", "Common Lisp"), ("console", "Console"), ("cuda", "CUDA"),
    ("elisp", "Emacs Lisp"), ("emacs-lisp", "Emacs Lisp"), ("javascript", "JavaScript"), ("js", "JavaScript"),
    ("json5", "JSON5"), ("jsonl", "JSON Lines"), ("jsx", "JSX"), ("mdx", "MDX"), ("mjs", "JavaScript"),
    ("ndjson", "JSON Lines"), ("scheme", "Scheme"), ("sh-session", "Console"), ("shell-session", "Console"),
    ("shellsession", "Console"), ("terminal", "Console"), ("tsx", "TSX"), ("pwsh", "PowerShell"), ("fish", "Fish"),
];

/// No language has a longer name.
const LONGEST: usize = 24;

/// What a word names whatever its grammar is called; the word is in lower case.
pub(super) fn of_word(word: &str) -> Option<&'static str> {
    WORDS.iter().find(|(known, _)| *known == word).map(|(_, name)| *name)
}

/// The name of a language by that of its grammar.
pub(super) fn of_grammar(name: &str) -> &str {
    match GRAMMARS.iter().find(|(grammar, _)| *grammar == name) {
        Some((_, name)) => name,
        // `Dockerfile (with bash)`
        None => name.split_once(" (").map_or(name, |(name, _)| name),
    }
}

/// A word that names a language for which there is no grammar, as it is written.
pub(super) fn as_written(word: &str) -> Option<&str> {
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '+' | '#' | '.' | '-' | '_' | '*');
    (word.starts_with(char::is_alphanumeric) && word.len() <= LONGEST && word.chars().all(is_of_name)).then_some(word)
}
