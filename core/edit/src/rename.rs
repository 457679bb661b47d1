//! Another id for an entry, everywhere. Invariant: the list says the same afterwards, or nothing is changed.

use std::fmt;

use debar_blocklist::{Diagnostic, Section, Sources, read, references};

use crate::apply::{FileEdit, TextEdit, apply};
use crate::overlay::Overlay;
use crate::statement::statements;

/// Why an id cannot be renamed.
#[derive(Debug)]
pub enum RenameError {
    /// There is no such entry.
    Unknown,
    /// The new id is no id, or an entry has it already.
    Taken,
    /// The list would not hold afterwards, for instance because a pinned file names the id: the new problems.
    WouldBreak(Vec<Diagnostic>),
}

impl fmt::Display for RenameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("there is no entry of this id"),
            Self::Taken => f.write_str("the new id is no id or is taken"),
            Self::WouldBreak(problems) => write!(f, "the list would have {} new problem(s)", problems.len()),
        }
    }
}

impl std::error::Error for RenameError {}

/// The edits that give the entry `old` of a table the id `new`: its definitions and all references, in all files.
pub fn rename(
    root: &str,
    sources: &dyn Sources,
    section: Section,
    old: &str,
    new: &str,
) -> Result<Vec<FileEdit>, RenameError> {
    let reading = read(root, sources);
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if new.is_empty() || new.starts_with('-') || !new.chars().all(allowed) || new.len() > 200 {
        return Err(RenameError::Taken);
    }
    let named = references(root, sources);
    let of_section =
        |id: &str| named.iter().filter(|found| found.section == section && found.id == id).count();
    let mut edits: Vec<FileEdit> = vec![];
    let mut defined = false;
    for (file, text) in &reading.files {
        let mut own = vec![];
        for statement in statements(text) {
            if statement.begins(&[section.as_str(), new]) {
                return Err(RenameError::Taken);
            }
            if !statement.begins(&[section.as_str(), old]) {
                continue;
            }
            defined = true;
            if let Some((start, end)) = statement.path.get(1).and_then(|segment| segment.at) {
                own.push(TextEdit { start, end, replacement: new.to_owned() });
            }
        }
        for found in &named {
            let here = found.section == section && found.id == old && found.place.file == *file;
            if here && !found.defines {
                let (start, end) = (found.place.start, found.place.end);
                own.push(TextEdit { start, end, replacement: format!("\"{new}\"") });
            }
        }
        own.sort();
        own.dedup();
        if !own.is_empty() {
            edits.push(FileEdit { file: file.clone(), edits: own });
        }
    }
    if !defined && of_section(old) == 0 {
        return Err(RenameError::Unknown);
    }
    if of_section(new) > 0 {
        return Err(RenameError::Taken);
    }
    let mut overlay = Overlay::new(sources);
    for edit in &edits {
        let text = reading.files.iter().find(|(name, _)| *name == edit.file).map(|(_, text)| text.as_str());
        let after = text.and_then(|text| apply(text, &edit.edits));
        overlay.set(edit.file.clone(), after.unwrap_or_default());
    }
    let after = read(root, &overlay);
    let known = |problem: &Diagnostic| {
        reading
            .diagnostics
            .iter()
            .any(|other| other.code == problem.code && other.severity == problem.severity)
    };
    let fresh: Vec<Diagnostic> =
        after.diagnostics.iter().filter(|problem| problem.is_error() && !known(problem)).cloned().collect();
    if !fresh.is_empty() || after.diagnostics.len() > reading.diagnostics.len() {
        return Err(RenameError::WouldBreak(fresh));
    }
    Ok(edits)
}
