//! Rules on dates: times without a zone, and days that are yet to come.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::config::Rule;
use crate::content::date::When;
use crate::diagnostic::{Diagnostic, Spanned};
use crate::edit::Edit;

use super::findings::Findings;
use super::{Linted, fixes};

pub(super) fn check(linted: Linted<'_>, now: Timestamp, findings: &mut Findings<'_>) {
    let front_matter = &linted.document.front_matter;
    let dates = [("date", &front_matter.date), ("updated", &front_matter.updated), ("expires", &front_matter.expires)];
    for (key, date) in dates {
        let Some(date) = date else { continue };
        if date.value.has_time() && !date.value.has_zone() {
            without_zone(linted, date, findings);
        }
        let in_future = date.value.timestamp() > now;
        match key {
            "date" if in_future => scheduled(linted, date, findings),
            "updated" if in_future => yet_to_come(linted, date, findings),
            _ => {}
        }
    }
    let corrections = front_matter.corrections.iter().map(|correction| &correction.date);
    for date in corrections.filter(|date| date.value.timestamp() > now) {
        yet_to_come(linted, date, findings);
    }
    if front_matter.date.is_none()
        && let Some(post) = linted.post.filter(|post| post.date.timestamp() > now)
    {
        findings.push(
            Rule::DateInFuture,
            Diagnostic::warning(format!("the date `{}` is yet to come", post.date.date()))
                .at(
                    &linted.document.source,
                    front_matter.title.span,
                    "the file's name gives the date; until then, nobody sees it",
                )
                .help("rename the file, or leave it if the post is meant to appear then"),
        );
    }
}

fn without_zone(linted: Linted<'_>, date: &Spanned<When>, findings: &mut Findings<'_>) {
    let config = findings.config();
    let zone = config.timezone.iana_name().unwrap_or("UTC");
    let label = if config.has_timezone {
        format!("taken as a time in {zone}")
    } else {
        format!("taken as a time in {zone}, since site.yaml names no `timezone`")
    };
    let written = date.value.rfc3339();
    let edit = config.has_timezone.then(|| with_offset(linted, date, &config.timezone)).flatten();
    findings.push_with(
        Rule::DateWithoutZone,
        Diagnostic::warning("a time of day without its zone")
            .at(&linted.document.source, date.span, label)
            .help(format!("write the offset from UTC behind it, as in `{written}`")),
        edit,
    );
}

/// Puts the offset behind a time; not if the clock showed that time twice, or never.
fn with_offset(linted: Linted<'_>, date: &Spanned<When>, timezone: &TimeZone) -> Option<Edit> {
    let source = &linted.document.source;
    if timezone.to_ambiguous_timestamp(date.value.civil()).is_ambiguous() {
        return None;
    }
    let written = source.text.get(date.span.range())?;
    let inside = Spanned::new(written.trim_matches(['"', '\'']).to_owned(), date.span);
    let place = fixes::verbatim(source, &inside)?;
    let end = place.start + inside.value.trim_end().len();
    let rfc3339 = date.value.rfc3339();
    Some(Edit::insert(end, rfc3339.get(rfc3339.len().checked_sub("+00:00".len())?..)?))
}

fn scheduled(linted: Linted<'_>, date: &Spanned<When>, findings: &mut Findings<'_>) {
    let headline = format!("the date `{}` is yet to come", date.value.date());
    findings.push(
        Rule::DateInFuture,
        Diagnostic::warning(headline)
            .at(&linted.document.source, date.span, "until then, nobody sees the post")
            .help("mend the date, or leave it if the post is meant to appear then"),
    );
}

fn yet_to_come(linted: Linted<'_>, date: &Spanned<When>, findings: &mut Findings<'_>) {
    findings.push(
        Rule::DateInFuture,
        Diagnostic::warning(format!("the date `{}` is yet to come", date.value.date()))
            .at(&linted.document.source, date.span, "readers are told of a change that is not made yet")
            .help("write the day of the last change"),
    );
}
