//! What the corpus holds, for a test to compare with what a build makes of it.

use std::collections::BTreeSet;

use crate::date::Month;

#[derive(Default)]
pub struct Tally {
    pub files: usize,
    pub bytes: usize,
    pub posts: usize,
    pub post_bytes: usize,
    pub words: usize,
    pub featured: usize,
    pub figures: usize,
    pub lead_images: usize,
    pub code_blocks: usize,
    pub internal_links: usize,
    pub sections: BTreeSet<&'static str>,
    pub authors: BTreeSet<&'static str>,
    pub series: BTreeSet<&'static str>,
    pub months: BTreeSet<Month>,
    /// Posts of each tag, by its number in the vocabulary.
    pub tags: Vec<usize>,
}

impl Tally {
    pub fn count_tag(&mut self, id: usize) {
        if self.tags.len() <= id {
            self.tags.resize(id + 1, 0);
        }
        self.tags[id] += 1;
    }

    pub fn merge(mut self, mut other: Self) -> Self {
        if self.tags.len() < other.tags.len() {
            std::mem::swap(&mut self.tags, &mut other.tags);
        }
        for (posts, more) in self.tags.iter_mut().zip(&other.tags) {
            *posts += more;
        }
        self.sections.append(&mut other.sections);
        self.authors.append(&mut other.authors);
        self.series.append(&mut other.series);
        self.months.append(&mut other.months);
        Self {
            files: self.files + other.files,
            bytes: self.bytes + other.bytes,
            posts: self.posts + other.posts,
            post_bytes: self.post_bytes + other.post_bytes,
            words: self.words + other.words,
            featured: self.featured + other.featured,
            figures: self.figures + other.figures,
            lead_images: self.lead_images + other.lead_images,
            code_blocks: self.code_blocks + other.code_blocks,
            internal_links: self.internal_links + other.internal_links,
            ..self
        }
    }

    /// One line of JSON.
    pub fn to_json(&self) -> String {
        let years: BTreeSet<u32> = self.months.iter().map(|month| month.year).collect();
        let tags_with = |least: usize| self.tags.iter().filter(|posts| **posts >= least).count();
        let counts = [
            ("posts", self.posts),
            ("tags", tags_with(1)),
            ("tags_of_two_posts", tags_with(2)),
            ("tag_uses", self.tags.iter().sum()),
            ("sections", self.sections.len()),
            ("authors", self.authors.len()),
            ("series", self.series.len()),
            ("months", self.months.len()),
            ("years", years.len()),
            ("featured", self.featured),
            ("figures", self.figures),
            ("lead_images", self.lead_images),
            ("code_blocks", self.code_blocks),
            ("internal_links", self.internal_links),
            ("words", self.words),
            ("post_bytes", self.post_bytes),
            ("files", self.files),
            ("bytes", self.bytes),
        ];
        let members: Vec<String> = counts.iter().map(|(name, count)| format!("\"{name}\":{count}")).collect();
        format!("{{{}}}", members.join(","))
    }
}
