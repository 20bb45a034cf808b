//! When each post was published.

use std::fmt;
use std::ops::RangeInclusive;

/// Minutes from 1970 to 2025-10-28 09:00, local time, when the newest post was published.
const NEWEST: u32 = 20_389 * DAY + 9 * 60;
/// Minutes between two posts: 10,000 of them fill a year.
const STEP: u32 = 53;
const DAY: u32 = 24 * 60;

/// How many posts there can be: no more than there is time for since 1970.
pub const POSTS: RangeInclusive<i64> = 1..=500_000;

/// The corpus's zone has no summer time, so that its offset is the same all year.
pub const TIMEZONE: &str = "America/Phoenix";
const OFFSET: &str = "-07:00";

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    pub year: u32,
    pub month: u32,
}

/// As a folder: `2025/10`.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}/{:02}", self.year, self.month)
    }
}

pub struct Date {
    pub month: Month,
    day: u32,
    minute: u32,
}

impl Date {
    /// Post 0 is the newest; each further one is somewhat older.
    pub fn of_post(index: u32) -> Self {
        let minutes = NEWEST - index * STEP;
        // Howard Hinnant's `civil_from_days`: years that begin in March, in eras of 400 years.
        let days = minutes / DAY + 719_468;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let leap_days = day_of_era / 1_460 + day_of_era / 146_096 - day_of_era / 36_524;
        let year_of_era = (day_of_era - leap_days) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * day_of_year + 2) / 153;
        let (next_year, calendar_month) = if month < 10 { (0, month + 3) } else { (1, month - 9) };
        Self {
            month: Month { year: era * 400 + year_of_era + next_year, month: calendar_month },
            day: day_of_year - (153 * month + 2) / 5 + 1,
            minute: minutes % DAY,
        }
    }
}

/// In the form of RFC 3339.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let Month { year, month } = self.month;
        let (hour, minute) = (self.minute / 60, self.minute % 60);
        write!(f, "{year}-{month:02}-{:02}T{hour:02}:{minute:02}:00{OFFSET}", self.day)
    }
}
