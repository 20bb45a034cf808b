//! The key `assets` of `site.yaml`: what becomes of static files.

use crate::yaml::{Fields, Key, Keys, Kind, Value};

/// What becomes of static files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AssetsConfig {
    /// Whether style sheets are put together with what they import, and written without what no browser needs.
    pub minify: bool,
    /// Whether templates are given names that change with what is in the files.
    pub fingerprint: bool,
}

impl Default for AssetsConfig {
    fn default() -> Self {
        Self { minify: true, fingerprint: true }
    }
}

impl AssetsConfig {
    /// Files are published as they are, under their own names.
    const OFF: Self = Self { minify: false, fingerprint: false };
}

/// Of `assets`.
pub(super) const KEYS: Keys = &[
    Key::new("minify", Kind::Flag, "Whether style sheets are put together with what they import, and minified"),
    Key::new("fingerprint", Kind::Flag, "Whether `asset()` gives names that change with what is in the files"),
];

/// Reads `assets`, which may be `false`.
pub(super) fn read(fields: &mut Fields<'_>) -> AssetsConfig {
    let default = AssetsConfig::default();
    match fields.node("assets").map(|node| &node.value) {
        Some(Value::Bool(true)) | None => default,
        Some(Value::Bool(false)) => AssetsConfig::OFF,
        Some(_) => fields.mapping("assets", |fields| {
            fields.expect(KEYS);
            AssetsConfig {
                minify: fields.flag("minify", default.minify),
                fingerprint: fields.flag("fingerprint", default.fingerprint),
            }
        }),
    }
}
