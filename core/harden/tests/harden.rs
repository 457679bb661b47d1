//! Runs over small lists: what is tried, what passes, what is told apart. Invariant: equal input, equal output.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it fails")]

use std::sync::Arc;

use debar_blocklist::{MemorySources, read};
use debar_engine::Engine;
use debar_harden::{Evasion, Hardened, IdleReason, Options, Remedy, harden, test_text};
use debar_model::Verdict;
use jiff::Timestamp;

const LIST: &str = r#"
version = 1
title = "Tried"
time-zone = "UTC"
[buyer]
office = {}
[vendor]
zorvexin = { name = "Zorvexin Network Technologies Co., Ltd.", brands = ["Zorvexin"], identifiers = { domain = ["zorvexin.com"], cpe-vendor = ["zorvexin"], purl = ["pkg:npm/%40zorvexin/*"] } }
brukmal = { name = "Brukmaline Systems GmbH", aliases = ["布鲁克马林系统"] }
later = { name = "Lateromax Holding" }
loose = { name = "Looseworth Partners" }
[product]
suite = { vendor = "zorvexin", names = ["Zorvexin Guard"], part-numbers = ["ZX-4867-A"] }
[digests]
bad = { object = "archive", algorithm = "sha256", values = ["3d2a69bdf04b7e9f3afa292c3bc7a98816bbfafa10bc9b45f3f3700d2f761620"] }
[authority]
house = { title = "House rule", force = "house-rule", status = [{ is = "in-force", from = 2020-01-01 }] }
[rule]
now = { authority = "house", vendors = ["zorvexin", "brukmal"], products = ["suite"], digests = ["bad"], scope = { buyers = ["office"], end-use = ["lab"] }, acts = { procure = 2020-01-01 }, action = "deny" }
then = { authority = "house", vendors = ["later"], from = 2030-01-01, action = "deny" }
"#;

fn engine(text: &str) -> Engine {
    let mut sources = MemorySources::new();
    sources.add("list.toml", text);
    let reading = read("list.toml", &sources);
    let problems: Vec<String> = reading.diagnostics.iter().map(|problem| problem.message.clone()).collect();
    assert!(reading.list.is_some(), "{problems:?}");
    Engine::compile(Arc::new(reading.list.unwrap()))
}

fn options(seed: u64) -> Options {
    Options { at: Timestamp::constant(1_768_435_200, 0), seed, per_entry: 6, vendor: None }
}

fn run(text: &str) -> Hardened {
    harden(&engine(text), &options(1))
}

fn total(found: &Hardened, evasion: Evasion) -> (usize, usize) {
    let own = |total: &&debar_harden::Total| total.evasion == evasion;
    found.totals.iter().find(own).map(|total| (total.tried, total.passed)).unwrap_or_default()
}

#[test]
fn the_facts_under_which_a_rule_bites_are_found() {
    let found = run(LIST);
    for evasion in [
        Evasion::Cyrillic,
        Evasion::ZeroWidth,
        Evasion::DomainForm,
        Evasion::CpeForm,
        Evasion::PurlForm,
        Evasion::DigestForm,
        Evasion::PartNumberForm,
        Evasion::InComment,
        Evasion::Pinyin,
    ] {
        assert!(total(&found, evasion).0 > 0, "{evasion:?} was not tried");
    }
    for slip in &found.passed {
        let fact = |name: &str| slip.given.facts.iter().any(|(known, _)| known == name);
        assert!(fact("buyer") && fact("end-use"), "{slip:?}");
        assert!(slip.found < slip.expected, "{slip:?}");
    }
}

/// What folding is to undo, it undoes: for names that are on no list of ours.
#[test]
fn no_disguise_passes() {
    let found = run(LIST);
    for evasion in [
        Evasion::AsWritten,
        Evasion::Case,
        Evasion::FullWidth,
        Evasion::Mathematical,
        Evasion::SmallCapitals,
        Evasion::Cyrillic,
        Evasion::Greek,
        Evasion::Armenian,
        Evasion::Cherokee,
        Evasion::LatinTwin,
        Evasion::ZeroWidth,
        Evasion::Blank,
        Evasion::Bidi,
        Evasion::SoftHyphen,
        Evasion::Combining,
        Evasion::Entities,
        Evasion::Markup,
        Evasion::SpacedLetters,
        Evasion::Joined,
        Evasion::OddSpaces,
        Evasion::LineBreak,
        Evasion::PunctuationAround,
        Evasion::DomainForm,
        Evasion::PurlForm,
        Evasion::CpeForm,
        Evasion::DigestForm,
    ] {
        let passed: Vec<_> = found.passed.iter().filter(|slip| slip.evasion == evasion).collect();
        let texts: Vec<_> = passed.iter().map(|slip| (&slip.spot, &slip.text)).collect();
        assert!(texts.is_empty(), "{evasion:?}: {texts:?}");
    }
}

#[test]
fn what_is_not_in_force_is_told_apart() {
    let found = run(LIST);
    let idle: Vec<(&str, IdleReason)> = found.idle.iter().map(|idle| (idle.id.as_str(), idle.why)).collect();
    assert_eq!(idle, [("later", IdleReason::NothingInForce), ("loose", IdleReason::NothingInForce)]);
    assert!(found.passed.iter().all(|slip| slip.id != "later" && slip.id != "loose"));
    assert_eq!(found.without_part_number, ["brukmal"]);
    let mut later = options(1);
    later.at = "2031-01-15T00:00:00Z".parse().unwrap();
    assert_eq!(harden(&engine(LIST), &later).idle.len(), 1);
}

#[test]
fn the_same_run_twice_is_the_same() {
    let text = |found: &Hardened| format!("{found:?}");
    assert_eq!(text(&run(LIST)), text(&run(LIST)));
    let other = harden(&engine(LIST), &options(2));
    let tried = |found: &Hardened| found.totals.iter().map(|total| total.tried).sum::<usize>();
    assert!(tried(&other) > 0 && text(&other) != text(&run(LIST)));
}

/// One more entry leaves what is tried of the others as it was.
#[test]
fn entries_do_not_disturb_each_other() {
    let more = LIST.replace("later = {", "gravolith = { name = \"Gravolith Instruments Ltd\" }\nlater = {");
    let of = |found: Hardened| {
        let slips = found.passed.into_iter().filter(|slip| slip.id != "gravolith");
        slips.map(|slip| (slip.id, slip.evasion, slip.text)).collect::<Vec<_>>()
    };
    assert_eq!(of(run(LIST)), of(run(&more)));
}

#[test]
fn one_vendor_alone() {
    let mut only = options(1);
    only.vendor = Some("brukmal".to_owned());
    let found = harden(&engine(LIST), &only);
    assert_eq!(found.entries, 1);
    assert!(found.passed.iter().chain(&found.weaker).all(|slip| slip.id == "brukmal"));
}

/// A product that is known by its name alone is missed where only its number stands; the remedy is a pattern.
#[test]
fn remedies_can_be_written() {
    let found = run(LIST);
    for slip in &found.passed {
        let Some(toml) = slip.remedy.toml() else { continue };
        assert!(toml.parse::<toml_check::Line>().is_ok(), "{toml}");
        if let Remedy::Alias(name) = &slip.remedy {
            assert_eq!(debar_names::is_weak_name(name), None, "{name}");
        }
    }
}

/// Tests that are written read back, and fail as long as nothing is done.
#[test]
fn written_tests_fail_until_something_is_done() {
    let found = run(LIST);
    let mut text = LIST.to_owned();
    let mut written = 0;
    for (number, slip) in (1..).zip(&found.passed) {
        if let Some(test) = test_text(slip, found.at, number) {
            text.push_str(&test);
            written += 1;
        }
    }
    assert!(written > 0, "nothing passes any more: give this test a list with more gaps");
    let engine = engine(&text);
    assert_eq!(engine.list().tests.len(), written);
    for (test, slip) in engine
        .list()
        .tests
        .iter()
        .zip(found.passed.iter().filter(|slip| test_text(slip, found.at, 1).is_some()))
    {
        let (request, facts) = test.request();
        let (expected, expected_facts) = slip.given.request();
        assert_eq!((request, facts), (expected, expected_facts), "{}", test.name);
        assert!(test.expect.verdict > Verdict::Allow);
    }
}

/// A line of TOML, checked by the reader of lists.
mod toml_check {
    use std::str::FromStr;

    pub struct Line;

    impl FromStr for Line {
        type Err = String;

        fn from_str(text: &str) -> Result<Self, String> {
            let table = if text.starts_with("globs") { "product" } else { "vendor" };
            let name = if table == "vendor" { "name = \"Zorvexin Network Ltd\"\n" } else { "" };
            let list = format!("version = 1\ntime-zone = \"UTC\"\n[{table}.x]\n{name}{text}\n");
            let mut sources = debar_blocklist::MemorySources::new();
            sources.add("list.toml", list.as_str());
            let reading = debar_blocklist::read("list.toml", &sources);
            reading.list.map(|_| Self).ok_or_else(|| format!("{:?}", reading.diagnostics))
        }
    }
}
