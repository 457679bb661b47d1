//! Laws of comparing and screening, tried on names made of real kinds of words. Invariant: no law has an exception
//! list.

use debar_names::{
    Comparison, ListedKind, ListedName, NameClass, NameIndex, compare, is_weak_name, score_of,
};
use proptest::prelude::*;

/// Names as firms have them, and some that no firm has.
fn name() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[A-Z][a-z]{2,10}",
        3 => prop::sample::select(vec![
            "Technology", "Tech", "Group", "Lab", "Labs", "International", "Systems", "and", "of", "Security", "Shenzhen",
            "China", "USA", "Moscow", "2", "365", "Delta", "Kaspersky", "Kasperski", "Касперского", "Лаборатория", "华为技术",
            "Huawei", "Hikvision", "Hik", "Vision", "dahuasecurity", "カスペルスキー", "a", "ß", "e.",
        ]).prop_map(str::to_owned),
        2 => prop::sample::select(vec!["Ltd", "GmbH", "Inc.", "Co., Ltd.", "ООО", "S.A.", "LLC", "有限公司", "AG"])
            .prop_map(str::to_owned),
        1 => "\\PC{0,6}",
    ];
    prop::collection::vec(word, 0..6).prop_map(|words| words.join(" "))
}

/// Names that say who is meant: letters only, at least one rare word.
fn firm() -> impl Strategy<Value = String> {
    let more = prop::sample::select(vec!["", " Technology", " Lab", " Group", " Trading House", " Moscow"]);
    ("[A-Z][a-z]{3,9}q", "( [A-Z][a-z]{3,8}x)?", more)
        .prop_map(|(first, second, more)| first + &second + more)
}

fn index(names: &[(String, String, ListedKind)]) -> NameIndex {
    NameIndex::new(names.iter().map(|(entity, name, kind)| ListedName { entity, name, kind: *kind }))
}

fn kind() -> impl Strategy<Value = ListedKind> {
    prop::sample::select(vec![ListedKind::Name, ListedKind::Alias, ListedKind::Brand])
}

fn listed() -> impl Strategy<Value = Vec<(String, String, ListedKind)>> {
    let one = (prop::sample::select(vec!["a", "b", "c", "d"]), name(), kind());
    prop::collection::vec(one.prop_map(|(entity, name, kind)| (entity.to_owned(), name, kind)), 0..8)
}

/// What does not depend on which side a name stands.
fn scores(of: &Comparison) -> (u16, Option<NameClass>) {
    (of.identity, of.class)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn comparing_is_symmetric_and_bounded(a in name(), b in name()) {
        let (there, back) = (compare(&a, &b), compare(&b, &a));
        prop_assert_eq!(scores(&there), scores(&back), "{} | {}", a, b);
        prop_assert!(there.identity <= 1000 && there.alignment.iter().all(|pair| pair.score <= 1000));
    }

    #[test]
    fn the_alignment_explains_the_score(a in name(), b in name()) {
        let found = compare(&a, &b);
        prop_assert_eq!(score_of(&found.alignment, &found.conflicts), found.identity);
        let index = index(&[("x".to_owned(), b.clone(), ListedKind::Name)]);
        for found in index.screen(&a, 0) {
            prop_assert_eq!(score_of(&found.alignment, &found.conflicts), found.identity);
        }
    }

    #[test]
    fn screening_says_what_comparing_says(a in name(), b in name()) {
        let found = compare(&a, &b);
        let index = index(&[("x".to_owned(), b.clone(), ListedKind::Name)]);
        let hit = index.screen(&a, 1001).first().map(|hit| hit.identity);
        if found.class.is_some() {
            prop_assert!(hit.is_some_and(|hit| hit >= found.identity), "{} | {}: {:?}", a, b, found);
        }
    }

    #[test]
    fn a_name_is_itself_and_nothing_is_more_so(a in firm(), b in firm()) {
        let found = compare(&a, &a);
        prop_assert_eq!(found.class, Some(NameClass::Exact));
        prop_assert!(found.identity >= 900 && found.identity >= compare(&a, &b).identity, "{:?}", found);
    }

    #[test]
    fn order_of_words_hardly_matters(words in prop::collection::vec("[A-Z][a-z]{3,9}q", 2..5), other in firm(), by in 1usize..4) {
        let mut turned = words.clone();
        turned.rotate_left(by % words.len());
        let (words, turned) = (words.join(" "), turned.join(" "));
        prop_assert_eq!(compare(&words, &turned).class, Some(if words == turned { NameClass::Exact } else { NameClass::Alias }));
        let (there, here) = (compare(&words, &other).identity, compare(&turned, &other).identity);
        prop_assert!(there.abs_diff(here) <= 10, "{} {} {}: {} {}", words, turned, other, there, here);
    }

    #[test]
    fn listed_forms_hit_themselves(
        name in firm(),
        kind in kind(),
        form in prop::sample::select(vec!["", " Ltd", ", Inc.", " GmbH", " Co., Ltd.", " S.A.", " LLC"]),
        upper in any::<bool>(),
        wide in any::<bool>(),
        hidden in 0usize..30,
        others in listed(),
    ) {
        prop_assume!(is_weak_name(&name).is_none());
        let mut all = others;
        all.push(("it".to_owned(), name.clone() + " Ltd", kind));
        all.push(("it".to_owned(), name.clone(), kind));
        let mut text = name + form;
        if upper {
            text = text.to_uppercase();
        }
        let mut text: Vec<char> = text.chars().map(|c| match c {
            '!'..='~' if wide => char::from_u32(u32::from(c) + 0xFEE0).unwrap(),
            _ => c,
        }).collect();
        text.insert(hidden.min(text.len()), '\u{200B}');
        let text: String = text.into_iter().collect();
        let found = index(&all).screen(&text, 1001).into_iter().find(|hit| hit.entity == "it").and_then(|hit| hit.class);
        prop_assert!(found.is_some_and(|class| class <= NameClass::Alias), "{:?}: {:?}", text, found);
    }

    #[test]
    fn another_listing_hides_nothing(text in name(), before in listed(), more in listed(), floor in 0u16..1002) {
        let few = index(&before);
        let mut all = before;
        all.extend(more);
        let many = index(&all);
        let after = many.screen(&text, floor);
        for hit in few.screen(&text, floor) {
            let still = after.iter().find(|other| other.entity == hit.entity);
            prop_assert!(still.is_some(), "{} lost {:?}", text, hit);
            let class = still.and_then(|still| still.class);
            prop_assert!(hit.class.is_none() || class.is_some_and(|class| Some(class) <= hit.class));
        }
    }

    #[test]
    fn best_first_and_once_a_party(text in name(), names in listed()) {
        let index = index(&names);
        let found = index.screen(&text, 0);
        let class = |class: Option<NameClass>| class.map_or(9, |class| class as u8);
        prop_assert!(found.is_sorted_by_key(|hit| (class(hit.class), std::cmp::Reverse(hit.score()))));
        let mut parties: Vec<&str> = found.iter().map(|hit| hit.entity).collect();
        parties.sort_unstable();
        parties.dedup();
        prop_assert_eq!(parties.len(), found.len());
        prop_assert_eq!(index.screen(&text, 0), found);
    }
}

#[test]
fn pairs() {
    fn check(a: &str, b: &str, expect: Option<NameClass>) {
        assert_eq!(compare(a, b).class, expect, "{a} | {b}: {:?}", compare(a, b));
    }
    check("", "", None);
    check("...", "!!!", None);
    check("CORP", "Corp.", Some(NameClass::Weak));
    check("CORP", "Hytera Corp", None);
    check("Technologies Co., Ltd.", "Shenzhen Technologies Co., Ltd.", None);
    check("Kaspersky Lab ZAO", "ЗАО Лаборатория Касперского", Some(NameClass::Alias));
    check("Huawei Technologies Co., Ltd.", "HUAWEI TECH CO LTD", Some(NameClass::Alias));
    check("Kasper Sky Lab", "Kaspersky Lab", Some(NameClass::Alias));
    check("ZTE Corporation", "ATE Corporation", None);
    check("Hangzhou Hikvision Digital Technology Co.", "Hangzhou Digital Technology Co.", None);
    check("Plant 12 Rosmash", "Plant 14 Rosmash", None);
}

#[test]
fn hostile_texts_take_bounded_time() {
    let index = index(&[("a".to_owned(), "AO Kaspersky Lab".to_owned(), ListedKind::Name)]);
    for text in
        ["kasper ".repeat(150_000), "\u{0}".repeat(1 << 20), "华".repeat(300_000), "(".repeat(1 << 20)]
    {
        let _ = index.screen(&text, 0);
        let _ = compare(&text, &text);
    }
}

#[test]
fn a_name_that_is_not_theirs_clears_them() {
    let listed = |name: &str, kind| ("it".to_owned(), name.to_owned(), kind);
    let index = index(&[listed("Dahua", ListedKind::Brand), listed("Dahua Bakery Rostock", ListedKind::Not)]);
    assert!(index.screen("Dahua Bakery Rostock GmbH", 1001).is_empty());
    assert!(!index.screen("Dahua Security", 1001).is_empty());
}

/// Anything quadratic would show here as minutes; nothing may panic, and nothing is found where nothing is said.
#[test]
fn hostile_names_take_bounded_time() {
    let listed = ["Kaspersky Lab", "NPO Optika", "Technologies Co., Ltd.", "a b c", "\u{0}"];
    let names = listed.map(|name| (name.to_owned(), name.to_owned(), ListedKind::Name));
    let index = index(&names);
    let pieces = [
        ".",
        "!",
        "\u{0}",
        "\u{202E}",
        "\u{301}",
        "a",
        "a ",
        "ab ",
        "& ",
        "<b>",
        "&amp;",
        "kaspersky",
        "kaspersky ",
        "tech ",
        "ltd ",
        "obshchestvo s ogranichennoi otvetstvennostyu ",
        "aktsionernoe ",
        "npo ",
        "nauchno ",
        "有限公司",
        "华",
        "касперский ",
        "predpriyatiyami",
        "1",
        "1 ",
        "5a",
    ];
    for piece in pieces {
        let large = if matches!(piece, "a " | "!" | "kaspersky") { 1_000_000 } else { 30_000 };
        for size in [1_000, large] {
            let text = piece.repeat(size / piece.len());
            compare(&text, "Kaspersky Lab");
            compare("Kaspersky Lab", &text);
            compare(&text, &text);
            index.screen(&text, 0);
            NameIndex::new([ListedName { entity: "it", name: &text, kind: ListedKind::Name }])
                .screen("Kaspersky", 0);
        }
    }
    for empty in ["", " ", "...", "\u{200B}\u{202E}"] {
        assert_eq!((compare(empty, "Kaspersky").identity, compare(empty, empty).class), (0, None));
        assert!(index.screen(empty, 0).is_empty());
    }
}

/// A list answers as every listed name would, asked one by one: no short cut hides a hit.
#[test]
fn a_list_finds_what_each_name_would() {
    use proptest::prelude::*;
    use proptest::test_runner::{Config, TestRunner};

    let word = prop_oneof![
        2 => prop::sample::select(vec![
            "Technology", "Technologies", "Systems", "Shenzhen", "Germany", "Lab", "of", "and", "Delta", "United", "Global",
            "Kaspersky", "Kasperski", "Kasper", "Sky", "Huawei", "Hua", "Wei", "Dahuasecurity", "Dahua", "Security", "Globex",
            "Globeks", "Ltd", "GmbH", "Hikvision", "Hikvison", "Dmitriy", "Dmitrij", "International", "Zorvexin", "Zorvexinco",
        ]).prop_map(str::to_owned),
        1 => "[A-B][a-b]{3,8}",
    ];
    let name = prop::collection::vec(word, 1..5).prop_map(|words| words.join(" "));
    let input = (name.clone(), prop::collection::vec(name, 1..25));
    let mut runner = TestRunner::new(Config { failure_persistence: None, ..Config::with_cases(1500) });
    let law = |(text, names): (String, Vec<String>)| {
        let ids: Vec<String> = (0..names.len()).map(|at| format!("v{at:03}")).collect();
        let listed =
            |at: usize, kind| ListedName { entity: ids[at].as_str(), name: names[at].as_str(), kind };
        for kind in [ListedKind::Name, ListedKind::Brand] {
            let all = NameIndex::new((0..names.len()).map(|at| listed(at, kind)));
            for floor in [u16::MAX, 500] {
                let found = all.screen(&text, floor);
                for at in 0..names.len() {
                    let alone = NameIndex::new([listed(at, kind)]);
                    let one = alone.screen(&text, floor);
                    let among = found.iter().find(|found| found.entity == ids[at]);
                    prop_assert_eq!(one.first(), among, "{} in {:?}", &text, &names);
                    let compared = compare(&text, &names[at]);
                    if kind == ListedKind::Name && compared.class.is_some() && compared.identity > 0 {
                        prop_assert_eq!(among.map(|found| found.identity), Some(compared.identity));
                    }
                }
            }
        }
        Ok(())
    };
    runner.run(&input, law).unwrap();
}
