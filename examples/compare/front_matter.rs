//! The front matter of a post.

use std::collections::BTreeMap;

use serde::Deserialize;
use slugline::content::hashtag::split_list;

/// The keys that the corpus uses.
#[derive(Deserialize)]
pub struct FrontMatter {
    /// The headline.
    pub title: String,
    /// With time and offset.
    pub date: Option<String>,
    /// A key of `authors.yaml`.
    pub author: Option<String>,
    /// Several such keys.
    #[serde(default)]
    pub authors: Vec<String>,
    /// The standfirst.
    pub description: String,
    /// A section's name.
    pub section: Option<String>,
    /// A series' name.
    pub series: Option<String>,
    /// Whether the front page shows it first.
    #[serde(default)]
    pub featured: bool,
    /// Without those of the body.
    pub hashtags: Option<Hashtags>,
    /// The picture above the body.
    pub image: Option<LeadImage>,
    /// By the pictures' paths or file names.
    #[serde(default)]
    pub captions: BTreeMap<String, Caption>,
}

/// A list, or a line of hashtags.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Hashtags {
    /// Without `#`.
    List(Vec<String>),
    /// With `#`.
    Text(String),
}

/// A picture that front matter names.
#[derive(Deserialize)]
pub struct LeadImage {
    /// Its path from the post.
    pub src: String,
    /// What it shows.
    pub alt: String,
    /// In Markdown.
    pub caption: Option<String>,
    /// Whom to thank.
    pub credit: Option<String>,
}

/// A caption alone, or with a credit.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Caption {
    /// In Markdown.
    Text(String),
    /// Each may be missing.
    Parts {
        /// In Markdown.
        caption: Option<String>,
        /// Whom to thank.
        credit: Option<String>,
    },
}

/// A caption and whom to thank for the image.
#[derive(Clone, Default)]
pub struct Words {
    /// In Markdown.
    pub caption: Option<String>,
    /// A name.
    pub credit: Option<String>,
}

/// Front matter and body of a Markdown file.
pub fn split(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("---\n")?.split_once("\n---\n")
}

/// Captions may name a picture by its file name alone.
pub fn rooted(src: String) -> String {
    if src.contains('/') { src } else { format!("images/{src}") }
}

impl Hashtags {
    /// The names, without `#`.
    pub fn into_list(self) -> Vec<String> {
        match self {
            Self::List(tags) => tags,
            Self::Text(text) => {
                let ranges = split_list(&text);
                ranges.into_iter().map(|range| text[range].to_owned()).collect()
            }
        }
    }
}

impl Caption {
    /// Both ways in one.
    pub fn into_words(self) -> Words {
        match self {
            Self::Text(text) => Words { caption: Some(text), credit: None },
            Self::Parts { caption, credit } => Words { caption, credit },
        }
    }
}
