//! Running a program and measuring what it took.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, process};

use crate::failure::Failure;
use crate::files;

/// What one run took.
#[derive(Clone, Copy)]
pub struct Figures {
    /// Seconds from start to end.
    pub wall: f64,
    /// Seconds of all cores, in the program and in the system.
    pub cpu: f64,
    /// Bytes in memory at most, if that can be told.
    pub peak: Option<u64>,
}

/// GNU time, which knows the peak of memory.
const TIME: &str = "/usr/bin/time";

/// Runs a program, which must succeed and, unless it is `talkative`, say nothing.
pub fn measure(program: &Path, arguments: &[&str], talkative: bool) -> Result<Figures, Failure> {
    let notes = env::temp_dir().join(format!("slugline-compare-{}", process::id()));
    let mut command = Command::new(TIME);
    command.args(["-f", "%U %S %M", "-o"]).arg(&notes).arg(program).args(arguments);
    let start = Instant::now();
    let output = command.output().map_err(Failure::at(Path::new(TIME)))?;
    let wall = start.elapsed().as_secs_f64();
    let said = [output.stdout, output.stderr].concat();
    if !output.status.success() || !(said.is_empty() || talkative) {
        let said = String::from_utf8_lossy(&said);
        return Err(Failure(format!("`{} {}` says:\n{said}", program.display(), arguments.join(" "))));
    }
    let text = files::read(&notes)?;
    files::remove(&notes)?;
    figures(wall, &text).ok_or_else(|| Failure(format!("`{TIME}` says {text:?}")))
}

/// User and system seconds and the peak in KiB, as GNU time writes them.
fn figures(wall: f64, notes: &str) -> Option<Figures> {
    let mut numbers = notes.split_whitespace();
    let user: f64 = numbers.next()?.parse().ok()?;
    let system: f64 = numbers.next()?.parse().ok()?;
    let kibibytes: u64 = numbers.next()?.parse().ok()?;
    Some(Figures { wall, cpu: user + system, peak: Some(kibibytes * 1024) })
}

/// What a program says with an argument that asks for its version; nothing if it is not there.
pub fn version(program: &Path, argument: &str) -> Option<String> {
    said(Command::new(program).arg(argument))
}

/// The output of a command that succeeds, without the space around it.
pub fn said(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
