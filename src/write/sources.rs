//! Putting edited sources in place of what a person wrote: only what nobody else changed in the meantime, and as far as a
//! file system allows, all of it or nothing.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::diagnostic::Diagnostic;
use crate::digest::Digest;
use crate::edit::{self, Edit};
use crate::source::{self, Source, real_path};

/// The mark at the beginning of a file that says that it is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A source with another text.
#[derive(Debug, Clone)]
pub struct Rewritten {
    /// As it was read.
    source: Source,
    is_new: bool,
    text: String,
}

impl Rewritten {
    /// A file that was read, with its new text.
    #[must_use]
    pub fn of(source: &Source, text: String) -> Self {
        Self { source: source.clone(), is_new: false, text }
    }

    /// A file that was not there. `source` has its path.
    #[must_use]
    pub fn new_file(source: &Source, text: String) -> Self {
        Self { source: source.clone(), is_new: true, text }
    }

    /// The file as it was; of a new one, its path and no text.
    #[must_use]
    pub fn source(&self) -> &Source {
        &self.source
    }

    /// Whether it was not there before.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// Whether the file begins with a byte-order mark, which is no part of a source's text.
    #[must_use]
    pub fn has_mark(&self) -> bool {
        !self.is_new && Digest::of(self.source.text.as_bytes()) != self.source.digest
    }

    /// What is to stand in it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// Writes sources of the site at `root`: each beside its place first, and when all are there, over it. A byte-order mark, the
/// rights on the file and links to it stay.
///
/// # Errors
/// If a file is another than when it was read, before anything is written; or if one cannot be written.
pub fn rewrite(root: &Path, sources: &[Rewritten]) -> Result<(), Diagnostic> {
    let mut waiting = Vec::with_capacity(sources.len());
    for rewritten in sources {
        // A link stays a link to the file that is written.
        let place = real_path(&root.join(&rewritten.source.path));
        let file = beside(&place, rewritten).map_err(|problem| problem.in_file(&rewritten.source.path))?;
        waiting.push((rewritten, place, file));
    }
    for (rewritten, place, _) in &waiting {
        is_as_it_was(place, rewritten)?;
    }
    let mut done: Vec<String> = Vec::new();
    for (rewritten, place, file) in waiting {
        let moved = if rewritten.is_new { file.persist_noclobber(&place) } else { file.persist(&place) };
        if let Err(error) = moved {
            let problem = Diagnostic::io("write", &place, &error.error);
            return Err(done
                .iter()
                .fold(problem, |problem, path| problem.note(format!("`{path}` was written before"))));
        }
        done.push(rewritten.source.path.clone());
    }
    Ok(())
}

/// Makes edits in a source of the site at `root`.
///
/// # Errors
/// If the file is another than when it was read, or the edits do not fit it, or it cannot be written.
pub fn edit_source(root: &Path, source: &Source, edits: &[Edit]) -> Result<(), Diagnostic> {
    let text = edit::apply(&source.text, edits).ok_or_else(|| changed(source))?;
    rewrite(root, &[Rewritten::of(source, text)])
}

/// The new text in a file beside its place.
fn beside(place: &Path, rewritten: &Rewritten) -> Result<NamedTempFile, Diagnostic> {
    let folder = place.parent().unwrap_or(Path::new("."));
    let failed = |error: std::io::Error| Diagnostic::io("write", place, &error);
    let mark = has_byte_order_mark(place, rewritten)?;
    // Hidden, so that a build which looks at the folder in this moment passes over it.
    let mut builder = tempfile::Builder::new();
    builder.prefix(".slugline-");
    if rewritten.is_new {
        with_usual_rights(&mut builder);
    }
    let mut file = builder.tempfile_in(folder).map_err(failed)?;
    if mark {
        file.write_all(BYTE_ORDER_MARK).map_err(failed)?;
    }
    file.write_all(rewritten.text.as_bytes()).map_err(failed)?;
    if !rewritten.is_new {
        let rights = fs::metadata(place).map_err(failed)?.permissions();
        file.as_file().set_permissions(rights).map_err(failed)?;
    }
    file.as_file().sync_all().map_err(failed)?;
    Ok(file)
}

/// A temporary file is its owner's alone, unless asked otherwise.
#[cfg(unix)]
fn with_usual_rights(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn with_usual_rights(_: &mut tempfile::Builder<'_, '_>) {}

fn has_byte_order_mark(place: &Path, rewritten: &Rewritten) -> Result<bool, Diagnostic> {
    if rewritten.is_new {
        return Ok(false);
    }
    let bytes = source::read_bytes(place)?;
    unchanged(Digest::of(&bytes), rewritten)?;
    Ok(bytes.starts_with(BYTE_ORDER_MARK))
}

/// Makes sure once more, when all files are ready, that nobody changed one since it was read.
fn is_as_it_was(place: &Path, rewritten: &Rewritten) -> Result<(), Diagnostic> {
    if !rewritten.is_new {
        return unchanged(source::digest(place)?, rewritten);
    }
    if fs::symlink_metadata(place).is_ok() {
        return Err(changed(&rewritten.source));
    }
    Ok(())
}

fn unchanged(digest: Digest, rewritten: &Rewritten) -> Result<(), Diagnostic> {
    if digest == rewritten.source.digest { Ok(()) } else { Err(changed(&rewritten.source)) }
}

fn changed(source: &Source) -> Diagnostic {
    let path = &source.path;
    Diagnostic::error(format!("`{path}` was changed by somebody else in the meantime"))
        .in_file(path)
        .help("nothing was written; run the command again")
}
