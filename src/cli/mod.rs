//! The command line: arguments, one file per command, and what people see of a run.

mod arguments;
mod build;
mod due;
mod init;
mod new;
mod progress;

use std::io::{IsTerminal, Write as _};
use std::process::ExitCode;

use clap::Parser;

use crate::diagnostic::Diagnostics;
use crate::diagnostic::report::{self, Style};

use arguments::{Arguments, Command};

/// Runs the program with the process's arguments: 0 is good, 1 bad content (or no build due), 2 bad usage (or no site to ask of).
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.command {
        Command::Build(build) => build::run(build),
        Command::New(new) => new::run(new),
        Command::Init(init) => init::run(init),
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

/// Prints a line to standard output.
fn print_line(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Prints a line to standard error that is no problem.
fn print_notice(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}
