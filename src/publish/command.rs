//! Running programs of the system.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use crate::diagnostic::Diagnostic;

/// So many lines of what a program said are told, at most.
const LINES: usize = 5;

/// Of a program that failed, what it said.
pub(super) struct Failure(pub(super) String);

/// Runs a program, gives it `stdin`, and hands on each line that it prints while it runs, with the end of the line.
pub(super) fn run(mut command: Command, stdin: &[u8], mut line: impl FnMut(&[u8])) -> Result<(), Failure> {
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |error: &std::io::Error| Failure(format!("cannot run `{program}`: {error}"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| failed(&error))?;
    let (mut given, printed, complaints) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let said = std::thread::scope(|scope| {
        // It may print, and complain, before it has read all.
        scope.spawn(move || given.as_mut().map(|pipe| pipe.write_all(stdin)));
        let said = scope.spawn(move || {
            let mut said = Vec::new();
            // What could be read is told.
            let _ = complaints.map(|mut pipe| pipe.read_to_end(&mut said));
            String::from_utf8_lossy(&said).into_owned()
        });
        if let Some(printed) = printed {
            let mut printed = BufReader::new(printed);
            let mut bytes = Vec::new();
            while printed.read_until(b'\n', &mut bytes).is_ok_and(|length| length > 0) {
                line(&bytes);
                bytes.clear();
            }
        }
        said.join().unwrap_or_default()
    });
    match child.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Failure(said)),
        Err(error) => Err(failed(&error)),
    }
}

impl Failure {
    /// A report of it. `telling` takes out of each line what is nobody's business.
    pub(super) fn problem(&self, headline: &str, telling: impl Fn(&str) -> String) -> Diagnostic {
        let mut lines = self.0.lines().map(str::trim).filter(|line| !line.is_empty()).map(telling);
        let first = lines.next().unwrap_or_else(|| "nothing more is said".to_owned());
        let problem = Diagnostic::error(format!("{headline}: {first}"));
        lines.take(LINES - 1).fold(problem, Diagnostic::note)
    }
}
