//! Places in object stores, as `publish` and `cache` name them.

use crate::diagnostic::{Diagnostic, Span, Spanned};
use crate::yaml::{Fields, Key, Kind};

/// A place in an object store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StorePlace {
    /// Whose store it is.
    pub kind: StoreKind,
    /// The bucket, or the container.
    pub bucket: String,
    /// What the names of objects begin with there; without slashes at its ends, and empty for the whole bucket.
    pub prefix: String,
    /// Where the store is asked, if not at its maker's.
    pub endpoint: Option<String>,
    /// The region of the bucket, where the store has regions.
    pub region: Option<String>,
    /// Of Azure: the storage account.
    pub account: Option<String>,
}

/// How a store is talked to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StoreKind {
    /// Amazon S3, and the many that speak as it does.
    S3,
    /// Google Cloud Storage.
    Gcs,
    /// Azure Blob Storage.
    Azure,
}

/// As addresses begin.
const SCHEMES: [(&str, StoreKind); 3] = [("s3", StoreKind::S3), ("gs", StoreKind::Gcs), ("az", StoreKind::Azure)];

/// The keys that say more of a store, beside the one that names it.
pub(super) const ENDPOINT: Key =
    Key::new("endpoint", Kind::Url, "Where the store is asked, if it is not its maker's own");
pub(super) const REGION: Key = Key::new("region", Kind::Text, "The region of the bucket");
pub(super) const ACCOUNT: Key = Key::new("account", Kind::Text, "Of Azure: the storage account");

impl StorePlace {
    /// As it is written.
    #[must_use]
    pub fn address(&self) -> String {
        let scheme = SCHEMES.iter().find(|(_, kind)| *kind == self.kind).map_or("", |(scheme, _)| scheme);
        let slash = if self.prefix.is_empty() { "" } else { "/" };
        format!("{scheme}://{}{slash}{}", self.bucket, self.prefix)
    }
}

/// What says more of a store than its address.
pub(super) struct StoreKeys {
    endpoint: Option<Spanned<String>>,
    region: Option<Spanned<String>>,
    account: Option<Spanned<String>>,
}

impl StoreKeys {
    pub(super) fn read(fields: &mut Fields<'_>) -> Self {
        Self { endpoint: endpoint(fields), region: fields.text("region"), account: fields.text("account") }
    }

    /// Refuses what is said of a store where there is none.
    pub(super) fn refuse(&self, fields: &mut Fields<'_>) {
        for (key, written) in [("endpoint", &self.endpoint), ("region", &self.region), ("account", &self.account)] {
            if let Some(written) = written {
                refuse(fields, key, written.span, "object stores");
            }
        }
    }

    /// The store that is `written`.
    pub(super) fn place(self, fields: &mut Fields<'_>, written: &Spanned<String>) -> Option<StorePlace> {
        let Some((kind, bucket, prefix)) = split(&written.value) else {
            let source = fields.source();
            fields.problems().push(
                Diagnostic::error(format!("`{}` is no place in an object store", written.value))
                    .at(
                        source,
                        written.span,
                        "a place is `s3://`, `gs://` or `az://`, a bucket, and what names begin with there",
                    )
                    .help("write for example `s3://my-bucket/news`"),
            );
            return None;
        };
        if let Some(region) = self.region.as_ref().filter(|_| kind != StoreKind::S3) {
            refuse(fields, "region", region.span, "stores at `s3://`");
        }
        if let Some(account) = self.account.as_ref().filter(|_| kind != StoreKind::Azure) {
            refuse(fields, "account", account.span, "stores at `az://`");
        }
        let value = |key: Option<Spanned<String>>| key.map(|text| text.value);
        let (bucket, prefix) = (bucket.to_owned(), prefix.to_owned());
        let endpoint = value(self.endpoint).map(|endpoint| endpoint.trim_end_matches('/').to_owned());
        Some(StorePlace { kind, bucket, prefix, endpoint, region: value(self.region), account: value(self.account) })
    }
}

fn refuse(fields: &mut Fields<'_>, key: &str, span: Span, of: &str) {
    let source = fields.source();
    fields.problems().push(
        Diagnostic::error(format!("`{key}` is a key of {of}"))
            .at(source, span, "nothing reads this here")
            .help(format!("take `{key}` out")),
    );
}

fn endpoint(fields: &mut Fields<'_>) -> Option<Spanned<String>> {
    let written = fields.text("endpoint")?;
    let is_one =
        url::Url::parse(&written.value).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if is_one {
        return Some(written);
    }
    let source = fields.source();
    fields.problems().push(
        Diagnostic::error(format!("`endpoint` cannot be `{}`", written.value))
            .at(source, written.span, "this is no whole address")
            .help("write for example `endpoint: https://s3.fr-par.scw.cloud`"),
    );
    None
}

/// The parts of an address.
fn split(address: &str) -> Option<(StoreKind, &str, &str)> {
    let (scheme, rest) = address.split_once("://")?;
    let (_, kind) = SCHEMES.iter().find(|(known, _)| *known == scheme)?;
    let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    let prefix = prefix.trim_matches('/');
    // Azure serves the container `$web` as a site.
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '$');
    let is_fine = !bucket.is_empty() && bucket.chars().all(is_name) && !prefix.contains("//");
    is_fine.then_some((*kind, bucket, prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_a_scheme_a_bucket_and_a_prefix() {
        assert_eq!(split("s3://news"), Some((StoreKind::S3, "news", "")));
        assert_eq!(split("gs://news/live/"), Some((StoreKind::Gcs, "news", "live")));
        assert_eq!(split("az://$web/a/b"), Some((StoreKind::Azure, "$web", "a/b")));
        for wrong in ["news", "s3:news", "s3://", "https://news", "s3:///a", "s3://me:secret@news", "s3://news/a//b"] {
            assert_eq!(split(wrong), None, "{wrong}");
        }
    }
}
