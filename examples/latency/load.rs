//! Readers that ask for pages while a site is built again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::browser::get;
use crate::failure::Failure;

/// Readers under way.
pub struct Load {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<Result<Vec<f64>, Failure>>,
}

impl Load {
    /// Asks for the front page and a post by turns, so many times a second.
    pub fn start(host: &str, post: &str, rate: u32) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let (stopped, host, post) = (stop.clone(), host.to_owned(), post.to_owned());
        let thread = std::thread::spawn(move || {
            let pause = Duration::from_secs(1) / rate;
            let start = Instant::now();
            let mut times = Vec::new();
            while !stopped.load(Ordering::Relaxed) {
                let due = start + pause * u32::try_from(times.len()).unwrap_or(u32::MAX);
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
                let path = if times.len() % 2 == 0 { "/" } else { &post };
                let asked = Instant::now();
                get(&host, path)?;
                times.push(asked.elapsed().as_secs_f64() * 1000.0);
            }
            Ok(times)
        });
        Self { stop, thread }
    }

    /// How long each answer took, in milliseconds.
    pub fn stop(self) -> Result<Vec<f64>, Failure> {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().map_err(|_| Failure("the readers failed".to_owned()))?
    }
}
