//! `.htaccess`, for Apache with `mod_rewrite`. A path there is a regular expression, seen from the folder of the file.
//! (`Redirect` would take all that only begins like a path, and `RedirectMatch` encode a target once more.)

use std::fmt::Write as _;

use crate::config::Config;
use crate::plan::Redirect;

use super::gone;

pub(super) fn list(config: &Config, redirects: &[Redirect]) -> String {
    let mut text = String::from("# Redirects for Apache.\nRewriteEngine On\n");
    for redirect in redirects {
        // `%1` would be something found before.
        let to = redirect.to.address(&config.base_url).replace('%', "\\%");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "RewriteRule {} {to} [R=301,L,NE]", pattern(&redirect.from));
    }
    for path in gone(config) {
        let _ = writeln!(text, "RewriteRule {} - [G]", pattern(path));
    }
    text
}

/// A regular expression for one path, decoded. (Within quotes, `mod_rewrite` would know no way to write a quote.)
fn pattern(path: &str) -> String {
    let mut pattern = String::from("^");
    for c in path.chars() {
        if matches!(c, ' ' | '.' | '+' | '*' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '^' | '$' | '|') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('$');
    pattern
}
