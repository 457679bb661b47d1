//! What a listed text leads to as it is written: the measure for its evasions. Invariant: only what is not asked of
//! everybody counts.

use debar_blocklist::TestGiven;
use debar_engine::Engine;
use debar_model::Verdict;
use jiff::Timestamp;

use crate::attempt::{ask, within};
use crate::circumstances::Circumstances;
use crate::spot::Spot;
use crate::subject::Entry;

/// What a text in a field leads to, under the circumstances in which it leads to most.
#[derive(Clone, Debug)]
pub(crate) struct Standing<'c> {
    pub verdict: Verdict,
    /// What an order leads to there that names nobody.
    pub control: Verdict,
    pub circumstances: &'c Circumstances,
    /// The entry was met, whether or not anything follows from it.
    pub met: bool,
}

impl<'c> Standing<'c> {
    pub fn of(
        engine: &Engine,
        at: Timestamp,
        entry: &Entry<'_>,
        spot: &Spot,
        text: &str,
        candidates: &[&'c Circumstances],
    ) -> Option<Self> {
        let mut best: Option<Self> = None;
        for circumstances in candidates {
            let ask = |given: TestGiven| ask(engine, &within(given, circumstances), at);
            let decision = ask(spot.order(text));
            let met = decision
                .findings
                .iter()
                .any(|finding| finding.listing.table == entry.table && finding.listing.id == entry.id);
            let control = match decision.verdict {
                Verdict::Allow => Verdict::Allow,
                _ => ask(spot.control()).verdict,
            };
            let found = Self { verdict: decision.verdict, control, circumstances, met };
            let before = best.as_ref().map_or((false, Verdict::Allow, false), Self::worth);
            if best.is_none() || found.worth() > before {
                best = Some(found);
            }
            if best.as_ref().is_some_and(|best| best.in_force() && best.verdict == Verdict::Deny) {
                break;
            }
        }
        best
    }

    /// Whether more is asked than of an order that names nobody.
    pub fn in_force(&self) -> bool {
        self.verdict > self.control
    }

    fn worth(&self) -> (bool, Verdict, bool) {
        (self.in_force(), self.verdict, self.met)
    }
}
