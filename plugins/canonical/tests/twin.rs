//! The canonical print of a request is what this adapter reads: printing and reading again changes nothing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that fails panics, in its helpers too")]

use std::fs;
use std::path::Path;

use debar_plugin_api::static_api;
use debar_plugin_canonical::Canonical;
use debar_testkit::{Driver, TestHost};
use debar_wire::canonical_json;

#[test]
fn what_is_printed_is_read_again() {
    let host = TestHost::new(&Driver::Static(static_api::<Canonical>())).unwrap();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for (name, media) in [("order.json", "application/json"), ("bulk.ndjson", ""), ("rows.csv", "text/csv")] {
        let decoded = host.decode(media, &fs::read(corpus.join(name)).unwrap()).unwrap();
        for request in &decoded.requests {
            let printed = canonical_json(request);
            let again =
                host.decode("application/json", &printed).unwrap_or_else(|failure| panic!("{failure}"));
            let [again] = again.requests.as_slice() else { panic!("{name} is one request") };
            let mut again = again.clone();
            // Reading an empty request says anew that it is empty.
            again.document.remarks.truncate(request.document.remarks.len());
            let text = |json: Vec<u8>| String::from_utf8(json).unwrap();
            assert_eq!(text(canonical_json(&again)), text(printed), "{name}");
        }
    }
}
