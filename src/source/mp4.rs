//! What an MP4 file tells of itself without being decoded (ISO/IEC 14496-12): how large its pictures are, and how long it
//! plays. `QuickTime` files have the same boxes.

use std::io::{Read, Seek, SeekFrom};

/// More boxes than any file has one after the other.
const MOST_BOXES: usize = 10_000;

/// What an MP4 file tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Mp4Facts {
    /// Width and height in pixels as it is shown; none if it has no pictures.
    pub(super) size: Option<(u32, u32)>,
    /// How long it plays, in milliseconds.
    pub(super) milliseconds: Option<u64>,
}

/// A box: its kind, and where what is in it begins and ends.
struct Part {
    kind: [u8; 4],
    start: u64,
    end: u64,
}

impl Mp4Facts {
    /// Of a file; none if it is no MP4 file. What is cut off tells nothing.
    pub(super) fn of(file: &mut (impl Read + Seek)) -> Option<Self> {
        let end = file.seek(SeekFrom::End(0)).ok()?;
        let mut head = [0; 8];
        file.seek(SeekFrom::Start(0)).ok()?;
        file.read_exact(&mut head).ok()?;
        if !matches!(head.get(4..), Some(b"ftyp" | b"moov" | b"mdat" | b"wide" | b"free")) {
            return None;
        }
        let mut facts = Self::default();
        let movie = parts(file, 0, end).into_iter().find(|part| &part.kind == b"moov")?;
        for part in parts(file, movie.start, movie.end) {
            match &part.kind {
                b"mvhd" => facts.milliseconds = duration(&content(file, &part)?),
                b"trak" if facts.size.is_none() => {
                    let header = parts(file, part.start, part.end).into_iter().find(|part| &part.kind == b"tkhd");
                    facts.size = header.and_then(|header| size(&content(file, &header)?));
                }
                _ => {}
            }
        }
        Some(facts)
    }
}

/// The boxes that stand one after the other from one place to another.
fn parts(file: &mut (impl Read + Seek), start: u64, end: u64) -> Vec<Part> {
    let mut found = Vec::new();
    let mut at = start;
    while at < end && found.len() < MOST_BOXES {
        let Some(part) = part(file, at, end) else { break };
        at = part.end;
        found.push(part);
    }
    found
}

fn part(file: &mut (impl Read + Seek), at: u64, end: u64) -> Option<Part> {
    let mut head = [0; 8];
    file.seek(SeekFrom::Start(at)).ok()?;
    file.read_exact(&mut head).ok()?;
    let [a, b, c, d, kind @ ..] = head;
    let (length, start) = match u32::from_be_bytes([a, b, c, d]) {
        // To the end of the file.
        0 => (end - at, at + 8),
        1 => {
            let mut long = [0; 8];
            file.read_exact(&mut long).ok()?;
            (u64::from_be_bytes(long), at + 16)
        }
        length => (u64::from(length), at + 8),
    };
    let end = at.checked_add(length).filter(|found| *found <= end && *found >= start)?;
    Some(Part { kind, start, end })
}

/// What is in a box; those that are read here are short.
fn content(file: &mut (impl Read + Seek), part: &Part) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    file.seek(SeekFrom::Start(part.start)).ok()?;
    file.take((part.end - part.start).min(256)).read_to_end(&mut content).ok()?;
    Some(content)
}

fn long(content: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(content.get(at..at + 4)?.try_into().ok()?))
}

/// Of a movie header (8.2.2): the duration in units of which there are so many in a second.
fn duration(content: &[u8]) -> Option<u64> {
    let (per_second, duration) = if content.first() == Some(&1) {
        let duration = u64::from(long(content, 24)?) << 32 | u64::from(long(content, 28)?);
        (long(content, 20)?, duration)
    } else {
        (long(content, 12)?, u64::from(long(content, 16)?))
    };
    // All ones mean that it is not known.
    let is_known = duration != u64::MAX && duration != u64::from(u32::MAX);
    let milliseconds = duration.checked_mul(1000)?.checked_div(u64::from(per_second))?;
    (is_known && milliseconds > 0).then_some(milliseconds)
}

/// Of a track header (8.3.2): the size, with the matrix that turns the pictures; lengths have 16 bits behind the point.
fn size(content: &[u8]) -> Option<(u32, u32)> {
    let matrix = if content.first() == Some(&1) { 52 } else { 40 };
    let (width, height) = (long(content, matrix + 36)? >> 16, long(content, matrix + 40)? >> 16);
    // Turned by a quarter, what goes across goes down.
    let is_on_its_side = long(content, matrix)? == 0 && long(content, matrix + 16)? == 0;
    let size = if is_on_its_side { (height, width) } else { (width, height) };
    (size.0 > 0 && size.1 > 0).then_some(size)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn put(bytes: &mut Vec<u8>, at: usize, number: u32) {
        bytes.splice(at..at + 4, number.to_be_bytes());
    }

    fn packed(kind: &[u8], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
        [length.as_slice(), kind, content].concat()
    }

    /// A file of 12.5 seconds, its pictures 1920 by 1080, turned or not; the movie box at the end, as telephones write it.
    fn file(is_turned: bool) -> Vec<u8> {
        let mut header = vec![0; 100];
        put(&mut header, 12, 600);
        put(&mut header, 16, 7500);
        let mut track = vec![0; 84];
        let places = if is_turned { [44, 52] } else { [40, 56] };
        for place in places {
            put(&mut track, place, 0x0001_0000);
        }
        put(&mut track, 76, 1920 << 16);
        put(&mut track, 80, 1080 << 16);
        let sound = packed(b"trak", &packed(b"tkhd", &[0; 84]));
        let movie = [packed(b"mvhd", &header), sound, packed(b"trak", &packed(b"tkhd", &track))].concat();
        [packed(b"ftyp", b"isom\0\0\0\0"), packed(b"mdat", &[7; 999]), packed(b"moov", &movie)].concat()
    }

    #[test]
    fn a_file_tells_how_large_and_how_long_it_is() {
        for (is_turned, size) in [(false, (1920, 1080)), (true, (1080, 1920))] {
            let facts = Mp4Facts::of(&mut Cursor::new(file(is_turned))).unwrap();
            assert_eq!(facts, Mp4Facts { size: Some(size), milliseconds: Some(12_500) });
        }
    }

    #[test]
    fn what_is_cut_off_or_lies_tells_nothing_wrong() {
        let whole = file(false);
        for length in 0..whole.len() {
            let facts = Mp4Facts::of(&mut Cursor::new(whole.get(..length).unwrap())).unwrap_or_default();
            assert!(facts.size.is_none_or(|size| size == (1920, 1080)));
            assert!(facts.milliseconds.is_none_or(|milliseconds| milliseconds == 12_500));
        }
        for at in 0..whole.len() {
            let mut hurt = whole.clone();
            hurt.splice(at..=at, [0xFF]);
            // Whatever it says, it says it soon.
            let _ = Mp4Facts::of(&mut Cursor::new(hurt));
        }
        assert_eq!(Mp4Facts::of(&mut Cursor::new(b"RIFF....WEBP")), None);
    }
}
