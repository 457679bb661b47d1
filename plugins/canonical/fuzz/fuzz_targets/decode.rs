//! Any bytes, as whatever they look like and as CSV of a declared dialect: the plugin decodes or refuses them, and
//! never breaks the contract.
//!
//! Invariant: what was decoded can be answered, or the plugin says why not.
#![no_main]

use debar_plugin_api::static_api;
use debar_plugin_canonical::Canonical;
use debar_testkit::{Driver, FailureCause, TestHost, answers};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static PLAIN: LazyLock<TestHost> = LazyLock::new(host);

/// The dialect that differs most from the usual one.
static DIALECT: LazyLock<TestHost> = LazyLock::new(|| {
    host().with_config(serde_json::json!({ "csv": {
        "delimiter": ";", "decimal": "comma", "grouping": ".", "encoding": "windows-1252",
        "columns": { "Position": "line_id", "Lieferant": "supplier", "Preis": "unit_price" },
    }}))
});

fuzz_target!(|data: &[u8]| {
    run(&PLAIN, "", data);
    run(&PLAIN, "text/csv", data);
    run(&DIALECT, "text/csv", data);
});

fn host() -> TestHost {
    TestHost::new(&Driver::Static(static_api::<Canonical>())).expect("the plugin links")
}

fn run(host: &TestHost, media: &str, data: &[u8]) {
    match host.decode(media, data) {
        Ok(decoded) => {
            if let Err(failure) = host.encode(&decoded.receipt, &answers(&decoded, "deny")) {
                kept(&failure.cause);
            }
        }
        Err(failure) => kept(&failure.cause),
    }
}

fn kept(cause: &FailureCause) {
    assert!(!matches!(cause, FailureCause::Panicked | FailureCause::Contract { .. }), "{cause:?}");
}
