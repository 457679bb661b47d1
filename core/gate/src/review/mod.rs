//! The review queue: findings that ask for a person, what people decided about them, and what of that a question
//! consults.
//!
//! Invariants: what is consulted is stored with the decision, so a replay takes nothing from today; when the reviews
//! cannot be read there is no decision.

mod act;
mod consult;
mod item;
mod queue;

pub use act::{ReviewChoice, Reviewed};
pub use queue::{Asked, Queue, QueueChoice, QueueItem, QueueStatus};

pub(crate) use consult::{Consulted, REVIEW_STATE, Reviews};

use jiff::SignedDuration;

use crate::config::{Origin, Setting};

/// What the house asks of reviews: `[review]` of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewSettings {
    /// A clearing counts only when a second person has confirmed it.
    pub four_eyes: Setting<bool>,
    /// The longest that a clearing may hold, in days; what holds without an end of its own ends then.
    pub longest_days: Setting<u32>,
}

impl ReviewSettings {
    /// A year.
    pub const DEFAULT_DAYS: u32 = 365;
    /// What no configuration can exceed.
    pub const MOST_DAYS: u32 = 731;

    /// The longest that a clearing may hold.
    pub fn longest(&self) -> SignedDuration {
        let days = self.longest_days.value.min(Self::MOST_DAYS);
        SignedDuration::from_hours(24 * i64::from(days))
    }

    pub(crate) fn rules(&self) -> debar_ledger::ReviewRules {
        debar_ledger::ReviewRules { four_eyes: self.four_eyes.value }
    }
}

impl Default for ReviewSettings {
    fn default() -> Self {
        Self {
            four_eyes: Setting::new(false, Origin::Default),
            longest_days: Setting::new(Self::DEFAULT_DAYS, Origin::Default),
        }
    }
}
