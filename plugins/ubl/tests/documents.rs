//! Real and hostile documents: each is decoded, or refused for a stated reason.
//!
//! Invariant: a hostile order that names the vendor is refused or shows the name among the values.
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

use debar_testkit::values;
use std::collections::BTreeMap;
use std::time::Instant;
use support::{codes, corpora, decode, files, host, own};

/// `file <tab> code <tab> reason`, for documents of the shared corpora that are refused.
fn refused() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(own().join("refused.tsv")).expect("the list of refused documents");
    let rows = text.lines().skip(1).map(|row| row.split('\t').collect::<Vec<_>>());
    rows.map(|cells| (cells[0].to_owned(), cells[1].to_owned())).collect()
}

#[test]
fn real_documents_decode_or_are_on_the_list() {
    let (listed, mut seen) = (refused(), Vec::new());
    let folder = corpora().join("ubl");
    for path in files(&folder, "xml").into_iter().chain(files(&folder, "json")) {
        let name = path.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
        match (decode(&path), listed.get(&name)) {
            (Ok(decoded), None) => assert_eq!(decoded.requests.len(), 1, "{name}"),
            (Ok(_), Some(_)) => panic!("{name} is on the list of refused documents and decodes"),
            (Err(failure), Some(code)) => {
                assert!(codes(&failure).starts_with(code.as_str()), "{name}: {}", codes(&failure));
            }
            (Err(failure), None) => panic!("{name}: {}", codes(&failure)),
        }
        seen.push(name);
    }
    if !seen.is_empty() {
        for name in listed.keys() {
            assert!(seen.contains(name), "{name} is on the list and in no corpus");
        }
    }
    println!("{} documents, {} refused", seen.len(), listed.len());
}

#[test]
fn hostile_files_are_refused_or_show_the_name() {
    let folder = corpora().join("hostile");
    let Ok(table) = std::fs::read_to_string(folder.join("expected.tsv")) else {
        println!("skipped 1 test: no corpora");
        return;
    };
    let mut count = 0;
    for row in table.lines().skip(1).filter(|row| row.starts_with("xml") || row.starts_with("json")) {
        let file = row.split('\t').next().unwrap();
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let start = Instant::now();
        let result = host().decode("", &bytes);
        println!("{file}: {:?} ({:?})", result.as_ref().map(|_| ()).map_err(codes), start.elapsed());
        match result {
            Ok(decoded) => {
                assert!(file.contains("ubl-"), "{file} is no UBL order");
                let found = values(&decoded).iter().any(|v| v.to_lowercase().contains("kaspersky"));
                assert!(found, "{file}: the name is lost");
            }
            Err(_) => assert!(!file.contains("ubl-"), "{file} is an order"),
        }
        count += 1;
    }
    println!("{count} files");
    assert!(count > 90);
}

#[test]
fn an_embedded_file_comes_out_as_bytes() {
    let decoded = decode(&own().join("order.xml")).unwrap();
    let attachments = &decoded.requests[0].attachments;
    assert_eq!(attachments[0].bytes, b"bill of materials\n");
    let artifacts = &decoded.requests[0].lines[0].artifacts;
    assert_eq!(artifacts[0].digests.len(), 1, "{artifacts:?}");
}

#[test]
fn an_element_that_ubl_does_not_have_is_remarked() {
    let check = |name: &str, expect: usize| {
        let path = corpora().join("ubl/oasis-samples").join(name);
        if !path.exists() {
            println!("skipped: {name}");
            return;
        }
        assert_eq!(decode(&path).unwrap().requests[0].document.remarks.len(), expect, "{name}");
    };
    check("validation/order-test-bad-model.xml", 1);
    check("validation/order-test-good.xml", 0);
    check("xml/UBL-Order-2.1-Example.xml", 0);
    check("xml/UBL-Order-2.0-Example.xml", 0);
}

#[test]
fn a_wrong_line_count_is_refused() {
    let text = std::fs::read_to_string(own().join("order.xml")).unwrap();
    let wrong = text.replace("<cbc:LineCountNumeric>2<", "<cbc:LineCountNumeric>4<");
    assert_ne!(text, wrong);
    assert!(host().decode("", text.as_bytes()).is_ok());
    assert!(host().decode("", wrong.as_bytes()).is_err());
}
