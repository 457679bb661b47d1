//! kill -9 at random moments: every acknowledged decision is there, and the log is clean.

use super::{as_child, at, child, entry, id, open};
use debar_ledger::{Ledger, Options, Reader, verify};
use std::collections::{HashMap, HashSet};
use std::io::{Read, Write};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

const APPENDS: u32 = 1_000;
const MOMENTS: u32 = 20;
const THREADS: u32 = 4;

/// The process that is killed: four threads append and say so on standard output.
#[test]
fn appending_child() {
    let Some((dir, argument)) = as_child() else { return };
    let (ledger, _) = Ledger::open(&dir, Options { segment_bytes: 100_000, ..Options::new(at(0)) }).unwrap();
    say("READY");
    let next = AtomicU32::new(0);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= APPENDS {
                        return;
                    }
                    let name = format!("{argument}-{number}");
                    // One that others have too, and one of its own.
                    let common = format!("{{\"request\":\"{}\"}}", number % 50);
                    let common = ledger.put_body(common.as_bytes()).unwrap();
                    let own = ledger.put_body(name.as_bytes()).unwrap();
                    ledger.append(entry(&name).with_request(common).with_input("own", own)).unwrap();
                    say(&name);
                }
            });
        }
    });
}

fn say(text: &str) {
    // One write: a killed process leaves no half line that looks like another name.
    std::io::stdout().write_all(format!("\n@{text};").as_bytes()).unwrap();
    std::io::stdout().flush().unwrap();
}

#[test]
fn no_acknowledged_decision_is_lost_by_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    let mut seed = std::process::id();
    let mut random = move |below: u64| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        u64::from(seed >> 8) % below
    };
    let (mut acknowledged, mut cuts, mut killed) = (HashSet::new(), 0, 0);
    for moment in 0..MOMENTS {
        let argument = format!("run{moment}");
        let mut process = child("crash::appending_child", dir.path(), &argument).spawn().unwrap();
        let mut output = process.stdout.take().unwrap();
        let mut text = Vec::new();
        while !text.windows(7).any(|window| window == b"@READY;") {
            let mut byte = [0; 64];
            let read = output.read(&mut byte).unwrap();
            assert!(read > 0, "{}", String::from_utf8_lossy(&text));
            text.extend(&byte[..read]);
        }
        let killer = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_micros(random(250_000)));
            process.kill().unwrap();
            (process.wait().unwrap(), random)
        });
        output.read_to_end(&mut text).unwrap();
        let (status, back) = killer.join().unwrap();
        random = back;
        killed += u32::from(!status.success());
        let text = String::from_utf8_lossy(&text).into_owned();
        let names = text.split('@').filter_map(|part| Some(part.split_once(';')?.0.to_owned()));
        acknowledged.extend(names.filter(|name| name.starts_with("run")));
        let (_, report) = open(dir.path());
        cuts += usize::from(report.cut.is_some());
        let check = verify(dir.path()).unwrap();
        assert!(check.is_clean(), "{check:?}");
        let reader = Reader::open(dir.path()).unwrap();
        let recorded: HashMap<_, _> = reader
            .iter()
            .unwrap()
            .filter_map(|record| record.ok().and_then(|record| Some((record.decision_id?, record))))
            .collect();
        let mut bodies = reader.bodies();
        for name in &acknowledged {
            let record = recorded.get(&id(name));
            let record = record.unwrap_or_else(|| panic!("{name} was acknowledged and is lost"));
            assert_eq!(bodies.get(&record.inputs["own"]).unwrap(), name.as_bytes());
            assert!(bodies.get(&record.request.unwrap()).is_ok());
        }
    }
    println!(
        "{} acknowledged, {killed} of {MOMENTS} killed in the middle, {cuts} torn ends",
        acknowledged.len()
    );
    assert!(acknowledged.len() > 20 && killed > 0, "{} {killed}", acknowledged.len());
}
