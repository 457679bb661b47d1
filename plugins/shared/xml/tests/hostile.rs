//! The hostile XML files: each is refused or read as the table beside them says.
//!
//! Invariant: a file that names a vendor is refused, or the name is in a value.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "tests may fail loudly"
)]

use debar_shared_xml::{Document, Limits, plain};
use std::path::PathBuf;
use std::time::Instant;

fn corpora() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/corpora")
}

#[test]
fn every_hostile_file_is_read_or_refused_as_the_table_says() {
    let folder = corpora().join("hostile");
    let Ok(table) = std::fs::read_to_string(folder.join("expected.tsv")) else {
        println!("skipped 1 test: no corpora");
        return;
    };
    let mut count = 0;
    for row in table.lines().skip(1).filter(|row| row.starts_with("xml")) {
        let mut cells = row.split('\t');
        let (file, expect, named) = (cells.next().unwrap(), cells.nth(1).unwrap(), cells.next().unwrap());
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let start = Instant::now();
        let result = Document::parse(&bytes, None, &Limits::default());
        let took = start.elapsed();
        let summary = match &result {
            Ok(doc) => format!("read, {} elements", doc.elements()),
            Err(error) => format!("{}: {error} at {}:{}", error.code.name(), error.line, error.column),
        };
        println!("{file}: {summary} ({took:?})");
        let must_refuse = expect.starts_with("refuse") && !expect.contains(" or ")
            || expect.starts_with("hold") && !expect.contains(" or ")
            || expect.starts_with("not well-formed");
        let must_read = expect == "find the vendor" || expect.starts_with("read the order");
        assert!(!(must_refuse && result.is_ok()), "{file} must be refused: {expect}");
        assert!(!(must_read && result.is_err()), "{file} must be read: {expect}: {summary}");
        if let (Ok(doc), "yes", true) = (&result, named, file.contains("evasion") || must_read) {
            let needle = ["kaspersky", "касперск", "卡巴斯基", "カスペルスキー"];
            let found = doc.root().descendants().any(|e| {
                e.texts().chain(e.attributes().map(|a| a.value())).any(|v| {
                    let text = plain(v.text()).unwrap_or_else(|| v.text().to_owned()).to_lowercase();
                    needle.iter().any(|n| text.contains(n))
                })
            });
            // These hide the name by Unicode or layout, which folding undoes, not reading.
            let folded =
                ["homoglyph", "zero-width", "bidi", "fullwidth", "combining", "nbsp", "spaced", "newline"];
            assert!(found || folded.iter().any(|f| file.contains(f)), "{file}: the name is lost");
        }
        count += 1;
    }
    println!("{count} files");
    assert!(count > 80);
}

#[test]
fn real_documents_are_read() {
    let mut count = 0;
    for folder in
        ["cxml/cxml-php/samples", "cxml/cxml-php/fixtures", "ubl/oasis-samples/xml", "ubl/ph-ubl/order"]
    {
        let Ok(entries) = std::fs::read_dir(corpora().join(folder)) else {
            println!("skipped {folder}");
            continue;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            let bytes = std::fs::read(&path).unwrap();
            if let Err(error) = Document::parse(&bytes, None, &Limits::default()) {
                panic!("{}: {error}", path.display());
            }
            count += 1;
        }
    }
    println!("{count} documents read");
}

#[test]
fn a_fault_within_a_wide_character_of_utf_16() {
    let document = "<a n=\"v\">x&amp;<b/><!-- c --><![CDATA[d]]></a>";
    for at in document.char_indices().map(|(at, _)| at) {
        for wide in [
            "\u{2c0e}",
            "<\u{2c0e}",
            "\u{2c0e}<",
            "&\u{2c0e}",
            "\u{ffff}",
            "<!\u{2c0e}",
            "&#\u{2c0e};",
            "</\u{2c0e}",
        ] {
            let text = format!("{}\u{2c0e}\n{wide}{}", &document[..at], &document[at..]);
            let bytes: Vec<u8> =
                [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect();
            if let Err(error) = Document::parse(&bytes, None, &Limits::default()) {
                assert!(error.offset + error.len <= bytes.len() as u64, "{text}: {error:?}");
                assert!(error.len < 128, "{text}: {error:?}");
            }
        }
    }
}
