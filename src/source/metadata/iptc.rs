//! IPTC-IIM 4.2: what picture desks wrote before XMP, and still write beside it. In JPEG files it stands in a resource of
//! Photoshop's.

use super::{ImageWords, text};

/// Number of Photoshop's resource that holds IPTC-IIM.
const RESOURCE: u16 = 0x0404;

/// The data sets in an `APP13` segment of a JPEG file, behind `Photoshop 3.0\0`; none if it has none.
pub(super) fn in_resources(mut resources: &[u8]) -> Option<&[u8]> {
    loop {
        resources = resources.strip_prefix(b"8BIM")?;
        let number = u16::from_be_bytes(resources.get(..2)?.try_into().ok()?);
        // The name has its length before it, and both together are of an even length.
        let name = usize::from(*resources.get(2)?) + 1;
        let length_at = 2 + name + name % 2;
        let length: [u8; 4] = resources.get(length_at..length_at + 4)?.try_into().ok()?;
        let length = usize::try_from(u32::from_be_bytes(length)).ok()?;
        let data = resources.get(length_at + 4..)?;
        if number == RESOURCE {
            return Some(data.get(..length).unwrap_or(data));
        }
        resources = data.get(length.checked_add(length % 2)?..)?;
    }
}

/// What data sets say.
pub(super) fn words(mut data: &[u8]) -> ImageWords {
    let mut words = ImageWords::default();
    let mut is_utf8 = false;
    while let Some((record, number, value, rest)) = data_set(data) {
        data = rest;
        if (record, number) == (1, 90) {
            is_utf8 = value == b"\x1b%G";
        }
        if record != 2 {
            continue;
        }
        let place = match number {
            80 => &mut words.creator,
            110 => &mut words.credit,
            116 => &mut words.copyright,
            120 => &mut words.caption,
            _ => continue,
        };
        if place.is_none() {
            *place = text(&decoded(value, is_utf8));
        }
    }
    words
}

/// Record, number and value of the first data set, and what follows; none if there is none, or it is one of the long ones,
/// which no text needs.
fn data_set(data: &[u8]) -> Option<(u8, u8, &[u8], &[u8])> {
    let [0x1C, record, number, high, low, rest @ ..] = data else { return None };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    if *high >= 0x80 || length > rest.len() {
        return None;
    }
    let (value, rest) = rest.split_at(length);
    Some((*record, *number, value, rest))
}

/// Where nothing is said of the encoding, programs write what their system writes: UTF-8, or in the West Latin-1.
fn decoded(value: &[u8], is_utf8: bool) -> String {
    match std::str::from_utf8(value) {
        Ok(text) => text.to_owned(),
        Err(_) if is_utf8 => String::from_utf8_lossy(value).into_owned(),
        Err(_) => value.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(record: u8, number: u8, value: &[u8]) -> Vec<u8> {
        let length = u16::try_from(value.len()).unwrap().to_be_bytes();
        [&[0x1C, record, number], length.as_slice(), value].concat()
    }

    #[test]
    fn data_sets_say_what_a_picture_desk_wrote() {
        let data = [
            set(1, 90, b"\x1b%G"),
            set(2, 0, &[0, 4]),
            set(2, 80, "Zoë Doe".as_bytes()),
            set(2, 110, b"The Wire"),
            set(2, 116, b"(c) The Wire"),
            set(2, 120, b"Cranes over the harbour"),
        ]
        .concat();
        let words = words(&data);
        assert_eq!(words.creator.as_deref(), Some("Zoë Doe"));
        assert_eq!(words.credit.as_deref(), Some("The Wire"));
        assert_eq!(words.copyright.as_deref(), Some("(c) The Wire"));
        assert_eq!(words.caption.as_deref(), Some("Cranes over the harbour"));
    }

    #[test]
    fn old_texts_are_in_latin_1() {
        assert_eq!(words(&set(2, 80, b"Zo\xeb")).creator.as_deref(), Some("Zoë"));
    }

    #[test]
    fn resources_hold_data_sets_behind_others() {
        let other = b"8BIM\x04\x25\x03abc\0\0\0\x03xyz\0";
        let data = set(2, 110, b"The Wire");
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        let own = [b"8BIM\x04\x04\0\0".as_slice(), &length, &data].concat();
        let whole = [other.as_slice(), &own].concat();
        assert_eq!(in_resources(&whole), Some(data.as_slice()));
        for length in 0..whole.len() {
            // Whatever is found is the beginning of what is there.
            let found = in_resources(whole.get(..length).unwrap());
            assert!(found.is_none_or(|found| data.starts_with(found)));
        }
    }

    #[test]
    fn what_is_cut_off_ends_what_is_read() {
        let whole = set(2, 110, b"The Wire");
        for length in 0..whole.len() {
            assert_eq!(words(whole.get(..length).unwrap()), ImageWords::default());
        }
    }
}
