//! Whether a line is one certain article. What loosens a ban names an identifier, a part number or a whole
//! name that is equal after folding; a part of a name or a pattern is never enough.

use debar_blocklist::{IdentifierPattern, Listed, ProductEntry};
use debar_model::{Identifier, PartOwner, Slot};

use super::question::{Question, is_same};
use crate::index::{Table, part_key};
use crate::matching::Met;

/// How an article is named by what loosens. Every kind of name that is given must hold.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Article<'a> {
    pub names: &'a [Listed],
    pub part_numbers: &'a [Listed],
    pub identifiers: &'a [(Identifier, Listed)],
}

/// How a line was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Name,
    Key,
}

impl Article<'_> {
    /// Whether a finding is about this article and nothing else.
    pub fn is_of(&self, question: &Question<'_>, met: &Met) -> bool {
        match met.line {
            Some(line) => match self.recognise(question, line) {
                Some(By::Key) => true,
                // Who signed it and where it comes from are said of the whole line.
                Some(By::Name) if is_provenance(question, met) => true,
                Some(By::Name) => {
                    !is_free_text(&met.evidence.slot) || self.is_named(question, &met.evidence.value)
                }
                None => false,
            },
            None => self.is_all(question, met),
        }
    }

    /// A finding on a party of the whole request is about this article if nothing else is bought.
    fn is_all(&self, question: &Question<'_>, met: &Met) -> bool {
        let lines = &question.prepared.lines;
        let mut tops = (0_u32..).zip(lines).filter(|(_, line)| line.parent.is_none()).peekable();
        tops.peek().is_some()
            && !is_free_text(&met.evidence.slot)
            && tops.all(|(ordinal, _)| self.recognise(question, ordinal).is_some())
    }

    fn recognise(&self, question: &Question<'_>, line: u32) -> Option<By> {
        let product = &question.prepared.line(line)?.item.product;
        let mut by = None;
        if !self.identifiers.is_empty() {
            let held = product
                .identifiers
                .iter()
                .any(|stated| self.identifiers.iter().any(|(listed, _)| is_same(listed, &stated.value)));
            by = Some(held.then_some(By::Key)?);
        }
        if !self.part_numbers.is_empty() {
            let keys: Vec<String> = self.part_numbers.iter().map(|number| part_key(&number.text)).collect();
            let held = product
                .part_numbers
                .iter()
                .filter(|part| part.owner != PartOwner::Buyer)
                .any(|part| keys.contains(&part_key(&part.number.value)));
            by = Some(held.then_some(By::Key)?);
        }
        if !self.names.is_empty() {
            let titles = if product.names.is_empty() { &product.descriptions } else { &product.names };
            let held = !titles.is_empty() && titles.iter().all(|title| self.is_named(question, &title.value));
            by = Some(held.then_some(by.unwrap_or(By::Name))?);
        }
        by
    }

    fn is_named(&self, question: &Question<'_>, value: &str) -> bool {
        let key = question.prepared.key(value);
        self.names.iter().any(|name| question.prepared.key(&name.text) == key)
    }
}

/// Whether a line is a listed product in the sense of what loosens: any one of its names, part numbers
/// or identifiers is enough, each whole.
pub(crate) fn is_product(question: &Question<'_>, product: &ProductEntry, met: &Met) -> bool {
    let identifiers: Vec<(Identifier, Listed)> = product
        .identifiers
        .iter()
        .filter_map(|(pattern, listed)| match pattern {
            IdentifierPattern::Exact(identifier) => Some((identifier.clone(), listed.clone())),
            _ => None,
        })
        .collect();
    let ways = [
        Article { names: &product.names, ..Article::default() },
        Article { part_numbers: &product.part_numbers, ..Article::default() },
        Article { identifiers: &identifiers, ..Article::default() },
    ];
    ways.iter().any(|way| way.is_of(question, met))
}

fn is_provenance(question: &Question<'_>, met: &Met) -> bool {
    let entry = question.index.entries.find(met.entry);
    entry.is_some_and(|entry| matches!(entry.table, Table::Signer | Table::Source))
}

/// Fields in which anything may be written besides the article.
fn is_free_text(slot: &Slot) -> bool {
    matches!(
        slot,
        Slot::ProductName
            | Slot::Description
            | Slot::Model
            | Slot::Comment
            | Slot::Artifact
            | Slot::Reference
            | Slot::Classification
            | Slot::Version
            | Slot::Origin
            | Slot::Extra(_)
    )
}
