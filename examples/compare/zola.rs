//! The same site for Zola: its theme is Slugline's, in Zola's Tera.
//!
//! Posts stand in a section for each month, which is within one for its year: so archives are sections, and both hand
//! their posts on to the front page. What templates would have to look up stands in front matter or in small data files,
//! because Zola copies all that it looks up.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::failure::Failure;
use crate::files;
use crate::hugo::{MONTHS, STATICS, month, redirects, with_words};
use crate::related::{self, ByTag};
use crate::source::{Picture, Post, Site, alias_path, newest_first, slug};

const CONFIG: &str = include_str!("zola/config.toml");

macro_rules! templates {
    ($($path:literal),* $(,)?) => { [$(($path, include_str!(concat!("zola/templates/", $path)))),*] };
}

const TEMPLATES: [(&str, &str); 13] = templates![
    "404.html",
    "archive.html",
    "authors/single.html",
    "base.html",
    "index.html",
    "macros.html",
    "page.html",
    "post.html",
    "sections/single.html",
    "series/single.html",
    "tags/list.html",
    "tags/single.html",
    "taxonomy_list.html",
];

const SHORTCODE: (&str, &str) = ("shortcodes/figure.html", include_str!("zola/templates/shortcodes/figure.html"));

/// So many parts of a series are listed at a post.
const PARTS: usize = 11;

/// Posts in the orders in which they are looked up.
struct Orders<'s> {
    newest_first: Vec<&'s Post>,
    by_tag: ByTag<'s>,
    /// Oldest first.
    series: BTreeMap<&'s str, Vec<&'s Post>>,
}

/// Writes the site to an empty folder.
pub fn write(site: &Site, root: &Path) -> Result<(), Failure> {
    let write = |path: &str, text: &str| files::write(&root.join(path), text);
    for (path, text) in TEMPLATES.into_iter().chain([SHORTCODE]) {
        write(&format!("templates/{path}"), text)?;
    }
    for (path, text) in STATICS {
        write(&format!("static/{path}"), text)?;
    }
    write("static/_redirects", &redirects(site))?;
    write("config.toml", &config(site))?;
    write("content/_index.md", "---\npaginate_by: 10\nsort_by: date\n---\n")?;
    // A page without a date cannot stand in a section that is sorted by dates.
    write("content/pages/_index.md", "---\nrender: false\n---\n")?;
    write("content/pages/about.md", &site.about.replacen("---\n", "---\npath: about\n", 1))?;
    let orders = Orders::new(site);
    write_aliases(site, root)?;
    write_archives(site, root)?;
    write_rail(site, &orders, root)?;
    write_tags(site, &orders, root)?;
    for post in &site.posts {
        write_post(site, &orders, post, root)?;
    }
    Ok(())
}

impl<'s> Orders<'s> {
    fn new(site: &'s Site) -> Self {
        let newest_first = newest_first(&site.posts);
        let mut series: BTreeMap<&str, Vec<&Post>> = BTreeMap::new();
        for post in newest_first.iter().rev() {
            if let Some(name) = &post.series {
                series.entry(name).or_default().push(post);
            }
        }
        Self { by_tag: related::by_tag(&newest_first), newest_first, series }
    }
}

fn config(site: &Site) -> String {
    let config = &site.config;
    // The values are plain text, which JSON writes as TOML does.
    let navigation: Vec<String> = config
        .navigation
        .iter()
        .map(|link| format!("{{ title = {}, url = {} }}", json!(link.title), json!(link.url)))
        .collect();
    format!(
        "base_url = {}\ntitle = {}\ndescription = {}\n{CONFIG}\n[extra]\nmin_posts = {}\nnavigation = [{}]\n",
        json!(config.base_url.trim_end_matches('/')),
        json!(config.title),
        json!(config.description),
        config.tags.min_posts,
        navigation.join(", ")
    )
}

/// Terms have no aliases, so their pages are static.
fn write_aliases(site: &Site, root: &Path) -> Result<(), Failure> {
    for (slug, tag) in &site.tags {
        let path = format!("/tags/{slug}/");
        for alias in &tag.info.aliases {
            let page = include_str!("zola/alias.html").replace("PATH", &path).replace("TITLE", &site.config.title);
            let page = page.replace("URL", site.config.base_url.trim_end_matches('/'));
            files::write(&root.join(format!("static{}index.html", alias_path(alias))), page)?;
        }
    }
    Ok(())
}

/// A section for each year and each month.
fn write_archives(site: &Site, root: &Path) -> Result<(), Failure> {
    let mut months: BTreeMap<&str, usize> = BTreeMap::new();
    for post in &site.posts {
        *months.entry(month(&post.date)).or_default() += 1;
    }
    let mut years: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (month, count) in &months {
        let (year, number) = (&month[..4], &month[5..]);
        let entry = json!({ "name": name_of(number)?, "path": format!("/{year}/{number}/"), "count": count });
        years.entry(year).or_default().push(entry);
    }
    let all: Vec<Value> = years.keys().map(|year| json!({ "name": year, "path": format!("/{year}/") })).collect();
    let write = |path: &str, title: &str, year: &str, kind: &str| {
        let extra = json!({ "kind": kind, "year": year, "years": all, "months": years.get(year) });
        let text = format!(
            "---\ntitle: {}\ntemplate: archive.html\npage_template: post.html\nsort_by: date\npaginate_by: 10\n\
             transparent: true\nextra: {extra}\n---\n",
            json!(title)
        );
        files::write(&root.join(format!("content/{path}/_index.md")), text)
    };
    for year in years.keys() {
        write(year, year, year, "year")?;
    }
    for month in months.keys() {
        let (year, number) = (&month[..4], &month[5..]);
        write(&format!("{year}/{number}"), &format!("{} {year}", name_of(number)?), year, "month")?;
    }
    Ok(())
}

fn name_of(month: &str) -> Result<&'static str, Failure> {
    let at = month.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    at.and_then(|at| MONTHS.get(at)).copied().ok_or_else(|| Failure(format!("`{month}` is no month")))
}

/// What stands beside the front page's stories and on the page for what is missing.
fn write_rail(site: &Site, orders: &Orders, root: &Path) -> Result<(), Failure> {
    let mut sections: BTreeMap<&str, usize> = BTreeMap::new();
    let mut years: Vec<&str> = Vec::new();
    for post in &orders.newest_first {
        *sections.entry(&post.section).or_default() += 1;
        if !years.contains(&&post.date[..4]) {
            years.push(&post.date[..4]);
        }
    }
    let sections: Vec<Value> = sections
        .into_iter()
        .map(|(name, count)| json!({ "label": name, "path": format!("/sections/{}/", slug(name)), "count": count }))
        .collect();
    let latest: Vec<Value> = orders.newest_first.iter().take(6).map(|post| card(site, post)).collect();
    let tags: Vec<Value> = most_used(site, 12).into_iter().map(|slug| counted(site, slug)).collect();
    let rail = json!({ "tags": tags, "sections": sections, "years": years, "latest": latest });
    files::write(&root.join("data/rail.json"), rail.to_string())
}

/// The index of tags, and what there is to say of each.
fn write_tags(site: &Site, orders: &Orders, root: &Path) -> Result<(), Failure> {
    let most: Vec<Value> = most_used(site, 24).into_iter().map(|slug| counted(site, slug)).collect();
    let highest = most.first().and_then(|tag| tag["count"].as_u64()).unwrap_or(1);
    let weigh = |mut tag: Value| {
        let count = tag["count"].as_u64().unwrap_or(0);
        tag["weight"] = json!((count * 10).div_ceil(highest));
        tag
    };
    let most: Vec<Value> = most.into_iter().map(weigh).collect();
    let mut letters: BTreeMap<String, Vec<(String, Value)>> = BTreeMap::new();
    for (slug, tag) in &site.tags {
        let key = tag.label.trim_start_matches(['.', '#', '@']).to_uppercase();
        let letter = key.chars().take(1).collect();
        letters.entry(letter).or_default().push((key, counted(site, slug)));
        let related: Vec<Value> =
            related::tags(slug, &orders.by_tag).into_iter().map(|other| counted(site, other)).collect();
        let info = json!({
            "name": tag.name,
            "label": tag.label,
            "description": tag.info.description,
            "aliases": tag.info.aliases,
            "related": related,
        });
        files::write(&root.join(format!("data/tags/{slug}.json")), info.to_string())?;
    }
    let of_letter = |(letter, mut tags): (String, Vec<(String, Value)>)| {
        tags.sort_by(|(a, _), (b, _)| a.cmp(b));
        let tags: Vec<Value> = tags.into_iter().map(|(_, tag)| tag).collect();
        json!({ "letter": letter, "tags": tags })
    };
    let letters: Vec<Value> = letters.into_iter().map(of_letter).collect();
    files::write(&root.join("data/tags.json"), json!({ "most": most, "letters": letters }).to_string())
}

fn most_used(site: &Site, count: usize) -> Vec<&str> {
    let mut slugs: Vec<(&String, usize)> = site.tags.iter().map(|(slug, tag)| (slug, tag.count)).collect();
    slugs.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    slugs.into_iter().take(count).map(|(slug, _)| slug.as_str()).collect()
}

/// A tag in a list.
fn counted(site: &Site, slug: &str) -> Value {
    let (label, count) = site.tags.get(slug).map_or((slug, 0), |tag| (tag.label.as_str(), tag.count));
    json!({ "label": label, "path": format!("/tags/{slug}/"), "count": count })
}

/// A post as a folder, with its pictures.
fn write_post(site: &Site, orders: &Orders, post: &Post, root: &Path) -> Result<(), Failure> {
    let folder = root.join("content").join(own_path(post));
    let mut taxonomies = json!({ "tags": post.tags, "authors": post.authors, "sections": [slug(&post.section)] });
    if let Some(series) = &post.series {
        taxonomies["series"] = json!([slug(series)]);
    }
    let text = format!(
        "---\ntitle: {}\ndate: {}\ndescription: {}\ntaxonomies: {taxonomies}\nextra: {}\n---\n{}",
        json!(post.title),
        post.date,
        json!(post.description),
        extra(site, orders, post),
        post.markdown
    );
    files::write(&folder.join("index.md"), text)?;
    for picture in &post.pictures {
        files::write(&folder.join(picture), files::read(&post.folder.join(picture))?)?;
    }
    Ok(())
}

/// Year, month and slug.
fn own_path(post: &Post) -> &str {
    post.path.trim_start_matches("posts/")
}

/// What the templates show of a post, besides what Zola has a key for.
fn extra(site: &Site, orders: &Orders, post: &Post) -> Value {
    let mut extra = shown(site, post);
    let tags: Vec<Value> = post
        .tags
        .iter()
        .filter_map(|slug| site.tags.get(slug).map(|tag| json!({ "slug": slug, "name": tag.name, "label": tag.label })))
        .collect();
    extra.insert("tags".to_owned(), tags.into());
    if let Some(name) = &post.series {
        extra.insert("series".to_owned(), series(name, orders, post));
    }
    if let Some(Picture { src, alt, words }) = &post.lead {
        extra.insert("image".to_owned(), with_words(json!({ "src": src, "alt": alt }), words));
        extra.insert("lead_in_body".to_owned(), json!(post.lead_in_body));
    }
    let related: Vec<Value> = related::posts(post, &orders.by_tag).into_iter().map(|other| card(site, other)).collect();
    extra.insert("related".to_owned(), related.into());
    extra.into()
}

/// A post as others list it.
fn card(site: &Site, post: &Post) -> Value {
    let mut card = shown(site, post);
    card.insert("path".to_owned(), json!(format!("/{}/", own_path(post))));
    card.insert("title".to_owned(), json!(post.title));
    card.insert("description".to_owned(), json!(post.description));
    card.insert("date".to_owned(), json!(post.date));
    if let Some(Picture { src, alt, .. }) = &post.lead {
        card.insert("image".to_owned(), json!({ "src": src, "alt": alt }));
    }
    card.into()
}

/// Section and authors.
fn shown(site: &Site, post: &Post) -> Map<String, Value> {
    let authors: Vec<Value> = post
        .authors
        .iter()
        .filter_map(|key| {
            let author = site.authors.get(key)?;
            Some(json!({ "key": key, "name": author.name, "bio": author.bio, "url": author.url }))
        })
        .collect();
    let section = json!({ "name": post.section, "path": format!("/sections/{}/", slug(&post.section)) });
    Map::from_iter([("authors".to_owned(), authors.into()), ("section".to_owned(), section)])
}

/// Where a post stands in its series, and the parts around it.
fn series(name: &str, orders: &Orders, post: &Post) -> Value {
    let parts = orders.series.get(name).map_or(&[][..], Vec::as_slice);
    let at = parts.iter().position(|part| part.path == post.path).unwrap_or(0);
    let from = at.saturating_sub(PARTS / 2).min(parts.len().saturating_sub(PARTS));
    let around: Vec<Value> = parts
        .iter()
        .enumerate()
        .skip(from)
        .take(PARTS)
        .map(|(at, part)| json!({ "position": at + 1, "path": format!("/{}/", own_path(part)), "title": part.title }))
        .collect();
    let path = format!("/series/{}/", slug(name));
    json!({ "name": name, "path": path, "position": at + 1, "total": parts.len(), "posts": around })
}
