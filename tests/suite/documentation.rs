//! The documentation names what the program has.

use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Words in double quotes that stand before a colon or comma, as keys of values and names of variables do.
fn keys(text: &str) -> Vec<&str> {
    text.lines()
        .map(str::trim_start)
        .filter_map(|line| line.strip_prefix('"').or_else(|| line.strip_prefix("context.insert_value(\"")))
        .filter_map(|rest| rest.split_once('"'))
        .filter(|(_, behind)| behind.starts_with(':') || behind.starts_with(", "))
        .map(|(key, _)| key)
        .collect()
}

#[test]
fn every_name_that_templates_see_is_documented() {
    let documented = read("docs/templates.md");
    for file in ["mod.rs", "shared.rs", "post.rs", "lists.rs"] {
        let text = read(&format!("src/template/views/{file}"));
        let keys = keys(&text);
        assert!(!keys.is_empty(), "{file}");
        for key in keys {
            let named = [format!("`{key}`"), format!(".{key}`"), format!("`{key}(")];
            assert!(
                named.iter().any(|name| documented.contains(name)),
                "`{key}` of {file} is not in docs/templates.md"
            );
        }
    }
}

#[test]
fn every_key_that_writers_and_owners_can_write_is_documented() {
    let (writing, configuration) = (read("docs/writing.md"), read("docs/configuration.md"));
    let asked = |text: &str, document: &str, of: &str| {
        for call in ["text(\"", "plain(\"", "node(\"", "flag(\"", "number(\"", "word(\"", "texts(\"", "date(fields, \""]
        {
            for (at, _) in text.match_indices(call) {
                let key = text[at + call.len()..].split('"').next().unwrap();
                assert!(
                    document.contains(&format!("`{key}`")) || document.contains(&format!("{key}:")),
                    "`{key}` {of}"
                );
            }
        }
    };
    asked(&read("src/content/front_matter/mod.rs"), &writing, "is not in docs/writing.md");
    for file in ["mod.rs", "tags.rs", "authors.rs", "feeds.rs", "redirects.rs"] {
        asked(&read(&format!("src/config/{file}")), &configuration, "is not in docs/configuration.md");
    }
}
