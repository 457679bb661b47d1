//! Answers: the right code for each verdict, valid against the schema, the same for a retry.
//!
//! Invariant: only an allowed order is accepted.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "tests may fail loudly"
)]

mod support;

use debar_testkit::{Answer, Decoded, GateRole, TestHost, answers, answers_with};
use serde_json::json;
use std::collections::BTreeMap;
use support::{corpora, files, host, own, xmllint};

fn with(partial: bool) -> TestHost {
    host().with_config(json!({ "partial": partial }))
}

fn decoded(name: &str) -> Decoded {
    let bytes = std::fs::read(own().join(name)).unwrap();
    host().decode("", &bytes).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn write(host: &TestHost, decoded: &Decoded, answers: &[Answer]) -> String {
    let encoded = host.encode(&decoded.receipt, answers).unwrap_or_else(|e| panic!("{e}"));
    String::from_utf8(encoded.body).unwrap()
}

/// What a text must and must not hold.
fn check(text: &str, holds: &[&str], lacks: &[&str]) {
    for part in holds {
        assert!(text.contains(part), "`{part}` is missing in {text}");
    }
    for part in lacks {
        assert!(!text.contains(part), "`{part}` is in {text}");
    }
}

fn codes(text: &str) -> Vec<&str> {
    let after = text.split("<cbc:LineStatusCode>").skip(1);
    after.map(|part| part.split('<').next().unwrap_or_default()).collect()
}

#[test]
fn each_verdict_has_its_code() {
    let order = decoded("order.xml");
    let allow = write(&with(false), &order, &answers(&order, "allow"));
    check(&allow, &[">AP<", "order_response:3", "<cbc:ID>PO-7</cbc:ID>", "schemeID=\"9930\""], &[">RE<"]);
    assert_eq!(codes(&allow), ["5", "5", "5"]);
    let review = write(&with(false), &order, &answers(&order, "review"));
    check(&review, &[">AB<", "Held for review"], &[">AP<", ">RE<"]);
    assert_eq!(codes(&review), ["3", "3", "3"]);
    let deny = write(&with(false), &order, &answers(&order, "deny"));
    check(
        &deny,
        &[">RE<", "a reason for people: \"quoted\" &amp; &lt;marked&gt;", "Decision 0000"],
        &[">AP<", ">AB<"],
    );
    assert_eq!(codes(&deny), ["7", "7", "7"]);
}

#[test]
fn a_mixed_order_is_rejected_whole_unless_the_operator_says_otherwise() {
    let order = decoded("order.xml");
    let mut mixed = answers_with(&order, |_, line| if line == 1 { "deny" } else { "allow" });
    assert_eq!(codes(&write(&with(false), &order, &mixed)), ["7", "7", "7"]);
    // A reason beside the lines rejects them all.
    check(&write(&with(true), &order, &mixed), &[">RE<"], &[">CA<"]);
    mixed[0].reasons = mixed[0].lines[1].reasons.clone();
    let text = write(&with(true), &order, &mixed);
    check(&text, &[">CA<"], &[">AP<"]);
    assert_eq!(codes(&text), ["5", "7", "5"]);
}

#[test]
fn an_order_that_was_sent_is_cancelled() {
    let order = decoded("order.xml");
    let sent = |verdict: &str| {
        let mut answers = answers(&order, verdict);
        answers[0].already_transmitted = true;
        answers[0].role = GateRole::BuyerGate;
        answers
    };
    check(
        &write(&host(), &order, &sent("deny")),
        &["<OrderCancellation", "Blocked", "<cbc:ID>PO-7</cbc:ID>"],
        &["OrderResponse"],
    );
    let error = host().encode(&order.receipt, &sent("review")).expect_err("a held order is not cancelled");
    assert_eq!(error.reports[0].code, "ubl-already-sent");
}

#[test]
fn answers_are_valid_and_repeatable() {
    let schemas = corpora().join("ubl/oasis-xsd-2.1/maindoc");
    let mut written: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for path in files(&corpora().join("ubl"), "xml").into_iter().chain(files(&own(), "xml")) {
        let bytes = std::fs::read(&path).unwrap();
        let Ok(order) = host().decode("", &bytes) else { continue };
        for verdict in ["allow", "review", "deny", "mixed"] {
            for sent in [false, true] {
                let mut given = answers_with(&order, |_, line| match (verdict, line % 3) {
                    ("mixed", 0) => "deny",
                    ("mixed", 1) => "allow",
                    ("mixed", _) => "review",
                    (other, _) => other,
                });
                given[0].already_transmitted = sent;
                if verdict == "mixed" {
                    given[0].reasons.clear();
                }
                let Ok(encoded) = with(true).encode(&order.receipt, &given) else {
                    assert!(sent && verdict == "review", "{}: no answer", path.display());
                    continue;
                };
                let text = String::from_utf8(encoded.body).unwrap();
                assert_eq!(text, write(&with(true), &order, &given), "a retry differs");
                let kind =
                    if text.contains("<OrderCancellation") { "OrderCancellation" } else { "OrderResponse" };
                let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                written.entry(kind).or_default().push((format!("{name}-{verdict}-{sent}"), text));
            }
        }
    }
    let (mut valid, mut skipped) = (0, 0);
    for (kind, texts) in &written {
        let schema = schemas.join(format!("UBL-{kind}-2.1.xsd"));
        match schema.exists().then(|| xmllint(&["--schema", &schema.to_string_lossy()], texts)).flatten() {
            Some(Ok(())) => valid += texts.len(),
            Some(Err(said)) => panic!("{said}"),
            None => skipped += texts.len(),
        }
    }
    println!("{valid} answers valid, {skipped} skipped (xmllint or the schemas are missing)");
    assert!(valid + skipped > 20);
}
