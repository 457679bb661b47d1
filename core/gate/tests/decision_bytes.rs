//! The bytes of decisions stand under a name, `Engine::TABLES`: who changes the bytes raises the name, so that a replay
//! says that another engine decided and calls no record forged. `UPDATE=1` writes the digest anew once it is raised.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail the test that calls them")]

use std::path::Path;

use debar_blocklist::MemorySources;
use debar_engine::{Ask, Engine};
use debar_gate::{LoadedList, run_tests};
use debar_model::Sha256Hex;

const LIST: &str = include_str!("decision-bytes.toml");

fn list() -> LoadedList {
    LoadedList::from_sources("fixed.toml", &MemorySources::new().with("fixed.toml", LIST)).unwrap()
}

/// The digest of all decisions, one a line.
fn digest(list: &LoadedList) -> String {
    let mut bytes = vec![];
    for case in &list.list().tests {
        let (request, facts) = case.request();
        let canonical = debar_wire::request_json(&request);
        let decision = list.engine.screen(&Ask {
            request: &request,
            request_id: debar_wire::request_id("", &canonical),
            facts: &facts,
            at: case.at.at,
            known_at: case.known_at.as_ref().map(|known| known.at),
            holds: vec![],
            cleared: &[],
            review_state: Sha256Hex::default(),
        });
        bytes.extend(debar_wire::decision_json(&decision));
        bytes.push(b'\n');
    }
    debar_wire::sha256(&bytes).to_string()
}

#[test]
fn other_bytes_have_another_name() {
    let list = list();
    let now = [Engine::TABLES.to_owned(), debar_wire::sha256(LIST.as_bytes()).to_string(), digest(&list)];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/decision-bytes.txt");
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let known: Vec<&str> = known.split_whitespace().collect();
    if known == now {
        return;
    }
    let same_question = matches!(known.as_slice(), [tables, list, _] if *tables == now[0] && *list == now[1]);
    assert!(
        !same_question,
        "the same questions have other bytes: raise `Engine::TABLES`, then run with UPDATE=1"
    );
    assert!(std::env::var_os("UPDATE").is_some(), "run with UPDATE=1 and record {}", now.join(" "));
    std::fs::write(&path, now.join("\n") + "\n").unwrap();
}

#[test]
fn the_fixed_questions_are_answered_as_they_say() {
    let list = list();
    for run in run_tests(&list.engine) {
        assert!(run.failures.is_empty(), "{}: {:?}", run.case.name, run.failures);
    }
}
