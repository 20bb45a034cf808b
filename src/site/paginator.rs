//! Cutting a list of posts into pages.

/// One page of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paginator {
    /// Which page, from 1.
    pub number: usize,
    /// How many there are, at least 1.
    pub total_pages: usize,
    /// Posts of the whole list.
    pub total_posts: usize,
    /// Posts on a full page.
    pub per_page: usize,
}

impl Paginator {
    /// All pages of a list of `total_posts`; an empty list has one, empty page.
    pub fn all(total_posts: usize, per_page: usize) -> impl Iterator<Item = Self> {
        let per_page = per_page.max(1);
        let total_pages = total_posts.div_ceil(per_page).max(1);
        (1..=total_pages).map(move |number| Self { number, total_pages, total_posts, per_page })
    }

    /// The part of the list that stands on this page.
    pub fn slice<'p, T>(&self, posts: &'p [T]) -> &'p [T] {
        let start = (self.number - 1) * self.per_page;
        let end = (start + self.per_page).min(posts.len());
        posts.get(start..end).unwrap_or_default()
    }

    /// Path of a page of the list that stands at `base` (a site path that is empty or ends in a slash).
    #[must_use]
    pub fn path(base: &str, number: usize) -> String {
        if number <= 1 { base.to_owned() } else { format!("{base}page/{number}/") }
    }

    /// The numbers to offer: the first, the last, two on either side of this one; none for a gap.
    #[must_use]
    pub fn window(&self) -> Vec<Option<usize>> {
        let from = self.number.saturating_sub(2).max(1);
        let to = (self.number + 2).min(self.total_pages);
        let mut numbers = Vec::with_capacity(9);
        if from > 1 {
            numbers.push(Some(1));
        }
        match from {
            0..=2 => {}
            3 => numbers.push(Some(2)),
            _ => numbers.push(None),
        }
        numbers.extend((from..=to).map(Some));
        match self.total_pages - to {
            0 | 1 => {}
            2 => numbers.push(Some(to + 1)),
            _ => numbers.push(None),
        }
        if to < self.total_pages {
            numbers.push(Some(self.total_pages));
        }
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_post_stands_on_exactly_one_page() {
        for total in [0, 1, 9, 10, 11, 95] {
            let posts: Vec<usize> = (0..total).collect();
            let shown: Vec<usize> = Paginator::all(total, 10).flat_map(|page| page.slice(&posts).to_vec()).collect();
            assert_eq!(shown, posts);
        }
        assert_eq!(Paginator::all(0, 10).count(), 1);
    }

    #[test]
    fn the_window_has_both_ends_and_marks_gaps() {
        let window = |number| Paginator { number, total_pages: 20, total_posts: 200, per_page: 10 }.window();
        assert_eq!(window(1), [Some(1), Some(2), Some(3), None, Some(20)]);
        assert_eq!(window(5), [Some(1), Some(2), Some(3), Some(4), Some(5), Some(6), Some(7), None, Some(20)]);
        assert_eq!(window(20), [Some(1), None, Some(18), Some(19), Some(20)]);
    }
}
