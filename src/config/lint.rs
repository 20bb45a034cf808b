//! The key `lint` of `site.yaml`: which rules `slugline check` heeds, and how much each counts.

use std::collections::BTreeMap;

use crate::yaml::{Fields, Key, Keys, Kind};

use super::external::{self, ExternalConfig};

/// A rule of good practice that a site can be held to. What breaks one is not wrong: the site is built all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// An image says nothing to those who do not see it.
    AltMissing,
    /// A text for those who do not see an image was taken from elsewhere.
    AltCopied,
    /// The text for those who do not see an image is its caption.
    AltIsCaption,
    /// There is nothing for search engines and lists to show.
    DescriptionMissing,
    /// A headline that others cut.
    TitleTooLong,
    /// The lead image is too small for previews.
    LeadImageSmall,
    /// A time of day without its zone.
    DateWithoutZone,
    /// A date that is yet to come.
    DateInFuture,
    /// A tag that stands on one post.
    TagUsedOnce,
    /// Two tags that are most likely one.
    TagNearDuplicate,
    /// A tag that `tags.yaml` spells in another way.
    TagSpelling,
    /// An image that nothing names.
    ImageOrphaned,
    /// An image of raw HTML that is no file of the site.
    HtmlImageMissing,
    /// A heading two levels below the one before.
    HeadingSkipsLevel,
    /// A heading of the level of the title.
    HeadingLevelOne,
    /// A link to a part of a page that is not there.
    AnchorDead,
    /// A link to another host, where it is not.
    LinkDead,
    /// A link to another host, which moved for good.
    LinkMoved,
    /// A link to another host that does not tell programs.
    LinkRefused,
    /// A link to another host, from which there is no answer.
    LinkUnanswered,
}

/// How much a broken rule counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// The check fails.
    Error,
    /// It is told.
    Warning,
    /// Nobody looks.
    Off,
}

impl Rule {
    /// All rules, in the order in which they are documented.
    pub const ALL: [Self; 20] = [
        Self::AltMissing,
        Self::AltCopied,
        Self::AltIsCaption,
        Self::DescriptionMissing,
        Self::TitleTooLong,
        Self::LeadImageSmall,
        Self::ImageOrphaned,
        Self::HtmlImageMissing,
        Self::DateWithoutZone,
        Self::DateInFuture,
        Self::TagUsedOnce,
        Self::TagNearDuplicate,
        Self::TagSpelling,
        Self::HeadingSkipsLevel,
        Self::HeadingLevelOne,
        Self::AnchorDead,
        Self::LinkDead,
        Self::LinkMoved,
        Self::LinkRefused,
        Self::LinkUnanswered,
    ];

    /// As reports and `site.yaml` name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AltMissing => "alt-missing",
            Self::AltCopied => "alt-copied",
            Self::AltIsCaption => "alt-is-caption",
            Self::DescriptionMissing => "description-missing",
            Self::TitleTooLong => "title-too-long",
            Self::LeadImageSmall => "lead-image-small",
            Self::DateWithoutZone => "date-without-zone",
            Self::DateInFuture => "date-in-future",
            Self::TagUsedOnce => "tag-used-once",
            Self::TagNearDuplicate => "tag-near-duplicate",
            Self::TagSpelling => "tag-spelling",
            Self::ImageOrphaned => "image-orphaned",
            Self::HtmlImageMissing => "html-image-missing",
            Self::HeadingSkipsLevel => "heading-skips-level",
            Self::HeadingLevelOne => "heading-level-one",
            Self::AnchorDead => "anchor-dead",
            Self::LinkDead => "link-dead",
            Self::LinkMoved => "link-moved",
            Self::LinkRefused => "link-refused",
            Self::LinkUnanswered => "link-unanswered",
        }
    }

    /// Whether others have to be asked for it.
    #[must_use]
    pub fn is_external(self) -> bool {
        matches!(self, Self::LinkDead | Self::LinkMoved | Self::LinkRefused | Self::LinkUnanswered)
    }

    /// How much it counts where the site says nothing. The page is what its writer meant, so most are warnings.
    fn default_level(self, has_timezone: bool) -> Level {
        match self {
            Self::AnchorDead | Self::LinkDead => Level::Error,
            // With a zone in `site.yaml`, a time without one says what is meant.
            Self::DateWithoutZone if has_timezone => Level::Off,
            _ => Level::Warning,
        }
    }
}

/// Which rules are heeded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LintConfig {
    levels: BTreeMap<Rule, Level>,
    /// How links to other hosts are checked.
    pub external: ExternalConfig,
}

impl LintConfig {
    /// How much a rule counts; `has_timezone` says whether the site names its zone.
    #[must_use]
    pub(super) fn level(&self, rule: Rule, has_timezone: bool) -> Level {
        self.levels.get(&rule).copied().unwrap_or_else(|| rule.default_level(has_timezone))
    }
}

/// How much a rule can count, in words.
const LEVELS: [(&str, Level); 3] = [("error", Level::Error), ("warning", Level::Warning), ("off", Level::Off)];

const LEVEL: Kind = Kind::Word(|| LEVELS.map(|(word, _)| word).to_vec());

/// Of `lint`.
pub(super) const KEYS: Keys = &[
    Key::new("alt-missing", LEVEL, "An image says nothing to those who do not see it"),
    Key::new("alt-copied", LEVEL, "A text for those who do not see an image was taken from elsewhere"),
    Key::new("alt-is-caption", LEVEL, "The text for those who do not see an image is its caption"),
    Key::new("description-missing", LEVEL, "There is nothing for search engines and lists to show"),
    Key::new("title-too-long", LEVEL, "A headline that others cut"),
    Key::new("lead-image-small", LEVEL, "The lead image is too small for previews"),
    Key::new("image-orphaned", LEVEL, "An image that nothing names"),
    Key::new("html-image-missing", LEVEL, "An image of raw HTML that is no file of the site"),
    Key::new("date-without-zone", LEVEL, "A time of day without its zone"),
    Key::new("date-in-future", LEVEL, "A date that is yet to come"),
    Key::new("tag-used-once", LEVEL, "A tag that stands on one post"),
    Key::new("tag-near-duplicate", LEVEL, "Two tags that are most likely one"),
    Key::new("tag-spelling", LEVEL, "A tag that `tags.yaml` spells in another way"),
    Key::new("heading-skips-level", LEVEL, "A heading two levels below the one before"),
    Key::new("heading-level-one", LEVEL, "A heading of the level of the title"),
    Key::new("anchor-dead", LEVEL, "A link to a part of a page that is not there"),
    Key::new("link-dead", LEVEL, "A link to another host, where it is not"),
    Key::new("link-moved", LEVEL, "A link to another host, which moved for good"),
    Key::new("link-refused", LEVEL, "A link to another host that does not tell programs"),
    Key::new("link-unanswered", LEVEL, "A link to another host, from which there is no answer"),
    Key::new("external", Kind::Map(external::KEYS), "How links to other hosts are checked"),
];

pub(super) fn read(fields: &mut Fields<'_>) -> LintConfig {
    fields.expect(KEYS);
    let level = |rule: Rule| Some((rule, fields.word(rule.name(), &LEVELS)?));
    let levels = Rule::ALL.into_iter().filter_map(level).collect();
    LintConfig { levels, external: fields.mapping("external", external::read) }
}
