//! Countries and the forms of their numbers.

/// A country and its forms: `9` a digit, `A` a letter, `*` either, anything else itself.
const FORMS: &[(&str, &[&str])] = &[
    ("AT", &["U99999999"]),
    ("BE", &["0999999999", "1999999999"]),
    ("BG", &["999999999", "9999999999"]),
    ("CH", &["999999999"]),
    ("CY", &["99999999A"]),
    ("CZ", &["99999999", "999999999", "9999999999"]),
    ("DE", &["999999999"]),
    ("DK", &["99999999"]),
    ("EE", &["999999999"]),
    ("EL", &["999999999"]),
    ("ES", &["*9999999*"]),
    ("FI", &["99999999"]),
    ("FR", &["**999999999"]),
    ("GB", &["999999999", "999999999999", "GD999", "HA999"]),
    ("HR", &["99999999999"]),
    ("HU", &["99999999"]),
    ("IE", &["9999999A", "9999999AA", "9A99999A"]),
    ("IT", &["99999999999"]),
    ("LT", &["999999999", "999999999999"]),
    ("LU", &["99999999"]),
    ("LV", &["99999999999"]),
    ("MT", &["99999999"]),
    ("NL", &["999999999B99"]),
    ("NO", &["999999999"]),
    ("PL", &["9999999999"]),
    ("PT", &["999999999"]),
    ("RO", &["99", "999", "9999", "99999", "999999", "9999999", "99999999", "999999999", "9999999999"]),
    ("SE", &["999999999999"]),
    ("SI", &["99999999"]),
    ("SK", &["9999999999"]),
    ("XI", &["999999999", "999999999999", "GD999", "HA999"]),
];

/// Country and number of a compact code; older spellings brought to the current one.
pub(super) fn split(code: &str) -> Option<(&'static str, String)> {
    let (prefix, rest) = (code.get(..2)?, code.get(2..)?);
    let prefix = if prefix == "GR" { "EL" } else { prefix };
    let (country, _) = FORMS.iter().find(|(country, _)| *country == prefix)?;
    let number = match *country {
        // Nine digits until 2007; the tenth is a leading zero.
        "BE" if rest.len() == 9 => format!("0{rest}"),
        "CH" => {
            let rest = rest.strip_prefix('E').unwrap_or(rest);
            ["MWST", "TVA", "IVA"]
                .into_iter()
                .find_map(|tax| rest.strip_suffix(tax))
                .unwrap_or(rest)
                .to_owned()
        }
        "NO" => rest.strip_suffix("MVA").unwrap_or(rest).to_owned(),
        _ => rest.to_owned(),
    };
    Some((country, number))
}

/// The number has one of the country's forms.
pub(super) fn fits(country: &str, number: &str) -> bool {
    let forms = FORMS.iter().find(|(known, _)| *known == country).map(|(_, forms)| *forms);
    forms.unwrap_or_default().iter().any(|form| {
        form.len() == number.len()
            && form.chars().zip(number.chars()).all(|(form, c)| match form {
                '9' => c.is_ascii_digit(),
                'A' => c.is_ascii_uppercase(),
                '*' => c.is_ascii_alphanumeric(),
                fixed => c == fixed,
            })
    })
}
