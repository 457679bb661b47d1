//! Laws over all inputs: no panic, no broken contract, and no value of a BOM that is not told.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test that fails panics, in its helpers too"
)]

use debar_plugin_api::static_api;
use debar_plugin_cyclonedx::CycloneDx;
use debar_testkit::{Driver, FailureCause, TestHost};
use proptest::prelude::*;
use serde_json::Value;
use std::fs;
use std::path::Path;

fn host() -> TestHost {
    TestHost::new(&Driver::Static(static_api::<CycloneDx>())).unwrap()
}

/// Keys of CycloneDX, of nobody, and odd ones.
const KEYS: &[&str] = &[
    "serialNumber",
    "version",
    "metadata",
    "timestamp",
    "component",
    "components",
    "services",
    "supplier",
    "provider",
    "manufacturer",
    "authors",
    "author",
    "publisher",
    "group",
    "name",
    "url",
    "contact",
    "type",
    "bom-ref",
    "purl",
    "cpe",
    "swid",
    "tagId",
    "hashes",
    "alg",
    "content",
    "externalReferences",
    "dependencies",
    "ref",
    "compositions",
    "aggregate",
    "assemblies",
    "signature",
    "tools",
    "properties",
    "omniborId",
    "description",
    "novelty",
    "",
    "a/b~c",
];

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_i64..9).prop_map(Value::from),
        "[a-z:@.=\" é😀-]{0,12}".prop_map(Value::from),
        "(distribution|website|file|library|https://a\\.example/x)".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        prop_oneof![proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from), members(inner),]
    })
}

fn members(inner: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    proptest::collection::vec((proptest::sample::select(KEYS), inner), 0..7)
        .prop_map(|members| members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
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
    #![proptest_config(ProptestConfig::with_cases(800))]

    /// Each string, number and truth value is told at its own pointer, but for references to lines of the BOM.
    #[test]
    fn nothing_is_lost(document in members(json())) {
        let mut document = document;
        document["bomFormat"] = "CycloneDX".into();
        document["specVersion"] = "1.6".into();
        let decoded = match host().decode("", document.to_string().as_bytes()) {
            Ok(decoded) => decoded,
            Err(failure) => return Err(TestCaseError::fail(format!("{failure}\n{document}"))),
        };
        let mut expect = Vec::new();
        leaves(&document, String::new(), &mut expect);
        for (pointer, text) in expect {
            let refers = pointer.starts_with("/dependencies") || pointer.starts_with("/compositions");
            let known = decoded.trace.iter().any(|line| {
                line.trim_start().starts_with(&format!("str LINE_REF {}", Value::from(&*text)))
            });
            if pointer == "/bomFormat" || refers && known {
                continue;
            }
            let at = format!(" {}", pointer.escape_debug());
            let quoted = Value::from(&*text).to_string();
            let told = decoded.trace.iter().any(|line| {
                line.trim_end_matches(" decoded").ends_with(&at) && line.contains(quoted.trim_matches('"'))
            });
            prop_assert!(told, "{} {:?} is lost:\n{}\n{}", pointer, text, document, decoded.trace.join("\n"));
        }
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        check(&bytes)?;
        check(&[b"{\"bomFormat\":\"CycloneDX\",", bytes.as_slice()].concat())?;
        check(&[b"<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\">", bytes.as_slice(), b"</bom>"].concat())?;
    }

    #[test]
    fn any_xml(inner in "(</?(components?|hash(es)?|name|metadata|x|dependency)( (alg|ref|type|xmlns)=\"[a-z]{0,3}\")?/?>|[a-z&;\\]]{0,3}){0,14}") {
        check(format!("<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\">{inner}</bom>").as_bytes())?;
    }
}

fn check(bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Err(failure) = host().decode("", bytes) {
        let broken = matches!(failure.cause, FailureCause::Panicked | FailureCause::Contract { .. });
        prop_assert!(!broken, "{}", failure);
    }
    Ok(())
}

#[test]
fn hostile_files_are_refused_or_read_and_never_break_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/hostile");
    if !folder.is_dir() {
        println!("skipped: the hostile files are not here");
        return;
    }
    for part in ["json", "csv", "xml", "xml-evasion", "xml-encoding", "xml-broken", "mime", "edi"] {
        for entry in fs::read_dir(folder.join(part)).unwrap() {
            let path = entry.unwrap().path();
            let failure = host().decode("", &fs::read(&path).unwrap()).err();
            let failure = failure.unwrap_or_else(|| panic!("{} is no BOM", path.display()));
            let broken = matches!(failure.cause, FailureCause::Panicked | FailureCause::Contract { .. });
            assert!(!broken && !failure.reports.is_empty(), "{}: {failure}", path.display());
        }
    }
}

#[test]
fn long_names_and_deep_nesting_stay_linear() {
    let name = "n".repeat(60_000);
    let values = (0..20_000).map(|i| i.to_string()).collect::<Vec<_>>().join(",");
    let json = format!(
        "{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.5\",\"{name}\":{{\"{name}\":[{values}]}}}}"
    );
    let decoded = host().decode("", json.as_bytes()).unwrap();
    // A cut key and a cut pointer for each value.
    assert!(decoded.stats.text_bytes < 20_000 * 1_100, "{}", decoded.stats.text_bytes);
    let (open, close) = ("<x>t".repeat(200), "</x>".repeat(200));
    let xml = format!("<bom xmlns=\"http://cyclonedx.org/schema/bom/1.5\">{open}{name}{close}</bom>");
    let decoded = host().decode("", xml.as_bytes()).unwrap();
    assert!(decoded.stats.text_bytes < 20 * xml.len() as u64, "{}", decoded.stats.text_bytes);
}
