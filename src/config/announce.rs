//! The key `announce` of a target of `publish`: who is told of an edition once it is there.

use crate::diagnostic::{Diagnostic, Span, Spanned};
use crate::yaml::{Fields, Key, Keys, Kind, Node, Value};

/// Who is told of an edition.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Announce {
    /// Whether the hub that feeds name is told which of them have something new.
    pub websub: bool,
    /// Search engines, by `IndexNow`.
    pub indexnow: Option<IndexNow>,
    /// Whoever else wants to know.
    pub webhooks: Vec<Webhook>,
}

/// Telling search engines by [IndexNow](https://www.indexnow.org/documentation).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexNow {
    /// What shows that the site is who tells: it stands in a file of the site, and is no secret.
    pub key: String,
    /// Who is told, and tells the others.
    pub endpoint: String,
}

/// An address that is sent JSON.
#[derive(Debug, Clone, PartialEq)]
pub struct Webhook {
    /// The address, or `$NAME` for one that the environment holds.
    pub url: Spanned<String>,
    /// What is sent, with templates in its texts; all that is known, if nothing is said.
    pub body: Option<Node>,
}

impl Announce {
    /// Whether anybody is told.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.websub && self.indexnow.is_none() && self.webhooks.is_empty()
    }
}

/// Of `announce`.
pub(super) const KEYS: Keys = &[
    Key::new("websub", Kind::Flag, "Tell the hub of `feeds` which feeds have something new"),
    Key::new("indexnow", Kind::Map(OF_INDEXNOW), "Tell search engines which pages changed"),
    Key::new("webhooks", Kind::Maps(OF_WEBHOOK), "Addresses that are sent JSON"),
];

const OF_INDEXNOW: Keys = &[
    Key::new(
        "key",
        Kind::Form("^[A-Za-z0-9-]{8,128}$"),
        "8 to 128 letters and digits of your own; it is published, and no secret",
    )
    .required(),
    Key::new("endpoint", Kind::Url, "Who is told, and tells the others"),
];

const OF_WEBHOOK: Keys = &[
    Key::new("url", Kind::Text, "The address, or `$NAME` for one that the environment holds").required(),
    Key::new("body", Kind::Anything, "What is sent as JSON, with templates in its texts"),
];

/// Who tells all search engines that take part.
const INDEXNOW: &str = "https://api.indexnow.org/indexnow";

/// Reads `announce`.
pub(super) fn read(fields: &mut Fields<'_>) -> Announce {
    fields.mapping("announce", |fields| {
        fields.expect(KEYS);
        Announce { websub: fields.flag("websub", false), indexnow: indexnow(fields), webhooks: webhooks(fields) }
    })
}

fn indexnow(fields: &mut Fields<'_>) -> Option<IndexNow> {
    let place = fields.place_of("indexnow");
    fields.mapping("indexnow", |fields| {
        fields.expect(OF_INDEXNOW);
        let (key, endpoint) = (fields.text("key"), fields.text("endpoint"));
        let place = place?;
        let Some(key) = key else {
            let help = "write letters and digits of your own, at least eight: `indexnow: {key: 7c1e50f2b9a84d36}`";
            problem(fields, place, "`indexnow` has no `key`", "search engines want one", help);
            return None;
        };
        let is_fine =
            (8..=128).contains(&key.value.len()) && key.value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !is_fine {
            let help = "write 8 to 128 of the letters a to z, digits and hyphens, for example `7c1e50f2b9a84d36`";
            problem(
                fields,
                key.span,
                &format!("`key` cannot be `{}`", key.value),
                "search engines do not take this",
                help,
            );
            return None;
        }
        let endpoint = match endpoint {
            Some(endpoint) => address(fields, &endpoint, "endpoint").then_some(endpoint.value)?,
            None => INDEXNOW.to_owned(),
        };
        Some(IndexNow { key: key.value, endpoint })
    })
}

fn webhooks(fields: &mut Fields<'_>) -> Vec<Webhook> {
    let Some(node) = fields.node("webhooks") else { return Vec::new() };
    let Value::List(items) = &node.value else {
        let help = "write for example `webhooks: [{url: $NEWSROOM_WEBHOOK}]`";
        problem(fields, node.span, "`webhooks` must be a list", &format!("this is {}", node.value.kind()), help);
        return Vec::new();
    };
    items.iter().filter_map(|item| fields.inner(item, "a webhook", |fields| webhook(fields, item.span))).collect()
}

fn webhook(fields: &mut Fields<'_>, place: Span) -> Option<Webhook> {
    fields.expect(OF_WEBHOOK);
    let (url, body) = (fields.text("url"), fields.node("body").cloned());
    let Some(url) = url else {
        let help = "write its address, or `url: $NEWSROOM_WEBHOOK` for one that the environment holds";
        problem(fields, place, "a webhook has no `url`", "nobody knows where to send it", help);
        return None;
    };
    let is_variable = url.value.strip_prefix('$').is_some_and(|name| !name.is_empty());
    (is_variable || address(fields, &url, "url")).then_some(Webhook { url, body })
}

/// Whether it is a whole address; reported if not.
fn address(fields: &mut Fields<'_>, written: &Spanned<String>, key: &str) -> bool {
    let is_one = url::Url::parse(&written.value).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    if !is_one {
        let help = "write a whole address, which begins with `https://`";
        problem(
            fields,
            written.span,
            &format!("`{key}` cannot be `{}`", written.value),
            "this is no whole address",
            help,
        );
    }
    is_one
}

fn problem(fields: &mut Fields<'_>, span: Span, headline: &str, label: &str, help: &str) {
    let source = fields.source();
    fields.problems().push(Diagnostic::error(headline).at(source, span, label).help(help));
}
