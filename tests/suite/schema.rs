//! `slugline schema`: what it names is what is read, and what is documented. That the reader of a mapping asks for these keys
//! and no others, each in the way that the schema says, is watched by `Fields` whenever a test reads one. Whether a validator
//! says the same as a build is judged by `tests/judges/schemas.py`.

use serde_json::Value;

use crate::site_test::SiteTest;

fn schema(of: &str) -> Value {
    let run = SiteTest::nothing().run(&["schema", of]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    serde_json::from_str(&run.stdout).unwrap()
}

/// The names and meanings of all properties, however deep.
fn properties(schema: &Value, found: &mut Vec<(String, String)>) {
    match schema {
        Value::Object(entries) => {
            for (name, property) in entries.get("properties").and_then(Value::as_object).into_iter().flatten() {
                found.push((name.clone(), property["description"].as_str().unwrap_or_default().to_owned()));
            }
            entries.values().for_each(|inner| properties(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| properties(inner, found)),
        _ => {}
    }
}

#[test]
fn every_key_of_a_schema_is_documented_and_has_a_meaning() {
    let read = |path: &str| std::fs::read_to_string(format!("{}/docs/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let (writing, configuration) = (read("writing.md"), read("configuration.md") + &read("checking.md"));
    for (of, document, least) in [
        ("front-matter", &writing, 30),
        ("site", &configuration, 35),
        ("tags", &configuration, 5),
        ("authors", &configuration, 5),
    ] {
        let mut found = Vec::new();
        properties(&schema(of), &mut found);
        assert!(found.len() >= least, "{of}: {found:?}");
        for (key, meaning) in found {
            assert!(document.contains(&format!("`{key}`")) || document.contains(&format!("{key}:")), "`{key}` of {of}");
            assert!(!meaning.is_empty(), "`{key}` of {of} has no meaning");
        }
    }
}

#[test]
fn words_and_numbers_are_those_that_are_read() {
    let (site, front_matter) = (schema("site"), schema("front-matter"));
    let site = &site["properties"];
    let text = |value: &Value| value.to_string();
    assert!(text(&site["markdown"]["properties"]["html"]).contains(r#"["allow","escape","sanitize"]"#));
    assert!(text(&site["feeds"]["properties"]["tags"]).contains(r#"["rss","atom","json"]"#));
    assert!(text(&site["redirect_files"]).contains(r#"["netlify","cloudflare","vercel","nginx","apache"]"#));
    assert_eq!(
        (&site["paginate_by"]["minimum"], &site["tags"]["properties"]["min_posts"]["minimum"]),
        (&1.into(), &0.into())
    );
    assert!(text(&front_matter["properties"]["type"]).contains(r#"["news","opinion","analysis","review","live"]"#));
    assert_eq!(front_matter["required"], serde_json::json!(["title"]));
    assert_eq!(front_matter["additionalProperties"], false);
}
