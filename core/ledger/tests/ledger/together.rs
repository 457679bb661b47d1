//! Many threads and several processes on one folder.

use super::{as_child, at, child, entry, id, open};
use debar_ledger::{Ledger, Options, Reader, verify};
use std::collections::HashSet;
use std::io::Read;

#[test]
fn sixty_four_threads_share_syncs_and_each_gets_its_own_receipt() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, _) = open(dir.path());
    let receipts = std::sync::Mutex::new(HashSet::new());
    std::thread::scope(|scope| {
        for thread in 0..64 {
            let (ledger, receipts) = (&ledger, &receipts);
            scope.spawn(move || {
                for number in 0..20 {
                    let receipt = ledger.append(entry(&format!("{thread}-{number}"))).unwrap();
                    // Half of them are also sent by the neighbour.
                    let again = ledger.append(entry(&format!("{}-{number}", thread / 2 * 2))).unwrap();
                    assert!(receipt.seq > 0 && again.seq > 0);
                    receipts.lock().unwrap().insert((receipt.seq, receipt.hash.to_string()));
                }
            });
        }
    });
    assert_eq!(receipts.into_inner().unwrap().len(), 64 * 20);
    let report = verify(dir.path()).unwrap();
    assert!(report.is_clean());
    assert_eq!(report.decisions, 64 * 20);
    let reader = Reader::open(dir.path()).unwrap();
    let ids: HashSet<_> = reader.iter().unwrap().map(|record| record.unwrap().decision_id.unwrap()).collect();
    assert!((0..64).all(|thread| (0..20).all(|number| ids.contains(&id(&format!("{thread}-{number}"))))));
}

/// One of several processes: appends its own decisions and some that all of them send.
#[test]
fn neighbour_child() {
    let Some((dir, argument)) = as_child() else { return };
    let (ledger, _) = Ledger::open(&dir, Options { segment_bytes: 20_000, ..Options::new(at(0)) }).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (ledger, argument) = (&ledger, &argument);
            scope.spawn(move || {
                for number in 0..50 {
                    ledger.append(entry(&format!("{argument}-{thread}-{number}"))).unwrap();
                    ledger.append(entry(&format!("common-{number}"))).unwrap();
                }
            });
        }
    });
}

#[test]
fn several_processes_append_to_one_folder() {
    let dir = tempfile::tempdir().unwrap();
    let children: Vec<_> = ["a", "b", "c"]
        .map(|name| child("together::neighbour_child", dir.path(), name).spawn().unwrap())
        .into_iter()
        .collect();
    // A reader without a lock sees whole records only, in the order of the chain.
    let reader = loop {
        if let Ok(reader) = Reader::open(dir.path()) {
            break reader;
        }
    };
    for _ in 0..20 {
        let seen: Vec<u64> = reader.iter().unwrap().map(|record| record.unwrap().seq).collect();
        assert_eq!(seen, (1..=seen.len() as u64).collect::<Vec<_>>());
    }
    for mut process in children {
        let mut text = String::new();
        process.stdout.take().unwrap().read_to_string(&mut text).unwrap();
        assert!(process.wait().unwrap().success(), "{text}");
    }
    let report = verify(dir.path()).unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!(report.decisions, 3 * 4 * 50 + 50, "own ones once, common ones once");
    assert!(report.segments > 10);
}

#[test]
fn two_ledgers_of_one_process_see_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options { segment_bytes: 3_000, ..Options::new(at(0)) };
    let (one, two) =
        (Ledger::open(dir.path(), options).unwrap().0, Ledger::open(dir.path(), options).unwrap().0);
    for number in 0..30 {
        let first = one.append(entry(&format!("d{number}"))).unwrap();
        let retry = two.append(entry(&format!("d{number}"))).unwrap();
        assert_eq!((retry.seq, retry.hash, retry.new), (first.seq, first.hash, false));
        assert_eq!(two.append(entry(&format!("e{number}"))).unwrap().seq, first.seq + 1);
    }
    assert!(verify(dir.path()).unwrap().is_clean());
}
