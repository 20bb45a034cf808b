//! How many posts there were when: for the small charts of tag pages, and for what is written about most of late.

use jiff::civil::Date;
use tera::Value;

use super::{list, object};
use crate::site::{PostId, Site, Tag};

/// A chart has at most so many bars of a month each; what goes further back is told by years.
const MONTHS: i32 = 36;

/// With fewer bars than these, a chart tells nothing that the list does not.
const FEWEST: usize = 6;

/// What was written so many days before the newest post of the site counts half as much for what is written about of late.
const HALF_LIFE: i64 = 30;

/// The posts over time: bars from the first month (or year) with a post to the last one. None where there would be few.
pub(super) fn history(site: &Site, posts: &[PostId]) -> Option<Value> {
    let dates = || posts.iter().filter_map(|id| site.posts.get(*id)).map(|entry| entry.post.date.date());
    let (first, last) = (dates().min()?, dates().max()?);
    let month = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
    let by_month = month(last) - month(first) < MONTHS;
    let place = |date: Date| if by_month { month(date) } else { i32::from(date.year()) };
    let start = place(first);
    let mut counts = vec![0_u32; usize::try_from(place(last) - start + 1).ok()?];
    if counts.len() < FEWEST {
        return None;
    }
    for date in dates() {
        let at = usize::try_from(place(date) - start).ok()?;
        if let Some(count) = counts.get_mut(at) {
            *count += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(1);
    let bars = (start..).zip(&counts).map(|(at, count)| {
        let (year, month) = if by_month { (at.div_euclid(12), at.rem_euclid(12) + 1) } else { (at, 1) };
        object! { "date": format!("{year:04}-{month:02}-01"), "count": *count }
    });
    Some(object! {
        "unit": if by_month { "month" } else { "year" },
        "most": most,
        "bars": list(bars),
    })
}

/// The tags that were written about most of late, those of at least two posts: places in the list of all. Each post counts half as
/// much as one that is a month newer; the clock has no part in it.
pub(super) fn trending(site: &Site, most: usize) -> Vec<&Tag> {
    let Some(newest) = site.posts.first().map(|entry| entry.post.date.date()) else { return Vec::new() };
    let weight = |id: &PostId| {
        let date = site.posts.get(*id).map_or(newest, |entry| entry.post.date.date());
        let age = newest.duration_since(date).as_hours() / 24;
        let halvings = u32::try_from(age / HALF_LIFE).unwrap_or(u32::MAX);
        // Between two halvings, as a straight line.
        let of_next = u64::try_from(age % HALF_LIFE).unwrap_or_default();
        let whole = (1_u64 << 40).checked_shr(halvings).unwrap_or_default();
        whole - whole / 2 * of_next / u64::try_from(HALF_LIFE).unwrap_or(1)
    };
    let mut weighed: Vec<(u64, &Tag)> = site
        .tags
        .all
        .iter()
        .filter(|tag| tag.posts.len() > 1)
        .map(|tag| (tag.posts.iter().map(weight).sum(), tag))
        .collect();
    // Stable: equals stay in the order of their names.
    weighed.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    weighed.into_iter().take(most).map(|(_, tag)| tag).collect()
}
