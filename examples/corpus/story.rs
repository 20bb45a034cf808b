//! What a post is about: enough to name it, so that another post can link to it.

use crate::Corpus;
use crate::date::{Date, Month};
use crate::grammar::Grammar;
use crate::rng::Rng;

/// The names that the prose's grammar takes from the story, in the order of `Story::values`.
pub const NAMES: [&str; 15] = [
    "company",
    "rival",
    "executive",
    "surname",
    "role",
    "analyst",
    "firm",
    "product",
    "place",
    "topic",
    "topic_slug",
    "domain",
    "hashtag",
    "open",
    "close",
];

/// A section's name and the rule for its topics.
pub const SECTIONS: [(&str, &str); 8] = [
    ("Business", "business topics"),
    ("Artificial Intelligence", "ai topics"),
    ("Security", "security topics"),
    ("Hardware", "hardware topics"),
    ("Cloud", "cloud topics"),
    ("Languages", "languages topics"),
    ("Policy", "policy topics"),
    ("Science", "science topics"),
];

pub struct Story {
    pub date: Date,
    pub section: usize,
    pub title: String,
    pub slug: String,
    pub values: Vec<String>,
}

impl Story {
    /// The story of a post, and the generator for the rest of that post.
    pub fn new(corpus: &Corpus, index: u32) -> (Self, Rng) {
        let rng = &mut Rng::new(corpus.seed, u64::from(index));
        let section = rng.below(SECTIONS.len());
        let values = values(&corpus.prose, section, rng);
        let title = corpus.prose.sentence("title", &values, rng);
        let slug = format!("{}-{index}", slug(&title));
        let date = Date::of_post(index);
        (Self { date, section, title, slug, values }, Rng::new(rng.next_u64(), 0))
    }

    /// Where the source stands in the site.
    pub fn path(&self) -> String {
        format!("content/posts/{}/{}.md", self.date.month, self.slug)
    }

    /// The source as a post of the given month links to it.
    pub fn link_from(&self, month: Month) -> String {
        if self.date.month == month {
            format!("{}.md", self.slug)
        } else {
            format!("../../{}/{}.md", self.date.month, self.slug)
        }
    }

    /// The value of one of the `NAMES`.
    pub fn value(&self, name: &str) -> &str {
        &self.values[position(name)]
    }

    /// Gives one of the `NAMES` another value.
    pub fn set(&mut self, name: &str, value: String) {
        self.values[position(name)] = value;
    }
}

fn position(name: &str) -> usize {
    NAMES.iter().position(|other| *other == name).expect("one of the names")
}

fn values(prose: &Grammar, section: usize, rng: &mut Rng) -> Vec<String> {
    let (_, topics) = SECTIONS[section];
    let mut phrase = |rule| prose.phrase(rule, &[], rng);
    let (company, surname, topic) = (phrase("company"), phrase("last"), phrase(topics));
    let (topic_slug, domain) = (slug(&topic), format!("{}.example", slug(&company)));
    vec![
        company,
        phrase("rival"),
        format!("{} {surname}", phrase("first")),
        surname,
        phrase("role"),
        format!("{} {}", phrase("first"), phrase("last")),
        phrase("firm"),
        phrase("product"),
        phrase("place"),
        topic,
        topic_slug,
        domain,
        String::new(),
        String::new(),
        String::new(),
    ]
}

/// The words of a title in plain ASCII, as many as fit into about 60 letters.
fn slug(title: &str) -> String {
    const LONGEST: usize = 60;
    let mut slug = String::with_capacity(LONGEST);
    let words = title.split([' ', '-']).map(|word| word.chars().filter_map(plain).collect::<String>());
    for word in words.filter(|word| !word.is_empty()) {
        if slug.len() + word.len() > LONGEST {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    slug
}

fn plain(letter: char) -> Option<char> {
    match letter {
        'í' => Some('i'),
        'ń' => Some('n'),
        'ö' => Some('o'),
        _ => Some(letter.to_ascii_lowercase()).filter(char::is_ascii_alphanumeric),
    }
}
