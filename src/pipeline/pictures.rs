//! Between the site and its plan: what becomes of the pictures that it shows. Those that are known are not opened.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::{Kept, KeptPicture, Pictures};
use crate::config::ImagesConfig;
use crate::content::link::has_extension;
use crate::diagnostic::{Diagnostic, Diagnostics, Span};
use crate::digest::Digest;
use crate::image::{self, Budget, Fault, Focus, HEAD, Made, Order, Which};
use crate::site::links::{PictureVariant, Rendition};
use crate::site::{PictureFile, Site};
use crate::source::{self, RawFile, Source};

use super::Progress;
use super::read::Read;

/// Extensions of files that are taken for pictures that can be resized.
const EXTENSIONS: [&str; 5] = ["jpeg", "jpg", "jfif", "png", "webp"];

/// Extensions of pictures that only some browsers show: those of telephones and of scanners.
const NOT_FOR_BROWSERS: [&str; 4] = ["heic", "heif", "tif", "tiff"];

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
    /// What must be seen of it where parts of it are shown; none if it is nowhere the lead image.
    focus: Option<Focus>,
    source: Source,
    span: Span,
}

/// A picture of which something is known now.
struct Known {
    shown: Shown,
    digest: Digest,
    /// What was made of it, or why nothing was.
    made: Result<KeptPicture, Fault>,
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
    progress: &dyn Progress,
    problems: &mut Diagnostics,
) -> Result<BTreeSet<Digest>, Diagnostic> {
    if !site.config.images.is_on() {
        return Ok(BTreeSet::new());
    }
    let config = site.config.images.clone();
    let studio = Studio { root, config: &config, store, unknown, progress, budget: Budget::default() };
    let known = studio.look_at_all(shown(site))?;
    let mut reported = BTreeSet::new();
    for known in &known {
        if let Err(fault) = &known.made
            && reported.insert(&known.shown.file.absolute)
        {
            let elsewhere = named_elsewhere(site, &known.shown);
            problems.push(elsewhere.fold(warning(fault, &config, &known.shown, root), |problem, (source, span)| {
                problem.note_at(source, span, "and here")
            }));
        }
    }
    assign(site, &known, store, &config);
    Ok(known.into_iter().map(|known| image::key(known.digest, &config, known.shown.focus)).collect())
}

/// Where else a picture is named, for the first few of such places.
fn named_elsewhere<'s>(site: &'s Site, shown: &'s Shown) -> impl Iterator<Item = (&'s Source, Span)> {
    /// Whoever saves the picture again mends all of them.
    const FEW: usize = 3;
    let is_same = |file: &Arc<RawFile>| file.absolute == shown.file.absolute;
    let here = (&shown.source.path, shown.span);
    site.pictures_shown()
        .filter(move |(source, picture)| {
            picture.from.as_ref().is_some_and(is_same) && (&source.path, picture.span) != here
        })
        .map(|(source, picture)| (source, picture.span))
        .take(FEW)
}

/// Every picture once, in the order in which they are met first; one that leads several posts once for each focus.
fn shown(site: &Site) -> Vec<Shown> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    // Parts of a picture are made together with all else of it, so that it is decoded once.
    let (leads, others): (Vec<_>, Vec<_>) = site.pictures_shown().partition(|(_, picture)| picture.focus.is_some());
    for (source, picture) in leads.into_iter().chain(others) {
        let Some(file) = &picture.from else { continue };
        let focus = picture.focus;
        let is_new = if focus.is_some() {
            seen.insert((&file.absolute, focus))
        } else {
            seen.range((&file.absolute, None)..).next().is_none_or(|(path, _)| *path != &file.absolute)
                && seen.insert((&file.absolute, None))
        };
        if is_new {
            all.push(Shown { file: file.clone(), focus, source: source.clone(), span: picture.span });
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
    progress: &'b dyn Progress,
    budget: Budget,
}

impl Studio<'_> {
    /// What is known of pictures, or found out, in the same order; but for those that are no pictures that can be resized.
    /// Copies of one are looked at once.
    fn look_at_all(&self, shown: Vec<Shown>) -> Result<Vec<Known>, Diagnostic> {
        // Whoever copies a file says that it cannot be read.
        let with_digest = |shown: Shown| shown.file.digest().ok().map(|digest| (digest, shown));
        let shown: Vec<(Digest, Shown)> = shown.into_par_iter().filter_map(with_digest).collect();
        let mut seen = HashSet::new();
        let first: Vec<&(Digest, Shown)> =
            shown.iter().filter(|(digest, shown)| seen.insert((*digest, shown.focus))).collect();
        let found = |(digest, shown): &(Digest, Shown)| {
            self.store.find(image::key(*digest, self.config, shown.focus)).map(|kept| kept.made)
        };
        let found: Vec<Option<Result<KeptPicture, Fault>>> = first.par_iter().map(|shown| found(shown)).collect();
        self.progress.pictures(found.iter().filter(|found| found.is_none()).count());
        let look = |((digest, shown), found): (&(Digest, Shown), Option<Result<KeptPicture, Fault>>)| {
            let made = match found {
                Some(made) => Some(made),
                None if self.progress.is_given_up() => None,
                None => {
                    let made = self.look(*digest, shown)?;
                    self.progress.advance();
                    made
                }
            };
            Ok(made.map(|made| ((*digest, shown.focus), made)))
        };
        let made: Result<Vec<_>, Diagnostic> = first.into_par_iter().zip(found).map(look).collect();
        let made: HashMap<(Digest, Option<Focus>), Result<KeptPicture, Fault>> = made?.into_iter().flatten().collect();
        let known = shown.into_iter().filter_map(|(digest, shown)| {
            let made = made.get(&(digest, shown.focus)).cloned();
            let made = made.or_else(|| fault_of_kind(&shown.file).map(Err));
            Some(Known { digest, made: made?, shown })
        });
        Ok(known.collect())
    }

    /// None of what is of no kind that is resized.
    fn look(&self, digest: Digest, shown: &Shown) -> Result<Option<Result<KeptPicture, Fault>>, Diagnostic> {
        let Shown { file, focus, .. } = shown;
        let Ok(head) = source::read_head(&file.absolute, HEAD) else { return Ok(None) };
        let Some(order) = Order::of(&head, file.image_facts(), self.config, *focus) else { return Ok(None) };
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
                    Unknown::TryOut => order.try_out(&bytes).map(|()| Made::default()),
                }
            }
            Err(fault) => Err(fault),
        };
        let path = path_from(self.root, &file.absolute);
        let kept = Kept::of(&path, digest, image::wanted(self.config), &made);
        if self.unknown == Unknown::Make {
            let variants = made.as_ref().map(|made| made.variants.as_slice()).unwrap_or_default();
            self.store.keep(image::key(digest, self.config, *focus), &kept, variants)?;
        }
        Ok(Some(kept.made))
    }
}

/// What is wrong with a file that is of no kind that is resized: it has the name of one and is no picture at all, or browsers do
/// not show its kind. One of another kind under such a name is shown by browsers, which look into the file as well.
fn fault_of_kind(file: &RawFile) -> Option<Fault> {
    let name = file.absolute.to_string_lossy();
    let has_one_of = |extensions: &[&str]| extensions.iter().any(|extension| has_extension(&name, extension));
    if has_one_of(&EXTENSIONS) {
        file.image_facts().size.is_none().then_some(Fault::Damaged)
    } else {
        has_one_of(&NOT_FOR_BROWSERS).then_some(Fault::NotForBrowsers)
    }
}

/// Puts the variants into the site: to the pictures, and among its files.
fn assign(site: &mut Site, known: &[Known], store: &Pictures, config: &ImagesConfig) {
    let mut files = Vec::new();
    let mut made: HashMap<(PathBuf, Option<Focus>), Rendition> = HashMap::with_capacity(known.len());
    for known in known {
        let Ok(picture) = &known.made else { continue };
        let Shown { file: from, focus, source, span } = &known.shown;
        let stem = from.absolute.file_stem().unwrap_or_default().to_string_lossy();
        let (mut whole, mut parts) = (Vec::new(), Vec::new());
        for kept in &picture.variants {
            let which = match kept.shape {
                None => Which::Whole(kept.width),
                Some(shape) => Which::Part(shape, focus.unwrap_or(Focus::CENTRE)),
            };
            let site_path = image::site_path(&stem, known.digest, config, which, kept.format);
            let variant = PictureVariant {
                url: site.config.base_url.rooted(&site_path),
                width: kept.width,
                height: kept.height,
                bytes: kept.bytes,
                format: kept.format,
            };
            (if kept.shape.is_some() { &mut parts } else { &mut whole }).push(variant);
            files.push(PictureFile {
                site_path,
                kept: RawFile::new(store.file(image::key(known.digest, config, *focus), kept), Some(kept.digest), None),
                from: from.clone(),
                focus: *focus,
                width: kept.width,
                format: kept.format,
                source: source.clone(),
                span: *span,
            });
        }
        let rendition = Rendition { variants: whole.into(), crops: parts.into(), colour: picture.colour };
        // Where it is not the lead image, any will do.
        made.entry((from.absolute.clone(), None)).or_insert_with(|| rendition.clone());
        made.insert((from.absolute.clone(), *focus), rendition);
    }
    for picture in site.pictures_shown_mut() {
        let Some(file) = picture.from.as_ref() else { continue };
        if let Some(rendition) = made.get(&(file.absolute.clone(), picture.focus)) {
            let is_lead = picture.focus.is_some();
            picture.rendition = Rendition {
                crops: if is_lead { rendition.crops.clone() } else { Arc::default() },
                ..rendition.clone()
            };
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
        Fault::NotForBrowsers => (
            format!("most browsers do not show pictures such as `{path}`"),
            "shown as it is, to those who can see it".to_owned(),
            "save it as JPEG, PNG, WebP or AVIF",
        ),
        Fault::Damaged => (
            format!("`{path}` cannot be read as a picture"),
            "the file is cut off, damaged or empty; shown as it is".to_owned(),
            "save the picture again",
        ),
    };
    Diagnostic::warning(headline).at(&shown.source, shown.span, label).help(help)
}
