//! JSON Schema (draft 2020-12) of a YAML document, by which editors complete and check it while it is written.

use serde_json::{Map, Value, json};

use super::keys::{DATE, Key, Keys, Kind};

/// The schema of a document: what it is called, and what it holds.
#[must_use]
pub fn of_document(title: &str, description: &str, kind: Kind) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".to_owned(), title.into());
    schema.insert("description".to_owned(), description.into());
    if let Value::Object(rest) = of_kind(kind) {
        schema.extend(rest);
    }
    Value::Object(schema)
}

/// A mapping: what is not among its keys is an error. A key without a value is as good as none, unless it is required.
fn of_map(keys: Keys) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), of_key(key))).collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
    let twins: Vec<Value> =
        keys.iter().filter_map(|key| Some(json!({"not": {"required": [key.twin?, key.name]}}))).collect();
    let mut schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
    if let Some(schema) = schema.as_object_mut() {
        if !required.is_empty() {
            schema.insert("required".to_owned(), required.into());
        }
        if !twins.is_empty() {
            schema.insert("allOf".to_owned(), twins.into());
        }
    }
    schema
}

fn of_key(key: &Key) -> Value {
    let kind = of_kind(key.kind);
    let mut schema = match (key.is_required, kind) {
        (false, Value::Object(kind)) if !kind.is_empty() => or_nothing(kind),
        (_, kind) => kind,
    };
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("description".to_owned(), key.meaning.into());
    }
    schema
}

/// What may be left empty.
fn or_nothing(mut kind: Map<String, Value>) -> Value {
    if let Some(Value::Array(choices)) = kind.get_mut("anyOf") {
        choices.push(json!({"type": "null"}));
        return Value::Object(kind);
    }
    match kind.get_mut("type") {
        Some(Value::Array(types)) => types.push("null".into()),
        Some(one) => *one = json!([one.clone(), "null"]),
        None => return json!({"anyOf": [kind, {"type": "null"}]}),
    }
    Value::Object(kind)
}

fn of_kind(kind: Kind) -> Value {
    match kind {
        Kind::Text => json!({"type": ["string", "number", "boolean"]}),
        Kind::Form(pattern) => json!({"type": "string", "pattern": pattern}),
        Kind::Date => json!({"type": "string", "pattern": DATE}),
        Kind::Url => json!({"type": "string", "format": "uri", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"}),
        Kind::Flag => json!({"type": "boolean"}),
        Kind::Number(least) => json!({"type": "integer", "minimum": least}),
        Kind::Numbers(least) => {
            let number = of_kind(Kind::Number(least));
            json!({"anyOf": [number, {"type": "array", "items": number}]})
        }
        Kind::Word(words) => json!({"enum": words()}),
        Kind::Words(words) => {
            json!({"anyOf": [{"enum": words()}, {"type": "array", "items": {"enum": words()}}]})
        }
        Kind::Texts => {
            let text = of_kind(Kind::Text);
            json!({"anyOf": [text, {"type": "array", "items": text}]})
        }
        Kind::Map(keys) => of_map(keys),
        Kind::TextOrMap(keys) => json!({"anyOf": [of_kind(Kind::Text), of_map(keys)]}),
        Kind::FlagOrMap(keys) => json!({"anyOf": [of_kind(Kind::Flag), of_map(keys)]}),
        Kind::Maps(keys) => json!({"type": "array", "items": of_map(keys)}),
        Kind::ByName(kind) => match of_kind(*kind) {
            Value::Object(kind) => json!({"type": "object", "additionalProperties": or_nothing(kind)}),
            other => json!({"type": "object", "additionalProperties": other}),
        },
        Kind::Anything => json!({}),
    }
}
