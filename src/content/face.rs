//! The face of a source: everything of it that the rest of the site can see. A change behind the face, in the running
//! text, touches its own page and what carries its body, and nothing else.

use serde_json::Value;

use super::front_matter::FrontMatter;
use super::outline::{ImageUse, Outline};
use super::post::Content;

/// A face, to be compared with another of the same program.
#[derive(Debug, Clone, PartialEq)]
pub struct Face(Value);

impl Face {
    /// The face of a source; none if it cannot be told.
    #[must_use]
    pub fn of(content: &Content) -> Option<Self> {
        let document = content.document();
        Self::with(content, &document.front_matter, &document.outline.images, document.summary())
    }

    /// What of the face decides where a source stands, and what stands beside it. Two sources of one frame differ at most in
    /// words that others repeat as they are: the title, the first sentences, what is seen in images.
    #[must_use]
    pub fn frame_of(content: &Content) -> Option<Self> {
        let document = content.document();
        let mut front_matter = document.front_matter.clone();
        front_matter.title.value.clear();
        front_matter.description = None;
        front_matter.extra = None;
        front_matter.toc = false;
        let lead = front_matter.image.iter_mut().map(|lead| (&mut lead.alt, &mut lead.credit));
        let captions = front_matter.captions.iter_mut().map(|entry| (&mut entry.alt, &mut entry.credit));
        for (alt, credit) in lead.chain(captions) {
            *alt = None;
            *credit = None;
        }
        let mut images = document.outline.images.clone();
        for image in &mut images {
            image.alt.clear();
        }
        Self::with(content, &front_matter, &images, "")
    }

    fn with(content: &Content, front_matter: &FrontMatter, images: &[ImageUse], summary: &str) -> Option<Self> {
        let document = content.document();
        // A new part of an outline has to be thought about here.
        let Outline {
            headings,
            links,
            images: _,
            hashtags,
            lifted,
            anchors,
            summary: _,
            updates: _,
            words: _,
            has_players,
        } = &*document.outline;
        let ids: Vec<&str> = headings.iter().map(|heading| heading.id.as_str()).collect();
        let dates = match content {
            Content::Post(post) => Some((post.date, &post.updates)),
            Content::Page(_) => None,
        };
        let parts = (
            (&document.path, &document.site_path, front_matter, dates),
            (ids, links, images, hashtags, lifted, anchors, summary, has_players),
        );
        let mut face = serde_json::to_value(parts).ok()?;
        forget_places(&mut face);
        Some(Self(face))
    }
}

/// Where something stands in its file is no part of the face.
fn forget_places(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(forget_places),
        Value::Object(entries) => {
            entries.remove("span");
            entries.values_mut().for_each(forget_places);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::diagnostic::Diagnostics;
    use crate::source::SourceFile;

    fn face(text: &str) -> Face {
        let source = SourceFile::new("content/posts/a.md", text);
        let content = Content::read(source, "posts/a.md", &Config::default(), &mut Diagnostics::new()).unwrap();
        Face::of(&content).unwrap()
    }

    const POST: &str =
        "---\ntitle: T\ndate: 2025-10-28\nextra: {span: 1}\n---\nFirst words.\n\nA [link](b.md), #AI.\n\n## Head\n";

    #[test]
    fn words_behind_the_first_paragraph_are_behind_the_face() {
        assert_eq!(face(POST), face(&POST.replace("A [link]", "Longer words, and a [link]")));
        assert_eq!(face(POST), face(&POST.replace("---\nFirst", "---\n\n\nFirst")));
    }

    #[test]
    fn words_that_others_repeat_are_not_the_frame() {
        let frame = |text: &str| {
            let source = SourceFile::new("content/posts/a.md", text);
            let content = Content::read(source, "posts/a.md", &Config::default(), &mut Diagnostics::new()).unwrap();
            Face::frame_of(&content).unwrap()
        };
        let post = POST.replace("\n\n## Head", "\n\n![alt](b.jpg)\n\n## Head");
        for (from, to) in [("title: T", "title: U"), ("span: 1", "span: 2"), ("First", "Other"), ("![alt]", "![Alt]")] {
            assert_eq!(frame(&post), frame(&post.replace(from, to)), "{from}");
        }
        for (from, to) in [
            ("title: T", "title: T\nslug: t"),
            ("title: T", "title: T\nfeatured: true"),
            ("2025-10-28", "2025-10-29"),
            ("b.md", "c.md"),
            ("#AI", "#ML"),
            ("Head", "Other"),
            ("b.jpg", "c.jpg"),
        ] {
            assert_ne!(frame(&post), frame(&post.replace(from, to)), "{from}");
        }
    }

    #[test]
    fn what_others_see_is_the_face() {
        for (from, to) in [
            ("title: T", "title: U"),
            ("2025-10-28", "2025-10-29"),
            ("span: 1", "span: 2"),
            ("First", "Other"),
            ("b.md", "c.md"),
            ("#AI", "#ML"),
            ("Head", "Other"),
            ("A [link]", "![a](b.jpg) [link]"),
        ] {
            assert_ne!(face(POST), face(&POST.replace(from, to)), "{from}");
        }
    }
}
