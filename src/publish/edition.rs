//! What is to be published: the outputs of a build.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cache::Cache;
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;

/// The outputs of a build, as they stand in its output folder.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Where they stand.
    pub out: PathBuf,
    /// By path, with the digest of the bytes.
    pub files: BTreeMap<String, Digest>,
}

impl Edition {
    /// What the last build of the site at `root` made in `out`.
    ///
    /// # Errors
    /// If it is not known what it made.
    pub fn built(root: &Path, out: &Path) -> Result<Self, Diagnostic> {
        let manifest = Cache::look(root, out).ok_or_else(|| {
            Diagnostic::error(format!("nobody knows what was built into `{}`", out.display())).help("build again")
        })?;
        let files = manifest.outputs.into_iter().map(|output| (output.path, output.digest)).collect();
        Ok(Self { out: out.to_path_buf(), files })
    }
}

/// Whether a name tells what is in the file, so that pages of a former edition may still ask for it and find the right thing:
/// `theme.3f9a0c11de.css`, `harbour.0f3a5c7e9b1d.800w.webp`.
pub(super) fn is_lasting(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_digest = |part: &str| part.len() >= 10 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts: Vec<&str> = name.split('.').collect();
    parts.len() > 2 && parts.iter().skip(1).take(parts.len() - 2).any(|part| is_digest(part))
}

/// When a file goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turn {
    /// Pictures, style sheets and scripts, which pages ask for.
    Asset,
    /// Pages.
    Page,
    /// Feeds, sitemaps and what else names pages to programs.
    Machine,
}

impl Turn {
    /// The turn of a path.
    pub(super) fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        match extension {
            "html" => Self::Page,
            // Without one: `_headers`, `_redirects`, `CNAME`.
            "xml" | "json" | "txt" | "opml" | "idx" | "" => Self::Machine,
            _ => Self::Asset,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_lasts_and_when_it_goes_out() {
        for (path, lasts, turn) in [
            ("css/theme.3f9a0c11de.css", true, Turn::Asset),
            ("css/theme.css", false, Turn::Asset),
            ("images/harbour.0f3a5c7e9b1d.800w.webp", true, Turn::Asset),
            ("2025/11/deadbeefdead.html", false, Turn::Page),
            ("index.html", false, Turn::Page),
            ("feed.xml", false, Turn::Machine),
            ("_headers", false, Turn::Machine),
            ("search/data/words-0.idx", false, Turn::Machine),
        ] {
            assert_eq!((is_lasting(path), Turn::of(path)), (lasts, turn), "{path}");
        }
    }
}
