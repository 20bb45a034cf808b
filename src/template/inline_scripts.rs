//! Scripts that stand in templates: what a Content-Security-Policy has to name by digests for them to run.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tera::{Context, Value};

use super::Templates;

impl Templates {
    /// The SHA-256 digests of all scripts that stand in templates, in Base64, sorted (Content Security Policy Level 3, 2.3.1). Of
    /// expressions in them, those of `config` are known; a script that differs from page to page has no digest, and does not run
    /// under a policy.
    #[must_use]
    pub fn inline_scripts(&self, config: &Value) -> Vec<String> {
        let mut context = Context::new();
        context.insert_value("config", config.clone());
        let texts = self.sources.values().flat_map(|source| scripts(&source.text));
        let rendered = texts.filter_map(|script| self.tera.render_str(script, &context, true).ok());
        let mut digests: Vec<String> = rendered
            .map(|script| STANDARD.encode(ring::digest::digest(&ring::digest::SHA256, script.as_bytes())))
            .collect();
        digests.sort();
        digests.dedup();
        digests
    }
}

/// What stands in the `script` elements of a template that browsers would run, or take rules from.
fn scripts(template: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = template;
    while let Some((_, behind)) = rest.split_once("<script") {
        let Some((tag, body)) = behind.split_once('>') else { break };
        let Some((script, behind)) = body.split_once("</script") else { break };
        let is_run = match tag.split_once("type=").map(|(_, kind)| kind.trim_start_matches(['"', '\''])) {
            None => true,
            Some(kind) => {
                ["module", "text/javascript", "speculationrules", "importmap"].iter().any(|run| kind.starts_with(run))
            }
        };
        if is_run && !tag.contains("src=") && !script.is_empty() {
            found.push(script);
        }
        rest = behind;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_that_run_are_found() {
        let template = "<script>a()</script><script src=\"x.js\"></script><script type=\"application/ld+json\">{}</script>\
                        <script type='module'>b()</script><script type=\"speculationrules\">{}</script><script>";
        assert_eq!(scripts(template), ["a()", "b()", "{}"]);
    }
}
