//! Reading helpers and check-digit arithmetic that several schemes share.

use super::IdentifierError;

/// The longest text that any scheme reads, in bytes.
pub(super) const MAX_TEXT: usize = 4096;

/// The text without blanks around it, refused when empty or over the limit.
pub(super) fn trimmed(text: &str) -> Result<&str, IdentifierError> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    match text.len() {
        0 => Err(IdentifierError::Empty),
        len if len > MAX_TEXT => Err(IdentifierError::TooLong { limit: MAX_TEXT }),
        _ => Ok(text),
    }
}

/// The text in ASCII upper case without blanks, hyphens and dots: how codes are typed on paper.
/// Characters outside ASCII letters and digits are refused.
pub(super) fn compact(text: &str, expected: &'static str) -> Result<String, IdentifierError> {
    let mut code = String::new();
    for c in trimmed(text)?.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => code.push(c.to_ascii_uppercase()),
            ' ' | '-' | '.' | '\u{a0}' => {}
            found => return Err(IdentifierError::Character { found, expected }),
        }
    }
    if code.is_empty() { Err(IdentifierError::Empty) } else { Ok(code) }
}

/// Like [`compact`], for digits only.
pub(super) fn digits(text: &str) -> Result<String, IdentifierError> {
    let code = compact(text, "digits")?;
    match code.chars().find(|c| !c.is_ascii_digit()) {
        Some(found) => Err(IdentifierError::Character { found, expected: "digits" }),
        None => Ok(code),
    }
}

/// GS1 mod 10 over all digits, the check digit last (GS1 General Specifications, section 7.9).
pub(super) fn gs1_mod10(digits: &str) -> bool {
    let weights = [1_u32, 3].into_iter().cycle();
    let sum: u32 = digits.chars().rev().filter_map(|c| c.to_digit(10)).zip(weights).map(|(d, w)| d * w).sum();
    sum.is_multiple_of(10)
}

/// Remainder modulo 97 of a number written in digits and letters, A = 10 ... Z = 35 (ISO/IEC 7064).
pub(super) fn mod97(code: &str) -> u32 {
    code.chars().filter_map(|c| c.to_digit(36)).fold(0, |rest, value| {
        let shift = if value > 9 { 100 } else { 10 };
        (rest * shift + value) % 97
    })
}

/// ISO/IEC 7064 MOD 11,10 over all digits, the check digit last.
pub(super) fn mod11_10(digits: &str) -> bool {
    let mut check = 5_u32;
    for digit in digits.chars().filter_map(|c| c.to_digit(10)) {
        let doubled = if check == 0 { 10 } else { check } * 2 % 11;
        check = (doubled + digit) % 10;
    }
    check == 1
}

/// Luhn mod 10 over all digits, the check digit last (ISO/IEC 7812-1 annex B).
pub(super) fn luhn(digits: &str) -> bool {
    let doubles = [false, true].into_iter().cycle();
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .zip(doubles)
        .map(|(d, double)| if double { d * 2 / 10 + d * 2 % 10 } else { d })
        .sum();
    sum.is_multiple_of(10)
}

/// Sum of digits times weights, as far as both reach.
pub(super) fn weighted(digits: &str, weights: &[u32]) -> u32 {
    digits.chars().filter_map(|c| c.to_digit(10)).zip(weights).map(|(d, w)| d * w).sum()
}

#[cfg(test)]
mod tests {
    use super::{gs1_mod10, luhn, mod11_10, mod97};

    #[test]
    fn published_examples() {
        assert!(gs1_mod10("4006381333931"));
        assert!(gs1_mod10("036000291452"));
        assert!(!gs1_mod10("4006381333932"));
        assert_eq!(mod97("5493001KJTIIGC8Y1R12"), 1);
        assert!(mod11_10("136695976"));
        assert!(luhn("79927398713"));
        assert!(!luhn("79927398710"));
    }
}
