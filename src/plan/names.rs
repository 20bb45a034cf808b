//! Names that a file cannot have: too long, or Slugline's own.

use crate::diagnostic::{Diagnostic, Diagnostics};

use super::{Origin, Output};

/// Bytes that a name may have on all common file systems.
const LONGEST: usize = 255;

/// What Slugline keeps in the output folder for itself begins so.
const OWN: &str = ".slugline-";

/// Reports every output whose path holds such a name.
pub(super) fn check(outputs: &[Output], problems: &mut Diagnostics) {
    for output in outputs {
        let parts = output.path.split('/');
        if let Some(long) = parts.clone().find(|part| part.len() > LONGEST) {
            let headline = format!("a name of {} bytes is too long for a file", long.len());
            problems.push(report(output, headline, "give it a shorter one: 255 bytes is the most"));
        } else if output.path.starts_with(OWN) {
            let headline = format!("`/{}` is a name that Slugline keeps for itself", output.path);
            problems.push(report(output, headline, "choose another name"));
        } else if output.path.contains(char::is_control) {
            let headline = format!("`{}` holds a character that no address has", output.path.escape_debug());
            problems.push(report(output, headline, "rename the file"));
        }
    }
}

fn report(output: &Output, headline: String, help: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(headline).help(help);
    match &output.origin {
        Origin::Written { source, span } => diagnostic.at(source, *span, "asked for here"),
        Origin::File(path) => diagnostic.in_file(path.clone()),
        Origin::Site(what) => diagnostic.note(format!("it is that of {what}")),
    }
}
