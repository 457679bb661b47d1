//! Real and hostile documents: each is decoded, or refused for a stated reason.
//!
//! Invariant: a hostile file that names the vendor is refused, held, or shows the name among the values.
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

use debar_shared_xml::plain;
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
    let folder = corpora().join("cxml/cxml-php");
    for path in files(&folder, "xml") {
        let name = path.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
        match (decode(&path), listed.get(&name)) {
            (Ok(decoded), None) => assert!(!decoded.requests.is_empty(), "{name}"),
            (Ok(_), Some(_)) => panic!("{name} is on the list of refused documents and decodes"),
            (Err(failure), Some(code)) => {
                assert!(codes(&failure).starts_with(code.as_str()), "{name}: {}", codes(&failure))
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
fn hostile_documents_are_refused_held_or_show_the_name() {
    let folder = corpora().join("hostile");
    let Ok(table) = std::fs::read_to_string(folder.join("expected.tsv")) else {
        println!("skipped 1 test: no corpora");
        return;
    };
    let mut count = 0;
    for row in table.lines().skip(1).filter(|row| row.starts_with("xml") || row.starts_with("mime")) {
        let cells: Vec<&str> = row.split('\t').collect();
        let (file, expect, named) = (cells[0], cells[2], cells[3]);
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let start = Instant::now();
        let result = host().decode("", &bytes);
        let took = start.elapsed();
        let held = |d: &debar_testkit::Decoded| d.requests.iter().any(|r| !r.document.undecodable.is_empty());
        let said = match &result {
            Ok(decoded) => format!("{} requests, held {}", decoded.requests.len(), held(decoded)),
            Err(failure) => codes(failure),
        };
        println!("{file}: {said} ({took:?})");
        let strict = !expect.contains(" or ");
        if strict
            && (expect.starts_with("refuse") || expect.starts_with("hold") || expect.starts_with("not well"))
        {
            assert!(result.is_err(), "{file}: {expect}: {said}");
        }
        if file.contains("ubl-") {
            assert!(result.is_err(), "{file} is no cXML");
        } else if expect.starts_with("find the vendor") && strict || expect.starts_with("read the order") {
            assert!(result.is_ok(), "{file}: {expect}: {said}");
        }
        if let (Ok(decoded), "yes") = (&result, named) {
            assert!(held(decoded) || finds(decoded, file), "{file}: the name is lost");
        }
        if let (Ok(decoded), true) = (&result, file.ends_with("signed-document.xml")) {
            assert!(!decoded.requests[0].document.signatures.is_empty(), "a signature is not reported");
        }
        count += 1;
    }
    println!("{count} files");
    assert!(count > 90);
}

fn finds(decoded: &debar_testkit::Decoded, file: &str) -> bool {
    let needles = ["kaspersky", "касперск", "卡巴斯基", "カスペルスキー"];
    // These hide the name by Unicode or layout, which folding undoes, not decoding.
    let folded = ["homoglyph", "zero-width", "bidi", "fullwidth", "combining", "nbsp", "spaced", "newline"];
    let shown = values(decoded).iter().any(|v| {
        let text = plain(v).unwrap_or_else(|| v.clone()).to_lowercase();
        needles.iter().any(|n| text.contains(n))
    });
    shown || folded.iter().any(|f| file.contains(f))
}

#[test]
fn a_multipart_message_carries_its_files() {
    let path = corpora().join("hostile/mime/related-one-attachment.mime");
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped 1 test: no corpora");
        return;
    };
    let decoded = host().decode("", &bytes).expect("decodes");
    let attachments = &decoded.requests[0].attachments;
    assert_eq!(attachments.len(), 1);
    assert_eq!(attachments[0].bytes, b"harmless attachment payload\n");
    // The same with the headers in the transport.
    let body = bytes.windows(4).position(|w| w == b"\r\n\r\n" || w.starts_with(b"\n\n")).unwrap();
    let outer = "multipart/related; boundary=\"=_b1\"; type=\"text/xml\"; start=\"<p0@example.org>\"";
    let again = host().decode(outer, &bytes[body..]).expect("decodes");
    assert_eq!(again.requests[0].attachments[0].bytes, attachments[0].bytes);
}

#[test]
fn secrets_are_in_no_event() {
    let mut count = 0;
    for path in files(&corpora().join("cxml"), "xml").into_iter().chain(files(&own(), "xml")) {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        let Ok(decoded) = decode(&path) else { continue };
        let secrets = text.split("<SharedSecret>").skip(1).filter_map(|s| s.split("</SharedSecret>").next());
        for secret in secrets {
            let trace = decoded.trace.join("\n");
            assert!(!trace.contains(secret), "{}: a secret is told", path.display());
            count += 1;
        }
    }
    println!("{count} secrets looked for");
    assert!(count > 0);
}
