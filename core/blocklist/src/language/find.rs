//! From a path of keys to what the language says there. Knows descriptions only, no file.

use super::{Key, Kind, ROOT, Table};

/// What stands at a path.
#[derive(Clone, Copy, Debug)]
pub struct Spot {
    /// The key at the end of the path; none for an entry's id.
    pub key: Option<&'static Key>,
    /// The kind of the value there.
    pub kind: Kind,
}

impl Spot {
    /// The table that the keys below belong to.
    pub fn table(&self) -> Option<&'static Table> {
        self.kind.table()
    }
}

/// What the language says at a path of keys from the root of a file: `["rule", "x", "scope", "buyers"]`.
/// Lists have no step of their own. None where the language says nothing.
pub fn find<S: AsRef<str>>(path: &[S]) -> Option<Spot> {
    let mut spot = Spot { key: None, kind: Kind::Table(&ROOT) };
    for step in path {
        spot = below(spot.kind, step.as_ref())?;
    }
    Some(spot)
}

fn below(kind: Kind, step: &str) -> Option<Spot> {
    if let Kind::Entries(section) = kind {
        return Some(Spot { key: None, kind: Kind::Table(section.table()) });
    }
    let table = kind.table()?;
    if let Some(key) = table.key(step) {
        return Some(Spot { key: Some(key), kind: key.kind });
    }
    table.others.map(|kind| Spot { key: None, kind })
}
