//! Building template values by hand: shared parts are cloned by reference count, which serializing would not do.

use tera::{Map, Value};

/// A map value with literal keys, in the order written.
macro_rules! object {
    ($($key:literal: $value:expr),* $(,)?) => {{
        let mut map = tera::Map::new();
        $(map.insert(tera::value::Key::Str($key), tera::Value::from($value));)*
        $crate::template::data::map(map)
    }};
}
pub(super) use object;

/// A finished map.
pub(super) fn map(map: Map) -> Value {
    Value::from(map)
}

/// HTML that is not escaped again.
pub(super) fn safe(html: &str) -> Value {
    Value::safe_string(html)
}

/// A list.
pub(super) fn list(values: impl IntoIterator<Item = Value>) -> Value {
    Value::from(values.into_iter().collect::<Vec<Value>>())
}

/// A text, or none.
pub(super) fn text(text: Option<&str>) -> Value {
    text.map_or_else(Value::none, Value::from)
}
