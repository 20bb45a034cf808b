//! A change of a file, shown as `diff -u` and git show it.

use similar::TextDiff;

use crate::write::Rewritten;

/// The difference between a source and what is to stand in its place, which `patch -p1` and `git apply` take.
pub(super) fn diff(rewritten: &Rewritten) -> String {
    let path = &rewritten.source().path;
    let before = if rewritten.is_new() { "/dev/null".to_owned() } else { format!("a/{path}") };
    TextDiff::from_lines(rewritten.source().text.as_str(), rewritten.text())
        .unified_diff()
        .context_radius(3)
        .header(&before, &format!("b/{path}"))
        .to_string()
}
