//! Names that change with what is in a file, so that a browser may keep the file for ever.

use crate::digest::Digest;

use super::files::Kind;

/// So many hexadecimal digits of a digest stand in a name: 40 bits tell all editions of a file apart.
const DIGITS: usize = 10;

/// The name of a file, with something of its digest: `css/theme.3f9a0c11de.css`, or `logo.png?v=3f9a0c11de` for what is
/// published under its own name alone.
pub(super) fn of(path: &str, kind: Kind, digest: Digest) -> String {
    let mut digits = digest.hex();
    digits.truncate(DIGITS);
    match path.rsplit_once('.').filter(|_| kind != Kind::Other) {
        Some((stem, extension)) => format!("{stem}.{digits}.{extension}"),
        None => format!("{path}?v={digits}"),
    }
}
