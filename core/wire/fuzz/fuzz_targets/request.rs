//! Any bytes as a stored request: read or refused.
//!
//! Invariant: what was read comes back whole from its own print, and is printed the same again.
#![no_main]

use debar_wire::{canonical_json, read_request, request_json};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(request) = read_request(data) else { return };
    let print = request_json(&request);
    let again = read_request(&print).expect("its own print");
    assert_eq!(again, request);
    assert_eq!(request_json(&again), print);
    assert!(!canonical_json(&request).is_empty());
});
