//! Looking up what a document names.

use crate::config::{Config, RawHtml};
use crate::content::captions;
use crate::content::document::Document;
use crate::content::link::{Destination, has_extension};
use crate::content::outline::{Named, Outline, placed_inline};
use crate::content::recording::kind_of;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, Spanned, nearest};
use crate::image::Focus;
use crate::source::Source;

use super::{Addresses, Asset, LinkTarget, Picture, RootedLink, Targets, lead_of_body};

/// Looks up everything that a document names.
pub(in crate::site) fn resolve(document: &Document, config: &Config, addresses: &Addresses) -> (Targets, Diagnostics) {
    let page = Place {
        source: &document.source,
        folder: document.folder(),
        outline: Some(&document.outline),
        site_path: &document.site_path,
        asset_folder: document.asset_folder(),
    };
    let mut resolver = Resolver::new(page, config, addresses);
    for link in &document.outline.links {
        resolver.link(&link.value, link.span);
    }
    for image in &document.outline.images {
        if kind_of(&image.dest).is_some() {
            let entry = captions::entry(&document.front_matter, &image.dest);
            let poster = entry.and_then(|entry| entry.poster.as_ref());
            let language = document.front_matter.lang.as_deref().unwrap_or(&config.language);
            resolver.recording(&image.dest, image.span, poster, language);
        } else {
            resolver.image(&image.dest, image.span, image.has_row);
        }
    }
    let front_matter = &document.front_matter;
    if let Some(lead) = &front_matter.image {
        resolver.targets.lead = resolver.rooted_image(&lead.src.value, lead.src.span);
    } else if let Some(image) = lead_of_body(document) {
        resolver.targets.lead = resolver.addressed(&image.dest);
    }
    // What cannot be read leads nothing; where the body shows it, that is told there.
    if resolver.targets.lead.as_ref().is_some_and(|lead| !lead.is_readable()) {
        resolver.targets.lead = None;
        if let Some(lead) = &front_matter.image {
            resolver.problems.push(unreadable_lead(&lead.src, document));
        }
    }
    if let Some(lead) = &mut resolver.targets.lead {
        let written = front_matter.image.as_ref().and_then(|lead| lead.focus);
        lead.focus = Some(written.unwrap_or(Focus::CENTRE));
    }
    let mut figures = document.outline.images.iter().filter(|image| image.figure);
    let address = |picture: Option<&Picture>| picture.map(|picture| picture.url.clone());
    let lead = address(resolver.targets.lead.as_ref());
    resolver.targets.lead_in_body = resolver.targets.lead.is_some()
        && figures.any(|image| address(resolver.addressed(&image.dest).as_ref()) == lead);
    for text in front_matter.inline_texts() {
        resolver.inline(text);
    }
    resolver.unused_captions(document);
    (resolver.targets, resolver.problems)
}

fn unreadable_lead(written: &Spanned<String>, document: &Document) -> Diagnostic {
    Diagnostic::warning(format!("`{}` cannot be read as a picture", written.value))
        .at(&document.source, written.span, "the file is damaged or empty, or no picture; nothing is led by it")
        .help("save the picture again")
}

/// Looks up the links in the descriptions of `tags.yaml`; paths there begin at the content folder.
pub(in crate::site) fn resolve_tag_descriptions(config: &Config, addresses: &Addresses) -> (Targets, Diagnostics) {
    let place = Place {
        source: &config.tags_source,
        folder: "",
        outline: None,
        site_path: "tags/",
        asset_folder: "tags/".to_owned(),
    };
    let mut resolver = Resolver::new(place, config, addresses);
    for description in config.tags.iter().filter_map(|tag| tag.description.as_ref()) {
        resolver.inline(description);
    }
    (resolver.targets, resolver.problems)
}

/// A picture that the configuration names: a static file.
///
/// # Errors
/// If there is none, or it lives on another host.
pub(in crate::site) fn resolve_picture(
    written: &Spanned<String>,
    source: &Source,
    config: &Config,
    addresses: &Addresses,
) -> Result<Picture, Diagnostic> {
    if let Destination::External { .. } = Destination::of(&written.value, "") {
        return Err(on_another_host(source, written.span, "put the file below `static/`, and name it from there"));
    }
    let path = written.value.trim_start_matches('/');
    if let Some(file) = addresses.files.statics.get(path) {
        let url = config.base_url.rooted(path);
        return Ok(Picture::of(url, path, file.as_ref(), written.span, &config.images));
    }
    let near = nearest(path, addresses.files.statics.keys().map(String::as_str));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("put the file at `static/{path}`"),
    };
    Err(Diagnostic::error(format!("there is no file `static/{path}`"))
        .at(source, written.span, "no such image")
        .help(help))
}

fn on_another_host(source: &Source, span: Span, help: &str) -> Diagnostic {
    Diagnostic::error("an image cannot live on another host")
        .at(source, span, "a page asks no other host for anything")
        .help(help)
}

/// From where things are named.
pub(super) struct Place<'s> {
    source: &'s Source,
    /// From the content folder: empty, or with a slash at its end.
    pub(super) folder: &'s str,
    /// Of the page that the text stands on; none if it may stand on several.
    outline: Option<&'s Outline>,
    pub(super) site_path: &'s str,
    asset_folder: String,
}

/// Looks up what one document names.
pub(super) struct Resolver<'s> {
    pub(super) place: Place<'s>,
    pub(super) config: &'s Config,
    pub(super) addresses: &'s Addresses,
    pub(super) targets: Targets,
    problems: Diagnostics,
}

impl<'s> Resolver<'s> {
    fn new(place: Place<'s>, config: &'s Config, addresses: &'s Addresses) -> Self {
        Self { place, config, addresses, targets: Targets::default(), problems: Diagnostics::new() }
    }

    /// Looks up the links of inline Markdown.
    fn inline(&mut self, text: &Spanned<String>) {
        for (named, span) in placed_inline(text, self.place.source, &self.config.markdown) {
            match &named {
                Named::Link(dest) => self.link(dest, span),
                Named::Image(dest) => self.image(dest, span, false),
            }
        }
    }

    fn error(&mut self, headline: String, span: Span, label: impl Into<String>, help: String) {
        let diagnostic = Diagnostic::error(headline).at(self.place.source, span, label);
        self.problems.push(diagnostic.help(help));
    }

    fn link(&mut self, dest: &str, span: Span) {
        if self.targets.links.contains_key(dest) && !dest.starts_with('#') {
            return;
        }
        let folder = self.place.folder;
        match Destination::of(dest, folder) {
            Destination::Empty => {}
            Destination::External { scheme } => self.external(dest, &scheme, span),
            Destination::Fragment(fragment) => {
                let Some(outline) = self.place.outline else { return };
                if !fragment.is_empty() && !outline.has_anchor(&fragment) {
                    let help = anchor_help(outline, &fragment);
                    self.error(format!("there is no `#{fragment}` on this page"), span, "no heading has this id", help);
                }
            }
            Destination::Source { path, fragment } => self.source(dest, &path, fragment, span),
            Destination::Rooted { path, rest } => {
                let url = format!("{}{rest}", self.config.base_url.rooted(&path));
                self.targets.links.insert(dest.to_owned(), LinkTarget::Url(url));
                if !self.addresses.has_static(&path) {
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
                format!("link to an address instead of `{}`", dest.escape_debug()),
            );
        }
    }

    fn source(&mut self, dest: &str, path: &str, fragment: Option<&str>, span: Span) {
        let Some(address) = self.addresses.sources.get(path) else {
            if !self.addresses.files.broken.contains(path) {
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
                    .at(self.place.source, span, "shown without a link")
                    .help("publish both together, or take the link out"),
            );
            self.targets.links.insert(dest.to_owned(), LinkTarget::Unpublished);
            return;
        }
        let mut url = self.config.base_url.rooted(&address.site_path);
        if let Some(fragment) = fragment {
            let id = percent_encoding::percent_decode_str(fragment).decode_utf8_lossy();
            if !address.outline.has_anchor(&id) {
                let help = anchor_help(&address.outline, &id);
                let written = format!("#{fragment}");
                let text = self.place.source.text.get(span.range()).unwrap_or_default();
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
                    .at(self.place.source, span, label)
                    .help("name the file: `![what is seen](images/photo.jpg)`"),
            );
            return;
        }
        if self.targets.images.contains_key(dest) {
            return;
        }
        if let Some(picture) = self.rooted_image(dest, span) {
            let page = self.config.base_url.rooted(self.place.site_path);
            // Beside the page, the short form does.
            let url = match picture.url.strip_prefix(&page) {
                Some(beside) if page.ends_with('/') => beside.to_owned(),
                _ => picture.url,
            };
            self.targets.images.insert(dest.to_owned(), Picture { url, ..picture });
        }
    }

    /// An image that was found before, with its address from the host's root.
    fn addressed(&self, dest: &str) -> Option<Picture> {
        let picture = self.targets.images.get(dest)?;
        if picture.url.starts_with('/') {
            return Some(picture.clone());
        }
        let url = format!("{}{}", self.config.base_url.rooted(self.place.site_path), picture.url);
        Some(Picture { url, ..picture.clone() })
    }

    /// An image, with its address from the host's root.
    pub(super) fn rooted_image(&mut self, dest: &str, span: Span) -> Option<Picture> {
        let folder = self.place.folder;
        match Destination::of(dest, folder) {
            Destination::External { scheme } if scheme == "data" => None,
            Destination::External { .. } => {
                let help = "save the image beside the post, and name it as `images/photo.jpg`";
                self.problems.push(on_another_host(self.place.source, span, help));
                None
            }
            Destination::Rooted { path, .. } => {
                if let Some(file) = self.addresses.files.statics.get(&path) {
                    let url = self.config.base_url.rooted(&path);
                    return Some(Picture::of(url, &path, file.as_ref(), span, &self.config.images));
                }
                let near = nearest(&path, self.addresses.files.statics.keys().map(String::as_str));
                let help = near.map_or_else(
                    || format!("put the file at `static/{path}`, or name one beside the post"),
                    |near| format!("did you mean `/{near}`?"),
                );
                self.error(format!("there is no file `static/{path}`"), span, "no such image", help);
                None
            }
            Destination::Relative { path, .. } => {
                let url = self.file(path.as_deref(), dest, span)?;
                let path = path?;
                let file = self.addresses.files.assets.get(&path);
                Some(Picture::of(url, &path, file, span, &self.config.images))
            }
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
        let Some(from) = self.addresses.files.assets.get(path) else {
            if names_a_file(path) {
                self.missing_file(path, span);
            }
            return None;
        };
        let folder = self.place.folder;
        let name = path.strip_prefix(folder).unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path));
        let site_path = format!("{}{name}", self.place.asset_folder);
        let url = self.config.base_url.rooted(&site_path);
        if !self.targets.assets.iter().any(|asset| asset.from == *from) {
            self.targets.assets.push(Asset { from: from.clone(), site_path, span });
        }
        Some(url)
    }

    fn missing_file(&mut self, path: &str, span: Span) {
        let folder = self.place.folder;
        let known = self.addresses.files.assets.keys().map(String::as_str);
        let help = if self.addresses.files.statics.contains_key(path.strip_prefix(folder).unwrap_or(path)) {
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
    fn unused_captions(&mut self, document: &Document) {
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
