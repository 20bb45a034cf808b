//! The program as a whole, on sites of files.
#![allow(clippy::indexing_slicing, reason = "a wrong index fails the test")]
#![allow(clippy::disallowed_methods, reason = "tests make and read files")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a panic fails the test")]

mod floors;
