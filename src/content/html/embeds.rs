//! Cards for links to videos and to posts of social networks. Nothing is loaded from there before somebody asks for it.

use pulldown_cmark::Event;

use super::{Writer, attribute, body_text};
use crate::content::body::{Embed, Provider};

/// What a card says of a provider: name, class, and the words for what a click does.
fn words_of(provider: Provider) -> (&'static str, &'static str, &'static str) {
    match provider {
        Provider::Bluesky => ("Bluesky", "bluesky", "read_on"),
        Provider::Mastodon => ("Mastodon", "mastodon", "read_on"),
        Provider::X => ("X", "x", "read_on"),
        Provider::YouTube => ("YouTube", "youtube", "watch_on"),
    }
}

impl<'a> Writer<'_, 'a> {
    /// A card; for readers of feeds, a paragraph with the link.
    pub(super) fn embed(&mut self, embed: &Embed<'a>) {
        let (name, class, action) = words_of(embed.post.provider);
        let mut html = String::new();
        if !self.is_styled() {
            html.push_str("<p><a href=\"");
            push_address(&mut html, &embed.dest);
            html.push_str("\">");
            body_text(&mut html, if embed.words.is_empty() { &embed.dest } else { &embed.words });
            html.push_str("</a></p>\n");
            self.events.push(Event::Html(html.into()));
            return;
        }
        html.push_str("<figure class=\"embed embed-");
        html.push_str(class);
        html.push_str("\"><a href=\"");
        push_address(&mut html, &embed.dest);
        html.push('"');
        if let Some(video) = &embed.post.video {
            html.push_str(" data-video=\"");
            attribute(&mut html, &video.id);
            html.push_str("\" data-start=\"");
            html.push_str(&video.start.to_string());
            html.push('"');
        }
        html.push_str("><span class=\"embed-source\">");
        html.push_str(name);
        if let Some(account) = &embed.post.account {
            html.push_str(" <span class=\"embed-account\">");
            body_text(&mut html, account);
            html.push_str("</span>");
        }
        html.push_str("</span> ");
        if !embed.words.is_empty() {
            html.push_str("<span class=\"embed-words\">");
            body_text(&mut html, &embed.words);
            html.push_str("</span> ");
        }
        html.push_str("<span class=\"embed-action\">");
        body_text(&mut html, &self.renderer.words.say(action, &[("name", name)]));
        html.push_str("</span></a></figure>\n");
        self.events.push(Event::Html(html.into()));
    }
}

fn push_address(html: &mut String, dest: &str) {
    // Percent-encodes what must not stand in a URL, as in all other links; writing to a string cannot fail.
    let _ = pulldown_cmark_escape::escape_href(&mut *html, dest);
}
