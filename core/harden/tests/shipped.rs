//! The lists that ship, held to what folding has to undo. `cargo test -p debar-harden --test shipped -- --nocapture` prints
//! the counts of docs/performance.md.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where it fails, and prints when asked"
)]

use std::sync::Arc;

use debar_blocklist::{SHIPPED_ROOT, read, shipped};
use debar_engine::Engine;
use debar_harden::{Evasion, Floor, Options, harden};
use jiff::Timestamp;

#[test]
fn no_disguise_of_a_shipped_entry_passes() {
    let engine = Engine::compile(Arc::new(read(SHIPPED_ROOT, &shipped()).list.unwrap()));
    let at = Timestamp::constant(1_768_435_200, 0);
    let found = harden(&engine, &Options { at, seed: 1, per_entry: 6, vendor: None });
    for total in found.totals.iter().filter(|total| total.tried > 0) {
        println!("{:<32} {:>6} {:>6} {:>6}", total.evasion.as_str(), total.tried, total.weaker, total.passed);
    }
    let disguised = |evasion: Evasion| evasion.floor() == Floor::Same;
    let not_folded = [Evasion::Joined, Evasion::LegalForm];
    let passed: Vec<_> = found
        .passed
        .iter()
        .filter(|slip| disguised(slip.evasion) && !not_folded.contains(&slip.evasion))
        .map(|slip| (slip.evasion, &slip.id, &slip.spot, &slip.text))
        .collect();
    assert!(passed.is_empty(), "{passed:?}");
}
