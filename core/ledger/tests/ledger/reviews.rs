//! What people decided: what counts, who has to agree, and that nothing acknowledged is lost.

use super::{as_child, at, child, entry, open, open_small};
use debar_ledger::{
    Clear, Confirm, Entry, Followed, HARD_CAP, Ledger, LedgerError, Options, Pair, REVIEW, Reader, Reason,
    Record, ReviewAct, ReviewRules, ReviewState, Uphold, verify,
};
use debar_wire::sha256;
use std::collections::{BTreeMap, HashSet};
use std::io::{Read, Write};
use std::path::Path;
use std::time::Duration;

const ONE: ReviewRules = ReviewRules { four_eyes: false };
const TWO: ReviewRules = ReviewRules { four_eyes: true };

fn pair(item: &str) -> Pair {
    Pair {
        item: item.to_owned(),
        kind: "seller".to_owned(),
        name: "Dahua Hotel Group".to_owned(),
        folded: "dahua hotel group".to_owned(),
        identifiers: vec![],
        subject: sha256(item.as_bytes()).to_string(),
        table: "vendor".to_owned(),
        id: "dahua".to_owned(),
        listed: "Dahua".to_owned(),
        listing: sha256(b"listing").to_string(),
        rules: BTreeMap::new(),
        buyers: vec!["agency".to_owned()],
    }
}

fn clear(item: &str, by: &str, four_eyes: bool) -> ReviewAct {
    ReviewAct::Clear(Clear {
        pair: pair(item),
        decision_id: sha256(b"decision").to_string(),
        class: "weak".to_owned(),
        reason: Reason::DifferentEntity,
        note: None,
        by: by.to_owned(),
        until: at(1_000_000),
        four_eyes,
    })
}

fn uphold(item: &str) -> ReviewAct {
    let (decision_id, by) = (sha256(b"decision").to_string(), "carol".to_owned());
    ReviewAct::Uphold(Uphold { pair: pair(item), decision_id, note: None, by })
}

fn confirm(item: &str, event: &str, by: &str) -> ReviewAct {
    let (item, event, by) = (item.to_owned(), event.to_owned(), by.to_owned());
    ReviewAct::Confirm(Confirm { item, event, by, note: None })
}

fn records(dir: &Path) -> Vec<Record> {
    Reader::open(dir).unwrap().events(REVIEW).unwrap().map(Result::unwrap).collect()
}

fn state(dir: &Path, rules: ReviewRules) -> ReviewState {
    ReviewState::of(&records(dir), rules, None)
}

fn append(ledger: &Ledger, dir: &Path, second: i64, act: &ReviewAct) -> Result<String, LedgerError> {
    let entry = Entry::review(at(second), act, &state(dir, ONE))?;
    ledger.append(entry).map(|receipt| receipt.hash.to_string())
}

/// As somebody would who does not ask the store: the state alone has to hold.
fn append_past_the_checks(ledger: &Ledger, second: i64, act: &ReviewAct) -> String {
    ledger.append(Entry::event(at(second), REVIEW, act).unwrap()).unwrap().hash.to_string()
}

#[test]
fn the_latest_decision_counts() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open(dir.path());
    let first = append(&ledger, dir.path(), 10, &clear("a", "alice", false)).unwrap();
    append(&ledger, dir.path(), 11, &clear("b", "alice", false)).unwrap();
    let now = state(dir.path(), ONE);
    assert_eq!(now.item("a").unwrap().cleared.as_ref().unwrap().event, first);
    append(&ledger, dir.path(), 20, &uphold("a")).unwrap();
    let now = state(dir.path(), ONE);
    let item = now.item("a").unwrap();
    assert!(item.cleared.is_none() && item.upheld.is_some() && item.history.len() == 2);
    assert!(now.item("b").unwrap().cleared.is_some());
    // As it was known before.
    let then = ReviewState::of(&records(dir.path()), ONE, Some(at(19)));
    assert!(then.item("a").unwrap().cleared.is_some());
    assert!(ReviewState::of(&records(dir.path()), ONE, Some(at(9))).item("a").is_none());
    append(&ledger, dir.path(), 30, &clear("a", "alice", false)).unwrap();
    let item = state(dir.path(), ONE).item("a").unwrap().clone();
    assert!(item.cleared.is_some() && item.upheld.is_none());
    let found = state(dir.path(), ONE);
    assert_eq!(found.cleared(sha256(b"a"), "vendor", "dahua").count(), 1);
    assert_eq!(found.cleared(sha256(b"a"), "vendor", "other").count(), 0);
}

#[test]
fn two_people_are_two_people_whoever_appends() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open(dir.path());
    let event = append(&ledger, dir.path(), 10, &clear("a", "Alice B.", true)).unwrap();
    for by in ["Alice B.", "alice b", " ALICE  B. "] {
        assert!(append(&ledger, dir.path(), 11, &confirm("a", &event, by)).is_err(), "{by}");
        append_past_the_checks(&ledger, 11, &confirm("a", &event, by));
        assert!(state(dir.path(), ONE).item("a").unwrap().cleared.is_none(), "{by}");
    }
    let other = sha256(b"another record").to_string();
    append_past_the_checks(&ledger, 12, &confirm("a", &other, "bob"));
    append_past_the_checks(&ledger, 12, &confirm("b", &event, "bob"));
    assert!(state(dir.path(), TWO).item("a").unwrap().cleared.is_none());
    let confirmed = append(&ledger, dir.path(), 13, &confirm("a", &event, "bob")).unwrap();
    let cleared = state(dir.path(), TWO).item("a").unwrap().cleared.clone().unwrap();
    assert_eq!((cleared.event, cleared.from), (confirmed, at(13)));
    assert_eq!((cleared.by.as_str(), cleared.confirmed_by.as_deref()), ("Alice B.", Some("bob")));
    // What one person cleared does not count in a house that asks for two, and the other way round.
    append(&ledger, dir.path(), 14, &clear("c", "alice", false)).unwrap();
    assert!(state(dir.path(), ONE).item("c").unwrap().cleared.is_some());
    assert!(state(dir.path(), TWO).item("c").unwrap().cleared.is_none());
    append(&ledger, dir.path(), 15, &clear("d", "alice", true)).unwrap();
    assert!(state(dir.path(), ONE).item("d").unwrap().cleared.is_none());
    // A proposal leaves what stands, and an upheld match takes the proposal with it.
    let again = append(&ledger, dir.path(), 16, &clear("a", "alice", true)).unwrap();
    assert!(state(dir.path(), TWO).item("a").unwrap().cleared.is_some());
    append(&ledger, dir.path(), 17, &uphold("a")).unwrap();
    append_past_the_checks(&ledger, 18, &confirm("a", &again, "bob"));
    assert!(state(dir.path(), TWO).item("a").unwrap().cleared.is_none());
}

#[test]
fn nobody_forever_and_other_without_a_word_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open(dir.path());
    let with = |change: &dyn Fn(&mut Clear)| {
        let ReviewAct::Clear(mut act) = clear("a", "alice", false) else { panic!("it clears") };
        change(&mut act);
        ReviewAct::Clear(act)
    };
    for (why, act) in [
        ("nobody", with(&|act| act.by = " . ".to_owned())),
        ("control", with(&|act| act.by = "alice\nbob".to_owned())),
        ("past", with(&|act| act.until = at(10))),
        ("far", with(&|act| act.until = at(11) + HARD_CAP)),
        ("other", with(&|act| act.reason = Reason::Other)),
    ] {
        assert!(append(&ledger, dir.path(), 10, &act).is_err(), "{why}");
    }
    append_past_the_checks(&ledger, 10, &with(&|act| act.until = at(0) + HARD_CAP + HARD_CAP));
    let cleared = state(dir.path(), ONE).item("a").unwrap().cleared.clone().unwrap();
    assert_eq!(cleared.until, at(10) + HARD_CAP, "the cap holds whatever stands there");
}

#[test]
fn what_cannot_be_read_may_have_taken_back_what_stands() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open(dir.path());
    append(&ledger, dir.path(), 10, &clear("a", "alice", false)).unwrap();
    let unknown = serde_json::json!({"act": "withdraw", "item": "a"});
    let receipt = ledger.append(Entry::event(at(11), REVIEW, &unknown).unwrap()).unwrap();
    append(&ledger, dir.path(), 12, &clear("b", "alice", false)).unwrap();
    let now = state(dir.path(), ONE);
    assert_eq!(now.unread, [receipt.seq]);
    assert!(now.item("a").unwrap().cleared.is_none() && now.item("b").unwrap().cleared.is_some());
}

#[test]
fn events_are_followed_through_segments_notes_and_other_ledgers() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open_small(dir.path());
    let mut followed = Followed::open(dir.path(), REVIEW).unwrap();
    let ids = |records: &[Record]| -> Vec<u64> { records.iter().map(|record| record.seq).collect() };
    for round in 0..30 {
        ledger.append(entry(&format!("decision {round}"))).unwrap();
        if round % 3 == 0 {
            append_past_the_checks(&ledger, round, &clear(&format!("item {round}"), "alice", false));
        }
        assert_eq!(followed.refresh().unwrap(), round % 3 == 0, "{round}");
        let all = ids(&records(dir.path()));
        assert_eq!(ids(followed.records()), all, "{round}");
        assert_eq!(ids(Followed::open(dir.path(), REVIEW).unwrap().records()), all, "{round}");
    }
    assert!(verify(dir.path()).unwrap().is_clean());
    // Without the note, with a damaged one, and with that of another ledger, the same is found.
    let note = dir.path().join("review.events");
    let text = std::fs::read_to_string(&note).unwrap();
    let all = ids(followed.records());
    for other in ["", "debar ledger events 1\n", &text.replacen('1', "2", 1)] {
        std::fs::write(&note, other).unwrap();
        assert!(!verify(dir.path()).unwrap().is_clean(), "{other}");
        assert_eq!(ids(Followed::open(dir.path(), REVIEW).unwrap().records()), all);
    }
    std::fs::remove_file(&note).unwrap();
    assert!(verify(dir.path()).unwrap().is_clean());
    let elsewhere = tempfile::tempdir().unwrap();
    let (other, _) = open(elsewhere.path());
    append_past_the_checks(&other, 1, &uphold("x"));
    std::fs::write(elsewhere.path().join("review.events"), &text).unwrap();
    assert_eq!(Followed::open(elsewhere.path(), REVIEW).unwrap().records().len(), 1);
}

/// The process that is killed: it clears one item after the other and says so.
#[test]
fn clearing_child() {
    let Some((dir, argument)) = as_child() else { return };
    let (ledger, _) = Ledger::open(&dir, Options { segment_bytes: 50_000, ..Options::new(at(0)) }).unwrap();
    for number in 0..2_000 {
        let item = format!("{argument}-{number}");
        append_past_the_checks(&ledger, number, &clear(&item, "alice", false));
        std::io::stdout().write_all(format!("\n@{item};").as_bytes()).unwrap();
        std::io::stdout().flush().unwrap();
    }
}

#[test]
fn no_acknowledged_clearing_is_lost_by_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    let mut acknowledged = HashSet::new();
    for moment in 0..6_u64 {
        let mut process =
            child("reviews::clearing_child", dir.path(), &format!("run{moment}")).spawn().unwrap();
        let mut output = process.stdout.take().unwrap();
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(60 + 37 * moment));
            process.kill().unwrap();
            process.wait().unwrap();
        });
        let mut text = Vec::new();
        output.read_to_end(&mut text).unwrap();
        killer.join().unwrap();
        let text = String::from_utf8_lossy(&text).into_owned();
        acknowledged.extend(text.split('@').filter_map(|part| Some(part.split_once(';')?.0.to_owned())));
        open(dir.path());
        assert!(verify(dir.path()).unwrap().is_clean());
        let followed = Followed::open(dir.path(), REVIEW).unwrap();
        let state = ReviewState::of(followed.records(), ONE, None);
        for item in &acknowledged {
            let found = state.item(item).and_then(|item| item.cleared.as_ref());
            assert!(found.is_some(), "{item} was acknowledged and is lost");
        }
    }
    assert!(acknowledged.len() > 10, "{}", acknowledged.len());
}
