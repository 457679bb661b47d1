//! What is owed and until when, what is overdue, whom to contest it with, and what the vendor answered.

use debar_model::{Decision, FactOrigin, Facts, NoticeCode, fact};
use jiff::Timestamp;

use super::{ask, engine_of};

/// The three clauses with their clocks, each with a vendor of its own.
const CLAUSES: &str = r#"
version = 1
title = "Clauses"
time-zone = "America/New_York"

[buyer.us-executive]

[vendor]
red = { name = "Redsource Systems AG" }
green = { name = "Greensource Systems AG" }
blue = { name = "Bluesource Systems AG" }
brown = { name = "Brownsource Systems AG" }

[calendar.office]
based-on = "us-federal"
holidays = [2025-07-07]

[authority.red]
title = "Statute of the first clause"
status = [{ is = "in-force", from = 2018-10-01 }]
contact = "contracting officer"
report = [
  { form = "far-52.204-23", from = 2018-07-16, first = "1 business day", second = "10 business days", calendar = "us-federal" },
  { form = "far-52.204-23", from = 2023-12-04, first = "3 business days", second = "10 business days", calendar = "us-federal" },
]
[authority.green]
title = "Statute of the second clause"
status = [{ is = "in-force", from = 2019-08-13 }]
report = [{ form = "far-52.204-25", first = "1 business day", second = "10 business days", calendar = "us-federal", to = "office of the contract" }]
[authority.blue]
title = "Order"
status = [{ is = "in-force", from = 2025-10-15 }]
report = [{ form = "far-52.204-30", first = "3 business days", second = "10 business days", calendar = "us-federal" }]
check-every = "3 months"
checked = [2025-10-15, { on = 2026-01-10, by = "office X" }]
[authority.brown]
title = "House order"
status = [{ is = "in-force", from = 2020-01-01 }]
contact = "the house"
report = [{ form = "house", first = "1 business day", second = "72 hours", calendar = "office" }]

[rule]
red = { authority = "red", vendors = ["red"] }
green = { authority = "green", vendors = ["green"] }
blue = { authority = "blue", vendors = ["blue"], scope = { buyers = ["us-executive"], newer-than-solicitation = "only-by-amendment" }, report-even-if-allowed = true }
brown = { authority = "brown", vendors = ["brown"], contact = "appeals board", deadlines = [{ do = "remove", by = 2025-07-10 }, { do = "tell", by = 2025-07-03T12:00:00Z }] }
"#;

fn decide(maker: &str, at: &str, facts: &[(&str, &str)]) -> Decision {
    let engine = engine_of(CLAUSES);
    decide_with(&engine, maker, at, None, facts)
}

fn decide_with(
    engine: &debar_engine::Engine,
    maker: &str,
    at: &str,
    known_at: Option<&str>,
    facts: &[(&str, &str)],
) -> Decision {
    let mut given = Facts::new();
    given.add(fact::BUYER, ["us-executive".to_owned()], FactOrigin::Call);
    for (name, value) in facts {
        given.add(name, [(*value).to_owned()], FactOrigin::Call);
    }
    let mut party = debar_model::Party::new(debar_model::Role::Manufacturer);
    party.names.push(debar_model::Sourced::new(maker.to_owned(), debar_model::Source::default()));
    let line = debar_model::LineItem { parties: vec![party], ..Default::default() };
    let request = debar_model::PurchaseRequest { lines: vec![line], ..Default::default() };
    let at: Timestamp = at.parse().unwrap();
    let known_at = known_at.map(|text| text.parse().unwrap());
    engine.screen(&debar_engine::Ask { known_at, ..ask(&request, &given, at) })
}

fn due(decision: &Decision) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = decision
        .obligations
        .iter()
        .map(|duty| (duty.what.clone(), duty.due.map(|due| due.to_string()).unwrap_or_default()))
        .collect();
    all.sort();
    all
}

fn check(maker: &str, at: &str, facts: &[(&str, &str)], expect: &[(&str, &str)]) {
    let decision = decide(maker, at, facts);
    let expect: Vec<(String, String)> =
        expect.iter().map(|(what, due)| ((*what).to_owned(), (*due).to_owned())).collect();
    assert_eq!(due(&decision), expect, "{maker} at {at}: {:#?}", decision.obligations);
}

#[test]
fn due_dates_across_a_holiday_weekend() {
    for (at, one, one_second, three, three_second) in [
        ("2025-07-03T15:00:00Z", "2025-07-07", "2025-07-21", "2025-07-09", "2025-07-23"),
        ("2025-10-10T15:00:00Z", "2025-10-14", "2025-10-28", "2025-10-16", "2025-10-30"),
        ("2027-06-17T15:00:00Z", "2027-06-21", "2027-07-06", "2027-06-23", "2027-07-08"),
    ] {
        check("Redsource Systems AG", at, &[], &[("follow-up", three_second), ("report", three)]);
        check("Greensource Systems AG", at, &[], &[("follow-up", one_second), ("report", one)]);
    }
    // The version in force on the day of identification: the one of one day, until December 2023.
    let labor_day = "2023-09-01T15:00:00Z";
    check("Redsource Systems AG", labor_day, &[], &[("follow-up", "2023-09-19"), ("report", "2023-09-05")]);
    check(
        "Redsource Systems AG",
        "2023-12-04T04:59:59Z",
        &[],
        &[("follow-up", "2023-12-18"), ("report", "2023-12-04")],
    );
    check(
        "Redsource Systems AG",
        "2023-12-04T05:00:00Z",
        &[],
        &[("follow-up", "2023-12-21"), ("report", "2023-12-07")],
    );
}

#[test]
fn an_order_younger_than_the_solicitation_is_reported_although_it_does_not_bind() {
    let old = [(fact::SOLICITATION, "2025-09-01")];
    let at = "2025-10-16T16:00:00Z";
    let decision = decide("Bluesource Systems AG", at, &old);
    assert_eq!(decision.verdict, debar_model::Verdict::Allow, "{decision:#?}");
    check("Bluesource Systems AG", at, &old, &[("follow-up", "2025-11-04"), ("report", "2025-10-21")]);
}

#[test]
fn the_words_say_how_it_was_counted() {
    let decision = decide("Greensource Systems AG", "2025-07-03T15:00:00Z", &[]);
    let duty = |what: &str| decision.obligations.iter().find(|duty| duty.what == what).unwrap();
    assert_eq!(duty("report").within.as_deref(), Some("within 1 business day, us-federal"));
    assert_eq!(duty("report").counted_from.map(|day| day.to_string()).as_deref(), Some("2025-07-03"));
    assert_eq!(duty("report").to.as_deref(), Some("office of the contract"));
    let second = duty("follow-up").within.as_deref().unwrap();
    assert!(second.contains("sent on its last day, 2025-07-07"), "{second}");
    assert_eq!(duty("follow-up").counted_from.map(|day| day.to_string()).as_deref(), Some("2025-07-07"));
}

#[test]
fn calendars_of_the_list_hours_and_deadlines() {
    // Monday 7 July is a holiday of the office; hours count from the end of the report's last day.
    check(
        "Brownsource Systems AG",
        "2025-07-03T11:00:00Z",
        &[],
        &[
            ("follow-up", "2025-07-12T04:00:00Z"),
            ("remove", "2025-07-10"),
            ("report", "2025-07-08"),
            ("tell", "2025-07-03T12:00:00Z"),
        ],
    );
    let open = |at: &str| {
        let decision = decide("Brownsource Systems AG", at, &[]);
        decision.obligations.iter().any(|duty| duty.what == "remove")
    };
    assert!(open("2025-07-11T03:59:59Z"), "the day itself is in");
    assert!(!open("2025-07-11T04:00:00Z"));
}

#[test]
fn the_rules_contact_comes_before_the_authoritys() {
    let decision = decide("Brownsource Systems AG", "2025-07-03T11:00:00Z", &[]);
    let authority = &decision.findings[0].rulings[0].authority;
    assert_eq!(authority.contact.as_deref(), Some("appeals board"));
    let duty = decision.obligations.iter().find(|duty| duty.what == "report").unwrap();
    assert_eq!(duty.to.as_deref(), Some("the house"), "reports go to the authority's");
}

#[test]
fn a_list_that_was_not_looked_at_shows_in_every_decision_that_could_rest_on_it() {
    let engine = engine_of(CLAUSES);
    let overdue = |maker: &str, at: &str, known_at: Option<&str>, facts: &[(&str, &str)]| {
        let decision = decide_with(&engine, maker, at, known_at, facts);
        decision.notices.iter().any(|notice| notice.code == NoticeCode::CheckOverdue)
    };
    let clean = "Somebody Else Ltd";
    assert!(!overdue(clean, "2025-10-14T16:00:00Z", None, &[]), "the order is not in force");
    assert!(!overdue(clean, "2026-01-09T16:00:00Z", None, &[]));
    assert!(!overdue(clean, "2026-04-11T03:59:59Z", None, &[]), "the last day is in");
    assert!(overdue(clean, "2026-04-11T04:00:00Z", None, &[]), "whatever is bought: it could be listed");
    assert!(overdue("Bluesource Systems AG", "2026-04-11T04:00:00Z", None, &[]));
    assert!(overdue(clean, "2026-03-01T16:00:00Z", Some("2026-01-09T16:00:00Z"), &[]), "not known then");
    let other = r#"
version = 1
title = "Never"
time-zone = "UTC"
[buyer]
here = {}
there = {}
[vendor.v]
name = "Example Systems AG"
[authority.order]
title = "Order"
status = [{ is = "in-force", from = 2020-01-01 }]
check-every = "3 months"
[rule.r]
authority = "order"
vendors = ["v"]
scope = { buyers = ["there"] }
"#;
    let never = engine_of(other);
    let notice = |buyer: &str| {
        let mut facts = Facts::new();
        facts.add(fact::BUYER, [buyer.to_owned()], FactOrigin::Call);
        let request = debar_model::PurchaseRequest::default();
        let decision = never.screen(&ask(&request, &facts, "2026-01-01T00:00:00Z".parse().unwrap()));
        decision.notices.iter().any(|notice| notice.code == NoticeCode::CheckOverdue)
    };
    assert!(notice("there"), "no look is recorded at all");
    assert!(!notice("here"), "no rule of it binds this buyer");
}

#[test]
fn each_file_has_its_own_limit_of_age() {
    let list = "version = 1\ntitle = \"Aged\"\ntime-zone = \"UTC\"\nupdated = 2026-01-01\nmax-age = \"90 days\"\nreview-by = 2026-06-01\n";
    let engine = engine_of(list);
    let stale = |at: &str| {
        let request = debar_model::PurchaseRequest::default();
        let decision = engine.screen(&ask(&request, &Facts::new(), at.parse().unwrap()));
        let texts = decision.notices.into_iter().filter(|notice| notice.code == NoticeCode::StaleList);
        texts.map(|notice| notice.text).collect::<Vec<_>>()
    };
    assert!(stale("2026-04-01T23:59:59Z").is_empty());
    let aged = stale("2026-04-02T00:00:00Z");
    assert_eq!(
        aged,
        ["the list `Aged` was to be reviewed by 2026-04-01, 90 days after 2026-01-01 and may be stale"]
    );
    assert_eq!(stale("2026-06-01T00:00:00Z").len(), 2);
}

#[test]
fn answers_are_shown_as_they_were_known() {
    let list = r#"
version = 1
title = "Answers"
time-zone = "UTC"
[evidence]
letter = { citation = "Letter of 18 December 2017" }
[vendor.v]
name = "Example Systems AG"
responses = [
  { on = 2018-02-12, kind = "appeal" },
  { on = 2017-12-18, kind = "lawsuit", says = "no evidence", result = "dismissed", result-on = 2018-05-30, evidence = ["letter"] },
]
[product.p]
vendor = "v"
names = ["Example Suite Nine"]
[authority.order]
title = "Order"
status = [{ is = "in-force", from = 2017-01-01 }]
[rule.r]
authority = "order"
vendors = ["v"]
"#;
    let engine = engine_of(list);
    let answers = |at: &str| {
        let decision = decide_with(&engine, "Example Systems AG", at, None, &[]);
        let shown = decision.findings[0].responses.iter();
        shown
            .map(|answer| (answer.kind.clone().unwrap(), answer.result.clone(), answer.evidence.len()))
            .collect::<Vec<_>>()
    };
    assert!(answers("2017-12-01T00:00:00Z").is_empty());
    assert_eq!(answers("2018-01-01T00:00:00Z"), [("lawsuit".to_owned(), None, 1)], "still open");
    let later = answers("2018-06-01T00:00:00Z");
    assert_eq!(
        later,
        [("lawsuit".to_owned(), Some("dismissed".to_owned()), 1), ("appeal".to_owned(), None, 0)]
    );
}
