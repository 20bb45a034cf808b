//! Whether two tools made the same files.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::files;
use crate::tool::Tool;

/// So many kinds of each side's own paths are named.
const NAMED: usize = 8;

/// The paths below a tool's output folder.
pub fn of(tool: &Tool) -> Result<BTreeSet<PathBuf>, Failure> {
    let files = files::list(&tool.output)?.into_iter();
    Ok(files.map(|path| path.strip_prefix(&tool.output).map(PathBuf::from).unwrap_or(path)).collect())
}

/// A line of a Markdown list: how many paths both have, and which only one has.
pub fn compared(own_name: &str, own: &BTreeSet<PathBuf>, name: &str, theirs: &BTreeSet<PathBuf>) -> String {
    let both = own.intersection(theirs).count();
    let mut text = format!("- {own_name} and {name} have {both} paths in common");
    for (has, only) in [(own_name, own.difference(theirs)), (name, theirs.difference(own))] {
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for path in only {
            *kinds.entry(kind(path)).or_default() += 1;
        }
        let count: usize = kinds.values().sum();
        text.push_str(&format!("; only {has}: {count}"));
        let mut named: Vec<String> =
            kinds.iter().take(NAMED).map(|(kind, count)| format!("{count} `{kind}`")).collect();
        if kinds.len() > NAMED {
            named.push("…".to_owned());
        }
        if !named.is_empty() {
            text.push_str(&format!(" ({})", named.join(", ")));
        }
    }
    text.push('\n');
    text
}

/// A path, but for lists' pages of the same number one word.
fn kind(path: &Path) -> String {
    let path = path.display().to_string();
    match path.find("page/").map(|at| path.split_at(at)) {
        Some((folder, page)) if !folder.is_empty() => format!("*/{page}"),
        _ => path,
    }
}
