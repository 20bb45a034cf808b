//! The tags of a page as a browser reads them, hostile text or not: what is inert to this reader is so to a browser.

/// A start tag.
#[derive(Debug)]
pub(crate) struct Tag {
    /// Lower case.
    pub(crate) name: String,
    /// Name in lower case and value, character references resolved as far as tests need.
    pub(crate) attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// All start tags of a page, in order. The content of `script` and `style` is text.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (tag, after) = start_tag(rest);
            rest = after;
            if matches!(tag.name.as_str(), "script" | "style") {
                let end = format!("</{}", tag.name);
                rest = rest.find(&end).map_or("", |at| &rest[at..]);
            }
            tags.push(tag);
        }
    }
    tags
}

fn start_tag(text: &str) -> (Tag, &str) {
    let is_end = |c: char| c.is_ascii_whitespace() || c == '/' || c == '>';
    let length = text.find(is_end).unwrap_or(text.len());
    let mut tag = Tag { name: text[..length].to_ascii_lowercase(), attributes: Vec::new() };
    let mut rest = &text[length..];
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return (tag, "");
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        let length = rest[1..].find(|c| is_end(c) || c == '=').map_or(rest.len(), |at| at + 1);
        let name = rest[..length].to_ascii_lowercase();
        rest = rest[length..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.chars().next() {
                Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
                _ => after.split_at(after.find(|c: char| c.is_ascii_whitespace() || c == '>').unwrap_or(after.len())),
            };
        }
        tag.attributes.push((name, unescaped(value)));
    }
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    text.replace("&#39;", "'").replace("&#x27;", "'").replace("&#x2F;", "/").replace("&amp;", "&")
}

#[test]
fn hostile_attributes_are_told_from_tags() {
    let all =
        tags("<!doctype html><p title='a>b' hidden x=\"&lt;i>\"><!-- <b> --><script><b></script>&lt;u><I\nONCLICK=y>");
    let names: Vec<_> = all.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["p", "script", "i"]);
    assert_eq!((all[0].get("title"), all[0].get("hidden"), all[0].get("x")), (Some("a>b"), Some(""), Some("<i>")));
    assert_eq!(all[2].get("onclick"), Some("y"));
}
