//! Any bytes as the root file of a list, and as a file that it includes: read whole or not at all.
//!
//! Invariant: a list or errors, never both; every place lies in the text that it names; what was read can be linted on
//! any day, and its tests can be asked.
#![no_main]

use debar_blocklist::{MemorySources, Reading, lint, read};
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let sources = MemorySources::new()
        .with("a.toml", data)
        .with("parts/extra.toml", "version = 1\n[vendor.extra]\nname = \"Extra Works\"\n")
        .with("root.toml", "version = 1\ninclude = [\"a.toml\"]\n");
    check(&read("a.toml", &sources));
    check(&read("root.toml", &sources));
});

fn check(reading: &Reading) {
    assert_eq!(reading.list.is_none(), reading.has_errors());
    for diagnostic in &reading.diagnostics {
        assert!(!diagnostic.message.is_empty());
        let places = diagnostic.labels.iter().map(|label| &label.place);
        for place in places.chain(diagnostic.fix.iter().map(|fix| &fix.place)) {
            let (_, text) =
                reading.files.iter().find(|(name, _)| *name == place.file).expect("a file that was read");
            assert!(text.get(place.start..place.end).is_some(), "{diagnostic:?}");
            assert!(place.line >= 1 && place.column >= 1);
        }
    }
    let Some(list) = &reading.list else { return };
    for at in [Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX] {
        assert!(lint(list, at).iter().all(|warning| !warning.is_error()));
    }
    for test in &list.tests {
        let (request, _) = test.request();
        assert!(!request.lines.is_empty());
    }
}
