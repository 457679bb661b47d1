//! The run as a page and its two charts. No claim without its count. Invariant: the same run gives the same bytes.

use std::fmt::Write as _;

use crate::histogram::{Histogram, TOP};
use crate::measure::{Level, Measured};
use crate::share::{fraction, percent};
use crate::svg::{Axis, Chart, Line, UNITS};

/// What `t_strong` promises: at most so many clean names in a million reach it.
pub const STRONG_PER_MILLION: usize = 500;
/// What `t_weak` promises.
pub const WEAK_PER_MILLION: usize = 3_000;

/// The two thresholds of the identity score, 0 to 1000; 1001 is never reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// From here on a likeness is strong.
    pub strong: u16,
    /// From here on it is weak.
    pub weak: u16,
}

/// A finished run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calibration {
    /// Where the names come from.
    pub origin: String,
    /// The seed.
    pub seed: u64,
    /// How many names were listed.
    pub listed: usize,
    /// The set of pairs.
    pub pairs: Measured,
    /// The best identity of each clean name over the whole list; 0 where nothing without a conflict came near.
    pub clean: Histogram,
}

impl Calibration {
    /// The thresholds that keep their promises on the clean names.
    pub fn chosen(&self) -> Chosen {
        let strong = self.clean.threshold(STRONG_PER_MILLION);
        Chosen { strong, weak: self.clean.threshold(WEAK_PER_MILLION).min(strong) }
    }

    /// The report, as Markdown; `shipped` are the thresholds in use.
    pub fn markdown(&self, shipped: Chosen, command: &str) -> String {
        let chosen = self.chosen();
        let mut out = format!(
            "# Thresholds of name screening\n\n`{command}` writes this page and its charts; a test holds them to it. Names: {}. Seed {}.\n\n\
             | threshold | promise on clean names | chosen | shipped | clean names at or above it |\n|---|---|---|---|---|\n",
            self.origin, self.seed
        );
        let rows = [
            ("strong", STRONG_PER_MILLION, chosen.strong, shipped.strong),
            ("weak", WEAK_PER_MILLION, chosen.weak, shipped.weak),
        ];
        for (name, promise, chosen, shipped) in rows {
            let reached = self.clean.at_least(chosen);
            let _ = writeln!(
                out,
                "| {name} | at most {} | {chosen} | {shipped} | {reached} of {}, {} |",
                percent(promise, 1_000_000),
                self.clean.all(),
                percent(reached, self.clean.all())
            );
        }
        let _ = write!(
            out,
            "\nEach clean name was screened against {} listed names; no clean name shares its first word with a listed one.\n\n\
             ![Scores of pairs and clean names](names-scores.svg)\n\n![Recall against false alerts](names-recall.svg)\n\n",
            self.listed
        );
        self.quality(&mut out, shipped);
        self.table(&mut out, shipped);
        out
    }

    fn quality(&self, out: &mut String, shipped: Chosen) {
        let (same, different) = (&self.pairs.same, &self.pairs.different);
        let area = same.area_over(different);
        let (best, best_f1) = same.best_f1(different);
        let f1 = same.f1_at(different, shipped.weak);
        let _ = writeln!(
            out,
            "Over {} pairs of one party and {} pairs of two, by the identity score alone: AUC {}, F1 {} at {} (the shipped \
             weak threshold), best F1 {} at {best}. Subsidiaries are not in these figures: they are family.\n\n\
             | share of clean names that alert | score above | recall |\n|---|---|---|",
            same.all(),
            different.all(),
            fraction(area.0, area.1),
            fraction(f1.0, f1.1),
            shipped.weak,
            fraction(best_f1.0, best_f1.1)
        );
        for per_million in [10_000, 5_000, 1_000, 500, 100] {
            let score = self.clean.threshold(per_million);
            let _ = writeln!(
                out,
                "| {} | {score} | {} |",
                percent(per_million, 1_000_000),
                percent(same.at_least(score), same.all())
            );
        }
    }

    fn table(&self, out: &mut String, shipped: Chosen) {
        let _ = write!(
            out,
            "\n## By kind of pair\n\nThe class of each pair; alerts are all but `none`. For pairs of one party an alert is a find, for the \
             others a false alert.\n\n| kind | pairs | {} | alerts | identity at or above {} |\n|---|---|---|---|---|---|---|---|---|---|\n",
            Level::ALL.map(Level::as_str).join(" | "),
            shipped.weak
        );
        for row in &self.pairs.rows {
            let levels: Vec<String> = row.levels.iter().map(ToString::to_string).collect();
            let _ = writeln!(
                out,
                "| {}{} | {} | {} | {} | {} |",
                if row.kind.is_same() { "" } else { "different: " },
                row.kind.as_str(),
                row.pairs,
                levels.join(" | "),
                percent(row.alerts(), row.pairs),
                percent(row.scores.at_least(shipped.weak), row.pairs)
            );
        }
    }

    /// Which share of pairs and clean names has at least each score.
    pub fn scores_svg(&self, shipped: Chosen) -> String {
        let line = |histogram: &Histogram| -> Vec<(u32, u32)> {
            (0..=TOP)
                .step_by(10)
                .map(|score| (along(score), share(histogram.at_least(score), histogram.all())))
                .collect()
        };
        let tens = [(0, "0"), (2_500, "250"), (5_000, "500"), (7_500, "750"), (UNITS, "1000")];
        let lines = vec![
            Line { name: "one party", points: line(&self.pairs.same) },
            Line { name: "two parties, alike", points: line(&self.pairs.different) },
            Line { name: "clean names, best hit", points: line(&self.clean) },
        ];
        Chart {
            title: "Share with at least this identity score",
            x: Axis { name: "identity", labels: tens.to_vec() },
            y: Axis { name: "share", labels: PERCENTS.to_vec() },
            lines,
            marks: [("weak", shipped.weak), ("strong", shipped.strong)]
                .map(|(name, score)| (along(score), format!("{name} {score}")))
                .to_vec(),
        }
        .draw()
    }

    /// Recall against false alerts, which run from one in a hundred thousand to all.
    pub fn recall_svg(&self) -> String {
        let (same, different) = (&self.pairs.same, &self.pairs.different);
        let line = |wrong: &Histogram| -> Vec<(u32, u32)> {
            let mut points: Vec<(u32, u32)> = (0..=TOP)
                .rev()
                .map(|score| {
                    let alerts = decades(wrong.at_least(score), wrong.all());
                    (alerts, share(same.at_least(score), same.all()))
                })
                .collect();
            points.dedup();
            points
        };
        let decades = [
            (0, "0.001 %"),
            (2_000, "0.01 %"),
            (4_000, "0.1 %"),
            (6_000, "1 %"),
            (8_000, "10 %"),
            (UNITS, "100 %"),
        ];
        Chart {
            title: "Recall against false alerts, by the identity score",
            x: Axis { name: "false alerts", labels: decades.to_vec() },
            y: Axis { name: "recall", labels: PERCENTS.to_vec() },
            lines: vec![
                Line { name: "of clean names", points: line(&self.clean) },
                Line { name: "of pairs that are alike", points: line(different) },
            ],
            marks: vec![],
        }
        .draw()
    }
}

const PERCENTS: [(u32, &str); 5] =
    [(0, "0 %"), (2_500, "25 %"), (5_000, "50 %"), (7_500, "75 %"), (UNITS, "100 %")];

fn along(score: u16) -> u32 {
    u32::from(score) * UNITS / u32::from(TOP)
}

fn share(part: usize, whole: usize) -> u32 {
    let units = (part * 10_000).checked_div(whole).unwrap_or_default();
    u32::try_from(units).unwrap_or(UNITS)
}

/// Where a share stands on an axis of five decades, two thousand units each; within a decade by steps of a tenth of it.
fn decades(part: usize, whole: usize) -> u32 {
    let Some(mut rate) = (part * 1_000_000_000).checked_div(whole) else { return 0 };
    let mut at = 0;
    while rate >= 100_000 {
        rate /= 10;
        at += 2_000;
    }
    // Ten to the power of n tenths.
    const STEPS: [usize; 10] =
        [10_000, 12_589, 15_849, 19_953, 25_119, 31_623, 39_811, 50_119, 63_096, 79_433];
    let tenths = STEPS.iter().filter(|step| rate >= **step).count().saturating_sub(1);
    (at + u32::try_from(tenths).unwrap_or_default() * 200).min(UNITS)
}

#[cfg(test)]
mod tests {
    use super::{UNITS, decades};

    #[test]
    fn places_of_shares() {
        for (part, whole, expect) in [
            (0, 10, 0),
            (1, 100_000, 0),
            (1, 1_000, 4_000),
            (1, 100, 6_000),
            (2, 100, 6_600),
            (1, 1, UNITS),
            (5, 0, 0),
        ] {
            assert_eq!(decades(part, whole), expect, "{part} of {whole}");
        }
    }
}
