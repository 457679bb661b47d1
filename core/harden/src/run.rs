//! The run over a list. Invariant: what is tried of an entry depends on the seed and that entry alone, so a change of one
//! entry does not change what is tried of the others.

use std::collections::{BTreeMap, BTreeSet};

use debar_calibration::Dice;
use debar_engine::Engine;
use debar_model::Verdict;
use jiff::Timestamp;

use crate::attempt::{ask, within};
use crate::circumstances::{AllCircumstances, Circumstances};
use crate::evasion::{Evasion, Floor};
use crate::made::{made, own_spot, spots};
use crate::outcome::{Hardened, Idle, IdleReason, Slip, Total};
use crate::remedy::Remedy;
use crate::spot::Spot;
use crate::standing::Standing;
use crate::subject::{Entry, Subject, What, entries};

/// What to try.
#[derive(Clone, Debug)]
pub struct Options {
    /// The instant of the law.
    pub at: Timestamp,
    /// The seed.
    pub seed: u64,
    /// How many evasions of each way, at most, for each entry.
    pub per_entry: usize,
    /// Only this vendor, its products and digests.
    pub vendor: Option<String>,
}

/// Tries to slip past every entry of a compiled list.
pub fn harden(engine: &Engine, options: &Options) -> Hardened {
    let list = engine.list();
    let all = AllCircumstances::of(list, options.at);
    let mut run = Run {
        engine,
        options,
        totals: BTreeMap::new(),
        controls: BTreeMap::new(),
        found: Hardened {
            at: options.at,
            seed: options.seed,
            entries: 0,
            idle: vec![],
            passed: vec![],
            weaker: vec![],
            totals: vec![],
            without_part_number: vec![],
        },
    };
    let numbered: BTreeSet<&str> = list
        .products
        .values()
        .filter(|product| !product.part_numbers.is_empty() || !product.globs.is_empty())
        .filter_map(|product| product.vendor.as_deref())
        .collect();
    for entry in entries(list, options.vendor.as_deref()) {
        let vendor = match entry.table {
            "product" => list.products.get(entry.id).and_then(|product| product.vendor.as_deref()),
            "digests" => list.digests.get(entry.id).and_then(|set| set.vendor.as_deref()),
            _ => None,
        };
        run.found.entries += 1;
        let in_force = run.entry(&entry, &all.candidates(entry.table, entry.id, vendor));
        if in_force && entry.table == "vendor" && !numbered.contains(entry.id) {
            run.found.without_part_number.push(entry.id.to_owned());
        }
    }
    let mut found = run.found;
    found.totals = Evasion::all()
        .map(|evasion| {
            let (tried, passed, weaker) = run.totals.get(&evasion).copied().unwrap_or_default();
            Total { evasion, tried, passed, weaker }
        })
        .collect();
    found
}

struct Run<'e> {
    engine: &'e Engine,
    options: &'e Options,
    totals: BTreeMap<Evasion, (usize, usize, usize)>,
    /// What an order leads to that names nobody, by field and circumstances.
    controls: BTreeMap<String, Verdict>,
    found: Hardened,
}

/// A text in a field where it leads to something.
struct Base<'s, 'l, 'c> {
    subject: &'s Subject<'l>,
    spot: Spot,
    standing: Standing<'c>,
}

impl Run<'_> {
    /// Tries all ways on one entry; whether anything of it is in force.
    fn entry(&mut self, entry: &Entry<'_>, candidates: &[&Circumstances]) -> bool {
        let mut bases = vec![];
        let mut idle = None;
        for subject in &entry.subjects {
            let mut met = false;
            let mut here = 0;
            for spot in spots(subject) {
                let text = match subject.what {
                    What::Glob => crate::numbers::of_glob(&subject.text, &mut Dice::new(self.options.seed)),
                    _ => subject.text.clone(),
                };
                let standing = Standing::of(self.engine, self.options.at, entry, &spot, &text, candidates);
                let Some(standing) = standing else { continue };
                met |= standing.met;
                if standing.in_force() {
                    here += 1;
                    bases.push(Base { subject, spot, standing });
                } else if standing.verdict > Verdict::Allow {
                    idle.get_or_insert(IdleReason::AsksEverybody);
                }
            }
            if here == 0 && !met && idle.is_none() {
                self.unknown(entry, subject, candidates);
            }
        }
        if bases.is_empty() {
            let nothing =
                if entry.subjects.is_empty() { IdleReason::NoText } else { IdleReason::NothingInForce };
            self.found.idle.push(Idle {
                table: entry.table,
                id: entry.id.to_owned(),
                place: entry.place.clone(),
                why: idle.unwrap_or(nothing),
            });
            return false;
        }
        for evasion in Evasion::all() {
            self.evasion(entry, &bases, evasion);
        }
        true
    }

    /// A listed text that its own entry is not met by.
    fn unknown(&mut self, entry: &Entry<'_>, subject: &Subject<'_>, candidates: &[&Circumstances]) {
        let Some((spot, first)) = spots(subject).into_iter().next().zip(candidates.first()) else { return };
        let given = within(spot.order(&subject.text), first);
        self.count(Evasion::AsWritten, 1, 1, 0);
        let text = subject.text.clone();
        self.found.passed.push(Slip {
            table: entry.table,
            id: entry.id.to_owned(),
            listed: text.clone(),
            place: subject.place.clone(),
            evasion: Evasion::AsWritten,
            remedy: Remedy::of(Evasion::AsWritten, entry, &text, &text),
            spot,
            text,
            expected: Verdict::Review,
            found: Verdict::Allow,
            given,
        });
    }

    fn evasion(&mut self, entry: &Entry<'_>, bases: &[Base<'_, '_, '_>], evasion: Evasion) {
        let fitting: Vec<&Base<'_, '_, '_>> =
            bases.iter().filter(|base| base.subject.feeds(evasion.source())).collect();
        let mut dice = Dice::new(seed_of(self.options.seed, entry, evasion));
        let mut done: BTreeSet<(Spot, String)> = BTreeSet::new();
        let most = if evasion == Evasion::AsWritten { fitting.len() } else { self.options.per_entry };
        for number in 0..most.saturating_mul(4) {
            if done.len() >= most {
                break;
            }
            let base = match evasion {
                Evasion::AsWritten => fitting.get(number),
                _ => dice.one(&fitting),
            };
            let Some(base) = base else { break };
            let Some(text) = made(evasion, base.subject, &mut dice) else { continue };
            let spot = own_spot(evasion).unwrap_or_else(|| base.spot.clone());
            if done.insert((spot.clone(), text.clone())) {
                self.attempt(entry, base, evasion, spot, text);
            }
        }
    }

    fn attempt(
        &mut self,
        entry: &Entry<'_>,
        base: &Base<'_, '_, '_>,
        evasion: Evasion,
        spot: Spot,
        text: String,
    ) {
        let standing = &base.standing;
        let circumstances = standing.circumstances;
        let control = if spot == base.spot { standing.control } else { self.control(&spot, circumstances) };
        let expected = match evasion.floor() {
            Floor::Same => standing.verdict,
            Floor::Review => Verdict::Review,
        };
        if control >= expected {
            return;
        }
        let given = within(spot.order(&text), circumstances);
        let found = ask(self.engine, &given, self.options.at).verdict;
        let passed = found <= control;
        let weaker = !passed && found < expected;
        self.count(evasion, 1, usize::from(passed), usize::from(weaker));
        if !passed && !weaker {
            return;
        }
        let slip = Slip {
            table: entry.table,
            id: entry.id.to_owned(),
            listed: base.subject.text.clone(),
            place: base.subject.place.clone(),
            evasion,
            remedy: Remedy::of(evasion, entry, &base.subject.text, &text),
            spot,
            text,
            expected,
            found,
            given,
        };
        if passed { &mut self.found.passed } else { &mut self.found.weaker }.push(slip);
    }

    fn control(&mut self, spot: &Spot, circumstances: &Circumstances) -> Verdict {
        let (engine, at) = (self.engine, self.options.at);
        let ask = || ask(engine, &within(spot.control(), circumstances), at).verdict;
        *self.controls.entry(format!("{spot:?} {circumstances:?}")).or_insert_with(ask)
    }

    fn count(&mut self, evasion: Evasion, tried: usize, passed: usize, weaker: usize) {
        let counts = self.totals.entry(evasion).or_default();
        *counts = (counts.0 + tried, counts.1 + passed, counts.2 + weaker);
    }
}

/// A seed of its own for each entry and way (FNV-1a).
fn seed_of(seed: u64, entry: &Entry<'_>, evasion: Evasion) -> u64 {
    let texts = [entry.table, entry.id, evasion.as_str()];
    let bytes = texts.into_iter().flat_map(|text| text.bytes().chain([0]));
    bytes.fold(0xCBF2_9CE4_8422_2325 ^ seed, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}
