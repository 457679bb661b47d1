//! The lists that ship test what they say: of every list, nearly all names, identifiers, products, rules, exceptions
//! and waivers are met by a test of its own.

use std::collections::BTreeMap;

use debar_blocklist::shipped;
use debar_gate::{Coverage, CoveredKind as Kind, LoadedList, run_tests};

/// Percent of each kind in each list.
const AT_LEAST: usize = 90;

#[test]
fn the_shipped_lists_test_what_they_say() {
    let sources = shipped();
    let roots: Vec<String> = sources.iter().map(|(name, _)| name.to_owned()).collect();
    let (mut wrong, mut rows) = (vec![], 0);
    for root in roots {
        let list = LoadedList::from_sources(&root, &sources).unwrap();
        let runs = run_tests(&list.engine);
        let mut coverage = Coverage::of(list.list());
        coverage.add_tests(&runs);
        let mut kinds: BTreeMap<Kind, (usize, Vec<&str>)> = BTreeMap::new();
        // What an authority went through is told by every decision on its rules; lists without rules have none.
        for item in coverage.items().iter().filter(|item| !matches!(item.kind, Kind::Status | Kind::Pause)) {
            let (all, without) = kinds.entry(item.kind).or_default();
            *all += 1;
            without.extend(item.tests.is_empty().then_some(if item.part.is_empty() {
                item.id.as_str()
            } else {
                item.part.as_str()
            }));
        }
        for (kind, (all, without)) in kinds {
            rows += 1;
            let percent = (all - without.len()) * 100 / all;
            if percent < AT_LEAST {
                wrong.push(format!("{root}: {percent} % of {all} {}: {without:?}", kind.as_str()));
            }
        }
    }
    assert!(rows > 40, "{rows}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
