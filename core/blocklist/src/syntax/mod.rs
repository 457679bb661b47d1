//! From text to a tree, with every syntax error in the words of the trade. Knows no key of the language.
//!
//! Invariant: one mistake is reported once. What the parser says in its wake is left out, and a
//! statement that would swallow those behind it is blanked and the rest parsed again.

mod build;
pub(crate) mod classify;
mod dialect;
mod mend;
mod node;
mod repair;

use std::collections::BTreeSet;

use bumpalo::Bump;
use toml::de::DeTable;

use crate::source::{At, Problem, SourceText};

pub(crate) use node::{Key, Node, Table, Value};

/// Statements that are blanked in one file before the rest is given up.
const ROUNDS: usize = 40;
/// Files above this size are parsed again only a few times.
const LARGE: usize = 4 * 1024 * 1024;

/// A parsed file.
#[derive(Debug)]
pub(crate) struct Parsed<'t> {
    pub(crate) root: Node<'t>,
    pub(crate) problems: Vec<Problem>,
    /// Where statements were lost, so that what they defined is not reported as missing.
    pub(crate) torn: Vec<usize>,
}

/// A syntax error as the parser gives it.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) message: String,
}

/// Parses one file. Never fails: what cannot be read is reported and left out.
pub(crate) fn parse<'t>(file: usize, source: &SourceText, arena: &'t Bump) -> Parsed<'t> {
    let text = arena.alloc_str(&source.text);
    let Some(root) = build::build(file, text, arena) else { return recover(file, source, arena) };
    let mut problems = vec![];
    dialect::check(file, source, &root, &mut problems);
    Parsed { root, problems, torn: vec![] }
}

/// Parses a file with faults: each is reported, and what it spoils is left out.
fn recover<'t>(file: usize, source: &SourceText, arena: &'t Bump) -> Parsed<'t> {
    let mut text = source.text.clone();
    let mut problems = vec![];
    let mut torn = vec![];
    for (start, name) in repair::aside(&text) {
        problems.push(classify::single_test(source, at(file, start + 1, start + 5)));
        text = repair::replaced(&text, start, &name);
    }
    let rounds = if text.len() > LARGE { 3 } else { ROUNDS };
    let mut round = 0;
    loop {
        let (table, errors) = DeTable::parse_recoverable(&text);
        let mut faults: Vec<Fault> = errors
            .iter()
            .map(|error| {
                let span = error.span().unwrap_or(0..0);
                Fault { start: span.start, end: span.end, message: error.message().to_owned() }
            })
            .collect();
        faults.sort_by_key(|fault| (fault.start, fault.end));
        let broken: BTreeSet<_> = faults.iter().map(|fault| (fault.start, fault.end)).collect();
        let root = node::convert(file, &table, &broken, arena);
        round += 1;
        if let Some(tear) = repair::tear(source, &text, &root, &faults).filter(|_| round <= rounds) {
            let problem = classify::classify(file, source, &tear.fault);
            let whole =
                !(tear.fault.message.starts_with("unclosed table") && repair::is_cut_off(&text, tear.to));
            let closing = whole.then(|| classify::closing(file, source, &tear.fault, tear.to)).flatten();
            problems.push(match closing {
                None => problem,
                closing => problem.fix_all("close it", closing),
            });
            torn.push(tear.from);
            text = match &tear.with {
                Some(with) => repair::replaced(&text, tear.from, with),
                None => repair::blank(&text, tear.from, tear.to),
            };
            continue;
        }
        let mut last_line = None;
        for fault in &faults {
            let line = source.line_of(fault.start).0;
            if last_line != Some(line) || broken_scalar(fault) {
                problems.push(classify::classify(file, source, fault));
                if !broken_scalar(fault) {
                    torn.push(fault.start);
                }
            }
            last_line = Some(line);
        }
        dialect::check(file, source, &root, &mut problems);
        return Parsed { root, problems, torn };
    }
}

/// A value or key that is wrong by itself and spoils nothing around it.
fn broken_scalar(fault: &Fault) -> bool {
    [
        "string values must be quoted",
        "invalid float",
        "invalid integer",
        "invalid date",
        "invalid time",
        "invalid boolean",
        "invalid unquoted key",
        "duplicate key",
    ]
    .iter()
    .any(|known| fault.message.starts_with(known))
}

/// A range of a file.
pub(crate) const fn at(file: usize, start: usize, end: usize) -> At {
    At { file, start, end }
}
