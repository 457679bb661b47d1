//! Findings against rules: rulings, verdicts, duties. The policy never matches: it takes what was found
//! and asks who forbids it, for whom, since when, how deep, and except what.

mod answers;
mod article;
mod as_of;
mod clock;
mod duty;
mod freshness;
mod lift;
mod line;
mod origin;
mod question;
mod reach;
mod requirement;
mod ruling;
mod scope;
mod seller;
mod sentence;
mod standing;
mod state;
mod worth;

use std::collections::{BTreeMap, BTreeSet};

use debar_blocklist::Blocklist;
use debar_model::{
    Class, Clearing, Decision, FactOrigin, Finding, HoldReason, LineDecision, NoticeCode, Operation,
    Relation, Slot, Step, Verdict,
};

use crate::clear::Said;
use crate::index::Index;
use crate::matching::Met;
use crate::normalise::Prepared;
use crate::{Ask, Engine};

pub use as_of::RuleState;
pub use clock::{ReportDate, ReportDates, report_clocks, report_dates};
use duty::Duties;
use question::Question;
use state::State;

/// The most steps of a path from a component up to what is bought.
const DEEPEST: usize = 256;

/// Judges everything that was found.
pub(crate) fn decide(
    list: &Blocklist,
    index: &Index,
    ask: &Ask<'_>,
    prepared: &Prepared<'_>,
    met: Vec<(Met, Said)>,
) -> Decision {
    let question = Question::new(list, index, ask, prepared);
    let mut duties = Duties::default();
    let holds = holds_of(ask, index);
    general_notices(&question, &mut duties);
    let cancels = ask.request.document.operation == Operation::Delete;
    let (findings, floors) = if cancels {
        duties.notice(
            NoticeCode::Cancellation,
            None,
            "the request cancels an order, and a cancellation goes through",
        );
        let findings = met.into_iter().filter_map(|(met, _)| finding(&question, met, None)).collect();
        (findings, BTreeMap::new())
    } else {
        judge(&question, met, &mut duties)
    };
    let mut findings: Vec<Finding> = findings;
    findings.sort_by(|a, b| order_of(b).cmp(&order_of(a)).then_with(|| place_of(a).cmp(&place_of(b))));
    let lines = lines_of(prepared, &findings, &floors);
    let held = if holds.is_empty() { Verdict::Allow } else { Verdict::Review };
    let verdict = lines
        .iter()
        .map(|line| line.verdict)
        .chain(findings.iter().map(|finding| finding.verdict))
        .chain(floors.values().copied())
        .fold(held, Verdict::max);
    let known_at = ask.known_at;
    Decision {
        id: crate::decision_id::decision_id(ask, list.revision, &holds),
        request: ask.request_id,
        revision: list.revision,
        at: ask.at,
        known_at,
        engine: Engine::TABLES.to_owned(),
        verdict,
        complete: holds.is_empty(),
        holds,
        lines,
        findings,
        conditions: duties.conditions.into_iter().collect(),
        notices: duties.notices.into_iter().collect(),
        obligations: duties.obligations.into_iter().collect(),
        needs: duties.needs.finish(),
        facts: ask.facts.clone(),
    }
}

/// Rulings on every finding, and what lines owe without one.
fn judge(
    question: &Question<'_>,
    met: Vec<(Met, Said)>,
    duties: &mut Duties,
) -> (Vec<Finding>, BTreeMap<u32, Verdict>) {
    let rules = &question.index.rules;
    let mut wanted: BTreeSet<&str> = rules.always().collect();
    for (met, _) in &met {
        wanted.extend(rules.candidates(&question.index.entries, met.entry));
    }
    let states: BTreeMap<&str, State<'_>> =
        wanted.into_iter().filter_map(|id| Some((id, State::of(question, id)?))).collect();
    let mut findings = vec![];
    for (met, said) in met {
        let mut rulings = vec![];
        for id in rules.candidates(&question.index.entries, met.entry) {
            let Some(state) = states.get(id) else { continue };
            if let Some(ruled) = ruling::rule(question, state, &met, &said) {
                duties.of_ruling(question, state, met.line, &ruled);
                rulings.push(ruled.ruling);
            }
        }
        rulings.sort_by(|a, b| b.verdict.cmp(&a.verdict).then_with(|| a.rule.cmp(&b.rule)));
        let verdict = rulings.iter().map(|ruling| ruling.verdict).max().unwrap_or(Verdict::Allow);
        let no_rule = rulings.is_empty();
        for why in &said.lapsed {
            duties.notice(NoticeCode::ClearingLapsed, met.line, why);
        }
        let Some(found) = finding(question, met, said.cleared) else { continue };
        if no_rule {
            let text =
                format!("`{}` is listed as {}, but no rule names it", found.listing.name, found.listing.id);
            duties.notice(NoticeCode::Warning, None, &text);
        }
        findings.push(Finding { rulings, verdict, ..found });
    }
    let mut floors = BTreeMap::new();
    for state in states.values() {
        line::components_unknown(question, state, &mut floors, duties);
        line::digests_not_comparable(question, state, &mut floors, duties);
        line::contents_not_read(question, state, &mut floors, duties);
        findings.extend(seller::findings(question, state, duties));
    }
    (findings, floors)
}

/// A finding before anything is said about it.
fn finding(question: &Question<'_>, met: Met, cleared: Option<Clearing>) -> Option<Finding> {
    Some(Finding {
        listing: question.index.entries.listing(question.list, met.entry)?,
        line: met.line,
        class: if cleared.is_some() { Class::Cleared } else { met.class },
        path: path_of(question, met.line),
        evidence: met.evidence,
        rulings: vec![],
        responses: answers::of(question, met.entry),
        cleared,
        verdict: Verdict::Allow,
    })
}

/// From a component up to the line that is bought.
fn path_of(question: &Question<'_>, line: Option<u32>) -> Vec<Step> {
    let Some((ordinal, line)) = line.and_then(|at| Some((at, question.prepared.line(at)?))) else {
        return vec![];
    };
    if !line.component {
        return vec![];
    }
    let mut below = ordinal;
    let step = |above: u32| {
        let step = Step {
            from: question.prepared.line_name(below),
            relation: Relation::ComponentOf,
            to: question.prepared.line_name(above),
            detail: String::new(),
            place: None,
        };
        below = above;
        step
    };
    question.prepared.above(ordinal).take(DEEPEST).map(step).collect()
}

fn order_of(finding: &Finding) -> (Verdict, Class) {
    (finding.verdict, finding.class)
}

fn place_of(finding: &Finding) -> impl Ord + '_ {
    let evidence = &finding.evidence;
    (
        finding.line,
        &evidence.slot,
        &evidence.source.pointer,
        evidence.source.offset,
        finding.listing.table,
        &finding.listing.id,
        &evidence.value,
    )
}

/// Each line with its descendants. Who sells or makes the whole sells or makes every line.
fn lines_of(
    prepared: &Prepared<'_>,
    findings: &[Finding],
    floors: &BTreeMap<u32, Verdict>,
) -> Vec<LineDecision> {
    let mut lines: Vec<LineDecision> = (0_u32..)
        .zip(&prepared.lines)
        .map(|(ordinal, line)| LineDecision {
            ordinal,
            id: line.item.id.as_ref().map(|id| id.value.clone()),
            verdict: floors.get(&ordinal).copied().unwrap_or(Verdict::Allow),
            findings: vec![],
        })
        .collect();
    for (number, finding) in (0_u32..).zip(findings) {
        match finding.line {
            Some(ordinal) => {
                let Some(line) = lines.get_mut(ordinal as usize) else { continue };
                line.verdict = line.verdict.max(finding.verdict);
                line.findings.push(number);
            }
            None if sells(&finding.evidence.slot) => {
                for line in &mut lines {
                    line.verdict = line.verdict.max(finding.verdict);
                    line.findings.push(number);
                }
            }
            None => {}
        }
    }
    for (ordinal, line) in prepared.lines.iter().enumerate().rev() {
        let Some(own) = lines.get(ordinal).map(|line| line.verdict) else { continue };
        if let Some(parent) = line.parent.and_then(|parent| lines.get_mut(parent as usize)) {
            parent.verdict = parent.verdict.max(own);
        }
    }
    lines
}

fn sells(slot: &Slot) -> bool {
    match slot {
        Slot::PartyName(role) | Slot::PartyIdentifier(role) => !crate::matching::buys(role),
        _ => false,
    }
}

/// The caller's reasons to hold, the list's, and the document's own.
fn holds_of(ask: &Ask<'_>, index: &Index) -> Vec<(HoldReason, String)> {
    let mut holds = ask.holds.clone();
    for name in &index.closed_sets {
        let text = format!("the digest set `{name}` is not open, so nobody knows what is in it");
        if !holds.iter().any(|(_, known)| *known == text) {
            holds.push((HoldReason::Incomplete, text));
        }
    }
    for remark in &ask.request.document.undecodable {
        if !holds.iter().any(|(_, text)| text == &remark.value) {
            holds.push((HoldReason::Incomplete, remark.value.clone()));
        }
    }
    holds
}

/// What is said of every request, whatever was found.
fn general_notices(question: &Question<'_>, duties: &mut Duties) {
    let ask = question.ask;
    freshness::notices(question, duties);
    let document = &ask.request.document;
    for signature in &document.signatures {
        let text = format!("a signature is present and was not verified: {}", signature.value);
        duties.notice(NoticeCode::SignatureNotVerified, None, &text);
    }
    for remark in &document.remarks {
        duties.notice(NoticeCode::DegradedExtraction, None, &remark.value);
    }
    let defaults: Vec<String> = ask
        .facts
        .iter()
        .filter(|(_, fact)| fact.origin == FactOrigin::Default)
        .map(|(name, fact)| format!("{name} = {}", fact.values.join(", ")))
        .collect();
    if !defaults.is_empty() {
        let text =
            format!("facts that nobody gave were taken from the shipped defaults: {}", defaults.join("; "));
        duties.notice(NoticeCode::DefaultFacts, None, &text);
    }
}
