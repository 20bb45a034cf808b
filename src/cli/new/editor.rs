//! The writer's own editor, opened on a file.

use std::path::Path;
use std::process::Command;

use crate::diagnostic::{Diagnostic, Diagnostics};

/// Where an editor is named, in the order in which they are asked.
const VARIABLES: [&str; 2] = ["VISUAL", "EDITOR"];

/// Opens a file, and waits until the editor ends.
pub(super) fn open(file: &Path) -> Result<(), Diagnostics> {
    match editor() {
        Some(editor) => run(&editor, file),
        None => Err(Diagnostic::error("no editor is set").help("set one, for example `export EDITOR=nano`").into()),
    }
}

/// The same, if there is an editor.
pub(super) fn open_if_set(file: &Path) -> Result<(), Diagnostics> {
    editor().map_or(Ok(()), |editor| run(&editor, file))
}

fn editor() -> Option<String> {
    VARIABLES.into_iter().filter_map(|name| std::env::var(name).ok()).find(|editor| !editor.trim().is_empty())
}

/// `editor` may have arguments: `code --wait`.
fn run(editor: &str, file: &Path) -> Result<(), Diagnostics> {
    let words = shell_words::split(editor).unwrap_or_else(|_| vec![editor.to_owned()]);
    let failed = |why: String| {
        Diagnostics::from(
            Diagnostic::error(format!("the editor `{editor}` {why}")).help("the post was written; open it by hand"),
        )
    };
    let Some((program, arguments)) = words.split_first() else { return Ok(()) };
    match Command::new(program).args(arguments).arg(file).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(failed(format!("ended with {status}"))),
        Err(error) => Err(failed(format!("cannot be started: {error}"))),
    }
}
