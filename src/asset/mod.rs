//! Static files as they are published: style sheets in one with what they import and minified, scripts and fonts also under
//! names that tell their contents. Templates ask for these by `asset()`.

mod addresses;
mod bundle;
mod colours;
mod files;
mod names;
mod press;
#[cfg(feature = "sass")]
mod sass;
pub mod theme;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::config::{BaseUrl, Config};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::digest::{Digest, Parts};
use crate::source::{self, RawFiles};

pub use files::File;
use files::{Files, Kind};
use press::{Press, Pressed};

/// How static files are published.
#[derive(Debug, Clone)]
struct Options {
    /// Style sheets are put together and minified.
    minify: bool,
    /// Names tell contents.
    fingerprint: bool,
    /// For a writer alone: a change of a file is to change no page.
    is_preview: bool,
    base_url: BaseUrl,
}

/// All static files, and what is made of them.
#[derive(Debug)]
pub struct Assets {
    files: Files,
    options: Options,
    stylesheets: BTreeMap<String, Stylesheet>,
    known: KnownStylesheets,
}

#[derive(Debug)]
struct Stylesheet {
    digest: Digest,
    /// Made when it is asked for, if its digest was known.
    css: OnceLock<Arc<str>>,
}

/// The digests of style sheets, for the next build: as long as all that they are made of is the same, they need not be made to
/// be named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownStylesheets {
    /// Of all texts and options.
    key: Digest,
    /// Digests of other files that are named in style sheets.
    named: Vec<(String, Digest)>,
    /// Style sheets that are named in others, and are no parts of them.
    imported: Vec<String>,
    /// By the paths that they are published under.
    stylesheets: Vec<(String, Digest)>,
}

/// A file to be published.
#[derive(Debug, Clone)]
pub enum Published<'a> {
    /// A copy.
    Copy(&'a File),
    /// A style sheet that is made of this file.
    Stylesheet(&'a File),
}

impl Assets {
    /// Reads the static files of a site over those of the theme. What is wrong is reported. In a preview, names do not tell
    /// contents. `known` is what the build before knew, if there was nothing to say of these files.
    pub fn read(
        own: &RawFiles,
        config: &Config,
        is_preview: bool,
        known: Option<&KnownStylesheets>,
        problems: &mut Diagnostics,
    ) -> Self {
        let is_made = config.assets.minify || config.assets.fingerprint;
        let files = Files::new(own, &config.theme, is_made, problems);
        if let Some(place) = config.theme.place.filter(|_| !files.is_of_theme(colours::PATH)) {
            problems.push(colours::twice(&config.site_source, place));
        }
        let options = Options {
            minify: config.assets.minify,
            fingerprint: config.assets.fingerprint && !is_preview,
            is_preview,
            base_url: config.base_url.clone(),
        };
        if !is_made {
            return Self { files, options, stylesheets: BTreeMap::new(), known: KnownStylesheets::default() };
        }
        let key = key(&files, &options);
        let is_named_so = |(path, digest): &(String, Digest)| files.digest(path) == Some(*digest);
        if let Some(known) = known.filter(|known| known.key == key && known.named.iter().all(is_named_so)) {
            let of_digest = |digest| Stylesheet { digest, css: OnceLock::new() };
            let stylesheets =
                known.stylesheets.iter().map(|(path, digest)| (path.clone(), of_digest(*digest))).collect();
            return Self { files, options, stylesheets, known: known.clone() };
        }
        let mut press = Press::new(&files, &options, problems);
        let paths = files.all().filter(|(_, _, kind)| *kind == Kind::Stylesheet).map(|(path, _, _)| path);
        let pressed: Vec<(String, Pressed)> =
            paths.filter_map(|path| Some((path.to_owned(), press.press(path)?))).collect();
        let known = KnownStylesheets {
            key,
            named: press.named.into_iter().collect(),
            imported: press.imported.into_iter().collect(),
            stylesheets: pressed.iter().map(|(path, pressed)| (path.clone(), pressed.digest)).collect(),
        };
        let made = |Pressed { digest, css }| Stylesheet { digest, css: OnceLock::from(css) };
        let stylesheets = pressed.into_iter().map(|(path, pressed)| (path, made(pressed))).collect();
        Self { files, options, stylesheets, known }
    }

    /// What the next build may know.
    #[must_use]
    pub fn known(&self) -> &KnownStylesheets {
        &self.known
    }

    /// Whether names do not tell contents, since the writer alone sees them.
    #[must_use]
    pub fn is_preview(&self) -> bool {
        self.options.is_preview
    }

    /// Every file under its own name: the path that it is published under, that of its source below `static/`, and what it is.
    pub fn published(&self) -> impl Iterator<Item = (&str, &str, Published<'_>)> {
        self.files.all().filter_map(|(path, from, kind)| {
            let file = self.files.file(from)?;
            let is_made = kind == Kind::Stylesheet && self.stylesheets.contains_key(path);
            Some((path, from, if is_made { Published::Stylesheet(file) } else { Published::Copy(file) }))
        })
    }

    /// All paths under which files are published.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.paths()
    }

    /// Whether a file is published under a path.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        self.files.published(path).is_some()
    }

    /// The other path under which a file is published for those who ask for it by [`Assets::url`], if there is one. It
    /// `is_asked_for`, or a style sheet names it.
    #[must_use]
    pub fn lasting_path(&self, path: &str, is_asked_for: bool) -> Option<String> {
        let is_path = |named: &str| named.cmp(path);
        let is_named = || {
            self.known.named.binary_search_by(|(named, _)| is_path(named)).is_ok()
                || self.known.imported.binary_search_by(|named| is_path(named)).is_ok()
        };
        if !is_asked_for && !is_named() {
            return None;
        }
        let kind = self.files.published(path).filter(|kind| *kind != Kind::Other)?;
        self.options.fingerprint.then(|| Some(names::of(path, kind, self.digest(path)?).0))?
    }

    /// The address of the file that is published under a path, which changes with what is in the file: a path from the host's
    /// root, encoded. None if there is no such file.
    #[must_use]
    pub fn url(&self, path: &str) -> Option<String> {
        let kind = self.files.published(path)?;
        let plain = || self.options.base_url.rooted(path);
        let Some(digest) = self.options.fingerprint.then(|| self.digest(path)).flatten() else { return Some(plain()) };
        let (name, query) = names::of(path, kind, digest);
        Some(self.options.base_url.rooted(&name) + &query.unwrap_or_default())
    }

    /// What `integrity` of a link to a file is (Subresource Integrity): its SHA-384 digest. Empty in a preview. None if there is
    /// no such file.
    ///
    /// # Errors
    /// If the file cannot be read.
    #[must_use]
    pub fn integrity(&self, path: &str) -> Option<Result<String, Diagnostic>> {
        self.files.published(path)?;
        if self.options.is_preview {
            return Some(Ok(String::new()));
        }
        Some(self.bytes(path).map(|bytes| {
            let digest = ring::digest::digest(&ring::digest::SHA384, &bytes);
            format!("sha384-{}", STANDARD.encode(digest))
        }))
    }

    /// Digest of what is published under a path, if it is there and can be read.
    #[must_use]
    pub fn digest(&self, path: &str) -> Option<Digest> {
        match self.stylesheets.get(path) {
            Some(stylesheet) => Some(stylesheet.digest),
            None => self.files.digest(path),
        }
    }

    /// The text of the style sheet that is published under a path.
    ///
    /// # Errors
    /// If it is not as it was when the build began.
    pub fn css(&self, path: &str) -> Result<Arc<str>, Diagnostic> {
        let changed =
            || Diagnostic::error(format!("`{path}` was changed while the site was built")).help("build again");
        let stylesheet = self.stylesheets.get(path).ok_or_else(changed)?;
        if let Some(css) = stylesheet.css.get() {
            return Ok(css.clone());
        }
        // There was nothing to say of it when it was made of the same.
        let pressed = Press::new(&self.files, &self.options, &mut Diagnostics::new()).press(path);
        let pressed = pressed.filter(|pressed| pressed.digest == stylesheet.digest).ok_or_else(changed)?;
        Ok(stylesheet.css.get_or_init(|| pressed.css).clone())
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>, Diagnostic> {
        if self.stylesheets.contains_key(path) {
            return self.css(path).map(|css| css.as_bytes().to_vec());
        }
        match self.files.from(path) {
            Some(File::Own(file)) => source::read_bytes(&file.absolute),
            Some(File::Theme(bytes)) => Ok(bytes.clone().into_owned()),
            None => Ok(Vec::new()),
        }
    }
}

/// Digest of all that style sheets are made of, but for what else they name.
fn key(files: &Files, options: &Options) -> Digest {
    let mut parts = Parts::new();
    parts.mark(u8::from(options.minify)).mark(u8::from(options.fingerprint)).text(options.base_url.path());
    for (path, digest) in files.texts() {
        parts.text(path).digest(digest);
    }
    parts.finish()
}
