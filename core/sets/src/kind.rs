//! What a set says about an entry besides its digest: the object, and a label. Kinds are numbered in one order for
//! all sets, so equal entries give equal bytes.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;

use debar_model::Object;

use crate::SetError;

/// The longest label in bytes.
const MAX_LABEL: usize = 1024;
/// Bytes of a record: object, three zero bytes, begin and length of the label.
pub(crate) const RECORD: usize = 12;

/// What is said about a digest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kind {
    /// What the digest is of.
    pub object: Object,
    /// What it stands for: a product, a package, a family of malware.
    pub label: Option<String>,
}

impl Kind {
    /// Of two statements about one digest the lesser is kept: what denies before what asks a person, then one with a
    /// label before one without, then by the label.
    fn rank(&self) -> (u8, bool, Option<&str>) {
        (object_number(self.object), self.label.is_none(), self.label.as_deref())
    }
}

impl PartialOrd for Kind {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Kind {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

/// An unknown object may be the whole thing delivered, so it stands before a file inside of one.
const fn object_number(object: Object) -> u8 {
    match object {
        Object::Archive => 0,
        Object::Unknown => 1,
        Object::File => 2,
    }
}

const fn object_of(number: u8) -> Option<Object> {
    match number {
        0 => Some(Object::Archive),
        1 => Some(Object::Unknown),
        2 => Some(Object::File),
        _ => None,
    }
}

/// Kinds in order of their first appearance, each once.
#[derive(Debug, Default)]
pub(crate) struct Interned {
    all: Vec<Kind>,
    known: HashMap<Kind, u32>,
    last: Option<u32>,
}

impl Interned {
    /// The number of a kind. Neighbours in a list mostly are of one kind.
    pub(crate) fn number(&mut self, kind: &Kind) -> Result<u32, SetError> {
        if let Some(last) = self.last
            && self.all.get(last as usize) == Some(kind)
        {
            return Ok(last);
        }
        let number = match self.known.get(kind) {
            Some(number) => *number,
            None => {
                if kind.label.as_ref().is_some_and(|label| label.len() > MAX_LABEL) {
                    return Err(SetError::Labels);
                }
                let number = u32::try_from(self.all.len()).map_err(|_| SetError::Labels)?;
                self.all.push(kind.clone());
                self.known.insert(kind.clone(), number);
                number
            }
        };
        self.last = Some(number);
        Ok(number)
    }

    /// The kinds that are used, in their order, and the new number of each old one.
    pub(crate) fn ranked(&self, used: impl Fn(u32) -> bool) -> (Vec<Kind>, Vec<u32>) {
        let mut order: Vec<(u32, &Kind)> = (0_u32..).zip(&self.all).filter(|(old, _)| used(*old)).collect();
        order.sort_by(|a, b| a.1.cmp(b.1));
        let mut numbers = vec![u32::MAX; self.all.len()];
        for (new, (old, _)) in (0_u32..).zip(&order) {
            if let Some(slot) = numbers.get_mut(*old as usize) {
                *slot = new;
            }
        }
        (order.into_iter().map(|(_, kind)| kind.clone()).collect(), numbers)
    }
}

/// The section of kinds: records, then the labels.
pub(crate) fn encode(kinds: &[Kind]) -> Result<Vec<u8>, SetError> {
    let mut records = Vec::with_capacity(kinds.len().saturating_mul(RECORD));
    let mut labels: Vec<u8> = vec![];
    for kind in kinds {
        let label = kind.label.as_deref().unwrap_or_default();
        let begin = u32::try_from(labels.len()).map_err(|_| SetError::Labels)?;
        let length = u32::try_from(label.len()).map_err(|_| SetError::Labels)?;
        records.extend([object_number(kind.object), u8::from(kind.label.is_some()), 0, 0]);
        records.extend(begin.to_le_bytes());
        records.extend(length.to_le_bytes());
        labels.extend(label.as_bytes());
    }
    records.extend(labels);
    Ok(records)
}

/// The kind of a number in a section of `count` kinds; none when the section is damaged.
pub(crate) fn decode(section: &[u8], count: u32, number: u32) -> Option<Kind> {
    if number >= count {
        return None;
    }
    let at = (number as usize).checked_mul(RECORD)?;
    let record = section.get(at..at.checked_add(RECORD)?)?;
    let ([object, labelled, ..], rest) = record.split_first_chunk::<4>()?;
    let begin = u32::from_le_bytes(*rest.first_chunk()?) as usize;
    let length = u32::from_le_bytes(*rest.last_chunk()?) as usize;
    let labels = section.get((count as usize).checked_mul(RECORD)?..)?;
    let range: Range<usize> = begin..begin.checked_add(length)?;
    let label = std::str::from_utf8(labels.get(range)?).ok()?;
    Some(Kind { object: object_of(*object)?, label: (*labelled != 0).then(|| label.to_owned()) })
}
