//! `vercel.json`, the project configuration of Vercel, with `redirects` and nothing else. A source is a pattern of
//! path-to-regexp, which takes a backslash before what is meant as it stands.

use serde::Serialize;

use crate::config::Config;
use crate::plan::Redirect;

#[derive(Serialize)]
struct Project {
    redirects: Vec<Rule>,
}

#[derive(Serialize)]
struct Rule {
    source: String,
    destination: String,
    #[serde(rename = "statusCode")]
    status_code: u16,
}

pub(super) fn list(config: &Config, redirects: &[Redirect]) -> String {
    let rule = |redirect: &Redirect| Rule {
        source: pattern(&config.base_url.rooted(&redirect.from)),
        destination: redirect.to.address(&config.base_url),
        status_code: 301,
    };
    let project = Project { redirects: redirects.iter().map(rule).collect() };
    // Text and numbers can always be written as JSON.
    let mut json = serde_json::to_string_pretty(&project).unwrap_or_default();
    json.push('\n');
    json
}

fn pattern(path: &str) -> String {
    let mut pattern = String::with_capacity(path.len());
    for c in path.chars() {
        if matches!(c, '(' | ')' | '*' | '+' | '?' | ':' | '{' | '}' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}
