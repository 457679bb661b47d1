//! Hex, base64 and algorithm prefixes of digest texts.
//!
//! Works on bounded texts (see `Digest::MAX_TEXT`). Not a general base64 codec.

use super::{Algorithm, Digest, DigestError};

/// Bytes in place, and how many of them count.
type Decoded = ([u8; Digest::MAX_BYTES], usize);

/// Lower-case hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for nibble in bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]) {
        text.extend(char::from_digit(u32::from(nibble), 16));
    }
    text
}

/// Splits `sha256:x`, `sha256=x`, `sha256-x` and, with a colon only, unknown `name:x`.
pub(super) fn split_prefix(value: &str) -> (Option<Algorithm>, &str) {
    let mut found = None;
    for (at, mark) in value.char_indices().take_while(|(at, _)| *at < 48) {
        if !matches!(mark, ':' | '=' | '-') {
            continue;
        }
        let (Some(name), Some(rest)) = (value.get(..at), value.get(at + 1..)) else { continue };
        // The longest name wins: `sha-256:` is not SHA-1 with a value of `256:`.
        if let Some(algorithm) = Algorithm::known(name) {
            found = Some((algorithm, mark, rest));
        }
    }
    if found.is_none()
        && let Some((name, rest)) = value.split_once(':')
        && looks_like_a_name(name)
    {
        found = Some((Algorithm::read(name), ':', rest));
    }
    match found {
        None => (None, value),
        Some((algorithm, '-', rest)) => (Some(algorithm), rest.split('?').next().unwrap_or(rest).trim()),
        Some((algorithm, _, rest)) => (Some(algorithm), rest.trim()),
    }
}

/// `blake3`, `sha3-256`; not the `ab` of `ab:cd:ef`.
fn looks_like_a_name(name: &str) -> bool {
    name.len() <= 32
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.'))
        && name.chars().any(|c| !c.is_ascii_hexdigit())
}

/// The algorithm that hash lists mean by a bare hex value of this length.
pub(super) fn algorithm_of_hex(value: &str) -> Result<Algorithm, DigestError> {
    let mut digits = 0_usize;
    for c in value.chars().filter(|c| !is_filler(*c)) {
        if !c.is_ascii_hexdigit() {
            return Err(DigestError::Encoding { found: Some(c) });
        }
        digits += 1;
    }
    match digits {
        0 => Err(DigestError::Empty),
        32 => Ok(Algorithm::Md5),
        40 => Ok(Algorithm::Sha1),
        64 => Ok(Algorithm::Sha256),
        96 => Ok(Algorithm::Sha384),
        128 => Ok(Algorithm::Sha512),
        _ => Err(DigestError::NoAlgorithm { digits }),
    }
}

/// Hex of any length, or base64 of the expected length.
pub(super) fn decode(value: &str, algorithm: &Algorithm, expected: usize) -> Result<Decoded, DigestError> {
    let wrong = |found| DigestError::Length { algorithm: algorithm.clone(), expected, found };
    let digits = value.chars().filter(|c| !is_filler(*c)).count();
    if value.chars().all(|c| c.is_ascii_hexdigit() || is_filler(c)) && digits == expected * 2 {
        return pack(value.chars().filter_map(|c| c.to_digit(16)), 4).ok_or_else(|| wrong(digits / 2));
    }
    let odd = value.chars().find(|c| !is_filler(*c) && *c != '=' && sextet(*c).is_none());
    if odd.is_some() {
        return Err(DigestError::Encoding { found: odd });
    }
    let body = value.trim_end_matches('=');
    let padding = value.len() - body.len();
    let letters = body.chars().filter(|c| sextet(*c).is_some()).count();
    let unused = letters * 6 % 8;
    if letters * 6 / 8 != expected || unused >= 6 || body.chars().any(|c| is_filler(c) || c == '=') {
        return Err(wrong(if digits == letters { digits / 2 } else { letters * 6 / 8 }));
    }
    if padding != 0 && !(letters + padding).is_multiple_of(4) {
        return Err(DigestError::Encoding { found: None });
    }
    // Bits after the last byte must be zero, or two texts would mean one value (RFC 4648 section 3.5).
    let last = body.chars().next_back().and_then(sextet).unwrap_or(0);
    if unused > 0 && last & ((1 << unused) - 1) != 0 {
        return Err(DigestError::Encoding { found: None });
    }
    pack(body.chars().filter_map(sextet), 6).ok_or_else(|| wrong(letters * 6 / 8))
}

/// The text of an algorithm that is not known: hex in lower case, anything else as it stands.
pub(super) fn text(value: &str) -> Result<String, DigestError> {
    let odd = value.chars().find(|c| !c.is_ascii_graphic() && *c != ' ');
    if odd.is_some() {
        return Err(DigestError::Encoding { found: odd });
    }
    if value.chars().all(|c| c.is_ascii_hexdigit() || is_filler(c)) {
        let hex: String = value.chars().filter(char::is_ascii_hexdigit).collect();
        return if hex.is_empty() { Err(DigestError::Empty) } else { Ok(hex.to_ascii_lowercase()) };
    }
    Ok(value.to_owned())
}

fn is_filler(c: char) -> bool {
    c == ':' || c.is_ascii_whitespace()
}

fn sextet(c: char) -> Option<u32> {
    match c {
        'A'..='Z' => Some(u32::from(c) - u32::from('A')),
        'a'..='z' => Some(u32::from(c) - u32::from('a') + 26),
        '0'..='9' => Some(u32::from(c) - u32::from('0') + 52),
        '+' | '-' => Some(62),
        '/' | '_' => Some(63),
        _ => None,
    }
}

/// Groups of `width` bits into bytes, the incomplete last byte dropped; none if they do not fit.
fn pack(groups: impl Iterator<Item = u32>, width: u32) -> Option<Decoded> {
    let mut bytes = [0_u8; Digest::MAX_BYTES];
    let mut slots = bytes.iter_mut();
    let (mut pending, mut bits, mut len) = (0_u32, 0_u32, 0_usize);
    for group in groups {
        pending = (pending << width | group) & 0xffff;
        bits += width;
        if bits >= 8 {
            bits -= 8;
            *slots.next()? = u8::try_from(pending >> bits & 0xff).ok()?;
            len += 1;
        }
    }
    Some((bytes, len))
}
