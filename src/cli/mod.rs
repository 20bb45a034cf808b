//! The command line: arguments, one file per command, and what people see of a run.

mod arguments;
mod build;
mod check;
mod ci;
mod diff;
mod due;
mod init;
mod manual;
mod new;
mod progress;
mod publish;
mod schema;
mod serve;
mod tags;

use std::io::{IsTerminal, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use crate::diagnostic::report::{self, Style};
use crate::diagnostic::{Diagnostic, Diagnostics};

use arguments::{Arguments, Command};

/// Runs the program with the process's arguments: 0 is good, 1 bad content (or no build due), 2 bad usage (or no site to ask of).
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.command {
        Command::Build(build) => build::run(build),
        Command::Check(check) => check::run(check),
        Command::Publish(publish) => publish::run(publish),
        Command::Serve(serve) => serve::run(serve),
        Command::Init(init) => init::run(init),
        Command::Tags(tags) => tags::run(tags),
        Command::Schema(schema) => {
            schema::run(schema);
            Ok(())
        }
        Command::Completions(completions) => {
            manual::completions(completions);
            Ok(())
        }
        Command::Man => manual::page(),
        Command::New(new) => return new::run(new),
        Command::Due(due) => return due::run(due),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(()) => ExitCode::from(1),
    }
}

/// Prints what is wrong to standard error.
fn print_problems(problems: &Diagnostics, style: Style) {
    let color = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let text = report::draw(problems, Style { color, ..style });
    // Nobody is left to tell if standard error is closed.
    let _ = std::io::stderr().write_all(text.as_bytes());
}

/// `1 post`, `2 posts`.
fn count(n: usize, what: &str) -> String {
    let plural = if n == 1 { "" } else { "s" };
    format!("{n} {what}{plural}")
}

/// Prints a line to standard output.
fn print_line(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Prints bytes to standard output.
fn print_bytes(bytes: &[u8]) {
    let _ = std::io::stdout().write_all(bytes);
}

/// Prints a text of whole lines to standard output.
fn print_text(text: &str) {
    print_bytes(text.as_bytes());
}

/// As many threads as asked for, else one per core.
fn thread_pool(jobs: Option<u16>) -> Result<rayon::ThreadPool, Diagnostic> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(jobs.map_or(0, usize::from))
        .build()
        .map_err(|error| Diagnostic::error(format!("cannot start threads: {error}")))
}

/// Prints how long each stage of a build took.
fn print_timings(timings: &[(&'static str, Duration)]) {
    for (stage, time) in timings {
        print_line(&format!("{stage:>16}: {:>8.1} ms", time.as_secs_f64() * 1000.0));
    }
}

/// Prints a line to standard error that is no problem.
fn print_notice(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
