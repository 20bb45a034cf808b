//! Server-sent events (WHATWG HTML, 9.2): what a browser is told of the page that it shows.
//!
//! A browser says which path it shows, and the digest of the page that it got. It is told to load the page anew when another
//! one stands there, at once or later; so nothing is lost between a page and its listening, nor while it did not listen.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::shown::{Change, Open, Shown};

/// So often a browser that hears nothing is told that the server is there.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// A browser that listens.
struct Listener {
    shown: Arc<Shown>,
    changes: Receiver<Change>,
    /// The path that it shows, as it stands in its address bar.
    path: String,
    /// Of the page that it shows.
    digest: String,
    open: Open,
    /// The number of the report that it shows.
    report: Option<u64>,
    /// What it is to be told.
    waiting: VecDeque<Event>,
}

/// Everything that a browser is told that shows `path`, where it got a page of this digest.
pub(super) fn events(
    shown: &Arc<Shown>,
    path: String,
    digest: String,
) -> Sse<impl Stream<Item = Result<Event, Infallible>> + Send + use<>> {
    // Listening comes before looking: a change in between is told twice rather than never.
    let changes = shown.changes();
    let (page, _) = shown.page(&path);
    let open = shown.open(page);
    let mut listener =
        Listener { shown: shown.clone(), changes, path, digest, open, report: None, waiting: VecDeque::new() };
    listener.look(None);
    let stream = unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok(event), listener))
    });
    Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}

impl Listener {
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            match self.changes.recv().await {
                Ok(change) => self.look(Some(&change)),
                // More happened than is kept.
                Err(RecvError::Lagged(_)) => self.waiting.push_back(reload()),
                Err(RecvError::Closed) => return None,
            }
        }
    }

    /// Looks at what there is to tell. The page is told last, since nothing is heard after it.
    fn look(&mut self, change: Option<&[String]>) {
        match (self.shown.problems(), self.report) {
            (Some((number, _)), Some(told)) if number == told => {}
            (Some((number, report)), _) => {
                self.report = Some(number);
                self.waiting.push_back(Event::default().event("problems").data(&*report));
            }
            (None, Some(_)) => {
                self.report = None;
                self.waiting.push_back(Event::default().event("mended").data("-"));
            }
            (None, None) => {}
        }
        let (page, digest) = self.shown.page(&self.path);
        if page != *self.open.page() {
            self.open = self.shown.open(page);
        }
        if digest != self.digest {
            self.digest = digest;
            self.waiting.push_back(reload());
        } else if let Some(changed) = change.filter(|changed| !changed.is_empty()) {
            // Text can always be written as JSON.
            let changed = serde_json::to_string(changed).unwrap_or_default();
            self.waiting.push_back(Event::default().event("files").data(changed));
        }
    }
}

fn reload() -> Event {
    Event::default().event("reload").data("-")
}
