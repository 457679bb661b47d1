//! An alignment and its conflicts as JSON. The words for people are the engine's, which findings tell too.

use debar_names::{AlignedPair, Conflict};
use serde_json::{Value, json};

pub(super) fn alignment_json(pairs: &[AlignedPair]) -> Value {
    let one = |pair: &AlignedPair| {
        json!({
            "left": pair.left, "right": pair.right, "kind": pair.kind.name(), "score": pair.score,
            "left_weight": pair.left_weight, "right_weight": pair.right_weight,
        })
    };
    pairs.iter().map(one).collect()
}

pub(super) fn conflicts_json(conflicts: &[Conflict]) -> Value {
    let one = |conflict: &Conflict| {
        json!({
            "kind": conflict.kind.name(), "left": conflict.left, "right": conflict.right, "penalty": conflict.penalty,
        })
    };
    conflicts.iter().map(one).collect()
}
