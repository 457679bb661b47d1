//! Shares of counts as text. Not a float anywhere: the same counts print alike on every machine.

/// A share in percent with two digits: `12.34 %`; `-` of nothing.
pub(crate) fn percent(part: usize, whole: usize) -> String {
    match (part * 10_000).checked_div(whole) {
        Some(basis) => format!("{}.{:02} %", basis / 100, basis % 100),
        None => "-".to_owned(),
    }
}

/// The same as a fraction with three digits: `.987`.
pub(crate) fn fraction(part: usize, whole: usize) -> String {
    match (part * 1_000).checked_div(whole) {
        Some(1_000) => "1.000".to_owned(),
        Some(thousandths) => format!(".{thousandths:03}"),
        None => "-".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{fraction, percent};

    #[test]
    fn shares() {
        for (part, whole, as_percent, as_fraction) in [
            (1, 3, "33.33 %", ".333"),
            (0, 5, "0.00 %", ".000"),
            (5, 5, "100.00 %", "1.000"),
            (5, 0, "-", "-"),
        ] {
            assert_eq!(percent(part, whole), as_percent);
            assert_eq!(fraction(part, whole), as_fraction);
        }
    }
}
