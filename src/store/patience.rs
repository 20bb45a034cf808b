//! How long a store is waited for.

use std::time::Duration;

use object_store::{BackoffConfig, RetryConfig};

/// How long a store is waited for.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Until it is reached.
    pub(super) connect: Duration,
    /// Until it begins to answer.
    pub(super) answer: Duration,
    /// For all of a request.
    pub(super) whole: Duration,
    /// So often a request that failed for a moment is made again.
    retries: usize,
    /// For so long in all.
    retry_for: Duration,
}

impl Patience {
    /// Of whoever has nothing to do but this.
    pub const LONG: Self = Self {
        connect: Duration::from_secs(10),
        answer: Duration::from_secs(60),
        whole: Duration::from_secs(15 * 60),
        retries: 6,
        retry_for: Duration::from_secs(120),
    };

    /// Of whoever can do without.
    pub const SHORT: Self = Self {
        connect: Duration::from_secs(3),
        answer: Duration::from_secs(10),
        whole: Duration::from_secs(60),
        retries: 1,
        retry_for: Duration::from_secs(5),
    };

    /// What failed for a moment is tried again, later each time.
    pub(super) fn retry(self) -> RetryConfig {
        let backoff =
            BackoffConfig { init_backoff: Duration::from_millis(200), max_backoff: Duration::from_secs(15), base: 2.0 };
        RetryConfig { backoff, max_retries: self.retries, retry_timeout: self.retry_for }
    }
}
