//! Screening from the outside: lists in TOML, requests by hand, verdicts in tables.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail loudly"
)]

mod evasion;
mod family;
mod law;
mod laws_of_screening;
mod lists;
mod places;

use std::sync::Arc;

use debar_blocklist::{Blocklist, MemorySources, read};
use debar_engine::{Ask, Engine};
use debar_model::{Decision, Facts, PurchaseRequest, RequestId, Sha256Hex};
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
        review_state: Sha256Hex::default(),
    }
}

fn screen(engine: &Engine, request: &PurchaseRequest) -> Decision {
    engine.screen(&ask(request, &Facts::new(), "2026-10-01T12:00:00Z".parse().unwrap()))
}
