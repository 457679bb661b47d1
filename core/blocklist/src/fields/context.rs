//! What reading shares: the files, the ids that exist, the time zone of the entry at hand, the problems.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use debar_model::Place;
use jiff::tz::TimeZone;
use rustc_hash::{FxHashMap, FxHashSet};

use super::text::Seen;
use super::{Section, nearest};
use crate::source::{At, Draft, Problem, SourceText};
use crate::syntax::{Node, Value};
use crate::{Code, Diagnostic, Edit, Fix, Label, Severity};

/// Errors beyond this many are only counted, and so are warnings.
pub(crate) const MOST: usize = 500;
/// What to do about many warnings.
pub(crate) const MORE_WARNINGS: &str = "warnings alone leave a list in use: settle the first ones, or take them on with `allow`, and read it again";

/// Problems of one severity.
#[derive(Default)]
struct Count {
    kept: usize,
    left_out: usize,
}

/// The state of one reading.
pub(crate) struct Context {
    pub(crate) files: Vec<SourceText>,
    /// The zone in which a bare date begins.
    pub(crate) zone: TimeZone,
    /// Ids by table with the places of their keys.
    pub(crate) ids: BTreeMap<Section, FxHashMap<String, At>>,
    /// Ids that something points at.
    used: BTreeMap<Section, FxHashSet<String>>,
    /// Where ids are named, well or not.
    pub(crate) uses: Vec<(Section, At)>,
    /// Byte offsets at which statements were lost, by file.
    pub(crate) torn: Vec<Vec<usize>>,
    /// Warnings that entries take on themselves: code, file and first byte of an entry, and its end.
    allowed: BTreeMap<(Code, usize, usize), usize>,
    /// What report clocks may call the list's own forms, once those are read.
    pub(crate) forms: BTreeSet<String>,
    /// Ids beyond those that were read, when only a part of the list is.
    pub(crate) known: Option<Arc<crate::KnownIds>>,
    /// Set from outside to end the reading early; its answer is not used then.
    pub(crate) stopped: Option<Arc<AtomicBool>>,
    problems: Vec<Problem>,
    errors: Count,
    warnings: Count,
    #[cfg(test)]
    pub(crate) seen: super::seen::Seen,
}

impl Context {
    pub(crate) fn new() -> Self {
        Self {
            files: vec![],
            zone: TimeZone::UTC,
            ids: BTreeMap::new(),
            used: BTreeMap::new(),
            uses: vec![],
            torn: vec![],
            allowed: BTreeMap::new(),
            forms: BTreeSet::new(),
            known: None,
            stopped: None,
            problems: vec![],
            errors: Count::default(),
            warnings: Count::default(),
            #[cfg(test)]
            seen: super::seen::Seen::default(),
        }
    }

    pub(crate) fn report(&mut self, problem: Problem) {
        if self.is_allowed(&problem) {
            return;
        }
        let is_error = problem.severity == Severity::Error;
        let count = if is_error { &mut self.errors } else { &mut self.warnings };
        if count.kept >= MOST {
            count.left_out += 1;
            return;
        }
        let same = |known: &Problem| {
            known.code == problem.code
                && known.labels.first() == problem.labels.first()
                && known.message == problem.message
        };
        if !self.problems.iter().rev().take(16).any(same) {
            count.kept += 1;
            self.problems.push(problem);
        }
    }

    /// An entry takes warnings of these codes on itself.
    pub(crate) fn allow(&mut self, region: At, codes: &[Code]) {
        for code in codes {
            self.allowed.insert((*code, region.file, region.start), region.end);
        }
    }

    pub(crate) fn place(&self, at: At) -> Place {
        self.files.get(at.file).map(|file| file.place(at.start, at.end)).unwrap_or_default()
    }

    pub(crate) fn slice(&self, at: At) -> &str {
        self.files.get(at.file).map_or("", |file| file.slice(at.start, at.end))
    }

    /// The byte range of a place.
    pub(crate) fn at_of(&self, place: &Place) -> Option<At> {
        let file = self.files.iter().position(|file| file.name == place.file)?;
        Some(At { file, start: place.start, end: place.end })
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.errors.kept > 0
    }

    /// Runs with another zone for bare dates.
    pub(crate) fn in_zone<T>(&mut self, zone: Option<TimeZone>, run: impl FnOnce(&mut Self) -> T) -> T {
        let Some(zone) = zone else { return run(self) };
        let outer = std::mem::replace(&mut self.zone, zone);
        let result = run(self);
        self.zone = outer;
        result
    }

    /// Whether an entry of that id exists.
    pub(crate) fn exists(&self, section: Section, id: &str) -> bool {
        self.ids.get(&section).is_some_and(|ids| ids.contains_key(id))
            || self.known.as_ref().is_some_and(|known| known.contains(section, id))
    }

    /// Something points at an entry, whether it exists or not.
    pub(crate) fn mark_used(&mut self, section: Section, id: &str) {
        let used = self.used.entry(section).or_default();
        if !used.contains(id) {
            used.insert(id.to_owned());
        }
    }

    /// Whether something points at an entry.
    pub(crate) fn is_used(&self, section: Section, id: &str) -> bool {
        self.used.get(&section).is_some_and(|used| used.contains(id))
    }

    /// Whether further errors are only counted, so that their words are of no use.
    pub(crate) fn is_full(&self) -> bool {
        self.errors.kept >= MOST
    }

    /// Whether somebody ended the reading.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped.as_ref().is_some_and(|stopped| stopped.load(Ordering::Relaxed))
    }

    /// An id that must exist.
    pub(crate) fn reference(&mut self, section: Section, node: &Node) -> Option<String> {
        #[cfg(test)]
        self.seen.values.push((node.at, super::seen::SeenValue::Id(section)));
        let id = self.said(node)?;
        self.uses.push((section, node.at));
        self.mark_used(section, id);
        if self.exists(section, id) {
            return Some(id.to_owned());
        }
        let known = self.ids.get(&section);
        if !self.was_lost(section, id) {
            let table = section.as_str();
            let guess = known.and_then(|ids| nearest(id, ids.keys().map(String::as_str)));
            let others = || self.known.as_ref().and_then(|known| nearest(id, known.ids(section)));
            let guess = guess.or_else(others).map(str::to_owned);
            let elsewhere =
                Section::ALL.into_iter().find(|other| *other != section && self.exists(*other, id));
            let problem =
                Problem::error(Code::UnknownReference, node.at, format!("there is no {table} `{id}`"));
            let problem = match (&guess, elsewhere) {
                (Some(guess), _) => problem
                    .help(format!("did you mean `{guess}`?"))
                    .fix(format!("write `{guess}`"), node.at, format!("\"{guess}\""))
                    .guess(),
                (None, Some(other)) => problem.help(format!(
                    "`{id}` is the id of {}; here {} is wanted",
                    other.with_article(),
                    section.with_article()
                )),
                (None, None) => problem.help(format!("define it under `[{table}.{id}]`, or correct the id")),
            };
            self.report(problem);
        }
        None
    }

    /// Ids that must exist.
    pub(crate) fn references(&mut self, section: Section, node: &Node) -> Vec<String> {
        let items = self.items(node);
        let mut ids: Vec<String> = Vec::with_capacity(items.len());
        let mut seen = Seen::of(items.len());
        for (index, item) in items.iter().enumerate() {
            let Some(id) = self.reference(section, item) else { continue };
            let Value::Text(text) = &item.value else { continue };
            if !seen.add(text) {
                let removal = self.removal(&items, index);
                self.report(
                    Problem::warning(Code::RepeatedValue, item.at, format!("`{id}` is named twice"))
                        .help("remove one of the two")
                        .fix_all("remove the second one", removal),
                );
            } else {
                ids.push(id);
            }
        }
        ids
    }

    /// The values of a list. A single value in its place is reported and taken for a list of one.
    pub(crate) fn items<'n>(&mut self, node: &'n Node<'n>) -> Vec<&'n Node<'n>> {
        match &node.value {
            Value::List(values) => values.iter().collect(),
            Value::Broken => vec![],
            other => {
                let kind = other.kind();
                let written = self.slice(node.at).to_owned();
                let problem =
                    Problem::error(Code::WrongType, node.at, format!("a list is expected, found {kind}"));
                let problem = if written.contains('\n') || written.starts_with('[') {
                    problem.help("write it in square brackets")
                } else {
                    problem.help("write it in square brackets, even when it is only one").fix(
                        "put it in square brackets",
                        node.at,
                        format!("[{written}]"),
                    )
                };
                self.report(problem);
                vec![node]
            }
        }
    }

    pub(crate) fn wrong_type(&mut self, node: &Node, wanted: &str) {
        if !matches!(node.value, Value::Broken) {
            self.report(Problem::error(
                Code::WrongType,
                node.at,
                format!("{wanted} is expected, found {}", node.value.kind()),
            ));
        }
    }

    /// Whether something was lost between a key and the next table header.
    pub(crate) fn is_torn(&self, at: At) -> bool {
        let (Some(torn), Some(file)) = (self.torn.get(at.file), self.files.get(at.file)) else {
            return false;
        };
        if torn.is_empty() {
            return false;
        }
        let rest = file.text.get(at.end..).unwrap_or_default();
        let end = rest.find("\n[").map_or(file.text.len(), |offset| at.end + offset);
        torn.iter().any(|offset| (at.start..=end).contains(offset))
    }

    /// Whether an id that is not there may stand in a statement that could not be read.
    fn was_lost(&self, section: Section, id: &str) -> bool {
        self.torn.iter().zip(&self.files).any(|(torn, file)| {
            torn.iter().any(|offset| {
                let (start, end) = file.line_of(*offset);
                let line = file.slice(start, end);
                line.contains(id) || line.trim_matches(['[', ' ']) == section.as_str()
            })
        })
    }

    /// All problems in order of file and place.
    pub(crate) fn finish(mut self) -> (Vec<Diagnostic>, Vec<(String, String)>) {
        self.problems.sort_by_key(|problem| problem.labels.first().map(|(at, _)| *at));
        let mut diagnostics: Vec<Diagnostic> = vec![];
        for problem in self.problems.iter().filter(|problem| !self.is_allowed(problem)) {
            let diagnostic = self.diagnostic(problem);
            if !diagnostics.contains(&diagnostic) {
                diagnostics.push(diagnostic);
            }
        }
        if self.errors.left_out > 0 {
            let message = format!("{} more errors are not shown", self.errors.left_out);
            let problem = Problem::error(Code::TooManyProblems, At::default(), message)
                .help("correct the first ones and read the list again");
            diagnostics.push(self.diagnostic(&problem));
        }
        if self.warnings.left_out > 0 {
            let message = format!("{} more warnings are not shown", self.warnings.left_out);
            let problem = Problem::warning(Code::TooManyProblems, At::default(), message).help(MORE_WARNINGS);
            diagnostics.push(self.diagnostic(&problem));
        }
        (diagnostics, self.files.into_iter().map(|file| (file.name, file.text)).collect())
    }

    /// All replacements of a fix: with those wherever a renamed id is named.
    fn edits(&self, draft: &Draft) -> Vec<(At, String)> {
        let mut edits = draft.edits.clone();
        if let Some((section, old, new)) = &draft.rename {
            let named = |at: &At| {
                let written = self.slice(*at);
                written.len() == old.len() + 2 && written.get(1..=old.len()) == Some(old.as_str())
            };
            let places = self.uses.iter().filter(|(of, at)| of == section && named(at));
            edits.extend(places.map(|(_, at)| (*at, format!("\"{new}\""))));
            edits.sort();
            edits.dedup();
        }
        edits
    }

    fn is_allowed(&self, problem: &Problem) -> bool {
        let Some((at, _)) = problem.labels.first().filter(|_| problem.severity == Severity::Warning) else {
            return false;
        };
        let before = (problem.code, at.file, 0)..=(problem.code, at.file, at.start);
        self.allowed.range(before).next_back().is_some_and(|(_, end)| at.start < *end)
    }

    fn diagnostic(&self, problem: &Problem) -> Diagnostic {
        let label = |(index, (at, text)): (usize, &(At, String))| Label {
            place: self.place(*at),
            text: text.clone(),
            primary: index == 0,
        };
        Diagnostic {
            code: problem.code,
            severity: problem.severity,
            message: problem.message.clone(),
            labels: problem.labels.iter().enumerate().map(label).collect(),
            help: problem.help.clone(),
            fix: problem.fix.as_ref().filter(|draft| !draft.edits.is_empty()).map(|draft| Fix {
                title: draft.title.clone(),
                edits: self
                    .edits(draft)
                    .into_iter()
                    .map(|(at, replacement)| Edit { place: self.place(at), replacement })
                    .collect(),
                changes_verdict: draft.guess,
            }),
        }
    }
}
