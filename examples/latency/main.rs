//! How long a writer waits: from the moment at which an editor closes a saved file to the browser's reload event, under
//! `slugline serve`.
//!
//! ```text
//! cargo run --release --example corpus -- --posts 10000 /dev/shm/site
//! cargo run --release --example latency -- target/release/slugline /dev/shm/site --edits 40 [--load 200]
//! ```
//!
//! It listens as the browser's script does, for the page of one post, and edits that post's body, its title, and the template
//! of all posts, by turns. With `--load`, so many pages a second are asked for all the while, and the time of each answer is
//! told.

#![allow(unreachable_pub, reason = "a program has no public items")]
#![allow(clippy::disallowed_methods, reason = "it is an editor: it writes files")]
#![allow(clippy::indexing_slicing, reason = "its input is its own")]
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints figures")]

mod browser;
mod failure;
mod load;
mod post;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use browser::Browser;
use failure::Failure;
use load::Load;
use post::{Kind, Post};

/// Between two edits, as between two thoughts; not always the same, so that they meet the server at anything it does.
const PAUSES: [u64; 5] = [150, 400, 700, 1300, 2600];

struct Arguments {
    program: PathBuf,
    site: PathBuf,
    edits: usize,
    load: Option<u32>,
}

fn main() -> ExitCode {
    match arguments().and_then(|arguments| run(&arguments)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(text)) => {
            eprintln!("{text}");
            ExitCode::FAILURE
        }
    }
}

fn arguments() -> Result<Arguments, Failure> {
    let usage = || Failure("usage: latency PROGRAM SITE [--edits N] [--load N]".to_owned());
    let mut words = std::env::args().skip(1);
    let (program, site) = (words.next().ok_or_else(usage)?, words.next().ok_or_else(usage)?);
    let mut arguments = Arguments { program: program.into(), site: site.into(), edits: 40, load: None };
    while let Some(word) = words.next() {
        let number: u32 = words.next().and_then(|number| number.parse().ok()).ok_or_else(usage)?;
        match word.as_str() {
            "--edits" => arguments.edits = number as usize,
            "--load" => arguments.load = Some(number),
            _ => return Err(usage()),
        }
    }
    Ok(arguments)
}

/// A served site; the server ends with it.
struct Served {
    child: Child,
    host: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(program: &Path, site: &Path) -> Result<Served, Failure> {
    let start = Instant::now();
    let mut child = Command::new(program)
        .args(["serve", "--port", "0", "--root"])
        .arg(site)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| Failure(format!("cannot start {}: {error}", program.display())))?;
    let stdout = child.stdout.take().ok_or_else(|| Failure("there is no output".to_owned()))?;
    let mut lines = BufReader::new(stdout).lines();
    let mut host = String::new();
    for line in lines.by_ref() {
        let line = line?;
        if let Some(rest) = line.strip_prefix("Serving at http://") {
            rest.split('/').next().unwrap_or_default().clone_into(&mut host);
        }
        if line.starts_with("Built") {
            println!("first build: {:.2} s to {line:?}", start.elapsed().as_secs_f64());
            break;
        }
    }
    // Whatever else it says must not fill the pipe.
    std::thread::spawn(move || lines.for_each(drop));
    Ok(Served { child, host })
}

fn run(arguments: &Arguments) -> Result<(), Failure> {
    let served = serve(&arguments.program, &arguments.site)?;
    let post = Post::find(&arguments.site)?;
    println!("page: {}", post.path);
    let load = arguments.load.map(|rate| Load::start(&served.host, &post.path, rate));
    for kind in [Kind::Body, Kind::Title, Kind::Template] {
        let mut times = Vec::new();
        for round in 0..=arguments.edits {
            let mut browser = Browser::open(&served.host, &post.path)?;
            std::thread::sleep(Duration::from_millis(PAUSES[round % PAUSES.len()]));
            post.edit(kind, round)?;
            let start = Instant::now();
            browser.wait_for_reload()?;
            // The first one meets memory that was not touched yet.
            if round > 0 {
                times.push(start.elapsed().as_secs_f64() * 1000.0);
            }
        }
        println!("{kind:?}: {}", percentiles(&mut times));
        // What it set off is over before the next kind of edit.
        std::thread::sleep(Duration::from_secs(8));
    }
    if let Some(load) = load {
        println!("answers: {}", percentiles(&mut load.stop()?));
    }
    println!("memory: {} MB at most", peak(served.child.id()));
    post.undo()
}

fn percentiles(times: &mut [f64]) -> String {
    times.sort_by(f64::total_cmp);
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    format!("median {:.1} ms, 95 % {:.1} ms, most {:.1} ms, of {}", at(50), at(95), at(100), times.len())
}

/// Peak of the resident memory, in megabytes, where the system tells.
fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}
