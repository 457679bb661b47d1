//! Facts: what a configuration states nobody loosens, and what the list does not know is never passed by.

use std::fs;

use debar_tests::initialised;
use serde_json::Value;
use tempfile::TempDir;

use crate::own_list::{NO_DIGEST, check, expect, order, write};

/// A folder whose configuration states some facts, and an order of a listed vendor.
fn folder(facts: &str) -> TempDir {
    let folder = initialised();
    write(folder.path(), NO_DIGEST);
    fs::write(folder.path().join("order.xml"), order("Badsoft")).unwrap();
    let file = folder.path().join("debar.toml");
    let text = fs::read_to_string(&file).unwrap();
    let (before, rest) = text.split_once("[facts]\n").unwrap();
    let after = &rest[rest.find("\n# Pins").unwrap()..];
    fs::write(file, format!("{before}{facts}\n{after}")).unwrap();
    folder
}

fn document(facts: &str) -> String {
    format!("{{\"supplier\":\"One\",\"lines\":[{{\"description\":\"Badsoft\"}}],\"facts\":{facts}}}")
}

#[test]
fn a_document_cannot_loosen() {
    let out_of_scope = [r#"{"buyer":"elsewhere"}"#, r#"{"act":"resell"}"#, r#"{"act":"x-nothing"}"#];
    for configured in ["[facts]\nbuyer = \"agency\"\nact = \"procure\"", ""] {
        let folder = folder(configured);
        for facts in out_of_scope {
            fs::write(folder.path().join("order.json"), document(facts)).unwrap();
            expect(folder.path(), &["order.json"], 1, &["DENY"]);
        }
        for unknown in [r#"{"buyer":"nobody"}"#, r#"{"act":"purchase"}"#] {
            fs::write(folder.path().join("order.json"), document(unknown)).unwrap();
            expect(folder.path(), &["order.json"], 1, &["DENY"]);
        }
    }
    // A caller may say who buys where the configuration does not.
    let folder = folder("");
    expect(folder.path(), &["order.xml"], 1, &["DENY"]);
    expect(folder.path(), &["order.xml", "--fact", "buyer=elsewhere"], 0, &["ALLOW"]);
}

#[test]
fn a_caller_cannot_change_what_is_configured_and_is_told() {
    let folder = folder("[facts]\nbuyer = \"agency\"\nact = \"procure\"");
    let text = expect(folder.path(), &["order.xml", "--fact", "buyer=elsewhere"], 1, &["DENY"]);
    assert!(
        text.contains("`buyer = elsewhere` of the call is not used: the configuration states `agency`"),
        "{text}"
    );
}

#[test]
fn a_route_wins_over_the_file() {
    let facts = "[facts]\nbuyer = \"agency\"\n\n[route.abroad]\nfacts = { buyer = \"elsewhere\" }";
    let folder = folder(facts);
    expect(folder.path(), &["order.xml"], 1, &["DENY"]);
    expect(folder.path(), &["order.xml", "--route", "abroad"], 0, &["ALLOW"]);
    let ran = check(folder.path(), &["order.xml", "--route", "abroad", "--format", "json"]);
    let decision: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(decision["facts"]["buyer"]["values"], serde_json::json!(["elsewhere"]));
}

#[test]
fn a_fact_that_the_list_does_not_know_is_refused() {
    for (facts, parts) in [
        ("[facts]\nbuyer = \"agnecy\"", &["debar.toml:", "the buyer `agnecy`", "did you mean `agency`?"][..]),
        ("[facts]\nact = \"purchase\"", &["the act `purchase`", "`procure`"]),
        ("[route.a]\nfacts = { buyer = \"agencie\" }", &["route `a`", "did you mean `agency`?"]),
        ("[facts]\nbuyers = \"agency\"", &["no rule asks for a fact `buyers`", "did you mean `buyer`?"]),
    ] {
        let folder = folder(facts);
        expect(folder.path(), &["order.xml"], 4, parts);
        assert!(!folder.path().join("ledger/segments").exists(), "nothing is recorded");
    }
    let folder = folder("");
    for (fact, part) in [
        ("buyer=agnecy", "did you mean `agency`?"),
        ("act=buy", "the list knows"),
        ("acts=procure", "did you mean `act`?"),
        ("solicitation=tomorrow", "write a day"),
        ("value-share=10,1", "`value-share = 10,1` is no number"),
    ] {
        expect(folder.path(), &["order.xml", "--fact", fact], 2, &[part]);
    }
    let noted = folder_with_note();
    let text = expect(noted.path(), &["order.xml"], 1, &["warning: debar.toml:"]);
    assert!(text.contains("no rule asks for a fact `project`"), "{text}");
}

fn folder_with_note() -> TempDir {
    folder("[facts]\nbuyer = \"agency\"\nact = \"procure\"\nproject = \"apollo\"")
}

#[test]
fn a_default_that_the_list_does_not_know_is_a_missing_fact() {
    let folder = folder("");
    let list = fs::read_to_string(folder.path().join("own.toml")).unwrap();
    let renamed = list.replace("us-executive", "crown");
    fs::write(folder.path().join("own.toml"), renamed).unwrap();
    expect(folder.path(), &["order.xml"], 3, &["needs", "buyer", "crown"]);
    expect(folder.path(), &["order.xml", "--fact", "buyer=agency"], 1, &["DENY"]);
}
