//! Proving that the output folder holds what a build from nothing would make.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{self, Hidden};
use crate::write::ScratchFolder;

use super::{BuildOptions, Unwatched, build};

/// Builds the site once more from nothing, into a scratch folder, and compares every file with the output folder's, byte for
/// byte. Gives the number of files, without the list of them, which is compared too.
///
/// # Errors
/// One for each file that is missing or not the same. What else lies in the output folder is somebody else's.
pub fn verify(options: &BuildOptions) -> Result<usize, Diagnostics> {
    let scratch = ScratchFolder::make(&options.root)?;
    let cold = BuildOptions { out: scratch.path().join("public"), cache: false, strict: false, ..options.clone() };
    build(&cold, &Unwatched)?;
    let ours = source::walk(&cold.out, &cold.out, Hidden::Keep)?;
    let mut problems = Diagnostics::new();
    for file in &ours {
        let there = options.out.join(&file.path);
        match (source::digest(&there), source::digest(&file.absolute)) {
            (Ok(a), Ok(b)) if a == b => {}
            (Err(_), _) => problems.push(Diagnostic::error(format!("`{}` is missing", there.display()))),
            _ => problems
                .push(Diagnostic::error(format!("`{}` is not what a build from nothing makes", there.display()))),
        }
    }
    if problems.is_empty() { Ok(ours.len().saturating_sub(1)) } else { Err(problems) }
}
