//! The theme's colours as a style sheet: as they are compiled in, or with all that follows from those that `site.yaml` sets.

use std::fmt::Write as _;

use crate::config::{Colour, Scheme, Theme};
use crate::diagnostic::{Diagnostic, Span};
use crate::digest::Digest;
use crate::source::Source;

/// The style sheet that has them.
pub(super) const PATH: &str = "css/colours.css";

/// As the theme has them; each stands on a line of its own, first as it is in light and then as it is in dark.
const OWN: &str = include_str!("../../static/css/colours.css");

const BLACK: Colour = Colour::new(0, 0, 0);
const WHITE: Colour = Colour::new(255, 255, 255);

/// So much of its own colour an alert's ground has.
const ALERT_SHARE: f64 = 0.08;

/// How the names of those grounds end.
const GROUND: &str = "-ground";

/// The style sheet of a site's colours.
pub(super) fn stylesheet(theme: &Theme) -> String {
    let (light, dark) = (Palette::new(theme.light, Theme::OWN.light), Palette::new(theme.dark, Theme::OWN.dark));
    let (light, dark) = (light.grounded(0), dark.grounded(1));
    let mut css = String::with_capacity(OWN.len());
    for line in OWN.lines() {
        if let Some((name, [in_light, in_dark])) = token(line) {
            let (in_light, in_dark) = (light.colour(name, in_light, 0), dark.colour(name, in_dark, 1));
            // Writing to a string cannot fail.
            let _ = writeln!(css, "  --{name}: light-dark({}, {});", in_light.hex(), in_dark.hex());
        } else {
            css.push_str(line);
            css.push('\n');
        }
    }
    css
}

/// The report of a site that has the style sheet itself, and sets colours at a place as well.
pub(super) fn twice(site: &Source, place: Span) -> Diagnostic {
    Diagnostic::error(format!("both `theme` and `static/{PATH}` say what the colours are"))
        .at(site, place, "nothing would follow from this")
        .help(format!("take `theme` out, or remove `static/{PATH}`"))
}

/// Digest of the style sheet as the theme has it.
pub(super) fn own() -> Digest {
    Digest::of(OWN.as_bytes())
}

/// The name of a line's token, and its colours in light and in dark.
fn token(line: &str) -> Option<(&str, [Colour; 2])> {
    let (name, value) = line.trim_start().strip_prefix("--")?.split_once(": light-dark(")?;
    let (light, dark) = value.strip_suffix(");")?.split_once(", ")?;
    Some((name, [Colour::parse(light).ok()?, Colour::parse(dark).ok()?]))
}

/// A token as the theme has it, in light and in dark.
fn own_token(name: &str) -> Option<[Colour; 2]> {
    OWN.lines().filter_map(token).find(|(known, _)| *known == name).map(|(_, all)| all)
}

/// The colours of a scheme.
struct Palette {
    /// Those that are set, or are as the theme has them.
    set: Scheme,
    /// The theme's own.
    own: Scheme,
    /// Of boxes, and of code: what else text stands on.
    tint: Colour,
    code: Colour,
}

impl Palette {
    fn new(set: Scheme, own: Scheme) -> Self {
        Self { set, own, tint: set.paper, code: set.paper }
    }

    /// The same with grounds on which ink and accent can be read; `place` is that of the scheme in a line.
    fn grounded(mut self, place: usize) -> Self {
        let own = |name: &str| own_token(name).and_then(|all| all.get(place).copied()).unwrap_or(self.set.paper);
        let Scheme { paper, ink, accent } = self.set;
        let has_paper = paper == self.own.paper;
        let tint = if has_paper && accent == self.own.accent { own("tint") } else { paper.mixed(accent, 0.08) };
        let code = if has_paper && ink == self.own.ink { own("code") } else { paper.mixed(ink, 0.04) };
        (self.tint, self.code) = (self.softened(tint, None), self.softened(code, None));
        self
    }

    /// A ground, brought near the paper until ink, accent and one more text can be read on it as they can on the paper.
    fn softened(&self, ground: Colour, more: Option<Colour>) -> Colour {
        let Scheme { paper, ink, accent } = self.set;
        let shares = (0..=16_u8).map(|step| ground.mixed(paper, f32::from(step) / 16.0));
        let texts = || [ink, accent].into_iter().chain(more);
        let mut legible = shares.filter(|ground| texts().all(|text| text.is_legible_on(&[*ground])));
        legible.next().unwrap_or(paper)
    }

    /// The colour of a kind of alert that the theme has as `own`.
    fn of_alert(&self, own: Colour) -> Colour {
        let paper = self.set.paper;
        // On a paper of middle lightness, as far from it as can be.
        let farthest = if BLACK.contrast(paper) > WHITE.contrast(paper) { BLACK } else { WHITE };
        own.nearest(|text| text.is_legible_on(&[paper])).unwrap_or(farthest)
    }

    /// The colour of a token that the theme has as `own`.
    fn colour(&self, name: &str, own: Colour, place: usize) -> Colour {
        let Scheme { paper, ink, accent } = self.set;
        let is_plain = paper == self.own.paper && ink == self.own.ink;
        match name {
            "paper" => paper,
            "ink" => ink,
            "accent" => accent,
            "tint" => self.tint,
            "code" => self.code,
            "rule" if is_plain => own,
            "rule" => paper.mixed(ink, 0.16),
            "ink-soft" => {
                let soft = if is_plain { own } else { paper.mixed(ink, 0.72) };
                self.legible(soft, &[paper, self.tint, self.code])
            }
            _ if name.starts_with("code-") => self.legible(own, &[self.code]),
            _ => match name.strip_suffix(GROUND) {
                Some(kind) => {
                    let kind = own_token(kind).and_then(|all| all.get(place).copied()).unwrap_or(self.set.ink);
                    let kind = self.of_alert(kind);
                    self.softened(paper.mixed_in_srgb(kind, ALERT_SHARE), Some(kind))
                }
                None => self.of_alert(own),
            },
        }
    }

    /// What is nearest to a colour and can be read on some grounds; ink, if no other can.
    fn legible(&self, text: Colour, grounds: &[Colour]) -> Colour {
        text.nearest(|text| text.is_legible_on(grounds)).unwrap_or(self.set.ink)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The colours of a style sheet by name, in light or dark.
    fn colours(css: &str, place: usize) -> Vec<(&str, Colour)> {
        css.lines().filter_map(token).map(|(name, all)| (name, *all.get(place).unwrap())).collect()
    }

    fn hold(css: &str) -> Result<(), TestCaseError> {
        for place in [0, 1] {
            let all = colours(css, place);
            let of = |name: &str| all.iter().find(|(known, _)| *known == name).unwrap().1;
            let (paper, tint, code) = (of("paper"), of("tint"), of("code"));
            for (name, text) in &all {
                let grounds = match *name {
                    "paper" | "tint" | "code" | "rule" => vec![],
                    name if name.ends_with(GROUND) => vec![],
                    "ink-soft" => vec![paper, tint, code],
                    "ink" | "accent" => {
                        let grounds = all.iter().filter(|(name, _)| name.ends_with(GROUND)).map(|(_, ground)| *ground);
                        grounds.chain([paper, tint, code]).collect()
                    }
                    name if name.starts_with("code-") => vec![code],
                    name => vec![paper, of(&format!("{name}{GROUND}"))],
                };
                prop_assert!(text.is_legible_on(&grounds), "{name}: {} on {grounds:?}\n{css}", text.hex());
            }
        }
        Ok(())
    }

    #[test]
    fn without_settings_the_colours_are_those_of_the_theme() {
        assert_eq!(stylesheet(&Theme::OWN), OWN);
        assert_eq!(OWN.lines().filter(|line| line.contains("light-dark(")).count(), colours(OWN, 0).len());
        assert_eq!(colours(OWN, 0).len(), 35);
        for (scheme, place) in [(Theme::OWN.light, 0), (Theme::OWN.dark, 1)] {
            let all = colours(OWN, place);
            for (name, colour) in [("paper", scheme.paper), ("ink", scheme.ink), ("accent", scheme.accent)] {
                assert!(all.contains(&(name, colour)), "{name}");
            }
        }
        hold(OWN).unwrap();
    }

    #[test]
    fn what_is_not_touched_stays() {
        let red = Colour::new(0x9b, 0x11, 0x1e);
        let light = Scheme { accent: red, ..Theme::OWN.light };
        let css = stylesheet(&Theme { light, ..Theme::OWN });
        let (before, after) = (stylesheet(&Theme::OWN), css);
        let changed: Vec<&str> = before
            .lines()
            .zip(after.lines())
            .filter(|(before, after)| before != after)
            .map(|(_, after)| after)
            .collect();
        assert_eq!(changed, ["  --accent: light-dark(#9b111e, #9fbcff);", "  --tint: light-dark(#f9edec, #18232d);"]);
    }

    #[test]
    fn all_text_can_be_read_whatever_is_set() {
        let colour = any::<(u8, u8, u8)>().prop_map(|(red, green, blue)| Colour::new(red, green, blue));
        let scheme = [colour.clone(), colour.clone(), colour].prop_map(|[paper, ink, accent]| {
            // As the configuration has them.
            let legible = |text: Colour| text.nearest(|text| text.is_legible_on(&[paper])).unwrap_or(WHITE);
            Scheme { paper, ink: legible(ink), accent: legible(accent) }
        });
        let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) };
        let mut runner = proptest::test_runner::TestRunner::new(config);
        let outcome = runner
            .run(&[scheme.clone(), scheme], |[light, dark]| hold(&stylesheet(&Theme { place: None, light, dark })));
        assert_eq!(outcome, Ok(()));
    }
}
