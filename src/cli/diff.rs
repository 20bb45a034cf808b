//! A change of a file, shown as `diff -u` and git show it.

use similar::TextDiff;

use crate::write::Rewritten;

/// The difference between a source and what is to stand in its place, which `patch -p1` and `git apply` take.
pub(super) fn diff(rewritten: &Rewritten) -> String {
    let path = &rewritten.source().path;
    let before = if rewritten.is_new() { "/dev/null".to_owned() } else { format!("a/{path}") };
    // The first line of the file has the mark, so a patch has to have it as well.
    let mark = if rewritten.has_mark() { "\u{feff}" } else { "" };
    let (old, new) = (format!("{mark}{}", rewritten.source().text), format!("{mark}{}", rewritten.text()));
    TextDiff::from_lines(&old, &new).unified_diff().context_radius(3).header(&before, &format!("b/{path}")).to_string()
}
