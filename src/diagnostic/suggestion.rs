//! "Did you mean": the nearest of the known words.

/// The candidate closest to `word`, if it is close enough to have been meant.
///
/// Damerau–Levenshtein distance over the lower-cased words; at most a third of the longer word may differ. Ties go to
/// the first candidate.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| {
            let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
            (distance, candidate)
        })
        .filter(|(distance, candidate)| {
            let longer = candidate.chars().count().max(lower.chars().count());
            *distance <= (longer / 3).max(1)
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant_and_nothing_far_off() {
        let keys = ["title", "date", "hashtags", "description"];
        assert_eq!(nearest("tilte", keys), Some("title"));
        assert_eq!(nearest("Hashtag", keys), Some("hashtags"));
        assert_eq!(nearest("colour", keys), None);
    }
}
