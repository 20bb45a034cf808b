//! Types of files.

/// The type of a file by its name, as `Content-Type` has it. Text is UTF-8, as everything is that a build makes.
#[must_use]
pub fn media_type(path: &str) -> String {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    let guess = match extension {
        "opml" => Some("text/x-opml"),
        "webmanifest" => Some("application/manifest+json"),
        _ => mime_guess::from_ext(extension).first_raw(),
    };
    let essence = guess.unwrap_or(if extension.is_empty() || path.contains("/.") || path.starts_with('.') {
        "text/plain"
    } else {
        "application/octet-stream"
    });
    let is_text = essence.starts_with("text/") || essence.ends_with("/xml") || essence.ends_with("+xml");
    if is_text { format!("{essence}; charset=utf-8") } else { essence.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_those_of_the_names() {
        for (path, media) in [
            ("index.html", "text/html; charset=utf-8"),
            ("css/site.css", "text/css; charset=utf-8"),
            ("feed.xml", "text/xml; charset=utf-8"),
            ("feeds.opml", "text/x-opml; charset=utf-8"),
            ("a.svg", "image/svg+xml; charset=utf-8"),
            ("a/b.jpg", "image/jpeg"),
            ("a.woff2", "font/woff2"),
            ("_redirects", "text/plain; charset=utf-8"),
            (".htaccess", "text/plain; charset=utf-8"),
            ("a.unknown", "application/octet-stream"),
        ] {
            assert_eq!(media_type(path), media, "{path}");
        }
    }
}
