//! Making the fixes that diagnostics offer. Invariant: a byte that no fix names stays as it is, and a guess is made
//! only when somebody asks for it.

use std::collections::{BTreeMap, BTreeSet};

use debar_blocklist::{Code, Diagnostic, Fix, Reading, Sources, read};

use crate::apply::{TextEdit, apply};
use crate::overlay::Overlay;

/// Readings before the rest is given up; each settles all problems that do not meet.
const ROUNDS: usize = 64;

/// A problem and the change that settles it.
#[derive(Clone, Copy, Debug)]
pub struct Proposal<'a> {
    /// The problem.
    pub diagnostic: &'a Diagnostic,
    /// The change.
    pub fix: &'a Fix,
}

/// Which fixes to make.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// Only problems of these codes; of all when empty. A guess of a code that is named here is made.
    pub codes: Vec<Code>,
    /// Whether guesses are made too.
    pub guesses: bool,
}

/// A file that is no longer what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Its name relative to the root file.
    pub name: String,
    /// Its text as it was read.
    pub before: String,
    /// Its new text.
    pub after: String,
}

/// What came of fixing a list.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    /// The files that changed, in order of their names.
    pub files: Vec<Changed>,
    /// The problems that were settled, in the order in which they were. Their places are those of the text at that
    /// time.
    pub made: Vec<Diagnostic>,
    /// The list as it is now, with the problems that remain.
    pub reading: Reading,
}

/// Every fix that a reading offers, guesses included.
pub fn fixes(reading: &Reading) -> impl Iterator<Item = Proposal<'_>> {
    reading
        .diagnostics
        .iter()
        .filter_map(|diagnostic| diagnostic.fix.as_ref().map(|fix| Proposal { diagnostic, fix }))
}

/// Makes all fixes of the choice, and those that come to light then, until nothing changes.
pub fn fix_all(root: &str, sources: &dyn Sources, choice: &Choice) -> Fixed {
    let mut overlay = Overlay::new(sources);
    let mut before: BTreeMap<String, String> = BTreeMap::new();
    let mut made = vec![];
    let mut seen: BTreeSet<Vec<(String, String)>> = BTreeSet::new();
    let mut reading = read(root, &overlay);
    for _ in 0..ROUNDS {
        let texts: BTreeMap<&str, &str> =
            reading.files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        let (edits, settled) = chosen(&reading, choice);
        let mut changes = vec![];
        for (file, edits) in &edits {
            let Some(text) = texts.get(file.as_str()) else { continue };
            // What was read in another character set is not what stands in the file.
            if overlay.read(file).is_ok_and(|bytes| bytes != text.as_bytes()) {
                continue;
            }
            if let Some(after) = apply(text, edits).filter(|after| after != text) {
                before.entry(file.clone()).or_insert_with(|| (*text).to_owned());
                changes.push((file.clone(), after));
            }
        }
        let changed: BTreeSet<&String> = changes.iter().map(|(file, _)| file).collect();
        let made_now =
            settled.into_iter().filter(|diagnostic| files_of(diagnostic).all(|file| changed.contains(file)));
        let made_now: Vec<Diagnostic> = made_now.cloned().collect();
        if changes.is_empty() || !seen.insert(changes.clone()) {
            break;
        }
        made.extend(made_now);
        for (file, after) in changes {
            overlay.set(file, after);
        }
        reading = read(root, &overlay);
    }
    let files = before
        .into_iter()
        .filter_map(|(name, before)| {
            let after = overlay.changed().get(&name)?.clone();
            (after != before).then_some(Changed { name, before, after })
        })
        .collect();
    Fixed { files, made, reading }
}

impl Choice {
    fn takes(&self, diagnostic: &Diagnostic, fix: &Fix) -> bool {
        let named = self.codes.contains(&diagnostic.code);
        (self.codes.is_empty() || named) && (!fix.changes_verdict || self.guesses || named)
    }
}

fn files_of(diagnostic: &Diagnostic) -> impl Iterator<Item = &String> {
    diagnostic.fix.iter().flat_map(|fix| &fix.edits).map(|edit| &edit.place.file)
}

/// The fixes of one round that do not meet, by file.
fn chosen<'a>(
    reading: &'a Reading,
    choice: &Choice,
) -> (BTreeMap<String, Vec<TextEdit>>, Vec<&'a Diagnostic>) {
    let mut all: BTreeMap<String, Vec<TextEdit>> = BTreeMap::new();
    let mut settled = vec![];
    for Proposal { diagnostic, fix } in fixes(reading) {
        if !choice.takes(diagnostic, fix) {
            continue;
        }
        let edits: Vec<(&String, TextEdit)> = fix
            .edits
            .iter()
            .map(|edit| {
                let (start, end) = (edit.place.start, edit.place.end);
                (&edit.place.file, TextEdit { start, end, replacement: edit.replacement.clone() })
            })
            .collect();
        let free = edits.iter().all(|(file, edit)| {
            all.get(*file).is_none_or(|taken| !taken.iter().any(|other| other.meets(edit)))
        });
        if free {
            for (file, edit) in edits {
                all.entry(file.clone()).or_default().push(edit);
            }
            settled.push(diagnostic);
        }
    }
    (all, settled)
}
