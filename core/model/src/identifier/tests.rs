//! Every scheme through the one door: good numbers, mistyped ones, hostile texts.

use super::Identifier;
use proptest::prelude::*;

#[track_caller]
fn check(scheme: &str, value: &str, expect: Result<&str, &str>) {
    let found = Identifier::parse(scheme, value).map(|id| id.to_string()).map_err(|error| error.to_string());
    assert_eq!(found.as_deref().map_err(String::as_str), expect, "{scheme} {value}");
    match Identifier::read(scheme, value) {
        Identifier::Invalid { value: kept, why, .. } => {
            assert_eq!((kept.as_str(), why.to_string().as_str()), (value, expect.unwrap_err()));
            assert!(!why.help().is_empty());
        }
        id => assert_eq!(id.to_string(), expect.unwrap()),
    }
}

#[test]
fn reads() {
    check("LEI", "5493001KJTIIGC8Y1R12", Ok("lei 5493001KJTIIGC8Y1R12"));
    check("lei", "5493 001k jtii gc8y 1r12", Ok("lei 5493001KJTIIGC8Y1R12"));
    check("0199", "5493001KJTIIGC8Y1R12", Ok("lei 5493001KJTIIGC8Y1R12"));
    check("SAM-UEI", "zqggha8cdzx5", Ok("uei ZQGGHA8CDZX5"));
    check("cage", "1abc5", Ok("cage 1ABC5"));
    check("D-U-N-S", "08-146-6849", Ok("duns 081466849"));
    check("VAT", "DE 136695976", Ok("vat DE136695976"));
    check("GLN", "4006381333931", Ok("gln 4006381333931"));
    check("EAN", "4006381333931", Ok("gtin 04006381333931"));
    check("upc", "036000291452", Ok("gtin 00036000291452"));
    check("GTIN-8", "9638-5074", Ok("gtin 00000096385074"));
    check("gtin-14", "10614141000415", Ok("gtin 10614141000415"));
    check("domain", "WWW.Example.COM.", Ok("domain www.example.com"));
    check("URL", "https://user:pw@Shop.Example.com:8443/a?b#c", Ok("domain shop.example.com"));
    check("email", "mailto:Sales@Example.co.uk", Ok("domain example.co.uk"));
    check("domain", "яндекс。рф", Ok("domain яндекс.рф"));
    check("domain", "xn--d1acpjx3f.xn--p1ai", Ok("domain xn--d1acpjx3f.xn--p1ai"));
    check("unspsc", "43.23.32.05", Ok("unspsc 43233205"));
    check("unspsc", "4323320500", Ok("unspsc 43233205"));
    check("unspsc", "4323320514", Ok("unspsc 4323320514"));
    check("signer", "CN=Example Lab,  O=Example Lab", Ok("signer CN=Example Lab, O=Example Lab"));
    check("purl", "pkg:npm/a", Ok("purl pkg:npm/a"));
    check("cpe23", "cpe:/a:b:c", Ok("cpe cpe:2.3:a:b:c:*:*:*:*:*:*:*:*"));
    check(" Buyer-Code ", " 17 ", Ok("buyer-code 17"));
}

#[test]
fn refuses() {
    check("lei", "5493001KJTIIGC8Y1R13", Err("the check digits do not fit"));
    check("lei", "5493001KJTIIGC8Y1R1", Err("19 characters where 20 letters and digits belong"));
    check("lei", "5493001KJTIIGC8Y1RAB", Err("`A` where two check digits belong"));
    check("uei", "0QGGHA8CDZX5", Err("`0` where a first character other than 0 belong"));
    check("uei", "ZQGGHA8CDZO5", Err("`O` where letters and digits without O and I belong"));
    check("cage", "ABCDE", Err("a CAGE code begins or ends with a digit"));
    check("cage", "1ABCI", Err("`I` where letters and digits without O and I belong"));
    check("duns", "081466849-0001", Err("13 characters where 9 digits belong"));
    check("duns", "08146684X", Err("`X` where digits belong"));
    check("gln", "4006381333932", Err("the check digits do not fit"));
    check("gtin", "0000000000000", Err("all digits are zero"));
    check("gtin", "123456789", Err("9 characters where 8, 12, 13 or 14 digits belong"));
    check("domain", "localhost", Err("a single label names no organisation"));
    check("domain", "10.0.0.1", Err("an IP address or a number is no domain"));
    check("domain", "a..b", Err("a label is empty"));
    check("domain", "-a.b", Err("a label begins or ends with a hyphen"));
    check("domain", "Example Ltd.", Err("` ` where letters, digits and hyphens belong"));
    check("domain", "https:///path", Err("the identifier is empty"));
    check("unspsc", "43002104", Err("a level is given below one that is left open (`00`)"));
    check("unspsc", "00000000", Err("the segment is `00`"));
    check("signer", "a\0b", Err("`\\0` where printable characters belong"));
    for scheme in ALL {
        check(scheme, "", Err("the identifier is empty"));
        check(scheme, " \u{feff} ", Err("the identifier is empty"));
        check(scheme, &"1".repeat(1 << 20), Err("longer than 4096 bytes"));
    }
}

const ALL: [&str; 12] =
    ["purl", "cpe", "lei", "uei", "cage", "duns", "vat", "gln", "gtin", "domain", "unspsc", "signer"];

fn domain(text: &str) -> super::Domain {
    super::Domain::parse(text).unwrap()
}

#[test]
fn domains_nest_at_labels() {
    assert!(domain("a.example.com").is_within(&domain("example.com")));
    assert!(domain("example.com").is_within(&domain("Example.COM")));
    assert!(!domain("notexample.com").is_within(&domain("example.com")));
    assert!(!domain("example.com").is_within(&domain("a.example.com")));
    let above: Vec<_> = domain("a.b.example.com").ancestors().map(str::to_owned).collect();
    assert_eq!(above, ["a.b.example.com", "b.example.com", "example.com"]);
}

#[test]
fn classes_nest_at_levels() {
    let class = |text: &str| super::Unspsc::parse(text).unwrap();
    assert!(class("43232104").is_within(&class("43230000")));
    assert!(class("43232104").is_within(&class("43232104")));
    assert!(class("4323210414").is_within(&class("43232104")));
    assert!(!class("43222104").is_within(&class("43230000")));
    assert!(!class("43230000").is_within(&class("43232104")));
}

#[test]
fn subjects_of_signers() {
    let check = |text: &str, common_name: Option<&str>, organization: Option<&str>| {
        let signer = super::Signer::parse(text).unwrap();
        assert_eq!((signer.common_name(), signer.organization()), (common_name, organization), "{text}");
    };
    check("CN=Example Lab, O=Example Lab, Inc., C=US", Some("Example Lab"), Some("Example Lab, Inc."));
    check("/C=RU/O=Example Lab/CN=Example", Some("Example"), Some("Example Lab"));
    check(r#"O="Example, Ltd; x",CN=a\,b\0A\C3\A9"#, Some("a,b\né"), Some("Example, Ltd; x"));
    check("2.5.4.10=Example", None, Some("Example"));
    check("Example Lab", Some("Example Lab"), Some("Example Lab"));
    check("DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", None, None);
    let signer = super::Signer::parse("DA:39:A3:EE:5E:6B:4B:0D:32:55:BF:EF:95:60:18:90:AF:D8:07:09").unwrap();
    assert_eq!(signer.as_str(), "sha1:da39a3ee5e6b4b0d3255bfef95601890afd80709");
    assert!(signer.thumbprint().is_some());
}

#[test]
fn a_scheme_known_only_when_read_again() {
    let (padded, dotted, long) = (format!("{}lei", " ".repeat(80)), "s\u{130}gner", "\u{130}".repeat(2048));
    for scheme in [padded.as_str(), dotted, "\u{212a}-cage", long.as_str()] {
        let id = Identifier::read(scheme, "x");
        assert_eq!(Identifier::read(id.scheme(), &id.value()), id, "{scheme}");
    }
    check(&padded, "5493001KJTIIGC8Y1R12", Ok("lei 5493001KJTIIGC8Y1R12"));
}

proptest! {
    #[test]
    fn canonical_text_is_stable(scheme in 0_usize..12, value in "[0-9]{8,14}|[0-9A-Z]{5,20}|.{0,60}") {
        let id = Identifier::read(ALL[scheme], &value);
        if !matches!(id, Identifier::Invalid { .. }) {
            prop_assert_eq!(&Identifier::read(id.scheme(), &id.value()), &id);
        } else {
            prop_assert_eq!(id.value(), value.as_str());
        }
    }

    #[test]
    fn never_panics(scheme in ".{0,20}", value in ".{0,60}") {
        let _ = Identifier::read(&scheme, &value);
    }
}
