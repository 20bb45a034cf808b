//! The rules on links to other hosts. They alone ask anybody anything, and only if that was asked for. What was answered is
//! kept for a while.

mod asking;
mod queue;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use url::Url;

use crate::cache::{Answer, Answers};
use crate::config::{BaseUrl, ExternalConfig, Rule};
use crate::content::document::Document;
use crate::content::link::Destination;
use crate::content::outline::{Named, placed_inline};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, Spanned};
use crate::source::Source;

use super::Subject;
use super::findings::Findings;

use asking::Asker;
use queue::Limits;

/// So many hosts are asked at once.
const CONNECTIONS: usize = 8;

/// So many more times, where there is no answer.
const RETRIES: u32 = 2;

/// For so long a bad answer counts: it may be mended at once.
const KEEP_BAD: Duration = Duration::from_secs(60 * 60);

/// So many other places of one link are shown.
const PLACES_SHOWN: usize = 3;

/// Where a link stands.
struct Place<'s> {
    source: &'s Source,
    written: Cow<'s, str>,
    span: Span,
}

/// Links to other hosts, by address, with what is known of them.
pub struct Outside<'s> {
    links: BTreeMap<Url, Vec<Place<'s>>>,
    /// Links whose address is none.
    invalid: Vec<Place<'s>>,
    answers: Answers,
    now: i64,
    config: &'s ExternalConfig,
    site: &'s BaseUrl,
}

impl<'s> Outside<'s> {
    /// Of all that is linted. `known` is what was answered before.
    #[must_use]
    pub fn of(subject: &Subject<'s>, known: Answers) -> Self {
        let config = subject.config();
        let (mut links, mut invalid): (BTreeMap<Url, Vec<Place<'s>>>, _) = (BTreeMap::new(), Vec::new());
        for place in places(subject) {
            let Some(address) = address(&place.written) else { continue };
            match Url::parse(&address) {
                Ok(mut url) if url.has_host() => {
                    url.set_fragment(None);
                    if !is_left_out(&url, &config.base_url, &config.lint.external) {
                        links.entry(url).or_default().push(place);
                    }
                }
                _ => invalid.push(place),
            }
        }
        let (now, site) = (subject.now().as_second(), &config.base_url);
        Self { links, invalid, answers: known, now, config: &config.lint.external, site }
    }

    /// The addresses that have to be asked for: those of which nothing is known, or nothing new enough.
    #[must_use]
    pub fn unknown(&self) -> Vec<Url> {
        let is_known = |url: &Url| {
            let Some((at, answer)) = self.answers.by_address.get(url.as_str()) else { return false };
            let keep = if answer.is_good() { self.config.keep } else { KEEP_BAD.min(self.config.keep) };
            let age = self.now.checked_sub(*at).and_then(|age| u64::try_from(age).ok());
            age.is_some_and(|age| age < keep.as_secs())
        };
        self.links.keys().filter(|url| !is_known(url)).cloned().collect()
    }

    /// Asks for them, and keeps the answers for the next check of the site at `root`; those that no link needs any more are
    /// forgotten.
    ///
    /// # Errors
    /// If the answers cannot be kept.
    pub fn ask(&mut self, unknown: Vec<Url>, root: &Path) -> Result<(), Diagnostic> {
        let asker = Asker::new(self.site.as_str(), self.config.timeout);
        let back_off = Duration::from_secs(1).min(self.config.pause.saturating_mul(4));
        let limits = Limits { connections: CONNECTIONS, pause: self.config.pause, retries: RETRIES, back_off };
        let is_news = !unknown.is_empty();
        for (url, answer) in queue::ask_all(unknown, limits, |url| asker.ask(url)) {
            self.answers.by_address.insert(url.to_string(), (self.now, answer));
        }
        let before = self.answers.by_address.len();
        let wanted: std::collections::HashSet<&str> = self.links.keys().map(Url::as_str).collect();
        self.answers.by_address.retain(|url, _| wanted.contains(url.as_str()));
        if is_news || self.answers.by_address.len() != before {
            self.answers.save(root)?;
        }
        Ok(())
    }

    /// What is to be said of the links, each address once.
    #[must_use]
    pub fn report(&self, subject: &Subject<'_>) -> Diagnostics {
        let mut findings = Findings::new(subject.config());
        for place in &self.invalid {
            findings.push(
                Rule::LinkDead,
                Diagnostic::warning(format!("`{}` is no valid address", place.written.escape_debug()))
                    .at(place.source, place.span, "nobody can be asked for this")
                    .help("write the whole address, as the browser shows it"),
            );
        }
        for (url, places) in &self.links {
            if let Some((_, answer)) = self.answers.by_address.get(url.as_str()) {
                tell(answer, places, &mut findings);
            }
        }
        findings.into_diagnostics()
    }
}

/// Every link that readers see: of posts and pages with their captions and corrections, of the navigation, of what is said of
/// tags, and of authors and the publisher.
fn places<'s>(subject: &Subject<'s>) -> Vec<Place<'s>> {
    let config = subject.config();
    let mut places = Vec::new();
    let inline = |text, source: &'s Source| {
        let named = placed_inline(text, source, &config.markdown).into_iter();
        named.filter_map(move |(named, span)| match named {
            Named::Link(dest) => Some(Place { source, written: dest.into(), span }),
            Named::Image(_) => None,
        })
    };
    let plain =
        |link: &'s Spanned<String>, source| Place { source, written: link.value.as_str().into(), span: link.span };
    for linted in subject.linted() {
        let document: &'s Document = linted.document;
        places.extend(document.outline.links.iter().map(|link| plain(link, &document.source)));
        places.extend(document.front_matter.inline_texts().flat_map(|text| inline(text, &document.source)));
    }
    places.extend(config.navigation.iter().map(|item| plain(&item.url, &config.site_source)));
    let descriptions = config.tags.iter().filter_map(|tag| tag.description.as_ref());
    places.extend(descriptions.flat_map(|text| inline(text, &config.tags_source)));
    for author in &config.authors {
        places.extend(author.url.iter().chain(&author.same_as).map(|link| stated(link, &author.source)));
    }
    places.extend(config.publisher.same_as.iter().chain(&config.me).map(|link| stated(link, &config.site_source)));
    places
}

/// An address in a file of the configuration.
fn stated<'s>(link: &'s str, source: &'s Source) -> Place<'s> {
    let spans = source.text.match_indices(link).map(|(at, _)| Span::new(at, at + link.len()));
    // It may be the beginning of another.
    let ends = |span: &Span| {
        let next = source.text.get(span.end..).and_then(|rest| rest.chars().next());
        next.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ']' | '}'))
    };
    Place { source, written: link.into(), span: spans.into_iter().find(ends).unwrap_or_default() }
}

/// The address of a link to another host; none if it is another kind of link.
fn address(dest: &str) -> Option<String> {
    match Destination::of(dest, "") {
        Destination::External { scheme } if scheme.is_empty() => Some(format!("https:{dest}")),
        Destination::External { scheme } if matches!(scheme.as_str(), "http" | "https") => Some(dest.to_owned()),
        _ => None,
    }
}

/// Whether nobody is asked: for what is the site's own, and what the site does not want to be asked for.
fn is_left_out(url: &Url, base: &BaseUrl, config: &ExternalConfig) -> bool {
    url.as_str().starts_with(base.as_str()) || config.ignore.iter().any(|start| url.as_str().starts_with(start))
}

fn tell(answer: &Answer, places: &[Place<'_>], findings: &mut Findings<'_>) {
    let mut places: Vec<&Place<'_>> = places.iter().collect();
    places.sort_by(|a, b| (&a.source.path, a.span).cmp(&(&b.source.path, b.span)));
    let Some((first, others)) = places.split_first() else { return };
    let (rule, headline, label, help) = match answer {
        Answer::Fine => return,
        Answer::Moved(to) => {
            let fragment = first.written.find('#').and_then(|at| first.written.get(at..)).unwrap_or_default();
            let to = if to.contains('#') { to.clone() } else { format!("{to}{fragment}") };
            (Rule::LinkMoved, "has moved for good", "this leads on".to_owned(), format!("write `{to}`"))
        }
        Answer::Refused(status) => (
            Rule::LinkRefused,
            "cannot be checked",
            format!("the host does not tell programs (status {status})"),
            "look yourself; to be asked no more, add it to `ignore` of `lint: {external: …}` in site.yaml".to_owned(),
        ),
        Answer::Dead(why) => (
            Rule::LinkDead,
            "is not there",
            format!("the host says so ({why})"),
            "name another source, or the page as an archive has it".to_owned(),
        ),
        Answer::Unanswered(why) => (
            Rule::LinkUnanswered,
            "does not answer",
            why.clone(),
            "try again later; if it stays so, name another source".to_owned(),
        ),
    };
    let mut diagnostic = Diagnostic::warning(format!("`{}` {headline}", first.written.escape_debug())).at(
        first.source,
        first.span,
        label,
    );
    for other in others.iter().take(PLACES_SHOWN) {
        diagnostic = diagnostic.note_at(other.source, other.span, "and here");
    }
    if others.len() > PLACES_SHOWN {
        diagnostic = diagnostic.note(format!("and in {} more places", others.len() - PLACES_SHOWN));
    }
    findings.push(rule, diagnostic.help(help));
}
