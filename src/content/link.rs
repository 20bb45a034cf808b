//! What a link's destination means.

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

/// A destination, told apart by its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination<'a> {
    /// Nothing at all.
    Empty,
    /// `https://…`, `mailto:…`, `//host/…`: elsewhere.
    External {
        /// The part before the colon, lower case; empty for `//host`.
        scheme: String,
    },
    /// `#part` of the same page; decoded.
    Fragment(String),
    /// A source file of the site, `other-post.md#part`.
    Source {
        /// Path from the content folder, normalized.
        path: String,
        /// Decoded, without `#`.
        fragment: Option<&'a str>,
    },
    /// A path from the site's root, as the site will have it.
    Rooted {
        /// Without the slash before it, without query and fragment, decoded.
        path: String,
        /// Query and fragment as written.
        rest: &'a str,
    },
    /// A path beside the file.
    Relative {
        /// Path from the content folder, normalized; none if it climbs out of it.
        path: Option<String>,
        /// Query and fragment as written.
        rest: &'a str,
    },
}

impl<'a> Destination<'a> {
    /// Reads a destination that stands in a file of `folder` (a path from the content folder, empty or with a slash at its
    /// end).
    #[must_use]
    pub fn of(dest: &'a str, folder: &str) -> Self {
        if dest.is_empty() {
            return Self::Empty;
        }
        if let Some(fragment) = dest.strip_prefix('#') {
            return Self::Fragment(decode(fragment));
        }
        if dest.starts_with("//") {
            return Self::External { scheme: String::new() };
        }
        if let Some(scheme) = scheme(dest) {
            return Self::External { scheme };
        }
        let end = dest.find(['?', '#']).unwrap_or(dest.len());
        let (path, rest) = dest.split_at(end);
        let decoded = decode(path);
        let is_source = has_extension(&decoded, "md");
        if let Some(rooted) = decoded.strip_prefix('/') {
            if is_source && let Some(path) = normalize("", rooted) {
                return Self::Source { path, fragment: fragment(rest) };
            }
            return Self::Rooted { path: composed(rooted), rest };
        }
        match normalize(folder, &decoded) {
            Some(path) if is_source => Self::Source { path, fragment: fragment(rest) },
            path => Self::Relative { path, rest },
        }
    }
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn fragment(rest: &str) -> Option<&str> {
    let (_, fragment) = rest.split_once('#')?;
    (!fragment.is_empty()).then_some(fragment)
}

/// The scheme of a URL (RFC 3986, at least two letters so that `C:` is none).
fn scheme(dest: &str) -> Option<String> {
    // Browsers drop these before they look (WHATWG URL Standard, basic URL parser).
    let (scheme, _) = dest.trim_start_matches(|c: char| c <= ' ').split_once(':')?;
    let scheme: String = scheme.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let well_formed = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    well_formed.then(|| scheme.to_ascii_lowercase())
}

/// Whether a path ends in `.extension`, in any case.
#[must_use]
pub fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(stem, found)| !stem.is_empty() && found.eq_ignore_ascii_case(extension))
}

/// Joins a path to a folder, taking out `.` and `..`; none if it climbs above the root.
#[must_use]
pub fn normalize(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    Some(composed(&parts.join("/")))
}

/// A path in the Unicode form that paths are compared in (NFC): file systems and keyboards differ in theirs.
#[must_use]
pub fn composed(path: &str) -> String {
    if path.is_ascii() { path.to_owned() } else { path.nfc().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn destinations_are_told_apart() {
        let of = |dest| Destination::of(dest, "posts/");
        assert_eq!(of(""), Destination::Empty);
        assert_eq!(of("#a%20b"), Destination::Fragment("a b".to_owned()));
        assert_eq!(of("HTTPS://x.example/#y"), Destination::External { scheme: "https".to_owned() });
        assert_eq!(of("../about.md#who"), Destination::Source { path: "about.md".to_owned(), fragment: Some("who") });
        assert_eq!(
            of("/posts/my%20post.md"),
            Destination::Source { path: "posts/my post.md".to_owned(), fragment: None }
        );
        assert_eq!(of("/tags/ai/?x#y"), Destination::Rooted { path: "tags/ai/".to_owned(), rest: "?x#y" });
        assert_eq!(
            of("images/./a.png"),
            Destination::Relative { path: Some("posts/images/a.png".to_owned()), rest: "" }
        );
        assert_eq!(of("../../etc/passwd"), Destination::Relative { path: None, rest: "" });
    }
}
