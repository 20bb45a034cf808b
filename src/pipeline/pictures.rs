//! Between the site and its plan: what becomes of the pictures that it shows. Those that are known are not opened.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::{Kept, Pictures};
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
    key: Digest,
    digest: Digest,
    kept: Kept,
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
    let budget = Budget::default();
    let looked_at: Result<Vec<Option<Known>>, Diagnostic> = shown(site)
        .into_par_iter()
        .map(|shown| if is_given_up() { Ok(None) } else { look(root, shown, &config, store, unknown, &budget) })
        .collect();
    let known: Vec<Known> = looked_at?.into_iter().flatten().collect();
    for known in &known {
        if let Err(fault) = &known.kept.made {
            problems.push(warning(fault, &config, &known.shown, root));
        }
    }
    assign(site, &known, store, &config);
    Ok(known.into_iter().map(|known| known.key).collect())
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

/// What is known of a picture, or found out; none of what is no picture that can be resized.
fn look(
    root: &Path,
    shown: Shown,
    config: &ImagesConfig,
    store: &Pictures,
    unknown: Unknown,
    budget: &Budget,
) -> Result<Option<Known>, Diagnostic> {
    let file = &shown.file;
    // Whoever copies the file says that it cannot be read.
    let Ok(digest) = file.digest() else { return Ok(None) };
    let key = image::key(digest, config);
    if let Some(kept) = store.find(key) {
        return Ok(Some(Known { shown, key, digest, kept }));
    }
    let Ok(head) = source::read_head(&file.absolute, HEAD) else { return Ok(None) };
    let is_picture = EXTENSIONS.iter().any(|extension| has_extension(&file.absolute.to_string_lossy(), extension));
    let facts = file.image_facts();
    let made = match Order::of(&head, facts, config) {
        Some(order) => match order.cost() {
            Ok(cost) => {
                let _share = budget.take(cost);
                let Ok(bytes) = source::read_bytes(&file.absolute) else { return Ok(None) };
                // It changed just now: the next build sees that it did, and nothing is kept under a wrong name.
                if Digest::of(&bytes) != digest {
                    return Ok(None);
                }
                match unknown {
                    Unknown::Make => order.make(&bytes),
                    Unknown::TryOut => order.try_out(&bytes).map(|()| Vec::new()),
                }
            }
            Err(fault) => Err(fault),
        },
        // A picture of another kind under such a name is shown by browsers, which look into the file as well.
        None if is_picture && facts.size.is_none() => Err(Fault::Damaged),
        None => return Ok(None),
    };
    let kept = Kept::of(&path_from(root, &file.absolute), digest, image::wanted(config), &made);
    if unknown == Unknown::Make {
        store.keep(key, &kept, made.as_deref().unwrap_or_default())?;
    }
    Ok(Some(Known { shown, key, digest, kept }))
}

/// Puts the variants into the site: to the pictures, and among its files.
fn assign(site: &mut Site, known: &[Known], store: &Pictures, config: &ImagesConfig) {
    let mut files = Vec::new();
    let mut variants: HashMap<PathBuf, Arc<[PictureVariant]>> = HashMap::with_capacity(known.len());
    for known in known {
        let from = &known.shown.file;
        let stem = from.absolute.file_stem().unwrap_or_default().to_string_lossy();
        let mut of_this = Vec::new();
        for kept in known.kept.made.iter().flatten() {
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
                kept: RawFile::new(store.file(known.key, kept), Some(kept.digest), None),
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
