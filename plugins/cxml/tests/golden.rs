//! The plugin's own documents and what they decode to. `DEBAR_UPDATE_GOLDEN=1` writes the files anew.
//!
//! Invariant: a change of the mapping shows as a change of these files.
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

use support::{codes, files, host, own};

#[test]
fn own_documents_decode_to_their_golden_traces() {
    let mut documents = files(&own(), "xml");
    documents.extend(files(&own(), "mime"));
    assert!(documents.len() >= 8, "{} documents", documents.len());
    for path in documents {
        let bytes = std::fs::read(&path).unwrap();
        let found = match host().decode("", &bytes) {
            Ok(decoded) => decoded.trace.join("\n") + "\n",
            Err(failure) => format!("refused: {}\n", codes(&failure)),
        };
        let golden = path.with_extension("trace");
        if std::env::var_os("DEBAR_UPDATE_GOLDEN").is_some() {
            std::fs::write(&golden, &found).unwrap();
        }
        let expect = std::fs::read_to_string(&golden).unwrap_or_default();
        assert!(found == expect, "{} differs:\n{found}", golden.display());
    }
}
