//! How a store is found, and who is to be told that one is.

use std::ffi::OsString;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use object_store::ObjectStore;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};
use tokio::runtime::Builder;

use super::connector::{Connector, Signing};
use super::{AT_ONCE, Failure, Patience, Store};
use crate::config::{StoreKind, StorePlace};
use crate::diagnostic::Diagnostic;

impl Store {
    /// Finds a store. Nothing is sent yet.
    ///
    /// # Errors
    /// If the environment does not say who asks, or what it says makes no sense.
    pub fn open(place: &StorePlace, patience: Patience) -> Result<Self, Diagnostic> {
        let address = place.address();
        refuse_line_breaks()?;
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| Diagnostic::error(format!("cannot begin to talk to `{address}`: {error}")))?;
        let made = match place.kind {
            StoreKind::S3 => s3(place, patience),
            StoreKind::Gcs => gcs(place, patience),
            StoreKind::Azure => azure(place, patience),
        };
        let objects = made.map_err(|wrong| match wrong {
            Wrong::Unknown => Diagnostic::error(format!("nobody says who asks `{address}`")).help(who(place.kind)),
            Wrong::Failed(error) => Failure::from(error).problem("use", &address, place.kind),
        })?;
        Ok(Self {
            objects,
            prefix: place.prefix.clone(),
            address,
            kind: place.kind,
            is_unconditional: AtomicBool::new(false),
            runtime,
        })
    }
}

/// Refuses a line break at the end of a secret, which is easily put there and hard to see.
fn refuse_line_breaks() -> Result<(), Diagnostic> {
    let is_ours = |name: &str| name.starts_with("AWS_") || name.starts_with("AZURE_");
    let is_wrong = |(name, value): &(OsString, OsString)| {
        name.to_str().is_some_and(is_ours) && value.to_str().is_none_or(|value| value.chars().any(char::is_control))
    };
    std::env::vars_os().find(is_wrong).map_or(Ok(()), |(name, _)| {
        let name = name.to_string_lossy().into_owned();
        Err(Diagnostic::error(format!("`{name}` in the environment holds a line break, or what is no text"))
            .help(format!("set `{name}` anew, without a line break at its end")))
    })
}

/// Where the environment says who asks.
pub(super) fn who(kind: StoreKind) -> &'static str {
    match kind {
        StoreKind::S3 => "set `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY` in the environment",
        StoreKind::Gcs => {
            "set `GOOGLE_APPLICATION_CREDENTIALS` in the environment to the path of a service account's key"
        }
        StoreKind::Azure => {
            "set `AZURE_STORAGE_ACCOUNT_KEY`, or `AZURE_STORAGE_SAS_KEY`, in the environment, and `account` in `site.yaml`"
        }
    }
}

/// Why there is no store.
enum Wrong {
    /// Nothing in the environment says who asks.
    Unknown,
    /// What is there makes no sense.
    Failed(object_store::Error),
}

impl From<object_store::Error> for Wrong {
    fn from(error: object_store::Error) -> Self {
        Self::Failed(error)
    }
}

/// Whether one of these variables is set. Without, the crate would ask for the role of a machine in the cloud, which on all others
/// takes minutes to fail.
fn is_set(variables: &[&str]) -> Result<(), Wrong> {
    let is_one = |name: &&str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if variables.iter().any(is_one) { Ok(()) } else { Err(Wrong::Unknown) }
}

fn s3(place: &StorePlace, patience: Patience) -> Result<Arc<dyn ObjectStore>, Wrong> {
    is_set(&[
        "AWS_ACCESS_KEY_ID",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "AWS_METADATA_ENDPOINT",
    ])?;
    let mut builder = AmazonS3Builder::from_env().with_bucket_name(&place.bucket).with_retry(patience.retry());
    if let Some(endpoint) = &place.endpoint {
        builder = builder.with_endpoint(endpoint);
    }
    if let Some(region) = &place.region {
        builder = builder.with_region(region);
    }
    if builder.get_config_value(&AmazonS3ConfigKey::Endpoint).is_some_and(|endpoint| endpoint.starts_with("http://")) {
        builder = builder.with_allow_http(true);
    }
    let region = builder.get_config_value(&AmazonS3ConfigKey::Region).unwrap_or_else(|| "us-east-1".to_owned());
    let signing = Arc::new(Signing { region, ..Signing::default() });
    let store = builder.with_http_connector(Connector::new(signing.clone(), patience, AT_ONCE)).build()?;
    // It is the only one to set it.
    let _ = signing.credentials.set(store.credentials().clone());
    Ok(Arc::new(store))
}

fn gcs(place: &StorePlace, patience: Patience) -> Result<Arc<dyn ObjectStore>, Wrong> {
    is_set(&[
        "GOOGLE_APPLICATION_CREDENTIALS",
        "GOOGLE_SERVICE_ACCOUNT",
        "GOOGLE_SERVICE_ACCOUNT_PATH",
        "GOOGLE_SERVICE_ACCOUNT_KEY",
    ])?;
    let mut builder =
        GoogleCloudStorageBuilder::from_env().with_bucket_name(&place.bucket).with_retry(patience.retry());
    // As Google's own programs read it.
    if let Ok(path) = std::env::var("GOOGLE_APPLICATION_CREDENTIALS") {
        builder = builder.with_config(GoogleConfigKey::ApplicationCredentials, path);
    }
    if let Some(endpoint) = &place.endpoint {
        builder = builder.with_base_url(endpoint);
    }
    let connector = Connector::new(Arc::default(), patience, AT_ONCE);
    Ok(Arc::new(builder.with_http_connector(connector).build()?))
}

fn azure(place: &StorePlace, patience: Patience) -> Result<Arc<dyn ObjectStore>, Wrong> {
    is_set(&[
        "AZURE_STORAGE_ACCOUNT_KEY",
        "AZURE_STORAGE_ACCESS_KEY",
        "AZURE_STORAGE_SAS_KEY",
        "AZURE_STORAGE_SAS_TOKEN",
        "AZURE_STORAGE_TOKEN",
        "AZURE_STORAGE_CLIENT_SECRET",
        "AZURE_CLIENT_SECRET",
        "AZURE_FEDERATED_TOKEN_FILE",
    ])?;
    let mut builder = MicrosoftAzureBuilder::from_env().with_container_name(&place.bucket).with_retry(patience.retry());
    if let Some(account) = &place.account {
        builder = builder.with_account(account);
    }
    if let Some(endpoint) = &place.endpoint {
        builder = builder.with_endpoint(endpoint.clone());
    }
    if builder.get_config_value(&AzureConfigKey::Endpoint).is_some_and(|endpoint| endpoint.starts_with("http://")) {
        builder = builder.with_allow_http(true);
    }
    let connector = Connector::new(Arc::default(), patience, AT_ONCE);
    Ok(Arc::new(builder.with_http_connector(connector).build()?))
}
