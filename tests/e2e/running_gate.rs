//! A gate that stays open: lists that change under it, time that passes, a ledger that fails.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use debar_gate::config::{self, Overrides};
use debar_gate::{CheckError, Clock, Gate, Outcome, ReloadError, Submission, discover_plugins};
use debar_model::Verdict;
use debar_tests::{built, with_workers};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

use crate::own_list::{NO_DIGEST, order, write};

/// A clock that a test moves.
#[derive(Debug)]
struct Moved {
    begin: Timestamp,
    minutes: AtomicI64,
}

impl Clock for Moved {
    fn now(&self) -> Timestamp {
        self.begin + SignedDuration::from_mins(self.minutes.load(Ordering::Relaxed))
    }
}

fn clock() -> Arc<Moved> {
    Arc::new(Moved { begin: "2026-10-05T16:00:00Z".parse().unwrap(), minutes: AtomicI64::new(0) })
}

fn gate(folder: &Path, clock: Arc<Moved>) -> Gate {
    let setting = |name: &str| Some(config::Setting::new(folder.join(name), config::Origin::Flag));
    let overrides =
        Overrides { blocklist: setting("own.toml"), ledger: setting("ledger"), ..Overrides::default() };
    let (plugins, _) = discover_plugins(&built("debar"));
    Gate::open(with_workers(config::without_file(plugins, &overrides).unwrap()), clock).unwrap()
}

fn check(gate: &Gate, document: &str) -> Outcome {
    gate.check(&Submission { bytes: document.as_bytes(), ..Submission::default() }).unwrap()
}

#[test]
fn a_bad_edit_keeps_the_good_list() {
    let folder = TempDir::new().unwrap();
    write(folder.path(), NO_DIGEST);
    let gate = gate(folder.path(), clock());
    let file = folder.path().join("own.toml");
    let good = fs::read_to_string(&file).unwrap();
    let revision = gate.list().revision();
    for (bad, problem) in
        [(good.replace("[authority.house]", "[authority.huose]"), "list"), (String::new(), "list")]
    {
        fs::write(&file, bad).unwrap();
        let error = gate.reload_list().unwrap_err();
        assert!(matches!(error, ReloadError::List(_)), "{problem}: {error}");
        assert_eq!(gate.list().revision(), revision);
        assert_eq!(check(&gate, &order("Badsoft")).verdict(), Verdict::Deny);
    }
    fs::remove_file(&file).unwrap();
    gate.reload_list().unwrap_err();
    assert_eq!(gate.list().revision(), revision);
    fs::write(&file, good.replace("Badsoft", "Othersoft")).unwrap();
    gate.reload_list().unwrap();
    assert_ne!(gate.list().revision(), revision);
    assert_eq!(check(&gate, &order("Badsoft")).verdict(), Verdict::Allow);
    assert_eq!(check(&gate, &order("Othersoft")).verdict(), Verdict::Deny);
}

#[test]
fn a_retry_gets_the_recorded_decision_for_an_hour_and_only_while_nothing_changed() {
    let folder = TempDir::new().unwrap();
    write(folder.path(), NO_DIGEST);
    let clock = clock();
    let open = gate(folder.path(), Arc::clone(&clock));
    let ask = |gate: &Gate, minutes: i64| {
        clock.minutes.store(minutes, Ordering::Relaxed);
        let outcome = check(gate, &order("Badsoft"));
        (outcome.decisions[0].repeated, outcome.decisions[0].decision.id)
    };
    let (repeated, first) = ask(&open, 0);
    assert!(!repeated);
    assert_eq!(ask(&open, 30), (true, first));
    // Another process knows it from the ledger.
    let other = gate(folder.path(), Arc::clone(&clock));
    assert_eq!(ask(&other, 60), (true, first));
    let (repeated, second) = ask(&open, 61);
    assert!(!repeated && second != first);
    assert_eq!(ask(&open, 62), (true, second));
    let file = folder.path().join("own.toml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n# an edit\n")).unwrap();
    open.reload_list().unwrap();
    assert!(!ask(&open, 63).0, "another revision is another question");
    // An answer for another day is none for today.
    let folder = TempDir::new().unwrap();
    write(folder.path(), NO_DIGEST);
    let open = gate(folder.path(), Arc::clone(&clock));
    let earlier = Submission {
        bytes: order("Some tool").into_bytes().leak(),
        at: Some("2021-01-01T00:00:00Z".parse().unwrap()),
        ..Submission::default()
    };
    open.check(&earlier).unwrap();
    let now = open.check(&Submission { at: None, ..earlier }).unwrap();
    assert!(!now.decisions[0].repeated);
    assert_eq!(now.decisions[0].decision.at, clock.now());
}

#[test]
fn threads_at_once_get_recorded_decisions() {
    let folder = TempDir::new().unwrap();
    write(folder.path(), NO_DIGEST);
    let gate = gate(folder.path(), clock());
    let ids = Mutex::new(vec![]);
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let (gate, ids) = (&gate, &ids);
            scope.spawn(move || {
                for round in 0..5 {
                    let document = order(&format!(
                        "{} {round} {}",
                        if thread % 2 == 0 { "Badsoft" } else { "Tool" },
                        thread / 2
                    ));
                    let outcome = check(gate, &document);
                    let expect = if thread % 2 == 0 { Verdict::Deny } else { Verdict::Allow };
                    assert_eq!(outcome.verdict(), expect);
                    assert!(outcome.answer.is_ok());
                    ids.lock().unwrap().push(outcome.decisions[0].decision.id);
                }
            });
        }
    });
    let ledger = debar_gate::LedgerFolder::open(&folder.path().join("ledger")).unwrap();
    assert!(ledger.verify().unwrap().is_clean());
    for id in ids.into_inner().unwrap() {
        ledger.find(&id.to_string()).unwrap();
    }
}

#[test]
fn nothing_leaves_a_gate_whose_ledger_fails() {
    let folder = TempDir::new().unwrap();
    write(folder.path(), NO_DIGEST);
    let gate = gate(folder.path(), clock());
    check(&gate, &order("Some tool"));
    let segments = folder.path().join("ledger/segments");
    fs::remove_dir_all(&segments).unwrap();
    fs::write(&segments, "no folder").unwrap();
    for document in [order("Another tool"), order("Badsoft"), "<cXML>".to_owned()] {
        let error =
            gate.check(&Submission { bytes: document.as_bytes(), ..Submission::default() }).unwrap_err();
        assert!(matches!(error, CheckError::Ledger(_)), "{error:?}");
    }
}
