//! Dates as people write them: RFC 3339, date and time in the site's zone, or a plain day.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

/// A date of a post: an instant, and how much of it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct When {
    timestamp: Timestamp,
    offset: Offset,
    has_time: bool,
    has_zone: bool,
}

/// The same in numbers: seconds and nanoseconds since 1970, seconds east of UTC.
#[derive(Serialize, Deserialize)]
struct Stored(i64, i32, i32, bool, bool);

impl From<When> for Stored {
    fn from(when: When) -> Self {
        let moment = when.timestamp;
        Self(moment.as_second(), moment.subsec_nanosecond(), when.offset.seconds(), when.has_time, when.has_zone)
    }
}

impl From<Stored> for When {
    fn from(Stored(seconds, nanoseconds, east, has_time, has_zone): Stored) -> Self {
        Self {
            timestamp: Timestamp::new(seconds, nanoseconds).unwrap_or_default(),
            offset: Offset::from_seconds(east).unwrap_or(Offset::UTC),
            has_time,
            has_zone,
        }
    }
}

impl When {
    /// Reads `YYYY-MM-DD`, optionally with `T` or a space and `HH:MM[:SS[.fff]]`, optionally with `Z` or an offset.
    /// What is not written is midnight, and `timezone`.
    ///
    /// # Errors
    /// What is wrong, in a few words.
    pub fn parse(text: &str, timezone: &TimeZone) -> Result<Self, String> {
        let text = text.trim();
        let (day, rest) = split_at(text, 10);
        let date = parse_day(day)?;
        let rest = rest.strip_prefix(['T', 't', ' ']).unwrap_or(rest);
        if rest.is_empty() && text.len() > 10 {
            return Err("a time is missing behind the date".to_owned());
        }
        if text.len() > 10 && text.get(10..11).is_some_and(|c| !matches!(c, "T" | "t" | " ")) {
            return Err("expected YYYY-MM-DD".to_owned());
        }
        let zone_at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
        let (time, zone) = split_at(rest, zone_at);
        let time = time.trim_end();
        let has_time = !time.is_empty();
        let clock = if has_time { parse_time(time)? } else { Time::midnight() };
        let has_zone = !zone.is_empty();
        let timezone = if has_zone { TimeZone::fixed(parse_offset(zone)?) } else { timezone.clone() };
        let zoned = DateTime::from_parts(date, clock).to_zoned(timezone).map_err(|_| "out of range".to_owned())?;
        Ok(Self { timestamp: zoned.timestamp(), offset: zoned.offset(), has_time, has_zone })
    }

    /// Midnight of a day in a zone.
    ///
    /// # Errors
    /// If the day is at the very end of the calendar.
    pub fn midnight(date: Date, timezone: &TimeZone) -> Result<Self, String> {
        let zoned = date.to_zoned(timezone.clone()).map_err(|_| "out of range".to_owned())?;
        Ok(Self { timestamp: zoned.timestamp(), offset: zoned.offset(), has_time: false, has_zone: false })
    }

    /// The instant.
    #[must_use]
    pub fn timestamp(self) -> Timestamp {
        self.timestamp
    }

    /// The day, in the date's own zone.
    #[must_use]
    pub fn date(self) -> Date {
        self.civil().date()
    }

    /// Day and time, as a clock in the date's own zone shows them.
    #[must_use]
    pub fn civil(self) -> DateTime {
        self.offset.to_datetime(self.timestamp)
    }

    /// Whether a time of day was written.
    #[must_use]
    pub fn has_time(self) -> bool {
        self.has_time
    }

    /// Whether a zone was written.
    #[must_use]
    pub fn has_zone(self) -> bool {
        self.has_zone
    }

    /// As RFC 3339 with a numeric offset, to the second.
    #[must_use]
    pub fn rfc3339(self) -> String {
        let zoned = self.timestamp.to_zoned(TimeZone::fixed(self.offset));
        zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// As RFC 2822 with a numeric offset: the form of RSS, which is RFC 822's with a year of four digits.
    #[must_use]
    pub fn rfc2822(self) -> String {
        let zoned = self.timestamp.to_zoned(TimeZone::fixed(self.offset));
        zoned.strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
    }
}

fn split_at(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or((text, ""))
}

/// A day in the form `YYYY-MM-DD`.
///
/// # Errors
/// What is wrong, in a few words.
pub fn parse_day(text: &str) -> Result<Date, String> {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err("expected YYYY-MM-DD".to_owned());
    };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2)) else {
        return Err("expected YYYY-MM-DD".to_owned());
    };
    if !(1..=12).contains(&month) {
        return Err(format!("there is no month {month}"));
    }
    let small = |n: i16| i8::try_from(n).unwrap_or(0);
    Date::new(year, small(month), small(day)).map_err(|_| {
        let first = Date::new(year, small(month), 1);
        match first {
            Ok(first) if day > 0 => format!("{} has {} days", first.strftime("%B %Y"), first.days_in_month()),
            _ => format!("there is no day {day}"),
        }
    })
}

fn parse_time(text: &str) -> Result<Time, String> {
    let expected = || "expected a time as HH:MM or HH:MM:SS".to_owned();
    let (clock, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut parts = clock.split(':');
    let hour = parts.next().and_then(|h| digits(h, 2)).ok_or_else(expected)?;
    let minute = parts.next().and_then(|m| digits(m, 2)).ok_or_else(expected)?;
    let second = match parts.next() {
        Some(text) => digits(text, 2).ok_or_else(expected)?,
        None => 0,
    };
    if parts.next().is_some() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return Err(expected());
    }
    if hour > 23 {
        return Err(format!("there is no hour {hour}"));
    }
    if minute > 59 {
        return Err(format!("there is no minute {minute}"));
    }
    if second > 59 {
        return Err(format!("there is no second {second}"));
    }
    let small = |n: i16| i8::try_from(n).unwrap_or(0);
    Time::new(small(hour), small(minute), small(second), 0).map_err(|_| expected())
}

fn parse_offset(text: &str) -> Result<Offset, String> {
    if text.eq_ignore_ascii_case("z") {
        return Ok(Offset::UTC);
    }
    let expected = || "expected a zone as Z or an offset such as -04:00".to_owned();
    let (sign, rest) = split_at(text, 1);
    let (hours, minutes) = rest.split_once(':').or_else(|| rest.split_at_checked(2)).ok_or_else(expected)?;
    let hours = digits(hours, 2).ok_or_else(expected)?;
    let minutes = digits(minutes, 2).ok_or_else(expected)?;
    if hours > 23 || minutes > 59 {
        return Err(format!("there is no offset {text}"));
    }
    let seconds = (i32::from(hours) * 60 + i32::from(minutes)) * 60;
    let seconds = if sign == "-" { -seconds } else { seconds };
    Offset::from_seconds(seconds).map_err(|_| expected())
}

fn digits(text: &str, count: usize) -> Option<i16> {
    (text.len() == count && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn new_york() -> TimeZone {
        TimeZone::get("America/New_York").unwrap()
    }

    #[test]
    fn all_forms_are_read() {
        let rfc3339 = |text| When::parse(text, &new_york()).unwrap().rfc3339();
        assert_eq!(rfc3339("2025-10-28T09:00:00-04:00"), "2025-10-28T09:00:00-04:00");
        assert_eq!(rfc3339("2025-10-28T09:00:00.25Z"), "2025-10-28T09:00:00+00:00");
        assert_eq!(rfc3339("2025-10-28 09:00 +0530"), "2025-10-28T09:00:00+05:30");
        assert_eq!(rfc3339("2025-10-28 09:00"), "2025-10-28T09:00:00-04:00");
        assert_eq!(rfc3339("2025-12-01"), "2025-12-01T00:00:00-05:00");
    }

    #[test]
    fn mistakes_are_named() {
        let wrong = |text| When::parse(text, &new_york()).unwrap_err();
        assert_eq!(wrong("2026-13-04"), "there is no month 13");
        assert_eq!(wrong("2025-02-29"), "February 2025 has 28 days");
        assert_eq!(wrong("2025-02-00"), "there is no day 0");
        assert_eq!(wrong("yesterday"), "expected YYYY-MM-DD");
        assert_eq!(wrong("2025-10-28T25:00"), "there is no hour 25");
        assert_eq!(wrong("2025-10-28T"), "a time is missing behind the date");
        assert_eq!(wrong("2025-10-28x"), "expected YYYY-MM-DD");
        assert_eq!(wrong("2025-10-28T10:00+99:00"), "there is no offset +99:00");
    }
}
