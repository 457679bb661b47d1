//! Exact sums of money by currency. No rounding and no overflow: what 38-digit decimals and their products add up
//! to has room, and a sum prints every digit that it has.

use std::collections::BTreeMap;
use std::fmt;

use debar_model::{Decimal, LineItem, PurchaseRequest};

/// Nine decimal digits a limb.
const BASE: u64 = 1_000_000_000;
const LIMB: usize = 9;
/// Digits after the point: those of a product of two decimals of 38 digits, rounded up to whole limbs.
const SCALE: usize = 81;
/// 81 digits after the point, 99 before it: products of 10^76, 10^23 times.
const LIMBS: usize = 20;

/// An exact sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    plus: [u64; LIMBS],
    minus: [u64; LIMBS],
}

impl Default for Sum {
    fn default() -> Self {
        Self { plus: [0; LIMBS], minus: [0; LIMBS] }
    }
}

impl Sum {
    /// Adds a decimal.
    pub fn add(&mut self, value: &Decimal) {
        let (negative, limbs) = limbs_of(value.as_str());
        add(if negative { &mut self.minus } else { &mut self.plus }, &limbs);
    }

    /// Adds the product of two decimals.
    pub fn add_product(&mut self, left: &Decimal, right: &Decimal) {
        let (left_negative, left, left_scale) = digits_of(left.as_str());
        let (right_negative, right, right_scale) = digits_of(right.as_str());
        let mut product = vec![0_u32; left.len() + right.len()];
        for (at, a) in left.iter().rev().enumerate() {
            let mut carry = 0;
            for (more, b) in right.iter().rev().enumerate() {
                let Some(digit) = product.get_mut(at + more) else { continue };
                let sum = *digit + u32::from(*a) * u32::from(*b) + carry;
                (*digit, carry) = (sum % 10, sum / 10);
            }
            if let Some(digit) = product.get_mut(at + right.len()) {
                *digit += carry;
            }
        }
        let digits: Vec<u8> =
            product.iter().rev().map(|digit| u8::try_from(*digit).unwrap_or_default()).collect();
        let limbs = pack(&digits, left_scale + right_scale);
        add(if left_negative == right_negative { &mut self.plus } else { &mut self.minus }, &limbs);
    }

    /// Adds another sum.
    pub fn add_sum(&mut self, other: &Self) {
        add(&mut self.plus, &other.plus);
        add(&mut self.minus, &other.minus);
    }

    /// Whether it is nothing.
    pub fn is_zero(&self) -> bool {
        self.plus == self.minus
    }

    /// The part that it is of another sum, in hundredths of a percent, rounded down; none of nothing, and none where
    /// either is negative.
    pub fn share_of(&self, whole: &Self) -> Option<u64> {
        let (part_negative, part) = self.magnitude();
        let (whole_negative, whole) = whole.magnitude();
        if part_negative || whole_negative || whole.iter().all(|limb| *limb == 0) {
            return None;
        }
        // The largest n for which n * whole <= 10,000 * part.
        let (mut low, mut high) = (0_u64, 10_000_000);
        let scaled = times(&part, 10_000);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if less(&scaled, &times(&whole, middle)) { high = middle - 1 } else { low = middle }
        }
        Some(low)
    }

    fn magnitude(&self) -> (bool, [u64; LIMBS]) {
        let negative = less(&self.plus, &self.minus);
        let (large, small) = if negative { (&self.minus, &self.plus) } else { (&self.plus, &self.minus) };
        let mut left = [0; LIMBS];
        let mut borrow = 0;
        for ((out, large), small) in left.iter_mut().zip(large).zip(small) {
            let take = small + borrow;
            borrow = u64::from(*large < take);
            *out = (large + borrow * BASE) - take;
        }
        (negative, left)
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (negative, limbs) = self.magnitude();
        let digits: String = limbs.iter().rev().map(|limb| format!("{limb:09}")).collect();
        let (whole, fraction) = digits.split_at_checked(digits.len() - SCALE).unwrap_or((&digits, ""));
        let whole = whole.trim_start_matches('0');
        let fraction = fraction.trim_end_matches('0');
        let sign = if negative { "-" } else { "" };
        write!(f, "{sign}{}", if whole.is_empty() { "0" } else { whole })?;
        match fraction.len() {
            0 => write!(f, ".00"),
            1 => write!(f, ".{fraction}0"),
            _ => write!(f, ".{fraction}"),
        }
    }
}

fn less(left: &[u64; LIMBS], right: &[u64; LIMBS]) -> bool {
    left.iter().rev().lt(right.iter().rev())
}

fn times(limbs: &[u64; LIMBS], factor: u64) -> [u64; LIMBS] {
    let mut out = [0; LIMBS];
    let mut carry = 0;
    for (out, limb) in out.iter_mut().zip(limbs) {
        let product = limb * factor + carry;
        (*out, carry) = (product % BASE, product / BASE);
    }
    out
}

fn add(to: &mut [u64; LIMBS], limbs: &[u64; LIMBS]) {
    let mut carry = 0;
    for (to, limb) in to.iter_mut().zip(limbs) {
        let sum = *to + limb + carry;
        (*to, carry) = (sum % BASE, sum / BASE);
    }
}

fn limbs_of(text: &str) -> (bool, [u64; LIMBS]) {
    let (negative, digits, scale) = digits_of(text);
    (negative, pack(&digits, scale))
}

/// Sign, digits from the first, and how many of them stand after the point.
fn digits_of(text: &str) -> (bool, Vec<u8>, usize) {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let scale = unsigned.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let digits = unsigned.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
    (text.starts_with('-'), digits, scale)
}

fn pack(digits: &[u8], scale: usize) -> [u64; LIMBS] {
    let mut limbs = [0; LIMBS];
    let first = SCALE.saturating_sub(scale);
    for (place, digit) in (first..).zip(digits.iter().rev()) {
        if let Some(limb) = limbs.get_mut(place / LIMB) {
            *limb += u64::from(*digit) * 10_u64.pow(u32::try_from(place % LIMB).unwrap_or_default());
        }
    }
    limbs
}

/// Sums by currency, and how many lines state no amount.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Worth {
    /// Sums by ISO 4217 code as written; the empty code where the document gives none.
    pub sums: BTreeMap<String, Sum>,
    /// Lines that were counted.
    pub lines: u64,
    /// Lines among them whose worth nobody stated.
    pub without_amount: u64,
}

impl Worth {
    /// Adds a line of a request: its amount, else its unit price times its quantity.
    pub fn add(&mut self, request: &PurchaseRequest, ordinal: u32) {
        let Some(line) = request.line(ordinal) else { return };
        self.lines += 1;
        let stated = line.amount.as_ref().map(|money| &money.currency);
        let Some(currency) = stated.or(line.unit_price.as_ref().map(|money| &money.currency)) else {
            self.without_amount += 1;
            return;
        };
        let mut sum = Sum::default();
        if !value(line, &mut sum) {
            self.without_amount += 1;
            return;
        }
        let currency = if currency.is_empty() { total_currency(request) } else { currency };
        self.sums.entry(currency.trim().to_ascii_uppercase()).or_default().add_sum(&sum);
    }

    /// Adds what another one counted.
    pub fn add_all(&mut self, other: &Self) {
        for (currency, sum) in &other.sums {
            self.sums.entry(currency.clone()).or_default().add_sum(sum);
        }
        self.lines += other.lines;
        self.without_amount += other.without_amount;
    }
}

impl fmt::Display for Worth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = self
            .sums
            .iter()
            .map(|(currency, sum)| {
                if currency.is_empty() { format!("{sum} (no currency)") } else { format!("{sum} {currency}") }
            })
            .collect();
        if self.without_amount > 0 || parts.is_empty() {
            parts.push(format!("{} line(s) without an amount", self.without_amount));
        }
        f.write_str(&parts.join(", "))
    }
}

/// Lines whose worth counts when these lines are meant: a part of a line that is counted counts with it.
pub(crate) fn counted(request: &PurchaseRequest, mut lines: Vec<u32>) -> Vec<u32> {
    lines.sort_unstable();
    lines.dedup();
    let meant = lines.clone();
    let priced = |ordinal: u32| request.line(ordinal).is_some_and(|line| value(line, &mut Sum::default()));
    lines.retain(|ordinal| {
        let mut above = request.line(*ordinal).and_then(|line| line.parent);
        // A parent stands before its children, so this ends.
        while let Some(parent) = above {
            if meant.binary_search(&parent).is_ok() && (priced(parent) || !priced(*ordinal)) {
                return false;
            }
            above = request.line(parent).and_then(|line| line.parent).filter(|next| *next < parent);
        }
        true
    });
    lines
}

/// All that a request buys.
pub(crate) fn whole(request: &PurchaseRequest) -> Worth {
    let all = 0..u32::try_from(request.lines.len()).unwrap_or(u32::MAX);
    worth(request, all.collect())
}

/// What these lines of a request are worth.
pub(crate) fn worth(request: &PurchaseRequest, lines: Vec<u32>) -> Worth {
    let mut worth = Worth::default();
    counted(request, lines).into_iter().for_each(|ordinal| worth.add(request, ordinal));
    worth
}

fn value(line: &LineItem, sum: &mut Sum) -> bool {
    if let Some(money) = &line.amount {
        sum.add(&money.amount);
        return true;
    }
    match (&line.unit_price, &line.quantity) {
        (Some(price), Some(quantity)) => {
            sum.add_product(&price.amount, &quantity.value);
            true
        }
        _ => false,
    }
}

fn total_currency(request: &PurchaseRequest) -> &str {
    request.total.as_ref().map_or("", |total| &total.currency)
}

#[cfg(test)]
mod tests {
    use super::Sum;
    use debar_model::Decimal;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn sums_are_exact() {
        for (values, expect) in [
            (&["0.1", "0.2"][..], "0.30"),
            (&["-5", "2.5"], "-2.50"),
            (&["1", "-1"], "0.00"),
            (&["99999999999999999999999999999999999999", "1"], "100000000000000000000000000000000000000.00"),
            (&["0.0000000000000000000000000000000000001", "1"], "1.0000000000000000000000000000000000001"),
            (&["-0"], "0.00"),
            (&[], "0.00"),
        ] {
            let mut sum = Sum::default();
            values.iter().for_each(|value| sum.add(&decimal(value)));
            assert_eq!(sum.to_string(), expect, "{values:?}");
        }
    }

    #[test]
    fn products_are_exact() {
        for (left, right, expect) in [
            ("40.00", "5", "200.00"),
            ("-0.5", "0.5", "-0.25"),
            ("0", "12", "0.00"),
            (
                "99999999999999999999999999999999999999",
                "99999999999999999999999999999999999999",
                "9999999999999999999999999999999999999800000000000000000000000000000000000001.00",
            ),
        ] {
            let mut sum = Sum::default();
            sum.add_product(&decimal(left), &decimal(right));
            assert_eq!(sum.to_string(), expect, "{left} * {right}");
        }
    }

    #[test]
    fn shares_are_rounded_down_and_none_of_nothing() {
        for (part, whole, expect) in [
            ("1", "3", Some(3_333)),
            ("3", "3", Some(10_000)),
            ("1", "0", None),
            ("-1", "3", None),
            ("0", "3", Some(0)),
        ] {
            let (mut left, mut right) = (Sum::default(), Sum::default());
            left.add(&decimal(part));
            right.add(&decimal(whole));
            assert_eq!(left.share_of(&right), expect, "{part} of {whole}");
        }
    }
}
