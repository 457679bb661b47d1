//! What a scorer says of the development set and of clean names. It knows no scorer: one is handed in. Invariant:
//! every pair is in exactly one row and one column.

use crate::histogram::Histogram;
use crate::pairs::{Kind, Pair};

/// The class that a scorer gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The listed name itself.
    Exact,
    /// The same but for legal form, spelling or script.
    Alias,
    /// The listed brand and only generic words.
    Family,
    /// Close, without a conflict.
    Strong,
    /// Some likeness: a person looks.
    Weak,
    /// No match.
    None,
}

impl Level {
    /// All of them, the surest first.
    pub const ALL: [Self; 6] = [Self::Exact, Self::Alias, Self::Family, Self::Strong, Self::Weak, Self::None];

    /// Its name in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Alias => "alias",
            Self::Family => "family",
            Self::Strong => "strong",
            Self::Weak => "weak",
            Self::None => "none",
        }
    }
}

/// What a scorer says of two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// How surely they are one party, 0 to 1000.
    pub identity: u16,
    /// The class.
    pub level: Level,
}

/// Counts of one kind of pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The kind.
    pub kind: Kind,
    /// How many pairs.
    pub pairs: usize,
    /// How many of each level, as in [`Level::ALL`].
    pub levels: [usize; 6],
    /// Their identity scores.
    pub scores: Histogram,
}

impl Row {
    /// How many are not `none`.
    pub fn alerts(&self) -> usize {
        self.levels.iter().take(5).sum()
    }
}

/// What a scorer says of a set of pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// One row a kind.
    pub rows: Vec<Row>,
    /// Identity scores of pairs that are the same, subsidiaries left out: those are family, not the same party.
    pub same: Histogram,
    /// Of pairs that are not.
    pub different: Histogram,
}

/// Asks the scorer about every pair.
pub fn measure(pairs: &[Pair], mut judge: impl FnMut(&str, &str) -> Judgement) -> Measured {
    let empty = |kind| Row { kind, pairs: 0, levels: [0; 6], scores: Histogram::default() };
    let mut rows: Vec<Row> = Kind::all().map(empty).collect();
    let (mut same, mut different) = (Histogram::default(), Histogram::default());
    for pair in pairs {
        let judged = judge(&pair.listed, &pair.asked);
        let Some(row) = rows.iter_mut().find(|row| row.kind == pair.kind) else { continue };
        row.pairs += 1;
        row.scores.add(judged.identity);
        for (count, level) in row.levels.iter_mut().zip(Level::ALL) {
            *count += usize::from(level == judged.level);
        }
        match pair.kind {
            Kind::Same(crate::Perturbation::Subsidiary) => {}
            Kind::Same(_) => same.add(judged.identity),
            Kind::Different(_) => different.add(judged.identity),
        }
    }
    Measured { rows, same, different }
}

#[cfg(test)]
mod tests {
    use super::{Judgement, Level, measure};
    use crate::{Counts, Names, development_set};

    #[test]
    fn every_pair_is_counted_once() {
        let pairs = development_set(&Names::made_up(800, 1), Counts { same: 40, different: 40 }, 1);
        let measured = measure(&pairs, |a, b| match a.len() % 2 == b.len() % 2 {
            true => Judgement { identity: 900, level: Level::Weak },
            false => Judgement { identity: 10, level: Level::None },
        });
        assert_eq!(measured.rows.iter().map(|row| row.pairs).sum::<usize>(), pairs.len());
        for row in &measured.rows {
            assert_eq!(row.levels.iter().sum::<usize>(), row.pairs);
            assert_eq!(row.alerts(), row.scores.at_least(900));
        }
        assert_eq!(measured.same.all() + measured.different.all() + 40, pairs.len());
    }
}
