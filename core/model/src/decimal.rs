//! Exact decimals as text: `-?(0|[1-9][0-9]*)(\.[0-9]+)?`, at most 38 digits.
//!
//! No arithmetic lives here: amounts are carried, printed and compared, never computed.

use std::cmp::Ordering;
use std::fmt;

/// The most digits a decimal may have, before and after the point together.
pub const MAX_DIGITS: usize = 38;

/// An exact decimal number, kept as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decimal(String);

/// Why a text is no decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalError {
    /// Not of the form `-?(0|[1-9][0-9]*)(\.[0-9]+)?`.
    Form,
    /// More than 38 digits.
    TooLong,
}

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "not a plain decimal number such as `-12.50`",
            Self::TooLong => "a decimal of more than 38 digits",
        })
    }
}

impl std::error::Error for DecimalError {}

impl Decimal {
    /// Reads a decimal in its strict form.
    pub fn parse(text: &str) -> Result<Self, DecimalError> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (digits, None),
        };
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !all_digits(whole) || fraction.is_some_and(|f| !all_digits(f)) {
            return Err(DecimalError::Form);
        }
        if whole.len() > 1 && whole.starts_with('0') {
            return Err(DecimalError::Form);
        }
        if whole.len() + fraction.map_or(0, str::len) > MAX_DIGITS {
            return Err(DecimalError::TooLong);
        }
        Ok(Self(text.to_owned()))
    }

    /// The number as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Compares by value: `1.50` equals `1.5`.
    pub fn cmp_value(&self, other: &Self) -> Ordering {
        let (left_negative, left) = self.parts();
        let (right_negative, right) = other.parts();
        let magnitude = || {
            left.0
                .len()
                .cmp(&right.0.len())
                .then_with(|| left.0.cmp(right.0))
                .then_with(|| left.1.cmp(right.1))
        };
        match (left_negative, right_negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => magnitude(),
            (true, true) => magnitude().reverse(),
        }
    }

    /// Sign (never negative for zero), then whole and fractional digits without needless zeros.
    fn parts(&self) -> (bool, (&str, &str)) {
        let digits = self.0.strip_prefix('-').unwrap_or(&self.0);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let fraction = fraction.trim_end_matches('0');
        let negative = self.0.starts_with('-') && !(whole == "0" && fraction.is_empty());
        (negative, (whole, fraction))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, DecimalError};
    use std::cmp::Ordering;

    fn check(text: &str, expect: Result<(), DecimalError>) {
        assert_eq!(Decimal::parse(text).map(|_| ()), expect, "{text}");
    }

    #[test]
    fn only_the_strict_form_is_read() {
        for good in ["0", "-0", "12", "-12.50", "0.1", "12345678901234567890123456789012345678"] {
            check(good, Ok(()));
        }
        for bad in ["", "-", "+1", "01", "1.", ".5", "1e3", "NaN", "1,5", " 1", "١"] {
            check(bad, Err(DecimalError::Form));
        }
        check("1.23456789012345678901234567890123456789", Err(DecimalError::TooLong));
    }

    #[test]
    fn comparison_is_by_value() {
        let of = |text| Decimal::parse(text).unwrap();
        for (left, right, expect) in [
            ("1.50", "1.5", Ordering::Equal),
            ("10.0", "10.1", Ordering::Less),
            ("9", "10", Ordering::Less),
            ("-2", "1", Ordering::Less),
            ("-2", "-3", Ordering::Greater),
            ("-0", "0.00", Ordering::Equal),
            ("0.09", "0.1", Ordering::Less),
        ] {
            assert_eq!(of(left).cmp_value(&of(right)), expect, "{left} {right}");
        }
    }
}
