//! The documentation names what the program has.

use std::fs;
use std::path::Path;

use slugline::config::{Config, Level, Rule};

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
        for call in [
            "text(\"",
            "plain(\"",
            "node(\"",
            "flag(\"",
            "number(\"",
            "word(\"",
            "texts(\"",
            "date(fields, \"",
            "mapping(\"",
        ] {
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

#[test]
fn every_property_that_machines_read_is_documented() {
    let documented = read("docs/metadata.md");
    let site = crate::site_test::SiteTest::of("paper");
    site.build_well();
    let mut seen = 0;
    for path in site.outputs().iter().filter(|path| path.ends_with(".html")) {
        let page = site.page(path);
        let named = page.lines().filter_map(|line| line.strip_prefix("<meta property=\"")?.split('"').next());
        let blocks = page.split("<script type=\"application/ld+json\">").skip(1);
        let blocks = blocks.map(|rest| serde_json::from_str(rest.split("</script>").next().unwrap()).unwrap());
        for name in named.map(str::to_owned).chain(blocks.flat_map(|block| names(&block))) {
            let is_plain = documented.contains(&format!("`{name}`"));
            let short = name.strip_prefix("og:image").filter(|rest| !rest.is_empty());
            assert!(
                is_plain || short.is_some_and(|rest| documented.contains(&format!("`{rest}`"))),
                "{path}: `{name}`"
            );
            seen += 1;
        }
    }
    assert!(seen > 100, "{seen}");
}

/// Properties and types of a block, but for those of the language itself and of lists.
fn names(block: &serde_json::Value) -> Vec<String> {
    match block {
        serde_json::Value::Object(entries) => {
            let types = entries.get("@type").and_then(|name| name.as_str()).map(str::to_owned);
            let is_item = types.as_deref() == Some("ListItem");
            let of_lists = ["itemListElement", "numberOfItems"];
            let keys = entries.keys().filter(|key| !key.starts_with('@') && !of_lists.contains(&key.as_str()));
            let keys: Vec<String> = keys.cloned().collect();
            let inner = entries.values().flat_map(names);
            if is_item { inner.collect() } else { types.into_iter().chain(keys).chain(inner).collect() }
        }
        serde_json::Value::Array(items) => items.iter().flat_map(names).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_rule_is_documented_with_its_default_and_two_examples() {
    let documented = read("docs/checking.md");
    let (before, sections) = documented.split_once("\n### `").unwrap();
    let sections: Vec<&str> = sections.split("\n### `").collect();
    let names: Vec<String> =
        sections.iter().map(|section| section.lines().next().unwrap().trim_end_matches('`').to_owned()).collect();
    assert_eq!(names, Rule::ALL.map(Rule::name));
    for (rule, section) in Rule::ALL.into_iter().zip(sections) {
        let name = rule.name();
        let default = match Config::default().level(rule) {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Off => "off",
        };
        assert!(before.contains(&format!("\n| [`{name}`](#{name}) | {default}")), "{name}");
        let (bad, good) = section.split_once("\nGood:\n").unwrap_or_else(|| panic!("{name} has no good example"));
        assert!(bad.contains("\nBad:\n\n```"), "{name} has no bad example");
        assert!(good.trim_start().starts_with("```"), "{name}");
    }
}
