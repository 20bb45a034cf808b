//! The sources of a site, as they should lie in its folder, and how they are changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::tables;
use crate::site_test::SiteTest;

/// A template in place of the theme's.
#[derive(Debug, Clone, Copy)]
pub(super) enum Template {
    /// The theme's is used again.
    Gone,
    /// This text.
    Own(&'static str),
    /// The theme's, with the second text in place of the first.
    Like(&'static str, &'static str),
}

/// How a program saves a file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Manner {
    /// In its place.
    Over,
    /// Beside it, and then renamed.
    Renamed,
    /// In its place; then the time of the change is set back to what it was.
    TimeKept,
}

/// All files of a site but what builds make.
#[derive(Debug, Clone)]
pub(super) struct Sources(BTreeMap<String, String>);

impl Sources {
    /// The site before the first edit.
    pub(super) fn begin() -> Self {
        Self(tables::SITE.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect())
    }

    /// The posts and plain pages, by path.
    fn documents(&self) -> Vec<String> {
        self.0.keys().filter(|path| path.ends_with(".md")).cloned().collect()
    }

    /// One of the posts and plain pages; none is left if all were deleted.
    pub(super) fn pick(&self, number: u8) -> Option<String> {
        let documents = self.documents();
        documents.get(usize::from(number) % documents.len().max(1)).cloned()
    }

    /// Makes a file say this, or takes it away.
    pub(super) fn set(&mut self, path: &str, text: Option<&str>) {
        match text {
            Some(text) => self.0.insert(path.to_owned(), text.to_owned()),
            None => self.0.remove(path),
        };
    }

    /// Makes a template say this, or takes it away.
    pub(super) fn set_template(&mut self, name: &str, template: Template) {
        let text = match template {
            Template::Gone => None,
            Template::Own(text) => Some(text.to_owned()),
            Template::Like(part, other) => {
                let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(name);
                let theme = fs::read_to_string(theme).unwrap();
                assert!(theme.contains(part), "the theme's {name} has no {part}");
                Some(theme.replace(part, other))
            }
        };
        self.set(&format!("templates/{name}"), text.as_deref());
    }

    /// Sets or removes a key of a mapping that is written one key to a line.
    pub(super) fn set_line(&mut self, file: &str, key: &str, value: Option<&str>) {
        let text = self.0.entry(file.to_owned()).or_default();
        *text = with_line(text, key, value);
    }

    /// Sets or removes a key of a document's front matter.
    pub(super) fn set_key(&mut self, document: &str, key: &str, value: Option<&str>) {
        let Some(text) = self.0.get_mut(document) else { return };
        let (front_matter, body) = parts(text);
        *text = format!("---\n{}---\n{body}", with_line(front_matter, key, value));
    }

    /// Adds a piece to a document's body, or takes it away if it is there.
    pub(super) fn toggle(&mut self, document: &str, piece: &str) {
        let Some(text) = self.0.get_mut(document) else { return };
        let piece = format!("\n{piece}\n");
        *text = if text.contains(&piece) { text.replace(&piece, "") } else { format!("{text}{piece}") };
    }

    /// Puts one of two words in place of the other in a document's body; nothing else is changed.
    pub(super) fn reword(&mut self, document: &str, (one, other): (&str, &str)) {
        let Some(text) = self.0.get_mut(document) else { return };
        let (front_matter, body) = parts(text);
        let (from, to) = if body.contains(one) { (one, other) } else { (other, one) };
        *text = format!("---\n{front_matter}---\n{}", body.replacen(from, to, 1));
    }

    /// Deletes a document; `tidy` takes the links to it out of the others.
    pub(super) fn delete(&mut self, document: &str, tidy: bool) {
        self.0.remove(document);
        if tidy {
            self.relink(document, "https://elsewhere.example/");
        }
    }

    /// Moves a document to another path; `tidy` mends the links to it. Links of its own may break.
    pub(super) fn rename(&mut self, document: &str, path: &str, tidy: bool) {
        let Some(text) = self.0.remove(document) else { return };
        self.0.insert(path.to_owned(), text);
        if tidy {
            let from_content = path.strip_prefix("content").unwrap_or(path).to_owned();
            self.relink(document, &from_content);
        }
    }

    /// Lets all links to a document of `content/posts/` lead elsewhere.
    fn relink(&mut self, document: &str, other: &str) {
        let name = document.rsplit('/').next().unwrap_or_default();
        let from_content = document.strip_prefix("content").unwrap_or(document);
        for text in self.0.values_mut() {
            *text = text.replace(&format!("]({name}"), &format!("]({other}"));
            *text = text.replace(&format!("]({from_content}"), &format!("]({other}"));
        }
    }

    /// Brings the site's folder from `former` to these sources.
    pub(super) fn save(&self, former: &Self, site: &SiteTest, manner: Manner) {
        for path in former.0.keys().filter(|path| !self.0.contains_key(*path)) {
            site.remove(path);
        }
        for (path, text) in self.0.iter().filter(|(path, text)| former.0.get(*path) != Some(*text)) {
            save(site, path, text, manner);
        }
    }

    /// No source at all.
    pub(super) fn none() -> Self {
        Self(BTreeMap::new())
    }
}

/// The bytes of a file: what its text says, the picture that it describes by width, height and a number, or one of the fonts for
/// tests.
fn bytes(text: &str) -> Vec<u8> {
    if let Some(name) = text.strip_prefix("font ") {
        return fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fonts").join(name)).unwrap();
    }
    let Some(words) = text.strip_prefix("picture ") else { return text.into() };
    let [width, height, number] = words.split(' ').map(|word| word.parse().unwrap()).collect::<Vec<u32>>()[..] else {
        panic!("`{text}` is no picture");
    };
    let grain = |x: u32, y: u32| (x * 7919 + y * 104_729 + number).wrapping_mul(2_654_435_761).to_be_bytes();
    let picture = image::RgbImage::from_fn(width, height, |x, y| {
        let [red, green, blue, _] = grain(x, y);
        image::Rgb([red / 4, green / 4 + 90, blue / 8])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

fn save(site: &SiteTest, path: &str, text: &str, manner: Manner) {
    let text = bytes(text);
    let file = site.root().join(path);
    match manner {
        Manner::Over => {
            site.write(path, &text);
        }
        Manner::Renamed => {
            let beside = format!("{path}.part~");
            site.write(&beside, &text);
            fs::rename(site.root().join(beside), file).unwrap();
        }
        Manner::TimeKept => {
            let time = fs::metadata(&file).and_then(|present| present.modified()).ok();
            site.write(path, &text);
            if let Some(time) = time {
                fs::File::options().write(true).open(file).unwrap().set_modified(time).unwrap();
            }
        }
    }
}

/// The front matter, without the lines around it, and the body.
fn parts(document: &str) -> (&str, &str) {
    let text = document.strip_prefix("---\n").unwrap();
    text.split_once("---\n").unwrap()
}

/// A mapping, one key to a line, with another value for a key.
fn with_line(mapping: &str, key: &str, value: Option<&str>) -> String {
    let start = format!("{key}:");
    let line = value.map(|value| format!("{key}: {value}\n"));
    let mut kept = String::new();
    let mut is_there = false;
    for present in mapping.split_inclusive('\n') {
        if present.starts_with(&start) {
            is_there = true;
            kept.push_str(line.as_deref().unwrap_or_default());
        } else {
            kept.push_str(present);
        }
    }
    if !is_there {
        kept.push_str(line.as_deref().unwrap_or_default());
    }
    kept
}
