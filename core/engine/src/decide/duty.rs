//! What follows beside the verdict: notices, reports, deadlines, conditions, missing facts.

use std::collections::{BTreeMap, BTreeSet};

use debar_blocklist::ReportClock;
use debar_model::{Effect, Need, Notice, NoticeCode, Obligation, Verdict};
use jiff::Timestamp;

use super::question::Question;
use super::ruling::Ruled;
use super::state::State;
use crate::matching::Met;

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
    pub fn of_ruling(&mut self, question: &Question<'_>, state: &State<'_>, met: &Met, ruled: &Ruled) {
        let ruling = &ruled.ruling;
        for (code, text) in &state.notices {
            self.notice(*code, None, text);
        }
        for (fact, values) in &ruled.needs {
            self.needs.add(fact, state.id, values);
        }
        self.conditions.extend(ruled.conditions.iter().cloned());
        for ended in &ruled.ended {
            self.notice(
                NoticeCode::Warning,
                met.line,
                &format!("{ended}, so rule `{}` holds again", state.id),
            );
        }
        match ruling.effect {
            Effect::Excepted | Effect::Waived | Effect::Cleared => {
                self.notice(NoticeCode::Lifted, met.line, &ruling.because);
            }
            Effect::OutOfScope if ruled.below => {
                let way = super::sentence::way(&ruling.reach);
                self.notice(NoticeCode::Warning, met.line, &format!("{}: {way}", ruling.because));
            }
            Effect::Monitored => self.notice(NoticeCode::Warning, met.line, &ruling.because),
            Effect::Bites if ruling.verdict == Verdict::Allow => {
                self.notice(NoticeCode::Warning, met.line, &ruling.because);
            }
            _ => {}
        }
        let bites = ruling.effect == Effect::Bites && ruling.verdict == Verdict::Deny;
        let even_so =
            state.rule.report_even_if_allowed && (state.not_added || ruling.effect == Effect::Waived);
        if bites || even_so {
            self.reports(question, state);
        }
        if bites {
            self.deadlines(question, state);
        }
    }

    fn reports(&mut self, question: &Question<'_>, state: &State<'_>) {
        for clock in clocks(&state.authority.reports, question.at) {
            let calendar =
                clock.calendar.as_ref().map(|name| format!(" (calendar `{name}`)")).unwrap_or_default();
            let mut add = |what: &str, due: Option<String>| {
                self.obligations.insert(Obligation {
                    what: what.to_owned(),
                    form: Some(clock.form.clone()),
                    due,
                    rule: state.id.to_owned(),
                    to: state.authority.contact.clone(),
                });
            };
            add("report", clock.first.as_ref().map(|span| format!("within {span}{calendar}")));
            if let Some(span) = &clock.second {
                add("follow-up", Some(format!("within {span} after the report{calendar}")));
            }
        }
    }

    /// Deadlines that have not passed.
    fn deadlines(&mut self, question: &Question<'_>, state: &State<'_>) {
        for deadline in state.rule.deadlines.iter().filter(|deadline| question.at <= deadline.by.at) {
            self.obligations.insert(Obligation {
                what: deadline.what.clone(),
                form: None,
                due: Some(deadline.by.written.clone()),
                rule: state.id.to_owned(),
                to: state.authority.contact.clone(),
            });
        }
    }
}

/// The clock of each form that counts at an instant: of several that hold, the youngest version.
fn clocks(all: &[ReportClock], at: Timestamp) -> Vec<&ReportClock> {
    let from = |clock: &ReportClock| clock.span.from.as_ref().map(|from| from.at);
    let mut counting: Vec<&ReportClock> = vec![];
    for clock in all.iter().filter(|clock| clock.span.holds(at)) {
        match counting.iter_mut().find(|known| known.form == clock.form) {
            Some(known) if from(clock) > from(known) => *known = clock,
            Some(_) => {}
            None => counting.push(clock),
        }
    }
    counting
}
