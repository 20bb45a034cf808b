//! Who is asked when: several hosts at once, each by one request at a time with a pause between two, and again after a while
//! where that may help.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use url::Url;

use crate::cache::Answer;

use super::asking::Outcome;

/// How much is asked of others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// So many hosts at once.
    pub(super) connections: usize,
    /// Between two requests to one host.
    pub(super) pause: Duration,
    /// So many more tries where there was no answer.
    pub(super) retries: u32,
    /// Before the first of them; twice as long before each further one.
    pub(super) back_off: Duration,
}

/// An address that is to be asked for.
struct Request {
    url: Url,
    tries: u32,
}

/// A host with all that is still to be asked of it.
struct Host {
    requests: VecDeque<Request>,
    /// Until then, it is left alone.
    free_at: Instant,
}

struct State {
    hosts: BTreeMap<String, Host>,
    /// The hosts that are not being asked and have requests left, by when they may be.
    waiting: BTreeSet<(Instant, String)>,
    /// Requests without an answer.
    left: usize,
    answers: Vec<(Url, Answer)>,
}

/// All requests of a check.
struct Queue {
    limits: Limits,
    state: Mutex<State>,
    changed: Condvar,
}

/// Asks for every address; gives the answers in any order. `ask` is called by several threads.
pub(super) fn ask_all(urls: Vec<Url>, limits: Limits, ask: impl Fn(&Url) -> Outcome + Sync) -> Vec<(Url, Answer)> {
    let start = Instant::now();
    let mut hosts: BTreeMap<String, Host> = BTreeMap::new();
    let left = urls.len();
    for url in urls {
        // One host, whether by `http` or `https`.
        let name = url.host_str().unwrap_or_default().to_owned();
        let host = hosts.entry(name).or_insert_with(|| Host { requests: VecDeque::new(), free_at: start });
        host.requests.push_back(Request { url, tries: 0 });
    }
    let waiting = hosts.keys().map(|name| (start, name.clone())).collect();
    let workers = limits.connections.min(hosts.len());
    let state = Mutex::new(State { hosts, waiting, left, answers: Vec::with_capacity(left) });
    let queue = Queue { limits, state, changed: Condvar::new() };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| queue.work(&ask));
        }
    });
    queue.state.into_inner().unwrap_or_else(PoisonError::into_inner).answers
}

impl Queue {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks whoever is next, until all is answered.
    fn work(&self, ask: &impl Fn(&Url) -> Outcome) {
        while let Some((name, request)) = self.next() {
            let outcome = ask(&request.url);
            self.take(name, request, outcome);
        }
    }

    /// Waits for the next request that may be made; none if no more are to be made.
    fn next(&self) -> Option<(String, Request)> {
        let mut state = self.state();
        loop {
            if state.left == 0 {
                return None;
            }
            let now = Instant::now();
            let first = state.waiting.first().cloned();
            match first {
                Some((free_at, name)) if free_at <= now => {
                    state.waiting.remove(&(free_at, name.clone()));
                    let request = state.hosts.get_mut(&name).and_then(|host| host.requests.pop_front());
                    if let Some(request) = request {
                        return Some((name, request));
                    }
                }
                Some((free_at, _)) => {
                    let waited = self.changed.wait_timeout(state, free_at - now);
                    state = waited.unwrap_or_else(PoisonError::into_inner).0;
                }
                None => state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    /// Takes what came of a request, and lets the host be asked again after its pause.
    fn take(&self, name: String, mut request: Request, outcome: Outcome) {
        let mut state = self.state();
        let mut pause = self.limits.pause;
        let again = match outcome {
            Outcome::Later(_, wait) if request.tries < self.limits.retries => {
                let back_off = self.limits.back_off.saturating_mul(1 << request.tries.min(16));
                pause = pause.max(wait.unwrap_or(back_off));
                request.tries += 1;
                Some(request)
            }
            Outcome::Later(answer, _) | Outcome::Known(answer) => {
                state.left -= 1;
                state.answers.push((request.url, answer));
                None
            }
        };
        if let Some(host) = state.hosts.get_mut(&name) {
            host.requests.extend(again);
            host.free_at = Instant::now() + pause;
            if !host.requests.is_empty() {
                let free_at = host.free_at;
                state.waiting.insert((free_at, name));
            }
        }
        drop(state);
        self.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    const LIMITS: Limits =
        Limits { connections: 3, pause: Duration::ZERO, retries: 2, back_off: Duration::from_millis(1) };

    fn urls(hosts: usize, each: usize) -> Vec<Url> {
        let all = (0..hosts).flat_map(|host| (0..each).map(move |page| format!("http://{host}.example/{page}")));
        all.map(|url| url.parse().unwrap()).collect()
    }

    #[test]
    fn a_host_is_asked_by_one_request_at_a_time_and_not_too_many_are_at_once() {
        let open: Mutex<HashMap<String, usize>> = Mutex::default();
        let most = Mutex::new(0);
        let answers = ask_all(urls(5, 8), LIMITS, |url| {
            let host = url.host_str().unwrap().to_owned();
            {
                let mut open = open.lock().unwrap();
                *open.entry(host.clone()).or_default() += 1;
                assert_eq!(open.get(&host), Some(&1));
                let mut most = most.lock().unwrap();
                *most = (*most).max(open.values().sum());
            }
            std::thread::yield_now();
            *open.lock().unwrap().get_mut(&host).unwrap() -= 1;
            Outcome::Known(Answer::Fine)
        });
        assert_eq!(answers.len(), 40);
        assert!(*most.lock().unwrap() <= LIMITS.connections);
    }

    #[test]
    fn who_does_not_answer_is_asked_again_and_then_no_more() {
        let asked: Mutex<HashMap<Url, u32>> = Mutex::default();
        let mut answers = ask_all(urls(2, 2), LIMITS, |url| {
            let mut asked = asked.lock().unwrap();
            let times = asked.entry(url.clone()).or_default();
            *times += 1;
            if url.path() == "/0" && *times == 2 {
                return Outcome::Known(Answer::Fine);
            }
            Outcome::Later(Answer::Refused(429), Some(Duration::from_millis(1)))
        });
        answers.sort_by(|a, b| a.0.cmp(&b.0));
        let answers: Vec<Answer> = answers.into_iter().map(|(_, answer)| answer).collect();
        assert_eq!(answers, [Answer::Fine, Answer::Refused(429), Answer::Fine, Answer::Refused(429)]);
        let mut times: Vec<u32> = asked.into_inner().unwrap().into_values().collect();
        times.sort_unstable();
        assert_eq!(times, [2, 2, 3, 3]);
    }

    #[test]
    fn with_nothing_to_ask_nothing_is_asked() {
        assert_eq!(ask_all(Vec::new(), LIMITS, |_| unreachable!()), []);
    }
}
