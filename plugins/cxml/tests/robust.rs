//! Cut, changed and interrupted documents; the same through the loaded library.
//!
//! Invariant: the plugin refuses or decodes, and never breaks the contract.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "tests may fail loudly"
)]

mod support;

use debar_testkit::{Driver, FailureCause, TestHost, built_library, mutations, sink_refusals, truncations};
use proptest::prelude::*;
use support::{files, host, own};

#[test]
fn every_cut_is_refused() {
    let bytes = std::fs::read(own().join("small.xml")).unwrap();
    let whole = bytes.iter().rposition(|b| *b == b'>').unwrap() + 1;
    let survey = truncations(&host(), "", &bytes[..whole], 1).unwrap();
    assert_eq!(survey.decoded, 0, "a cut document was decoded");
    let message = std::fs::read(own().join("attachment.mime")).unwrap();
    let end = message.windows(6).rposition(|w| w == b"--=b1-").unwrap() + 7;
    let survey = truncations(&host(), "", &message[..end], 1).unwrap();
    assert_eq!(survey.decoded, 0, "a cut message was decoded");
}

#[test]
fn changed_documents_never_break_the_contract() {
    for path in files(&own(), "xml").into_iter().chain(files(&own(), "mime")) {
        let bytes = std::fs::read(&path).unwrap();
        mutations(&host(), "", &bytes, 1, 300).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }
}

#[test]
fn a_refusal_of_the_host_ends_the_decode() {
    let bytes = std::fs::read(own().join("order.xml")).unwrap();
    let survey = sink_refusals(&host(), "", &bytes, 10_000).unwrap();
    assert!(survey.refused > 50);
}

#[test]
fn the_loaded_library_says_the_same() {
    let Some(library) = built_library("debar-plugin-cxml") else {
        println!("skipped 1 test: the library is not built");
        return;
    };
    let loaded = match TestHost::new(&Driver::Dlopen(library)) {
        Ok(loaded) => loaded,
        Err(error) => panic!("{error}"),
    };
    for path in files(&own(), "xml") {
        let bytes = std::fs::read(&path).unwrap();
        let (linked, loaded) = (host().trace("", &bytes).ok(), loaded.trace("", &bytes).ok());
        assert_eq!(linked, loaded, "{}", path.display());
    }
}

fn broken(cause: &FailureCause) -> bool {
    matches!(cause, FailureCause::Panicked | FailureCause::Contract { .. })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_bytes_of_any_type_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..600), kind in "\\PC{0,60}") {
        if let Err(failure) = host().decode(&kind, &bytes) {
            prop_assert!(!broken(&failure.cause), "{}", failure);
        }
    }

    #[test]
    fn any_parts_are_survived(parts in prop::collection::vec(prop::sample::select(vec![
        "--b\r\n", "--b--\r\n", "--b", "\r\n", "\n", "Content-Type: text/xml\r\n", "Content-Type: multipart/mixed; boundary=b\r\n",
        "Content-Transfer-Encoding: base64\r\n", "Content-ID: <x>\r\n", " folded\r\n", "PGNYTUwvPg==\r\n", "<cXML/>\r\n", "=3D=\r\n",
        "<cXML payloadID='1'><Request><OrderRequest><ItemOut quantity='1'/></OrderRequest></Request></cXML>\r\n", ":\r\n",
    ]), 0..20)) {
        let text = parts.concat();
        if let Err(failure) = host().decode("multipart/related; boundary=b", text.as_bytes()) {
            prop_assert!(!broken(&failure.cause), "{}", failure);
        }
    }
}
