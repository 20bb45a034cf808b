//! `redirects.nginx.conf`: a location for each path, to be included in a `server` block. (A `map` would be read without
//! regard to case, and has a limit to the length of its keys.)

use std::fmt::Write as _;

use crate::config::Config;
use crate::plan::Redirect;

use super::{base_path, gone};

pub(super) fn list(config: &Config, redirects: &[Redirect]) -> String {
    let mut text = String::from(
        "# Redirects for nginx. In the `server` block of the site:\n\
         #     include /path/to/redirects.nginx.conf;\n",
    );
    let base = base_path(config);
    for redirect in redirects {
        let from = literal(&format!("{base}{}", redirect.from));
        let mut to = redirect.to.address(&config.base_url);
        if !to.contains(['?', '#']) {
            // What was asked for goes along, as it does with other servers.
            to.push_str("$is_args$args");
        }
        // Writing to a string cannot fail.
        let _ = writeln!(text, "location = {from} {{ return 301 {}; }}", quoted(&to));
    }
    for path in gone(config) {
        let path = literal(&format!("{base}{path}"));
        let _ = writeln!(text, "location = {path} {{ return 410; }}");
    }
    text
}

/// A path as nginx matches it: decoded. The name of a location knows no variables.
fn literal(path: &str) -> String {
    quoted(&path.replace('\\', "\\\\"))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\""))
}
