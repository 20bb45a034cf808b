//! `_redirects`, as Netlify, Cloudflare and GitLab read it: `from to status`, a line each.

use crate::config::Config;
use crate::plan::Redirect;

pub(super) fn list(config: &Config, redirects: &[Redirect]) -> String {
    let mut text = String::new();
    for redirect in redirects {
        text.push_str(&config.base_url.rooted(&redirect.from));
        text.push(' ');
        text.push_str(&redirect.to.address(&config.base_url));
        text.push_str(" 301\n");
    }
    text
}
