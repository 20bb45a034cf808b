//! Redirects that lead to other redirects: in a circle, or in a chain. Whoever follows one has to arrive at once.

use std::collections::{HashMap, HashSet};

use crate::config::RedirectTarget;
use crate::diagnostic::{Diagnostic, Diagnostics};

use super::redirects::{Asked, redirect_file};

/// So many members of a chain or circle are named; of a longer one, the first of them and the last.
const NAMED: usize = 6;

/// Where each redirect leads on, if it leads to another one. Redirects are known by their places in the list of all.
pub(super) struct Chains {
    next: Vec<Option<usize>>,
    /// Circles, each from its first member on.
    circles: Vec<Vec<usize>>,
    /// What follows from each redirect.
    ends: Vec<End>,
}

/// What following a redirect comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// It is part of a circle.
    Circle,
    /// It leads into one.
    IntoCircle,
    /// The last redirect of its chain, and how many redirects the chain has.
    Last(usize, usize),
}

impl Chains {
    /// Follows every redirect; each is looked at once. `known` are the paths of the site's outputs.
    pub(super) fn of(asked: &[Asked], known: &HashSet<&str>) -> Self {
        let by_file: HashMap<String, usize> =
            asked.iter().enumerate().rev().map(|(at, one)| (one.file(), at)).collect();
        let next = |(at, one): (usize, &Asked)| {
            let RedirectTarget::Site { path, .. } = &one.redirect.to else { return None };
            let file = redirect_file(path);
            let next = by_file.get(&file).copied()?;
            // Where a page stands as well, that is reported, and nobody is led on.
            let has_page = known.contains(path.as_str()) || known.contains(file.as_str());
            (next == at || !has_page).then_some(next)
        };
        Self::follow(asked.iter().enumerate().map(next).collect())
    }

    fn follow(next: Vec<Option<usize>>) -> Self {
        let mut ends: Vec<Option<End>> = vec![None; next.len()];
        let mut circles = Vec::new();
        // Where in the present walk a redirect stands.
        let mut place: Vec<Option<usize>> = vec![None; next.len()];
        let lookup = |list: &[Option<usize>], at: usize| list.get(at).copied().flatten();
        for start in 0..next.len() {
            let mut walk = Vec::new();
            let mut here = Some(start);
            let mut end = None;
            while let Some(at) = here {
                end = ends.get(at).copied().flatten();
                if end.is_some() {
                    break;
                }
                if let Some(first) = lookup(&place, at) {
                    let circle = walk.split_off(first);
                    for member in &circle {
                        set(&mut ends, *member, End::Circle);
                    }
                    circles.push(circle);
                    end = Some(End::Circle);
                    break;
                }
                set(&mut place, at, walk.len());
                walk.push(at);
                here = lookup(&next, at);
            }
            for at in walk.into_iter().rev() {
                let of_this = match end {
                    None => End::Last(at, 1),
                    Some(End::Last(last, length)) => End::Last(last, length + 1),
                    Some(End::Circle | End::IntoCircle) => End::IntoCircle,
                };
                set(&mut ends, at, of_this);
                end = Some(of_this);
            }
        }
        Self { next, circles, ends: ends.into_iter().map(|end| end.unwrap_or(End::IntoCircle)).collect() }
    }

    /// Whether a redirect leads to another one.
    pub(super) fn leads_on(&self, at: usize) -> bool {
        self.next(at).is_some()
    }

    /// Whether a redirect is part of a circle.
    pub(super) fn is_in_circle(&self, at: usize) -> bool {
        self.ends.get(at) == Some(&End::Circle)
    }

    fn next(&self, at: usize) -> Option<usize> {
        self.next.get(at).copied().flatten()
    }

    /// Reports every circle once, and every redirect of `site.yaml` that begins a chain. What only leads into a circle follows
    /// from that one.
    pub(super) fn report(&self, asked: &[Asked], problems: &mut Diagnostics) {
        for circle in &self.circles {
            let members: Vec<&Asked> = circle.iter().filter_map(|at| asked.get(*at)).collect();
            problems.extend(a_circle(&members));
        }
        for (at, one) in asked.iter().enumerate() {
            let (Some(End::Last(last, length @ 2..)), true) = (self.ends.get(at), one.to.is_some()) else { continue };
            let first = std::iter::successors(Some(at), |at| self.next(*at)).take(NAMED.min(*length) - 1);
            let named: Vec<&Asked> = first.chain([*last]).filter_map(|at| asked.get(at)).collect();
            problems.extend(a_chain(&named, *length));
        }
    }
}

fn set<T>(list: &mut [Option<T>], at: usize, value: T) {
    if let Some(place) = list.get_mut(at) {
        *place = Some(value);
    }
}

/// ``` `/a/` → `/b/` → … 7 more … → `/c/` ```; the last of the members given is the last of all.
fn arrows(members: &[&Asked], length: usize) -> String {
    let mut names: Vec<String> = members.iter().map(|one| format!("`{}`", one.written())).collect();
    let more = length.saturating_sub(members.len());
    if more > 0 {
        names.insert(names.len().saturating_sub(1), format!("… {more} more …"));
    }
    names.join(" → ")
}

fn a_circle(members: &[&Asked]) -> Option<Diagnostic> {
    let (first, others) = members.split_first()?;
    let from = first.written();
    let action = if first.to.is_some() {
        format!("let `{from}` lead to a page, or take it out of `redirects`")
    } else {
        format!("take `{from}` out of `aliases`")
    };
    if others.is_empty() {
        let diagnostic = Diagnostic::error(format!("`{from}` leads to itself"));
        return Some(diagnostic.at(&first.source, first.from, "nobody would arrive").help(action));
    }
    let (last, between) = others.split_last()?;
    let others: Vec<&Asked> = between.iter().copied().take(NAMED - 2).chain([*last]).collect();
    let named: Vec<&Asked> = std::iter::once(*first).chain(others.iter().copied()).collect();
    let headline = format!("redirects lead round in a circle: {} → `{from}`", arrows(&named, members.len()));
    let mut diagnostic = Diagnostic::error(headline).at(&first.source, first.from, "nobody would arrive");
    for other in others {
        diagnostic = diagnostic.note_at(&other.source, other.from, "and this one leads on");
    }
    Some(diagnostic.help(action))
}

/// `named` are the first of a chain's redirects, and its last.
fn a_chain(named: &[&Asked], length: usize) -> Option<Diagnostic> {
    let (first, others) = named.split_first()?;
    let goal = others.last()?.redirect.to.written();
    let headline = format!("a redirect leads to another one: {} → `{goal}`", arrows(named, length));
    let mut diagnostic =
        Diagnostic::error(headline).at(&first.source, first.to.unwrap_or(first.from), "this leads on as well");
    for other in others {
        diagnostic = diagnostic.note_at(&other.source, other.from, "here");
    }
    Some(diagnostic.help(format!("lead there directly: `{}: {goal}`", first.written())))
}

#[cfg(test)]
mod tests {
    use super::End::{Circle, IntoCircle, Last};
    use super::*;

    #[test]
    fn each_redirect_is_followed_to_its_end() {
        // 0 → 1 → 2, 3 → 1, 4 → 5 → 6 → 5, 7 → 7, 8 alone.
        let chains = Chains::follow(vec![Some(1), Some(2), None, Some(1), Some(5), Some(6), Some(5), Some(7), None]);
        let expected = [Last(2, 3), Last(2, 2), Last(2, 1), Last(2, 3), IntoCircle, Circle, Circle, Circle, Last(8, 1)];
        assert_eq!(chains.ends, expected);
        assert_eq!(chains.circles, [vec![5, 6], vec![7]]);
    }

    #[test]
    fn a_chain_of_a_hundred_thousand_is_followed_once() {
        let length = 100_000;
        let chains = Chains::follow((0..length).map(|at| (at + 1 < length).then_some(at + 1)).collect());
        assert_eq!(chains.ends.first(), Some(&End::Last(length - 1, length)));
    }
}
