//! What stands before the picture in a JPEG file (ITU-T T.81, annex B): segments, of which some hold metadata.

use std::io::{Read, Seek, SeekFrom};

use super::{LONGEST, Parts, iptc};

/// What a JPEG file says of its picture before it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JpegHead {
    /// Components of colour: 1 is grey, 3 are colours for screens, 4 colours for print. 0 if it does not tell.
    pub components: u8,
    /// Where the picture itself begins, in bytes from the start of the file; none if it does not come so far.
    pub scan: Option<u64>,
}

impl JpegHead {
    /// The head of a file that is read from its first byte on; none if it is no JPEG file.
    #[must_use]
    pub fn of(mut file: impl Read + Seek) -> Option<Self> {
        let mut head = Self { components: 0, scan: None };
        segments(&mut file, |kind, segment, behind| match kind {
            0xDA => head.scan = Some(behind),
            kind if is_frame(kind) => head.components = segment.get(5).copied().unwrap_or_default(),
            _ => {}
        })?;
        Some(head)
    }
}

/// Where metadata stands in a JPEG file; none if it is no JPEG file.
pub(super) fn parts(file: &mut (impl Read + Seek)) -> Option<Parts> {
    let mut parts = Parts::default();
    segments(file, |kind, segment, _| match kind {
        // Frames that get better scan by scan.
        0xC2 | 0xC6 | 0xCA | 0xCE => parts.coefficients = coefficients(segment),
        0xE1 => {
            if let Some(exif) = segment.strip_prefix(b"Exif\0\0")
                && parts.exif.is_empty()
            {
                parts.exif = exif.to_vec();
            } else if let Some(packet) = segment.strip_prefix(b"http://ns.adobe.com/xap/1.0/\0") {
                parts.xmp = packet.to_vec();
            }
        }
        // More than a segment holds is divided among several.
        0xED => {
            if let Some(resources) = segment.strip_prefix(b"Photoshop 3.0\0")
                && let Some(data) = iptc::in_resources(resources)
                && parts.iptc.len() as u64 <= LONGEST
            {
                parts.iptc.extend_from_slice(data);
            }
        }
        _ => {}
    })?;
    Some(parts)
}

/// How many bytes the coefficients of a pixel take, of two bytes each: the components of a frame may have fewer of them beside
/// and above each other than the first (A.1.1, B.2.2).
fn coefficients(frame: &[u8]) -> u8 {
    let components = frame.get(6..).unwrap_or_default().as_chunks::<3>().0;
    let samples = components.iter().map(|[_, factors, _]| (u32::from(factors >> 4), u32::from(factors & 15)));
    let (across, down) = samples.clone().fold((1, 1), |(across, down), (h, v)| (across.max(h), down.max(v)));
    let all: u32 = samples.map(|(h, v)| h * v).sum();
    u8::try_from((2 * all).div_ceil(across * down)).unwrap_or(u8::MAX)
}

/// Frames of all kinds; between them stand tables.
fn is_frame(kind: u8) -> bool {
    matches!(kind, 0xC0..=0xCF) && !matches!(kind, 0xC4 | 0xC8 | 0xCC)
}

/// Hands on every segment before the picture and that which begins it: its marker, what is in it if that is of interest, and
/// where it ends in the file. None if it is no JPEG file.
fn segments(file: &mut (impl Read + Seek), mut segment: impl FnMut(u8, &[u8], u64)) -> Option<()> {
    file.seek(SeekFrom::Start(0)).ok()?;
    let mut start = [0; 2];
    file.read_exact(&mut start).ok()?;
    if start != [0xFF, 0xD8] {
        return None;
    }
    // What is cut off tells no more than what was read so far.
    let _ = read_segments(file, &mut segment);
    Some(())
}

fn read_segments(file: &mut (impl Read + Seek), segment: &mut impl FnMut(u8, &[u8], u64)) -> std::io::Result<()> {
    let mut data = Vec::new();
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
        let start = file.stream_position()?;
        data.clear();
        if matches!(kind, 0xE1 | 0xED) || is_frame(kind) {
            file.by_ref().take(length).read_to_end(&mut data)?;
        }
        segment(kind, &data, start + length);
        if kind == 0xDA {
            return Ok(());
        }
        file.seek(SeekFrom::Start(start + length))?;
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::Metadata;
    use super::*;

    fn with_exif(exif: &[u8]) -> Vec<u8> {
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let frame = b"\xff\xc0\0\x11\x08\0\x03\0\x04\x03\x01\x22\0\x02\x11\x01\x03\x11\x01";
        [b"\xff\xd8\xff\xe1", length.as_slice(), exif, frame, b"\xff\xda\0\x02scan"].concat()
    }

    #[test]
    fn segments_tell_how_the_picture_is_turned_and_where_it_begins() {
        let little = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0";
        let big = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0";
        for (exif, orientation) in [(little.as_slice(), 6), (big, 8), (b"Exif\0\0II", 1), (b"http://ns.adobe", 1)] {
            let file = with_exif(exif);
            let head = JpegHead::of(Cursor::new(&file)).unwrap();
            assert_eq!(head, JpegHead { components: 3, scan: Some(file.len() as u64 - 4) });
            let metadata = Metadata::of(Cursor::new(&file));
            assert_eq!((metadata.orientation, metadata.is_on_its_side()), (orientation, orientation >= 5));
        }
    }

    #[test]
    fn frames_tell_how_much_is_kept_of_them() {
        let frame = |kind: u8, factors: &[u8]| {
            let components: Vec<u8> = factors.iter().flat_map(|factor| [1, *factor, 0]).collect();
            let length = u8::try_from(8 + components.len()).unwrap();
            let count = u8::try_from(factors.len()).unwrap();
            let head = [0xFF, 0xD8, 0xFF, kind, 0, length, 8, 0, 3, 0, 4, count];
            Metadata::of(Cursor::new([&head, components.as_slice()].concat())).coefficients
        };
        assert_eq!(frame(0xC2, &[0x11, 0x11, 0x11]), 6);
        assert_eq!(frame(0xC2, &[0x22, 0x11, 0x11]), 3);
        assert_eq!(frame(0xC2, &[0x21, 0x11, 0x11]), 4);
        assert_eq!(frame(0xC2, &[0x11]), 2);
        assert_eq!(frame(0xC0, &[0x11, 0x11, 0x11]), 0);
        assert_eq!(frame(0xC2, &[0; 60]), 0);
        assert_eq!(frame(0xC2, &[]), 0);
    }

    #[test]
    fn what_is_cut_off_or_lies_tells_nothing() {
        let whole = with_exif(b"Exif\0\0II*\0\xff\xff\xff\xff");
        for length in 0..whole.len() {
            let cut = whole.get(..length).unwrap();
            assert_eq!(JpegHead::of(Cursor::new(cut)).is_some(), length >= 2);
            assert_eq!(Metadata::of(Cursor::new(cut)).orientation, 1);
        }
    }
}
