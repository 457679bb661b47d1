//! On what a report rests: the form, the rules that oblige to it, and the findings that they speak of.

use std::collections::BTreeSet;

use debar_blocklist::{Blocklist, Form, Rule, SHIPPED_FORMS, read, shipped};
use debar_model::{Decision, Effect, Finding, Ruling};

use crate::outcome::CheckError;

/// What a report rests on.
pub(super) struct Basis<'a> {
    pub form: Form,
    /// Rules that oblige to it, by id.
    pub rules: Vec<(&'a str, &'a Rule)>,
    /// Findings that they speak of, by their index in the decision.
    pub findings: Vec<(u32, &'a Finding)>,
    pub remarks: Vec<String>,
}

/// Finds them, or says why there are none.
pub(super) fn basis<'a>(
    decision: &'a Decision,
    list: &'a Blocklist,
    name: Option<&str>,
) -> Result<Basis<'a>, CheckError> {
    let name = match name {
        Some(name) => name.to_owned(),
        None => only_one(decision)?,
    };
    let mut remarks = vec![];
    let form = form(list, &name, &mut remarks)?;
    let means = |other: &str| plain(other) == plain(&form.name) || plain(other) == plain(&name);
    let mut owed: BTreeSet<&str> = decision
        .obligations
        .iter()
        .filter(|duty| duty.form.as_deref().is_some_and(means))
        .map(|duty| duty.rule.as_str())
        .collect();
    if owed.is_empty() {
        remarks.push("the decision itself does not oblige to this report".to_owned());
        let reports = |rule: &str| {
            let authority = list.rules.get(rule).and_then(|rule| list.authority_of(rule));
            authority.is_some_and(|authority| authority.reports.iter().any(|clock| means(&clock.form)))
        };
        let rulings = decision.findings.iter().flat_map(|finding| &finding.rulings);
        owed = rulings.map(|ruling| ruling.rule.as_str()).filter(|rule| reports(rule)).collect();
    }
    let findings: Vec<(u32, &Finding)> = (0..)
        .zip(&decision.findings)
        .filter(|(_, finding)| finding.rulings.iter().any(|ruling| speaks(ruling, &owed)))
        .collect();
    if findings.is_empty() {
        return Err(CheckError::Unknown {
            why: format!("the decision found nothing that is reported on the form `{}`", form.name),
            help: match forms_owed(decision).as_slice() {
                [] => "it owes no report at all: `debar ledger show` tells what it found".to_owned(),
                owed => format!("it owes {}", owed.join(", ")),
            },
        });
    }
    let rules = owed.into_iter().filter_map(|id| Some((id, list.rules.get(id)?))).collect();
    Ok(Basis { form, rules, findings, remarks })
}

/// Whether a ruling is one that the report is about: the rule obliges to it, and nothing took the finding away.
pub(super) fn speaks(ruling: &Ruling, rules: &BTreeSet<&str>) -> bool {
    let away = [
        Effect::Excepted,
        Effect::Cleared,
        Effect::NotInForce,
        Effect::ActNotCovered,
        Effect::DepthNotReached,
        Effect::Paused,
    ];
    rules.contains(ruling.rule.as_str()) && !away.contains(&ruling.effect)
}

/// The form of a name, from the list or from those that ship.
fn form(list: &Blocklist, name: &str, remarks: &mut Vec<String>) -> Result<Form, CheckError> {
    if let Some((_, form)) = list.form(name) {
        return Ok(form.clone());
    }
    let ship = read(SHIPPED_FORMS, &shipped()).list;
    if let Some((_, form)) = ship.as_ref().and_then(|ship| ship.form(name)) {
        remarks.push(format!("the list has no form `{}`: the one that ships is filled", form.name));
        return Ok(form.clone());
    }
    let known = list.forms.values().chain(ship.iter().flat_map(|ship| ship.forms.values()));
    let known: BTreeSet<&str> = known.map(|form| form.name.as_str()).collect();
    Err(CheckError::Unknown {
        why: format!("there is no form `{name}`"),
        help: format!(
            "known are {}; define others under `[form.some-id]`",
            known.into_iter().collect::<Vec<_>>().join(", ")
        ),
    })
}

fn only_one(decision: &Decision) -> Result<String, CheckError> {
    match forms_owed(decision).as_slice() {
        [form] => Ok((*form).to_owned()),
        [] => Err(CheckError::Unknown {
            why: "the decision owes no report".to_owned(),
            help: "name the form with `--form` to fill one all the same".to_owned(),
        }),
        forms => Err(CheckError::Unknown {
            why: format!("the decision owes {} reports", forms.len()),
            help: format!("name one with `--form`: {}", forms.join(", ")),
        }),
    }
}

fn forms_owed(decision: &Decision) -> Vec<&str> {
    let forms: BTreeSet<&str> = decision.obligations.iter().filter_map(|duty| duty.form.as_deref()).collect();
    forms.into_iter().collect()
}

/// Names of forms are compared without regard to dots, hyphens and case.
pub(super) fn plain(name: &str) -> String {
    name.replace('.', "-").to_ascii_lowercase()
}
