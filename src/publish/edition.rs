//! What is to be published: the outputs of a build, and what is packed of them for readers.
#![expect(clippy::disallowed_methods, reason = "this module reads what a build wrote, as it is sent")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::pack::{is_worth_packing, pack};
use crate::cache::Cache;
use crate::config::Encoding;
use crate::diagnostic::Diagnostic;
use crate::digest::Digest;

/// The outputs of a build, as they stand in its output folder.
#[derive(Debug, Clone, Default)]
pub struct Edition {
    /// Where they stand.
    pub out: PathBuf,
    /// By path, with the digest of the bytes.
    pub files: BTreeMap<String, Digest>,
    /// Which of the files are packed from others, and how.
    pub(super) variants: BTreeMap<String, (String, Encoding)>,
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
        Ok(Self { out: out.to_path_buf(), files, variants: BTreeMap::new() })
    }

    /// The same with a packed file beside every text, as servers look for them: `index.html.gz`, `index.html.br`.
    pub(super) fn with_variants(&self, encodings: &[Encoding]) -> Self {
        let mut edition = self.clone();
        for (path, digest) in self.files.iter().filter(|(path, _)| is_worth_packing(path)) {
            for encoding in encodings {
                let variant = format!("{path}.{}", encoding.extension());
                if self.files.contains_key(&variant) {
                    continue;
                }
                edition.files.insert(variant.clone(), packed_digest(*digest, *encoding));
                edition.variants.insert(variant, (path.clone(), *encoding));
            }
        }
        edition
    }

    /// The file that an output stands in; none if it is packed when it is sent.
    pub(super) fn file(&self, path: &str) -> Option<PathBuf> {
        (!self.variants.contains_key(path)).then(|| self.out.join(path))
    }

    /// The bytes of an output, if they are still those of the edition.
    pub(super) fn bytes(&self, path: &str) -> Result<Vec<u8>, Diagnostic> {
        let Some((from, encoding)) = self.variants.get(path) else {
            return read(&self.out, path, self.files.get(path).copied().unwrap_or_default());
        };
        let digest = self.files.get(from).copied().unwrap_or_default();
        Ok(pack(&read(&self.out, from, digest)?, *encoding))
    }

    /// How many bytes outputs have, without those that are packed when they are sent.
    pub(super) fn length<'p>(&self, paths: impl Iterator<Item = &'p String>) -> Result<u64, Diagnostic> {
        let mut length = 0;
        for file in paths.filter_map(|path| self.file(path)) {
            length += fs::metadata(&file).map_err(|error| Diagnostic::io("read", &file, &error))?.len();
        }
        Ok(length)
    }
}

/// What tells a packed file from others, before it is packed.
pub(super) fn packed_digest(of: Digest, encoding: Encoding) -> Digest {
    Digest::of(format!("{} {}", encoding.name(), of.hex()).as_bytes())
}

/// The bytes of an output, if they are still those of the edition.
pub(super) fn read(out: &Path, path: &str, digest: Digest) -> Result<Vec<u8>, Diagnostic> {
    let file = out.join(path);
    let bytes = fs::read(&file).map_err(|error| Diagnostic::io("read", &file, &error))?;
    if Digest::of(&bytes) == digest {
        return Ok(bytes);
    }
    Err(changed_meanwhile(&file))
}

/// A report that somebody wrote to an output.
pub(super) fn changed_meanwhile(file: &Path) -> Diagnostic {
    Diagnostic::error(format!("`{}` was changed while it was published", file.display())).help("publish again")
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
    /// All, in their order.
    pub(super) const ALL: [Self; 3] = [Self::Asset, Self::Page, Self::Machine];

    /// The turn of a path; a packed file has that of the file that it is packed from.
    pub(super) fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".br")).unwrap_or(name);
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
            ("css/theme.3f9a0c11de.css.br", true, Turn::Asset),
            ("css/theme.css", false, Turn::Asset),
            ("images/harbour.0f3a5c7e9b1d.800w.webp", true, Turn::Asset),
            ("2025/11/deadbeefdead.html", false, Turn::Page),
            ("index.html", false, Turn::Page),
            ("index.html.gz", false, Turn::Page),
            ("feed.xml", false, Turn::Machine),
            ("_headers", false, Turn::Machine),
            ("search/data/words-0.idx", false, Turn::Machine),
        ] {
            assert_eq!((is_lasting(path), Turn::of(path)), (lasts, turn), "{path}");
        }
    }

    #[test]
    fn every_text_has_its_packed_files() {
        let digest = Digest::of(b"x");
        let files = ["a.html", "b.jpg", "c.css", "c.css.gz"].map(|path| (path.to_owned(), digest)).into();
        let edition = Edition { files, ..Edition::default() };
        let packed = edition.with_variants(&[Encoding::Gzip, Encoding::Brotli]);
        let paths: Vec<&str> = packed.files.keys().map(String::as_str).collect();
        // What the site has of itself stays.
        assert_eq!(paths, ["a.html", "a.html.br", "a.html.gz", "b.jpg", "c.css", "c.css.br", "c.css.gz"]);
        assert_eq!(packed.file("c.css.gz"), Some("c.css.gz".into()));
        assert_eq!(packed.file("a.html.gz"), None);
    }
}
