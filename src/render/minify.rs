//! HTML without what nobody sees of it: comments, and white space that browsers show as one space (CSS Text, 4.1.1). Nothing
//! else is another than before: the same elements with the same attributes, in quotes, for the many programs that read pages
//! with less than a parser.

use std::cell::RefCell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// Writes a page shorter; one whose `pre`, SVG or `MathML` is not well-formed stays as it is, since where that ends takes more than
/// a look at its tags to tell. So does one in which a `style` attribute gives meaning to white space.
pub(super) fn minified(html: String) -> String {
    let writer = Writer { page: RefCell::new(Page { html: String::with_capacity(html.len()), ..Page::default() }) };
    let tokenizer = Tokenizer::new(writer, TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(&html));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    let page = tokenizer.sink.page.into_inner();
    if page.is_given_up || !page.open.is_empty() { html } else { page.html }
}

struct Writer {
    page: RefCell<Page>,
}

/// A page that is being written.
#[derive(Default)]
struct Page {
    html: String,
    /// How text is written.
    within: Within,
    /// `pre`, or an element of SVG or `MathML`, with all that is open in it.
    open: Vec<String>,
    /// Whether the page is to stay as it is.
    is_given_up: bool,
    /// Whether there are words in the text since the last tag or comment; none if there is no text.
    has_words: Option<bool>,
    /// Where a comment stood between two texts, and whether there are words in the first of them.
    seam: Option<(usize, bool)>,
    /// Whether the last thing that was written is white space, to which more adds nothing.
    ends_in_space: bool,
}

/// Characters of text that are written in another way.
const MARKUP: &[(char, &str)] = &[('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('\u{a0}', "&nbsp;")];

/// What text stands within.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Within {
    /// Markup.
    #[default]
    Markup,
    /// A `textarea`, where white space counts.
    Field,
    /// A script, a style or the like, which is no markup.
    Raw,
}

/// Elements of HTML that hold nothing.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// Elements of SVG and `MathML` that may hold HTML (HTML Standard, "integration points").
const HOLD_HTML: [&str; 9] = ["annotation-xml", "desc", "foreignobject", "mi", "mn", "mo", "ms", "mtext", "title"];

/// Elements of HTML that end SVG and `MathML` where they begin in it (HTML Standard, "parsing in foreign content").
const END_FOREIGN: [&str; 45] = [
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "i",
    "img",
    "li",
    "listing",
    "menu",
    "meta",
    "nobr",
    "ol",
    "p",
    "pre",
    "ruby",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tt",
    "u",
    "ul",
    "var",
];

impl TokenSink for Writer {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut page = self.page.borrow_mut();
        match token {
            Token::DoctypeToken(doctype) => page.doctype(&doctype),
            Token::TagToken(tag) => return page.tag(&tag),
            Token::CharacterTokens(text) => page.text(&text),
            Token::CommentToken(_) => page.comment(),
            // Browsers leave them out.
            Token::NullCharacterToken | Token::EOFToken | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.page.borrow().is_foreign()
    }
}

impl Page {
    fn is_foreign(&self) -> bool {
        self.open.iter().any(|name| matches!(name.as_str(), "svg" | "math"))
    }

    fn doctype(&mut self, doctype: &Doctype) {
        self.html.push_str("<!doctype ");
        self.html.push_str(doctype.name.as_deref().unwrap_or("html"));
        let quoted = |id: &StrTendril| format!(" \"{}\"", id.replace('"', ""));
        match (&doctype.public_id, &doctype.system_id) {
            (Some(public), system) => {
                self.html.push_str(" public");
                self.html.push_str(&quoted(public));
                self.html.extend(system.iter().map(quoted));
            }
            (None, Some(system)) => {
                self.html.push_str(" system");
                self.html.push_str(&quoted(system));
            }
            (None, None) => {}
        }
        self.html.push('>');
    }

    /// A comment goes, and the texts around it become one. Where a text may not stand, such as in a table, it matters whether
    /// there are words in it: then a seam stays.
    fn comment(&mut self) {
        self.seam = self.has_words.take().map(|has_words| (self.html.len(), has_words)).or(self.seam);
    }

    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        (self.has_words, self.seam) = (None, None);
        self.ends_in_space = false;
        let name = &*tag.name;
        let is_start = tag.kind == TagKind::StartTag;
        self.html.push_str(if is_start { "<" } else { "</" });
        self.html.push_str(name);
        for attribute in &tag.attrs {
            // Where that begins and ends takes more than a look at tags, too.
            self.is_given_up |= &*attribute.name.local == "style" && attribute.value.contains("white-space");
            self.html.push(' ');
            self.html.push_str(&attribute.name.local);
            if !attribute.value.is_empty() {
                self.html.push_str("=\"");
                escape(&mut self.html, &attribute.value, &[('&', "&amp;"), ('"', "&quot;")]);
                self.html.push('"');
            }
        }
        let is_closed = is_start && tag.self_closing && (self.is_foreign() || matches!(name, "svg" | "math"));
        self.html.push_str(if is_closed { "/>" } else { ">" });
        if is_start && self.is_foreign() {
            let within = self.open.last().map(String::as_str);
            self.is_given_up |= END_FOREIGN.contains(&name) || within.is_some_and(|within| HOLD_HTML.contains(&within));
        }
        let opens = is_start && matches!(name, "pre" | "listing" | "svg" | "math");
        if (opens || !self.open.is_empty()) && !is_closed {
            self.nest(name, is_start);
        }
        self.within = Within::Markup;
        if !is_start || self.is_foreign() {
            return TokenSinkResult::Continue;
        }
        let kind = match name {
            "script" => RawKind::ScriptData,
            // What is in `noscript` is markup to some and text to others: it stays as it is.
            "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => RawKind::Rawtext,
            "title" | "textarea" => RawKind::Rcdata,
            "plaintext" => {
                self.within = Within::Raw;
                return TokenSinkResult::Plaintext;
            }
            _ => return TokenSinkResult::Continue,
        };
        self.within = match name {
            "textarea" => Within::Field,
            "title" => Within::Markup,
            _ => Within::Raw,
        };
        TokenSinkResult::RawData(kind)
    }

    /// Follows an element in `pre`, SVG or `MathML`.
    fn nest(&mut self, name: &str, is_start: bool) {
        if !is_start {
            self.is_given_up |= self.open.pop().is_none_or(|open| open != name);
            return;
        }
        if !self.is_foreign() && VOID.contains(&name) {
            return;
        }
        self.open.push(name.to_owned());
    }

    fn text(&mut self, text: &str) {
        let has_words = text.contains(|c: char| !c.is_ascii_whitespace()) || self.has_words == Some(true);
        self.has_words = Some(has_words);
        if let Some((at, _)) = self.seam.take_if(|(_, had_words)| *had_words != has_words) {
            self.html.insert_str(at, "<!---->");
        }
        if self.within == Within::Raw {
            self.html.push_str(text);
            return;
        }
        let counts = |open: &String| matches!(open.as_str(), "pre" | "listing" | "style" | "script" | "svg");
        if self.within == Within::Field || self.open.iter().any(counts) {
            escape(&mut self.html, text, MARKUP);
            return;
        }
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
            let (words, behind) = rest.split_at(end);
            if !words.is_empty() {
                escape(&mut self.html, words, MARKUP);
                self.ends_in_space = false;
            }
            let begins = behind.find(|c: char| !c.is_ascii_whitespace()).unwrap_or(behind.len());
            let (space, behind) = behind.split_at(begins);
            if !space.is_empty() && !self.ends_in_space {
                self.html.push(if space.contains(['\n', '\r']) { '\n' } else { ' ' });
                self.ends_in_space = true;
            }
            rest = behind;
        }
    }
}

/// Adds a text with some characters written in another way.
fn escape(html: &mut String, text: &str, others: &[(char, &str)]) {
    for c in text.chars() {
        match others.iter().find(|(other, _)| *other == c) {
            Some((_, written)) => html.push_str(written),
            None => html.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use html5ever::driver::ParseOpts;
    use html5ever::tendril::TendrilSink;
    use markup5ever_rcdom::{Handle, NodeData, RcDom};
    use proptest::prelude::*;

    use super::*;

    /// The tree of a page as text, but for comments and for how wide white space is.
    fn tree(html: &str) -> String {
        let dom = html5ever::parse_document(RcDom::default(), ParseOpts::default()).one(html);
        let mut tree = String::new();
        write_children(&dom.document, false, &mut tree);
        tree
    }

    fn write_children(node: &Handle, counts: bool, tree: &mut String) {
        let mut text = String::new();
        for child in node.children.borrow().iter() {
            match &child.data {
                // Texts on both sides of a comment are one.
                NodeData::Text { contents } => text.push_str(&contents.borrow()),
                NodeData::Comment { .. } => {}
                data => {
                    write_text(&mut text, counts, tree);
                    if let NodeData::Element { name, attrs, template_contents, .. } = data {
                        let attributes = attrs.borrow();
                        let attributes: Vec<String> = attributes
                            .iter()
                            .map(|attribute| format!("{:?}={:?}", attribute.name, attribute.value))
                            .collect();
                        let _ = write!(tree, "<{name:?} {}>", attributes.join(" "));
                        let is_html = &*name.ns == "http://www.w3.org/1999/xhtml";
                        let raw = [
                            "pre",
                            "textarea",
                            "listing",
                            "script",
                            "style",
                            "xmp",
                            "iframe",
                            "noembed",
                            "noframes",
                            "noscript",
                            "plaintext",
                        ];
                        let is_drawing = !is_html && &*name.local == "svg";
                        let counts = counts || is_drawing || is_html && raw.contains(&&*name.local);
                        write_children(child, counts, tree);
                        if let Some(contents) = template_contents.borrow().as_ref() {
                            write_children(contents, counts, tree);
                        }
                        tree.push_str("</>");
                    } else {
                        let _ = write!(tree, "{:?}", std::mem::discriminant(data));
                        write_children(child, counts, tree);
                    }
                }
            }
        }
        write_text(&mut text, counts, tree);
    }

    fn write_text(text: &mut String, counts: bool, tree: &mut String) {
        let shown = if counts { text.clone() } else { text.split_ascii_whitespace().collect::<Vec<_>>().join(" ") };
        let edges = |c: fn(char) -> bool| (text.starts_with(c), text.ends_with(c));
        let space = if counts { (false, false) } else { edges(|c| c.is_ascii_whitespace()) };
        if !text.is_empty() {
            let _ = write!(tree, "{space:?}{shown:?}");
        }
        text.clear();
    }

    #[test]
    fn white_space_and_comments_go() {
        let html = "<!DOCTYPE html>\n<html lang=en>\n  <!-- x -->\n<body class='a \"b'>\n\n<p>a  b\n   <b> c </b>&amp;&nbsp;&lt;\n</p>\
                    <pre>\n  x  <i>\n</i></pre><textarea>\n  y </textarea><script>if (a  < b && c)  {}</script>\
                    <svg viewBox='0 0 1 1'><path d='M0 0'/><title>a  b</title></svg><input disabled>\n";
        assert_eq!(
            minified(html.to_owned()),
            "<!doctype html>\n<html lang=\"en\">\n<body class=\"a &quot;b\">\n<p>a b\n<b> c </b>&amp;&nbsp;&lt;\n</p>\
             <pre>\n  x  <i>\n</i></pre><textarea>\n  y </textarea><script>if (a  < b && c)  {}</script>\
             <svg viewbox=\"0 0 1 1\"><path d=\"M0 0\"/><title>a  b</title></svg><input disabled>\n"
        );
        assert_eq!(tree(&minified(html.to_owned())), tree(html));
    }

    #[test]
    fn white_space_stays_where_it_has_a_meaning() {
        let html = "<p style=\"white-space: pre\">a   b</p><!-- c -->";
        assert_eq!(minified(html.to_owned()), html);
        let html = "<svg><text xml:space=\"preserve\">a   b</text></svg><p>c d</p>";
        assert_eq!(minified(html.to_owned()), html);
    }

    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("<!doctype html>"),
            Just("<html>"),
            Just("<head>"),
            Just("</head>"),
            Just("<body>"),
            Just("<p>"),
            Just("</p>"),
            Just("<b>"),
            Just("</b>"),
            Just("<pre>\n"),
            Just("</pre>"),
            Just("<ul>"),
            Just("<li>"),
            Just("</ul>"),
            Just("<table>"),
            Just("<tr>"),
            Just("<td>"),
            Just("</table>"),
            Just("<svg>"),
            Just("</svg>"),
            Just("<path d='x'/>"),
            Just("<br/>"),
            Just("<a href='?a=1&amp;b=2&copy'>"),
            Just("</a>"),
            Just("<script>a <b> && </b></script>"),
            Just("<style>a > b { }</style>"),
            Just("<textarea>  <b> &lt; </textarea>"),
            Just("<title> x  y </title>"),
            Just("<!-- c -->"),
            Just("<template>"),
            Just("</template>"),
            Just("<noscript>"),
            Just("</noscript>"),
            Just("<foreignObject>"),
            Just("</foreignObject>"),
            Just("<math>"),
            Just("</math>"),
            Just("<details open>"),
            Just("</details>"),
            Just("<x-y data-z=\"'&quot;\">"),
            Just("text"),
            Just("  "),
            Just("\n\n  "),
            Just("&nbsp;"),
            Just("&amp;lt;"),
            Just("&#x3c;"),
            Just("\u{3000}"),
            Just("<"),
            Just("</"),
            Just("<select><option>a<option>b</select>"),
            Just("&notit;"),
        ];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn a_page_means_what_it_meant(html in pieces()) {
            let shorter = minified(html.clone());
            prop_assert_eq!(tree(&shorter), tree(&html), "{}", shorter);
            prop_assert_eq!(minified(shorter.clone()), shorter.clone());
        }
    }
}
