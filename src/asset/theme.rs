//! The static files of the built-in theme, inside of the program.

/// The script that is there only for sites with videos.
pub const PLAYERS: &str = "js/players.js";

/// The script of the search page.
pub const SEARCH: &str = "js/search.js";

/// Path and bytes of each.
pub const STATICS: &[(&str, &[u8])] = &[
    ("css/colours.css", include_bytes!("../../static/css/colours.css")),
    ("css/feed.css", include_bytes!("../../static/css/feed.css")),
    ("css/syntax.css", include_bytes!("../../static/css/syntax.css")),
    ("css/theme.css", include_bytes!("../../static/css/theme.css")),
    ("favicon.svg", include_bytes!("../../static/favicon.svg")),
    ("js/players.js", include_bytes!("../../static/js/players.js")),
    ("js/search.js", include_bytes!("../../static/js/search.js")),
    ("js/site.js", include_bytes!("../../static/js/site.js")),
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::source::{Hidden, walk};

    #[test]
    fn every_static_file_is_embedded() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let files = walk(root, &root.join("static"), Hidden::Keep).unwrap();
        let files: Vec<_> = files.into_iter().map(|file| file.path).collect();
        let statics: Vec<_> = super::STATICS.iter().map(|(path, _)| *path).collect();
        assert_eq!(files, statics);
    }
}
