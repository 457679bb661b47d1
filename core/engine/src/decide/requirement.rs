//! What a rule requires to be stated, against what was stated and when. A statement that only the document makes
//! never meets a requirement: whoever is asked does not answer for itself. One that fails it counts from anywhere.

use debar_blocklist::{Period, PeriodUnit, Requirement};
use debar_model::FactOrigin;
use jiff::{Span, Timestamp};

use super::question::Question;
use super::scope::{instant, listed};

/// Whether what a rule requires was stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It was, so the rule does not bite.
    Met(String),
    /// The opposite was.
    Unmet(String),
    /// Nothing that counts was, with the facts that are needed and the values that would do.
    Unknown(String, Vec<(String, Vec<String>)>),
}

/// The answer to all requirements of a rule; none when it has none.
pub(crate) fn answer(question: &Question<'_>, all: &[Requirement]) -> Option<Answer> {
    let (mut met, mut unmet, mut unknown, mut needs) = (vec![], vec![], vec![], vec![]);
    for requirement in all {
        match one(question, requirement) {
            Answer::Met(why) => met.push(why),
            Answer::Unmet(why) => unmet.push(why),
            Answer::Unknown(why, facts) => {
                unknown.push(why);
                needs.extend(facts);
            }
        }
    }
    if !unmet.is_empty() {
        return Some(Answer::Unmet(unmet.join(" and ")));
    }
    if !unknown.is_empty() {
        return Some(Answer::Unknown(unknown.join(" and "), needs));
    }
    (!met.is_empty()).then(|| Answer::Met(met.join(" and ")))
}

/// What one statement comes to.
enum Stated {
    Good,
    Bad,
    Stale(String),
}

fn one(question: &Question<'_>, requirement: &Requirement) -> Answer {
    let name = &requirement.fact;
    let Some(fact) = question.ask.facts.find(name) else {
        return Answer::Unknown(format!("nobody stated `{name}`"), needed(requirement));
    };
    let of_document = fact.origin == FactOrigin::Document;
    let mut stale = None;
    let (mut good, mut bad) = (vec![], vec![]);
    for value in &fact.values {
        match weigh(question, requirement, value) {
            Stated::Good => good.push(value.clone()),
            Stated::Bad => bad.push(value.clone()),
            Stated::Stale(why) => stale = Some(why),
        }
    }
    if !bad.is_empty() {
        return Answer::Unmet(format!(
            "`{name}` is {}, and the rule asks for {}",
            listed(&bad, "and"),
            listed(&requirement.is, "or")
        ));
    }
    if good.is_empty() {
        let why = stale.unwrap_or_else(|| format!("nobody stated `{name}`"));
        return Answer::Unknown(why, needed(requirement));
    }
    if of_document {
        return Answer::Unknown(format!("only the document states `{name}`"), needed(requirement));
    }
    Answer::Met(format!("`{name}` is {}", listed(&good, "and")))
}

fn needed(requirement: &Requirement) -> Vec<(String, Vec<String>)> {
    vec![(requirement.fact.clone(), requirement.is.clone())]
}

/// One value, with the day after `@` on which it was stated: `does-not-use@2026-01-01`.
fn weigh(question: &Question<'_>, requirement: &Requirement, value: &str) -> Stated {
    let name = &requirement.fact;
    let (word, day) = match value.rsplit_once('@') {
        Some((word, day)) => (word.trim(), Some(day)),
        None => (value.trim(), None),
    };
    let on = day.and_then(|day| instant(question, day));
    if let Some(on) = on
        && on > question.at
    {
        return Stated::Stale(format!("`{name}` is stated of a later day, {}", day.unwrap_or_default()));
    }
    if let Some(age) = &requirement.valid_for {
        let Some(on) = on else {
            return Stated::Stale(format!("`{name}` is stated without its day, and it holds for {age}"));
        };
        if ends(question, on, age).is_none_or(|end| question.at >= end) {
            let day = day.unwrap_or_default();
            return Stated::Stale(format!("`{name}` was stated on {day} and holds for {age}"));
        }
    } else if day.is_some() && on.is_none() {
        return Stated::Stale(format!(
            "`{name}` is stated of `{}`, which is no day",
            day.unwrap_or_default()
        ));
    }
    if requirement.is.iter().any(|good| good == word) { Stated::Good } else { Stated::Bad }
}

/// The first instant at which a statement no longer holds, by the calendar of the list.
fn ends(question: &Question<'_>, on: Timestamp, age: &Period) -> Option<Timestamp> {
    let number = i64::from(age.number);
    let span = match age.unit {
        PeriodUnit::Day => Span::new().try_days(number),
        PeriodUnit::Week => Span::new().try_weeks(number),
        PeriodUnit::Month => Span::new().try_months(number),
        PeriodUnit::Year => Span::new().try_years(number),
        PeriodUnit::Hour | PeriodUnit::BusinessDay => return None,
    };
    let zone = &question.list.time_zone;
    zone.to_timestamp(zone.to_datetime(on).checked_add(span.ok()?).ok()?).ok()
}
