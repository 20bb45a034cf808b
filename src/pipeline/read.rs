//! Load, parse and index: from files to the site. Sources that an earlier build read are not parsed again.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::asset::{Assets, KnownStylesheets};
use crate::cache::{Input, Manifest};
use crate::config::Config;
use crate::content::link::composed;
use crate::content::post::Content;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::digest::Digest;
use crate::site::{self, Around, Files, Parsed, Site};
use crate::social_card::Fonts;
use crate::source::{self, FileEntry, RawFile, RawFiles, Source};
use crate::template::Templates;
use crate::words::{TRANSLATIONS, Words};

use super::inputs::{CONTENT, Listing, STATIC, TEMPLATES};
use super::{BuildOptions, Clock};

/// A site's own static files: path below `static/`, and where they are.
pub type Statics = RawFiles;

/// Everything that was read.
pub(super) struct Read {
    pub(super) site: Site,
    /// Posts and pages that are left out.
    pub(super) hidden: Vec<Content>,
    pub(super) templates: Templates,
    pub(super) statics: Statics,
    /// How sources were read, in words.
    pub(super) reading: String,
    /// What the clock does around the build's instant.
    pub(super) around: Around,
    /// Digests of the texts, by path from the site's root.
    digests: HashMap<String, Digest>,
    /// All other files, by path from the site's root.
    raw: Vec<(String, Arc<RawFile>)>,
}

impl Read {
    /// What lies beside the sources, by path from the content folder.
    pub(super) fn assets(&self) -> impl Iterator<Item = (&str, &RawFile)> {
        self.raw.iter().filter_map(|(path, file)| Some((path.strip_prefix(CONTENT)?.strip_prefix('/')?, &**file)))
    }

    /// All files that are no texts.
    pub(super) fn raw_files(&self) -> impl Iterator<Item = &RawFile> {
        self.raw.iter().map(|(_, file)| &**file)
    }

    /// Fills in the digests of all files that something depends on.
    pub(super) fn complete(&self, inputs: &mut [Input]) {
        let raw: HashMap<&str, &Arc<RawFile>> = self.raw.iter().map(|(path, file)| (path.as_str(), file)).collect();
        for input in inputs {
            let text = self.digests.get(&input.path).copied();
            let raw = raw.get(input.path.as_str());
            input.digest = text.or_else(|| raw?.used_digest());
            input.image_facts = raw.and_then(|file| file.known_image_facts()).filter(|_| input.digest.is_some());
        }
    }
}

/// Sources that were parsed before.
#[derive(Default)]
pub(super) struct Parsings {
    /// How they were read.
    reading: String,
    /// By path below the content folder.
    by_path: HashMap<String, Content>,
    /// For those that have their texts, so that a file need not be read: the paths of those that changed since, from the
    /// site's root.
    changed: Option<HashSet<String>>,
    /// What is known of style sheets.
    stylesheets: Option<KnownStylesheets>,
}

impl Parsings {
    /// Of a site from the cache; but for those that there was something to say of, which has to be said again.
    pub(super) fn of(site: &Site, hidden: &[Content], manifest: &Manifest) -> Self {
        let Manifest { reading, warnings, .. } = manifest;
        let spoken_of: BTreeSet<&str> = warnings.iter().map(Diagnostic::path).collect();
        let posts = site.posts.iter().map(|entry| Content::Post(entry.post.clone()));
        let pages = site.pages.iter().map(|plain| Content::Page(plain.page.clone()));
        let all = posts.chain(pages).chain(hidden.iter().cloned());
        let quiet = all.filter(|content| !spoken_of.contains(content.document().source.path.as_str()));
        let by_path = quiet.map(|content| (content.document().path.clone(), content)).collect();
        Self { reading: reading.clone(), by_path, changed: None, stylesheets: known_stylesheets(manifest) }
    }

    /// Of a site in memory. `changed` are the files that changed since it was read.
    pub(super) fn in_memory(site: &Site, hidden: &[Content], manifest: &Manifest, changed: HashSet<String>) -> Self {
        Self { changed: Some(changed), ..Self::of(site, hidden, manifest) }
    }

    /// The parsing of a source.
    fn take(&mut self, path: &str) -> Option<Content> {
        self.by_path.remove(path)
    }

    /// Whether the parsing of a file can be used without reading the file.
    fn is_current(&self, path: &str) -> bool {
        self.changed.as_ref().is_some_and(|changed| !changed.contains(path))
    }
}

/// The first half of a build: load, parse, index. What is wrong is reported. Gives the site, its templates, and its own static
/// files by path.
pub fn read(options: &BuildOptions, problems: &mut Diagnostics) -> (Site, Templates, Statics) {
    let listing = Listing::of(&options.root, problems);
    let read = all(options, &listing, &[], Parsings::default(), &mut Clock::start(), problems);
    (read.site, read.templates, read.statics)
}

/// Load and parse alone: the configuration, and every post and page, whatever a build would show of them. What is wrong is
/// reported.
pub fn sources(root: &Path, problems: &mut Diagnostics) -> (Config, Vec<Content>) {
    let listing = Listing::of(root, problems);
    let config = Config::load(root, None, problems);
    let (contents, _) = contents(&listing.markdown, Parsings::default(), &config, problems);
    (config, contents)
}

/// Reads everything. `inputs` are the files with what is known of their digests.
pub(super) fn all(
    options: &BuildOptions,
    listing: &Listing,
    inputs: &[Input],
    parsings: Parsings,
    clock: &mut Clock,
    problems: &mut Diagnostics,
) -> Read {
    // Before it is read: if it changes in between, the next build sees that it did.
    let configuration = listing.configuration.iter().map(|file| (file.path.clone(), file));
    let translations = listing.translations.iter().map(|file| (format!("{TRANSLATIONS}/{}", file.path), file));
    let mut digests: HashMap<String, Digest> = configuration
        .chain(translations)
        .filter_map(|(path, file)| Some((path, source::digest(&file.absolute).ok()?)))
        .collect();
    let config = Config::load(&options.root, options.base_url.as_deref(), problems);
    let reading = reading(&config);
    let stylesheets = parsings.stylesheets.clone();
    let parsings = if parsings.reading == reading { parsings } else { Parsings::default() };
    let (contents, broken) = contents(&listing.markdown, parsings, &config, problems);
    digests.extend(contents.iter().map(|content| {
        let source = &content.document().source;
        (source.path.clone(), source.digest)
    }));
    let known: HashMap<&str, &Input> = inputs.iter().map(|input| (input.path.as_str(), input)).collect();
    let mut raw = Vec::new();
    let mut raw_files = |folder: &str, files: &[FileEntry]| -> RawFiles {
        let file = |file: &FileEntry| {
            let path = format!("{folder}/{}", file.path);
            let known = known.get(path.as_str());
            let digest = known.and_then(|input| input.digest);
            let raw_file =
                RawFile::new(file.absolute.clone(), digest, known.and_then(|input| input.image_facts.clone()));
            raw.push((path, raw_file.clone()));
            (composed(&file.path), raw_file)
        };
        files.iter().map(file).collect()
    };
    let assets = raw_files(CONTENT, &listing.assets);
    let statics = raw_files(STATIC, &listing.statics);
    let published = Assets::read(&statics, &config, options.is_preview, stylesheets.as_ref(), problems);
    let made = published.paths().map(|path| (path.to_owned(), None));
    let own = statics.iter().map(|(path, file)| (path.clone(), Some(file.clone())));
    let files = Files { broken, assets, statics: made.chain(own).collect() };
    let fonts = Arc::new(site::card_fonts(&config, &statics, problems));
    let words = config.words.clone();
    let templates = templates(&listing.templates, Arc::new(published), fonts.clone(), words, problems);
    digests.extend(templates.own().map(|source| (source.path.clone(), source.digest)));
    let is_hidden = |content: &&Content| !options.visibility.shows_content(content, options.now);
    let hidden = contents.iter().filter(is_hidden).cloned().collect();
    let around = site::around(options.now, &contents);
    clock.lap("parse");
    let site = site::index(Parsed { config, contents, files, fonts }, options.now, options.visibility, problems);
    clock.lap("index");
    Read { site, hidden, templates, statics, reading, around, digests, raw }
}

/// All that reading a source depends on, beside the source and the program.
pub(super) fn reading(config: &Config) -> String {
    let zone = config.timezone.iana_name();
    format!("{zone:?} {:?} {:?} {:?}", config.slugs, config.permalink, config.markdown)
}

/// Reads and parses every source, but for those that were parsed before. Gives also the paths of those that cannot be read.
fn contents(
    files: &[FileEntry],
    mut parsings: Parsings,
    config: &Config,
    problems: &mut Diagnostics,
) -> (Vec<Content>, BTreeSet<String>) {
    let files: Vec<(&FileEntry, Option<Content>)> =
        files.iter().map(|file| (file, parsings.take(&file.path))).collect();
    let parsed: Vec<_> = files
        .into_par_iter()
        .map(|(file, before)| {
            let mut found = Diagnostics::new();
            let path = format!("{CONTENT}/{}", file.path);
            let content = match before {
                Some(before) if parsings.is_current(&path) => Some(before),
                before => match source::read(&file.absolute, &path) {
                    Ok(source) => before
                        .and_then(|before| before.with_source(&source))
                        .or_else(|| Content::read(source, &file.path, config, &mut found)),
                    Err(problem) => {
                        found.push(problem);
                        None
                    }
                },
            };
            (file, content, found)
        })
        .collect();
    let mut contents = Vec::with_capacity(parsed.len());
    let mut broken = BTreeSet::new();
    for (file, content, found) in parsed {
        problems.append(found);
        match content {
            Some(content) => contents.push(content),
            None => {
                broken.insert(composed(&file.path));
            }
        }
    }
    (contents, broken)
}

/// What the build before knew of style sheets, unless it had something to say of static files, which has to be said again.
fn known_stylesheets(manifest: &Manifest) -> Option<KnownStylesheets> {
    let is_spoken_of =
        |warning: &Diagnostic| warning.path().strip_prefix(STATIC).is_some_and(|path| path.starts_with('/'));
    (!manifest.warnings.iter().any(is_spoken_of)).then(|| manifest.stylesheets.clone())
}

/// The templates as a build before knew them, for one that makes a few pages, with the static files and fonts that they can ask
/// for. What is wrong is reported.
pub(super) fn templates_as_before(
    listing: &Listing,
    config: &Config,
    options: &BuildOptions,
    manifest: &Manifest,
    problems: &mut Diagnostics,
) -> Templates {
    let file = |file: &FileEntry| {
        let digest = manifest.digest(&format!("{STATIC}/{}", file.path));
        (composed(&file.path), RawFile::new(file.absolute.clone(), digest, None))
    };
    let statics = listing.statics.iter().map(file).collect();
    let assets = Assets::read(&statics, config, options.is_preview, known_stylesheets(manifest).as_ref(), problems);
    let fonts = Arc::new(site::known_card_fonts(config, &statics));
    templates(&listing.templates, Arc::new(assets), fonts, config.words.clone(), problems)
}

/// Reads the templates; `assets` are the static files that they can ask for, `fonts` what they can set text in, and `words`
/// what they can say. What is wrong is reported.
pub(super) fn templates(
    files: &[FileEntry],
    assets: Arc<Assets>,
    fonts: Arc<Fonts>,
    words: Arc<Words>,
    problems: &mut Diagnostics,
) -> Templates {
    let mut sources: Vec<(String, Source)> = Vec::with_capacity(files.len());
    for file in files {
        match source::read(&file.absolute, &format!("{TEMPLATES}/{}", file.path)) {
            Ok(source) => sources.push((file.path.clone(), source)),
            Err(problem) => problems.push(problem),
        }
    }
    Templates::load(sources, assets, fonts, words, problems)
}
