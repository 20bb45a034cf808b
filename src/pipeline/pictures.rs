//! Between the site and its plan: what becomes of the pictures that it shows. Those that are known are not opened.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::{Kept, KeptVariant, Pictures};
use crate::config::ImagesConfig;
use crate::content::link::has_extension;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::digest::Digest;
use crate::image::{self, Budget, Fault, HEAD, Order};
use crate::site::links::PictureVariant;
use crate::site::{PictureFile, Site};
use crate::source::{self, RawFile, Source};

use super::read::Read;

/// Extensions of files that are taken for pictures that can be resized.
const EXTENSIONS: [&str; 5] = ["jpeg", "jpg", "jfif", "png", "webp"];

/// What is to be done with pictures that are not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unknown {
    /// Their variants are made, and kept.
    Make,
    /// They are decoded, to see whether variants can be made.
    TryOut,
}

/// A picture that the site shows, and the first place that names it.
struct Shown {
    file: Arc<RawFile>,
    source: Source,
    span: Span,
}

/// A picture of which something is known now.
struct Known {
    shown: Shown,
    digest: Digest,
    /// Its variants, or why there are none.
    made: Result<Vec<KeptVariant>, Fault>,
}

/// Looks up all pictures of a site, and makes the variants of those that are new; puts them into the site. What is wrong with
/// a picture is warned of, and it is shown as it is. Gives the keys of all that are shown.
///
/// # Errors
/// If variants cannot be kept.
pub(super) fn complete(
    root: &Path,
    site: &mut Site,
    store: &Pictures,
    unknown: Unknown,
    is_given_up: &(dyn Fn() -> bool + Sync),
    problems: &mut Diagnostics,
) -> Result<BTreeSet<Digest>, Diagnostic> {
    if !site.config.images.is_on() {
        return Ok(BTreeSet::new());
    }
    let config = site.config.images.clone();
    let studio = Studio { root, config: &config, store, unknown, budget: Budget::default() };
    let known = studio.look_at_all(shown(site), is_given_up)?;
    for known in &known {
        if let Err(fault) = &known.made {
            problems.push(warning(fault, &config, &known.shown, root));
        }
    }
    assign(site, &known, store, &config);
    Ok(known.into_iter().map(|known| image::key(known.digest, &config)).collect())
}

/// Every picture once, in the order in which they are met first.
fn shown(site: &Site) -> Vec<Shown> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for (source, picture) in site.pictures_shown() {
        if let Some(file) = &picture.from
            && seen.insert(&file.absolute)
        {
            all.push(Shown { file: file.clone(), source: source.clone(), span: picture.span });
        }
    }
    all
}

/// Where variants are made.
struct Studio<'b> {
    root: &'b Path,
    config: &'b ImagesConfig,
    store: &'b Pictures,
    unknown: Unknown,
    budget: Budget,
}

impl Studio<'_> {
    /// What is known of pictures, or found out, in the same order; but for those that are no pictures that can be resized.
    /// Copies of one are looked at once.
    fn look_at_all(
        &self,
        shown: Vec<Shown>,
        is_given_up: &(dyn Fn() -> bool + Sync),
    ) -> Result<Vec<Known>, Diagnostic> {
        // Whoever copies a file says that it cannot be read.
        let with_digest = |shown: Shown| shown.file.digest().ok().map(|digest| (digest, shown));
        let shown: Vec<(Digest, Shown)> = shown.into_par_iter().filter_map(with_digest).collect();
        let mut seen = BTreeSet::new();
        let first: Vec<&(Digest, Shown)> = shown.iter().filter(|(digest, _)| seen.insert(*digest)).collect();
        let look = |(digest, shown): &(Digest, Shown)| {
            let made = if is_given_up() { None } else { self.look(*digest, &shown.file)? };
            Ok(made.map(|made| (*digest, made)))
        };
        let made: Result<Vec<_>, Diagnostic> = first.into_par_iter().map(look).collect();
        let made: HashMap<Digest, Result<Vec<KeptVariant>, Fault>> = made?.into_iter().flatten().collect();
        let known = shown.into_iter().filter_map(|(digest, shown)| {
            let made = made.get(&digest).cloned().or_else(|| is_no_picture(&shown.file).then_some(Err(Fault::Damaged)));
            Some(Known { digest, made: made?, shown })
        });
        Ok(known.collect())
    }

    /// None of what is of no kind that is resized.
    fn look(&self, digest: Digest, file: &RawFile) -> Result<Option<Result<Vec<KeptVariant>, Fault>>, Diagnostic> {
        let key = image::key(digest, self.config);
        if let Some(kept) = self.store.find(key) {
            return Ok(Some(kept.made));
        }
        let Ok(head) = source::read_head(&file.absolute, HEAD) else { return Ok(None) };
        let Some(order) = Order::of(&head, file.image_facts(), self.config) else { return Ok(None) };
        let made = match order.cost() {
            Ok(cost) => {
                let _share = self.budget.take(cost);
                let Ok(bytes) = source::read_bytes(&file.absolute) else { return Ok(None) };
                // It changed just now: the next build sees that it did, and nothing is kept under a wrong name.
                if Digest::of(&bytes) != digest {
                    return Ok(None);
                }
                match self.unknown {
                    Unknown::Make => order.make(&bytes),
                    Unknown::TryOut => order.try_out(&bytes).map(|()| Vec::new()),
                }
            }
            Err(fault) => Err(fault),
        };
        let path = path_from(self.root, &file.absolute);
        let kept = Kept::of(&path, digest, image::wanted(self.config), &made);
        if self.unknown == Unknown::Make {
            self.store.keep(key, &kept, made.as_deref().unwrap_or_default())?;
        }
        Ok(Some(kept.made))
    }
}

/// Whether a file has the name of a picture that could be resized, and is no picture at all. One of another kind under such a
/// name is shown by browsers, which look into the file as well.
fn is_no_picture(file: &RawFile) -> bool {
    let name = file.absolute.to_string_lossy();
    EXTENSIONS.iter().any(|extension| has_extension(&name, extension)) && file.image_facts().size.is_none()
}

/// Puts the variants into the site: to the pictures, and among its files.
fn assign(site: &mut Site, known: &[Known], store: &Pictures, config: &ImagesConfig) {
    let mut files = Vec::new();
    let mut variants: HashMap<PathBuf, Arc<[PictureVariant]>> = HashMap::with_capacity(known.len());
    for known in known {
        let from = &known.shown.file;
        let stem = from.absolute.file_stem().unwrap_or_default().to_string_lossy();
        let mut of_this = Vec::new();
        for kept in known.made.iter().flatten() {
            let site_path = image::site_path(&stem, known.digest, config, kept.width, kept.format);
            of_this.push(PictureVariant {
                url: site.config.base_url.rooted(&site_path),
                width: kept.width,
                height: kept.height,
                bytes: kept.bytes,
                format: kept.format,
            });
            files.push(PictureFile {
                site_path,
                kept: RawFile::new(store.file(image::key(known.digest, config), kept), Some(kept.digest), None),
                from: from.clone(),
                width: kept.width,
                format: kept.format,
                source: known.shown.source.clone(),
                span: known.shown.span,
            });
        }
        variants.insert(from.absolute.clone(), of_this.into());
    }
    for picture in site.pictures_shown_mut() {
        if let Some(variants) = picture.from.as_ref().and_then(|file| variants.get(&file.absolute)) {
            picture.variants = variants.clone();
        }
    }
    // Copies of a picture in several folders have the same variants.
    files.sort_by(|a, b| a.site_path.cmp(&b.site_path));
    files.dedup_by(|later, first| later.site_path == first.site_path);
    site.pictures = files;
}

/// Removes from the store what belongs to no source any more.
pub(super) fn prune(root: &Path, read: &Read, store: &Pictures, used: &BTreeSet<Digest>) {
    let files: HashMap<String, &RawFile> =
        read.raw_files().map(|file| (path_from(root, &file.absolute), file)).collect();
    let digests: BTreeSet<Digest> = read.raw_files().filter_map(RawFile::known_digest).collect();
    store.prune(used, image::wanted(&read.site.config.images), |path, digest| {
        // What nobody asked for is not known to be another.
        digests.contains(&digest) || files.get(path).is_some_and(|file| file.known_digest().is_none())
    });
}

fn path_from(root: &Path, absolute: &Path) -> String {
    absolute.strip_prefix(root).unwrap_or(absolute).to_string_lossy().replace('\\', "/")
}

fn warning(fault: &Fault, config: &ImagesConfig, shown: &Shown, root: &Path) -> Diagnostic {
    let path = path_from(root, &shown.file.absolute);
    let (headline, label, help) = match fault {
        Fault::TooManyPixels { width, height } => (
            format!("`{path}` is too large to be resized: {width} × {height} pixels"),
            format!("`images.max_pixels` is {}; shown as it is", config.max_pixels),
            "save it smaller, or raise `images: {max_pixels: …}` in site.yaml",
        ),
        Fault::TooMuchMemory => (
            format!("`{path}` is too large to be resized"),
            "this would take more than 420 MB of memory; shown as it is".to_owned(),
            "save it smaller",
        ),
        Fault::Cmyk => (
            format!("`{path}` has colours for print"),
            "browsers show CMYK each in its own way; shown as it is".to_owned(),
            "save it with colours for screens: RGB",
        ),
        Fault::Damaged => (
            format!("`{path}` cannot be read as a picture"),
            "the file is cut off, damaged or empty; shown as it is".to_owned(),
            "save the picture again",
        ),
    };
    Diagnostic::warning(headline).at(&shown.source, shown.span, label).help(help)
}
