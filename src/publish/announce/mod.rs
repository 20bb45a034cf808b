//! Telling others of an edition that is there. Whoever cannot be told is reported, and the edition stands all the same.

mod news;
mod webhook;

use std::time::Duration;

use serde::Serialize;
use serde_json::json;
use ureq::Agent;
use ureq::config::ConfigBuilder;
use ureq::typestate::AgentScope;

pub use news::News;

use crate::config::{Announce, Config, IndexNow};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::http::agent;

/// How long one request may take.
const TIMEOUT: Duration = Duration::from_secs(20);

/// A request that got no answer is made once more, after this.
const PAUSE: Duration = Duration::from_secs(2);

/// So many addresses go in one request of `IndexNow`.
const ADDRESSES: usize = 10_000;

/// A hub is told of so many feeds at most.
const FEEDS: usize = 100;

/// Who was told.
#[derive(Debug, Default)]
pub struct Told {
    /// In a few words each: "the hub of 3 feeds".
    pub of: Vec<String>,
    /// Who could not be.
    pub problems: Diagnostics,
}

impl Told {
    /// Nobody was, since the news could not be put together.
    #[must_use]
    pub fn nobody(problem: &Diagnostic) -> Self {
        let mut problems = Diagnostics::new();
        let told = Diagnostic::warning(format!("nobody was told: {}", problem.headline));
        problems.push(told.help("the edition is published; nothing else is to be done"));
        Self { of: Vec::new(), problems }
    }
}

/// Makes sure, before anything is published, that what is to be told can be put together.
///
/// # Errors
/// Every mistake in a template.
pub fn check(announce: &Announce, config: &Config) -> Result<(), Diagnostics> {
    let mut problems = Diagnostics::new();
    for webhook in &announce.webhooks {
        if let Err(problem) = webhook::body(webhook, &News::example(), config) {
            problems.push(problem);
        }
    }
    if announce.websub && config.feeds.hub.is_none() {
        problems.push(
            Diagnostic::error("`websub` has no hub to tell")
                .help("name one: `feeds: {hub: https://pubsubhubbub.appspot.com/}`"),
        );
    }
    if problems.has_errors() { Err(problems) } else { Ok(()) }
}

/// Tells everybody of the news.
#[must_use]
pub fn announce(announce: &Announce, news: &News, config: &Config) -> Told {
    let teller = Teller::new();
    let mut told = Told::default();
    if let Some(hub) = config.feeds.hub.as_ref().filter(|_| announce.websub) {
        teller.tell_hub(hub, &news.feeds, &mut told);
    }
    if let Some(indexnow) = &announce.indexnow {
        teller.tell_search_engines(indexnow, news, config, &mut told);
    }
    let mut sent = 0;
    for webhook in &announce.webhooks {
        match webhook::address(webhook).and_then(|url| Ok((url, webhook::body(webhook, news, config)?))) {
            Ok((url, body)) => match teller.post_json(&url, &body) {
                Ok(()) => sent += 1,
                Err(said) => told.problems.push(untold(&format!("the webhook `{}`", webhook.url.value), &said)),
            },
            Err(problem) => told.problems.push(problem),
        }
    }
    if sent > 0 {
        told.of.push(counted(sent, "webhook"));
    }
    told
}

/// What asks.
struct Teller {
    agent: Agent,
}

impl Teller {
    fn new() -> Self {
        // Whoever is sent on is asked with nothing in hand, and hears nothing.
        let further = |config: ConfigBuilder<AgentScope>| {
            config.timeout_global(Some(TIMEOUT)).max_redirects(0).max_redirects_will_error(false)
        };
        Self { agent: agent("publishes a site", further) }
    }

    /// Tells a hub of each feed that has something new ([WebSub](https://www.w3.org/TR/websub/), "Publishing").
    fn tell_hub(&self, hub: &str, feeds: &[String], told: &mut Told) {
        // The first edition has thousands: those of the site itself come first.
        let mut some: Vec<&String> = feeds.iter().collect();
        some.sort_by_key(|feed| feed.matches('/').count());
        some.truncate(FEEDS);
        for feed in &some {
            let form = url::form_urlencoded::Serializer::new(String::new())
                .append_pair("hub.mode", "publish")
                .append_pair("hub.url", feed)
                .finish();
            if let Err(said) = self.post(hub, "application/x-www-form-urlencoded", form.as_bytes()) {
                // It would say the same of each.
                told.problems.push(untold(&format!("the hub `{hub}` of `{feed}`"), &said));
                return;
            }
        }
        if !feeds.is_empty() {
            let left_out = match feeds.len() - some.len() {
                0 => String::new(),
                number => format!(" and not of {number} more"),
            };
            told.of.push(format!("the hub, of {}{left_out}", counted(some.len(), "feed")));
        }
    }

    /// Tells search engines of the pages that changed.
    fn tell_search_engines(&self, indexnow: &IndexNow, news: &News, config: &Config, told: &mut Told) {
        let addresses: Vec<&String> = news.pages.iter().map(|page| &page.url).chain(&news.deleted).collect();
        let IndexNow { key, endpoint } = indexnow;
        for addresses in addresses.chunks(ADDRESSES) {
            let body = json!({
                "host": config.base_url.domain(),
                "key": key,
                "keyLocation": config.base_url.address(&format!("{key}.txt")),
                "urlList": addresses,
            });
            if let Err(said) = self.post_json(endpoint, &body) {
                told.problems.push(untold(&format!("search engines at `{endpoint}`"), &said));
                return;
            }
        }
        if !addresses.is_empty() {
            told.of.push(format!("search engines, of {}", counted(addresses.len(), "page")));
        }
    }

    fn post_json(&self, url: &str, body: &impl Serialize) -> Result<(), String> {
        let body = serde_json::to_vec(body).map_err(|error| error.to_string())?;
        self.post(url, "application/json; charset=utf-8", &body)
    }

    fn post(&self, url: &str, media_type: &str, body: &[u8]) -> Result<(), String> {
        let once = || match self.agent.post(url).header("Content-Type", media_type).send(body) {
            Ok(answer) => match answer.status().as_u16() {
                200..=299 => Ok(()),
                status => Err((status >= 500 || status == 429, format!("it answers with status {status}"))),
            },
            // The error may hold the address, which may be a secret.
            Err(error) => Err((true, error.to_string().replace(url, "its address"))),
        };
        match once() {
            Err((true, _)) => {
                std::thread::sleep(PAUSE);
                once().map_err(|(_, said)| said)
            }
            done => done.map_err(|(_, said)| said),
        }
    }
}

fn untold(whom: &str, said: &str) -> Diagnostic {
    Diagnostic::warning(format!("{whom} could not be told: {said}"))
        .help("the edition is published; nothing else is to be done")
}

fn counted(number: usize, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}
