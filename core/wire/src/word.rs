//! Closed sets of words, each read back from the model's own spelling.
//!
//! Invariant: a variant that the model gains and this file lacks does not compile.

use debar_model as model;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

use crate::WireError;

/// A verdict on the wire. Any text that is not a verdict reads as `deny`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict(pub model::Verdict);

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}

impl<'de> Deserialize<'de> for Verdict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(model::Verdict::read(&Cow::<'de, str>::deserialize(deserializer)?)))
    }
}

impl JsonSchema for Verdict {
    fn schema_name() -> Cow<'static, str> {
        "Verdict".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "`allow`, `review` or `deny`; read any other word as `deny`.",
            "examples": ["allow", "review", "deny"]
        })
    }
}

/// A word of the model that can be read back.
pub(crate) trait Word: Copy + 'static {
    const ALL: &'static [Self];
    const WHAT: &'static str;
    fn word(self) -> &'static str;
}

/// Reads a word of a closed set.
pub(crate) fn read<T: Word>(text: &str) -> Result<T, WireError> {
    let found = T::ALL.iter().copied().find(|word| word.word() == text);
    found.ok_or_else(|| WireError::field(format_args!("`{text}` is no {} known here", T::WHAT)))
}

/// Reads one of some fixed texts of the model.
pub(crate) fn fixed(known: &[&'static str], what: &str, text: &str) -> Result<&'static str, WireError> {
    let found = known.iter().copied().find(|word| *word == text);
    found.ok_or_else(|| WireError::field(format_args!("`{text}` is no {what} known here")))
}

macro_rules! words {
    ($($type:ident ($what:literal): $($variant:ident)+;)+) => {$(
        impl Word for model::$type {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            const WHAT: &'static str = $what;
            fn word(self) -> &'static str {
                match self { $(Self::$variant)|+ => self.as_str() }
            }
        }
    )+};
}

words! {
    Operation ("operation"): New Update Delete;
    LineKind ("kind of line"): Item Service Component Bundle;
    PartOwner ("owner of a part number"): Supplier SupplierAuxiliary Manufacturer Buyer;
    Object ("object of a digest"): Archive File Unknown;
    FactOrigin ("origin of a fact"): Config Call TrustedDocument Document Default;
    HoldReason ("reason of a hold"):
        Unroutable Undecodable Incomplete PluginFailed Unresolved Tripwire Attachment;
    NoticeCode ("code of a notice"):
        StaleList CheckOverdue ComponentsUnknown DigestNotComparable ContentsNotRead PauseUnconfirmed OrderOfAnotherIssuer RuleExpired
        AuthorityStatus Lifted ClearingLapsed Warning SignatureNotVerified DegradedExtraction DefaultFacts Cancellation;
    Class ("class of a finding"): Cleared Weak Strong Family Alias Exact;
    Relation ("relation"):
        ComponentOf ProductOf OwnedBy ControlledBy ParentOf CommonControlWith SuccessorOf RenamedFrom
        AgentOf WhiteLabelOf MemberOf;
    Action ("action"): Warn Review Deny;
    Effect ("effect"):
        Bites Softened NeedsFact NotInForce Paused OutOfScope ActNotCovered DepthNotReached Excepted Waived
        Cleared Monitored;
}

#[cfg(test)]
mod tests {
    use super::{Word, read};
    use debar_model::{Action, Class, Effect, FactOrigin, HoldReason, NoticeCode, Relation};

    fn check<T: Word + PartialEq + std::fmt::Debug>() {
        for word in T::ALL {
            assert_eq!(read::<T>(word.word()).as_ref(), Ok(word));
        }
        assert!(read::<T>("no such word").is_err());
    }

    #[test]
    fn every_word_is_read_back() {
        check::<HoldReason>();
        check::<NoticeCode>();
        check::<Class>();
        check::<Relation>();
        check::<Action>();
        check::<Effect>();
        check::<FactOrigin>();
    }
}
