//! Related posts: those that share a post's rarest tags, older ones first.
//!
//! How rare a tag is, and which posts are looked at, is told from the posts that came before. So a new post changes the
//! choice of none but those that have too few older posts to show.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::scores::Scores;
use super::{PostId, Tags};

/// So many are shown.
const SHOWN: usize = 3;

/// So many older posts of each tag are looked at, which bounds the cost of a tag that every post has.
const REACH: usize = 32;

/// For each post, given with its tags newest first, those most related.
pub(super) fn of_all(tags: &Tags, post_tags: &[Vec<usize>]) -> Vec<Vec<PostId>> {
    post_tags
        .par_iter()
        .enumerate()
        .map_init(
            || Scores::of(post_tags.len()),
            |scores, (id, of_post)| {
                let mut related = best(scores, tags, id, of_post, Side::Older, SHOWN);
                if related.len() < SHOWN {
                    let missing = SHOWN - related.len();
                    related.extend(best(scores, tags, id, of_post, Side::Newer, missing));
                }
                related
            },
        )
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Older,
    Newer,
}

fn best(scores: &mut Scores, tags: &Tags, id: PostId, of_post: &[usize], side: Side, count: usize) -> Vec<PostId> {
    for tag in of_post.iter().filter_map(|tag| tags.all.get(*tag)) {
        let at = tag.posts.partition_point(|post| *post < id);
        let older = tag.posts.get(at + 1..).unwrap_or_default();
        let score = rarity(older.len());
        let mut add = |post: &PostId| scores.add(*post, score);
        match side {
            Side::Older => older.iter().take(REACH).for_each(&mut add),
            Side::Newer => {
                let newer = tag.posts.get(..at).unwrap_or_default();
                newer.iter().rev().take(REACH).for_each(&mut add);
            }
        }
    }
    let mut ranking: Vec<(u64, PostId)> = scores.take().map(|(post, score)| (score, post)).collect();
    let order = |(score, post): &(u64, PostId)| (Reverse(*score), post.abs_diff(id));
    if ranking.len() > count {
        ranking.select_nth_unstable_by_key(count, order);
        ranking.truncate(count);
    }
    ranking.sort_unstable_by_key(order);
    // By reference: collected from itself, the short list would keep the room of the long one.
    ranking.iter().map(|(_, post)| *post).collect()
}

/// What sharing a tag is worth that so many older posts have: in whole numbers, so that it is the same on every machine.
fn rarity(older: usize) -> u64 {
    const UNIT: u64 = 1 << 20;
    UNIT / (1 + older as u64)
}
