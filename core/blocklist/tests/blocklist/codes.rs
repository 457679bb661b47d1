//! Every code has its section in the manual and a list in the corpus that brings it about.

use std::collections::BTreeSet;
use std::path::Path;

use debar_blocklist::{Code, MemorySources, lint, lint_cut, read};
use jiff::Timestamp;

use crate::golden::render;

/// Codes that only a day brings about; `what_the_day_brings` below has them all.
const OF_THE_DAY: [Code; 10] = [
    Code::StaleList,
    Code::CheckOverdue,
    Code::ExpiredWaiver,
    Code::EndingSoon,
    Code::ReviewDue,
    Code::MonitoringOver,
    Code::PauseOver,
    Code::RuleOver,
    Code::NoEvidence,
    Code::OpenResponse,
];

#[test]
fn each_code_is_explained_and_nothing_else_is() {
    let manual = include_str!("../../../../docs/diagnostics.md");
    let sections: Vec<&str> = manual.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let names: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let of_manual: BTreeSet<&str> = sections.iter().copied().collect();
    assert_eq!(of_manual.len(), sections.len(), "a section stands twice");
    assert_eq!(of_manual, names.iter().copied().collect::<BTreeSet<_>>());
    for code in Code::ALL {
        assert!(code.explain().len() > 30, "{code}");
        assert!(!code.explain().contains("\n## "), "{code}");
        assert_eq!(Code::find(code.as_str()), Some(*code));
    }
    assert!(names.len() >= 55);
}

#[test]
fn each_code_has_a_list_in_the_corpus() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut seen = String::new();
    for kind in ["invalid", "lint"] {
        for entry in std::fs::read_dir(corpus.join(kind)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "diag") {
                seen.push_str(&std::fs::read_to_string(path).unwrap());
            }
        }
    }
    for code in Code::ALL.iter().filter(|code| !OF_THE_DAY.contains(code)) {
        assert!(seen.contains(&format!("[{code}]")), "no list in tests/corpus brings about {code}");
    }
}

const OLD: &str = r#"
version = 1
title = "Old"
time-zone = "UTC"
review-by = 2026-01-01
[authority.law]
title = "A law"
check-every = "3 months"
checked = [2019-12-15, { on = 2025-06-30, by = "desk 3" }]
status = [{ is = "in-force", from = 2019-01-01 }]
pauses = [{ is = "suspended", from = 2020-01-01, until = 2020-06-01 }]
[vendor.example]
name = "Example Trading"
owner = "desk 3"
review-by = 2025-01-01
responses = [{ on = 2025-01-01, kind = "letter" }]
[rule.ban]
authority = "law"
vendors = ["example"]
monitor-until = 2025-01-01
through = 2025-12-31
[waiver.over]
rules = ["ban"]
for = { vendor = "example" }
approved-by = { role = "CIO", on = 2025-01-01 }
reason = "r"
through = 2025-12-31
[waiver.soon]
rules = ["ban"]
for = { vendor = "example" }
approved-by = { role = "CIO", on = 2025-01-01 }
reason = "r"
through = 2026-02-10
"#;

#[test]
fn what_the_day_brings() {
    let reading = read("old.toml", &MemorySources::new().with("old.toml", OLD));
    assert!(reading.diagnostics.is_empty(), "{}", render(&reading.diagnostics));
    let list = reading.list.unwrap();
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let found = lint(&list, at("2026-02-01T00:00:00Z"));
    let codes: BTreeSet<Code> = found.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, OF_THE_DAY.into_iter().collect::<BTreeSet<_>>(), "{}", render(&found));
    let quiet = lint(&list, at("2020-01-01T00:00:00Z"));
    let codes: Vec<Code> = quiet.iter().map(|diagnostic| diagnostic.code).collect();
    assert_eq!(codes, [Code::NoEvidence], "only what no day changes");
}

#[test]
fn at_least_half_of_the_codes_have_a_fix() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/invalid");
    let (mut certain, mut guesses) = (BTreeSet::new(), BTreeSet::new());
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        for diagnostic in crate::golden::read_file(&path).diagnostics {
            match diagnostic.fix {
                Some(fix) if fix.changes_verdict => guesses.insert(diagnostic.code),
                Some(_) => certain.insert(diagnostic.code),
                None => false,
            };
        }
    }
    let all: BTreeSet<Code> = certain.union(&guesses).copied().collect();
    println!("{} codes; {} with a fix, {} of them certain", Code::ALL.len(), all.len(), certain.len());
    let without: Vec<&str> =
        Code::ALL.iter().filter(|code| !all.contains(code)).map(|code| code.as_str()).collect();
    assert!(all.len() * 2 >= Code::ALL.len(), "{} of {}; without: {without:?}", all.len(), Code::ALL.len());
}

/// Only an error makes a list unusable, however many warnings it has; what an entry takes on itself is not counted.
#[test]
fn many_warnings_are_cut_and_the_list_holds() {
    let many = |count: usize, more: &str| {
        let mut text = "version = 1\ntime-zone = \"UTC\"\n".to_owned();
        for number in 0..count {
            text += &format!("[vendor.v{number}]\nname = \"Vendor Number {number}\"\n{more}\n");
        }
        read("list.toml", &MemorySources::new().with("list.toml", text))
    };
    let quiet = "allow = [\"unused-entry\"]";
    for (count, more, shown, cut) in [
        (500, "", 500, None),
        (501, "", 501, Some("1 more")),
        (1500, "", 501, Some("1000 more")),
        (900, quiet, 0, None),
    ] {
        let reading = many(count, more);
        assert!(reading.list.is_some(), "{count} {more}");
        assert_eq!(reading.diagnostics.len(), shown, "{count} {more}");
        let last = reading.diagnostics.last().filter(|last| last.code == Code::TooManyProblems);
        assert_eq!(last.is_some(), cut.is_some(), "{count} {more}");
        assert!(last.is_none_or(|last| !last.is_error() && last.message.starts_with(cut.unwrap())));
    }
    let weak = many(700, "aliases = [\"abc\"]\nowners = 5");
    assert!(weak.list.is_none(), "warnings leave room for errors");
    assert!(weak.diagnostics.iter().any(|known| known.is_error() && known.code == Code::WrongType));
}

#[test]
fn the_lint_is_cut_too() {
    let reading = read(
        "old.toml",
        &MemorySources::new().with("old.toml", "version = 1\ntime-zone = \"UTC\"\nreview-by = 2026-01-01\n"),
    );
    let day: Timestamp = "2026-02-01T00:00:00Z".parse().unwrap();
    let one = lint(&reading.list.unwrap(), day);
    assert_eq!(lint_cut(one.clone()), one);
    let many: Vec<_> = one.iter().cycle().take(502).cloned().collect();
    let cut = lint_cut(many);
    assert_eq!(cut.len(), 501);
    assert!(cut.last().is_some_and(|last| last.message.starts_with("2 more") && !last.is_error()));
}
