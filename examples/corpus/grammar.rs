//! Text made from rules: each rule has alternatives, and these may name further rules.

use std::collections::HashMap;

use crate::rng::Rng;

/// How the text of a grammar is written.
pub struct Syntax {
    pub open: char,
    pub close: char,
    /// What sets alternatives apart.
    pub separators: &'static [&'static str],
}

/// A grammar, read from text at the start of the program. The texts are part of the program, so a
/// mistake in them, such as a slot that names no rule, is a bug and panics.
pub struct Grammar {
    names: HashMap<&'static str, usize>,
    rules: Vec<Vec<Alternative>>,
}

type Alternative = Vec<Piece>;

enum Piece {
    Text(&'static str),
    Number { low: u64, high: u64 },
    Slot { source: Source, title_case: bool, article: bool },
}

#[derive(Clone, Copy)]
enum Source {
    Rule(usize),
    /// One of the names that the caller gives a value.
    Bound(usize),
}

impl Grammar {
    /// Reads rules; slots that are among the `bound` names stand for the values given to `write`.
    pub fn new(text: &'static str, syntax: &Syntax, bound: &[&str]) -> Self {
        let sections: Vec<(&str, &str)> =
            text.split("\n== ").skip(1).filter_map(|section| section.split_once('\n')).collect();
        let names = sections.iter().enumerate().map(|(index, (name, _))| (*name, index)).collect();
        let mut grammar = Self { names, rules: Vec::new() };
        for (_, body) in sections {
            let alternatives = split(body.trim_matches('\n'), syntax.separators)
                .into_iter()
                .map(|alternative| grammar.compile(alternative, syntax, bound))
                .collect();
            grammar.rules.push(alternatives);
        }
        grammar
    }

    fn compile(&self, mut text: &'static str, syntax: &Syntax, bound: &[&str]) -> Alternative {
        let mut pieces = Vec::new();
        while let Some((before, rest)) = text.split_once(syntax.open) {
            let (slot, after) = rest.split_once(syntax.close).expect("a closed slot");
            if !before.is_empty() {
                pieces.push(Piece::Text(before));
            }
            pieces.push(self.slot(slot, bound));
            text = after;
        }
        pieces.push(Piece::Text(text));
        pieces
    }

    fn slot(&self, slot: &str, bound: &[&str]) -> Piece {
        if let Some((low, high)) = slot.split_once("..") {
            let number = |text: &str| text.parse().expect("a number");
            return Piece::Number { low: number(low), high: number(high) };
        }
        let (article, name) = slot.strip_prefix("a ").map_or((false, slot), |name| (true, name));
        let find = |name: &str| {
            let value = bound.iter().position(|other| *other == name).map(Source::Bound);
            value.or_else(|| self.names.get(name).copied().map(Source::Rule))
        };
        let (source, title_case) = match find(name) {
            Some(source) => (source, false),
            None => match find(&name.to_lowercase()) {
                Some(source) => (source, true),
                None => panic!("no rule `{name}` in the grammar"),
            },
        };
        Piece::Slot { source, title_case, article }
    }

    /// The number of alternatives of a rule.
    pub fn len(&self, rule: &str) -> usize {
        self.rules[self.names[rule]].len()
    }

    /// Any alternative of a rule, with a capital at its beginning.
    pub fn sentence(&self, rule: &str, values: &[String], rng: &mut Rng) -> String {
        let alternative = rng.below(self.len(rule));
        self.nth_sentence(rule, alternative, values, rng)
    }

    /// The given alternative of a rule, with a capital at its beginning.
    pub fn nth_sentence(&self, rule: &str, nth: usize, values: &[String], rng: &mut Rng) -> String {
        let mut text = String::with_capacity(256);
        self.write(&self.rules[self.names[rule]][nth], values, rng, &mut text);
        capitalize(&mut text, 0);
        text
    }

    /// Any alternative of a rule, as it is.
    pub fn phrase(&self, rule: &str, values: &[String], rng: &mut Rng) -> String {
        let mut text = String::new();
        self.write_any(self.names[rule], values, rng, &mut text);
        text
    }

    fn write_any(&self, rule: usize, values: &[String], rng: &mut Rng, out: &mut String) {
        let alternatives = &self.rules[rule];
        self.write(&alternatives[rng.below(alternatives.len())], values, rng, out);
    }

    fn write(&self, pieces: &[Piece], values: &[String], rng: &mut Rng, out: &mut String) {
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Number { low, high } => {
                    out.push_str(&grouped(low + rng.below_u64(high - low + 1)));
                }
                Piece::Slot { source, title_case, article } => {
                    let start = out.len();
                    match *source {
                        Source::Rule(rule) => self.write_any(rule, values, rng, out),
                        Source::Bound(value) => out.push_str(&values[value]),
                    }
                    if *title_case {
                        capitalize_words(out, start);
                    }
                    if *article {
                        let vowel = out[start..].starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
                        out.insert_str(start, if vowel { "an " } else { "a " });
                    }
                }
            }
        }
    }
}

fn split<'a>(body: &'a str, separators: &[&str]) -> Vec<&'a str> {
    separators
        .iter()
        .fold(vec![body], |parts, separator| parts.into_iter().flat_map(|part| part.split(separator)).collect())
}

/// A number as newspapers write it: 4200, but 42,000.
fn grouped(number: u64) -> String {
    if number < 10_000 { number.to_string() } else { format!("{},{:03}", number / 1000, number % 1000) }
}

fn capitalize_words(text: &mut String, start: usize) {
    const SMALL: [&str; 7] = ["and", "at", "for", "in", "of", "the", "to"];
    let mut word = start;
    while word < text.len() {
        let length = text[word..].find(' ').unwrap_or(text.len() - word);
        if word == start || !SMALL.contains(&&text[word..word + length]) {
            capitalize(text, word);
        }
        word += length + 1;
    }
}

fn capitalize(text: &mut String, at: usize) {
    if let Some(first) = text[at..].chars().next().filter(char::is_ascii_lowercase) {
        text.replace_range(at..=at, first.to_ascii_uppercase().encode_utf8(&mut [0; 4]));
    }
}
