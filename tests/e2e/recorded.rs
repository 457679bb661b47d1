//! What is asked of recorded decisions when there are none, when they were made on another list, and when a change
//! reaches them only for a while.

use std::fs;
use std::path::Path;

use debar_tests::{Ran, run_in};
use serde_json::Value;
use tempfile::TempDir;

const LIST: &str = r#"version = 1
title = "Own"
time-zone = "UTC"

[buyer.us-executive]

[vendor.w]
name = "Wexford Systems Ltd"
aliases = ["Wexford International", "Wexford Overseas"]

[authority.order]
title = "Order O"
status = [{ is = "in-force", from = 2026-01-01 }]

[authority.statute]
title = "Statute S"
status = [{ is = "in-force", from = 2026-01-01 }]

[rule.by-order]
authority = "order"
vendors = ["w"]

[rule.by-statute]
authority = "statute"
vendors = ["w"]
"#;

fn order(number: &str, lines: &[(&str, &str, &str)]) -> String {
    let line = |(maker, amount, currency): &(&str, &str, &str)| {
        format!(r#"{{"name":"Suite","manufacturer":"{maker}","amount":"{amount}","currency":"{currency}"}}"#)
    };
    let lines: Vec<String> = lines.iter().map(line).collect();
    format!(
        r#"{{"schema_version":1,"document_id":"{number}","supplier":"A Reseller Inc.","lines":[{}]}}"#,
        lines.join(",")
    )
}

/// A folder with a list and two decisions: one of June, one of August.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("own.toml"), LIST).unwrap();
    let lines = [("Wexford Systems Ltd", "100.10", "USD"), ("Wexford International", "7.5", "EUR")];
    for (name, day) in [("a", "2026-06-15"), ("b", "2026-08-15")] {
        fs::write(folder.path().join(format!("{name}.json")), order(&name.to_uppercase(), &lines)).unwrap();
        expect(folder.path(), &["check", &format!("{name}.json"), "--at", day, "--quiet"], 1, &[]);
    }
    folder
}

fn debar(folder: &Path, args: &[&str]) -> Ran {
    let args: Vec<&str> = ["--blocklist", "own.toml"].into_iter().chain(args.iter().copied()).collect();
    run_in(folder, &args)
}

fn expect(folder: &Path, args: &[&str], code: i32, parts: &[&str]) -> String {
    let ran = debar(folder, args);
    let text = format!("{}{}", ran.out, ran.err);
    assert_eq!(ran.code, Some(code), "{args:?}\n{text}");
    for part in parts {
        assert!(text.contains(part), "{args:?}: `{part}` is missing:\n{text}");
    }
    text
}

fn json(folder: &Path, args: &[&str]) -> Value {
    let ran = debar(folder, args);
    let read = serde_json::from_str(&ran.out);
    assert!(read.is_ok(), "{args:?}: {}{}", ran.out, ran.err);
    read.unwrap()
}

const LOOKING_BACK: [(&[&str], &str); 7] = [
    (&["ledger", "verify"], "clean: 0 record(s)"),
    (&["ledger", "replay"], "0 of 0 decision(s)"),
    (&["recheck"], "0 open request(s)"),
    (&["report", "impact", "--vendor", "w"], "none that met this vendor"),
    (&["blocklist", "what-if", "--remove-rule", "by-order"], "0 decision(s) would turn"),
    (&["blocklist", "coverage", "--over-ledger"], "over 0 recorded decision(s)"),
    (&["ledger", "show", "abcd"], ""),
];

#[test]
fn no_ledger_is_an_error_and_an_empty_one_is_none() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    fs::write(folder.join("own.toml"), LIST).unwrap();
    fs::create_dir(folder.join("other")).unwrap();
    fs::write(folder.join("other/notes.txt"), "no ledger").unwrap();
    fs::write(folder.join("file"), "no folder").unwrap();
    for (args, _) in LOOKING_BACK {
        for place in ["nowhere", "other", "file"] {
            let args: Vec<&str> = ["--ledger", place].into_iter().chain(args.iter().copied()).collect();
            let said = format!("there is no ledger in `{place}`");
            expect(folder, &args, 5, &[&said, "--ledger FOLDER"]);
            assert_eq!(debar(folder, &args).out, "", "{args:?} answers nevertheless");
        }
        assert!(!folder.join("nowhere").exists(), "{args:?} made a ledger by asking for one");
        assert_eq!(fs::read_dir(folder.join("other")).unwrap().count(), 1, "{args:?}");
    }
    for (args, part) in LOOKING_BACK.into_iter().filter(|(_, part)| !part.is_empty()) {
        fs::create_dir_all(folder.join("empty")).unwrap();
        let args: Vec<&str> = ["--ledger", "empty"].into_iter().chain(args.iter().copied()).collect();
        expect(folder, &args, 0, &[part]);
        fs::remove_dir_all(folder.join("empty")).unwrap();
    }
    // A ledger whose segments are gone is not an empty one.
    let kept = self::folder();
    let state = kept.path().join("state/debar/ledger");
    fs::remove_dir_all(state.join("segments")).unwrap();
    for (args, _) in LOOKING_BACK {
        expect(kept.path(), args, 5, &["there is no ledger in"]);
    }
}

#[test]
fn a_list_is_compared_with_one_that_decided() {
    let folder = folder();
    let folder = folder.path();
    let checked = json(folder, &["blocklist", "check", "--format", "json"]);
    let revision = checked["revision"].as_str().unwrap().to_owned();
    let edited = LIST.replace("title = \"Order O\"", "title = \"Order O\"\nforce = \"advisory\"");
    fs::write(folder.join("own.toml"), edited.replace(", \"Wexford Overseas\"", "")).unwrap();
    let of = |digits: &str| format!("ledger:{digits}");
    for digits in [revision.as_str(), &revision[..8], &revision[..12].to_uppercase()] {
        expect(
            folder,
            &["blocklist", "diff", &of(digits), "own.toml", "--fail-on", "loosened"],
            1,
            &["loosened", "authority order", "Wexford Overseas"],
        );
    }
    expect(
        folder,
        &["blocklist", "diff", &of(&revision), &of(&revision), "--fail-on", "any"],
        0,
        &["mean the same"],
    );
    // Both revisions decided: each is there by its digits, and digits of neither are none.
    expect(folder, &["check", "a.json", "--at", "2026-06-15", "--quiet"], 1, &[]);
    let now = json(folder, &["blocklist", "check", "--format", "json"]);
    let other = now["revision"].as_str().unwrap();
    assert_ne!(other, revision);
    let both = json(folder, &["blocklist", "diff", &of(&revision), &of(other), "--format", "json"]);
    assert_eq!((&both["old"], &both["new"]), (&checked["revision"], &now["revision"]));
    assert_eq!(both["same_meaning"], false);
    let none: String = revision.chars().map(|digit| if digit == '0' { '1' } else { '0' }).collect();
    expect(folder, &["blocklist", "diff", &of(&none), "own.toml"], 5, &["the ledger has no list"]);
    expect(folder, &["blocklist", "diff", "ledger:", "own.toml"], 5, &["no revision"]);
}

#[test]
fn what_no_decision_ever_met_is_told() {
    let folder = folder();
    let folder = folder.path();
    let text = expect(
        folder,
        &["blocklist", "coverage", "--over-ledger"],
        0,
        &["no test, never met: alias `Wexford Overseas` of w", "over 2 recorded decision(s)"],
    );
    assert!(!text.contains("never met: alias `Wexford International`"), "{text}");
    let report = json(folder, &["blocklist", "coverage", "--over-ledger", "--format", "json"]);
    assert_eq!(report["decisions"], 2);
    let item = |part: &str| {
        let items = report["items"].as_array().unwrap();
        items.iter().find(|item| item["kind"] == "alias" && item["part"] == part).unwrap().clone()
    };
    let met = item("Wexford International");
    assert_eq!((&met["decisions"], &met["last"]), (&2.into(), &"2026-08-15T00:00:00Z".into()));
    assert_eq!(
        (&item("Wexford Overseas")["decisions"], &item("Wexford Overseas")["last"]),
        (&0.into(), &Value::Null)
    );
    let alone = json(folder, &["blocklist", "coverage", "--format", "json"]);
    assert_eq!(alone["decisions"], Value::Null);
}

#[test]
fn what_is_supposed_for_a_while_ends_with_it() {
    let folder = folder();
    let folder = folder.path();
    let what_if =
        |supposed: &str| json(folder, &["blocklist", "what-if", "--authority", supposed, "--format", "json"]);
    for (supposed, touched, overlap) in [
        // Before, during and after: only the decision of June is reached.
        ("order=enjoined@2026-06-01..2026-07-01", "1", "1"),
        ("order=enjoined@2026-07-01..2026-08-01", "0", ""),
        ("order=enjoined@2026-06-01..2026-06-15", "0", ""),
        ("order=enjoined@2026-06-15..2026-06-16", "1", "1"),
        ("order=vacated@2026-06-01", "2", "2"),
        // It stands as before, so it is touched, and the other one is what stands beside it.
        ("order=in-force@2026-02-01", "2", "2"),
    ] {
        let report = what_if(supposed);
        assert_eq!(report["flips"].as_array().map(Vec::len), Some(0), "{supposed}: {report}");
        assert_eq!(report["touched"], touched, "{supposed}: {report}");
        let named: Vec<(&str, &str)> = report["overlap"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (one["rule"].as_str().unwrap(), one["decisions"].as_str().unwrap()))
            .collect();
        let expect: Vec<(&str, &str)> =
            Some(("by-statute", overlap)).filter(|(_, count)| !count.is_empty()).into_iter().collect();
        assert_eq!(named, expect, "{supposed}: {report}");
    }
}

#[test]
fn money_is_summed_by_currency() {
    let folder = folder();
    let folder = folder.path();
    let report = json(folder, &["report", "impact", "--vendor", "w", "--format", "json"]);
    let sums = serde_json::json!({"EUR": "15.00", "USD": "200.20"});
    assert_eq!(report["by_verdict"]["deny"]["worth"]["sums"], sums, "{report}");
    assert_eq!(report["of_vendor"]["sums"], sums);
    for share in report["shares"].as_array().unwrap() {
        let currency = share["currency"].as_str().unwrap();
        assert_eq!(share["sum"], sums[currency], "{report}");
    }
    let rows = report["decisions"][0]["met"].as_array().unwrap();
    for (row, one) in rows.iter().zip([("USD", "100.10"), ("EUR", "7.50")]) {
        assert_eq!(row["worth"]["sums"], serde_json::json!({ one.0: one.1 }), "{report}");
    }
    expect(
        folder,
        &["report", "impact", "--vendor", "w"],
        0,
        &["sum: 15.00; currency: EUR", "line 2, 7.50 EUR:"],
    );
    let both =
        ["blocklist", "what-if", "--remove-rule", "by-order", "--remove-rule", "by-statute", "--format"];
    let told = json(folder, &[&both[..], &["json"]].concat());
    assert_eq!(told["to_release"]["vendors"]["w"]["sums"], sums, "{told}");
    let csv = debar(folder, &[&both[..], &["csv"]].concat()).out;
    for row in
        [",1,deny,allow,by-order by-statute,w,100.10,USD,", ",2,deny,allow,by-order by-statute,w,7.50,EUR,"]
    {
        assert_eq!(csv.matches(row).count(), 2, "{csv}");
    }
}
