//! The key `social_cards`: pictures for posts without one, where links are shown.

use crate::diagnostic::{Diagnostic, Spanned};
use crate::yaml::{Fields, Key, Keys, Kind, Node, Value};

use super::colour::{Colour, LEAST_CONTRAST};
use super::theme::Theme;

/// Whether there are social cards, and how they look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SocialCards {
    /// Whether there are any.
    pub are_made: bool,
    /// `#` and six hexadecimal digits, as are the others.
    pub background: String,
    /// Of titles and names.
    pub text: String,
    /// Of sections and rules.
    pub accent: String,
    /// Font files for letters that the program's faces lack: paths among the static files.
    pub fonts: Vec<Spanned<String>>,
}

impl Default for SocialCards {
    fn default() -> Self {
        let colour = str::to_owned;
        Self {
            are_made: false,
            background: colour("#faf9f6"),
            text: colour("#15171c"),
            accent: colour("#1b3fae"),
            fonts: Vec::new(),
        }
    }
}

const COLOUR: Kind = Kind::Form("^#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$");

/// Of `social_cards`.
pub(super) const KEYS: Keys = &[
    Key::new("background", COLOUR, "Colour behind everything, such as `\"#faf9f6\"`"),
    Key::new("text", COLOUR, "Colour of titles and names, such as `\"#15171c\"`"),
    Key::new("accent", COLOUR, "Colour of sections and rules, such as `\"#1b3fae\"`"),
    Key::new(
        "fonts",
        Kind::Texts,
        "Font files among the static files, such as `fonts/NotoSansJP.ttf`, for letters that the built-in fonts lack",
    ),
];

impl SocialCards {
    /// None, in the colours of a theme where it has others than the built-in one.
    fn of(theme: &Theme) -> Self {
        let (own, colours) = (Theme::OWN.light, theme.light);
        let default = Self::default();
        let follow = |before: String, own: Colour, now: Colour| if now == own { before } else { now.hex() };
        Self {
            background: follow(default.background, own.paper, colours.paper),
            text: follow(default.text, own.ink, colours.ink),
            accent: follow(default.accent, own.accent, colours.accent),
            ..default
        }
    }
}

/// `true`, `false`, or how they look, which means that there are cards. What is not said of their colours follows the theme.
pub(super) fn read(fields: &mut Fields<'_>, theme: &Theme) -> SocialCards {
    let default = SocialCards::of(theme);
    match fields.node("social_cards") {
        None => default,
        Some(Node { value: Value::Bool(are_made), .. }) => SocialCards { are_made: *are_made, ..default },
        Some(node @ Node { value: Value::Map(_), .. }) => fields.inner(node, "`social_cards`", |look| {
            look.expect(KEYS);
            let cards = SocialCards {
                are_made: true,
                background: colour(look, "background").unwrap_or(default.background),
                text: colour(look, "text").unwrap_or(default.text),
                accent: colour(look, "accent").unwrap_or(default.accent),
                fonts: look.texts("fonts"),
            };
            check_contrast(look, "text", &cards.text, &cards.background);
            check_contrast(look, "accent", &cards.accent, &cards.background);
            cards
        }),
        Some(node) => {
            let source = fields.source();
            fields.problems().push(
                Diagnostic::error("`social_cards` must be true, false, or a mapping")
                    .at(source, node.span, format!("this is {}", node.value.kind()))
                    .help("write `social_cards: true`, or `social_cards: {accent: \"#b01c2e\"}`"),
            );
            default
        }
    }
}

/// Reports a colour that cannot be read on the background, at whichever of them is written, with the nearest that can.
fn check_contrast(look: &mut Fields<'_>, key: &str, colour: &str, background: &str) {
    let (Ok(text), Ok(ground)) = (Colour::parse(colour), Colour::parse(background)) else { return };
    if text.is_legible_on(&[ground]) {
        return;
    }
    let Some(place) = look.value_place(key).or_else(|| look.value_place("background")) else { return };
    // Never rounded up to what is asked for.
    let ratio = (text.contrast(ground) * 100.0).floor() / 100.0;
    let problem = Diagnostic::error(format!("`{key}` cannot be read on `background`: their contrast is {ratio:.2}:1"));
    let source = look.source();
    let problem = problem.at(source, place, format!("{colour} on {background}; WCAG asks for {LEAST_CONTRAST}:1"));
    let near = text.nearest(|near| near.is_legible_on(&[ground])).unwrap_or(text);
    look.problems().push(problem.offer(format!("write `{key}: \"{}\"`, the nearest that can be read", near.hex())));
}

/// A colour of three or six hexadecimal digits, with `#` before it or without.
fn colour(fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
    let text = fields.text(key);
    let place = fields.place_of(key)?;
    let Some(text) = text else {
        if fields.is_no_text(key) {
            return None;
        }
        // To YAML, what follows a `#` is a comment.
        report(fields, key, format!("`{key}` has no colour"), place);
        return None;
    };
    let digits = text.value.strip_prefix('#').unwrap_or(&text.value);
    let is_colour = matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit());
    if !is_colour {
        report(fields, key, format!("`{key}` cannot be `{}`", text.value), text.span);
        return None;
    }
    let digits = digits.to_ascii_lowercase();
    let times = if digits.len() == 3 { 2 } else { 1 };
    let doubled = digits.chars().flat_map(|digit| std::iter::repeat_n(digit, times));
    Some(std::iter::once('#').chain(doubled).collect())
}

fn report(fields: &mut Fields<'_>, key: &str, headline: String, place: crate::diagnostic::Span) {
    let source = fields.source();
    fields.problems().push(
        Diagnostic::error(headline)
            .at(source, place, "expected a colour of six hexadecimal digits")
            .help(format!("write it in quotes, for example `{key}: \"#1b3fae\"`")),
    );
}
