//! What holds for every request and every list: order, monotony, determinism, totality.

use std::collections::BTreeSet;
use std::sync::Arc;

use debar_engine::Engine;
use debar_model::{
    Class, Decision, Facts, HoldReason, LineItem, LineKind, NoticeCode, Operation, Party, PurchaseRequest,
    Role, Source, Sourced, Verdict,
};
use proptest::prelude::*;

use crate::lists::KNOWN;
use crate::{ask, engine_of, list_of, screen};

/// Words that matter, words that do not, and anything at all.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("Kaspersky".to_owned()),
        Just("Lab".to_owned()),
        Just("Huawei".to_owned()),
        Just("ZTE".to_owned()),
        Just("Dahua".to_owned()),
        Just("for".to_owned()),
        Just("Касперский".to_owned()),
        Just("华为技术".to_owned()),
        Just("router".to_owned()),
        Just("GmbH".to_owned()),
        Just("Bremen".to_owned()),
        Just("\u{202e}".to_owned()),
        Just("<b>".to_owned()),
        "\\PC{0,6}",
    ];
    prop::collection::vec(word, 0..6).prop_map(|words| words.join(" "))
}

fn line(texts: (String, String, String)) -> LineItem {
    let mut line = LineItem::default();
    line.product.names.push(Sourced::from(texts.0.as_str()));
    line.product.descriptions.push(Sourced::from(texts.1.as_str()));
    line.parties.push(Party { names: vec![texts.2.as_str().into()], ..Party::new(Role::Manufacturer) });
    line
}

fn request() -> impl Strategy<Value = PurchaseRequest> {
    let lines = prop::collection::vec((text(), text(), text()).prop_map(line), 0..5);
    let parties = prop::collection::vec(text(), 0..3);
    (lines, parties).prop_map(|(lines, parties)| PurchaseRequest {
        parties: parties
            .iter()
            .map(|name| Party { names: vec![name.as_str().into()], ..Party::new(Role::Supplier) })
            .collect(),
        lines,
        ..PurchaseRequest::default()
    })
}

/// What was found, without the order.
fn found(decision: &Decision) -> BTreeSet<(String, Option<u32>, String, String)> {
    let one = |finding: &debar_model::Finding| {
        let evidence = &finding.evidence;
        (finding.listing.id.clone(), finding.line, evidence.slot.word().into_owned(), evidence.value.clone())
    };
    decision.findings.iter().map(one).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_lines_and_parties_does_not_matter(request in request()) {
        let engine = engine_of(KNOWN);
        let decision = screen(&engine, &request);
        let mut turned = request.clone();
        turned.lines.reverse();
        turned.parties.reverse();
        let again = screen(&engine, &turned);
        let mut verdicts: Vec<Verdict> = again.lines.iter().map(|line| line.verdict).collect();
        verdicts.reverse();
        prop_assert_eq!(decision.verdict, again.verdict);
        prop_assert_eq!(decision.lines.iter().map(|line| line.verdict).collect::<Vec<_>>(), verdicts);
    }

    #[test]
    fn a_new_listing_never_removes_a_finding(request in request(), name in "[A-Z][a-z]{3,9}( [A-Z][a-z]{3,9})?") {
        let list = list_of(KNOWN);
        let mut more = list.clone();
        let mut vendor = list.vendors["zte"].clone();
        vendor.name.text = name.clone();
        vendor.brands.clear();
        vendor.aliases.clear();
        more.vendors.insert("another".to_owned(), vendor);
        let before = found(&screen(&Engine::compile(Arc::new(list)), &request));
        let after = found(&screen(&Engine::compile(Arc::new(more)), &request));
        prop_assert!(before.is_subset(&after), "{:?}", before.difference(&after).collect::<Vec<_>>());
    }

    #[test]
    fn two_engines_of_one_list_agree(request in request()) {
        prop_assert_eq!(screen(&engine_of(KNOWN), &request), screen(&engine_of(KNOWN), &request));
    }

    #[test]
    fn every_deny_falls_with_its_rule(request in request()) {
        let list = list_of(KNOWN);
        let decision = screen(&Engine::compile(Arc::new(list.clone())), &request);
        prop_assume!(decision.verdict == Verdict::Deny);
        let mut without = list;
        without.rules.clear();
        prop_assert_eq!(screen(&Engine::compile(Arc::new(without)), &request).verdict, Verdict::Allow);
    }

    #[test]
    fn any_text_is_screened(text in any::<String>()) {
        let engine = engine_of(KNOWN);
        let mut one = line((text.clone(), text.clone(), text.clone()));
        one.comments.push(Sourced::new(text.clone(), Source::at("/x")));
        let request = PurchaseRequest { lines: vec![one], ..PurchaseRequest::default() };
        let _ = screen(&engine, &request);
        let _ = engine.scan_raw(&text);
    }

    #[test]
    fn a_listed_name_hits_itself(
        listed in "[A-Z][a-z]{2,9} ?[A-Z]?[a-z]{3,9} (GmbH|Inc\\.|Co\\., Ltd\\.)",
        upper in any::<bool>(),
    ) {
        let mut list = list_of(KNOWN);
        let vendor = list.vendors.get_mut("zte").unwrap();
        vendor.name.text = listed.clone();
        let name = if upper { listed.to_uppercase() } else { format!("\u{200b}{listed}") };
        let party = Party { names: vec![name.as_str().into()], ..Party::new(Role::Supplier) };
        let request = PurchaseRequest { parties: vec![party], ..PurchaseRequest::default() };
        let decision = screen(&Engine::compile(Arc::new(list)), &request);
        let class = decision.findings.iter().filter(|finding| finding.listing.id == "zte").map(|f| f.class).max();
        prop_assert!(class >= Some(Class::Alias), "{} {:?}", name, class);
    }
}

#[test]
fn holds_are_never_allowed_through() {
    let engine = engine_of(KNOWN);
    let request = PurchaseRequest::default();
    let facts = Facts::new();
    let mut question = ask(&request, &facts, "2026-01-01T00:00:00Z".parse().unwrap());
    question.holds.push((HoldReason::Unroutable, "no plugin reads this".to_owned()));
    let decision = engine.screen(&question);
    assert_eq!((decision.verdict, decision.complete), (Verdict::Review, false));
    let mut partly = PurchaseRequest::default();
    partly.document.undecodable.push("a second request".into());
    let decision = screen(&engine, &partly);
    assert_eq!((decision.verdict, decision.complete), (Verdict::Review, false));
}

#[test]
fn a_cancellation_goes_through_and_shows_what_it_is_about() {
    let engine = engine_of(KNOWN);
    let mut request = PurchaseRequest {
        lines: vec![line(("Kaspersky".into(), String::new(), String::new()))],
        ..PurchaseRequest::default()
    };
    request.document.operation = Operation::Delete;
    let decision = screen(&engine, &request);
    assert_eq!(decision.verdict, Verdict::Allow);
    assert!(decision.notices.iter().any(|notice| notice.code == NoticeCode::Cancellation));
    assert!(!decision.findings.is_empty());
}

#[test]
fn a_line_answers_for_its_parts() {
    let engine = engine_of(KNOWN);
    let mut part = line(("Kaspersky Anti-Virus Engine".into(), String::new(), String::new()));
    (part.kind, part.parent) = (LineKind::Component, Some(1));
    let lines = vec![
        line(("Chair".into(), String::new(), String::new())),
        line(("Firewall".into(), String::new(), String::new())),
        part,
    ];
    let decision = screen(&engine, &PurchaseRequest { lines, ..PurchaseRequest::default() });
    let verdicts: Vec<Verdict> = decision.lines.iter().map(|line| line.verdict).collect();
    assert_eq!(verdicts, [Verdict::Allow, Verdict::Deny, Verdict::Deny]);
    let steps: Vec<&str> = decision.findings[0].path.iter().map(|step| step.to.as_str()).collect();
    assert_eq!(steps, ["Firewall"]);
}

#[test]
fn a_ring_of_owners_ends() {
    let list = r#"
version = 1
title = "Ring"
time-zone = "UTC"
[vendor]
x = { name = "Example Xavier" }
a = { name = "Ringward Alpha", owners = [{ vendor = "x", percent = 40 }] }
b = { name = "Ringward Bravo", owners = [{ vendor = "a", percent = 60 }] }
[authority]
house = { title = "House rule", status = [{ is = "in-force", from = 2020-01-01 }] }
[rule]
owned = { authority = "house", vendors = ["x"], ownership = { at-least = 50, add-up = "all-listed" } }
"#;
    let mut list = list_of(list);
    let mut back = list.vendors["b"].owners[0].clone();
    back.vendor = "b".to_owned();
    list.vendors.get_mut("a").unwrap().owners.push(back);
    let party = Party { names: vec!["Ringward Alpha".into()], ..Party::new(Role::Supplier) };
    let request = PurchaseRequest { parties: vec![party], ..PurchaseRequest::default() };
    let decision = screen(&Engine::compile(Arc::new(list)), &request);
    assert_eq!(decision.verdict, Verdict::Allow);
    assert!(decision.findings[0].rulings[0].because.contains("40 %"), "{:?}", decision.findings[0].rulings);
}

#[test]
fn one_engine_serves_many_threads() {
    fn check<T: Send + Sync>() {}
    check::<Engine>();
}

#[test]
fn an_id_names_everything_that_was_asked() {
    let engine = engine_of(KNOWN);
    let request = PurchaseRequest::default();
    let facts = Facts::new();
    let at = "2026-01-01T00:00:00Z".parse().unwrap();
    let first = engine.screen(&ask(&request, &facts, at)).id;
    assert_eq!(first, engine.screen(&ask(&request, &facts, at)).id);
    let mut others = vec![];
    let mut known = ask(&request, &facts, at);
    known.known_at = Some(at);
    others.push(engine.screen(&known).id);
    others.push(engine.screen(&ask(&request, &facts, "2026-01-01T00:00:01Z".parse().unwrap())).id);
    let mut given = Facts::new();
    given.add("buyer", ["x".to_owned()], debar_model::FactOrigin::Call);
    others.push(engine.screen(&ask(&request, &given, at)).id);
    let mut held = ask(&request, &facts, at);
    held.holds.push((HoldReason::Tripwire, "x".to_owned()));
    others.push(engine.screen(&held).id);
    others.push(first);
    let distinct: BTreeSet<_> = others.iter().collect();
    assert_eq!(distinct.len(), others.len());
}
