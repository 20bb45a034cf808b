//! For whom a body is written: its page, or feeds.

use std::borrow::Cow;

use url::Url;

/// For whom a body is written.
#[derive(Debug, Clone, Copy)]
pub enum Flavour<'r> {
    /// Its page, which has the theme's styles.
    Page,
    /// Feeds: plain markup that means the same without any style, and every address whole, as seen from this one of the page.
    Feed(&'r Url),
}

impl<'r> Flavour<'r> {
    /// Whether the theme's styles are there.
    pub(super) fn is_styled(self) -> bool {
        matches!(self, Self::Page)
    }

    /// The address of the page, where addresses have to be whole.
    pub(super) fn base(self) -> Option<&'r Url> {
        match self {
            Self::Page => None,
            Self::Feed(page) => Some(page),
        }
    }

    /// An address as it is to be written.
    #[must_use]
    pub fn address(self, dest: &str) -> Cow<'_, str> {
        let whole = self.base().filter(|_| !has_scheme(dest)).and_then(|page| page.join(dest).ok());
        whole.map_or(Cow::Borrowed(dest), |url| Cow::Owned(url.into()))
    }
}

/// Whether an address names a scheme, as `mailto:` is one.
fn has_scheme(dest: &str) -> bool {
    let scheme = dest.split_once(':').map_or("", |(scheme, _)| scheme);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_whole_in_feeds() {
        let page = Url::parse("https://example.org/blog/2025/10/tides/").unwrap();
        let feed = Flavour::Feed(&page);
        for (written, whole) in [
            ("#gauges", "https://example.org/blog/2025/10/tides/#gauges"),
            ("images/a%20b.jpg", "https://example.org/blog/2025/10/tides/images/a%20b.jpg"),
            ("/blog/tags/%E6%97%A5/", "https://example.org/blog/tags/%E6%97%A5/"),
            ("//elsewhere.example/x", "https://elsewhere.example/x"),
            ("mailto:a@news.example", "mailto:a@news.example"),
            ("HTTPS://Elsewhere.example", "HTTPS://Elsewhere.example"),
        ] {
            assert_eq!(feed.address(written), whole);
            assert_eq!(Flavour::Page.address(written), written);
        }
    }
}
