//! What follows beside the verdict: notices, reports, deadlines, conditions, missing facts.

use std::collections::{BTreeMap, BTreeSet};

use debar_blocklist::Span;
use debar_model::{DueBy, Effect, Need, Notice, NoticeCode, Obligation, Verdict};

use super::clock::{report_clocks, report_dates};
use super::question::Question;
use super::ruling::Ruled;
use super::state::State;

/// Everything beside the verdict, sorted and without repetition.
#[derive(Debug, Default)]
pub(crate) struct Duties {
    pub notices: BTreeSet<Notice>,
    pub obligations: BTreeSet<Obligation>,
    pub conditions: BTreeSet<String>,
    pub needs: Needs,
}

/// Missing facts by name.
#[derive(Debug, Default)]
pub(crate) struct Needs(BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)>);

impl Needs {
    pub fn add(&mut self, fact: &str, rule: &str, values: &[String]) {
        let (rules, known) = self.0.entry(fact.to_owned()).or_default();
        rules.insert(rule.to_owned());
        known.extend(values.iter().cloned());
    }

    pub fn finish(self) -> Vec<Need> {
        let need = |(fact, (rules, values)): (String, (BTreeSet<String>, BTreeSet<String>))| Need {
            fact,
            rules: rules.into_iter().collect(),
            values: values.into_iter().collect(),
        };
        self.0.into_iter().map(need).collect()
    }
}

impl Duties {
    pub fn notice(&mut self, code: NoticeCode, line: Option<u32>, text: &str) {
        self.notices.insert(Notice { code, line, text: text.to_owned() });
    }

    /// What follows from one ruling.
    pub fn of_ruling(
        &mut self,
        question: &Question<'_>,
        state: &State<'_>,
        line: Option<u32>,
        ruled: &Ruled,
    ) {
        let ruling = &ruled.ruling;
        for (code, text) in &state.notices {
            self.notice(*code, None, text);
        }
        for (fact, values) in &ruled.needs {
            self.needs.add(fact, state.id, values);
        }
        self.conditions.extend(ruled.conditions.iter().cloned());
        for ended in &ruled.ended {
            self.notice(NoticeCode::Warning, line, &format!("{ended}, so rule `{}` holds again", state.id));
        }
        match ruling.effect {
            Effect::Excepted | Effect::Waived | Effect::Cleared => {
                self.notice(NoticeCode::Lifted, line, &ruling.because);
            }
            Effect::OutOfScope if ruled.below => {
                let way = super::sentence::way(question.list, &ruling.reach);
                self.notice(NoticeCode::Warning, line, &format!("{}: {way}", ruling.because));
            }
            Effect::Monitored => self.notice(NoticeCode::Warning, line, &ruling.because),
            Effect::Bites if ruling.verdict == Verdict::Allow => {
                self.notice(NoticeCode::Warning, line, &ruling.because);
            }
            _ => {}
        }
        let bites = ruling.effect == Effect::Bites && ruling.verdict == Verdict::Deny;
        let passes = matches!(ruling.effect, Effect::Waived | Effect::Monitored)
            || (ruling.effect == Effect::Bites && ruling.verdict == Verdict::Allow);
        let even_so = state.rule.report_even_if_allowed && (state.not_added || passes);
        if bites || even_so {
            self.reports(question, state);
        }
        if bites {
            self.deadlines(question, state);
        }
    }

    fn reports(&mut self, question: &Question<'_>, state: &State<'_>) {
        for clock in report_clocks(&state.authority.reports, question.at) {
            let identified = DueBy::Instant(question.at);
            let dates = report_dates(question.list, state.authority, clock, identified, None);
            let to = clock.to.as_ref().or(state.authority.contact.as_ref());
            for (what, date) in [("report", Some(dates.first)), ("follow-up", dates.second)] {
                let Some(date) = date else { continue };
                self.obligations.insert(Obligation {
                    what: what.to_owned(),
                    form: Some(clock.form.clone()),
                    due: date.due,
                    within: date.within,
                    counted_from: date.counted_from,
                    rule: state.id.to_owned(),
                    to: to.cloned(),
                });
            }
        }
    }

    /// Deadlines that have not passed.
    fn deadlines(&mut self, question: &Question<'_>, state: &State<'_>) {
        for deadline in &state.rule.deadlines {
            if (Span { from: None, until: Some(deadline.by.clone()) }).is_over(question.at) {
                continue;
            }
            self.obligations.insert(Obligation {
                what: deadline.what.clone(),
                form: None,
                due: DueBy::parse(&deadline.by.written).or(Some(DueBy::Instant(deadline.by.at))),
                within: None,
                counted_from: None,
                rule: state.id.to_owned(),
                to: state.authority.contact.clone(),
            });
        }
    }
}
