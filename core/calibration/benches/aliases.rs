//! Recall of other names of listed parties at fixed shares of false alerts, and alerts on clean names, over the public
//! corpora beside the checkout. Not a test: it prints. `cargo bench -p debar-calibration --bench aliases`; with `misses`
//! as argument it shows what is not found of the half that rules may be made on, and with `alerts` the clean names that
//! score highest.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a benchmark prints"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use debar_calibration::{FALSE_ALERTS, Histogram, Names, Party, in_cyrillic, read_parties, recall_at};
use debar_names::{ListedKind, ListedName, NameClass, NameIndex, T_WEAK, compare};

fn main() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora");
    let read =
        |path: &str| String::from_utf8_lossy(&fs::read(shared.join(path)).unwrap_or_default()).into_owned();
    let names = Names::read(&read("names/oui.tsv"), "");
    let mut parties: Vec<Party> = vec![];
    for (list, primary, aliases) in [
        ("cons", "lists/ofac-consolidated/cons_prim.csv", "lists/ofac-consolidated/cons_alt.csv"),
        ("2019", "lists/ofac-sdn-2019-subset/sdn.csv", "lists/ofac-sdn-2019-subset/alt.csv"),
        ("2025", "lists/ofac-sdn-2025-subset/sdn.csv", "lists/ofac-sdn-2025-subset/alt.csv"),
    ] {
        for mut party in read_parties(&read(primary), &read(aliases)) {
            party.id = format!("{list}-{}", party.id);
            parties.push(party);
        }
    }
    if names.is_empty() || parties.is_empty() {
        println!("skipped: the public corpora are not beside this checkout");
        return;
    }
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (others, clean) = names.sides();
    // Names that begin like a listed one may be its own: no clean names.
    let front = |name: &str| debar_names::joined_key(name).chars().take(6).collect::<String>();
    let fronts: BTreeSet<String> =
        others.iter().copied().chain(parties.iter().map(|party| &*party.name)).map(front).collect();
    let houses: BTreeSet<String> = parties
        .iter()
        .flat_map(|party| {
            debar_names::core_key(&party.name).split(' ').map(str::to_owned).collect::<Vec<_>>()
        })
        .collect();
    let own =
        |name: &&str| debar_names::core_key(name).split(' ').next().is_some_and(|word| houses.contains(word));
    let clean: Vec<&str> =
        clean.into_iter().filter(|name| !fronts.contains(&front(name)) && !own(name)).collect();
    let listed = parties.iter().map(|party| ListedName {
        entity: &party.id,
        name: &party.name,
        kind: ListedKind::Name,
    });
    let index = NameIndex::new(listed.chain(others.iter().map(|name| ListedName {
        entity: name,
        name,
        kind: ListedKind::Name,
    })));
    let (mut best, mut classes, mut top) = (Histogram::default(), BTreeMap::new(), vec![]);
    for name in &clean {
        let found = index.screen(name, 1);
        let score = found.iter().map(|hit| hit.identity).max().unwrap_or(0);
        best.add(score);
        let class = found.iter().filter_map(|hit| hit.class).min();
        if class.is_some_and(|class| class <= NameClass::Alias) && args.iter().any(|arg| arg == "alerts") {
            println!("equal: {name} | {}", found.first().map_or("", |hit| hit.matched));
        }
        *classes.entry(class.map_or("none", NameClass::name)).or_insert(0_usize) += 1;
        if let Some(hit) = found.iter().max_by_key(|hit| hit.identity) {
            top.push((score, *name, hit.matched));
        }
    }
    println!("{} listed names, {} clean names", index.len(), clean.len());
    println!("classes of clean names: {classes:?}");
    if args.iter().any(|arg| arg == "alerts") {
        top.sort_by_key(|(score, ..)| std::cmp::Reverse(*score));
        for (score, asked, matched) in top.iter().take(160) {
            println!("{score:>5} {asked} | {matched}");
        }
    }
    let score_of = |party: &Party, alias: &str| {
        index
            .screen(alias, 1)
            .into_iter()
            .filter(|hit| hit.entity == party.id)
            .map(|hit| hit.identity)
            .max()
            .unwrap_or(0)
    };
    for tuned in [true, false] {
        let (mut latin, mut cyrillic, mut count) = (Histogram::default(), Histogram::default(), 0);
        let (mut same, mut other) = (Histogram::default(), Histogram::default());
        for party in parties.iter().filter(|party| party.is_tuned_on() == tuned) {
            for alias in &party.aliases {
                let score = score_of(party, alias);
                latin.add(score);
                if tuned && args.iter().any(|arg| arg == "misses") {
                    println!("{score:>5} {alias} | {}", party.name);
                }
                if let Some(native) = in_cyrillic(alias) {
                    let score = score_of(party, &native);
                    cyrillic.add(score);
                    if tuned && args.iter().any(|arg| arg == "cyrillic") {
                        println!("{score:>5} {native} | {}", party.name);
                    }
                }
                same.add(compare(&party.name, alias).identity);
                for near in likest(&parties, party, alias) {
                    count += 1;
                    other.add(compare(&near.name, alias).identity);
                }
            }
        }
        println!(
            "half {}: {} other names, {} of them in Cyrillic too",
            if tuned { "tuned on" } else { "held out" },
            latin.all(),
            cyrillic.all()
        );
        for rate in FALSE_ALERTS {
            let (least, found) = recall_at(&latin, &best, rate);
            let (_, native) = recall_at(&cyrillic, &best, rate);
            println!(
                "  {:>6} per million: score {least}, Latin .{:03}, Cyrillic .{:03}",
                rate,
                found * 1000 / latin.all(),
                native * 1000 / cyrillic.all().max(1)
            );
        }
        let (won, all) = same.area_over(&other);
        let f1 = |(hits, all): (usize, usize)| hits * 1000 / all.max(1);
        let (at, top) = same.best_f1(&other);
        println!(
            "  pairs {} same, {count} alike: AUC .{:03}, F1 .{:03} at {T_WEAK}, best .{:03} at {at}",
            same.all(),
            won * 1000 / all,
            f1(same.f1_at(&other, T_WEAK)),
            f1(top)
        );
    }
}

/// The two other parties whose names share most of the alias's words.
fn likest<'a>(parties: &'a [Party], own: &Party, alias: &str) -> Vec<&'a Party> {
    let words =
        |text: &str| debar_names::core_key(text).split(' ').map(str::to_owned).collect::<BTreeSet<String>>();
    let asked = words(alias);
    let mut found: Vec<(usize, &Party)> = parties
        .iter()
        .filter(|party| party.id != own.id)
        .map(|party| (words(&party.name).intersection(&asked).count(), party))
        .collect();
    found.sort_by_key(|(shared, party)| (std::cmp::Reverse(*shared), party.id.clone()));
    found.into_iter().take(1).map(|(_, party)| party).collect()
}
