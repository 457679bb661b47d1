//! What a rule says before any finding is looked at: whether it binds this buyer, for this act, at this
//! instant. Computed once for a question.

use debar_blocklist::{Authority, Force, Mode, Rule};
use debar_model::{Action, Effect, NoticeCode, fact};

use super::question::Question;
use super::scope;
use super::standing::Standing;

/// A rule as it stands for one question.
#[derive(Debug)]
pub(crate) struct State<'a> {
    pub id: &'a str,
    pub rule: &'a Rule,
    pub authority: &'a Authority,
    pub standing: Standing,
    /// Why it does not bind here.
    pub no: Option<(Effect, String)>,
    /// It binds nobody here only because no amendment adds it to the solicitation.
    pub not_added: bool,
    /// Facts that nobody gave, with the values that would decide.
    pub needs: Vec<(&'static str, Vec<String>)>,
    /// What it asks for here.
    pub action: Action,
    /// Why that is not what the list says.
    pub action_why: Option<String>,
    /// It only observes, with the reason.
    pub monitored: Option<String>,
    pub notices: Vec<(NoticeCode, String)>,
}

impl<'a> State<'a> {
    pub fn of(question: &Question<'a>, id: &'a str) -> Option<Self> {
        let (id, rule) = question.list.rules.get_key_value(id)?;
        let authority = question.list.authority_of(rule)?;
        let standing = Standing::of(question, authority);
        let mut state = Self {
            id,
            rule,
            authority,
            no: None,
            not_added: false,
            needs: vec![],
            action: rule.action,
            action_why: None,
            monitored: None,
            notices: standing.notices.clone(),
            standing,
        };
        state.no = state.standing.no.clone();
        if state.standing.needs_buyer {
            state.need(fact::BUYER, &[]);
        }
        state.read_span(question);
        scope::read(question, &mut state);
        state.read_acts(question);
        state.read_force();
        state.read_mode(question);
        Some(state)
    }

    /// Says once why it does not bind: the first reason counts.
    pub fn deny_scope(&mut self, effect: Effect, why: String) {
        if self.no.is_none() {
            self.no = Some((effect, why));
        }
    }

    pub fn need(&mut self, fact: &'static str, values: &[String]) {
        if !self.needs.iter().any(|(known, _)| *known == fact) {
            self.needs.push((fact, values.to_vec()));
        }
    }

    fn read_span(&mut self, question: &Question<'_>) {
        let span = &self.rule.span;
        if span.is_over(question.at) {
            let end = span.until.as_ref().map(|moment| moment.written.clone()).unwrap_or_default();
            let why = format!("rule `{}` expired on {end}", self.id);
            self.notices.push((NoticeCode::RuleExpired, why.clone()));
            self.deny_scope(Effect::NotInForce, why);
        } else if let Some(from) = span.from.as_ref()
            && (question.at < from.at || question.known_at < from.at)
        {
            let why = format!("rule `{}` holds only from {}", self.id, from.written);
            self.deny_scope(Effect::NotInForce, why);
        }
    }

    fn read_acts(&mut self, question: &Question<'_>) {
        if self.rule.acts.is_empty() {
            return;
        }
        let acts = question.fact(fact::ACT);
        if acts.is_empty() {
            let known: Vec<String> = self.rule.acts.keys().cloned().collect();
            self.need(fact::ACT, &known);
            return;
        }
        let spans: Vec<_> = acts.iter().filter_map(|act| Some((act, self.rule.acts.get(act)?))).collect();
        if spans.iter().any(|(_, span)| span.holds(question.at)) {
            return;
        }
        let since = |span: &debar_blocklist::Span| {
            let from = span.from.as_ref().map(|from| format!(" from {}", from.written)).unwrap_or_default();
            let until =
                span.until.as_ref().map(|until| format!(" until {}", until.written)).unwrap_or_default();
            format!("{from}{until}")
        };
        let why = match spans.first() {
            Some((act, span)) => format!("rule `{}` forbids `{act}` only{}", self.id, since(span)),
            None => {
                let forbidden: Vec<String> =
                    self.rule.acts.iter().map(|(act, span)| format!("`{act}`{}", since(span))).collect();
                format!(
                    "rule `{}` does not forbid `{}`; it forbids {}",
                    self.id,
                    acts.join("`, `"),
                    forbidden.join(", ")
                )
            }
        };
        if self.no.is_none() {
            self.notices.push((NoticeCode::Warning, why.clone()));
        }
        self.deny_scope(Effect::ActNotCovered, why);
    }

    /// An advisory never denies by itself: what it would deny, a person decides.
    fn read_force(&mut self) {
        if self.authority.force == Force::Advisory && self.action == Action::Deny {
            self.action = Action::Review;
            self.action_why = Some(format!("{} is an advisory, so a person decides", self.authority.title));
        }
    }

    fn read_mode(&mut self, question: &Question<'_>) {
        if let Mode::Monitor { until } = &self.rule.mode {
            match until {
                Some(until) if question.at >= until.at => {}
                Some(until) => {
                    self.monitored =
                        Some(format!("rule `{}` only observes until {}", self.id, until.written));
                }
                None => self.monitored = Some(format!("rule `{}` only observes", self.id)),
            }
        }
    }
}
