//! Between the model's decision and its twin.

use debar_model as model;
use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Decision, Fact, Hold, LineDecision, Need, Notice, Obligation};
use crate::error::{Within, each};
use crate::request::all;
use crate::{SCHEMA_VERSION, Verdict, WireError, word};

impl<'a> From<&'a model::Decision> for Decision<'a> {
    fn from(decision: &'a model::Decision) -> Self {
        let model::Decision {
            id,
            request,
            revision,
            at,
            known_at,
            engine,
            verdict,
            complete,
            holds,
            lines,
            findings,
            conditions,
            notices,
            obligations,
            needs,
            facts,
        } = decision;
        let hold = |(reason, text): &'a (model::HoldReason, String)| Hold {
            reason: cow(reason.as_str()),
            text: cow(text),
        };
        Self {
            schema_version: SCHEMA_VERSION,
            decision_id: id.to_string().into(),
            request_id: request.to_string().into(),
            revision: revision.to_string().into(),
            at: at.to_string().into(),
            known_at: known_at.map(|at| at.to_string().into()),
            engine: cow(engine),
            verdict: Verdict(*verdict),
            complete: *complete,
            holds: holds.iter().map(hold).collect(),
            lines: all(lines),
            findings: all(findings),
            conditions: cows(conditions),
            notices: all(notices),
            obligations: all(obligations),
            needs: all(needs),
            facts: facts_from(facts),
        }
    }
}

impl TryFrom<Decision<'_>> for model::Decision {
    type Error = WireError;

    fn try_from(decision: Decision<'_>) -> Result<Self, WireError> {
        if decision.schema_version != SCHEMA_VERSION {
            return Err(WireError::Version { found: decision.schema_version });
        }
        let hold = |hold: Hold<'_>| Ok((word::read(&hold.reason).within("reason")?, hold.text.into_owned()));
        Ok(Self {
            id: model::DecisionId(digest(&decision.decision_id).within("decision_id")?),
            request: model::RequestId(digest(&decision.request_id).within("request_id")?),
            revision: model::Revision(digest(&decision.revision).within("revision")?),
            at: instant(&decision.at).within("at")?,
            known_at: decision.known_at.map(|text| instant(&text)).transpose().within("known_at")?,
            engine: decision.engine.into_owned(),
            verdict: decision.verdict.0,
            complete: decision.complete,
            holds: each(decision.holds, "holds", hold)?,
            lines: decision.lines.into_iter().map(Into::into).collect(),
            findings: each(decision.findings, "findings", TryInto::try_into)?,
            conditions: strings(decision.conditions),
            notices: each(decision.notices, "notices", TryInto::try_into)?,
            obligations: decision.obligations.into_iter().map(Into::into).collect(),
            needs: decision.needs.into_iter().map(Into::into).collect(),
            facts: facts_into(decision.facts).within("facts")?,
        })
    }
}

impl<'a> From<&'a model::LineDecision> for LineDecision<'a> {
    fn from(line: &'a model::LineDecision) -> Self {
        let model::LineDecision { ordinal, id, verdict, findings } = line;
        Self {
            ordinal: *ordinal,
            line_id: optional(id.as_ref()),
            verdict: Verdict(*verdict),
            findings: findings.clone(),
        }
    }
}

impl From<LineDecision<'_>> for model::LineDecision {
    fn from(line: LineDecision<'_>) -> Self {
        let LineDecision { ordinal, line_id, verdict, findings } = line;
        Self { ordinal, id: line_id.map(Cow::into_owned), verdict: verdict.0, findings }
    }
}

impl<'a> From<&'a model::Notice> for Notice<'a> {
    fn from(notice: &'a model::Notice) -> Self {
        Self { code: cow(notice.code.as_str()), line: notice.line, text: cow(&notice.text) }
    }
}

impl TryFrom<Notice<'_>> for model::Notice {
    type Error = WireError;

    fn try_from(notice: Notice<'_>) -> Result<Self, WireError> {
        let code = word::read(&notice.code).within("code")?;
        Ok(Self { code, line: notice.line, text: notice.text.into_owned() })
    }
}

impl<'a> From<&'a model::Obligation> for Obligation<'a> {
    fn from(obligation: &'a model::Obligation) -> Self {
        let model::Obligation { what, form, due, within, counted_from, rule, to } = obligation;
        Self {
            what: cow(what),
            form: optional(form.as_ref()),
            due: due.map(|due| due.to_string().into()),
            within: optional(within.as_ref()),
            counted_from: counted_from.map(|day| day.to_string().into()),
            rule: cow(rule),
            to: optional(to.as_ref()),
        }
    }
}

impl From<Obligation<'_>> for model::Obligation {
    fn from(obligation: Obligation<'_>) -> Self {
        let Obligation { what, form, due, within, counted_from, rule, to } = obligation;
        // Records of earlier versions hold words where the day stands now.
        let (due, within) = match due.as_deref().map(model::DueBy::parse) {
            Some(None) => (None, within.or(due)),
            read => (read.flatten(), within),
        };
        Self {
            what: what.into_owned(),
            form: form.map(Cow::into_owned),
            due,
            within: within.map(Cow::into_owned),
            counted_from: counted_from.and_then(|day| day.parse().ok()),
            rule: rule.into_owned(),
            to: to.map(Cow::into_owned),
        }
    }
}

impl<'a> From<&'a model::Need> for Need<'a> {
    fn from(need: &'a model::Need) -> Self {
        let model::Need { fact, rules, values } = need;
        Self { fact: cow(fact), rules: cows(rules), values: cows(values) }
    }
}

impl From<Need<'_>> for model::Need {
    fn from(need: Need<'_>) -> Self {
        let Need { fact, rules, values } = need;
        Self { fact: fact.into_owned(), rules: strings(rules), values: strings(values) }
    }
}

pub(crate) fn facts_from(facts: &model::Facts) -> BTreeMap<Cow<'_, str>, Fact<'_>> {
    let mut twins = BTreeMap::new();
    for (name, fact) in facts.iter() {
        twins.insert(cow(name), Fact { values: cows(&fact.values), origin: cow(fact.origin.as_str()) });
    }
    twins
}

pub(crate) fn facts_into(facts: BTreeMap<Cow<'_, str>, Fact<'_>>) -> Result<model::Facts, WireError> {
    let mut read = model::Facts::new();
    for (name, fact) in facts {
        let origin = word::read(&fact.origin).within("origin").within(&name)?;
        read.add(&name, strings(fact.values), origin);
    }
    Ok(read)
}

pub(super) fn cow(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}

pub(super) fn cows(texts: &[String]) -> Vec<Cow<'_, str>> {
    texts.iter().map(|text| cow(text)).collect()
}

pub(super) fn optional(text: Option<&String>) -> Option<Cow<'_, str>> {
    text.map(|text| cow(text))
}

pub(super) fn strings(texts: Vec<Cow<'_, str>>) -> Vec<String> {
    texts.into_iter().map(Cow::into_owned).collect()
}

pub(super) fn digest(text: &str) -> Result<model::Sha256Hex, WireError> {
    model::Sha256Hex::parse(text).map_err(|error| WireError::field(format_args!("`{text}` is {error}")))
}

pub(super) fn instant(text: &str) -> Result<jiff::Timestamp, WireError> {
    text.parse()
        .map_err(|_| WireError::field(format_args!("`{text}` is no instant such as 2026-01-31T00:00:00Z")))
}
