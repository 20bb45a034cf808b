//! Rules on tags: each stands on several posts, is spelled in one way, and is no other tag in disguise.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::config::{Config, Rule};
use crate::content::document::Document;
use crate::content::hashtag::identity;
use crate::diagnostic::{Diagnostic, Spanned};
use crate::edit::Edit;

use super::findings::Findings;
use super::similar_tags::{self, Likeness, Similar};
use super::{Linted, fixes};

/// Where something stands first.
#[derive(Clone, Copy)]
struct Place<'d> {
    document: &'d Document,
    tag: &'d Spanned<String>,
}

/// A tag with all that posts call it.
struct Gathered<'d> {
    /// As `tags.yaml` spells it, else as most posts do.
    name: &'d str,
    /// How many posts have it.
    posts: usize,
    place: Place<'d>,
    /// On how many posts each spelling stands, and where first.
    spellings: BTreeMap<&'d str, (usize, Place<'d>)>,
    /// Whether `tags.yaml` has it.
    is_known: bool,
}

/// What `tags.yaml` says of names.
pub(super) struct Names<'c> {
    /// By the identity of a name or alias: the identity of the tag, and how it is spelled.
    canonical: HashMap<String, (String, &'c str)>,
    hidden: HashSet<String>,
}

impl<'c> Names<'c> {
    pub(super) fn of(config: &'c Config) -> Self {
        let mut names = Self { canonical: HashMap::new(), hidden: HashSet::new() };
        for info in &config.tags {
            let own = identity(&info.name.value);
            if info.hidden {
                names.hidden.insert(own.clone());
            }
            for name in std::iter::once(&info.name).chain(&info.aliases) {
                names.canonical.entry(identity(&name.value)).or_insert_with(|| (own.clone(), &info.name.value));
            }
        }
        names
    }

    /// The identity of the tag that a name means.
    pub(super) fn meaning(&self, name: &str) -> String {
        let own = identity(name);
        self.canonical.get(&own).map_or(own, |(canonical, _)| canonical.clone())
    }
}

pub(super) fn check(linted: &[Linted<'_>], names: &Names<'_>, findings: &mut Findings<'_>) {
    let tags = gather(linted, names);
    for tag in tags.values() {
        check_one(tag, findings);
    }
    check_pairs(&tags, findings);
    for document in linted.iter().filter(|one| one.post.is_some()).map(|one| one.document) {
        check_spellings(document, names, findings);
    }
}

/// The tags of all posts, by identity.
fn gather<'d>(linted: &[Linted<'d>], names: &Names<'d>) -> BTreeMap<String, Gathered<'d>> {
    let mut tags: BTreeMap<String, Gathered<'d>> = BTreeMap::new();
    // Most spellings come again and again; what one means is worked out once.
    let mut meanings: HashMap<&str, (String, Option<&'d str>)> = HashMap::new();
    for document in linted.iter().filter(|one| one.post.is_some()).map(|one| one.document) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut spelled: BTreeSet<&str> = BTreeSet::new();
        for tag in document.hashtags() {
            meanings.entry(&tag.value).or_insert_with(|| {
                let own = identity(&tag.value);
                match names.canonical.get(&own) {
                    Some((canonical, name)) => (canonical.clone(), Some(*name)),
                    None => (own, None),
                }
            });
        }
        for tag in document.hashtags() {
            let Some((identity, known)) = meanings.get(tag.value.as_str()) else { continue };
            if identity.is_empty() || names.hidden.contains(identity) {
                continue;
            }
            let place = Place { document, tag };
            let gathered = tags.entry(identity.clone()).or_insert_with(|| Gathered {
                name: known.unwrap_or_default(),
                posts: 0,
                place,
                spellings: BTreeMap::new(),
                is_known: known.is_some(),
            });
            gathered.posts += usize::from(seen.insert(identity));
            if spelled.insert(&tag.value) {
                gathered.spellings.entry(&tag.value).or_insert((0, place)).0 += 1;
            }
        }
    }
    for tag in tags.values_mut().filter(|tag| !tag.is_known) {
        let most_used = tag.spellings.iter().max_by_key(|(name, (count, _))| (*count, std::cmp::Reverse(**name)));
        tag.name = most_used.map(|(name, _)| *name).unwrap_or_default();
    }
    tags
}

fn check_one(tag: &Gathered<'_>, findings: &mut Findings<'_>) {
    let Place { document, tag: written } = tag.place;
    if tag.is_known {
        return;
    }
    if tag.posts == 1 {
        findings.push(
            Rule::TagUsedOnce,
            Diagnostic::warning(format!("the tag `{}` stands on this post alone", tag.name))
                .at(&document.source, written.span, "its page leads nowhere else")
                .help(format!(
                    "use a tag that other posts have, or keep it by a line in tags.yaml: `{}: {{}}`",
                    in_yaml(tag.name)
                )),
        );
    }
    let other = tag.spellings.iter().filter(|(name, _)| **name != tag.name);
    if let Some((spelling, (_, place))) = other.min_by_key(|(name, (count, _))| (*count, **name)) {
        findings.push(
            Rule::TagNearDuplicate,
            Diagnostic::warning(format!("the tag `{}` is spelled `{spelling}` here", tag.name))
                .at(&place.document.source, place.tag.span, "one tag in two spellings")
                .help(format!(
                    "write `{0}`, or settle it by a line in tags.yaml: `{1}: {{}}`",
                    tag.name,
                    in_yaml(tag.name)
                )),
        );
    }
}

/// Reports tags that are most likely one: each once, with the one that it is most like.
fn check_pairs(tags: &BTreeMap<String, Gathered<'_>>, findings: &mut Findings<'_>) {
    if !findings.wants(Rule::TagNearDuplicate) {
        return;
    }
    let all: Vec<&Gathered<'_>> = tags.values().collect();
    let names: Vec<(&str, &str)> = tags.iter().map(|(identity, tag)| (identity.as_str(), tag.name)).collect();
    let mut nearest: BTreeMap<usize, (Likeness, usize)> = BTreeMap::new();
    for Similar { a, b, likeness } in similar_tags::pairs(&names) {
        let (Some(first), Some(second)) = (all.get(a), all.get(b)) else { continue };
        // Who named both knows that they are two.
        if first.is_known && second.is_known {
            continue;
        }
        let rank = |tag: &Gathered<'_>| (tag.is_known, tag.posts, std::cmp::Reverse(tag.name.len()));
        let (less, more) = if rank(first) < rank(second) { (a, b) } else { (b, a) };
        let entry = nearest.entry(less).or_insert((likeness, more));
        *entry = (*entry).min((likeness, more));
    }
    for (less, (likeness, more)) in nearest {
        if let (Some(less), Some(more)) = (all.get(less), all.get(more)) {
            findings.push(Rule::TagNearDuplicate, pair(less, more, likeness));
        }
    }
}

fn pair(less: &Gathered<'_>, more: &Gathered<'_>, likeness: Likeness) -> Diagnostic {
    let posts = |tag: &Gathered<'_>| format!("{} post{}", tag.posts, if tag.posts == 1 { "" } else { "s" });
    let reason = match likeness {
        Likeness::Folded => "they differ in hyphens and spaces alone",
        Likeness::Plural => "one is the plural of the other",
        Likeness::Acronym => "one is short for the other",
        Likeness::Spelling => "they differ in a letter or two",
    };
    Diagnostic::warning(format!("the tags `{}` and `{}` are most likely one", less.name, more.name))
        .at(
            &less.place.document.source,
            less.place.tag.span,
            format!("on {}; `{}` on {}", posts(less), more.name, posts(more)),
        )
        .note(reason)
        .help(format!(
            "if they are one, say so in tags.yaml: `{}: {{aliases: [{}]}}`; if not, name both there",
            in_yaml(more.name),
            in_yaml(less.name)
        ))
}

/// Tags of the front matter that `tags.yaml` spells in another way.
fn check_spellings(document: &Document, names: &Names<'_>, findings: &mut Findings<'_>) {
    let written = &document.front_matter.hashtags;
    let mut there: HashSet<&str> = written.iter().map(|tag| tag.value.as_str()).collect();
    for tag in written {
        let Some((_, name)) = names.canonical.get(&identity(&tag.value)) else { continue };
        if *name == tag.value {
            continue;
        }
        let is_first = there.insert(name);
        let help = if is_first { format!("write `{name}`") } else { format!("take it out: `{name}` is there") };
        // To have the tag twice would be no better.
        let edit = fixes::verbatim(&document.source, tag).filter(|_| is_first).map(|span| Edit::replace(span, *name));
        findings.push_with(
            Rule::TagSpelling,
            Diagnostic::warning(format!("`{}` is the tag `{name}`", tag.value))
                .at(&document.source, tag.span, "tags.yaml spells it otherwise")
                .help(help),
            edit,
        );
    }
}

/// A name as YAML has it: in quotes if it has to.
fn in_yaml(name: &str) -> String {
    let is_plain =
        name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || "-_+.".contains(c));
    if is_plain { name.to_owned() } else { format!("{name:?}") }
}
