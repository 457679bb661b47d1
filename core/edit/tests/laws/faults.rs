//! Ten faults in one list: nearly all reported in one run, nothing reported that nobody did, and `fix` undoes what it
//! can undo without changing the rest.

use std::collections::BTreeMap;

use debar_blocklist::{Code, Diagnostic, MemorySources, Reading, read};
use debar_edit::testing::{FAULTS, Fault, Random, Style, valid_list};
use debar_edit::{Choice, fix_all, meaning};

/// A fault in a text: the lines that it stands on, and those of its entry.
struct Seeded {
    fault: &'static Fault,
    lines: std::ops::Range<u32>,
    entry: std::ops::Range<u32>,
}

/// A list with up to ten faults at different lines.
fn seeded(seed: u64, chosen: impl Fn(&Fault) -> bool) -> (String, String, Vec<Seeded>) {
    let base = valid_list(seed, Style::OneALine);
    let mut random = Random::new(seed ^ 0xfa17);
    let mut lines: Vec<(String, Option<&'static Fault>)> =
        base.lines().map(|line| (line.to_owned(), None)).collect();
    for _ in 0..40 {
        if lines.iter().filter(|(_, fault)| fault.is_some()).count() == 10 {
            break;
        }
        let fault = random.pick(FAULTS).unwrap();
        if !chosen(fault) {
            continue;
        }
        let fits: Vec<usize> = (0..lines.len())
            .filter(|at| lines[*at].1.is_none() && (fault.put)(&lines[*at].0).is_some())
            .collect();
        let Some(at) = random.pick(&fits).copied() else { continue };
        lines[at] = ((fault.put)(&lines[at].0).unwrap(), Some(fault));
    }
    let mut text = String::new();
    let mut places = vec![];
    let mut number = 1_u32;
    let mut headers = vec![1_u32];
    for (line, fault) in &lines {
        let length = u32::try_from(line.matches('\n').count()).unwrap() + 1;
        if line.starts_with('[') {
            headers.push(number);
        }
        if let Some(fault) = fault {
            places.push((*fault, number..number + length));
        }
        text.push_str(line);
        text.push('\n');
        number += length;
    }
    headers.push(number + 1);
    let seeded = places
        .into_iter()
        .map(|(fault, lines)| {
            let begin = headers.iter().rev().find(|header| **header <= lines.start).copied().unwrap();
            let end = headers.iter().find(|header| **header > lines.start).copied().unwrap();
            Seeded { fault, lines, entry: begin..end }
        })
        .collect();
    (base, text, seeded)
}

fn reading(text: &str) -> Reading {
    read("a.toml", &MemorySources::new().with("a.toml", text))
}

fn is_of(diagnostic: &Diagnostic, seeded: &Seeded) -> bool {
    let on = |range: &std::ops::Range<u32>| {
        diagnostic.labels.iter().any(|label| range.contains(&label.place.line))
    };
    diagnostic.code == seeded.fault.code && on(&seeded.entry)
}

#[test]
fn of_ten_faults_nearly_all_are_reported_and_nothing_else() {
    let mut rates: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut all, mut found) = (0, 0);
    let mut follow_ups: BTreeMap<String, usize> = BTreeMap::new();
    let mut example = String::new();
    for seed in 0..200 {
        let (_, text, faults) = seeded(seed, |_| true);
        let reading = reading(&text);
        for seeded in &faults {
            let reported = reading.diagnostics.iter().any(|diagnostic| is_of(diagnostic, seeded));
            let rate = rates.entry(seeded.fault.name).or_default();
            rate.1 += 1;
            all += 1;
            if reported {
                rate.0 += 1;
                found += 1;
            }
        }
        for diagnostic in reading.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()) {
            let own = faults.iter().any(|seeded| {
                is_of(diagnostic, seeded)
                    || diagnostic.labels.iter().any(|label| seeded.lines.contains(&label.place.line))
            });
            if !own {
                let near = faults.iter().filter(|seeded| {
                    diagnostic.place().is_some_and(|place| seeded.entry.contains(&place.line))
                });
                let near: Vec<&str> = near.map(|seeded| seeded.fault.name).collect();
                *follow_ups.entry(format!("{} beside {near:?}", diagnostic.code)).or_default() += 1;
                if example.is_empty() {
                    example = format!("seed {seed}: {diagnostic:#?}\n{text}");
                }
            }
        }
    }
    println!("{:<24}{:>10}{:>8}", "fault", "reported", "of");
    for (name, (found, of)) in &rates {
        println!("{name:<24}{found:>10}{of:>8}");
    }
    println!("{:<24}{found:>10}{all:>8}", "all");
    assert_eq!(rates.len(), FAULTS.len(), "kinds that never came up");
    assert!(FAULTS.len() >= 40);
    println!("follow-ups: {follow_ups:#?}");
    assert!(found * 100 >= all * 95, "{found} of {all}");
    assert!(follow_ups.is_empty(), "{follow_ups:#?}\n{example}");
}

#[test]
fn fixing_brings_back_what_the_list_said() {
    let mut faults_seen = 0;
    for seed in 0..100 {
        let (base, text, faults) = seeded(seed, |fault| fault.restored && !RENAMING.contains(&fault.code));
        faults_seen += faults.len();
        let names: Vec<&str> = faults.iter().map(|seeded| seeded.fault.name).collect();
        let fixed = fix_all("a.toml", &MemorySources::new().with("a.toml", text.clone()), &Choice::default());
        let list = fixed.reading.list.unwrap_or_else(|| {
            let left: Vec<String> = fixed
                .reading
                .diagnostics
                .iter()
                .map(|d| format!("{} {} {:?}", d.code, d.message, d.place()))
                .collect();
            panic!("seed {seed}: {names:?}\n{left:#?}\n{text}")
        });
        let before = reading(&base).list.unwrap();
        assert!(meaning(&list) == meaning(&before), "seed {seed}: {names:?}\n{text}");
    }
    assert!(faults_seen > 700, "{faults_seen}");
}

/// Their fix gives an entry another id than it had.
const RENAMING: [Code; 1] = [Code::DottedId];

#[test]
fn fixing_leaves_every_other_line_as_it_is() {
    for seed in 0..80 {
        let (_, text, faults) = seeded(seed, |_| true);
        let text = if seed % 2 == 0 { text } else { text.replace('\n', "\r\n") };
        let fixed = fix_all("a.toml", &MemorySources::new().with("a.toml", text.clone()), &Choice::default());
        let after = fixed.files.first().map_or(text.as_str(), |file| file.after.as_str());
        let kept: Vec<&str> = after.split('\n').collect();
        for (number, line) in (1_u32..).zip(text.split('\n')) {
            let faulty = faults.iter().any(|seeded| seeded.lines.contains(&number));
            assert!(faulty || kept.contains(&line), "seed {seed}: line {number} is gone: {line}\n{after}");
        }
        let certain = fixed.reading.diagnostics.iter().filter_map(|d| d.fix.as_ref().map(|fix| (d, fix)));
        let left: Vec<_> = certain
            .filter(|(_, fix)| !fix.changes_verdict)
            .map(|(d, _)| (d.code, d.message.clone()))
            .collect();
        assert!(left.is_empty(), "seed {seed}: {left:?}\n{after}");
    }
}
