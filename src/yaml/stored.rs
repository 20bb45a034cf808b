//! The tree as the build cache keeps it, places and all. (Serialized plainly, a tree is what templates see of it.)

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::diagnostic::{Span, Spanned};

use super::{Node, Value};

#[derive(Serialize, Deserialize)]
struct Stored {
    value: StoredValue,
    span: Span,
}

#[derive(Serialize, Deserialize)]
enum StoredValue {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    List(Vec<Stored>),
    Map(Vec<(Spanned<String>, Stored)>),
}

impl From<&Node> for Stored {
    fn from(node: &Node) -> Self {
        let value = match &node.value {
            Value::Null => StoredValue::Null,
            Value::Bool(value) => StoredValue::Bool(*value),
            Value::Int(value) => StoredValue::Int(*value),
            Value::Float(value) => StoredValue::Float(*value),
            Value::Text(value) => StoredValue::Text(value.clone()),
            Value::List(items) => StoredValue::List(items.iter().map(Self::from).collect()),
            Value::Map(entries) => {
                StoredValue::Map(entries.iter().map(|(key, value)| (key.clone(), Self::from(value))).collect())
            }
        };
        Self { value, span: node.span }
    }
}

impl From<Stored> for Node {
    fn from(stored: Stored) -> Self {
        let value = match stored.value {
            StoredValue::Null => Value::Null,
            StoredValue::Bool(value) => Value::Bool(value),
            StoredValue::Int(value) => Value::Int(value),
            StoredValue::Float(value) => Value::Float(value),
            StoredValue::Text(value) => Value::Text(value),
            StoredValue::List(items) => Value::List(items.into_iter().map(Self::from).collect()),
            StoredValue::Map(entries) => {
                Value::Map(entries.into_iter().map(|(key, value)| (key, Self::from(value))).collect())
            }
        };
        Self { value, span: stored.span }
    }
}

/// For `#[serde(with = …)]`.
///
/// # Errors
/// Those of the serializer.
pub fn serialize<S: Serializer>(node: &Option<Node>, serializer: S) -> Result<S::Ok, S::Error> {
    node.as_ref().map(Stored::from).serialize(serializer)
}

/// For `#[serde(with = …)]`.
///
/// # Errors
/// Those of the deserializer.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Node>, D::Error> {
    Ok(Option::<Stored>::deserialize(deserializer)?.map(Node::from))
}
