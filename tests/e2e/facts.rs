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

/// An exception asks for an approval; the document says that it has it.
const EXCEPTED: &str = r#"version = 1
title = "Own"
time-zone = "UTC"

[buyer.us-executive]

[vendor.badsoft]
name = "Badsoft Limited"

[authority.house]
title = "House rule"
status = [{ is = "in-force", from = 2020-01-01 }]

[rule.goods]
authority = "house"
vendors = ["badsoft"]
except = [{ approval = "cleared-list" }, { end-use = ["training"] }]

[rule.seller]
authority = "house"
sellers = "any"
requires = [{ fact = "declaration", is = ["clean"] }]
scope = { tiers = ["prime"] }
except = [{ approval = "cleared-list" }]
"#;

#[test]
fn an_approval_of_the_document_lifts_only_where_the_configuration_trusts_it() {
    let folder = initialised();
    let folder = folder.path();
    fs::write(folder.join("own.toml"), EXCEPTED).unwrap();
    let file = folder.join("debar.toml");
    let text = fs::read_to_string(&file).unwrap();
    let trust = "\n[route.desk]\ntrust-document-facts = [\"approval\"]\n\n[route.open]\n";
    fs::write(&file, format!("{text}{trust}")).unwrap();
    let order = |facts: &str| {
        format!(
            "{{\"supplier\":\"One\",\"lines\":[{{\"description\":\"Tool\",\"manufacturer\":\"Badsoft Limited\"}}],\"facts\":{facts}}}"
        )
    };
    let approved = r#"{"approval":"cleared-list"}"#;
    let trained = r#"{"end-use":"training"}"#;
    let declared = ["--fact", "declaration=bad", "--fact", "tier=prime"];
    for (facts, args, code, parts) in [
        ("{}", &[][..], 1, &["DENY"][..]),
        (approved, &[], 3, &["only the document states `approval`, and that lifts nothing"]),
        (approved, &["--route", "open"], 3, &["only the document states `approval`"]),
        (approved, &["--route", "desk"], 0, &["ALLOW"]),
        (r#"{"approval":"another"}"#, &["--route", "desk"], 1, &["DENY"]),
        // What is trusted is the one fact, not the document.
        (trained, &["--route", "desk"], 3, &["only the document states `end-use`"]),
        // The word of the caller counts, and stands before the document's.
        ("{}", &["--fact", "approval=cleared-list"], 0, &["ALLOW"]),
        (approved, &["--route", "desk", "--fact", "approval=none"], 1, &["DENY"]),
        // A rule that asks who sells is lifted by the same approvals and by no document.
        (approved, &[&["--route", "desk"][..], &declared].concat(), 0, &["ALLOW"]),
        (approved, &declared, 3, &["only the document states `approval`"]),
        ("{}", &declared, 1, &["the seller `One`"]),
    ] {
        fs::write(folder.join("order.json"), order(facts)).unwrap();
        expect(folder, &[&["order.json"][..], args].concat(), code, parts);
    }
    fs::write(folder.join("order.json"), order(approved)).unwrap();
    let ran = check(folder, &["order.json", "--route", "desk", "--format", "json"]);
    let decision: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(decision["facts"]["approval"]["origin"], "trusted-document", "{decision}");
    // A name that nobody knows is told when the configuration is read.
    fs::write(&file, format!("{text}\n[route.desk]\ntrust-document-facts = [\"aproval\"]\n")).unwrap();
    expect(folder, &["order.json"], 4, &["did you mean `approval`?"]);
}
