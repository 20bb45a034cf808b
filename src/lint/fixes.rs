//! Fixes: edits of front matter that put right what breaks a rule, where there is but one way to do so. Each is tried first: the
//! file is read as it would be, and has to say the same as before but for what was meant.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::content::front_matter::{self, FrontMatter};
use crate::diagnostic::{Diagnostics, Span, Spanned};
use crate::edit::{self, Edit};
use crate::source::{Source, SourceFile};
use crate::yaml::{self, Node, Value};

use super::findings::Finding;
use super::tags::Names;

/// What is to be changed in a file.
pub struct Fix {
    /// The file.
    pub source: Source,
    /// The edits, none of which touches another.
    pub edits: Vec<Edit>,
}

/// The certain fixes of a check, file by file.
pub(super) fn certain(findings: &[Finding], names: &Names<'_>, config: &Config) -> Vec<Fix> {
    let mut by_path: BTreeMap<&str, Fix> = BTreeMap::new();
    for finding in findings {
        let (Some(edit), Some(label)) = (&finding.edit, finding.diagnostic.label()) else { continue };
        let fix = by_path
            .entry(label.source.path.as_str())
            .or_insert_with(|| Fix { source: label.source.clone(), edits: Vec::new() });
        fix.edits.push(edit.clone());
        // One that does not go with the others waits for the next time.
        if !is_certain(&fix.source, &fix.edits, names, config) {
            fix.edits.pop();
        }
    }
    by_path.into_values().filter(|fix| !fix.edits.is_empty()).collect()
}

/// The value of a scalar where it stands in its file as it is read: without its quotes. None if it is written otherwise, by
/// escapes, over several lines or by an alias.
pub(super) fn verbatim(source: &Source, text: &Spanned<String>) -> Option<Span> {
    let written = source.text.get(text.span.range())?;
    let quote = usize::from(written.starts_with(['"', '\'']));
    let inside = Span::new(text.span.start + quote, (text.span.end).checked_sub(quote)?);
    (source.text.get(inside.range())? == text.value).then_some(inside)
}

/// Whether a file with these edits says what it said, with tags and dates that mean the same.
fn is_certain(source: &Source, edits: &[Edit], names: &Names<'_>, config: &Config) -> bool {
    let edited = || {
        let text = edit::apply(&source.text, edits)?;
        let edited = SourceFile::new(source.path.clone(), text);
        let (before, after) = (front_matter::split(source).ok()?.0?, front_matter::split(&edited).ok()?.0?);
        let keeps_within = edits.iter().all(|edit| before.contains(edit.span));
        let trees = (yaml::parse(source, before).ok()?, yaml::parse(&edited, after).ok()?);
        let mut touched = 0;
        let says_the_same = is_same_but(&trees.0, &trees.1, edits, &mut touched) && touched == edits.len();
        let read = |source: &Source, within| {
            let mut problems = Diagnostics::new();
            let read = front_matter::read(source, Some(within), &config.timezone, &mut problems)?;
            Some((read, problems.counts()))
        };
        let ((before, problems), (after, new_problems)) = (read(source, before)?, read(&edited, after)?);
        Some(keeps_within && says_the_same && problems == new_problems && means_the_same(&before, &after, names))
    };
    edited().unwrap_or_default()
}

/// Whether two trees are alike but for scalars in which an edit was made. Counts the edits met.
fn is_same_but(before: &Node, after: &Node, edits: &[Edit], touched: &mut usize) -> bool {
    match (&before.value, &after.value) {
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same_but(a, b, edits, touched))
        }
        (Value::Map(a), Value::Map(b)) => {
            let same_key = |a: &Spanned<String>, b: &Spanned<String>| a.value == b.value;
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|((key, a), (other, b))| same_key(key, other) && is_same_but(a, b, edits, touched))
        }
        (Value::List(_) | Value::Map(_), _) | (_, Value::List(_) | Value::Map(_)) => false,
        (a, b) => {
            let here = edits.iter().filter(|edit| before.span.contains(edit.span)).count();
            *touched += here;
            here > 0 || a == b
        }
    }
}

fn means_the_same(before: &FrontMatter, after: &FrontMatter, names: &Names<'_>) -> bool {
    let tags = |front_matter: &FrontMatter| -> Vec<String> {
        front_matter.hashtags.iter().map(|tag| names.meaning(&tag.value)).collect()
    };
    let dates = |front_matter: &FrontMatter| {
        [&front_matter.date, &front_matter.updated, &front_matter.expires]
            .map(|date| date.as_ref().map(|date| date.value.rfc3339()))
    };
    tags(before) == tags(after) && dates(before) == dates(after)
}
