//! Time of one thing, and the middle of several.

use std::time::Instant;

/// Nanoseconds for each of `count` parts of one run.
pub fn once(count: u64, run: impl FnOnce()) -> f64 {
    let start = Instant::now();
    run();
    start.elapsed().as_nanos() as f64 / count as f64
}

/// The middle one.
pub fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
