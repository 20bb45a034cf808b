//! The fingerprint of an output: a digest of all that it is made from. Two outputs of one path with one fingerprint have the
//! same bytes, so the second need not be made.

use serde::{Deserialize, Serialize};

use crate::digest::{Digest, Parts};
use crate::template::VARIABLES;

/// What a fingerprint is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Ingredient {
    /// The file that is copied, or the bytes themselves.
    Source,
    /// The sources of the template and of all that take part in it.
    Templates,
    /// A variable that the template can read: its place in [`VARIABLES`].
    Variable(u8),
    /// What a feed shows of its posts.
    Entries,
    /// What the template can learn of static files.
    Assets,
    /// The site's language and its own words, if it says any.
    Words,
    /// The site's own fonts, if text is set.
    Fonts,
    /// That the page is minified.
    Minifying,
    /// The body of a post or page, which is apart from the rest of `page`.
    Body,
}

impl Ingredient {
    /// The ingredient that a variable is.
    #[must_use]
    pub fn variable(name: &str) -> Self {
        let place = VARIABLES.iter().position(|known| *known == name).unwrap_or(VARIABLES.len());
        Self::Variable(u8::try_from(place).unwrap_or(u8::MAX))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Templates => "templates",
            Self::Variable(place) => VARIABLES.get(usize::from(place)).copied().unwrap_or("another variable"),
            Self::Entries => "entries",
            Self::Assets => "static files",
            Self::Words => "words",
            Self::Fonts => "social_cards.fonts",
            Self::Minifying => "minify_html",
            Self::Body => "page.content",
        }
    }
}

/// A digest of all that an output is made from, and something of each part, to tell which one changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    whole: Digest,
    parts: Vec<(Ingredient, u64)>,
}

impl Fingerprint {
    /// Of the digests of all ingredients.
    #[must_use]
    pub fn of(ingredients: &[(Ingredient, Digest)]) -> Self {
        let mut whole = Parts::new();
        for (ingredient, digest) in ingredients {
            whole.text(ingredient.name()).digest(*digest);
        }
        let parts = ingredients.iter().map(|(ingredient, digest)| (*ingredient, digest.half())).collect();
        Self { whole: whole.finish(), parts }
    }

    /// Whether it is the same output.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.whole == other.whole
    }

    /// What is not as it was in the fingerprint of an earlier build.
    #[must_use]
    pub fn difference(&self, former: &Self) -> Vec<Ingredient> {
        let mut changed: Vec<Ingredient> = Vec::new();
        let sides = [(&self.parts, &former.parts), (&former.parts, &self.parts)];
        for (ours, theirs) in sides {
            changed.extend(ours.iter().filter(|part| !theirs.contains(part)).map(|(ingredient, _)| *ingredient));
        }
        changed.sort_unstable();
        changed.dedup();
        changed
    }
}

/// Why an output was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// There was none.
    New,
    /// There was one, but its file is gone.
    Missing,
    /// Somebody else changed the file.
    Altered,
    /// Something of what it is made from changed.
    Changed(Vec<Ingredient>),
    /// There is no such output any more: it was removed.
    Removed,
}

impl std::fmt::Display for Reason {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::New => f.write_str("new"),
            Self::Missing => f.write_str("the file is missing"),
            Self::Altered => f.write_str("the file was altered"),
            Self::Removed => f.write_str("no longer part of the site"),
            Self::Changed(ingredients) if ingredients.contains(&Ingredient::Templates) => {
                f.write_str("its templates changed")
            }
            Self::Changed(ingredients) if ingredients.contains(&Ingredient::Entries) => {
                f.write_str("its entries changed")
            }
            Self::Changed(ingredients) if ingredients.contains(&Ingredient::Source) => {
                f.write_str("its source changed")
            }
            Self::Changed(ingredients) => {
                let name = |ingredient: &Ingredient| match ingredient {
                    Ingredient::Assets | Ingredient::Words => ingredient.name().to_owned(),
                    named => format!("`{}`", named.name()),
                };
                let names: Vec<String> = ingredients.iter().map(name).collect();
                write!(f, "{} changed", names.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_named() {
        let of = |config: &str, page: &str| {
            Fingerprint::of(&[
                (Ingredient::variable("config"), Digest::of(config.as_bytes())),
                (Ingredient::variable("page"), Digest::of(page.as_bytes())),
            ])
        };
        let difference = of("a", "b").difference(&of("a", "c"));
        assert_eq!(Reason::Changed(difference).to_string(), "`page` changed");
        let difference = of("a", "b").difference(&of("b", "c"));
        assert_eq!(Reason::Changed(difference).to_string(), "`config`, `page` changed");
        assert!(of("a", "b").is(&of("a", "b")));
        assert!(!of("a", "b").is(&of("b", "a")));
    }

    #[test]
    fn an_ingredient_that_came_or_went_is_a_change() {
        let without = Fingerprint::of(&[]);
        let with = Fingerprint::of(&[(Ingredient::variable("now"), Digest::of(b"now"))]);
        assert!(!with.is(&without));
        assert_eq!(without.difference(&with), with.difference(&without));
        assert_eq!(Reason::Changed(with.difference(&without)).to_string(), "`now` changed");
    }
}
