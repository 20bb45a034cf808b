//! The parts of a build, one by one: `cargo bench`. For whole builds see `docs/performance.md`.

#![allow(missing_docs, reason = "criterion's macro makes a public function")]
#![allow(clippy::disallowed_methods, reason = "the benchmark makes a site to measure on")]
#![allow(clippy::unwrap_used, reason = "a failure ends the benchmark")]

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::tz::TimeZone;
use slugline::config::MarkdownOptions;
use slugline::content::front_matter::{self, FrontMatter};
use slugline::content::hashtag;
use slugline::content::highlight::Highlighter;
use slugline::content::html::{Flavour, LinkTarget, Picture, Recording, Renderer, Targets};
use slugline::content::outline::Outline;
use slugline::diagnostic::Diagnostics;
use slugline::pipeline::{self, BuildOptions};
use slugline::plan;
use slugline::site::Visibility;
use slugline::source::{Source, SourceFile};
use slugline::template::Views;
use slugline::words::Words;

/// A post of the sample site, with everything that posts have.
const POST: &str = include_str!("../content/posts/2025-11-11-how-long-is-a-string.md");
const PATH: &str = "content/posts/2025-11-11-how-long-is-a-string.md";

/// Everything stays as written.
struct AsWritten;

impl Targets for AsWritten {
    fn link(&self, _: &str) -> LinkTarget<'_> {
        LinkTarget::AsWritten
    }

    fn image(&self, _: &str) -> Option<Picture<'_>> {
        None
    }

    fn recording(&self, _: &str) -> Option<Recording<'_>> {
        None
    }

    fn hashtag(&self, _: &str) -> Option<&str> {
        Some("/tags/some/")
    }
}

fn post() -> Source {
    SourceFile::new(PATH, POST)
}

fn read_front_matter(criterion: &mut Criterion) {
    let source = post();
    let (yaml, _) = front_matter::split(&source).unwrap();
    criterion.bench_function("front matter", |bencher| {
        bencher.iter(|| front_matter::read(black_box(&source), yaml, &TimeZone::UTC, &mut Diagnostics::new()));
    });
}

fn read_hashtags(criterion: &mut Criterion) {
    let line = "#Amazon #AI #ArtificialIntelligence #TechNews #CorporateLayoffs #AWS #GenerativeAI #C++ #.NET #日本語";
    criterion.bench_function("hashtags: a line of ten", |bencher| {
        bencher.iter(|| hashtag::only_hashtags(black_box(line)));
    });
    criterion.bench_function("hashtags: identity and label", |bencher| {
        bencher.iter(|| (hashtag::identity(black_box("ArtificialIntelligence")), hashtag::label("GenerativeAI")));
    });
}

fn markdown(criterion: &mut Criterion) {
    let source = post();
    let (_, body) = front_matter::split(&source).unwrap();
    let options = MarkdownOptions { highlight: false, ..MarkdownOptions::default() };
    let highlighter = Highlighter::new();
    let session = highlighter.session();
    let words = Words::default().of_site();
    let renderer = Renderer {
        words: &words,
        markdown: &options,
        highlighting: &session,
        targets: &AsWritten,
        flavour: Flavour::Page,
        sizes: "100vw",
        is_first_eager: true,
    };
    let outline = Outline::read(&source.text, body, &options);
    let front_matter = FrontMatter::default();
    let mut group = criterion.benchmark_group("Markdown");
    group.throughput(Throughput::Bytes((body.end - body.start) as u64));
    group.bench_function("outline", |bencher| {
        bencher.iter(|| Outline::read(black_box(&source.text), body, &options));
    });
    group.bench_function("HTML, without highlighting", |bencher| {
        bencher.iter(|| renderer.body(black_box(&source.text), body, &front_matter, &outline));
    });
    group.finish();
}

fn highlight(criterion: &mut Criterion) {
    let code = include_str!("../src/site/paginator.rs");
    let highlighter = Highlighter::new();
    let mut group = criterion.benchmark_group("highlight");
    group.throughput(Throughput::Elements(code.lines().count() as u64));
    group.bench_function("Rust, lines", |bencher| {
        bencher.iter(|| highlighter.session().highlight("rust", black_box(code)));
    });
    group.finish();
}

/// The sample site: planning all of it, rendering one of its posts, and building it whole.
fn sample_site(criterion: &mut Criterion) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let options = BuildOptions {
        root: root.to_path_buf(),
        out: folder.path().join("public"),
        base_url: None,
        visibility: Visibility::default(),
        now: "2025-11-23T12:00:00Z".parse().unwrap(),
        strict: false,
        cache: false,
        is_preview: false,
    };
    let mut problems = Diagnostics::new();
    let (site, templates, statics) = pipeline::read(&options, &mut problems);
    criterion.bench_function("plan of the sample site", |bencher| {
        bencher.iter(|| plan::plan(&site, &templates, black_box(&statics), &mut Diagnostics::new()));
    });
    let highlighter = Highlighter::new();
    let views = Views::new(&site, &highlighter);
    criterion.bench_function("one post's page", |bencher| {
        bencher.iter(|| templates.render("post.html", &views.post(black_box(2)), "a post"));
    });
    criterion.bench_function("the sample site, built over itself", |bencher| {
        bencher.iter(|| pipeline::build(&options, &pipeline::Unwatched).unwrap());
    });
}

criterion_group!(parts, read_front_matter, read_hashtags, markdown, highlight, sample_site);
criterion_main!(parts);
