//! Files that static hosts read: `_headers` of [Netlify](https://docs.netlify.com/manage/routing/headers/) and [Cloudflare
//! Pages](https://developers.cloudflare.com/pages/configuration/headers/), `CNAME` and `.nojekyll` of GitHub Pages.

use std::fmt::Write as _;

use crate::http::FOR_EVER;
use crate::plan::HostingFile;

use super::Renderer;

/// What pages need of others is nothing; what else they could be made to do is refused.
const SAFE: [(&str, &str); 3] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"),
];

impl Renderer<'_> {
    /// The text of a file.
    pub(super) fn hosting_file(&self, file: &HostingFile) -> String {
        match file {
            HostingFile::Headers { lasting } => self.headers(lasting),
            HostingFile::NoJekyll => String::new(),
            HostingFile::IndexKey(key) => key.clone(),
            HostingFile::Cname => format!("{}\n", self.site.config.base_url.domain()),
        }
    }

    fn headers(&self, lasting: &[String]) -> String {
        let base_url = &self.site.config.base_url;
        let mut text = format!("{}*\n", base_url.path());
        // Writing to a string cannot fail.
        for (name, value) in SAFE {
            let _ = writeln!(text, "  {name}: {value}");
        }
        if self.site.config.hosting.policy {
            let _ = writeln!(text, "  Content-Security-Policy: {}", self.policy());
        }
        for path in lasting {
            let path = base_url.rooted(path);
            let _ = write!(text, "{path}\n  Cache-Control: {FOR_EVER}\n");
        }
        text
    }

    /// What the pages of the site may load, and run (Content Security Policy Level 3). Scripts that stand in pages are named by
    /// their digests. Colours that pictures have until they are there stand in attributes. Pictures of other hosts can do no harm.
    fn policy(&self) -> String {
        let mut scripts = String::from("'self'");
        for digest in self.templates.inline_scripts(self.views.config()) {
            let _ = write!(scripts, " 'sha256-{digest}'");
        }
        format!(
            "default-src 'self'; script-src {scripts}; style-src 'self'; style-src-attr 'unsafe-inline'; \
             img-src 'self' data: https:; media-src 'self' https:; frame-src https://www.youtube-nocookie.com; \
             object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
        )
    }
}
