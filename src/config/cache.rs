//! The key `cache` of `site.yaml`: what several machines share of what builds keep.

use super::store::{self, StoreKeys, StorePlace};
use crate::yaml::{Fields, Key, Keys, Kind};

/// Of `cache`.
pub(super) const KEYS: Keys = &[
    Key::new("remote", Kind::Text, "A place in an object store: `s3://bucket/prefix`, `gs://…` or `az://…`"),
    store::ENDPOINT,
    store::REGION,
    store::ACCOUNT,
];

/// Reads `cache`.
pub(super) fn read(fields: &mut Fields<'_>) -> Option<StorePlace> {
    fields.mapping("cache", |fields| {
        fields.expect(KEYS);
        let (remote, more) = (fields.text("remote"), StoreKeys::read(fields));
        let Some(remote) = remote else {
            more.refuse(fields);
            return None;
        };
        more.place(fields, &remote)
    })
}
