//! How many got which score. Not an estimate: scores are integers, so the curves are exact. Invariant: counts add up.

/// The highest score.
pub(crate) const TOP: u16 = 1000;

/// Counts by score, 0 to 1000.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Histogram {
    counts: Vec<usize>,
    all: usize,
}

impl Default for Histogram {
    fn default() -> Self {
        Self { counts: vec![0; usize::from(TOP) + 1], all: 0 }
    }
}

impl Histogram {
    /// Counts one.
    pub fn add(&mut self, score: u16) {
        if let Some(count) = self.counts.get_mut(usize::from(score.min(TOP))) {
            *count += 1;
            self.all += 1;
        }
    }

    /// How many in all.
    pub const fn all(&self) -> usize {
        self.all
    }

    /// How many have at least this score.
    pub fn at_least(&self, score: u16) -> usize {
        self.counts.iter().skip(usize::from(score)).sum()
    }

    /// The lowest score that at most so many in a million reach; 1001 where even the highest is reached by more.
    pub fn threshold(&self, per_million: usize) -> u16 {
        let most = self.all * per_million / 1_000_000;
        let mut above = 0;
        let mut lowest = TOP + 1;
        for (score, count) in (0..=TOP).zip(&self.counts).rev() {
            above += count;
            if above > most {
                break;
            }
            lowest = score;
        }
        lowest
    }

    /// The area under the curve against `other`: in how many of all pairs of one of each this one's score is higher,
    /// ties counting half. Twice the count, and twice the number of pairs.
    pub fn area_over(&self, other: &Self) -> (usize, usize) {
        let mut below = 0;
        let mut won = 0;
        for (ours, theirs) in self.counts.iter().zip(&other.counts) {
            won += ours * (2 * below + theirs);
            below += theirs;
        }
        (won, 2 * self.all * other.all)
    }

    /// The best balanced score of precision and recall (F1) and where it is reached: twice the hits, over that and the
    /// errors.
    pub fn best_f1(&self, other: &Self) -> (u16, (usize, usize)) {
        let at = |score| (score, self.f1_at(other, score));
        let better = |a: (u16, (usize, usize)), b: (u16, (usize, usize))| {
            if b.1.0 * a.1.1.max(1) > a.1.0 * b.1.1.max(1) { b } else { a }
        };
        (0..=TOP).map(at).reduce(better).unwrap_or((0, (0, 0)))
    }

    /// The same at one score.
    pub fn f1_at(&self, other: &Self, score: u16) -> (usize, usize) {
        let (hits, false_hits) = (self.at_least(score), other.at_least(score));
        (2 * hits, 2 * hits + false_hits + (self.all - hits))
    }
}

#[cfg(test)]
mod tests {
    use super::Histogram;

    fn of(scores: &[u16]) -> Histogram {
        let mut histogram = Histogram::default();
        scores.iter().for_each(|score| histogram.add(*score));
        histogram
    }

    #[test]
    fn thresholds_keep_their_promise() {
        let many: Vec<u16> = (0..1000).collect();
        for (scores, per_million, expect) in [
            (many.as_slice(), 5_000, 995),
            (&many, 500, 1000),
            (&[1000, 1000], 500, 1001),
            (&[], 500, 0),
            (&[3, 7], 500_000, 4),
        ] {
            let histogram = of(scores);
            let threshold = histogram.threshold(per_million);
            assert_eq!(threshold, expect, "{per_million}");
            assert!(histogram.at_least(threshold) * 1_000_000 <= scores.len() * per_million);
        }
    }

    #[test]
    fn areas() {
        for (ours, theirs, expect) in [
            (&[5_u16, 6][..], &[1_u16, 2][..], (8, 8)),
            (&[1, 2], &[5, 6], (0, 8)),
            (&[5], &[5], (1, 2)),
            (&[], &[5], (0, 0)),
        ] {
            assert_eq!(of(ours).area_over(&of(theirs)), expect);
        }
        assert_eq!(of(&[9, 8]).best_f1(&of(&[1])).1, (4, 4));
    }
}
