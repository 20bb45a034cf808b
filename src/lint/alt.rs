//! Rules on the words for those who do not see an image: there are some, they are its own, and they are not its caption.

use std::borrow::Cow;
use std::collections::BTreeSet;

use percent_encoding::percent_decode_str;

use crate::config::Rule;
use crate::content::captions;
use crate::content::document::Document;
use crate::content::outline::plain_text;
use crate::diagnostic::{Diagnostic, Span};
use crate::site::links::{PictureWords, written_lead_words};

use super::Subject;
use super::findings::Findings;
use super::pictures::Pictures;

/// An image and the words that stand for it.
struct Described<'a, 'd> {
    document: &'d Document,
    dest: &'a str,
    /// Where it is named.
    span: Span,
    alt: Cow<'a, str>,
    caption: Cow<'a, str>,
    /// Whether the front matter names it, and the body does not.
    is_lead: bool,
}

/// What was said of an image, to be compared with what is said of all others.
pub(super) struct Said<'d> {
    /// Without case, and signs at the ends.
    words: String,
    alt: String,
    /// The file of the image.
    image: String,
    document: &'d Document,
    span: Span,
}

/// Looks at the images of a document; gives what is said of each.
pub(super) fn check<'d>(
    document: &'d Document,
    pictures: &Pictures,
    subject: &Subject<'_>,
    findings: &mut Findings<'_>,
) -> Vec<Said<'d>> {
    let front_matter = &document.front_matter;
    let mut all = Vec::new();
    for image in pictures.images.iter().filter(|image| !image.dest.is_empty()) {
        let own = image.alt.trim();
        let alt = if own.is_empty() { captions::alt(front_matter, &image.dest).unwrap_or_default() } else { own };
        let (dest, span, caption) = (image.dest.as_str(), image.span, image.caption.as_str());
        all.push(Described::new(document, dest, span, alt, caption, subject));
    }
    let lead = front_matter.image.as_ref().and_then(|lead| Some((&lead.src, written_lead_words(document)?)));
    let markdown = &findings.config().markdown;
    let caption = lead.as_ref().and_then(|(_, words)| words.caption).map(|caption| plain_text(caption, markdown));
    if let Some((src, words)) = &lead
        && !pictures.images.iter().any(|image| captions::same_image(&image.dest, &src.value))
    {
        let caption = caption.as_deref().unwrap_or_default();
        let lead = Described::new(document, &src.value, src.span, words.alt, caption, subject);
        all.push(Described { is_lead: true, ..lead });
    }
    for image in &all {
        image.check(findings);
    }
    all.iter().filter_map(|image| image.said(subject)).collect()
}

impl<'a, 'd> Described<'a, 'd> {
    /// An image of a body. What nobody wrote says its file.
    fn new(
        document: &'d Document,
        dest: &'a str,
        span: Span,
        alt: &'a str,
        caption: &'a str,
        subject: &Subject<'_>,
    ) -> Self {
        let mut described =
            Self { document, dest, span, alt: Cow::Borrowed(alt), caption: Cow::Borrowed(caption), is_lead: false };
        if (alt.is_empty() || caption.is_empty())
            && let Some((_, file)) = subject.image(dest, document)
            && let words @ Some(_) = file.image_facts().words
        {
            let config = subject.config();
            let words = PictureWords::of(words, &config.images);
            if let Some(told) = words.alt.filter(|_| alt.is_empty()) {
                described.alt = Cow::Owned(told);
            }
            if let Some(told) = words.caption.filter(|_| caption.is_empty()) {
                described.caption = Cow::Owned(plain_text(&told, &config.markdown));
            }
        }
        described
    }

    /// One cause, one report: the first rule that is broken.
    fn check(&self, findings: &mut Findings<'_>) {
        let words = plain(&self.alt);
        if words.is_empty() {
            findings.push(Rule::AltMissing, self.missing());
        } else if words == plain(&self.caption) {
            findings.push(
                Rule::AltIsCaption,
                Diagnostic::warning("the alternative text of an image is its caption")
                    .at(&self.document.source, self.place(), "read out twice, and what is seen is not said")
                    .help("say what is seen in it, and leave to the caption what it means"),
            );
        } else if let Some(from) = self.copied_from(&words) {
            findings.push(
                Rule::AltCopied,
                Diagnostic::warning(format!("the alternative text `{}` is {from}", self.alt.trim()))
                    .at(&self.document.source, self.place(), "this does not say what is seen")
                    .help("say what is seen in it: `A data center at night, its windows lit`"),
            );
        }
    }

    fn missing(&self) -> Diagnostic {
        let diagnostic = Diagnostic::warning(format!("the image `{}` has no alternative text", self.dest));
        let help = if self.is_lead {
            format!("say what is seen in it: `image: {{src: {}, alt: …}}`", self.dest)
        } else {
            format!("say what is seen in it: `![A data center at night]({})`", self.dest)
        };
        diagnostic.at(&self.document.source, self.place(), "who does not see it learns nothing").help(help)
    }

    /// What the words were taken from, if they are not the image's own.
    fn copied_from(&self, words: &str) -> Option<&'static str> {
        let path = percent_decode_str(self.dest).decode_utf8_lossy();
        let name = path.rsplit('/').next().unwrap_or(&path);
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let spaced = stem.replace(['-', '_', '.'], " ");
        if [name, stem, &spaced].into_iter().any(|name| plain(name) == words) {
            Some("the name of its file")
        } else if plain(&self.document.front_matter.title.value) == words {
            Some("the title of the page")
        } else {
            None
        }
    }

    /// The words where they stand between brackets, the brackets if there are none, else all that names the image.
    fn place(&self) -> Span {
        let written = self.document.source.text.get(self.span.range()).unwrap_or_default();
        let within = |from: usize, to: usize| Span::new(from, to).shifted(self.span.start);
        match (written.strip_prefix("!["), written.get(2..2 + self.alt.len())) {
            (Some(_), Some(found)) if !found.is_empty() && found == self.alt => within(2, 2 + self.alt.len()),
            (Some(rest), _) if rest.starts_with(']') => within(0, 3),
            _ => self.span,
        }
    }

    fn said(&self, subject: &Subject<'_>) -> Option<Said<'d>> {
        let words = plain(&self.alt);
        let (image, _) = subject.image(self.dest, self.document).filter(|_| !words.is_empty())?;
        Some(Said { words, alt: self.alt.trim().to_owned(), image, document: self.document, span: self.place() })
    }
}

/// Reports words that stand for several images, once for all of them.
pub(super) fn check_copies(mut said: Vec<Said<'_>>, findings: &mut Findings<'_>) {
    said.sort_by(|a, b| (&a.words, &a.document.path, a.span).cmp(&(&b.words, &b.document.path, b.span)));
    for same in said.chunk_by(|a, b| a.words == b.words) {
        // An image may be shown as often as one likes.
        let images: BTreeSet<&str> = same.iter().map(|one| one.image.as_str()).collect();
        let Some(first) = same.first() else { continue };
        let Some(second) = same.iter().find(|one| one.image != first.image) else { continue };
        let count = if images.len() == 2 { "two".to_owned() } else { images.len().to_string() };
        findings.push(
            Rule::AltCopied,
            Diagnostic::warning(format!("`{}` stands for {count} images", first.alt))
                .at(&second.document.source, second.span, format!("said of `{}`", second.image))
                .note_at(&first.document.source, first.span, format!("and of `{}`", first.image))
                .help("say of each what is seen in it, and in no other"),
        );
    }
}

/// Words without what makes no difference to those who hear them.
fn plain(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}
