//! Laws over all inputs: no panic, no broken contract, and no value of a request that is not told.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test that fails panics, in its helpers too"
)]

use debar_plugin_api::static_api;
use debar_plugin_canonical::Canonical;
use debar_testkit::{Driver, FailureCause, TestHost};
use proptest::prelude::*;
use serde_json::Value;

fn host() -> TestHost {
    TestHost::new(&Driver::Static(static_api::<Canonical>())).unwrap()
}

/// Keys of the vocabulary, of nobody, and odd ones.
const KEYS: &[&str] = &[
    "schema_version",
    "format",
    "operation",
    "id",
    "document_id",
    "total",
    "supplier",
    "buyer",
    "parties",
    "role",
    "names",
    "name",
    "identifiers",
    "scheme",
    "value",
    "country",
    "lines",
    "children",
    "kind",
    "quantity",
    "unit_price",
    "amount",
    "currency",
    "purl",
    "digests",
    "algorithm",
    "object",
    "artifacts",
    "uri",
    "media_type",
    "classifications",
    "code",
    "facts",
    "correlation",
    "extra",
    "undecodable",
    "description",
    "colour",
    "",
    "a/b~c",
    "\u{0}",
];

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-1000_i64..1000).prop_map(Value::from),
        "[a-z:@.=\" é😀-]{0,12}".prop_map(Value::from),
        Just(Value::from("sha256:00")),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((proptest::sample::select(KEYS), inner), 0..6).prop_map(|members| {
                members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
            }),
        ]
    })
}

fn leaves(value: &Value, at: String, out: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, item)| leaves(item, format!("{at}/{i}"), out));
        }
        Value::Object(map) => {
            for (key, item) in map {
                leaves(item, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), out);
            }
        }
        Value::String(text) => out.push((at, text.clone())),
        other => out.push((at, other.to_string())),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Each string, number and truth value below a request is told at its own pointer.
    #[test]
    fn nothing_is_lost(document in json()) {
        let decoded = match host().decode("application/json", document.to_string().as_bytes()) {
            Ok(decoded) => decoded,
            Err(failure) => {
                prop_assert!(!matches!(failure.cause, FailureCause::Panicked | FailureCause::Contract { .. }), "{}", failure);
                prop_assert!(!document.is_object() && !document.is_array(), "{}", failure);
                return Ok(());
            }
        };
        let mut expect = Vec::new();
        leaves(&document, String::new(), &mut expect);
        for (pointer, text) in expect {
            if pointer.ends_with("/schema_version") && text == "1" {
                continue;
            }
            let at = format!(" {}", pointer.escape_debug());
            let told = decoded.trace.iter().any(|line| {
                let line = line.trim_end_matches(" decoded");
                line.ends_with(&at) && (line.contains(&*part(&text)) || line.trim_start().starts_with("dec "))
            });
            prop_assert!(told, "{} {:?} is lost:\n{}\n{}", pointer, text, document, decoded.trace.join("\n"));
        }
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..80), media in proptest::sample::select(&["", "text/csv", "application/x-ndjson", "text/csv; charset=utf-16le"][..])) {
        check(media, &bytes)?;
    }

    #[test]
    fn any_table(text in "(document_id|supplier|line_id|quantity|x)(,(supplier|name|amount|\"q\"))?(\r|\n|\r\n)[a-z0-9,\"\r\n=;.-]{0,60}") {
        check("text/csv", text.as_bytes())?;
    }
}

/// A digest in one text is told in two parts; any other text is told whole, escaped as in a trace.
fn part(text: &str) -> String {
    let text = text.trim();
    let text = text.split_once(':').map_or(text, |(_, value)| value);
    let quoted = Value::from(text).to_string();
    quoted.trim_matches('"').to_owned()
}

fn check(media: &str, bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Err(failure) = host().decode(media, bytes) {
        let broken = matches!(failure.cause, FailureCause::Panicked | FailureCause::Contract { .. });
        prop_assert!(!broken, "{}", failure);
    }
    Ok(())
}
