//! Slugline's site, as read from its files: what the sites of the other generators are made of.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use slugline::config::SlugLetters;
use slugline::content::hashtag::{identity, label};
use slugline::content::slug::slugify;

use crate::body::{self, Body, Dialect, Surroundings};
use crate::failure::Failure;
use crate::files;
use crate::front_matter::{FrontMatter, Hashtags, LeadImage, Words, rooted, split};

/// `site.yaml`, as far as it is needed.
#[derive(Deserialize)]
pub struct Config {
    /// The site's name.
    pub title: String,
    /// With a slash at its end.
    pub base_url: String,
    /// The site's tagline.
    pub description: String,
    /// The links at the top of all pages.
    pub navigation: Vec<Link>,
    /// About hashtags.
    pub tags: TagsConfig,
}

/// An entry of the navigation.
#[derive(Deserialize, Serialize)]
pub struct Link {
    /// What it reads.
    pub title: String,
    /// Where it leads.
    pub url: String,
}

/// `tags` in `site.yaml`.
#[derive(Deserialize)]
pub struct TagsConfig {
    /// Tags of fewer posts are not for search engines.
    pub min_posts: usize,
}

/// What `tags.yaml` says of a tag.
#[derive(Deserialize, Default, Clone)]
pub struct TagInfo {
    /// In Markdown.
    pub description: Option<String>,
    /// Other names.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// What `authors.yaml` says of an author.
#[derive(Deserialize, Serialize)]
pub struct Author {
    /// In full.
    pub name: String,
    /// In a sentence.
    pub bio: String,
    /// A site of their own.
    pub url: String,
}

/// A picture of a post.
pub struct Picture {
    /// Its path from the post.
    pub src: String,
    /// What it shows.
    pub alt: String,
    /// What is said of it.
    pub words: Words,
}

/// A post, as the other generators take it.
pub struct Post {
    /// From the content folder, without extension: `posts/2025/10/slug`.
    pub path: String,
    /// The folder that its pictures are named from.
    pub folder: PathBuf,
    /// The headline.
    pub title: String,
    /// With time and offset.
    pub date: String,
    /// The standfirst.
    pub description: String,
    /// Keys of `Site::authors`.
    pub authors: Vec<String>,
    /// A section's name.
    pub section: String,
    /// A series' name.
    pub series: Option<String>,
    /// Whether the front page shows it first.
    pub featured: bool,
    /// Slugs, each once.
    pub tags: Vec<String>,
    /// The picture above the body and in lists.
    pub lead: Option<Picture>,
    /// Whether that is one of the body, and not shown above it.
    pub lead_in_body: bool,
    /// By the pictures' paths.
    pub captions: BTreeMap<String, Words>,
    /// Paths of all, each once.
    pub pictures: Vec<String>,
    /// The body, in the other generator's way.
    pub markdown: String,
}

/// A tag by its slug.
#[derive(Default)]
pub struct Tag {
    /// As it is written behind `#`.
    pub name: String,
    /// As it is read.
    pub label: String,
    /// How many posts have it.
    pub count: usize,
    /// What `tags.yaml` says of it.
    pub info: TagInfo,
    spellings: BTreeMap<String, usize>,
}

/// All that the site of another generator is made of.
pub struct Site {
    /// The site's settings.
    pub config: Config,
    /// By key.
    pub authors: BTreeMap<String, Author>,
    /// Sorted by path.
    pub posts: Vec<Post>,
    /// By slug.
    pub tags: BTreeMap<String, Tag>,
    /// The text of the about page.
    pub about: String,
}

/// The order of all lists but those of series.
pub fn newest_first(posts: &[Post]) -> Vec<&Post> {
    let mut sorted: Vec<&Post> = posts.iter().collect();
    sorted.sort_by(|a, b| b.date.cmp(&a.date));
    sorted
}

/// The last part of an address.
pub fn slug(name: &str) -> String {
    slugify(name, SlugLetters::Unicode)
}

/// The last part of a hashtag's address, before aliases.
fn tag_slug(name: &str) -> String {
    slug(&identity(name))
}

/// The path of an alias's page.
pub fn alias_path(alias: &str) -> String {
    format!("/tags/{}/", tag_slug(alias))
}

impl Site {
    /// Reads the site in a folder, with its bodies in the way of another generator.
    pub fn read(root: &Path, dialect: Dialect) -> Result<Self, Failure> {
        let config = yaml(&files::read(&root.join("site.yaml"))?, "site.yaml")?;
        let authors = yaml(&files::read(&root.join("authors.yaml"))?, "authors.yaml")?;
        let infos: BTreeMap<String, TagInfo> = yaml(&files::read(&root.join("tags.yaml"))?, "tags.yaml")?;
        let about = files::read(&root.join("content/about.md"))?;
        let mut names = TagNames::new(&infos);
        let content = root.join("content");
        let mut posts = Vec::new();
        for path in files::posts(&content.join("posts"))? {
            posts.push(read_post(&content, &path, dialect, &mut names)?);
        }
        Ok(Self { config, authors, posts, tags: names.finish(), about })
    }
}

/// Every spelling leads to one tag.
struct TagNames {
    aliases: BTreeMap<String, String>,
    tags: BTreeMap<String, Tag>,
    named: BTreeMap<String, (String, TagInfo)>,
}

impl TagNames {
    fn new(infos: &BTreeMap<String, TagInfo>) -> Self {
        let mut aliases = BTreeMap::new();
        let mut named = BTreeMap::new();
        for (name, info) in infos {
            let own = tag_slug(name);
            aliases.extend(info.aliases.iter().map(|alias| (tag_slug(alias), own.clone())));
            named.insert(own, (name.clone(), info.clone()));
        }
        Self { aliases, tags: BTreeMap::new(), named }
    }

    /// The slug of the tag that a post spells so.
    fn slug(&self, spelling: &str) -> String {
        let slug = tag_slug(spelling);
        self.aliases.get(&slug).cloned().unwrap_or(slug)
    }

    /// Counts a spelling, and gives the slug of its tag.
    fn count(&mut self, spelling: &str) -> String {
        let slug = self.slug(spelling);
        *self.tags.entry(slug.clone()).or_default().spellings.entry(spelling.to_owned()).or_default() += 1;
        slug
    }

    /// The slugs of a post's tags, each once.
    fn count_all(&mut self, spellings: impl Iterator<Item = String>) -> Vec<String> {
        let mut slugs: Vec<String> = Vec::new();
        for spelling in spellings {
            let slug = self.count(&spelling);
            if !slugs.contains(&slug) {
                self.tags.entry(slug.clone()).or_default().count += 1;
                slugs.push(slug);
            }
        }
        slugs
    }

    fn finish(mut self) -> BTreeMap<String, Tag> {
        for (slug, tag) in &mut self.tags {
            if let Some((name, info)) = self.named.get(slug) {
                tag.name.clone_from(name);
                tag.info = info.clone();
            } else {
                let most = tag.spellings.iter().max_by_key(|(name, count)| (**count, std::cmp::Reverse(*name)));
                tag.name = most.map(|(name, _)| name.clone()).unwrap_or_default();
            }
            tag.label = label(&tag.name);
        }
        self.tags
    }
}

fn yaml<'t, T: Deserialize<'t>>(text: &'t str, path: &str) -> Result<T, Failure> {
    serde_yaml::from_str(text).map_err(|error| Failure(format!("`{path}`: {error}")))
}

fn read_post(content: &Path, path: &Path, dialect: Dialect, names: &mut TagNames) -> Result<Post, Failure> {
    let shown = path.display().to_string();
    let wrong = |what: &str| Failure(format!("`{shown}`: {what}"));
    let text = files::read(path)?;
    let (front, markdown) = split(&text).ok_or_else(|| wrong("no front matter"))?;
    let front: FrontMatter = yaml(front, &shown)?;
    let folder = path.parent().unwrap_or(content);
    let captions: BTreeMap<String, Words> =
        front.captions.into_iter().map(|(src, caption)| (rooted(src), caption.into_words())).collect();
    let around = Surroundings {
        dialect,
        folder: folder.strip_prefix(content).unwrap_or(folder),
        captions: &captions,
        slug: &|tag| names.slug(tag),
    };
    let Body { markdown, tags: in_body, pictures } = body::convert(markdown, &around);
    let tags = names.count_all(front.hashtags.into_iter().flat_map(Hashtags::into_list).chain(in_body));
    let lead_in_body = front.image.is_none();
    let lead = match front.image {
        Some(LeadImage { src, alt, caption, credit }) => Some(Picture { src, alt, words: Words { caption, credit } }),
        None => {
            pictures.first().map(|(src, alt)| Picture { src: src.clone(), alt: alt.clone(), words: Words::default() })
        }
    };
    let mut sources: Vec<String> = pictures.into_iter().map(|(src, _)| src).collect();
    sources.extend(lead.iter().map(|lead| lead.src.clone()));
    sources.sort();
    sources.dedup();
    Ok(Post {
        path: content_path(content, path),
        folder: folder.to_path_buf(),
        title: front.title,
        date: front.date.ok_or_else(|| wrong("no date"))?,
        description: front.description,
        authors: front.author.into_iter().chain(front.authors).collect(),
        section: front.section.ok_or_else(|| wrong("no section"))?,
        series: front.series,
        featured: front.featured,
        tags,
        lead,
        lead_in_body,
        captions,
        pictures: sources,
        markdown,
    })
}

fn content_path(content: &Path, path: &Path) -> String {
    path.strip_prefix(content).unwrap_or(path).with_extension("").to_string_lossy().into_owned()
}
