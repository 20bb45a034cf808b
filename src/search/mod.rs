//! Search on the static site alone: an index in small files, of which a browser fetches those that a query needs
//! (`static/js/search.js`). `docs/search.md` describes it for those who use it.
//!
//! - The **directory** says how many documents there are, when they were published, and which shards there are.
//! - A **shard** has some roots, the forms that begin with each, and the documents in which they stand ([`Index`]).
//! - A **piece** has what is shown of a few documents, and their text, for the words around a find ([`piece`]).
//! - The **filters** are all tags and authors.
//!
//! Documents are numbered: plain pages first, then posts, oldest first, so that a new post changes no other's number. All that is
//! kept of a document follows from it alone, so that an edit changes only the shards with the words that it changed.

mod code;
mod document;
mod impact;
mod index;
mod numbers;
mod shard;
mod stems;
mod terms;
mod words;

pub use code::Code;
pub use document::{Document, Label};
pub use index::{Bytes, Change, Dates, Index, Shard};
pub use terms::{Term, Terms, of_document as terms_of};

/// So many posts are in one piece.
pub const POSTS_IN_PIECE: usize = 2;

/// A piece: documents as JSON, deflated (RFC 1951).
#[must_use]
pub fn piece(documents: &[Document]) -> Vec<u8> {
    // Texts alone: it cannot fail.
    shard::deflate(&serde_json::to_vec(documents).unwrap_or_default())
}

/// Reads a piece; none if it is none.
#[must_use]
pub fn documents_of(piece: &[u8]) -> Option<Vec<Document>> {
    serde_json::from_slice(&shard::inflate(piece)?).ok()
}
