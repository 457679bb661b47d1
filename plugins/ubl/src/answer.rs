//! Which native answer a decision gets: an order response, or the buyer's own cancellation.
//!
//! Invariant: only an allowed order is accepted.

mod cancellation;
mod copy;
mod response;
mod words;

use crate::config::Config;
use debar_plugin_api::{Decision, EncodeError, Role, Verdict};
use debar_shared_xml::Element;

/// Writes the answer.
///
/// # Errors
/// When there is no native answer for this decision.
pub fn write(config: &Config, order: Element<'_>, decisions: &[Decision<'_>]) -> Result<String, EncodeError> {
    let [decision] = decisions else {
        return Err(EncodeError::malformed("ubl-decisions", "one order needs one decision")
            .help("decode and decide the document again"));
    };
    if decision.role == Role::BuyerGate && decision.already_transmitted {
        return match decision.verdict {
            Verdict::Deny => Ok(cancellation::write(order, decision)),
            // Nothing has to be said about an order that may stand.
            Verdict::Allow => Ok(response::write(order, decision, config.partial)),
            Verdict::Review => Err(EncodeError::unsupported(
                "ubl-already-sent",
                "an order that has left the buyer can only be cancelled, and this one is held",
            )
            .help("release or deny the held order first")),
        };
    }
    Ok(response::write(order, decision, config.partial))
}
