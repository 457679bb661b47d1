//! Any bytes: the plugin decodes or refuses them, and never breaks the contract.
//!
//! Invariant: what was decoded can be answered, or the plugin says why not.
#![no_main]

use debar_plugin_api::static_api;
use debar_plugin_cyclonedx::CycloneDx;
use debar_testkit::{Driver, FailureCause, TestHost, answers};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static HOST: LazyLock<TestHost> =
    LazyLock::new(|| TestHost::new(&Driver::Static(static_api::<CycloneDx>())).expect("the plugin links"));

fuzz_target!(|data: &[u8]| match HOST.decode("", data) {
    Ok(decoded) => {
        if let Err(failure) = HOST.encode(&decoded.receipt, &answers(&decoded, "deny")) {
            kept(&failure.cause);
        }
    }
    Err(failure) => kept(&failure.cause),
});

fn kept(cause: &FailureCause) {
    assert!(!matches!(cause, FailureCause::Panicked | FailureCause::Contract { .. }), "{cause:?}");
}
