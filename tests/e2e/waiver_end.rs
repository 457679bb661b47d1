//! A waiver ends at one instant, and every surface knows the same one: the engine, the gate, the command line and the
//! replay of what was recorded honour it a second before its end and none at its end or after.

use std::fs;
use std::sync::Arc;

use debar_blocklist::{DirSources, read};
use debar_engine::{Ask, Engine};
use debar_gate::Submission;
use debar_model::{
    FactOrigin, Facts, LineItem, Party, PurchaseRequest, RequestId, Role, Sha256Hex, Sourced, Verdict,
};
use debar_tests::{Plugins, TestGate, run_in};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use tempfile::TempDir;

use crate::own_list::NO_DIGEST;

const DOCUMENT: &str =
    r#"{"supplier":"One","lines":[{"manufacturer":"Badsoft Limited","description":"Tool"}]}"#;
/// First and last day of an end that is drawn, in seconds: 2024-01-01 and 2030-12-31.
const RANGE: std::ops::Range<i64> = 1_704_067_200..1_924_905_600;

fn verdict_of(code: Option<i32>) -> Verdict {
    match code {
        Some(0) => Verdict::Allow,
        Some(1) => Verdict::Deny,
        _ => Verdict::Review,
    }
}

fn facts() -> Facts {
    let mut facts = Facts::new();
    for (name, value) in [("buyer", "agency"), ("act", "procure")] {
        facts.add(name, [value.to_owned()], FactOrigin::Call);
    }
    facts
}

fn request() -> PurchaseRequest {
    let mut line = LineItem::default();
    line.product.descriptions.push(Sourced::from("Tool"));
    line.parties.push(Party { names: vec!["Badsoft Limited".into()], ..Party::new(Role::Manufacturer) });
    PurchaseRequest { lines: vec![line], ..PurchaseRequest::default() }
}

fn holds_until(end: Timestamp) {
    let folder = TempDir::new().unwrap();
    crate::own_list::write(folder.path(), NO_DIGEST);
    let list = folder.path().join("own.toml");
    let text = fs::read_to_string(&list).unwrap();
    let waiver = format!(
        "[waiver.w]\nrules = [\"house\"]\nfor = {{ vendor = \"badsoft\" }}\n\
         approved-by = {{ role = \"CIO\", on = 2020-02-01 }}\nreason = \"r\"\nuntil = {end}\n"
    );
    fs::write(&list, format!("{text}\n{waiver}")).unwrap();
    fs::write(folder.path().join("order.json"), DOCUMENT).unwrap();
    let (sources, root) = DirSources::of(&list).unwrap();
    let reading = read(&root, &sources);
    let engine = Engine::compile(Arc::new(reading.list.unwrap()));
    let gate = TestGate::over(Some(&list), Plugins::Loaded);
    for (offset, expect) in [(-1, Verdict::Allow), (0, Verdict::Deny), (1, Verdict::Deny)] {
        let at = end.checked_add(SignedDuration::from_secs(offset)).unwrap();
        let (request, facts) = (request(), facts());
        let decision = engine.screen(&Ask {
            request: &request,
            request_id: RequestId::default(),
            facts: &facts,
            at,
            known_at: None,
            holds: vec![],
            cleared: &[],
            review_state: Sha256Hex::default(),
        });
        assert_eq!(decision.verdict, expect, "engine at {at}");
        let submission = Submission {
            bytes: DOCUMENT.as_bytes(),
            at: Some(at),
            facts: facts.clone(),
            ..Submission::default()
        };
        let outcome = gate.gate.check(&submission).unwrap();
        assert_eq!(outcome.decisions[0].decision.verdict, expect, "gate at {at}");
        let instant = at.to_string();
        let args = ["--blocklist", "own.toml", "check", "order.json", "--quiet"];
        let stated = ["--fact", "buyer=agency", "--fact", "act=procure", "--at", instant.as_str()];
        let ran = run_in(folder.path(), &[&args[..], &stated[..]].concat());
        assert_eq!(verdict_of(ran.code), expect, "command at {at}: {}{}", ran.out, ran.err);
    }
    // What was recorded is reached again by the list of then, although the waiver is gone from the file.
    fs::write(&list, text).unwrap();
    let replayed = run_in(folder.path(), &["--blocklist", "own.toml", "ledger", "replay"]);
    assert_eq!(replayed.code, Some(0), "{}{}", replayed.out, replayed.err);
    assert!(replayed.out.contains("3 of 3"), "{}", replayed.out);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_waiver_ends_for_everybody_at_once(second in RANGE) {
        holds_until(Timestamp::from_second(second).unwrap());
    }
}
