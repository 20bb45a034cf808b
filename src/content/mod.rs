//! What writers write: posts and pages, their front matter, hashtags, figures and Markdown.

pub mod anchor;
pub mod body;
pub mod captions;
pub mod date;
pub mod document;
pub mod face;
pub mod front_matter;
pub mod hashtag;
pub mod highlight;
pub mod html;
pub mod link;
pub mod live;
pub mod outline;
pub mod plain;
pub mod post;
pub mod recording;
pub mod running_text;
pub mod slug;
pub mod toc;
