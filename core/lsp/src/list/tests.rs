//! What is known at once, held to the reading of the whole list over random edits.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use debar_blocklist::{Code, Diagnostic, MemorySources, read};
use proptest::prelude::*;

use super::LiveList;
use crate::full::{self, Job};

const FILE: &str = "list.toml";

/// A list that is open in an editor and nowhere on a disk.
fn live(text: &str) -> LiveList {
    let dir = Path::new("/nowhere/at/all");
    let list = LiveList::load(dir, FILE, &|path| (path == dir.join(FILE)).then(|| text.to_owned()));
    assert!(list.files.contains_key(FILE));
    list
}

fn settle(list: &mut LiveList) {
    let job = Job {
        list: PathBuf::from(FILE),
        root: list.root.clone(),
        generation: list.generation,
        sources: list.overlay(),
        stopped: Arc::clone(&list.stopped),
        now: "2026-01-01T00:00:00Z".parse().unwrap(),
    };
    let done = full::read(&job).unwrap();
    list.settle(done.diagnostics);
}

/// What a diagnostic says, without what the whole list alone can say.
fn told(diagnostics: &[Diagnostic]) -> Vec<(usize, usize, Code, String)> {
    let mut all: Vec<_> = diagnostics
        .iter()
        .filter(|diagnostic| !diagnostic.code.needs_the_whole())
        .map(|diagnostic| {
            let place = diagnostic.place().unwrap();
            (place.start, place.end, diagnostic.code, diagnostic.message.clone())
        })
        .collect();
    all.sort();
    all.dedup();
    all
}

const START: &str = "version = 1\ntime-zone = \"UTC\"\n\
[authority.law]\nstatus = [{ is = \"in-force\", from = 2020-01-01 }]\n\
[vendor]\nalpha = { name = \"Alpha Trading Holding\" }\nbeta = { name = \"Бета Холдинг\", owners = [{ vendor = \"alpha\", percent = 51 }] }\n\
gamma.name = \"伽马控股\"\ngamma.aliases = [\"Gamma\"]\n\
[vendor.delta]\nname = \"Delta Shipping\"\n[vendor.delta.identifiers]\ndomain = [\"delta.example\"]\n\
[rule.ban]\nauthority = \"law\"\nvendors = [\"alpha\", \"delta\"]\nscope = { buyers = [\"office\"] }\n[buyer]\noffice = {}\n\
[[test]]\nname = \"t\"\nat = 2020-02-01\ngiven = { act = \"procure\", manufacturer = \"Alpha Trading Holding\" }\nexpect = { verdict = \"deny\", rules = [\"ban\"] }\n";

/// What is replaced by what: each makes faults or settles them, and leaves most of the syntax alone.
const WORDS: [&str; 26] = [
    "alpha",
    "beta",
    "gamma",
    "delta",
    "law",
    "ban",
    "office",
    "\"alpha\"",
    "\"UTC\"",
    "\"Europe/Berlin\"",
    "2020-01-01",
    "\"2020-01-01\"",
    "2021-06-31",
    "vendors",
    "vendro",
    "name",
    "51",
    "\"51\"",
    "151",
    "in-force",
    "enjoined",
    "deny",
    "maybe",
    "[vendor.epsilon]\nname = \"Ж\"\n",
    "# a remark\n",
    "action = \"warn\"\n",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// After any edits: what is told at once is what the whole list tells, as far as one entry goes.
    #[test]
    fn what_is_told_at_once_is_what_the_whole_list_tells(
        edits in proptest::collection::vec((0usize..26, 0usize..26, 0usize..6), 1..10),
    ) {
        let mut list = live(START);
        settle(&mut list);
        for (old, new, nth) in edits {
            let text = list.files[FILE].text.as_str().to_owned();
            let word = WORDS[old].trim_matches(['\n', '[', ']']);
            let Some((at, _)) = text.match_indices(word).nth(nth) else { continue };
            // Whole statements go to the beginning of a line, words into the place of words.
            let (start, end) = if WORDS[new].ends_with('\n') {
                let line = text.get(..at).unwrap().rfind('\n').map_or(0, |line| line + 1);
                (line, line)
            } else {
                (at, at + word.len())
            };
            list.edit(FILE, start, end, WORDS[new]);
        }
        let text = list.files[FILE].text.as_str().to_owned();
        let quick = told(&list.diagnostics);
        let whole = read(FILE, &MemorySources::new().with(FILE, text.as_str()));
        // What cannot be parsed is torn where the parser tears it; there the answers need not agree at once.
        let parses = toml::from_str::<toml::Table>(&text).is_ok();
        if parses {
            prop_assert_eq!(&quick, &told(&whole.diagnostics), "{}", text);
        }
        settle(&mut list);
        let of_the_day = |diagnostic: &&Diagnostic| {
            whole.diagnostics.iter().any(|known| known == *diagnostic) || diagnostic.code.needs_the_whole()
        };
        prop_assert!(list.diagnostics.iter().all(|diagnostic| of_the_day(&diagnostic)));
        prop_assert!(whole.diagnostics.iter().all(|known| list.diagnostics.contains(known)));
    }
}

fn check(old: &str, new: &str, expect: &[Code]) {
    let mut list = live(START);
    settle(&mut list);
    let at = START.find(old).unwrap();
    list.edit(FILE, at, at + old.len(), new);
    let mut codes: Vec<Code> = list
        .diagnostics
        .iter()
        .map(|diagnostic| diagnostic.code)
        .filter(|code| !code.needs_the_whole() && *code != Code::WeakName)
        .collect();
    codes.sort_unstable();
    assert_eq!(codes, expect, "{new}");
}

#[test]
fn faults_of_the_edited_entry_are_told_at_once() {
    check("vendors =", "vendrs =", &[Code::UnknownKey]);
    check("\"delta\"]", "\"dleta\"]", &[Code::UnknownReference]);
    check("from = 2020-01-01", "from = \"2020-01-01\"", &[Code::QuotedDate]);
    check("percent = 51", "percent = 151", &[Code::PercentRange]);
    check("gamma.name", "gamma.nmae", &[Code::UnknownKey]);
    check("[rule.ban]", "[rles.ban]", &[Code::UnknownKey, Code::UnknownReference]);
    // Its other table goes on to define `delta`, without a name.
    check("[vendor.delta]\nname", "[vendor.delta2]\nname", &[Code::MissingKey]);
    check("alpha = {", "alfa = {", &[Code::UnknownReference, Code::UnknownReference]);
    check("\"UTC\"", "\"Nowhere\"", &[Code::UnknownTimeZone]);
}

#[test]
fn an_open_bracket_spoils_one_entry() {
    let mut list = live(START);
    settle(&mut list);
    let at = START.find("\"delta\"]").unwrap();
    list.edit(FILE, at, at + 8, "");
    let found: Vec<Code> = list.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
    assert!(found.contains(&Code::UnclosedBracket), "{found:?}");
    list.edit(FILE, at, at, "\"delta\"]");
    assert!(list.diagnostics.iter().all(|diagnostic| !diagnostic.is_error()));
}
