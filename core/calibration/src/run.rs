//! A whole run over the scorer that ships. Invariant: names and seed decide it.

use debar_names::{ListedKind, ListedName, NameClass, NameIndex, T_STRONG, T_WEAK, compare};

use crate::histogram::Histogram;
use crate::measure::{Judgement, Level, measure};
use crate::name::Names;
use crate::pairs::{Counts, development_set};
use crate::report::{Calibration, Chosen};

/// The thresholds in use.
pub const SHIPPED: Chosen = Chosen { strong: T_STRONG, weak: T_WEAK };

/// Measures the scorer on pairs made of `names`, and on the clean ones of them.
pub fn calibrate(names: &Names, seed: u64) -> Calibration {
    let pairs = development_set(names, Counts::default(), seed);
    let (listed, clean) = names.sides();
    Calibration {
        origin: format!("{}, {}", names.len(), names.origin()),
        seed,
        listed: listed.len(),
        pairs: measure(&pairs, judge),
        clean: best_of_clean(&index(&listed), &clean),
    }
}

/// What the shipped scorer says of a pair. The listed name's first distinctive word counts as a declared brand, which is
/// what makes a subsidiary family.
pub fn judge(listed: &str, asked: &str) -> Judgement {
    let compared = compare(listed, asked);
    let level = compared.class.map_or(Level::None, level_of);
    Judgement { identity: compared.identity, level: level.min(family(listed, asked)) }
}

fn family(listed: &str, asked: &str) -> Level {
    let brand = crate::name::Name::of(listed).brand();
    if brand.is_empty() {
        return Level::None;
    }
    let index = NameIndex::new([ListedName { entity: "it", name: &brand, kind: ListedKind::Brand }]);
    let found = index.screen(asked, u16::MAX);
    match found.first().and_then(|found| found.class) {
        Some(NameClass::Family | NameClass::Exact | NameClass::Alias) => Level::Family,
        Some(NameClass::Strong | NameClass::Weak) | None => Level::None,
    }
}

const fn level_of(class: NameClass) -> Level {
    match class {
        NameClass::Exact => Level::Exact,
        NameClass::Alias => Level::Alias,
        NameClass::Family => Level::Family,
        NameClass::Strong => Level::Strong,
        NameClass::Weak => Level::Weak,
    }
}

fn index(listed: &[&str]) -> NameIndex {
    NameIndex::new(listed.iter().map(|name| ListedName { entity: name, name, kind: ListedKind::Name }))
}

/// The best identity of each clean name that could be strong or weak by its score. Equality is not a question of
/// thresholds, and neither is what a conflict keeps down.
fn best_of_clean(index: &NameIndex, clean: &[&str]) -> Histogram {
    let mut scores = Histogram::default();
    for name in clean {
        let found = index.screen(name, 1);
        let counts = |found: &debar_names::Match<'_>| {
            let hard = found.conflicts.iter().any(|conflict| conflict.kind.is_hard());
            !hard && !matches!(found.class, Some(NameClass::Exact | NameClass::Alias))
        };
        scores.add(found.iter().filter(|found| counts(found)).map(|found| found.identity).max().unwrap_or(0));
    }
    scores
}
