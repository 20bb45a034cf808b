//! Exif 2.3 (CIPA DC-008): a TIFF file, of which the first directory says how a picture is turned and whose it is.

use super::{ImageWords, text};

/// Tags of the first directory.
const ORIENTATION: u16 = 0x0112;
const ARTIST: u16 = 0x013B;
const COPYRIGHT: u16 = 0x8298;

/// More entries than a directory has.
const MOST_ENTRIES: usize = 1024;

pub(super) struct Exif {
    /// 1 to 8.
    pub(super) orientation: u8,
    pub(super) words: ImageWords,
}

impl Exif {
    /// Of a TIFF file. What is damaged says nothing.
    pub(super) fn of(tiff: &[u8]) -> Self {
        let mut exif = Self { orientation: 1, words: ImageWords::default() };
        // A directory that is cut off still says what comes before that.
        let _ = exif.read(tiff);
        exif
    }

    fn read(&mut self, bytes: &[u8]) -> Option<()> {
        let tiff = Tiff::of(bytes)?;
        let directory = tiff.long(4)?;
        let entries = usize::from(tiff.short(directory)?).min(MOST_ENTRIES);
        for number in 0..entries {
            let entry = directory.checked_add(2 + 12 * number)?;
            match tiff.short(entry)? {
                ORIENTATION => {
                    let turned = u8::try_from(tiff.short(entry + 8)?).ok().filter(|turned| (1..=8).contains(turned));
                    self.orientation = turned.unwrap_or(1);
                }
                ARTIST => self.words.creator = tiff.text(entry),
                COPYRIGHT => self.words.copyright = tiff.text(entry),
                _ => {}
            }
        }
        Some(())
    }
}

struct Tiff<'b> {
    bytes: &'b [u8],
    is_little: bool,
}

impl<'b> Tiff<'b> {
    fn of(bytes: &'b [u8]) -> Option<Self> {
        match bytes.get(..4)? {
            [b'I', b'I', 42, 0] => Some(Self { bytes, is_little: true }),
            [b'M', b'M', 0, 42] => Some(Self { bytes, is_little: false }),
            _ => None,
        }
    }

    fn short(&self, at: usize) -> Option<u16> {
        let bytes: [u8; 2] = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if self.is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn long(&self, at: usize) -> Option<usize> {
        let bytes: [u8; 4] = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(if self.is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) }).ok()
    }

    /// The text of an entry: in it if it is of four bytes at most, else where it says.
    fn text(&self, entry: usize) -> Option<String> {
        const ASCII: u16 = 2;
        if self.short(entry.checked_add(2)?)? != ASCII {
            return None;
        }
        let length = self.long(entry.checked_add(4)?)?;
        let value = entry.checked_add(8)?;
        let at = if length <= 4 { value } else { self.long(value)? };
        let bytes = self.bytes.get(at..at.checked_add(length)?)?;
        // Two notices, of the photographer and of the editor, have a NUL between them.
        let notices = bytes.split(|byte| *byte == 0).filter_map(|notice| text(&String::from_utf8_lossy(notice)));
        text(&notices.collect::<Vec<_>>().join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A directory with an orientation and a text behind it.
    fn tiff(is_little: bool, orientation: u16, tag: u16, words: &[u8]) -> Vec<u8> {
        let short = |number: u16| if is_little { number.to_le_bytes() } else { number.to_be_bytes() };
        let long = |number: usize| {
            let number = u32::try_from(number).unwrap();
            if is_little { number.to_le_bytes() } else { number.to_be_bytes() }
        };
        let mut bytes = if is_little { b"II*\0".to_vec() } else { b"MM\0*".to_vec() };
        bytes.extend(long(8));
        bytes.extend(short(2));
        bytes.extend([short(ORIENTATION), short(3)].concat());
        bytes.extend(long(1));
        bytes.extend([short(orientation), short(0)].concat());
        bytes.extend([short(tag), short(2)].concat());
        bytes.extend(long(words.len()));
        bytes.extend(long(38));
        bytes.extend(long(0));
        bytes.extend(words);
        bytes
    }

    #[test]
    fn the_first_directory_says_how_a_picture_is_turned_and_whose_it_is() {
        for is_little in [true, false] {
            let exif = Exif::of(&tiff(is_little, 6, COPYRIGHT, b"Jane Doe\0The Wire\0"));
            assert_eq!(exif.orientation, 6);
            assert_eq!(exif.words.copyright.as_deref(), Some("Jane Doe; The Wire"));
            assert_eq!(exif.words.creator, None);
            let exif = Exif::of(&tiff(is_little, 9, ARTIST, b"Jane Doe\0"));
            assert_eq!((exif.orientation, exif.words.creator.as_deref()), (1, Some("Jane Doe")));
        }
    }

    #[test]
    fn what_is_cut_off_or_lies_says_nothing_wrong() {
        let whole = tiff(true, 6, COPYRIGHT, b"Jane Doe\0");
        for length in 0..whole.len() {
            let exif = Exif::of(whole.get(..length).unwrap());
            assert!(matches!(exif.orientation, 1 | 6));
            assert_eq!(exif.words.copyright, None);
        }
        let mut lies = whole;
        lies.splice(4..8, [0xFF; 4]);
        assert_eq!(Exif::of(&lies).orientation, 1);
    }
}
