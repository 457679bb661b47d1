//! Screening from the outside: lists in TOML, requests by hand, verdicts in tables.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "helpers of tests may fail loudly"
)]

mod changes;
mod clean_names;
mod cleared;
mod evasion;
mod family;
mod law;
mod laws_of_screening;
mod likeness;
mod lists;
mod ownership;
mod paperwork;
mod places;
mod sets;

use std::sync::Arc;

use debar_blocklist::{Blocklist, MemorySources, read};
use debar_engine::{Ask, Engine};
use debar_model::{Decision, FactOrigin, Facts, PurchaseRequest, RequestId, Sha256Hex};
use jiff::Timestamp;

/// Reads a list or shows every problem.
fn list_of(toml: &str) -> Blocklist {
    let reading = read("list.toml", &MemorySources::new().with("list.toml", toml));
    match reading.list {
        Some(list) if !reading.diagnostics.iter().any(|d| d.is_error()) => list,
        _ => panic!("{:#?}", reading.diagnostics),
    }
}

fn engine_of(toml: &str) -> Engine {
    Engine::compile(Arc::new(list_of(toml)))
}

fn ask<'a>(request: &'a PurchaseRequest, facts: &'a Facts, at: Timestamp) -> Ask<'a> {
    Ask {
        request,
        request_id: RequestId::default(),
        facts,
        at,
        known_at: None,
        holds: vec![],
        cleared: &[],
        review_state: Sha256Hex::default(),
    }
}

/// Screens as an agency that buys for a building, in 2026.
fn screen(engine: &Engine, request: &PurchaseRequest) -> Decision {
    let mut facts = Facts::new();
    for (name, value) in [
        ("buyer", "us-civilian"),
        ("act", "procure"),
        ("end-use", "government-facility-security"),
        ("tier", "prime"),
    ] {
        facts.add(name, [value.to_owned()], FactOrigin::Config);
    }
    engine.screen(&ask(request, &facts, "2026-10-01T12:00:00Z".parse().unwrap()))
}
