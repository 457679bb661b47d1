//! Our own documents: what is read from each, and what cutting and changing them does. `UPDATE_GOLDEN=1` writes the
//! golden files anew.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test that fails panics, in its helpers too"
)]

use std::fs;
use std::path::{Path, PathBuf};

use debar_plugin_api::static_api;
use debar_plugin_canonical::Canonical;
use debar_testkit::{Driver, TestHost, built_library, mutations, sink_refusals, truncations};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn linked() -> TestHost {
    TestHost::new(&Driver::Static(static_api::<Canonical>())).unwrap()
}

/// Name, media type, configuration.
fn documents() -> Vec<(&'static str, &'static str, serde_json::Value)> {
    let none = || serde_json::json!({});
    let dialect = serde_json::json!({ "csv": {
        "delimiter": ";", "decimal": "comma", "grouping": ".", "encoding": "windows-1252",
        "columns": { "Position": "line_id", "Lieferant": "supplier", "Bezeichnung": "description", "Preis": "unit_price" },
    }});
    vec![
        ("order.json", "application/json", none()),
        ("several.json", "", none()),
        ("bulk.ndjson", "application/x-ndjson", none()),
        ("rows.csv", "text/csv", none()),
        ("dialect.csv", "text/csv", dialect),
    ]
}

fn trace(host: &TestHost, media: &str, bytes: &[u8]) -> String {
    let decoded = host.decode(media, bytes).unwrap_or_else(|failure| panic!("{failure}"));
    let reports = decoded
        .reports
        .iter()
        .map(|r| format!("report {}: {} @{:?}+{}\n", r.code, r.message, r.offset, r.len));
    let reports: String = reports.collect();
    decoded.trace.join("\n") + "\n" + &reports
}

#[test]
fn goldens_through_both_drivers() {
    let library = built_library("debar-plugin-canonical");
    if library.is_none() {
        println!("skipped: the library is not built, only the linked plugin is tried");
    }
    for (name, media, config) in documents() {
        let path = corpus().join(name);
        let bytes = fs::read(&path).unwrap();
        let golden = corpus().join(format!("{name}.golden"));
        let host = linked().with_config(config.clone());
        let got = trace(&host, media, &bytes);
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, &got).unwrap();
        }
        assert_eq!(got, fs::read_to_string(&golden).unwrap_or_default(), "{name}");
        if let Some(library) = &library {
            let loaded = TestHost::new(&Driver::Dlopen(library.clone())).unwrap().with_config(config);
            assert_eq!(trace(&loaded, media, &bytes), got, "{name}: loaded");
        }
    }
}

#[test]
fn cutting_changing_and_refusing() {
    for (name, media, config) in documents() {
        let bytes = fs::read(corpus().join(name)).unwrap();
        let host = linked().with_config(config);
        let cut = truncations(&host, media, &bytes, 1).unwrap_or_else(|error| panic!("{name}: {error}"));
        // One JSON text is never read from a part of it; a closing line end is all that may be missing.
        if name == "order.json" {
            assert_eq!(cut.decoded, usize::from(bytes.ends_with(b"\n")), "{name}");
        }
        mutations(&host, media, &bytes, 1, 400).unwrap_or_else(|error| panic!("{name}: {error}"));
        sink_refusals(&host, media, &bytes, 400).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn a_wrong_configuration_is_refused() {
    let check = |config: serde_json::Value, expect: &str| {
        let error = linked().with_config(config).instance().err().map(|error| error.to_string());
        assert!(error.as_ref().is_some_and(|error| error.contains(expect)), "{expect}: {error:?}");
    };
    check(serde_json::json!({ "csv": { "delimiter": "#" } }), "delimiter");
    check(serde_json::json!({ "csv": { "encoding": "shift_jis" } }), "shift_jis");
    check(serde_json::json!({ "csv": { "columns": { "A": "shoe_size" } } }), "shoe_size");
    check(serde_json::json!({ "cvs": {} }), "cvs");
}

/// Each string of the order replaced in turn is told, with the pointer to it.
#[test]
fn every_string_is_told_with_its_pointer() {
    let text = fs::read_to_string(corpus().join("order.json")).unwrap();
    let whole: serde_json::Value = serde_json::from_str(&text).unwrap();
    let mut pointers = Vec::new();
    strings(&whole, String::new(), &mut pointers);
    let host = linked();
    for pointer in pointers {
        if ["/schema_version", "/operation"].contains(&&*pointer) {
            continue;
        }
        let mut changed = whole.clone();
        let marker = "Marker & \"Söhne\"";
        *changed.pointer_mut(&pointer).unwrap() = marker.into();
        let decoded = host.decode("application/json", changed.to_string().as_bytes()).unwrap();
        let quoted = serde_json::Value::from(marker).to_string();
        let told = decoded.trace.iter().any(|line| {
            let pointed =
                line.split_once(" /").is_some_and(|(_, at)| at.trim_end_matches(" decoded") == &pointer[1..]);
            line.contains(&quoted) && pointed
        });
        assert!(told, "{pointer}:\n{}", decoded.trace.join("\n"));
    }
}

fn strings(value: &serde_json::Value, at: String, out: &mut Vec<String>) {
    match value {
        serde_json::Value::String(_) => out.push(at),
        serde_json::Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| strings(item, format!("{at}/{i}"), out));
        }
        serde_json::Value::Object(map) => {
            for (key, item) in map {
                strings(item, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), out);
            }
        }
        _ => {}
    }
}
