//! Posts by year and month, of their dates in their own zones.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::PostId;

/// A year with posts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// Its posts, newest first.
    pub posts: Vec<PostId>,
    /// Its months with posts, newest first.
    pub months: Vec<Month>,
}

/// A month with posts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    /// 1 to 12.
    pub month: i8,
    /// Its posts, newest first.
    pub posts: Vec<PostId>,
}

impl Year {
    /// Path of its archive from the site's root.
    #[must_use]
    pub fn site_path(&self) -> String {
        format!("{:04}/", self.year)
    }

    /// Path of one of its months' archive from the site's root.
    #[must_use]
    pub fn month_path(&self, month: &Month) -> String {
        format!("{:04}/{:02}/", self.year, month.month)
    }
}

/// Gathers the dates of posts, given newest first.
pub(super) fn gather(dates: impl Iterator<Item = Date>) -> Vec<Year> {
    let mut dates: Vec<(Date, PostId)> = dates.enumerate().map(|(id, date)| (date, id)).collect();
    // Zones may put posts of one instant on different days.
    dates.sort_by_key(|(date, id)| (std::cmp::Reverse((date.year(), date.month())), *id));
    let mut years: Vec<Year> = Vec::new();
    for (date, id) in dates {
        if years.last().is_none_or(|year| year.year != date.year()) {
            years.push(Year { year: date.year(), posts: Vec::new(), months: Vec::new() });
        }
        let Some(year) = years.last_mut() else { continue };
        year.posts.push(id);
        if year.months.last().is_none_or(|month| month.month != date.month()) {
            year.months.push(Month { month: date.month(), posts: Vec::new() });
        }
        if let Some(month) = year.months.last_mut() {
            month.posts.push(id);
        }
    }
    years
}
