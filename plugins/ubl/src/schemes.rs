//! Scheme ids of UBL and Peppol and the identifier schemes that they mean.
//!
//! Facts: ISO 6523 ICD numbers and Peppol's electronic address scheme list. Invariant: an unknown scheme keeps the
//! document's own word.

use std::borrow::Cow;

/// Electronic address schemes of Peppol that are a country's VAT number.
const VAT: &[&str] = &[
    "0211", "9906", "9909", "9910", "9914", "9920", "9922", "9923", "9924", "9925", "9926", "9927", "9928",
    "9929", "9930", "9931", "9932", "9933", "9934", "9935", "9936", "9937", "9938", "9939", "9940", "9941",
    "9942", "9943", "9944", "9945", "9946", "9947", "9948", "9949", "9950", "9951", "9952", "9953", "9955",
    "9957",
];

/// The scheme of a party's identifier from `schemeID` and `schemeAgencyID`.
pub fn party<'t>(scheme: &'t str, agency: &str) -> Cow<'t, str> {
    let folded = fold(scheme);
    let known = match folded.as_str() {
        "0088" | "gln" | "ean" | "iso65230088" => "gln",
        "0060" | "duns" | "0062" | "iso65230060" => "duns",
        "0199" | "lei" => "lei",
        "cage" | "ncage" => "cage",
        "uei" | "samuei" => "uei",
        "vat" | "vatid" | "vatnumber" => "vat",
        _ if VAT.contains(&folded.as_str()) || scheme.to_ascii_uppercase().ends_with(":VAT") => "vat",
        "" => match agency {
            "9" => "gln",
            "16" => "duns",
            _ => "unknown",
        },
        _ => return Cow::Borrowed(scheme),
    };
    Cow::Borrowed(known)
}

/// The scheme of an article's identifier.
pub fn item<'t>(scheme: &'t str, agency: &str) -> Cow<'t, str> {
    let known = match fold(scheme).as_str() {
        "0160" | "gtin" | "ean" | "ean13" | "srv" | "gtin13" | "gtin14" | "upc" => "gtin",
        "purl" => "purl",
        "cpe" | "cpe23" => "cpe",
        "swid" => "swid",
        "" if agency == "9" => "gtin",
        "" => "unknown",
        _ => return Cow::Borrowed(scheme),
    };
    Cow::Borrowed(known)
}

/// A Peppol address that carries its scheme in front, as in `0088:7300010000001`.
pub fn prefixed(value: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = value.split_once(':')?;
    (scheme.len() == 4 && scheme.bytes().all(|b| b.is_ascii_digit()) && !rest.is_empty())
        .then_some((scheme, rest))
}

/// The name of a digest algorithm from XML Signature's addresses; others stay as written.
pub fn algorithm(written: &str) -> &str {
    match written {
        "http://www.w3.org/2001/04/xmlenc#sha256" => "SHA-256",
        "http://www.w3.org/2001/04/xmlenc#sha512" => "SHA-512",
        "http://www.w3.org/2001/04/xmldsig-more#sha384" => "SHA-384",
        "http://www.w3.org/2000/09/xmldsig#sha1" => "SHA-1",
        "http://www.w3.org/2001/04/xmldsig-more#md5" => "MD5",
        other => other,
    }
}

fn fold(scheme: &str) -> String {
    scheme.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_mapped_or_kept() {
        let check =
            |scheme: &str, agency: &str, expect: &str| assert_eq!(party(scheme, agency), expect, "{scheme}");
        check("0088", "", "gln");
        check("GLN", "9", "gln");
        check("0060", "", "duns");
        check("0199", "", "lei");
        check("9930", "", "vat");
        check("DE:VAT", "ZZZ", "vat");
        check("9918", "", "9918");
        check("SE:ORGNR", "", "SE:ORGNR");
        check("", "9", "gln");
        check("", "", "unknown");
        assert_eq!(item("0160", ""), "gtin");
        assert_eq!(item("", "9"), "gtin");
        assert_eq!(prefixed("0088:73"), Some(("0088", "73")));
        assert_eq!(prefixed("http://x"), None);
    }
}
