//! `_redirects`: `from to status`, a line each. Netlify serves a page that stands at the path, that of the redirect here, unless
//! the status ends in `!`. Cloudflare takes numbers alone, and looks at redirects before it looks at files; GitLab takes
//! numbers alone as well, and serves the page.

use crate::config::Config;
use crate::plan::Redirect;

pub(super) fn list(config: &Config, redirects: &[Redirect], status: &str) -> String {
    let mut text = String::new();
    for redirect in redirects {
        let (from, to) = (config.base_url.rooted(&redirect.from), redirect.to.address(&config.base_url));
        text.extend([&from, " ", &to, " ", status, "\n"]);
    }
    text
}
