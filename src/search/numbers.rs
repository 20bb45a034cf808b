//! Numbers of varying length: seven bits a byte, the lowest first; the highest bit says that there are more (LEB128).

/// Adds a number.
pub(super) fn push_number(bytes: &mut Vec<u8>, mut number: u32) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

/// Takes a number from the beginning; none if there is none.
pub(super) fn take_number(bytes: &mut &[u8]) -> Option<u32> {
    let mut number = 0_u32;
    for shift in (0..32).step_by(7) {
        let (first, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u32::from(first & 0x7f).checked_shl(shift)?;
        if first & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Adds a number that may be below 0: 0, -1, 1, -2 and so on are 0, 1, 2, 3.
pub(super) fn push_signed(bytes: &mut Vec<u8>, number: i32) {
    push_number(bytes, ((number << 1) ^ (number >> 31)).cast_unsigned());
}

/// Takes a number that may be below 0.
pub(super) fn take_signed(bytes: &mut &[u8]) -> Option<i32> {
    let number = take_number(bytes)?;
    Some((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
}

/// Takes so many bytes from the beginning.
pub(super) fn take_bytes<'b>(bytes: &mut &'b [u8], count: usize) -> Option<&'b [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let numbers = [0, 1, 127, 128, 300, 16_383, 16_384, u32::MAX];
        let mut bytes = Vec::new();
        for number in numbers {
            push_number(&mut bytes, number);
        }
        let mut rest = bytes.as_slice();
        let back: Vec<u32> = std::iter::from_fn(|| take_number(&mut rest)).collect();
        assert_eq!(back, numbers);
        assert_eq!(take_number(&mut &[0x80][..]), None);
        let numbers = [0, -1, 1, i32::MIN, i32::MAX, 719_162];
        let mut bytes = Vec::new();
        for number in numbers {
            push_signed(&mut bytes, number);
        }
        let mut rest = bytes.as_slice();
        assert_eq!(std::iter::from_fn(|| take_signed(&mut rest)).collect::<Vec<_>>(), numbers);
    }
}
