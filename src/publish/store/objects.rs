//! What each output is as an object: its type, who may keep it for how long, how it is packed, and where it leads on to.

use std::fs::File;
use std::io::Seek;
use std::path::PathBuf;

use crate::config::Encoding;
use crate::diagnostic::Diagnostic;
use crate::digest::{Digest, Parts};
use crate::http::{FOR_EVER, media_type};
use crate::publish::edition::{Edition, changed_meanwhile, is_lasting, read};
use crate::publish::pack::{is_worth_packing, pack};
use crate::store::Headers;

/// What may change is asked for again after a minute: a correction is seen soon, and a rush of readers comes to few requests.
const A_MINUTE: &str = "public, max-age=60";

/// Pages that lead on are shorter than this.
const SHORT: usize = 4096;

/// What the headers are made by. Whoever changes them changes this, and everything is sent anew.
const FORM: &str = "1";

/// How outputs become objects.
#[derive(Debug, Clone, Copy)]
pub(super) struct Objects {
    /// How texts are packed.
    pub(super) encoding: Option<Encoding>,
    /// Whether the store knows redirects.
    pub(super) redirects: bool,
}

/// An output that is to be sent, apart from the edition.
pub(super) struct Output {
    pub(super) out: PathBuf,
    pub(super) path: String,
    pub(super) digest: Digest,
}

impl Output {
    /// The file, if it is still that of the edition.
    pub(super) fn open(&self) -> Result<File, Diagnostic> {
        let path = self.out.join(&self.path);
        let failed = |error: std::io::Error| Diagnostic::io("read", &path, &error);
        let mut file = File::open(&path).map_err(failed)?;
        if Digest::of_reader(&file).map_err(failed)? != self.digest {
            return Err(changed_meanwhile(&path));
        }
        file.rewind().map_err(failed)?;
        Ok(file)
    }
}

impl Objects {
    /// The edition as objects: what tells one from another is not its bytes alone. Redirects follow from the bytes.
    pub(super) fn edition(self, edition: &Edition) -> Edition {
        let mut objects = edition.clone();
        for (path, digest) in &mut objects.files {
            let headers = self.headers(path);
            let mut parts = Parts::new();
            parts.digest(*digest).text(FORM).text(&headers.content_type);
            parts.text(headers.cache_control.unwrap_or_default());
            parts.text(headers.content_encoding.unwrap_or_default());
            *digest = parts.finish();
        }
        objects
    }

    /// All but where it leads on to.
    pub(super) fn headers(self, path: &str) -> Headers {
        let encoding = self.encoding.filter(|_| is_worth_packing(path));
        Headers {
            content_type: media_type(path),
            cache_control: Some(if is_lasting(path) { FOR_EVER } else { A_MINUTE }),
            content_encoding: encoding.map(Encoding::name),
            leads_to: None,
        }
    }

    /// Bytes and headers of an output.
    pub(super) fn object(self, output: &Output) -> Result<(Vec<u8>, Headers), Diagnostic> {
        let bytes = read(&output.out, &output.path, output.digest)?;
        let mut headers = self.headers(&output.path);
        if self.redirects && bytes.len() < SHORT && headers.content_type.starts_with("text/html") {
            headers.leads_to = leads_to(&bytes);
        }
        let bytes = match self.encoding.filter(|_| headers.content_encoding.is_some()) {
            Some(encoding) => pack(&bytes, encoding),
            None => bytes,
        };
        Ok((bytes, headers))
    }
}

/// Where a page leads on to at once, as `<meta http-equiv="refresh" content="0; url=…">` says it (HTML, "Refresh state").
fn leads_to(page: &[u8]) -> Option<String> {
    let page = std::str::from_utf8(page).ok()?;
    // What an article shows of such a tag is none.
    let head = page.split("</head>").next()?;
    let is_refresh = |tag: &&str| tag.contains("http-equiv=\"refresh\"") || tag.contains("http-equiv=refresh");
    let tag = head.split("<meta ").skip(1).filter_map(|rest| rest.split('>').next()).find(is_refresh)?;
    let (_, place) = tag.split_once("0; url=").or_else(|| tag.split_once("0;url="))?;
    let end = place.find(['"', '\'']).unwrap_or(place.len());
    let place = place.get(..end)?.replace("&amp;", "&");
    let is_fine = place.starts_with('/') || place.starts_with("https://") || place.starts_with("http://");
    (is_fine && place.bytes().all(|byte| byte.is_ascii_graphic())).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_that_lead_on_are_known() {
        let page = |meta: &str| leads_to(format!("<!doctype html><head>{meta}<title>x</title>").as_bytes());
        assert_eq!(
            page("<meta http-equiv=\"refresh\" content=\"0; url=/a/?b=1&amp;c\">"),
            Some("/a/?b=1&c".to_owned())
        );
        assert_eq!(
            page("<meta http-equiv=refresh content=\"0;url=https://a.example/\">"),
            Some("https://a.example/".to_owned())
        );
        assert_eq!(page("<meta http-equiv=\"refresh\" content=\"30\">"), None);
        assert_eq!(page("<meta http-equiv=\"refresh\" content=\"0; url=javascript:x\">"), None);
        assert_eq!(page(""), None);
        assert_eq!(page("</head><meta http-equiv=\"refresh\" content=\"0; url=/a/\">"), None);
    }

    #[test]
    fn names_that_tell_contents_are_kept_for_ever() {
        let objects = Objects { encoding: Some(Encoding::Gzip), redirects: true };
        let page = objects.headers("index.html");
        assert_eq!((page.cache_control, page.content_encoding), (Some(A_MINUTE), Some("gzip")));
        let picture = objects.headers("images/harbour.0f3a5c7e9b1d.800w.webp");
        assert_eq!((picture.cache_control, picture.content_encoding), (Some(FOR_EVER), None));
    }
}
