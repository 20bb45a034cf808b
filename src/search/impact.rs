//! How much a word says of a document. It follows from the document alone: were it to depend on how long others are, one edit
//! would change what is kept of all.

/// Lower bounds of the steps above the first. `static/js/search.js` knows what each is worth.
const BOUNDS: [f32; 7] = [0.55, 0.85, 1.2, 1.7, 2.4, 3.4, 4.8];

/// A document of so many words is of ordinary length.
const ORDINARY: f32 = 500.0;

/// Where a word stands in a document, and how often.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Places {
    /// In the headline.
    pub(super) title: u16,
    /// Among hashtags, section and authors.
    pub(super) labels: u16,
    /// In the description.
    pub(super) description: u16,
    /// In the text.
    pub(super) text: u16,
}

/// The step, from 0 to 7, of a word in a document of so many words. For the text it is BM25's saturation, with `k1` 1.2 and `b` 0.75.
pub(super) fn impact(places: Places, words: usize) -> u8 {
    let often = f32::from(places.text);
    #[expect(clippy::cast_precision_loss, reason = "a step is coarser than that")]
    let length = (words as f32).min(1e6) / ORDINARY;
    let in_text = often * 2.2 / (often + 1.2 * (0.25 + 0.75 * length));
    let once = |count: u16, worth: f32| if count > 0 { worth } else { 0.0 };
    let whole = in_text + once(places.title, 3.0) + once(places.labels, 1.5) + once(places.description, 0.8);
    BOUNDS.iter().fold(0, |step, bound| step + u8::from(whole >= *bound))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_headline_says_more_than_the_text() {
        let in_text = impact(Places { text: 1, ..Places::default() }, 500);
        let often = impact(Places { text: 12, ..Places::default() }, 500);
        let in_title = impact(Places { title: 1, text: 1, ..Places::default() }, 500);
        let everywhere = impact(Places { title: 1, labels: 1, description: 1, text: 20 }, 500);
        assert!(in_text < often && often < in_title && in_title < everywhere);
        assert_eq!(usize::from(everywhere), BOUNDS.len());
        assert_eq!(impact(Places::default(), 0), 0);
    }

    #[test]
    fn a_word_of_a_long_text_says_less() {
        let in_text = |words| impact(Places { text: 2, ..Places::default() }, words);
        assert!(in_text(5_000) < in_text(500) && in_text(500) < in_text(50));
    }
}
