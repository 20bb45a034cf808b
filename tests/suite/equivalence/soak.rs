//! A site under `slugline serve`, edited again and again: after every flurry, what is served has to be what a build from nothing
//! makes, and the server's memory has to stay what it was.
//!
//! `SLUGLINE_SOAK` is the number of edits, `SLUGLINE_SEED` a number that gives others.

use std::collections::BTreeMap;
use std::fs;
use std::thread::sleep;
use std::time::{Duration, Instant};

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use slugline::pipeline::{BuildOptions, Unwatched, build};
use slugline::site::Visibility;

use super::edits::{Arguments, Step, steps};
use super::number;
use super::sources::{Manner, Sources};
use crate::serve::Served;
use crate::site_test::{NOW, SiteTest, difference, tree};

/// So many edits, unless the environment names another number.
const EDITS: u32 = 60;

/// So many edits make a flurry.
const FLURRY: u32 = 10;

/// A server that has not caught up by then never will.
const PATIENCE: Duration = Duration::from_secs(60);

/// The bookkeeping of a build in its output folder.
const LIST: &str = ".slugline-output";

struct Soak {
    served: Served,
    sources: Sources,
    /// Those of the last flurry, which made a site in order.
    last_good: Sources,
}

impl Soak {
    fn begin() -> Self {
        let site = SiteTest::nothing();
        let sources = Sources::begin();
        sources.save(&Sources::none(), &site, Manner::Over);
        Self { served: Served::new(site), last_good: sources.clone(), sources }
    }

    fn edit(&mut self, step: &Step) {
        let former = self.sources.clone();
        for edit in &step.edits {
            edit.apply(&mut self.sources, &mut Arguments::begin());
        }
        self.sources.save(&former, &self.served.site, step.manner);
        if step.is_slow {
            sleep(Duration::from_millis(15));
        }
    }

    /// Waits until what is served is what a build from nothing makes. A site that cannot be built is put back first.
    fn settle(&mut self) {
        if !self.builds() {
            self.last_good.save(&self.sources, &self.served.site, Manner::Over);
            self.sources = self.last_good.clone();
            assert!(self.builds(), "what was in order is in order no more");
        }
        self.last_good = self.sources.clone();
        let cold = tree(&self.served.site.parent().join("cold"));
        let start = Instant::now();
        while let Some(found) = difference(&cold, &self.output()) {
            assert!(start.elapsed() < PATIENCE, "a cold build's output (-) is not what is served (+):\n{found}");
            sleep(Duration::from_millis(20));
        }
    }

    /// Builds from nothing, beside the site, as for a writer.
    fn builds(&self) -> bool {
        let folder = self.served.site.parent().join("cold");
        if folder.exists() {
            fs::remove_dir_all(&folder).unwrap();
        }
        let options = BuildOptions {
            root: self.served.site.root(),
            out: folder,
            base_url: None,
            visibility: Visibility::default(),
            now: NOW.parse().unwrap(),
            strict: false,
            cache: false,
            is_preview: true,
        };
        build(&options, &Unwatched).is_ok()
    }

    fn output(&self) -> BTreeMap<String, Vec<u8>> {
        let mut output = tree(&self.served.output());
        if let Ok(list) = fs::read(self.served.site.parent().join("cold").join(LIST)) {
            output.insert(LIST.to_owned(), list);
        }
        output
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "a figure to be told of a long run")]
fn what_is_served_is_right_after_any_edits() {
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&number("SLUGLINE_SEED").unwrap_or_default().to_le_bytes());
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let edits = number("SLUGLINE_SOAK").unwrap_or(EDITS);
    let mut soak = Soak::begin();
    let mut memory = Vec::new();
    for edit in 1..=edits {
        let step = steps().new_tree(&mut runner).unwrap().current();
        soak.edit(&step);
        if edit % FLURRY == 0 {
            soak.settle();
            memory.extend(soak.served.memory());
        }
    }
    // What is kept of code and the like grows at first.
    let (early, late) = (memory.get(memory.len() / 5), memory.last());
    if let (Some(early), Some(late)) = (early, late) {
        println!("memory: {early} kB after a fifth of {edits} edits, {late} kB at the end");
        assert!(late < &(early + early / 2 + 32_768), "memory grew from {early} to {late} kB");
    }
}
