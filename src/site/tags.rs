//! Hashtags of the whole site: which spellings are one tag, how it is shown, where its page stands, and what often stands
//! beside it.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;

use serde::{Deserialize, Serialize};

use crate::config::{Config, TagInfo};
use crate::content::document::Document;
use crate::content::hashtag::{identity, label};
use crate::content::slug::slugify;
use crate::diagnostic::{Diagnostic, Diagnostics, Span, Spanned};
use crate::source::Source;

use super::PostId;
use super::scores::Scores;

/// So many related tags are shown.
const RELATED: usize = 8;

/// A hashtag.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tag {
    /// What makes two spellings one.
    pub identity: String,
    /// As it is spelled, without `#`.
    pub name: String,
    /// As it is read: “Artificial Intelligence”.
    pub label: String,
    /// Title of its page: that of `tags.yaml`, else the label.
    pub title: String,
    /// Inline Markdown of `tags.yaml`.
    pub description: Option<String>,
    /// Last part of its URL.
    pub slug: String,
    /// Path of its page from the site's root.
    pub site_path: String,
    /// The same for `href`: encoded, from the host's root.
    pub href: String,
    /// Other names of `tags.yaml`, whose URLs redirect.
    pub aliases: Vec<TagAlias>,
    /// Its posts, newest first.
    pub posts: Vec<PostId>,
    /// Tags that often stand beside it, strongest first.
    pub related: Vec<usize>,
}

/// Another name of a tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagAlias {
    /// As `tags.yaml` has it.
    pub name: String,
    /// Path that redirects.
    pub site_path: String,
    /// Where `tags.yaml` has it.
    pub span: Span,
}

/// All tags that are shown, by name.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Tags {
    /// In the order of their names, case aside.
    pub all: Vec<Tag>,
    by_identity: HashMap<String, usize>,
}

impl Tags {
    /// The tag that a written name means; none if it is hidden or unknown.
    #[must_use]
    pub fn find(&self, written: &str) -> Option<&Tag> {
        self.by_identity.get(&identity(written)).and_then(|at| self.all.get(*at))
    }
}

/// What is known of one tag while posts are read.
struct Gathered<'d> {
    identity: String,
    info: Option<&'d TagInfo>,
    /// Spellings: how often, and the oldest post that has it.
    spellings: HashMap<&'d str, (usize, PostId)>,
    posts: Vec<PostId>,
    /// Where it stands first, in the newest post.
    place: (&'d Source, Span),
}

/// What a spelling means.
#[derive(Clone, Copy)]
struct Meaning {
    /// The tag: a place in [`Gathering::tags`].
    at: usize,
    /// Whether it is the tag's own name rather than an alias.
    is_own_name: bool,
}

/// The tags seen so far.
#[derive(Default)]
struct Gathering<'d> {
    tags: Vec<Gathered<'d>>,
    by_identity: HashMap<String, usize>,
}

impl<'d> Gathering<'d> {
    /// What a spelling that stands at `place` means; none if the tag is hidden.
    fn meaning(&mut self, names: &Names<'d>, spelling: &str, place: (&'d Source, Span)) -> Option<Meaning> {
        let own = identity(spelling);
        let canonical = names.canonical(&own);
        if names.hidden.contains(canonical) || canonical.is_empty() {
            return None;
        }
        let at = if let Some(at) = self.by_identity.get(canonical) {
            *at
        } else {
            self.by_identity.insert(canonical.to_owned(), self.tags.len());
            self.tags.push(Gathered {
                identity: canonical.to_owned(),
                info: names.infos.get(canonical).copied(),
                spellings: HashMap::new(),
                posts: Vec::new(),
                place,
            });
            self.tags.len() - 1
        };
        Some(Meaning { at, is_own_name: own == canonical })
    }
}

/// Gathers the hashtags of posts, given newest first; gives the tags, and each post's, in the writer's order.
pub(super) fn gather(config: &Config, documents: &[&Document], problems: &mut Diagnostics) -> (Tags, Vec<Vec<usize>>) {
    let names = Names::of(config, problems);
    let mut gathering = Gathering::default();
    let mut meanings: HashMap<&str, Option<Meaning>> = HashMap::new();
    let mut of_posts = Vec::with_capacity(documents.len());
    for (id, document) in documents.iter().enumerate() {
        let mut of_post: Vec<usize> = Vec::new();
        for written in document.hashtags() {
            // Most spellings come again and again; what one means is worked out once.
            let meaning = if let Some(meaning) = meanings.get(written.value.as_str()) {
                *meaning
            } else {
                let meaning = gathering.meaning(&names, &written.value, (&document.source, written.span));
                meanings.insert(&written.value, meaning);
                meaning
            };
            let Some(Meaning { at, is_own_name }) = meaning else { continue };
            let Some(tag) = gathering.tags.get_mut(at) else { continue };
            if is_own_name {
                let spelling = tag.spellings.entry(&written.value).or_default();
                if spelling.0 == 0 || spelling.1 != id {
                    *spelling = (spelling.0 + 1, id);
                }
            }
            if !of_post.contains(&at) {
                of_post.push(at);
                tag.posts.push(id);
            }
        }
        of_posts.push(of_post);
    }
    let gathered = gathering.tags;
    let slugs = slugs(config, &gathered, problems);
    let finished = gathered.iter().zip(slugs).map(|(tag, slug)| finish(config, &names, tag, slug));
    let mut all: Vec<Tag> = finished.collect();
    let order = super::groups::sorted_places(&mut all, |a, b| {
        (a.name.to_lowercase(), &a.identity).cmp(&(b.name.to_lowercase(), &b.identity))
    });
    for tag in of_posts.iter_mut().flatten() {
        *tag = order.get(*tag).copied().unwrap_or_default();
    }
    relate(&mut all, &of_posts);
    (Tags::new(all, &names), of_posts)
}

impl Tags {
    fn new(all: Vec<Tag>, names: &Names<'_>) -> Self {
        let mut by_identity: HashMap<String, usize> =
            all.iter().enumerate().map(|(at, tag)| (tag.identity.clone(), at)).collect();
        let aliases: Vec<_> =
            names.aliases.iter().filter_map(|(alias, tag)| Some((alias.clone(), *by_identity.get(tag)?))).collect();
        by_identity.extend(aliases);
        Self { all, by_identity }
    }
}

/// What `tags.yaml` says of names.
struct Names<'c> {
    infos: BTreeMap<String, &'c TagInfo>,
    /// Identity of an alias, and of the tag it means.
    aliases: BTreeMap<String, String>,
    hidden: HashSet<String>,
    /// Where each identity stands first.
    places: HashMap<String, Span>,
}

impl<'c> Names<'c> {
    fn of(config: &'c Config, problems: &mut Diagnostics) -> Self {
        let source = &config.tags_source;
        let mut names =
            Self { infos: BTreeMap::new(), aliases: BTreeMap::new(), hidden: HashSet::new(), places: HashMap::new() };
        let claim = |name: &Spanned<String>, places: &mut HashMap<String, Span>, problems: &mut Diagnostics| {
            let identity = identity(&name.value);
            if identity.is_empty() {
                problems.push(
                    Diagnostic::error(format!("`{}` is no hashtag", name.value.escape_debug()))
                        .at(source, name.span, "there is no letter, digit or symbol in it")
                        .help("name the tag, or take the entry out"),
                );
                return None;
            }
            if let Some(first) = places.get(&identity) {
                problems.push(
                    Diagnostic::error(format!("the tag `{}` stands here twice", name.value))
                        .at(source, name.span, "the second one")
                        .note_at(source, *first, "the first one: case, spaces and hyphens make no difference")
                        .help("keep one of them"),
                );
                return None;
            }
            places.insert(identity.clone(), name.span);
            Some(identity)
        };
        for info in &config.tags {
            let Some(own) = claim(&info.name, &mut names.places, problems) else { continue };
            if info.hidden {
                names.hidden.insert(own.clone());
            }
            names.infos.insert(own, info);
        }
        for info in &config.tags {
            let own = identity(&info.name.value);
            for alias in &info.aliases {
                if let Some(alias) = claim(alias, &mut names.places, problems) {
                    names.aliases.insert(alias, own.clone());
                }
            }
        }
        names
    }

    /// Whether an alias was accepted as one of this tag: not if it stands elsewhere first.
    fn accepts(&self, alias: &Spanned<String>, tag: &str) -> bool {
        let identity = identity(&alias.value);
        self.aliases.get(&identity).is_some_and(|own| own == tag) && self.places.get(&identity) == Some(&alias.span)
    }

    fn canonical<'n>(&'n self, identity: &'n str) -> &'n str {
        self.aliases.get(identity).map_or(identity, String::as_str)
    }
}

fn finish(config: &Config, names: &Names<'_>, tag: &Gathered<'_>, slug: String) -> Tag {
    let name = match tag.info {
        Some(info) => info.name.value.clone(),
        None => most_used(&tag.spellings).unwrap_or(&tag.identity).to_owned(),
    };
    let label = label(&name);
    let aliases = tag.info.map_or_else(Vec::new, |info| {
        info.aliases
            .iter()
            .filter(|alias| names.accepts(alias, &tag.identity))
            .map(|alias| TagAlias {
                name: alias.value.clone(),
                site_path: format!("tags/{}/", slugify(&identity(&alias.value), config.slugs)),
                span: alias.span,
            })
            // An alias that is spelled like its tag needs no redirect.
            .filter(|alias| alias.site_path != format!("tags/{slug}/"))
            .collect()
    });
    Tag {
        title: tag.info.and_then(|info| info.title.clone()).unwrap_or_else(|| label.clone()),
        description: tag.info.and_then(|info| info.description.clone()).map(|text| text.value),
        identity: tag.identity.clone(),
        href: config.base_url.rooted(&format!("tags/{slug}/")),
        site_path: format!("tags/{slug}/"),
        name,
        label,
        slug,
        aliases,
        posts: tag.posts.clone(),
        related: Vec::new(),
    }
}

fn slug_of(config: &Config, tag: &Gathered<'_>) -> String {
    match tag.info.and_then(|info| info.slug.as_ref()) {
        Some(slug) => slugify(&slug.value, config.slugs),
        None => slugify(&tag.identity, config.slugs),
    }
}

/// The spelling that most posts have; of equals, the one of the oldest post.
fn most_used<'s>(spellings: &HashMap<&'s str, (usize, PostId)>) -> Option<&'s str> {
    spellings
        .iter()
        .max_by_key(|(name, (count, oldest))| (*count, *oldest, std::cmp::Reverse(**name)))
        .map(|(name, _)| *name)
}

/// The slug of each tag. Tags that would share one are reported together; all but one then get another, so that nothing
/// is reported that only follows from it.
fn slugs(config: &Config, tags: &[Gathered<'_>], problems: &mut Diagnostics) -> Vec<String> {
    let mut slugs: Vec<String> = tags.iter().map(|tag| slug_of(config, tag)).collect();
    let mut by_slug: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, slug) in slugs.iter().enumerate() {
        by_slug.entry(slug.clone()).or_default().push(at);
    }
    for (slug, mut sharing) in by_slug {
        if sharing.len() < 2 {
            continue;
        }
        sharing.sort_by_key(|at| tags.get(*at).map(|tag| &tag.identity));
        let sharing_tags: Vec<&Gathered<'_>> = sharing.iter().filter_map(|at| tags.get(*at)).collect();
        problems.extend(report_shared_slug(&slug, &sharing_tags));
        for at in sharing.into_iter().skip(1) {
            if let Some(slug) = slugs.get_mut(at) {
                *slug = format!("{slug}~{at}");
            }
        }
    }
    slugs
}

fn report_shared_slug(slug: &str, tags: &[&Gathered<'_>]) -> Option<Diagnostic> {
    let (last, others) = tags.split_last()?;
    let name = |tag: &Gathered<'_>| most_used(&tag.spellings).unwrap_or(&tag.identity).to_owned();
    let names: Vec<String> = tags.iter().map(|tag| format!("`{}`", name(tag))).collect();
    let (source, span) = last.place;
    let mut diagnostic = Diagnostic::error(format!(
        "the tags {} would share the address `/tags/{slug}/`",
        names.join(" and ")
    ))
    .at(source, span, "one of them");
    for other in others {
        let (source, span) = other.place;
        diagnostic = diagnostic.note_at(source, span, format!("`{}` stands here", name(other)));
    }
    Some(diagnostic.help(format!(
        "give one its own address in tags.yaml: `\"{}\": {{slug: …}}`, or make it an alias of the other",
        name(last)
    )))
}

/// For each tag those that most often stand beside it, weighted against how common they are: the cosine of the sets of
/// their posts.
fn relate(all: &mut [Tag], of_posts: &[Vec<usize>]) {
    let counts: Vec<usize> = all.iter().map(|tag| tag.posts.len()).collect();
    let related: Vec<Vec<usize>> = all
        .par_iter()
        .enumerate()
        .map_init(
            || Scores::of(all.len()),
            |together, (own, tag)| {
                for other in tag.posts.iter().filter_map(|post| of_posts.get(*post)).flatten() {
                    together.add(*other, 1);
                }
                // The tag's own count is the same for all: what is left to compare is together² / count.
                let mut scored: Vec<(u128, usize)> = together
                    .take()
                    .filter(|(other, together)| *other != own && (*together > 1 || tag.posts.len() < 3))
                    .map(|(other, together)| {
                        let count = counts.get(other).copied().unwrap_or(1).max(1);
                        let score = (u128::from(together * together) << 32) / count as u128;
                        (score, other)
                    })
                    .collect();
                scored.sort_unstable_by_key(|(score, other)| (std::cmp::Reverse(*score), *other));
                scored.iter().take(RELATED).map(|(_, other)| *other).collect()
            },
        )
        .collect();
    for (tag, related) in all.iter_mut().zip(related) {
        tag.related = related;
    }
}
