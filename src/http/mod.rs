//! HTTP, as every part needs it that asks or answers: what asks other hosts, and which types files have.

mod agent;
mod media_type;

pub use agent::agent;
pub use media_type::media_type;

/// Of a file under whose name nothing else will ever be published: nobody need ask for it again (RFC 8246).
pub const FOR_EVER: &str = "public, max-age=31536000, immutable";
