//! Parts of HTML, for tests to look at. The pages are our own, so that plain text search does.

use std::collections::BTreeMap;

use crate::site_test::SiteTest;

/// A picture of 4 by 3.
pub(crate) const SVG: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\" viewBox=\"0 0 4 3\"/>\n";

/// The body of a post, as HTML, in a site of that post alone.
pub(crate) fn rendered(markdown: &str) -> String {
    rendered_with("", markdown)
}

/// The same, with more lines of `site.yaml`.
pub(crate) fn rendered_with(config: &str, markdown: &str) -> String {
    let site = SiteTest::empty();
    site.write("site.yaml", format!("title: The Wire\nbase_url: https://news.example/\n{config}"));
    site.post("2025-10-28-tides", "The tides turn", markdown);
    site.build_well();
    body(&site, "2025/10/tides/index.html")
}

/// The body of a post or plain page.
pub(crate) fn body(site: &SiteTest, path: &str) -> String {
    element(&site.page(path), "<div class=\"prose\">").trim().to_owned()
}

/// The inside of the first element that begins with `open`.
pub(crate) fn element<'h>(html: &'h str, open: &str) -> &'h str {
    elements(html, open).into_iter().next().unwrap_or_else(|| panic!("no {open} in\n{html}"))
}

/// The insides of all elements that begin with `open`, a start tag or the beginning of one.
pub(crate) fn elements<'h>(html: &'h str, open: &str) -> Vec<&'h str> {
    let name = open.trim_start_matches('<').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap();
    let (start, end) = (format!("<{name}"), format!("</{name}>"));
    let is_start = |rest: &str| {
        rest.strip_prefix(&start).is_some_and(|rest| rest.starts_with(|c: char| c == '>' || c.is_ascii_whitespace()))
    };
    let mut found = Vec::new();
    for (at, _) in html.match_indices(open).filter(|(at, _)| is_start(&html[*at..])) {
        let from = at + html[at..].find('>').unwrap() + 1;
        let mut depth = 1;
        let mut to = from;
        while depth > 0 {
            let rest = &html[to..];
            let next = rest.find('<').unwrap_or_else(|| panic!("{open} is not closed in\n{html}"));
            if rest[next..].starts_with(&end) {
                depth -= 1;
            } else if is_start(&rest[next..]) {
                depth += 1;
            }
            to += next + usize::from(depth > 0);
        }
        found.push(&html[from..to]);
    }
    found
}

/// The values of an attribute, in order.
pub(crate) fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let open = format!(" {name}=\"");
    html.match_indices(&open).map(|(at, _)| html[at + open.len()..].split('"').next().unwrap()).collect()
}

/// Address and text of all links, in order.
pub(crate) fn links(html: &str) -> Vec<(String, String)> {
    elements(html, "<a")
        .into_iter()
        .filter_map(|inside| {
            let at = inside.as_ptr() as usize - html.as_ptr() as usize;
            let tag = &html[html[..at].rfind("<a").unwrap()..at];
            Some(((*attributes(tag, "href").first()?).to_owned(), text(inside)))
        })
        .collect()
}

/// Addresses of the stories of a list, in order: each headline's link.
pub(crate) fn stories(html: &str) -> Vec<String> {
    elements(html, "<article class=\"story").into_iter().map(|story| links(story).remove(0).0).collect()
}

/// The text of HTML, with white space squeezed.
pub(crate) fn text(html: &str) -> String {
    let mut text = String::new();
    for (number, part) in html.split('<').enumerate() {
        text.push_str(if number == 0 { part } else { part.split_once('>').unwrap().1 });
    }
    let text = text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    let text = text.replace("&#39;", "'").replace("&#x27;", "'").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Name (or property) and content of the `meta` elements of a page.
pub(crate) fn meta(html: &str) -> BTreeMap<&str, &str> {
    html.match_indices("<meta ")
        .filter_map(|(at, _)| {
            let tag = html[at..].split('>').next().unwrap();
            let name = attributes(tag, "name").into_iter().chain(attributes(tag, "property")).next()?;
            Some((name, *attributes(tag, "content").first()?))
        })
        .collect()
}
