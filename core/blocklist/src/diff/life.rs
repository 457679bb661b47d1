//! The life of a text as a function of the instant asked for and of what was known: two lives are ordered when one
//! binds wherever the other does. Mirrors how the engine reads an authority's standing, which a property test holds
//! it to.

use jiff::Timestamp;

use super::change::Trend;
use crate::StatusEvent;

/// The steps of a life in order of time.
#[derive(Clone, Debug)]
pub(crate) struct Life(Vec<Step>);

#[derive(Clone, Debug)]
struct Step {
    is: String,
    binds: bool,
    from: Timestamp,
    written: String,
    recorded: Option<Timestamp>,
    note: Option<String>,
}

impl Life {
    pub(crate) fn of(status: &[StatusEvent]) -> Self {
        let mut steps: Vec<Step> = status
            .iter()
            .map(|event| {
                let StatusEvent { is, from, recorded, place: _, note } = event;
                Step {
                    is: is.clone(),
                    binds: event.binds(),
                    from: from.at,
                    written: from.written.clone(),
                    recorded: recorded.as_ref().map(|moment| moment.at),
                    note: note.clone(),
                }
            })
            .collect();
        steps.sort_by_key(|step| step.from);
        Self(steps)
    }

    pub(crate) fn shown(&self) -> String {
        let steps: Vec<String> = self.0.iter().map(|step| format!("{} {}", step.is, step.written)).collect();
        steps.join(", ")
    }

    /// How this life differs from an earlier version of it.
    pub(crate) fn against(&self, old: &Self) -> Option<(Trend, String)> {
        let mut instants = vec![Timestamp::MIN];
        instants
            .extend(old.0.iter().chain(&self.0).flat_map(|step| [Some(step.from), step.recorded]).flatten());
        instants.sort_unstable();
        instants.dedup();
        let mut trend = Trend::OnlyWords;
        for at in &instants {
            for known in &instants {
                trend = trend.and(match (old.binds(*at, *known), self.binds(*at, *known)) {
                    (None, Some(_)) => Trend::Tightened,
                    (Some(_), None) => Trend::Loosened,
                    (Some(before), Some(after)) if after < before => Trend::Tightened,
                    (Some(before), Some(after)) if after > before => Trend::Loosened,
                    _ => continue,
                });
            }
        }
        if trend == Trend::OnlyWords {
            let same = |one: &Step, other: &Step| {
                (&one.is, one.from, one.recorded, &one.note)
                    == (&other.is, other.from, other.recorded, &other.note)
            };
            let equal =
                self.0.len() == old.0.len() && self.0.iter().zip(&old.0).all(|(one, other)| same(one, other));
            let why = "the text binds on the same days as before".to_owned();
            return (!equal).then_some((trend, why));
        }
        Some((trend, self.why(old, &instants)))
    }

    /// Since when the two differ, for somebody who knows all of both.
    fn why(&self, old: &Self, instants: &[Timestamp]) -> String {
        let differs = instants.iter().find_map(|at| {
            let (before, after) = (old.binds(*at, Timestamp::MAX), self.binds(*at, Timestamp::MAX));
            (before.is_some() != after.is_some()).then_some((at, after.is_some()))
        });
        let Some((at, binds)) = differs else {
            return "it was known to bind at other instants than before".to_owned();
        };
        let steps = || self.0.iter().chain(&old.0);
        let day =
            steps().find(|step| step.from == *at).map_or_else(|| at.to_string(), |step| step.written.clone());
        let step = self.0.iter().rev().find(|step| step.from <= *at).map(|step| step.is.as_str());
        match (binds, step) {
            (true, _) => format!("the text binds from {day} on"),
            (false, Some(is)) => format!("the text does not bind from {day} on: it is {is}"),
            (false, None) => format!("the text does not bind from {day} on"),
        }
    }

    /// Whether it binds, and since when that could be known.
    fn binds(&self, at: Timestamp, known_at: Timestamp) -> Option<Timestamp> {
        let known = || self.0.iter().filter(|step| self.knowable(step) <= known_at && step.from <= at);
        known().next_back().filter(|step| step.binds)?;
        known().rfind(|step| step.binds).map(|step| step.recorded.unwrap_or(step.from))
    }

    fn knowable(&self, step: &Step) -> Timestamp {
        let own = step.recorded.unwrap_or(step.from);
        if step.recorded.is_some() || !step.binds {
            return own;
        }
        let announced = self.0.iter().filter(|other| matches!(other.is.as_str(), "published" | "proposed"));
        announced.map(|other| other.recorded.unwrap_or(other.from)).fold(own, Timestamp::min)
    }
}
