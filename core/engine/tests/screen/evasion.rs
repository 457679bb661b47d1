//! Texts that hide a name from the eye or from a search: each is found, none is let through.

use debar_model::{LineItem, PurchaseRequest, Sourced, Verdict};

use crate::lists::KNOWN;
use crate::{engine_of, screen};

#[test]
fn hidden_names_are_found() {
    let engine = engine_of(KNOWN);
    for text in [
        "K\u{430}spersky Endpoint Security",
        "Kas\u{200b}per\u{200d}sky Endpoint\u{ad} Security",
        "\u{202e}yksrepsaK\u{202c} Endpoint Security",
        "Ｋａｓｐｅｒｓｋｙ Endpoint Security",
        "Kas\u{301}persky Endpoint Security",
        "Kasper\u{a0}sky Endpoint Security",
        "K a s p e r s k y Endpoint Security",
        "Kasper\n   sky Endpoint Security",
        "<b>Kas</b>persky &amp; Endpoint",
        "&#75;aspersky Endpoint Security",
        "Касперский Endpoint Security",
        "Kas<!-- x -->persky",
        "KASPERSKY-KL4863",
        "KASPERSKYLAB",
        "kaspersky_lab",
        "Купить антивирус Касперского",
        "购买卡巴斯基实验室软件",
        "购买 卡 巴 斯 基 实 验 室 软件",
        "卡巴斯-\r\n基实验室",
        "Ka5per$ky Endpoint",
        "hxxp://www.kaspersky.com/download",
    ] {
        let mut line = LineItem::default();
        line.product.descriptions.push(Sourced::from(text));
        let request = PurchaseRequest { lines: vec![line], ..PurchaseRequest::default() };
        let decision = screen(&engine, &request);
        assert_ne!(decision.verdict, Verdict::Allow, "{text}");
        assert!(decision.findings.iter().any(|finding| finding.listing.id == "kaspersky"), "{text}");
    }
}

/// A list that knows only Latin letters still hears the name in Cyrillic: a person looks.
#[test]
fn a_latin_brand_is_heard_in_cyrillic() {
    let engine = engine_of(
        r#"
version = 1
title = "Latin only"
time-zone = "UTC"
[vendor]
k = { name = "Kaspersky Lab", brands = ["Kaspersky"] }
[authority]
house = { title = "House rule", status = [{ is = "in-force", from = 2020-01-01 }] }
[rule]
all = { authority = "house", vendors = ["k"] }
"#,
    );
    for (text, expect) in [
        ("Касперский Endpoint Security", Verdict::Review),
        ("антивирус Касперского", Verdict::Review),
        ("каспийский лосось", Verdict::Allow),
    ] {
        let mut line = LineItem::default();
        line.product.names.push(Sourced::from(text));
        let request = PurchaseRequest { lines: vec![line], ..PurchaseRequest::default() };
        assert_eq!(screen(&engine, &request).verdict, expect, "{text}");
    }
}

#[test]
fn raw_bytes_show_listed_words() {
    let engine = engine_of(KNOWN);
    for (text, expect) in [
        ("<a>Kaspersky</a>", true),
        ("<!-- Kasper&#115;ky -->", true),
        ("x KAS\u{200b}PERSKY y", true),
        ("zte", true),
        ("aztech", false),
        ("kaspers ky", false),
        ("", false),
    ] {
        assert_eq!(!engine.scan_raw(text).is_empty(), expect, "{text}");
    }
    let hit = &engine.scan_raw("see Huawei Technologies Co., Ltd.")[0];
    assert_eq!((hit.listing.table, hit.listing.id.as_str()), ("vendor", "huawei"));
}
