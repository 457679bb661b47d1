//! A plugin that does wrong on demand, loaded as the product loads it: never a result, never a host death.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "helpers of tests fail by panicking, and say what they skip"
)]

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use debar_host::{
    Answer, CallOptions, Deadline, DecodeFailure, Decoded, Document, FailureCause, Isolation, Limits, Pin,
    Plugin, Receipt, Verdict,
};
use serde_json::json;

/// The example of this package; `None` when the examples were not built.
fn plugin() -> Option<Plugin> {
    let program = std::env::current_exe().unwrap();
    let folder = program.parent()?.parent()?.join("examples");
    let path: PathBuf = folder.join("libdebar_plugin_hostile.so").canonicalize().ok().or_else(|| {
        println!("skipped: the example plugin was not built");
        None
    })?;
    Some(Plugin::load(&path, Pin::Found, Isolation::InProcess).unwrap())
}

fn decode(plugin: &Plugin, deed: &str, options: &CallOptions) -> Result<Decoded, DecodeFailure> {
    let mut instance = plugin.instance(&json!({})).unwrap();
    let bytes = format!("do {deed}");
    let result =
        instance.decode(&Document { content_type: "text/x-hostile", bytes: bytes.as_bytes() }, options);
    if deed == "panic" {
        assert!(instance.is_lost());
        let document = Document { content_type: "", bytes: b"do well" };
        assert!(instance.decode(&document, options).is_err(), "a lost instance stays lost");
    }
    result
}

#[test]
fn no_wrong_deed_gives_a_result() {
    let Some(plugin) = plugin() else { return };
    let limits = Limits { events: 10_000, blob_bytes: 1 << 20, ..Limits::default() };
    let ticks = Arc::new(AtomicU64::new(0));
    let elapsed = Arc::new(move || Duration::from_millis(ticks.fetch_add(1, Ordering::Relaxed)));
    let deadline = Some(Deadline { elapsed, limit: Duration::from_secs(1) });
    let patient = CallOptions { limits, ..CallOptions::default() };
    let hurried = CallOptions { limits, deadline, ..CallOptions::default() };
    for (deed, expect, part, options) in [
        ("panic", "panicked", "panicked at", &patient),
        ("nothing", "empty", "gave no request", &patient),
        ("no-lines", "empty", "has no lines", &patient),
        ("fail", "malformed", "a broken thing", &patient),
        ("swallow", "contract", "node 77 in REQUEST", &patient),
        ("count", "line-count", "has 3 lines, and 1", &patient),
        ("deep", "contract", "nested over 64", &patient),
        ("open", "contract", "open node", &patient),
        ("flood", "limit", "10000 events", &patient),
        ("span", "contract", "outside of the 7 bytes", &patient),
        ("must", "contract", "field 4711 must be understood", &patient),
        ("blob", "limit", "carried files", &patient),
        ("spin", "cancelled", "deadline", &hurried),
    ] {
        let failure = decode(&plugin, deed, options).unwrap_err();
        assert_eq!(failure.cause.code(), expect, "{deed}: {failure}");
        assert!(failure.to_string().contains(part), "{deed}: {failure}");
        assert!(!format!("{failure:?}").contains("SECRET"), "{failure:?}");
    }
    assert_eq!(decode(&plugin, "well", &patient).unwrap().requests[0].lines.len(), 1);
    let decoded = decode(&plugin, "reasoned", &patient).unwrap();
    assert!(decoded.requests[0].lines.is_empty());
}

#[test]
fn a_failure_keeps_what_the_plugin_said() {
    let Some(plugin) = plugin() else { return };
    let failure = decode(&plugin, "fail", &CallOptions::default()).unwrap_err();
    let first = &failure.reports[0];
    assert_eq!((first.code.as_ref(), first.help.as_str()), ("broken-here", "mend it"));
    assert_eq!((first.offset, first.len, first.line, first.column), (Some(3), 4, 1, 4));
    assert_eq!(failure.to_string(), "the document is broken; a broken thing at 1:4; another");
    let failure = decode(&plugin, "panic", &CallOptions::default()).unwrap_err();
    assert!(failure.reports[0].message.contains("debar_plugin_hostile.rs:"), "{failure}");
}

#[test]
fn an_answer_is_bytes_and_never_a_verdict() {
    let Some(plugin) = plugin() else { return };
    let encode = |deed: &str, verdict| {
        let mut instance = plugin.instance(&json!({})).unwrap();
        let receipt = Receipt::new("text/x-hostile", format!("do {deed}").as_bytes());
        let answer = Answer { verdict, at: "2024-01-01T00:00:00Z".to_owned(), ..Answer::default() };
        let limits = Limits { output_bytes: 1 << 20, ..Limits::default() };
        instance.encode(&receipt, &[answer], &CallOptions { limits, ..CallOptions::default() })
    };
    assert_eq!(encode("well", Verdict::Deny).unwrap().body, b"deny 2024-01-01T00:00:00Z \n");
    assert_eq!(encode("well", Verdict::Allow).unwrap().body, b"allow 2024-01-01T00:00:00Z \n");
    let smuggled = encode("smuggle", Verdict::Deny).unwrap();
    assert_eq!(smuggled.headers, [("content-type".to_owned(), "text/plain".to_owned())]);
    assert_eq!(smuggled.ignored_headers, ["status"]);
    let cause = |deed| encode(deed, Verdict::Deny).unwrap_err().cause;
    assert_eq!(cause("panic-encode"), FailureCause::Panicked);
    assert_eq!(cause("flood-encode").code(), "limit");
    assert_eq!(cause("split").code(), "contract");
}

#[test]
fn instances_side_by_side_say_what_one_says() {
    let Some(plugin) = plugin() else { return };
    let alone =
        decode(&plugin, "well", &CallOptions { trace: true, ..CallOptions::default() }).unwrap().trace;
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let options = CallOptions { trace: true, ..CallOptions::default() };
                for _ in 0..50 {
                    assert_eq!(decode(&plugin, "well", &options).unwrap().trace, alone);
                }
            });
        }
    });
    assert_eq!(
        alone,
        [
            "begin REQUEST @0+7 /",
            "  str FORMAT \"hostile\"",
            "  begin LINE @0+7 /",
            "    str NAME \"a thing\" @0+7 /",
            "  end",
            "end"
        ]
    );
}
