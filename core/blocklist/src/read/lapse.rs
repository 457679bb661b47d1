//! What decisions are pinned to: a waiver to its rules and its party, a cleared pair to both of its sides. A
//! decision whose pin is not the revision of today has lapsed.

use crate::fields::{Context, Fields};
use crate::source::Problem;
use crate::syntax::{Node, Value};
use crate::{Code, Lapse};

/// Something that a decision can be pinned to.
pub(super) struct Pinnable {
    /// The word under `lapses-with`.
    pub word: &'static str,
    /// What it is, for messages: ``rule `x` ``.
    pub what: String,
    /// Its revision; none when the list does not say what it is.
    pub now: Option<String>,
}

/// `lapses-with = { rule = "..", party = ".." }`.
pub(super) fn read(cx: &mut Context, node: &Node, decision: &str, known: &[Pinnable]) -> Vec<Lapse> {
    let Value::Table(_) = &node.value else {
        unpinned(cx, node, decision, known);
        return vec![];
    };
    let Some(mut fields) = Fields::open(cx, node, node.at, "a decision's `lapses-with`") else {
        return vec![];
    };
    let mut lapses = vec![];
    for one in known {
        let Some(node) = fields.take(one.word) else { continue };
        let Some(pinned) = cx.string(node) else { continue };
        match &one.now {
            None => cx.report(
                Problem::error(
                    Code::UnpinnedDecision,
                    node.at,
                    format!("the {decision} names no {} that could change", one.word),
                )
                .help("name it in the decision, or remove the pin"),
            ),
            Some(now) if *now == pinned => {}
            Some(now) => {
                let why = format!("{} changed since the {decision} was given", one.what);
                cx.report(
                    Problem::warning(Code::LapsedDecision, node.at, why.clone())
                        .help(format!(
                            "it has no effect any more: decide anew, and pin the new revision `{now}` if it is to hold"
                        ))
                        .fix("give it again for the new revision", node.at, format!("\"{now}\"")),
                );
                lapses.push(Lapse { why, pinned, now: now.clone() });
            }
        }
    }
    fields.finish(cx);
    lapses
}

/// Words without revisions: what to pin is told, so that nobody has to compute it.
fn unpinned(cx: &mut Context, node: &Node, decision: &str, known: &[Pinnable]) {
    let words: Vec<(&'static str, &'static str)> = known.iter().map(|one| (one.word, one.word)).collect();
    let mut asked = vec![];
    for item in cx.items(node) {
        asked.extend(cx.word(item, &words));
    }
    let pins: Vec<String> = known
        .iter()
        .filter(|one| asked.contains(&one.word))
        .filter_map(|one| Some(format!("{} = \"{}\"", one.word, one.now.as_ref()?)))
        .collect();
    if pins.is_empty() || pins.len() < asked.len() {
        cx.report(
            Problem::error(Code::UnpinnedDecision, node.at, format!("the {decision} is pinned to nothing"))
                .help(
                    "name the rule, the vendor or the party in the decision, and give `lapses-with = { .. }`",
                ),
        );
        return;
    }
    let table = format!("{{ {} }}", pins.join(", "));
    cx.report(
        Problem::error(Code::UnpinnedDecision, node.at, "what it lapses with is given without a revision")
            .help(format!("pin the revisions of today: `lapses-with = {table}`"))
            .fix("pin the revisions of today", node.at, table),
    );
}
