//! What makes one edition of another.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::edition::{Edition, Turn, is_lasting};
use super::record::Record;

/// So long a file whose name tells its contents stays after the last edition that had it: a page that a browser, a cache or a
/// feed reader has kept finds its style sheet and pictures.
const GRACE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What is to be done at a target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that were not there, in the order in which they go out.
    pub added: Vec<String>,
    /// Files that were others, or may be, in the order in which they go out.
    pub changed: Vec<String>,
    /// Files that go, last of all.
    pub deleted: Vec<String>,
    /// How many files are as they were.
    pub unchanged: usize,
    /// Bytes that are to be sent.
    pub bytes: u64,
    /// Files of former editions that stay for now, with the instant from which on they go.
    pub(super) former: BTreeMap<String, Timestamp>,
}

impl Changes {
    /// What makes an edition of what a target is known to have.
    #[must_use]
    pub fn between(record: &Record, edition: &Edition, now: Timestamp) -> Self {
        let mut changes = Self::default();
        for (path, digest) in &edition.files {
            let is_sure = !record.begun.contains(path);
            match record.files.get(path) {
                Some(known) if is_sure && *known == digest.hex() => changes.unchanged += 1,
                Some(_) => changes.changed.push(path.clone()),
                // One of a former edition that still stands there most likely has the same contents; but nobody knows.
                None if record.former.contains_key(path) => changes.changed.push(path.clone()),
                None => changes.added.push(path.clone()),
            }
        }
        let until = now.checked_add(GRACE).unwrap_or(now);
        let gone = record.files.keys().chain(&record.begun).filter(|path| !record.former.contains_key(*path));
        for path in gone.filter(|path| !edition.files.contains_key(*path)) {
            // Pages of an edition that was cut off may ask for them too.
            if is_lasting(path) {
                changes.former.insert(path.clone(), until);
            } else {
                changes.deleted.push(path.clone());
            }
        }
        for (path, until) in record.former.iter().filter(|(path, _)| !edition.files.contains_key(*path)) {
            if *until <= now {
                changes.deleted.push(path.clone());
            } else {
                changes.former.insert(path.clone(), *until);
            }
        }
        // What leads to others is gone before they are.
        changes.deleted.sort_by(|a, b| (Turn::of(b), a).cmp(&(Turn::of(a), b)));
        changes.deleted.dedup();
        // New pages go before those that lead to them.
        for paths in [&mut changes.added, &mut changes.changed] {
            paths.sort_by(|a, b| (Turn::of(a), a).cmp(&(Turn::of(b), b)));
        }
        changes
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.deleted.is_empty()
    }

    /// Everything that is sent, in order: assets, then pages, then what names pages; of each, what is new first.
    pub(super) fn sent(&self) -> impl Iterator<Item = &String> {
        Turn::ALL
            .into_iter()
            .flat_map(move |turn| self.added.iter().chain(&self.changed).filter(move |path| Turn::of(path) == turn))
    }

    /// The same in lots. The files of a lot may go in any order, or at once.
    pub(super) fn phases(&self) -> Vec<Vec<&String>> {
        let mut phases: Vec<Vec<&String>> = Vec::new();
        for turn in Turn::ALL {
            for paths in [&self.added, &self.changed] {
                phases.push(paths.iter().filter(|path| Turn::of(path) == turn).collect());
            }
        }
        phases.retain(|paths| !paths.is_empty());
        phases
    }

    /// What goes and stands where the edition has a folder, or within what it has as a file: that goes first.
    pub(super) fn in_the_way(&self, edition: &Edition) -> Vec<String> {
        let is_in_the_way = |gone: &&String| {
            let within = format!("{gone}/");
            let is_within = |path: &String| path.starts_with(&within);
            edition.files.range(within.clone()..).next().is_some_and(|(path, _)| is_within(path))
                || gone.match_indices('/').filter_map(|(at, _)| gone.get(..at)).any(|at| edition.files.contains_key(at))
        };
        self.deleted.iter().filter(is_in_the_way).cloned().collect()
    }

    /// How many files go out before what is there is written down, so that a publisher that is killed has not done all in vain.
    pub(super) fn lot(&self) -> usize {
        const TIMES: usize = 8;
        const LEAST: usize = 500;
        /// Each time, the record of all files may be written: that is not to be much beside the files.
        const SHARE: usize = 12;
        let sent = self.added.len() + self.changed.len();
        (sent / TIMES).max((sent + self.unchanged) / SHARE).max(LEAST)
    }

    /// Everything that goes, in lots, in order.
    pub(super) fn removals(&self) -> Vec<Vec<String>> {
        self.deleted.chunk_by(|a, b| Turn::of(a) == Turn::of(b)).map(<[String]>::to_vec).collect()
    }

    /// How many files are sent or removed.
    #[must_use]
    pub fn count(&self) -> usize {
        self.added.len() + self.changed.len() + self.deleted.len()
    }

    /// What the target will have.
    pub(super) fn record(&self, edition: &Edition) -> Record {
        Record {
            files: edition.files.iter().map(|(path, digest)| (path.clone(), digest.hex())).collect(),
            former: self.former.clone(),
            ..Record::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::Digest;

    fn edition(files: &[(&str, &str)]) -> Edition {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), Digest::of(text.as_bytes()))).collect();
        Edition { files, ..Edition::default() }
    }

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + hours * 3600).unwrap()
    }

    #[test]
    fn assets_go_first_and_new_pages_before_those_that_lead_to_them() {
        let before = edition(&[("index.html", "a"), ("feed.xml", "a"), ("gone.html", "a"), ("same.html", "a")]);
        let record = Changes::between(&Record::default(), &before, at(0)).record(&before);
        let after = edition(&[
            ("a/new.html", "a"),
            ("css/a.0123456789.css", "a"),
            ("feed.xml", "b"),
            ("index.html", "b"),
            ("same.html", "a"),
        ]);
        let changes = Changes::between(&record, &after, at(1));
        let sent: Vec<&str> = changes.sent().map(String::as_str).collect();
        assert_eq!(sent, ["css/a.0123456789.css", "a/new.html", "index.html", "feed.xml"]);
        assert_eq!((changes.deleted.as_slice(), changes.unchanged), (["gone.html".to_owned()].as_slice(), 1));
        assert!(Changes::between(&changes.record(&after), &after, at(2)).is_empty());
    }

    #[test]
    fn names_that_tell_contents_stay_for_a_while() {
        let with = edition(&[("css/a.0123456789.css", "a"), ("index.html", "a")]);
        let without = edition(&[("index.html", "b")]);
        let record = Changes::between(&Record::default(), &with, at(0)).record(&with);
        let changes = Changes::between(&record, &without, at(0));
        assert!(changes.deleted.is_empty());
        let record = changes.record(&without);
        assert!(record.knows("css/a.0123456789.css"));
        // If it comes back, it is sent again: a name may seem to tell the contents, and not do so.
        assert_eq!(Changes::between(&record, &with, at(1)).changed, ["css/a.0123456789.css", "index.html"]);
        assert!(Changes::between(&record, &without, at(167)).is_empty());
        assert_eq!(Changes::between(&record, &without, at(168)).deleted, ["css/a.0123456789.css"]);
    }

    #[test]
    fn what_was_cut_off_is_sent_again_or_goes() {
        let begun = ["a.html", "b.html", "c.0123456789.css"].map(str::to_owned).into();
        let record = Record { begun, ..Record::default() };
        let changes = Changes::between(&record, &edition(&[("a.html", "a")]), at(0));
        assert_eq!((changes.added, changes.deleted), (vec!["a.html".to_owned()], vec!["b.html".to_owned()]));
        assert!(changes.former.contains_key("c.0123456789.css"));
    }
}
