//! Servers on this machine for tests: an object store, and an ssh server.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use base64::Engine;
use serde_json::Value;

use crate::site_test::{NOW, SiteTest};

/// An S3-compatible server: that of moto, a Python package, with a bucket `news`.
pub(crate) struct Store {
    process: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    /// Where it is asked.
    pub(crate) endpoint: String,
    /// Where readers get what is below `live/`.
    pub(crate) website: String,
    key: String,
    secret: String,
}

/// An object as it is kept.
pub(crate) struct Stored {
    pub(crate) bytes: Vec<u8>,
    pub(crate) headers: Value,
}

impl Store {
    pub(crate) fn start() -> Self {
        let python = std::env::var("SLUGLINE_TEST_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/servers/s3.py");
        let mut process = Command::new(&python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{python}: {error}"));
        let (orders, answers) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let mut answers = BufReader::new(answers);
        let told = answer(&mut answers);
        let text = |name: &str| told[name].as_str().unwrap().to_owned();
        let (endpoint, website, key, secret) = (text("endpoint"), text("website"), text("key"), text("secret"));
        Self { process, orders, answers, endpoint, website, key, secret }
    }

    /// The `publish` of a site that goes there.
    pub(crate) fn target(&self, more: &str) -> String {
        format!("{{store: \"s3://news/live\", endpoint: \"{}\"{more}}}", self.endpoint)
    }

    pub(crate) fn order(&mut self, order: &str) -> Value {
        writeln!(self.orders, "{order}").unwrap();
        answer(&mut self.answers)
    }

    /// The program, with the credentials.
    pub(crate) fn command(&self, site: &SiteTest, arguments: &[&str]) -> Command {
        let mut command = site.command(arguments);
        command.env("AWS_ACCESS_KEY_ID", &self.key).env("AWS_SECRET_ACCESS_KEY", &self.secret);
        command
    }

    /// `slugline publish` with the credentials.
    pub(crate) fn publisher(&self, site: &SiteTest) -> Command {
        self.command(site, &["publish", "--now", NOW])
    }

    /// The objects below `live/`.
    pub(crate) fn objects(&mut self) -> Vec<(String, Stored)> {
        self.objects_below("live/")
    }

    pub(crate) fn objects_below(&mut self, prefix: &str) -> Vec<(String, Stored)> {
        let all = self.order("dump");
        let below = all.as_object().unwrap().iter().filter_map(|(key, object)| {
            let bytes = base64::engine::general_purpose::STANDARD.decode(object["bytes"].as_str().unwrap()).unwrap();
            Some((key.strip_prefix(prefix)?.to_owned(), Stored { bytes, headers: object["headers"].clone() }))
        });
        below.collect()
    }

    /// Requests since they were asked for last, by method, and bytes of their bodies.
    pub(crate) fn requests(&mut self, method: &str) -> (u64, u64) {
        let counted = self.order("count");
        (counted[method][0].as_u64().unwrap_or(0), counted[method][1].as_u64().unwrap_or(0))
    }

    pub(crate) fn is_told(&self, text: &str) -> bool {
        text.contains(&self.secret)
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn answer(answers: &mut impl BufRead) -> Value {
    let mut line = String::new();
    answers.read_line(&mut line).unwrap();
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}; is moto there?"))
}

/// An ssh server of this machine for whoever runs the test: OpenSSH's, with keys of its own.
pub(crate) struct Ssh {
    process: Child,
    folder: PathBuf,
}

impl Ssh {
    /// Its files stand in a folder beside the site.
    pub(crate) fn start(site: &SiteTest) -> Self {
        let folder = site.parent().join("ssh");
        fs::create_dir(&folder).unwrap();
        for key in ["host", "user", "stranger"] {
            let made =
                Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(folder.join(key)).status();
            assert!(made.unwrap().success());
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let at = folder.display();
        let server = format!(
            "ListenAddress 127.0.0.1\nPort {port}\nHostKey {at}/host\nPidFile none\nAuthorizedKeysFile {at}/authorized\n\
             StrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\n"
        );
        fs::write(folder.join("server"), server).unwrap();
        let key = fs::read_to_string(folder.join("host.pub")).unwrap();
        fs::write(folder.join("known"), format!("[127.0.0.1]:{port} {key}")).unwrap();
        let client = |key: &str| {
            format!(
                "Host *\n  Port {port}\n  IdentityFile {at}/{key}\n  IdentitiesOnly yes\n  UserKnownHostsFile {at}/known\n  \
                 GlobalKnownHostsFile none\n"
            )
        };
        fs::write(folder.join("client"), client("user")).unwrap();
        fs::write(folder.join("client-stranger"), client("stranger")).unwrap();
        // Of root, sshd wants a folder that a service would make.
        let _ = fs::create_dir_all("/run/sshd");
        let mut server = Command::new("/usr/sbin/sshd");
        server.args(["-D", "-e", "-f"]).arg(folder.join("server")).stderr(Stdio::null());
        let process = server.spawn().unwrap_or_else(|error| panic!("sshd: {error}"));
        let ssh = Self { process, folder };
        ssh.obey("exec sh -c \"$SSH_ORIGINAL_COMMAND\"");
        for _ in 0..100 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return ssh;
            }
            sleep(Duration::from_millis(50));
        }
        panic!("sshd does not answer");
    }

    /// What the server does with what it is asked to run.
    pub(crate) fn obey(&self, script: &str) {
        let file = self.folder.join("obey");
        fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        let key = fs::read_to_string(self.folder.join("user.pub")).unwrap();
        fs::write(self.folder.join("authorized"), format!("restrict,command=\"{}\" {key}", file.display())).unwrap();
    }

    /// `slugline publish` by a user whom the server lets in.
    pub(crate) fn publisher(&self, site: &SiteTest) -> Command {
        self.publisher_as("client", site)
    }

    /// The same by one whom it does not.
    pub(crate) fn stranger(&self, site: &SiteTest) -> Command {
        self.publisher_as("client-stranger", site)
    }

    fn publisher_as(&self, client: &str, site: &SiteTest) -> Command {
        let ssh = format!("ssh -o BatchMode=yes -F {}", self.folder.join(client).display());
        let mut command = site.command(&["publish", "--now", NOW]);
        command.env("RSYNC_RSH", &ssh).env("GIT_SSH_COMMAND", &ssh);
        command
    }
}

impl Drop for Ssh {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
