//! Lists of redirects, in the forms that servers read. Each path is matched as a whole and once: none leads more than its
//! own address on.

mod apache;
mod nginx;
mod underscore;
mod vercel;

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::config::{Config, RedirectForm};
use crate::plan::Redirect;

/// All redirects in one form, and what is gone, where the form can say so.
pub(super) fn list(form: RedirectForm, config: &Config, redirects: &[Redirect]) -> String {
    match form {
        RedirectForm::Netlify => underscore::list(config, redirects, "301!"),
        RedirectForm::Cloudflare => underscore::list(config, redirects, "301"),
        RedirectForm::Vercel => vercel::list(config, redirects),
        RedirectForm::Nginx => nginx::list(config, redirects),
        RedirectForm::Apache => apache::list(config, redirects),
    }
}

/// Site paths that are gone on purpose, sorted, each once.
fn gone(config: &Config) -> Vec<&str> {
    let mut gone: Vec<&str> =
        config.redirects.gone.iter().map(|path| path.value.strip_prefix('/').unwrap_or(&path.value)).collect();
    gone.sort_unstable();
    gone.dedup();
    gone
}

/// The path of the site's address, decoded, as servers match it: `/`, or `/blog/`.
fn base_path(config: &Config) -> Cow<'_, str> {
    percent_decode_str(config.base_url.path()).decode_utf8_lossy()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{BaseUrl, RedirectTarget, Redirects};
    use crate::diagnostic::{Span, Spanned};

    /// Paths with all that has a meaning in one of the forms.
    fn hostile() -> (Config, Vec<Redirect>) {
        let paths = [
            "a b/\"c\"/",
            "c++ (old) [x]/$1/${HOME}.html",
            "ü/日本",
            "100%/a;b{c}|d^e",
            "it's/<b>&amp;/",
            "~old/!x/=y",
        ];
        let spanned = |path: &str| Spanned::new(format!("/{path}"), Span::default());
        let config = Config {
            base_url: BaseUrl::parse("https://example.org/my blog/").unwrap_or_default(),
            redirects: Redirects { gone: paths.map(spanned).to_vec(), ..Redirects::default() },
            ..Config::default()
        };
        let to = |at: usize| match at % 2 {
            0 => RedirectTarget::page("2025/10/new $1/"),
            _ => RedirectTarget::Elsewhere("https://shop.example/a%20b/?q=1&r=%241#top".to_owned()),
        };
        let redirects =
            paths.iter().enumerate().map(|(at, path)| Redirect { from: (*path).to_owned(), to: to(at) }).collect();
        (config, redirects)
    }

    #[test]
    fn hostile_paths_stay_what_they_are() {
        let (config, redirects) = hostile();
        let all = [
            RedirectForm::Netlify,
            RedirectForm::Cloudflare,
            RedirectForm::Vercel,
            RedirectForm::Nginx,
            RedirectForm::Apache,
        ];
        let lists = all.map(|form| format!("## {}: {}\n{}", form.name(), form.file(), list(form, &config, &redirects)));
        insta::assert_snapshot!(lists.join("\n"));
    }

    #[test]
    fn the_list_for_vercel_is_json() {
        let (config, redirects) = hostile();
        let value: serde_json::Value = serde_json::from_str(&vercel::list(&config, &redirects)).unwrap();
        let rules = value.get("redirects").and_then(serde_json::Value::as_array);
        assert_eq!(rules.map(Vec::len), Some(redirects.len()));
    }
}
