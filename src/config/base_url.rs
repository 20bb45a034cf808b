//! The address that a site will have, and the paths and URLs made from it.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use url::Url;

/// What RFC 3986 does not allow bare in a path, and `%` itself.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    // `fig:1.png` would be taken for a scheme.
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Percent-encodes a path for use in a URL; slashes stay.
#[must_use]
pub fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// An `http` or `https` address that ends in a slash; it may have a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    absolute: String,
    path_start: usize,
}

impl Default for BaseUrl {
    fn default() -> Self {
        Self { absolute: "http://localhost/".to_owned(), path_start: "http://localhost".len() }
    }
}

impl BaseUrl {
    /// Reads an address; a missing last slash is added.
    ///
    /// # Errors
    /// What is wrong with it, in a few words.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let url = Url::parse(text.trim()).map_err(|_| "not an absolute URL")?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("neither http nor https");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("a site's address has no query and no fragment");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("a site's address has no user name");
        }
        let path = url.path().trim_end_matches('/');
        let whole = url.to_string();
        let origin = whole.get(..whole.len() - url.path().len()).unwrap_or_default();
        let absolute = format!("{origin}{path}/");
        let path_start = origin.len();
        Ok(Self { absolute, path_start })
    }

    /// The whole address, with a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.absolute
    }

    /// The address as people say it: without `https://`, and without the slash at its end.
    #[must_use]
    pub fn shown(&self) -> &str {
        let address = self.as_str();
        address.split_once("://").map_or(address, |(_, rest)| rest).trim_end_matches('/')
    }

    /// The domain, without a port.
    #[must_use]
    pub fn domain(&self) -> &str {
        let host = self.absolute.get(..self.path_start).unwrap_or_default();
        let host = host.split_once("://").map_or(host, |(_, host)| host);
        host.rsplit_once(':')
            .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
            .map_or(host, |(host, _)| host)
    }

    /// The path part: `/`, or `/blog/`.
    #[must_use]
    pub fn path(&self) -> &str {
        self.absolute.get(self.path_start..).unwrap_or("/")
    }

    /// The address of an encoded, host-rooted path (as [`BaseUrl::rooted`] makes them).
    #[must_use]
    pub fn absolute(&self, rooted: &str) -> String {
        let origin = self.absolute.get(..self.path_start).unwrap_or_default();
        format!("{origin}{rooted}")
    }

    /// A path inside the site, unencoded and without a slash before it, as an encoded path from the host's root.
    #[must_use]
    pub fn rooted(&self, site_path: &str) -> String {
        format!("{}{}", self.path(), encode_path(site_path))
    }

    /// The whole address of a path inside the site, unencoded and without a slash before it.
    #[must_use]
    pub fn address(&self, site_path: &str) -> String {
        let mut address = String::with_capacity(self.absolute.len() + site_path.len() + 16);
        address.push_str(&self.absolute);
        address.extend(utf8_percent_encode(site_path, PATH));
        address
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_in_the_address_is_kept() {
        let base = BaseUrl::parse("https://example.org/blog").unwrap();
        assert_eq!(base.as_str(), "https://example.org/blog/");
        assert_eq!(base.path(), "/blog/");
        let rooted = base.rooted("tags/日本/");
        assert_eq!(rooted, "/blog/tags/%E6%97%A5%E6%9C%AC/");
        assert_eq!(base.absolute(&rooted), "https://example.org/blog/tags/%E6%97%A5%E6%9C%AC/");
        assert_eq!(base.address("tags/日本/"), base.absolute(&rooted));
        assert_eq!(BaseUrl::parse("https://example.org").unwrap().path(), "/");
        assert_eq!(BaseUrl::parse("https://example.org/blog//").unwrap().path(), "/blog/");
    }

    #[test]
    fn other_addresses_are_refused() {
        for wrong in ["example.org", "ftp://example.org/", "https://x.example/?q=1", "https://u@x.example/"] {
            assert!(BaseUrl::parse(wrong).is_err(), "{wrong}");
        }
    }
}
