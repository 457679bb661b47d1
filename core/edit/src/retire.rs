//! Ending entries on a day. Deletes nothing: what has ended stays, so that the past can be asked for.

use std::fmt;

use debar_blocklist::{Diagnostic, Section, Sources, read};

use crate::apply::{TextEdit, apply};
use crate::entry::Note;
use crate::fix::Changed;
use crate::overlay::Overlay;
use crate::place::Entry;

/// Why entries cannot be ended.
#[derive(Debug)]
pub enum RetireError {
    /// There is no entry of this id that can end.
    Unknown(String),
    /// The entry has no end of its own: what to do instead.
    Endless(String, &'static str),
    /// It has ended by then already, or its end is written in a form that is not changed.
    Settled(String),
    /// The list would not hold: its problems and its files.
    WouldBreak(Vec<Diagnostic>, Vec<(String, String)>),
}

impl fmt::Display for RetireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(id) => write!(f, "there is no rule, waiver, cleared pair or authority `{id}`"),
            Self::Endless(id, _) => write!(f, "`{id}` has no end of its own"),
            Self::Settled(id) => write!(f, "`{id}` has ended by then"),
            Self::WouldBreak(..) => f.write_str("the list would not hold"),
        }
    }
}

impl std::error::Error for RetireError {}

/// Ends rules, waivers, cleared pairs and authorities: `on` is the first day on which they no longer hold. The note
/// becomes a line of each entry's history.
pub fn retire(
    root: &str,
    sources: &dyn Sources,
    ids: &[String],
    on: &str,
    note: Option<&Note>,
) -> Result<Vec<Changed>, RetireError> {
    let reading = read(root, sources);
    let mut overlay = Overlay::new(sources);
    let mut texts: Vec<(String, String, String)> =
        reading.files.iter().map(|(name, text)| (name.clone(), text.clone(), text.clone())).collect();
    for id in ids {
        let section = section_of(&texts, id)?;
        let mut ended = false;
        for (_, _, text) in &mut texts {
            let Some(entry) = Entry::find(text, section.as_str(), id) else { continue };
            let end = ending(&entry, section, on).ok_or_else(|| RetireError::Settled(id.clone()))?;
            let after = apply(text, &[end]).ok_or_else(|| RetireError::Settled(id.clone()))?;
            let with_note = match note.filter(|note| note.says_something()) {
                None => Some(after),
                Some(note) => {
                    let edit = Entry::find(&after, section.as_str(), id)
                        .and_then(|entry| entry.append("history", &note.to_toml()));
                    edit.and_then(|edit| apply(&after, &[edit]))
                }
            };
            *text = with_note.ok_or_else(|| RetireError::Settled(id.clone()))?;
            ended = true;
        }
        if !ended {
            return Err(RetireError::Unknown(id.clone()));
        }
    }
    let mut files = vec![];
    for (name, before, after) in texts {
        if before != after {
            overlay.set(name.clone(), after.clone());
            files.push(Changed { name, before, after });
        }
    }
    let after = read(root, &overlay);
    if after.has_errors() {
        return Err(RetireError::WouldBreak(after.diagnostics, after.files));
    }
    Ok(files)
}

fn section_of(texts: &[(String, String, String)], id: &str) -> Result<Section, RetireError> {
    let defined = |section: &Section| {
        texts.iter().any(|(_, _, text)| Entry::find(text, section.as_str(), id).is_some())
    };
    let ending = [Section::Rule, Section::Waiver, Section::Cleared, Section::Authority];
    if let Some(section) = ending.into_iter().find(defined) {
        return Ok(section);
    }
    match Section::ALL.into_iter().find(defined) {
        Some(Section::Vendor | Section::Product | Section::Group | Section::Class | Section::Digests) => {
            Err(RetireError::Endless(
                id.to_owned(),
                "by itself it forbids nothing: retire the rules that name it",
            ))
        }
        Some(_) => Err(RetireError::Endless(id.to_owned(), "nothing of it ends: leave it as it is")),
        None => Err(RetireError::Unknown(id.to_owned())),
    }
}

/// The edit that ends an entry; none if it ends earlier already.
fn ending(entry: &Entry<'_>, section: Section, on: &str) -> Option<TextEdit> {
    if section == Section::Authority {
        return entry.append("status", &format!("{{ is = \"withdrawn\", from = {on} }}"));
    }
    let earlier = |key: &str| {
        entry.value(key).is_some_and(|range| {
            entry.slice(range).get(..10).is_some_and(|day| day <= on.get(..10).unwrap_or(on))
        })
    };
    if entry.has("until") {
        return if earlier("until") { None } else { entry.set("until", on) };
    }
    if entry.has("through") {
        // The last day of what ended before stays; a later one gives way to the day after which nothing holds.
        if entry.value("through").is_some_and(|range| {
            entry.slice(range).get(..10).is_some_and(|day| day < on.get(..10).unwrap_or(on))
        }) {
            return None;
        }
        let last = day_before(on)?;
        return entry.set("through", &last);
    }
    entry.set("until", on)
}

fn day_before(day: &str) -> Option<String> {
    let day: jiff::civil::Date = day.parse().ok()?;
    Some(day.yesterday().ok()?.to_string())
}
