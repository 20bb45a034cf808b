//! The development server: it builds a site, serves it to browsers on this machine, watches its files, builds again what
//! changed, and tells the browsers that show it.
//!
//! One thread builds; it alone holds the site. What browsers are to see stands in [`Shown`](shown::Shown), which that thread
//! changes and the server reads. The watcher says when to look, and at most where first; what changed is found as in any other build.

mod builder;
mod editor;
mod events;
mod http;
mod inject;
mod problems;
mod shown;
mod watcher;

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::net::TcpListener;

use crate::cache::ServerLock;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pipeline::{BuildOptions, Progress, Report};
use crate::source::real_path;

pub use editor::EditorLink;

use builder::Builder;
use http::Server;
use shown::Shown;
use watcher::Watcher;

/// So many ports are tried, from the one that was asked for.
const PORTS: u16 = 20;

/// What is to be served, and how.
pub struct ServeOptions {
    /// What is built. Its instant is asked of `clock` before each build.
    pub build: BuildOptions,
    /// The present instant.
    pub clock: Box<dyn Fn() -> Timestamp + Send>,
    /// The address to listen at.
    pub bind: IpAddr,
    /// The port; if it is in use, the next free one is taken.
    pub port: u16,
    /// How a report leads to the editor.
    pub editor: EditorLink,
}

/// What happens while a site is served.
#[derive(Debug)]
pub enum Event<'e> {
    /// Browsers can come; the site may still be being built.
    Listening {
        /// Where its front page is.
        url: &'e str,
        /// The port that was asked for, if it is in use.
        in_use: Option<u16>,
    },
    /// The site was built, to begin with or again.
    Built {
        /// What was made.
        report: &'e Report,
        /// How long it took.
        time: Duration,
        /// Whether that is what the server began with.
        is_start: bool,
    },
    /// It could not be built. What stood before stands still.
    Failed {
        /// Everything that is wrong.
        problems: &'e Diagnostics,
        /// Whether anything stood before.
        is_shown: bool,
    },
    /// Something about the server itself.
    Notice(&'e Diagnostic),
}

/// Takes note of what happens.
pub type Teller = Arc<dyn Fn(Event<'_>) + Send + Sync>;

/// Serves a site until the process is told to end. `progress` follows the first build.
///
/// # Errors
/// If no port can be listened at, or the site's folder cannot be watched.
pub fn serve(options: ServeOptions, progress: Arc<dyn Progress + Send>, tell: &Teller) -> Result<(), Diagnostic> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Diagnostic::error(format!("cannot start the server: {error}")))?;
    let (listener, address) = runtime.block_on(listen(options.bind, options.port))?;
    let shown = Arc::new(Shown::new(real_path(&options.build.out), options.editor, &options.build.root));
    let (signal, signals) = mpsc::channel();
    let url = format!("http://{}{}", host(address), builder::base_path(&options.build));
    let _lock = ServerLock::hold(&options.build.root, &url)?;
    let watcher = Watcher::start(&options.build.root, signal, tell)?;
    tell(Event::Listening {
        url: &url,
        in_use: (![0, address.port()].contains(&options.port)).then_some(options.port),
    });
    let builder = Builder {
        options: options.build,
        clock: options.clock,
        shown: shown.clone(),
        tell: tell.clone(),
        watcher,
        has_news: false,
    };
    let thread = std::thread::Builder::new().name("builder".to_owned());
    thread
        .spawn(move || builder.run(&signals, &*progress))
        .map_err(|error| Diagnostic::error(format!("cannot start a thread: {error}")))?;
    runtime.block_on(async move {
        tokio::select! {
            served = axum::serve(listener, Server::new(shown).router()) => {
                served.map_err(|error| Diagnostic::error(format!("the server ended: {error}")))
            }
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    })
}

/// Listens at the first port that is free.
async fn listen(bind: IpAddr, port: u16) -> Result<(TcpListener, SocketAddr), Diagnostic> {
    let mut failure = None;
    for port in port..=port.saturating_add(PORTS) {
        match TcpListener::bind(SocketAddr::new(bind, port)).await {
            Ok(listener) => match listener.local_addr() {
                Ok(address) => return Ok((listener, address)),
                Err(error) => failure = Some(error),
            },
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => failure = Some(error),
            Err(error) => {
                return Err(Diagnostic::error(format!("cannot listen at `{}`: {error}", SocketAddr::new(bind, port)))
                    .help("choose another port with `--port`, or another address with `--bind`"));
            }
        }
    }
    let error = failure.map(|error| format!(": {error}")).unwrap_or_default();
    Err(Diagnostic::error(format!("cannot listen at port {port}, nor at the {PORTS} after it{error}"))
        .help("choose another port with `--port`"))
}

/// As it stands in a URL: what listens at every address is reached at this machine's own.
fn host(address: SocketAddr) -> String {
    match address.ip() {
        ip if ip.is_unspecified() || ip == IpAddr::from([127, 0, 0, 1]) => format!("localhost:{}", address.port()),
        _ => address.to_string(),
    }
}
