//! New entries, ends and new ids: the list holds with them, and nothing else changes.

use debar_blocklist::{MemorySources, Section, Sources, read};
use debar_edit::testing::{Style, valid_list};
use debar_edit::{
    NewEntry, Note, RenameError, RetireError, Value, add, apply, meaning, propose_id, rename, retire,
};

fn sources(seed: u64) -> MemorySources {
    MemorySources::new().with("a.toml", valid_list(seed, Style::Odd))
}

#[test]
fn a_new_vendor_comes_in_and_nothing_else_changes() {
    for seed in 0..60 {
        let sources = sources(seed);
        let entry = NewEntry {
            section: Some(Section::Vendor),
            id: "fresh-one".into(),
            keys: vec![("name".into(), Value::Text("Fresh \"One\" Trading".into()))],
            note: Some(Note { on: "2026-10-05".into(), why: Some("new".into()), ..Note::default() }),
        };
        let (changed, reading) =
            add("a.toml", &sources, "a.toml", &entry).unwrap_or_else(|refused| panic!("{seed} {refused:#?}"));
        let mut list = reading.list.unwrap();
        let vendor = list.vendors.remove("fresh-one").unwrap();
        assert_eq!(vendor.name.text, "Fresh \"One\" Trading");
        assert_eq!(vendor.head.history.len(), 1);
        assert_eq!(meaning(&list), meaning(&read("a.toml", &sources).list.unwrap()));
        let kept = changed.before.lines().all(|line| changed.after.lines().any(|other| other == line));
        assert!(kept && changed.after.contains("\r\n") == changed.before.contains("\r\n"), "seed {seed}");
    }
}

#[test]
fn an_entry_that_would_not_hold_is_refused() {
    let entry = NewEntry { section: Some(Section::Rule), id: "x".into(), keys: vec![], note: None };
    let refused = add("a.toml", &sources(1), "a.toml", &entry).unwrap_err();
    assert!(refused.diagnostics.iter().any(|diagnostic| diagnostic.is_error()));
}

#[test]
fn ids_are_made_of_names() {
    let free = |_: &str| false;
    for (name, expect) in [
        ("AO Kaspersky Lab", "kaspersky-lab"),
        ("Zhejiang Dahua Technology Co., Ltd.", "zhejiang-dahua-technology"),
        ("Касперский", "kasperskiy"),
        ("«»", ""),
    ] {
        assert_eq!(propose_id(name, &free), expect, "{name}");
    }
    assert_eq!(propose_id("Acme", &|id| id == "acme"), "acme-2");
}

#[test]
fn what_is_ended_is_still_there() {
    for seed in 0..60 {
        let sources = sources(seed);
        let note = Note { on: "2026-10-05".into(), by: Some("office".into()), ..Note::default() };
        let ids = ["r0", "r2", "w0", "a1"].map(str::to_owned);
        let files = retire("a.toml", &sources, &ids, "2027-01-01", Some(&note))
            .unwrap_or_else(|error| panic!("{seed}: {error:?}"));
        let after = read("a.toml", &MemorySources::new().with("a.toml", files[0].after.clone()));
        let list = after.list.unwrap();
        for rule in ["r0", "r2"] {
            assert_eq!(list.rules[rule].span.until.as_ref().unwrap().written, "2027-01-01");
            assert_eq!(list.rules[rule].head.history.len(), 1);
        }
        assert_eq!(list.waivers["w0"].span.until.as_ref().unwrap().written, "2026-12-31");
        assert_eq!(list.authorities["a1"].status.last().unwrap().is, "withdrawn");
        assert_eq!(list.rules.len(), read("a.toml", &sources).list.unwrap().rules.len());
    }
    let of = |id: &str| retire("a.toml", &sources(1), &[id.to_owned()], "2027-01-01", None);
    assert!(matches!(of("v0"), Err(RetireError::Endless(..))));
    assert!(matches!(of("nobody"), Err(RetireError::Unknown(_))));
}

#[test]
fn a_new_id_is_written_everywhere() {
    for seed in 0..60 {
        let sources = sources(seed);
        let text = String::from_utf8(sources.read("a.toml").unwrap()).unwrap();
        for (section, old) in [
            (Section::Vendor, "v0"),
            (Section::Rule, "r0"),
            (Section::Authority, "a0"),
            (Section::Buyer, "us-executive"),
        ] {
            let edits = rename("a.toml", &sources, section, old, "other-id")
                .unwrap_or_else(|error| panic!("{seed} {old}: {error:?}"));
            let after = apply(&text, &edits[0].edits).unwrap();
            let list = read("a.toml", &MemorySources::new().with("a.toml", after.clone())).list.unwrap();
            let before = read("a.toml", &sources).list.unwrap();
            let lines = |text: String| {
                let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
                lines.sort();
                lines
            };
            let renamed = meaning(&list).replace("\"other-id\"", &format!("\"{old}\""));
            assert_eq!(lines(renamed), lines(meaning(&before)), "seed {seed} {old}");
        }
        assert!(matches!(
            rename("a.toml", &sources, Section::Vendor, "nobody", "x"),
            Err(RenameError::Unknown)
        ));
        assert!(matches!(rename("a.toml", &sources, Section::Vendor, "v0", "v1"), Err(RenameError::Taken)));
        assert!(matches!(rename("a.toml", &sources, Section::Vendor, "v0", "V 1"), Err(RenameError::Taken)));
    }
}
