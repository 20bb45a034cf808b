//! The `slugline` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    slugline::cli::run()
}
