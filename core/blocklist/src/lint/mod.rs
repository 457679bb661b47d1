//! Problems of the trade in a list that holds: what the day brings, names that meet too much or nothing, rules that
//! say nothing, digests of the wrong things, tests that cannot fail. Warnings only: a list does not become unusable
//! by itself.

mod day;
mod digests;
mod names;
mod rules;
mod tests;

use debar_model::Place;
use jiff::Timestamp;

use crate::fields::{MORE_WARNINGS, MOST};
use crate::{Blocklist, Code, Diagnostic, Head, Label, Severity};

/// Vendors below which a second thread is not worth its start.
const MANY: usize = 4096;

/// Warnings about a checked list as it stands at an instant, in order of their places. An entry's `allow` is heeded.
pub fn lint(list: &Blocklist, at: Timestamp) -> Vec<Diagnostic> {
    let one = |check: fn(&mut Lint, &Blocklist)| {
        let mut lint = Lint { at, found: vec![] };
        check(&mut lint, list);
        lint.found
    };
    let others = || [day::check, rules::check, digests::check, tests::check].into_iter().flat_map(one);
    let mut found: Vec<Diagnostic> = if list.vendors.len() < MANY {
        others().chain(one(names::check)).collect()
    } else {
        std::thread::scope(|scope| {
            let names = std::thread::Builder::new().spawn_scoped(scope, || one(names::check));
            let mut found: Vec<Diagnostic> = others().collect();
            // Where there is no second thread, or it failed, this one does its work.
            found.extend(names.ok().and_then(|names| names.join().ok()).unwrap_or_else(|| one(names::check)));
            found
        })
    };
    found.sort_by(|left, right| left.place().cmp(&right.place()).then(left.code.cmp(&right.code)));
    found
}

/// The first warnings of many, and how many more there are.
pub fn lint_cut(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let more = found.len().saturating_sub(MOST);
    if more > 0 {
        let place = found.get(MOST).and_then(Diagnostic::place).cloned().unwrap_or_default();
        found.truncate(MOST);
        found.push(Diagnostic {
            code: Code::TooManyProblems,
            severity: Severity::Warning,
            message: format!("{more} more warnings from here on are not shown"),
            labels: vec![Label { place, text: String::new(), primary: true }],
            help: Some(MORE_WARNINGS.to_owned()),
            fix: None,
        });
    }
    found
}

struct Lint {
    at: Timestamp,
    found: Vec<Diagnostic>,
}

impl Lint {
    fn warn(&mut self, code: Code, place: &Place, message: String, help: &str) {
        self.found.push(Diagnostic {
            code,
            severity: Severity::Warning,
            message,
            labels: vec![Label { place: place.clone(), text: String::new(), primary: true }],
            help: Some(help.to_owned()),
            fix: None,
        });
    }

    /// The same, unless the entry takes it on itself.
    fn warn_unless(&mut self, head: &Head, code: Code, place: &Place, message: String, help: &str) {
        if !head.allow.contains(&code) {
            self.warn(code, place, message, help);
        }
    }

    /// Another place that explains the last warning for `code`, if that was made.
    fn also(&mut self, code: Code, place: &Place, text: &str) {
        if let Some(last) = self.found.last_mut().filter(|last| last.code == code) {
            last.labels.push(Label { place: place.clone(), text: text.to_owned(), primary: false });
        }
    }
}
