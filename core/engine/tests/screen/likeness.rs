//! Names that no key meets: who is reviewed for being alike, with scores that anybody can compute again, and one class for
//! one name wherever it is asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use debar_engine::{Engine, NameScreen};
use debar_model::{Class, Decision, Effect, LineItem, Party, PurchaseRequest, Role, Slot, Sourced, Verdict};
use debar_names::{ListedKind, ListedName, NameIndex};
use proptest::prelude::*;

use crate::lists::KNOWN;
use crate::{engine_of, list_of, screen};

fn of_party(role: Role, name: &str) -> PurchaseRequest {
    let party = Party { names: vec![name.into()], ..Party::new(role) };
    PurchaseRequest { parties: vec![party], lines: vec![LineItem::default()], ..PurchaseRequest::default() }
}

fn of_line(fill: impl FnOnce(&mut LineItem)) -> PurchaseRequest {
    let mut line = LineItem::default();
    fill(&mut line);
    PurchaseRequest { lines: vec![line], ..PurchaseRequest::default() }
}

fn of_title(title: &str) -> PurchaseRequest {
    of_line(|line| line.product.names.push(Sourced::from(title)))
}

/// The class by vendor.
fn classes(decision: &Decision) -> BTreeMap<&str, Class> {
    let mut found = BTreeMap::new();
    for finding in decision.findings.iter().filter(|finding| finding.listing.table == "vendor") {
        let known = found.entry(finding.listing.id.as_str()).or_insert(finding.class);
        *known = finding.class.max(*known);
    }
    found
}

/// Computes the scores of every finding anew, from nothing but what it records.
fn recompute(decision: &Decision) -> usize {
    let mut scored = 0;
    for evidence in decision.findings.iter().map(|finding| &finding.evidence) {
        let Some(scores) = evidence.scores else { continue };
        scored += 1;
        let kind = if scores.family.is_some() { ListedKind::Brand } else { ListedKind::Name };
        let listed = ListedName { entity: "listed", name: &evidence.listed, kind };
        let index = NameIndex::new([listed]);
        let again = index.screen(&evidence.matched, 0);
        let again = again.first().map(|found| (found.identity, found.family));
        assert_eq!(again, Some((scores.identity, scores.family)), "{evidence:?}");
    }
    scored
}

#[test]
fn names_that_are_alike_are_reviewed_and_say_why() {
    let engine = engine_of(KNOWN);
    for (name, class, why) in [
        ("Kasperksy Lab", Class::Strong, "'kasperksy' = 'kaspersky' (spelling"),
        ("Hauwei Technologies", Class::Strong, "'hauwei' = 'huawei' (spelling"),
        ("Hikvison", Class::Weak, "'hikvison' = 'hikvision' (spelling"),
        ("Hytera Comunications Corporation", Class::Strong, "'hytera'"),
    ] {
        let decision = screen(&engine, &of_party(Role::Supplier, name));
        let finding = decision.findings.first().unwrap_or_else(|| panic!("{name}"));
        assert!(finding.evidence.scores.is_some(), "{name}");
        assert!(finding.class >= Class::Weak && finding.class <= class.max(Class::Family), "{name}");
        assert!(finding.evidence.how.contains(why), "{name}: {}", finding.evidence.how);
        if finding.class <= Class::Strong {
            assert_eq!(decision.verdict, Verdict::Review, "{name}");
            assert!(finding.rulings.iter().all(|ruling| ruling.effect == Effect::Softened), "{name}");
        }
        assert!(recompute(&decision) > 0, "{name}");
    }
}

#[test]
fn who_is_asked_by_likeness() {
    let engine = engine_of(KNOWN);
    let brand = of_line(|line| line.product.brands.push(Sourced::from("Kasperksy")));
    let comment = of_line(|line| line.comments.push(Sourced::from("Hersteller: Kasperksy Lab")));
    let described =
        of_line(|line| line.product.descriptions.push(Sourced::from("Manufacturer: Kasperksy Lab; 3 seats")));
    for (what, request, expect) in [
        ("a maker", of_party(Role::Manufacturer, "Kasperksy Lab"), Verdict::Review),
        ("a publisher", of_party(Role::Publisher, "Kasperksy Lab"), Verdict::Review),
        ("the buying side", of_party(Role::Buyer, "Kasperksy Lab"), Verdict::Allow),
        ("a brand", brand, Verdict::Review),
        ("a maker in a comment", comment, Verdict::Review),
        ("a maker in a description", described, Verdict::Review),
        ("a maker in a title", of_title("Endpoint protection by Kasperksy Lab"), Verdict::Review),
        ("a brand in a title", of_title("Kaspersy Endpoint Security"), Verdict::Review),
        ("a brand and a model", of_title("Hikvison DS-2CD2143G2-I"), Verdict::Review),
        ("a title of something else", of_title("Casper mattress, made by hand"), Verdict::Allow),
        ("words alone", of_title("Endpoint security by experts"), Verdict::Allow),
    ] {
        let decision = screen(&engine, &request);
        assert_eq!(decision.verdict, expect, "{what}: {:?}", decision.findings);
        recompute(&decision);
    }
}

#[test]
fn a_product_is_known_when_it_is_misspelt() {
    let list = format!(
        "{KNOWN}\n[product.zorvexin]\nnames = [\"Zorvexin\"]\n[rule.product]\nauthority = \"house\"\nproducts = [\"zorvexin\"]\n"
    );
    let decision = screen(&engine_of(&list), &of_title("Zorvexyn cloud licence"));
    assert_eq!(decision.verdict, Verdict::Review);
    assert_eq!(decision.findings[0].listing.table, "product");
    assert_eq!(recompute(&decision), 1);
}

#[test]
fn other_firms_of_that_name_are_left_alone() {
    let mut list = list_of(KNOWN);
    let mut other = list.vendors["kaspersky"].name.clone();
    other.text = "Kasperksy Bakery".to_owned();
    list.vendors.get_mut("kaspersky").unwrap().not.push(other);
    let engine = Engine::compile(Arc::new(list));
    for (name, expect) in [
        ("Kasperksy Bakery", Verdict::Allow),
        ("KASPERKSY BAKERY GmbH", Verdict::Allow),
        ("Kasperksy Lab", Verdict::Review),
        ("Kaspersky Lab", Verdict::Deny),
    ] {
        assert_eq!(screen(&engine, &of_party(Role::Supplier, name)).verdict, expect, "{name}");
    }
}

#[test]
fn a_rule_that_only_warns_asks_for_no_more() {
    let list = KNOWN.replace("\"hytera\"] }", "\"hytera\"], action = \"warn\" }");
    let engine = engine_of(&list);
    assert_eq!(screen(&engine, &of_party(Role::Supplier, "Kasperksy Lab")).verdict, Verdict::Allow);
    let names = NameScreen::of(&engine);
    assert_eq!(names.screen("AO Kaspersky Lab", u16::MAX).verdict, Verdict::Allow);
}

#[test]
fn a_house_brand_is_decided_by_a_person_wherever_it_is_asked() {
    let list =
        debar_blocklist::read(debar_blocklist::SHIPPED_ROOT, &debar_blocklist::shipped()).list.unwrap();
    let engine = Engine::compile(Arc::new(list));
    for name in ["Hangzhou Ezviz Software Co.,Ltd.", "EZVIZ", "Ezviz Deutschland GmbH"] {
        let found = NameScreen::of(&engine).screen(name, u16::MAX);
        assert_eq!(found.verdict, Verdict::Review, "{name}: {:?}", found.matches);
        assert_eq!(screen(&engine, &of_party(Role::Manufacturer, name)).verdict, Verdict::Review, "{name}");
    }
}

/// Goods that go with a listed maker's, stand in for them or remove them.
#[test]
fn beside_a_name_in_ten_languages() {
    let engine = engine_of(KNOWN);
    for title in [
        "Wall mount for Hikvision",
        "Bracket compatible with Hikvision",
        "Licence, replacement for Kaspersky",
        "Scanner that works with Hikvision",
        "SafeGuard, alternative to Kaspersky",
        "Netzteil für Hikvision",
        "Kabel, kompatibel mit Huawei",
        "Ersatz für Kaspersky",
        "Virenschutz statt Kaspersky",
        "Support pour Hikvision",
        "Câble compatible avec Huawei",
        "Antivirus en remplacement de Kaspersky",
        "Soporte para Hikvision",
        "Cable compatible con Huawei",
        "Antivirus alternativa a Kaspersky",
        "Staffa per Hikvision",
        "Cavo compatibile con Huawei",
        "Antivirus in sostituzione di Kaspersky",
        "Cabo compatível com Huawei",
        "Antivírus substituto do Kaspersky",
        "Beugel voor Hikvision",
        "Kabel geschikt voor Huawei",
        "Antivirus ter vervanging van Kaspersky",
        "Uchwyt dla Hikvision",
        "Kabel kompatybilny z Huawei",
        "Antywirus zamiast Kaspersky",
        "Кронштейн для Hikvision",
        "Кабель совместимый с Huawei",
        "Антивирус вместо Kaspersky",
        "适用于海康威视的支架 Hikvision 兼容",
        "兼容Hikvision的支架",
        "Kaspersky的替代品",
        "Hikvision対応ブラケット",
        "Huawei互換ケーブル",
        "カスペルスキーの代替ソフト",
    ] {
        let decision = screen(&engine, &of_title(title));
        assert_eq!(decision.verdict, Verdict::Review, "{title}: {:#?}", decision.findings);
    }
}

#[test]
fn a_part_number_alone_meets_the_pattern_of_a_product() {
    use debar_model::{PartNumber, PartOwner};
    let list = format!(
        "{KNOWN}\n[product.suite]\nvendor = \"kaspersky\"\nglobs = [\"KL48??*\"]\n[rule.suite]\nauthority = \"house\"\nproducts = [\"suite\"]\n"
    );
    let engine = engine_of(&list);
    for (number, expect) in [("KL4863XAQFS", Verdict::Deny), ("KL-9000", Verdict::Allow)] {
        let request = of_line(|line| {
            let number = PartNumber { owner: PartOwner::Manufacturer, number: Sourced::from(number) };
            line.product.part_numbers.push(number);
        });
        assert_eq!(screen(&engine, &request).verdict, expect, "{number}");
    }
}

fn name() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => prop::sample::select(vec![
            "Kaspersky", "Kasperksy", "Kaspersy", "Kasper", "sky", "Lab", "Labs", "Касперский", "Каспер", "Лаборатория", "卡巴斯基",
            "Huawei", "Hauwei", "Hawaii", "ZTE", "ZT", "ZTEC", "Hikvision", "Hikvison", "Hangzhou", "Zhejiang", "Dahua", "Dahlia",
            "Hytera", "Hydra", "Technologies", "Technology", "Communications", "Digital", "Corporation", "Co., Ltd.", "GmbH",
            "Inc.", "AO", "USA", "Hotel", "Bakery", "Restaurant", "2", "24/7", "&", "Kаspersky", "Kasper5ky", "ООО",
        ]).prop_map(str::to_owned),
        1 => "[A-Z][a-z]{2,9}",
    ];
    (prop::collection::vec(word, 0..6), prop::sample::select(vec![" ", "-", "", ". ", "_"]))
        .prop_map(|(words, joint)| words.join(joint))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(800) })]

    /// One name, one class: for a seller of an order and for a name alone.
    #[test]
    fn one_class_for_one_name(name in name()) {
        static ENGINE: std::sync::LazyLock<Engine> = std::sync::LazyLock::new(|| engine_of(KNOWN));
        let decision = screen(&ENGINE, &of_party(Role::Supplier, &name));
        let alone = NameScreen::of(&ENGINE).screen(&name, u16::MAX);
        let alone: BTreeMap<&str, Class> =
            alone.matches.iter().filter_map(|found| Some((found.entity, found.class?))).collect();
        prop_assert_eq!(classes(&decision), alone, "{}", name);
        recompute(&decision);
    }

    /// Alone, being alike denies nothing.
    #[test]
    fn strong_and_weak_never_deny(name in name(), title in name()) {
        static ENGINE: std::sync::LazyLock<Engine> = std::sync::LazyLock::new(|| engine_of(KNOWN));
        let mut request = of_party(Role::Supplier, &name);
        request.lines[0].product.names.push(Sourced::from(title.as_str()));
        let decision = screen(&ENGINE, &request);
        for finding in decision.findings.iter().filter(|finding| finding.class <= Class::Strong) {
            prop_assert!(finding.verdict < Verdict::Deny, "{:?}", finding);
        }
        for finding in decision.findings.iter().filter(|finding| finding.evidence.slot == Slot::ProductName) {
            prop_assert!(finding.evidence.scores.is_none() || finding.class <= Class::Strong, "{:?}", finding);
        }
        recompute(&decision);
    }

    /// Another listing takes no hit away and weakens none.
    #[test]
    fn another_listing_never_weakens_a_hit(name in name(), title in name(), another in name()) {
        let list = list_of(KNOWN);
        let mut more = list.clone();
        let mut vendor = list.vendors["zte"].clone();
        vendor.name.text = another;
        more.vendors.insert("another".to_owned(), vendor);
        let mut request = of_party(Role::Supplier, &name);
        request.lines[0].product.names.push(Sourced::from(title.as_str()));
        let classes_of = |list| {
            let decision = screen(&Engine::compile(Arc::new(list)), &request);
            classes(&decision).into_iter().map(|(id, class)| (id.to_owned(), class)).collect::<BTreeMap<_, _>>()
        };
        let (before, after) = (classes_of(list), classes_of(more));
        for (id, class) in before {
            prop_assert!(after.get(&id) >= Some(&class), "{}: {:?} and then {:?}", id, class, after.get(&id));
        }
    }
}
