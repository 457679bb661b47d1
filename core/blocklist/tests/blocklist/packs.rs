//! The shipped lists read without a single remark, and say what they must.

use debar_blocklist::{Blocklist, SHIPPED_ROOT, lint, read, shipped};
use jiff::Timestamp;

use crate::golden::render;

fn pack(root: &str) -> Blocklist {
    let reading = read(root, &shipped());
    assert!(reading.diagnostics.is_empty(), "{}", render(&reading.diagnostics));
    reading.list.unwrap()
}

#[test]
fn every_shipped_list_reads_without_a_remark() {
    for root in
        [SHIPPED_ROOT, "kaspersky.toml", "us-889.toml", "eu-5k.toml", "netherlands.toml", "texas.toml"]
    {
        let list = pack(root);
        let at: Timestamp = "2026-11-24T00:00:00Z".parse().unwrap();
        let found = lint(&list, at);
        assert!(found.is_empty(), "{root}: {}", render(&found));
    }
}

#[test]
fn the_default_holds_its_lists_and_their_tests() {
    let list = pack(SHIPPED_ROOT);
    assert!(list.tests.len() >= 40, "{}", list.tests.len());
    assert_eq!(list.files.len(), 7);
    for rule in [
        "kaspersky-bod",
        "kaspersky-1634",
        "kaspersky-icts",
        "us-889-a",
        "us-889-a-by-purpose",
        "fascsa-acronis",
        "fcc-router",
    ] {
        assert!(list.rules.contains_key(rule), "{rule}");
    }
    assert!(list.buyer_is_within("us-civilian", "us-federal"));
    assert!(!list.buyer_is_within("us-private", "us-federal"));
    let covered: std::collections::BTreeSet<&str> =
        list.tests.iter().flat_map(|test| test.expect.rules.iter().map(String::as_str)).collect();
    for rule in list.rules.keys() {
        let tested = covered.contains(rule.as_str());
        // The second FCC entry and its twin by purpose are met only together with the first ones.
        assert!(tested || rule.contains("fcc"), "no test expects {rule}");
    }
}

#[test]
fn dates_begin_in_washington() {
    let list = pack(SHIPPED_ROOT);
    let status = &list.authorities["us-ndaa18-1634"].status;
    assert_eq!(status[1].from.at.to_string(), "2018-10-01T04:00:00Z");
    let reports = &list.authorities["us-ndaa18-1634"].reports;
    assert_eq!(reports[0].span.until, reports[1].span.from, "a later version of a form ends the earlier one");
}
