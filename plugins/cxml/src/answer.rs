//! Which native answer a decision gets. The documents themselves are written in the sub-modules.
//!
//! Invariant: only a decision that allows everything gets a positive answer; a count of decisions that does not fit
//! the document gets none.

mod cancel;
mod confirmation;
mod exchange;
mod response;
mod status;
mod words;

use crate::config::{Answer, Config};
use crate::order::{Message, messages};
use crate::package::{Native, Package};
use debar_plugin_api::{Decision, EncodeError, Input, Role, Verdict};

/// Writes the answer.
///
/// # Errors
/// When there is no native answer for this decision, or the decisions do not fit the document.
pub fn write(config: &Config, input: &Input<'_>, decisions: &[Decision<'_>]) -> Result<String, EncodeError> {
    let Some(first) = decisions.first() else {
        return Err(EncodeError::unsupported("cxml-no-decision", "there is no decision to answer with"));
    };
    let verdict = worst(decisions);
    let native = input.bytes().ok().and_then(|bytes| Native::split(bytes, input.content_type()).ok());
    let package = native.as_ref().and_then(|native| Package::read(native).ok());
    let found: Option<Vec<Message<'_>>> = package.as_ref().and_then(|package| {
        let all: Result<Vec<_>, _> = package.documents.iter().map(|doc| messages(doc.root())).collect();
        all.ok().map(|all| all.into_iter().flatten().collect())
    });
    let Some(found) = found.filter(|found| !found.is_empty()) else {
        // What cannot be read has no ids to echo: only the answer of the same exchange is left.
        return match verdict {
            Verdict::Allow => Err(mismatch()),
            _ => Ok(response::write(decisions, verdict)),
        };
    };
    if found.len() != decisions.len() {
        // A hold of the whole document is one decision over all its orders.
        return match verdict {
            Verdict::Allow => Err(mismatch()),
            _ => Ok(response::write(decisions, verdict)),
        };
    }
    let sent = first.role == Role::BuyerGate && first.already_transmitted;
    let single = match found.as_slice() {
        [one] if !one.is_cart => Some(*one),
        _ => None,
    };
    match (sent, verdict, single) {
        (true, Verdict::Deny, Some(order)) => return cancel::write(order, first),
        (true, Verdict::Deny | Verdict::Review, _) => {
            return Err(EncodeError::unsupported(
                "cxml-already-sent",
                "an order that has left the buyer can only be cancelled, and this one is held or is not one order",
            )
            .help("release or deny the held order, then cancel it in the buying system"));
        }
        _ => {}
    }
    // Accepting is the seller's word: a gate of the buyer only says that the order may go out.
    let speaks = first.role != Role::BuyerGate || verdict != Verdict::Allow;
    Ok(match (config.answer, single) {
        (Answer::StatusUpdate, Some(order)) => status::write(order, first, config.partial),
        (Answer::Confirmation, Some(order)) if speaks => confirmation::write(order, first, config.partial),
        _ => response::write(decisions, verdict),
    })
}

/// Deny over review over allow; a hold is never better than review.
fn worst(decisions: &[Decision<'_>]) -> Verdict {
    let mut worst = Verdict::Allow;
    for decision in decisions {
        worst = match (worst, decision.verdict) {
            (Verdict::Deny, _) | (_, Verdict::Deny) => Verdict::Deny,
            (Verdict::Review, _) | (_, Verdict::Review) => Verdict::Review,
            _ if decision.complete => Verdict::Allow,
            _ => Verdict::Review,
        };
    }
    worst
}

fn mismatch() -> EncodeError {
    EncodeError::malformed("cxml-decisions", "the decisions do not fit the orders of the document")
        .help("decode and decide the document again")
}
