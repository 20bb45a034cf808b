//! The key `theme` of `site.yaml`: the colours of the theme, in light and in dark. What would be hard to read is no setting.

use crate::diagnostic::{Diagnostic, Span, Spanned};
use crate::yaml::{Fields, Key, Keys, Kind};

use super::colour::{Colour, LEAST_CONTRAST};

/// The colours of the theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Where `site.yaml` sets any, if it does.
    pub place: Option<Span>,
    /// By day, and on paper.
    pub light: Scheme,
    /// For readers who prefer dark pages.
    pub dark: Scheme,
}

/// The colours of one scheme, from which its others follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scheme {
    /// Behind everything.
    pub paper: Colour,
    /// Of text.
    pub ink: Colour,
    /// Of links, kickers and what is marked.
    pub accent: Colour,
}

impl Theme {
    /// The theme's own colours.
    pub const OWN: Self = Self {
        place: None,
        light: Scheme {
            paper: Colour::new(0xff, 0xff, 0xff),
            ink: Colour::new(0x15, 0x17, 0x1c),
            accent: Colour::new(0x1b, 0x3f, 0xae),
        },
        dark: Scheme {
            paper: Colour::new(0x11, 0x14, 0x18),
            ink: Colour::new(0xe8, 0xe6, 0xe1),
            accent: Colour::new(0x9f, 0xbc, 0xff),
        },
    };
}

impl Default for Theme {
    fn default() -> Self {
        Self::OWN
    }
}

/// Of `theme`.
pub(super) const KEYS: Keys = &[
    Key::new("accent", Kind::Text, "Colour of links and marks on light pages, such as `\"#1b3fae\"`"),
    Key::new("paper", Kind::Text, "Colour of light pages, such as `\"#ffffff\"`"),
    Key::new("ink", Kind::Text, "Colour of text on light pages, such as `\"#15171c\"`"),
    Key::new("accent_dark", Kind::Text, "Colour of links and marks on dark pages; else it follows from `accent`"),
    Key::new("paper_dark", Kind::Text, "Colour of dark pages, such as `\"#111418\"`"),
    Key::new("ink_dark", Kind::Text, "Colour of text on dark pages, such as `\"#e8e6e1\"`"),
];

/// So light is an accent that is made for dark pages of one for light pages, and so much chroma it has at most: deep colours
/// dazzle there.
const LIGHTNESS_IN_THE_DARK: f32 = 0.77;
const CHROMA_IN_THE_DARK: f32 = 0.14;

/// Reads `theme`.
pub(super) fn read(fields: &mut Fields<'_>) -> Theme {
    let place = fields.entry("theme").map(|(place, _)| place);
    fields.mapping("theme", |fields| {
        fields.expect(KEYS);
        let own = Theme::OWN;
        let light = Given::read(fields, ["accent", "paper", "ink"]);
        let dark = Given::read(fields, ["accent_dark", "paper_dark", "ink_dark"]);
        let in_the_dark = |accent: Colour| accent.in_lightness(LIGHTNESS_IN_THE_DARK, CHROMA_IN_THE_DARK);
        let accent = light.accent.as_ref().map_or(own.dark.accent, |accent| in_the_dark(accent.value));
        Theme {
            place,
            light: light.scheme(fields, own.light),
            dark: dark.scheme(fields, Scheme { accent, ..own.dark }),
        }
    })
}

/// The colours of a scheme that are written, with their places.
struct Given {
    /// Of accent, paper and ink.
    keys: [&'static str; 3],
    accent: Option<Spanned<Colour>>,
    paper: Option<Spanned<Colour>>,
    ink: Option<Spanned<Colour>>,
}

impl Given {
    fn read(fields: &mut Fields<'_>, keys: [&'static str; 3]) -> Self {
        let [accent, paper, ink] = keys.map(|key| colour(fields, key));
        Self { keys, accent, paper, ink }
    }

    /// A whole scheme: what is not given is the theme's own, or what is nearest to that and can be read. Of what is given and
    /// cannot be read, that is reported.
    fn scheme(&self, fields: &mut Fields<'_>, own: Scheme) -> Scheme {
        let [accent, paper, ink] = self.keys;
        let on = Ground { key: paper, given: self.paper.as_ref(), own: own.paper };
        let mut legible = |key, given: Option<&Spanned<Colour>>, own: Colour| {
            let colour = given.map_or(own, |given| given.value);
            let near = colour.nearest(|near| near.is_legible_on(&[on.colour()])).unwrap_or(colour);
            if let Some(given) = given.filter(|given| given.value != near) {
                on.report(fields, key, given, near);
            }
            near
        };
        let ink = legible(ink, self.ink.as_ref(), own.ink);
        let accent = legible(accent, self.accent.as_ref(), own.accent);
        Scheme { paper: on.colour(), ink, accent }
    }
}

/// What text stands on.
struct Ground<'g> {
    key: &'static str,
    given: Option<&'g Spanned<Colour>>,
    own: Colour,
}

impl Ground<'_> {
    fn colour(&self) -> Colour {
        self.given.map_or(self.own, |given| given.value)
    }

    /// Reports a colour that cannot be read on it, with the nearest that can.
    fn report(&self, fields: &mut Fields<'_>, key: &str, written: &Spanned<Colour>, near: Colour) {
        let (source, ground) = (fields.source(), self.colour());
        // Never rounded up to what is asked for.
        let ratio = (written.value.contrast(ground) * 100.0).floor() / 100.0;
        let headline = format!("`{key}` cannot be read on `{}`: their contrast is {ratio:.2}:1", self.key);
        let label = format!("WCAG asks for {LEAST_CONTRAST}:1 on {}", ground.hex());
        let problem = Diagnostic::error(headline).at(source, written.span, label);
        let problem = match self.given {
            Some(given) => problem.note_at(source, given.span, "on this"),
            None => problem,
        };
        let help = format!("write `{key}: \"{}\"`, the nearest that can be read", near.hex());
        fields.problems().push(problem.offer(help));
    }
}

/// A colour, with the place of what is written within its quotes.
fn colour(fields: &mut Fields<'_>, key: &'static str) -> Option<Spanned<Colour>> {
    let text = fields.text(key);
    let place = fields.place_of(key)?;
    let help = format!("write for example `{key}: \"#1b3fae\"`, with the quotes");
    let source = fields.source();
    let Some(text) = text else {
        if !fields.is_no_text(key) {
            // To YAML, what follows a `#` is a comment.
            let problem = Diagnostic::error(format!("`{key}` has no colour"));
            fields.problems().push(problem.at(source, place, "expected a colour of CSS").help(help));
        }
        return None;
    };
    let span = within_quotes(source.text.get(text.span.range()).unwrap_or_default(), text.span);
    match Colour::parse(text.value.trim()) {
        Ok(colour) => Some(Spanned::new(colour, span)),
        Err(reason) => {
            let problem = Diagnostic::error(format!("`{key}` cannot be `{}`", text.value));
            fields.problems().push(problem.at(source, span, reason).help(help));
            None
        }
    }
}

fn within_quotes(written: &str, span: Span) -> Span {
    let is_in = |quote: char| written.len() > 2 && written.starts_with(quote) && written.ends_with(quote);
    if is_in('"') || is_in('\'') { Span::new(span.start + 1, span.end - 1) } else { span }
}
