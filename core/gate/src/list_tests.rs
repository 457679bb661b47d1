//! Runs a list's own `[[test]]`s through the engine that answers orders.

use std::sync::Arc;

use debar_blocklist::{Blocklist, TestCase};
use debar_engine::{Ask, Engine};
use debar_model::{Decision, Effect, PurchaseRequest, RequestId, Sha256Hex};

/// How one test of the list went.
#[derive(Clone, Debug)]
pub struct TestRun<'a> {
    /// The test.
    pub case: &'a TestCase,
    /// What the engine said.
    pub decision: Decision,
    /// Where that differs from what is expected, a sentence each; empty when the test holds.
    pub failures: Vec<String>,
}

/// A list compiled for its own tests alone: what it says of any other request is worth nothing.
pub fn compile_for_tests(list: Arc<Blocklist>) -> Engine {
    let requests: Vec<PurchaseRequest> = list.tests.iter().map(|case| case.request().0).collect();
    Engine::compile_for(list, &requests)
}

/// Runs every test of the list.
pub fn run_tests(engine: &Engine) -> Vec<TestRun<'_>> {
    engine.list().tests.iter().map(|case| run(engine, case)).collect()
}

fn run<'a>(engine: &Engine, case: &'a TestCase) -> TestRun<'a> {
    let (request, facts) = case.request();
    let decision = engine.screen(&Ask {
        request: &request,
        request_id: RequestId::default(),
        facts: &facts,
        at: case.at.at,
        known_at: case.known_at.as_ref().map(|moment| moment.at),
        holds: vec![],
        cleared: &[],
        review_state: Sha256Hex::default(),
    });
    let failures = compare(case, &decision);
    TestRun { case, decision, failures }
}

fn compare(case: &TestCase, decision: &Decision) -> Vec<String> {
    let expect = &case.expect;
    let mut failures = vec![];
    if decision.verdict != expect.verdict {
        failures.push(format!("expected `{}`, the list says `{}`", expect.verdict, decision.verdict));
    }
    let deciding: Vec<&str> = decision
        .findings
        .iter()
        .flat_map(|finding| &finding.rulings)
        .filter(|ruling| matches!(ruling.effect, Effect::Bites | Effect::Softened | Effect::NeedsFact))
        .map(|ruling| ruling.rule.as_str())
        .collect();
    missing(&mut failures, "rule", &expect.rules, &deciding);
    let forms: Vec<&str> = decision.obligations.iter().filter_map(|duty| duty.form.as_deref()).collect();
    missing(&mut failures, "report", &expect.reports, &forms);
    let needs: Vec<&str> = decision.needs.iter().map(|need| need.fact.as_str()).collect();
    missing(&mut failures, "need", &expect.needs, &needs);
    let notices: Vec<&str> = decision.notices.iter().map(|notice| notice.code.as_str()).collect();
    missing(&mut failures, "notice", &expect.notices, &notices);
    failures
}

fn missing(failures: &mut Vec<String>, what: &str, expected: &[String], found: &[&str]) {
    for name in expected {
        if !found.contains(&name.as_str()) {
            let found = if found.is_empty() { "none".to_owned() } else { found.join(", ") };
            failures.push(format!("expected the {what} `{name}`; found: {found}"));
        }
    }
}
