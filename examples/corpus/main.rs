//! Writes a site of any number of made-up news articles, for tests and measurements.
//!
//! ```console
//! $ cargo run --release --example corpus -- [--posts 10000] [--seed 1] [--tags 3000] DIR
//! ```
//!
//! `DIR` must be empty or missing. It gets a complete site: `site.yaml`, `tags.yaml`,
//! `authors.yaml`, a page, and the posts as `content/posts/YYYY/MM/slug.md`, with six small pictures
//! for each month. A post has about 900 words in ten to twelve paragraphs, twelve hashtags, two
//! figures with captions and, if its number is a multiple of five, a code block. Links, headings,
//! lists, tables, notes and quotations come as in a newspaper.
//!
//! The same arguments give the same bytes on every machine. A post depends on the seed, the size of
//! the vocabulary of tags, and its own number alone, except that the oldest fifty may lack older
//! ones to link to. Post 0 is the newest, and 10,000 posts reach back about a year.
//!
//! The last line on standard output is a JSON object that counts what was written:
//!
//! - `tags`, `tags_of_two_posts` (or more) and `tag_uses`, after the aliases of `tags.yaml`, each
//!   tag once a post, wherever the post names it;
//! - `sections`, `authors`, `series`, `months` and `years` that have posts; `featured` posts;
//! - `figures` in bodies and, apart from them, `lead_images` in front matter;
//! - `internal_links`, from post to post, by source path;
//! - `words` of all bodies, without code, captions and trailing hashtags;
//! - `post_bytes` of the posts' files, and `files` and `bytes` of everything.
#![allow(unreachable_pub, reason = "a program has no public items")]
#![allow(clippy::disallowed_methods, reason = "this program writes files")]
#![allow(clippy::indexing_slicing, clippy::expect_used, clippy::panic, reason = "its input is its own")]
#![allow(clippy::print_stdout, reason = "its last line is its result")]

mod body;
mod code;
mod date;
mod grammar;
mod images;
mod post;
mod rng;
mod site;
mod story;
mod tags;
mod tally;
mod yaml;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io, panic, thread};

use clap::{Parser, value_parser};

use crate::date::{Date, Month};
use crate::grammar::{Grammar, Syntax};
use crate::tags::Vocabulary;
use crate::tally::Tally;

/// Writes a site of made-up news articles.
#[derive(Parser)]
struct Arguments {
    /// How many posts to write.
    #[arg(long, default_value_t = 10_000, value_parser = value_parser!(u32).range(date::POSTS))]
    posts: u32,
    /// Other seeds give other posts.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many different hashtags there are to choose from.
    #[arg(long, default_value_t = 3_000, value_parser = value_parser!(u32).range(tags::SIZES))]
    tags: u32,
    /// The folder for the site, empty or not yet there.
    dir: PathBuf,
}

/// All that a post is made from, besides its number.
struct Corpus {
    seed: u64,
    posts: u32,
    vocabulary: Vocabulary,
    prose: Grammar,
    code: Grammar,
}

fn main() -> Result<(), Failure> {
    let Arguments { posts, seed, tags, dir } = Arguments::parse();
    let prose_syntax = Syntax { open: '{', close: '}', separators: &["\n", " | "] };
    let corpus = Corpus {
        seed,
        posts,
        vocabulary: Vocabulary::new(tags),
        prose: Grammar::new(include_str!("prose.txt"), &prose_syntax, &story::NAMES),
        code: code::grammar(),
    };
    let output = Output::new(dir)?;
    let tally = write_around(&corpus, &output)?.merge(write_posts(&corpus, &output)?);
    println!("{}", tally.to_json());
    Ok(())
}

/// Writes everything but the posts, and makes the folders that the posts go to.
fn write_around(corpus: &Corpus, output: &Output) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    let months: BTreeSet<Month> = (0..corpus.posts).map(|index| Date::of_post(index).month).collect();
    for month in months {
        output.create_dir(&format!("content/posts/{month}/images"))?;
        for (path, text) in site::month_files(corpus.seed, month) {
            output.write(&path, &text, &mut tally)?;
        }
    }
    for (path, text) in site::fixed_files() {
        output.write(path, &text, &mut tally)?;
    }
    Ok(tally)
}

/// Writes the posts, each thread an equal part of them.
fn write_posts(corpus: &Corpus, output: &Output) -> Result<Tally, Failure> {
    let threads = thread::available_parallelism().map_or(1, |count| u32::try_from(count.get()).unwrap_or(1));
    let share = corpus.posts.div_ceil(threads);
    let parts = (0..threads).map(|number| {
        let end = |number: u32| number.saturating_mul(share).min(corpus.posts);
        end(number)..end(number + 1)
    });
    thread::scope(|scope| {
        let workers: Vec<_> = parts.map(|part| scope.spawn(move || write_part(corpus, output, part))).collect();
        workers.into_iter().try_fold(Tally::default(), |tally, worker| {
            let part = worker.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
            Ok(tally.merge(part?))
        })
    })
}

fn write_part(corpus: &Corpus, output: &Output, part: Range<u32>) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    for index in part {
        let (path, text) = post::write(corpus, index, &mut tally);
        output.write(&path, &text, &mut tally)?;
    }
    Ok(tally)
}

/// The folder that the site is written to.
struct Output(PathBuf);

impl Output {
    fn new(dir: PathBuf) -> Result<Self, Failure> {
        let output = Self(dir);
        output.create_dir("")?;
        let mut entries = fs::read_dir(&output.0).map_err(Failure::at(&output.0))?;
        if entries.next().is_some() {
            return Err(Failure(format!("`{}` is not empty", output.0.display())));
        }
        Ok(output)
    }

    fn create_dir(&self, path: &str) -> Result<(), Failure> {
        let path = self.0.join(path);
        fs::create_dir_all(&path).map_err(Failure::at(&path))
    }

    fn write(&self, path: &str, text: &str, tally: &mut Tally) -> Result<(), Failure> {
        let path = self.0.join(path);
        tally.files += 1;
        tally.bytes += text.len();
        fs::write(&path, text).map_err(Failure::at(&path))
    }
}

/// Why the corpus could not be written, in words.
struct Failure(String);

impl Failure {
    fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self(format!("`{}`: {error}", path.display()))
    }
}

/// What `main` prints after "Error: ".
impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}
