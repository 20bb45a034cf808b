//! Colours as style sheets write them: read, compared by their contrast, mixed, and moved in lightness until they can be read.

use lightningcss::traits::Parse;
use lightningcss::values::color::{ColorSpace as _, CssColor, OKLAB, OKLCH, RGBA};

/// The least contrast between text and what is behind it (WCAG 2.2, 1.4.3).
pub const LEAST_CONTRAST: f64 = 4.5;

/// No colour takes more characters. Functions in functions, without end, are none.
const LONGEST: usize = 200;

/// Steps of lightness between black and white.
const STEPS: u16 = 250;

/// An opaque colour of sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

impl Colour {
    /// A colour by its red, green and blue.
    #[must_use]
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Reads a colour as CSS writes it (CSS Color, 4 and 5). What lies outside of sRGB is brought into it as browsers do it.
    ///
    /// # Errors
    /// Why it is none that could be told without a page, as stands behind a caret.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        if text.len() > LONGEST {
            return Err("too long for a colour");
        }
        let colour = CssColor::parse_string(text).map_err(|_| "not a colour of CSS")?;
        let on_a_page = "which colour this is depends on the page";
        let rgba = match colour {
            CssColor::RGBA(rgba) => rgba,
            colour => {
                let lch = OKLCH::try_from(&colour).map_err(|()| on_a_page)?.resolve_missing();
                // Numbers may be infinite: `calc(1 / 0)`.
                if ![lch.l, lch.c, lch.h, lch.alpha].iter().all(|number| number.is_finite()) {
                    return Err("not a colour of CSS");
                }
                match colour {
                    // No colour that there is has more chroma.
                    CssColor::LAB(_) => OKLCH { l: lch.l.clamp(0.0, 1.0), c: lch.c.clamp(0.0, 1.0), ..lch }.into(),
                    colour => RGBA::try_from(&colour).map_err(|()| on_a_page)?,
                }
            }
        };
        if rgba.alpha < u8::MAX {
            return Err("which colour this is depends on what is behind it");
        }
        Ok(Self::of(rgba))
    }

    fn of(rgba: RGBA) -> Self {
        Self::new(rgba.red, rgba.green, rgba.blue)
    }

    fn rgba(self) -> RGBA {
        RGBA { red: self.red, green: self.green, blue: self.blue, alpha: u8::MAX }
    }

    /// `#` and six hexadecimal digits.
    #[must_use]
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// WCAG's relative luminance, of black 0 and of white 1.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }

    /// WCAG's contrast ratio of two colours, from 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Whether it can be read on each of some grounds.
    #[must_use]
    pub fn is_legible_on(self, grounds: &[Self]) -> bool {
        grounds.iter().all(|ground| self.contrast(*ground) >= LEAST_CONTRAST)
    }

    /// The colour between this one and another, of which it has a share from 0 to 1 (in Oklab).
    #[must_use]
    pub fn mixed(self, other: Self, share: f32) -> Self {
        let (from, to) = (OKLAB::from(self.rgba()), OKLAB::from(other.rgba()));
        let between = |from: f32, to: f32| from + (to - from) * share;
        let mixed = OKLAB { l: between(from.l, to.l), a: between(from.a, to.a), b: between(from.b, to.b), alpha: 1.0 };
        Self::of(mixed.into())
    }

    /// The same, as `color-mix(in srgb, …)` mixes.
    #[must_use]
    pub fn mixed_in_srgb(self, other: Self, share: f64) -> Self {
        let between = |from: u8, to: u8| {
            let value = f64::from(from) + (f64::from(to) - f64::from(from)) * share;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between two bytes")]
            let byte = value.round() as u8;
            byte
        };
        Self::new(between(self.red, other.red), between(self.green, other.green), between(self.blue, other.blue))
    }

    /// The same hue in a lightness from 0 to 1 (of OKLCH), with as much of its chroma as there can be, and no more than
    /// `most`.
    #[must_use]
    pub fn in_lightness(self, lightness: f32, most: f32) -> Self {
        let lch = OKLCH::from(self.rgba());
        Self::of(OKLCH { l: lightness, c: lch.c.min(most), ..lch }.into())
    }

    /// The colour of the same hue whose lightness is nearest, of those that will do.
    #[must_use]
    pub fn nearest(self, will_do: impl Fn(Self) -> bool) -> Option<Self> {
        if will_do(self) {
            return Some(self);
        }
        let lch = OKLCH::from(self.rgba());
        let moved = |by: f32| self.in_lightness((lch.l + by).clamp(0.0, 1.0), lch.c);
        let by = (1..=STEPS).map(|step| f32::from(step) / f32::from(STEPS));
        by.flat_map(|by| [moved(-by), moved(by)]).find(|colour| will_do(*colour))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_colour_is_read() {
        for (text, hex) in [
            ("#1b3fae", "#1b3fae"),
            ("#ABC", "#aabbcc"),
            ("#112233ff", "#112233"),
            ("Teal", "#008080"),
            ("rgb(27 63 174)", "#1b3fae"),
            ("rgb(27, 63, 174)", "#1b3fae"),
            ("hsl(225 73% 39%)", "#1b3fac"),
            ("hwb(120 0% 50%)", "#008000"),
            ("oklch(40% 0.15 265)", "#1e3f97"),
            ("oklch(none 0 0)", "#000000"),
            ("lab(50 0 0)", "#777777"),
            ("color(srgb 0 0 1)", "#0000ff"),
            ("color-mix(in srgb, black, white)", "#808080"),
        ] {
            assert_eq!(Colour::parse(text).map(Colour::hex), Ok(hex.to_owned()), "{text}");
        }
    }

    #[test]
    fn what_is_no_colour_is_none_and_does_no_harm() {
        for text in
            ["", "#", "#12345", "1b3fae", "blau", "red blue", "rgb(1", "rgb(1 2)", "var(--x)", "url(a)", "!", "red;"]
        {
            assert!(Colour::parse(text).is_err(), "{text}");
        }
        for text in [
            "oklch(.5 calc(infinity) 30)",
            "oklch(calc(NaN) .1 30)",
            "lab(calc(1 / 0) 0 0)",
            "color(srgb calc(infinity) 0 0)",
            "oklch(9e9 9e9 9e9)",
        ] {
            let _ = Colour::parse(text);
        }
        for text in ["currentColor", "Canvas", "light-dark(red, blue)", "AccentColor"] {
            assert_eq!(Colour::parse(text), Err("which colour this is depends on the page"), "{text}");
        }
        for text in ["transparent", "#1b3fae80", "rgb(1 2 3 / .5)", "oklch(40% .1 30 / 99%)"] {
            assert_eq!(Colour::parse(text), Err("which colour this is depends on what is behind it"), "{text}");
        }
        let deep = "color-mix(in srgb,".repeat(50_000);
        assert_eq!(Colour::parse(&deep), Err("too long for a colour"));
    }

    #[test]
    fn contrast_is_that_of_the_recommendation() {
        let contrast = |one: &str, two: &str| {
            let ratio = Colour::parse(one).unwrap().contrast(Colour::parse(two).unwrap());
            format!("{ratio:.2}")
        };
        // Values that WebAIM's checker gives.
        for (one, two, ratio) in [
            ("#000", "#fff", "21.00"),
            ("#fff", "#000", "21.00"),
            ("#777", "#fff", "4.48"),
            ("#767676", "#fff", "4.54"),
            ("#0000ff", "#ffffff", "8.59"),
            ("red", "white", "4.00"),
            ("red", "red", "1.00"),
        ] {
            assert_eq!(contrast(one, two), ratio, "{one} on {two}");
        }
    }

    #[test]
    fn the_nearest_colour_will_do_and_keeps_its_hue() {
        let white = Colour::new(255, 255, 255);
        for text in ["#ffcc00", "#f00", "#00ff88", "#ff66cc", "#888", "#fff"] {
            let colour = Colour::parse(text).unwrap();
            let near = colour.nearest(|colour| colour.is_legible_on(&[white])).unwrap();
            let ratio = near.contrast(white);
            assert!((4.5..4.8).contains(&ratio), "{text}: {} has {ratio}", near.hex());
            let (before, after) = (OKLCH::from(colour.rgba()), OKLCH::from(near.rgba()));
            assert!(before.c < 0.01 || (before.h - after.h).abs() < 8.0, "{text}: {before:?}, {after:?}");
        }
        let fits = Colour::new(0, 0, 1);
        assert_eq!(fits.nearest(|colour| colour.is_legible_on(&[white])), Some(fits));
        assert_eq!(fits.nearest(|_| false), None);
    }

    #[test]
    fn mixtures_lie_between() {
        let (black, white) = (Colour::new(0, 0, 0), Colour::new(255, 255, 255));
        assert_eq!((black.mixed(white, 0.0), black.mixed(white, 1.0)), (black, white));
        assert_eq!(black.mixed(white, 0.5).hex(), "#636363");
        assert_eq!(white.mixed_in_srgb(black, 0.08).hex(), "#ebebeb");
    }
}
