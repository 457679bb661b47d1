//! Pairs that a person cleared: what a clearing covers, when it lapses, and what it never touches.

use debar_engine::{Clearance, Engine, Subject};
use debar_model::{
    Class, Decision, Digest, Effect, FactOrigin, Facts, Identifier, LineItem, NoticeCode, Object, Party,
    PurchaseRequest, Role, Sha256Hex, Source, Sourced, Verdict,
};
use debar_names::exact_key;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use crate::{ask, engine_of};

const NOW: &str = "2026-10-01T12:00:00Z";

/// A vendor, a rule on it and another rule and vendor that have nothing to do with it.
const LIST: &str = r#"
version = 1
title = "Cleared pairs"
time-zone = "UTC"

[buyer]
us = {}
agency = { part-of = "us" }
elsewhere = {}

[vendor.dahua]
name = "Zhejiang Dahua Technology Co., Ltd."
aliases = ["Dahua Technology Company"]
brands = ["Dahua"]
identifiers = { domain = ["dahuasecurity.com"] }

[vendor.other]
name = "Otherwise Systems Limited"
brands = ["Otherwise"]

[digests.bad]
object = "archive"
algorithm = "sha256"
values = ["3d2a69bdf04b7e9f3afa292c3bc7a98816bbfafa10bc9b45f3f3700d2f761620"]
vendor = "dahua"

[authority]
house = { title = "House rule", force = "house-rule", status = [{ is = "in-force", from = 2020-01-01 }] }

[rule]
main = { authority = "house", vendors = ["dahua"], digests = ["bad"] }
more = { authority = "house", vendors = ["other"] }
"#;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn placed(text: &str, pointer: &str) -> Sourced<String> {
    Sourced::new(text.to_owned(), Source { pointer: pointer.to_owned(), ..Source::default() })
}

fn of_party(role: Role, name: &str, domains: &[&str]) -> PurchaseRequest {
    let mut party = Party::new(role);
    party.names.push(placed(name, "/party/name"));
    for domain in domains {
        let identifier = Identifier::Domain(debar_model::Domain::parse(domain).unwrap());
        party.identifiers.push(Sourced::new(
            identifier,
            Source { pointer: format!("/party/{domain}"), ..Source::default() },
        ));
    }
    PurchaseRequest { parties: vec![party], lines: vec![LineItem::default()], ..PurchaseRequest::default() }
}

fn of_title(title: &str, part: &str) -> PurchaseRequest {
    let mut line = LineItem::default();
    line.product.names.push(placed(title, "/line/title"));
    line.product.part_numbers.push(debar_model::PartNumber {
        owner: debar_model::PartOwner::Supplier,
        number: placed(part, "/line/part"),
    });
    PurchaseRequest { lines: vec![line], ..PurchaseRequest::default() }
}

fn facts(buyer: &str) -> Facts {
    let mut facts = Facts::new();
    facts.add("buyer", [buyer.to_owned()], FactOrigin::Config);
    facts.add("act", ["procure".to_owned()], FactOrigin::Config);
    facts
}

fn screen(engine: &Engine, request: &PurchaseRequest, cleared: &[Clearance], now: Timestamp) -> Decision {
    screen_for(engine, request, cleared, now, "agency")
}

fn screen_for(
    engine: &Engine,
    request: &PurchaseRequest,
    cleared: &[Clearance],
    now: Timestamp,
    buyer: &str,
) -> Decision {
    let facts = facts(buyer);
    engine.screen(&debar_engine::Ask { cleared, ..ask(request, &facts, now) })
}

/// A clearing of the first finding on a vendor, as it would be made now.
fn clear(engine: &Engine, request: &PurchaseRequest, vendor: &str) -> Option<Clearance> {
    let decision = screen(engine, request, &[], at(NOW));
    let found = decision.findings.iter().find(|finding| finding.listing.id == vendor)?;
    let subject = Subject::of(request, found.line, &found.evidence)?;
    Some(Clearance {
        event: Sha256Hex([7; 32]),
        pins: engine.pins(subject.digest, found.listing.table, vendor)?,
        buyers: vec!["agency".to_owned()],
        from: at(NOW),
        until: at(NOW) + SignedDuration::from_hours(24 * 365),
        by: "alice".to_owned(),
        confirmed_by: Some("bob".to_owned()),
        reason: "different-entity".to_owned(),
        note: None,
    })
}

fn is_cleared(decision: &Decision) -> bool {
    decision.findings.iter().any(|finding| finding.class == Class::Cleared)
}

#[test]
fn a_cleared_party_passes_and_says_by_whom() {
    let engine = engine_of(LIST);
    let request = of_party(Role::Supplier, "Dahua Hotel Group", &["dahua-hotels.example"]);
    let before = screen(&engine, &request, &[], at(NOW));
    assert_eq!(before.verdict, Verdict::Review);
    let pair = clear(&engine, &request, "dahua").unwrap();
    let decision = screen(&engine, &request, std::slice::from_ref(&pair), at(NOW));
    assert_eq!(decision.verdict, Verdict::Allow);
    let finding = decision.findings.iter().find(|finding| finding.class == Class::Cleared).unwrap();
    let cleared = finding.cleared.as_ref().unwrap();
    assert_eq!((cleared.event, cleared.was), (pair.event, before.findings[0].class));
    for ruling in &finding.rulings {
        assert_eq!((ruling.effect, ruling.verdict), (Effect::Cleared, Verdict::Allow));
        assert_eq!(ruling.lifted_by.as_deref(), Some(pair.event.to_string().as_str()));
        for part in ["cleared by alice", "confirmed by bob", "until 2027-10-01", "because different-entity"] {
            assert!(ruling.because.contains(part), "{part}: {}", ruling.because);
        }
    }
    assert!(decision.notices.iter().any(|notice| notice.code == NoticeCode::Lifted));
    // The same request in another spelling of the same name is the same party.
    let spelt = of_party(Role::Supplier, "DAHUA  HOTEL GROUP", &["dahua-hotels.example"]);
    assert!(is_cleared(&screen(&engine, &spelt, &[pair], at(NOW))));
}

#[test]
fn nothing_surer_than_a_name_is_cleared() {
    let engine = engine_of(LIST);
    for (what, request) in [
        ("the listed name", of_party(Role::Supplier, "Zhejiang Dahua Technology Co., Ltd.", &[])),
        ("the vendor's domain", of_party(Role::Supplier, "Dahua Hotel Group", &["dahuasecurity.com"])),
        ("goods under its brand", of_title("Dahua IPC-HFW2831T camera", "1")),
    ] {
        let decision = screen(&engine, &request, &[], at(NOW));
        assert_eq!(decision.verdict, Verdict::Deny, "{what}");
        let Some(pair) = clear(&engine, &request, "dahua") else { continue };
        let again = screen(&engine, &request, &[pair], at(NOW));
        assert!(!is_cleared(&again) && again.verdict == Verdict::Deny, "{what}: {again:?}");
        assert!(again.notices.iter().any(|notice| notice.code == NoticeCode::ClearingLapsed), "{what}");
    }
    // A listed digest in the same line, although the text alone could be cleared.
    let mut request = of_title("Frame for the Dahua Street map", "9");
    let pair = clear(&engine, &request, "dahua").unwrap();
    assert!(is_cleared(&screen(&engine, &request, std::slice::from_ref(&pair), at(NOW))));
    let digest = Digest::read(
        None,
        "3d2a69bdf04b7e9f3afa292c3bc7a98816bbfafa10bc9b45f3f3700d2f761620",
        Object::Archive,
    );
    request.lines[0].digests.push(Sourced::new(digest.unwrap(), Source::default()));
    let again = screen(&engine, &request, &[pair], at(NOW));
    assert!(!is_cleared(&again) && again.verdict == Verdict::Deny);
}

#[test]
fn a_clearing_ends_to_the_second_and_binds_its_buyers() {
    let engine = engine_of(LIST);
    let request = of_party(Role::Supplier, "Dahua Hotel Group", &[]);
    let pair = clear(&engine, &request, "dahua").unwrap();
    let second = SignedDuration::from_secs(1);
    for (now, expect) in [
        (pair.from - second, false),
        (pair.from, true),
        (pair.from + second, true),
        (pair.until - second, true),
        (pair.until, false),
        (pair.until + second, false),
    ] {
        let decision = screen(&engine, &request, std::slice::from_ref(&pair), now);
        assert_eq!(is_cleared(&decision), expect, "{now}");
        assert_eq!(decision.verdict == Verdict::Allow, expect, "{now}");
        let told = decision.notices.iter().any(|notice| notice.code == NoticeCode::ClearingLapsed);
        assert_eq!(told, !expect, "{now}");
    }
    for (scope, buyer, expect) in [
        ("agency", "agency", true),
        ("us", "agency", true),
        ("agency", "us", false),
        ("us", "elsewhere", false),
    ] {
        let pair = Clearance { buyers: vec![scope.to_owned()], ..pair.clone() };
        let decision = screen_for(&engine, &request, &[pair], at(NOW), buyer);
        assert_eq!(is_cleared(&decision), expect, "{scope} {buyer}");
    }
}

#[test]
fn a_clearing_covers_its_own_finding_alone() {
    let engine = engine_of(LIST);
    let mut request = of_party(Role::Supplier, "Dahua Hotel Group", &[]);
    let pair = clear(&engine, &request, "dahua").unwrap();
    request.lines[0].product.names.push(placed("Otherwise server", "/line/title"));
    let decision = screen(&engine, &request, std::slice::from_ref(&pair), at(NOW));
    assert!(is_cleared(&decision) && decision.verdict == Verdict::Deny);
    // The same name as a maker, or as the brand of goods, is another question.
    let maker = of_party(Role::Manufacturer, "Dahua Hotel Group", &[]);
    assert!(!is_cleared(&screen(&engine, &maker, std::slice::from_ref(&pair), at(NOW))));
    let mut branded = of_party(Role::Supplier, "Nobody Else", &[]);
    branded.lines[0].product.brands.push(placed("Dahua Hotel Group", "/line/brand"));
    assert!(!is_cleared(&screen(&engine, &branded, &[pair], at(NOW))));
}

#[test]
fn rules_that_change_or_come_end_it_and_others_do_not() {
    let request = of_party(Role::Supplier, "Dahua Hotel Group", &[]);
    let pair = clear(&engine_of(LIST), &request, "dahua").unwrap();
    for (from, to, holds) in [
        ("main = { authority", "# a comment\nmain = { authority", true),
        ("vendors = [\"dahua\"], digests", "vendors = [\"dahua\", \"other\"], digests", true),
        ("more = { authority", "more = { action = \"review\", authority", true),
        ("main = { authority", "main = { action = \"review\", authority", false),
        ("main = { authority", "main = { from = 2021-01-01, authority", false),
        ("vendors = [\"other\"]", "vendors = [\"other\", \"dahua\"]", false),
        ("name = \"Otherwise", "name = \"Wholly Otherwise", true),
    ] {
        let toml = LIST.replacen(from, to, 1);
        assert_ne!(toml, LIST, "{from}");
        let decision = screen(&engine_of(&toml), &request, std::slice::from_ref(&pair), at(NOW));
        assert_eq!(is_cleared(&decision), holds, "{to}");
    }
}

/// A text with one character changed, put in or taken out.
fn edited(text: &str, place: usize, kind: u8, letter: char) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    let at = place % letters.len();
    match kind {
        0 => letters[at] = letter,
        1 => letters.insert(at, letter),
        _ => drop(letters.remove(at)),
    }
    letters.into_iter().collect()
}

fn letter() -> impl Strategy<Value = char> {
    prop_oneof![prop::char::range('a', 'z'), prop::char::range('A', 'Z'), Just('7'), Just('я'), Just('华')]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Any change of a character that changes the party's folded name or an identifier ends it.
    #[test]
    fn another_party_is_not_cleared(place in 0_usize..64, kind in 0_u8..3, letter in letter(), domain in any::<bool>()) {
        let engine = engine_of(LIST);
        let (name, site) = ("Dahua Hotel Group", "dahua-hotels.example");
        let pair = clear(&engine, &of_party(Role::Supplier, name, &[site]), "dahua").unwrap();
        let changed = edited(if domain { site } else { name }, place, kind, letter);
        let (name, site) = if domain { (name.to_owned(), changed) } else { (changed, site.to_owned()) };
        let read = debar_model::Domain::parse(&site).map(|domain| domain.to_string());
        prop_assume!(read.is_ok());
        let same = exact_key(&name) == exact_key("Dahua Hotel Group")
            && read.as_deref() == Ok("dahua-hotels.example");
        let decision = screen(&engine, &of_party(Role::Supplier, &name, &[&site]), &[pair], at(NOW));
        prop_assert!(same || !is_cleared(&decision), "{} {}", name, site);
    }

    /// Any change of a character of what the entry is matched by ends it.
    #[test]
    fn another_listing_is_not_cleared(field in 0_usize..4, place in 0_usize..64, kind in 0_u8..3, letter in letter()) {
        let request = of_party(Role::Supplier, "Dahua Hotel Group", &[]);
        let pair = clear(&engine_of(LIST), &request, "dahua").unwrap();
        let text = ["Zhejiang Dahua Technology Co., Ltd.", "Dahua Technology Company", "Dahua", "dahuasecurity.com"][field];
        let changed = edited(text, place, kind, letter);
        prop_assume!(changed != text);
        let toml = LIST.replacen(&format!("\"{text}\""), &format!("\"{changed}\""), 1);
        let reading = debar_blocklist::read("list.toml", &debar_blocklist::MemorySources::new().with("list.toml", toml));
        let Some(list) = reading.list else { return Ok(()) };
        let engine = Engine::compile(std::sync::Arc::new(list));
        prop_assert!(!is_cleared(&screen(&engine, &request, &[pair], at(NOW))), "{}", changed);
    }

    /// A clearing never turns what another finding denies, and a listing that comes is never cleared.
    #[test]
    fn what_else_is_found_stands(other in prop_oneof![Just("Otherwise server"), Just("Dahua camera"), Just("chair")], name in prop_oneof![Just("Dahua Hotel Group"), Just("Dahua Street Press")]) {
        let engine = engine_of(LIST);
        let mut request = of_party(Role::Supplier, name, &[]);
        let pair = clear(&engine, &request, "dahua").unwrap();
        request.lines[0].product.names.push(placed(other, "/line/title"));
        let without = screen(&engine, &request, &[], at(NOW));
        let with = screen(&engine, &request, std::slice::from_ref(&pair), at(NOW));
        for (before, after) in without.lines.iter().zip(&with.lines) {
            let denied = without.findings.iter().any(|f| f.line == Some(before.ordinal) && f.verdict == Verdict::Deny);
            if denied {
                prop_assert_eq!(after.verdict, Verdict::Deny);
            }
        }
        let denied = |decision: &Decision| decision.verdict == Verdict::Deny;
        prop_assert_eq!(denied(&without), denied(&with));
        let toml = format!("{LIST}\nadded = {{ authority = \"house\", vendors = [\"added\"] }}\n[vendor.added]\nname = \"{name}\"\n");
        let grown = screen(&engine_of(&toml), &request, &[pair], at(NOW));
        prop_assert_eq!(grown.verdict, Verdict::Deny);
    }
}
