//! From TOML to a checked list: parse what can be parsed, check everything, report all problems at once.

mod amount;
mod authority;
mod buyer;
mod calendar;
mod checks;
mod country;
mod digests;
#[cfg(test)]
mod drift;
mod entries;
mod files;
mod form;
mod goods;
mod identifier;
mod lapse;
mod layer;
pub(crate) mod meaning;
mod names;
mod part;
mod person;
mod provenance;
mod requirement;
mod revision;
mod root;
mod rule;
mod scope;
mod set_file;
mod side_file;
mod test_case;
mod vendor;
mod versions;

use debar_model::Place;

use crate::fields::Context;
use crate::{Blocklist, Diagnostic, Section, Sources};

pub use part::{KnownIds, read_part, read_unless};

/// What came of reading a list.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The list; none if there is a single error.
    pub list: Option<Blocklist>,
    /// All problems, in order of file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// The text of every TOML file that was read, by name relative to the root file, for rendering.
    pub files: Vec<(String, String)>,
}

impl Reading {
    /// Whether a problem keeps the list from being used.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Reads a list. `root` is the name of the root file in `sources`. Never panics and reads no clock:
/// problems that depend on the day are found by [`crate::lint`].
pub fn read(root: &str, sources: &dyn Sources) -> Reading {
    let mut cx = Context::new();
    let arena = bumpalo::Bump::new();
    let mut loader = files::Loader::new(sources, &arena);
    loader.load(&mut cx, root);
    let list = root::list(&mut cx, &mut loader);
    let (diagnostics, files) = cx.finish();
    let list = list.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
    Reading { list, diagnostics, files }
}

/// An id where it is written: the key of an entry, or a value that names one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The table of the entry.
    pub section: Section,
    /// The id.
    pub id: String,
    /// Where it is written; with the quotation marks of a value.
    pub place: Place,
    /// Whether the entry itself stands there. The first place of an entry that stands in several.
    pub defines: bool,
}

/// Every id of a list with its places, those included that name nothing. Ids in pinned side files are left out.
pub fn references(root: &str, sources: &dyn Sources) -> Vec<Reference> {
    let mut cx = Context::new();
    let arena = bumpalo::Bump::new();
    let mut loader = files::Loader::new(sources, &arena);
    loader.load(&mut cx, root);
    root::list(&mut cx, &mut loader);
    let written = |at| cx.slice(at).trim_matches(['"', '\'']).to_owned();
    let mut uses = cx.uses.clone();
    uses.sort();
    uses.dedup();
    let uses = uses.iter().map(|(section, at)| Reference {
        section: *section,
        id: written(*at),
        place: cx.place(*at),
        defines: false,
    });
    let entries =
        cx.ids.iter().flat_map(|(section, ids)| ids.iter().map(move |(id, at)| (*section, id, *at)));
    let entries = entries.map(|(section, id, at)| Reference {
        section,
        id: id.clone(),
        place: cx.place(at),
        defines: true,
    });
    entries.chain(uses).collect()
}
