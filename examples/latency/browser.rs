//! As much of a browser as listens for one page.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::failure::Failure;

/// A page that is shown, and listened for.
pub struct Browser {
    events: BufReader<TcpStream>,
}

impl Browser {
    /// Loads a page and listens for it.
    pub fn open(host: &str, path: &str) -> Result<Self, Failure> {
        let page = get(host, path)?;
        let digest = page.split("data-digest=\"").nth(1).and_then(|rest| rest.split('"').next());
        let digest = digest.ok_or_else(|| Failure(format!("{path} has no script: {page:.200}")))?;
        let events = request(host, &format!("/~slugline/events?page={path}&digest={digest}"), "keep-alive")?;
        let mut events = BufReader::new(events);
        let mut line = String::new();
        while line != "\r\n" {
            line.clear();
            if events.read_line(&mut line)? == 0 {
                return Err(Failure("the server does not tell of events".to_owned()));
            }
        }
        Ok(Self { events })
    }

    /// Waits until the page is to be loaded anew.
    pub fn wait_for_reload(&mut self) -> Result<(), Failure> {
        let mut line = String::new();
        while line.trim_end() != "event: reload" {
            line.clear();
            if self.events.read_line(&mut line)? == 0 {
                return Err(Failure("the server ended the events".to_owned()));
            }
        }
        Ok(())
    }
}

/// Gets a page.
pub fn get(host: &str, path: &str) -> Result<String, Failure> {
    let mut answer = String::new();
    request(host, path, "close")?.read_to_string(&mut answer)?;
    if answer.starts_with("HTTP/1.1 200") { Ok(answer) } else { Err(Failure(format!("{path}: {answer:.200}"))) }
}

fn request(host: &str, path: &str, connection: &str) -> Result<TcpStream, Failure> {
    let mut stream = TcpStream::connect(host)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    stream.set_nodelay(true)?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: {connection}\r\n\r\n")?;
    Ok(stream)
}
