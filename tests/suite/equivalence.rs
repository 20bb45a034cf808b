//! Law 2: whatever happened since the last build, a warm build gives what a cold one gives. Random sequences of edits, to
//! the sources and to everything else that a build looks at.
//!
//! `SLUGLINE_SEQUENCES` is the number of sequences, `SLUGLINE_SEED` a number that gives others.

mod edits;
mod newsroom;
mod soak;
mod sources;
mod tables;

use std::env;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

use edits::{Step, steps};
use newsroom::Newsroom;

/// So many sequences, unless the environment names another number: ten to fifteen seconds in a debug build.
const SEQUENCES: u32 = 12;

/// So many steps has a sequence. Fewer than the most can be looked at when one of them fails.
const STEPS: std::ops::RangeInclusive<usize> = 3..=8;

fn number(variable: &str) -> Option<u32> {
    let text = env::var(variable).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{variable} must be a number, not `{text}`")))
}

/// One site, built cold and then after every step.
fn holds(sequence: &[Step]) -> Result<(), TestCaseError> {
    let mut newsroom = Newsroom::open();
    newsroom.build(false).map_err(|difference| TestCaseError::fail(format!("at the beginning: {difference}")))?;
    for (at, step) in sequence.iter().enumerate() {
        let told = |difference: String| TestCaseError::fail(format!("after step {}: {difference}", at + 1));
        newsroom.apply(step);
        newsroom.build(step.is_built_twice).map_err(told)?;
    }
    Ok(())
}

#[test]
fn a_warm_build_equals_a_cold_one_after_any_edits() {
    let mut seed = [0; 32];
    seed[..4].copy_from_slice(&number("SLUGLINE_SEED").unwrap_or_default().to_le_bytes());
    let config = Config {
        cases: number("SLUGLINE_SEQUENCES").unwrap_or(SEQUENCES),
        failure_persistence: None,
        max_shrink_iters: 100,
        ..Config::default()
    };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let ran = runner.run(&prop::collection::vec(steps(), STEPS), |sequence| holds(&sequence));
    match ran {
        Ok(()) => {}
        Err(TestError::Fail(reason, sequence)) => {
            let steps: Vec<_> = sequence.iter().enumerate().map(|(at, step)| format!("{}. {step}", at + 1)).collect();
            panic!("{reason}\n\nThe steps were:\n{}", steps.join("\n"));
        }
        Err(error) => panic!("{error}"),
    }
}
