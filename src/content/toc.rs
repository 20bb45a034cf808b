//! Headings, and the table of contents made from them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::anchor::heading_id;
use crate::diagnostic::Span;

/// A heading of a body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Unique in the page; made as GitHub makes them.
    pub id: String,
    /// Without markup.
    pub text: String,
    /// Bytes of the file.
    pub span: Span,
}

/// A heading with those below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TocEntry<'a> {
    /// The heading.
    pub heading: &'a Heading,
    /// Headings of deeper levels, up to the next of this one.
    pub children: Vec<TocEntry<'a>>,
}

/// Gives each heading an id that neither another heading nor `taken` has.
pub fn give_ids(headings: &mut [Heading], taken: &BTreeSet<String>) {
    let mut given = BTreeSet::new();
    // The next number to try, by id: many headings may be alike.
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    for heading in headings {
        let base = heading_id(&heading.text);
        let number = next.entry(base.clone()).or_default();
        let mut id = if *number == 0 { base.clone() } else { format!("{base}-{number}") };
        *number += 1;
        while taken.contains(&id) || given.contains(&id) {
            id = format!("{base}-{number}");
            *number += 1;
        }
        given.insert(id.clone());
        heading.id = id;
    }
}

/// Nests headings by level; a skipped level nests one step deep all the same.
#[must_use]
pub fn nest(headings: &[Heading]) -> Vec<TocEntry<'_>> {
    let mut entries = Vec::new();
    let mut rest = headings;
    while let Some((first, after)) = rest.split_first() {
        let end = after.iter().position(|heading| heading.level <= first.level).unwrap_or(after.len());
        let (below, next) = after.split_at(end);
        entries.push(TocEntry { heading: first, children: nest(below) });
        rest = next;
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_nest_even_when_one_is_skipped() {
        let heading =
            |level, id: &str| Heading { level, id: id.to_owned(), text: id.to_owned(), span: Span::default() };
        let headings = [heading(2, "a"), heading(4, "b"), heading(3, "c"), heading(2, "d")];
        let toc = nest(&headings);
        assert_eq!(toc.len(), 2);
        let children: Vec<_> = toc.first().unwrap().children.iter().map(|c| c.heading.id.as_str()).collect();
        assert_eq!(children, ["b", "c"]);
    }
}
