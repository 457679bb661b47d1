//! How many other names of listed parties are found at a given share of false alerts. It knows no scorer: scores are
//! handed in. Invariant: a hit must score above what the share of clean names reaches, so a score that saturates on
//! clean names earns nothing.

use crate::histogram::Histogram;

/// The shares of clean names that may alert, per million.
pub const FALSE_ALERTS: [usize; 3] = [10_000, 1_000, 100];

/// The least score that at most so many of a million clean names reach, and how many of `hits` reach it.
pub fn recall_at(hits: &Histogram, clean: &Histogram, per_million: usize) -> (u16, usize) {
    let least = clean.threshold(per_million);
    (least, hits.at_least(least))
}
