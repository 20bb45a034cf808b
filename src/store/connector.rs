//! What object stores are asked with: the agent that asks all other hosts too, so that there is one way to the network.

use std::io::ErrorKind;
use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use bytes::Bytes;
use http_body_util::BodyExt;
use object_store::ClientOptions;
use object_store::aws::{AwsAuthorizer, AwsCredentialProvider};
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpResponseBody, HttpService,
};
use ureq::Agent;
use ureq::http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use ureq::http::{Method, Response};

use super::Patience;
use crate::http::agent;

/// An answer has no more bytes than this.
const MOST: u64 = 1 << 30;

/// Where S3 keeps that an object only leads on.
const WEBSITE_REDIRECT: HeaderName = HeaderName::from_static("x-amz-website-redirect-location");
const CONTENT_DIGEST: &str = "x-amz-content-sha256";

/// Where an object leads on to, as its request carries it.
#[derive(Debug, Clone)]
pub(super) struct LeadsTo(pub(super) HeaderValue);

/// Of S3: what a request has to be signed with once it has one header more.
#[derive(Debug, Default)]
pub(super) struct Signing {
    pub(super) credentials: OnceLock<AwsCredentialProvider>,
    pub(super) region: String,
}

/// Makes clients.
#[derive(Debug, Clone)]
pub(super) struct Connector {
    agent: Agent,
    signing: Arc<Signing>,
}

impl Connector {
    pub(super) fn new(signing: Arc<Signing>, patience: Patience, at_once: usize) -> Self {
        let agent = agent("publishes a site", |config| {
            config
                .max_redirects(0)
                .max_redirects_will_error(false)
                .max_idle_connections(at_once)
                .max_idle_connections_per_host(at_once)
                .timeout_connect(Some(patience.connect))
                .timeout_recv_response(Some(patience.answer))
                .timeout_global(Some(patience.whole))
        });
        Self { agent, signing }
    }
}

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for Connector {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let request = self.with_redirect(request).await?;
        let (parts, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let agent = self.agent.clone();
        let asked = tokio::task::spawn_blocking(move || ask(&agent, parts, &body)).await;
        asked.map_err(|error| HttpError::new(HttpErrorKind::Interrupted, error))?
    }
}

impl Connector {
    /// `object_store` knows no such header, so it is put in when the rest is there, and all signed anew.
    async fn with_redirect(&self, mut request: HttpRequest) -> Result<HttpRequest, HttpError> {
        let Some(LeadsTo(place)) = request.extensions().get::<LeadsTo>().cloned() else { return Ok(request) };
        let Some(provider) = self.signing.credentials.get() else { return Ok(request) };
        let failed = |error: object_store::Error| HttpError::new(HttpErrorKind::Unknown, error);
        let credential = provider.get_credential().await.map_err(failed)?;
        let digest = request.headers().get(CONTENT_DIGEST).and_then(|digest| bytes_of(digest.as_bytes()));
        request.headers_mut().remove(AUTHORIZATION);
        request.headers_mut().insert(WEBSITE_REDIRECT, place);
        let signer = AwsAuthorizer::new(&credential, "s3", &self.signing.region);
        signer.try_authorize(&mut request, digest.as_deref()).map_err(failed)?;
        Ok(request)
    }
}

/// Bytes of their hexadecimal digits.
fn bytes_of(digits: &[u8]) -> Option<Vec<u8>> {
    let value = |digit: &u8| char::from(*digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(value(high)? << 4 | value(low)?),
            _ => None,
        })
        .collect()
}

fn ask(agent: &Agent, parts: ureq::http::request::Parts, body: &Bytes) -> Result<HttpResponse, HttpError> {
    let has_body = !body.is_empty() || matches!(parts.method, Method::PUT | Method::POST);
    let answer = if has_body {
        agent.run(ureq::http::Request::from_parts(parts, body.as_ref()))
    } else {
        agent.run(ureq::http::Request::from_parts(parts, ()))
    };
    let (parts, mut body) = answer.map_err(failure)?.into_parts();
    let bytes = body.with_config().limit(MOST).read_to_vec().map_err(failure)?;
    Ok(Response::from_parts(parts, HttpResponseBody::from(bytes)))
}

/// What kind of failure it is says whether it is worth another try.
fn failure(error: ureq::Error) -> HttpError {
    let kind = match &error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => HttpErrorKind::Connect,
        ureq::Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => HttpErrorKind::Connect,
        ureq::Error::Timeout(_) => HttpErrorKind::Timeout,
        ureq::Error::Io(_) => HttpErrorKind::Interrupted,
        ureq::Error::Protocol(_) => HttpErrorKind::Request,
        _ => HttpErrorKind::Unknown,
    };
    HttpError::new(kind, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_bytes() {
        assert_eq!(bytes_of(b"00ff1A"), Some(vec![0, 255, 26]));
        assert_eq!(bytes_of(b"UNSIGNED-PAYLOAD"), None);
        assert_eq!(bytes_of(b"0"), None);
    }
}
