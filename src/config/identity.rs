//! Addresses at which somebody is the same as here.

use url::Url;

use crate::diagnostic::Diagnostic;
use crate::yaml::Fields;

/// The addresses under a key: of the web, or for mail. What is none is reported.
pub(super) fn addresses(fields: &mut Fields<'_>, key: &'static str) -> Vec<String> {
    let written = fields.texts(key);
    let mut addresses = Vec::with_capacity(written.len());
    for text in written {
        let parsed = Url::parse(&text.value);
        if parsed.is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "mailto")) {
            addresses.push(text.value);
            continue;
        }
        let source = fields.source();
        fields.problems().push(
            Diagnostic::error(format!("`{key}` cannot be `{}`", text.value))
                .at(source, text.span, "expected a whole address")
                .help("write it with `https://`, `http://` or `mailto:`"),
        );
    }
    addresses
}
