//! XML 1.0, as feeds and sitemaps are written: the one place that knows quick-xml.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesCData, BytesDecl, BytesEnd, BytesPI, BytesStart, BytesText, Event};

/// A document, or a part of one, in the making.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
}

/// Names and values of attributes.
type Attributes<'a> = [(&'a str, &'a str)];

impl Xml {
    /// A part of a document, for [`Xml::part`].
    pub(super) fn part_of() -> Self {
        Self { writer: Writer::new(Vec::new()) }
    }

    /// A document; browsers show it with the style sheet at this address.
    pub(super) fn document(style: Option<&str>) -> Self {
        let mut xml = Self::part_of();
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml.line();
        if let Some(style) = style {
            let mut start = BytesStart::new("xml-stylesheet");
            start.extend_attributes([("type", "text/css"), ("href", style)]);
            xml.event(Event::PI(BytesPI::new(&*start)));
            xml.line();
        }
        xml
    }

    /// Opens an element, on a line of its own.
    pub(super) fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.start(name, attributes);
        self.line();
    }

    /// Closes an element.
    pub(super) fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
        self.line();
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.event(Event::Empty(element(name, attributes)));
        self.line();
    }

    /// An element that holds text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.text_with(name, &[], text);
    }

    /// An element with attributes that holds text.
    pub(super) fn text_with(&mut self, name: &str, attributes: &Attributes<'_>, text: &str) {
        self.start(name, attributes);
        self.event(Event::Text(BytesText::new(&allowed(text))));
        self.close(name);
    }

    /// An element that holds HTML, which is left as it is.
    pub(super) fn html(&mut self, name: &str, attributes: &Attributes<'_>, html: &str) {
        self.start(name, attributes);
        for section in BytesCData::escaped(&allowed(html)) {
            self.event(Event::CData(section));
        }
        self.close(name);
    }

    /// A part that was written before.
    pub(super) fn part(&mut self, part: &str) {
        self.event(Event::Text(BytesText::from_escaped(part)));
    }

    /// What was written.
    pub(super) fn finish(self) -> String {
        // All that went in were strings.
        String::from_utf8(self.writer.into_inner()).unwrap_or_default()
    }

    fn start(&mut self, name: &str, attributes: &Attributes<'_>) {
        self.event(Event::Start(element(name, attributes)));
    }

    fn line(&mut self) {
        self.event(Event::Text(BytesText::from_escaped("\n")));
    }

    fn event(&mut self, event: Event<'_>) {
        // Writing to memory cannot fail.
        let _ = self.writer.write_event(event);
    }
}

fn element<'a>(name: &'a str, attributes: &Attributes<'_>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, &*allowed(value)));
    }
    start
}

/// A text without the characters that XML 1.0 does not allow, not even escaped.
fn allowed(text: &str) -> Cow<'_, str> {
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    if text.chars().all(is_allowed) { Cow::Borrowed(text) } else { text.chars().filter(|c| is_allowed(*c)).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_escaped_for_where_it_stands() {
        let mut xml = Xml::part_of();
        xml.text_with("t", &[("a", "\"<&'>")], "a < b & \u{0}\u{8}\u{FFFE}c ]]>");
        xml.html("h", &[], "<p>x ]]> y</p>\u{1}");
        assert_eq!(
            xml.finish(),
            "<t a=\"&quot;&lt;&amp;&apos;&gt;\">a &lt; b &amp; c ]]&gt;</t>\n\
             <h><![CDATA[<p>x ]]]]><![CDATA[> y</p>]]></h>\n"
        );
    }
}
