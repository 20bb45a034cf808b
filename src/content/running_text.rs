//! The running text of a body, for search: what a reader reads, a line for each block.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::config::{MarkdownOptions, RawHtml};

use super::body::{self, Figure, Item, push_text};
use super::captions::{CaptionSource, of_figure};
use super::document::Document;
use super::front_matter::FrontMatter;
use super::outline::plain_text;

/// The text of a document, with its captions.
#[must_use]
pub fn running_text(document: &Document, markdown: &MarkdownOptions) -> String {
    let source = &document.source.text;
    let body = body::read(source, document.body, markdown);
    let mut lines = Lines {
        text: String::with_capacity(document.body.range().len()),
        html: String::new(),
        front_matter: &document.front_matter,
        markdown,
    };
    for item in &body.items {
        lines.add(item);
    }
    lines.text.truncate(lines.text.trim_end().len());
    lines.text
}

struct Lines<'d> {
    text: String,
    /// The raw HTML of the block that is read.
    html: String,
    front_matter: &'d FrontMatter,
    markdown: &'d MarkdownOptions,
}

impl Lines<'_> {
    fn add(&mut self, item: &Item<'_>) {
        match item {
            Item::Figure(figure) => self.figure(figure),
            Item::Embed(embed) => {
                self.end_line();
                self.text.push_str(&embed.words);
                self.end_line();
            }
            Item::Hashtag(tag) => {
                self.text.push('#');
                self.text.push_str(&tag.value);
            }
            Item::Event(event, _) => match event {
                Event::Html(html) => self.html.push_str(html),
                Event::End(TagEnd::HtmlBlock) => {
                    let html = std::mem::take(&mut self.html);
                    self.push_html(&html);
                    self.end_line();
                }
                Event::InlineHtml(html) => self.push_html(html),
                Event::End(end) if is_block(*end) => self.end_line(),
                Event::End(TagEnd::TableCell) => self.text.push(' '),
                // A list within an item begins behind the item's own words.
                Event::Start(Tag::CodeBlock(_) | Tag::List(_)) | Event::Rule => self.end_line(),
                other => push_text(&mut self.text, other),
            },
        }
    }

    fn figure(&mut self, figure: &Figure<'_>) {
        self.end_line();
        match of_figure(self.front_matter, figure) {
            Some(CaptionSource::Markdown(caption)) => self.text.push_str(&plain_text(caption, self.markdown)),
            Some(CaptionSource::Row) => {
                for (event, _) in figure.row.iter().flatten() {
                    push_text(&mut self.text, event);
                }
            }
            None => {}
        }
        self.end_line();
    }

    /// The text of raw HTML: what stands between its tags, but for scripts and styles. Where it is shown as it is written, all of it.
    fn push_html(&mut self, html: &str) {
        if self.markdown.html == RawHtml::Escape {
            self.text.push_str(html);
            return;
        }
        let mut rest = html;
        while let Some((before, tag)) = rest.split_once('<') {
            self.text.push_str(before);
            let inside = tag.split_once('>').map_or("", |(_, after)| after);
            let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
            let is_unseen = ["script", "style"].iter().any(|unseen| name.eq_ignore_ascii_case(unseen));
            rest = if is_unseen {
                inside.find("</").map_or("", |at| inside.get(at..).unwrap_or_default())
            } else {
                inside
            };
        }
        self.text.push_str(rest);
    }

    fn end_line(&mut self) {
        let end = self.text.trim_end_matches([' ', '\n']).len();
        self.text.truncate(end);
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }
}

fn is_block(end: TagEnd) -> bool {
    matches!(
        end,
        TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::FootnoteDefinition
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::diagnostic::Diagnostics;
    use crate::source::SourceFile;

    fn text(file: &str) -> String {
        let (source, mut problems) = (SourceFile::new("content/a.md", file), Diagnostics::new());
        let document = Document::read(source, "a.md", &Config::default(), &mut problems).unwrap();
        running_text(&document, &Config::default().markdown)
    }

    #[test]
    fn every_block_is_a_line() {
        let text = text(
            "---\ntitle: T\ncaptions: {a.png: A *caption*}\n---\n## Head *line*\n\nOne\ntwo [link](x) `code` as #Tag said.\n\n- a\n  - b\n- c\n\n\
             ![alt](a.png)\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n```rust\nfn main() {}\n```\n\n<div>raw <b>html</b><script>no()</script></div>\n\nEnd.[^1]\n\n[^1]: A note.\n",
        );
        assert_eq!(
            text,
            "Head line\nOne two link code as #Tag said.\na\nb\nc\nA caption\nx y\n1 2\nfn main() {}\nraw html\nEnd.\nA note."
        );
    }

    #[test]
    fn the_hashtags_at_the_end_are_no_text() {
        assert_eq!(text("---\ntitle: T\n---\nWords.\n\n#One #Two\n"), "Words.");
    }
}
