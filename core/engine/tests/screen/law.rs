//! Cases of law as lists with their own tests: every `[[test]]` of every file under `tests/law` holds.

use std::path::Path;
use std::sync::Arc;

use debar_blocklist::{Blocklist, DirSources, TestCase, read, shipped};
use debar_engine::{Ask, Engine};
use debar_model::{Decision, RequestId, Sha256Hex, Verdict};

#[test]
fn the_shipped_lists_pass_their_own_tests() {
    let sources = shipped();
    let roots: Vec<String> = sources.iter().map(|(name, _)| name.to_owned()).collect();
    let mut wrong = vec![];
    for root in roots {
        let reading = read(&root, &sources);
        let list = reading.list.unwrap_or_else(|| panic!("{root}: {:#?}", reading.diagnostics));
        run(&root, &list, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_case_of_law_holds() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/law");
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|end| end == "toml"));
    files.sort();
    assert!(!files.is_empty());
    let mut wrong = vec![];
    for path in files {
        let (sources, root) = DirSources::of(&path).unwrap();
        let reading = read(&root, &sources);
        let Some(list) = reading.list else {
            wrong.push(format!("{root}: {:#?}", reading.diagnostics));
            continue;
        };
        assert!(!list.tests.is_empty(), "{root} tests nothing");
        run(&root, &list, &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn run(root: &str, list: &Blocklist, wrong: &mut Vec<String>) {
    let engine = Engine::compile(Arc::new(list.clone()));
    for test in &list.tests {
        let decision = screen(&engine, test);
        wrong.extend(check(&decision, test).into_iter().map(|why| format!("{root}: {}: {why}", test.name)));
        wrong.extend(flips(list, test, &decision).map(|why| format!("{root}: {}: {why}", test.name)));
    }
}

fn screen(engine: &Engine, test: &TestCase) -> Decision {
    let (request, facts) = test.request();
    engine.screen(&Ask {
        request: &request,
        request_id: RequestId::default(),
        facts: &facts,
        at: test.at.at,
        known_at: test.known_at.as_ref().map(|moment| moment.at),
        holds: vec![],
        cleared: &[],
        review_state: Sha256Hex::default(),
    })
}

fn check(decision: &Decision, test: &TestCase) -> Vec<String> {
    let expect = &test.expect;
    let deciding = deciding(decision);
    let mut wrong = vec![];
    if decision.verdict != expect.verdict {
        wrong.push(format!("is {} and not {}\n{}", decision.verdict, expect.verdict, shown(decision)));
    }
    for rule in expect.rules.iter().filter(|rule| !deciding.contains(&rule.as_str())) {
        wrong.push(format!("rule {rule} does not decide; {}", shown(decision)));
    }
    for form in &expect.reports {
        if !decision.obligations.iter().any(|duty| duty.form.as_ref() == Some(form)) {
            wrong.push(format!("owes no report {form}: {:?}", decision.obligations));
        }
    }
    for fact in &expect.needs {
        if !decision.needs.iter().any(|need| &need.fact == fact) {
            wrong.push(format!("does not need {fact}: {:?}", decision.needs));
        }
    }
    for code in &expect.notices {
        if !decision.notices.iter().any(|notice| notice.code.as_str() == code) {
            wrong.push(format!("shows no notice {code}: {:?}", decision.notices));
        }
    }
    wrong
}

/// Rules whose rulings have the verdict of the whole.
fn deciding(decision: &Decision) -> Vec<&str> {
    let rulings = decision.findings.iter().flat_map(|finding| &finding.rulings);
    rulings.filter(|ruling| ruling.verdict == decision.verdict).map(|ruling| ruling.rule.as_str()).collect()
}

/// Without the rules that deny, nothing is denied.
fn flips(list: &Blocklist, test: &TestCase, decision: &Decision) -> Option<String> {
    if decision.verdict != Verdict::Deny {
        return None;
    }
    let mut without = list.clone();
    for rule in deciding(decision) {
        without.rules.remove(rule);
    }
    let again = screen(&Engine::compile(Arc::new(without)), test);
    (again.verdict == Verdict::Deny).then(|| format!("still denied without its rules\n{}", shown(&again)))
}

fn shown(decision: &Decision) -> String {
    let mut lines = vec![];
    for finding in &decision.findings {
        lines.push(format!(
            "  {} {} {:?} {}",
            finding.listing.id,
            finding.class.as_str(),
            finding.evidence.value,
            finding.evidence.how
        ));
        for ruling in &finding.rulings {
            lines.push(format!(
                "    {} {} {}: {}",
                ruling.rule,
                ruling.verdict,
                ruling.effect.as_str(),
                ruling.because
            ));
        }
    }
    lines.extend(
        decision.notices.iter().map(|notice| format!("  ! {} {}", notice.code.as_str(), notice.text)),
    );
    lines.join("\n")
}
