//! What people decided: waivers of rules, and pairs that are not the same party.

use debar_model::Identifier;

use super::{Head, Listed, Moment, Span};

/// Who decided and when.
#[derive(Clone, Debug)]
pub struct Approval {
    /// The office.
    pub role: String,
    /// The day.
    pub on: Option<Moment>,
    /// Whether the office may let another decide.
    pub delegable: bool,
    /// The office that let this one decide.
    pub delegated_from: Option<String>,
}

/// Something that a decision was pinned to and that has changed since: the decision has no effect any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lapse {
    /// What changed, in words: ``rule `x` changed since the waiver was given``.
    pub why: String,
    /// The revision that the decision is pinned to.
    pub pinned: String,
    /// The revision now.
    pub now: String,
}

/// What a waiver covers: all that is named must hold. Names are whole names after folding, never globs.
#[derive(Clone, Debug, Default)]
pub struct WaiverFor {
    /// Buyers and all their parts.
    pub buyers: Vec<String>,
    /// The vendor.
    pub vendor: Option<String>,
    /// Sellers by whole name, under a rule that asks who sells.
    pub sellers: Vec<Listed>,
    /// Products by id.
    pub products: Vec<String>,
    /// Products by whole name.
    pub product_names: Vec<Listed>,
    /// Products by part number.
    pub part_numbers: Vec<Listed>,
    /// Products by identifier.
    pub identifiers: Vec<(Identifier, Listed)>,
}

/// A waiver: a dated decision with an end.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Place, note, evidence.
    pub head: Head,
    /// Rules that it waives.
    pub rules: Vec<String>,
    /// What it covers.
    pub covers: WaiverFor,
    /// Who decided.
    pub approved_by: Approval,
    /// Why.
    pub reason: String,
    /// Conditions under which it holds.
    pub conditions: Vec<String>,
    /// When it holds. It always has an end.
    pub span: Span,
    /// What it was pinned to and has changed: when not empty, it has no effect.
    pub lapses: Vec<Lapse>,
}

/// A party that is not the listed one.
#[derive(Clone, Debug, Default)]
pub struct ClearedParty {
    /// Its whole name.
    pub name: Option<Listed>,
    /// Its identifiers.
    pub identifiers: Vec<(Identifier, Listed)>,
}

/// A cleared pair: clears the party's name, never the goods.
#[derive(Clone, Debug)]
pub struct ClearedPair {
    /// Place, note, evidence.
    pub head: Head,
    /// The listed vendor's id.
    pub listed: String,
    /// The party that is not it.
    pub party: ClearedParty,
    /// Who decided.
    pub approved_by: Approval,
    /// Why.
    pub reason: String,
    /// When it holds. It always has an end.
    pub span: Span,
    /// What it was pinned to and has changed: when not empty, it has no effect.
    pub lapses: Vec<Lapse>,
}
