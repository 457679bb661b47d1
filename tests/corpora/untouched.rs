//! Untouched documents: none names a listed vendor, so none may be denied, and each is decoded or stands on
//! its plugin's list of refused ones.

use debar_model::Verdict;
use debar_tests::{Plugins, TestGate};

use crate::documents::{documents, name, refused};

fn check(format: &str) {
    let gate = TestGate::shipped(Plugins::Loaded);
    let refused = refused(format);
    let (mut faults, mut allowed, mut held, mut reviewed) = (vec![], 0, 0, 0);
    let files = documents(format);
    for file in &files {
        let bytes = std::fs::read(file).unwrap();
        let outcome = gate.check_as(&bytes, Some(format));
        let name = name(file);
        let listed = refused.iter().any(|entry| name.ends_with(entry.as_str()));
        let decoded = outcome.decisions.iter().all(|recorded| recorded.decision.complete);
        match outcome.verdict() {
            Verdict::Deny => faults.push(format!("{name}: denied")),
            Verdict::Allow => allowed += 1,
            Verdict::Review if !decoded => held += 1,
            Verdict::Review => reviewed += 1,
        }
        if decoded && outcome.verdict() == Verdict::Review {
            let decision = &outcome.decisions[0].decision;
            let why: Vec<String> = decision
                .findings
                .iter()
                .map(|finding| format!("{} in {}", finding.listing.id, finding.evidence.value))
                .collect();
            println!("{name}: review: {why:?} {:?}", decision.needs);
        }
        if !decoded && !listed {
            let why = &outcome.decisions[0].decision.holds;
            faults.push(format!("{name}: held and not on the list of refused documents: {why:?}"));
        }
        if decoded && listed {
            faults.push(format!("{name}: on the list of refused documents, but decoded"));
        }
    }
    println!("{format}: {} documents, {allowed} allowed, {reviewed} for review, {held} held", files.len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn cxml() {
    check("cxml");
}

#[test]
fn ubl() {
    check("ubl");
}

#[test]
fn cyclonedx() {
    check("cyclonedx");
}
