//! What holds for every twin: nothing is lost, equal values give equal bytes, and what a reader may
//! not know does no harm.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests fail by panicking")]

mod arbitrary;

use debar_model::{Decision, HoldReason, LineItem, PurchaseRequest, Sourced, Verdict};
use debar_wire::{
    WireError, canonical_json, decision_json, read_decision, read_request, request_json, schemas,
};
use proptest::prelude::*;
use std::path::Path;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_request_comes_back_whole(request in arbitrary::request()) {
        let json = request_json(&request);
        prop_assert_eq!(&json, &request_json(&request.clone()));
        let mut without_bytes = request;
        without_bytes.attachments.iter_mut().for_each(|attachment| attachment.bytes.clear());
        let read = read_request(&json).unwrap();
        prop_assert_eq!(read, without_bytes);
    }

    #[test]
    fn a_decision_comes_back_whole(decision in arbitrary::decision()) {
        let json = decision_json(&decision);
        prop_assert!(!json.contains(&b'\n'));
        let read = read_decision(&json).unwrap();
        prop_assert_eq!(&json, &decision_json(&read));
        prop_assert_eq!(read, decision);
    }

    #[test]
    fn the_canonical_print_is_json_with_every_text(request in arbitrary::request()) {
        let json: serde_json::Value = serde_json::from_slice(&canonical_json(&request)).unwrap();
        let mut texts = Vec::new();
        collect(&json, &mut texts);
        for value in request.values() {
            let attached = request.attachments.iter().any(|attachment| attachment.name == *value.text);
            prop_assert!(attached || texts.contains(&value.text.to_string()), "{:?}", value);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
        prop_assert!(read_request(&bytes).is_err());
        prop_assert!(read_decision(&bytes).is_err());
    }
}

fn collect(value: &serde_json::Value, texts: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => texts.push(text.clone()),
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, texts)),
        serde_json::Value::Object(members) => members.values().for_each(|item| collect(item, texts)),
        _ => {}
    }
}

/// Changes the JSON of a decision and says what is read from it.
fn check(change: impl Fn(&mut serde_json::Value), expect: impl Fn(Result<Decision, WireError>)) {
    let mut json = serde_json::from_slice(&decision_json(&arbitrary::plain_decision())).unwrap();
    change(&mut json);
    expect(read_decision(&serde_json::to_vec(&json).unwrap()));
}

#[test]
fn what_a_reader_does_not_know_does_no_harm() {
    let verdict = |expect| move |read: Result<Decision, _>| assert_eq!(read.unwrap().verdict, expect);
    check(|_| {}, verdict(Verdict::Allow));
    check(|json| json["verdict"] = "approve".into(), verdict(Verdict::Deny));
    check(|json| json["verdict"] = "Allow".into(), verdict(Verdict::Deny));
    check(|json| drop(json.as_object_mut().unwrap().remove("verdict")), verdict(Verdict::Deny));
    check(|json| json["added_later"] = serde_json::json!({"a": [1]}), verdict(Verdict::Allow));
    check(
        |json| drop(json.as_object_mut().unwrap().remove("complete")),
        |read| assert!(!read.unwrap().complete),
    );
    check(
        |json| json["schema_version"] = 2.into(),
        |read| assert_eq!(read, Err(WireError::Version { found: 2 })),
    );
    check(
        |json| json["holds"] = serde_json::json!([{"reason": "mood", "text": ""}]),
        |read| {
            let text = read.unwrap_err().to_string();
            assert_eq!(text, "/holds/0/reason: `mood` is no reason of a hold known here");
        },
    );
    check(|json| json["verdict"] = 1.into(), |read| assert!(matches!(read, Err(WireError::Json { .. }))));
}

#[test]
fn a_duplicate_key_is_refused_and_not_the_last_one_taken() {
    let mut decision = arbitrary::plain_decision();
    decision.verdict = Verdict::Deny;
    let json = String::from_utf8(decision_json(&decision)).unwrap();
    let forged = json.replacen("\"verdict\":\"deny\"", "\"verdict\":\"deny\",\"verdict\":\"allow\"", 1);
    assert!(read_decision(forged.as_bytes()).is_err());
}

#[test]
fn numbers_are_strings_and_keys_have_one_order() {
    let mut decision = arbitrary::plain_decision();
    decision.holds.push((HoldReason::Tripwire, "\"quoted\" \u{2028} text".to_owned()));
    let json = String::from_utf8(decision_json(&decision)).unwrap();
    let expect = concat!(
        r#"{"schema_version":1,"decision_id":"0101010101010101010101010101010101010101010101010101010101010101","#,
        r#""request_id":"0202020202020202020202020202020202020202020202020202020202020202","#,
        r#""revision":"0303030303030303030303030303030303030303030303030303030303030303","#,
        r#""at":"2026-11-23T08:00:00.000000001Z","engine":"engine 1","verdict":"allow","complete":true,"#,
        "\"holds\":[{\"reason\":\"tripwire\",\"text\":\"\\\"quoted\\\" \u{2028} text\"}],",
        r#""lines":[],"findings":[],"conditions":[],"notices":[],"obligations":[],"needs":[],"facts":{}}"#,
    );
    assert_eq!(json, expect);
    let line = LineItem {
        quantity: Some(Sourced::new("1.50".parse_decimal(), Default::default())),
        ..Default::default()
    };
    let request = PurchaseRequest { lines: vec![line], ..Default::default() };
    let json = String::from_utf8(request_json(&request)).unwrap();
    assert!(json.contains(r#""quantity":{"value":"1.50"}"#), "{json}");
}

trait ParseDecimal {
    fn parse_decimal(&self) -> debar_model::Decimal;
}

impl ParseDecimal for str {
    fn parse_decimal(&self) -> debar_model::Decimal {
        debar_model::Decimal::parse(self).unwrap()
    }
}

#[test]
fn deep_and_circular_parents_are_printed_flat_enough() {
    let line = |index: u32| LineItem {
        id: Some(format!("L{index}").as_str().into()),
        parent: index.checked_sub(1),
        ..LineItem::default()
    };
    let mut request = PurchaseRequest { lines: (0..5_000).map(line).collect(), ..Default::default() };
    request.lines[0].parent = Some(4_999);
    let json: serde_json::Value = serde_json::from_slice(&canonical_json(&request)).unwrap();
    let text = json.to_string();
    for index in [0, 31, 32, 33, 4_999] {
        assert_eq!(
            text.matches(&format!("\"L{index}\"")).count()
                - usize::from(text.contains(&format!("\"parent_ref\":\"L{index}\""))),
            1,
            "{index}"
        );
    }
}

/// `UPDATE=1 cargo test -p debar-wire` rewrites the committed schemas.
#[test]
fn the_committed_schemas_are_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    for (name, text) in schemas() {
        let path = folder.join(format!("{name}.json"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == text, "{} is out of date: run the tests with UPDATE=1", path.display());
    }
}
