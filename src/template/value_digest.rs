//! Digests of template values: two that are equal show the same. What is digested is the very value that templates see, so
//! no second description of a page can fall behind the first.

use std::collections::HashMap;

use rayon::prelude::*;
use tera::value::Key;
use tera::{Map, Value};

use crate::digest::{Digest, Parts};

/// Digests of maps that stand in many values, each worked out once. A map is known by its address, so none of them may be
/// dropped as long as this is used.
#[derive(Debug, Default)]
pub(super) struct Known(HashMap<usize, Digest>);

impl Known {
    /// Adds values that are shared; those that stand in others come first.
    pub(super) fn add<'v>(&mut self, values: impl Iterator<Item = &'v Value>) {
        let maps: Vec<&Map> = values.filter_map(Value::as_map).collect();
        let digests: Vec<(usize, Digest)> = maps.par_iter().map(|map| (address(map), of_map(map, self))).collect();
        self.0.extend(digests);
    }
}

fn address(map: &Map) -> usize {
    std::ptr::from_ref(map).addr()
}

/// The digest of a value.
pub(super) fn of(value: &Value, known: &Known) -> Digest {
    let mut parts = Parts::new();
    add(&mut parts, value, known);
    parts.finish()
}

fn of_map(map: &Map, known: &Known) -> Digest {
    let mut parts = Parts::new();
    parts.number(map.len() as u64);
    for (key, value) in map {
        match key {
            Key::Str(text) => parts.text(text),
            Key::String(text) => parts.text(text),
            other => parts.mark(b'k').text(&other.as_value().to_string()),
        };
        add(&mut parts, value, known);
    }
    parts.finish()
}

/// Adds a value to a digest in the making.
///
/// Maps and lists stand as digests of their own, so that it makes no difference which of them are known already.
pub(super) fn add(parts: &mut Parts, value: &Value, known: &Known) {
    if let Some(text) = value.as_str() {
        parts.mark(if value.is_safe() { b'h' } else { b't' }).text(text);
    } else if let Some(map) = value.as_map() {
        let digest = known.0.get(&address(map)).copied();
        parts.mark(b'm').digest(digest.unwrap_or_else(|| of_map(map, known)));
    } else if let Some(items) = value.as_array() {
        let mut inner = Parts::new();
        inner.number(items.len() as u64);
        for item in items {
            add(&mut inner, item, known);
        }
        parts.mark(b'l').digest(inner.finish());
    } else if let Some(flag) = value.as_bool() {
        parts.mark(if flag { b'1' } else { b'0' });
    } else {
        // Numbers, bytes, nothing: what is shown of them tells them apart, with what they are.
        parts.mark(b'o').text(value.name()).text(&value.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::data::{list, object, safe};

    fn digest(value: &Value) -> Digest {
        of(value, &Known::default())
    }

    #[test]
    fn values_that_show_differently_differ() {
        let values = [
            Value::from("1"),
            safe("1"),
            Value::from(1_u64),
            Value::from(1.5),
            Value::from(true),
            Value::none(),
            Value::undefined(),
            list([Value::from("1")]),
            list([]),
            object! { "a": "1" },
            object! { "b": "1" },
            object! { "a": "1", "b": "2" },
            object! { "b": "2", "a": "1" },
            object! { "a": object! { "a": "1" } },
        ];
        let mut digests: Vec<Digest> = values.iter().map(digest).collect();
        digests.sort();
        digests.dedup();
        assert_eq!(digests.len(), values.len());
    }

    #[test]
    fn a_known_map_makes_no_difference() {
        let shared = object! { "title": "The tides turn", "tags": list([object! { "name": "AI" }]) };
        let page = object! { "next": shared.clone(), "all": list([shared.clone(), shared.clone()]) };
        let mut known = Known::default();
        known.add([&shared].into_iter());
        assert_eq!(of(&page, &known), digest(&page));
    }
}
