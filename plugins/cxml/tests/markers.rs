//! Nothing of a document is lost: a marker in any text or attribute comes out, with its pointer and native place.
//!
//! Invariant: the only exceptions are secrets.
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

use debar_shared_xml::{Document, Limits};
use support::{corpora, decode, files, host, own};

const MARKER: &str = "Zqmarker Werke";

/// Values that are hidden on purpose.
fn is_secret(pointer: &str) -> bool {
    pointer.contains("SharedSecret") || pointer.contains("CredentialMac") || pointer.contains("PCard/@")
}

#[test]
fn every_value_of_real_documents_comes_out() {
    let folder = corpora().join("cxml/cxml-php");
    let (mut documents, mut values) = (0, 0);
    for path in files(&folder, "xml").into_iter().chain(files(&own(), "xml")) {
        let bytes = std::fs::read(&path).unwrap();
        if decode(&path).is_err() {
            continue;
        }
        documents += 1;
        let doc = Document::parse(&bytes, None, &Limits::default()).unwrap();
        for element in doc.root().descendants() {
            for value in element.texts().chain(element.attributes().map(|a| a.value())) {
                let ((offset, len), pointer) = (value.span(), value.pointer());
                if doc.source().is_decoded() {
                    continue;
                }
                let (offset, len) = (offset as usize, len as usize);
                let changed = [&bytes[..offset], MARKER.as_bytes(), &bytes[offset + len..]].concat();
                let result = host().decode("", &changed);
                let place = format!("@{offset}+{} {pointer}", MARKER.len());
                let trace = match &result {
                    Ok(decoded) => decoded.trace.join("\n"),
                    // An order without lines is one only as a cancellation.
                    Err(_)
                        if pointer.ends_with("OrderRequestHeader/@type") && path.ends_with("delete.xml") =>
                    {
                        continue;
                    }
                    Err(failure) => panic!("{}: {pointer}: {failure}", path.display()),
                };
                let found = trace.lines().any(|l| {
                    l.contains(MARKER) && (l.ends_with(&place) || l.ends_with(&format!("{place} decoded")))
                });
                if is_secret(&pointer) {
                    assert!(!trace.contains(MARKER), "{}: {pointer}: a secret is told", path.display());
                } else {
                    assert!(found, "{}: {pointer} {place} is lost", path.display());
                }
                values += 1;
            }
        }
    }
    println!("{values} values in {documents} documents");
    assert!(values > 50);
}
