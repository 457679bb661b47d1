//! The development set: labelled pairs. Invariant: names and seed decide it whole.

use std::collections::BTreeSet;

use crate::dice::Dice;
use crate::name::Names;
use crate::perturb::{Perturbation, perturb};
use crate::trap::{Trap, trap};

/// Why a pair is in the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// One party, written differently.
    Same(Perturbation),
    /// Two parties that are alike.
    Different(Trap),
}

impl Kind {
    /// All of them, those that are the same first.
    pub fn all() -> impl Iterator<Item = Self> {
        Perturbation::ALL.into_iter().map(Self::Same).chain(Trap::ALL.into_iter().map(Self::Different))
    }

    /// Whether both names are of one party or its family.
    pub const fn is_same(self) -> bool {
        matches!(self, Self::Same(_))
    }

    /// Its name in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Same(how) => how.as_str(),
            Self::Different(how) => how.as_str(),
        }
    }
}

/// A labelled pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The listed name.
    pub listed: String,
    /// The name that is asked about.
    pub asked: String,
    /// The label, and why.
    pub kind: Kind,
}

/// Pairs of each kind: so many of the same, and so many of the different.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Pairs of each perturbation.
    pub same: usize,
    /// Pairs of each trap.
    pub different: usize,
}

impl Default for Counts {
    /// 25,000 pairs.
    fn default() -> Self {
        Self { same: 1_500, different: 2_500 }
    }
}

/// Makes the set. Where names are too few for a kind there are fewer pairs of it.
pub fn development_set(names: &Names, counts: Counts, seed: u64) -> Vec<Pair> {
    let mut pairs = vec![];
    for (number, kind) in (0_u64..).zip(Kind::all()) {
        let mut dice = Dice::new(seed ^ number.wrapping_mul(0x9E37_79B9));
        let want = if kind.is_same() { counts.same } else { counts.different };
        let mut seen = BTreeSet::new();
        let mut tries = 0;
        while seen.len() < want && tries < want * 60 {
            tries += 1;
            let Some(name) = dice.one(&names.all) else { break };
            let made = match kind {
                Kind::Same(how) => perturb(name, how, &mut dice).map(|asked| (name.text.clone(), asked)),
                Kind::Different(how) => {
                    let other = dice.one(&names.all);
                    other.and_then(|other| trap(name, other, how, &mut dice))
                }
            };
            if let Some((listed, asked)) = made
                && seen.insert((listed.clone(), asked.clone()))
            {
                pairs.push(Pair { listed, asked, kind });
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::{Counts, Kind, development_set};
    use crate::name::Names;

    #[test]
    fn every_kind_is_full_and_the_seed_decides() {
        let names = Names::made_up(6_000, 4);
        let set = development_set(&names, Counts::default(), 9);
        assert_eq!(set, development_set(&names, Counts::default(), 9));
        assert_ne!(set, development_set(&names, Counts::default(), 10));
        for kind in Kind::all() {
            let count = set.iter().filter(|pair| pair.kind == kind).count();
            assert_eq!(count, if kind.is_same() { 1_500 } else { 2_500 }, "{kind:?}");
        }
        assert!(set.len() >= 20_000);
    }

    #[test]
    fn too_few_names_are_no_fault() {
        let set = development_set(&Names::read("Zorvex Ltd", "one"), Counts { same: 5, different: 5 }, 1);
        assert!(set.len() < 70);
        assert!(development_set(&Names::read("", "none"), Counts::default(), 1).is_empty());
    }
}
