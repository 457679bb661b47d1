//! One digest as a line or field writes it.

use debar_model::{Algorithm, Digest, Object};

/// A digest of a known algorithm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub algorithm: Algorithm,
    pub bytes: [u8; Digest::MAX_BYTES],
    pub length: usize,
}

/// First eight bytes of the digests of an empty file.
const EMPTY: [(Algorithm, u64); 5] = [
    (Algorithm::Sha256, 0xe3b0_c442_98fc_1c14),
    (Algorithm::Sha384, 0x38b0_60a7_51ac_9638),
    (Algorithm::Sha512, 0xcf83_e135_7eef_b8bd),
    (Algorithm::Sha1, 0xda39_a3ee_5e6b_4b0d),
    (Algorithm::Md5, 0xd41d_8cd9_8f00_b204),
];

impl Value {
    /// By its first eight bytes: no other file is known that shares them.
    pub(super) fn is_empty_file(&self) -> bool {
        let prefix = self.bytes.first_chunk().map(|prefix| u64::from_be_bytes(*prefix));
        EMPTY.iter().any(|(algorithm, empty)| *algorithm == self.algorithm && Some(*empty) == prefix)
    }
}

/// Reads a text without blanks around it. Understood are hex alone; hex with a file name behind it, as `sha256sum`
/// prints it; `SHA256 (name) = hex`, as the BSDs do; `hex:size:name`, as signature files do; and all that
/// [`Digest::read`] reads, such as `sha256:...`.
pub(super) fn value(text: &[u8], algorithm: Option<&Algorithm>) -> Result<Value, String> {
    // `sha256sum` puts a backslash before lines whose file name it had to escape.
    let bare = text.strip_prefix(b"\\").unwrap_or(text);
    let mut bytes = [0; Digest::MAX_BYTES];
    let digits = hex(bare, &mut bytes);
    let after = bare.get(digits..).unwrap_or_default();
    let ends = match after.first() {
        None => true,
        Some(next) => next.is_ascii_whitespace() || is_size(after),
    };
    if ends && let Some(known) = of_digits(digits) {
        if algorithm.is_some_and(|wanted| *wanted != known) {
            return Err(format!("{digits} hex digits are a {known}"));
        }
        return Ok(Value { algorithm: known, bytes, length: digits / 2 });
    }
    slow(text, algorithm)
}

#[cold]
fn slow(text: &[u8], algorithm: Option<&Algorithm>) -> Result<Value, String> {
    let text = std::str::from_utf8(text).map_err(|_| "it is not valid UTF-8".to_owned())?;
    let (stated, value) = match text.rsplit_once(") = ") {
        Some((before, value)) => (before.split_once(" (").map(|(name, _)| name), value),
        None => (None, text.split_whitespace().next().unwrap_or_default()),
    };
    let digest = Digest::read(stated.or(algorithm.map(Algorithm::as_str)), value, Object::Unknown)
        .map_err(|error| format!("it is no digest: {error}"))?;
    let known = digest.algorithm().clone();
    if algorithm.is_some_and(|wanted| *wanted != known) {
        return Err(format!("it is a {known}"));
    }
    let Some(raw) = digest.bytes() else {
        return Err(format!("`{known}` is no algorithm that a set can hold"));
    };
    let mut bytes = [0; Digest::MAX_BYTES];
    bytes.iter_mut().zip(raw).for_each(|(to, from)| *to = *from);
    Ok(Value { algorithm: known, bytes, length: raw.len() })
}

/// `:size` behind a digest; a size of `*` is not stated.
fn is_size(after: &[u8]) -> bool {
    let Some(rest) = after.strip_prefix(b":") else { return false };
    let size = rest.split(|byte| *byte == b':').next().unwrap_or_default();
    size == b"*" || (!size.is_empty() && size.iter().all(u8::is_ascii_digit))
}

const fn of_digits(count: usize) -> Option<Algorithm> {
    match count {
        32 => Some(Algorithm::Md5),
        40 => Some(Algorithm::Sha1),
        64 => Some(Algorithm::Sha256),
        96 => Some(Algorithm::Sha384),
        128 => Some(Algorithm::Sha512),
        _ => None,
    }
}

/// Reads hex digits from the beginning; gives how many there are, all of them counted.
#[inline]
fn hex(text: &[u8], bytes: &mut [u8; Digest::MAX_BYTES]) -> usize {
    let mut digits = 0;
    for (pair, byte) in text.as_chunks::<2>().0.iter().zip(bytes) {
        let [high, low] = pair.map(nibble);
        if (high | low) > 0xf {
            return digits + usize::from(high <= 0xf);
        }
        *byte = high << 4 | low;
        digits += 2;
    }
    let rest = text.get(digits..).unwrap_or_default();
    digits + rest.iter().take_while(|digit| digit.is_ascii_hexdigit()).count()
}

/// The value of a hex digit; 0xff of anything else. Digits and letters go one way, because which comes next cannot be
/// foreseen.
#[inline]
const fn nibble(digit: u8) -> u8 {
    if digit.is_ascii_hexdigit() { (digit & 0xf) + 9 * (digit >> 6) } else { 0xff }
}

#[cfg(test)]
mod tests {
    use super::value;
    use debar_model::Algorithm;

    fn check(text: &str, expect: Result<(&str, usize), &str>) {
        let found = value(text.as_bytes(), None);
        match expect {
            Ok((algorithm, length)) => {
                let found = found.unwrap_or_else(|why| panic!("{text}: {why}"));
                assert_eq!((found.algorithm.as_str(), found.length), (algorithm, length), "{text}");
                assert_eq!(found.bytes[..4], [0xab, 0xcd, 0xef, 0x01], "{text}");
            }
            Err(why) => assert!(found.clone().is_err_and(|found| found.contains(why)), "{text}: {found:?}"),
        }
    }

    #[test]
    fn reads_what_tools_write() {
        let of = |count: usize| "abCDef01".repeat(count / 8);
        let sha = of(64);
        for (count, name) in [(32, "md5"), (40, "sha1"), (64, "sha256"), (96, "sha384"), (128, "sha512")] {
            check(&of(count), Ok((name, count / 2)));
        }
        for text in [
            format!("{sha}  file name.exe"),
            format!("{sha} *file.exe"),
            format!("\\{sha}  a\\nb"),
            format!("{sha}\t12"),
            format!("{sha}:1024:Name"),
            format!("{sha}:*:Name:73"),
            format!("SHA256 (a (1).iso) = {sha}"),
            format!("sha256:{sha}"),
            format!("SHA-256={sha}"),
        ] {
            check(&text, Ok(("sha256", 32)));
        }
        for (text, why) in [
            (of(56), "no digest"),
            (of(136), "no digest"),
            (format!("{sha},file"), "no digest"),
            (format!("{sha}g"), "no digest"),
            (format!("x{sha}"), "no digest"),
            ("hello".to_owned(), "no digest"),
            (format!("tlsh:{sha}"), "no"),
        ] {
            check(&text, Err(why));
        }
        assert!(value(sha.as_bytes(), Some(&Algorithm::Sha1)).is_err());
        assert!(value(b"\xff\xff", None).is_err());
        let empty = "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855";
        assert!(value(empty.as_bytes(), None).unwrap().is_empty_file());
    }
}
