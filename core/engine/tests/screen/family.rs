//! Names of firms and titles of goods: who is denied, who is reviewed, who is left alone.

use debar_engine::Engine;
use debar_model::{Class, LineItem, Party, PurchaseRequest, Role, Sourced, Verdict};

use crate::lists::KNOWN;
use crate::{engine_of, screen};

fn of_supplier(name: &str) -> PurchaseRequest {
    let party = Party { names: vec![name.into()], ..Party::new(Role::Supplier) };
    PurchaseRequest { parties: vec![party], lines: vec![LineItem::default()], ..PurchaseRequest::default() }
}

fn of_title(title: &str) -> PurchaseRequest {
    let mut line = LineItem::default();
    line.product.names.push(Sourced::from(title));
    PurchaseRequest { lines: vec![line], ..PurchaseRequest::default() }
}

fn strongest(engine: &Engine, request: &PurchaseRequest) -> (Verdict, Option<Class>) {
    let decision = screen(engine, request);
    (decision.verdict, decision.findings.iter().map(|finding| finding.class).max())
}

#[test]
fn names_in_name_fields() {
    use Class::{Alias, Exact, Family, Weak};
    let engine = engine_of(KNOWN);
    for (name, expect) in [
        ("AO Kaspersky Lab", Some(Exact)),
        ("ao KASPERSKY lab", Some(Exact)),
        ("Kaspersky Lab", Some(Alias)),
        ("Kaspersky Lab JSC", Some(Alias)),
        ("KasperskyLab", Some(Alias)),
        ("ЗАО Лаборатория Касперского", Some(Alias)),
        ("Лаборатории Касперского", Some(Alias)),
        ("Kаspersky Lаb", Some(Alias)),
        ("Kaspersky", Some(Family)),
        ("Kaspersky Lab Switzerland GmbH", Some(Family)),
        ("Huawei Cloud Computing Technology", Some(Family)),
        ("huaweicloud", Some(Family)),
        ("Huawei Symantec Technologies Co.,Ltd.", Some(Weak)),
        ("ZTE USA Inc", Some(Family)),
        ("ZTE Corp", Some(Family)),
        ("ZTE (USA) Inc.", Some(Family)),
        ("HIK VISION", Some(Family)),
        ("Da Hua Restaurant Supply of Bremen", Some(Weak)),
        ("Dahua Hotel Group", Some(Weak)),
        ("Prama Hikvision India Private Limited", Some(Weak)),
        ("Kasper Labs", None),
        ("ZTEC Instruments, Inc.", None),
        ("Aztech Electronics Pte Ltd", None),
        ("Hangzhou Digital Technology Co., Ltd.", None),
        ("Technologies Co., Ltd.", None),
        ("ATE Corporation", None),
        ("Communications Corporation", None),
    ] {
        let (_, class) = strongest(&engine, &of_supplier(name));
        let met = class.map(Class::as_str);
        let expected = expect.map(Class::as_str);
        // A stronger class than the one expected is fine among those that deny.
        let both_deny = class.min(expect) >= Some(Family);
        assert!(met == expected || both_deny, "{name}: {met:?}, not {expected:?}");
    }
}

#[test]
fn titles_of_goods() {
    use Verdict::{Allow, Deny, Review};
    let engine = engine_of(KNOWN);
    for (title, expect) in [
        ("Kaspersky Internet Security 2019 3 device", Deny),
        ("kaspersky anti-virus 6.0 ( pc )", Deny),
        ("10x Kaspersky Endpoint Security, 1 year", Deny),
        ("Huawei MateBook D15", Deny),
        ("Endpoint protection by Kaspersky Lab", Deny),
        ("Antivirus von Kaspersky", Deny),
        ("Hikvision DS-2CD2143G2-I", Deny),
        ("ZTE router", Deny),
        ("Wall bracket for Hikvision cameras", Review),
        ("Kaspersky removal tool", Review),
        ("Migration from Kaspersky to another product", Review),
        ("01-ssc-7544 sonicwall email anti-virus kaspersky subscription", Review),
        ("Dahua hotel reservation", Review),
        ("Aztech modem", Allow),
        ("Ergonomic office chair", Allow),
        ("Laboratory bench with security lock", Allow),
    ] {
        let (verdict, class) = strongest(&engine, &of_title(title));
        assert_eq!(verdict, expect, "{title}: {class:?}");
    }
}

#[test]
fn packages_are_called_after_what_they_talk_to() {
    use debar_model::{Identifier, LineKind};
    let engine = engine_of(KNOWN);
    let of_package = |purl: &str| {
        let Ok(Identifier::Purl(parsed)) = Identifier::parse("purl", purl) else { panic!("{purl}") };
        let mut root = LineItem::default();
        root.product.names.push("Home hub".into());
        let mut line = LineItem { kind: LineKind::Component, parent: Some(0), ..LineItem::default() };
        line.product.names.push(parsed.name().into());
        line.product.identifiers.push(Sourced::new(Identifier::Purl(parsed), Default::default()));
        PurchaseRequest { lines: vec![root, line], ..PurchaseRequest::default() }
    };
    for purl in [
        "pkg:pypi/huawei-solar@2.2.9",
        "pkg:pypi/hikvisionapi",
        "pkg:pypi/aiodahua@1.0",
        "pkg:npm/node-hikvision-api",
        "pkg:npm/%40other/kaspersky@1.0.0",
    ] {
        let (verdict, _) = strongest(&engine, &of_package(purl));
        assert_ne!(verdict, Verdict::Deny, "{purl}");
    }
    assert_eq!(strongest(&engine, &of_package("pkg:npm/%40kaspersky/hexa-ui@1.0.0")).0, Verdict::Deny);
}
