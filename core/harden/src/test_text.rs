//! An evasion as a `[[test]]` of the list. Not an edit of a file: it is printed. Invariant: it reads back as the same
//! order.

use std::fmt::Write as _;

use debar_model::{Identifier, fact};

use crate::outcome::Slip;
use crate::visible::{escaped, is_plain_letter};

/// Facts that a test gives under their own names; others stand in `facts`.
const OWN: [&str; 13] = [
    fact::ACT,
    fact::BUYER,
    fact::JURISDICTION,
    fact::VEHICLE,
    fact::END_USE,
    fact::SYSTEM,
    fact::FUNDS,
    fact::SOLICITATION,
    fact::CONTRACT_ADDS,
    fact::TIER,
    fact::VALUE_SHARE,
    fact::CONTRACT_VALUE,
    fact::APPROVAL,
];

/// The test that an evasion has to pass; none where a list cannot hold it, since its identifier is none.
pub fn test_text(slip: &Slip, at: jiff::Timestamp, number: usize) -> Option<String> {
    let given = &slip.given;
    if given.identifiers.iter().any(|(scheme, value)| Identifier::parse(scheme, value).is_err()) {
        return None;
    }
    let mut parts = vec![];
    let mut others = vec![];
    for (name, values) in &given.facts {
        let value = list(values);
        if OWN.contains(&name.as_str()) {
            parts.push(format!("{name} = {value}"));
        } else {
            others.push(format!("{} = {value}", quoted(name)));
        }
    }
    if !others.is_empty() {
        parts.push(format!("facts = {{ {} }}", others.join(", ")));
    }
    for (key, text) in [
        ("supplier", &given.supplier),
        ("manufacturer", &given.manufacturer),
        ("publisher", &given.publisher),
        ("product", &given.product),
        ("description", &given.description),
        ("comment", &given.comment),
        ("brand", &given.brand),
        ("version", &given.version),
        ("part-number", &given.part_number),
        ("origin", &given.origin),
        ("total", &given.total),
    ] {
        if let Some(text) = text {
            parts.push(format!("{key} = {}", quoted(text)));
        }
    }
    for (key, texts) in
        [("digests", &given.digests), ("components", &given.components), ("artifacts", &given.artifacts)]
    {
        if !texts.is_empty() {
            parts.push(format!("{key} = {}", many(texts)));
        }
    }
    if !given.identifiers.is_empty() {
        let each =
            given.identifiers.iter().map(|(scheme, value)| format!("{} = {}", quoted(scheme), quoted(value)));
        parts.push(format!("identifiers = {{ {} }}", each.collect::<Vec<_>>().join(", ")));
    }
    let name = format!("evasion {number}, {}: {} as {}", slip.evasion.as_str(), slip.id, escaped(&slip.text));
    let mut out = String::new();
    let _ = writeln!(
        out,
        "[[test]]\nname = {}\nat = {at}\ngiven = {{ {} }}\nexpect = {{ verdict = \"{}\" }}",
        quoted(&name),
        parts.join(", "),
        slip.expected
    );
    Some(out)
}

fn list(values: &[String]) -> String {
    match values {
        [one] => quoted(one),
        all => many(all),
    }
}

fn many(values: &[String]) -> String {
    format!("[{}]", values.iter().map(|value| quoted(value)).collect::<Vec<_>>().join(", "))
}

/// A basic string of TOML: what could be mistaken or overlooked is escaped.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(c),
            c if is_plain_letter(c) && !text.chars().any(|c| c.is_ascii_alphabetic()) => out.push(c),
            c => {
                let number = u32::from(c);
                let _ = if number > 0xFFFF {
                    write!(out, "\\U{number:08X}")
                } else {
                    write!(out, "\\u{number:04X}")
                };
            }
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn strings() {
        assert_eq!(quoted("K\u{430}s \"x\"\n\u{1D400}"), "\"K\\u0430s \\\"x\\\"\\n\\U0001D400\"");
        assert_eq!(quoted("Касперский"), "\"Касперский\"");
    }
}
