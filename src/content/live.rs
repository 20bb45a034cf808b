//! Live blogs: which headings are updates, and when each of them was.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Diagnostics, Span};

use super::date::When;
use super::document::Document;
use super::front_matter::ArticleType;
use super::toc::Heading;

/// What may stand between the time of an update and its headline.
const DASHES: [&str; 3] = [" — ", " – ", " - "];

/// How an update is written.
const EXAMPLE: &str = "`## 14:05 — The doors open`, or with the day: `## 2025-10-28 14:05 — The doors open`";

/// An update of a live blog: a heading of the second level that begins with a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    /// The place of its heading.
    pub heading: usize,
    /// As written: `HH:MM`, or a date with it.
    pub time: String,
    /// What the heading says behind it.
    pub headline: String,
    /// The first paragraph below, without markup.
    pub text: String,
}

/// Time and headline of a heading such as `14:05 — Doors open` or `2025-10-28 14:05 — Doors open`.
pub(super) fn update_of(heading: &str) -> Option<(&str, &str)> {
    let (time, headline) = around_dash(heading)?;
    // Any day and any zone does to see whether it is a time.
    let is_time = read(time, Date::constant(2000, 1, 1), &TimeZone::UTC).is_ok_and(When::has_time);
    is_time.then_some((time, headline))
}

/// When each update was, in the order of the page.
///
/// A time without a day is the first such time that is not before the update that came before it; of the first one, not
/// before `start`. Which one came before, the order of the page tells, which is oldest first or newest first: that in which
/// the days that are written go forward, and of two such orders that in which less time goes by.
pub(super) fn instants(updates: &[Update], start: When, timezone: &TimeZone) -> Vec<When> {
    let oldest_first = Course::of(updates.iter(), start, timezone);
    let newest_first = Course::of(updates.iter().rev(), start, timezone);
    if newest_first.measure() < oldest_first.measure() {
        return newest_first.instants.into_iter().rev().collect();
    }
    oldest_first.instants
}

/// The updates in one of the two orders.
struct Course {
    instants: Vec<When>,
    /// How often an update is before the one that it should follow.
    steps_back: usize,
}

impl Course {
    fn of<'u>(updates: impl Iterator<Item = &'u Update>, start: When, timezone: &TimeZone) -> Self {
        let mut course = Self { instants: Vec::new(), steps_back: 0 };
        let mut before = start;
        for update in updates {
            let instant = following(&update.time, before, timezone).unwrap_or(before);
            course.steps_back += usize::from(minute(instant) < minute(before));
            course.instants.push(instant);
            before = instant;
        }
        course
    }

    fn measure(&self) -> (usize, Option<Timestamp>) {
        (self.steps_back, self.instants.last().map(|instant| instant.timestamp()))
    }
}

/// What a time means behind another; none at the very end of the calendar.
fn following(time: &str, before: When, timezone: &TimeZone) -> Option<When> {
    let day = before.timestamp().to_zoned(timezone.clone()).date();
    if has_day(time) {
        return read(time, day, timezone).ok();
    }
    // A time with a zone of its own may be of another day there.
    (-1..=2).find_map(|days| {
        let instant = read(time, day.checked_add(days.days()).ok()?, timezone).ok()?;
        (minute(instant) >= minute(before)).then_some(instant)
    })
}

/// Updates are told to the minute, dates of posts often to the second.
fn minute(when: When) -> i64 {
    when.timestamp().as_second().div_euclid(60)
}

/// Reads a time, of `day` if it does not say the day.
fn read(time: &str, day: Date, timezone: &TimeZone) -> Result<When, String> {
    if has_day(time) { When::parse(time, timezone) } else { When::parse(&format!("{day} {time}"), timezone) }
}

fn has_day(time: &str) -> bool {
    time.as_bytes().get(4) == Some(&b'-')
}

/// A heading's text before and behind its first dash.
fn around_dash(heading: &str) -> Option<(&str, &str)> {
    let around = DASHES.iter().filter_map(|dash| heading.split_once(dash));
    let (before, behind) = around.min_by_key(|(before, _)| before.len())?;
    Some((before.trim(), behind.trim()))
}

/// Reports what of a live blog is most likely not what its writer meant.
pub(super) fn check(document: &Document, date: When, instants: &[When], problems: &mut Diagnostics) {
    let article_type = &document.front_matter.article_type;
    if article_type.value != ArticleType::Live {
        return;
    }
    let mistaken: Vec<Diagnostic> = mistaken(document).collect();
    if instants.is_empty() && mistaken.is_empty() {
        // To a search engine it is none.
        problems.push(
            Diagnostic::warning("a live blog has no updates")
                .at(&document.source, article_type.span, "no heading begins with a time")
                .help(format!("begin the heading of each update with its time: {EXAMPLE}")),
        );
    }
    problems.extend(mistaken);
    let early = with_instants(document, instants).filter(|(_, instant)| minute(*instant) < minute(date)).collect();
    problems.extend(one_of(early, |update, _| {
        let start = if date.has_time() { date.rfc3339() } else { date.date().to_string() };
        Diagnostic::warning("this update is before the post's date")
            .at(&document.source, place(document, update), format!("the post is of {start}"))
            .help("mend the day or time of the update, or the post's `date`, which is when the coverage begins")
    }));
}

/// A warning of updates that are yet to come at `now`.
#[must_use]
pub fn yet_to_come(document: &Document, instants: &[When], now: Timestamp) -> Option<Diagnostic> {
    let mut future: Vec<_> = with_instants(document, instants).filter(|(_, when)| when.timestamp() > now).collect();
    // All that follow a mistaken one are in the future because it is.
    future.sort_by_key(|(_, when)| when.timestamp());
    one_of(future, |update, instant| {
        let problem = Diagnostic::warning("this update is yet to come").at(
            &document.source,
            place(document, update),
            format!("this is taken for {}", instant.rfc3339()),
        );
        if has_day(&update.time) {
            problem.help("mend its day or time, or leave it: from then on, it counts as a change of the post")
        } else {
            problem.help(format!("if it is of another day, write that before it: `## YYYY-MM-DD {} — …`", update.time))
        }
    })
}

fn with_instants<'d>(document: &'d Document, instants: &[When]) -> impl Iterator<Item = (&'d Update, When)> {
    document.outline.updates.iter().zip(instants.iter().copied())
}

/// A report of the first of some updates that counts the others: the cause is most likely one.
fn one_of(updates: Vec<(&Update, When)>, report: impl Fn(&Update, When) -> Diagnostic) -> Option<Diagnostic> {
    let more = updates.len().saturating_sub(1);
    let (update, instant) = updates.into_iter().next()?;
    let problem = report(update, instant);
    Some(match more {
        0 => problem,
        1 => problem.note("and one more update"),
        more => problem.note(format!("and {more} more updates")),
    })
}

/// Reports the headings of a live blog that look like updates and are none.
fn mistaken(document: &Document) -> impl Iterator<Item = Diagnostic> {
    let mut updates = document.outline.updates.iter().peekable();
    let headings = document.outline.headings.iter().enumerate().filter(move |(at, heading)| {
        let is_update = updates.next_if(|update| update.heading == *at).is_some();
        heading.level == 2 && !is_update
    });
    headings.filter_map(|(_, heading)| {
        let (time, expected) = mistaken_time(&heading.text)?;
        Some(
            Diagnostic::warning(format!("this is no update: cannot read the time `{time}`"))
                .at(&document.source, place_in(document, heading, time), expected)
                .help(format!("write {EXAMPLE}")),
        )
    })
}

/// What of a heading looks like a time, though it makes no update of it, and what was expected.
fn mistaken_time(heading: &str) -> Option<(&str, String)> {
    if !heading.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Some((time, _)) = around_dash(heading).filter(|(time, _)| looks_like_time(time)) {
        let wrong = read(time, Date::constant(2000, 1, 1), &TimeZone::UTC).err();
        return Some((time, wrong.unwrap_or_else(|| "a time is missing behind the day".to_owned())));
    }
    let first = heading.split_whitespace().next()?.trim_end_matches([':', ',', '.', '—', '–', '-']);
    let looks_like_day = has_day(first) && first.matches('-').count() == 2;
    let is_mistaken = looks_like_day || has_clock(first, &[':']);
    is_mistaken.then(|| (first, "a dash between spaces has to part the time from the headline".to_owned()))
}

/// Whether what stands before a dash is meant as a time.
fn looks_like_time(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    has_clock(text, &[':'])
        || (has_day(text) && text.matches('-').count() == 2)
        || match letters.as_str() {
            "am" | "pm" | "uhr" | "hrs" | "oclock" => true,
            "" | "h" => has_clock(text, &['.', 'h', 'H']),
            _ => false,
        }
}

/// Whether a number of two digits follows another behind a sign such as a colon.
fn has_clock(text: &str, signs: &[char]) -> bool {
    let is_clock = |four: &[u8]| match four {
        [hour, sign, tens, ones] => {
            [hour, tens, ones].into_iter().all(u8::is_ascii_digit) && signs.contains(&char::from(*sign))
        }
        _ => false,
    };
    text.as_bytes().windows(4).any(is_clock)
}

/// Where the time of an update is written.
fn place(document: &Document, update: &Update) -> Span {
    let heading = document.outline.headings.get(update.heading);
    heading.map_or_else(Span::default, |heading| place_in(document, heading, &update.time))
}

/// Where words of a heading are written; the whole heading if there is markup among them.
fn place_in(document: &Document, heading: &Heading, words: &str) -> Span {
    let written = document.source.text.get(heading.span.range()).unwrap_or_default();
    let place = written.find(words).map(|at| Span::new(at, at + words.len()));
    place.unwrap_or_else(|| Span::new(0, written.trim_end().len())).shifted(heading.span.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The instants of updates at these times, in the zone of New York.
    fn instants(start: &str, times: &[&str]) -> Vec<String> {
        let zone = TimeZone::get("America/New_York").unwrap();
        let update = |time: &&str| {
            let heading = format!("{time} — News");
            let (time, headline) = update_of(&heading).unwrap();
            Update { heading: 0, time: time.to_owned(), headline: headline.to_owned(), text: String::new() }
        };
        let updates: Vec<Update> = times.iter().map(update).collect();
        let instants = super::instants(&updates, When::parse(start, &zone).unwrap(), &zone);
        // Day and time will do where the zone is the site's.
        let told = instants.into_iter().map(When::rfc3339);
        told.map(|told| told.strip_suffix(":00-04:00").map_or(told.clone(), str::to_owned)).collect()
    }

    #[test]
    fn a_time_follows_what_came_before_it() {
        for (start, times, expected) in [
            // Oldest first, and newest first.
            ("2025-10-28T09:00", &["09:00", "14:05"][..], &["2025-10-28T09:00", "2025-10-28T14:05"][..]),
            ("2025-10-28T09:00", &["14:05", "09:00"], &["2025-10-28T14:05", "2025-10-28T09:00"]),
            // Over midnight, once and twice.
            ("2025-10-28T21:00", &["23:50", "00:20"], &["2025-10-28T23:50", "2025-10-29T00:20"]),
            ("2025-10-28T21:00", &["00:20", "23:50"], &["2025-10-29T00:20", "2025-10-28T23:50"]),
            (
                "2025-10-28T21:00",
                &["22:00", "08:00", "20:00", "01:00"],
                &["2025-10-28T22:00", "2025-10-29T08:00", "2025-10-29T20:00", "2025-10-30T01:00"],
            ),
            (
                "2025-10-28T21:00",
                &["01:00", "20:00", "08:00", "22:00"],
                &["2025-10-30T01:00", "2025-10-29T20:00", "2025-10-29T08:00", "2025-10-28T22:00"],
            ),
            // Before the post's own time is the next day; a plain day begins at midnight.
            ("2025-10-28T21:00", &["00:20"], &["2025-10-29T00:20"]),
            ("2025-10-28", &["00:20"], &["2025-10-28T00:20"]),
            // The second of the post's date is no matter.
            ("2025-10-28T09:00:40", &["09:00", "09:10"], &["2025-10-28T09:00", "2025-10-28T09:10"]),
            // Many of one minute.
            ("2025-10-28", &["09:00", "09:00"], &["2025-10-28T09:00", "2025-10-28T09:00"]),
            // A day that is written goes for those that follow.
            (
                "2025-10-28T09:00",
                &["10:00", "2025-10-30 08:00", "09:00"],
                &["2025-10-28T10:00", "2025-10-30T08:00", "2025-10-30T09:00"],
            ),
            (
                "2025-10-28T09:00",
                &["09:00", "2025-10-30 08:00", "10:00"],
                &["2025-10-30T09:00", "2025-10-30T08:00", "2025-10-28T10:00"],
            ),
            // It is right even before the post's date, which is warned of.
            ("2025-10-28T09:00", &["2025-10-27T08:00"], &["2025-10-27T08:00"]),
            // A zone that is written.
            ("2025-10-28T21:00", &["01:30Z"], &["2025-10-29T01:30:00+00:00"]),
            ("2025-10-28T21:00", &["02:00 +0100"], &["2025-10-29T02:00:00+01:00"]),
            ("2025-10-28T21:00", &["18:30 -07:00"], &["2025-10-28T18:30:00-07:00"]),
        ] {
            assert_eq!(instants(start, times), expected, "{start} {times:?}");
        }
    }

    #[test]
    fn the_first_dash_ends_the_time() {
        for (heading, expected) in [
            ("14:05 — Doors - open", ("14:05", "Doors - open")),
            ("14:05 - Doors — open", ("14:05", "Doors — open")),
            ("2025-10-28 14:05:30 – Doors", ("2025-10-28 14:05:30", "Doors")),
        ] {
            assert_eq!(update_of(heading), Some(expected));
        }
    }

    #[test]
    fn what_looks_like_a_time_is_told_from_other_numbers() {
        for (heading, time) in [
            ("14.05 — Doors", "14.05"),
            ("14h05 — Doors", "14h05"),
            ("2 p.m. — Doors", "2 p.m."),
            ("9:30 — Doors", "9:30"),
            ("25:00 — Doors", "25:00"),
            ("28 October, 14:05 — Doors", "28 October, 14:05"),
            ("2025-10-28 — Doors", "2025-10-28"),
            ("2025-02-30 14:05 — Doors", "2025-02-30 14:05"),
            ("14:05: Doors", "14:05"),
            ("14:05", "14:05"),
            ("14:05 —", "14:05"),
            ("2025-10-28 14:05 Doors", "2025-10-28"),
        ] {
            assert_eq!(mistaken_time(heading).map(|(time, _)| time), Some(time), "{heading}");
        }
        for heading in [
            "5 things to know",
            "5 things — and why",
            "2026 — what next",
            "3.5 million — in a day",
            "100 m — the final",
            "2024-25 in numbers",
            "16:9 is here",
            "At 14:05 — the doors",
            "",
        ] {
            assert_eq!(mistaken_time(heading), None, "{heading}");
        }
    }
}
