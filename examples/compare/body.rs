//! Bodies for generators that know no hashtags: those become links, and links to files links to paths.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use slugline::content::hashtag::{at_start, may_follow, only_hashtags};

use crate::front_matter::Words;

/// In whose way a body is written.
#[derive(Clone, Copy)]
pub enum Dialect {
    /// Links and images go through render hooks, so they stay as they are.
    Hugo,
    /// Links begin with `@`; figures are shortcodes.
    Zola,
}

/// A body, and what was found in it.
pub struct Body {
    /// In the other generator's way.
    pub markdown: String,
    /// Hashtags as the body spells them.
    pub tags: Vec<String>,
    /// Address and description of each.
    pub pictures: Vec<(String, String)>,
}

/// What a body is converted with.
pub struct Surroundings<'a> {
    /// In whose way it is to be written.
    pub dialect: Dialect,
    /// Where the post stands in the content folder.
    pub folder: &'a Path,
    /// By the pictures' addresses.
    pub captions: &'a BTreeMap<String, Words>,
    /// Gives the address of a hashtag.
    pub slug: &'a dyn Fn(&str) -> String,
}

/// Takes out the hashtags of the last line, and converts what stands outside of code.
pub fn convert(text: &str, around: &Surroundings) -> Body {
    let mut body = Body { markdown: String::with_capacity(text.len()), tags: Vec::new(), pictures: Vec::new() };
    let mut trailing = Vec::new();
    let mut in_code = false;
    for line in text.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if !in_code {
            if let Some(tags) = only_hashtags(line) {
                trailing.extend(tags.into_iter().map(|range| line[range].trim_start_matches('#').to_owned()));
                continue;
            }
            body.prose(line, around);
            continue;
        }
        body.markdown.push_str(line);
        body.markdown.push('\n');
    }
    // Those of the last line count first.
    trailing.append(&mut body.tags);
    Body { tags: trailing, ..body }
}

impl Body {
    fn prose(&mut self, line: &str, around: &Surroundings) {
        if let Some((alt, src)) = picture(line) {
            self.pictures.push((src.to_owned(), alt.to_owned()));
            if let Dialect::Zola = around.dialect {
                self.markdown.push_str(&figure_shortcode(alt, src, around.captions.get(src)));
                self.markdown.push('\n');
                return;
            }
        }
        let mut previous = None;
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            if c == '#'
                && may_follow(previous)
                && let Some(length) = at_start(rest)
            {
                let (tag, after) = rest.split_at(length);
                self.hashtag(tag, around);
                rest = after;
                previous = Some('x');
                continue;
            }
            if let Some((target, after)) = rest.strip_prefix("](").and_then(|link| link.split_once(')'))
                && let Some(target) = target.strip_suffix(".md")
            {
                let target = joined(around.folder, target);
                self.markdown.push_str(&match around.dialect {
                    Dialect::Hugo => format!("](/{target})"),
                    Dialect::Zola => format!("](@/{}/index.md)", target.trim_start_matches("posts/")),
                });
                rest = after;
                previous = Some(')');
                continue;
            }
            self.markdown.push(c);
            previous = Some(c);
            rest = &rest[c.len_utf8()..];
        }
        self.markdown.push('\n');
    }

    /// A hashtag with its `#`.
    fn hashtag(&mut self, tag: &str, around: &Surroundings) {
        let name = tag.trim_start_matches('#');
        let slug = (around.slug)(name);
        self.markdown.push_str(&match around.dialect {
            Dialect::Hugo => format!("[{tag}](/tags/{slug}/)"),
            Dialect::Zola => format!("<a class=\"hashtag\" href=\"/tags/{slug}/\" rel=\"tag\">{tag}</a>"),
        });
        self.tags.push(name.to_owned());
    }
}

/// Description and address of a picture that stands alone on its line.
fn picture(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("![")?.strip_suffix(')')?.split_once("](")
}

/// A call of the shortcode `figure`.
fn figure_shortcode(alt: &str, src: &str, words: Option<&Words>) -> String {
    let mut text = format!("{{{{ figure(src={}, alt={}", shortcode_string(src), shortcode_string(alt));
    for (name, value) in words.into_iter().flat_map(|words| [("caption", &words.caption), ("credit", &words.credit)]) {
        if let Some(value) = value {
            text.push_str(&format!(", {name}={}", shortcode_string(value)));
        }
    }
    text + ") }}"
}

/// Shortcodes know no escapes, but three kinds of quotes.
fn shortcode_string(text: &str) -> String {
    let quote = ['"', '`', '\''].into_iter().find(|quote| !text.contains(*quote)).unwrap_or('"');
    format!("{quote}{text}{quote}")
}

/// A relative path from a folder, without `..`.
fn joined(folder: &Path, target: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in folder.join(target).components() {
        match part {
            Component::ParentDir => drop(parts.pop()),
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    parts.join("/")
}
