//! Rules: whom an authority binds, from what, how deep, since when, and except what.

use std::collections::BTreeMap;

use debar_model::{Action, Decimal, Place};

use super::{Head, Listed, Moment, Span};
use crate::calendar::Period;

/// What a rule names.
#[derive(Clone, Debug, Default)]
pub struct Targets {
    /// Vendor ids, those of groups included, sorted.
    pub vendors: Vec<String>,
    /// Product ids.
    pub products: Vec<String>,
    /// Class ids.
    pub classes: Vec<String>,
    /// Digest set ids.
    pub digests: Vec<String>,
    /// Signer ids.
    pub signers: Vec<String>,
    /// Source ids.
    pub sources: Vec<String>,
    /// Whether it asks who sells.
    pub sellers: Sellers,
}

/// Whether a rule asks who sells, and not what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sellers {
    /// It asks for the vendors as makers, sellers or otherwise.
    #[default]
    NotOnly,
    /// Its vendors count where they sell, and nowhere else.
    Listed,
    /// It asks every seller for what the rule requires.
    Any,
}

/// What must be stated for a rule not to bite.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// The fact's name.
    pub fact: String,
    /// Values that meet it; every other value does not.
    pub is: Vec<String>,
    /// How long a statement holds from its day on; for ever when absent.
    pub valid_for: Option<Period>,
    /// Its place.
    pub place: Place,
}

/// How deep a rule looks into a product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Depth {
    /// Only products under the vendor's own name: what is embedded in others' products is outside.
    BrandedOnly,
    /// Any component, at any depth. The default: what a rule does not limit, it reaches.
    #[default]
    AnyComponent,
    /// Components that are a substantial or essential part: a component hit asks a person.
    SubstantialOrEssential,
}

/// Which relatives of a vendor a rule reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reach {
    /// Successors and renamed firms.
    Successor,
    /// Owners above the threshold.
    Parent,
    /// Firms owned above the threshold, whoever controls them. A rule that states `ownership` and no
    /// `reach` has exactly this one.
    Owned,
    /// Firms owned above the threshold or controlled.
    Controlled,
    /// Firms under the same owner.
    CommonControl,
    /// Firms that act for it.
    Agent,
    /// Firms that sell its goods under their own name.
    WhiteLabel,
}

/// The operator of a threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    /// `more-than`.
    MoreThan,
    /// `at-least`.
    AtLeast,
}

/// From which share on an owner counts. Shares of all listed owners add up when `add_up` is set;
/// indirect shares pass on in full through every firm that reaches the threshold itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ownership {
    /// The operator.
    pub operator: Operator,
    /// Hundredths of a percent.
    pub percent: u16,
    /// Whether shares of all vendors that the rule names are added.
    pub add_up: bool,
    /// From which share on, in hundredths of a percent, an owner below the threshold is shown.
    pub show_from: Option<u16>,
}

/// What to do when nobody knows the components.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum UnknownComponents {
    /// Say nothing: the rule does not look at components, or the list does not ask.
    #[default]
    Ignore,
    /// Say it.
    Notice,
    /// A person decides.
    Review,
}

/// End uses to which a rule is limited, and what happens outside of them.
#[derive(Clone, Debug, Default)]
pub struct EndUseRule {
    /// The end uses; every one when empty.
    pub only: Vec<String>,
    /// What another end use leads to; out of scope when none is given.
    pub other: Option<Action>,
}

/// A share of the contract's value from which a rule holds.
#[derive(Clone, Debug)]
pub struct ValueShare {
    /// The operator.
    pub operator: Operator,
    /// Percent.
    pub percent: Decimal,
}

/// An amount of money from which a rule holds.
#[derive(Clone, Debug)]
pub struct ValueThreshold {
    /// The operator.
    pub operator: Operator,
    /// The amount.
    pub amount: Decimal,
    /// ISO 4217 code.
    pub currency: String,
}

/// Whom and what a rule binds. An empty list does not limit.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Buyers and all their parts.
    pub buyers: Vec<String>,
    /// Jurisdictions.
    pub jurisdictions: Vec<String>,
    /// Contract vehicles.
    pub vehicles: Vec<String>,
    /// Classes of systems outside of it.
    pub not_system: Vec<String>,
    /// Classes of systems to which it is limited.
    pub system: Vec<String>,
    /// Funds.
    pub funds: Vec<String>,
    /// Tiers: `prime`, `subcontract`.
    pub tiers: Vec<String>,
    /// End uses.
    pub end_use: EndUseRule,
    /// A value of `contract-adds` that puts a buyer in scope who is otherwise not.
    pub or_contract_adds: Option<String>,
    /// `newer-than-solicitation = "only-by-amendment"`.
    pub newer_only_by_amendment: bool,
    /// The party must hold this share of the contract's value.
    pub value_share: Option<ValueShare>,
    /// The contract must be worth this much.
    pub threshold: Option<ValueThreshold>,
}

/// Whether a rule decides or only observes.
#[derive(Clone, Debug, Default)]
pub enum Mode {
    /// It decides.
    #[default]
    Enforce,
    /// It observes until an instant, or without end, and says what it would have done.
    Monitor {
        /// The first instant at which it decides.
        until: Option<Moment>,
    },
}

/// A part of the law that lifts a rule: names a whole product, an identifier, a part number or an approval.
#[derive(Clone, Debug)]
pub struct Exception {
    /// Product id.
    pub product: Option<String>,
    /// A value of the fact `approval`.
    pub approval: Option<String>,
    /// Values of the fact `end-use`.
    pub end_use: Vec<String>,
    /// When it holds.
    pub span: Span,
    /// Its place and words.
    pub head: Head,
}

/// Something to do by a day.
#[derive(Clone, Debug)]
pub struct Deadline {
    /// What.
    pub what: String,
    /// By when.
    pub by: Moment,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Place, note, evidence.
    pub head: Head,
    /// The authority's id.
    pub authority: String,
    /// What it names.
    pub targets: Targets,
    /// Relatives that it reaches, sorted.
    pub reach: Vec<Reach>,
    /// From which share on an owner counts; more than 50 percent by default.
    pub ownership: Ownership,
    /// How deep it looks.
    pub depth: Depth,
    /// What to do when nobody knows the components.
    pub if_components_unknown: UnknownComponents,
    /// Origins that it does not reach: `origin-not = ["US"]`.
    pub origin_not: Vec<String>,
    /// Origins to which it is limited.
    pub origin: Vec<String>,
    /// Acts that it forbids and since when; every act since the rule holds when empty.
    pub acts: BTreeMap<String, Span>,
    /// Whom it binds.
    pub scope: Scope,
    /// What the law itself leaves out.
    pub except: Vec<Exception>,
    /// What must be stated for it not to bite.
    pub requires: Vec<Requirement>,
    /// Whether it can be waived at all.
    pub waivable: bool,
    /// Offices that may waive it; any when empty.
    pub waivable_by: Vec<String>,
    /// Whether such an office may let another decide.
    pub delegable: bool,
    /// What it asks for.
    pub action: Action,
    /// Whether it decides.
    pub mode: Mode,
    /// When the rule holds, within its authority's life.
    pub span: Span,
    /// A line that carries no comparable digest asks a person.
    pub require_digest: bool,
    /// What to do by when.
    pub deadlines: Vec<Deadline>,
    /// Report even when allowed.
    pub report_even_if_allowed: bool,
    /// Buyers who are told although they are not bound.
    pub notice_to: Vec<String>,
    /// What to use instead.
    pub use_instead: Option<Listed>,
    /// Whom to ask or to contest it with, before the authority's own contact.
    pub contact: Option<super::Contact>,
}
