//! What is said of a change of a list, case by case. That it agrees with verdicts is tested beside the engine.

use std::fmt::Write as _;

use debar_blocklist::{Blocklist, MemorySources, SHIPPED_ROOT, differences, read, same_meaning, shipped};

const BASE: &str = r#"version = 1
title = "Base"
time-zone = "UTC"
[buyer]
top = {}
leaf = { part-of = "top" }
[authority.law]
title = "A law"
citations = ["1 Law 1"]
status = [{ is = "published", from = 2019-01-01 }, { is = "in-force", from = 2020-01-01 }]
[vendor.example]
name = "Example Trading"
aliases = ["Example Foods", "Example Drinks"]
[rule.ban]
authority = "law"
vendors = ["example"]
depth = "any-component"
scope = { buyers = ["leaf"] }
acts = { procure = 2020-01-01 }
through = 2027-12-31
[waiver.w]
rules = ["ban"]
for = { vendor = "example" }
approved-by = { role = "CIO", on = 2025-01-01 }
reason = "needed"
through = 2026-12-31
"#;

fn list(text: &str) -> Blocklist {
    let reading = read("list.toml", &MemorySources::new().with("list.toml", text));
    reading.list.unwrap_or_else(|| panic!("{:#?}", reading.diagnostics))
}

fn shown(old: &Blocklist, new: &Blocklist) -> String {
    let mut text = String::new();
    for change in differences(old, new) {
        let (kind, trend) = (change.kind.as_str(), change.trend.as_str());
        writeln!(text, "{kind} {} {}: {trend} {}", change.table, change.id, change.why.unwrap_or_default())
            .unwrap();
        for field in change.fields {
            let (before, after) = (field.before.unwrap_or_default(), field.after.unwrap_or_default());
            writeln!(text, "  {} {}: {before} -> {after}: {}", field.field, field.trend.as_str(), field.why)
                .unwrap();
        }
    }
    text
}

fn check(from: &str, to: &str, expect: &str) {
    assert!(BASE.contains(from), "{from}");
    let found = shown(&list(BASE), &list(&BASE.replace(from, to)));
    assert!(found.contains(expect), "{from} -> {to}\n{found}");
}

#[test]
fn each_change_has_its_direction() {
    check("any-component", "branded-only", "depth loosened: any-component -> branded-only");
    check("[\"leaf\"]", "[\"top\", \"leaf\"]", "scope.buyers tightened:  -> top: it binds more");
    check("scope = { buyers = [\"leaf\"] }\n", "", "scope.buyers tightened: leaf -> ");
    check(", \"Example Drinks\"]", "]", "aliases loosened: Example Drinks -> : fewer names are met");
    check("aliases = [", "aliases = [\"Example Meat\", ", "aliases tightened:  -> Example Meat");
    check("\"Example Drinks\"]", "\"Example Meat\"]", "aliases changed: Example Drinks -> Example Meat");
    check("through = 2027-12-31", "through = 2028-12-31", "until tightened: ");
    check("through = 2026-12-31", "through = 2027-06-30", "until loosened: ");
    check(
        "procure = 2020-01-01",
        "procure = 2021-01-01",
        "acts[procure].from loosened: 2020-01-01 -> 2021-01-01",
    );
    check("procure = 2020-01-01", "procure = 2020-01-01, use = 2021-01-01", "acts tightened:  -> use");
    check("acts = { procure = 2020-01-01 }\n", "", "acts tightened: procure -> ");
    check(
        "from = 2020-01-01 }]",
        "from = 2020-01-01 }, { is = \"vacated\", from = 2025-03-01 }]",
        "status loosened: published 2019-01-01, in-force 2020-01-01 -> published 2019-01-01, in-force 2020-01-01, vacated 2025-03-01: the text does not bind from 2025-03-01 on: it is vacated",
    );
    check(
        "status = [",
        "pauses = [{ is = \"stayed\", from = 2024-01-01 }]\nstatus = [",
        "pauses loosened:  -> stayed",
    );
    check("title = \"A law\"", "title = \"The law\"", "title only-words: A law -> The law");
    check("citations = [\"1 Law 1\"]", "citations = [\"2 Law 2\"]", "citations only-words");
    check("depth =", "action = \"review\"\ndepth =", "action loosened: deny -> review");
    check("[waiver.w]", "[waiver.v]", "added waiver v: loosened it lifts its rules");
    check("[waiver.w]", "[waiver.v]", "removed waiver w: tightened its rules are no longer lifted");
    check(
        "for = { vendor = \"example\" }",
        "for = { vendor = \"example\", product-names = [\"Tool\"] }",
        "tightened",
    );
    check("time-zone = \"UTC\"", "time-zone = \"Europe/Berlin\"", "time-zone changed: UTC -> Europe/Berlin");
}

#[test]
fn form_is_no_change() {
    let base = list(BASE);
    let other = BASE
        .replace("[waiver.w]", "# a remark\n\n[waiver.w]")
        .replace("\"Example Foods\", \"Example Drinks\"", "\"Example Drinks\",\n  \"Example Foods\",\n")
        .replace("through = 2026-12-31", "until = 2027-01-01")
        .replace(
            "[vendor.example]\nname = \"Example Trading\"",
            "[vendor.example]\nname = 'Example Trading'",
        );
    assert_eq!(shown(&base, &list(&other)), "");
    assert!(same_meaning(&base, &list(&other)));
    assert!(!same_meaning(&base, &list(&BASE.replace("A law", "The law"))));
}

#[test]
fn the_shipped_lists_are_equal_to_themselves() {
    let sources = shipped();
    let list = read(SHIPPED_ROOT, &sources).list.unwrap();
    assert!(differences(&list, &list).is_empty());
}

#[test]
fn an_entry_in_another_file_has_moved() {
    let (top, rest) = BASE.split_once("[vendor.example]").unwrap();
    let (vendor, rest) = rest.split_once("[rule.ban]").unwrap();
    let sources = MemorySources::new()
        .with("vendors.toml", format!("version = 1\n[vendor.example]{vendor}"))
        .with("list.toml", format!("include = [\"vendors.toml\"]\n{top}[rule.ban]{rest}"));
    let split = read("list.toml", &sources).list.unwrap();
    assert_eq!(shown(&list(BASE), &split), "moved vendor example: only-words \n");
    assert!(same_meaning(&list(BASE), &split));
    let renamed = read("other.toml", &MemorySources::new().with("other.toml", BASE)).list.unwrap();
    assert!(differences(&list(BASE), &renamed).is_empty(), "a file with another name is no move");
}
