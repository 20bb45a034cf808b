//! The same site for Hugo: its theme is Slugline's, as Go templates.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};
use slugline::source::RawFile;

use crate::failure::Failure;
use crate::files;
use crate::front_matter::Words;
use crate::related::{self, ByTag};
use crate::source::{self, Picture, Post, Site, alias_path};

const CONFIG: &str = include_str!("hugo/hugo.toml");

macro_rules! layouts {
    ($($path:literal),* $(,)?) => { [$(($path, include_str!(concat!("hugo/layouts/", $path)))),*] };
}

const LAYOUTS: [(&str, &str); 47] = layouts![
    "404.html",
    "_markup/render-blockquote.html",
    "_markup/render-image.html",
    "_markup/render-link.html",
    "_markup/render-table.html",
    "_partials/archive.html",
    "_partials/card.html",
    "_partials/counted.html",
    "_partials/day.html",
    "_partials/extent.html",
    "_partials/facts.html",
    "_partials/feed-item.rss.xml",
    "_partials/feed-text.html",
    "_partials/follow.html",
    "_partials/footer.html",
    "_partials/front-order.html",
    "_partials/lead.html",
    "_partials/news.html",
    "_partials/one-line.html",
    "_partials/pager.html",
    "_partials/person.html",
    "_partials/posts.html",
    "_partials/publisher.html",
    "_partials/river.html",
    "_partials/series.html",
    "_partials/structured-data.html",
    "_partials/topics.html",
    "alias.html",
    "authors/term.html",
    "baseof.html",
    "home.atom.xml",
    "home.html",
    "home.jsonfeed.json",
    "home.llms.txt",
    "home.news.xml",
    "home.opml.opml",
    "months/term.html",
    "page.html",
    "posts/page.html",
    "robots.txt",
    "rss.xml",
    "sections/term.html",
    "series/term.html",
    "sitemap.xml",
    "tags/taxonomy.html",
    "tags/term.html",
    "years/term.html",
];

/// Slugline's own static files.
pub const STATICS: [(&str, &str); 3] = [
    ("css/theme.css", include_str!("../../static/css/theme.css")),
    ("css/syntax.css", include_str!("../../static/css/syntax.css")),
    ("favicon.svg", include_str!("../../static/favicon.svg")),
];

/// The style of feeds, which only Slugline and Hugo make.
const FEED_STYLE: (&str, &str) = ("css/feed.css", include_str!("../../static/css/feed.css"));

/// English names.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Writes the site to an empty folder. Hugo finds related posts itself if `finds_related` is set, and is else told them.
pub fn write(site: &Site, root: &Path, finds_related: bool) -> Result<(), Failure> {
    let write = |path: &str, text: &str| files::write(&root.join(path), text);
    for (path, text) in LAYOUTS {
        write(&format!("layouts/{path}"), text)?;
    }
    for (path, text) in STATICS.into_iter().chain([FEED_STYLE]) {
        write(&format!("static/{path}"), text)?;
    }
    let config = &site.config;
    write(
        "config/_default/hugo.toml",
        &format!("title = {:?}\nbaseURL = {:?}\n{CONFIG}", config.title, config.base_url),
    )?;
    let params = json!({
        "description": config.description,
        "navigation": config.navigation,
        "min_posts": config.tags.min_posts,
    });
    write("config/_default/params.json", &params.to_string())?;
    write("content/about.md", &site.about)?;
    // Hugo would else list the posts at /posts/, and the terms of what has no index in Slugline.
    for folder in ["posts", "authors", "sections", "series", "years", "months"] {
        write(&format!("content/{folder}/_index.md"), "---\nbuild: {render: never}\n---\n")?;
    }
    write_terms(site, root)?;
    let by_tag = related::by_tag(&source::newest_first(&site.posts));
    write_data(site, &by_tag, root)?;
    for post in &site.posts {
        let mut front = front_matter(post);
        if !finds_related {
            let paths: Vec<String> =
                related::posts(post, &by_tag).into_iter().map(|other| format!("/{}", other.path)).collect();
            front.push(("related", json!(paths)));
        }
        write_post(post, front, root)?;
    }
    Ok(())
}

/// What cannot be told from posts: addresses of archives, descriptions and other names of tags.
fn write_terms(site: &Site, root: &Path) -> Result<(), Failure> {
    let write = |path: String, front: &Value| files::write(&root.join(path), format!("---\n{front}\n---\n"));
    let months: BTreeSet<&str> = site.posts.iter().map(|post| month(&post.date)).collect();
    let years: BTreeSet<&str> = months.iter().map(|month| &month[..4]).collect();
    for year in years {
        write(format!("content/years/{year}/_index.md"), &json!({ "title": year, "url": format!("/{year}/") }))?;
    }
    for month in months {
        let (year, number) = (&month[..4], &month[5..]);
        let at: usize = number.parse().map_err(|_| Failure(format!("`{month}` is no month")))?;
        let name = MONTHS[at - 1];
        let front = json!({ "title": format!("{name} {year}"), "name": name, "url": format!("/{year}/{number}/") });
        write(format!("content/months/{month}/_index.md"), &front)?;
    }
    for (slug, tag) in &site.tags {
        let aliases: Vec<String> = tag.info.aliases.iter().map(|alias| alias_path(alias)).collect();
        let is_thin = tag.count < site.config.tags.min_posts;
        if is_thin || tag.info.description.is_some() || !aliases.is_empty() {
            let mut front = json!({ "description": tag.info.description, "aliases": aliases });
            if is_thin {
                // It has no feed.
                front["outputs"] = json!(["html"]);
            }
            write(format!("content/tags/{slug}/_index.md"), &front)?;
        }
    }
    files::write(&root.join("static/_redirects"), redirects(site))
}

/// The list of moved addresses that some hosts read.
pub fn redirects(site: &Site) -> String {
    let of_tag = |(slug, alias): (&String, &String)| format!("{} /tags/{slug}/ 301\n", alias_path(alias));
    let mut lines: Vec<String> = site
        .tags
        .iter()
        .flat_map(|(slug, tag)| tag.info.aliases.iter().map(move |alias| (slug, alias)))
        .map(of_tag)
        .collect();
    lines.sort();
    lines.concat()
}

/// The names behind slugs.
fn write_data(site: &Site, by_tag: &ByTag, root: &Path) -> Result<(), Failure> {
    let write = |name: &str, data: &Value| files::write(&root.join(format!("data/{name}.json")), data.to_string());
    let named = |names: BTreeMap<String, &str>| {
        names.into_iter().map(|(slug, name)| (slug, json!({ "name": name }))).collect::<serde_json::Map<_, _>>()
    };
    let sections = site.posts.iter().map(|post| (source::slug(&post.section), post.section.as_str())).collect();
    let series = site.posts.iter().filter_map(|post| post.series.as_deref());
    write("sections", &named(sections).into())?;
    write("series", &named(series.map(|name| (source::slug(name), name)).collect()).into())?;
    write("authors", &json!(site.authors))?;
    // Hugo has no function for tags that stand beside a tag.
    let tags: serde_json::Map<String, Value> = site
        .tags
        .iter()
        .map(|(slug, tag)| {
            let data = json!({
                "name": tag.name,
                "label": tag.label,
                "count": tag.count,
                "aliases": tag.info.aliases,
                "related": related::tags(slug, by_tag),
            });
            (slug.clone(), data)
        })
        .collect();
    write("tags", &tags.into())
}

/// A post as a bundle, with its pictures.
fn write_post(post: &Post, front: Vec<(&str, Value)>, root: &Path) -> Result<(), Failure> {
    let folder = root.join("content").join(&post.path);
    let mut text = String::from("---\n");
    for (key, value) in front {
        text.push_str(&format!("{key}: {value}\n"));
    }
    text.push_str("---\n");
    text.push_str(&post.markdown);
    files::write(&folder.join("index.md"), text)?;
    for picture in &post.pictures {
        files::write(&folder.join(picture), files::read(&post.folder.join(picture))?)?;
    }
    Ok(())
}

/// JSON on the right side is YAML too.
fn front_matter(post: &Post) -> Vec<(&'static str, Value)> {
    let mut front = vec![
        ("title", json!(post.title)),
        ("date", json!(post.date)),
        ("description", json!(post.description)),
        ("authors", json!(post.authors)),
        ("sections", json!([source::slug(&post.section)])),
        ("tags", json!(post.tags)),
        ("years", json!([&post.date[..4]])),
        ("months", json!([month(&post.date)])),
    ];
    if let Some(series) = &post.series {
        front.push(("series", json!([source::slug(series)])));
    }
    if post.featured {
        front.push(("featured", json!(true)));
    }
    if let Some(Picture { src, alt, words }) = &post.lead {
        front.push(("image", with_words(measured(src, alt, &post.folder.join(src)), words)));
        front.push(("lead_in_body", json!(post.lead_in_body)));
    }
    let captions: serde_json::Map<String, Value> =
        post.captions.iter().map(|(src, words)| (src.clone(), with_words(json!({}), words))).collect();
    front.push(("captions", captions.into()));
    front
}

/// Hugo cannot measure SVG.
fn measured(src: &str, alt: &str, file: &Path) -> Value {
    let facts = RawFile::new(file.to_owned(), None, None).image_facts();
    let (width, height) = facts.size.unwrap_or_default();
    json!({ "src": src, "alt": alt, "width": width, "height": height, "bytes": facts.bytes })
}

pub fn with_words(mut value: Value, words: &Words) -> Value {
    if let Some(caption) = &words.caption {
        value["caption"] = json!(caption);
    }
    if let Some(credit) = &words.credit {
        value["credit"] = json!(credit);
    }
    value
}

/// `2025-10` of a date.
pub fn month(date: &str) -> &str {
    &date[..7]
}
