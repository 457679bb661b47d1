//! Countries as people write them. Not a list of all countries: the few words for which lists are corrected.
//! Invariant: what it gives is a code of ISO 3166-1.

/// The two-letter code that is meant, if only one can be.
pub(super) fn code_of(written: &str) -> Option<String> {
    let text = written.trim().trim_end_matches('.').to_ascii_uppercase();
    let known =
        KNOWN.iter().find(|(_, words)| words.contains(&text.as_str())).map(|(code, _)| (*code).to_owned());
    let two = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    known.or_else(|| two.then_some(text))
}

/// Codes, and three-letter codes and names for them.
const KNOWN: [(&str, &[&str]); 24] = [
    ("US", &["USA", "U.S", "U.S.A", "UNITED STATES", "UNITED STATES OF AMERICA"]),
    ("GB", &["UK", "U.K", "GBR", "UNITED KINGDOM", "GREAT BRITAIN"]),
    ("CN", &["CHN", "CHINA", "PRC", "P.R.C"]),
    ("HK", &["HKG", "HONG KONG"]),
    ("TW", &["TWN", "TAIWAN"]),
    ("RU", &["RUS", "RUSSIA", "RUSSIAN FEDERATION"]),
    ("BY", &["BLR", "BELARUS"]),
    ("KP", &["PRK", "NORTH KOREA", "DPRK"]),
    ("KR", &["KOR", "SOUTH KOREA"]),
    ("IR", &["IRN", "IRAN"]),
    ("CU", &["CUB", "CUBA"]),
    ("SY", &["SYR", "SYRIA"]),
    ("VE", &["VEN", "VENEZUELA"]),
    ("DE", &["DEU", "GERMANY"]),
    ("FR", &["FRA", "FRANCE"]),
    ("NL", &["NLD", "NETHERLANDS", "THE NETHERLANDS"]),
    ("CH", &["CHE", "SWITZERLAND"]),
    ("JP", &["JPN", "JAPAN"]),
    ("IN", &["IND", "INDIA"]),
    ("IL", &["ISR", "ISRAEL"]),
    ("CA", &["CAN", "CANADA"]),
    ("AU", &["AUS", "AUSTRALIA"]),
    ("TR", &["TUR", "TURKEY", "TURKIYE"]),
    ("AE", &["ARE", "UAE", "UNITED ARAB EMIRATES"]),
];

#[cfg(test)]
mod tests {
    use super::code_of;

    #[test]
    fn only_what_can_mean_one_country() {
        for (written, expect) in [
            ("us", Some("US")),
            ("USA", Some("US")),
            ("uk", Some("GB")),
            ("Korea", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(code_of(written).as_deref(), expect, "{written}");
        }
    }
}
