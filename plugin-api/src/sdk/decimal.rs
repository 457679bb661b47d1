//! Decimals as the contract wants them. Not arithmetic.
//!
//! Invariant: what comes out has the same value as what came in, or nothing comes out.

use std::borrow::Cow;

/// The form `-?(0|[1-9][0-9]*)(\.[0-9]+)?` of a number written as XML and JSON do (`+1.50`, `007`, `.5`,
/// `5.`, `1e3`), spaces around it dropped; `None` when it is no number, or has over 38 digits.
#[must_use]
pub fn decimal(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    if is_decimal(text) {
        return Some(Cow::Borrowed(text));
    }
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok().filter(|e| e.abs() <= 76)?),
        None => (unsigned, 0),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = format!("{whole}{part}");
    if digits.is_empty() || digits.len() > 128 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut point = i32::try_from(whole.len()).ok()? + exponent;
    while point < 0 {
        digits.insert(0, '0');
        point += 1;
    }
    let point = usize::try_from(point).ok()?;
    while digits.len() < point {
        digits.push('0');
    }
    let (whole, part) = digits.split_at_checked(point)?;
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let sign = if negative { "-" } else { "" };
    let plain = if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") };
    is_decimal(&plain).then_some(Cow::Owned(plain))
}

/// True when `text` is a decimal of the contract.
#[must_use]
pub fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = match unsigned.split_once('.') {
        Some((whole, part)) => (whole, Some(part)),
        None => (unsigned, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && part.is_none_or(digits)
        && whole.len() + part.map_or(0, str::len) <= 38
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_numbers_as_documents_write_them() {
        let check = |text: &str, expect: Option<&str>| assert_eq!(decimal(text).as_deref(), expect, "{text}");
        check("0", Some("0"));
        check(" 12.50\n", Some("12.50"));
        check("+1.50", Some("1.50"));
        check("007", Some("7"));
        check(".5", Some("0.5"));
        check("5.", Some("5"));
        check("-00.10", Some("-0.10"));
        check("1e3", Some("1000"));
        check("1.25E-3", Some("0.00125"));
        check("-0", Some("-0"));
        check("12345678901234567890123456789012345678", Some("12345678901234567890123456789012345678"));
        for bad in ["", "-", ".", "1,5", "1 000", "0x10", "NaN", "1e999", "١", "--1", "1.2.3", "e5"] {
            check(bad, None);
        }
        check("123456789012345678901234567890123456789", None);
    }

    proptest! {
        #[test]
        fn a_form_is_its_own_form(text in "[-+]?[0-9]{0,20}(\\.[0-9]{0,20})?(e-?[0-9]{1,2})?") {
            if let Some(plain) = decimal(&text) {
                prop_assert!(is_decimal(&plain));
                let again = decimal(&plain);
                prop_assert_eq!(again.as_deref(), Some(&*plain));
            }
        }

        #[test]
        fn never_panics(text in "\\PC*") {
            let _ = decimal(&text);
        }
    }
}
