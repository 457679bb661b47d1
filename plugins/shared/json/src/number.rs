//! Numbers: checked against the grammar of RFC 8259, kept as exact text. Not arithmetic. Invariant: no value ever
//! goes through a binary float.

use crate::Problem;

/// End of the number that starts at `start`.
pub(crate) fn scan(bytes: &[u8], start: usize, limit: usize) -> Result<usize, (usize, Problem)> {
    let mut at = start;
    if bytes.get(at) == Some(&b'-') {
        at += 1;
    }
    let whole = at;
    at = digits(bytes, at)?;
    if bytes.get(whole) == Some(&b'0') && at > whole + 1 {
        return Err((whole, Problem::Number));
    }
    if bytes.get(at) == Some(&b'.') {
        at = digits(bytes, at + 1)?;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1;
        if let Some(b'+' | b'-') = bytes.get(at) {
            at += 1;
        }
        at = digits(bytes, at)?;
    }
    if at - start > limit { Err((start, Problem::Size)) } else { Ok(at) }
}

/// A JSON number as a plain decimal of at most 38 digits: `-?(0|[1-9][0-9]*)(\.[0-9]+)?`. Exponents are written
/// out. `None` for anything that such a decimal cannot say exactly.
#[must_use]
pub fn decimal(text: &str) -> Option<String> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (rest, 0),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
        Some(_) => return None,
        None => (mantissa, ""),
    };
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || exponent.unsigned_abs() > 76 {
        return None;
    }
    if whole.len() > 1 && whole.starts_with('0') || mantissa.len() > 400 {
        return None;
    }
    let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).collect();
    let mut point = i32::try_from(whole.len()).ok()? + exponent;
    while point < 1 {
        digits.insert(0, b'0');
        point += 1;
    }
    let point = usize::try_from(point).ok()?;
    while digits.len() < point {
        digits.push(b'0');
    }
    let leading = digits.iter().take(point.saturating_sub(1)).take_while(|d| **d == b'0').count();
    let digits = digits.get(leading..)?;
    if digits.len() > 38 {
        return None;
    }
    let (whole, fraction) = digits.split_at_checked(point - leading)?;
    let mut text = String::with_capacity(40);
    if negative {
        text.push('-');
    }
    text.extend(whole.iter().copied().map(char::from));
    if !fraction.is_empty() {
        text.push('.');
        text.extend(fraction.iter().copied().map(char::from));
    }
    Some(text)
}

fn digits(bytes: &[u8], start: usize) -> Result<usize, (usize, Problem)> {
    let rest = bytes.get(start..).unwrap_or_default();
    match rest.iter().take_while(|b| b.is_ascii_digit()).count() {
        0 if rest.is_empty() => Err((bytes.len(), Problem::Truncated)),
        0 => Err((start, Problem::Number)),
        n => Ok(start + n),
    }
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn plain_decimals() {
        let long = "9".repeat(39);
        for (input, expect) in [
            ("0", Some("0")),
            ("-0.0", Some("-0.0")),
            ("12.50", Some("12.50")),
            ("1e3", Some("1000")),
            ("1.5E+1", Some("15")),
            ("1.25e-3", Some("0.00125")),
            ("12e-1", Some("1.2")),
            ("0e5", Some("0")),
            ("0.001e2", Some("0.1")),
            ("1e400000", None),
            ("1e99999999999999999999", None),
            ("1,5", None),
            ("01", None),
            ("+1", None),
            (".5", None),
            ("5.", None),
            ("", None),
            ("-", None),
            ("1 ", None),
            (long.as_str(), None),
        ] {
            assert_eq!(decimal(input).as_deref(), expect, "{input}");
        }
    }
}
