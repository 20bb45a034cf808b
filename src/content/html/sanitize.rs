//! `markdown.html: sanitize`: everything dangerous taken out of a body, and nothing of what Slugline itself writes.

use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};
use url::Url;

/// Cleans a body's HTML; addresses become whole, as seen from `base`, if that is given.
pub(super) fn clean(html: &str, base: Option<&Url>) -> String {
    let relative = base.map_or(UrlRelative::PassThrough, |base| UrlRelative::RewriteWithBase(base.clone()));
    let input: HashSet<&str> = ["type", "disabled", "checked"].into();
    let values: HashSet<&str> = ["checkbox"].into();
    Builder::default()
        .add_tags(["figure", "figcaption", "section", "input", "picture", "source", "video", "audio", "track"])
        .add_generic_attributes(["id", "class", "role", "aria-label", "tabindex"])
        .add_tag_attributes("img", ["loading", "decoding", "fetchpriority", "srcset", "sizes"])
        .add_tag_attributes("source", ["type", "src", "srcset", "sizes"])
        .add_tag_attributes("video", ["controls", "preload", "playsinline", "width", "height", "poster", "src"])
        .add_tag_attributes("audio", ["controls", "preload", "src"])
        .add_tag_attributes("track", ["kind", "src", "srclang", "label", "default"])
        .add_tag_attributes("th", ["style"])
        .add_tag_attributes("td", ["style"])
        .add_tag_attributes("img", ["style"])
        .add_tag_attributes("figure", ["style"])
        .add_tag_attributes("div", ["data-language"])
        .filter_style_properties(HashSet::from(["text-align", "background-color", "--ratio"]))
        .tag_attribute_values(HashMap::from([("input", HashMap::from([("type", values)]))]))
        .add_tag_attributes("input", input)
        .add_tag_attributes("a", ["rel"])
        .link_rel(None)
        .url_relative(relative)
        .clean(html)
        .to_string()
}
