//! Looking back and ahead: open orders again, the list of an earlier day, what-if, and the impact of a listing.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use debar_gate::config::{self, Origin, Overrides, Setting};
use debar_gate::{FixedClock, Gate, Submission, discover_plugins};
use debar_model::Verdict;
use debar_tests::{Ran, built, run_in, with_workers};
use serde_json::Value;
use tempfile::TempDir;

/// The list before and after vendor W is listed.
fn list(listed: bool) -> String {
    let mut text = String::from(
        r#"version = 1
title = "Own"
time-zone = "UTC"

[buyer.us-executive]

[evidence.notice]
citation = "91 FR 1"

[vendor.other]
name = "Other Harmful Software GmbH"

[vendor.w]
name = "Wexford Systems Ltd"
brands = ["Wexford"]
responses = [{ on = 2026-06-12, kind = "letter", says = "no due process", result = "rejected", result-on = 2026-07-01 }]
history = [{ on = 2026-06-10, by = "office", ticket = "CHG-1", why = "listed" }]

[authority.statute]
title = "Statute S"
status = [{ is = "in-force", from = 2026-01-01 }]
report = [{ form = "form-1", first = "3 business days", second = "10 business days", calendar = "us-federal" }]
litigation = [{ case = "1 F.4th 1", on = 2026-08-01, result = "upheld" }]

[rule.other]
authority = "statute"
vendors = ["other"]
"#,
    );
    if listed {
        text.push_str(
            r#"
[authority.order]
title = "Order O"
status = [{ is = "in-force", from = 2026-06-10 }]

[rule.w-order]
authority = "order"
vendors = ["w"]
evidence = ["notice"]

[rule.w-statute]
authority = "statute"
vendors = ["w"]
scope = { buyers = ["us-executive"] }
from = 2026-06-10
"#,
        );
    }
    text
}

fn order(number: &str, vendor: &str, amount: &str) -> String {
    format!(
        r#"{{"schema_version":1,"document_id":"{number}","supplier":"A Reseller Inc.","currency":"USD","lines":[
{{"line_id":"1","name":"Chair","manufacturer":"Sitwell","amount":"10.10"}},
{{"line_id":"2","name":"Suite","manufacturer":"{vendor}"{amount}}}]}}"#
    )
}

const W: &str = "Wexford Systems Ltd";

/// A folder with the list of a day and some orders.
fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("own.toml"), list(false)).unwrap();
    for (name, vendor, amount) in [
        ("a", W, r#","amount":"1000.25""#),
        ("b", W, r#","unit_price":"0.1","quantity":"3""#),
        ("c", "Sitwell", r#","amount":"5""#),
        ("d", W, ""),
    ] {
        fs::write(folder.path().join(format!("{name}.json")), order(&name.to_uppercase(), vendor, amount))
            .unwrap();
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
    assert!(read.is_ok(), "{}{}", ran.out, ran.err);
    read.unwrap()
}

/// Screens an order as if it were another day: everything but the clock is as on the command line.
fn check_on(folder: &Path, file: &str, day: &str) -> Verdict {
    let overrides = Overrides {
        state_folder: Some(folder.join("state/debar")),
        blocklist: Some(Setting::new(folder.join("own.toml"), Origin::Flag)),
        ..Overrides::default()
    };
    let (plugins, _) = discover_plugins(&built("debar"));
    let config = with_workers(config::without_file(plugins, &overrides).unwrap());
    let gate = Gate::open(config, Arc::new(FixedClock(day.parse().unwrap()))).unwrap();
    let bytes = fs::read(folder.join(file)).unwrap();
    gate.check(&Submission { bytes: &bytes, ..Submission::default() }).unwrap().verdict()
}

#[test]
fn an_order_is_listed_between_approval_and_delivery() {
    let folder = folder();
    let folder = folder.path();
    assert_eq!(check_on(folder, "a.json", "2026-06-01T12:00:00Z"), Verdict::Allow);
    assert_eq!(check_on(folder, "c.json", "2026-06-01T12:00:00Z"), Verdict::Allow);
    let before = json(folder, &["blocklist", "as-of", "2026-06-01", "--format", "json"]);
    fs::write(folder.join("own.toml"), list(true)).unwrap();

    let report = json(folder, &["recheck", "--at", "2026-06-10", "--format", "json"]);
    assert_eq!(report["turned_to"], "deny", "{report}");
    let changed = &report["changed"][0];
    assert_eq!(
        (&changed["from"], &changed["to"], &changed["order"]),
        (&"allow".into(), &"deny".into(), &"A".into())
    );
    assert_eq!(changed["replaced_revision"], before["revision"]);
    assert_ne!(changed["revision"], changed["replaced_revision"]);
    assert_eq!(changed["lines"][0]["line"], "2", "the chair on line 1 stays allowed");
    assert!(changed["owed"].to_string().contains("form-1"), "{changed}");
    assert_eq!((&report["unchanged"], report["changed"].as_array().map(Vec::len)), (&"1".into(), Some(1)));

    // The verdict of 1 June stays in the log, and the record of the re-check names both lists and both verdicts.
    let old = run_in(folder, &["ledger", "show", changed["replaces"].as_str().unwrap(), "--format", "json"]);
    assert!(old.out.contains("\"verdict\":\"allow\""), "{}", old.out);
    let log = fs::read_to_string(segment(folder)).unwrap();
    let record = log
        .lines()
        .find(|line| line.contains("\"kind\":\"recheck\"") && line.contains("\"verdict\":\"deny\""))
        .unwrap();
    for part in [
        "\"replaced_verdict\":\"allow\"",
        changed["revision"].as_str().unwrap(),
        before["revision"].as_str().unwrap(),
    ] {
        assert!(record.contains(part), "{part}: {record}");
    }

    // Asked again on what was known on 1 June, it is still allowed; on what was known on 11 June, it is not.
    expect(
        folder,
        &["check", "a.json", "--at", "2026-06-20", "--known-at", "2026-06-02", "--list-history", "ledger"],
        0,
        &["in use since 2026-06-01T12:00:00Z by the ledger"],
    );
    // A question that looks back is no screening: it is never the order's latest word.
    let again = json(folder, &["recheck", "--at", "2026-06-10", "--format", "json"]);
    assert_eq!((&again["turned_to"], &again["done_before"]), (&Value::Null, &"2".into()), "{again}");
    let impact = json(folder, &["report", "impact", "--vendor", "w", "--format", "json"]);
    assert_eq!(impact["by_verdict"]["deny"]["orders"], "1", "{impact}");
    let rules = ["--remove-rule", "w-order", "--remove-rule", "w-statute"];
    let fallen = [["blocklist", "what-if", "--format", "json"], rules].concat();
    assert_eq!(json(folder, &fallen)["to_release"]["orders"], "1");
    expect(folder, &["check", "a.json", "--at", "2026-06-20"], 1, &["w-order"]);
    assert!(
        run_in(folder, &["ledger", "replay"]).code == Some(0),
        "every decision replays to the same bytes"
    );
    assert!(run_in(folder, &["ledger", "verify"]).out.contains("clean"));
}

fn segment(folder: &Path) -> std::path::PathBuf {
    folder.join("state/debar/ledger/segments/00000000000000000001.jsonl")
}

#[test]
fn a_second_recheck_finds_nothing_new_and_a_torn_one_is_finished() {
    let folder = folder();
    let folder = folder.path();
    for file in ["a.json", "b.json", "c.json"] {
        expect(folder, &["check", file, "--quiet"], 0, &[]);
    }
    expect(folder, &["recheck"], 0, &["nothing turned", "3 done before"]);
    fs::write(folder.join("own.toml"), list(true)).unwrap();
    let torn = fs::read(segment(folder)).unwrap();
    expect(
        folder,
        &["recheck"],
        1,
        &["order A", "order B", "allow -> deny", "reopen", "owed: report form-1", "2 allow -> deny"],
    );
    let whole = fs::read(segment(folder)).unwrap();
    expect(folder, &["recheck"], 0, &["nothing turned", "found by an earlier re-check", "3 done before"]);
    assert_eq!(fs::read(segment(folder)).unwrap(), whole, "nothing is recorded twice");
    // Cut in the middle of what the run wrote: what is lost is found again.
    let mut cuts = 0;
    for part in 1..8 {
        let len = torn.len() + (whole.len() - torn.len()) * part / 8;
        fs::write(segment(folder), &whole[..len]).unwrap();
        let ran = debar(folder, &["recheck", "--format", "json"]);
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        assert_eq!(report["changed"].as_array().map(Vec::len), Some(2), "{len}: {report}");
        cuts += 1;
    }
    assert_eq!(cuts, 7);
    assert!(run_in(folder, &["ledger", "verify"]).out.contains("clean"));
}

#[test]
fn closed_replaced_and_cancelled_orders_are_passed_by() {
    let folder = folder();
    let folder = folder.path();
    for file in ["a.json", "b.json", "c.json"] {
        expect(folder, &["check", file, "--quiet"], 0, &[]);
    }
    let replaced =
        order("B", "Sitwell", "").replace("\"document_id\"", "\"operation\":\"update\",\"document_id\"");
    fs::write(folder.join("b2.json"), replaced).unwrap();
    expect(folder, &["check", "b2.json", "--quiet"], 0, &[]);
    expect(
        folder,
        &["ledger", "close", "A", "--on", "2026-01-01", "--why", "delivered"],
        0,
        &["closed 1 request(s)"],
    );
    expect(folder, &["ledger", "close", "A", "--why", "again"], 0, &["closed before"]);
    fs::write(folder.join("own.toml"), list(true)).unwrap();
    expect(folder, &["recheck"], 0, &["nothing turned", "2 closed or replaced"]);
    fs::write(folder.join("open.txt"), "# open\nA\n\n").unwrap();
    expect(folder, &["recheck", "--open", "open.txt"], 0, &["0 open request(s)"]);
    expect(folder, &["recheck", "--all"], 1, &["order A", "order B"]);
    // Screened again after it was closed: open again.
    expect(folder, &["check", "a.json", "--quiet"], 1, &[]);
    fs::write(folder.join("own.toml"), list(false)).unwrap();
    expect(folder, &["recheck"], 0, &["order A", "deny -> allow", "could be released"]);
    for (args, code, part) in [
        (&["ledger", "close", "Z", "--why", "x"][..], 2, "no request and no order `Z`"),
        (&["ledger", "close", "A", "--why", " "], 2, "says nothing"),
        (&["ledger", "close", "A", "--why", "x", "--on", "yesterday"], 2, "no date"),
        (&["recheck", "--open", "none.txt"], 5, "cannot be read"),
        (&["recheck", "--open", "open.txt", "--all"], 2, "cannot be used"),
        (&["recheck", "--format", "sarif"], 2, "not printed in that form"),
    ] {
        expect(folder, args, code, &[part]);
    }
    fs::write(folder.join("open.txt"), "Y\nA\nZ\n").unwrap();
    expect(folder, &["recheck", "--open", "open.txt"], 2, &["`Y`, `Z`"]);
}

#[test]
fn the_list_of_an_earlier_day_answers_or_nobody_does() {
    let folder = folder();
    let folder = folder.path();
    let ask = |known: &str, history: &str, code: i32, part: &str| {
        let args = ["check", "a.json", "--at", "2026-06-20", "--known-at", known, "--list-history", history];
        expect(folder, &args, code, &[part]);
    };
    ask("2026-06-02", "ledger", 2, "has no records");
    ask("2026-06-02", "git", 2, "git");
    assert_eq!(check_on(folder, "a.json", "2026-06-01T12:00:00Z"), Verdict::Allow);
    fs::write(folder.join("own.toml"), list(true)).unwrap();
    assert_eq!(check_on(folder, "a.json", "2026-06-11T12:00:00Z"), Verdict::Deny);
    ask("2026-06-01T11:59:59Z", "ledger", 2, "first record of one is of 2026-06-01T12:00:00Z");
    ask("2026-06-01T12:00:00Z", "ledger", 0, "by the ledger");
    ask("2026-06-11T11:59:59Z", "ledger", 0, "by the ledger");
    ask("2026-06-11T12:00:00Z", "ledger", 1, "by the ledger");
    // Without a history that reaches, the list in use answers with its own dates, and that is said.
    ask("2026-05-01", "auto", 0, "does not tell which list was in use");
    ask("2999-01-01", "auto", 1, "in use now");
    let then =
        json(folder, &["blocklist", "as-of", "2026-06-20", "--known-at", "2026-06-05", "--format", "json"]);
    let now = json(folder, &["blocklist", "as-of", "2026-06-20", "--format", "json"]);
    assert_ne!(then["revision"], now["revision"]);
    assert_eq!(
        (then["covered"].as_bool(), then["rules"].as_array().map(Vec::len)),
        (Some(true), Some(1)),
        "{then}"
    );
    assert_eq!(now["rules"].as_array().map(Vec::len), Some(3));
    expect(
        folder,
        &["blocklist", "as-of", "2026-06-09"],
        0,
        &["1 rule(s) bite", "w-order", "Order O was not known to be in force"],
    );
    expect(
        folder,
        &["blocklist", "as-of", "2026-06-10", "--format", "csv"],
        0,
        &["w-order,order,Order O,yes,deny,in-force,2026-06-10,"],
    );
    expect(folder, &["blocklist", "as-of", "soon"], 2, &["no date"]);
    expect(folder, &["check", "a.json", "--list-history", "git"], 2, &["--known-at"]);
}

#[test]
fn a_git_history_of_the_list_answers_too() {
    let folder = folder();
    let folder = folder.path();
    let lists = folder.join("lists");
    fs::create_dir(&lists).unwrap();
    let git = |args: &[&str], on: &str| {
        let done = Command::new("git")
            .current_dir(&lists)
            .env("GIT_AUTHOR_DATE", on)
            .env("GIT_COMMITTER_DATE", on)
            .args([
                "-c",
                "user.name=office",
                "-c",
                "user.email=office@example.org",
                "-c",
                "commit.gpgsign=false",
            ])
            .args(args)
            .output();
        assert!(done.is_ok_and(|done| done.status.success()), "{args:?}");
    };
    if Command::new("git").arg("--version").output().is_err() {
        println!("skipped: there is no git here");
        return;
    }
    git(&["init", "-q", "."], "2026-04-01T00:00:00Z");
    fs::write(lists.join("readme"), "lists").unwrap();
    git(&["add", "-A"], "2026-04-01T00:00:00Z");
    git(&["commit", "-qm", "begin"], "2026-04-01T00:00:00Z");
    for (listed, on) in [(false, "2026-05-01T00:00:00Z"), (true, "2026-06-10T00:00:00Z")] {
        fs::write(lists.join("own.toml"), list(listed)).unwrap();
        git(&["add", "-A"], on);
        git(&["commit", "-qm", "list"], on);
    }
    let ask = |known: &str, code: i32, part: &str| {
        let args = [
            "--blocklist",
            "lists/own.toml",
            "check",
            "a.json",
            "--at",
            "2026-06-20",
            "--known-at",
            known,
            "--list-history",
            "git",
        ];
        let ran = run_in(folder, &args);
        assert_eq!(ran.code, Some(code), "{known}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(part), "{known}: `{part}` is missing: {}", ran.err);
    };
    ask("2026-06-01", 0, "of 2026-05-01T00:00:00Z in git");
    ask("2026-06-09T23:59:59Z", 0, "of 2026-05-01T00:00:00Z in git");
    ask("2026-06-10", 1, "of 2026-06-10T00:00:00Z in git");
    ask("2026-04-02", 2, "cannot be used");
    ask("2026-03-01", 2, "does not reach");
}

#[test]
fn what_a_fallen_authority_would_change() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("own.toml"), list(true)).unwrap();
    for file in ["a.json", "b.json", "d.json"] {
        expect(folder, &["check", file, "--at", "2026-07-01", "--quiet"], 1, &[]);
    }
    expect(folder, &["check", "c.json", "--at", "2026-07-01", "--quiet"], 0, &[]);
    let log = fs::read(segment(folder)).unwrap();
    let what_if = |args: &[&str], code: i32, parts: &[&str]| {
        let args: Vec<&str> = ["blocklist", "what-if"].into_iter().chain(args.iter().copied()).collect();
        expect(folder, &args, code, parts)
    };
    // Two authorities: the fall of either changes nothing, and it is said which one stands.
    what_if(
        &["--authority", "order=vacated@2026-06-15"],
        0,
        &["0 decision(s) would turn", "overlap: Statute S stands (rule w-statute) in 3 decision(s)"],
    );
    what_if(&["--remove-rule", "w-statute"], 0, &["0 decision(s) would turn", "overlap: Order O stands"]);
    let both = ["--remove-rule", "w-statute", "--authority", "order=enjoined@2026-06-15..2026-07-02"];
    what_if(
        &both,
        0,
        &[
            "3 decision(s) would turn, 3 of them by the change itself",
            "3 order(s) that could be released",
            "w: 1000.55 USD, 1 line(s) without an amount",
            "deny -> allow by rule w-order, w-statute",
        ],
    );
    what_if(
        &["--remove-rule", "w-statute", "--authority", "order=enjoined@2026-06-15..2026-07-01"],
        0,
        &["0 decision(s) would turn"],
    );
    what_if(
        &["--authority", "statute=vacated@2026-01-02", "--remove-rule", "w-order", "--at", "2026-06-09"],
        0,
        &["3 decision(s) would turn", "0 of them by the change itself"],
    );
    // A stricter list in place of this one, or beside it.
    fs::write(folder.join("more.toml"), "version = 1\n[vendor.sit]\nname = \"Sitwell\"\n[rule.sit]\nauthority = \"statute\"\nvendors = [\"sit\"]\n").unwrap();
    let text = what_if(
        &["--add", "more.toml"],
        0,
        &["4 decision(s) would turn", "4 order(s) to reopen", "order C", "allow -> deny by rule sit (sit)"],
    );
    assert!(text.contains("sit: 45.40 USD"), "{text}");
    fs::write(folder.join("none.toml"), list(false)).unwrap();
    let json = json(folder, &["blocklist", "what-if", "--replace", "none.toml", "--format", "json"]);
    assert_eq!(json["to_release"]["vendors"]["w"]["sums"]["USD"], "1000.55", "{json}");
    assert_eq!(json["to_release"]["vendors"]["w"]["without_amount"], "1");
    assert_eq!(json["flips"].as_array().map(Vec::len), Some(3));
    what_if(
        &["--replace", "none.toml", "--format", "csv"],
        0,
        &[",A,,2026-07-01T00:00:00Z,2,deny,allow,w-order w-statute,w,1000.25,USD,yes,no"],
    );
    what_if(
        &[
            "--authority",
            "order=vacated@2026-06-15",
            "--authority",
            "statute=vacated@2026-06-15",
            "--documents",
            ".",
            "--at",
            "2026-07-01",
            "--format",
            "jsonl",
        ],
        0,
        &["\"order\":\"A\""],
    );
    assert_eq!(fs::read(segment(folder)).unwrap(), log, "nothing is recorded");
    for (args, code, part) in [
        (&["--authority", "ordre=vacated@2026-06-15"][..], 2, "did you mean `order`"),
        (&["--authority", "order=gone@2026-06-15"], 2, "write one of"),
        (&["--authority", "order=vacated"], 2, "ID=STATUS@DATE"),
        (&["--remove-rule", "nothing"], 2, "no rule `nothing`"),
        (&["--replace", "a.json"], 4, "error"),
        (&["--add", "missing.toml"], 4, "missing.toml"),
        (&[], 2, "required"),
    ] {
        what_if(args, code, &[part]);
    }
}

#[test]
fn the_impact_of_a_listing_is_told_with_what_it_rests_on() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("own.toml"), list(true)).unwrap();
    for file in ["a.json", "b.json", "c.json", "d.json"] {
        debar(folder, &["check", file, "--at", "2026-09-01", "--quiet"]);
    }
    // Asked twice counts once.
    debar(folder, &["check", "a.json", "--at", "2026-09-02", "--quiet"]);
    let report = json(folder, &["report", "impact", "--vendor", "w", "--format", "json"]);
    assert_eq!(report["by_verdict"]["deny"]["worth"]["sums"]["USD"], "1000.55", "{report}");
    assert_eq!(report["by_verdict"]["deny"]["orders"], "3");
    assert_eq!(report["of_all"]["worth"]["sums"]["USD"], "1045.95");
    assert_eq!(report["shares"][0]["percent_of_vendor"], "100.00");
    assert_eq!(report["shares"][0]["percent_of_all"], "95.65");
    assert_eq!(report["decisions"].as_array().map(Vec::len), Some(4));
    let text = expect(
        folder,
        &["report", "impact", "--vendor", "w"],
        0,
        &[
            "Order O, in-force since 2026-06-10",
            "91 FR 1",
            "no due process; rejected on 2026-07-01",
            "upheld: 1 F.4th 1 on 2026-08-01",
            "CHG-1",
            "whether an order that was allowed was placed",
            "decided again since",
        ],
    );
    assert!(text.contains("Wexford Systems Ltd"));
    let html =
        expect(folder, &["report", "impact", "--vendor", "w", "--format", "html"], 0, &["<h1>", "</html>"]);
    assert!(!html.contains("<script"));
    expect(folder, &["report", "impact", "--vendor", "w", "--format", "markdown"], 0, &["# What listing"]);
    expect(
        folder,
        &["report", "impact", "--vendor", "w", "--since", "2999-01-01"],
        0,
        &["none that met this vendor"],
    );
    expect(folder, &["report", "impact", "--vendor", "other"], 0, &["none that met this vendor"]);
    expect(folder, &["report", "impact", "--vendor", "ohter"], 2, &["did you mean `other`"]);
}

#[test]
fn hostile_names_stay_text_in_reports() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("own.toml"), list(true)).unwrap();
    let evil = order("=1+1|<script>alert(1)</script>", W, r#","amount":"1""#);
    fs::write(folder.join("e.json"), evil.replace("A Reseller", "A\\u001b[2J | # Reseller")).unwrap();
    expect(folder, &["check", "e.json", "--at", "2026-09-01", "--quiet"], 1, &[]);
    let html = debar(folder, &["report", "impact", "--vendor", "w", "--format", "html"]).out;
    assert!(!html.contains("<script>") && html.contains("&lt;script&gt;"), "{html}");
    let text = debar(folder, &["report", "impact", "--vendor", "w"]).out;
    assert!(!text.contains('\u{1b}'), "{text:?}");
    let csv = debar(
        folder,
        &[
            "blocklist",
            "what-if",
            "--remove-rule",
            "w-order",
            "--remove-rule",
            "w-statute",
            "--format",
            "csv",
        ],
    )
    .out;
    assert!(csv.contains(",'=1+1"), "{csv}");
}

#[test]
fn a_broken_ledger_is_told_and_a_torn_end_is_no_fault() {
    let folder = folder();
    let folder = folder.path();
    fs::write(folder.join("own.toml"), list(true)).unwrap();
    for file in ["a.json", "c.json"] {
        debar(folder, &["check", file, "--at", "2026-09-01", "--quiet"]);
    }
    let whole = fs::read(segment(folder)).unwrap();
    let ask = |bytes: &[u8], code: i32, part: &str| {
        fs::write(segment(folder), bytes).unwrap();
        expect(folder, &["blocklist", "what-if", "--remove-rule", "w-order"], code, &[part]);
        let report = debar(folder, &["report", "impact", "--vendor", "w"]);
        assert_eq!(report.code, Some(code), "{}{}", report.out, report.err);
    };
    ask(&[&whole[..], b"{\"seq\":\"9\""].concat(), 0, "2 decision(s)");
    ask(&whole.iter().map(|byte| if *byte == b'W' { b'w' } else { *byte }).collect::<Vec<u8>>(), 5, "hash");
    fs::write(segment(folder), &whole).unwrap();
    let mut gone = 0;
    for shard in fs::read_dir(folder.join("state/debar/ledger/bodies")).unwrap() {
        let path = shard.unwrap().path();
        if path.is_dir() {
            fs::remove_dir_all(&path).unwrap();
            gone += 1;
        }
    }
    if gone > 0 {
        expect(folder, &["blocklist", "what-if", "--remove-rule", "w-order"], 5, &["not decided again"]);
    }
    expect(
        folder,
        &["--ledger", "nowhere", "blocklist", "what-if", "--remove-rule", "w-order"],
        5,
        &["--ledger"],
    );
}
