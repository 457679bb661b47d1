//! Layers of three files: a public pack, a company's list that includes it, a site's list that includes that one.

use debar_blocklist::{Code, MemorySources, Reading, read};

use crate::golden::render;

const PACK: &str = r#"
version = 1
[buyer]
top = {}
[authority.law]
title = "A law"
status = [{ is = "in-force", from = 2019-01-01 }]
[vendor.example]
name = "Example Trading"
aliases = ["Example Foods"]
[vendor.second]
name = "Second Trading"
[product.tool]
vendor = "example"
names = ["Example Tool"]
[group.firms]
vendors = ["example", "second"]
[rule.ban]
authority = "law"
groups = ["firms"]
depth = "branded-only"
scope = { buyers = ["top"] }
"#;

fn layered(company: &str, site: &str) -> Reading {
    let head = "version = 1\ntime-zone = \"UTC\"\n";
    let sources = MemorySources::new()
        .with("packs/public.toml", PACK)
        .with("company.toml", format!("{head}include = [\"packs/public.toml\"]\n{company}"))
        .with("site.toml", format!("{head}title = \"Site\"\ninclude = [\"company.toml\"]\n{site}"));
    read("site.toml", &sources)
}

fn check(company: &str, site: &str, expect: &[&str]) {
    let reading = layered(company, site);
    let shown = render(&reading.diagnostics);
    let errors: Vec<String> = reading
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is_error())
        .map(|diagnostic| {
            let place = diagnostic.place().unwrap();
            let (_, text) = reading.files.iter().find(|(name, _)| *name == place.file).unwrap();
            format!("{} {} {}", diagnostic.code, place.file, text.get(place.start..place.end).unwrap())
        })
        .collect();
    assert_eq!(errors, expect, "{shown}");
}

#[test]
fn what_tightens_needs_no_override() {
    let more =
        "[vendor.example]\nname = \"Example Trading\"\naliases = [\"Example Foods\", \"Example Drinks\"]\n";
    check(more, "", &[]);
    check("", more, &[]);
    let still = "[vendor.example]\nname = \"Example Trading\"\naliases = [\"Example Drinks\", \"Example Foods\", \"Example Meat\"]\n";
    check(more, still, &[]);
    let list = layered(more, still).list.unwrap();
    assert_eq!(list.vendors["example"].aliases.len(), 3);
    check("[rule.ban]\nauthority = \"law\"\ngroups = [\"firms\"]\n", "", &[]);
    check("[group.firms]\nvendors = [\"example\", \"second\"]\nnote = \"ours\"\n", "", &[]);
}

#[test]
fn what_loosens_is_found_where_it_stands() {
    let code = "loosening-without-override";
    check("[vendor.example]\nname = \"Example Trading\"\n", "", &[&format!("{code} company.toml example")]);
    check(
        "",
        "[vendor.example]\nname = \"Example Trading\"\naliases = [\"Example Drinks\"]\n",
        &[&format!("{code} site.toml \"Example Drinks\"")],
    );
    check(
        "[rule.ban]\nauthority = \"law\"\ngroups = [\"firms\"]\n",
        "[rule.ban]\nauthority = \"law\"\nvendors = [\"example\", \"second\"]\nscope = { buyers = [\"top\"] }\ndepth = \"branded-only\"\naction = \"warn\"\n",
        &[
            &format!("{code} site.toml \"top\""),
            &format!("{code} site.toml \"branded-only\""),
            &format!("{code} site.toml \"warn\""),
        ],
    );
    check("[group.firms]\nvendors = [\"example\"]\n", "", &[&format!("{code} company.toml [\"example\"]")]);
}

/// The site may not take back what the company tightened, nor excuse what the company loosened.
#[test]
fn every_step_is_checked() {
    let more =
        "[vendor.example]\nname = \"Example Trading\"\naliases = [\"Example Foods\", \"Example Drinks\"]\n";
    let same_as_pack = "[vendor.example]\nname = \"Example Trading\"\naliases = [\"Example Foods\"]\n";
    check(more, same_as_pack, &["loosening-without-override site.toml [\"Example Foods\"]"]);
    let less = "[vendor.example]\nname = \"Example Trading\"\n";
    check(less, more, &["loosening-without-override company.toml example"]);
}

#[test]
fn an_override_keeps_its_reason() {
    let less = "[vendor.example]\nname = \"Example Trading\"\noverride = true\noverride-reason = \"sold on 2025-01-01\"\n";
    check(less, "", &[]);
    let list = layered(less, "").list.unwrap();
    assert_eq!(list.vendors["example"].head.overrides.as_deref(), Some("sold on 2025-01-01"));
    let found = debar_blocklist::lint(&list, "2026-01-01T00:00:00Z".parse().unwrap());
    let shown: Vec<&str> =
        found.iter().filter(|one| one.code == Code::OverrideInUse).map(|one| one.message.as_str()).collect();
    assert_eq!(shown, ["`example` replaces the entry of an included file: sold on 2025-01-01"]);
    check(
        &less.replace("override-reason = \"sold on 2025-01-01\"\n", ""),
        "",
        &["override-without-reason company.toml override"],
    );
}

/// Two files of which neither includes the other know nothing of each other.
#[test]
fn siblings_do_not_repeat_each_other() {
    let head = "version = 1\ntime-zone = \"UTC\"\n";
    let vendor = "[vendor.example]\nname = \"Example Trading\"\n";
    let sources = MemorySources::new()
        .with("a.toml", format!("{head}{vendor}"))
        .with("b.toml", format!("{head}{vendor}"))
        .with("root.toml", format!("{head}title = \"Root\"\ninclude = [\"a.toml\", \"b.toml\"]\n"));
    let codes: Vec<Code> = read("root.toml", &sources).diagnostics.iter().map(|one| one.code).collect();
    assert!(codes.contains(&Code::DuplicateId), "{codes:?}");
    assert!(!codes.contains(&Code::LooseningWithoutOverride));
}
