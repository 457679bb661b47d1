//! Our own BOMs: what is read from each, the same from both forms, and what cutting and changing them does.
//! `UPDATE_GOLDEN=1` writes the golden files anew.
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
use debar_plugin_cyclonedx::CycloneDx;
use debar_testkit::{Driver, TestHost, answers_with, built_library, mutations, sink_refusals, truncations};

const DOCUMENTS: [&str; 3] = ["app.cdx.json", "app.cdx.xml", "odd.cdx.json"];

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn linked() -> TestHost {
    TestHost::new(&Driver::Static(static_api::<CycloneDx>())).unwrap()
}

#[test]
fn goldens_through_both_drivers() {
    let library = built_library("debar-plugin-cyclonedx");
    if library.is_none() {
        println!("skipped: the library is not built, only the linked plugin is tried");
    }
    for name in DOCUMENTS {
        let bytes = fs::read(corpus().join(name)).unwrap();
        let golden = corpus().join(format!("{name}.golden"));
        let got = linked().trace("", &bytes).unwrap_or_else(|failure| panic!("{name}: {failure}"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, &got).unwrap();
        }
        assert_eq!(got, fs::read_to_string(&golden).unwrap_or_default(), "{name}");
        if let Some(library) = &library {
            let loaded = TestHost::new(&Driver::Dlopen(library.clone())).unwrap();
            assert_eq!(loaded.trace("", &bytes).unwrap(), got, "{name}: loaded");
        }
    }
}

/// Fields, and digests, of one BOM in both forms; the forms nest extensions differently, and those are left out.
#[test]
fn json_and_xml_give_the_same() {
    let said = |name: &str| {
        let bytes = fs::read(corpus().join(name)).unwrap();
        let trace = linked().trace("", &bytes).unwrap();
        let events = trace
            .lines()
            .map(str::trim_start)
            .filter(|line| line.starts_with("str ") || line.starts_with("begin "));
        // Fields of one node may stand in another order: attributes come first in XML.
        let mut events: Vec<String> = events
            .map(|line| {
                let value = line.split(" @").next().unwrap_or_default();
                value.trim_end_matches(" decoded").to_owned()
            })
            .collect();
        events.sort();
        events
    };
    assert_eq!(said("app.cdx.json"), said("app.cdx.xml"));
}

#[test]
fn cutting_changing_and_refusing() {
    for name in DOCUMENTS {
        let bytes = fs::read(corpus().join(name)).unwrap();
        let cut = truncations(&linked(), "", &bytes, 1).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(
            cut.decoded,
            usize::from(bytes.ends_with(b"\n")),
            "{name}: only a closing line end may be missing"
        );
        mutations(&linked(), "", &bytes, 1, 400).unwrap_or_else(|error| panic!("{name}: {error}"));
        sink_refusals(&linked(), "", &bytes, 500).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}

#[test]
fn the_answer_names_components_by_their_reference() {
    for name in ["app.cdx.json", "app.cdx.xml"] {
        let bytes = fs::read(corpus().join(name)).unwrap();
        let decoded = linked().decode("", &bytes).unwrap();
        let names: Vec<_> =
            decoded.requests[0].lines.iter().map(|line| line.product.names[0].value.as_str()).collect();
        assert_eq!(
            names,
            ["Backup suite", "archive-core", "inflate", "Licence check", "bin/agent"],
            "{name}"
        );
        let parents: Vec<_> = decoded.requests[0].lines.iter().map(|line| line.parent).collect();
        assert_eq!(parents, [None, Some(0), Some(1), Some(0), Some(0)], "{name}");
        let answers = answers_with(&decoded, |_, line| ["allow", "deny", "allow", "review", "allow"][line]);
        let encoded = linked().encode(&decoded.receipt, &answers).unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&encoded.body).unwrap();
        let found: Vec<_> = answer["components"]
            .as_array()
            .unwrap()
            .iter()
            .map(|component| {
                (
                    component["bom_ref"].as_str().unwrap(),
                    component["name"].as_str().unwrap(),
                    component["verdict"].as_str().unwrap(),
                )
            })
            .collect();
        assert_eq!(found, [("lib", "archive-core", "deny"), ("svc", "Licence check", "review")], "{name}");
        assert_eq!(answer["components"][0]["purl"], "pkg:maven/org.example/archive-core@1.4.0");
        assert_eq!(answer["decision"], serde_json::json!({}));
    }
}
