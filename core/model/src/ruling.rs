//! What one rule says of one finding, and on whose authority.

use crate::{Step, Verdict};

/// A place in a blocklist's sources.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file's name relative to the root file.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Byte range in the file.
    pub start: usize,
    /// End of that range, excluded.
    pub end: usize,
}

/// What a rule asks for when it bites.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Show a notice and let it pass.
    Warn,
    /// A person decides.
    Review,
    /// Refuse.
    #[default]
    Deny,
}

impl Action {
    /// The word in the list and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warn => "warn",
            Self::Review => "review",
            Self::Deny => "deny",
        }
    }

    /// The verdict that the action leads to.
    pub const fn verdict(self) -> Verdict {
        match self {
            Self::Warn => Verdict::Allow,
            Self::Review => Verdict::Review,
            Self::Deny => Verdict::Deny,
        }
    }
}

/// The authority behind a rule, as it stood at the instant of the decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuthorityRef {
    /// Its id in the list.
    pub id: String,
    /// Its title.
    pub title: String,
    /// `prohibition`, `exclusion`, `advisory` or `house-rule`.
    pub force: &'static str,
    /// Its status at the instant: `in-force`, `published`, `suspended`, `enjoined`, `vacated` ...
    pub status: String,
    /// The day or instant since which that status holds, as the list writes it.
    pub since: Option<String>,
    /// Citations in force at the instant.
    pub citations: Vec<String>,
    /// What courts did, one sentence each.
    pub litigation: Vec<String>,
    /// Whom to ask or to contest it with.
    pub contact: Option<String>,
    /// Where it stands in the list.
    pub place: Place,
}

/// Whether the rule bites, and if not, why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It bites: the verdict of the ruling is its own.
    Bites,
    /// The evidence is too thin for what the rule asks, so a person decides.
    Softened,
    /// A fact that the rule needs is missing.
    NeedsFact,
    /// The authority or the rule is not in force at the instant.
    NotInForce,
    /// The authority is suspended, stayed or enjoined.
    Paused,
    /// Buyer, jurisdiction, vehicle, system or end use lie outside of its scope.
    OutOfScope,
    /// The act is not among those it forbids, or not yet.
    ActNotCovered,
    /// It does not reach this deep: a component under a rule on branded products.
    DepthNotReached,
    /// An exception of the law applies.
    Excepted,
    /// A waiver applies.
    Waived,
    /// A cleared pair applies.
    Cleared,
    /// The rule only observes.
    Monitored,
}

impl Effect {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bites => "bites",
            Self::Softened => "softened",
            Self::NeedsFact => "needs-fact",
            Self::NotInForce => "not-in-force",
            Self::Paused => "paused",
            Self::OutOfScope => "out-of-scope",
            Self::ActNotCovered => "act-not-covered",
            Self::DepthNotReached => "depth-not-reached",
            Self::Excepted => "excepted",
            Self::Waived => "waived",
            Self::Cleared => "cleared",
            Self::Monitored => "monitored",
        }
    }
}

/// What one rule says of one finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// The rule's id in the list.
    pub rule: String,
    /// Where it stands in the list.
    pub place: Place,
    /// The authority it rests on.
    pub authority: AuthorityRef,
    /// What the rule asks for.
    pub action: Action,
    /// Whether it bites.
    pub effect: Effect,
    /// What follows: the rule's action, softened or lifted.
    pub verdict: Verdict,
    /// Why, in one sentence for people.
    pub because: String,
    /// From the listed entry to the party that the rule names, when they are not the same.
    pub reach: Vec<Step>,
    /// Id of the waiver, cleared pair or exception that applies.
    pub lifted_by: Option<String>,
    /// What to use instead.
    pub use_instead: Option<String>,
    /// Ids of the rule's evidence.
    pub evidence: Vec<String>,
}
