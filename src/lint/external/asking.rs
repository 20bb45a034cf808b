//! Asking one host for one address, as politely as it can be done: by its head alone, where that is enough.

use std::time::Duration;

use ureq::Agent;
use ureq::http::Response;
use ureq::http::header::{LOCATION, RETRY_AFTER};
use url::Url;

use crate::cache::Answer;
use crate::http;

/// More redirects than these lead nowhere.
const MOST_REDIRECTS: usize = 10;

/// Who asks for more patience than this is not waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// What came of asking.
pub(super) enum Outcome {
    /// It is known now.
    Known(Answer),
    /// It may be known later: what is to be taken for the answer if not, and for how long the host wants to be left alone.
    Later(Answer, Option<Duration>),
}

/// Asks for addresses.
pub(super) struct Asker {
    agent: Agent,
}

/// What a host said.
struct Reply {
    status: u16,
    location: Option<String>,
    retry_after: Option<Duration>,
}

impl Asker {
    /// `site` is the address of the site on whose behalf it asks.
    pub(super) fn new(site: &str, timeout: Duration) -> Self {
        // Whether a redirect is for good shows only one by one.
        let agent = http::agent(&format!("checks the links of {site}"), |config| {
            config.max_redirects(0).max_redirects_will_error(false).timeout_global(Some(timeout))
        });
        Self { agent }
    }

    /// Asks for an address, and for those that it leads on to.
    pub(super) fn ask(&self, address: &Url) -> Outcome {
        let mut at = address.clone();
        // Where it is for good, as long as each step was.
        let mut moved_to: Option<Url> = None;
        let mut all_for_good = true;
        for _ in 0..=MOST_REDIRECTS {
            let reply = match self.reply(&at) {
                Ok(reply) => reply,
                Err(error) => return trouble(&error),
            };
            let Reply { status, location, retry_after } = reply;
            match status {
                200..=299 | 304 => {
                    return Outcome::Known(match moved_to {
                        Some(to) => Answer::Moved(to.to_string()),
                        None => Answer::Fine,
                    });
                }
                300..=399 => {
                    let next = location.and_then(|location| at.join(&location).ok());
                    let Some(next) = next.filter(|next| matches!(next.scheme(), "http" | "https")) else {
                        return Outcome::Known(Answer::Dead(format!("status {status}, leading nowhere")));
                    };
                    all_for_good &= matches!(status, 301 | 308);
                    if all_for_good {
                        moved_to = Some(next.clone());
                    }
                    at = next;
                }
                429 if retry_after.is_none_or(|wait| wait <= LONGEST_WAIT) => {
                    return Outcome::Later(Answer::Refused(status), retry_after);
                }
                // 999 is how one large host says it.
                401 | 402 | 403 | 407 | 429 | 451 | 999 => return Outcome::Known(Answer::Refused(status)),
                408 | 425 | 500..=599 => {
                    let answer = Answer::Unanswered(format!("status {status}"));
                    return match retry_after {
                        Some(wait) if wait > LONGEST_WAIT => Outcome::Known(answer),
                        wait => Outcome::Later(answer, wait),
                    };
                }
                _ => return Outcome::Known(Answer::Dead(format!("status {status}"))),
            }
        }
        Outcome::Known(Answer::Dead(format!("more than {MOST_REDIRECTS} redirects")))
    }

    /// Asks for the head; for the whole, of which nothing is read, if the host does not give heads alone.
    fn reply(&self, address: &Url) -> Result<Reply, ureq::Error> {
        let head = read(&self.agent.head(address.as_str()).call()?);
        if matches!(head.status, 400 | 403 | 404 | 405 | 406 | 501) {
            return Ok(read(&self.agent.get(address.as_str()).call()?));
        }
        Ok(head)
    }
}

fn read<B>(response: &Response<B>) -> Reply {
    let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
    // A date in place of seconds is for a later time than anybody waits.
    let seconds = header(RETRY_AFTER).map(|wait| wait.trim().parse().unwrap_or(u64::MAX));
    Reply {
        status: response.status().as_u16(),
        location: header(LOCATION).map(str::to_owned),
        retry_after: seconds.map(Duration::from_secs),
    }
}

/// A request that got no answer at all.
fn trouble(error: &ureq::Error) -> Outcome {
    let unanswered = |why: &str| Answer::Unanswered(why.to_owned());
    match error {
        ureq::Error::HostNotFound => Outcome::Known(unanswered("no such host is known")),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => Outcome::Known(Answer::Dead("no valid address".to_owned())),
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => Outcome::Known(unanswered("no secure connection")),
        ureq::Error::Timeout(_) => Outcome::Later(unanswered("no answer in time"), None),
        ureq::Error::Protocol(_) => Outcome::Later(unanswered("no answer of a web server"), None),
        _ => Outcome::Later(unanswered("no connection"), None),
    }
}
