//! The built-in theme, inside of the program: it works alone in an empty folder.

/// Name and text of the theme's templates.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("404.html", include_str!("../../templates/404.html")),
    ("archive.html", include_str!("../../templates/archive.html")),
    ("author.html", include_str!("../../templates/author.html")),
    ("base.html", include_str!("../../templates/base.html")),
    ("card.svg", include_str!("../../templates/card.svg")),
    ("components.html", include_str!("../../templates/components.html")),
    ("footer_extra.html", include_str!("../../templates/footer_extra.html")),
    ("head_extra.html", include_str!("../../templates/head_extra.html")),
    ("index.html", include_str!("../../templates/index.html")),
    ("page.html", include_str!("../../templates/page.html")),
    ("post.html", include_str!("../../templates/post.html")),
    ("redirect.html", include_str!("../../templates/redirect.html")),
    ("river.html", include_str!("../../templates/river.html")),
    ("scheme.html", include_str!("../../templates/scheme.html")),
    ("search.html", include_str!("../../templates/search.html")),
    ("section.html", include_str!("../../templates/section.html")),
    ("series.html", include_str!("../../templates/series.html")),
    ("tag.html", include_str!("../../templates/tag.html")),
    ("tags.html", include_str!("../../templates/tags.html")),
];

/// The template of social cards, the one that makes no HTML.
pub const SOCIAL_CARD: &str = "card.svg";

/// The template that holds the theme's components.
pub const COMPONENTS: &str = "components.html";

/// Its text.
#[must_use]
pub fn components() -> &'static str {
    TEMPLATES.iter().find(|(name, _)| *name == COMPONENTS).map_or("", |(_, text)| text)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::source::{Hidden, walk};

    #[test]
    fn every_template_is_embedded() {
        let templates: Vec<_> = super::TEMPLATES.iter().map(|(name, _)| *name).collect();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let files = walk(root, &root.join("templates"), Hidden::Keep).unwrap();
        let files: Vec<_> = files.into_iter().map(|file| file.path).collect();
        assert_eq!(files, templates);
    }
}
