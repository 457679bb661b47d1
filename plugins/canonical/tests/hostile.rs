//! The hostile JSON and CSV files behave as their table says: found, held or refused, and quickly.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test that fails panics, in its helpers too"
)]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use debar_plugin_api::static_api;
use debar_plugin_canonical::Canonical;
use debar_testkit::{Driver, TestHost};

/// What a file has to come to.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Expect {
    /// The whole document is refused with this code.
    Refused(&'static str),
    /// Read, with the vendor among the values, and nothing held.
    Found,
    /// Read, nothing held; the file names no vendor.
    Read,
    /// So many requests are held of so many.
    Held(usize, usize),
    /// Rightly no request.
    Empty,
}

use Expect::{Empty, Found, Held, Read, Refused};

const TABLE: &[(&str, Expect)] = &[
    ("json/deep-arrays-100k.json", Refused("json-depth")),
    ("json/deep-objects-100k.json", Refused("json-depth")),
    ("json/duplicate-keys.json", Found),
    ("json/duplicate-keys-reversed.json", Found),
    ("json/duplicate-keys-escaped.json", Found),
    ("json/escaped-vendor.json", Found),
    ("json/huge-number.json", Read),
    ("json/huge-integer.json", Refused("json-size")),
    ("json/negative-zero-and-nan.json", Refused("json-syntax")),
    ("json/lone-surrogate.json", Refused("json-surrogate")),
    ("json/invalid-utf8.json", Refused("json-encoding")),
    ("json/utf8-bom.json", Found),
    ("json/utf16le-bom.json", Found),
    ("json/trailing-comma.json", Refused("json-syntax")),
    ("json/comments.json", Refused("json-syntax")),
    ("json/two-documents.json", Refused("json-trailing")),
    ("json/nul-in-key.json", Found),
    ("json/long-string-256k.json", Found),
    ("json/many-keys-30k.json", Held(1, 1)),
    ("json/proto-keys.json", Found),
    ("json/ndjson-mixed.ndjson", Held(1, 4)),
    ("csv/formula.csv", Found),
    ("csv/semicolon-decimal-comma.csv", Refused("csv-dialect")),
    ("csv/bom-crlf.csv", Found),
    ("csv/utf16le.csv", Refused("csv-dialect")),
    ("csv/embedded-newline.csv", Found),
    ("csv/unclosed-quote.csv", Held(1, 1)),
    ("csv/ragged-rows.csv", Held(2, 2)),
    ("csv/cr-only.csv", Found),
    ("csv/nul.csv", Refused("csv-nul")),
    ("csv/duplicate-header.csv", Found),
    ("csv/header-only.csv", Empty),
    ("csv/wide-20k-columns.csv", Refused("csv-columns")),
];

#[test]
fn hostile_files_behave() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/hostile");
    if !folder.is_dir() {
        println!("skipped: {} hostile files are not here", TABLE.len());
        return;
    }
    for kind in ["json", "csv"] {
        let files = fs::read_dir(folder.join(kind)).unwrap().count();
        let rows = TABLE.iter().filter(|(name, _)| name.starts_with(kind)).count();
        assert_eq!(files, rows, "every file of {kind}/ has its row here");
    }
    let host = TestHost::new(&Driver::Static(static_api::<Canonical>())).unwrap();
    for (name, expect) in TABLE {
        let bytes = fs::read(folder.join(name)).unwrap();
        for media in media_types(name) {
            let begun = Instant::now();
            let got = outcome(&host, media, &bytes);
            assert!(begun.elapsed() < Duration::from_secs(5), "{name} takes too long");
            assert_eq!(got, *expect, "{name} as `{media}`");
        }
    }
}

/// As declared, and as undeclared.
fn media_types(name: &str) -> [&'static str; 2] {
    match Path::new(name).extension().and_then(|end| end.to_str()) {
        Some("csv") => ["text/csv", ""],
        Some("ndjson") => ["application/x-ndjson", "application/json"],
        _ => ["application/json", ""],
    }
}

fn outcome(host: &TestHost, media: &str, bytes: &[u8]) -> Expect {
    let decoded = match host.decode(media, bytes) {
        Ok(decoded) => decoded,
        Err(failure) => {
            let codes = TABLE.iter().filter_map(|(_, expect)| match expect {
                Refused(code) => Some(*code),
                _ => None,
            });
            let report = failure.reports.first().unwrap_or_else(|| panic!("{failure} without a report"));
            return Refused(codes.into_iter().find(|code| *code == report.code).unwrap_or("another code"));
        }
    };
    if decoded.requests.is_empty() {
        return Empty;
    }
    let held = decoded.requests.iter().filter(|request| !request.document.undecodable.is_empty()).count();
    let values: Vec<_> = decoded.requests.iter().flat_map(|request| request.values()).collect();
    let found = values.iter().any(|value| value.text.contains("Kaspersky"));
    assert!(
        values.iter().all(|value| value.source.len > 0 && !value.source.pointer.is_empty()),
        "a value without place"
    );
    match (held, found) {
        (0, true) => Found,
        (0, false) => Read,
        (held, _) => Held(held, decoded.requests.len()),
    }
}
