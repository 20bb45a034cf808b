//! Two sources for one path: also when only case or Unicode form differs, since file systems differ in that; and a file
//! where another output needs a folder.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;

use crate::config::SITE_FILE;
use crate::diagnostic::{Diagnostic, Diagnostics};

use super::{Origin, Output, OutputKind};

/// Reports every path that two outputs claim.
pub(super) fn check(outputs: &[Output], problems: &mut Diagnostics) {
    let mut seen: HashMap<String, &Output> = HashMap::with_capacity(outputs.len());
    for output in outputs {
        let key = folded(&output.path);
        match seen.get(&key) {
            Some(first) => problems.push(report(first, output, "two sources for one path")),
            None => {
                seen.insert(key, output);
            }
        }
    }
    for output in outputs {
        let key = folded(&output.path);
        for (at, _) in key.match_indices('/') {
            let folder = key.get(..at).and_then(|folder| seen.get(folder));
            if let Some(file) = folder {
                problems.push(report(file, output, "a file stands where another needs a folder"));
            }
        }
    }
}

fn folded(path: &str) -> String {
    if path.is_ascii() { path.to_ascii_lowercase() } else { path.nfc().collect::<String>().to_lowercase() }
}

/// The same file copied to the same place twice is no conflict.
pub(super) fn is_same_copy(a: &Output, b: &Output) -> bool {
    matches!((&a.kind, &b.kind), (OutputKind::Copy(a), OutputKind::Copy(b)) if a == b) && a.path == b.path
}

fn report(a: &Output, b: &Output, headline: &str) -> Diagnostic {
    // The caret belongs where somebody can change something.
    let (shown, other) = match (&a.origin, &b.origin) {
        (_, Origin::Written { .. }) => (b, a),
        (Origin::Written { .. }, _) => (a, b),
        (_, Origin::File(_)) => (b, a),
        _ => (a, b),
    };
    let diagnostic = Diagnostic::error(format!("{headline}: `/{}`", shown.path));
    let diagnostic = match &shown.origin {
        Origin::Written { source, span } => diagnostic.at(source, *span, "this one"),
        Origin::File(path) => diagnostic.in_file(path.clone()),
        Origin::Site(what) => diagnostic.note(what.clone()),
    };
    let also = if other.path == shown.path { String::new() } else { format!(" (`/{}`)", other.path) };
    let diagnostic = match &other.origin {
        Origin::Written { source, span } => diagnostic.note_at(source, *span, format!("and this one{also}")),
        Origin::File(path) => diagnostic.note(format!("the other is `{path}`{also}")),
        Origin::Site(what) => diagnostic.note(format!("the other is {what}{also}")),
    };
    diagnostic.help(help(shown, other))
}

fn help(output: &Output, other: &Output) -> &'static str {
    if matches!(other.kind, OutputKind::SocialCard(_)) {
        return "rename the file, or make it the post's `image: …`, which then has no card";
    }
    match (&output.kind, &output.origin) {
        (OutputKind::Page(_), _) if output.path == "index.html" => {
            "rename the file: the front page is made of the posts"
        }
        (OutputKind::Post(_) | OutputKind::Page(_), _) => "give one of them its own `slug: …`",
        (OutputKind::Redirect(_), Origin::Written { source, .. }) if source.path == SITE_FILE => {
            "take the redirect out, or let another path redirect"
        }
        (OutputKind::Redirect(_), _) => "take the alias out, or name another",
        (_, Origin::File(_)) => "rename the file",
        _ => "rename one of them",
    }
}
