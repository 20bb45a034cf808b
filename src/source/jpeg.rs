//! What stands before the picture in a JPEG file (ITU-T T.81, annex B): how it is to be turned, and of how many colours it
//! is.

use std::io::{Read, Seek, SeekFrom};

/// The head of a JPEG file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JpegHead {
    /// How the picture is to be turned before it is shown: 1 to 8, as Exif 2.3 numbers it in tag 274; 1 is not at all.
    pub orientation: u8,
    /// Components of colour: 1 is grey, 3 are colours for screens, 4 colours for print. 0 if it does not tell.
    pub components: u8,
    /// Where the picture itself begins, in bytes from the start of the file; none if it does not come so far.
    pub scan: Option<u64>,
}

impl JpegHead {
    /// The head of a file that is read from its first byte on; none if it is no JPEG file.
    #[must_use]
    pub fn of(mut file: impl Read + Seek) -> Option<Self> {
        file.seek(SeekFrom::Start(0)).ok()?;
        let mut start = [0; 2];
        file.read_exact(&mut start).ok()?;
        if start != [0xFF, 0xD8] {
            return None;
        }
        let mut head = Self { orientation: 1, components: 0, scan: None };
        // What is cut off tells no more than what was read so far.
        let _ = head.read_segments(&mut file);
        Some(head)
    }

    /// Whether width and height change places when the picture is turned.
    #[must_use]
    pub fn is_on_its_side(&self) -> bool {
        self.orientation >= 5
    }

    fn read_segments(&mut self, file: &mut (impl Read + Seek)) -> std::io::Result<()> {
        loop {
            let mut marker = [0; 2];
            file.read_exact(&mut marker)?;
            // Any number of fill bytes may stand before a marker (B.1.1.2).
            while marker == [0xFF, 0xFF] {
                file.read_exact(marker.get_mut(1..).unwrap_or_default())?;
            }
            let [0xFF, kind] = marker else { return Ok(()) };
            if matches!(kind, 0x01 | 0xD0..=0xD9) {
                continue;
            }
            let mut length = [0; 2];
            file.read_exact(&mut length)?;
            let length = u64::from(u16::from_be_bytes(length).saturating_sub(2));
            match kind {
                0xDA => {
                    self.scan = Some(file.stream_position()? + length);
                    return Ok(());
                }
                0xE1 if self.orientation == 1 => {
                    let mut segment = Vec::new();
                    file.take(length).read_to_end(&mut segment)?;
                    self.orientation = orientation(&segment).unwrap_or(1);
                }
                // Frames of all kinds; between them stand tables.
                0xC0..=0xCF if !matches!(kind, 0xC4 | 0xC8 | 0xCC) => {
                    let mut segment = Vec::new();
                    file.take(length).read_to_end(&mut segment)?;
                    self.components = segment.get(5).copied().unwrap_or_default();
                }
                _ => {
                    file.seek(SeekFrom::Current(i64::try_from(length).unwrap_or_default()))?;
                }
            }
        }
    }
}

/// The orientation in an `APP1` segment with Exif data: a TIFF file, of which the first directory has it.
fn orientation(segment: &[u8]) -> Option<u8> {
    let tiff = segment.strip_prefix(b"Exif\0\0")?;
    let is_little = match tiff.get(..4)? {
        [b'I', b'I', 42, 0] => true,
        [b'M', b'M', 0, 42] => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes: [u8; 2] = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes: [u8; 4] = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        usize::try_from(if is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) }).ok()
    };
    let directory = long(4)?;
    let entries = usize::from(short(directory)?);
    (0..entries)
        .find_map(|number| {
            let entry = directory.checked_add(2 + 12 * number)?;
            let found = short(entry)? == 0x0112;
            found.then(|| short(entry + 8)).flatten().and_then(|turned| u8::try_from(turned).ok())
        })
        .filter(|turned| (1..=8).contains(turned))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn with_exif(exif: &[u8]) -> Vec<u8> {
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let frame = b"\xff\xc0\0\x11\x08\0\x03\0\x04\x03\x01\x22\0\x02\x11\x01\x03\x11\x01";
        [b"\xff\xd8\xff\xe1", length.as_slice(), exif, frame, b"\xff\xda\0\x02scan"].concat()
    }

    #[test]
    fn the_head_tells_how_the_picture_is_turned() {
        let little = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        let big = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0";
        for (exif, orientation) in [(little.as_slice(), 6), (big, 8), (b"Exif\0\0II", 1), (b"http://ns.adobe", 1)] {
            let file = with_exif(exif);
            let head = JpegHead::of(Cursor::new(&file)).unwrap();
            assert_eq!((head.orientation, head.components), (orientation, 3));
            assert_eq!(head.scan, Some(file.len() as u64 - 4));
            assert_eq!(head.is_on_its_side(), orientation >= 5);
        }
    }

    #[test]
    fn what_is_cut_off_or_lies_tells_nothing() {
        let whole = with_exif(b"Exif\0\0II*\0\xff\xff\xff\xff");
        for length in 0..whole.len() {
            let head = JpegHead::of(Cursor::new(whole.get(..length).unwrap()));
            assert_eq!(head.is_some(), length >= 2);
            assert!(head.is_none_or(|head| head.orientation == 1));
        }
    }
}
