//! Hashtags of the front matter.

use crate::content::hashtag;
use crate::diagnostic::{Diagnostic, Span, Spanned};
use crate::source::Source;
use crate::yaml::{Fields, Node, Value};

/// The names under `hashtags` (or `tags`), as a list or in one text.
pub(super) fn read(fields: &mut Fields<'_>) -> Vec<Spanned<String>> {
    let mut tags = Vec::new();
    for key in ["hashtags", "tags"] {
        match fields.node(key) {
            Some(node @ Node { value: Value::Map(_), .. }) => {
                let source = fields.source();
                fields.problems().push(
                    Diagnostic::error(format!("`{key}` must be a list or text"))
                        .at(source, node.span, "this is a mapping")
                        .help(format!("write `{key}: [Amazon, AI]`")),
                );
            }
            Some(Node { value: Value::List(items), .. }) => {
                for item in items {
                    if let Some(text) = fields.text_of(item, key) {
                        let name = text.value.trim();
                        let name = name.strip_prefix('#').unwrap_or(name).to_owned();
                        push_hashtag(fields, &mut tags, Spanned::new(name, text.span));
                    }
                }
            }
            Some(node) => {
                if let Some(text) = fields.text_of(node, key) {
                    for (name, span) in listed(fields.source(), &text) {
                        push_hashtag(fields, &mut tags, Spanned::new(name, span));
                    }
                }
            }
            None => report_comment(fields, key),
        }
    }
    super::report_both(fields, "hashtags", "tags");
    tags
}

/// The tags of the string form, each with its own place where the text stands in the file as it is.
fn listed(source: &Source, text: &Spanned<String>) -> Vec<(String, Span)> {
    let raw = source.text.get(text.span.range()).unwrap_or_default();
    let within = raw.find(text.value.as_str());
    hashtag::split_list(&text.value)
        .into_iter()
        .map(|range| {
            let name = text.value.get(range.clone()).unwrap_or_default().to_owned();
            let span = within.map_or(text.span, |offset| Span::from(range).shifted(text.span.start + offset));
            (name, span)
        })
        .collect()
}

fn push_hashtag(fields: &mut Fields<'_>, tags: &mut Vec<Spanned<String>>, tag: Spanned<String>) {
    let source = fields.source();
    let reason = if hashtag::identity(&tag.value).is_empty() {
        "there is no letter, digit or symbol in it"
    } else if tag.value.contains(char::is_control) {
        "a tag is one line of text"
    } else if tag.value.chars().count() > 100 {
        "a tag has at most 100 characters"
    } else {
        tags.push(tag);
        return;
    };
    let written = source.text.get(tag.span.range()).unwrap_or(&tag.value).trim_matches(['"', '\'']);
    fields.problems().push(
        Diagnostic::error(format!("`{}` is no hashtag", written.escape_debug()))
            .at(source, tag.span, reason)
            .help("write hashtags as `hashtags: [Amazon, AI]`"),
    );
}

/// `hashtags: #AI` says nothing: in YAML the rest of the line is a comment.
fn report_comment(fields: &mut Fields<'_>, key: &str) {
    let Some(place) = fields.place_of(key) else { return };
    let source = fields.source();
    let rest = source.text.get(place.end..).unwrap_or_default();
    let line = rest.lines().next().unwrap_or_default();
    let value = line.trim_start_matches([':', ' ']);
    if !value.starts_with('#') {
        return;
    }
    let start = place.end + (line.len() - value.len());
    fields.problems().push(
        Diagnostic::error(format!("`{key}` is empty"))
            .at(source, Span::new(start, place.end + line.trim_end().len()), "in YAML, ` #` begins a comment")
            .help(format!("put it in quotes: `{key}: \"{}\"`", value.trim_end())),
    );
}
