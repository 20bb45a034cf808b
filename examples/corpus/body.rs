//! The body of a post, in Markdown.

use crate::post::TagsInBody;
use crate::rng::Rng;
use crate::story::Story;
use crate::tally::Tally;
use crate::{Corpus, code};

/// About as many words as the seed article has.
const WORDS: usize = 860;
const SUMMARY_WORDS: usize = 40;

pub struct Picture {
    pub name: &'static str,
    pub alt: &'static str,
    pub caption: String,
}

pub struct Body<'a> {
    corpus: &'a Corpus,
    index: u32,
    story: &'a mut Story,
    rng: &'a mut Rng,
    tally: &'a mut Tally,
    text: String,
    words: usize,
    /// The rule's alternatives in the order in which this post uses them, so that none comes twice.
    sentences: Vec<usize>,
    headings: Vec<usize>,
}

impl<'a> Body<'a> {
    pub fn new(corpus: &'a Corpus, index: u32, story: &'a mut Story, rng: &'a mut Rng, tally: &'a mut Tally) -> Self {
        let mut shuffled = |rule| {
            let mut order: Vec<usize> = (0..corpus.prose.len(rule)).collect();
            rng.shuffle(&mut order);
            order
        };
        let (sentences, headings) = (shuffled("sentence"), shuffled("heading"));
        let text = String::with_capacity(8_000);
        Self { corpus, index, story, rng, tally, text, words: 0, sentences, headings }
    }

    pub fn write(mut self, tags: &TagsInBody, pictures: &[Picture]) -> String {
        let paragraphs = 9 + self.rng.below(3);
        let total = WORDS + self.rng.below(80);
        let mut asides = self.asides(tags, paragraphs);
        let extra_at = 2 + self.rng.below(paragraphs - 4);
        let second_figure_at = [paragraphs / 2 + 1, paragraphs - 1][self.rng.below(2)];

        for number in 0..paragraphs {
            if self.index % 2 == 1 && number % 3 == 2 {
                self.heading();
            }
            let words_left = total.saturating_sub(self.words + SUMMARY_WORDS);
            let (here, later) = asides.into_iter().partition(|(at, _)| *at == number);
            asides = later;
            self.paragraph(number, words_left / (paragraphs - number), number + 1 == paragraphs, here);
            if number == extra_at {
                self.extra();
            }
            if number == 0 {
                self.figure(&pictures[0]);
            } else if number == second_figure_at {
                self.figure(&pictures[1]);
            }
            if number == paragraphs / 2 && self.index.is_multiple_of(5) {
                self.code();
            }
        }
        let summary = self.prose("summary");
        self.block(&summary);
        if !tags.trailing.is_empty() {
            self.markup(&format!("#{}", tags.trailing.join(" #")));
        }
        self.text.truncate(self.text.trim_end().len());
        self.text.push('\n');
        self.tally.words += self.words;
        self.text
    }

    fn prose(&mut self, rule: &str) -> String {
        self.corpus.prose.sentence(rule, &self.story.values, self.rng)
    }

    /// Adds a block that holds prose.
    fn block(&mut self, text: &str) {
        self.words += count_words(text);
        self.markup(text);
    }

    /// Adds a block whose words are no prose, or are counted already.
    fn markup(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push_str("\n\n");
    }

    /// Sentences with links and hashtags, each with the number of its paragraph.
    fn asides(&mut self, tags: &TagsInBody, paragraphs: usize) -> Vec<(usize, String)> {
        let mut texts = Vec::new();
        if !self.rng.one_in(3) {
            texts.push(self.prose("outside"));
        }
        for _ in 0..self.rng.below(3) {
            texts.push(self.inside());
        }
        for tag in &tags.inline {
            self.story.set("hashtag", format!("#{tag}"));
            texts.push(self.prose("tagged"));
        }
        if self.rng.one_in(30) {
            texts.push(self.prose("odd"));
        }
        texts.into_iter().map(|text| (1 + self.rng.below(paragraphs - 2), text)).collect()
    }

    /// A link to a somewhat older post, or the same words where the corpus ends before that one.
    fn inside(&mut self) -> String {
        let target = u64::from(self.index) + 1 + self.rng.below_u64(50);
        let target = u32::try_from(target).ok().filter(|target| *target < self.corpus.posts);
        let (open, close) = match target {
            Some(target) => {
                self.tally.internal_links += 1;
                let (target, _) = Story::new(self.corpus, target);
                ("[", format!("]({})", target.link_from(self.story.date.month)))
            }
            None => ("", String::new()),
        };
        self.story.set("open", open.to_owned());
        self.story.set("close", close);
        self.prose("inside")
    }

    /// A paragraph of about so many words.
    fn paragraph(&mut self, number: usize, words: usize, last: bool, asides: Vec<(usize, String)>) {
        let mut text = match number {
            0 => self.prose("lead"),
            _ if last => self.prose("outlook"),
            _ => self.next_sentence(),
        };
        for (_, aside) in asides {
            text.push(' ');
            text.push_str(&aside);
        }
        while count_words(&text) + 9 < words {
            text.push(' ');
            text.push_str(&self.next_sentence());
        }
        self.block(&text);
    }

    fn next_sentence(&mut self) -> String {
        match self.sentences.pop() {
            Some(nth) => self.corpus.prose.nth_sentence("sentence", nth, &self.story.values, self.rng),
            None => self.prose("sentence"),
        }
    }

    fn heading(&mut self) {
        if let Some(nth) = self.headings.pop() {
            let values = &self.story.values;
            let text = self.corpus.prose.nth_sentence("heading", nth, values, self.rng);
            self.block(&format!("## {text}"));
        }
    }

    fn figure(&mut self, Picture { name, alt, .. }: &Picture) {
        self.tally.figures += 1;
        self.markup(&format!("![{alt}](images/{name})"));
    }

    fn code(&mut self) {
        self.tally.code_blocks += 1;
        let lead = self.prose("codelead");
        self.block(&lead);
        self.text.push_str(&code::block(&self.corpus.code, self.rng));
    }

    /// In half of the posts, something that is no paragraph, or a note to the paragraph before.
    fn extra(&mut self) {
        match self.rng.below(12) {
            0 => self.list(|_| "-".to_owned()),
            1 => self.list(|number| format!("{number}.")),
            2 => self.table(),
            3 => {
                let (words, by, role) = (self.prose("said"), self.value("executive"), self.value("role"));
                self.block(&format!("> {words}\n>\n> — {by}, {role}"));
            }
            4 => {
                let note = self.prose("note");
                self.text.truncate(self.text.trim_end().len());
                self.markup("[^1]");
                self.words += count_words(&note);
                self.markup(&format!("[^1]: {note}"));
            }
            5 => {
                let text = self.prose("alert");
                self.words += count_words(&text);
                self.markup(&format!("> [!NOTE]\n> {text}"));
            }
            _ => {}
        }
    }

    fn value(&self, name: &str) -> String {
        self.story.value(name).to_owned()
    }

    fn list(&mut self, mark: impl Fn(usize) -> String) {
        let lead = self.prose("listlead");
        self.block(&lead);
        let mut items = Vec::new();
        for number in 1..=3 + self.rng.below(3) {
            let point = self.prose("point");
            self.words += count_words(&point);
            items.push(format!("{} {point}", mark(number)));
        }
        self.markup(&items.join("\n"));
    }

    fn table(&mut self) {
        let (company, rival) = (self.value("company"), self.value("rival"));
        let mut rows = vec![format!("| | {company} | {rival} |\n| :--- | ---: | ---: |")];
        for _ in 0..3 + self.rng.below(4) {
            let measure = self.prose("metric");
            let (ours, theirs) = (20 + self.rng.below(900), 20 + self.rng.below(900));
            rows.push(format!("| {measure} | {ours} | {theirs} |"));
        }
        self.block(&rows.join("\n"));
    }
}

/// Words with a letter or a digit in them.
fn count_words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}
