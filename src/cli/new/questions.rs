//! What is asked on a terminal, with names of the site to complete from.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use dialoguer::theme::SimpleTheme;
use dialoguer::{Completion, Input};

use crate::cli::print_notice;
use crate::content::document::Document;
use crate::content::hashtag::{identity, split_list};
use crate::content::post::Content;
use crate::diagnostic::{Diagnostics, nearest};
use crate::pipeline;
use crate::site;
use crate::template::archetype::Beginning;

/// Names of a site, the most used first.
#[derive(Debug, Default)]
pub(super) struct Known {
    tags: Vec<String>,
    sections: Vec<String>,
    authors: Vec<String>,
}

impl Known {
    /// Reads the site. What is wrong with it is no reason not to begin a post.
    pub(super) fn of(root: &Path) -> Self {
        let mut problems = Diagnostics::new();
        let (config, contents) = pipeline::sources(root, &mut problems);
        let documents: Vec<&Document> = contents.iter().map(Content::document).collect();
        let tags = site::tags(&config, &documents, &mut problems);
        let of_posts = tags.all.iter().map(|tag| (tag.name.clone(), tag.posts.len()));
        let of_file = config.tags.iter().filter(|info| !info.hidden).map(|info| (info.name.value.clone(), 0));
        let sections = documents.iter().filter_map(|document| document.front_matter.section.as_ref());
        let authors = documents.iter().flat_map(|document| &document.front_matter.authors);
        let of_file_authors = config.authors.iter().map(|author| (author.key.clone(), 0));
        Self {
            tags: most_used(of_posts.chain(of_file)),
            sections: most_used(sections.map(|section| (section.value.clone(), 1))),
            authors: most_used(authors.map(|author| (author.value.clone(), 1)).chain(of_file_authors)),
        }
    }
}

/// Each name once, those that are used most first; of equals, by name.
fn most_used(names: impl Iterator<Item = (String, usize)>) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (name, count) in names {
        *counts.entry(name).or_default() += count;
    }
    let mut names: Vec<(String, usize)> = counts.into_iter().collect();
    names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    names.into_iter().map(|(name, _)| name).collect()
}

/// Whoever answers questions.
pub(super) trait Answers {
    /// Asks for a line, which may be empty unless it `must` not be. `names` complete it; it may be a list of them.
    fn line(&mut self, question: &str, names: Option<&Names<'_>>, must: bool) -> io::Result<String>;
    /// Says something.
    fn tell(&mut self, text: &str);
}

/// The writer at the terminal.
pub(super) struct Terminal;

impl Answers for Terminal {
    fn line(&mut self, question: &str, names: Option<&Names<'_>>, must: bool) -> io::Result<String> {
        let mut input = Input::<String>::with_theme(&SimpleTheme).with_prompt(question).allow_empty(!must);
        if let Some(names) = names {
            input = input.completion_with(names);
        }
        input.interact_text().map_err(|dialoguer::Error::IO(error)| error)
    }

    fn tell(&mut self, text: &str) {
        print_notice(text);
    }
}

/// Asks for all that is not known yet.
pub(super) fn ask(answers: &mut dyn Answers, known: &Known, beginning: &mut Beginning) -> io::Result<()> {
    if beginning.title.is_empty() {
        beginning.title = answers.line("Title", None, true)?;
    }
    if beginning.section.is_empty() {
        let sections = Names { known: &known.sections, is_list: false };
        let section = answers.line(&sections.question("Section"), Some(&sections), false)?;
        section.trim().clone_into(&mut beginning.section);
    }
    if beginning.tags.is_empty() {
        let tags = Names { known: &known.tags, is_list: true };
        beginning.tags = hashtags(&answers.line(&tags.question("Hashtags"), Some(&tags), false)?);
        for tag in &mut beginning.tags {
            match known.tags.iter().find(|known| identity(known) == identity(tag)) {
                // As the site spells it.
                Some(spelled) => tag.clone_from(spelled),
                None => {
                    if let Some(near) = nearest(tag, known.tags.iter().map(String::as_str)) {
                        answers.tell(&format!("no other post has the tag `{tag}`; did you mean `{near}`?"));
                    }
                }
            }
        }
    }
    if beginning.authors.is_empty() {
        let authors = Names { known: &known.authors, is_list: true };
        beginning.authors = listed(&answers.line(&authors.question("Authors"), Some(&authors), false)?);
    }
    if beginning.description.is_empty() {
        let description = answers.line("Description", None, false)?;
        description.trim().clone_into(&mut beginning.description);
    }
    Ok(())
}

/// Names that complete what is typed.
pub(super) struct Names<'k> {
    known: &'k [String],
    /// Whether commas part several of them.
    is_list: bool,
}

impl Names<'_> {
    /// What is asked, with a few examples.
    fn question(&self, what: &str) -> String {
        let examples = self.known.iter().take(5).map(String::as_str).collect::<Vec<_>>().join(", ");
        match (self.is_list, examples.is_empty()) {
            (_, true) => what.to_owned(),
            (true, false) => format!("{what}, with commas between (Tab completes: {examples})"),
            (false, false) => format!("{what} (Tab completes: {examples})"),
        }
    }
}

impl Completion for Names<'_> {
    /// The line with its last name completed, by the most used that begins so; pressed again, by the next.
    fn get(&self, input: &str) -> Option<String> {
        let start = if self.is_list { input.rfind(',').map_or(0, |comma| comma + 1) } else { 0 };
        let (before, last) = input.split_at_checked(start)?;
        let typed = plain(last);
        let blank = if before.is_empty() { "" } else { " " };
        let with = |name: &String| format!("{before}{blank}{name}");
        if let Some(at) = self.known.iter().position(|name| name == typed) {
            let initial = typed.chars().next().map(char::to_lowercase).map(Iterator::collect::<String>)?;
            let others = self.known.iter().cycle().skip(at + 1).take(self.known.len());
            return others.filter(|name| name.to_lowercase().starts_with(&initial)).map(with).next();
        }
        let typed = typed.to_lowercase();
        self.known.iter().find(|name| name.to_lowercase().starts_with(&typed)).map(with)
    }
}

/// Names with commas between.
fn listed(line: &str) -> Vec<String> {
    line.split(',').map(plain).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Hashtags with commas between, or each with its `#`.
pub(super) fn hashtags(line: &str) -> Vec<String> {
    let of_part = |part: &str| -> Vec<String> {
        let places = split_list(part).into_iter();
        places.filter_map(|place| part.get(place)).map(str::to_owned).collect()
    };
    line.split(',').flat_map(of_part).collect()
}

/// The hashtags of one `--tag`: a name may hold commas, but not several `#`.
pub(super) fn given(tag: &str) -> Vec<String> {
    match plain(tag) {
        "" => Vec::new(),
        _ if tag.trim_start().starts_with('#') => hashtags(tag),
        name => vec![name.to_owned()],
    }
}

/// A name without `#` and the white space around it.
pub(super) fn plain(name: &str) -> &str {
    let name = name.trim();
    name.strip_prefix('#').unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Script {
        lines: Vec<&'static str>,
        said: Vec<String>,
    }

    impl Answers for Script {
        fn line(&mut self, question: &str, _: Option<&Names<'_>>, _: bool) -> io::Result<String> {
            self.said.push(question.to_owned());
            if self.lines.is_empty() {
                Err(io::ErrorKind::UnexpectedEof.into())
            } else {
                Ok(self.lines.remove(0).to_owned())
            }
        }

        fn tell(&mut self, text: &str) {
            self.said.push(text.to_owned());
        }
    }

    fn known() -> Known {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Known { tags: names(&["AI", "Chips", "C++", "Apple"]), sections: names(&["Business"]), authors: Vec::new() }
    }

    #[test]
    fn what_was_given_is_not_asked() {
        let mut script = Script { lines: vec!["Tides", "#ai #C#, Chps,, ", "ada, Jo Frank", ""], said: Vec::new() };
        let mut beginning = Beginning { section: "Sea".to_owned(), ..Beginning::default() };
        ask(&mut script, &known(), &mut beginning).unwrap();
        assert_eq!(beginning.title, "Tides");
        assert_eq!(beginning.tags, ["AI", "C#", "Chps"]);
        assert_eq!(beginning.authors, ["ada", "Jo Frank"]);
        assert_eq!(
            script.said,
            [
                "Title",
                "Hashtags, with commas between (Tab completes: AI, Chips, C++, Apple)",
                "no other post has the tag `Chps`; did you mean `Chips`?",
                "Authors",
                "Description",
            ]
        );
        let mut script = Script { lines: vec!["Tides"], said: Vec::new() };
        assert!(ask(&mut script, &known(), &mut Beginning::default()).is_err(), "the input ended");
    }

    #[test]
    fn a_flag_holds_one_name_or_several_with_their_signs() {
        assert_eq!(given("a, b"), ["a, b"]);
        assert_eq!(given(" #AI"), ["AI"]);
        assert_eq!(given("#AI #Chips"), ["AI", "Chips"]);
        assert_eq!(given(" # "), [""; 0]);
        assert_eq!(given(""), [""; 0]);
    }

    #[test]
    fn tab_completes_the_last_name_and_goes_round() {
        let known = known();
        let tags = Names { known: &known.tags, is_list: true };
        let completed = |typed: &str| tags.get(typed).unwrap_or_default();
        assert_eq!(completed("ch"), "Chips");
        assert_eq!(completed("AI, #c"), "AI, Chips");
        assert_eq!(completed("AI,Chips"), "AI, C++");
        assert_eq!(completed("AI, C++"), "AI, Chips");
        assert_eq!(completed(""), "AI");
        assert_eq!(completed("AI"), "Apple");
        assert_eq!(completed("x"), "");
        let sections = Names { known: &known.sections, is_list: false };
        assert_eq!(sections.get("bus").as_deref(), Some("Business"));
    }
}
