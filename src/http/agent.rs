//! What asks other hosts.

use std::sync::{Arc, OnceLock};

use ureq::Agent;
use ureq::config::{Config, ConfigBuilder};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::typestate::AgentScope;

/// An agent that says whom it is for, trusts whom the system trusts, and takes every status for an answer. Proxies are those of
/// the environment.
#[must_use]
pub fn agent(purpose: &str, further: impl FnOnce(ConfigBuilder<AgentScope>) -> ConfigBuilder<AgentScope>) -> Agent {
    let version = env!("CARGO_PKG_VERSION");
    let tls = TlsConfig::builder()
        .root_certs(RootCerts::from(certificates().as_slice().iter().cloned()))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    let config: ConfigBuilder<AgentScope> = Agent::config_builder()
        .user_agent(format!("Slugline/{version} ({purpose})"))
        .http_status_as_error(false)
        .tls_config(tls);
    let config: Config = further(config).build();
    config.new_agent()
}

/// The system's: whoever runs the program trusts them already. They are read once.
fn certificates() -> &'static Vec<Certificate<'static>> {
    static CERTIFICATES: OnceLock<Vec<Certificate<'static>>> = OnceLock::new();
    CERTIFICATES.get_or_init(|| {
        let found = rustls_native_certs::load_native_certs().certs;
        found.iter().map(|certificate| Certificate::from_der(certificate).to_owned()).collect()
    })
}
