//! Parents that are named by id instead of by nesting.
//!
//! Invariant: a child follows its parent, so that no circle is possible. A reference that is missing, ambiguous
//! or leads to a later line leaves the line at the top, and says so.

use std::collections::HashMap;

use debar_model::{Extra, PurchaseRequest, Sourced};

/// Sets the parents of lines that name one.
pub(crate) fn resolve(request: &mut PurchaseRequest, references: Vec<(u32, Sourced<String>)>) {
    if references.is_empty() {
        return;
    }
    let mut by_name: HashMap<&str, Option<u32>> = HashMap::new();
    for (ordinal, line) in (0_u32..).zip(&request.lines) {
        for name in line.id.iter().chain(&line.reference) {
            by_name
                .entry(&name.value)
                .and_modify(|known| {
                    if *known != Some(ordinal) {
                        *known = None;
                    }
                })
                .or_insert(Some(ordinal));
        }
    }
    let found: Vec<Option<u32>> =
        references.iter().map(|(_, name)| by_name.get(name.value.as_str()).copied().flatten()).collect();
    for ((ordinal, name), parent) in references.into_iter().zip(found) {
        let Some(line) = request.lines.get_mut(ordinal as usize) else { continue };
        match parent.filter(|parent| *parent < ordinal) {
            Some(parent) if line.parent.is_none_or(|nested| nested == parent) => line.parent = Some(parent),
            _ => {
                let text = format!(
                    "the parent line `{}` of a line is missing, ambiguous or not above it",
                    name.value
                );
                request.document.remarks.push(Sourced::new(text, name.source.clone()));
                line.extra.push(Extra { key: "parent-ref".to_owned(), value: name });
            }
        }
    }
}
