//! Facts about a purchase that rules ask for and documents rarely state.
//!
//! Precedence is config, then flags, then document: a document never overrides a configured fact.

use std::collections::BTreeMap;

use crate::Decimal;

/// Names of the facts that the language knows; others may be used under names of their own.
pub mod fact {
    /// What is done: `procure`, `renew`, `use`, `resell`, `integrate`, `export`, `update` ...
    pub const ACT: &str = "act";
    /// The buyer's id in the blocklist's buyer tree.
    pub const BUYER: &str = "buyer";
    /// Jurisdictions that bind the buyer.
    pub const JURISDICTION: &str = "jurisdiction";
    /// Contract vehicle.
    pub const VEHICLE: &str = "vehicle";
    /// What the article is for.
    pub const END_USE: &str = "end-use";
    /// Class of the system it goes into.
    pub const SYSTEM: &str = "system";
    /// Which funds pay.
    pub const FUNDS: &str = "funds";
    /// Day of the solicitation.
    pub const SOLICITATION: &str = "solicitation";
    /// Orders that the contract or an amendment adds.
    pub const CONTRACT_ADDS: &str = "contract-adds";
    /// Prime or subcontract.
    pub const TIER: &str = "tier";
    /// Share of the contract's value, in percent.
    pub const VALUE_SHARE: &str = "value-share";
    /// What the contract is worth, as an amount and a currency: `250000 USD`.
    pub const CONTRACT_VALUE: &str = "contract-value";
    /// Approvals that the article has.
    pub const APPROVAL: &str = "approval";
    /// Country of origin of the article.
    pub const ORIGIN: &str = "origin";
}

/// Where a fact comes from, in order of precedence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactOrigin {
    /// The configuration of the gate or the route.
    Config,
    /// A flag or parameter of the call.
    Call,
    /// The document, where the configuration of the route takes its word for this fact.
    TrustedDocument,
    /// The document itself: it may bind, and lifts nothing.
    Document,
    /// The shipped default, said aloud in each answer.
    Default,
}

impl FactOrigin {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::Call => "call",
            Self::TrustedDocument => "trusted-document",
            Self::Document => "document",
            Self::Default => "default",
        }
    }
}

/// A fact's values and where they come from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Fact {
    /// One or more values, sorted and without repetition.
    pub values: Vec<String>,
    /// Where they come from.
    pub origin: FactOrigin,
}

/// All facts of a request by name, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Facts(BTreeMap<String, Fact>);

impl Facts {
    /// No facts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds values. A weaker origin never changes what a stronger one said; the same origin adds.
    pub fn add(&mut self, name: &str, values: impl IntoIterator<Item = String>, origin: FactOrigin) {
        let mut values: Vec<String> = values.into_iter().collect();
        match self.0.get_mut(name) {
            Some(known) if known.origin < origin => {}
            Some(known) if known.origin == origin => {
                known.values.append(&mut values);
                known.values.sort();
                known.values.dedup();
            }
            _ => {
                values.sort();
                values.dedup();
                self.0.insert(name.to_owned(), Fact { values, origin });
            }
        }
    }

    /// Adds all facts of another set under the same precedence.
    pub fn merge(&mut self, other: &Self) {
        for (name, fact) in &other.0 {
            self.add(name, fact.values.iter().cloned(), fact.origin);
        }
    }

    /// A fact by name.
    pub fn find(&self, name: &str) -> Option<&Fact> {
        self.0.get(name)
    }

    /// The values of a fact; empty when it is not known.
    pub fn values(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], |fact| &fact.values)
    }

    /// All facts in order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Fact)> {
        self.0.iter().map(|(name, fact)| (name.as_str(), fact))
    }
}

/// The amount and the currency of a text such as `250000 USD` or `EUR 1200.50`.
pub fn read_amount(text: &str) -> Option<(Decimal, String)> {
    let (first, second) = text.trim().split_once(char::is_whitespace)?;
    let read = |amount: &str, currency: &str| {
        let currency = currency.trim();
        let is_code = currency.len() == 3 && currency.bytes().all(|byte| byte.is_ascii_alphabetic());
        let amount = Decimal::parse(amount.trim()).ok().filter(|_| is_code)?;
        Some((amount, currency.to_ascii_uppercase()))
    };
    read(first, second).or_else(|| read(second, first))
}

#[cfg(test)]
mod tests {
    use super::{FactOrigin, Facts, fact};

    #[test]
    fn a_document_never_overrides_the_config() {
        let mut facts = Facts::new();
        facts.add(fact::BUYER, ["from-document".to_owned()], FactOrigin::Document);
        facts.add(fact::BUYER, ["agency-x".to_owned()], FactOrigin::Config);
        facts.add(fact::BUYER, ["other".to_owned()], FactOrigin::Document);
        assert_eq!(facts.values(fact::BUYER), ["agency-x"]);
        facts.add(fact::BUYER, ["agency-a".to_owned(), "agency-x".to_owned()], FactOrigin::Config);
        assert_eq!(facts.values(fact::BUYER), ["agency-a", "agency-x"]);
    }
}
