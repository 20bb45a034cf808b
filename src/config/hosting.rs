//! The key `hosting` of `site.yaml`: files that static hosts read.

use crate::yaml::{Fields, Key, Keys, Kind};

/// Files that static hosts read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of its own, and none has to do with another")]
pub struct Hosting {
    /// `_headers`, of Netlify and Cloudflare Pages: what may be kept for ever, and what keeps readers safe.
    pub headers: bool,
    /// Whether `_headers` has a Content-Security-Policy.
    pub policy: bool,
    /// `.nojekyll`, which tells GitHub Pages to publish everything as it is.
    pub nojekyll: bool,
    /// `CNAME`, of GitHub and Codeberg Pages: the domain of the site.
    pub cname: bool,
}

/// Of `hosting`.
pub(super) const KEYS: Keys = &[
    Key::new("headers", Kind::Flag, "Write `_headers`, for Netlify and Cloudflare Pages"),
    Key::new("policy", Kind::Flag, "Whether `_headers` has a Content-Security-Policy"),
    Key::new("nojekyll", Kind::Flag, "Write `.nojekyll`, for GitHub Pages"),
    Key::new("cname", Kind::Flag, "Write `CNAME` with the domain of `base_url`, for GitHub and Codeberg Pages"),
];

/// Reads `hosting`.
pub(super) fn read(fields: &mut Fields<'_>) -> Hosting {
    fields.mapping("hosting", |hosting| {
        hosting.expect(KEYS);
        Hosting {
            headers: hosting.flag("headers", false),
            policy: hosting.flag("policy", true),
            nojekyll: hosting.flag("nojekyll", false),
            cname: hosting.flag("cname", false),
        }
    })
}
