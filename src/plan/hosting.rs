//! Files that static hosts read.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::site::Site;
use crate::source::RawFiles;

use super::{Origin, Output, OutputKind};

/// The folder of variants of pictures, whose names tell what is in them.
const PICTURES: &str = "images/";

/// A file that static hosts read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostingFile {
    /// `_headers`: by paths, what a host says along with a file.
    Headers {
        /// What may be kept for ever: paths under which nothing else will ever be published, `*` for all in a folder.
        lasting: Arc<[String]>,
    },
    /// `.nojekyll`, which is empty.
    NoJekyll,
    /// `CNAME`: the domain.
    Cname,
    /// The key by which search engines know that it is the site that tells them of its pages.
    IndexKey(String),
}

/// Those that the site asks for, but for those that it has itself. `outputs` are all others, `lasting` static files under
/// names that tell their contents.
pub(super) fn outputs(site: &Site, statics: &RawFiles, outputs: &[Output], mut lasting: Vec<String>) -> Vec<Output> {
    let hosting = site.config.hosting;
    let keys: BTreeSet<&String> = site
        .config
        .publish
        .iter()
        .filter_map(|target| target.announce.indexnow.as_ref())
        .map(|told| &told.key)
        .collect();
    let mut found = Vec::new();
    let mut add = |path: &str, kind: HostingFile| {
        if !statics.contains_key(path) {
            let origin = Origin::Site(format!("`{path}`"));
            found.push(Output { path: path.to_owned(), kind: OutputKind::Hosting(kind), origin });
        }
    };
    if hosting.headers {
        let mut in_folder = outputs.iter().filter(|output| output.path.starts_with(PICTURES)).peekable();
        let is_picture = |output: &Output| matches!(output.kind, OutputKind::Picture(_));
        if in_folder.peek().is_some() && in_folder.all(is_picture) {
            lasting.push(format!("{PICTURES}*"));
        }
        lasting.sort();
        add("_headers", HostingFile::Headers { lasting: lasting.into() });
    }
    if hosting.nojekyll {
        add(".nojekyll", HostingFile::NoJekyll);
    }
    if hosting.cname {
        add("CNAME", HostingFile::Cname);
    }
    for key in keys {
        add(&format!("{key}.txt"), HostingFile::IndexKey(key.clone()));
    }
    found
}
