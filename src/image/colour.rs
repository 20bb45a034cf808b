//! Colours: from those of a file's profile to sRGB (IEC 61966-2-1), and from there to linear light and back.

use std::sync::{Arc, LazyLock};

use moxcms::{ColorProfile, DataColorSpace, Layout, Transform8BitExecutor, Transform16BitExecutor, TransformOptions};

use super::decode::{Decoded, Samples};

/// Amounts of linear light, of 65,535, for the values of a channel in sRGB.
pub(super) static LINEAR_OF_EIGHT: LazyLock<Vec<u16>> = LazyLock::new(|| linear(255));
/// The same for values of 16 bits.
pub(super) static LINEAR_OF_SIXTEEN: LazyLock<Vec<u16>> = LazyLock::new(|| linear(65_535));
/// Values of a channel in sRGB, of 255, for amounts of linear light.
static EIGHT_OF_LINEAR: LazyLock<Vec<u8>> = LazyLock::new(|| {
    (0..=65_535_u32)
        .map(|light| {
            let light = f64::from(light) / 65_535.0;
            let value = if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
            rounded(value * 255.0, u16::from(u8::MAX)).to_le_bytes()[0]
        })
        .collect()
});

fn linear(most: u16) -> Vec<u16> {
    (0..=most)
        .map(|value| {
            let value = f64::from(value) / f64::from(most);
            let light = if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
            rounded(light * 65_535.0, u16::MAX)
        })
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is within the bounds before it is cast"
)]
fn rounded(value: f64, most: u16) -> u16 {
    value.round().clamp(0.0, f64::from(most)) as u16
}

/// The value in sRGB for an amount of linear light.
pub(super) fn eight_of_linear(light: u16) -> u8 {
    EIGHT_OF_LINEAR.get(usize::from(light)).copied().unwrap_or(u8::MAX)
}

/// Brings the colours of one file to sRGB, row by row.
pub(super) enum Conversion {
    /// They are sRGB, or nothing is said of them, which means sRGB.
    None,
    Eight(Arc<Transform8BitExecutor>),
    Sixteen(Arc<Transform16BitExecutor>),
}

impl Conversion {
    /// Of a decoded picture. A profile that cannot be used, or is not for such channels, is passed over, as browsers do.
    pub(super) fn of(decoded: &Decoded) -> Self {
        Self::try_of(decoded).unwrap_or(Self::None)
    }

    fn try_of(decoded: &Decoded) -> Option<Self> {
        let profile = ColorProfile::new_from_slice(decoded.profile.as_deref()?).ok()?;
        let wanted = if decoded.is_coloured { DataColorSpace::Rgb } else { DataColorSpace::Gray };
        if profile.color_space != wanted {
            return None;
        }
        let from = match (decoded.is_coloured, decoded.has_alpha) {
            (true, false) => Layout::Rgb,
            (true, true) => Layout::Rgba,
            (false, false) => Layout::Gray,
            (false, true) => Layout::GrayAlpha,
        };
        let to = if decoded.has_alpha { Layout::Rgba } else { Layout::Rgb };
        let (srgb, options) = (ColorProfile::new_srgb(), TransformOptions::default());
        match decoded.samples {
            Samples::Eight(_) => {
                let transform = profile.create_transform_8bit(from, &srgb, to, options).ok()?;
                (!changes_nothing(transform.as_ref(), from, to)).then_some(Self::Eight(transform))
            }
            Samples::Sixteen(_) => profile.create_transform_16bit(from, &srgb, to, options).ok().map(Self::Sixteen),
        }
    }
}

/// Whether a profile says no more than that the colours are sRGB, as that of most photographs does.
fn changes_nothing(transform: &Transform8BitExecutor, from: Layout, to: Layout) -> bool {
    let tones = [0_u8, 16, 64, 128, 192, 255];
    let (mut colours, mut expected) = (Vec::new(), Vec::new());
    for red in tones {
        for green in tones {
            for blue in tones {
                let (mut pixel, mut sames) = match from {
                    Layout::Rgb | Layout::Rgba => (vec![red, green, blue], vec![red, green, blue]),
                    _ => (vec![red], vec![red, red, red]),
                };
                if to == Layout::Rgba {
                    pixel.push(u8::MAX);
                    sames.push(u8::MAX);
                }
                colours.extend(pixel);
                expected.extend(sames);
            }
        }
    }
    let mut converted = vec![0; expected.len()];
    transform.transform(&colours, &mut converted).is_ok()
        && converted.iter().zip(&expected).all(|(got, same)| got.abs_diff(*same) <= 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_to_linear_light_comes_back() {
        assert_eq!((LINEAR_OF_EIGHT.len(), LINEAR_OF_SIXTEEN.len()), (256, 65_536));
        for (value, light) in LINEAR_OF_EIGHT.iter().enumerate() {
            assert_eq!(usize::from(eight_of_linear(*light)), value);
            assert_eq!(LINEAR_OF_SIXTEEN.get(value * 257), Some(light));
        }
        // Half the light is far more than half the value.
        assert_eq!(eight_of_linear(32_768), 188);
    }
}
