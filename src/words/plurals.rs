//! Which form of a text a number takes, as the Unicode CLDR has it for each language.

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesPreferences};

/// The categories by name, as files have them.
const CATEGORIES: [(&str, PluralCategory); 6] = [
    ("zero", PluralCategory::Zero),
    ("one", PluralCategory::One),
    ("two", PluralCategory::Two),
    ("few", PluralCategory::Few),
    ("many", PluralCategory::Many),
    ("other", PluralCategory::Other),
];

/// The plural rules of a language.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Plurals {
    preferences: Option<PluralRulesPreferences>,
}

impl Plurals {
    /// Of a language tag; of one that is none, all numbers take one form.
    pub(super) fn of(language: &str) -> Self {
        Self { preferences: Locale::try_from_str(language).ok().map(Into::into) }
    }

    /// Looking them up costs next to nothing; they cannot be kept for several threads.
    fn rules(self) -> Option<PluralRules> {
        PluralRules::try_new_cardinal(self.preferences?).ok()
    }

    /// The category of a number.
    pub(super) fn category(self, number: u64) -> PluralCategory {
        self.rules().map_or(PluralCategory::Other, |rules| rules.category_for(number))
    }

    /// The names of all categories that the language has.
    pub(super) fn names(self) -> Vec<&'static str> {
        let of_language: Vec<PluralCategory> =
            self.rules().map_or_else(|| vec![PluralCategory::Other], |rules| rules.categories().collect());
        CATEGORIES.iter().filter(|(_, category)| of_language.contains(category)).map(|(name, _)| *name).collect()
    }
}

/// The name of a category.
pub(super) fn name(category: PluralCategory) -> &'static str {
    CATEGORIES.iter().find(|(_, known)| *known == category).map_or("other", |(name, _)| name)
}

/// The category of a name.
pub(super) fn category(name: &str) -> Option<PluralCategory> {
    CATEGORIES.iter().find(|(known, _)| *known == name).map(|(_, category)| *category)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_the_categories_of_the_cldr() {
        for (language, expected) in [
            ("en", "one other"),
            ("fr", "one many other"),
            ("pl", "one few many other"),
            ("ja", "other"),
            ("ar", "zero one two few many other"),
            ("he", "one two other"),
            ("no language", "other"),
        ] {
            assert_eq!(Plurals::of(language).names().join(" "), expected, "{language}");
        }
    }
}
