//! What a page gets along on its way to the browser: the script that listens for changes.

/// Where the script is. No output of a site stands there: `~` begins no slug.
pub(super) const SCRIPT: &str = "/~slugline/client.js";

/// Where a browser listens.
pub(super) const EVENTS: &str = "/~slugline/events";

/// The script.
pub(super) const CLIENT: &str = include_str!("client.js");

/// A page with the script in it, just before the end of its body.
pub(super) fn with_script(page: &[u8], digest: &str) -> Vec<u8> {
    const END: &[u8] = b"</body>";
    let tag = format!("<script src=\"{SCRIPT}\" data-digest=\"{digest}\" defer></script>");
    let end = page.windows(END.len()).rposition(|window| window.eq_ignore_ascii_case(END)).unwrap_or(page.len());
    let (body, rest) = page.split_at(end);
    [body, tag.as_bytes(), rest].concat()
}

/// A page of the server's own, for what it has nothing else to show.
pub(super) fn page(title: &str, text: &str) -> Vec<u8> {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width\">\n<title>{title}</title>\n<style>body {{ font: 1.1rem/1.5 system-ui, sans-serif; \
         margin: 4rem auto; max-width: 40rem; padding: 0 1rem; color-scheme: light dark }}</style>\n\
         <body>\n<h1>{title}</h1>\n<p>{text}</p>\n</body>\n</html>\n"
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_stands_before_the_end_of_the_body() {
        let with = |page: &str| String::from_utf8(with_script(page.as_bytes(), "1f")).unwrap();
        let tag = "<script src=\"/~slugline/client.js\" data-digest=\"1f\" defer></script>";
        assert_eq!(with("<pre>&lt;/body></pre></BODY></html>"), format!("<pre>&lt;/body></pre>{tag}</BODY></html>"));
        assert_eq!(with("a"), format!("a{tag}"));
        assert_eq!(with(""), tag);
    }
}
