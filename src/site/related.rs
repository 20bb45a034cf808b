//! Related posts: those that share a post's rarest tags, older ones first.
//!
//! How rare a tag is, and which posts are looked at, is told from the posts that came before. So a new post changes the
//! choice of none but those that have too few older posts to show.

use std::cmp::Reverse;

use rayon::prelude::*;

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
        .map(|(id, of_post)| {
            let mut related = best(tags, id, of_post, Side::Older, SHOWN);
            if related.len() < SHOWN {
                let missing = SHOWN - related.len();
                related.extend(best(tags, id, of_post, Side::Newer, missing));
            }
            related
        })
        .collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Older,
    Newer,
}

fn best(tags: &Tags, id: PostId, of_post: &[usize], side: Side, count: usize) -> Vec<PostId> {
    let mut scores: Vec<(PostId, u64)> = Vec::with_capacity(of_post.len() * REACH);
    for tag in of_post {
        let Some(tag) = tags.all.get(*tag) else { continue };
        let at = tag.posts.partition_point(|post| *post < id);
        let older = tag.posts.get(at + 1..).unwrap_or_default();
        let score = rarity(older.len());
        let mut add = |post: &PostId| scores.push((*post, score));
        match side {
            Side::Older => older.iter().take(REACH).for_each(&mut add),
            Side::Newer => {
                let newer = tag.posts.get(..at).unwrap_or_default();
                newer.iter().rev().take(REACH).for_each(&mut add);
            }
        }
    }
    scores.sort_unstable_by_key(|(post, _)| *post);
    let mut ranking: Vec<(u64, PostId)> = scores
        .chunk_by(|(a, _), (b, _)| a == b)
        .filter_map(|same| Some((same.iter().map(|(_, score)| score).sum(), same.first()?.0)))
        .collect();
    ranking.sort_unstable_by_key(|(score, post)| (Reverse(*score), post.abs_diff(id)));
    ranking.into_iter().take(count).map(|(_, post)| post).collect()
}

/// What sharing a tag is worth that so many older posts have: in whole numbers, so that it is the same on every machine.
fn rarity(older: usize) -> u64 {
    const UNIT: u64 = 1 << 20;
    UNIT / (1 + older as u64)
}
