//! Reports filled from a recorded decision: complete, incomplete, on hostile texts, in every form of print.

use std::fs;

use debar_tests::{Ran, run_in};
use serde_json::Value;
use tempfile::TempDir;

const ORDER: &str = r#"{
  "schema_version": 1,
  "document_id": "PO-7",
  "contract_number": "47QTCA-26-D-0001",
  "supplier": { "name": "Nordwind Handel", "uei": "ZQGGHJH74DW7", "cage": "1ABC5" },
  "lines": [
    { "line_id": "1", "name": "Desk", "manufacturer": "Woodworks" },
    { "line_id": "2", "name": "Kaspersky Endpoint Security", "description": "Antivirus, 40 nodes", "brand": "Kaspersky",
      "manufacturer": "AO Kaspersky Lab", "manufacturer_part": "KL4863", "supplier_part": "NW-77" },
    { "line_id": "3", "name": "Kaspersky Total Security", "description": "Family", "brand": "Kaspersky", "supplier_part": "NW-78" }
  ]
}"#;

/// A folder with a recorded decision on an order, and the decision's id.
fn recorded(order: &str, at: &str) -> (TempDir, String) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("order.json"), order).unwrap();
    let checked = run_in(folder.path(), &["check", "order.json", "--at", at, "--format", "json", "--quiet"]);
    assert_eq!(checked.code, Some(1), "{}{}", checked.out, checked.err);
    let decision: Value = serde_json::from_str(&checked.out).unwrap();
    let id = decision["decision_id"].as_str().unwrap().to_owned();
    (folder, id)
}

fn report(folder: &TempDir, args: &[&str]) -> Ran {
    run_in(folder.path(), &[&["report"], args].concat())
}

fn json(folder: &TempDir, args: &[&str]) -> Value {
    let ran = report(folder, &[args, &["--format", "json", "--quiet"]].concat());
    serde_json::from_str(&ran.out).unwrap()
}

fn values<'a>(fields: &'a Value, key: &str) -> Vec<&'a str> {
    let fields = fields.as_array().unwrap();
    let field = fields.iter().find(|field| field["key"] == key).unwrap();
    field["values"].as_array().unwrap().iter().map(|value| value.as_str().unwrap()).collect()
}

#[test]
fn a_first_report_is_filled_from_the_record() {
    let (folder, id) = recorded(ORDER, "2025-07-03T15:00:00Z");
    let filled = json(&folder, &["first", &id]);
    assert_eq!(filled["form"], "far-52.204-23");
    assert_eq!(values(&filled["fields"], "contract-number"), ["47QTCA-26-D-0001"]);
    assert_eq!(values(&filled["fields"], "order-number"), ["PO-7"]);
    assert_eq!(values(&filled["fields"], "supplier-name"), ["Nordwind Handel"]);
    assert_eq!(values(&filled["fields"], "supplier-uei"), ["ZQGGHJH74DW7"]);
    assert_eq!(values(&filled["fields"], "supplier-cage"), ["1ABC5"]);
    let articles = filled["articles"].as_array().unwrap();
    assert_eq!(articles.len(), 2, "{articles:?}");
    assert_eq!(values(&articles[0]["fields"], "brand"), ["Kaspersky"]);
    let numbers = values(&articles[0]["fields"], "model-number");
    assert!(numbers.contains(&"KL4863 (manufacturer part number)"), "{numbers:?}");
    assert!(numbers.contains(&"NW-77 (supplier part number)"), "{numbers:?}");
    let missing: Vec<&str> =
        filled["missing"].as_array().unwrap().iter().map(|field| field["key"].as_str().unwrap()).collect();
    assert_eq!(missing, ["mitigation"], "only what no order says");
    assert_eq!(
        (&filled["clocks"][0]["due"], &filled["clocks"][1]["due"]),
        (&"2025-07-09".into(), &"2025-07-23".into())
    );
}

#[test]
fn exit_codes_tell_complete_from_incomplete_and_from_wrong() {
    let (folder, id) = recorded(ORDER, "2025-07-03T15:00:00Z");
    let code = |args: &[&str]| report(&folder, args).code;
    assert_eq!(code(&["first", &id]), Some(3));
    assert_eq!(code(&["first", &id, "--set", "mitigation=order refused"]), Some(0));
    assert_eq!(code(&["first", &id[..12], "--form", "far-52.204-23", "--set", "mitigation=none"]), Some(0));
    assert_eq!(code(&["first", &id, "--form", "far-52-204-23", "--set", "mitigation=none"]), Some(0));
    assert_eq!(code(&["follow-up", &id]), Some(3));
    let all = ["further-mitigation=a", "prevention=b", "reasons=c", "future-efforts=d"];
    let set: Vec<&str> = all.iter().flat_map(|field| ["--set", field]).collect();
    assert_eq!(code(&[&["follow-up", &id], set.as_slice()].concat()), Some(0));
    for wrong in [
        ["--form", "far-52.204-99"],
        ["--form", "far-52.204-30"],
        ["--set", "mitigatoin=x"],
        ["--set", "mitigation="],
        ["--set", "mitigation"],
        ["--set", "9.brand=x"],
        ["--sent", "yesterday"],
        ["--sent", "2017-09-13"],
    ] {
        assert_eq!(code(&[&["first", &id], wrong.as_slice()].concat()), Some(2), "{wrong:?}");
    }
    assert_eq!(code(&["first", "ffffffffffff"]), Some(5));
}

#[test]
fn the_clock_of_the_day_of_identification_counts() {
    let (folder, id) = recorded(ORDER, "2023-09-01T15:00:00Z");
    let due = |filled: &Value| [0, 1].map(|at| filled["clocks"][at]["due"].as_str().unwrap().to_owned());
    let old = json(&folder, &["first", &id]);
    assert_eq!(due(&old), ["2023-09-05", "2023-09-19"]);
    assert_eq!(old["citations"][0], "FAR 52.204-23(c) (Jul 2018)");
    let new = json(&folder, &["first", &id, "--identified", "2025-07-03"]);
    assert_eq!(due(&new), ["2025-07-09", "2025-07-23"]);
    assert_eq!(new["citations"][0], "FAR 52.204-23(c) (Dec 2023)");
    let early = json(&folder, &["follow-up", &id, "--identified", "2025-07-03", "--sent", "2025-07-07"]);
    assert_eq!(due(&early), ["2025-07-09", "2025-07-21"], "sent earlier, due earlier");
}

#[test]
fn hostile_texts_stay_texts() {
    let evil = "<script>alert(1)</script> | [x](javascript:y) `a` &lt; \\u0007\\u001b[31m\\u202e \\n# Head \\\" onload='z' www.example.com";
    let order = ORDER
        .replace("Antivirus, 40 nodes", evil)
        .replace("Nordwind Handel", "</td></table><img src=x onerror=alert(1)>");
    let (folder, id) = recorded(&order, "2025-07-03T15:00:00Z");
    let page = report(&folder, &["first", &id, "--format", "html", "--set", "mitigation=<b>none</b>"]);
    assert_eq!(page.code, Some(0), "{}", page.err);
    let tags = page.out.matches('<').count();
    for bad in ["<script", "<img", "<b>", "onload='", "\u{1b}", "\u{7}", "\u{202e}"] {
        assert!(!page.out.contains(bad), "{bad:?}: {}", page.out);
    }
    assert!(
        page.out.contains("&lt;script&gt;") && page.out.contains("\u{27e8}U+202E\u{27e9}"),
        "{}",
        page.out
    );
    assert_eq!(tags, page.out.matches('>').count(), "every `<` is one of ours");
    assert!(page.out.starts_with("<!DOCTYPE html>") && page.out.contains("<html lang=\"en\">"));
    let text = report(&folder, &["first", &id, "--quiet"]).out;
    for bad in ["<script", "[x](", "\u{1b}", "\u{7}", "\u{202e}", "\n# Head", "javascript:y"] {
        assert!(!text.contains(bad), "{bad:?}: {text}");
    }
    assert!(text.contains("&lt;script&gt;") && text.contains("\\[x\\]") && text.contains("\\|"), "{text}");
    let filled = json(&folder, &["first", &id]);
    assert!(
        values(&filled["articles"][0]["fields"], "item-description")[0].contains("<script>"),
        "data stays data"
    );
}

#[test]
fn a_list_brings_its_own_form_and_its_own_clock() {
    let folder = TempDir::new().unwrap();
    let list = r#"version = 1
title = "Own"
time-zone = "Europe/Brussels"
[calendar.office]
weekend = ["saturday", "sunday"]
holidays = [2026-04-03, 2026-04-06]
[form.house]
title = "House report"
fields = [
  { key = "what", label = "What it is", fill = "product-name" },
  { key = "old", label = "No longer asked", until = 2026-01-01 },
  { key = "who", label = "Who found it", help = "an office, no person" },
  { key = "next", label = "What follows", part = "follow-up" },
]
[vendor.v]
name = "Example Systems AG"
[authority.order]
title = "House order 12"
status = [{ is = "in-force", from = 2020-01-01 }]
contact = "office X"
report = [{ form = "house", first = "2 business days", second = "10 days", calendar = "office" }]
[rule.r]
authority = "order"
vendors = ["v"]
"#;
    fs::write(folder.path().join("own.toml"), list).unwrap();
    let order =
        r#"{ "document_id": "B-1", "lines": [{ "name": "Router", "manufacturer": "Example Systems AG" }] }"#;
    fs::write(folder.path().join("order.json"), order).unwrap();
    let checked = run_in(
        folder.path(),
        &[
            "check",
            "order.json",
            "--blocklist",
            "own.toml",
            "--at",
            "2026-04-02T10:00:00Z",
            "--format",
            "json",
        ],
    );
    let decision: Value = serde_json::from_str(&checked.out).unwrap();
    let id = decision["decision_id"].as_str().unwrap();
    assert_eq!(decision["obligations"][1]["due"], "2026-04-08", "{decision}");
    assert_eq!(decision["obligations"][1]["within"], "within 2 business days, office");
    let filled = json(&folder, &["first", id]);
    assert_eq!(values(&filled["articles"][0]["fields"], "what"), ["Router"]);
    assert_eq!(filled["to"][0], "office X");
    let keys: Vec<&str> =
        filled["fields"].as_array().unwrap().iter().map(|field| field["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["who"], "the fields of the day");
    let text = report(&folder, &["first", id, "--quiet"]).out;
    let top = text.split("| Field |").next().unwrap();
    assert!(top.contains("Incomplete") && top.contains("`--set who=...`"), "{top}");
}
