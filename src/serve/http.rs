//! From a request to what stands there: pages with the script for live reload, files with ranges and entity tags, redirects,
//! and 404. Nothing is served but outputs of the site, and only to those who came by this machine's own name.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, HOST, IF_NONE_MATCH, LOCATION, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use mime_guess::Mime;
use tower_http::services::ServeFile;
use url::form_urlencoded;

use crate::digest::Digest;
use crate::http::media_type;

use super::events::events;
use super::inject::{self, CLIENT, EVENTS, SCRIPT};
use super::shown::{Found, Shown};

/// Answers requests.
#[derive(Clone)]
pub(super) struct Server {
    shown: Arc<Shown>,
}

impl Server {
    pub(super) fn new(shown: Arc<Shown>) -> Self {
        Self { shown }
    }

    pub(super) fn router(self) -> Router {
        Router::new().fallback(answer).with_state(self)
    }
}

async fn answer(State(server): State<Server>, request: Request) -> Result<Response, Infallible> {
    let mut response = if !is_own(request.headers(), request.uri()) {
        refusal(StatusCode::FORBIDDEN, "This server answers at `localhost` and at addresses in numbers only.")
    } else if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let refused = refusal(StatusCode::METHOD_NOT_ALLOWED, "There is nothing here to send anything to.");
        ([(ALLOW, "GET, HEAD")], refused).into_response()
    } else {
        match request.uri().path() {
            SCRIPT => ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], CLIENT).into_response(),
            EVENTS => server.listen(request.uri()),
            _ => server.show(request).await,
        }
    };
    let headers = response.headers_mut();
    // What is kept is asked for again each time; a redirect of today may lead elsewhere tomorrow.
    let caching = if response_is_kept(headers) { "no-cache" } else { "no-store" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    Ok(response)
}

fn response_is_kept(headers: &HeaderMap) -> bool {
    headers.contains_key(ETAG)
}

impl Server {
    fn listen(&self, uri: &Uri) -> Response {
        let mut path = String::new();
        let mut digest = String::new();
        for (name, value) in form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()) {
            match &*name {
                "page" => path = value.into_owned(),
                "digest" => digest = value.into_owned(),
                _ => {}
            }
        }
        events(&self.shown, path, digest).into_response()
    }

    async fn show(&self, request: Request) -> Response {
        match self.shown.find(request.uri().path()) {
            Found::File(path, early) => match self.file(&path, early, request, StatusCode::OK).await {
                Some(response) => response,
                None => self.nothing(StatusCode::NOT_FOUND).await,
            },
            Found::Redirect(address) => redirect(&address, request.uri().query()),
            Found::Gone => self.nothing(StatusCode::GONE).await,
            Found::Nothing => self.nothing(StatusCode::NOT_FOUND).await,
            Found::Refused => refusal(StatusCode::BAD_REQUEST, "No path looks like this."),
        }
    }

    /// The site's page for what is not found.
    async fn nothing(&self, status: StatusCode) -> Response {
        if let Some(Found::File(path, early)) = self.shown.not_found()
            && let Some(response) = self.file(&path, early, Request::new(Body::empty()), status).await
        {
            return response;
        }
        // No build went well so far. Once one does, the page is loaded anew.
        let page = inject::page("One moment", "The site is being built.");
        let page = inject::with_script(&page, "");
        (StatusCode::SERVICE_UNAVAILABLE, [(CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
    }

    /// A file of the output folder; none if it is not there.
    async fn file(&self, path: &str, early: Option<Bytes>, request: Request, status: StatusCode) -> Option<Response> {
        let file = self.shown.file(path)?;
        let mime = mime_of(path);
        if mime.essence_str() != "text/html" {
            let mut service = ServeFile::new_with_mime(file, &mime);
            let response = service.try_call(request).await.ok()?;
            return Some(response.map(Body::new));
        }
        let page = match early {
            Some(bytes) => bytes,
            None => {
                Bytes::from(tokio::task::spawn_blocking(move || crate::source::read_bytes(&file)).await.ok()?.ok()?)
            }
        };
        Some(page_response(&page, request.headers(), status, &mime))
    }
}

fn page_response(page: &[u8], asked: &HeaderMap, status: StatusCode, mime: &Mime) -> Response {
    let digest = Digest::of(page).hex();
    // The script is part of the page.
    let tag = format!("\"{digest}-{}\"", env!("CARGO_PKG_VERSION"));
    let known = asked.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let is_known = known.flat_map(|value| value.split(',')).any(|known| {
        let known = known.trim();
        known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
    });
    if is_known && status == StatusCode::OK {
        return (StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response();
    }
    let body = inject::with_script(page, &digest);
    (status, [(CONTENT_TYPE, mime.to_string()), (ETAG, tag)], body).into_response()
}

/// The type of a file by its name.
fn mime_of(path: &str) -> Mime {
    media_type(path).parse().unwrap_or(mime_guess::mime::APPLICATION_OCTET_STREAM)
}

/// A redirect keeps the query, as servers do, unless it has its own.
fn redirect(address: &str, query: Option<&str>) -> Response {
    let address = match query {
        Some(query) if !address.contains(['?', '#']) => format!("{address}?{query}"),
        _ => address.to_owned(),
    };
    match HeaderValue::try_from(address) {
        Ok(address) => (StatusCode::MOVED_PERMANENTLY, [(LOCATION, address)]).into_response(),
        Err(_) => refusal(StatusCode::BAD_REQUEST, "No path looks like this."),
    }
}

fn refusal(status: StatusCode, text: &'static str) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8")], format!("{text}\n")).into_response()
}

/// Whether a request came by a name that is this machine's own. Any name can be made to lead to this machine (DNS rebinding),
/// and the page that did it would read what it gets; an address in numbers cannot.
fn is_own(headers: &HeaderMap, uri: &Uri) -> bool {
    let mut hosts = headers.get_all(HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
    let named = uri.authority().map(axum::http::uri::Authority::as_str);
    host.to_str().is_ok_and(is_own_host) && named.is_none_or(is_own_host)
}

fn is_own_host(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(address, _)| address),
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    let name = name.strip_suffix('.').unwrap_or(name).to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost") || name.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_nobody_else_can_have_are_own() {
        for own in [
            "localhost",
            "localhost:4000",
            "LOCALHOST.:1",
            "news.localhost:4000",
            "127.0.0.1:4000",
            "[::1]:4000",
            "192.168.1.7",
        ] {
            assert!(is_own_host(own), "{own}");
        }
        for foreign in [
            "evil.example",
            "evil.example:4000",
            "localhost.evil.example",
            "notlocalhost",
            "",
            ":4000",
            "[]",
            "127.0.0.1.nip.io",
        ] {
            assert!(!is_own_host(foreign), "{foreign}");
        }
    }
}
