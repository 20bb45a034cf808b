//! Addresses of the past, as `site.yaml` has them: which lead on (`redirects`), which are gone on purpose (`gone`), and in
//! which forms servers are told so (`redirect_files`).

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;
use url::Url;

use crate::diagnostic::{Diagnostic, Spanned, nearest};
use crate::yaml::{Fields, Value};

use super::BaseUrl;

/// What a URL that is otherwise fine must not hold bare, since servers' own files give it a meaning; `$` begins a variable
/// in most of them.
const BARE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'$')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What `site.yaml` says of former addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirects {
    /// What leads on, in the order written.
    pub rules: Vec<RedirectRule>,
    /// What was removed on purpose: paths from the site's root, with the slash before them.
    pub gone: Vec<Spanned<String>>,
    /// The forms in which all redirects are written beside their pages.
    pub forms: Vec<RedirectForm>,
}

impl Default for Redirects {
    fn default() -> Self {
        Self { rules: Vec::new(), gone: Vec::new(), forms: vec![RedirectForm::Netlify] }
    }
}

/// An entry of `redirects`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectRule {
    /// Path from the site's root, with the slash before it.
    pub from: Spanned<String>,
    /// Where it leads.
    pub to: Spanned<RedirectTarget>,
}

/// Where a redirect leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RedirectTarget {
    /// To a page or file of this site.
    Site {
        /// Site path, unencoded.
        path: String,
        /// Query and fragment, encoded; mostly empty.
        rest: String,
    },
    /// To another host: the whole URL, encoded.
    Elsewhere(String),
}

impl RedirectTarget {
    /// A page of this site.
    #[must_use]
    pub fn page(site_path: impl Into<String>) -> Self {
        Self::Site { path: site_path.into(), rest: String::new() }
    }

    /// For `href` and for servers: encoded, from the host's root, or whole if it is on another host.
    #[must_use]
    pub fn address(&self, base_url: &BaseUrl) -> String {
        match self {
            Self::Site { path, rest } => format!("{}{rest}", utf8_percent_encode(&base_url.rooted(path), BARE)),
            Self::Elsewhere(url) => url.clone(),
        }
    }

    /// The whole address.
    #[must_use]
    pub fn permalink(&self, base_url: &BaseUrl) -> String {
        match self {
            Self::Site { .. } => base_url.absolute(&self.address(base_url)),
            Self::Elsewhere(url) => url.clone(),
        }
    }

    /// As people write it in `site.yaml`.
    #[must_use]
    pub fn written(&self) -> String {
        match self {
            Self::Site { path, rest } => format!("/{path}{rest}"),
            Self::Elsewhere(url) => url.clone(),
        }
    }

    fn parse(text: &str) -> Result<Self, &'static str> {
        if text.starts_with('/') && !text.starts_with("//") {
            let (path, rest) = text.split_at(text.find(['?', '#']).unwrap_or(text.len()));
            let path = decoded(path);
            if path.contains('\\') || path.contains(char::is_control) {
                return Err("no address holds a backslash or a control character");
            }
            if path.split('/').any(|part| matches!(part, "." | "..")) {
                return Err("a path may not climb");
            }
            let path = path.trim_start_matches('/').to_owned();
            return Ok(Self::Site { path, rest: utf8_percent_encode(rest, BARE).to_string() });
        }
        match Url::parse(text) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => {
                Ok(Self::Elsewhere(utf8_percent_encode(url.as_str(), BARE).to_string()))
            }
            _ => Err("neither a path from the site's root nor an http or https URL"),
        }
    }
}

/// A form in which servers take a list of redirects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectForm {
    /// `_redirects`, for Netlify.
    Netlify,
    /// `_redirects`, for Cloudflare and GitLab.
    Cloudflare,
    /// `vercel.json`.
    Vercel,
    /// `redirects.nginx.conf`, to be included.
    Nginx,
    /// `.htaccess`, for Apache.
    Apache,
}

impl RedirectForm {
    pub(super) const ALL: [Self; 5] = [Self::Netlify, Self::Cloudflare, Self::Vercel, Self::Nginx, Self::Apache];

    /// As `redirect_files` has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Netlify => "netlify",
            Self::Cloudflare => "cloudflare",
            Self::Vercel => "vercel",
            Self::Nginx => "nginx",
            Self::Apache => "apache",
        }
    }

    /// The file that it is written to, at the root of the site.
    #[must_use]
    pub fn file(self) -> &'static str {
        match self {
            Self::Netlify | Self::Cloudflare => "_redirects",
            Self::Vercel => "vercel.json",
            Self::Nginx => "redirects.nginx.conf",
            Self::Apache => ".htaccess",
        }
    }

    /// Whether it can say that a path is gone (status 410). What `_redirects` may say of that differs from host to host, and
    /// `vercel.json` knows redirects alone; there, what is gone is not found (404).
    #[must_use]
    pub fn tells_gone(self) -> bool {
        matches!(self, Self::Nginx | Self::Apache)
    }
}

/// A path that an address of the past may have, from the site's root, as it was copied from the address bar or typed:
/// decoded, without empty parts. `what` names such a path in the reason.
///
/// # Errors
/// Why it can be none.
pub fn former_path(written: &str, what: &str) -> Result<String, String> {
    let path = decoded(written);
    if !path.starts_with('/') || path.starts_with("//") {
        return Err(format!("{what} is a path from the site's root"));
    }
    if path.split('/').any(|part| matches!(part, "." | "..")) {
        return Err("a path may not climb".to_owned());
    }
    if path.contains(['\\', '?', '#']) || path.contains(char::is_control) {
        return Err(format!("{what} is a path without `?`, `#` and backslash"));
    }
    if path.contains('*') || path.split('/').any(|part| part.starts_with(':')) {
        return Err("`*` and `:name` would redirect more than one path".to_owned());
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return Err("the front page cannot redirect".to_owned());
    }
    let end = if path.ends_with('/') { "/" } else { "" };
    Ok(format!("/{}{end}", parts.join("/")))
}

/// Without percent-encoding, in the Unicode form that paths are compared in (NFC).
fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().nfc().collect()
}

/// Reads `redirects`, `gone` and `redirect_files`.
pub(super) fn read(fields: &mut Fields<'_>) -> Redirects {
    Redirects { rules: rules(fields), gone: gone(fields), forms: forms(fields) }
}

fn rules(fields: &mut Fields<'_>) -> Vec<RedirectRule> {
    let Some(node) = fields.node("redirects") else {
        return Vec::new();
    };
    let source = fields.source();
    let example = "write `redirects: {/2019/old-name/: /2025/10/new-name/}`";
    let Value::Map(entries) = &node.value else {
        fields.problems().push(
            Diagnostic::error("`redirects` must be a mapping")
                .at(source, node.span, format!("this is {}", node.value.kind()))
                .help(example),
        );
        return Vec::new();
    };
    let mut rules = Vec::with_capacity(entries.len());
    for (key, node) in entries {
        let from = former_path(&key.value, "what redirects").map_err(|reason| {
            fields.problems().push(
                Diagnostic::error(format!("`{}` cannot redirect", key.value.escape_debug()))
                    .at(source, key.span, reason)
                    .help(example),
            );
        });
        let Some(written) = fields.text_of(node, &key.value) else { continue };
        let to = RedirectTarget::parse(&written.value).map_err(|reason| {
            fields.problems().push(
                Diagnostic::error(format!("nothing can redirect to `{}`", written.value.escape_debug()))
                    .at(source, written.span, reason)
                    .help("write a path such as `/2025/10/new-name/`, or a whole address with `https://`"),
            );
        });
        if let (Ok(from), Ok(to)) = (from, to) {
            rules.push(RedirectRule { from: Spanned::new(from, key.span), to: Spanned::new(to, written.span) });
        }
    }
    rules
}

fn gone(fields: &mut Fields<'_>) -> Vec<Spanned<String>> {
    let mut gone = Vec::new();
    for written in fields.texts("gone") {
        let path = match written.value.as_str() {
            "/" => Err("the front page is always there".to_owned()),
            path => former_path(path, "what is gone"),
        };
        match path {
            Ok(path) => gone.push(Spanned::new(path, written.span)),
            Err(reason) => {
                let source = fields.source();
                fields.problems().push(
                    Diagnostic::error(format!("`{}` cannot be gone", written.value.escape_debug()))
                        .at(source, written.span, reason)
                        .help("write for example `gone: [/2019/old-name/]`"),
                );
            }
        }
    }
    gone
}

fn forms(fields: &mut Fields<'_>) -> Vec<RedirectForm> {
    if fields.node("redirect_files").is_none() {
        return Redirects::default().forms;
    }
    let mut forms: Vec<RedirectForm> = Vec::new();
    for word in fields.texts("redirect_files") {
        let names = RedirectForm::ALL.map(RedirectForm::name);
        if let Some(form) = RedirectForm::ALL.into_iter().find(|form| form.name() == word.value) {
            match forms.iter().find(|other| other.file() == form.file()) {
                Some(same) if *same == form => {}
                Some(other) => {
                    let diagnostic = one_file(*other, form).at(fields.source(), word.span, "it can have one form only");
                    fields.problems().push(diagnostic);
                }
                None => forms.push(form),
            }
            continue;
        }
        let help = match nearest(&word.value, names) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write {}", names.map(|name| format!("`{name}`")).join(", ")),
        };
        let source = fields.source();
        fields.problems().push(
            Diagnostic::error(format!("`redirect_files` cannot have `{}`", word.value.escape_debug()))
                .at(source, word.span, "not one of the known words")
                .help(help),
        );
    }
    forms
}

fn one_file(first: RedirectForm, second: RedirectForm) -> Diagnostic {
    let (file, first, second) = (second.file(), first.name(), second.name());
    Diagnostic::error(format!("`{first}` and `{second}` are both written to `{file}`"))
        .help(format!("name the one of the host that serves the site: `{first}` or `{second}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_encoded_for_every_server() {
        let base = BaseUrl::parse("https://example.org/blog/").unwrap();
        let address = |text| RedirectTarget::parse(text).unwrap().address(&base);
        assert_eq!(address("/a b/$1/ü/?q=\"x\"#y{z}"), "/blog/a%20b/%241/%C3%BC/?q=%22x%22#y%7Bz%7D");
        assert_eq!(address("https://ü.example/$1?a=b&c|\\d#e"), "https://xn--tda.example/%241?a=b&c%7C%5Cd#e");
        assert_eq!(address("/"), "/blog/");
    }

    #[test]
    fn other_targets_are_none() {
        for wrong in ["old", "//host/", "javascript:x", "mailto:a@b.example", "/a/../b/", "/a\\b", "", "https://"] {
            assert!(RedirectTarget::parse(wrong).is_err(), "{wrong}");
        }
    }
}
