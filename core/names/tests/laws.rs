//! Laws that hold for every text, tried on texts made of hostile pieces. Invariant: no law has an exception list.

use debar_names::{core_key, exact_key, fold, is_weak_name, joined_key, key_variants, scan_form};
use proptest::prelude::*;

/// Texts of the characters and pieces that folding has rules for.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-Z]{1,8}",
        2 => prop::sample::select(vec![
            "Kaspersky", "Каспер", "а", "Ѕ", "ß", "é", "İ", "ﬁ", "Å", "华为", "有限公司", "株式会社", "カ", "ﾞ", "한", "บริ", "م",
            "Ltd", "GmbH", "& Co", "ООО", "z", "o.o.", "S.A.", "й", "ё", "η", "Ω", "ǅ", "ꓗ", "Ꭺ", "Ա", "٣", "½", "②", "™",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            " ", "  ", "\n", "\u{A0}", "\u{200B}", "\u{202E}", "\u{202C}", "\u{202D}", "\u{AD}", "\u{301}", "\u{308}", "\u{0}", ".", ",", "'",
            "&", "&amp;", "&#75;", "&#x202E;", "&lt;", "<b>", "</b>", "<!--", "-->", "<![CDATA[", "]]>", "-", "_", "/", "<", ">", "’",
        ]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[0-9]{1,3}",
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn letters() -> impl Strategy<Value = String> {
    "[A-Za-z]{2,9}( [A-Za-z]{2,9}){0,3}"
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn folding_again_changes_nothing(text in hostile()) {
        let once = fold(&text);
        prop_assert_eq!(exact_key(once.text()), once.text());
    }

    #[test]
    fn folded_text_is_canonical(text in hostile()) {
        let folded = fold(&text);
        for out in folded.alternates().iter().map(|other| other.text()).chain([folded.text()]) {
            prop_assert!(!out.starts_with(' ') && !out.ends_with(' ') && !out.contains("  "), "{:?}", out);
            let foreign = |c: char| c.is_uppercase() || c.is_ascii_punctuation() || c.is_control();
            prop_assert!(!out.to_lowercase().contains(foreign), "{:?}", out);
        }
    }

    #[test]
    fn origins_are_ranges_of_the_original(text in hostile(), from in 0usize..80, len in 0usize..80) {
        let scan = scan_form(&text);
        for form in scan.forms() {
            prop_assert!(text.get(form.origin(from..from + len)).is_some());
            form.at_boundary(from..from + len);
            for (at, c) in form.text().char_indices() {
                let origin = form.origin(at..at + c.len_utf8());
                prop_assert!(text.get(origin.clone()).is_some(), "{:?}", origin);
            }
        }
    }

    #[test]
    fn tokens_are_the_text(text in hostile()) {
        let folded = fold(&text);
        let mut end = 0;
        for token in folded.tokens() {
            prop_assert_eq!(folded.text().get(token.start..token.end), Some(token.text.as_str()));
            prop_assert!(matches!(folded.text().get(end..token.start), Some("" | " ")));
            end = token.end;
        }
        prop_assert_eq!(end, folded.text().len());
    }

    #[test]
    fn keys_are_never_empty_by_accident(text in hostile()) {
        let empty = fold(&text).text().is_empty();
        prop_assert_eq!(exact_key(&text).is_empty(), empty);
        prop_assert_eq!(core_key(&text).is_empty(), empty);
        prop_assert_eq!(joined_key(&text).is_empty(), empty);
        let variants = key_variants(&text);
        prop_assert!(variants.iter().all(|(_, key)| !key.is_empty()) && variants.len() <= 32);
        prop_assert!(variants.is_sorted_by_key(|(kind, _)| *kind));
        let _ = is_weak_name(&text);
    }

    #[test]
    fn case_does_not_matter(name in hostile()) {
        // Only where the two cases have one lower form by Unicode itself.
        let plain: String = name.chars().filter(|c| c.is_ascii()).collect();
        prop_assert_eq!(exact_key(&plain.to_uppercase()), exact_key(&plain.to_lowercase()));
    }

    #[test]
    fn width_does_not_matter(name in letters()) {
        let wide: String = name.chars().map(|c| match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
            ' ' => '\u{3000}',
            _ => c,
        }).collect();
        prop_assert_eq!(exact_key(&wide), exact_key(&name));
    }

    #[test]
    fn invisible_characters_do_not_matter(name in letters(), at in prop::collection::vec((0usize..40, 0usize..9), 0..5)) {
        let hidden = ['\u{200B}', '\u{200C}', '\u{200D}', '\u{2060}', '\u{FEFF}', '\u{AD}', '\u{34F}', '\u{200E}', '\u{0}'];
        let mut text: Vec<char> = name.chars().collect();
        for (place, which) in at {
            text.insert(place.min(text.len()), hidden[which]);
        }
        prop_assert_eq!(exact_key(&text.into_iter().collect::<String>()), exact_key(&name));
    }

    #[test]
    fn lookalikes_reach_the_word(name in "[a-z]{6,12}", at in prop::collection::vec(0usize..12, 1..3)) {
        let twin = |c: char| "aаcсeеoоpрxхyуiіsѕ".chars().collect::<Vec<_>>().chunks(2).find(|p| p[0] == c).map(|p| p[1]);
        let text: String = name.chars().enumerate()
            .map(|(place, c)| if at.contains(&place) { twin(c).unwrap_or(c) } else { c }).collect();
        prop_assert_eq!(exact_key(&text), exact_key(&name));
    }

    #[test]
    fn legal_forms_do_not_matter(name in "[A-Z][a-z]{4,9}q( [A-Z][a-z]{4,9}x){0,2}", which in 0usize..14) {
        let forms = ["Inc.", ", Inc.", "Ltd", "Co., Ltd.", "GmbH", "GmbH & Co. KG", "S.A.", "AG", "LLC", "Pty Ltd", "Sp. z o.o.", "S.à r.l.", "株式会社", "ООО"];
        prop_assert_eq!(core_key(&format!("{name} {}", forms[which])), core_key(&name));
        for head in ["ООО", "PT", "UAB", "株式会社", "OOO"] {
            prop_assert_eq!(core_key(&format!("{head} {name}")), core_key(&name));
        }
    }

    #[test]
    fn spaced_letters_reach_the_word(name in "[a-z]{5,12}", link in 0usize..4) {
        let spaced = name.chars().map(String::from).collect::<Vec<_>>().join([" ", "-", ".", "\u{A0}"][link]);
        prop_assert_eq!(exact_key(&spaced), exact_key(&name));
    }
}

/// Anything quadratic would show here as minutes.
#[test]
fn large_hostile_texts() {
    let pieces = [
        "a",
        "a ",
        "a.",
        "&",
        "&amp;",
        "amp;",
        "<",
        "<b",
        "<b>x",
        "<!--",
        "<!-- x -->",
        "<![CDATA[",
        "]]>",
        "\u{202E}",
        "\u{202E}ab",
        "\u{202E}\u{202D}ab",
        "\u{202E}a\u{202C}",
        "\u{301}",
        "a\u{301}",
        "a\u{200B}",
        "有限公司",
        "有限公司 ",
        "中国",
        "касперский ",
        "Kа",
        "v5v ",
        "ltd ",
        "co and ",
        "s a r l ",
        "\u{1112}\u{1161}\u{11AB}",
        "&#0000",
        "ριa",
        "!",
        "\u{0}",
        "\u{FFFF}",
        "huaweicococoapp ",
    ];
    for piece in pieces {
        let text = piece.repeat(30_000 / piece.len());
        let scan = scan_form(&text);
        for form in scan.forms() {
            let origin = form.origin(0..form.text().len());
            assert!(text.get(origin).is_some(), "{piece:?}");
            form.text().match_indices("huawei").for_each(|(at, hit)| {
                form.at_boundary(at..at + hit.len());
            });
        }
        fold(&text).tokens();
        key_variants(&text);
        is_weak_name(&text);
    }
}
