//! Answers: the right one for each verdict, valid against the DTD, the same for a retry, without secrets.
//!
//! Invariant: only an allowed order gets a positive answer.
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

fn with(answer: &str, partial: bool) -> TestHost {
    host().with_config(json!({ "answer": answer, "partial": partial }))
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

#[test]
fn a_response_says_200_201_or_400() {
    let order = decoded("order.xml");
    let host = with("response", false);
    check(
        &write(&host, &order, &answers(&order, "allow")),
        &["code=\"200\"", "text=\"OK\""],
        &["400", "201"],
    );
    let deny = write(&host, &order, &answers(&order, "deny"));
    check(
        &deny,
        &["code=\"400\"", "a reason for people: \"quoted\" &amp; &lt;marked&gt;", "line 0: Deny"],
        &["\"200\""],
    );
    let mut held = answers(&order, "review");
    check(&write(&host, &order, &held), &["code=\"400\"", "Held for review"], &["code=\"20"]);
    held[0].forwards = true;
    check(&write(&host, &order, &held), &["code=\"201\"", "Held for review"], &["code=\"200\""]);
    held[0].complete = false;
    held[0].hold_code = "undecodable".to_owned();
    check(&write(&host, &order, &held), &["undecodable", "could not be understood"], &["code=\"200\""]);
}

#[test]
fn a_status_update_speaks_of_each_line() {
    let order = decoded("parent-child.xml");
    let host = with("status-update", false);
    let allow = write(&host, &order, &answers(&order, "allow"));
    check(
        &allow,
        &["<DocumentStatus type=\"accepted\">", "parentLineNumber=\"1\"", "20261102.1@buyer.example"],
        &["rejected"],
    );
    let mixed = answers_with(&order, |_, line| if line == 1 { "deny" } else { "allow" });
    check(&write(&host, &order, &mixed), &["type=\"rejected\"", "code=\"400\""], &["accepted"]);
    let mut own_reasons = mixed.clone();
    own_reasons[0].reasons = own_reasons[0].lines[1].reasons.clone();
    let partial = write(&with("status-update", true), &order, &own_reasons);
    check(
        &partial,
        &[
            "<ItemStatus type=\"rejected\" parentLineNumber=\"1\">",
            "<ItemStatus type=\"accepted\">",
            "type=\"partial\"",
        ],
        &[],
    );
    // A reason beside the lines rejects them all, whatever the operator chose.
    check(&write(&with("status-update", true), &order, &mixed), &["type=\"rejected\""], &["accepted"]);
    let held = write(&host, &order, &answers(&order, "review"));
    check(&held, &["<DocumentStatus type=\"held\">"], &["ItemStatus", "accepted\""]);
}

#[test]
fn a_confirmation_accepts_details_rejects_or_excepts() {
    let order = decoded("parent-child.xml");
    let host = with("confirmation", false);
    let seller = |verdict: &str| {
        let mut answers = answers(&order, verdict);
        answers[0].role = GateRole::Seller;
        answers
    };
    check(
        &write(&host, &order, &seller("allow")),
        &["type=\"accept\"", "orderID=\"PO-1001\""],
        &["ConfirmationItem", "reject"],
    );
    check(&write(&host, &order, &seller("deny")), &["type=\"reject\""], &["ConfirmationItem", "accept"]);
    check(
        &write(&host, &order, &seller("review")),
        &["type=\"allDetail\"", "type=\"unknown\"", "lineNumber=\"3\""],
        &["accept", "reject"],
    );
    // A gate of the buyer does not accept in the seller's name.
    check(
        &write(&host, &order, &answers(&order, "allow")),
        &["<Response>", "code=\"200\""],
        &["Confirmation"],
    );
    let mut mixed = answers_with(&order, |_, line| if line == 2 { "deny" } else { "allow" });
    mixed[0].reasons = mixed[0].lines[2].reasons.clone();
    let partial = write(&with("confirmation", true), &order, &mixed);
    check(
        &partial,
        &["type=\"except\"", "<UnitOfMeasure>HUR</UnitOfMeasure>", "type=\"reject\"", "type=\"accept\""],
        &[],
    );
    check(&write(&host, &order, &mixed), &["type=\"reject\""], &["accept"]);
}

#[test]
fn an_order_that_was_sent_is_cancelled() {
    let order = decoded("order.xml");
    let mut answers = answers(&order, "deny");
    answers[0].already_transmitted = true;
    let text = write(&host(), &order, &answers);
    check(
        &text,
        &["type=\"delete\"", "orderID=\"PO-1001\"", "payloadID=\"20261102.1@buyer.example\"", "Blocked"],
        &["Endpoint"],
    );
    answers[0].verdict = debar_testkit::answers(&order, "review")[0].verdict;
    let error = host().encode(&order.receipt, &answers).expect_err("a held order is not cancelled");
    assert_eq!(error.reports[0].code, "cxml-already-sent");
}

#[test]
fn several_orders_and_unreadable_documents_get_one_cautious_answer() {
    let twice = decoded("twice.xml");
    let mixed = answers_with(&twice, |request, _| if request == 1 { "deny" } else { "allow" });
    for answer in ["response", "status-update", "confirmation"] {
        check(
            &write(&with(answer, true), &twice, &mixed),
            &["<Response>", "code=\"400\""],
            &["code=\"200\""],
        );
    }
    // One hold over a document whose orders are two.
    let held = &answers_with(&twice, |_, _| "review")[..1];
    check(&write(&host(), &twice, held), &["code=\"400\""], &[]);
    let allow = &answers_with(&twice, |_, _| "allow")[..1];
    assert!(host().encode(&twice.receipt, allow).is_err(), "one allow does not cover two orders");
}

#[test]
fn answers_are_valid_repeatable_and_keep_secrets() {
    let mut written: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    let corpus = files(&corpora().join("cxml/cxml-php"), "xml").into_iter().chain(files(&own(), "xml"));
    for path in corpus.chain(files(&own(), "mime")) {
        let bytes = std::fs::read(&path).unwrap();
        let Ok(order) = host().decode("", &bytes) else { continue };
        let native = String::from_utf8_lossy(&bytes).into_owned();
        for (kind, role) in [
            ("response", GateRole::BuyerGate),
            ("status-update", GateRole::Hub),
            ("confirmation", GateRole::Seller),
        ] {
            for verdict in ["allow", "review", "deny", "mixed"] {
                for sent in [false, true] {
                    let mut given = answers_with(&order, |_, line| match (verdict, line % 3) {
                        ("mixed", 0) => "deny",
                        ("mixed", 1) => "allow",
                        ("mixed", _) => "review",
                        (other, _) => other,
                    });
                    for answer in &mut given {
                        answer.role = role;
                        answer.already_transmitted = sent;
                        if verdict == "mixed" {
                            answer.reasons.clear();
                        }
                    }
                    let host = with(kind, true);
                    let Ok(encoded) = host.encode(&order.receipt, &given) else {
                        assert!(sent && verdict != "allow", "{}: no answer", path.display());
                        continue;
                    };
                    let text = String::from_utf8(encoded.body).unwrap();
                    assert_eq!(text, write(&host, &order, &given), "a retry differs");
                    for secret in native.split("<SharedSecret>").skip(1).filter_map(|s| s.split("</").next())
                    {
                        assert!(!text.contains(secret), "{}: a secret is answered", path.display());
                    }
                    let dtd = if text.contains("Fulfill.dtd") { "Fulfill.dtd" } else { "cXML.dtd" };
                    let name = path.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                    written.entry(dtd).or_default().push((format!("{name}-{kind}-{verdict}-{sent}"), text));
                }
            }
        }
    }
    let (mut valid, mut skipped) = (0, 0);
    for (dtd, texts) in &written {
        let dtd = corpora().join("cxml/dtd-1.2.063").join(dtd);
        match dtd.exists().then(|| xmllint(&["--dtdvalid", &dtd.to_string_lossy()], texts)).flatten() {
            Some(Ok(())) => valid += texts.len(),
            Some(Err(said)) => panic!("{said}"),
            None => skipped += texts.len(),
        }
    }
    println!("{valid} answers valid, {skipped} skipped (xmllint or the DTDs are missing)");
    assert!(valid + skipped > 50);
}
