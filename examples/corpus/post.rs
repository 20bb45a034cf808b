//! A post: its front matter, around the body that `body.rs` writes.

use crate::body::{Body, Picture};
use crate::rng::Rng;
use crate::site::AUTHORS;
use crate::story::{SECTIONS, Story};
use crate::tags::Tag;
use crate::tally::Tally;
use crate::{Corpus, images, yaml};

const SERIES: [&str; 12] = [
    "The Price of Power",
    "Second Acts",
    "Letters From the Edge",
    "How It Breaks",
    "The Long Migration",
    "Ten Years of Data",
    "Who Owns the Chip",
    "Maintainers",
    "The Quiet Network",
    "Made to Be Mended",
    "What's in a Model?",
    "C++ & Friends",
];

/// Path, within the site, and text of a post.
pub fn write(corpus: &Corpus, index: u32, tally: &mut Tally) -> (String, String) {
    let (story, mut rng) = Story::new(corpus, index);
    let path = story.path();
    let tags = corpus.vocabulary.draw(&mut rng, story.section, SECTIONS.len());
    tally.posts += 1;
    tally.months.insert(story.date.month);
    for tag in &tags {
        tally.count_tag(tag.id);
    }

    let mut post = Post { corpus, index, story, rng, tally, text: String::with_capacity(10_000) };
    post.write(&tags);
    let text = post.text;
    tally.post_bytes += text.len();
    (path, text)
}

struct Post<'a> {
    corpus: &'a Corpus,
    index: u32,
    story: Story,
    rng: Rng,
    tally: &'a mut Tally,
    text: String,
}

impl Post<'_> {
    fn write(&mut self, tags: &[Tag]) {
        let pictures = self.pictures();
        let (in_body, in_front) = self.place_tags(tags);

        self.line("---");
        self.line(&format!("title: {}", yaml::scalar(&self.story.title)));
        self.line(&format!("date: {}", self.story.date));
        self.authors();
        let description = self.prose("description");
        self.line(&format!("description: {}", yaml::scalar(&description)));
        self.groups();
        self.hashtags(&in_front);
        self.lead_image(&pictures[2]);
        self.captions(&pictures[..2]);
        self.line("---\n");

        let body = Body::new(self.corpus, self.index, &mut self.story, &mut self.rng, self.tally);
        self.text.push_str(&body.write(&in_body, &pictures[..2]));
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn prose(&mut self, rule: &str) -> String {
        self.corpus.prose.sentence(rule, &self.story.values, &mut self.rng)
    }

    /// Two pictures for the body and one for the head, all different.
    fn pictures(&mut self) -> Vec<Picture> {
        let mut images = images::of_month(self.corpus.seed, self.story.date.month);
        self.rng.shuffle(&mut images);
        images.truncate(3);
        images.into_iter().map(|(name, alt)| Picture { name, alt, caption: self.prose("caption") }).collect()
    }

    fn authors(&mut self) {
        let first = self.rng.below(AUTHORS.len());
        let (key, ..) = AUTHORS[first];
        self.tally.authors.insert(key);
        if self.rng.one_in(12) {
            let (second, ..) = AUTHORS[(first + 1 + self.rng.below(AUTHORS.len() - 1)) % AUTHORS.len()];
            self.tally.authors.insert(second);
            self.line(&format!("authors: [{key}, {second}]"));
        } else {
            self.line(&format!("author: {key}"));
        }
    }

    /// Section, series, and whether the post is featured.
    fn groups(&mut self) {
        let (section, _) = SECTIONS[self.story.section];
        self.tally.sections.insert(section);
        self.line(&format!("section: {section}"));
        if self.index % 10 == 7 {
            let series = *self.rng.pick(&SERIES);
            self.tally.series.insert(series);
            self.line(&format!("series: {}", yaml::scalar(series)));
        }
        if self.index.is_multiple_of(200) {
            self.tally.featured += 1;
            self.line("featured: true");
        }
    }

    /// Which tags the body names, and which the front matter: twelve in all, some of them in both.
    fn place_tags<'t>(&mut self, tags: &'t [Tag]) -> (TagsInBody<'t>, Vec<&'t str>) {
        let mut fitting: Vec<&Tag> = tags.iter().filter(|tag| tag.fits_prose()).collect();
        self.rng.shuffle(&mut fitting);
        let inline = fitting.len().min(1 + self.rng.below(2));
        let (inline, others) = fitting.split_at(inline);
        let trailing = if self.index.is_multiple_of(3) { 5 + self.rng.below(3) } else { 0 };
        let trailing = &others[..trailing.min(others.len())];

        let repeat = self.rng.one_in(2);
        let named_by = |some: &[&Tag], tag: &Tag| some.iter().any(|other| other.id == tag.id);
        let in_front = tags
            .iter()
            .filter(|tag| !named_by(trailing, tag) && (repeat || !named_by(inline, tag)))
            .map(|tag| tag.spelling.as_str())
            .collect();
        let spellings = |tags: &[&'t Tag]| tags.iter().map(|tag| tag.spelling.as_str()).collect();
        (TagsInBody { inline: spellings(inline), trailing: spellings(trailing) }, in_front)
    }

    /// A list, or now and then one string.
    fn hashtags(&mut self, tags: &[&str]) {
        if self.index % 7 == 3 && tags.iter().all(|tag| tag.chars().all(char::is_alphanumeric)) {
            self.line(&format!("hashtags: \"#{}\"", tags.join(" #")));
        } else {
            let items: Vec<String> = tags.iter().map(|tag| yaml::item(tag)).collect();
            self.line(&format!("hashtags: [{}]", items.join(", ")));
        }
    }

    fn lead_image(&mut self, Picture { name, alt, caption }: &Picture) {
        if self.index % 4 != 1 {
            return;
        }
        self.tally.lead_images += 1;
        self.line(&format!("image:\n  src: images/{name}\n  alt: {}", yaml::scalar(alt)));
        if self.rng.one_in(2) {
            self.line(&format!("  caption: {}", yaml::scalar(caption)));
        }
        let credit = self.prose("credit");
        self.line(&format!("  credit: {}", yaml::scalar(&credit)));
    }

    /// By the picture's path or, now and then, by its bare file name.
    fn captions(&mut self, pictures: &[Picture]) {
        self.line("captions:");
        for Picture { name, caption, .. } in pictures {
            let folder = if self.rng.one_in(8) { "" } else { "images/" };
            if self.rng.one_in(5) {
                let credit = self.prose("credit");
                let (caption, credit) = (yaml::quoted(caption), yaml::quoted(&credit));
                self.line(&format!("  {folder}{name}: {{caption: {caption}, credit: {credit}}}"));
            } else {
                self.line(&format!("  {folder}{name}: {}", yaml::scalar(caption)));
            }
        }
    }
}

pub struct TagsInBody<'a> {
    pub inline: Vec<&'a str>,
    pub trailing: Vec<&'a str>,
}
