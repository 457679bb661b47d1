//! The examples of the manual are one list, and it reads without a remark.

use debar_blocklist::{MemorySources, Severity, read};

use crate::golden::render;

#[test]
fn the_examples_of_the_manual_are_a_list() {
    let manual = include_str!("../../../../docs/blocklist.md");
    let list: String = manual
        .split("```toml\n")
        .skip(1)
        .filter_map(|block| block.split("```").next())
        .collect::<Vec<_>>()
        .join("\n");
    let reading = read("manual.toml", &MemorySources::new().with("manual.toml", list));
    assert!(reading.diagnostics.is_empty(), "{}", render(&reading.diagnostics));
    assert_eq!(reading.list.map(|list| list.tests.len()), Some(2));
}

/// Every key that the reader knows stands in the manual: asked of the reader's own help.
#[test]
fn every_key_is_in_the_manual() {
    let manual = include_str!("../../../../docs/blocklist.md");
    let entries = [
        "buyer",
        "group",
        "evidence",
        "vendor",
        "product",
        "class",
        "digests",
        "signer",
        "source",
        "authority",
        "rule",
        "waiver",
        "cleared",
    ];
    let mut text = "version = 1\nzzz = 1\n".to_owned();
    for entry in entries {
        text.push_str(&format!("[{entry}.x]\nzzz = 1\n"));
    }
    text.push_str("[rule.y]\nscope = { zzz = 1 }\nownership = { zzz = 1 }\nexcept = [{ zzz = 1 }]\ndeadlines = [{ zzz = 1 }]\nrequires = [{ zzz = 1 }]\n");
    text.push_str("[waiver.z]\nlapses-with = { zzz = 1 }\n[cleared.z]\nlapses-with = { zzz = 1 }\n");
    text.push_str("[authority.y]\nstatus = [{ zzz = 1 }]\npauses = [{ zzz = 1 }]\nreport = [{ zzz = 1 }]\nlitigation = [{ zzz = 1 }]\n");
    text.push_str(
        "[waiver.y]\nfor = { zzz = 1 }\napproved-by = { zzz = 1 }\n[cleared.y]\nparty = { zzz = 1 }\n",
    );
    text.push_str("[[test]]\nzzz = 1\ngiven = { zzz = 1 }\nexpect = { zzz = 1 }\n");
    let reading = read("a.toml", &MemorySources::new().with("a.toml", text));
    let mut keys = std::collections::BTreeSet::new();
    let mut asked = 0;
    for diagnostic in reading.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
        let Some(help) = diagnostic.help.as_ref().filter(|_| diagnostic.message.contains("`zzz`")) else {
            continue;
        };
        asked += 1;
        let list = help.split("; keys of your own").next().unwrap();
        keys.extend(list.split('`').skip(1).step_by(2).map(str::to_owned));
    }
    assert_eq!(asked, 1 + entries.len() + 5 + 4 + 3 + 3 + 2, "{}", render(&reading.diagnostics));
    let missing: Vec<_> = keys.iter().filter(|key| !manual.contains(key.as_str())).collect();
    assert!(missing.is_empty(), "not in docs/blocklist.md: {missing:?}");
}
