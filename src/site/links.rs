//! Where the links, images and files of a document lead. Every local destination is looked up, and what leads nowhere is
//! an error at its place.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

use jiff::Timestamp;

use crate::config::{Config, RawHtml};
use crate::content::captions;
use crate::content::document::Document;
use crate::content::html;
use crate::content::link::{Destination, has_extension};
use crate::content::outline::{ImageUse, Outline};
use crate::content::post::Content;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, nearest};

use super::{Parsed, Tags, Visibility};

/// What a link becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// An address, encoded, from the host's root.
    Url(String),
    /// A page that is not shown now.
    Unpublished,
}

/// A file that stands beside a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Where it is.
    pub from: PathBuf,
    /// Path from the site's root, unencoded.
    pub site_path: String,
    /// Where the document names it first.
    pub span: Span,
}

/// A link to a path of the site that is no source file; whether there is such a page shows when all are planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RootedLink {
    /// Path from the site's root, decoded.
    pub site_path: String,
    /// Where it stands.
    pub span: Span,
}

/// Where everything that a document names is to be found.
#[derive(Debug, Default)]
pub struct Targets {
    /// By destination as written.
    pub links: HashMap<String, LinkTarget>,
    /// By path as written.
    pub images: HashMap<String, String>,
    /// Address of the lead image, from the host's root.
    pub lead_image: Option<String>,
    /// Files to be copied.
    pub assets: Vec<Asset>,
    /// Links to be checked against the plan.
    pub rooted: Vec<RootedLink>,
}

/// All that links can lead to.
#[derive(Debug)]
pub struct Addresses {
    sources: BTreeMap<String, SourceAddress>,
    broken: BTreeSet<String>,
    assets: BTreeMap<String, PathBuf>,
    statics: BTreeSet<String>,
}

#[derive(Debug)]
struct SourceAddress {
    site_path: String,
    anchors: Anchors,
    shown: bool,
}

#[derive(Debug)]
struct Anchors(Outline);

impl Addresses {
    /// Of everything that was read.
    pub(super) fn of(parsed: &Parsed, now: Timestamp, visibility: Visibility) -> Self {
        let sources = parsed
            .contents
            .iter()
            .map(|content| {
                let (document, shown) = match content {
                    Content::Post(post) => (&post.document, visibility.shows(post.state(now))),
                    Content::Page(page) => {
                        let draft = page.document.front_matter.draft;
                        (&page.document, visibility.drafts || !draft)
                    }
                };
                let address = SourceAddress {
                    site_path: document.site_path.clone(),
                    anchors: Anchors(Outline {
                        headings: document.outline.headings.clone(),
                        anchors: document.outline.anchors.clone(),
                        ..Outline::default()
                    }),
                    shown,
                };
                (document.path.clone(), address)
            })
            .collect();
        Self { sources, broken: parsed.broken.clone(), assets: parsed.assets.clone(), statics: parsed.statics.clone() }
    }
}

/// Looks up everything that a document names.
pub(super) fn resolve(document: &Document, config: &Config, addresses: &Addresses) -> (Targets, Diagnostics) {
    let mut resolver =
        Resolver { document, config, addresses, targets: Targets::default(), problems: Diagnostics::new() };
    for link in &document.outline.links {
        resolver.link(&link.value, link.span);
    }
    for image in &document.outline.images {
        resolver.image(&image.dest, image.span, image.has_row);
    }
    if let Some(lead) = &document.front_matter.image {
        let (dest, span) = (lead.src.value.clone(), lead.src.span);
        resolver.targets.lead_image = resolver.rooted_image(&dest, span);
    } else if let Some(image) = lead_of_body(document) {
        resolver.targets.lead_image = resolver.addressed(&image.dest);
    }
    resolver.captions();
    (resolver.targets, resolver.problems)
}

/// The image that stands for a post that names none: the first that stands alone.
#[must_use]
pub fn lead_of_body(document: &Document) -> Option<&ImageUse> {
    document.outline.images.iter().find(|image| image.figure && !image.dest.is_empty())
}

/// What a document's HTML is made with.
#[derive(Debug, Clone, Copy)]
pub struct SiteTargets<'s> {
    /// The document's own.
    pub targets: &'s Targets,
    /// For hashtags.
    pub tags: &'s Tags,
}

impl html::Targets for SiteTargets<'_> {
    fn link(&self, dest: &str) -> html::LinkTarget<'_> {
        match self.targets.links.get(dest) {
            None => html::LinkTarget::AsWritten,
            Some(LinkTarget::Url(url)) => html::LinkTarget::Url(url),
            Some(LinkTarget::Unpublished) => html::LinkTarget::Unpublished,
        }
    }

    fn image(&self, dest: &str) -> Option<&str> {
        self.targets.images.get(dest).map(String::as_str)
    }

    fn hashtag(&self, name: &str) -> Option<&str> {
        self.tags.find(name).map(|tag| tag.href.as_str())
    }
}

struct Resolver<'s> {
    document: &'s Document,
    config: &'s Config,
    addresses: &'s Addresses,
    targets: Targets,
    problems: Diagnostics,
}

impl Resolver<'_> {
    fn error(&mut self, headline: String, span: Span, label: impl Into<String>, help: String) {
        let diagnostic = Diagnostic::error(headline).at(&self.document.source, span, label);
        self.problems.push(diagnostic.help(help));
    }

    fn link(&mut self, dest: &str, span: Span) {
        if self.targets.links.contains_key(dest) && !dest.starts_with('#') {
            return;
        }
        let folder = self.document.folder().to_owned();
        match Destination::of(dest, &folder) {
            Destination::Empty => {}
            Destination::External { scheme } => self.external(dest, &scheme, span),
            Destination::Fragment(fragment) => {
                let outline = &self.document.outline;
                if !fragment.is_empty() && !outline.has_anchor(&fragment) {
                    let help = anchor_help(outline, &fragment);
                    self.error(format!("there is no `#{fragment}` on this page"), span, "no heading has this id", help);
                }
            }
            Destination::Source { path, fragment } => self.source(dest, &path, fragment, span),
            Destination::Rooted { path, rest } => {
                let url = format!("{}{rest}", self.config.base_url.rooted(&path));
                self.targets.links.insert(dest.to_owned(), LinkTarget::Url(url));
                if !self.addresses.statics.contains(&path) {
                    self.targets.rooted.push(RootedLink { site_path: path, span });
                }
            }
            Destination::Relative { path, rest } => {
                if let Some(url) = self.file(path.as_deref(), dest, span) {
                    let url = format!("{url}{rest}");
                    self.targets.links.insert(dest.to_owned(), LinkTarget::Url(url));
                }
            }
        }
    }

    fn external(&mut self, dest: &str, scheme: &str, span: Span) {
        let dangerous = matches!(scheme, "javascript" | "vbscript" | "data");
        if dangerous && self.config.markdown.html != RawHtml::Allow {
            self.error(
                format!("a link may not begin with `{scheme}:`"),
                span,
                "this runs in the reader's browser",
                format!("link to an address instead of `{dest}`"),
            );
        }
    }

    fn source(&mut self, dest: &str, path: &str, fragment: Option<&str>, span: Span) {
        let Some(address) = self.addresses.sources.get(path) else {
            if !self.addresses.broken.contains(path) {
                let known = self.addresses.sources.keys().map(String::as_str);
                let help = match nearest(path, known) {
                    Some(near) => format!("did you mean `/{near}`?"),
                    None => "name a file below `content/`, from this file's folder or with `/` from there".to_owned(),
                };
                self.error(format!("there is no file `content/{path}`"), span, "this leads nowhere", help);
            }
            return;
        };
        if !address.shown {
            self.problems.push(
                Diagnostic::warning(format!("`content/{path}` is not published now"))
                    .at(&self.document.source, span, "shown without a link")
                    .help("publish both together, or take the link out"),
            );
            self.targets.links.insert(dest.to_owned(), LinkTarget::Unpublished);
            return;
        }
        let mut url = self.config.base_url.rooted(&address.site_path);
        if let Some(fragment) = fragment {
            let id = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
            if !address.anchors.0.has_anchor(&id) {
                let help = anchor_help(&address.anchors.0, &id);
                let written = format!("#{fragment}");
                let text = self.document.source.text.get(span.range()).unwrap_or_default();
                let span = match text.rfind(&written) {
                    Some(at) => Span::new(span.start + at, span.start + at + written.len()),
                    None => span,
                };
                self.error(
                    format!("there is no `#{id}` in `content/{path}`"),
                    span,
                    "no heading there has this id",
                    help,
                );
            }
            url.push('#');
            url.push_str(fragment);
        }
        self.targets.links.insert(dest.to_owned(), LinkTarget::Url(url));
    }

    fn image(&mut self, dest: &str, span: Span, has_row: bool) {
        if dest.is_empty() {
            let label = if has_row { "its caption is kept as text" } else { "nothing is shown" };
            self.problems.push(
                Diagnostic::warning("no image is named here")
                    .at(&self.document.source, span, label)
                    .help("name the file: `![what is seen](images/photo.jpg)`"),
            );
            return;
        }
        if self.targets.images.contains_key(dest) {
            return;
        }
        if let Some(url) = self.rooted_image(dest, span) {
            let page = self.config.base_url.rooted(&self.document.site_path);
            // Beside the page, the short form does.
            let url = match url.strip_prefix(&page) {
                Some(beside) if page.ends_with('/') => beside.to_owned(),
                _ => url,
            };
            self.targets.images.insert(dest.to_owned(), url);
        }
    }

    /// The address from the host's root of an image that was found before.
    fn addressed(&self, dest: &str) -> Option<String> {
        let url = self.targets.images.get(dest)?;
        if url.starts_with('/') {
            return Some(url.clone());
        }
        Some(format!("{}{url}", self.config.base_url.rooted(&self.document.site_path)))
    }

    /// The address of an image from the host's root.
    fn rooted_image(&mut self, dest: &str, span: Span) -> Option<String> {
        let folder = self.document.folder().to_owned();
        match Destination::of(dest, &folder) {
            Destination::External { scheme } if scheme == "data" => None,
            Destination::External { .. } => {
                self.error(
                    "an image cannot live on another host".to_owned(),
                    span,
                    "a page asks no other host for anything",
                    "save the image beside the post, and name it as `images/photo.jpg`".to_owned(),
                );
                None
            }
            Destination::Rooted { path, .. } => {
                if self.addresses.statics.contains(&path) {
                    return Some(self.config.base_url.rooted(&path));
                }
                let near = nearest(&path, self.addresses.statics.iter().map(String::as_str));
                let help = near.map_or_else(
                    || format!("put the file at `static/{path}`, or name one beside the post"),
                    |near| format!("did you mean `/{near}`?"),
                );
                self.error(format!("there is no file `static/{path}`"), span, "no such image", help);
                None
            }
            Destination::Relative { path, .. } => self.file(path.as_deref(), dest, span),
            Destination::Empty | Destination::Fragment(_) | Destination::Source { .. } => {
                self.error(
                    format!("`{dest}` is no image"),
                    span,
                    "expected the path of an image",
                    "name a file such as `images/photo.jpg`".to_owned(),
                );
                None
            }
        }
    }

    /// The address of a file beside the document, from the host's root; it is to be copied there.
    fn file(&mut self, path: Option<&str>, dest: &str, span: Span) -> Option<String> {
        let Some(path) = path else {
            self.error(
                format!("`{dest}` leads out of the content folder"),
                span,
                "a path may not climb above `content/`",
                "copy the file beside the post".to_owned(),
            );
            return None;
        };
        let Some(from) = self.addresses.assets.get(path) else {
            if names_a_file(path) {
                self.missing_file(path, span);
            }
            return None;
        };
        let folder = self.document.folder();
        let name = path.strip_prefix(folder).unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path));
        let site_path = format!("{}{name}", self.document.asset_folder());
        let url = self.config.base_url.rooted(&site_path);
        if !self.targets.assets.iter().any(|asset| asset.from == *from) {
            self.targets.assets.push(Asset { from: from.clone(), site_path, span });
        }
        Some(url)
    }

    fn missing_file(&mut self, path: &str, span: Span) {
        let folder = self.document.folder();
        let known = self.addresses.assets.keys().map(String::as_str);
        let help = if self.addresses.statics.contains(path.strip_prefix(folder).unwrap_or(path)) {
            format!("the file is in `static/`: write `/{}`", path.strip_prefix(folder).unwrap_or(path))
        } else {
            match nearest(path, known) {
                Some(near) => match near.strip_prefix(folder) {
                    Some(beside) => format!("did you mean `{beside}`?"),
                    None => format!("did you mean `content/{near}`?"),
                },
                None => format!("put the file at `content/{path}`"),
            }
        };
        self.error(format!("there is no file `content/{path}`"), span, "no such file", help);
    }

    /// A caption that belongs to no image is lost to the reader.
    fn captions(&mut self) {
        let document = self.document;
        for entry in &document.front_matter.captions {
            let images = document.outline.images.iter().map(|image| image.dest.as_str());
            let lead = document.front_matter.image.as_ref().map(|lead| lead.src.value.as_str());
            let names: Vec<&str> = images.chain(lead).filter(|dest| !dest.is_empty()).collect();
            let used = names.iter().any(|dest| {
                captions::entry(&document.front_matter, dest).is_some_and(|found| found.image == entry.image)
            });
            if used {
                continue;
            }
            let help = match nearest(&entry.image.value, names.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if names.is_empty() => "this post shows no image".to_owned(),
                None => format!("the images of this post are {}", names.join(", ")),
            };
            self.error(
                format!("no image for the caption of `{}`", entry.image.value),
                entry.image.span,
                "this post has no such image",
                help,
            );
        }
    }
}

/// Whether a relative link means a file rather than a page.
fn names_a_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.contains('.') && !has_extension(name, "html") && !has_extension(name, "htm")
}

fn anchor_help(outline: &Outline, id: &str) -> String {
    let ids = outline.headings.iter().map(|heading| heading.id.as_str());
    if let Some(near) = nearest(id, ids.clone()) {
        format!("did you mean `#{near}`?")
    } else {
        let ids: Vec<String> = ids.take(6).map(|id| format!("`#{id}`")).collect();
        if ids.is_empty() {
            "there are no headings to link to".to_owned()
        } else {
            format!("its headings are {}", ids.join(", "))
        }
    }
}
