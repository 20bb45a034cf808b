//! The key `external` of `lint`: how links to other hosts are checked.

use std::time::Duration;

use crate::yaml::{Fields, Key, Keys, Kind};

/// How links to other hosts are checked, if that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalConfig {
    /// For how long a good answer counts.
    pub keep: Duration,
    /// How long one request may take.
    pub timeout: Duration,
    /// Between two requests to one host.
    pub pause: Duration,
    /// Addresses that nobody is to be asked for, by their beginnings.
    pub ignore: Vec<String>,
}

impl Default for ExternalConfig {
    fn default() -> Self {
        Self { keep: days(7), timeout: Duration::from_secs(20), pause: Duration::from_millis(500), ignore: Vec::new() }
    }
}

fn days(number: u64) -> Duration {
    Duration::from_secs(number.saturating_mul(24 * 60 * 60))
}

/// Of `external`.
pub(super) const KEYS: Keys = &[
    Key::new("keep_days", Kind::Number(0), "For how many days a good answer counts"),
    Key::new("timeout_seconds", Kind::Number(1), "How long one request may take"),
    Key::new("pause_milliseconds", Kind::Number(0), "Between two requests to one host"),
    Key::new("ignore", Kind::Texts, "Addresses that nobody is to be asked for, by their beginnings"),
];

pub(super) fn read(fields: &mut Fields<'_>) -> ExternalConfig {
    fields.expect(KEYS);
    let mut number = |key, least, default| fields.number(key, least, default) as u64;
    ExternalConfig {
        keep: days(number("keep_days", 0, 7)),
        timeout: Duration::from_secs(number("timeout_seconds", 1, 20)),
        pause: Duration::from_millis(number("pause_milliseconds", 0, 500)),
        ignore: fields.texts("ignore").into_iter().map(|text| text.value).collect(),
    }
}
