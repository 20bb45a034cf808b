//! Parts of a lead image in the shapes that search engines ask for, around what must be seen.

use serde::{Deserialize, Serialize};

/// Crops are so wide, if the picture is (Google's guidelines on articles: 1200 pixels at least).
const WIDTH: u32 = 1200;

/// Crops of fewer pixels are not shown by search engines.
const FEWEST_PIXELS: u64 = 50_000;

/// What must be seen of a picture when a part of it is cut out: a place in hundredths of its width from the left, and of its
/// height from the top, as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Focus {
    /// 0 to 100.
    pub x: u8,
    /// 0 to 100.
    pub y: u8,
}

impl Focus {
    /// The middle.
    pub const CENTRE: Self = Self { x: 50, y: 50 };

    /// As CSS's `object-position` has it.
    #[must_use]
    pub fn css(self) -> String {
        format!("{}% {}%", self.x, self.y)
    }

    /// Reads `30% 60%`, `top`, `left`, `right 20%` and the like: two places of CSS's `object-position`, the first across. None
    /// if it is nothing of the kind.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let (first, second) = (words.next()?, words.next());
        if words.next().is_some() {
            return None;
        }
        match second {
            None if matches!(first, "top" | "bottom") => Some(Self { x: 50, y: down(first)? }),
            None => Some(Self { x: across(first)?, y: 50 }),
            // In words, the order is of no matter.
            Some(second) => across(first)
                .zip(down(second))
                .or_else(|| across(second).filter(|_| !second.ends_with('%')).zip(down(first)))
                .map(|(x, y)| Self { x, y }),
        }
    }
}

fn across(word: &str) -> Option<u8> {
    match word {
        "left" => Some(0),
        "center" => Some(50),
        "right" => Some(100),
        word => percent(word),
    }
}

fn down(word: &str) -> Option<u8> {
    match word {
        "top" => Some(0),
        "center" => Some(50),
        "bottom" => Some(100),
        word => percent(word),
    }
}

fn percent(word: &str) -> Option<u8> {
    let digits = word.strip_suffix('%').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse().ok().filter(|percent| *percent <= 100)
}

/// The shape of a crop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Shape {
    /// 16:9.
    Wide,
    /// 4:3.
    Classic,
    /// 1:1.
    Square,
}

impl Shape {
    /// All, widest first.
    pub const ALL: [Self; 3] = [Self::Wide, Self::Classic, Self::Square];

    /// Width by height, in the smallest numbers.
    #[must_use]
    pub fn ratio(self) -> (u32, u32) {
        match self {
            Self::Wide => (16, 9),
            Self::Classic => (4, 3),
            Self::Square => (1, 1),
        }
    }

    /// As it stands in the names of files.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Wide => "16x9",
            Self::Classic => "4x3",
            Self::Square => "1x1",
        }
    }
}

/// A part of a picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

/// A crop: which part of a picture, and how large it becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Crop {
    pub(super) shape: Shape,
    /// Of the picture as it is shown.
    pub(super) part: Part,
    /// In pixels.
    pub(super) size: (u32, u32),
}

impl Crop {
    /// The largest part of a shape in a picture of this size, as near to its focus as can be; none if it is too small to be of
    /// use.
    pub(super) fn of((width, height): (u32, u32), shape: Shape, focus: Focus) -> Option<Self> {
        let (across, down) = shape.ratio();
        // In whole steps of the shape, so that no side is a fraction of a pixel.
        let steps = (width / across).min(height / down);
        let part = (steps * across, steps * down);
        let part = Part {
            left: place(width, part.0, focus.x),
            top: place(height, part.1, focus.y),
            width: part.0,
            height: part.1,
        };
        let size = if part.width > WIDTH { (WIDTH, WIDTH / across * down) } else { (part.width, part.height) };
        (u64::from(size.0) * u64::from(size.1) >= FEWEST_PIXELS).then_some(Self { shape, part, size })
    }
}

/// Where a part begins so that its middle is next to the focus, and it is within the whole.
fn place(whole: u32, part: u32, focus: u8) -> u32 {
    let wanted = u64::from(whole) * u64::from(focus) / 100;
    let start = wanted.saturating_sub(u64::from(part) / 2);
    u32::try_from(start).unwrap_or(0).min(whole.saturating_sub(part))
}

impl Part {
    /// The same part of the picture as it stands in its file, before it is turned as Exif's `orientation` says; `stored` is the
    /// size there.
    pub(super) fn before_turning(self, orientation: u8, stored: (u32, u32)) -> Self {
        let Self { left, top, width, height } = self;
        // Which sides of the file the left and the upper side of what is shown are (Exif 2.3, tag 274).
        let (left, top, width, height) =
            if orientation >= 5 { (top, left, height, width) } else { (left, top, width, height) };
        let from_right = stored.0.saturating_sub(left + width);
        let from_bottom = stored.1.saturating_sub(top + height);
        let (left, top) = match orientation {
            2 | 6 => {
                (if orientation == 2 { from_right } else { left }, if orientation == 2 { top } else { from_bottom })
            }
            3 | 7 => (from_right, from_bottom),
            4 => (left, from_bottom),
            8 => (from_right, top),
            _ => (left, top),
        };
        Self { left, top, width, height }
    }
}

#[cfg(test)]
mod tests {
    use image::metadata::Orientation;
    use image::{DynamicImage, RgbImage};

    use super::*;

    #[test]
    fn a_focus_is_written_as_in_css() {
        let cases = [
            ("30% 60%", Some((30, 60))),
            ("top", Some((50, 0))),
            ("bottom", Some((50, 100))),
            ("left", Some((0, 50))),
            ("80%", Some((80, 50))),
            ("center", Some((50, 50))),
            ("right top", Some((100, 0))),
            ("top right", Some((100, 0))),
            ("left 20%", Some((0, 20))),
            ("20% left", Some((0, 20))),
            ("101%", None),
            ("-1%", None),
            ("1.5%", None),
            ("middle", None),
            ("", None),
            ("left top right", None),
        ];
        for (text, focus) in cases {
            assert_eq!(Focus::parse(text).map(|focus| (focus.x, focus.y)), focus, "{text}");
        }
    }

    #[test]
    fn a_crop_has_its_shape_and_lies_within_the_picture() {
        for size in [(4000, 3000), (3000, 4000), (1200, 1200), (6000, 700), (301, 299), (1201, 677)] {
            for shape in Shape::ALL {
                for (x, y) in [(0, 0), (50, 50), (100, 100), (13, 87)] {
                    let Some(Crop { part, size: (width, height), .. }) = Crop::of(size, shape, Focus { x, y }) else {
                        assert!(u64::from(size.0 * size.1) < 200_000);
                        continue;
                    };
                    let (across, down) = shape.ratio();
                    assert_eq!((part.width * down, width * down), (part.height * across, height * across));
                    assert!(part.left + part.width <= size.0 && part.top + part.height <= size.1);
                    assert!(width <= WIDTH && width <= part.width);
                    let is_whole = part.width + across > size.0 || part.height + down > size.1;
                    assert!(is_whole, "no larger one fits: {size:?} {part:?}");
                }
            }
        }
        assert_eq!(Crop::of((200, 200), Shape::Square, Focus::CENTRE), None);
    }

    #[test]
    fn the_focus_is_in_the_middle_of_a_crop_where_there_is_room() {
        let crop = Crop::of((4000, 1000), Shape::Square, Focus { x: 25, y: 50 }).unwrap();
        assert_eq!((crop.part.left, crop.part.width), (500, 1000));
        let crop = Crop::of((4000, 1000), Shape::Square, Focus { x: 0, y: 50 }).unwrap();
        assert_eq!(crop.part.left, 0);
    }

    /// A part of what is shown has the same pixels when it is cut out first and turned then.
    #[test]
    fn a_part_is_found_in_a_picture_that_is_turned() {
        let stored =
            RgbImage::from_fn(7, 5, |x, y| image::Rgb([u8::try_from(x).unwrap(), u8::try_from(y).unwrap(), 0]));
        let stored = DynamicImage::ImageRgb8(stored);
        for number in 1..=8 {
            let orientation = Orientation::from_exif(number).unwrap();
            let mut shown = stored.clone();
            shown.apply_orientation(orientation);
            let part = Part { left: 1, top: 2, width: 3, height: 2 };
            let expected = shown.crop_imm(part.left, part.top, part.width, part.height);
            let before = part.before_turning(number, (7, 5));
            let mut found = stored.crop_imm(before.left, before.top, before.width, before.height);
            found.apply_orientation(orientation);
            assert_eq!(found, expected, "orientation {number}");
        }
    }
}
