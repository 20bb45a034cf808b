//! What can be found of a post or plain page, and what is shown of it when it is.

use serde::{Deserialize, Serialize};

/// A name, and the last part of the address of its page.
pub type Label = (String, String);

/// A post or plain page. What is written down of it for browsers has short keys.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Address, encoded, from the host's root.
    #[serde(rename = "u")]
    pub href: String,
    /// Headline.
    #[serde(rename = "t")]
    pub title: String,
    /// What the writer says of it; may be empty.
    #[serde(rename = "d", default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// When it was published, in RFC 3339; empty for plain pages.
    #[serde(rename = "n", default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Language (BCP 47).
    #[serde(rename = "l")]
    pub language: String,
    /// Its section; may be empty.
    #[serde(rename = "s", default, skip_serializing_if = "String::is_empty")]
    pub section: String,
    /// Hashtags: label and slug.
    #[serde(rename = "g", default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Label>,
    /// Authors: name and slug.
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Label>,
    /// Its running text: a line for each paragraph, heading, item and caption.
    #[serde(rename = "x")]
    pub text: String,
}

/// What stands before the slug of a tag or of an author among the words: no word begins so.
pub(super) const TAG: char = '#';
pub(super) const AUTHOR: char = '@';
