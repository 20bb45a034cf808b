//! Where and with what was measured, in words.

use std::path::Path;
use std::process::Command;
use std::{fs, thread};

use crate::measure::said;

/// Processor, cores, memory, system, and the file system of a folder.
pub fn describe(dir: &Path) -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let mut parts = vec![field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".to_owned())];
    parts.push(format!("{cores} {}", if cores == 1 { "core" } else { "cores" }));
    if let Some(memory) = memory() {
        parts.push(memory);
    }
    parts.extend(said(Command::new("uname").arg("-sr")));
    if let Some(name) = said(Command::new("stat").args(["-f", "-c", "%T"]).arg(dir)) {
        parts.push(format!("files on {name}"));
    }
    parts.join(", ")
}

/// Which commit the program is built from, where Git knows; `-dirty` if files have changed since.
pub fn commit() -> Option<String> {
    said(Command::new("git").args(["describe", "--always", "--dirty"]))
}

/// Today's, in UTC.
pub fn date() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%d").to_string()
}

/// All of the machine's, in GB.
fn memory() -> Option<String> {
    let text = field("/proc/meminfo", "MemTotal")?;
    let kibibytes: u64 = text.split_whitespace().next()?.parse().ok()?;
    Some(format!("{} GB of memory", (kibibytes * 1024 + 500_000_000) / 1_000_000_000))
}

/// What stands behind the first `name` and its colon.
fn field(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
