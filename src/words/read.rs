//! Reads a file of words: a mapping of keys to texts, held against the English one.

use std::collections::BTreeMap;

use icu_plurals::PluralCategory;

use crate::diagnostic::{Diagnostic, Diagnostics, Span, Spanned, nearest};
use crate::source::Source;
use crate::yaml::{self, Fields, Node, Value};

use super::built_in;
use super::message::{Message, Pattern};
use super::plurals::{self, Plurals};

/// The words of one file.
#[derive(Debug, Default)]
pub(super) struct Dictionary {
    plurals: Plurals,
    entries: BTreeMap<String, Message>,
}

impl Dictionary {
    /// What a key says.
    pub(super) fn get(&self, key: &str) -> Option<&Message> {
        self.entries.get(key)
    }

    /// All keys, sorted.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// The form of a text that a number takes.
    pub(super) fn form<'f>(&self, forms: &'f [(PluralCategory, Pattern)], number: u64) -> Option<&'f Pattern> {
        let of = |wanted| forms.iter().find(|(category, _)| *category == wanted).map(|(_, pattern)| pattern);
        of(self.plurals.category(number)).or_else(|| of(PluralCategory::Other))
    }
}

/// Whether a text has the form of a language tag (BCP 47: letters, digits, hyphens).
pub(super) fn is_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or_default();
    // Longer ones are kept for times to come (BCP 47, 2.2.1).
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Reads the file of a language. What is wrong is reported, and left out.
pub(super) fn dictionary(source: &Source, tag: &str, problems: &mut Diagnostics) -> Dictionary {
    if !is_tag(tag) {
        problems.push(
            Diagnostic::error(format!("`{tag}` is no language tag"))
                .in_file(source.path.clone())
                .help("call the file after a language, for example `de.yaml` or `pt-BR.yaml`"),
        );
    }
    let node = yaml::parse(source, Span::new(0, source.text.len())).unwrap_or_else(|problem| {
        problems.push(problem);
        Node { value: Value::Null, span: Span::default() }
    });
    let fields = Fields::of(source, &node, &format!("`{}`", source.path), problems);
    let mut reader = Reader { source, tag, plurals: Plurals::of(tag), fields };
    let entries = reader.fields.entries();
    let read = entries.iter().filter_map(|(key, node)| Some((key.value.clone(), reader.message(key, node)?)));
    let entries = read.collect();
    Dictionary { plurals: reader.plurals, entries }
}

/// Reads the file that all others are measured by: what stands there is right.
pub(super) fn measure(source: &Source, tag: &str) -> Dictionary {
    let text = |node: &Node| match &node.value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    };
    let message = |node: &Node| match &node.value {
        Value::Text(text) => Some(Message::Text(Pattern::of(text))),
        Value::List(items) => Some(Message::List(items.iter().filter_map(text).collect())),
        Value::Map(forms) => {
            let form = |(name, node): &(Spanned<String>, Node)| {
                Some((plurals::category(&name.value)?, Pattern::of(&text(node)?)))
            };
            Some(Message::Counted(forms.iter().filter_map(form).collect()))
        }
        _ => None,
    };
    let parsed = yaml::parse(source, Span::new(0, source.text.len())).ok();
    let entries = match parsed.map(|node| node.value) {
        Some(Value::Map(entries)) => {
            entries.into_iter().filter_map(|(key, node)| Some((key.value, message(&node)?))).collect()
        }
        _ => BTreeMap::new(),
    };
    Dictionary { plurals: Plurals::of(tag), entries }
}

/// A file that is being read.
struct Reader<'a> {
    source: &'a Source,
    tag: &'a str,
    plurals: Plurals,
    fields: Fields<'a>,
}

impl Reader<'_> {
    fn message(&mut self, key: &Spanned<String>, node: &Node) -> Option<Message> {
        let Some(of_english) = built_in::english().get(&key.value) else {
            let problem = Diagnostic::error(format!("unknown key `{}`", key.value));
            self.report(problem, key.span, "no words of Slugline's", super::help_for(&key.value));
            return None;
        };
        let message = match of_english {
            Message::Text(_) => Message::Text(Pattern::of(&self.fields.text_of(node, &key.value)?.value)),
            Message::Counted(_) => Message::Counted(self.forms(key, node)?),
            Message::List(entries) => Message::List(self.list(key, node, entries.len())?),
        };
        let is_counted = matches!(of_english, Message::Counted(_));
        for blank in message.blanks() {
            if !(of_english.has_blank(blank) || is_counted && blank == "count") {
                self.foreign(key, node, blank, of_english);
            }
        }
        Some(message)
    }

    /// A text for each plural category.
    fn forms(&mut self, key: &Spanned<String>, node: &Node) -> Option<Vec<(PluralCategory, Pattern)>> {
        let known = self.plurals.names();
        let has = format!("`{}` has {}", self.tag, in_a_row(&known));
        let Value::Map(entries) = &node.value else {
            let example: Vec<String> = known.iter().map(|name| format!("{name}: …")).collect();
            let problem = Diagnostic::error(format!("`{}` depends on a number", key.value));
            let help = format!("write `{}: {{{}}}`", key.value, example.join(", "));
            self.report(problem, node.span, &format!("this is {}", node.value.kind()), help);
            return None;
        };
        let mut forms = Vec::with_capacity(entries.len());
        let mut are_known = true;
        for (name, node) in entries {
            if let Some(category) = plurals::category(&name.value).filter(|_| known.contains(&name.value.as_str())) {
                if let Some(text) = self.fields.text_of(node, &name.value) {
                    forms.push((category, Pattern::of(&text.value)));
                }
            } else {
                are_known = false;
                let problem = Diagnostic::error(format!("`{}` has no plural category `{}`", self.tag, name.value));
                let near = nearest(&name.value, known.iter().copied());
                let help = near.map_or_else(|| has.clone(), |near| format!("did you mean `{near}`?"));
                self.report(problem, name.span, "no number takes this", help);
            }
        }
        let missing: Vec<&str> =
            known.iter().copied().filter(|name| !entries.iter().any(|(key, _)| key.value == *name)).collect();
        // One that is missing may be the one that is none.
        if are_known && !missing.is_empty() {
            let problem = Diagnostic::error(format!("`{}` lacks {}", key.value, in_a_row(&missing)));
            self.report(problem, key.span, "not for every number", has);
        }
        Some(forms)
    }

    /// A list of so many texts.
    fn list(&mut self, key: &Spanned<String>, node: &Node, length: usize) -> Option<Vec<String>> {
        let items = match &node.value {
            Value::List(items) if items.len() == length => items,
            _ => {
                let problem = Diagnostic::error(format!("`{}` must be a list of {length} texts", key.value));
                let label = match &node.value {
                    Value::List(items) => format!("these are {}", items.len()),
                    other => format!("this is {}", other.kind()),
                };
                let english = built_in::english().get(&key.value);
                let example = match english {
                    Some(Message::List(entries)) => entries.join(", "),
                    _ => String::new(),
                };
                self.report(problem, node.span, &label, format!("the English ones are [{example}]"));
                return None;
            }
        };
        items.iter().map(|item| Some(self.fields.text_of(item, &key.value)?.value)).collect()
    }

    /// Reports a blank that nothing is put into.
    fn foreign(&mut self, key: &Spanned<String>, node: &Node, blank: &str, of_english: &Message) {
        let written = format!("{{{blank}}}");
        let start = node.span.start;
        let within = self.source.text.get(start..).and_then(|text| text.find(&written)).unwrap_or_default();
        let span = Span::new(start + within, start + within + written.len());
        let problem = Diagnostic::error(format!("`{}` has no blank `{written}`", key.value));
        let help = match nearest(blank, of_english.blanks()) {
            Some(near) => format!("did you mean `{{{near}}}`?"),
            None => format!("it has {}", of_english.told_blanks()),
        };
        self.report(problem, span, "nothing is put here", help);
    }

    fn report(&mut self, problem: Diagnostic, span: Span, label: &str, help: String) {
        let source = self.source;
        self.fields.problems().push(problem.at(source, span, label).help(help));
    }
}

/// `one`, `few` and `other`.
fn in_a_row(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => quoted.concat(),
    }
}

/// What a language that is not built in lacks; none of others.
pub(super) fn lacking(path: &str, of_language: &[&Dictionary]) -> Option<Diagnostic> {
    let english = built_in::english();
    let has = |key: &&str| of_language.iter().any(|dictionary| dictionary.get(key).is_some());
    let missing: Vec<&str> = english.keys().filter(|key| !has(key)).collect();
    let all = english.keys().count();
    let first: Vec<&str> = missing.iter().copied().take(5).collect();
    (!missing.is_empty()).then(|| {
        Diagnostic::warning(format!("{} of {all} words are missing in `{path}`", missing.len()))
            .in_file(path)
            .note(format!("the first of them: {}", in_a_row(&first)))
            .help("translate those of `translations/en.yaml` in Slugline's repository")
    })
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "a missing report fails the test")]
mod tests {
    use super::*;
    use crate::diagnostic::Label;
    use crate::source::SourceFile;

    /// Headline, line and column, and help of each report.
    fn told(tag: &str, text: &str) -> Vec<(String, usize, usize, String)> {
        let mut problems = Diagnostics::new();
        let _ = dictionary(&SourceFile::new(format!("translations/{tag}.yaml"), text), tag, &mut problems);
        let told = problems.iter().map(|problem| {
            let place = problem.label().map(Label::position).unwrap();
            (problem.headline.clone(), place.line, place.column, problem.help.clone().unwrap_or_default())
        });
        told.collect()
    }

    #[test]
    fn a_key_that_is_none_is_told_with_the_nearest() {
        let told = told("de", "topics: Themen\nlastest: Neu\n");
        assert_eq!(told, [("unknown key `lastest`".to_owned(), 2, 1, "did you mean `latest`?".to_owned())]);
    }

    #[test]
    fn plural_categories_are_those_of_the_language() {
        let of_german = told("de", "stories: {one: \"{count} Artikel\", few: x, othr: y}\n");
        assert_eq!(of_german[0].0, "`de` has no plural category `few`");
        assert_eq!(of_german[0].3, "`de` has `one` and `other`");
        assert_eq!((of_german[1].1, of_german[1].2, of_german[1].3.as_str()), (1, 43, "did you mean `other`?"));
        assert_eq!(of_german.len(), 2, "what is missing is the one that is none");
        assert_eq!(told("de", "stories: {one: x}\n")[0].0, "`stories` lacks `other`");
        let of_polish = told("pl", "stories: 3\n");
        assert_eq!(of_polish[0].0, "`stories` depends on a number");
        assert_eq!(of_polish[0].3, "write `stories: {one: …, few: …, many: …, other: …}`");
    }

    #[test]
    fn blanks_are_those_of_english() {
        let told =
            told("de", "byline: \"Von {name}\"\nstories: {one: \"{cuont}\", other: \"{count}\"}\nlatest: \"{x}\"\n");
        assert_eq!(told[0], ("`byline` has no blank `{name}`".to_owned(), 1, 14, "did you mean `{names}`?".to_owned()));
        assert_eq!((told[1].1, told[1].2, told[1].3.as_str()), (2, 17, "did you mean `{count}`?"));
        assert_eq!(told[2].3, "it has no blanks");
    }

    #[test]
    fn lists_have_their_length_and_texts_are_texts() {
        let told = told("de", "weekdays: [Mo, Di]\nlatest: [a]\nmonths: x\n");
        assert_eq!(told[0].0, "`weekdays` must be a list of 7 texts");
        assert_eq!(told[1].0, "`latest` must be text");
        assert_eq!(told[2].0, "`months` must be a list of 12 texts");
    }
}
