//! How much of its posts a feed has room for.

use std::sync::Arc;

use crate::site::PostId;

/// The entries of a feed, newest first, that together take no more than `room` bytes. From the first one on with which
/// whole texts would take more, all carry their summaries; and if summaries alone are too many, the oldest are left out.
pub(super) fn fit(
    room: usize,
    posts: &[PostId],
    whole: impl Fn(PostId) -> Arc<str>,
    summary: impl Fn(PostId) -> Arc<str>,
) -> Vec<Arc<str>> {
    let mut entries: Vec<Arc<str>> = Vec::with_capacity(posts.len());
    let mut length = 0;
    for id in posts {
        let entry = whole(*id);
        if length + cost(&entry) > room {
            break;
        }
        length += cost(&entry);
        entries.push(entry);
    }
    let whole_ones = entries.len();
    entries.extend(posts.iter().skip(whole_ones).map(|id| summary(*id)));
    length += entries.iter().skip(whole_ones).map(cost).sum::<usize>();
    // The summaries need room as well.
    for (entry, id) in entries.iter_mut().zip(posts).take(whole_ones).rev() {
        if length <= room {
            break;
        }
        let short = summary(*id);
        length = length - cost(entry) + cost(&short);
        *entry = short;
    }
    while length > room
        && let Some(oldest) = entries.pop()
    {
        length -= cost(&oldest);
    }
    entries
}

/// With what parts it from the next one.
fn cost(entry: &Arc<str>) -> usize {
    entry.len() + 1
}

#[cfg(test)]
#[expect(clippy::indexing_slicing, reason = "a wrong index fails the test")]
mod tests {
    use super::*;

    /// Entries of these lengths as whole texts and as summaries, in so much room: lengths of those that are there.
    fn fitted(room: usize, lengths: &[(usize, usize)]) -> Vec<usize> {
        let posts: Vec<PostId> = (0..lengths.len()).collect();
        let text = |length: usize| Arc::from("x".repeat(length));
        let entries = fit(room, &posts, |id| text(lengths[id].0), |id| text(lengths[id].1));
        assert!(entries.iter().map(cost).sum::<usize>() <= room);
        entries.iter().map(|entry| entry.len()).collect()
    }

    #[test]
    fn summaries_take_the_place_of_texts_and_the_oldest_are_left_out() {
        assert_eq!(fitted(33, &[(10, 2), (10, 2), (10, 2)]), [10, 10, 10]);
        assert_eq!(fitted(32, &[(10, 2), (10, 2), (10, 2)]), [10, 10, 2]);
        // From the first long one on, also where a later one would fit.
        assert_eq!(fitted(40, &[(10, 2), (30, 2), (1, 3)]), [10, 2, 3]);
        assert_eq!(fitted(24, &[(10, 2), (10, 2), (10, 2)]), [10, 2, 2]);
        assert_eq!(fitted(9, &[(10, 2), (10, 2), (10, 2)]), [2, 2, 2]);
        assert_eq!(fitted(8, &[(10, 2), (10, 2), (10, 2)]), [2, 2]);
        // A summary may be longer than a short text.
        assert_eq!(fitted(8, &[(2, 6), (10, 6)]), [6]);
        assert_eq!(fitted(0, &[(2, 6)]), [0; 0]);
        assert_eq!(fitted(0, &[]), [0; 0]);
    }
}
