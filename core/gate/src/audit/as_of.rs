//! The list at an instant, whatever is bought: which rules bite, on which authority, with which status that day.

use debar_engine::RuleState;
use debar_model::{FactOrigin, Facts};
use jiff::Timestamp;

use crate::outcome::CheckError;
use crate::{Gate, KnownList, ListHistory, facts};

/// A list at an instant.
#[derive(Clone, Debug)]
pub struct AsOf {
    /// The list that answers.
    pub known: KnownList,
    /// The instant of the law.
    pub at: Timestamp,
    /// The instant of the knowledge; the same when none was given.
    pub known_at: Option<Timestamp>,
    /// The facts of the purchase that was asked about.
    pub facts: Facts,
    /// Its rules in order of their ids.
    pub rules: Vec<RuleAsOf>,
}

/// A rule at an instant.
#[derive(Clone, Debug)]
pub struct RuleAsOf {
    /// Its id.
    pub id: String,
    /// The id of its authority.
    pub authority: String,
    /// The title of its authority.
    pub title: String,
    /// Citations that were right that day.
    pub citations: Vec<String>,
    /// Vendors, products, classes and digest sets that it names.
    pub names: Vec<String>,
    /// How it stands.
    pub state: RuleState,
}

impl Gate {
    /// The list at an instant of the law, as it was known at another: for the configured facts and those of the call.
    ///
    /// # Errors
    /// The history does not reach that instant, or a fact of the call is not known to the list.
    pub fn as_of(
        &self,
        at: Timestamp,
        known_at: Option<Timestamp>,
        history: ListHistory,
        call: &Facts,
    ) -> Result<AsOf, CheckError> {
        let known = match known_at {
            Some(known_at) => self.list_known_at(known_at, history)?,
            None => {
                let list = self.list();
                let words = format!("revision {} answers: it is in use now", list.revision());
                KnownList { list, since: None, words, covered: true }
            }
        };
        let list = known.list.list();
        if let Some(problem) = facts::problems(list, call, FactOrigin::Call).into_iter().next() {
            return Err(CheckError::Fact(problem));
        }
        let facts = facts::lay(list, &Facts::new(), &self.config.facts, call, &Facts::new(), &[]);
        let mut rules = vec![];
        for (id, rule) in &list.rules {
            let state = known.list.engine.rule_state(id, &facts, at, known_at);
            let (Some(state), Some(authority)) = (state, list.authority_of(rule)) else { continue };
            let targets = &rule.targets;
            let named = |table: &str, ids: &[String]| -> Vec<String> {
                ids.iter().map(|id| format!("{table} {id}")).collect()
            };
            let mut names = named("vendor", &targets.vendors);
            names.extend(named("product", &targets.products));
            names.extend(named("class", &targets.classes));
            names.extend(named("digests", &targets.digests));
            let citations = authority.citations.iter().filter(|citation| citation.span.holds(at));
            rules.push(RuleAsOf {
                id: id.clone(),
                authority: rule.authority.clone(),
                title: authority.title.clone(),
                citations: citations.map(|citation| citation.text.text.clone()).collect(),
                names,
                state,
            });
        }
        Ok(AsOf { at, known_at, facts, rules, known })
    }
}
