//! Links that stand alone in their paragraph and lead to a video or to a post of a social network: they are shown as cards.
//! Nothing is asked of those hosts; a card has what the address and the writer say.

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};
use url::{Host, Url};

use super::{Item, push_text};
use crate::diagnostic::Span;

/// Whose page an embedded link leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// Bluesky.
    Bluesky,
    /// Any server of Mastodon's network with addresses of its form.
    Mastodon,
    /// X, formerly Twitter.
    X,
    /// `YouTube`.
    YouTube,
}

/// A video that can be played in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Video {
    /// Letters, digits, `-` and `_`.
    pub id: String,
    /// Where it begins, in seconds.
    pub start: u32,
}

/// What an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Whose page it is.
    pub provider: Provider,
    /// Who posted it, as the network writes it; none if the address does not say.
    pub account: Option<String>,
    /// The video, if it is one.
    pub video: Option<Video>,
}

/// A link that stands alone in its paragraph.
#[derive(Debug, Clone)]
pub struct Embed<'a> {
    /// The address as written.
    pub dest: CowStr<'a>,
    /// Label of the reference that it is written by; empty if there is none.
    pub reference: CowStr<'a>,
    /// Bytes of the whole link.
    pub span: Span,
    /// The words of the link, without markup; empty if they are its address.
    pub words: String,
    /// What it leads to.
    pub post: Post,
}

/// The embed that a paragraph is, with its start and end; none if it is anything else.
pub(super) fn of_paragraph<'a>(items: &[Item<'a>]) -> Option<Embed<'a>> {
    let [
        Item::Event(Event::Start(Tag::Paragraph), _),
        Item::Event(Event::Start(Tag::Link { dest_url, id, .. }), span),
        inside @ ..,
        Item::Event(Event::End(TagEnd::Link), _),
        Item::Event(Event::End(TagEnd::Paragraph), _),
    ] = items
    else {
        return None;
    };
    let mut words = String::new();
    for item in inside {
        match item {
            // Two links, or an image in a link.
            Item::Event(Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::End(TagEnd::Link), _)
            | Item::Figure(_)
            | Item::Embed(_) => return None,
            Item::Event(event, _) => push_text(&mut words, event),
            Item::Hashtag(tag) => {
                words.push('#');
                words.push_str(&tag.value);
            }
        }
    }
    let post = Post::at(dest_url)?;
    let words = words.trim();
    let words = if words == dest_url.as_ref() { String::new() } else { words.to_owned() };
    Some(Embed { dest: dest_url.clone(), reference: id.clone(), span: *span, words, post })
}

impl Post {
    /// What an address leads to; none if it is no post or video of a network that is known.
    #[must_use]
    pub fn at(address: &str) -> Option<Self> {
        let url = Url::parse(address).ok()?;
        if !matches!(url.scheme(), "https" | "http") || url.port().is_some() || !url.username().is_empty() {
            return None;
        }
        let Some(Host::Domain(host)) = url.host() else { return None };
        let path: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
        let host = host.strip_prefix("www.").unwrap_or(host);
        match host {
            "youtube.com" | "m.youtube.com" | "music.youtube.com" | "youtube-nocookie.com" | "youtu.be" => {
                video(host, &path, &url)
            }
            "x.com" | "twitter.com" | "mobile.twitter.com" => match path[..] {
                [account, "status", number] if is_account(account, "_") && is_number(number) => {
                    Some(Self { provider: Provider::X, account: Some(format!("@{account}")), video: None })
                }
                _ => None,
            },
            "bsky.app" => match path[..] {
                ["profile", account, "post", key] if is_account(account, ".:-") && is_account(key, "") => {
                    let handle = (!account.starts_with("did:")).then(|| format!("@{account}"));
                    Some(Self { provider: Provider::Bluesky, account: handle, video: None })
                }
                _ => None,
            },
            _ => match path[..] {
                [account, number] if url.scheme() == "https" && number.len() >= 10 && is_number(number) => {
                    let name = account.strip_prefix('@')?;
                    let (local, server) = name.split_once('@').unwrap_or((name, host));
                    (is_account(local, "_.-") && is_account(server, ".-")).then(|| Self {
                        provider: Provider::Mastodon,
                        account: Some(format!("@{local}@{server}")),
                        video: None,
                    })
                }
                _ => None,
            },
        }
    }
}

fn video(host: &str, path: &[&str], url: &Url) -> Option<Post> {
    let parameter =
        |name: &str| url.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned());
    let id = match (host, path) {
        ("youtu.be", [id]) | (_, ["shorts" | "live" | "embed", id]) if host != "youtu.be" || path.len() == 1 => {
            (*id).to_owned()
        }
        (_, ["watch"]) => parameter("v")?,
        _ => return None,
    };
    let is_id = id.len() == 11 && is_account(&id, "_-");
    let start = parameter("t").or_else(|| parameter("start")).and_then(|start| seconds(&start)).unwrap_or(0);
    is_id.then_some(Post { provider: Provider::YouTube, account: None, video: Some(Video { id, start }) })
}

/// `90`, `90s` or `1h1m30s`, in seconds.
fn seconds(written: &str) -> Option<u32> {
    let mut total = 0_u32;
    let mut digits = String::new();
    for c in written.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let unit = match c {
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        total = total.checked_add(digits.parse::<u32>().ok()?.checked_mul(unit)?)?;
        digits.clear();
    }
    if digits.is_empty() { Some(total) } else { total.checked_add(digits.parse().ok()?) }
}

/// Letters and digits of ASCII, and some more.
fn is_account(text: &str, more: &str) -> bool {
    !text.is_empty() && text.len() <= 253 && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
}

fn is_number(text: &str) -> bool {
    text.len() <= 20 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_posts_and_videos_are_known() {
        let video = |address| Post::at(address).map(|post| post.video.map(|video| (video.id, video.start)).unwrap());
        let id = "dQw4w9WgXcQ".to_owned();
        for (address, start) in [
            ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", 0),
            ("https://youtube.com/watch?feature=share&v=dQw4w9WgXcQ&t=1m30s", 90),
            ("http://m.youtube.com/watch?v=dQw4w9WgXcQ&start=5", 5),
            ("https://youtu.be/dQw4w9WgXcQ?t=42", 42),
            ("https://www.youtube.com/shorts/dQw4w9WgXcQ", 0),
            ("https://www.youtube.com/live/dQw4w9WgXcQ?t=1h2s", 3602),
            ("https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?t=later", 0),
        ] {
            assert_eq!(video(address), Some((id.clone(), start)), "{address}");
        }
        let post = |address| Post::at(address).map(|post| (post.provider, post.account));
        for (address, provider, account) in [
            ("https://x.com/jane_doe/status/1234567890", Provider::X, Some("@jane_doe")),
            ("https://twitter.com/jane_doe/status/1234567890?s=20", Provider::X, Some("@jane_doe")),
            ("https://bsky.app/profile/jane.example/post/3kabc", Provider::Bluesky, Some("@jane.example")),
            ("https://bsky.app/profile/did:plc:abc123/post/3kabc", Provider::Bluesky, None),
            ("https://social.example/@jane/112233445566778899", Provider::Mastodon, Some("@jane@social.example")),
            (
                "https://social.example/@jane@other.example/112233445566",
                Provider::Mastodon,
                Some("@jane@other.example"),
            ),
        ] {
            assert_eq!(post(address), Some((provider, account.map(str::to_owned))), "{address}");
        }
    }

    #[test]
    fn other_addresses_are_no_posts() {
        for address in [
            "https://www.youtube.com/",
            "https://www.youtube.com/@channel",
            "https://www.youtube.com/watch?v=short",
            "https://www.youtube.com/watch?v=dQw4w9WgXc%22",
            "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
            "https://evil.example/watch?v=dQw4w9WgXcQ",
            "https://youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
            "https://youtube.com:8080/watch?v=dQw4w9WgXcQ",
            "ftp://youtube.com/watch?v=dQw4w9WgXcQ",
            "https://youtu.be/dQw4w9WgXcQ/more",
            "https://x.com/jane",
            "https://x.com/jane/status/12a",
            "https://x.com/j%3Cb/status/12",
            "https://bsky.app/profile/jane.example",
            "http://social.example/@jane/112233445566",
            "https://social.example/@jane/1234",
            "https://social.example/@/112233445566",
            "https://192.0.2.1/@jane/112233445566",
            "/relative",
            "mailto:a@b.example",
        ] {
            assert_eq!(Post::at(address), None, "{address}");
        }
    }
}
