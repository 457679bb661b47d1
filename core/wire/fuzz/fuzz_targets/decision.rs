//! Any bytes as a stored decision: read or refused.
//!
//! Invariant: what was read comes back whole from its own print, and is printed the same again.
#![no_main]

use debar_wire::{decision_json, read_decision};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(decision) = read_decision(data) else { return };
    let print = decision_json(&decision);
    let again = read_decision(&print).expect("its own print");
    assert_eq!(again, decision);
    assert_eq!(decision_json(&again), print);
});
