//! What kind of article a post is.

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Span, Spanned, nearest};
use crate::yaml::Fields;

/// The kinds of articles that search engines tell apart, after schema.org.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ArticleType {
    /// A report.
    #[default]
    News,
    /// What somebody thinks.
    Opinion,
    /// What lies behind the news.
    Analysis,
    /// A judgement on a product or work.
    Review,
    /// Updates as things happen.
    Live,
}

impl ArticleType {
    pub(super) const ALL: [Self; 5] = [Self::News, Self::Opinion, Self::Analysis, Self::Review, Self::Live];

    /// As front matter and templates write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Opinion => "opinion",
            Self::Analysis => "analysis",
            Self::Review => "review",
            Self::Live => "live",
        }
    }

    /// The type of schema.org.
    #[must_use]
    pub fn schema(self) -> &'static str {
        match self {
            Self::News => "NewsArticle",
            Self::Opinion => "OpinionNewsArticle",
            Self::Analysis => "AnalysisNewsArticle",
            Self::Review => "ReviewNewsArticle",
            Self::Live => "LiveBlogPosting",
        }
    }
}

impl Default for Spanned<ArticleType> {
    fn default() -> Self {
        Self::new(ArticleType::default(), Span::default())
    }
}

/// The key `type`; what is no kind of article is reported, and taken as news.
pub(super) fn read(fields: &mut Fields<'_>) -> Spanned<ArticleType> {
    let Some(text) = fields.text("type") else { return Spanned::default() };
    if let Some(found) = ArticleType::ALL.into_iter().find(|known| known.word() == text.value) {
        return Spanned::new(found, text.span);
    }
    let help = match nearest(&text.value, ArticleType::ALL.into_iter().map(ArticleType::word)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write `news`, `opinion`, `analysis`, `review` or `live`".to_owned(),
    };
    let source = fields.source();
    fields.problems().push(
        Diagnostic::error(format!("`type` cannot be `{}`", text.value))
            .at(source, text.span, "no kind of article")
            .help(help),
    );
    Spanned::default()
}
