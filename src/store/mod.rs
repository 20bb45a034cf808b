//! Object stores: S3 and what speaks like it, Google Cloud Storage, Azure Blob Storage. The `object_store` crate talks to them;
//! who somebody is comes from the environment alone.

mod connector;
mod failure;
mod open;
mod patience;

use std::collections::HashSet;
use std::fs::File;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;
use object_store::path::Path;
use object_store::{
    Attribute, Attributes, GetOptions, ObjectStore, ObjectStoreExt, PutMultipartOptions, PutOptions, PutPayload,
    WriteMultipart,
};
use tokio::runtime::Runtime;
use ureq::http::HeaderValue;

use crate::config::StoreKind;
use crate::diagnostic::Diagnostic;

pub use failure::Failure;
pub use object_store::{PutMode, UpdateVersion};
pub use patience::Patience;

/// So many requests are under way at a time.
pub const AT_ONCE: usize = 16;

/// Of a file that is sent in parts: bytes of one, and so many are under way at a time.
const PART: usize = 8 << 20;
const PARTS_AT_ONCE: usize = 4;

/// How long to wait before deleting is tried again; after the last time, not at all.
const PAUSES: [Option<Duration>; 4] =
    [Some(Duration::from_millis(500)), Some(Duration::from_secs(2)), Some(Duration::from_secs(8)), None];

/// A place in an object store.
#[derive(Debug)]
pub struct Store {
    objects: Arc<dyn ObjectStore>,
    /// What all names begin with.
    prefix: String,
    /// As `site.yaml` names it, for reports.
    address: String,
    kind: StoreKind,
    /// Whether it is known to know no conditions.
    is_unconditional: AtomicBool,
    runtime: Runtime,
}

/// What an object is beside its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers {
    /// Its type.
    pub content_type: String,
    /// Who may keep it, and for how long.
    pub cache_control: Option<&'static str>,
    /// How its bytes are packed.
    pub content_encoding: Option<&'static str>,
    /// Where it leads on to, if it does nothing else: a path of the site, or an address.
    pub leads_to: Option<String>,
}

/// An object as it was read.
#[derive(Debug, Clone)]
pub struct Object {
    /// Its bytes.
    pub bytes: Bytes,
    /// Which of its versions it is, for those that change it under the condition that nobody else does.
    pub version: UpdateVersion,
}

impl Store {
    /// As `site.yaml` names it.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Whether an object can say that it only leads on.
    #[must_use]
    pub fn has_redirects(&self) -> bool {
        self.kind == StoreKind::S3
    }

    /// Whether something can be written under the condition that nobody else has, as far as is known.
    #[must_use]
    pub fn heeds_conditions(&self) -> bool {
        !self.is_unconditional.load(Ordering::Relaxed)
    }

    /// Does something with it to the end.
    pub fn run<T>(&self, doing: impl Future<Output = T>) -> T {
        self.runtime.block_on(doing)
    }

    /// An object; none if there is none.
    ///
    /// # Errors
    /// If the store says no, or nothing.
    pub async fn get(&self, name: &str) -> Result<Option<Object>, Failure> {
        let found = match self.objects.get_opts(&self.path(name)?, GetOptions::default()).await {
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            found => found?,
        };
        let version = UpdateVersion { e_tag: found.meta.e_tag.clone(), version: found.meta.version.clone() };
        Ok(Some(Object { bytes: found.bytes().await?, version }))
    }

    /// Whether there is such an object.
    ///
    /// # Errors
    /// If the store says no, or nothing.
    pub async fn has(&self, name: &str) -> Result<bool, Failure> {
        match self.objects.head(&self.path(name)?).await {
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            found => Ok(found.map(|_| true)?),
        }
    }

    /// Names of all objects.
    ///
    /// # Errors
    /// If the store says no, or nothing.
    pub async fn list(&self) -> Result<Vec<String>, Failure> {
        use futures_util::TryStreamExt;
        let prefix = Path::parse(&self.prefix).map_err(object_store::Error::from)?;
        let found: Vec<_> = self.objects.list(Some(&prefix)).try_collect().await?;
        let skipped = if self.prefix.is_empty() { 0 } else { self.prefix.len() + 1 };
        Ok(found.iter().filter_map(|found| found.location.as_ref().get(skipped..).map(str::to_owned)).collect())
    }

    /// Writes an object whole, or not at all; gives its version.
    ///
    /// # Errors
    /// If the store says no, or nothing; of a mode with a condition, if that does not hold ([`Failure::is_late`]).
    pub async fn put(
        &self,
        name: &str,
        bytes: Bytes,
        headers: &Headers,
        mode: PutMode,
    ) -> Result<UpdateVersion, Failure> {
        let mut options = PutOptions { mode, attributes: headers.attributes(), ..PutOptions::default() };
        let place = headers
            .leads_to
            .as_ref()
            .filter(|_| self.has_redirects())
            .and_then(|place| HeaderValue::from_str(place).ok());
        if let Some(place) = place {
            options.extensions.insert(connector::LeadsTo(place));
        }
        let is_conditional = options.mode != PutMode::Overwrite;
        let done = self.objects.put_opts(&self.path(name)?, PutPayload::from_bytes(bytes), options).await;
        let done = done.map_err(Failure::from).inspect_err(|failure| {
            if is_conditional && failure.is_unknown_to_the_store() {
                self.is_unconditional.store(true, Ordering::Relaxed);
            }
        })?;
        Ok(UpdateVersion { e_tag: done.e_tag, version: done.version })
    }

    /// Writes an object of any size, in parts, as long as it is wanted; whether it is there.
    ///
    /// # Errors
    /// If the store says no, or nothing, or the file cannot be read.
    pub async fn put_file(
        &self,
        name: &str,
        mut file: File,
        headers: &Headers,
        is_wanted: impl Fn() -> bool,
    ) -> Result<bool, Failure> {
        let options = PutMultipartOptions { attributes: headers.attributes(), ..PutMultipartOptions::default() };
        let upload = self.objects.put_multipart_opts(&self.path(name)?, options).await?;
        let mut upload = WriteMultipart::new_with_chunk_size(upload, PART);
        let mut part = vec![0; PART];
        let done = loop {
            if !is_wanted() {
                break Ok(false);
            }
            let length = match file.read(&mut part) {
                Ok(0) => break Ok(true),
                Ok(length) => length,
                Err(error) => break Err(object_store::Error::Generic { store: "file", source: error.into() }),
            };
            if let Err(error) = upload.wait_for_capacity(PARTS_AT_ONCE).await {
                break Err(error);
            }
            upload.write(part.get(..length).unwrap_or_default());
        };
        if let Ok(true) = done {
            upload.finish().await?;
            return Ok(true);
        }
        // Parts that nobody puts together are paid for.
        let _ = upload.abort().await;
        Ok(done?)
    }

    /// Removes objects; that one is gone already is fine.
    ///
    /// # Errors
    /// If the store says no, or nothing.
    pub async fn delete(&self, names: &[String], mut done: impl FnMut()) -> Result<(), Failure> {
        use futures_util::StreamExt;
        let mut left: Vec<Path> = names.iter().map(|name| self.path(name)).collect::<Result<_, _>>()?;
        // The crate does not try it again by itself when a connection is cut.
        for pause in PAUSES {
            let paths = futures_util::stream::iter(left.clone().into_iter().map(Ok)).boxed();
            let mut removed = self.objects.delete_stream(paths);
            let (mut gone, mut failure) = (HashSet::new(), None);
            // After a failure too, what is under way comes to its end.
            while let Some(one) = removed.next().await {
                match one {
                    Ok(path) => {
                        gone.insert(path);
                    }
                    Err(object_store::Error::NotFound { .. }) => {}
                    Err(error) => failure = failure.or(Some(error)),
                }
            }
            let Some(error) = failure else {
                (0..left.len()).for_each(|_| done());
                return Ok(());
            };
            left.retain(|path| {
                let is_gone = gone.contains(path);
                if is_gone {
                    done();
                }
                !is_gone
            });
            let failure = Failure::from(error);
            match pause {
                Some(pause) if failure.is_passing() => tokio::time::sleep(pause).await,
                _ => return Err(failure),
            }
        }
        Ok(())
    }

    /// A failure as a report of what could not be done here.
    #[must_use]
    pub fn problem(&self, doing: &str, failure: &Failure) -> Diagnostic {
        failure.problem(doing, &self.address, self.kind)
    }

    fn path(&self, name: &str) -> Result<Path, Failure> {
        let path = if self.prefix.is_empty() { name.to_owned() } else { format!("{}/{name}", self.prefix) };
        Ok(Path::parse(path).map_err(object_store::Error::from)?)
    }
}

impl Headers {
    fn attributes(&self) -> Attributes {
        let mut attributes = Attributes::new();
        if !self.content_type.is_empty() {
            attributes.insert(Attribute::ContentType, self.content_type.clone().into());
        }
        let more = [(Attribute::CacheControl, self.cache_control), (Attribute::ContentEncoding, self.content_encoding)];
        for (attribute, value) in more {
            if let Some(value) = value {
                attributes.insert(attribute, value.into());
            }
        }
        attributes
    }
}
