//! Names that change with what is in a file, so that a browser may keep the file for ever.

use crate::digest::Digest;

use super::files::Kind;

/// So many hexadecimal digits of a digest stand in a name: 40 bits tell all editions of a file apart.
const DIGITS: usize = 10;

/// The name of a file, with something of its digest: `css/theme.3f9a0c11de.css`. What is published under its own name alone has a
/// query: `logo.png` and `?v=3f9a0c11de`.
pub(super) fn of(path: &str, kind: Kind, digest: Digest) -> (String, Option<String>) {
    let mut digits = digest.hex();
    digits.truncate(DIGITS);
    match path.rsplit_once('.').filter(|_| kind != Kind::Other) {
        Some((stem, extension)) => (format!("{stem}.{digits}.{extension}"), None),
        None => (path.to_owned(), Some(format!("?v={digits}"))),
    }
}
