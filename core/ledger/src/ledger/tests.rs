//! Disks that fail: short writes, failed syncs, ends that cannot be taken back.

use super::{Ledger, Options};
use crate::disk::{Disk, RealDisk};
use crate::{Entry, LedgerError, verify};
use jiff::Timestamp;
use std::fs::File;
use std::io::{self, Error};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// What fails from now on.
#[derive(Clone, Copy, Default)]
struct Faults {
    /// Writes stop after this many bytes.
    write_after: Option<usize>,
    sync: bool,
    set_len: bool,
}

struct Faulty(Arc<Mutex<Faults>>);

impl Faulty {
    fn faults(&self) -> Faults {
        *self.0.lock().unwrap()
    }
}

impl Disk for Faulty {
    fn write(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        let Some(after) = self.faults().write_after else { return RealDisk.write(file, bytes, offset) };
        RealDisk.write(file, &bytes[..after.min(bytes.len())], offset)?;
        Err(Error::from_raw_os_error(28))
    }

    fn sync(&mut self, file: &File) -> io::Result<()> {
        if self.faults().sync { Err(Error::from_raw_os_error(5)) } else { RealDisk.sync(file) }
    }

    fn set_len(&mut self, file: &File, len: u64) -> io::Result<()> {
        if self.faults().set_len { Err(Error::from_raw_os_error(5)) } else { RealDisk.set_len(file, len) }
    }
}

fn open(dir: &Path) -> (Ledger, Arc<Mutex<Faults>>) {
    let faults = Arc::new(Mutex::new(Faults::default()));
    let options = Options::new(Timestamp::UNIX_EPOCH);
    let (ledger, _) = Ledger::open_on(dir, options, Box::new(Faulty(Arc::clone(&faults)))).unwrap();
    (ledger, faults)
}

/// An event with an input of its own, one that all have, and both handed over.
fn event_of(ledger: &Ledger, number: u32) -> Entry {
    let own = ledger.put_body(format!("{{\"number\":\"{number}\"}}").as_bytes()).unwrap();
    let common = ledger.put_body(b"version = 1").unwrap();
    event(number).with_input("own", own).with_input("common", common)
}

fn event(number: u32) -> Entry {
    Entry::event(Timestamp::UNIX_EPOCH, "review", &serde_json::json!({"number": number})).unwrap()
}

/// One record, then faults for the second, then a sound disk for the third; how many records stand then
/// for this ledger and for one opened anew.
#[track_caller]
fn check(faults: Faults, third: bool, records: u64, cut: bool) {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, switch) = open(dir.path());
    assert_eq!(ledger.append(event_of(&ledger, 1)).unwrap().seq, 1);
    *switch.lock().unwrap() = faults;
    let refused = ledger.append(event_of(&ledger, 2)).unwrap_err();
    assert!(matches!(refused, LedgerError::Io { .. }), "{refused}");
    *switch.lock().unwrap() = Faults::default();
    match ledger.append(event_of(&ledger, 3)) {
        Ok(receipt) => assert!(third && receipt.seq == 2),
        Err(error) => assert!(!third && matches!(error, LedgerError::Refusing { .. }), "{error}"),
    }
    drop(ledger);
    let (_, report) = Ledger::open(dir.path(), Options::new(Timestamp::UNIX_EPOCH)).unwrap();
    assert_eq!((report.records, report.cut.is_some()), (records, cut));
    let report = verify(dir.path()).unwrap();
    assert!(report.is_clean(), "{report:?}");
}

#[test]
fn a_body_whose_write_failed_is_written_with_the_next_record_that_names_it() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, switch) = open(dir.path());
    let digest = ledger.put_body(b"{}").unwrap();
    for after in [0, 1, 150, 300] {
        switch.lock().unwrap().write_after = Some(after);
        assert!(ledger.append(event(1).with_request(digest)).is_err());
        assert!(ledger.sync_bodies().is_err());
    }
    switch.lock().unwrap().write_after = None;
    ledger.append(event(1).with_request(digest)).unwrap();
    let report = verify(dir.path()).unwrap();
    assert!(report.is_clean() && report.bodies == 1, "{report:?}");
    switch.lock().unwrap().sync = true;
    let other = ledger.put_body(b"[]").unwrap();
    assert!(ledger.sync_bodies().is_err());
    switch.lock().unwrap().sync = false;
    let refused = ledger.append(event(2).with_request(other));
    assert!(matches!(refused, Err(LedgerError::Refusing { .. })));
}

#[test]
fn a_short_write_is_taken_back_and_the_next_one_works() {
    for after in [0, 1, 100, 250, 400] {
        check(Faults { write_after: Some(after), ..Faults::default() }, true, 2, false);
    }
}

#[test]
fn a_short_write_that_cannot_be_taken_back_stops_the_writer_until_the_torn_end_is_cut() {
    // In the body's line, and in the record behind it.
    for after in [50, 250] {
        check(Faults { write_after: Some(after), set_len: true, ..Faults::default() }, false, 2, true);
    }
}

#[test]
fn after_a_failed_sync_nothing_is_taken_until_the_ledger_is_opened_anew() {
    check(Faults { sync: true, ..Faults::default() }, false, 1, false);
    // The record that could not be taken back was never acknowledged; it may stand or not.
    check(Faults { sync: true, set_len: true, ..Faults::default() }, false, 2, false);
}

#[test]
fn everyone_who_waits_for_a_failed_write_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, switch) = open(dir.path());
    switch.lock().unwrap().sync = true;
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..16)
            .map(|number| {
                scope.spawn({
                    let ledger = &ledger;
                    move || ledger.append(event(number))
                })
            })
            .collect();
        for thread in all {
            assert!(thread.join().unwrap().is_err());
        }
    });
    switch.lock().unwrap().sync = false;
    assert!(matches!(ledger.append(event(99)), Err(LedgerError::Refusing { .. })));
    assert_eq!(verify(dir.path()).unwrap().records, 0);
}

#[test]
fn a_cut_that_cannot_be_recorded_is_not_made_in_silence() {
    let dir = tempfile::tempdir().unwrap();
    let (ledger, switch) = open(dir.path());
    ledger.append(event(1)).unwrap();
    let segment = dir.path().join("segments/00000000000000000001.jsonl");
    let mut bytes = std::fs::read(&segment).unwrap();
    bytes.extend(b"{\"seq\":\"2\",\"torn");
    std::fs::write(&segment, &bytes).unwrap();
    for faults in
        [Faults { write_after: Some(5), ..Faults::default() }, Faults { set_len: true, ..Faults::default() }]
    {
        *switch.lock().unwrap() = faults;
        assert!(ledger.append(event(2)).is_err());
        *switch.lock().unwrap() = Faults::default();
    }
    assert_eq!(ledger.append(event(2)).unwrap().seq, 3);
    let report = verify(dir.path()).unwrap();
    assert!(report.is_clean(), "{report:?}");
    assert_eq!((report.records, report.truncations), (3, 1));
}
