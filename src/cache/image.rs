//! The image of a site: everything that was read and worked out, but for the texts themselves.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::content::post::Content;
use crate::site::{Entry, Site};

use super::sections::Sections;

/// So many posts stand in a section: sections are read in parallel.
const POSTS: usize = 256;

/// A site as it was when it was built, with what was read and not shown. The sources have no text.
#[derive(Debug)]
pub struct Image {
    /// The site, without configuration and instant.
    pub site: Site,
    /// Posts and pages that were left out.
    pub hidden: Vec<Content>,
}

#[derive(Serialize)]
struct Borrowed<'i> {
    site: &'i Site,
    hidden: &'i [Content],
}

#[derive(Deserialize)]
struct Owned {
    site: Site,
    hidden: Vec<Content>,
}

impl Image {
    /// The image of a site, to be saved.
    #[must_use]
    pub fn to_sections(site: &Site, hidden: &[Content]) -> Vec<Vec<u8>> {
        // None of it can fail to be written down; were it so, the file would be no image.
        let rest = postcard::to_stdvec(&Borrowed { site, hidden }).unwrap_or_default();
        let mut sections = vec![rest];
        sections.par_extend(site.posts.par_chunks(POSTS).map(|posts| postcard::to_stdvec(posts).unwrap_or_default()));
        sections
    }

    pub(super) fn from_sections(sections: &Sections) -> Option<Self> {
        let mut sections = sections.iter();
        let Owned { mut site, hidden } = postcard::from_bytes(sections.next()?).ok()?;
        let chunks: Vec<&[u8]> = sections.collect();
        let chunks: Option<Vec<Vec<Entry>>> = chunks.par_iter().map(|chunk| postcard::from_bytes(chunk).ok()).collect();
        site.posts = chunks?.into_iter().flatten().collect();
        Some(Self { site, hidden })
    }
}
