//! What people decide about findings: cleared as another party, confirmed by a second person, upheld as true. Each is
//! an event of the log; the latest counts.
//!
//! Invariants, whoever appended and however: nothing counts for longer than [`HARD_CAP`]; where two people are needed,
//! the second has another name; an event that cannot be read takes back every clearing before it, because it may
//! have been meant to.

mod event;
mod instant;
mod state;

pub use event::{Clear, Confirm, Pair, REVIEW, Reason, ReviewAct, Uphold};
pub use state::{Cleared, ReviewItem, ReviewRules, ReviewState, Upheld};

use jiff::SignedDuration;

/// The longest that a clearing can hold, whatever anybody configures: two years.
pub const HARD_CAP: SignedDuration = SignedDuration::from_hours(24 * 731);
